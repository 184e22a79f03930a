package theory

import (
	"math"
	"testing"
)

func mustTensor(t *testing.T, p int, lambda float64) *SingleIndex {
	t.Helper()
	s, err := TensorPCA(p, lambda)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The step is the image of (1.2): here in the plane of x and θ, with vectors.
func TestPopulationStepInThePlane(t *testing.T) {
	s, err := HermiteLayer(3, 0)
	if err != nil {
		t.Fatal(err)
	}
	const n, delta = 50, 0.01
	for _, m := range []float64{-0.4, 0.1, 0.7} {
		x := []float64{m, math.Sqrt(1 - m*m)} // θ = (1, 0)
		g, err := OverlapGradient(x, []float64{1, 0})
		if err != nil {
			t.Fatal(err)
		}
		slope := s.PhiPrime(m)
		y := []float64{x[0] - delta/n*slope*g[0], x[1] - delta/n*slope*g[1]}
		got, err := s.PopulationStep(n, delta, m)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "m′", got, y[0]/math.Hypot(y[0], y[1]), 16*ulp)
		first, err := s.PopulationStepFirstOrder(n, delta, m)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "first order", got, first, delta*delta/(n*n)*slope*slope*(1-m*m)/2*math.Abs(first)+8*ulp)
	}
	small, err := s.PopulationStepSmall(n, delta, 1e-3)
	if err != nil {
		t.Fatal(err)
	}
	exact, _ := s.PopulationStep(n, delta, 1e-3)
	near(t, "small m", small-1e-3, exact-1e-3, 2e-6*(small-1e-3)+2*ulp*1e-3) // 1 − m² in front
}

// The recursion, iterated, against the flow with its first correction: the count
// of steps agrees to one step, whatever its size.
func TestPopulationStepsAgainstIteration(t *testing.T) {
	linear, _ := MonomialLayer(1, 0)
	square, _ := MonomialLayer(2, 0)
	abs, _ := AbsLayer(0)
	for _, c := range []struct {
		s        *SingleIndex
		n        int
		delta    float64
		from, to float64
	}{
		{linear, 200, 0.5, 0, 0.9},
		{square, 200, 0.1, 0.05, 0.95},
		{abs, 200, 0.5, 0.05, 0.95},
		{mustTensor(t, 3, 1), 200, 0.5, 0.07, 0.9},
		{mustTensor(t, 4, 1), 200, 1, 0.07, 0.9},
	} {
		want, err := c.s.PopulationSteps(c.n, c.delta, c.from, c.to)
		if err != nil {
			t.Fatal(err)
		}
		steps, m := 0, c.from
		for m < c.to {
			if m, err = c.s.PopulationStep(c.n, c.delta, m); err != nil {
				t.Fatal(err)
			}
			steps++
		}
		// the ceiling of want, and the O(δ/N) left out: N/δ times the third term
		// of the expansion, below .1 here
		if d := float64(steps) - want; d < -0.1 || d > 1.1 {
			t.Errorf("%s: %d steps, predicted %v", c.s.Name, steps, want)
		}
	}
}

// The sharp constants: the exact integral over its leading term tends to 1 at the
// documented rate.
func TestPopulationTimeSharp(t *testing.T) {
	linear, _ := MonomialLayer(1, 0)
	for _, c := range []struct {
		s    *SingleIndex
		rate func(n float64) float64 // bound on the relative rest, z₀ = 2, η = .5
	}{
		// [0, m₀] is left out: m₀/(∫ = ½ atanh ½ ·…) ≤ 2·2/√N
		{linear, func(n float64) float64 { return 4 / math.Sqrt(n) }},
		// (log(η/√(1−η²)) − log z₀)/(½ log N): 2·1.25/log N
		{mustTensor(t, 2, 1.5), func(n float64) float64 { return 2.6 / math.Log(n) }},
		// m₀(−1/η + η + m₀…): 2·2/√N at most
		{mustTensor(t, 3, 1.5), func(n float64) float64 { return 4 / math.Sqrt(n) }},
		// 2m₀²(−1/2η² + log(η/m₀) + …) ≤ 8/N·½ log N
		{mustTensor(t, 4, 1.5), func(n float64) float64 { return 8 * math.Log(n) / n }},
	} {
		for _, n := range []int{1e4, 1e6, 1e8} {
			const delta, z0, eta = 0.1, 2.0, 0.5
			sharp, err := c.s.PopulationTimeSharp(n, delta, z0, eta)
			if err != nil {
				t.Fatal(err)
			}
			exact, err := c.s.PopulationTime(n, delta, z0/math.Sqrt(float64(n)), eta)
			if err != nil {
				t.Fatal(err)
			}
			near(t, c.s.Name+" exact/sharp", exact/sharp, 1, c.rate(float64(n)))
			// the rest is integrated apart, so that both together are the time to the accuracy it states
			rest, within, err := c.s.PopulationTimeRest(n, delta, z0, eta)
			if err != nil {
				t.Fatal(err)
			}
			near(t, c.s.Name+" sharp + rest", sharp+rest, exact, within+1e-10*exact)
			if within > 1e-9*exact {
				t.Errorf("%s: the rest at N = %d is known to %v of %v only", c.s.Name, n, within, exact)
			}
			order, err := PopulationOrder(n, c.s.Exponent, delta)
			if err != nil {
				t.Fatal(err)
			}
			other, err := PopulationOrder(4*n, c.s.Exponent, delta)
			if err != nil {
				t.Fatal(err)
			}
			sharper, _ := c.s.PopulationTimeSharp(4*n, delta, z0, eta)
			near(t, c.s.Name+" order", sharper/sharp, other/order, 1e-9*other/order)
		}
	}
	// For k = 2 what the leading term leaves out is the same multiple of N for every N, but for ½m₀² = z₀²/2N: it drops out
	// of T(100N)/100N − T(N)/N, of which ½ log 100 is left.
	matrix := mustTensor(t, 2, 1.5)
	const n, delta, z0, eta = 1e4, 0.1, 2.0, 0.5
	perDimension := func(n int) (sharp, exact float64) {
		sharp, err1 := matrix.PopulationTimeSharp(n, delta, z0, eta)
		exact, err2 := matrix.PopulationTime(n, delta, z0/math.Sqrt(float64(n)), eta)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		return sharp / float64(n), exact / float64(n)
	}
	s1, e1 := perDimension(n)
	s2, e2 := perDimension(100 * n)
	near(t, "growth with N", (s2-s1)/(e2-e1), 1, z0*z0/(2*n)/(math.Log(100)/2))
	// f = x: ∫ dm/(2(1−m²)) = ½ atanh η.
	got, err := linear.PopulationTime(100, 0.1, 0, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "½ atanh ½", got, 1000*math.Atanh(0.5)/2, 1e-7)
}

