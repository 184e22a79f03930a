package theory

import (
	"fmt"
	"math"
	"sync"

	"gonum.org/v1/gonum/integrate/quad"
)

// V is the limit of E‖∇L‖²/N, the pull of the projection back to the sphere. It
// panics when m is outside [−1, 1] or not a number. Derived.
func (s *SingleIndex) V(m float64) float64 { return within(s.power, m) }

// Sigma2 is σ²(m), the limit of the variance of ⟨∇L, θ⟩ for one sample. It panics
// when m is outside [−1, 1] or not a number. Derived.
func (s *SingleIndex) Sigma2(m float64) float64 { return within(s.noise, m) }

// Drift is the speed of the overlap under online SGD with a fixed step size δ as
// N → ∞, in the time s = δt/N,
//
//	dm/ds = −φ′(m)(1 − m²) − ½ δ V(m) m.
//
// With δ = 0 it is that of population gradient flow. It panics when m is outside
// [−1, 1] or δ is negative or not finite. Derived; the printed theorems let
// δ → 0 and drop the second term.
func (s *SingleIndex) Drift(m, delta float64) float64 {
	if !(delta >= 0) || math.IsInf(delta, 1) {
		panic(fmt.Sprintf("theory: step size δ = %v, want a finite number ≥ 0", delta))
	}
	return within(s.drift(delta), m)
}

func (s *SingleIndex) drift(delta float64) func(float64) float64 {
	if delta == 0 { // not 0·V: spares the moments
		return func(m float64) float64 { return -s.slope(m) * (1 - m) * (1 + m) }
	}
	return func(m float64) float64 {
		return -s.slope(m)*(1-m)*(1+m) - delta/2*s.power(m)*m
	}
}

// GrowthRate is the rate at which a small overlap grows, for k = 2,
//
//	κ = c₂ − ½ δ V(0),  c₂ = −φ″(0).
//
// It is an error when the exponent is not 2 or δ is not positive. Derived.
func (s *SingleIndex) GrowthRate(delta float64) (float64, error) {
	if err := s.needExponent(2); err != nil {
		return 0, err
	}
	if err := needStep(delta); err != nil {
		return 0, err
	}
	return s.Leading() - delta/2*s.power(0), nil
}

// EscapeCriticalStep is the step size δ_c = 2c₂/V(0) at which the growth rate of
// a model with exponent 2 vanishes: at and above it 0 attracts. It is an error
// when the exponent is not 2. Derived.
func (s *SingleIndex) EscapeCriticalStep() (float64, error) {
	if err := s.needExponent(2); err != nil {
		return 0, err
	}
	return 2 * s.Leading() / s.power(0), nil
}

// DescentCriticalStep is the step size below which the target attracts when the
// samples carry no noise at the target, V(1) = 0. With 1 − m = e small,
//
//	de/ds = (2φ′(1) − ½ δ V′(1)) e,  so δ < 4 φ′(1)/V′(1).
//
// V′(1) is a one-sided difference over 1e-7, good to 1e-8 for a Hermite series and
// to 2e-4 for ReLU and abs, whose V has a term (1−m)^{3/2}. It is an error when
// V(1) is not 0: then the overlap stops below 1 for every step size. Derived.
func (s *SingleIndex) DescentCriticalStep() (float64, error) {
	scale := s.power(0)
	if v := s.power(1); math.Abs(v) > 1e-9*scale {
		return 0, fmt.Errorf("theory: %s: V(1) = %v, want 0: there is no step size for which m → 1", s.Name, v)
	}
	const h = 1e-7
	prime := (4*s.power(1-h) - s.power(1-2*h)) / (-2 * h)
	return 4 * s.slope(1) / prime, nil
}

// RestingOverlap is the largest m at which the drift with step size δ changes
// from positive to negative: where online SGD with that step size stays as
// N → ∞. For tensor PCA with p = 2 it is √(1 − δ/2λ), for online PCA
// √((λ−δ)/(λ(1+δ))). It is 1 when the drift is positive up to 1, and an error
// when the drift is nowhere positive on (0, 1) or δ is not positive. It looks at
// 4096 points, so a pair of zeros closer than that is not seen. Derived.
func (s *SingleIndex) RestingOverlap(delta float64) (float64, error) {
	if err := needStep(delta); err != nil {
		return 0, err
	}
	const points = 4096
	b, least := s.drift(delta), 1
	if s.Exponent == 1 {
		least = 0 // where the drift is positive, whatever δ
	}
	for i := points - 1; i >= least; i-- {
		low := float64(i) / points
		if b(low) <= 0 {
			continue
		}
		if i == points-1 && s.power(1) < 1e-9*s.power(0) {
			return 1, nil
		}
		high := float64(i+1) / points
		low, _, err := turning(low, high, 0, func(m float64) (bool, error) { return b(m) > 0, nil })
		return low, err
	}
	return 0, fmt.Errorf("theory: %s: the drift with step size δ = %v is nowhere positive", s.Name, delta)
}

