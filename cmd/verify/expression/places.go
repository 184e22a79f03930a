package expression

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

const gridStep = 1.0 / 128

// grid is the points where a function is examined, from 0 outwards.
var grid = func() (g []float64) {
	for i := 0; float64(i)*gridStep <= Reach; i++ {
		if i > 0 {
			g = append(g, -float64(i)*gridStep)
		}
		g = append(g, float64(i)*gridStep)
	}
	return g
}()

// examine refuses a function that is not finite somewhere, inside or out, or that is constant.
func (c *compiler) examine(t *term) *Error {
	if c.work > maxWork {
		return c.fail(t.place, "nested too deeply")
	}
	for _, x := range []float64{0, 1, -1} { // what is undefined everywhere is said of 0
		if err := c.inside(t, x); err != nil {
			return err
		}
	}
	for _, g := range c.guards {
		places := slices.DeleteFunc(zeros(g.argument, true), func(z float64) bool { // a jump across 0 is none
			return math.Abs(g.argument.at(z)) > 1e-6*(1+math.Abs(g.argument.at(z+gridStep)))
		})
		if len(places) > 0 {
			nearest := slices.MinFunc(places, func(a, b float64) int { return cmp.Compare(math.Abs(a), math.Abs(b)) })
			return c.fail(g.place, fmt.Sprintf("%s at x = %.6g", g.message, nearest))
		}
	}
	lowest, highest := math.Inf(1), math.Inf(-1)
	for _, x := range grid {
		v := t.at(x)
		sound := finite(v)
		for _, a := range c.absorbed {
			sound = sound && finite(a.at(x))
		}
		if !sound {
			if err := c.inside(t, x); err != nil {
				return err
			}
		}
		lowest, highest = min(lowest, v), max(highest, v)
	}
	if highest-lowest <= 0x1p-46*max(math.Abs(lowest), math.Abs(highest)) {
		return c.fail(0, fmt.Sprintf("constant, %.6g everywhere but for rounding, want a function of x", lowest))
	}
	return nil
}

// inside is the error of the innermost part that is not finite at x, or nil.
func (c *compiler) inside(t *term, x float64) *Error {
	for _, a := range t.arguments {
		if err := c.inside(a, x); err != nil {
			return err
		}
	}
	v := t.at(x)
	if finite(v) {
		return nil
	}
	var first, second float64
	if len(t.arguments) > 0 {
		first = t.arguments[0].at(x)
	}
	if len(t.arguments) > 1 {
		second = t.arguments[1].at(x)
	}
	switch {
	case t.name == "/" && second == 0, t.name == "^" && first == 0:
		return c.fail(t.place, fmt.Sprintf("division by zero at x = %.6g", x))
	case (t.name == "log" || t.name == "sqrt") && first <= 0:
		return c.fail(t.place, fmt.Sprintf("%s of %.6g at x = %.6g", t.name, first, x))
	case t.name == "^" && first < 0:
		return c.fail(t.place, fmt.Sprintf("%.6g to the power %.6g, at x = %.6g, is complex", first, second, x))
	case math.IsNaN(v):
		return c.fail(t.place, fmt.Sprintf("not a number at x = %.6g", x))
	}
	return c.fail(t.place, fmt.Sprintf("too large for a float64 at x = %.6g, want a finite number for |x| ≤ %v", x, Reach))
}

// maxBreaks is the largest number of places where a function changes its form.
const maxBreaks = 64

// breaks is where the branches of the function change.
func (c *compiler) breaks() ([]float64, *Error) {
	var places []float64
	for _, b := range c.branched {
		places = sorted(append(places, zeros(b.argument, b.touches)...))
		if len(places) > maxBreaks {
			return nil, c.fail(b.argument.place, fmt.Sprintf("more than %d corners and jumps in |x| ≤ %v", maxBreaks, Reach))
		}
	}
	return places, nil
}

