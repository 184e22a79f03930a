package theory

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// EscapeLaw is the law of the search time τ_η for information exponent 2 and a
// fixed step size δ below the critical one. With κ = c₂ − ½δV(0) > 0, as N → ∞,
//
//	τ_η = (N/δκ)(½ log N + C(η) − log|z_∞|),  z_∞ ~ N(0, 1 + δσ²(0)/2κ).
//
// z_∞ is the limit of e^{−κs} √N m: the start √N m₀ ~ N(0,1) and the noise of all
// the steps, brought back to time 0. It is the law of the first t with |m_t| > η
// when φ is even; otherwise of the first t with m_t > η given that z_∞ > 0.
// Derived.
type EscapeLaw struct {
	Kappa    float64 // growth rate κ
	Offset   float64 // C(η)
	Variance float64 // Var z_∞

	n     int
	delta float64
}

// Escape is the escape law in dimension n with step size δ to the level η. It is an
// error when the exponent is not 2, n < 2, δ is outside (0, δ_c), η outside
// (0, 1), or the drift does not reach η.
func (s *SingleIndex) Escape(n int, delta, eta float64) (*EscapeLaw, error) {
	if err := needDimension(n); err != nil {
		return nil, err
	}
	offset, err := s.EscapeOffset(delta, eta)
	if err != nil {
		return nil, err
	}
	kappa, err := s.GrowthRate(delta)
	if err != nil {
		return nil, err
	}
	return &EscapeLaw{kappa, offset, 1 + delta*s.noise(0)/(2*kappa), n, delta}, nil
}

// EscapeOffset is the constant of the escape law,
//
//	C(η) = log η + ∫_0^η (κ/b(m) − 1/m) dm,
//
// b the corrected drift; log(η/√(1−η²)) for x² without noise, whatever δ. It is an
// error as for [SingleIndex.Escape]. Derived.
func (s *SingleIndex) EscapeOffset(delta, eta float64) (float64, error) {
	kappa, err := s.GrowthRate(delta)
	if err != nil {
		return 0, err
	}
	if !(kappa > 0) {
		return 0, fmt.Errorf("theory: %s: growth rate κ = %v at δ = %v, want κ > 0, that is δ < 2c₂/V(0)", s.Name, kappa, delta)
	}
	if err := needLevel(eta); err != nil {
		return 0, err
	}
	b := s.drift(delta)
	var stopped float64
	stops := false
	integral, err := integrate(func(m float64) float64 {
		speed := b(m) / m
		if !(speed > 0) {
			stopped, stops = m, true
			return 0
		}
		return (kappa - speed) / (speed * m)
	}, 0, eta)
	if stops {
		return 0, fmt.Errorf("theory: %s: the drift is not positive at m = %v, so the overlap does not reach η = %v", s.Name, stopped, eta)
	}
	return math.Log(eta) + integral, err
}

// CDF is P(τ_η ≤ t) = P(|z_∞| ≥ √N e^{C − δκt/N}). It is not 0 but of order
// e^{−N/2} at t = 0, where the law is no longer that of a time.
func (l *EscapeLaw) CDF(t float64) float64 { return math.Erfc(l.edge(t) / math.Sqrt2) }

// Density is the derivative of the distribution function, per step:
//
//	(δκ/N) 2w ϕ(w),  w = √N e^{C − δκt/N}/√Var z_∞.
func (l *EscapeLaw) Density(t float64) float64 {
	w := l.edge(t)
	if w > 40 { // e^{−800}
		return 0
	}
	return l.delta * l.Kappa / float64(l.n) * 2 * w * math.Exp(-w*w/2) / math.Sqrt(2*math.Pi)
}

// Quantile is the t with P(τ_η ≤ t) = p. It is an error when p is outside (0, 1).
func (l *EscapeLaw) Quantile(p float64) (float64, error) {
	if err := needProbability(p); err != nil {
		return 0, err
	}
	w := -distuv.UnitNormal.Quantile(p / 2)
	return float64(l.n) / (l.delta * l.Kappa) *
		(math.Log(float64(l.n))/2 + l.Offset - math.Log(w) - math.Log(l.Variance)/2), nil
}

func (l *EscapeLaw) edge(t float64) float64 {
	return math.Exp(math.Log(float64(l.n)/l.Variance)/2 + l.Offset - l.delta*l.Kappa/float64(l.n)*t)
}

// SignLoss is the probability that the overlap escapes on the other side than
// it started, z_∞ z₀ < 0:
//
//	arccos(1/√Var z_∞)/π,  arccos(√(1 − 12δ))/π for x².
//
// The correlation of z₀ and z_∞ is 1/√Var z_∞. Derived.
func (l *EscapeLaw) SignLoss() float64 { return math.Atan2(math.Sqrt(l.Variance-1), 1) / math.Pi }

// BestEscapeStep is the constant step size δ* = c₂/V(0), half the critical one,
// which maximises δκ, and the leading term of the samples it needs,
//
//	n* = (V(0)/c₂²) N log N.
//
// It is an error when the exponent is not 2 or n < 2. Derived.
func (s *SingleIndex) BestEscapeStep(n int) (delta, samples float64, err error) {
	if err := needDimension(n); err != nil {
		return 0, 0, err
	}
	if err := s.needExponent(2); err != nil {
		return 0, 0, err
	}
	c2, v0 := s.Leading(), s.power(0)
	return c2 / v0, v0 / (c2 * c2) * float64(n) * math.Log(float64(n)), nil
}
