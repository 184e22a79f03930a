package stat

import (
	"math"
	"slices"
	"testing"
)

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

func TestSlopeErrors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	four := func(_, _, _ float64, err error) error { return err }
	refuses(t, map[string]error{
		"one size":        second(LadderSlopes([]float64{1}, [][]float64{{1}})),
		"sizes fall":      second(LadderSlopes([]float64{2, 1}, [][]float64{{1}, {1}})),
		"equal sizes":     second(LadderSlopes([]float64{1, 1}, [][]float64{{1}, {1}})),
		"size NaN":        second(LadderSlopes([]float64{nan, 1}, [][]float64{{1}, {1}})),
		"rungs":           second(LadderSlopes([]float64{1, 2}, [][]float64{{1}})),
		"empty rung":      second(LadderSlopes([]float64{1, 2}, [][]float64{{1}, {}})),
		"time 0":          second(LadderSlopes([]float64{1, 2}, [][]float64{{1}, {0}})),
		"time NaN":        second(LadderSlopes([]float64{1, 2}, [][]float64{{1}, {nan}})),
		"both unreached":  second(LadderSlopes([]float64{1, 2}, [][]float64{{inf}, {inf}})),
		"interval: short": four(SlopeInterval([]float64{1, 2}, [][]float64{{1}, {2}}, 0.05)),
		"interval: rungs": four(SlopeInterval([]float64{1}, [][]float64{{1}}, 0.05)),
	})
}
