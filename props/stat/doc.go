// Package stat is the judge's arithmetic: intervals, sample-size design and the staged sequential test.
//
// It exists so that a tolerance is never set by hand. Every statistical assertion comes with two companions,
// after the statistical_testing module of TensorFlow Probability:
//
//	Band or Interval   what the data allow at level α
//	Resolution         the smallest violation that n samples see at (α, β)
//	Samples            the number of samples that a violation D needs at (α, β)
//
// # Conventions
//
// α is the false-alarm rate: the probability of rejecting a true law is at most α.
// β is the miss rate: the probability of keeping a law that is off by the violation or more is at most β.
// Both lie in the open interval (0, 1). They hold for each finite n, not asymptotically, unless the comment
// says otherwise; for laws with atoms they are conservative.
//
// The violation is measured in the unit of the tool: the sup distance of distribution functions (Kolmogorov),
// the distance of means (Mean), the true success probability (Proportion), the distance of
// P(positive) from ½ (Sign), the distance of F(claimed quantile) from p (Quantile), an exponent (Slope).
// An assertion rejects when the claimed value lies strictly outside its band or interval.
//
// A miss is bounded on the side of the violation only, so two-sided tools spend α/2 on each side and β on one.
//
// # Not enough data
//
// A tool that cannot answer returns an [*InsufficientError] that says how many samples it would need. This is
// never a pass. Invalid arguments are errors that name the value and what is allowed; NaN in a sample is an error.
// ±Inf is a legal value wherever only the order of the sample matters (a time that was never reached is +Inf).
// The binomial tails, which take no samples, panic on parameters outside their stated domain.
//
// # Boundaries
//
// The package knows no physics: no models, no laws under test, no claims. It draws no random numbers, reads no
// clock and keeps no state between calls. It is built on gonum, whose upper tails, beta inverse and large-parameter beta
// function are replaced where they lose digits (see [BinomialUpper]).
package stat