// HittingTime is the number of steps that the differential equation with step
// size δ in dimension n takes from m = from to m = to,
//
//	T = (N/δ) ∫ dm / b(m),  b the corrected drift of [SingleIndex.Drift],
//
// to a relative accuracy of 1e-10. It is an error when −1 < from < to < 1 does
// not hold, when the drift is not positive in between, when n < 2 or when δ is
// not positive. Derived.
func (s *SingleIndex) HittingTime(n int, delta, from, to float64) (float64, error) {
	return s.hittingTime(n, delta, from, to, delta)
}

// DescentTime is the number of steps from overlap η to 1 − η,
//
//	(N/δ) ∫_η^{1−η} dm / b(m),
//
// of order N/δ and not N. It is an error when η is outside (0, ½), and as for
// [SingleIndex.HittingTime]. Derived.
func (s *SingleIndex) DescentTime(n int, delta, eta float64) (float64, error) {
	if err := needHalfLevel(eta); err != nil {
		return 0, err
	}
	return s.HittingTime(n, delta, eta, 1-eta)
}

func needHalfLevel(eta float64) error {
	if !(eta > 0 && eta < 0.5) {
		return fmt.Errorf("theory: level η = %v, want 0 < η < ½", eta)
	}
	return nil
}

// hittingTime is HittingTime with the projection's pull taken at the step size
// pull, 0 for the population.
func (s *SingleIndex) hittingTime(n int, delta, from, to, pull float64) (float64, error) {
	if err := needDimension(n); err != nil {
		return 0, err
	}
	if err := needStep(delta); err != nil {
		return 0, err
	}
	if !(-1 < from && from < to && to < 1) {
		return 0, fmt.Errorf("theory: from = %v to = %v, want −1 < from < to < 1", from, to)
	}
	b := s.drift(pull)
	integral, err := s.overDrift(b, from, to)
	return float64(n) / delta * integral, err
}

// overDrift is ∫ dm/b(m); from a positive start in the variable log m, in which
// the integrand is smooth on the scale of 1 however small the start is.
func (s *SingleIndex) overDrift(b func(float64) float64, from, to float64) (float64, error) {
	var stopped float64
	stops := false
	invert := func(m float64) float64 {
		speed := b(m)
		if !(speed > 0) {
			stopped, stops = m, true
			return 0
		}
		return 1 / speed
	}
	var integral float64
	var err error
	if from > 0 {
		integral, err = integrate(func(y float64) float64 { m := math.Exp(y); return m * invert(m) }, math.Log(from), math.Log(to))
	} else {
		integral, err = integrate(invert, from, to)
	}
	if stops {
		return 0, fmt.Errorf("theory: %s: the drift is not positive at m = %v, so the overlap does not go from %v to %v", s.Name, stopped, from, to)
	}
	return integral, err
}

var panel = sync.OnceValue(func() gaussRule { return legendre(16) })

// legendre is the Gauss–Legendre rule of n nodes on [0, 1], n ≠ 26: the table of gonum v0.17.0 has the weight 0 at
// both ends of that rule.
func legendre(n int) gaussRule {
	r := gaussRule{make([]float64, n), make([]float64, n)}
	quad.Legendre{}.FixedLocations(r.z, r.w, 0, 1)
	return r
}

// integrate is ∫_a^b f by bisection until the 16-node Gauss–Legendre rule on a
// panel and on its halves agree to 1e-12 of the whole; a panel is then accepted
// with the finer value. It is an error when 40 bisections are not enough, as for
// an integral that diverges.
func integrate(f func(float64) float64, a, b float64) (float64, error) {
	rule := panel()
	over := func(a, b float64) float64 {
		var sum float64
		for i, z := range rule.z {
			sum += rule.w[i] * f(a+(b-a)*z)
		}
		return (b - a) * sum
	}
	const deepest = 40
	var refine func(a, b, whole, scale float64, depth int) (float64, error)
	refine = func(a, b, whole, scale float64, depth int) (float64, error) {
		middle := (a + b) / 2
		left, right := over(a, middle), over(middle, b)
		scale = max(scale, math.Abs(left), math.Abs(right))
		if math.Abs(left+right-whole) <= 1e-12*scale {
			return left + right, nil
		}
		if depth == deepest {
			return 0, fmt.Errorf("theory: the integral over [%v, %v] does not converge", a, b)
		}
		l, err := refine(a, middle, left, scale, depth+1)
		if err != nil {
			return 0, err
		}
		r, err := refine(middle, b, right, max(scale, math.Abs(l)), depth+1)
		return l + r, err
	}
	whole := over(a, b)
	return refine(a, b, whole, math.Abs(whole), 0)
}

func (s *SingleIndex) needExponent(k int) error {
	if s.Exponent != k {
		return fmt.Errorf("theory: %s has information exponent k = %d, want k = %d", s.Name, s.Exponent, k)
	}
	return nil
}

func needAtLeast(k, least int) error {
	if k < least {
		return fmt.Errorf("theory: information exponent k = %d, want k ≥ %d", k, least)
	}
	return nil
}
