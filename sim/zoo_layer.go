package sim

import (
	"fmt"
	"math"
)

// singleLayer is the index of NewSingleLayer and NewMisspecified.
type singleLayer struct {
	data, fit Activation
	deviation float64 // √D
}

// NewSingleLayer is one neuron learnt from its own kind,
//
//	a ~ N(0, I),  y = f(⟨a, θ⟩) + ε,  L = (y − f(⟨a, x⟩))²,
//
// with ε ~ N(0, D) of variance D ≥ 0. In the reduction Y = a, b = 0 and
//
//	G = 2(f(u) − f(v) − ε) f'(u),  u = U,  v = mU + sW,  ε = √D·Noise.
//
// Ben Arous, Gheissari, Jagannath 2021, §2.1.
func NewSingleLayer(f Activation, variance float64) (Model, error) {
	return NewMisspecified(f, f, variance)
}

// NewMisspecified is data from one activation, fitted by another,
//
//	y = f(⟨a, θ⟩) + ε,  L = (y − g(⟨a, x⟩))²,  G = 2(g(u) − f(v) − ε) g'(u),
//
// all else as in [NewSingleLayer]. Ben Arous, Gheissari, Jagannath 2021, Remark 2.3.
func NewMisspecified(data, fit Activation, variance float64) (Model, error) {
	if data == nil || fit == nil {
		return nil, fmt.Errorf("sim: no activation, want one for the data and one for the fit")
	}
	if !(variance >= 0) || !finite(variance) {
		return nil, fmt.Errorf("sim: noise variance D = %v, want a finite number ≥ 0", variance)
	}
	return &features{index: singleLayer{data, fit, math.Sqrt(variance)}}, nil
}

func (l singleLayer) String() string {
	name := "single layer, " + l.data.String()
	if fit := l.fit.String(); fit != l.data.String() {
		name += " fitted by " + fit
	}
	if l.deviation > 0 {
		name += fmt.Sprintf(", noise variance %.6g", l.deviation*l.deviation)
	}
	return name
}

// hide is ε/√D ~ N(0,1); without noise it takes no draw.
func (l singleLayer) hide(r *Random) float64 {
	if l.deviation == 0 {
		return 0
	}
	return r.Normal()
}

func (l singleLayer) reveal(v, hidden float64) (shift, label float64) {
	return 0, l.data.At(v) + float64(l.deviation*hidden)
}

func (l singleLayer) loss(z, label float64) float64 {
	d := label - l.fit.At(z)
	return d * d
}

func (l singleLayer) slope(z, label float64) float64 {
	return 2 * (l.fit.At(z) - label) * l.fit.Slope(z)
}

// atoms is ε = ±√D, which has the mean and the variance of the noise: the loss is
// of degree 2 in ε and G of degree 1.
func (l singleLayer) atoms(v float64) [2]atom {
	f := l.data.At(v)
	return [2]atom{{0.5, 0, f - l.deviation}, {0.5, 0, f + l.deviation}}
}

// row is E ℓ and E A over the noise alone as functions of w: g and g' are the same in a row.
func (l singleLayer) row(m, u float64) row {
	s := sine(m)
	fit, slope, variance := l.fit.At(u), l.fit.Slope(u), l.deviation*l.deviation
	return func(w float64) (loss, pull float64) {
		d := fit - l.data.At(float64(m*u)+float64(s*w))
		return float64(d*d) + variance, 2 * d * slope * w
	}
}

func (l singleLayer) corner() bool { return hasCorner(l.data) || hasCorner(l.fit) }
