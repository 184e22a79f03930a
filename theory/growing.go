package theory

import (
	"errors"
	"fmt"
	"math"
)

// GrowingStep is the step size that makes the drift of a model with k ≥ 3 largest
// at overlap m, to leading order in m,
//
//	δ(m) = a m^{k−2}/V(0).
//
// It is an error when k < 3 or m is outside (0, 1]. Derived.
func (s *SingleIndex) GrowingStep(m float64) (float64, error) {
	if err := s.needHard(); err != nil {
		return 0, err
	}
	if !(m > 0 && m <= 1) {
		return 0, fmt.Errorf("theory: overlap m = %v, want 0 < m ≤ 1", m)
	}
	return s.growingStep(m), nil
}

func (s *SingleIndex) growingStep(m float64) float64 {
	return s.Leading() * math.Pow(m, float64(s.Exponent-2)) / s.power(0)
}

// GrowingSearch is the number of steps to overlap of order 1 with the growing step
// from m₀ = z₀N^{−1/2}, without noise,
//
//	n ≈ N^{k−1} V(0)/(a² (k−2) z₀^{2k−4}).
//
// It is an error when k < 3, n < 2 or z₀ is not positive. Derived.
func (s *SingleIndex) GrowingSearch(n int, z0 float64) (float64, error) {
	if err := s.needHard(); err != nil {
		return 0, err
	}
	if err := needDimension(n); err != nil {
		return 0, err
	}
	if err := needPositive("scaled start z₀ = √N m₀", z0); err != nil {
		return 0, err
	}
	k, a := float64(s.Exponent), s.Leading()
	return math.Pow(float64(n), k-1) * s.power(0) / (a * a * (k - 2) * math.Pow(z0, 2*k-4)), nil
}

// GrowingFailure is the probability that the growing step never recovers from
// m₀ = z₀N^{−1/2}: the noise takes m to 0, where the step size vanishes. With
// z = √N m and r = t/N^{k−1},
//
//	dz = (a²/2V) z^{2k−3} dr + (aσ/V) z^{k−2} dB,  V = V(0), σ = σ(0),
//
// has the scale function ∫ e^{−Vz²/2σ²}, hence the probability
// erfc(z₀√(V/2σ²)); on average over z₀ ~ |N(0,1)| it is (2/π) arctan(σ/√V), one
// half for tensor PCA. A growing step needs a floor of the critical order. It is
// an error when k < 3 or z₀ is not positive. Derived.
func (s *SingleIndex) GrowingFailure(z0 float64) (float64, error) {
	if err := s.needHard(); err != nil {
		return 0, err
	}
	if err := needPositive("scaled start z₀ = √N m₀", z0); err != nil {
		return 0, err
	}
	return math.Erfc(z0 * math.Sqrt(s.power(0)/(2*s.noise(0)))), nil
}

// GrowingTime is the number of steps from m = from to m = to with the growing
// step, following the corrected drift,
//
//	N ∫ dm/(δ(m) b_δ(m)(m)),
//
// of order N between fixed overlaps: then descent over search is of order 1/α_c.
// With the growing step the drift of tensor PCA vanishes at m² = ½, where the
// step has grown too far: to go on, hold it. It is an error when
// 0 < from < to < 1 does not hold, k < 3, n < 2, or the drift is not positive in
// between. Derived.
func (s *SingleIndex) GrowingTime(n int, from, to float64) (float64, error) {
	if err := s.needHard(); err != nil {
		return 0, err
	}
	if err := needDimension(n); err != nil {
		return 0, err
	}
	if !(0 < from && from < to && to < 1) {
		return 0, fmt.Errorf("theory: from = %v to = %v, want 0 < from < to < 1", from, to)
	}
	integral, err := s.overDrift(func(m float64) float64 {
		delta := s.growingStep(m)
		return delta * s.drift(delta)(m)
	}, from, to)
	return float64(n) * integral, err
}

// GrowingEscape is the probability, in dimension n, that with the growing step the overlap reaches
// η from m₀ = z₀N^{−1/2}, S(m₀)/S(η), to 1e-7. Its limit is 1 − [SingleIndex.GrowingFailure]. It is an error when k < 3, n < 2
// or 0 < m₀ < η < 1 does not hold. Derived.
func (s *SingleIndex) GrowingEscape(n int, z0, eta float64) (float64, error) {
	if err := errors.Join(s.needHard(), needDimension(n), needLevel(eta)); err != nil {
		return 0, err
	}
	m0 := z0 / math.Sqrt(float64(n))
	if !(0 < m0 && m0 < eta) {
		return 0, fmt.Errorf("theory: start m₀ = %v, want 0 < m₀ < η = %v", m0, eta)
	}
	p := walk{s: s, n: float64(n), step: s.growingStep, eta: eta}
	below := p.climb(0, m0, func(climb) {})
	return below / p.climb(0, eta, func(climb) {}), nil
}
