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
//	k = 1:  a law of three cumulants, those of the diffusion of the steps, from each start
//	k ≥ 2:  [SingleIndex.Passage].
//
// For k = 1 the mean and the variance of a step are those of the chain where its gradient has heavy tails, and of
// [SingleIndex.StepMoments] otherwise. It is computed up to the given
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

// DescentLaw is the law of the time from one overlap to another in dimension n with a constant step size δ, normal as that of
// [SingleIndex.Arrival], with the median and the variance of the law that [SingleIndex.SearchLaw] has for k = 1. It is an error when n < 2, δ is not positive, 0 < from < to < 1 does not hold, or the overlap does not rise
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
	law := rise.since(from)
	median := law.mean - law.skew*law.deviation/6
	return &ArrivalLaw{median, law.deviation * law.deviation / (median * median)}, nil
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

// rise is the cumulants of the time of the diffusion of a walk from an overlap to η, on equal cells. With b and v the mean and
// the variance of a step, y_i = −K_i′ and K_i(η) = 0, but for the overshoot, they solve
//
//	½v y_i′ + b y_i = s_i,  s₁ = 1,  s₂ = v y₁²,  s₃ = 3v y₁y₂;
//
// to leading order they are the flow's ∫1/b and [SingleIndex.ArrivalSpread]. Derived from the backward equations of the moments.
type rise struct {
	low, width float64
	cumulants  [3][]float64
}

// rise is that from overlaps of at least from on. Below it the grid goes 40 lengths v/2b, on which the walk forgets that it
// cannot go further. It is an error where b is not positive above.
func (p walk) rise(from float64) (*rise, error) {
	moments := p.moments
	if p.heavy() > negligible {
		moments = p.chainMoments
	}
	mean, variance := moments(from)
	if !(mean > 0) {
		return nil, p.stopped(from, from)
	}
	low := max(from-40*variance/(2*mean), -0.95)
	const nodes, cells = 48, 4096
	grid, pace, noise := make([]float64, nodes+1), make([]float64, nodes+1), make([]float64, nodes+1)
	for i := range grid { // denser at both ends, where a drift may be small
		x := float64(i) / nodes
		grid[i] = low + (p.eta-low)*x*x*(3-2*x)
		pace[i], noise[i] = moments(grid[i])
		if grid[i] > from && !(pace[i] > 0) {
			return nil, p.stopped(grid[i], from)
		}
	}
	var speed, spread interp.NotAKnotCubic
	if err := errors.Join(speed.Fit(grid, pace), spread.Fit(grid, noise)); err != nil {
		return nil, err
	}
	r := &rise{low: low, width: (p.eta - low) / cells}
	var y [3][]float64
	for i := range y {
		y[i], r.cumulants[i] = make([]float64, cells+1), make([]float64, cells+1)
	}
	var before [3]float64 // y_i′
	for c := range cells + 1 {
		m := low + float64(c)*r.width
		b, v := speed.Predict(m), spread.Predict(m)
		for i := range y {
			source := [3]float64{1, v * y[0][c] * y[0][c], 3 * v * y[0][c] * y[1][c]}[i]
			switch {
			case c == 0:
				y[i][c] = max(source/b, 0)
				continue
			case c < 8: // implicit Euler, which damps what is wrong at the start
				y[i][c] = (y[i][c-1] + r.width*2/v*source) / (1 + r.width*2/v*b)
			default: // the trapezoidal rule
				half := r.width / v
				y[i][c] = (y[i][c-1] + r.width/2*before[i] + half*source) / (1 + half*b)
			}
			before[i] = 2 / v * (source - b*y[i][c])
		}
	}
	r.cumulants[0][cells] = overshoot * math.Sqrt(spread.Predict(p.eta)) / speed.Predict(p.eta)
	for i := range y {
		for c := cells - 1; c >= 0; c-- {
			r.cumulants[i][c] = r.cumulants[i][c+1] + r.width/2*(y[i][c]+y[i][c+1])
		}
	}
	return r, nil
}

