package sim

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// SGD is online SGD on the sphere of R^N, on real vectors: for each fresh sample
//
//	x̃ = x − (δ/N) ∇L(x; Y),  x' = x̃/‖x̃‖,
//
// ∇ the gradient along the sphere. One sample is one step. It is the witness of
// [Chain]: nothing in it knows how the overlap moves.
//
// Ben Arous, Gheissari, Jagannath 2021, (1.2).
type SGD struct {
	model    Model
	sample   *Sample
	x        []float64
	gradient []float64
}

// NewSGD is SGD on the model with the given target and start, two unit vectors of
// the same dimension N ≥ 2. It keeps copies.
func NewSGD(model Model, target, start []float64) (*SGD, error) {
	if model == nil {
		return nil, fmt.Errorf("sim: no model, want one of the zoo")
	}
	if len(target) != len(start) {
		return nil, fmt.Errorf("sim: target in %d dimensions, start in %d, want the same N", len(target), len(start))
	}
	x, err := unitVector(start, "start")
	if err != nil {
		return nil, err
	}
	sample, err := model.NewSample(target)
	if err != nil {
		return nil, err
	}
	return &SGD{model: model, sample: sample, x: x, gradient: make([]float64, len(x))}, nil
}

// Step draws a sample and descends on it by δ; it returns the overlap. It panics
// unless δ is finite and > 0.
func (g *SGD) Step(r *Random, delta float64) float64 {
	g.model.Draw(g.sample, r)
	return g.Descend(delta)
}

// Descend is the update on the sample as it stands, by δ; it returns the overlap. It
// panics unless δ is finite and > 0.
func (g *SGD) Descend(delta float64) float64 {
	if err := checkDelta(delta); err != nil {
		panic(err)
	}
	g.model.Gradient(g.gradient, g.x, g.sample)
	Tangent(g.gradient, g.x)
	floats.AddScaled(g.x, -delta/float64(len(g.x)), g.gradient)
	floats.Scale(1/math.Sqrt(floats.Dot(g.x, g.x)), g.x)
	return g.Overlap()
}

// Overlap is ⟨x, θ⟩.
func (g *SGD) Overlap() float64 { return floats.Dot(g.x, g.sample.Target) }

// Sample is the sample of the last step. Its data may be replaced before Descend.
func (g *SGD) Sample() *Sample { return g.sample }

// Point is x. It must not be changed; a step overwrites it.
func (g *SGD) Point() []float64 { return g.x }

// Draws is the sample of the last Draw as the chain sees it from x. Between
// drawing and Descend it is what the coming step will use.
func (g *SGD) Draws() Draws { return g.model.Reduce(g.x, g.sample) }

// Tangent projects v onto the tangent space of the sphere at the unit vector x,
//
//	v ↦ v − ⟨v, x⟩ x.
//
// It turns a Euclidean gradient into a spherical one. v and x must have the same
// length.
func Tangent(v, x []float64) { floats.AddScaled(v, -floats.Dot(v, x), x) }

// UniformSphere fills x with a uniform point of the sphere of R^len(x).
func UniformSphere(x []float64, r *Random) error {
	if err := checkDimension(len(x)); err != nil {
		return err
	}
	r.Normals(x)
	floats.Scale(1/math.Sqrt(floats.Dot(x, x)), x)
	return nil
}

// UniformHalfSphere fills x with a uniform point of the half-sphere ⟨x, θ⟩ ≥ 0:
// a uniform point of the sphere, reflected at the origin if need be.
func UniformHalfSphere(x, target []float64, r *Random) error {
	if len(x) != len(target) {
		return fmt.Errorf("sim: target in %d dimensions, start in %d, want the same N", len(target), len(x))
	}
	if err := UniformSphere(x, r); err != nil {
		return err
	}
	if floats.Dot(x, target) < 0 {
		floats.Scale(-1, x)
	}
	return nil
}
