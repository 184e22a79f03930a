package theory

import (
	"errors"
	"math"
	"testing"
)

// Known another way: from 0, with drift b and variance v,
//
//	E e^{−τ/M} = cosh(bη/v)/cosh(η√(b² + 2v/M)/v).
//
// The walk is exact in space where b and v are constant; in time a step's mean stands for its law, which is
// an error of relative order 1/cells².
func TestDiscountedExit(t *testing.T) {
	for _, c := range []struct{ b, v, steps, eta float64 }{
		{0, 1e-3, 200, 0.5}, {2e-3, 1e-3, 200, 0.5}, {-2e-3, 1e-3, 200, 0.5}, {-0.05, 1e-3, 1e3, 0.3},
	} {
		const n, cells = 1e14, 2048 // the start is at 1e-7
		var path nodes
		for i := -cells; i <= cells; i++ {
			path.at = append(path.at, math.Sinh(math.Asinh(math.Sqrt(n)*c.eta)*float64(i)/cells)/math.Sqrt(n))
			path.mean, path.variance = append(path.mean, c.b), append(path.variance, c.v)
		}
		got, err := path.discounted(n, c.steps)
		accepted(t, "discounted", err)
		want := math.Cosh(c.b*c.eta/c.v) / math.Cosh(c.eta*math.Sqrt(c.b*c.b+2*c.v/c.steps)/c.v)
		near(t, "E e^{−τ/M}", got, want, 2e-4*want)
	}
}

// In three dimensions m₀ is uniform, and without drift u(m) = cosh(rm)/cosh(rη), r = √(2/vM), so that with what starts
// beyond η, and is there at once,
//
//	E e^{−τ/M} = tanh(rη)/r + 1 − η.
//
// A cell's mean time stands for its law: an error of h²/vM, 10⁻⁶.
func TestDiscountedStartsBeyond(t *testing.T) {
	const n, cells, v = 3, 1024, 1e-3
	for _, eta := range []float64{0.1, 0.5, 0.9} {
		for _, steps := range []float64{20, 2000} {
			var path nodes
			for i := -cells; i <= cells; i++ {
				path.at = append(path.at, math.Sinh(math.Asinh(math.Sqrt(n)*eta)*float64(i)/cells)/math.Sqrt(n))
				path.mean, path.variance = append(path.mean, 0), append(path.variance, v)
			}
			got, err := path.discounted(n, steps)
			accepted(t, "discounted", err)
			r := math.Sqrt(2 / (v * steps))
			near(t, "E e^{−τ/M}", got, math.Tanh(r*eta)/r+1-eta, 1e-4)
		}
	}
}

// Beyond N = 2³⁰ the start is normal: it goes on where the exact one ends, and has the masses of one and two deviations.
func TestHalfStartFarOut(t *testing.T) {
	for _, z := range []float64{0.1, 1, 3} {
		at, err1 := halfStart(1<<30, z/(1<<15))
		beyond, err2 := halfStart(1<<30+1, z/(1<<15))
		accepted(t, "start", errors.Join(err1, err2))
		near(t, "P(m₀ ≤ m) at 2³⁰", beyond, at, 0x1p-30)
	}
	for _, n := range []float64{1e12, 1e40, 1e100} {
		for z, want := range map[float64]float64{1: 0.682689492137086, 2: 0.954499736103642} {
			got, err := halfStart(n, z/math.Sqrt(n))
			accepted(t, "start", err)
			near(t, "P(m₀ ≤ m)", got, want, 1e-14)
		}
	}
}

// The bound is one: where the law of the passage is known, its probability lies below, and not by a factor of 10 from
// 0.1 on. Deep in a trap it is of the order of the rate of leaving it, and never NaN.
func TestReachBoundBoundsThePassage(t *testing.T) {
	s := mustTensor(t, 3, 1)
	const n, eta = 400, 0.5
	delta := 1 / math.Sqrt(n)
	law, err := s.Passage(n, func(float64) float64 { return delta }, PassageStart{}, eta, 0.9)
	accepted(t, "passage", err)
	for _, p := range []float64{0.01, 0.1, 0.5, 0.85} {
		steps, err := law.Quantile(p)
		accepted(t, "quantile", err)
		bound, within, err := s.ReachBound(n, steps/n, delta, eta)
		accepted(t, "bound", err)
		if !(p <= bound+within+law.Accuracy) || p >= 0.1 && bound > 10*p {
			t.Errorf("P(τ ≤ M) = %v, bound %v ± %v", p, bound, within)
		}
	}
	for _, n := range []float64{1e4, 1e32, 1e64} {
		bound, _, err := s.ReachBound(n, math.Sqrt(n), 1, 0.4)
		accepted(t, "trap", err)
		if !(bound >= 0 && bound < 1e-6) {
			t.Errorf("N = %v: bound %v in a trap", n, bound)
		}
	}
}

// At N = 10⁹⁶ and beyond the variance of a step is below the least float64, the bound is the same function of N as before; a
// step that leaves no variance is refused.
func TestReachBoundFarOut(t *testing.T) {
	s := mustTensor(t, 3, 1)
	for _, n := range []float64{1e64, 1e96, 1e128} {
		// α = N log N and δ = 1/(N^{1/2} log N): αδN^{−1/2} = 1, a run as long as the search
		l := math.Log(n)
		bound, within, err := s.ReachBound(n, n*l, 1/(math.Sqrt(n)*l), 0.5)
		accepted(t, "far out", err)
		if !(bound > 0.1 && bound <= 1 && within < 1) {
			t.Errorf("N = %v: bound %v ± %v", n, bound, within)
		}
	}
	_, _, err := s.ReachBound(1e200, 1e200, 1e-150, 0.5)
	refused(t, "variance", err, "1e+200")
}

func TestReachBoundRefuses(t *testing.T) {
	s := mustTensor(t, 3, 1)
	_, _, err := s.ReachBound(1, 1, 1, 0.5)
	refused(t, "N", err, "1")
	_, _, err = s.ReachBound(10, 0, 1, 0.5)
	refused(t, "α", err, "0")
	_, _, err = s.ReachBound(10, 1, -1, 0.5)
	refused(t, "δ", err, "-1")
	_, _, err = s.ReachBound(10, 1, 1, 1)
	refused(t, "η", err, "1")
}
