// Package sim runs the dynamics that the claims speak about. It is the witness
// on the side of the computer: what it reports has been done, step by step, on
// data drawn from the model; no law of the trajectories goes into it.
//
// # What it must not do
//
// It states no law and judges none: exponents, thresholds, escape times and
// population losses in closed form belong to package theory, verdicts to package
// props. It imports neither, nor rapid. A formula that theory states is derived
// here by another way, or not used.
//
// # Single-index models
//
// A point x of the unit sphere of R^N is to find the target θ on that sphere
// from fresh samples Y¹, Y², …, one for each step. Online SGD is
//
//	x̃ = x − (δ/N) ∇L(x; Y),  x' = x̃/‖x̃‖,
//
// with ∇ the gradient along the sphere: the Euclidean gradient less its part
// along x (Ben Arous, Gheissari, Jagannath 2021, (1.2)).
//
// The words:
//
//   - overlap: m = ⟨x, θ⟩, anywhere in [−1, 1];
//   - [Model]: the law of the data and the loss L, seen from both sides below;
//   - [Sample]: one Y as vectors in R^N, with the hidden variables behind it;
//   - [SGD]: the update above on real vectors; it knows no formula for m;
//   - [Draws]: the few standardised numbers of a sample that matter for m;
//   - [Chain]: the overlap as a Markov chain of its own, O(1) a step, whose law
//     is that of ⟨x_t, θ⟩ under SGD, exactly and for every N ≥ 2;
//   - [Population]: gradient descent on Φ(x) = E L(x; Y), from quadrature of the
//     loss or from a slope handed in;
//   - [Walk]: anything with an overlap that steps: the three above;
//   - [Schedule]: the step size δ as the run goes;
//   - [Passages]: when a walk first passes given overlaps.
//
// # Randomness
//
// Every random number comes from a [Random], one for each replica, so a path is a
// function of its seed alone.
//
// # Bits
//
// Bits are promised of the chain and of what it is made of, digits of the rest.
//
// On the same draws the fast chain of [RunChain], with any kernel, is that of
// [Chain.Follow] bit for bit, on every machine: both do the same operations in the same
// order, and a product is rounded before a sum, float64(x*y) + z, which no compiler
// fuses. A reorder of operands in one of the two breaks the promise, and a test fails.
//
// From run to run the bits of the streams, of the chain and of the fast chain are those
// of their pins in package golden, on the kind of machine that made the pins: an amd64
// with GOAMD64 below v3, and a processor that fuses in the exponential of package math.
// A reorder in both chains moves the pins there, and they are remade if it is meant. On
// any other machine, and of quadratures, flows and students on every one, the pins
// promise the digits that the tolerance of each column leaves.
//
// # Errors
//
// Constructors check what they are given and return an error that names the
// value and what is allowed. Inner loops behind them check nothing, or panic with
// such an error where their comment says so.
package sim
