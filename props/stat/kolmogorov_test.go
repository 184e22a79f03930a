package stat

import (
	"errors"
	"math"
	"math/big"
	"testing"
)

func uniform(x float64) float64 { return math.Max(0, math.Min(1, x)) }

// TestDeviate has distances that can be read off: both sides, ties, atoms, values that were never reached.
func TestDeviate(t *testing.T) {
	inf := math.Inf(1)
	coin := func(x float64) float64 { // P(X ≤ x) for a fair coin on {0, 1}
		switch {
		case x < 0:
			return 0
		case x < 1:
			return 0.5
		}
		return 1
	}
	before := func(x float64) float64 { // P(X < x)
		switch {
		case x <= 0:
			return 0
		case x <= 1:
			return 0.5
		}
		return 1
	}
	for _, c := range []struct {
		name             string
		sample           []float64
		cdf, before      func(float64) float64
		above, below, at float64
	}{
		{"one value", []float64{0.25}, uniform, uniform, 0.75, 0.25, 0.25},
		{"unsorted", []float64{0.75, 0.25}, uniform, uniform, 0.25, 0.25, 0.25},
		{"low sample", []float64{0, 0.125, 0.25, 0.25}, uniform, uniform, 0.75, 0, 0.25}, // the tie jumps to 1 at 0.25
		{"high sample", []float64{0.75, 0.875}, uniform, uniform, 0.125, 0.75, 0.75},
		{"never reached", []float64{0.5, inf}, func(x float64) float64 { return uniform(x) }, uniform, 0, 0.5, 0.5},
		{"fair coin", []float64{0, 1, 1, 0}, coin, before, 0, 0, 0}, // as a continuous law this would be off by ½
		{"biased coin", []float64{0, 1, 1, 1}, coin, before, 0, 0.25, 1},
	} {
		d, err := DeviateAtoms(c.sample, c.cdf, c.before)
		if err != nil {
			t.Fatal(c.name, err)
		}
		if d.Above != c.above || d.Below != c.below || d.At != c.at || d.Distance() != math.Max(c.above, c.below) {
			t.Errorf("%s: %+v, want above %v, below %v, at %v", c.name, d, c.above, c.below, c.at)
		}
	}
	if d, err := Deviate([]float64{0, 1, 1, 0}, coin); err != nil || d.Distance() != 0.5 {
		t.Errorf("a coin taken for continuous: %+v, %v, want 0.5", d, err)
	}
}

func TestDistanceBetween(t *testing.T) {
	for _, c := range []struct {
		a, b []float64
		want float64
	}{
		{[]float64{1}, []float64{1}, 0},
		{[]float64{1, 2}, []float64{3, 4}, 1},
		{[]float64{1, 2, 2, 3}, []float64{2, 2}, 0.25}, // ties across the samples move both steps at once
		{[]float64{1, 3}, []float64{2, math.Inf(1)}, 0.5},
	} {
		for _, pair := range [][2][]float64{{c.a, c.b}, {c.b, c.a}} {
			if d, err := DistanceBetween(pair[0], pair[1]); err != nil || d != c.want {
				t.Errorf("DistanceBetween(%v, %v) = %v, %v, want %v", pair[0], pair[1], d, err, c.want)
			}
		}
	}
}

// TestKolmogorovDesign closes the triple and reproduces statistics.md: 43/D² at 1e-9 and 29/D² at 1e-6 (rounded up).
func TestKolmogorovDesign(t *testing.T) {
	for _, c := range []struct{ rate, factor, text float64 }{{1e-9, 42.136829, 43}, {1e-6, 28.319927, 29}} {
		const d = 1e-3
		n, err := KolmogorovSamples(d, c.rate, c.rate, TwoSided)
		if err != nil || n != int(math.Ceil(c.factor/(d*d))) {
			t.Errorf("KolmogorovSamples at %v = %d, %v, want %v/D²", c.rate, n, err, c.factor)
		}
		if float64(n) > c.text/(d*d) {
			t.Errorf("n D² = %v exceeds the %v of statistics.md", float64(n)*d*d, c.text)
		}
	}
	for _, sides := range []Sides{OneSided, TwoSided} {
		n, err := KolmogorovSamples(0.05, 1e-6, 1e-4, sides)
		if err != nil {
			t.Fatal(err)
		}
		fine, err := KolmogorovResolution(n, 1e-6, 1e-4, sides)
		if err != nil {
			t.Fatal(err)
		}
		coarse, err := KolmogorovResolution(n-1, 1e-6, 1e-4, sides)
		if err != nil || fine > 0.05 || coarse <= 0.05 {
			t.Errorf("%v: n = %d resolves %v, n − 1 %v, want 0.05 between", sides, n, fine, coarse)
		}
		band, err := KolmogorovBand(n, 1e-6, sides)
		if err != nil {
			t.Fatal(err)
		}
		bound, err := KolmogorovBound(n, band, sides)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "KolmogorovBound at the band", bound, 1e-6, 64*ulp) // the exponent 14 rounds a few times
	}
	if p, err := KolmogorovBound(10, 0.1, OneSided); err != nil || p != 1 { // exp(−0.2) > ½: outside Massart's range
		t.Errorf("KolmogorovBound(10, 0.1, OneSided) = %v, %v, want 1", p, err)
	}
}

