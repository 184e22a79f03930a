package stat

import (
	"errors"
	"fmt"
	"math"
)

// InsufficientError is the answer of a tool whose data cannot support the assertion at its level, whatever they show.
type InsufficientError struct {
	Assertion string  // what was asked, such as "a two-sided interval for the 0.5-quantile"
	Level     float64 // the level asked for
	Have      int     // the number of samples given
	Need      int     // the smallest number of samples that can answer
}

func (e *InsufficientError) Error() string {
	return fmt.Sprintf("stat: need at least %d samples for %s at level %.3g, have %d", e.Need, e.Assertion, e.Level, e.Have)
}

// Sides is the number of directions in which an assertion can be violated.
type Sides int

const (
	OneSided Sides = 1 // only one direction is a violation; it has the whole of α
	TwoSided Sides = 2 // both directions are; each has α/2
)

func (s Sides) String() string {
	switch s {
	case OneSided:
		return "one-sided"
	case TwoSided:
		return "two-sided"
	}
	return fmt.Sprintf("Sides(%d)", int(s))
}

// most is the largest sample size that a design function returns: beyond it float64 no longer counts exactly, or int does not reach.
const most = min(1<<53, math.MaxInt)

// sidesError is nil for OneSided and TwoSided.
func sidesError(s Sides) error {
	if s != OneSided && s != TwoSided {
		return fmt.Errorf("stat: sides = %d, want OneSided or TwoSided", int(s))
	}
	return nil
}

// rateError is nil when 0 < v < 1.
func rateError(name string, v float64) error {
	if !(v > 0 && v < 1) {
		return fmt.Errorf("stat: %s = %v, want a number in (0, 1)", name, v)
	}
	return nil
}

// ratesError is nil when α and β are error rates of a test: in (0, 1), with α + β < 1.
func ratesError(alpha, beta float64) error {
	if err := errors.Join(rateError("alpha", alpha), rateError("beta", beta)); err != nil {
		return err
	}
	if alpha+beta >= 1 {
		return fmt.Errorf("stat: alpha + beta = %v, want less than 1 (a coin that ignores the data does as well)", alpha+beta)
	}
	return nil
}

// countError is nil when n ≥ 1.
func countError(name string, n int) error {
	if n < 1 {
		return fmt.Errorf("stat: %s = %d, want at least 1", name, n)
	}
	return nil
}

// positiveError is nil when 0 < v < ∞.
func positiveError(name string, v float64) error {
	if !(v > 0) || math.IsInf(v, 1) {
		return fmt.Errorf("stat: %s = %v, want a positive finite number", name, v)
	}
	return nil
}

// orderedError is nil when xs is a non-empty sample without NaN.
func orderedError(name string, xs []float64) error {
	if len(xs) == 0 {
		return fmt.Errorf("stat: %s is empty, want at least 1 value", name)
	}
	for i, x := range xs {
		if math.IsNaN(x) {
			return fmt.Errorf("stat: %s[%d] is NaN, want a number", name, i)
		}
	}
	return nil
}

// finiteError is nil when xs is a non-empty sample of finite numbers.
func finiteError(name string, xs []float64) error {
	if err := orderedError(name, xs); err != nil {
		return err
	}
	for i, x := range xs {
		if math.IsInf(x, 0) {
			return fmt.Errorf("stat: %s[%d] is %v, want a finite number", name, i, x)
		}
	}
	return nil
}

// samplesFor is ⌈x⌉ as a sample size of at least 1.
func samplesFor(x float64) (int, error) {
	if !(x <= most) {
		return 0, fmt.Errorf("stat: the design needs %.3g samples, more than %d can be counted", x, int64(most))
	}
	return max(1, int(math.Ceil(x))), nil
}

// within is the resolution d, or an [*InsufficientError] when d exceeds the largest violation there is.
func within(largest, d, need float64, have int, alpha float64, assertion string) (float64, error) {
	if d <= largest {
		return d, nil
	}
	n, err := samplesFor(need)
	if err != nil {
		return 0, err
	}
	return 0, &InsufficientError{assertion, alpha, have, max(n, have+1)}
}