// smooth refuses a slope that is not finite on the grid away from the breaks.
func (c *compiler) smooth(t *term, breaks []float64) *Error {
	for _, x := range grid {
		if _, d := t.dual(x); finite(d) {
			continue
		}
		near := math.Inf(1)
		for _, b := range breaks {
			near = min(near, math.Abs(x-b))
		}
		if near > 1e-9 {
			return c.fail(t.place, fmt.Sprintf("the slope is not a finite number at x = %.6g", x))
		}
	}
	return nil
}

// zeros is where t changes its sign, and with touches where it comes to 0 without one, in |x| ≤
// Reach. Of a polynomial none is missed but for rounding; see the comment of the package for others.
func zeros(t *term, touches bool) []float64 {
	if t.constant {
		return nil
	}
	if t.polynomial != nil {
		return polynomialZeros(t.polynomial, touches)
	}
	value := t.at
	slope := func(x float64) float64 { _, d := t.dual(x); return d }
	var places []float64
	points := int(2*Reach/gridStep) + 1
	x, v, d := -Reach, value(-Reach), slope(-Reach)
	for i := 1; i < points; i++ {
		y := -Reach + float64(i)*gridStep
		w, e := value(y), slope(y)
		switch {
		case sign(v)*sign(w) < 0:
			places = append(places, crossing(value, x, y))
		case w == 0 && v != 0: // crosses or touches at a grid point, or stays at 0
			if next := value(y + gridStep); touches || sign(next) != sign(v) {
				places = append(places, y)
			}
		case v == 0 && w != 0 && value(x-gridStep) == 0: // leaves 0
			places = append(places, x)
		case sign(d)*sign(e) < 0 && v != 0 && w != 0 && (v > 0) == (d < 0): // an extremum towards 0
			z := crossing(slope, x, y)
			u := value(z)
			switch {
			case sign(u)*sign(v) < 0:
				places = append(places, crossing(value, x, z), crossing(value, z, y))
			case touches && math.Abs(u) <= 1e-12*max(math.Abs(v), math.Abs(w)):
				places = append(places, z)
			}
		}
		x, v, d = y, w, e
	}
	return sorted(places)
}

// crossing is where f changes its sign between a < b, to neighbouring numbers.
func crossing(f func(float64) float64, a, b float64) float64 {
	low := sign(f(a))
	for range 200 {
		mid := a + (b-a)/2
		if mid == a || mid == b {
			break
		}
		switch s := sign(f(mid)); {
		case s == 0:
			return mid
		case s == low:
			a = mid
		default:
			b = mid
		}
	}
	return b
}

// polynomialZeros is the zeros of p: between neighbouring zeros of p′ it is monotone and has at most
// one. A zero of p′ is one of p, of even order if p keeps its sign, where |p| is rounding.
func polynomialZeros(p []float64, touches bool) []float64 {
	if len(p) < 2 {
		return nil
	}
	at := func(x float64) float64 { v, _ := horner(p, x); return v }
	slope := make([]float64, len(p)-1)
	for i := range slope {
		slope[i] = float64(i+1) * p[i+1]
	}
	ends := append([]float64{-Reach}, polynomialZeros(slope, false)...)
	ends = append(ends, Reach)
	var places []float64
	for i := 1; i < len(ends); i++ {
		a, b := ends[i-1], ends[i]
		if v, w := sign(at(a)), sign(at(b)); v*w < 0 {
			places = append(places, crossing(at, a, b))
		} else if w == 0 && v != 0 {
			if next := i + 1; touches || next < len(ends) && sign(at(ends[next])) != v {
				places = append(places, b)
			}
		} else if v, rounding := horner(p, b); touches && i+1 < len(ends) && math.Abs(v) <= rounding {
			places = append(places, b)
		}
	}
	return sorted(places)
}

// horner is p(x) and a bound on its rounding, 2⁻⁵² (degree + 1) Σ |p_i x^i|, twice.
func horner(p []float64, x float64) (at, rounding float64) {
	for i := len(p) - 1; i >= 0; i-- {
		at = at*x + p[i]
		rounding = rounding*math.Abs(x) + math.Abs(p[i])
	}
	return at, rounding * 0x1p-51 * float64(len(p))
}
