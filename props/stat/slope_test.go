package stat

import (
	"math"
	"slices"
	"testing"
)

func TestLocalSlopes(t *testing.T) {
	slopes, err := LocalSlopes([]float64{1, 2, 4}, []float64{3, 24, 6})
	if err != nil || len(slopes) != 2 {
		t.Fatal(slopes, err)
	}
	near(t, "first slope", slopes[0], 3, 8*ulp)
	near(t, "second slope", slopes[1], -2, 8*ulp)
}

// TestLadderSlopes pairs the lower half of the ladder with the upper, each replicate once; the middle rung rests.
func TestLadderSlopes(t *testing.T) {
	sizes := []float64{1, 2, 4, 8, 16}
	times := [][]float64{{1, 1, 5}, {2, 1}, {1e9}, {8, 64}, {256, 4, math.Inf(1)}}
	got, err := LadderSlopes(sizes, times)
	want := []float64{1, 2, 7. / 3, 2. / 3} // sizes 1 → 8 and 2 → 16, twice each
	if err != nil || len(got) != len(want) {
		t.Fatal(got, err)
	}
	for i := range got {
		near(t, "slope", got[i], want[i], 8*ulp)
	}
	inf := math.Inf(1)
	got, err = LadderSlopes([]float64{1, 2}, [][]float64{{1, inf}, {inf, 1}})
	if err != nil || !slices.Equal(got, []float64{inf, -inf}) {
		t.Errorf("slopes with one unreached time = %v, %v", got, err)
	}
}

// TestSlopeInterval has 9 exact slopes 1 … 9: the interval at 5 % is [x_(2), x_(8)] since P(Bin(9, ½) < 2) = 10/512.
func TestSlopeInterval(t *testing.T) {
	ones, times := make([]float64, 9), make([]float64, 9)
	for i := range times {
		ones[i], times[i] = 1, math.Pow(2, float64(i+1))
	}
	slope, lower, upper, err := SlopeInterval([]float64{1, 2}, [][]float64{ones, times}, 0.05)
	if err != nil || slope != 5 || lower != 2 || upper != 8 {
		t.Errorf("SlopeInterval = %v in [%v, %v], %v, want 5 in [2, 8]", slope, lower, upper, err)
	}
}

// TestSlopeDesign closes the triple for Gaussian noise of ln τ, whose difference has standard deviation √2 σ.
func TestSlopeDesign(t *testing.T) {
	const sigma, ratio, shift = 0.8, 16, 0.25
	spread := math.Sqrt2 * sigma
	cdf := func(x float64) float64 { return 1 - NormalUpper(x/spread) }
	quantile := func(p float64) float64 { return spread * NormalUpperQuantile(1-p) }
	n, err := SlopeSamples(shift, ratio, 1e-6, 1e-4, cdf)
	if err != nil {
		t.Fatal(err)
	}
	fine, err := SlopeResolution(n, ratio, 1e-6, 1e-4, quantile)
	if err != nil {
		t.Fatal(err)
	}
	coarse, err := SlopeResolution(n-1, ratio, 1e-6, 1e-4, quantile)
	if err != nil || fine > shift || coarse <= shift {
		t.Errorf("n = %d resolves %v, n − 1 %v, %v, want %v between", n, fine, coarse, err, shift)
	}
	// Noise narrower than the shift: every sign agrees, and 2·2^{−n} ≤ α decides.
	certain := func(float64) float64 { return 1 }
	if n, err := SlopeSamples(shift, ratio, 1e-9, 1e-9, certain); err != nil || n != 31 {
		t.Errorf("SlopeSamples without noise = %d, %v, want 31", n, err)
	}
}

func TestSlopeErrors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	half := func(float64) float64 { return 0.5 }
	four := func(_, _, _ float64, err error) error { return err }
	refuses(t, map[string]error{
		"one size":         second(LocalSlopes([]float64{1}, []float64{1})),
		"value 0":          second(LocalSlopes([]float64{1, 2}, []float64{1, 0})),
		"sizes fall":       second(LocalSlopes([]float64{2, 1}, []float64{1, 1})),
		"size NaN":         second(LocalSlopes([]float64{nan, 1}, []float64{1, 1})),
		"rungs":            second(LadderSlopes([]float64{1, 2}, [][]float64{{1}})),
		"empty rung":       second(LadderSlopes([]float64{1, 2}, [][]float64{{1}, {}})),
		"time 0":           second(LadderSlopes([]float64{1, 2}, [][]float64{{1}, {0}})),
		"time NaN":         second(LadderSlopes([]float64{1, 2}, [][]float64{{1}, {nan}})),
		"both unreached":   second(LadderSlopes([]float64{1, 2}, [][]float64{{inf}, {inf}})),
		"interval: short":  four(SlopeInterval([]float64{1, 2}, [][]float64{{1}, {2}}, 0.05)),
		"interval: rungs":  four(SlopeInterval([]float64{1}, [][]float64{{1}}, 0.05)),
		"ratio = 1":        second(SlopeResolution(50, 1, 0.1, 0.1, half)),
		"resolution: n":    second(SlopeResolution(2, 2, 0.1, 0.1, half)),
		"samples: shift":   second(SlopeSamples(0, 2, 0.1, 0.1, half)),
		"samples: no bias": second(SlopeSamples(1, 2, 0.1, 0.1, half)),
	})
}

// A ladder climbs: equal sizes are refused. A shift that the noise never hides has probability 1.
func TestSlopeEdges(t *testing.T) {
	refuses(t, map[string]error{
		"equal sizes": second(LocalSlopes([]float64{1, 1}, []float64{1, 2})),
		"no shift":    second(SlopeSamples(1, 2, 0.1, 0.1, func(float64) float64 { return 0.5 })),
	})
	if n, err := SlopeSamples(1, 2, 1e-9, 1e-9, func(float64) float64 { return 1 }); err != nil || n != 31 {
		t.Errorf("certain signs: %d, %v, want 31", n, err)
	}
}
