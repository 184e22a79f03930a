package theory

import (
	"cmp"
	"fmt"
	"math"
)

// Slope is the rate at which L^{−1/3} grows near a global minimiser, ‖v‖ = 1; see [LossSlope].
type Slope struct {
	Leading float64 // s₀
	Level   float64 // ℓ = L₃ at the direction of u
	Turning float64 // τ = ‖∇L₃ across u‖/‖∇L₃ along u‖: 0 once the direction has settled
	First   float64 // relative correction of first order in the angles
	Second  float64 // bound of the relative corrections of higher order
	Lag     float64 // 4λ/n, the share of itself by which Σu is late on its slaved value
}

// LossSlope is the growth of L^{−1/3} per unit of time ηt on the slow flow of (c, u),
//
//	s = s₀ (1 + first ± second),  s₀ = ‖P∇L₃‖²/(3 L₃^{4/3}) = 3ℓ^{2/3}(1 + τ²),
//
// whether the direction of u has settled or not. With τ = 0 it is C^{−1/3}, C of [SlowConstant];
// ℓ falls along the flow, d log ℓ/d log t ≈ −3τ². Only the part Pu counts, with c/Σc for c.
//
// The first order has two parts, G = P∇L₃:
//
//	first = 4m/(3L₃) − 2 G·∇m/‖G‖² − (η/2) G·∇²L₃ G/‖G‖² + (2η/3)‖G‖²/L₃,  m = ¼|s*|²,
//
// the slaved sum s* of [SlavedSum], which lowers the loss to L₃ − m, and the step of gradient descent. On a
// settled direction it is −m·4/(3L₃) + 3ℓη‖u‖, and η = 0 stands for the flow. Both derivatives along G are central
// differences of polynomials' kind, good to 10⁻⁸ of themselves. The second order collects the expansions of
// sines and norms: with q = max|q_i| it is
//
//	second = 4q²(4 Λ/3 + 2 Γ) + 4 first² + (4λ/n)|first|,  λ = max_i max(|q_i|, Σ_j c_j|q_i − q_j|)/(π c_i),
//
// Λ and Γ the sums of the sizes of the terms of L₃ and of G over their values; 4 exceeds the coefficient
// of q² in ‖a‖‖b‖h(∠(a,b)) and in its gradient. λ bounds the rates of the slow flow, s* is quadratic and changes at
// 2λ, and Σu follows it at the rate n/2: with a tiny c_i it is late by 4λ/n of itself. n ≥ 2, η ≥ 0, u not 0. Derived.
func LossSlope(c []float64, u [][]float64, eta float64) (Slope, error) {
	m, err := needShares(c, u)
	if err != nil {
		return Slope{}, err
	}
	shares, err := normalShares(c)
	if err != nil {
		return Slope{}, err
	}
	if !(eta >= 0 && finite(eta)) {
		return Slope{}, fmt.Errorf("theory: step size η = %v, want a finite value ≥ 0", eta)
	}
	n := len(c)
	y := centred(rows(u), n, m)
	size := norm(rows(y))
	if !(size > 1e-60 && size < 1e60) {
		return Slope{}, fmt.Errorf("theory: norm of u on {Σu = 0} = %v, want a value in [1e-60, 1e60]", size)
	}
	loss, push := slowPush(shares, y)
	square := inner(push, push)
	level := loss / (size * size * size)
	along := 3 * loss / size // G along y, by Euler
	turning := math.Sqrt(max(0, square-along*along)) / along

	// Differences along G, over a length that is small against u.
	h := 1e-5 * size / math.Sqrt(square)
	ahead, behind := shifted(y, push, h), shifted(y, push, -h)
	mPlus, mMinus := slavedEnergy(shares, ahead), slavedEnergy(shares, behind)
	_, pushPlus := slowPush(shares, ahead)
	_, pushMinus := slowPush(shares, behind)
	bend := (inner(push, pushPlus) - inner(push, pushMinus)) / (2 * h)
	fall := (mPlus - mMinus) / (2 * h)
	first := 4*slavedEnergy(shares, y)/(3*loss) - 2*fall/square - eta*bend/(2*square) + 2*eta*square/(3*loss)

	lossTerms, pushTerms, q, rate := termSizes(shares, y)
	lag := 4 * rate / float64(n)
	second := 4*q*q*(4*lossTerms/loss/3+2*pushTerms/math.Sqrt(square)) + 4*first*first + lag*math.Abs(first)
	return Slope{square / (3 * math.Pow(loss, 4.0/3)), level, turning, first, second, lag}, nil
}

// slowPush is L₃ and P∇L₃ as one row.
func slowPush(c []float64, y [][]float64) (float64, []float64) {
	loss, gradient := cubic(c, y)
	return loss, rows(centred(rows(gradient), len(c), len(y[0])))
}

