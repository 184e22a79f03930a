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