// The orders as printed, at N = 10⁴ and δ = ½. Four roundings, and those of the power.
func TestPopulationOrder(t *testing.T) {
	for k, want := range map[int]float64{1: 2e4, 2: 2e4 * 4 * math.Ln10, 3: 2e6, 4: 2e8, 6: 2e12} {
		got, err := PopulationOrder(1e4, k, 0.5)
		accepted(t, "k", err)
		near(t, "order", got, want, 16*ulp*want)
	}
}

// What PopulationSteps adds to the time of the flow does not depend on the integral: for x it
// is ¼ log((1−to²)/(1−from²)), b being 2(1−m²), and for x² it is ½ log(to/from) more, b being
// 8m(1−m²). The flow's time, N/δ times a number of order 1, rounds.
func TestPopulationStepsCorrection(t *testing.T) {
	linear, _ := MonomialLayer(1, 0)
	square, _ := MonomialLayer(2, 0)
	const n, delta, from, to = 300, 0.1, 0.2, 0.9
	common := math.Log((1-to*to)/(1-from*from)) / 4
	for _, c := range []struct {
		s    *SingleIndex
		want float64
	}{{linear, common}, {square, common + math.Log(to/from)/2}} {
		flow, err := c.s.PopulationTime(n, delta, from, to)
		accepted(t, "flow", err)
		steps, err := c.s.PopulationSteps(n, delta, from, to)
		accepted(t, "steps", err)
		near(t, c.s.Name+" steps − time", steps-flow, c.want, 4*ulp*flow+64*ulp)
	}
}

func TestPopulationRefuses(t *testing.T) {
	s := mustTensor(t, 3, 1)
	flat, err := Misspecified(HermiteSeries{0, 1}, HermiteSeries{0, 0, 1}, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.PopulationStep(1, 0.1, 0)
	refused(t, "N", err, "1")
	_, err = s.PopulationStep(10, 0, 0)
	refused(t, "δ", err, "0")
	_, err = s.PopulationStep(10, 0.1, math.NaN())
	refused(t, "m", err, "NaN")
	_, err = s.PopulationStepFirstOrder(10, math.Inf(1), 0)
	refused(t, "δ", err, "+Inf")
	_, err = s.PopulationStepFirstOrder(10, 0.1, 3)
	refused(t, "m", err, "3")
	_, err = s.PopulationStepSmall(10, 0.1, -2)
	refused(t, "m", err, "-2")
	_, err = s.PopulationStepSmall(0, 0.1, 0)
	refused(t, "N", err, "0")
	_, err = flat.PopulationStepSmall(10, 0.1, 0.1)
	refused(t, "flat", err, "constant")
	_, err = PopulationOrder(10, 0, 0.1)
	refused(t, "k", err, "0")
	_, err = PopulationOrder(10, 2, -1)
	refused(t, "δ", err, "-1")
	_, err = s.PopulationTimeSharp(10, 0.1, 0, 0.5)
	refused(t, "z₀", err, "0")
	_, err = s.PopulationTimeSharp(10, 0.1, 1, 1)
	refused(t, "η", err, "1")
	_, err = s.PopulationTimeSharp(1, 0.1, 1, 0.5)
	refused(t, "N", err, "1")
	_, err = flat.PopulationTimeSharp(10, 0.1, 1, 0.5)
	refused(t, "flat", err, "constant")
	_, err = s.PopulationTime(10, 0.1, 0, 0.5) // the integral diverges at 0
	refused(t, "from 0", err, "")
	_, err = s.PopulationSteps(10, 0.1, 0.5, 0.4)
	refused(t, "order", err, "0.4")
}