// overshoot is by how many deviations of a step a walk with normal steps passes a level, −ζ(½)/√(2π), where a diffusion
// reaches it: the walk is later by the time of the mean step for that (Siegmund 1979, Corrected diffusion approximations).
const overshoot = 0.5826

func (p walk) stopped(at, from float64) error {
	return fmt.Errorf("theory: %s: the mean step with δ = %v is not positive at m = %.6g, so the overlap does not go from %v to %v", p.s.Name, p.step(at), at, from, p.eta)
}

// since is the law of the time from m, and is 0 beyond η.
func (r *rise) since(m float64) (law leaning) {
	x := (m - r.low) / r.width
	last := len(r.cumulants[0]) - 1
	if x >= float64(last) {
		return law
	}
	c := int(x)
	at := func(i int) float64 { return r.cumulants[i][c] + (x-float64(c))*(r.cumulants[i][c+1]-r.cumulants[i][c]) }
	law.mean, law.deviation = at(0), math.Sqrt(at(1))
	law.skew = at(2) / (law.deviation * law.deviation * law.deviation)
	return law
}

// leaning is a law with given mean, deviation and skewness: that of Wald, the first passage of a walk with constant drift,
// shifted, or, without skewness, the normal law. With μ = 3σ/skewness it is mean − μ + W, E W = μ, Var W = σ²,
//
//	P(W ≤ x) = Φ(a) + ϕ(a)Φ(−b)/ϕ(b),  a = (x − μ)√(μ/x)/σ,  b = (x + μ)√(μ/x)/σ.
type leaning struct{ mean, deviation, skew float64 }

// straight is the skewness below which the law is normal.
const straight = 1e-6

// wald is the x and the μ of a time; x ≤ 0 has no mass below.
func (l leaning) wald(t float64) (x, mu float64) {
	mu = 3 * l.deviation / l.skew
	return t - l.mean + mu, mu
}

func (l leaning) cdf(t float64) float64 {
	if l.deviation == 0 {
		return 1
	}
	if !(l.skew > straight) {
		return distuv.UnitNormal.CDF((t - l.mean) / l.deviation)
	}
	x, mu := l.wald(t)
	if !(x > 0) {
		return 0
	}
	scale := math.Sqrt(mu/x) / l.deviation
	a, b := (x-mu)*scale, (x+mu)*scale
	mills := 1/b - 1/(b*b*b) + 3/(b*b*b*b*b)
	if b < 20 {
		mills = math.Erfc(b/math.Sqrt2) / 2 / normalDensity(b)
	}
	return distuv.UnitNormal.CDF(a) + normalDensity(a)*mills
}

func (l leaning) density(t float64) float64 {
	if l.deviation == 0 {
		return 0
	}
	if !(l.skew > straight) {
		return normalDensity((t-l.mean)/l.deviation) / l.deviation
	}
	x, mu := l.wald(t)
	if !(x > 0) {
		return 0
	}
	ratio := mu / x
	return normalDensity((x-mu)*math.Sqrt(ratio)/l.deviation) * ratio * math.Sqrt(ratio) / l.deviation
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
		law.parts = append(law.parts, rise.since(m0))
	}
	return law, nil
}

// arrivalMixture is the law of a time whose law is known given the start, for starts of equal weight.
type arrivalMixture struct{ parts []leaning }

// CDF is P(τ ≤ t).
func (l *arrivalMixture) CDF(t float64) (p float64) {
	if t < 0 {
		return 0
	}
	for _, part := range l.parts {
		p += part.cdf(t) / float64(len(l.parts))
	}
	return p
}

// Density is the derivative of the distribution function, per step.
func (l *arrivalMixture) Density(t float64) (f float64) {
	for _, part := range l.parts {
		f += part.density(t) / float64(len(l.parts))
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
		high = max(high, part.mean+40*part.deviation)
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
