package sim

import (
	"fmt"
	"math"
	"math/bits"
)

// Random is a stream of random numbers: xoshiro256++ (Blackman and Vigna
// 2021; period 2²⁵⁶ − 1), seeded through SplitMix64. Each replica owns one, so
// its path depends on its seed alone, not on what runs beside it.
//
// The stream is part of what golden files pin. Every real draw states which
// words it takes; a word, and a bit of a word, is used for one purpose only:
//
//	Uniform      one word: bits 12–63 choose one of 2⁵² points
//	Normal       one word: bits 0–7 the layer, bits 11–63 the signed abscissa;
//	             beyond the layer's core (1.5 % of the words) further Uniforms
//	Exponential  one Uniform
//	ChiSquared   a Normal and a Uniform for each trial
//
// Random is a source for math/rand/v2. The zero value is not usable, and a
// Random is not safe for concurrent use.
type Random struct{ s0, s1, s2, s3 uint64 }

// NewRandom is the stream with the given seed.
func NewRandom(seed uint64) *Random {
	r := new(Random)
	r.Seed(seed)
	return r
}

// Seed restarts the stream. Its state is four successive outputs of
// SplitMix64, which are distinct, so the forbidden state 0 never occurs.
func (r *Random) Seed(seed uint64) {
	r.s0 = splitMix64(&seed)
	r.s1 = splitMix64(&seed)
	r.s2 = splitMix64(&seed)
	r.s3 = splitMix64(&seed)
}

