package sim

import (
	"fmt"
	"math"
	"slices"
)

// Activation is a function f of one real variable and its derivative, as SGD
// evaluates them. Where f has a corner the derivative is one-sided or 0; the
// data meet the corner with probability 0.
type Activation interface {
	String() string
	At(z float64) float64    // f(z)
	Slope(z float64) float64 // f'(z)
}

// cornered is an activation that may have a corner, which is then at 0.
// Quadrature splits its range there.
type cornered interface{ Corner() bool }

func hasCorner(f Activation) bool {
	c, ok := f.(cornered)
	return ok && c.Corner()
}

// Polynomial is f(z) = c₀ + c₁z + … + c_d z^d, evaluated by Horner's rule.
type Polynomial struct{ value, slope []float64 }

// NewPolynomial is the polynomial with the given coefficients, constant first.
// They must be finite, one of degree ≥ 1 not 0.
func NewPolynomial(coefficients ...float64) (Polynomial, error) {
	c, err := trim(coefficients)
	if err != nil {
		return Polynomial{}, err
	}
	slope := make([]float64, len(c)-1)
	for j := range slope {
		slope[j] = float64(j+1) * c[j+1]
	}
	return Polynomial{value: c, slope: slope}, nil
}

// NewHermite is the monic Hermite polynomial He_k, 1 ≤ k ≤ 20:
//
//	He₀ = 1,  He₁ = z,  He_{k+1} = z He_k − k He_{k−1};  E He_j He_k = k! 1{j=k}.
//
// Its coefficients are whole and exact in this range; [NewHermiteSeries] takes any
// degree.
func NewHermite(k int) (Polynomial, error) {
	if k < 1 || k > 20 {
		return Polynomial{}, fmt.Errorf("sim: He_k with k = %d, want 1 ≤ k ≤ 20", k)
	}
	last, he := []float64{1}, []float64{0, 1}
	for j := 1; j < k; j++ {
		next := make([]float64, j+2)
		copy(next[1:], he)
		for i, c := range last {
			next[i] -= float64(j) * c
		}
		last, he = he, next
	}
	return NewPolynomial(he...)
}

func (p Polynomial) String() string { return fmt.Sprintf("polynomial %v", p.value) }

// Coefficients is c₀, …, c_d with c_d ≠ 0.
func (p Polynomial) Coefficients() []float64 { return slices.Clone(p.value) }

// At is f(z).
func (p Polynomial) At(z float64) float64 { return horner(p.value, z) }

// Slope is f'(z).
func (p Polynomial) Slope(z float64) float64 { return horner(p.slope, z) }

func horner(c []float64, z float64) float64 {
	var y float64
	for j := len(c) - 1; j >= 0; j-- {
		y = float64(y*z) + c[j]
	}
	return y
}

// HermiteSeries is f = Σ_j c_j h_j in the orthonormal Hermite polynomials
// h_j = He_j/√j!, evaluated by Clenshaw's rule on
//
//	√(j+1) h_{j+1} = z h_j − √j h_{j−1},  h_j' = √j h_{j−1}.
type HermiteSeries struct {
	value, slope []float64
	first        []float64 // 1/√(j+1)
	second       []float64 // √((j+1)/(j+2))
}

// NewHermiteSeries is Σ_j c_j h_j with the given coefficients, c₀ first. They must
// be finite, one of degree ≥ 1 not 0.
func NewHermiteSeries(coefficients ...float64) (HermiteSeries, error) {
	c, err := trim(coefficients)
	if err != nil {
		return HermiteSeries{}, err
	}
	f := HermiteSeries{value: c, slope: make([]float64, len(c)-1)}
	for j := range c {
		f.first = append(f.first, 1/math.Sqrt(float64(j+1)))
		f.second = append(f.second, math.Sqrt(float64(j+1)/float64(j+2)))
	}
	for j := range f.slope {
		f.slope[j] = math.Sqrt(float64(j+1)) * c[j+1]
	}
	return f, nil
}

func (f HermiteSeries) String() string { return fmt.Sprintf("Hermite series %v", f.value) }

// Coefficients is c₀, …, c_d with c_d ≠ 0.
func (f HermiteSeries) Coefficients() []float64 { return slices.Clone(f.value) }

// At is f(z).
func (f HermiteSeries) At(z float64) float64 { return f.clenshaw(f.value, z) }

// Slope is f'(z).
func (f HermiteSeries) Slope(z float64) float64 { return f.clenshaw(f.slope, z) }

// clenshaw is Σ_j c_j h_j(z) = b₀, where b vanishes beyond the degree and
//
//	b_j = c_j + z b_{j+1}/√(j+1) − √((j+1)/(j+2)) b_{j+2}.
func (f HermiteSeries) clenshaw(c []float64, z float64) float64 {
	var b1, b2 float64
	for j := len(c) - 1; j >= 0; j-- {
		b := c[j] + float64(z*b1*f.first[j]) - float64(f.second[j]*b2)
		b1, b2 = b, b1
	}
	return b1
}

// trim is a copy of the coefficients without the zeros at the end.
func trim(coefficients []float64) ([]float64, error) {
	degree := 0
	for j, c := range coefficients {
		if !finite(c) {
			return nil, fmt.Errorf("sim: coefficient %d is %v, want a finite number", j, c)
		}
		if c != 0 {
			degree = j
		}
	}
	if degree == 0 {
		return nil, fmt.Errorf("sim: coefficients %v, want one of degree ≥ 1 that is not 0: a constant has no gradient", coefficients)
	}
	return slices.Clone(coefficients[:degree+1]), nil
}

// ReLU is max(z, 0), with f'(0) = 0.
type ReLU struct{}

func (ReLU) String() string { return "ReLU" }

// Corner is true: the slope jumps at 0.
func (ReLU) Corner() bool { return true }

// At is max(z, 0).
func (ReLU) At(z float64) float64 {
	if z > 0 {
		return z
	}
	return 0
}

// Slope is 1 for z > 0, else 0.
func (ReLU) Slope(z float64) float64 {
	if z > 0 {
		return 1
	}
	return 0
}

// Abs is |z|, with f'(0) = 0.
type Abs struct{}

func (Abs) String() string { return "abs" }

// Corner is true: the slope jumps at 0.
func (Abs) Corner() bool { return true }

// At is |z|.
func (Abs) At(z float64) float64 { return math.Abs(z) }

// Slope is the sign of z.
func (Abs) Slope(z float64) float64 {
	switch {
	case z > 0:
		return 1
	case z < 0:
		return -1
	}
	return 0
}

// Tanh is tanh z.
type Tanh struct{}

func (Tanh) String() string { return "tanh" }

// At is tanh z.
func (Tanh) At(z float64) float64 { return math.Tanh(z) }

// Slope is 1/cosh² z, which keeps its digits where 1 − tanh² z has none.
func (Tanh) Slope(z float64) float64 {
	c := 1 / math.Cosh(z)
	return c * c
}

// Sigmoid is 1/(1 + e^{−z}).
type Sigmoid struct{}

func (Sigmoid) String() string { return "sigmoid" }

// At is 1/(1 + e^{−z}).
func (Sigmoid) At(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// Slope is e^{−|z|}/(1 + e^{−|z|})².
func (Sigmoid) Slope(z float64) float64 {
	e := math.Exp(-math.Abs(z))
	return e / ((1 + e) * (1 + e))
}
