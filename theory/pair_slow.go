package theory

import (
	"fmt"
	"math"
)

// PairSlow is the slow map of the pair on the line λ₁ = ½,
//
//	x ↦ x(1 − (η/π) arctan 2x),  x = λ₂,
//
// with its Abel coordinate Φ, which counts steps: Φ(x') = Φ(x) + 1. With y = 2x and
// b = η/π
//
//	Φ = 1/(by) + log y + γ₁y + γ₂y² + …,  γ₁ = b/2 − 1/(3b),
//
// an asymptotic series whose coefficients follow from Φ(y') − Φ(y) = 1 order by
// order. So 1/λ₂(t) = (2η/π)(t + t₀ + log(bt)) + O(log t/t) with t₀ = Φ(λ₂(0)), and
//
//	ηt λ₂       = (π/2)[1 − A/t + (A² − A + γ₁/b)/t²] + O(log³t/t³),  A = t₀ + log(bt),
//	L (ηt)³     = (π²/6)[1 − 3A/t] + O(log²t/t²),
//	[ΔL^{−1/3}/Δ(ηt)]^{−3} = (π²/6)[1 − 3 log(T₂/T₁)/(T₂ − T₁)] + O(log t/t²),  T = t + t₀.
//
// The logarithm is the price of a finite step: in the time τ = ηt it is (η/π) log t and
// is gone for gradient flow. A start off the line is covered from the step t on at
// which ε = λ₁ − ½ is small: every later step adds −(ε/λ₁)² to Φ beyond 1, to
// leading order, hence −4ε²/(η(2−η)) in all. Derived.
type PairSlow struct {
	b     float64   // η/π
	gamma []float64 // γ₁, γ₂, …
	next  float64   // the coefficient after the last one
}

const (
	pairSlowTerms = 11
	pairSlowReach = 1.0 / 32 // y from which on the series is used
)

// NewPairSlow is the slow map for the step η ∈ [10⁻³, 2). Smaller steps are refused
// because the steps until the series applies are taken one by one.
func NewPairSlow(eta float64) (*PairSlow, error) {
	if !(eta >= 1e-3 && eta < 2) {
		return nil, fmt.Errorf("theory: step size η = %v, want a value in [1e-3, 2)", eta)
	}
	b := eta / math.Pi
	gamma := abelCoefficients(b, pairSlowTerms+1)
	return &PairSlow{b, gamma[:pairSlowTerms], gamma[pairSlowTerms]}, nil
}

// Step is the map: λ₂ after one step, exact on λ₁ = ½. λ₂ ≥ 0.
func (p *PairSlow) Step(lambda2 float64) float64 {
	return lambda2 * (1 - p.b*math.Atan(2*lambda2))
}

// Time is the Abel coordinate Φ(λ₂): the map is followed until λ₂ ≤ 1/64, and the
// steps taken are subtracted from the series there. The terms left out are below
// 10⁻¹⁵; each step taken adds the rounding 2⁻⁵¹/(by) ≤ 10⁻¹⁴/η.
// λ₂ ∈ (0, 10⁶].
func (p *PairSlow) Time(lambda2 float64) (float64, error) {
	if !(lambda2 > 0 && lambda2 <= 1e6) {
		return 0, fmt.Errorf("theory: λ₂ = %v, want a value in (0, 1e6]", lambda2)
	}
	steps := 0
	for ; 2*lambda2 > pairSlowReach; steps++ {
		lambda2 = p.Step(lambda2)
	}
	return p.abel(2*lambda2) - float64(steps), nil
}

// Lambda2 is λ₂ at the Abel coordinate T, the inverse of [PairSlow.Time] where
// λ₂ ≤ 1/64; a T below Φ(1/64) is an error. λ₂ after t steps from x is
// Lambda2(Time(x) + t), at the cost of no step.
func (p *PairSlow) Lambda2(time float64) (float64, error) {
	if least := p.abel(pairSlowReach); !(time >= least) || math.IsInf(time, 1) {
		return 0, fmt.Errorf("theory: Abel coordinate T = %v, want a finite value ≥ %v", time, least)
	}
	e := time + math.Log(1+p.b*time) // 1/(by), by Newton's method
	for range 50 {
		y := 1 / (p.b * e)
		slope := 1 - y*p.b // dΦ/de, the rest of the series left out: it converges all the same
		change := (p.abel(y) - time) / slope
		e -= change
		if math.Abs(change) <= 0x1p-51*e {
			break
		}
	}
	return 1 / (2 * p.b * e), nil
}

// abel is the series of Φ at y = 2λ₂.
func (p *PairSlow) abel(y float64) float64 {
	sum := 0.0
	for k := len(p.gamma) - 1; k >= 0; k-- {
		sum = (sum + p.gamma[k]) * y
	}
	return 1/(p.b*y) + math.Log(y) + sum
}

