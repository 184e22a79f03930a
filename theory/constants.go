package theory

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/optimize"
)

// Near a global minimiser write w_i = c_i v + u_i with u_i ⟂ v, Σc_i = 1, c_i > 0, q_i = u_i/c_i, ‖v‖ = 1. The c_i
// and Σu_i settle exponentially, the rest of u follows the gradient flow of L₃
// on {Σu = 0}. For another ‖v‖ every constant C of L (ηt)³ → C scales as ‖v‖².

// Bounds of C for every n ≥ 2, every d and all c; see [CubicLoss].
const (
	ConstantBound       = math.Pi * math.Pi / 6 // attained by the symmetric pair
	ConstantBoundCoarse = math.Pi * math.Pi / 3 // by the same argument, without its numerical steps
)

// ConstantTwo is the constant C of L (ηt)³ → C for two students with the limits
// c and 1 − c,
//
//	C = (8π²/3) c²(1 − c)².
//
// With u₁ = −u₂, L₃ = |u₁|³/(3π c(1−c)), and ‖u‖ = 1 means |u₁| = 1/√2. c ∈ (0, 1). Derived.
func ConstantTwo(c float64) (float64, error) {
	if !(c > 0 && c < 1) {
		return 0, fmt.Errorf("theory: share c = %v, want a value in (0, 1)", c)
	}
	p := c * (1 - c)
	return 8 * math.Pi * math.Pi / 3 * p * p, nil
}

// SlowConstant is the constant C of L (ηt)³ → C at a critical value ℓ of L₃ on the
// sphere {Σu = 0, ‖u‖ = 1},
//
//	C = 1/(27 ℓ²).
//
// At a critical ω the flow keeps its direction, u = ρω with ρ' = −3ℓρ², so
// ρ = 1/(3ℓ ηt) and L = ℓρ³. ℓ > 0. Derived.
func SlowConstant(ell float64) (float64, error) {
	return 1 / (27 * ell * ell), needPositive("critical value ℓ", ell)
}

// LossExponent is the exponent in time of the loss for n ≥ 2, L = Θ(t^{−3}). Xu, Du 2023, Theorems 9 and 14.
const LossExponent = -3.0

// SlowRadius is ‖u‖ on a settled direction of the slow flow, a time t of ηt after it was ρ₀,
//
//	ρ(t) = 1/(1/ρ₀ + 3ℓt),
//
// from ρ' = −3ℓρ² at a critical value ℓ of L₃. ℓ, ρ₀ > 0, t ≥ 0. Derived.
func SlowRadius(ell, radius, time float64) (float64, error) {
	if !(time >= 0) || math.IsInf(time, 1) {
		return 0, fmt.Errorf("theory: time t = %v, want a finite value ≥ 0", time)
	}
	return 1 / (1/radius + 3*ell*time), errors.Join(needPositive("critical value ℓ", ell), needPositive("radius ρ₀", radius))
}

// SlowLoss is the loss on a settled direction, ℓρ³ with ρ of [SlowRadius]. It is the law at a finite time
// whose exponent tends to [LossExponent] and whose constant to [SlowConstant]. Derived.
func SlowLoss(ell, radius, time float64) (float64, error) {
	rho, err := SlowRadius(ell, radius, time)
	return ell * power3(rho), err
}

