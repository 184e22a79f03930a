package theory

import (
	"fmt"
	"math"
)

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
	far := max(2*edge, 1e-3) // beyond, the density is below e^{−50} of its largest
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
