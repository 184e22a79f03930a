package sim

import (
	"math"
	"testing"
)

// In one dimension v̂ is v + Z/√M and the inner product its sign; the sums of exponential families have closed forms.
func TestMisprintSimulators(t *testing.T) {
	r := NewRandom(1)
	for range 50 {
		if x := must(MeanEstimate(r, 1, 4, 0.1)); math.Abs(math.Abs(x)-1) > 1e-15 {
			t.Errorf("inner product on the line %v, want ±1", x)
		}
	}
	if x := must(MeanEstimate(r, 100, 10, 1e4)); x < 0.9999 {
		t.Errorf("without noise to speak of the inner product is %v", x)
	}
	for _, bad := range []struct {
		n, m int
		norm float64
	}{{0, 1, 1}, {1, 0, 1}, {1, 1, 0}, {1, 1, math.Inf(1)}, {1, 1, math.NaN()}} {
		if _, err := MeanEstimate(r, bad.n, bad.m, bad.norm); err == nil {
			t.Errorf("%+v: accepted", bad)
		}
	}
	gauss := func(y float64) float64 { return y * y / 2 }
	poisson := func(y float64) float64 { l, _ := math.Lgamma(y + 1); return l }
	for _, theta := range []float64{-2, 0, 1.5} {
		if got, want := LogPartition(theta, false, gauss), theta*theta/2+math.Log(2*math.Pi)/2; math.Abs(got-want) > 1e-12 {
			t.Errorf("Gaussian at θ = %v: %v, want %v", theta, got, want)
		}
		if got, want := LogPartition(theta, true, poisson), math.Exp(theta); math.Abs(got-want) > 1e-12*(1+want) {
			t.Errorf("Poisson at θ = %v: %v, want %v", theta, got, want)
		}
		if got := LogPartition(theta, false, func(y float64) float64 { return -y * y / 2 }); !math.IsInf(got, 1) {
			t.Errorf("a divergent integral is %v", got)
		}
		if got := LogPartition(theta, true, func(y float64) float64 { return -poisson(y) }); !math.IsInf(got, 1) {
			t.Errorf("a divergent sum is %v", got)
		}
	}
}

// In three dimensions the law of the inner product is elementary at every number of samples: v̂ is at Z/√m along v and at
// the length √(2E/m) across, E exponential, so that with s = ‖v‖√m
//
//	P(inner product ≤ x) = Φ(−s) + x e^{−s²(1−x²)/2} Φ(xs).
func TestMeanEstimateOfFewSamples(t *testing.T) {
	const n = 20_000
	r := NewRandom(2)
	for _, norm := range []float64{0.3, 1} {
		for _, m := range []int{1, 2, 3, 7} {
			x := make([]float64, n)
			for i := range x {
				x[i] = must(MeanEstimate(r, 3, m, norm))
			}
			s := norm * math.Sqrt(float64(m))
			cdf := func(x float64) float64 {
				return normalCDF(-s) + x*math.Exp(-s*s*(1-x*x)/2)*normalCDF(x*s)
			}
			if d, band := distance(x, cdf), dkw(n, alpha); d > band {
				t.Errorf("M = %d, ‖v‖ = %v: distance %.4g from the law, allowed %.4g (DKW, n = %d)", m, norm, d, band, n)
			}
		}
	}
}
