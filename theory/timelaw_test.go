package theory

import (
	"math"
	"testing"
)

// consistent reports whether a law is one: its density is the derivative of its distribution function, which its
// quantiles invert.
func consistent(t *testing.T, law TimeLaw, levels []float64) {
	t.Helper()
	for _, p := range levels {
		q, err := law.Quantile(p)
		if err != nil {
			t.Fatal(err)
		}
		h := 1e-4 * q
		slope := func(h float64) float64 { return (law.CDF(q+h) - law.CDF(q-h)) / (2 * h) }
		// the step h leaves a third of what halving it changes, and the rounding of F ≤ 1
		near(t, "CDF′", law.Density(q), slope(h), math.Abs(slope(2*h)-slope(h))+4*ulp/h)
		near(t, "CDF(Quantile)", law.CDF(q), p, 64*ulp*(1+q*law.Density(q))) // a few ulp of q and of F
	}
}

// All laws of a time keep to the same meaning: steps, not other units, and a density that belongs to the distribution
// function.
func TestTimeLaws(t *testing.T) {
	levels := []float64{0.1, 0.3, 0.5, 0.7, 0.9}
	matrix, cubic := mustTensor(t, 2, 2), mustTensor(t, 3, 2)
	const n = 1000
	escape, err1 := matrix.Escape(n, 0.5, 0.4)
	passage, err2 := matrix.Passage(n, func(float64) float64 { return 0.5 }, PassageStart{}, 0.4, 0.95)
	arrival, err3 := matrix.Arrival(n, 0.1, 0.1, 0.6)
	critical, err4 := cubic.Critical(n, 0.05, HalfSphere)
	first, err5 := cubic.Passage(n, func(float64) float64 { return 0.05 }, PassageStart{}, 0.4, 0.95)
	for _, err := range []error{err1, err2, err3, err4, err5} {
		accepted(t, "law", err)
	}
	for _, law := range []TimeLaw{escape, passage, arrival, critical, first} {
		consistent(t, law, levels)
	}
	// A limit and the law at N are laws of the same time: a wrong unit is a factor of N or of δ.
	for _, c := range []struct{ limit, at TimeLaw }{{escape, passage}, {critical, first}} {
		a, err1 := c.limit.Quantile(0.5)
		b, err2 := c.at.Quantile(0.5)
		if err1 != nil || err2 != nil || !(a < 2*b && b < 2*a) {
			t.Errorf("medians %v and %v of a limit and the law at N = %d: %v %v, want the same within a factor 2", a, b, n, err1, err2)
		}
	}
}

// Of a normal law all is known: the density of log τ at its median.
func TestLogDensity(t *testing.T) {
	const mean, sd = 1000.0, 30.0
	s := &ArrivalLaw{mean, sd * sd / mean / mean}
	got, err := LogDensity(s, 0.5)
	accepted(t, "median", err)
	near(t, "t f(t)", got, mean/sd/math.Sqrt(2*math.Pi), 8*ulp*mean/sd)
	for _, p := range []float64{0, 1, math.NaN()} {
		_, err = LogDensity(s, p)
		refused(t, "p", err, "0 < p < 1")
	}
}

// A cubic law is its own table. Richardson's rule takes away an error of second order, of the values as of the
// densities; its accuracy is what the rule changes when the finest grid is left out.
func TestExtrapolated(t *testing.T) {
	f := func(t float64) (cdf, density float64) { return t * t * (3 - 2*t), 6 * t * (1 - t) }
	grid := func(h float64) (at []instant) {
		for i := range 5 {
			x := float64(i) / 4
			cdf, density := f(x)
			at = append(at, instant{x, cdf + x*(h*h+math.Pow(h, 4)), density + h*h})
		}
		return at
	}
	const h = 0.1
	law := extrapolated(grid(h/4), grid(h/2), grid(h))
	rest := math.Pow(h, 4) / 64 // (4/4⁴ − 1/2⁴)/3 of h⁴, linear in t
	for _, x := range []float64{0, 0.2, 0.5, 0.8, 1} {
		cdf, density := f(x)
		near(t, "F", law.CDF(x), cdf, 2*rest) // between the times the cubic mends by the densities, which are right
		near(t, "f", law.Density(x), density, 2*rest)
	}
	near(t, "accuracy", law.Accuracy, 15*rest, 16*ulp) // the two coarsest leave (4/2⁴ − 1)/3 of h⁴
}