// CubicLoss is the leading part of the loss near a global minimiser,
//
//	L₃(c, u) = (1/6π)[Σ_{i<j} c_i c_j |q_i − q_j|³ − Σ_i c_i |q_i|³],  q_i = u_i/c_i.
//
// c[i] > 0, u[i] ∈ R^m with m = d − 1 ≥ 1; the meaning above needs Σc = 1 and Σu = 0.
//
// On {Σc = 1, Σu = 0} it is a sum without cancellation, from which C ≤ π²/6 follows:
//
//		6πL₃ = 2Σ c_i²|q_i|³ + Σ_{i<j} c_i c_j X(q_i, q_j),  X(q, s) = |q−s|³ − |q|³ − |s|³ + 3(|q|+|s|) q·s ≥ 0.
//
//	  - X ≥ 0 alone gives 6πL₃ ≥ 2Σ|u_i|³/c_i ≥ 2(Σ|u_i|^{3/2})² ≥ 2‖u‖³, hence C ≤ π²/3.
//	  - For m = 1, X = 0 across the origin and 2s²(3q − s), 0 ≤ s ≤ q, on one side. Over
//	    triples q ≥ s ≥ r of one side ½(X(q,s) + X(s,r) + X(q,r)) − 6qsr = (s−r)²(3q−s−2r) ≥ 0, so a
//	    side of weight c₊ and P = Σ₊|u_i| has at least 2P³/c₊, and 6πL₃ ≥ (Σ|u_i|)³.
//	  - For any m, L₃ averages its values along directions e: 6πL₃ ≥ E(Σ|u_i·e|)³/E|e₁|³.
//	    With a_i = |u_i|, Σa = 1, and E|Z₁Z₂Z₃| ≥ (2/π)^{3/2} for normals of any correlation, Σu = 0 gives
//	    6πL₃ ≥ 1/π + (3/2 − 3/π)Σa² + (2/π − ½)Σa³ + (3/2)Σ a⁴/(1−a) ≥ 2√2 (Σa²)^{3/2}, a_i ≤ ½.
//
// So ℓ ≥ √2/(3π), with equality for the symmetric pair. The two inequalities in the
// last item were checked numerically (the tests do so again), not proved. Derived.
func CubicLoss(c []float64, u [][]float64) (float64, error) {
	if _, err := needShares(c, u); err != nil {
		return 0, err
	}
	loss, _ := cubic(c, u)
	return loss, nil
}

// CubicGradient is the gradient of [CubicLoss] in u,
//
//	∇_{u_i} L₃ = g_i/(2π),  g_i = Σ_j c_j |q_i − q_j|(q_i − q_j) − |q_i| q_i.
//
// Row i is in R^m. The slow flow is u' = −P∇L₃, P the projection onto {Σu = 0}. Derived.
func CubicGradient(c []float64, u [][]float64) ([][]float64, error) {
	if _, err := needShares(c, u); err != nil {
		return nil, err
	}
	_, gradient := cubic(c, u)
	return gradient, nil
}

// SlavedSum is Σ_i u_i under the slow flow,
//
//	Σu = −(1/πn) Σ_i g_i,  g_i of [CubicGradient],
//
// up to terms of higher order: Σu relaxes at the rate n/2 to the balance
// ½nΣu + (1/2π)Σg_i = 0, and is O(t^{−2}), not exponentially small. For n = 2 the sum of
// the g_i vanishes. A vector in R^m. Derived.
func SlavedSum(c []float64, u [][]float64) ([]float64, error) {
	m, err := needShares(c, u)
	if err != nil {
		return nil, err
	}
	_, gradient := cubic(c, u)
	sum := make([]float64, m)
	for i := range gradient {
		for k := range sum {
			sum[k] -= 2 * gradient[i][k] / float64(len(c)) // g = 2π∇L₃
		}
	}
	return sum, nil
}

// cubic is L₃ and its gradient.
func cubic(c []float64, u [][]float64) (loss float64, gradient [][]float64) {
	gradient = make([][]float64, len(c))
	for i := range c {
		gradient[i] = make([]float64, len(u[i]))
		size := math.Sqrt(inner(u[i], u[i])) / c[i]
		loss -= c[i] * size * size * size
		for k := range u[i] {
			gradient[i][k] -= size * u[i][k] / c[i] / (2 * math.Pi)
		}
		for j := range i {
			square := 0.0
			for k := range u[i] {
				gap := u[i][k]/c[i] - u[j][k]/c[j]
				square += gap * gap
			}
			size := math.Sqrt(square)
			loss += c[i] * c[j] * size * square
			for k := range u[i] {
				pull := size * (u[i][k]/c[i] - u[j][k]/c[j]) / (2 * math.Pi)
				gradient[i][k] += c[j] * pull
				gradient[j][k] -= c[i] * pull
			}
		}
	}
	return loss / (6 * math.Pi), gradient
}

