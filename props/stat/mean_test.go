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

// TestMeanNumbers reproduces 42.1/D² for Hoeffding on width 1 at 1e-9.
func TestMeanNumbers(t *testing.T) {
	if n, err := MeanSamples(1e-3, 1, 1e-9, 1e-9, TwoSided); err != nil || n != 42136829 {
		t.Errorf("MeanSamples = %d, %v, want 42136829", n, err)
	}
	h, err := MeanBand(100, 1, 1e-9, TwoSided)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "MeanBand", h, math.Sqrt(math.Log(2e9)/200), 4*ulp)
}

func TestMeanErrors(t *testing.T) {
	nan := math.NaN()
	refuses(t, map[string]error{
		"n = 0":       second(MeanBand(0, 1, 0.1, TwoSided)),
		"width = 0":   second(MeanBand(1, 0, 0.1, TwoSided)),
		"alpha = NaN": second(MeanBand(1, 1, nan, TwoSided)),
		"sides = 3":   second(MeanBand(1, 1, 0.1, 3)),
		"beta = 0":    second(MeanResolution(1, 1, 0.1, 0, TwoSided)),
		"width = NaN": second(MeanResolution(1, nan, 0.1, 0.1, TwoSided)),
		"d = 0":       second(MeanSamples(0, 1, 0.1, 0.1, TwoSided)),
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
