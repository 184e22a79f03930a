package theory

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/interp"
	"gonum.org/v1/gonum/stat/distuv"
)

// SearchLaw is the law of the search time τ_η in dimension n with a constant step size δ from a uniform start on the
// half-sphere, at this N and not in the limit, for any model. By the exponent that the search goes by at this N, see
// [SingleIndex.Practical],
//
//	k = 1:  normal about the time of the mean step, with the spread of [SingleIndex.ArrivalSpread], from each start
//	k ≥ 2:  [SingleIndex.Passage].
//
// For k = 1 the mean and the variance of a step are those of the chain where its gradient has heavy tails, and of
// [SingleIndex.StepMoments] otherwise; what is left out is of relative order 1/N. It is computed up to the given
// probability, at most 0.995. It is an error when n < 2, δ is not positive, η is outside (0, 1), as for Practical, and
// when the overlap does not pass η with that probability. Derived.
func (s *SingleIndex) SearchLaw(n int, delta, eta, upTo float64) (TimeLaw, error) {
	if err := errors.Join(needRun(n, delta), needLevel(eta)); err != nil {
		return nil, err
	}
	if !(upTo > 0 && upTo <= criticalHorizon) {
		return nil, fmt.Errorf("theory: probability = %v, want a value in (0, %v]", upTo, criticalHorizon)
	}
	here, err := s.at(n)
	if err != nil {
		return nil, err
	}
	step := func(float64) float64 { return delta }
	if here.Exponent == 1 {
		return here.arrivals(n, step, eta)
	}
	return here.Passage(n, step, PassageStart{}, eta, upTo)
}

// DescentLaw is the law of the time from one overlap to another in dimension n with a constant step size δ, normal about the
// time of the mean step, as [SingleIndex.Arrival] is, with the mean and the variance that [SingleIndex.SearchLaw]
// takes. It is an error when n < 2, δ is not positive, 0 < from < to < 1 does not hold, or the overlap does not rise
// all the way: [SingleIndex.RestingOverlap] says how far it does. Derived.
func (s *SingleIndex) DescentLaw(n int, delta, from, to float64) (*ArrivalLaw, error) {
	if err := needRun(n, delta); err != nil {
		return nil, err
	}
	if !(0 < from && from < to && to < 1) {
		return nil, fmt.Errorf("theory: from = %v to = %v, want 0 < from < to < 1", from, to)
	}
	p := walk{s: s, n: float64(n), step: func(float64) float64 { return delta }, eta: to}
	rise, err := p.rise(from)
	if err != nil {
		return nil, err
	}
	time, variance := rise.since(from)
	return &ArrivalLaw{time, variance / (time * time)}, nil
}

// at is the model as the search sees it in dimension n: its exponent is the practical one, and the terms of φ of lower
// order are left out of the series. Its functions are the same.
func (s *SingleIndex) at(n int) (*SingleIndex, error) {
	k, err := s.Practical(n)
	if err != nil {
		return nil, err
	}
	if k == s.Exponent {
		return s, nil
	}
	here := *s
	here.Exponent, here.Taylor = k, append([]float64(nil), s.Taylor...)
	for l := 1; l < k; l++ {
		here.Taylor[l] = 0
	}
	return &here, nil
}

// chainMoments is the mean and the variance of a step of the chain from m to all orders of h, by the product rule of
// the chain in [Passage].
func (p walk) chainMoments(m float64) (mean, variance float64) {
	h, side := p.rate(m), math.Sqrt((1-m)*(1+m))
	noise, rest := p.s.gradient.noise(), chiSquaredRule(p.n-2, 3)
	var square float64
	for _, q := range newPolarRule(10, 8).at(m) {
		for a, e := range noise.z {
			along, size := p.s.gradient.at(m, q.u, q.w, e)
			for b, r := range rest.z {
				more := h * h * (along*along + size*size*r)
				root := math.Sqrt(1 + more)
				moved := (-h*along*side - m*more/(root+1)) / root // without cancellation
				weight := q.weight * noise.w[a] * rest.w[b]
				mean += weight * moved
				square += weight * moved * moved
			}
		}
	}
	return mean, square - mean*mean
}

