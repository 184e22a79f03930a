package sim

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/floats"
)

// TensorTerm is one spiked tensor: its order p and its signal λ.
type TensorTerm struct {
	Order  int
	Signal float64
}

// tensorPCA is a sum of spiked tensors, the noise drawn in full.
type tensorPCA struct {
	terms  []TensorTerm
	orders float64 // Σp
	weight float64 // √Σp
}

// NewTensorPCA is tensor principal components: in each of the terms, independent
// of the others,
//
//	Y = J + λ θ^{⊗p},  J with N^p independent N(0,1) entries,  L = −⟨Y, x^{⊗p}⟩,
//
// and the losses add up. One term is tensor PCA, two are the sum of two tensors.
//
// Reduction. The gradient of −λm^p along the sphere is −λ p m^{p−1}(θ − m x). That
// of ⟨J, x^{⊗p}⟩ at x is the sum over the p positions i of the vector J with x in
// all places but the i-th. Along unit vectors t ⟂ x these are the values of J at the
// elementary tensors x⊗…⊗t⊗…⊗x, which are orthonormal over t and over i, as t ⟂ x
// moves with i. So the sum is √p times a standard Gaussian vector of the tangent
// space, and over the terms, with P = Σp, √P times one:
//
//	A = −(Σ λ p m^{p−1} s + √P W),  B = P Q.
//
// U and Noise play no part. The tensors are held in full, N^p entries, so that the
// N-dimensional side is for small N; see [NewLinearisedTensorPCA] for large.
//
// The orders must be ≥ 1 and the signals finite, one of them not 0.
// Ben Arous, Gheissari, Jagannath 2021, §2.
func NewTensorPCA(terms ...TensorTerm) (Model, error) {
	t, err := newTensorPCA(terms)
	if err != nil {
		return nil, err
	}
	return &t, nil
}

func newTensorPCA(terms []TensorTerm) (tensorPCA, error) {
	var t tensorPCA
	signal := false
	for _, term := range terms {
		if term.Order < 1 {
			return t, fmt.Errorf("sim: tensor of order p = %d, want p ≥ 1", term.Order)
		}
		if !finite(term.Signal) {
			return t, fmt.Errorf("sim: tensor signal λ = %v, want a finite number", term.Signal)
		}
		signal = signal || term.Signal != 0
		t.orders += float64(term.Order)
	}
	if !signal {
		return t, fmt.Errorf("sim: tensor terms %v, want one with a signal that is not 0", terms)
	}
	t.terms = append(t.terms, terms...)
	t.weight = math.Sqrt(t.orders)
	return t, nil
}

func (t *tensorPCA) String() string {
	names := make([]string, len(t.terms))
	for i, term := range t.terms {
		names[i] = fmt.Sprintf("%.6g θ^⊗%d", term.Signal, term.Order)
	}
	return "tensor PCA, " + strings.Join(names, " + ")
}

// drift is Σ λ p m^{p−1}.
func (t *tensorPCA) drift(m float64) float64 {
	var sum float64
	for _, term := range t.terms {
		sum += float64(term.Signal * float64(term.Order) * power(m, term.Order-1))
	}
	return sum
}

// power is m^p for p ≥ 0, multiplied from the left.
func power(m float64, p int) float64 {
	y := 1.0
	for range p {
		y *= m
	}
	return y
}

// Deal draws W.
func (t *tensorPCA) Deal(r *Random) Draws { return Draws{W: r.Normal()} }

// GradientParts is A = −(Σ λ p m^{p−1} s + √P W) and B = P Q.
func (t *tensorPCA) GradientParts(m float64, d Draws) (along, rest float64) {
	return -(float64(t.drift(m)*sine(m)) + float64(t.weight*d.W)), t.orders * d.Q
}

// mostEntries bounds the tensor of a sample: 2²⁴ entries are 128 MB.
const mostEntries = 1 << 24

// NewSample has room for the tensors.
func (t *tensorPCA) NewSample(target []float64) (*Sample, error) {
	s, err := newSample(target)
	if err != nil {
		return nil, err
	}
	n, most := len(target), 0
	for _, term := range t.terms {
		size := 1
		for range term.Order {
			if size *= n; size > mostEntries {
				return nil, fmt.Errorf("sim: a tensor of order %d in N = %d dimensions, want N^p ≤ %d; the linearised model needs no tensor", term.Order, n, mostEntries)
			}
		}
		s.Tensors = append(s.Tensors, make([]float64, size))
		most = max(most, size)
	}
	for i := range 3 {
		s.scratch[i] = make([]float64, most)
	}
	s.scratch[3] = make([]float64, n)
	return s, nil
}

// Draw draws every entry of every tensor.
func (t *tensorPCA) Draw(s *Sample, r *Random) {
	for k, term := range t.terms {
		r.Normals(s.Tensors[k])
		addSpike(s.Tensors[k], s.scratch[0], term.Signal, s.Target, term.Order)
	}
}