// equalTail is P(n·D ≥ k) for two samples of size n from one continuous law, by reflection,
//
//	2 Σ_{j≥1} (−1)^{j−1} C(2n, n+jk)/C(2n, n).
//
// Gnedenko, Korolyuk 1951.
func equalTail(n, k int) *big.Rat {
	sum := new(big.Int)
	for j := 1; j*k <= n; j++ {
		term := new(big.Int).Binomial(int64(2*n), int64(n+j*k))
		if j%2 == 0 {
			term.Neg(term)
		}
		sum.Add(sum, term)
	}
	return new(big.Rat).SetFrac(sum.Lsh(sum, 1), new(big.Int).Binomial(int64(2*n), int64(n)))
}

// TestTwoSampleConstant verifies C for equal sizes with the exact law: e holds for every n below 458, 2 fails for
// every one of them that is tried, and 2 holds at 458 and beyond. With C the ratio is tail / exp(−2M²), 2M² = k²/n.
func TestTwoSampleConstant(t *testing.T) {
	t.Parallel()
	worst := func(n int) float64 {
		w := 0.0
		for k := 1; k <= n; k++ {
			expo := float64(k) * float64(k) / float64(n)
			if expo > 30 && k < n { // far out the ratio falls like exp(−k⁴/6n³)
				continue
			}
			tail, _ := equalTail(n, k).Float64()
			w = math.Max(w, tail*math.Exp(expo))
		}
		return w
	}
	sizes := []int{457, 458, 600}
	for n := 1; n <= 60; n++ {
		sizes = append(sizes, n)
	}
	if !testing.Short() {
		sizes = append(sizes, 80, 120, 200, 300, 400, 456, 459, 1000)
	}
	for _, n := range sizes {
		w := worst(n)
		c, ok := twoSampleConstant(n, n)
		// n = 1 attains e exactly: P(D ≥ 1) = 1 = e·exp(−1). Allow the rounding of one exponential.
		if !ok || w > c*(1+8*ulp) {
			t.Errorf("n = %d: the exact tail needs C = %.6f, have %v", n, w, c)
		}
		if n < 458 != (w > 2) {
			t.Errorf("n = %d: the exact tail needs C = %.9f; Wei and Dudley have C > 2 exactly below 458", n, w)
		}
	}
}

func TestTwoSampleDesign(t *testing.T) {
	for _, d := range []float64{0.9, 0.5, 0.3, 0.1} { // the first ones stay below 458
		n, err := TwoSampleSamples(d, 1e-6, 1e-4)
		if err != nil {
			t.Fatal(err)
		}
		fine, err := TwoSampleResolution(n, n, 1e-6, 1e-4)
		if err != nil {
			t.Fatal(err)
		}
		coarse, err := TwoSampleResolution(n-1, n-1, 1e-6, 1e-4)
		if err != nil || fine > d || coarse <= d {
			t.Errorf("d = %v: n = %d resolves %v, n − 1 %v", d, n, fine, coarse)
		}
	}
	// Unequal large sizes fall back on two bands, which must be wider than the conjectured C = 2.
	union, err := TwoSampleBand(300, 1000, 1e-6)
	if err != nil {
		t.Fatal(err)
	}
	if sharp := meanRoot(1e-6/2) * math.Sqrt(1./300+1./1000); union <= sharp {
		t.Errorf("union band %v is not wider than %v", union, sharp)
	}
	if band, err := TwoSampleBand(100, 200, 1e-6); err != nil || band != meanRoot(1e-6/2)*math.Sqrt(1./100+1./200) {
		t.Errorf("TwoSampleBand(100, 200) = %v, %v: enumerated by Wei and Dudley, C = 2", band, err)
	}
}

