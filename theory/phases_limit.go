package theory

import (
	"fmt"
	"math"
)

// SearchConstant is the limit of the median search time over N α_c(N, k), from a uniform start
// on the half-sphere, at the edge of the window of step sizes,
//
//	k = 2:  1/(2δκ),  δ = d₀ constant,  κ = −φ″(0) − ½δV(0)
//	k ≥ 3:  median(T)/d₀,  δ = d₀N^{−(k−2)/2},  T the critical law,
//
// the first by the escape law, whose other terms are of relative order 1/log N. It is an error
// when k < 2, d₀ is not positive, κ is not positive, or [SingleIndex.Critical] has no law. Derived.
func (s *SingleIndex) SearchConstant(d0 float64) (float64, error) {
	if err := needAtLeast(s.Exponent, 2); err != nil {
		return 0, err
	}
	if s.Exponent == 2 {
		kappa, err := s.GrowthRate(d0)
		if err == nil && !(kappa > 0) {
			err = fmt.Errorf("theory: %s: growth rate κ = %v at δ = %v, want κ > 0", s.Name, kappa, d0)
		}
		return 1 / (2 * d0 * kappa), err
	}
	const n = 2 // it is the same in every dimension
	k := float64(s.Exponent)
	law, err := s.Critical(n, d0*math.Pow(n, -(k-2)/2), HalfSphere)
	if err != nil {
		return 0, err
	}
	median, err := law.Quantile(0.5)
	return median / math.Pow(n, k-1), err
}

// DescentConstant is the limit of (δ/N)(τ_{1−η} − τ_η),
//
//	∫_η^{1−η} dm/b(m),
//
// b the drift with the pull of the given step size: that of a step size that stays, 0 for
// one that tends to 0. It is an error when η is outside (0, ½), pull is negative or the drift is not
// positive in between. Derived.
func (s *SingleIndex) DescentConstant(pull, eta float64) (float64, error) {
	if err := needHalfLevel(eta); err != nil {
		return 0, err
	}
	if pull != 0 {
		if err := needStep(pull); err != nil {
			return 0, err
		}
	}
	return s.overDrift(s.drift(pull), eta, 1-eta)
}

// SearchShareLimit is the limit, in probability, of the share τ_η/τ_{1−η} of the samples used before
// τ_η, with one step size,
//
//	1 (k ≥ 2),  ∫_0^η dm/b / ∫_0^{1−η} dm/b (k = 1),
//
// b and pull as in [SingleIndex.DescentConstant]. It is an error as there, and when there is no
// exponent. Derived.
func (s *SingleIndex) SearchShareLimit(pull, eta float64) (float64, error) {
	if err := s.needSome(); err != nil {
		return 0, err
	}
	down, err := s.DescentConstant(pull, eta)
	if err != nil {
		return 0, err
	}
	if s.Exponent > 1 {
		return 1, nil
	}
	up, err := s.overDrift(s.drift(pull), 0, eta)
	if err != nil {
		return 0, err
	}
	return SearchShare(down / up)
}
