package theory

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// ArrivalLaw is the law of the time that online SGD with a constant step size takes from one
// overlap to another where noise is small: to leading order in 1/N normal about the time of the
// flow, with the spread of [SingleIndex.ArrivalSpread]. Derived.
type ArrivalLaw struct {
	Median   float64 // of the flow, in steps
	Variance float64 // Var τ/τ²
}

// Arrival is the law of the time from m = from to m = to in dimension n. It is an error as for
// [SingleIndex.HittingTime] and [SingleIndex.ArrivalSpread].
func (s *SingleIndex) Arrival(n int, delta, from, to float64) (*ArrivalLaw, error) {
	time, err := s.HittingTime(n, delta, from, to)
	if err != nil {
		return nil, err
	}
	variance, err := s.ArrivalSpread(n, func(float64) float64 { return delta }, from, to)
	if err != nil {
		return nil, err
	}
	return &ArrivalLaw{time, variance}, nil
}

// CDF is P(τ ≤ t).
func (l *ArrivalLaw) CDF(t float64) float64 { return l.normal().CDF(t) }

// Density is the derivative of the distribution function, per step.
func (l *ArrivalLaw) Density(t float64) float64 { return l.normal().Prob(t) }

// Quantile is the t with P(τ ≤ t) = p. It is an error when p is outside (0, 1).
func (l *ArrivalLaw) Quantile(p float64) (float64, error) {
	if err := needProbability(p); err != nil {
		return 0, err
	}
	return l.normal().Quantile(p), nil
}

func (l *ArrivalLaw) normal() distuv.Normal {
	return distuv.Normal{Mu: l.Median, Sigma: l.Median * math.Sqrt(l.Variance)}
}

// ArrivalSpread is the relative variance of the time that online SGD takes from m = from to
// m = to with a step size that depends on the overlap, to leading order in 1/N,
//
//	Var τ/τ² = ∫ variance/mean³ dm / (∫ dm/mean)²,
//
// mean and variance those of a step, see [SingleIndex.StepMoments]: noise that moves the
// overlap by x at m moves the arrival by x/mean(m). The median of τ differs from the flow's
// time by this relative order. It is an error when n < 2, −1 < from < to < 1 does not hold
// or the mean is not positive in between. A step size that is not positive is a panic.
// Derived.
func (s *SingleIndex) ArrivalSpread(n int, step func(m float64) float64, from, to float64) (float64, error) {
	if err := needDimension(n); err != nil {
		return 0, err
	}
	if !(-1 < from && from < to && to < 1) {
		return 0, fmt.Errorf("theory: from = %v to = %v, want −1 < from < to < 1", from, to)
	}
	p := walk{s: s, n: float64(n), step: step}
	stopped, stops := 0.0, false
	over := func(f func(mean, variance float64) float64) (float64, error) {
		return integrate(func(m float64) float64 {
			mean, variance := p.moments(m)
			if !(mean > 0) {
				stopped, stops = m, true
				return 0
			}
			return f(mean, variance)
		}, from, to)
	}
	time, err1 := over(func(mean, _ float64) float64 { return 1 / mean })
	spread, err2 := over(func(mean, variance float64) float64 { return variance / (mean * mean * mean) })
	if stops {
		return 0, fmt.Errorf("theory: %s: the drift is not positive at m = %v, so the overlap does not go from %v to %v", s.Name, stopped, from, to)
	}
	return spread / (time * time), errors.Join(err1, err2)
}
