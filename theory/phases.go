package theory

import (
	"fmt"
	"math"
)

// SearchMedian is the median of the search time τ_η with a constant step size δ
// from a uniform start on the half-sphere, to leading order in N:
//
//	k = 1:  (N/δ) ∫_0^η dm/b(m), the time itself
//	k = 2:  the median of the escape law
//	k ≥ 3:  the median of the critical law
//
// For even k it is the first time that |m| exceeds η. For k ≥ 3 the level drops
// out and δ must be of the critical order. It is an error when n < 2, δ is not
// positive, η is outside (0, 1), there is no exponent, or the law it needs has
// none at δ: see [SingleIndex.Escape] and [SingleIndex.Critical]. Derived.
func (s *SingleIndex) SearchMedian(n int, delta, eta float64) (float64, error) {
	if err := needRun(n, delta); err != nil {
		return 0, err
	}
	if err := needLevel(eta); err != nil {
		return 0, err
	}
	if err := s.needSome(); err != nil {
		return 0, err
	}
	switch s.Exponent {
	case 1:
		return s.HittingTime(n, delta, 0, eta)
	case 2:
		law, err := s.Escape(n, delta, eta)
		if err != nil {
			return 0, err
		}
		return law.Quantile(0.5)
	}
	law, err := s.Critical(n, delta, HalfSphere)
	if err != nil {
		return 0, err
	}
	return law.Quantile(0.5)
}

// RatioPrinted is the order of descent over search time as printed, 1/α_c(N, k).
// For k ≥ 3 it is wrong with one step size, see [RatioOneStep], and right when
// the step size is set anew for the descent. It is an error when n < 2 or k < 1.
// Recitation notes, part I; as an upper bound Ben Arous, Gheissari, Jagannath
// 2021, Theorem 1.5.
func RatioPrinted(n, k int) (float64, error) {
	alpha, err := CriticalRatio(n, k)
	return 1 / alpha, err
}

// RatioOneStep is the order of descent over search time with one step size, of
// the critical order for k ≥ 3,
//
//	1 (k = 1),  1/log N (k = 2),  N^{−(k−2)/2} = α_c^{−1/2} (k ≥ 3):
//
// N/δ over N log N, and over N^{k−1}. It is an error when n < 2 or k < 1. Derived.
func RatioOneStep(n, k int) (float64, error) {
	alpha, err := RefutationRatio(n, k)
	return 1 / alpha, err
}

// RatioRestepped is the order of descent over search time when the step size is
// set anew to a constant at τ_η: 1/α_c(N, k), as [RatioPrinted] has it for one
// step size. It is an error when n < 2 or k < 1. Derived.
func RatioRestepped(n, k int) (float64, error) { return RatioPrinted(n, k) }

// Ratio is descent over median search time, with its constant: the descent from η
// to 1 − η with step size descent, the search with step size search. It is an
// error as for [SingleIndex.SearchMedian] and [SingleIndex.DescentTime]. Derived.
func (s *SingleIndex) Ratio(n int, search, descent, eta float64) (float64, error) {
	down, err := s.DescentTime(n, descent, eta)
	if err != nil {
		return 0, err
	}
	up, err := s.SearchMedian(n, search, eta)
	return down / up, err
}

// SearchShare is the share of the samples used before τ_η, 1/(1 + ratio), for a
// ratio of descent over search time. It is an error when the ratio is negative
// or not a number.
func SearchShare(ratio float64) (float64, error) {
	if !(ratio >= 0) {
		return 0, fmt.Errorf("theory: ratio of descent to search = %v, want ≥ 0", ratio)
	}
	return 1 / (1 + ratio), nil
}

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
