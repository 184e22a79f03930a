package stat

import (
	"errors"
	"math"
	"math/big"
	"testing"
)

// TestQuantileRanks proves the ranks extreme in exact arithmetic: they cover, the next ones in do not.
func TestQuantileRanks(t *testing.T) {
	for _, c := range []struct {
		n        int
		p, alpha float64
	}{{31, 0.5, 1e-9}, {100, 0.5, 1e-9}, {50, 0.25, 0.05}, {400, 0.875, 1e-6}} {
		l, u, err := QuantileRanks(c.n, c.p, c.alpha)
		if err != nil {
			t.Fatal(err)
		}
		limit := new(big.Rat).SetFloat64(c.alpha / 2)
		p := new(big.Rat).SetFloat64(c.p)
		co := new(big.Rat).Sub(big.NewRat(1, 1), p)
		low := func(j int) *big.Rat { return exactTail(c.n-j+1, c.n, co) } // P(Bin(n, p) < j)
		high := func(j int) *big.Rat { return exactTail(j, c.n, p) }       // P(Bin(n, p) ≥ j)
		if low(l).Cmp(limit) > 0 || low(l+1).Cmp(limit) <= 0 {
			t.Errorf("n = %d, p = %v: l = %d is not the largest rank at α/2", c.n, c.p, l)
		}
		if high(u).Cmp(limit) > 0 || high(u-1).Cmp(limit) <= 0 {
			t.Errorf("n = %d, p = %v: u = %d is not the smallest rank at α/2", c.n, c.p, u)
		}
	}
}

// TestQuantileNeeds pins the smallest samples: 2·2^{−n} ≤ 1e-9 first at 31, not at 30.
func TestQuantileNeeds(t *testing.T) {
	var short *InsufficientError
	if _, _, err := QuantileRanks(30, 0.5, 1e-9); !errors.As(err, &short) || short.Need != 31 || short.Have != 30 {
		t.Errorf("QuantileRanks(30, 0.5, 1e-9): %v, want a need of 31", err)
	}
	if l, u, err := QuantileRanks(31, 0.5, 1e-9); err != nil || l != 1 || u != 31 {
		t.Errorf("QuantileRanks(31, 0.5, 1e-9) = %d, %d, %v, want the whole sample", l, u, err)
	}
	const say = "stat: need at least 31 samples for a two-sided interval for the 0.5-quantile at level 1e-09, have 30"
	if short.Error() != say {
		t.Errorf("the error says %q, want %q", short, say)
	}
}

func TestQuantileInterval(t *testing.T) {
	inf := math.Inf(1)
	// Six values at 10 %: 2^{−5} ≤ 0.05 needs 5, so [min, max] of 5 or 6 (7/64 > 0.05).
	lower, upper, err := QuantileInterval([]float64{5, 3, inf, 1, 2, 4}, 0.5, 0.1)
	if err != nil || lower != 1 || upper != inf {
		t.Errorf("QuantileInterval = [%v, %v], %v, want [1, +Inf]", lower, upper, err)
	}
	for _, c := range []struct {
		xs   []float64
		want float64
	}{
		{[]float64{3, 1, 2}, 2},
		{[]float64{4, 1, 2, 3}, 2.5},
		{[]float64{inf, 1, inf, inf}, inf}, // not Inf − Inf
	} {
		if m, err := Median(c.xs); err != nil || m != c.want {
			t.Errorf("Median(%v) = %v, %v, want %v", c.xs, m, err, c.want)
		}
	}
}