// Loss is −Σ ⟨Y, x^{⊗p}⟩.
func (t *tensorPCA) Loss(x []float64, s *Sample) float64 {
	var loss float64
	for k, term := range t.terms {
		loss -= floats.Dot(contract(s.Tensors[k], x, 0, term.Order, s.scratch[0], s.scratch[1]), x)
	}
	return loss
}

// Gradient is minus the sum, over terms and positions, of Y with x in all places
// but that one.
func (t *tensorPCA) Gradient(dst, x []float64, s *Sample) {
	clear(dst)
	for k, term := range t.terms {
		for i := range term.Order {
			floats.Sub(dst, contract(s.Tensors[k], x, i, term.Order, s.scratch[0], s.scratch[1]))
		}
	}
}

// Reduce contracts the noise alone, J = Y − λ θ^{⊗p}, so that what it hands the
// chain has not seen the signal.
func (t *tensorPCA) Reduce(x []float64, s *Sample) Draws {
	a := s.scratch[3]
	clear(a)
	for k, term := range t.terms {
		noise := s.scratch[2][:len(s.Tensors[k])]
		copy(noise, s.Tensors[k])
		addSpike(noise, s.scratch[0], -term.Signal, s.Target, term.Order)
		for i := range term.Order {
			floats.Add(a, contract(noise, x, i, term.Order, s.scratch[0], s.scratch[1]))
		}
	}
	floats.Scale(1/t.weight, a)
	d := splitAt(a, x, s.Target)
	return Draws{W: d.W, Q: d.Q}
}

// contract is the vector that an order-p tensor leaves when x is put in every place
// but the given one. It uses two buffers and returns a part of one.
func contract(tensor, x []float64, place, order int, one, two []float64) []float64 {
	n := len(x)
	for range order - 1 - place { // the last index
		out := one[:len(tensor)/n]
		for i := range out {
			out[i] = floats.Dot(tensor[i*n:(i+1)*n], x)
		}
		tensor, one, two = out, two, one
	}
	for range place { // the first index
		out := one[:len(tensor)/n]
		clear(out)
		for i, xi := range x {
			floats.AddScaled(out, xi, tensor[i*len(out):(i+1)*len(out)])
		}
		tensor, one, two = out, two, one
	}
	return tensor
}

// addSpike adds λ θ^{⊗p} to the tensor; outer is a buffer of its size.
func addSpike(tensor, outer []float64, signal float64, theta []float64, order int) {
	outer = outer[:len(tensor)]
	outer[0] = signal
	size := 1
	for range order {
		for i := size - 1; i >= 0; i-- { // from the end: entry i becomes entries in, …, in+n−1
			floats.ScaleTo(outer[i*len(theta):(i+1)*len(theta)], outer[i], theta)
		}
		size *= len(theta)
	}
	floats.Add(tensor, outer)
}

// linearTensor is tensorPCA with the noise replaced by its tangent at x.
type linearTensor struct{ tensorPCA }

// NewLinearisedTensorPCA is [NewTensorPCA] in any dimension without its tensors:
//
//	L(x; ζ) = −Σ λ m^p − √P ⟨ζ, x⟩,  ζ ~ N(0, I_N).
//
// By the reduction of NewTensorPCA its spherical gradient at any one x has exactly
// the law of the tensor model's, and SGD looks at each sample at one x only: the law
// of the iterates is the same, and so is the chain. The losses at two points, and
// the variance of the loss, are not those of the tensor model.
func NewLinearisedTensorPCA(terms ...TensorTerm) (Model, error) {
	t, err := newTensorPCA(terms)
	if err != nil {
		return nil, err
	}
	return &linearTensor{t}, nil
}

func (t *linearTensor) String() string { return t.tensorPCA.String() + ", linearised" }

// NewSample has room for ζ.
func (t *linearTensor) NewSample(target []float64) (*Sample, error) {
	s, err := newSample(target)
	if err != nil {
		return nil, err
	}
	s.Y = make([]float64, len(target))
	return s, nil
}

// Draw draws ζ.
func (t *linearTensor) Draw(s *Sample, r *Random) { r.Normals(s.Y) }

// Loss is −Σ λ m^p − √P ⟨ζ, x⟩.
func (t *linearTensor) Loss(x []float64, s *Sample) float64 {
	m := floats.Dot(x, s.Target)
	loss := -t.weight * floats.Dot(s.Y, x)
	for _, term := range t.terms {
		loss -= float64(term.Signal * power(m, term.Order))
	}
	return loss
}

// Gradient is −Σ λ p m^{p−1} θ − √P ζ.
func (t *linearTensor) Gradient(dst, x []float64, s *Sample) {
	floats.ScaleTo(dst, -t.weight, s.Y)
	floats.AddScaled(dst, -t.drift(floats.Dot(x, s.Target)), s.Target)
}

// Reduce splits ζ.
func (t *linearTensor) Reduce(x []float64, s *Sample) Draws {
	d := splitAt(s.Y, x, s.Target)
	return Draws{W: d.W, Q: d.Q}
}
