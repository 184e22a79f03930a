package sim

import (
	"fmt"
	"math"
)

// Pair is two mirror-symmetric students of a teacher of norm 1,
//
//	w_{1,2} = λ₁ v ± λ₂ v^⊥,  λ₂ ≥ 0,
//
// stored as (H, λ₂) with H = 2λ₁ − 1, the component of w₁ + w₂ − v along v, which does not
// cancel as λ₁ → ½. On this manifold, with ρ = ‖w_i‖ and θ = ∠(w_i, v),
//
//	L = ¼H² + (ρ²h(θ₁₂) − 2ρh(θ))/2π,  h(t) = sin t − t cos t,  θ₁₂ = 2 min(θ, π−θ),
//
// and since each λ moves two students, gradient descent with step η on both is descent
// with step η/2 on L(λ₁, λ₂). For λ₁ ≥ 0 the sum is
//
//	2πL = ½πH² − (1−H)λ₂ + θ(½(1−H²) + 2λ₂²).
//
// Xu, Du 2023, App. A; the map below is derived from this L.
type Pair struct {
	excess, lambda2 float64
}

// NewPair is the pair at (λ₁, λ₂). It needs |λ₁| ≤ 1e70 and 0 ≤ λ₂ ≤ 1e70.
func NewPair(lambda1, lambda2 float64) (Pair, error) {
	if !(math.Abs(lambda1) <= largestNorm) {
		return Pair{}, fmt.Errorf("sim: pair with λ₁ = %v, want |λ₁| ≤ %v", lambda1, largestNorm)
	}
	return NewPairFromExcess(2*lambda1-1, lambda2)
}

// NewPairFromExcess is the pair with 2λ₁ − 1 = excess, of any smallness.
func NewPairFromExcess(excess, lambda2 float64) (Pair, error) {
	if !(math.Abs(excess) <= 3*largestNorm) {
		return Pair{}, fmt.Errorf("sim: pair with 2λ₁−1 = %v, want at most %v in size", excess, 3*largestNorm)
	}
	if !(lambda2 >= 0 && lambda2 <= largestNorm) {
		return Pair{}, fmt.Errorf("sim: pair with λ₂ = %v, want 0 ≤ λ₂ ≤ %v", lambda2, largestNorm)
	}
	return Pair{excess, lambda2}, nil
}

// Lambda1 is λ₁, the component of each student along v.
func (p Pair) Lambda1() float64 { return (1 + p.excess) / 2 }

// Lambda2 is λ₂ ≥ 0, the distance of each student from the line of v.
func (p Pair) Lambda2() float64 { return p.lambda2 }

// Excess is H = 2λ₁ − 1 at full relative accuracy.
func (p Pair) Excess() float64 { return p.excess }

// Angle is θ ∈ [0, π], the angle of each student to v; 0 for two zero students.
func (p Pair) Angle() float64 {
	return math.Atan2(2*p.lambda2, 1+p.excess) // atan2(0, 0) = 0
}

// Students is the same state as two students in the plane, λ₁ rounded to a float64.
func (p Pair) Students() (*Students, error) {
	c := p.Lambda1()
	return NewStudentsInFrame(1, []float64{c, c}, [][]float64{{p.lambda2}, {-p.lambda2}})
}

// Loss is L at full relative accuracy, however small. For small θ
// the two lunes are ρ²h(2θ) ≈ 8ρ²h(θ) and 2ρh(θ), whose difference loses a factor 3 at ρ = ½.
func (p Pair) Loss() float64 {
	a, b := 1+p.excess, 2*p.lambda2 // 2ρ cos θ, 2ρ sin θ
	between := lune(math.Abs(a)*b/2, (a-b)*(a+b)/4)
	return p.excess*p.excess/4 + (between-lune(b, a))/(2*math.Pi)
}

// Next is one step of gradient descent,
//
//	H' = H(1 − η(1 − (θ − ½ sin 2θ)/π)),
//	λ₂' = λ₂ − (η/π)(θλ₂ + ½H sin² θ)        for λ₁ ≥ 0,
//
// and for λ₁ < 0, where θ₁₂ = 2(π−θ), with the further terms
//
//	(2η/π)λ₁(sin 2θ + π − 2θ) in H',  −(η/π)λ₂(π − 2θ − sin 2θ) in λ₂'.
//
// A negative λ₂' is the same pair with its students swapped, so its size is taken.
// |H| < 1e-290 becomes 0. It panics unless 0 < η < ∞.
func (p Pair) Next(eta float64) Pair {
	if err := checkStep(eta); err != nil {
		panic(err)
	}
	return p.next(eta * (1 / math.Pi))
}

// next is Next with rate = η/π, unchecked.
func (p Pair) next(rate float64) Pair {
	h, x := p.excess, p.lambda2
	a, b := 1+h, 2*x
	rho2 := float64(a*a) + float64(b*b)
	if rho2 == 0 {
		return p
	}
	theta := math.Atan2(b, a)
	inverse := 1 / rho2
	sin2 := 2 * a * b * inverse
	dh := h * (math.Pi - theta + sin2/2)
	dx := float64(theta*x) + h*(b*b)*inverse/2
	if a < 0 {
		dh -= a * (sin2 + (math.Pi - 2*theta))
		dx += x * ((math.Pi - 2*theta) - sin2)
	}
	h -= rate * dh
	x -= rate * dx
	if math.Abs(h) < flushExcess {
		h = 0
	}
	return Pair{h, math.Abs(x)}
}

// flushExcess is the size of H below which it is 0: it has long ceased to matter
// to λ₂ and to L, and denormals would make a step five times slower.
const flushExcess = 1e-290
