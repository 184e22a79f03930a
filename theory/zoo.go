package theory

import (
	"fmt"
	"math"
)

// MonomialLayer is the single layer with f(z) = z^p, 1 ≤ p ≤ 20, and noise of the
// given variance. Its exponent is 1 for odd and 2 for even p:
//
//	z: φ = 2(1−m),  z²: φ = 4(1−m²),  z³: φ = 18(1−m) + 12(1−m³).
func MonomialLayer(p int, variance float64) (*SingleIndex, error) {
	if p < 1 || p > 20 {
		return nil, fmt.Errorf("theory: power p = %d, want 1 ≤ p ≤ 20", p)
	}
	u, err := Monomial(p)
	if err != nil {
		return nil, err
	}
	return named(fmt.Sprintf("single layer, z^%d", p))(SingleLayer(u, variance))
}

// HermiteLayer is the single layer with f = He_k = √(k!) h_k, 1 ≤ k ≤ 20, and
// noise of the given variance. Its exponent is k and φ(m) = 2 k!(1 − m^k).
// He₃ = z³ − 3z.
func HermiteLayer(k int, variance float64) (*SingleIndex, error) {
	if k < 1 || k > 20 {
		return nil, fmt.Errorf("theory: degree k = %d, want 1 ≤ k ≤ 20", k)
	}
	u := make(HermiteSeries, k+1)
	u[k] = math.Sqrt(math.Gamma(float64(k + 1)))
	return named(fmt.Sprintf("single layer, He_%d", k))(SingleLayer(u, variance))
}

// ReLULayer is the single layer with f(z) = max(z, 0): k = 1 and
//
//	φ(m) = 1 − (√(1−m²) + m(π/2 + arcsin m))/π + Var ε.
func ReLULayer(variance float64) (*SingleIndex, error) {
	return kinkedLayer("single layer, ReLU", kinked{p: 1}, variance)
}

// AbsLayer is the single layer with f(z) = |z|, phase retrieval from moduli:
// k = 2 and
//
//	φ(m) = 2 − (4/π)(√(1−m²) + m arcsin m) + Var ε.
func AbsLayer(variance float64) (*SingleIndex, error) {
	return kinkedLayer("single layer, abs", kinked{p: 1, q: 1}, variance)
}

func kinkedLayer(name string, f kinked, variance float64) (*SingleIndex, error) {
	if err := needVariance(variance); err != nil {
		return nil, err
	}
	s := &SingleIndex{
		Name: name, Says: "y = f(a·θ) + ε, L = (y − f(a·x))²",
		Taylor: f.taylor(variance, 16),
		phi:    func(m float64) float64 { return f.loss(m, variance) },
		slope:  f.slope,
	}
	s.power, s.noise = f.moments(variance)
	s.gradient = layerGradient(Function{At: f.at, Slope: f.prime}, f.at, variance)
	return s.seal(), nil
}

// SigmoidLayer is the single layer with f(z) = 1/(1 + e^{−z}); k = 1.
func SigmoidLayer(variance float64) (*SingleIndex, error) {
	return smoothLayer("single layer, sigmoid", Function{At: sigmoid, Slope: sigmoidPrime}, variance)
}

// TanhLayer is the single layer with f(z) = tanh z; k = 1.
func TanhLayer(variance float64) (*SingleIndex, error) {
	return smoothLayer("single layer, tanh", Function{At: math.Tanh, Slope: func(z float64) float64 {
		c := 1 / math.Cosh(z)
		return c * c
	}}, variance)
}

func sigmoid(z float64) float64      { return 1 / (1 + math.Exp(-z)) }
func sigmoidPrime(z float64) float64 { return sigmoid(z) * sigmoid(-z) }

// smoothDegree is where the Hermite series of sigmoid and tanh are cut. A pole at
// distance d from the real axis makes u_j of order e^{−d√j}, d = π/2 for tanh:
// the tail of Σ u_j² beyond J is of order e^{−π√J}, 1e-14 at J = 120 and below
// 1e-18 here.
const smoothDegree = maxHermiteDegree

// smoothLayer is the single layer with an odd function plus a constant, analytic
// near the real axis.
func smoothLayer(name string, f Function, variance float64) (*SingleIndex, error) {
	if err := needVariance(variance); err != nil {
		return nil, err
	}
	u, _, err := panels().project(f.At, smoothDegree)
	if err != nil {
		return nil, err
	}
	for j := 2; j < len(u); j += 2 {
		u[j] = 0 // odd about its constant
	}
	s := squaredLoss(panels(), smoothDegree, f, f.At, u, u, variance, true)
	s.phi = singleLayerLoss(u, variance)
	s.Name, s.Says = name, "y = f(a·θ) + ε, L = (y − f(a·x))²"
	return s, nil
}

