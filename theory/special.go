package theory

import (
	"fmt"
	"math"
)

// AlignedGradient is the gradient at students on the teacher's line, w_i = λ_i v,
// as the coefficients g_i of v,
//
//	∇_i L = g_i v,  g_i = ½(Σ_{λ_j>0} λ_j − 1) for λ_i > 0,  g_i = ½ Σ_{λ_j<0} λ_j for λ_i < 0.
//
// Students with λ > 0 act on the half-space v·x > 0, those with λ < 0 on the
// other one, where the teacher is 0; E x xᵀ over a half-space is ½ I, and the
// two groups do not see each other. The printed ½(Σ_j λ_j − 1) for every i holds
// when all λ_j > 0 and fails as soon as one is negative. At λ_i = 0 the loss has
// a kink and the function returns an error. One λ at least; any ‖v‖.
//
// Recitation notes, example ①; Xu, Du 2023, Section 3, for all λ_j > 0; the rest derived.
func AlignedGradient(lambda []float64) ([]float64, error) {
	ahead, behind, err := alignedSums(lambda)
	if err != nil {
		return nil, err
	}
	g := make([]float64, len(lambda))
	for i, l := range lambda {
		g[i] = behind / 2
		if l > 0 {
			g[i] = (ahead - 1) / 2
		}
	}
	return g, nil
}

// AlignedSum is Σ_j λ_j after t steps of gradient descent with step η from
// w_i = λ_i v with sum S₀,
//
//	S_t = 1 + (S₀ − 1)(1 − nη/2)^t,  L = ¼‖v‖²(S_t − 1)²,
//
// exact as long as every λ_i stays positive. With η ≤ 2/n that is so for ever
// when all λ_i(0) > 0 and min λ_i(0) > (S₀ − 1)/n, since every λ_i moves by the
// same (S_t − S₀)/n; in particular when S₀ ≤ 1. n ≥ 1, η > 0, S₀ finite, t ≥ 0.
//
// Recitation notes, example ①, with the rate derived.
func AlignedSum(n int, eta, s0 float64, t int) (float64, error) {
	shrink, err := alignedFactor(n, eta, s0, t)
	return 1 + (s0-1)*shrink, err
}

// AlignedSumPrinted is the sum with the limit that Xu, Du 2023 prints,
// "Σλ_j → 0" at the rate of [AlignedSum],
//
//	S_t = S₀ (1 − nη/2)^t.
//
// It is wrong: the minimisers have Σλ_j = 1. It agrees with AlignedSum at t = 0 only.
func AlignedSumPrinted(n int, eta, s0 float64, t int) (float64, error) {
	shrink, err := alignedFactor(n, eta, s0, t)
	return s0 * shrink, err
}

func alignedFactor(n int, eta, s0 float64, t int) (float64, error) {
	switch {
	case n < 1:
		return 0, fmt.Errorf("theory: n = %d students, want n ≥ 1", n)
	case !finite(s0):
		return 0, fmt.Errorf("theory: sum S₀ = %v, want a finite number", s0)
	case t < 0:
		return 0, fmt.Errorf("theory: t = %d steps, want t ≥ 0", t)
	}
	return math.Pow(1-float64(n)*eta/2, float64(t)), needPositive("step size η", eta)
}

func alignedSums(lambda []float64) (ahead, behind float64, err error) {
	if len(lambda) == 0 {
		return 0, 0, fmt.Errorf("theory: n = 0 students, want n ≥ 1")
	}
	for i, l := range lambda {
		switch {
		case !finite(l):
			return 0, 0, fmt.Errorf("theory: λ[%d] = %v, want a finite number", i, l)
		case l == 0:
			return 0, 0, fmt.Errorf("theory: λ[%d] = 0, want a value other than 0, where the loss has a kink", i)
		case l > 0:
			ahead += l
		default:
			behind += l
		}
	}
	return ahead, behind, nil
}

