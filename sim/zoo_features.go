package sim

import "gonum.org/v1/gonum/floats"

// features is a model whose loss sees the data through one projection only:
//
//	Y = a + b θ,  a ~ N(0, I_N),  L(x; Y) = ℓ(⟨Y, x⟩, y),
//
// where the shift b and the label y are functions of v = ⟨a, θ⟩ and of a hidden
// variable that is independent of a.
//
// Reduction. With G = ∂ℓ/∂⟨Y, x⟩ the Euclidean gradient is G Y, and the spherical
// one G (Y − ⟨Y, x⟩x). Write a = U x + W e + rest. Then
//
//	v = m U + s W,  ⟨Y, x⟩ = U + b m,  ⟨Y, e⟩ = W + b s,
//
// and θ has no part along the rest, so ‖rest of Y‖² = ‖rest of a‖² = Q. Hence
//
//	A = G (W + b s),  B = G² Q.
//
// G depends on U, W and the hidden variable only, so that Q is independent of it.
type features struct{ index }

// index is what tells one model with features from another.
type index interface {
	String() string
	// hide draws the hidden variable.
	hide(r *Random) float64
	// reveal is the shift b and the label y.
	reveal(v, hidden float64) (shift, label float64)
	// loss is ℓ and slope is G, at z = ⟨Y, x⟩.
	loss(z, label float64) float64
	slope(z, label float64) float64
	// atoms is a law of (b, y) on at most two points under which ℓ and G have the
	// same means, given v, as under the model.
	atoms(v float64) [2]atom
	// corner reports whether ℓ or G has a corner at u = 0 or v = 0.
	corner() bool
}

// atom is a point (b, y) and its probability.
type atom struct{ weight, shift, label float64 }

// Deal draws U, W and the hidden variable.
func (f *features) Deal(r *Random) Draws {
	u := r.Normal()
	w := r.Normal()
	return Draws{U: u, W: w, Noise: f.hide(r)}
}

// GradientParts is A = G (W + b s) and B = G² Q.
func (f *features) GradientParts(m float64, d Draws) (along, rest float64) {
	s := sine(m)
	shift, label := f.reveal(float64(m*d.U)+float64(s*d.W), d.Noise)
	g := f.slope(d.U+float64(m*shift), label)
	return g * (d.W + float64(s*shift)), g * g * d.Q
}

// NewSample has room for Y.
func (f *features) NewSample(target []float64) (*Sample, error) {
	s, err := newSample(target)
	if err != nil {
		return nil, err
	}
	s.Y = make([]float64, len(target))
	s.scratch[0] = make([]float64, len(target))
	return s, nil
}

// Draw draws a, the hidden variable, and from them Y and the label.
func (f *features) Draw(s *Sample, r *Random) {
	r.Normals(s.Y)
	f.label(s, r)
}

// label makes of the vector a in s.Y, whatever its law, a sample of the model.
func (f *features) label(s *Sample, r *Random) {
	s.Noise = f.hide(r)
	s.Shift, s.Label = f.reveal(floats.Dot(s.Y, s.Target), s.Noise)
	if s.Shift != 0 {
		floats.AddScaled(s.Y, s.Shift, s.Target)
	}
}

// Loss is ℓ(⟨Y, x⟩, y).
func (f *features) Loss(x []float64, s *Sample) float64 {
	return f.loss(floats.Dot(s.Y, x), s.Label)
}

// Gradient is G Y.
func (f *features) Gradient(dst, x []float64, s *Sample) {
	floats.ScaleTo(dst, f.slope(floats.Dot(s.Y, x), s.Label), s.Y)
}

// Reduce splits a = Y − b θ.
func (f *features) Reduce(x []float64, s *Sample) Draws {
	a := s.scratch[0]
	floats.AddScaledTo(a, s.Y, -s.Shift, s.Target)
	d := splitAt(a, x, s.Target)
	d.Noise = s.Noise
	return d
}
