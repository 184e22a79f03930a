package theory

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// StuckOverlap is 1/√2, where φ(m) = −m² + m⁴ + const has its minimum on [0, 1].
// Ben Arous, Gheissari, Jagannath 2021, Remark 2.3.
const StuckOverlap = 1 / math.Sqrt2

// SignLoss is the probability that an even model, started uniformly on the half-sphere
// m ≥ 0, escapes to −θ, with a constant step size δ, as N → ∞:
//
//	k = 2:  [EscapeLaw.SignLoss]
//	k ≥ 4:  ½ E P_{z₀}(z reaches 0),  P_z = ∫_z^∞ s / ∫_0^∞ s,  z₀ ~ |N(0,1)|,
//	        s(z) = exp(−(2/d₀σ²(0))(a z^k/k − ¼ d₀V(0) z²)),
//
// s the scale density of the critical law ([CriticalLaw]) at d₀ = δN^{(k−2)/2}: from 0 both
// sides are alike. It tends to 0 with δ, for k ≥ 4 with d₀. A model with odd k comes back
// and loses nothing. It is an error when n < 2, δ is not positive, there is no exponent, or
// as for [SingleIndex.Escape]. Derived.
func (s *SingleIndex) SignLoss(n int, delta float64) (float64, error) {
	if err := needRun(n, delta); err != nil {
		return 0, err
	}
	if err := s.needSome(); err != nil {
		return 0, err
	}
	k := float64(s.Exponent)
	switch {
	case s.Exponent%2 == 1:
		return 0, nil
	case s.Exponent == 2:
		kappa, err := s.GrowthRate(delta)
		if err != nil {
			return 0, err
		}
		if !(kappa > 0) {
			return 0, fmt.Errorf("theory: %s: growth rate κ = %v at δ = %v, want κ > 0, that is δ < 2c₂/V(0)", s.Name, kappa, delta)
		}
		law := EscapeLaw{Variance: 1 + delta*s.noise(0)/(2*kappa)}
		return law.SignLoss(), nil
	}
	d0 := delta * math.Pow(float64(n), (k-2)/2)
	return sideLost(s.Exponent, s.Leading(), d0*s.power(0)/2, d0*s.noise(0))
}

// sideLost is ½ E P_{z₀}(z reaches 0) for dz = (signal z^{k−1} − pull z) dr + √noise dB,
// z₀ ~ |N(0,1)|, with even k.
func sideLost(k int, signal, pull, noise float64) (float64, error) {
	exponent := func(z float64) float64 {
		return 2 / noise * (pull*z*z/2 - signal*math.Pow(z, float64(k))/float64(k))
	}
	var edge float64 // where the density is largest
	if k > 2 {
		edge = math.Pow(pull/signal, 1/float64(k-2))
	}
	top := exponent(edge)
	far := max(2*edge, math.Pow(noise/signal, 1/float64(k))) // beyond, the density is below e^{−50} of its largest
	for exponent(far)-top > -50 {
		far *= 1.25
	}
	density := func(z float64) float64 { return math.Exp(exponent(z) - top) }
	whole, err := integrate(density, 0, far)
	if err != nil {
		return 0, err
	}
	// E ∫_{z₀}^∞ s = ∫ s(z) P(|z₀| < z) dz
	back, err := integrate(func(z float64) float64 { return density(z) * math.Erf(z/math.Sqrt2) }, 0, far)
	return back / whole / 2, err
}

// Recovery is the probability that a run recovers, in two parts that fall at rates of their own.
type Recovery struct {
	Arrived float64 // P(|m| is above η in time)
	Lost    float64 // P(it is on the other side than the start)
	Within  float64 // a bound on the error of either
}

// Chance is the probability that the overlap itself is above η.
func (r Recovery) Chance() float64 { return r.Arrived - r.Lost }

