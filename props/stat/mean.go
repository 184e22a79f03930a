package stat

import (
	"errors"
	"fmt"
	"math"
)

// MeanBand is the half-width ε of Hoeffding's interval for the mean of n independent values in a range of the given width,
//
//	P(|X̄ − μ| ≥ ε) ≤ 2 exp(−2nε²/width²) = α,   ε = width · √(ln(2/α)/2n),
//
// and without the 2 for one side. Hoeffding 1963, Theorem 1, (2.3).
func MeanBand(n int, width, alpha float64, sides Sides) (float64, error) {
	if err := errors.Join(countError("n", n), positiveError("width", width), rateError("alpha", alpha), sidesError(sides)); err != nil {
		return 0, err
	}
	return width * meanRoot(alpha/float64(sides)) / math.Sqrt(float64(n)), nil
}

// MeanResolution is the smallest distance of means that n values in a range of the given width see at (α, β),
//
//	D = ε(n, α) + width · √(ln(1/β)/2n).
//
// When D would exceed the width it is an [*InsufficientError].
func MeanResolution(n int, width, alpha, beta float64, sides Sides) (float64, error) {
	if err := ratesError(alpha, beta); err != nil {
		return 0, err
	}
	band, err := MeanBand(n, width, alpha, sides)
	if err != nil {
		return 0, err
	}
	root := meanRoot(alpha/float64(sides)) + meanRoot(beta)
	d := band + width*meanRoot(beta)/math.Sqrt(float64(n))
	return within(width, d, root*root, n, alpha, fmt.Sprintf("a %v interval that sees any violation of a bounded mean", sides))
}

// MeanSamples is the number of values in a range of the given width that see a violation D of the mean at (α, β),
//
//	n = ⌈(width/D)² (√(ln(sides/α)/2) + √(ln(1/β)/2))²⌉.
func MeanSamples(d, width, alpha, beta float64, sides Sides) (int, error) {
	if err := errors.Join(positiveError("d", d), positiveError("width", width), ratesError(alpha, beta), sidesError(sides)); err != nil {
		return 0, err
	}
	root := width / d * (meanRoot(alpha/float64(sides)) + meanRoot(beta))
	return samplesFor(root * root)
}
