package theory

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// PopulationStep is the overlap after one step of online SGD on the population
// loss itself, exactly,
//
//	m′ = (m − h φ′(m)(1 − m²)) / √(1 + h² φ′(m)²(1 − m²)),  h = δ/N,
//
// the image of (1.2) with L replaced by Φ, because ∇Φ = φ′(m)(θ − mx) has
// squared length φ′²(1 − m²). It is an error when m is outside [−1, 1], n < 2 or
// δ is not positive. Ben Arous, Gheissari, Jagannath 2021, Section 1.4.
func (s *SingleIndex) PopulationStep(n int, delta, m float64) (float64, error) {
	if err := needRun(n, delta); err != nil {
		return 0, err
	}
	if err := needOverlap(m); err != nil {
		return 0, err
	}
	return s.populationStep(delta/float64(n), m), nil
}

func (s *SingleIndex) populationStep(h, m float64) float64 {
	g, s2 := h*s.slope(m), (1-m)*(1+m)
	return (m - g*s2) / math.Sqrt(1+g*g*s2)
}

// PopulationStepFirstOrder is the same step without the normalisation,
//
//	m′ = m − (δ/N) φ′(m) ‖∇m‖²,  ‖∇m‖² = 1 − m²,
//
// which differs from [SingleIndex.PopulationStep] by ½ (δ/N)² φ′²(1−m²) |m′| at
// most. It is an error as there. Ben Arous, Gheissari, Jagannath 2021, Section 1.4.
func (s *SingleIndex) PopulationStepFirstOrder(n int, delta, m float64) (float64, error) {
	if err := needRun(n, delta); err != nil {
		return 0, err
	}
	if err := needOverlap(m); err != nil {
		return 0, err
	}
	return m - delta/float64(n)*s.slope(m)*(1-m)*(1+m), nil
}

// PopulationStepSmall is the first-order step at small overlap,
//
//	m′ ≈ m + (δ/N) a m^{k−1},
//
// with a as in [SingleIndex.Leading]. It is an error as there, and when the
// model has no information exponent.
// Ben Arous, Gheissari, Jagannath 2021, Section 1.4.
func (s *SingleIndex) PopulationStepSmall(n int, delta, m float64) (float64, error) {
	if err := needRun(n, delta); err != nil {
		return 0, err
	}
	if err := needOverlap(m); err != nil {
		return 0, err
	}
	if err := s.needSome(); err != nil {
		return 0, err
	}
	return m + delta/float64(n)*s.Leading()*math.Pow(m, float64(s.Exponent-1)), nil
}

// PopulationOrder is the order of the number of steps that gradient descent on
// the population loss takes from m₀ = N^{−1/2},
//
//	N/δ (k = 1),  (N/δ) log N (k = 2),  (N/δ) N^{(k−2)/2} (k ≥ 3).
//
// It is an error when n < 2, k < 1 or δ is not positive.
// Ben Arous, Gheissari, Jagannath 2021, Section 1.4.
func PopulationOrder(n, k int, delta float64) (float64, error) {
	if err := needRun(n, delta); err != nil {
		return 0, err
	}
	if err := needExponent(k); err != nil {
		return 0, err
	}
	order := float64(n) / delta
	switch {
	case k == 2:
		order *= math.Log(float64(n))
	case k > 2:
		order *= math.Pow(float64(n), float64(k-2)/2)
	}
	return order, nil
}

// PopulationTimeSharp is the leading term of the number of steps from
// m₀ = z₀ N^{−1/2} to η, with its constant,
//
//	k = 1:  (N/δ) ∫_0^η dm/(−φ′(m)(1−m²))
//	k = 2:  (N/2aδ) log N
//	k ≥ 3:  N^{k/2}/(a (k−2) z₀^{k−2} δ).
//
// For k = 1 it depends on η only, for k = 2 on neither z₀ nor η, for k ≥ 3 on z₀
// only: the rest is of relative order N^{−1/2}, 1/log N and at most
// N^{−1/2} log N.
// It is an error when n < 2, δ or z₀ is not positive, η is outside (0, 1), the
// model has no information exponent, or k = 1 and φ′ is not negative up to η.
// Derived; the orders are in Ben Arous, Gheissari, Jagannath 2021, Section 1.4.
func (s *SingleIndex) PopulationTimeSharp(n int, delta, z0, eta float64) (float64, error) {
	if err := needRun(n, delta); err != nil {
		return 0, err
	}
	if err := needPositive("scaled start z₀ = √N m₀", z0); err != nil {
		return 0, err
	}
	if err := needLevel(eta); err != nil {
		return 0, err
	}
	if err := s.needSome(); err != nil {
		return 0, err
	}
	k, a, big := float64(s.Exponent), s.Leading(), float64(n)
	switch s.Exponent {
	case 1:
		return s.PopulationTime(n, delta, 0, eta)
	case 2:
		return big / (2 * a * delta) * math.Log(big), nil
	}
	return math.Pow(big, k/2) / (a * (k - 2) * math.Pow(z0, k-2) * delta), nil
}

