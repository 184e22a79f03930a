package theory

import (
	"errors"
	"fmt"
	"math"
)

// Ceiling is the critical step size in dimension n, and the overlap that sets it: the largest δ with which the signal
// beats the pull of the projection from the median start m₀ = .6745 N^{−1/2} up to η,
//
//	δ_c = min over [m₀, η] of −2φ′(m)(1 − m²)/(m V(m)).
//
// For k = 2 and N → ∞ it is 2c₂/V(0), that of [SingleIndex.EscapeCriticalStep], unless a larger overlap sets it; for
// k ≥ 3 it is of order N^{−(k−2)/2}, and noise takes the overlap above it, so that steps some times as large still
// recover: [SingleIndex.StepsFor] says which. It looks at 2048 overlaps. It is an error when n < 2, η is not in (m₀, 1), or φ′ is not negative
// in between. Derived.
func (s *SingleIndex) Ceiling(n int, eta float64) (delta, at float64, err error) {
	if err := errors.Join(needDimension(n), needLevel(eta)); err != nil {
		return 0, 0, err
	}
	low, err := (StartLaw{n}).HalfQuantile(0.5)
	if err != nil {
		return 0, 0, err
	}
	if !(low < eta) {
		return 0, 0, fmt.Errorf("theory: level η = %v, want more than the median start %.4g", eta, low)
	}
	const points = 2048
	delta = math.Inf(1)
	for i := range points + 1 {
		m := low * math.Pow(eta/low, float64(i)/points)
		signal := -2 * s.slope(m) * (1 - m) * (1 + m)
		if !(signal > 0) {
			return 0, 0, fmt.Errorf("theory: %s: φ′ is not negative at m = %.6g: no step size leads from %.4g to η = %v", s.Name, m, low, eta)
		}
		if most := signal / (m * s.power(m)); most < delta {
			delta, at = most, m
		}
	}
	return delta, at, nil
}

// Recipe is a step size and the samples that it takes.
type Recipe struct {
	Delta   float64
	Samples float64 // P(τ_η ≤ Samples) is the probability asked for
}

// BestStep is the constant step size for which the fewest samples recover with the given probability in dimension
// n, that is pass η from a uniform start on the half-sphere, to 2 % of δ: the least p-quantile of [SingleIndex.SearchLaw].
// The order is 1 for k ≤ 2 and N^{−(k−2)/2} for k ≥ 3, as that of [CorrectedWindow], but with its constant. It is an error
// when n < 2, η is outside (0, 1), p is not in (0, 0.99], as for SearchLaw, or no step size is found. Derived.
func (s *SingleIndex) BestStep(n int, eta, p float64) (Recipe, error) {
	steps, err := s.recipes(n, eta, p)
	if err != nil {
		return Recipe{}, err
	}
	best, err := steps.best()
	return best, err
}

// StepsFor is the window of step sizes that recover, that is pass η, with probability p within so many samples, to 2 %
// of its ends. A step size at which the mean step is not positive somewhere on the way has no law and is outside, though noise
// takes some runs past that place. It is an error as for
// [SingleIndex.BestStep], and when none does; the error says how many samples the best step takes. Derived.
func (s *SingleIndex) StepsFor(n int, samples, eta, p float64) (StepWindow, error) {
	steps, err := s.recipes(n, eta, p)
	if err != nil {
		return StepWindow{}, err
	}
	if err := needPositive("number of samples", samples); err != nil {
		return StepWindow{}, err
	}
	best, err := steps.best()
	if err != nil {
		return StepWindow{}, err
	}
	if best.Samples > samples {
		return StepWindow{}, fmt.Errorf("theory: %s: %.4g samples, want at least %.4g: no step size recovers with probability %v in fewer", s.Name, samples, best.Samples, p)
	}
	return steps.window(best, samples), nil
}

// StepsWithin is the best step, see [SingleIndex.BestStep], and the window of those that recover within so many times its samples, at least
// as many, see [SingleIndex.StepsFor]: both for the price of one. The errors are theirs. Derived.
func (s *SingleIndex) StepsWithin(n int, times, eta, p float64) (best Recipe, window StepWindow, err error) {
	steps, err := s.recipes(n, eta, p)
	if err != nil {
		return best, window, err
	}
	if !(times >= 1) || math.IsInf(times, 1) {
		return best, window, fmt.Errorf("theory: %v times the samples of the best step, want a finite number ≥ 1", times)
	}
	if best, err = steps.best(); err != nil {
		return best, window, err
	}
	return best, steps.window(best, times*best.Samples), nil
}

// window is that around the best step.
func (steps *recipes) window(best Recipe, samples float64) StepWindow {
	edge := func(factor float64) float64 {
		inside, outside := best.Delta, best.Delta*factor
		for steps.samples(outside) <= samples {
			inside, outside = outside, outside*factor
		}
		for math.Abs(math.Log(outside/inside)) > 0.02 {
			if middle := math.Sqrt(inside * outside); steps.samples(middle) <= samples {
				inside = middle
			} else {
				outside = middle
			}
		}
		return inside
	}
	return StepWindow{edge(0.5), edge(2)}
}

