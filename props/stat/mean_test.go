package stat

import (
	"errors"
	"math"
	"testing"
)

// TestMeanDesign closes both triples: n resolves D and n − 1 does not.
func TestMeanDesign(t *testing.T) {
	const d, alpha, beta = 0.07, 1e-6, 1e-4
	for _, sides := range []Sides{OneSided, TwoSided} {
		for name, c := range map[string]struct {
			samples    func() (int, error)
			resolution func(n int) (float64, error)
		}{
			"Hoeffding": {
				func() (int, error) { return MeanSamples(d, 2, alpha, beta, sides) },
				func(n int) (float64, error) { return MeanResolution(n, 2, alpha, beta, sides) },
			},
			"Gaussian": {
				func() (int, error) { return GaussianSamples(d, 2, alpha, beta, sides) },
				func(n int) (float64, error) { return GaussianResolution(n, 2, alpha, beta, sides) },
			},
		} {
			n, err := c.samples()
			if err != nil {
				t.Fatal(err)
			}
			fine, err := c.resolution(n)
			if err != nil {
				t.Fatal(err)
			}
			coarse, err := c.resolution(n - 1)
			if err != nil || fine > d || coarse <= d {
				t.Errorf("%s, %v: n = %d resolves %v, n − 1 %v, want %v between", name, sides, n, fine, coarse, d)
			}
		}
	}
}

// TestMeanNumbers reproduces statistics.md: 43/D² for Hoeffding on width 1 and 147(σ/D)² for a Gaussian mean at 1e-9.
func TestMeanNumbers(t *testing.T) {
	if n, err := MeanSamples(1e-3, 1, 1e-9, 1e-9, TwoSided); err != nil || n != 42136829 {
		t.Errorf("MeanSamples = %d, %v, want 42136829", n, err)
	}
	// z(5e-10) = 6.10940…, z(1e-9) = 5.99780…; the square of the sum is 146.585.
	if n, err := GaussianSamples(1, 1, 1e-9, 1e-9, TwoSided); err != nil || n != 147 {
		t.Errorf("GaussianSamples = %d, %v, want 147", n, err)
	}
	// A Bernoulli ±½ has the band of its Hoeffding width; the Gaussian of the same σ = ½ is narrower by √(ln(2/α)/2)/(z/2).
	h, err := MeanBand(100, 1, 1e-9, TwoSided)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "MeanBand", h, math.Sqrt(math.Log(2e9)/200), 4*ulp)
	g, err := GaussianBand(100, 0.5, 1e-9, TwoSided)
	if err != nil || g >= h {
		t.Errorf("GaussianBand = %v, %v, want below %v", g, err, h)
	}
}

func TestMeanErrors(t *testing.T) {
	nan := math.NaN()
	refuses(t, map[string]error{
		"n = 0":          second(MeanBand(0, 1, 0.1, TwoSided)),
		"width = 0":      second(MeanBand(1, 0, 0.1, TwoSided)),
		"alpha = NaN":    second(MeanBand(1, 1, nan, TwoSided)),
		"sides = 3":      second(MeanBand(1, 1, 0.1, 3)),
		"beta = 0":       second(MeanResolution(1, 1, 0.1, 0, TwoSided)),
		"width = NaN":    second(MeanResolution(1, nan, 0.1, 0.1, TwoSided)),
		"d = 0":          second(MeanSamples(0, 1, 0.1, 0.1, TwoSided)),
		"σ = Inf":        second(GaussianBand(1, math.Inf(1), 0.1, TwoSided)),
		"Gaussian: beta": second(GaussianResolution(1, 1, 0.1, 2, TwoSided)),
		"Gaussian: n":    second(GaussianResolution(0, 1, 0.1, 0.1, TwoSided)),
		"Gaussian: d":    second(GaussianSamples(nan, 1, 0.1, 0.1, TwoSided)),
		"too many":       second(GaussianSamples(1e-12, 1, 0.1, 0.1, TwoSided)),
	})
}

// A refusal names a size that would do, and none smaller would.
func TestNeedsAreSharp(t *testing.T) {
	const alpha, beta = 1e-9, 1e-4
	for what, resolution := range map[string]func(n int) error{
		"mean, one-sided":    func(n int) error { return second(MeanResolution(n, 3, alpha, beta, OneSided)) },
		"mean, two-sided":    func(n int) error { return second(MeanResolution(n, 3, alpha, beta, TwoSided)) },
		"band":               func(n int) error { return second(KolmogorovResolution(n, alpha, beta, TwoSided)) },
		"sign, one-sided":    func(n int) error { return second(SignCritical(n, alpha, OneSided)) },
		"sign, two-sided":    func(n int) error { return second(SignCritical(n, alpha, TwoSided)) },
		"proportion":         func(n int) error { return second(ProportionCritical(n, 0.3, alpha)) },
		"quantile, p = 0.2":  func(n int) error { return third(QuantileRanks(n, 0.2, alpha)) },
		"quantile, p = 0.75": func(n int) error { return third(QuantileRanks(n, 0.75, alpha)) },
	} {
		var short *InsufficientError
		if err := resolution(1); !errors.As(err, &short) || short.Have != 1 {
			t.Errorf("%s: 1 sample gives %v, want an InsufficientError", what, err)
			continue
		}
		need := short.Need
		if err := resolution(need); err != nil {
			t.Errorf("%s: the %d samples it needs give %v", what, need, err)
		}
		if err := resolution(need - 1); !errors.As(err, &short) || short.Need != need {
			t.Errorf("%s: %d samples, one fewer than needed, give %v", what, need-1, err)
		}
	}
}
