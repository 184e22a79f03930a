package theory

import (
	"fmt"
	"math"
)

// OverlapAfter is the overlap after t steps of the differential equation with step size δ
// in dimension n, from m = from: the inverse of [SingleIndex.HittingTime] in its last
// argument, to 1e-12. With pull = 0 in place of δ in the drift it is the population
// curve. It is an error when from is not in (0, 1), when the drift does not lead upwards
// as far as is asked, when t < 0, n < 2, δ ≤ 0 or pull is not 0 or δ. Derived.
func (s *SingleIndex) OverlapAfter(n int, delta, pull, from, t float64) (float64, error) {
	if !(from > 0 && from < 1) {
		return 0, fmt.Errorf("theory: from = %v, want 0 < from < 1", from)
	}
	if !(t >= 0) || math.IsInf(t, 1) {
		return 0, fmt.Errorf("theory: time t = %v, want a finite number ≥ 0", t)
	}
	if pull != 0 && pull != delta {
		return 0, fmt.Errorf("theory: pull = %v, want 0 or δ = %v", pull, delta)
	}
	if t == 0 {
		return from, nil
	}
	low, high := from, 1.0
	for high-low > 1e-12 {
		middle := (low + high) / 2
		needed, err := s.hittingTime(n, delta, from, middle, pull)
		if err != nil {
			return 0, err
		}
		if needed < t {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2, nil
}

// Fluctuation is the standard deviation of the overlap of online SGD from m = from about
// the differential equation, at the time when that is at m = to, to leading order in 1/N:
//
//	√v,  v = (δ/N) b(to)² ∫ σ²(m)/b(m)³ dm over [from, to],
//
// the solution of dv/ds = 2b'(m)v + (δ/N)σ²(m) along dm/ds = b(m): one step adds noise of
// variance (δ/N)²σ², there are N/δ steps to a unit of s, and a deviation is stretched as
// b is. It is an error as for [SingleIndex.HittingTime], and when from ≤ 0. Derived.
func (s *SingleIndex) Fluctuation(n int, delta, from, to float64) (float64, error) {
	if !(from > 0) {
		return 0, fmt.Errorf("theory: from = %v, want 0 < from < to < 1", from)
	}
	if _, err := s.HittingTime(n, delta, from, to); err != nil {
		return 0, err
	}
	b := s.drift(delta)
	integral, err := integrate(func(m float64) float64 { return s.noise(m) / math.Pow(b(m), 3) }, from, to)
	return b(to) * math.Sqrt(delta/float64(n)*integral), err
}
