// Package expression reads an activation that a user typed, x^3 - 2*x or max(x, 0)^2, and makes
// a function of it, with its exact slope and the places where it is not smooth.
//
// # Language
//
//   - Numbers, the variable x, the constants pi and e.
//   - + - * / ^ and parentheses. A power goes before a sign and from the right: -x^2 is −(x²),
//     2^3^2 is 2⁹. A product needs its sign: 2x is refused.
//   - exp, log, sqrt, abs, sin, cos, tan, tanh, atan, erf, sigmoid, softplus, gelu (x Φ(x)),
//     silu, relu, elu (eˣ − 1 below 0), leaky (slope .01 below 0, or leaky(x, slope)), step (1
//     above 0, else 0), sign, max and min of two or more.
//   - he(k, x), the monic Hermite polynomial He_k, and h(k, x) = He_k(x)/√k!, for whole k from 0 to
//     100.
//
// # What is found
//
// The slope is by forward differentiation, exact but for rounding. A branch of the function changes
// where the argument of abs, sign, relu, … changes sign; a root or a broken power has a corner
// where its argument is 0. These places are sought in |x| ≤ [Reach], beyond which a standard
// normal variable has probability below 10⁻⁴⁴: those of a polynomial argument between the zeros
// of its derivative, none missed but for rounding; those of another on a grid of step 1/128, where a
// change of sign between neighbours, and a pair of zeros around an extremum that the slope shows,
// are found. A finer pair may be missed: then a quadrature that rests on the places says so by
// the difference of its rules.
//
// What is not defined, not finite or complex somewhere in that range is refused with the place,
// even if it is so inside only, as in 1/exp(1/x). Whether moments exist is not asked here.
//
// # Limits
//
// A text is at most [MaxBytes] bytes long and its parentheses at most [MaxDepth] deep, so that
// no text takes long. Every error is one line with a caret, ‸, at its place.
//
// # What this package must not do
//
// It knows no law and no dynamics, and never runs what was typed but as arithmetic.
package expression