// slavedEnergy is ¼|s*|², by which the slaved sum lowers the loss.
func slavedEnergy(c []float64, y [][]float64) float64 {
	_, gradient := cubic(c, y)
	sum := 0.0
	for k := range y[0] {
		s := 0.0
		for i := range gradient {
			s += 2 * gradient[i][k] / float64(len(c))
		}
		sum += s * s / 4
	}
	return sum
}

func shifted(y [][]float64, push []float64, h float64) [][]float64 {
	z := make([][]float64, len(y))
	for i := range y {
		z[i] = make([]float64, len(y[i]))
		for k := range y[i] {
			z[i][k] = y[i][k] + h*push[i*len(y[i])+k]
		}
	}
	return z
}

// termSizes is the sum of the sizes of the terms of L₃, the norm of those of its gradient, max|q_i| and λ.
func termSizes(c []float64, y [][]float64) (loss, gradient, largest, rate float64) {
	q := make([]float64, len(c))
	for i := range c {
		q[i] = math.Sqrt(inner(y[i], y[i])) / c[i]
		largest = max(largest, q[i])
	}
	for i := range c {
		loss += c[i] * q[i] * q[i] * q[i]
		row, reach := q[i]*q[i], 0.0
		for j := range c {
			gap := 0.0
			for k := range y[i] {
				d := y[i][k]/c[i] - y[j][k]/c[j]
				gap += d * d
			}
			row += c[j] * gap
			reach += c[j] * math.Sqrt(gap)
			if j < i {
				loss += c[i] * c[j] * gap * math.Sqrt(gap)
			}
		}
		gradient += row * row
		rate = max(rate, max(q[i], reach)/(math.Pi*c[i]))
	}
	return loss / (6 * math.Pi), math.Sqrt(gradient) / (2 * math.Pi), largest, rate
}

// LowerConstant is the least K with which [LowerEnvelope] holds in the last phase, while c_i ≥ 1/(4n), to leading order in the angles,
//
//	K = π² s(2)/2^{17/3} = .2856,  s(2) = ((8π²/3)(7/64)²)^{−1/3},
//
// s(n) the largest s₀ of [LossSlope] there. Of two students every direction is settled, so that s₀ = C^{−1/3} with C of [ConstantTwo],
// largest at the least share 1/8, and κ = π where they stand on opposite sides. For more students a search finds
// s(n) = 2.80, 3.73, 5.94, 8.11 at n = 3, 4, 6, 8, about n and far below K n^{17/3}/π²; this is not a proof. Derived for n = 2.
func LowerConstant() float64 {
	c, _ := ConstantTwo(leastShareOfTwo)
	return math.Pi * math.Pi / math.Cbrt(c) / math.Pow(2, 17.0/3)
}

// leastShareOfTwo is 1/(4n) for n = 2.
const leastShareOfTwo = 1.0 / 8

// PotentialFall is a lower bound of Ż, Z = Σ_{i<j}‖z_i − z_j‖, on the slow flow with c_i ≥ 1/(4n), ‖v‖ = 1,
//
//	Ż ≥ −(28/π) n(n−1) Z².
//
// ż_i − ż_j = −(g_i − g_j)/2π; n|u_i| ≤ Z when Σu = 0, so |q_i| ≤ 4Z and |g_i| ≤ 3·16Z² + 2·4Z² = 56Z². It has the form of [PotentialDecay]
// with K = 7π, as κ ≤ π, which is not the least: [PotentialConstant]. The first correction is relative of order max|q_i|. n ≥ 2, Z ≥ 0. Derived.
func PotentialFall(n int, z float64) (float64, error) {
	return -28 / math.Pi * float64(n*(n-1)) * z * z, needPotential(n, z)
}

// PotentialConstant is the least K of [PotentialDecay] in the last phase, to leading order in the angles: of two students with
// the shares c and 1 − c, Ż = −Z²/(4πc(1−c)), and K = π²/(16 · 4π · 7/64) at the least share 1/8 and κ = π. For more students
// the least K that a search finds is below .14; this is not a proof. Derived for n = 2.
const PotentialConstant = math.Pi / 7

// AngleNeeded is a lower bound of the largest angle to the teacher among students that add up to it, Σw_i = v,
//
//	max θ_i ≥ ½ (6πL/Σ_{i<j}‖w_i‖‖w_j‖)^{1/3}.
//
// With r = 0 the loss is at most (1/2π)Σ_{i<j}‖w_i‖‖w_j‖h(θ_ij), h(t) ≤ t³/3 and θ_ij ≤ 2 max θ. So some θ_i ≠ 0 unless L = 0.
// L ≥ 0, products = Σ_{i<j}‖w_i‖‖w_j‖ > 0. Derived, for the recitation notes' upper bound.
func AngleNeeded(loss, products float64) (float64, error) {
	if !(loss >= 0 && finite(loss)) {
		return 0, fmt.Errorf("theory: loss L = %v, want a finite value ≥ 0", loss)
	}
	return math.Cbrt(6*math.Pi*loss/products) / 2, cmp.Or(needPositive("Σ‖w_i‖‖w_j‖", products))
}