// OnlinePCA is the model Y ~ N(0, I + λθθᵀ), L = −(x·Y)², λ > 0:
//
//	φ(m) = −λm² − 1,  k = 2,  V(m) = 4(1 + λm²),  σ²(0) = 4(1 + λ).
func OnlinePCA(lambda float64) (*SingleIndex, error) {
	if err := needPositive("signal λ", lambda); err != nil {
		return nil, err
	}
	stretch := math.Sqrt(1+lambda) - 1 // Y = a + stretch (a·θ) θ
	s := &SingleIndex{
		Name: "online PCA", Says: "Y ~ N(0, I + λθθᵀ), L = −(x·Y)²",
		Taylor: []float64{-1, 0, -lambda},
		phi:    func(m float64) float64 { return -lambda*m*m - 1 },
		slope:  func(m float64) float64 { return -2 * lambda * m },
		power:  func(m float64) float64 { return 4 * (1 + lambda*m*m) },
		noise: func(m float64) float64 { // 4(1−m²)(E u²w² − (E uw)²), u = x·Y, w along e, cov(u, w) = λm√(1−m²)
			s2 := (1 - m) * (1 + m)
			return 4 * s2 * ((1+lambda*m*m)*(1+lambda*s2) + lambda*lambda*m*m*s2)
		},
		gradient: &gradient{at: func(m, u, w, _ float64) (along, size float64) {
			side := math.Sqrt((1 - m) * (1 + m))
			shift := stretch * (m*u + side*w)
			pull := -2 * (u + m*shift)
			return pull * (w + side*shift), pull
		}},
	}
	return s.seal(), nil
}

// TensorPCA is the model Y = J + λθ^{⊗p}, J of independent N(0,1), with
// L = −⟨Y, x^{⊗p}⟩, p ≥ 1, λ > 0; p = 2 is the spiked matrix:
//
//	φ(m) = −λm^p,  k = p,  V(m) = p,  σ²(m) = p(1 − m²).
func TensorPCA(p int, lambda float64) (*SingleIndex, error) {
	if err := needTensor(p, lambda); err != nil {
		return nil, err
	}
	s := tensors([]int{p}, []float64{lambda})
	s.Name, s.Says = fmt.Sprintf("tensor PCA, order %d", p), "Y = J + λθ^{⊗p}, L = −⟨Y, x^{⊗p}⟩"
	return s, nil
}

// TensorSum is the sum of two independent tensor PCA losses, of orders p ≠ q and
// signals λ, μ > 0:
//
//	φ(m) = −λm^p − μm^q,  k = min(p, q),  V(m) = p + q,  σ²(m) = (p + q)(1 − m²).
func TensorSum(p int, lambda float64, q int, mu float64) (*SingleIndex, error) {
	if err := needTensor(p, lambda); err != nil {
		return nil, err
	}
	if err := needTensor(q, mu); err != nil {
		return nil, err
	}
	if p == q {
		return nil, fmt.Errorf("theory: tensor orders p = q = %d, want p ≠ q", p)
	}
	s := tensors([]int{p, q}, []float64{lambda, mu})
	s.Name, s.Says = fmt.Sprintf("tensor sum, orders %d and %d", p, q), "Y_i = J_i + λ_iθ^{⊗p_i}, L = −Σ⟨Y_i, x^{⊗p_i}⟩"
	return s, nil
}

func tensors(orders []int, signals []float64) *SingleIndex {
	var taylor []float64
	var total float64
	for i, p := range orders {
		for len(taylor) <= p {
			taylor = append(taylor, 0)
		}
		taylor[p] -= signals[i]
		total += float64(p) // the tangent part of ∇⟨J, x^{⊗p}⟩ has covariance p times the identity
	}
	slope := derivativeOf(taylor)
	s := &SingleIndex{
		Taylor: taylor,
		phi:    func(m float64) float64 { return horner(taylor, m) },
		slope:  slope,
		power:  func(m float64) float64 { return total },
		noise:  func(m float64) float64 { return total * (1 - m) * (1 + m) },
		gradient: &gradient{at: func(m, _, w, _ float64) (along, size float64) {
			return slope(m)*math.Sqrt((1-m)*(1+m)) + math.Sqrt(total)*w, math.Sqrt(total)
		}},
	}
	return s.seal()
}

func needTensor(p int, lambda float64) error {
	if p < 1 || p > 100 {
		return fmt.Errorf("theory: tensor order p = %d, want 1 ≤ p ≤ 100", p)
	}
	return needPositive("signal λ", lambda)
}

// named sets the name of a model just made.
func named(name string) func(*SingleIndex, error) (*SingleIndex, error) {
	return func(s *SingleIndex, err error) (*SingleIndex, error) {
		if err == nil {
			s.Name = name
		}
		return s, err
	}
}
