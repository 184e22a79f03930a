package theory

import (
	"math"
	"testing"
)

// The law of the inner product is a distribution function whose median tends to the limit as 1/N,
// with ‖v‖ entering through α‖v‖² alone in the limit.
func TestMeanEstimate(t *testing.T) {
	for _, c := range []struct {
		alpha, norm, want float64
	}{{1, 1, math.Sqrt(0.5)}, {3, 1, math.Sqrt(0.75)}, {0.25, 2, math.Sqrt(0.5)}} {
		limit, err := MeanEstimateLimit(c.alpha, c.norm)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "limit", limit, c.want, 1e-15)
		var off [2]float64
		for i, n := range []int{400, 1600} {
			median, err := MeanEstimateMedian(n, int(c.alpha*float64(n)), c.norm)
			if err != nil {
				t.Fatal(err)
			}
			off[i] = (median - limit) * float64(n)
		}
		near(t, "N times the gap", off[1]/off[0], 1, 0.02) // the next order is 1/N of it, with a constant below 5
	}
	// N = 2: the angle between v and a vector N(v, I) of one sample; at x = 0 half of the plane is shifted by ‖v‖
	p, err := MeanEstimateCDF(2, 1, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "P(⟨v, v̂⟩ ≤ 0)", p, math.Erfc(1/math.Sqrt2)/2, 1e-12)
	high, err := MeanEstimateCDF(50, 20, 1, 0.9999999)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "P(inner product ≤ 1)", high, 1, 1e-12)
	_, err = MeanEstimateLimit(0, 1)
	refused(t, "α", err, "0")
	_, err = MeanEstimatePrinted(0.5)
	refused(t, "α", err, "0.5")
	_, err = MeanEstimateCDF(1, 1, 1, 0)
	refused(t, "N", err, "1")
	_, err = MeanEstimateCDF(5, 1, 1, 1)
	refused(t, "x", err, "1")
	_, err = MeanEstimateMedian(5, 0, 1)
	refused(t, "M", err, "0")
	_, err = SearchInvariant(2)
	refused(t, "k", err, "2")
}

// In three dimensions the law is elementary at every number of samples: across v there is an exponential square, so that
// with s = ‖v‖√m
//
//	P(inner product ≤ x) = Φ(−s) + x e^{−s²(1−x²)/2} Φ(xs).
func TestMeanEstimateOfFewSamples(t *testing.T) {
	for _, norm := range []float64{0.3, 1, 2.5} {
		for _, m := range []int{1, 2, 3, 20} {
			s := norm * math.Sqrt(float64(m))
			cdf := func(x float64) float64 {
				return math.Erfc(s/math.Sqrt2)/2 + x*math.Exp(-s*s*(1-x*x)/2)*math.Erfc(-x*s/math.Sqrt2)/2
			}
			for _, x := range []float64{-0.95, -0.5, 0, 0.3, 0.9} {
				p, err := MeanEstimateCDF(3, m, norm, x)
				accepted(t, "law", err)
				near(t, "P(inner product ≤ x)", p, cdf(x), 1e-12)
			}
			median, err := MeanEstimateMedian(3, m, norm)
			accepted(t, "median", err)
			slope := (cdf(median+1e-6) - cdf(median-1e-6)) / 2e-6
			near(t, "P(inner product ≤ median)", cdf(median), 0.5, 1e-13*slope+1e-12)
		}
	}
}
