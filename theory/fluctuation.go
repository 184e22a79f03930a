package theory

import (
	"errors"
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
	low, high, err := turning(from, 1, 1e-12, func(m float64) (bool, error) {
		needed, err := s.hittingTime(n, delta, from, m, pull)
		return needed < t, err
	})
	if err != nil {
		return 0, err
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

// Progress is what becomes of the overlap of online SGD from a point, by one time.
type Progress struct {
	Population float64 // m̄, the same scheme run on Φ
	Mean       float64 // of m, to leading order in 1/N: with the pull of the projection
	Deviation  float64 // standard deviation of m about it, to leading order
}

// populationSteps is the most steps between two times that the population makes one by one.
const populationSteps = 1 << 17

// Follow is the progress from m = from, by each of the times in steps, which increase. The
// population makes its steps one by one; where they are more than 2¹⁷ between two times it follows its flow, from which
// they are a step or so away, see [SingleIndex.PopulationSteps]. The mean follows dm/dt = mean(m), the mean of a step,
// and a deviation is multiplied by 1 + mean'(m) a step and gains the variance of a step, see
// [SingleIndex.StepMoments]. Both go by the midpoint rule over many steps at once, 32 times
// between two times: with a change of m below 0.02 between them the error of the mean is of order
// 1e-7, and that of the deviation, which gains at the end of each part, of relative order 1e-3. It is
// an error when n < 2, δ is not positive, from or what comes of it is outside (−1, 1), or the
// times do not increase from 0 on. Derived.
func (s *SingleIndex) Follow(n int, delta, from float64, times []int) ([]Progress, error) {
	progress := make([]Progress, 0, len(times))
	if err := needRun(n, delta); err != nil {
		return nil, err
	}
	p, variance, at := Progress{Population: from, Mean: from}, 0.0, 0
	const parts, h = 32, 1e-6
	flow := func(m float64) float64 { return -delta / float64(n) * s.slope(m) * (1 - m) * (1 + m) }
	for _, t := range times {
		if t < at {
			return nil, fmt.Errorf("theory: time %d after %d, want increasing times ≥ 0", t, at)
		}
		chunk := float64(t-at) / parts
		for range parts {
			half, _, err1 := s.StepMoments(n, delta, p.Mean)
			middle := p.Mean + chunk/2*half
			mean, gain, err2 := s.StepMoments(n, delta, middle)
			near, _, err3 := s.StepMoments(n, delta, middle-h)
			if err := errors.Join(err1, err2, err3); err != nil {
				return nil, err
			}
			grow := math.Exp(chunk * (mean - near) / h)
			variance = variance*grow*grow + chunk*gain
			p.Mean += chunk * mean
		}
		if t-at > populationSteps {
			for range parts {
				p.Population += chunk * flow(p.Population+chunk/2*flow(p.Population))
			}
			at = t
		}
		for ; at < t; at++ {
			p.Population = s.populationStep(delta/float64(n), p.Population)
		}
		p.Deviation = math.Sqrt(variance)
		progress = append(progress, p)
	}
	return progress, nil
}