// Critical is a local minimum of L₃ on the sphere {Σu = 0, ‖u‖ = 1}.
type Critical struct {
	Value     float64     // ℓ
	Direction [][]float64 // ω, row i in R^m
	Residual  float64     // ‖P∇L₃ − 3ℓω‖/(3ℓ), which vanishes at a critical point
	Hits      int         // restarts that ended here
}

// CriticalValue is the local minima of [CubicLoss] on {Σu = 0, ‖u‖ = 1}, u_i ∈ R^m, the least
// ℓ first: the candidates for C = 1/(27ℓ²). Generic trajectories end at one of
// them, not always at the first.
//
// L₃(Pu)/‖Pu‖³ is minimised by BFGS from that many random starts. Ends whose values
// agree to 10⁻⁷ are one; each reports its smallest residual, and the error of a
// value is of the order of the residual squared. Only ends with a residual
// below 10⁻⁵ are returned, so the list may be empty. The result is a function of
// the arguments.
//
// c_i > 0 with |Σc − 1| ≤ 10⁻², n ≥ 2 (c is used as c/Σc), m = d − 1 ≥ 1, restarts ≥ 1. Derived.
func CriticalValue(c []float64, m, restarts int, seed uint64) ([]Critical, error) {
	shares, err := normalShares(c)
	if err != nil {
		return nil, err
	}
	if m < 1 || restarts < 1 {
		return nil, fmt.Errorf("theory: m = %d dimensions, %d restarts, want at least 1 of each", m, restarts)
	}
	n := len(c)
	problem := optimize.Problem{
		Func: func(x []float64) float64 {
			loss, _ := cubic(shares, onSphere(x, n, m))
			return loss
		},
		Grad: func(gradient, x []float64) {
			u := onSphere(x, n, m)
			rest, _ := tangent(shares, u)
			scale := norm(rows(centred(x, n, m)))
			copy(gradient, rows(rest))
			for k := range gradient {
				gradient[k] /= scale
			}
		},
	}
	settings := &optimize.Settings{GradientThreshold: 1e-11, MajorIterations: 500}
	var found []Critical
	for restart := range restarts {
		r := rand.New(rand.NewPCG(seed, uint64(restart)))
		x := make([]float64, n*m)
		for k := range x {
			x[k] = r.NormFloat64()
		}
		// An error is a line search that has reached the rounding; the residual judges the end.
		end, _ := optimize.Minimize(problem, rows(onSphere(x, n, m)), settings, &optimize.BFGS{})
		if end == nil {
			continue
		}
		u := onSphere(end.X, n, m)
		rest, ell := tangent(shares, u)
		here := Critical{ell, u, norm(rows(rest)) / (3 * ell), 1}
		if !(here.Residual < 1e-7) {
			continue
		}
		k := slices.IndexFunc(found, func(f Critical) bool { return math.Abs(f.Value-ell) <= 1e-7*ell })
		if k < 0 {
			found = append(found, here)
			continue
		}
		hits := found[k].Hits + 1
		if here.Residual < found[k].Residual {
			found[k] = here
		}
		found[k].Hits = hits
	}
	slices.SortFunc(found, func(a, b Critical) int {
		if a.Value < b.Value {
			return -1
		}
		return 1
	})
	return found, nil
}

// tangent is P∇L₃ − 3ℓω at the unit vector u = ω, and ℓ; 3ℓ = ω·∇L₃ by Euler.
func tangent(c []float64, u [][]float64) ([][]float64, float64) {
	loss, gradient := cubic(c, u)
	rest := centred(rows(gradient), len(c), len(u[0]))
	for i := range rest {
		for k := range rest[i] {
			rest[i][k] -= 3 * loss * u[i][k]
		}
	}
	return rest, loss
}

