package theory

import (
	"fmt"
	"math"
)

// needMirror is that |m| is a walk of its own where the information exponent is even: that φ, V and σ² are even, so that a step
// from −m is the mirror image of one from m. An even exponent alone does not make them so: for .3He₂ + He₃, or a tensor
// sum of orders 2 and 3, φ has odd terms of higher order. They are told by their values at overlaps up to .9. An odd exponent
// needs no mirror: the overlap itself passes.
func (s *SingleIndex) needMirror() error {
	if s.Exponent%2 == 1 {
		return nil
	}
	const rounding = 1e-9
	for _, part := range []struct {
		name string
		at   func(m float64) float64
		sign float64
	}{{"φ′", s.slope, -1}, {"V", s.power, 1}, {"σ²", s.noise, 1}} {
		var scale float64
		overlaps := [...]float64{0.1, 0.3, 0.5, 0.7, 0.9}
		for _, m := range overlaps {
			scale = max(scale, math.Abs(part.at(m)))
		}
		for _, m := range overlaps {
			above, below := part.at(m), part.at(-m)
			if math.Abs(below-part.sign*above) > rounding*scale {
				return fmt.Errorf("theory: %s: k = %d and %s(%v) = %v, %[3]s(−%[4]v) = %[6]v: want φ, V and σ² even where k is", s.Name, s.Exponent, part.name, m, above, below)
			}
		}
	}
	return nil
}