// rise is the flow of the mean step from one overlap to η: its time since, and the variance of the arrival, see
// [SingleIndex.ArrivalSpread].
type rise struct {
	end   float64
	at    []float64 // increasing; the last is η
	times [2]interp.NotAKnotCubic
}

// rise is that from an overlap ≥ 0. It is an error where the mean is not positive.
func (p walk) rise(from float64) (*rise, error) {
	moments := p.moments
	if p.heavy() > negligible {
		moments = p.chainMoments
	}
	const nodes = 40
	grid, pace, noise := make([]float64, nodes+1), make([]float64, nodes+1), make([]float64, nodes+1)
	for i := range grid { // denser at both ends, where a drift may be small
		x := float64(i) / nodes
		grid[i] = from + (p.eta-from)*x*x*(3-2*x)
		mean, variance := moments(grid[i])
		if !(mean > 0) {
			return nil, fmt.Errorf("theory: %s: the mean step with δ = %v is not positive at m = %.6g, so the overlap does not go from %v to %v", p.s.Name, p.step(grid[i]), grid[i], from, p.eta)
		}
		pace[i], noise[i] = mean, variance
	}
	var speed, spread interp.NotAKnotCubic
	if err := errors.Join(speed.Fit(grid, pace), spread.Fit(grid, noise)); err != nil {
		return nil, err
	}
	r := &rise{end: p.eta, at: grid}
	time, variance := make([]float64, nodes+1), make([]float64, nodes+1)
	rule := panel()
	for i := nodes - 1; i >= 0; i-- {
		time[i], variance[i] = time[i+1], variance[i+1]
		width := grid[i+1] - grid[i]
		for q, x := range rule.z {
			m := grid[i] + width*x
			mean := speed.Predict(m)
			time[i] += width * rule.w[q] / mean
			variance[i] += width * rule.w[q] * spread.Predict(m) / (mean * mean * mean)
		}
	}
	return r, errors.Join(r.times[0].Fit(grid, time), r.times[1].Fit(grid, variance))
}

// since is the time from m and its variance.
func (r *rise) since(m float64) (time, variance float64) {
	if m >= r.end {
		return 0, 0
	}
	return r.times[0].Predict(m), r.times[1].Predict(m)
}

// arrivalStarts is the number of quantiles of the start that a law of arrivals has.
const arrivalStarts = 64

// arrivals is the law of τ_η for exponent 1.
func (s *SingleIndex) arrivals(n int, step func(m float64) float64, eta float64) (*arrivalMixture, error) {
	p := walk{s: s, n: float64(n), step: step, eta: eta}
	rise, err := p.rise(0)
	if err != nil {
		return nil, err
	}
	law := &arrivalMixture{}
	for i := range arrivalStarts {
		m0, err := (StartLaw{n}).HalfQuantile((float64(i) + 0.5) / arrivalStarts)
		if err != nil {
			return nil, err
		}
		time, variance := rise.since(m0)
		law.parts = append(law.parts, distuv.Normal{Mu: time, Sigma: math.Sqrt(max(variance, 1))}) // a time is a whole number
	}
	return law, nil
}

// arrivalMixture is the law of a time that is normal given the start, for starts of equal weight.
type arrivalMixture struct{ parts []distuv.Normal }

// CDF is P(τ ≤ t).
func (l *arrivalMixture) CDF(t float64) (p float64) {
	if t < 0 {
		return 0
	}
	for _, part := range l.parts {
		p += part.CDF(t) / float64(len(l.parts))
	}
	return p
}

// Density is the derivative of the distribution function, per step.
func (l *arrivalMixture) Density(t float64) (f float64) {
	for _, part := range l.parts {
		f += part.Prob(t) / float64(len(l.parts))
	}
	return f
}

// Quantile is the t with P(τ ≤ t) = p. It is an error when p is outside (0, 1).
func (l *arrivalMixture) Quantile(p float64) (float64, error) {
	if err := needProbability(p); err != nil {
		return 0, err
	}
	low, high := 0.0, 0.0
	for _, part := range l.parts {
		high = max(high, part.Mu+40*part.Sigma)
	}
	for range 80 {
		if t := (low + high) / 2; l.CDF(t) < p {
			low = t
		} else {
			high = t
		}
	}
	return low, nil
}
