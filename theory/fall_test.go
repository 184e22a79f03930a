package theory

import (
	"math"
	"strings"
	"testing"
)

// u(m) = E_m e^{−τ/M} solves ½vu″ + bu′ = u/M, u′ = 0 where it is reflected: p = u′/u solves the Riccati
// equation p′ = 2(1/M − bp)/v − p², and u(from)/u(to) = e^{∫p}. Here it is by Runge's and Kutta's rule, not node by node.
func TestFallBoundByRiccati(t *testing.T) {
	matrix := mustTensor(t, 2, 2)
	linear, err := MonomialLayer(1, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		s               *SingleIndex
		n, alpha, delta float64
		from, to        float64
	}{{matrix, 30, 100, 0.5, 0.9, 0.8}, {matrix, 60, 20, 0.4, 0.9, 0.8}, {linear, 40, 5, 0.5, 0.85, 0.7}, {linear, 100, 1000, 0.4, 0.9, 0.8}} {
		bound, within, err := c.s.FallBound(c.n, c.alpha, c.delta, c.from, c.to)
		if err != nil {
			t.Fatal(err)
		}
		rest, err := c.s.RestingOverlap(c.delta)
		if err != nil {
			t.Fatal(err)
		}
		p := walk{s: c.s, n: c.n, step: func(float64) float64 { return c.delta }}
		slope := func(m, y float64) float64 {
			b, v := p.velocities(m)
			return 2*(1/(c.alpha*c.delta)-b*y)/v - y*y
		}
		const steps = 100_000
		top := (c.from + rest) / 2
		h, m, y, log := (top-c.to)/steps, top, 0.0, 0.0
		for range steps {
			k1 := slope(m, y)
			k2 := slope(m-h/2, y-h/2*k1)
			k3 := slope(m-h/2, y-h/2*k2)
			k4 := slope(m-h, y-h*k3)
			next := y - h/6*(k1+2*k2+2*k3+k4)
			if m-h < c.from {
				log += h * (y + next) / 2
			}
			m, y = m-h, next
		}
		want := math.Min(1, math.Exp(1+log))
		near(t, c.s.Name+": log of the bound", math.Log(bound), math.Log(want), 2*within/bound+h*math.Abs(y)) // the first cell below from is a part of one
		if within > 0.1*bound {
			t.Errorf("%s: bound %v within %v, want a tenth at most", c.s.Name, bound, within)
		}
	}
}

// It falls faster than any power of N, to 0 where it is no normal number.
func TestFallBoundVanishes(t *testing.T) {
	s := mustTensor(t, 3, 2)
	before := 1.0
	for _, n := range []float64{20, 50, 1e3, 1e6, 1e12} {
		bound, _, err := s.FallBound(n, n, 0.5/math.Sqrt(n), 0.9, 0.8)
		if err != nil || !(bound < before/n || bound == 0) {
			t.Errorf("at N = %v: bound %v after %v, %v", n, bound, before, err)
		}
		before = bound
	}
}

func TestFallBoundRefuses(t *testing.T) {
	s := mustTensor(t, 2, 1)
	for _, c := range []struct {
		n, alpha, delta, from, to float64
		says                      string
	}{
		{1, 1, 0.1, 0.9, 0.8, "N = 1"},
		{100, 0, 0.1, 0.9, 0.8, "α = 0"},
		{100, 1, -1, 0.9, 0.8, "δ = -1"},
		{100, 1, 0.1, 0.8, 0.9, "from = 0.8 to = 0.9"},
		{100, 1, 0.1, 1, 0.9, "from = 1"},
		{100, 1, 1, 0.9, 0.8, "rests at"},
	} {
		if _, _, err := s.FallBound(c.n, c.alpha, c.delta, c.from, c.to); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v, want an error that says %q", c, err, c.says)
		}
	}
}
