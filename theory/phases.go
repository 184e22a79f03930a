package theory

import "fmt"

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
