package stat

import (
	"errors"
	"fmt"
	"math"
)

// SignCritical is the smallest number of equal signs among n that refutes P(positive) = ½ at level α.
// It is an [*InsufficientError] when sides · 2^{−n} > α: at 1e-9 a one-sided test needs 30 signs, a two-sided one 31.
func SignCritical(n int, alpha float64, sides Sides) (int, error) {
	if err := errors.Join(countError("n", n), rateError("alpha", alpha), sidesError(sides)); err != nil {
		return 0, err
	}
	k := critical(n, 0.5, alpha/float64(sides))
	if k > n {
		need := int(math.Ceil(math.Log2(float64(sides) / alpha)))
		return 0, &InsufficientError{fmt.Sprintf("a %v sign test", sides), alpha, n, max(need, n+1)}
	}
	return k, nil
}

// SignResolution is the smallest D such that n signs refute ½ with probability at least 1 − β when P(positive) = ½ + D
// (or ½ − D, when two-sided).
func SignResolution(n int, alpha, beta float64, sides Sides) (float64, error) {
	if err := ratesError(alpha, beta); err != nil {
		return 0, err
	}
	k, err := SignCritical(n, alpha, sides)
	if err != nil {
		return 0, err
	}
	return proportionUpper(k-1, n, beta) - 0.5, nil
}

// SignSamples is the smallest number of signs that see a violation P(positive) = ½ + d at (α, β).
func SignSamples(d, alpha, beta float64, sides Sides) (int, error) {
	if err := sidesError(sides); err != nil {
		return 0, err
	}
	if !(d > 0 && d <= 0.5) {
		return 0, fmt.Errorf("stat: violation d = %v, want a number in (0, ½]", d)
	}
	return ProportionSamples(0.5, 0.5+d, alpha/float64(sides), beta)
}
