package theory

import (
	"cmp"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Constants that a theorem hides in O(·) are the parameter constant of its law here; where a law
// below carries numbers, they are the source's or derived.

// UpperEnvelope is the shape of the upper bound of the loss T steps after T₂,
//
//	L(T + T₂) ≤ K n⁴‖v‖²/(ηT)³,
//
// for small σ and η, with [AlignmentTime] for T₂. K, n, ‖v‖, η, T > 0.
// For the constant that L (ηT)³ reaches see [CriticalValue]: it is below (π²/6)‖v‖²
// for every n, so the factor n⁴ is not needed in the limit.
//
// Xu, Du 2023, Theorem 9.
func UpperEnvelope(constant float64, n int, teacher, eta, steps float64) (float64, error) {
	if err := needStudents(n); err != nil {
		return 0, err
	}
	if err := cmp.Or(needPositive("K", constant), needPositive("‖v‖", teacher), needPositive("step size η", eta), needPositive("steps T", steps)); err != nil {
		return 0, err
	}
	time := eta * steps
	return constant * power(n, 4) * teacher * teacher / (time * time * time), nil
}

// AlignmentTime is the shape of the time after which the upper bound counts,
//
//	T₂ = K log n/(nη),
//
// in steps. K, η > 0, n ≥ 2. Xu, Du 2023, Theorem 9.
func AlignmentTime(constant float64, n int, eta float64) (float64, error) {
	if n < 2 {
		return 0, fmt.Errorf("theory: n = %d students, want n ≥ 2", n)
	}
	return constant * math.Log(float64(n)) / (float64(n) * eta), cmp.Or(needPositive("K", constant), needPositive("step size η", eta))
}

// LowerEnvelope is the shape of the lower bound of the loss under gradient flow,
//
//	L^{−1/3} ≤ K n^{17/3}/(κ²‖v‖^{2/3}) (t − T₂) + γ,
//
// returned as the bound of L itself. κ = κ_max(0) ∈ (0, π] is the largest angle between the
// parts z_i of the students across v at the start, γ = L(T₂)^{−1/3} > 0,
// elapsed = t − T₂ ≥ 0. n ≥ 2, K, ‖v‖ > 0. A degenerate start has κ = 0 and no
// bound: [DegenerateProbability]. Xu, Du 2023, Theorem 14.
func LowerEnvelope(constant float64, n int, kappa, teacher, elapsed, gamma float64) (float64, error) {
	if n < 2 {
		return 0, fmt.Errorf("theory: n = %d students, want n ≥ 2", n)
	}
	if err := cmp.Or(needPositive("K", constant), needPositive("‖v‖", teacher), needPositive("γ", gamma)); err != nil {
		return 0, err
	}
	if !(kappa > 0 && kappa <= math.Pi) {
		return 0, fmt.Errorf("theory: angle κ = %v, want a value in (0, π]", kappa)
	}
	if !(elapsed >= 0) || math.IsInf(elapsed, 1) {
		return 0, fmt.Errorf("theory: time t − T₂ = %v, want a finite value ≥ 0", elapsed)
	}
	slope := constant * math.Pow(float64(n), 17.0/3) / (kappa * kappa * math.Pow(teacher, 2.0/3))
	return 1 / power3(slope*elapsed+gamma), nil
}

// InitialProbability is the exact probability of the event of Lemma 3,
//
//	½σ√d ≤ ‖w_i(0)‖ ≤ 2σ√d  and  θ_i(0) ∈ [π/3, 2π/3]  for all i ≤ n,
//
// for independent w_i(0) ~ N(0, σ²I) in R^d. Norm and direction are independent,
// ‖w‖²/σ² ~ χ²_d and cos²θ ~ Beta(½, (d−1)/2), so it is (p q)^n with
//
//	p = P(d/4 ≤ χ²_d ≤ 4d),  q = I_{1/4}(½, (d−1)/2),
//
// q = 0 for d = 1. It tends to 1 as d → ∞ with n fixed: "with high probability" is
// about d. n ≥ 1, d ≥ 1. Xu, Du 2023, Lemma 3, where the event is; the value is derived.
func InitialProbability(n, d int) (float64, error) {
	if err := needStudents(n); err != nil {
		return 0, err
	}
	if d < 1 {
		return 0, fmt.Errorf("theory: d = %d dimensions, want d ≥ 1", d)
	}
	if d == 1 {
		return 0, nil
	}
	half := float64(d) / 2
	p := mathext.GammaIncReg(half, 4*half) - mathext.GammaIncReg(half, half/4)
	q := StartLaw{d}.HalfCDF(0.5) // the angle to v lies in [π/3, 2π/3]
	return math.Pow(p*q, float64(n)), nil
}

// HeadStep is the interval that holds H' after one step of gradient descent, H = ‖v‖ − Σ_i h_i,
// h_i = ⟨w_i, v̄⟩, when all θ_i ≤ Θ ≤ π/2,
//
//	|H' − (1 − nη/2)H| ≤ nη (Θ³/2π)(⅔‖v‖ + (7/3)W),  W = Σ_i‖w_i‖.
//
// ⟨∇_i, v̄⟩ = −½H + (1/2π)[Σ_{j≠i}(‖w_j‖ sin θ_ij cos θ_i − θ_ij h_j) + (θ_i − sin θ_i cos θ_i)‖v‖]. The
// teacher's part is at most ⅔θ_i³; with θ_ij ≤ 2Θ that of student j is
// ‖w_j‖ |sin θ_ij (cos θ_i − cos θ_j) − (θ_ij − sin θ_ij) cos θ_j| ≤ ‖w_j‖(2Θ·½Θ² + (2Θ)³/6).
// So H falls like (1 − nη/2)^t while Θ is small, which is the second phase of
// Theorems 4–6, with its bounds made explicit. n ≥ 1, η, ‖v‖ > 0, W ≥ 0, H finite. Derived.
func HeadStep(n int, eta, h, largestAngle, norms, teacher float64) (low, high float64, err error) {
	if err := needStudents(n); err != nil {
		return 0, 0, err
	}
	if err := cmp.Or(needPositive("step size η", eta), needPositive("‖v‖", teacher)); err != nil {
		return 0, 0, err
	}
	if !finite(h) || !(norms >= 0) || math.IsInf(norms, 1) {
		return 0, 0, fmt.Errorf("theory: H = %v, Σ‖w_i‖ = %v, want finite numbers, the second ≥ 0", h, norms)
	}
	if !(largestAngle >= 0 && largestAngle <= math.Pi/2) {
		return 0, 0, fmt.Errorf("theory: largest angle Θ = %v, want a value in [0, π/2]", largestAngle)
	}
	middle := (1 - float64(n)*eta/2) * h
	spread := float64(n) * eta * power3(largestAngle) / (2 * math.Pi) * (2*teacher/3 + 7*norms/3)
	return middle - spread, middle + spread, nil
}

// FinalNorms is the interval of the norms in the last phase,
//
//	‖v‖/4n ≤ ‖w_i‖ ≤ 4‖v‖/n.
//
// n ≥ 1, ‖v‖ > 0. Xu, Du 2023, Theorem 6.
func FinalNorms(n int, teacher float64) (low, high float64, err error) {
	if err := needStudents(n); err != nil {
		return 0, 0, err
	}
	return teacher / 4 / float64(n), 4 * teacher / float64(n), needPositive("‖v‖", teacher)
}

// PotentialBound is the lower bound of the loss by the potential Z = Σ_{i<j}‖z_i − z_j‖, z_i the part
// of w_i across v, W = max‖w_i‖ and Θ = max θ_i,
//
//	L ≥ inf(Θ) Z³/(W n²(n−1)³),  inf(Θ) = 1/(3π) − Θ/(4π²) + …,
//
// inf of [AngleInfimum], at every state with n ≥ 2. With W ≤ 4‖v‖/n ([FinalNorms]) and small angles it is Z³/(12π‖v‖ n(n−1)³),
// and so at least .25 Z³/(n⁵‖v‖), the paper's form. From [AngleSumBound], in which inf falls with the angle:
// L ≥ inf(Θ) Σ‖w_i‖²θ_i³ ≥ inf(Θ) Σ‖z_i‖³/W, as ‖z_i‖ = ‖w_i‖ sin θ_i; then
// Σ‖z_i‖³ ≥ (Σ‖z_i‖)³/n² and Z ≤ (n−1)Σ‖z_i‖. The symmetric pair attains it as Θ → 0. Z ≥ 0, W > 0, Θ ∈ [0, π].
// Derived, for Xu, Du 2023, §5.1.
func PotentialBound(n int, z, largestNorm, largestAngle float64) (float64, error) {
	least, err := AngleInfimum(largestAngle)
	if err := cmp.Or(err, needPotential(n, z), needPositive("largest ‖w_i‖", largestNorm)); err != nil {
		return 0, err
	}
	return least * power3(z) / (largestNorm * power(n, 2) * power(n-1, 3)), nil
}

// PotentialDecay is the shape of the lower bound of the potential's derivative under gradient flow,
//
//	Ż ≥ −K n⁴Z²/(κ²‖v‖),
//
// κ as in [LowerEnvelope]. With L ≥ Ω(Z³) it makes L at least of the order t^{−3}. n ≥ 2, Z ≥ 0,
// K, κ, ‖v‖ > 0. Xu, Du 2023, §5.1.
func PotentialDecay(constant float64, n int, z, kappa, teacher float64) (float64, error) {
	if err := needPotential(n, z); err != nil {
		return 0, err
	}
	return -constant * power(n, 4) * z * z / (kappa * kappa * teacher), cmp.Or(needPositive("K", constant), needPositive("angle κ", kappa), needPositive("‖v‖", teacher))
}

// LeastGradientDomination is the least of [GradientDomination] over all n, d and c,
//
//	3(√2/3π)^{1/3} = 1.5942…,
//
// by ℓ ≥ √2/(3π) of [CubicLoss]; the symmetric pair attains it.
func LeastGradientDomination() float64 { return 3 * math.Cbrt(math.Sqrt2/(3*math.Pi)) }

func power(n, k int) float64   { return math.Pow(float64(n), float64(k)) }
func power3(x float64) float64 { return x * x * x }

func needStudents(n int) error {
	if n < 1 {
		return fmt.Errorf("theory: n = %d students, want n ≥ 1", n)
	}
	return nil
}

func needPotential(n int, z float64) error {
	if n < 2 {
		return fmt.Errorf("theory: n = %d students, want n ≥ 2", n)
	}
	if !(z >= 0) || math.IsInf(z, 1) {
		return fmt.Errorf("theory: potential Z = %v, want a finite value ≥ 0", z)
	}
	return nil
}