// TestQuantileDesign closes the triple: at n the resolution covers the violation; at the levels it names the miss rate is β.
func TestQuantileDesign(t *testing.T) {
	const alpha, beta = 1e-6, 1e-4
	for _, c := range []struct{ p, d float64 }{{0.5, 0.2}, {0.25, 0.125}, {0.9, 0.2}, {0.5, 0.49}} {
		n, err := QuantileSamples(c.d, c.p, alpha, beta)
		if err != nil {
			t.Fatal(err)
		}
		below, above, err := QuantileResolution(n, c.p, alpha, beta)
		if err != nil {
			t.Fatal(err)
		}
		if c.p-c.d > 0 && below < c.p-c.d || c.p+c.d < 1 && above > c.p+c.d {
			t.Errorf("p = %v ± %v: n = %d resolves only [%v, %v]", c.p, c.d, n, below, above)
		}
		l, u, err := QuantileRanks(n, c.p, alpha)
		if err != nil {
			t.Fatal(err)
		}
		// The levels are known to a few spacings of their log-odds, which move ln P by at most n each.
		near(t, "miss rate below", BinomialUpper(l, n, below), beta, 64*float64(n)*ulp)
		near(t, "miss rate above", BinomialLower(u-1, n, above), beta, 64*float64(n)*ulp)
	}
}

func TestQuantileErrors(t *testing.T) {
	nan := math.NaN()
	refuses(t, map[string]error{
		"p = 0":                third(QuantileRanks(5, 0, 0.1)),
		"n = 0":                third(QuantileRanks(0, 0.5, 0.1)),
		"alpha = NaN":          third(QuantileRanks(5, 0.5, nan)),
		"NaN in sample":        third(QuantileInterval([]float64{nan}, 0.5, 0.1)),
		"short sample":         third(QuantileInterval([]float64{1, 2}, 0.5, 0.1)),
		"resolution: beta":     third(QuantileResolution(50, 0.5, 0.1, 0)),
		"resolution: short":    third(QuantileResolution(2, 0.5, 0.1, 0.1)),
		"samples: d = 0":       second(QuantileSamples(0, 0.5, 0.1, 0.1)),
		"samples: out of both": second(QuantileSamples(0.6, 0.5, 0.1, 0.1)),
		"samples: too many":    second(QuantileSamples(1e-6, 0.5, 0.1, 0.1)),
		"median: empty":        second(Median(nil)),
	})
}

// At the size of the design both sides are resolved, on either half of (0, 1) and where one side leaves it.
func TestQuantileSamplesSeeBothSides(t *testing.T) {
	for _, p := range []float64{0.1, 0.3, 0.5, 0.9} {
		for _, d := range []float64{0.05, 0.2, 0.4} {
			n, err := QuantileSamples(d, p, 0.01, 0.02)
			if err != nil {
				t.Fatal(err)
			}
			below, above, err := QuantileResolution(n, p, 0.01, 0.02)
			if err != nil {
				t.Fatal(err)
			}
			if p-d > 0 && below < p-d {
				t.Errorf("p = %v, d = %v: %d samples resolve %v below", p, d, n, below)
			}
			if p+d < 1 && above > p+d {
				t.Errorf("p = %v, d = %v: %d samples resolve %v above", p, d, n, above)
			}
		}
	}
	refuses(t, map[string]error{"both sides leave": second(QuantileSamples(0.5, 0.5, 0.01, 0.02))})
}

// TestQuantileSamplesWithoutABelow: 0.001 − ½ is no level, so that only the ranks below limit the size: (1 − p)ⁿ ≤ α/2.
func TestQuantileSamplesWithoutABelow(t *testing.T) {
	const p, alpha, beta = 0.001, 0.1, 0.1
	n, err := QuantileSamples(0.5, p, alpha, beta)
	if want := int(math.Ceil(math.Log(alpha/2) / math.Log(1-p))); err != nil || n != want {
		t.Errorf("QuantileSamples = %v, %v, want %v", n, err, want)
	}
}

// TestQuantileSamplesAtLargeAlpha: each side is tested at α/2, so that α may be above one half.
func TestQuantileSamplesAtLargeAlpha(t *testing.T) {
	if n, err := QuantileSamples(0.2, 0.5, 0.6, 0.1); err != nil || n < 2 {
		t.Errorf("QuantileSamples at α = 0.6: %v, %v", n, err)
	}
}