// RecoveryChance is the probability that online SGD from a start uniform on the half-sphere is above η after
// M = αN steps with step size δ, by the laws that hold as N → ∞, at this N:
//
//	k = 1:  1 if ∫_0^η dm/b(m) < αδ, else 0
//	k = 2:  P(|z_∞| ≥ √N e^{C(η) − δκα}) by the escape law, less the side lost
//	k ≥ 3:  P(T ≤ d₀α/N^{k−2}), T the explosion of the critical law at d₀ = δN^{(k−2)/2}, less the side lost.
//
// For k ≥ 3 the level drops out. All three depend on N through its powers and its logarithm alone, so that N may be as
// large as a float64. It is an error when N < 2, α or δ is not positive, there is no exponent, or a law has none at δ:
// see [SingleIndex.EscapeOffset], [SingleIndex.Critical]. The critical law is computed up to the probability
// 1 − 10⁻⁴; at later times what has not arrived by then is part of the error. Derived.
func (s *SingleIndex) RecoveryChance(n, alpha, delta, eta float64) (r Recovery, err error) {
	if err := errors.Join(needLadder(n, 1), needPositive("ratio α", alpha), needStep(delta), needLevel(eta), s.needSome()); err != nil {
		return r, err
	}
	const quadrature, upTo = 1e-10, 0.9999
	k := float64(s.Exponent)
	switch s.Exponent {
	case 1:
		time, err := s.overDrift(s.drift(delta), 0, eta)
		if err == nil && time < alpha*delta {
			r.Arrived = 1
		}
		return r, err
	case 2:
		offset, err1 := s.EscapeOffset(delta, eta)
		kappa, err2 := s.GrowthRate(delta)
		if err := errors.Join(err1, err2); err != nil {
			return r, err
		}
		law := EscapeLaw{Variance: 1 + delta*s.noise(0)/(2*kappa)}
		edge := math.Exp(math.Log(n/law.Variance)/2 + offset - delta*kappa*alpha)
		return Recovery{math.Erfc(edge / math.Sqrt2), law.SignLoss(), quadrature}, nil
	}
	d0 := delta * math.Pow(n, (k-2)/2)
	law, err := s.explosionTime(d0, HalfSphere, upTo)
	if err != nil {
		return r, err
	}
	if s.Exponent%2 == 0 {
		r.Lost, err = sideLost(s.Exponent, s.Leading(), d0*s.power(0)/2, d0*s.noise(0))
	}
	time := d0 * alpha / math.Pow(n, k-2)
	r.Arrived, r.Within = law.CDF(time), law.Accuracy+quadrature
	if time > law.last().t {
		r.Within += 1 - law.Horizon()
	}
	return r, err
}

// WrongSide is the probability that the overlap, from a start uniform on the half-sphere, reaches −below before η: for an even
// model and below = η [SingleIndex.SignLoss] without N → ∞,
//
//	E ∫_{m₀}^η s / ∫_{−below}^η s = ∫_0^η s(m) P(m₀ ≤ m) dm / ∫_{−below}^η s,  s(m) = exp(−∫_0^m 2b/v),
//
// b and v the mean and the variance of a step, see [Passage]. Within is what halving the grid moves. It is an error when
// n < 2, δ is not positive, or below or η is outside (0, 1). Derived.
func (s *SingleIndex) WrongSide(n int, delta, below, eta float64) (lost, within float64, err error) {
	if err := errors.Join(needRun(n, delta), needLevel(below), needLevel(eta)); err != nil {
		return 0, 0, err
	}
	p := walk{s: s, n: float64(n), step: func(float64) float64 { return delta }, eta: eta}
	const cells = 512
	path := p.nodes(cells, below)
	fine, err1 := path.crosses(p.n)
	coarse, err2 := path.halved().crosses(p.n)
	return fine, math.Abs(fine - coarse), errors.Join(err1, err2)
}

// OtherRest is where an overlap that the drift with step size δ takes to the other side comes to rest: −m with the least
// m > 0, up to η, at which the drift, negative nearer to 0, is not. For a tensor sum of orders 2 and 3 there is one; for an even
// model there is none below η, and η is returned. It looks at 4096 points. It is an error when δ is not positive or η is outside
// (0, 1). Derived.
func (s *SingleIndex) OtherRest(delta, eta float64) (float64, error) {
	if err := errors.Join(needStep(delta), needLevel(eta)); err != nil {
		return 0, err
	}
	const points = 4096
	b, away := s.drift(delta), false
	for i := 1; i <= points; i++ {
		m := eta * float64(i) / points
		switch speed := b(-m); {
		case speed < 0:
			away = true
		case away:
			return m, nil
		}
	}
	return eta, nil
}

// crosses is P(a walk from the half-sphere reaches the first node before the last), by the trapezoidal rule.
func (p nodes) crosses(n float64) (float64, error) {
	last := len(p.at) - 1
	pull := make([]float64, last+1) // ∫ 2b/v from the first node
	for i := 1; i <= last; i++ {
		pull[i] = pull[i-1] + (p.at[i]-p.at[i-1])*(p.mean[i-1]/p.variance[i-1]+p.mean[i]/p.variance[i])
	}
	low := slices.Min(pull)
	var all, back, before, below float64 // ∫ s, ∫ s P(m₀ ≤ m), and the two integrands before
	for i := range pull {
		density, started := math.Exp(low-pull[i]), 0.0
		if p.at[i] > 0 {
			start, err := halfStart(n, p.at[i])
			if err != nil {
				return 0, err
			}
			started = density * start
		}
		if i > 0 {
			step := p.at[i] - p.at[i-1]
			all += step * (before + density) / 2
			back += step * (below + started) / 2
		}
		before, below = density, started
	}
	return back / all, nil
}