// centred is x as n rows of m with the mean row taken out, the projection P.
func centred(x []float64, n, m int) [][]float64 {
	u := make([][]float64, n)
	for i := range u {
		u[i] = slices.Clone(x[i*m : (i+1)*m])
	}
	for k := range m {
		mean := 0.0
		for i := range u {
			mean += u[i][k] / float64(n)
		}
		for i := range u {
			u[i][k] -= mean
		}
	}
	return u
}

func onSphere(x []float64, n, m int) [][]float64 {
	u := centred(x, n, m)
	size := norm(rows(u))
	for i := range u {
		for k := range u[i] {
			u[i][k] /= size
		}
	}
	return u
}

func rows(u [][]float64) []float64 { return slices.Concat(u...) }

func norm(x []float64) float64 { return math.Sqrt(inner(x, x)) }

// BalancedConstant is the largest constant C for n students with equal shares
// c_i = 1/n in d dimensions,
//
//	C = (4π²/3)/(n²μ_k²),  μ_k = √2 k/√(k−1) − √k,  k = min(n, d, 4).
//
// k of the u_i form a regular simplex, the others vanish: L₃ = (n/6π) μ_k, and zero
// rows do not change it. So C n² = 2π²/3 for d = 2, (4π²/3)/(3−√3)² = 8.1853 for d = 3, and
// 3π²/(2√6−3)² = 8.2107 for d ≥ 4; μ₅ > μ₄. That no other configuration is lower
// is a search ([CriticalValue]), not a proof. n ≥ 2, d ≥ 2. Derived.
func BalancedConstant(n, d int) (float64, error) {
	if n < 2 || d < 2 {
		return 0, fmt.Errorf("theory: n = %d students, d = %d, want n ≥ 2 and d ≥ 2", n, d)
	}
	k := float64(min(n, d, 4))
	mu := math.Sqrt2*k/math.Sqrt(k-1) - math.Sqrt(k)
	return 4 * math.Pi * math.Pi / 3 / (float64(n) * float64(n) * mu * mu), nil
}

// normalShares is c/Σc.
func normalShares(c []float64) ([]float64, error) {
	if len(c) < 2 {
		return nil, fmt.Errorf("theory: %d shares c, want n ≥ 2", len(c))
	}
	sum := 0.0
	for i, x := range c {
		if err := needPositive(fmt.Sprintf("share c[%d]", i), x); err != nil {
			return nil, err
		}
		sum += x
	}
	if math.Abs(sum-1) > 1e-2 {
		return nil, fmt.Errorf("theory: Σc = %v, want 1 within 1e-2", sum)
	}
	shares := slices.Clone(c)
	for i := range shares {
		shares[i] /= sum
	}
	return shares, nil
}

// needShares is m, the dimension of the u_i.
func needShares(c []float64, u [][]float64) (m int, err error) {
	if len(c) == 0 || len(c) != len(u) {
		return 0, fmt.Errorf("theory: %d shares c and %d vectors u, want as many of each, and at least one", len(c), len(u))
	}
	m = len(u[0])
	if m == 0 {
		return 0, fmt.Errorf("theory: u[0] has m = 0 components, want m ≥ 1")
	}
	for i := range c {
		if err := needPositive(fmt.Sprintf("share c[%d]", i), c[i]); err != nil {
			return 0, err
		}
		if len(u[i]) != m {
			return 0, fmt.Errorf("theory: u[%d] has %d components, want %d as u[0] has", i, len(u[i]), m)
		}
		for k, x := range u[i] {
			if !finite(x) {
				return 0, fmt.Errorf("theory: u[%d][%d] = %v, want a finite number", i, k, x)
			}
		}
	}
	return m, nil
}
