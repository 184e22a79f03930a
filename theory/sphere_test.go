package theory

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// ∇m is tangent and has the norm √(1 − m²); here in the plane of x and θ.
func TestOverlapGradient(t *testing.T) {
	x, target := []float64{0.6, 0.8, 0}, []float64{0, 0.6, 0.8}
	g, err := OverlapGradient(x, target)
	if err != nil {
		t.Fatal(err)
	}
	var along, norm float64
	for i := range g {
		along += g[i] * x[i]
		norm += g[i] * g[i]
	}
	near(t, "⟨∇m, x⟩", along, 0, 8*ulp)
	want, err := OverlapGradientSquared(0.48)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "‖∇m‖²", norm, want, 8*ulp)
	_, err = OverlapGradient(x, []float64{0, 0, 2})
	refused(t, "target", err, "2")
	_, err = OverlapGradient([]float64{1}, []float64{1})
	refused(t, "N", err, "1")
	_, err = OverlapGradient(x, []float64{1, 0})
	refused(t, "length", err, "2")
	_, err = OverlapGradientSquared(1.5)
	refused(t, "m", err, "1.5")
}

// In dimension 3 the start is uniform on [−1, 1] (Archimedes), in dimension 2 it
// is the arcsine law: two closed forms.
func TestStartInLowDimension(t *testing.T) {
	three, _ := Start(3)
	two, _ := Start(2)
	for _, m := range []float64{-0.999, -0.5, 0, 0.25, 0.9} {
		near(t, "CDF, N = 3", three.cdf(m), (1+m)/2, 1e-14) // incomplete beta: a few tens of roundings
		near(t, "CDF, N = 2", two.cdf(m), 0.5+math.Asin(m)/math.Pi, 1e-14)
		near(t, "density, N = 3", three.Density(m), 0.5, 1e-14)
		near(t, "density, N = 2", two.Density(m), 1/(math.Pi*math.Sqrt(1-m*m)), 1e-13/(1-m*m))
	}
}

// The density is the derivative of the distribution function, the quantile its
// inverse, the tail its complement.
func TestStartIsConsistent(t *testing.T) {
	for _, n := range []int{2, 5, 100, 100000} {
		s, err := Start(n)
		if err != nil {
			t.Fatal(err)
		}
		scale := 1 / math.Sqrt(float64(n))
		for _, z := range []float64{-1.2, -0.3, 0.2, 0.9} {
			m, h := z*scale, 1e-4*scale
			slope := (s.cdf(m+h) - s.cdf(m-h)) / (2 * h)
			// truncation h²f″/6 with f″ ≤ 3f/scale² or so at these z (N = 2: 20), rounding ulp/h
			near(t, "CDF′", slope, s.Density(m), s.Density(m)*20*1e-8+1e-14/h)
		}
		for _, p := range []float64{0.01, 0.5, 0.99} {
			m, err := s.HalfQuantile(p)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "sphere/start: HalfCDF(HalfQuantile)", s.HalfCDF(m), p, 64*ulp) // some tens of roundings of the law, and one of m
			near(t, "sphere/start: tail", s.Tail(m), 1-s.HalfCDF(m), 2*ulp)
		}
	}
}

// At the ends of its support the density is 0 by convention, also for N = 3, where it is ½ inside;
// the quantiles of 0 and 1 are the ends.
func TestStartEdges(t *testing.T) {
	s, err := Start(3)
	accepted(t, "N", err)
	for _, m := range []float64{-1, 1} {
		near(t, "density", s.Density(m), 0, 0)
	}
	for _, p := range []float64{0, 1} {
		m, err := s.HalfQuantile(p)
		accepted(t, "p", err)
		near(t, "quantile", m, p, 4*ulp)
		near(t, "HalfCDF", s.HalfCDF(p), p, 0)
		near(t, "Tail", s.Tail(p), 1-p, 0)
	}
	for _, m := range []float64{-1, 1} {
		square, err := OverlapGradientSquared(m)
		accepted(t, "m", err)
		near(t, "‖∇m‖²", square, 0, 0)
	}
	_, err = Start(2)
	accepted(t, "N = 2", err)
}

// Far in the tail the law keeps its relative accuracy: for N = 4 it is
// P(|m| > a) = 1 − (2/π)(asin a + a√(1−a²)) = (4/3π)·2√2 (1−a)^{3/2}(1 + O(1−a)).
func TestStartTail(t *testing.T) {
	s, _ := Start(4)
	e := 1e-12
	lead := 8 * math.Sqrt2 / (3 * math.Pi) * math.Pow(e, 1.5)
	near(t, "tail", s.Tail(1-e), lead, lead*1e-4) // 1 − a itself is known to 1e-16/1e-12
}

// The distance to the normal law falls as .1376/N: the next term is of order
// N⁻², with a constant below 1.
func TestStartTendsToNormal(t *testing.T) {
	for _, n := range []int{10, 100, 1000} {
		s, _ := Start(n)
		var worst float64
		for z := -4.0; z <= 4; z += 0.001 {
			worst = max(worst, math.Abs(s.cdf(z/math.Sqrt(float64(n)))-distuv.UnitNormal.CDF(z)))
		}
		z := math.Sqrt(3 - math.Sqrt(6)) // a zero of He₄, where (ϕ He₃)′ = −ϕ He₄ vanishes
		d := distuv.UnitNormal.Prob(z) * (3*z - z*z*z) / (4 * float64(n))
		near(t, "sup distance", worst, d, 1/float64(n*n)+1e-7*d)
	}
	_, err := Start(1)
	refused(t, "N", err, "1")
	s, _ := Start(2)
	_, err = s.HalfQuantile(math.NaN())
	refused(t, "p", err, "NaN")
	for _, f := range []func(float64) float64{s.cdf, s.Tail, s.HalfCDF, s.Density} {
		if !math.IsNaN(f(math.NaN())) {
			t.Error("a law at NaN is not NaN")
		}
	}
}

// cdf is P(m₀ ≤ m).
func (s StartLaw) cdf(m float64) float64 {
	if m < 0 {
		return s.Tail(-m) / 2
	}
	return 1 - s.Tail(m)/2
}
