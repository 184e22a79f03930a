package theory

import (
	"fmt"
	"math"
)

// AngleBoundPrinted is the lower bound of the loss in Lemma 20,
//
//	L ≥ ‖w_i‖² θ_i³/(30π)  for every student i,
//
// which is false near θ = π: w₁ = −c v, w₂ = v with ‖v‖ = 1 has L = c²/4 and a
// bound of π²c²/30. It holds for θ ≤ [AngleCrossing]. ‖w_i‖ ≥ 0, θ_i ∈ [0, π].
//
// Xu, Du 2023, Lemma 20; recitation notes.
func AngleBoundPrinted(norm, theta float64) (float64, error) {
	return norm * norm * theta * theta * theta / (30 * math.Pi), needAngle(norm, theta)
}

// AngleBoundCorrected is the lower bound that holds for all θ_i ∈ [0, π],
//
//	L ≥ ‖w_i‖² θ_i³/(4π³),
//
// with equality as θ_i → π. It is [AngleInfimum] at its smallest, so it holds for
// every norm, every n and every d. ‖w_i‖ ≥ 0, θ_i ∈ [0, π]. Derived.
func AngleBoundCorrected(norm, theta float64) (float64, error) {
	return norm * norm * theta * theta * theta / (4 * math.Pi * math.Pi * math.Pi), needAngle(norm, theta)
}

// AngleInfimum is the best constant of Lemma 20 at a given angle,
//
//	inf L/(‖w_i‖² θ³) = [¼ − (sin²θ + (π−θ)² + 2(π−θ) sin θ cos θ)/4π²]/θ³
//	                  = [(π−θ)(2θ − sin 2θ) + θ² − sin²θ]/(4π²θ³),
//
// the infimum over all other students, for n ≥ 2. It decreases from 1/(3π) at 0,
// the value returned there, through .0418 at π/2 to 1/(4π³) at π. The second form
// adds terms that are not negative; with x − sin x from its series for small x the
// relative error is below 10⁻¹⁴ at every θ. θ ∈ [0, π].
//
// L ≥ ‖w_i‖² θ_i³ inf(θ_i) holds for every norm, not only for small ones. Let f_e = [e·x]₊
// for a unit vector e at the angle θ to v, and R_e the part of f_e orthogonal in L² to
// the functions 1{v·x > 0} p·x, p ∈ R^d. As E 1{v·x > 0} x xᵀ = ½ I,
//
//	⟨R_e, R_u⟩ = k(e, u) − 2 b_e·b_u,  b_e = E f_e 1{v·x > 0} x = (1/2π)(sin θ v̄ + (π−θ) e),
//
// and ½‖R_e‖² = ¼ − ‖b_e‖² = θ³ inf(θ). The teacher is one of the functions projected out,
// so L ≥ ½‖Σ_i ‖w_i‖ R_{e_i}‖², which is [AngleSumBound] when no ⟨R_e, R_u⟩ is negative.
// None is: with α and β the angles of e and u to v, a = π − α, b = π − β and γ = ∠(e, u),
//
//	2π²⟨R_e, R_u⟩ = π(sin γ + (π−γ) cos γ) − sin a sin b + b sin a cos b + a sin b cos a − ab cos γ
//
// is convex in cos γ and smallest at γ = π − ab/π, or at the largest angle γ = a + b when
// that is less. There it is ≥ 0: α²β² to leading order at α = β = 0, ab(1 + cos a) at
// b = 0; between the edges a grid of step π/600 shows a positive minimum, which is a
// numerical statement. [AngleWorst] reaches the infimum as ‖w_i‖ → 0. Derived.
func AngleInfimum(theta float64) (float64, error) {
	if err := needAngle(1, theta); err != nil {
		return 0, err
	}
	if theta < 1e-9 { // the next term is −θ²/(15π)
		return 1/(3*math.Pi) - theta/(4*math.Pi*math.Pi), nil
	}
	return angleExcess(theta) / (theta * theta * theta), nil
}

// AngleCrossing is the angle at which the best constant is the printed one,
//
//	inf(θ) = 1/(30π):  θ = 2.866294732564 (164.227°).
//
// Lemma 20 as printed holds below and fails above it. Derived, by bisection.
func AngleCrossing() float64 {
	low, _, _ := turning(math.Pi/2, math.Pi, 0, func(theta float64) (bool, error) {
		return angleExcess(theta)*30*math.Pi > theta*theta*theta, nil
	})
	return low
}

// AngleWorst is the pair of students in the plane, teacher v = (1, 0), at which
// L/(‖w₁‖²θ₁³) tends to [AngleInfimum] as the norm ε of w₁ tends to 0,
//
//	w₁ = ε (cos θ, sin θ),  w₂ = v − (ε/π)(sin θ v + (π−θ)(cos θ, sin θ)).
//
// w₂ is v minus twice ε b_e of AngleInfimum: the second student takes up what it can
// of the first. The distance from the limit is O(ε). ε ∈ (0, 1], θ ∈ (0, π]. Derived.
func AngleWorst(epsilon, theta float64) ([][]float64, error) {
	if err := needAngle(epsilon, theta); err != nil {
		return nil, err
	}
	if !(epsilon > 0 && epsilon <= 1) || theta == 0 {
		return nil, fmt.Errorf("theory: ε = %v, θ = %v, want ε in (0, 1] and θ in (0, π]", epsilon, theta)
	}
	sin, cos := math.Sincos(theta)
	share := epsilon / math.Pi
	return [][]float64{
		{epsilon * cos, epsilon * sin},
		{1 - share*(sin+(math.Pi-theta)*cos), -share * (math.Pi - theta) * sin},
	}, nil
}

// angleExcess is θ³ inf(θ).
func angleExcess(theta float64) float64 {
	square := sineGap(theta) * (theta + math.Sin(theta)) // θ² − sin²θ
	return ((math.Pi-theta)*sineGap(2*theta) + square) / (4 * math.Pi * math.Pi)
}

// sineGap is x − sin x for x ≥ 0, with a relative error of a few 2⁻⁵²: the series
// x³/3! − x⁵/5! + … below x = 1, where the difference would cancel.
func sineGap(x float64) float64 {
	if x >= 1 {
		return x - math.Sin(x)
	}
	sum, term := 0.0, x*x*x/6
	for k := 4.0; math.Abs(term) > 0x1p-56*sum; k += 2 {
		sum += term
		term *= -x * x / (k * (k + 1))
	}
	return sum
}

func needAngle(norm, theta float64) error {
	if !(norm >= 0 && norm <= largestComponent) {
		return fmt.Errorf("theory: norm ‖w‖ = %v, want a value in [0, %g]", norm, largestComponent)
	}
	if !(theta >= 0 && theta <= math.Pi) {
		return fmt.Errorf("theory: angle θ = %v, want a value in [0, π]", theta)
	}
	return nil
}