// PopulationTimeRest is what [SingleIndex.PopulationTimeSharp] leaves of
// [SingleIndex.PopulationTime] from m₀ = z₀N^{−1/2} to η, and an estimate of its
// error. With b(m) = −φ′(m)(1 − m²) and D(m) = 1/b(m) − 1/(a m^{k−1}),
//
//	k = 1:  −(N/δ) ∫_0^{m₀} dm/b
//	k = 2:  (N/δ) ((1/a) log(η/z₀) + ∫_{m₀}^η D dm)
//	k ≥ 3:  (N/δ) (−η^{−(k−2)}/(a(k−2)) + ∫_{m₀}^η D dm).
//
// It is an error as for [SingleIndex.PopulationTimeSharp], and when m₀ is not
// below η or φ′ is not negative up to η. Derived.
func (s *SingleIndex) PopulationTimeRest(n int, delta, z0, eta float64) (rest, within float64, err error) {
	m0 := z0 / math.Sqrt(float64(n))
	if _, err := s.PopulationTimeSharp(n, delta, z0, eta); err != nil {
		return 0, 0, err
	}
	if _, err := s.PopulationTime(n, delta, m0, eta); err != nil {
		return 0, 0, err
	}
	b, k, a := s.drift(0), float64(s.Exponent), s.Leading()
	integral := func(f func(x float64) float64, from, to float64) float64 {
		const points = 64
		fine := quad.Fixed(f, from, to, points, quad.Legendre{}, 0)
		within = math.Abs(fine - quad.Fixed(f, from, to, points/2, quad.Legendre{}, 0))
		return fine
	}
	beyond := func(logM float64) float64 { // m D(m), smooth in log m
		m := math.Exp(logM)
		return m/b(m) - math.Pow(m, 2-k)/a
	}
	switch s.Exponent {
	case 1:
		rest = -integral(func(m float64) float64 { return 1 / b(m) }, 0, m0)
	case 2:
		rest = math.Log(eta/z0)/a + integral(beyond, math.Log(m0), math.Log(eta))
	default:
		rest = integral(beyond, math.Log(m0), math.Log(eta)) - math.Pow(eta, 2-k)/(a*(k-2))
	}
	scale := float64(n) / delta
	return scale * rest, scale * within, nil
}

// PopulationTime is the number of steps that gradient flow on the population
// loss takes from m = from to m = to, at finite N,
//
//	(N/δ) ∫ dm/(−φ′(m)(1−m²)),
//
// to a relative accuracy of 1e-10. It is an error when −1 < from < to < 1 does not
// hold, φ′ is not negative in between, n < 2 or δ is not positive. Derived.
func (s *SingleIndex) PopulationTime(n int, delta, from, to float64) (float64, error) {
	return s.hittingTime(n, delta, from, to, 0)
}

// PopulationSteps is the number of steps of [SingleIndex.PopulationStep] from one
// overlap to another, as a real number, up to an error of order δ/N: the flow's
// time with the first correction for the length of a step,
//
//	(N/δ) ∫ dm/b + ½ log(b(to)/b(from)) − ¼ log((1−to²)/(1−from²)),
//	b(m) = −φ′(m)(1−m²).
//
// The first step at or beyond to is its ceiling, or one beside it when it is near
// an integer. It is an error as for [SingleIndex.PopulationTime]. Derived, by the
// modified equation of Euler's method.
func (s *SingleIndex) PopulationSteps(n int, delta, from, to float64) (float64, error) {
	flow, err := s.PopulationTime(n, delta, from, to)
	if err != nil {
		return 0, err
	}
	b := s.drift(0)
	return flow + math.Log(b(to)/b(from))/2 - math.Log((1-to)*(1+to)/((1-from)*(1+from)))/4, nil
}

func (s *SingleIndex) needSome() error {
	_, err := InformationExponent(s.Taylor)
	return err
}

func needRun(n int, delta float64) error {
	if err := needDimension(n); err != nil {
		return err
	}
	return needStep(delta)
}