// ScaledLambda2 is ηt λ₂ for t steps from λ₂ with Φ = t₀, to first order, and the size of
// the second-order term,
//
//	(π/2)(1 − A/t),  (π/2)|A² − A + γ₁/b|/t²,  A = t₀ + log(bt).
//
// The next error is O((|A| + 1/b²)³/t³): use it for t ≫ |A| + 1/b². t ≥ 1, t₀ finite.
func (p *PairSlow) ScaledLambda2(t, t0 float64) (value, next float64, err error) {
	a, second, err := p.orders(t, t0)
	return PairLambda2Limit * (1 - a), PairLambda2Limit * math.Abs(second), err
}

// ScaledLoss is L (ηt)³ as [PairSlow.ScaledLambda2] has ηt λ₂,
//
//	(π²/6)(1 − 3A/t),  (π²/6)|3(A² − A + γ₁/b) + 3A² − 1/(5b²)|/t².
func (p *PairSlow) ScaledLoss(t, t0 float64) (value, next float64, err error) {
	a, second, err := p.orders(t, t0)
	second = 3*second + 3*a*a - 1/(5*p.b*p.b*t*t)
	return PairLossLimit * (1 - 3*a), PairLossLimit * math.Abs(second), err
}

// orders is A/t and the coefficient of second order, divided by t².
func (p *PairSlow) orders(t, t0 float64) (first, second float64, err error) {
	if !(t >= 1) || math.IsInf(t, 1) || !finite(t0) {
		return 0, 0, fmt.Errorf("theory: t = %v, t₀ = %v, want finite numbers with t ≥ 1", t, t0)
	}
	a := t0 + math.Log(p.b*t)
	return a / t, (a*a - a + p.gamma[0]/p.b) / (t * t), nil
}

// SlopeConstant is the measured constant [ΔL^{−1/3}/Δ(ηt)]^{−3} between the Abel
// coordinates T₁ < T₂, to first order, and the size of the second-order term,
//
//	(π²/6)(1 − 3 log(T₂/T₁)/(T₂ − T₁)),
//	(π²/6)(3|ΔS|/(T₂ − T₁) + 6 (log(T₂/T₁)/(T₂ − T₁))²),  S = (log(bT) + 2/(5b²) − ½)/T,
//
// from L^{−1/3} = (6π)^{1/3}(1/y + y/15 + …) and 1/(by) = T + log(bT) + (log(bT) − γ₁/b)/T + ….
// 1 ≤ T₁ < T₂.
func (p *PairSlow) SlopeConstant(t1, t2 float64) (value, next float64, err error) {
	if !(t1 >= 1 && t1 < t2) || math.IsInf(t2, 1) {
		return 0, 0, fmt.Errorf("theory: Abel coordinates T₁ = %v, T₂ = %v, want 1 ≤ T₁ < T₂ < ∞", t1, t2)
	}
	second := func(t float64) float64 { return (math.Log(p.b*t) + 0.4/(p.b*p.b) - 0.5) / t }
	first := math.Log(t2/t1) / (t2 - t1)
	rest := 3*math.Abs(second(t2)-second(t1))/(t2-t1) + 6*first*first
	return PairLossLimit * (1 - 3*first), PairLossLimit * rest, nil
}

// abelCoefficients is γ₁ … γ_n of [PairSlow]. With w = 1 − b arctan y the equation
// Φ(yw) − Φ(y) = 1 reads
//
//	(1/w − 1)/(by) + log w − 1 + Σ_k γ_k y^k (w^k − 1) = 0,
//
// and w^k − 1 = −kby + …, so the power y^{k+1} gives γ_k from those before.
func abelCoefficients(b float64, n int) []float64 {
	size := n + 3 // powers 0 … n + 2
	w := make([]float64, size)
	w[0] = 1
	for k, sign := 1, -b; k < size; k, sign = k+2, -sign {
		w[k] = sign / float64(k)
	}
	inverse := make([]float64, size)
	inverse[0] = 1
	for k := 1; k < size; k++ {
		for j := 1; j <= k; j++ {
			inverse[k] -= w[j] * inverse[k-j]
		}
	}
	slope := make([]float64, size) // of w
	for k := 1; k < size; k++ {
		slope[k-1] = float64(k) * w[k]
	}
	logSlope := seriesProduct(slope, inverse)

	rest := make([]float64, size)
	for k := 2; k <= n+1; k++ { // powers 0 and 1 cancel
		rest[k] = inverse[k+1]/b + logSlope[k-1]/float64(k)
	}
	gamma := make([]float64, n)
	power := []float64(w) // w^k
	for k := 1; k <= n; k++ {
		gamma[k-1] = rest[k+1] / (float64(k) * b)
		for j := 1; j+k < size; j++ {
			rest[j+k] += gamma[k-1] * power[j]
		}
		power = seriesProduct(power, w)
	}
	return gamma
}

// seriesProduct is the product of two power series cut at their length.
func seriesProduct(p, q []float64) []float64 {
	r := make([]float64, len(p))
	for i := range p {
		for j := range len(p) - i {
			r[i+j] += p[i] * q[j]
		}
	}
	return r
}
