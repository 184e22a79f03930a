package theory

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/interp"
)

// TimeLaw is the law of a random time τ ≥ 0, counted in steps: [EscapeLaw], [CriticalLaw],
// [Passage], [ArrivalLaw].
type TimeLaw interface {
	// CDF is P(τ ≤ t).
	CDF(t float64) float64
	// Density is the derivative of the distribution function, per step.
	Density(t float64) float64
	// Quantile is the t with P(τ ≤ t) = p. It is an error where the law has none.
	Quantile(p float64) (float64, error)
}

func needProbability(p float64) error {
	if !(p > 0 && p < 1) {
		return fmt.Errorf("theory: probability p = %v, want 0 < p < 1", p)
	}
	return nil
}

// LogDensity is t f(t) at the p-quantile t, f the density: the density of log τ. An error e of
// the distribution function moves the logarithm of the quantile by e over this, to first order.
// It is an error when the law has no p-quantile.
func LogDensity(law TimeLaw, p float64) (float64, error) {
	t, err := law.Quantile(p)
	return t * law.Density(t), err
}

// instant is the distribution function of a time, and its density, at one time.
type instant struct{ t, cdf, density float64 }

// tabulated is a law of a time that is known at increasing times, the first of them 0. Between
// two of them its distribution function is the cubic with the values and the densities of both.
type tabulated struct {
	Accuracy float64 // largest error of the distribution function seen between the grids

	known []instant
	curve *interp.PiecewiseCubic
}

func tabulate(known []instant) tabulated {
	t, cdf, density := make([]float64, len(known)), make([]float64, len(known)), make([]float64, len(known))
	for i, at := range known {
		t[i], cdf[i], density[i] = at.t, at.cdf, at.density
	}
	curve := new(interp.PiecewiseCubic)
	curve.FitWithDerivatives(t, cdf, density)
	return tabulated{known: known, curve: curve}
}

// extrapolated is the law on three grids, each twice as fine as the next, of second order: by
// Richardson's rule (4F − F')/3 from the two finest, its accuracy what the two coarsest would
// have made of it. They are seen at the same times, as far as they go.
func extrapolated(fine, middle, coarse []instant) tabulated {
	rule := func(f, g float64) float64 { return f + (f-g)/3 }
	known := make([]instant, min(len(fine), len(middle), len(coarse)))
	accuracy := 0.0
	for i := range known {
		f, m, c := fine[i], middle[i], coarse[i]
		known[i] = instant{f.t, rule(f.cdf, m.cdf), rule(f.density, m.density)}
		accuracy = max(accuracy, math.Abs(known[i].cdf-rule(m.cdf, c.cdf)))
	}
	law := tabulate(known)
	law.Accuracy = accuracy
	return law
}

// slowed is the law of a time that is unit times as long.
func (l tabulated) slowed(unit float64) tabulated {
	known := make([]instant, len(l.known))
	for i, at := range l.known {
		known[i] = instant{unit * at.t, at.cdf, at.density / unit}
	}
	slow := tabulate(known)
	slow.Accuracy = l.Accuracy
	return slow
}

func (l tabulated) last() instant { return l.known[len(l.known)-1] }

// Horizon is the probability that the law is computed up to.
func (l tabulated) Horizon() float64 { return l.last().cdf }

// CDF is P(τ ≤ t), within Accuracy, for t up to the time that the law is computed to; beyond, it
// is [tabulated.Horizon]. At t = 0 it is the chance of a start beyond the level.
func (l tabulated) CDF(t float64) float64 {
	if !(t >= 0) {
		return 0
	}
	return l.curve.Predict(t)
}

// Density is the derivative of [tabulated.CDF], per step; 0 where the law is not computed.
func (l tabulated) Density(t float64) float64 {
	if !(t >= 0 && t <= l.last().t) {
		return 0
	}
	return l.curve.PredictDerivative(t)
}

// Quantile is the t with P(τ ≤ t) = p. It is an error when p is less than the chance of a start
// beyond the level, or not below [tabulated.Horizon].
func (l tabulated) Quantile(p float64) (float64, error) {
	if !(p >= l.known[0].cdf && p < l.Horizon()) {
		return 0, fmt.Errorf("theory: probability p = %v, want %v ≤ p < %v", p, l.known[0].cdf, l.Horizon())
	}
	i := 0
	for l.known[i+1].cdf < p {
		i++
	}
	low, high := l.known[i].t, l.known[i+1].t
	low, _, err := turning(low, high, 0, func(t float64) (bool, error) { return l.curve.Predict(t) < p, nil })
	return low, err
}

// Steepness is max t f(t), f the density: a relative error e of every time moves the
// distribution function by at most e times this, to first order.
func (l tabulated) Steepness() (most float64) {
	for _, at := range l.known {
		most = max(most, at.t*at.density)
	}
	return most
}

// Densest is max f(t), per step: an error of one step in time moves the distribution
// function by at most this.
func (l tabulated) Densest() (most float64) {
	for _, at := range l.known {
		most = max(most, at.density)
	}
	return most
}
