package theory

import (
	"errors"
	"fmt"
	"math"
)

// The side on which a diffusion leaves an interval and the mean time that it takes are two
// integrals. With mean and variance those of a step and
//
//	Φ(m) = −∫_0^m 2·mean/variance,  S(m) = ∫_0^m e^Φ,
//
// S is its scale function. In dimension N they hold for the chain of overlaps as far as
// [Passage] does; N → ∞ takes nothing away.

// SignLossAt is the probability, in dimension n, that the overlap leaves (−η, η) on the other
// side than it started, for information exponent 2 and a constant step size,
//
//	½ (1 − E S(m₀)/S(η)),  m₀ uniform on the half-sphere,
//
// to 1e-7: E is a sum over cells of 1/2048 of the start's width. Its limit
// is [EscapeLaw.SignLoss]. It is an error when the exponent is not 2, φ, V or σ² is not even, n < 2, δ is
// not positive or η is outside (0, 1). Derived.
func (s *SingleIndex) SignLossAt(n int, delta, eta float64) (float64, error) {
	if err := errors.Join(s.needExponent(2), s.needMirror(), needRun(n, delta), needLevel(eta)); err != nil {
		return 0, err
	}
	p := walk{s: s, n: float64(n), step: func(float64) float64 { return delta }, eta: eta}
	law := StartLaw{n}
	var kept float64
	all := p.climb(0, eta, func(c climb) {
		kept += (law.Tail(c.from) - law.Tail(c.to)) * (c.scale + c.cell/2) // the cells are small on the scale of the start
	})
	kept += law.Tail(eta) * all
	return (1 - kept/all) / 2, nil
}

// ExitTime is the mean number of steps, in dimension n, from m = 0 to η,
//
//	∫_0^η e^{Φ(y)} ∫_low^y 2e^{−Φ(x)}/variance(x) dx dy,
//
// low being 0, where |m| reflects, for even k, otherwise so far below that it does not count.
// Far above the barrier the time is that of the flow. It is an error when k < 3, k is even and φ, V or σ² is not, n < 2, δ is not positive, η is
// outside (0, 1), the barrier is higher than 600, or the flow does not reach η. Derived.
func (s *SingleIndex) ExitTime(n int, delta, eta float64) (float64, error) {
	if err := errors.Join(s.needHard(), s.needMirror(), needRun(n, delta), needLevel(eta)); err != nil {
		return 0, err
	}
	barrier, err := s.TrapExponent(n, delta)
	if err != nil {
		return 0, err
	}
	if !(barrier <= 600) {
		return 0, fmt.Errorf("theory: barrier exponent = %v, want at most 600", barrier)
	}
	p := walk{s: s, n: float64(n), step: func(float64) float64 { return delta }, eta: eta, folded: s.Exponent%2 == 0}
	var inner, time, highest float64 // inner is e^Φ times the inner integral, at the end of a cell
	end, over := eta, false
	p.climb(p.low()/math.Sqrt(p.n), eta, func(c climb) {
		if over {
			return
		}
		before := inner
		inner = c.rise*inner + c.width/6*(c.rise*2/c.variance[0]+4*c.riseFromMiddle*2/c.variance[1]+2/c.variance[2])
		if c.from < 0 {
			return
		}
		time += (before + inner) / 2 * c.width
		highest = max(highest, c.potential)
		if c.potential < highest-40 {
			end, over = c.to, true
		}
	})
	if !over {
		return time, nil
	}
	rest, err := s.HittingTime(n, delta, end, eta)
	return time + rest, err
}

// climb is a cell of an integral along the overlap.
type climb struct {
	from, to, width      float64
	scale, cell          float64 // ∫e^Φ from 0, or from the lower end above it, to from, and over the cell
	potential            float64 // Φ(to)
	rise, riseFromMiddle float64 // e^{Φ(to) − Φ(from)}, e^{Φ(to) − Φ(middle)}
	variance             [3]float64
}

// climb goes through the cells from one overlap to another, equal in arsinh(√N m), with 0 at an end of one. It
// returns ∫e^Φ over those above 0, by Simpson's rule in each.
func (p walk) climb(from, to float64, visit func(climb)) (scale float64) {
	root := math.Sqrt(p.n)
	const width = 1. / 2048
	overlap := func(y float64) float64 { return math.Sinh(y) / root }
	// at is the slope of Φ in y and the variance; next to 0, where a growing step vanishes, they are those a little above
	at := func(y float64) (a ascent) {
		m := overlap(y)
		if math.Abs(m) < 1e-9/root {
			m = 1e-9 / root
		}
		mean, variance := p.moments(m)
		return ascent{y, -2 * mean / variance * math.Cosh(y) / root, variance}
	}
	bottom, top := math.Asinh(root*from), math.Asinh(root*to)
	below := int(math.Ceil(-bottom / width))
	cells := below + int(math.Ceil(top/width))
	end := func(i int) float64 {
		if i < below {
			return bottom * (1 - float64(i)/float64(below))
		}
		return top * float64(i-below) / float64(cells-below)
	}
	potential := 0.0 // Φ at the lower end, for a start below 0
	for high, i := at(end(below)), below-1; i >= 0; i-- {
		low := at(end(i))
		potential -= simpson(low, at((low.y+high.y)/2), high)
		high = low
	}
	low := at(end(0))
	for i := range cells {
		high := at(end(i + 1))
		middle := at((low.y + high.y) / 2)
		half := simpson(low, at((low.y+middle.y)/2), middle)
		whole := half + simpson(middle, at((middle.y+high.y)/2), high)
		c := climb{from: overlap(low.y), to: overlap(high.y), scale: scale, potential: potential + whole}
		c.width = c.to - c.from
		c.rise, c.riseFromMiddle = math.Exp(whole), math.Exp(whole-half)
		c.variance = [3]float64{low.variance, middle.variance, high.variance}
		c.cell = c.width / 6 * (math.Exp(potential) + 4*math.Exp(potential+half) + math.Exp(c.potential))
		visit(c)
		if i >= below {
			scale += c.cell
		}
		potential = c.potential
		low = high
	}
	return scale
}

// ascent is the slope of Φ by y = arsinh(√N m), −2·mean/variance·dm/dy, and the variance of a step, at one y.
type ascent struct{ y, slope, variance float64 }

// simpson is the integral of a slope over a cell, from its ends and its middle.
func simpson(low, middle, high ascent) float64 {
	return (high.y - low.y) / 6 * (low.slope + 4*middle.slope + high.slope)
}