// IdenticalStep is one step of gradient descent with step η on n identical
// students w, as the step of one neuron,
//
//	w' = w − η ∇L₁(n w),  so that u = n w obeys u' = u − nη ∇L₁(u),
//
// where L₁ is the loss of a single student: n[w·x]₊ = [n w·x]₊, and the
// derivative in one of the students does not count the others. Since ∇L₁ is
// homogeneous of degree 1 in (w, v) together, the step is also n times the
// single-neuron gradient at w for the teacher v/n. The loss is L₁(u): one
// neuron with step nη, hence exponential near the optimum for nη < 4.
//
// v ≠ 0, w ≠ 0 of the same dimension, n ≥ 1, η > 0. The rounding of n w is the
// only error beyond that of [NeuronGradient].
//
// Recitation notes, example ② (which leaves out what happens to the teacher); derived.
func IdenticalStep(eta float64, n int, teacher, w []float64) ([]float64, error) {
	if n < 1 {
		return nil, fmt.Errorf("theory: n = %d students, want n ≥ 1", n)
	}
	if err := needPositive("step size η", eta); err != nil {
		return nil, err
	}
	u := make([]float64, len(w))
	for k := range w {
		u[k] = float64(n) * w[k]
	}
	g, err := NeuronGradient(teacher, [][]float64{u})
	if err != nil {
		return nil, err
	}
	for k := range u {
		u[k] = w[k] - eta*g[0][k]
	}
	return u, nil
}

// SingleRate is the rate per step at which the loss of a single student falls,
//
//	log L_{t+1} − log L_t → 2 log(1 − η/2).
//
// The Hessian at w = v is ½ I exactly. From [NeuronGradient], at θ = ∠(w, v),
//
//	∇L₁ = ½(w − v) + (1/2π)(θ v − sin θ ‖v‖ w/‖w‖),
//
// and the bracket has the parts θ − sin θ cos θ = O(θ³) along v and −sin²θ across
// it: quadratic in w − v, with no angle part in the Hessian. So no direction is
// slower than another, and the first correction is linear in ‖w − v‖:
// [SingleRateError]. 0 < η < 2.
//
// Derived; the exponential is Yehudai, Shamir 2020, the Notes' case n = 1.
func SingleRate(eta float64) (float64, error) {
	return 2 * math.Log1p(-eta/2), needSingleStep(eta)
}

// SingleRateError is a bound of |log(L_{t+1}/L_t) − [SingleRate]| for a single
// student at the relative distance δ = ‖w_t − v‖/‖v‖ ≤ ¼ and η ≤ 1,
//
//	bound = 1.3 δ.
//
// With ‖v‖ = 1: sin θ ≤ δ and θ ≤ (π/3) sin θ, so the bracket of SingleRate is at
// most θ²√(1 + 4θ²/9) ≤ 1.17 δ² long, the gradient is ½(w − v) up to .187 δ², and
// δ_{t+1} = (1 − η/2) δ (1 + ε) with |ε| ≤ .187 η δ/(1 − η/2) ≤ .374 δ: twice its
// logarithm is at most .83 δ. The loss is ¼δ² − (1/2π)(sin θ − θ cos θ)‖w‖, that
// is ¼δ²(1 − ε') with 0 ≤ ε' ≤ (2/3π) θ³ ‖w‖/δ² ≤ .31 δ; the logarithms of 1 − ε' at t
// and at t + 1, where δ_{t+1} ≤ 1.1 δ, have one sign and differ by at most .41 δ.
// As δ falls, the average of T steps obeys the bound of its first one. Derived.
func SingleRateError(eta, delta float64) (float64, error) {
	if err := needSingleStep(eta); err != nil {
		return 0, err
	}
	if !(eta <= 1) {
		return 0, fmt.Errorf("theory: step size η = %v, want η ≤ 1 for the bound of the rate", eta)
	}
	if !(delta >= 0 && delta <= 0.25) {
		return 0, fmt.Errorf("theory: distance ‖w − v‖/‖v‖ = %v, want a value in [0, 1/4]", delta)
	}
	return 1.3 * delta, nil
}

func needSingleStep(eta float64) error {
	if !(eta > 0 && eta < 2) {
		return fmt.Errorf("theory: step size η = %v, want a value in (0, 2)", eta)
	}
	return nil
}