// splitMix64 is the generator of Steele, Lea and Flood 2014, a bijection of a
// counter that advances by the odd part of 2⁶⁴/golden ratio.
func splitMix64(state *uint64) uint64 {
	*state += 0x9e3779b97f4a7c15
	z := *state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Uint64 is a uniform word of 64 bits.
func (r *Random) Uint64() uint64 {
	word := bits.RotateLeft64(r.s0+r.s3, 23) + r.s0
	t := r.s1 << 17
	r.s2 ^= r.s0
	r.s3 ^= r.s1
	r.s1 ^= r.s2
	r.s0 ^= r.s3
	r.s2 ^= t
	r.s3 = bits.RotateLeft64(r.s3, 45)
	return word
}

// Uniform is uniform on the open interval (0, 1): an odd multiple of 2⁻⁵³, the
// midpoint of one of 2⁵² equal cells. Its law is symmetric about ½ exactly.
func (r *Random) Uniform() float64 { return unit(r.Uint64()) }

func unit(word uint64) float64 { return float64(int64(word>>11|1)) * 0x1p-53 }

// Exponential is exponential with mean 1, −ln of a Uniform. It lies between
// 2⁻⁵³ and 53 ln 2 = 36.7; the mass beyond is 1.1e-16.
func (r *Random) Exponential() float64 { return -math.Log(r.Uniform()) }

// Normal is normal with mean 0 and variance 1, by the ziggurat of Marsaglia and
// Tsang 2000 with 256 layers, Doornik's 2005 independent bits, and mantissas
// of 53 bits.
//
// Layer i spans |x| < X_i and all layers have the same area. A word gives the
// layer i (bits 0–7) and an odd integer j, |j| < 2⁵³ (bits 11–63); x = jX_i/2⁵³
// is uniform on the layer, in midpoints of 2⁵³ cells, symmetric about 0 exactly.
// If |x| < X_{i+1} the layer lies wholly below the density and x is the draw.
// Otherwise x is at the density's edge or, in the lowest layer, in the tail.
func (r *Random) Normal() float64 {
	for {
		word := r.Uint64()
		l := &layers[word&255]
		j := int64(word)>>10 | 1
		x := float64(j) * l.scale
		if j^j>>63 < l.core {
			return x
		}
		if x, ok := r.edge(x, word); ok {
			return x
		}
	}
}

// Normals fills dst with what as many calls of Normal return, faster.
func (r *Random) Normals(dst []float64) {
	for len(dst) > 0 {
		filled, word, x := r.cores(dst)
		dst = dst[filled:]
		if len(dst) == 0 {
			return
		}
		if x, ok := r.edge(x, word); ok {
			dst[0] = x
			dst = dst[1:]
		}
	}
}

// cores fills dst up to the first abscissa beyond the core of its layer, and returns
// how far it came, that abscissa, and its word. The state is kept in registers.
func (r *Random) cores(dst []float64) (filled int, word uint64, x float64) {
	s0, s1, s2, s3 := r.s0, r.s1, r.s2, r.s3
	for filled = range dst {
		word = bits.RotateLeft64(s0+s3, 23) + s0
		t := s1 << 17
		s2 ^= s0
		s3 ^= s1
		s1 ^= s2
		s0 ^= s3
		s2 ^= t
		s3 = bits.RotateLeft64(s3, 45)

		l := &layers[word&255]
		j := int64(word)>>10 | 1
		x = float64(j) * l.scale
		if j^j>>63 >= l.core {
			r.s0, r.s1, r.s2, r.s3 = s0, s1, s2, s3
			return filled, word, x
		}
		dst[filled] = x
	}
	r.s0, r.s1, r.s2, r.s3 = s0, s1, s2, s3
	return len(dst), word, x
}

// edge decides on an abscissa x beyond the core of its layer, word & 255.
//
// Layer i > 0: x is kept if a height, uniform over the layer's, lies below the
// density f(x) = e^{−x²/2}. The chord of f over the layer's edge tells for six edges in
// seven: f is nowhere further from it than the slack. Layer 0: the part beyond R stands for the
// tail, which Marsaglia's 1964 method draws exactly: R + E/R with E exponential, kept
// with probability e^{−(E/R)²/2}, under the sign of x.
func (r *Random) edge(x float64, word uint64) (float64, bool) {
	i := word & 255
	if i > 0 {
		u, e := r.Uniform(), &edges[i]
		if above := e.end - math.Abs(x) - u*e.width; math.Abs(above) > e.slack {
			return x, above > 0
		}
		low, high := densities[i], densities[i+1]
		return x, low+float64(u*(high-low)) < math.Exp(-0.5*x*x)
	}
	for {
		beyond := r.Exponential() / abscissas[1]
		if 2*r.Exponential() > beyond*beyond {
			return math.Copysign(abscissas[1]+beyond, x), true
		}
	}
}

// layer is what the fast path needs of a layer: X_i/2⁵³, and the bound on j that
// says |x| < X_{i+1}. With the bound C even and j odd, |j| < C means that j, or its
// complement −j−1 if j < 0, is below C: j ^ j>>63 < C.
type layer struct {
	scale float64
	core  int64
}

// edge is what tells the chord of a layer's edge from the density: X_i, X_i − X_{i+1},
// and a bound on their distance. Along the abscissa, with w the width and f the density,
//
//	slack = w³ max|f″|/8(f(X_{i+1}) − f(X_i)),  |f″| = |x² − 1|f ≤ max(|X_i² − 1|, |X_{i+1}² − 1|) f(X_{i+1}),
//
// by the remainder of linear interpolation. 10⁻¹² covers the rounding, a few
// 2⁻⁵² over the slope of the chord, which is 0.006 at least.
type edge struct{ end, width, slack float64 }

var (
	layers    [256]layer
	edges     [256]edge
	densities [257]float64 // e^{−X_i²/2}
)

func init() {
	for i := range layers {
		scale, next := abscissas[i]*0x1p-53, abscissas[i+1]
		core := int64(next/scale) &^ 1 // the least even number such that core+1, the next odd, is out
		for ; float64(float64(core+1)*scale) < next; core += 2 {
		}
		for ; core > 0 && float64(float64(core-1)*scale) >= next; core -= 2 {
		}
		layers[i] = layer{scale, core}
	}
	for i, x := range abscissas {
		densities[i] = math.Exp(-0.5 * x * x)
	}
	for i := range edges {
		end, start := abscissas[i], abscissas[i+1]
		w, bend := end-start, math.Max(math.Abs(end*end-1), math.Abs(start*start-1))*densities[i+1]
		edges[i] = edge{end, w, w*w*w*bend/(8*(densities[i+1]-densities[i])) + 1e-12}
	}
}

// ChiSquared is the χ² law with a fixed number of degrees of freedom ν, its
// constants computed once. With ν = N−2 it is the squared length of what
// remains of a Gaussian vector outside a plane.
//
// It is the gamma law of shape a = ν/2 and scale 2, drawn by Marsaglia and Tsang
// 2000: with d = a − ⅓, x normal, t = x/√(9d) > −1 and u uniform, 2d(1+t)³ is kept
// if
//
//	ln u < h(t),  h(t) = x²/2 + d(1 − (1+t)³ + 3 ln(1+t)) = 3d g(t),
//	g(t) = ln(1+t) − t + t²/2 − t³/3.
//
// Squeeze for the fixed shape: u < 1 − Kt⁴ and t > −½ imply ln u < h(t), where
// K = 3κd and κ = 16(ln 2 − ⅔) = 0.4237. Proof: g(0) = 0 and g'(t) = −t³/(1+t), so
//
//	−g(t)/t⁴ = t⁻⁴ ∫₀ᵗ s³/(1+s) ds
//
// is a mean of ¼/(1+s) over s between 0 and t with weight 4s³/t⁴. As 1/(1+s)
// decreases, so does the mean as a function of t; at t = −½ it is κ. Hence
// h(t) ≥ −Kt⁴, and u < 1 − Kt⁴ ≤ e^{−Kt⁴} ≤ e^{h(t)}. In x the bound reads
// 1 − 0.0157x⁴/d. κ is rounded up in its fifth digit, which leaves a margin
// of 3e-5·Kt⁴ and, near t = 0 where −g = t⁴/4, of 0.41·Kt⁴. So no
// logarithm is taken for all but O(1/ν) of the draws.
//
// The method needs a ≥ 1. For 0 < ν < 2 the shape is raised by one and the draw
// multiplied by u^{1/a}, which underflows to 0 for the smallest draws of a small
// ν; for ν = 1 it is the square of a normal; for ν = 0 it is 0 and takes no words.
type ChiSquared struct {
	dof     float64
	twoD    float64 // 2d
	slope   float64 // 1/√(9d)
	squeeze float64 // K
	boost   float64 // 1/a if 0 < ν < 2, else 0
}

const kappa = 0.4237 // 16(ln 2 − ⅔) = 0.42368821…, rounded up

// NewChiSquared is the χ² law with dof degrees of freedom, a finite number ≥ 0,
// not necessarily whole.
func NewChiSquared(dof float64) (ChiSquared, error) {
	if !(dof >= 0) || math.IsInf(dof, 1) {
		return ChiSquared{}, fmt.Errorf("sim: %v degrees of freedom, want a finite number ≥ 0", dof)
	}
	shape, boost := dof/2, 0.0
	if 0 < shape && shape < 1 {
		boost = 1 / shape
		shape++
	}
	d := shape - 1./3
	return ChiSquared{
		dof:     dof,
		twoD:    2 * d,
		slope:   1 / (3 * math.Sqrt(math.Max(d, 0))),
		squeeze: 3 * kappa * d,
		boost:   boost,
	}, nil
}

// Draw is a draw from the law.
func (c *ChiSquared) Draw(r *Random) float64 {
	switch {
	case c.dof == 0:
		return 0
	case c.dof == 1:
		x := r.Normal()
		return x * x
	case c.boost > 0:
		return c.raised(r) * math.Pow(r.Uniform(), c.boost)
	}
	return c.raised(r)
}

// raised is a draw for a shape ≥ 1.
func (c *ChiSquared) raised(r *Random) float64 {
	for {
		t := r.Normal() * c.slope
		if t <= -1 {
			continue
		}
		u, t2 := r.Uniform(), t*t
		if t > -0.5 && u < 1-float64(t2*t2*c.squeeze) || math.Log(u) < c.logKeep(t) {
			return c.twoD * ((1 + t) * (1 + t) * (1 + t))
		}
	}
}

// logKeep is h(t), the logarithm of the probability to keep t. The difference
// of ln(1+t) and its expansion leaves an error of a few d|t|·2⁻⁵².
func (c *ChiSquared) logKeep(t float64) float64 {
	return 1.5 * c.twoD * (math.Log1p(t) - t*(1-t*(0.5-t/3)))
}

// Draws fills dst with what as many calls of Draw return, faster.
func (c *ChiSquared) Draws(r *Random, dst []float64) {
	if c.dof < 2 {
		for i := range dst {
			dst[i] = c.Draw(r)
		}
		return
	}
	for len(dst) > 0 {
		dst = dst[c.squeezed(r, dst):]
		if len(dst) > 0 {
			dst[0] = c.raised(r)
			dst = dst[1:]
		}
	}
}

// squeezed fills dst up to the first draw that the squeeze does not keep at once, and
// returns how far it came; the stream stands before that draw.
func (c *ChiSquared) squeezed(r *Random, dst []float64) (filled int) {
	twoD, slope, squeeze := c.twoD, c.slope, c.squeeze
	s0, s1, s2, s3 := r.s0, r.s1, r.s2, r.s3
	for i := range dst {
		r.s0, r.s1, r.s2, r.s3 = s0, s1, s2, s3
		word := bits.RotateLeft64(s0+s3, 23) + s0
		a := s1 << 17
		s2 ^= s0
		s3 ^= s1
		s1 ^= s2
		s0 ^= s3
		s2 ^= a
		s3 = bits.RotateLeft64(s3, 45)

		l := &layers[word&255]
		j := int64(word)>>10 | 1
		t := float64(j) * l.scale * slope
		t2 := t * t
		word = bits.RotateLeft64(s0+s3, 23) + s0
		if j^j>>63 >= l.core || t <= -0.5 || unit(word) >= 1-float64(t2*t2*squeeze) {
			return i
		}
		dst[i] = twoD * ((1 + t) * (1 + t) * (1 + t))
		a = s1 << 17
		s2 ^= s0
		s3 ^= s1
		s1 ^= s2
		s0 ^= s3
		s2 ^= a
		s3 = bits.RotateLeft64(s3, 45)
	}
	r.s0, r.s1, r.s2, r.s3 = s0, s1, s2, s3
	return len(dst)
}