// TestResolutionNeeds: a resolution beyond the largest violation is no resolution. 42.14 samples see D = 1 at 1e-9.
func TestResolutionNeeds(t *testing.T) {
	var short *InsufficientError
	for name, c := range map[string]struct {
		err  error
		need int
	}{
		"band": {second(KolmogorovResolution(42, 1e-9, 1e-9, TwoSided)), 43},
		"mean": {second(MeanResolution(42, 7, 1e-9, 1e-9, TwoSided)), 43},
		// C = e: 2(√(ln(e·1e9)/2) + √(ln(1e9)/2))² = 84.9
		"two samples": {second(TwoSampleResolution(84, 84, 1e-9, 1e-9)), 85},
	} {
		if !errors.As(c.err, &short) || short.Need != c.need || short.Have != c.need-1 {
			t.Errorf("%s: %v, want a need of %d", name, c.err, c.need)
		}
	}
	for name, err := range map[string]error{
		"band":        second(KolmogorovResolution(43, 1e-9, 1e-9, TwoSided)),
		"mean":        second(MeanResolution(43, 7, 1e-9, 1e-9, TwoSided)),
		"two samples": second(TwoSampleResolution(85, 85, 1e-9, 1e-9)),
	} {
		if err != nil {
			t.Errorf("%s: %v, want a resolution", name, err)
		}
	}
}

func TestKolmogorovErrors(t *testing.T) {
	nan := math.NaN()
	wild := func(float64) float64 { return 1.5 }
	refuses(t, map[string]error{
		"empty sample":        second(Deviate(nil, uniform)),
		"NaN in sample":       second(Deviate([]float64{1, nan}, uniform)),
		"cdf above 1":         second(Deviate([]float64{1}, wild)),
		"cdf NaN":             second(Deviate([]float64{1}, func(float64) float64 { return nan })),
		"before above cdf":    second(DeviateAtoms([]float64{0.5}, uniform, func(float64) float64 { return 1 })),
		"empty a":             second(DistanceBetween(nil, []float64{1})),
		"NaN in b":            second(DistanceBetween([]float64{1}, []float64{nan})),
		"n = 0":               second(KolmogorovBand(0, 0.1, TwoSided)),
		"alpha = 1":           second(KolmogorovBand(1, 1, TwoSided)),
		"one-sided above ½":   second(KolmogorovBand(1, 0.6, OneSided)),
		"sides = 0":           second(KolmogorovBand(1, 0.1, 0)),
		"distance above 1":    second(KolmogorovBound(1, 1.5, TwoSided)),
		"distance NaN":        second(KolmogorovBound(1, nan, TwoSided)),
		"bound: sides":        second(KolmogorovBound(1, 0.5, 3)),
		"resolution: beta":    second(KolmogorovResolution(1, 0.1, nan, TwoSided)),
		"samples: d = 0":      second(KolmogorovSamples(0, 0.1, 0.1, TwoSided)),
		"samples: d = NaN":    second(KolmogorovSamples(nan, 0.1, 0.1, TwoSided)),
		"samples: uncounted":  second(KolmogorovSamples(1e-9, 0.1, 0.1, TwoSided)),
		"two: m = 0":          second(TwoSampleBand(0, 1, 0.1)),
		"two: beta":           second(TwoSampleResolution(1, 1, 0.1, 0)),
		"two: d above 1":      second(TwoSampleSamples(2, 0.1, 0.1)),
		"two: alpha + beta":   second(TwoSampleSamples(0.5, 0.9, 0.1)),
		"two: sizes resolved": second(TwoSampleResolution(1, 0, 0.1, 0.1)),
	})
}

// The band of two samples of unequal, large sizes is the union of two bands at α/2, as printed.
func TestTwoSampleUnion(t *testing.T) {
	got, err := TwoSampleBand(300, 500, 0.05)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "band", got, math.Sqrt(math.Log(80)/2)*(1/math.Sqrt(300)+1/math.Sqrt(500)), 8*ulp)
	// the ends of the ranges in which a constant is known
	for _, c := range []struct {
		m, n     int
		constant float64
	}{{457, 457, math.E}, {458, 458, 2}, {3, 4, 2}, {199, 200, 2}} {
		got, err := TwoSampleBand(c.m, c.n, 0.05)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "band", got, math.Sqrt(math.Log(c.constant/0.05)/2*(1/float64(c.m)+1/float64(c.n))), 8*ulp)
	}
}

// The closed ends: distances 0 and 1, and a one-sided band at α = ½.
func TestKolmogorovEdges(t *testing.T) {
	for d, want := range map[float64]float64{0: 1, 1: 2 * math.Exp(-20)} {
		got, err := KolmogorovBound(10, d, TwoSided)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "bound", got, want, 8*ulp)
	}
	if _, err := KolmogorovBand(10, 0.5, OneSided); err != nil {
		t.Errorf("α = ½, one-sided: %v", err)
	}
	for what, err := range map[string]error{
		"d = 1":              second(KolmogorovSamples(1, 1e-3, 1e-3, TwoSided)),
		"d = 1, two samples": second(TwoSampleSamples(1, 1e-3, 1e-3)),
	} {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	refuses(t, map[string]error{
		"d = 0":              second(KolmogorovSamples(0, 1e-3, 1e-3, TwoSided)),
		"d = 0, two samples": second(TwoSampleSamples(0, 1e-3, 1e-3)),
	})
}