// recipes is what the step sizes take that were asked for.
type recipes struct {
	s      *SingleIndex
	n      int
	eta, p float64
	guess  float64
	known  map[float64]float64
	err    error // of the last step that does not recover
}

func (s *SingleIndex) recipes(n int, eta, p float64) (*recipes, error) {
	if err := errors.Join(needDimension(n), needLevel(eta)); err != nil {
		return nil, err
	}
	if !(p > 0 && p <= 0.99) {
		return nil, fmt.Errorf("theory: probability p = %v, want 0 < p ≤ 0.99", p)
	}
	here, err := s.at(n)
	if err != nil {
		return nil, err
	}
	ceiling, _, err := here.Ceiling(n, eta)
	if err != nil {
		return nil, err
	}
	return &recipes{s: s, n: n, eta: eta, p: p, guess: ceiling / 2, known: map[float64]float64{}}, nil
}

// samples is how many a step size takes, +Inf where it does not recover.
func (r *recipes) samples(delta float64) float64 {
	if known, ok := r.known[delta]; ok {
		return known
	}
	most := math.Inf(1)
	law, err := r.s.SearchLaw(r.n, delta, r.eta, min(r.p+0.005, criticalHorizon))
	if err == nil {
		var time float64
		if time, err = law.Quantile(r.p); err == nil && time >= 0 {
			most = time
		}
	}
	if err != nil {
		r.err = err
	}
	r.known[delta] = most
	return most
}

// best is the least, by doubling from a guess and the golden section.
func (r *recipes) best() (Recipe, error) {
	middle := r.guess
	for range 12 {
		if !math.IsInf(r.samples(middle), 1) {
			break
		}
		middle /= 4
	}
	if math.IsInf(r.samples(middle), 1) {
		return Recipe{}, fmt.Errorf("theory: %s: no step size down to %.3g recovers with probability %v: %w", r.s.Name, middle, r.p, r.err)
	}
	for r.samples(2*middle) < r.samples(middle) {
		middle *= 2
	}
	for r.samples(middle/2) < r.samples(middle) {
		middle /= 2
	}
	golden := (math.Sqrt(5) - 1) / 2
	low, high := math.Log(middle/2), math.Log(2*middle)
	at := func(x float64) float64 { return r.samples(math.Exp(x)) }
	left, right := high-golden*(high-low), low+golden*(high-low)
	for high-low > 0.02 {
		if at(left) < at(right) {
			high, right = right, left
			left = high - golden*(high-low)
		} else {
			low, left = left, right
			right = low + golden*(high-low)
		}
	}
	best := Recipe{middle, r.samples(middle)}
	for delta, samples := range r.known {
		if samples < best.Samples || samples == best.Samples && delta < best.Delta {
			best = Recipe{delta, samples}
		}
	}
	return best, nil
}

// SizeMedian is the median of the search time in one dimension.
type SizeMedian struct {
	N      int
	Delta  float64
	Median float64
}

// GrowthAt is the growth of the median search time at given sizes, by [SingleIndex.SearchLaw]: the medians, and the
// exponent that a straight line fitted to their logarithms has, by least squares. It is not max(1, k−1), from which it differs by a
// shift that falls like 1/log N for k = 2 and like N^{−1/2} otherwise: what is fitted to measured medians at these sizes
// must be compared with it. step is the step size in each dimension. It is an error with fewer than two sizes or when they do not
// increase, and as for SearchLaw. Derived.
func (s *SingleIndex) GrowthAt(sizes []int, step func(n int) float64, eta float64) (exponent float64, medians []SizeMedian, err error) {
	if len(sizes) < 2 {
		return 0, nil, fmt.Errorf("theory: sizes %v, want at least two", sizes)
	}
	x, y := make([]float64, len(sizes)), make([]float64, len(sizes))
	for i, n := range sizes {
		if i > 0 && n <= sizes[i-1] {
			return 0, nil, fmt.Errorf("theory: sizes %v, want increasing ones", sizes)
		}
		delta := step(n)
		law, err := s.SearchLaw(n, delta, eta, 0.6)
		if err != nil {
			return 0, nil, err
		}
		median, err := law.Quantile(0.5)
		if err != nil {
			return 0, nil, err
		}
		medians = append(medians, SizeMedian{n, delta, median})
		x[i], y[i] = math.Log(float64(n)), math.Log(median)
	}
	return lineSlope(x, y), medians, nil
}

// lineSlope is that of the line of least squares.
func lineSlope(x, y []float64) float64 {
	var meanX, meanY, xy, xx float64
	for i := range x {
		meanX += x[i] / float64(len(x))
		meanY += y[i] / float64(len(x))
	}
	for i := range x {
		xy += (x[i] - meanX) * (y[i] - meanY)
		xx += (x[i] - meanX) * (x[i] - meanX)
	}
	return xy / xx
}
