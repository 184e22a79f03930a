package stat

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"testing"
)

// TestProportionInterval checks the defining equations in exact arithmetic: at the lower bound the upper tail is α.
func TestProportionInterval(t *testing.T) {
	for _, c := range []struct {
		k, n  int
		alpha float64
	}{
		{1, 10, 0.05}, {5, 10, 0.05}, {10, 10, 0.05}, {0, 10, 0.05},
		{3, 40, 1e-9}, {40, 40, 1e-30}, {1, 60, 1e-30}, {59, 60, 1e-30}, {200, 400, 1e-9},
	} {
		lower, upper := proportionLower(c.k, c.n, c.alpha), proportionUpper(c.k, c.n, c.alpha)
		// The bound is known to 2 spacings of its log-odds; d ln tail / d log-odds ≤ n.
		rel := func(p float64) float64 {
			return tailError(c.n) + float64(c.n)*8*ulp*math.Max(1, math.Abs(math.Log(p/(1-p)))) - math.Log(c.alpha)*ulp
		}
		if c.k == 0 {
			near(t, "lower bound without successes", lower, 0, 0)
		} else {
			near(t, "P(X ≥ k) at the lower bound", binomialTail(c.k, c.n, lower), c.alpha, rel(lower))
		}
		if c.k == c.n {
			near(t, "upper bound without failures", upper, 1, 0)
		} else {
			// P(X ≤ k; p) = P(n − X ≥ n − k), with the float64 1 − p taken exactly.
			co := new(big.Rat).Sub(big.NewRat(1, 1), new(big.Rat).SetFloat64(upper))
			got, _ := exactTail(c.n-c.k, c.n, co).Float64()
			// Near 1 the float64 nearest to the bound moves 1 − p by up to 2^{−53}/(1 − p).
			near(t, "P(X ≤ k) at the upper bound", got, c.alpha, rel(upper)+float64(c.n)*ulp/(1-upper))
		}
	}
}

// TestProportionTables reproduces Clopper and Pearson's 95 % interval for 2 of 10 (their Table), 0.0252 to 0.5561.
func TestProportionTables(t *testing.T) {
	lower, upper := proportionLower(2, 10, 0.025), proportionUpper(2, 10, 0.025)
	if math.Abs(lower-0.0252) > 0.5e-4 || math.Abs(upper-0.5561) > 0.5e-4 {
		t.Errorf("interval for 2 of 10 = [%.5f, %.5f], want [0.0252, 0.5561]", lower, upper)
	}
}

// TestProportionSamples reproduces the run counts of statistics.md and proves each minimal by exact arithmetic.
func TestProportionSamples(t *testing.T) {
	const rate = 1e-9
	for _, c := range []struct {
		p0, p1 float64
		want   int
	}{
		{0.1, 0.9, 35}, {0.2, 0.8, 81}, {0.3, 0.7, 207}, {0.4, 0.6, 881},
		{0.9, 0.1, 35}, // the mirror image
		{0.5, 1, 30},   // 2^{−30}
	} {
		n, err := ProportionSamples(c.p0, c.p1, rate, rate)
		if err != nil || n != c.want {
			t.Errorf("ProportionSamples(%v, %v) = %d, %v, want %d", c.p0, c.p1, n, err, c.want)
		}
		if power, err := powerOf(n, c.p0, c.p1, rate); err != nil || power < 1-rate {
			t.Errorf("power of %d samples at %v against %v = %v, %v", n, c.p0, c.p1, power, err)
		}
	}
	// No n < 81 tells 1/5 from 4/5 at (1e-9, 1e-9): every critical count, in rationals.
	limit := big.NewRat(1, 1e9)
	for n := 1; n <= 81; n++ {
		found := false
		for k := 1; k <= n && !found; k++ {
			found = exactTail(k, n, big.NewRat(1, 5)).Cmp(limit) <= 0 && // a false alarm
				exactTail(n-k+1, n, big.NewRat(1, 5)).Cmp(limit) <= 0 // a miss, mirrored
		}
		if found != (n == 81) {
			t.Errorf("n = %d: a test of 0.2 against 0.8 exists: %v", n, found)
		}
	}
	// Counts are whole: 36 runs do not tell .1 from .9 although 35 do. A design must use its own n.
	if power, err := powerOf(36, 0.1, 0.9, rate); err != nil || power >= 1-rate {
		t.Errorf("power of 36 samples = %v, %v, want below 1 − 1e-9", power, err)
	}
}

// powerOf is the probability that n samples of probability p1 refute p0, by the one-sided test on the side of p1.
func powerOf(n int, p0, p1, alpha float64) (float64, error) {
	if err := errors.Join(countError("n", n), rateError("p0", p0), rateError("alpha", alpha)); err != nil {
		return 0, err
	}
	if !(p1 >= 0 && p1 <= 1) || p1 == p0 {
		return 0, fmt.Errorf("stat: p1 = %v, want a probability other than p0 = %v", p1, p0)
	}
	if p1 < p0 {
		p0, p1 = 1-p0, 1-p1
	}
	return BinomialUpper(critical(n, p0, alpha), n, p1), nil
}

// TestProportionResolution closes the triple: at the resolution the power is exactly 1 − β.
func TestProportionResolution(t *testing.T) {
	for _, n := range []int{20, 200, 5000} {
		for _, p0 := range []float64{0.05, 0.5, 0.7} {
			above, err := ProportionResolutionAbove(n, p0, 1e-3, 1e-4)
			if err != nil {
				t.Fatal(err)
			}
			below, err := ProportionResolutionBelow(n, p0, 1e-3, 1e-4)
			if p0 == 0.05 && n == 20 { // 0.95²⁰ = 0.36: no count of failures is rare
				var short *InsufficientError
				if !errors.As(err, &short) || short.Need != 135 { // 0.95¹³⁵ < 1e-3 < 0.95¹³⁴
					t.Errorf("resolution below 0.05 of 20 samples: %v, want a need of 135", err)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, p1 := range []float64{above, below} {
				power, err := powerOf(n, p0, p1, 1e-3)
				// p1 rounds to ulp/2, as does its complement; the power changes by at most n per unit of p.
				if err != nil || math.Abs(power-(1-1e-4)) > (float64(n)+2)*ulp {
					t.Errorf("n = %d, p0 = %v: power at the resolution %v = %v, %v, want 1 − 1e-4", n, p0, p1, power, err)
				}
			}
		}
	}
}

func TestProportionErrors(t *testing.T) {
	var short *InsufficientError
	if _, err := ProportionCritical(5, 0.1, 1e-9); !errors.As(err, &short) || short.Need != 9 || short.Have != 5 {
		t.Errorf("ProportionCritical(5, 0.1, 1e-9): %v, want a need of 9 samples", err)
	}
	refuses(t, map[string]error{
		"p0 = 1":           second(ProportionCritical(5, 1, 0.1)),
		"beta = 1":         second(ProportionResolutionAbove(5, 0.5, 0.1, 1)),
		"alpha + beta ≥ 1": second(ProportionSamples(0.5, 0.6, 0.5, 0.5)),
		"samples: p1 = p0": second(ProportionSamples(0.5, 0.5, 0.1, 0.1)),
		"samples: too few": second(ProportionSamples(0.5, 0.50001, 0.1, 0.1)),
	})
}

// refuses fails for every error that is nil.
func refuses(t *testing.T, errs map[string]error) {
	t.Helper()
	for name, err := range errs {
		if err == nil {
			t.Errorf("%s: accepted, want an error", name)
		}
	}
}

func second[A any](_ A, err error) error        { return err }
func third[A, B any](_ A, _ B, err error) error { return err }

// The randomised test spends α in full: at p1 = p0 it misses with probability 1 − α, whatever n.
func TestRandomisedMiss(t *testing.T) {
	for _, n := range []int{3, 10, 57, 400} {
		for _, p := range []float64{0.2, 0.5, 0.9} {
			for _, alpha := range []float64{0.3, 0.04, 1e-3} {
				if math.Pow(p, float64(n)) > alpha {
					continue // no count is rare enough
				}
				near(t, "miss", randomisedMiss(n, p, p, alpha), 1-alpha, 4*tailError(n)/(1-alpha))
			}
		}
	}
}

// The ends of p1, where every sample fails or succeeds, and designs at which the search has to go up: the power is
// there, and the randomised test, which needs no more, does not have it with one sample fewer than its own size.
func TestProportionEnds(t *testing.T) {
	for p1, want := range map[float64]float64{0: 1, 1: 1} {
		power, err := powerOf(30, 0.5, p1, 1e-3)
		if err != nil || power != want {
			t.Errorf("power at p1 = %v is %v, %v, want %v", p1, power, err, want)
		}
	}
	if n, err := ProportionSamples(0.5, 0, 1e-9, 1e-9); err != nil || n != 30 {
		t.Errorf("samples of ½ against 0: %d, %v, want 30", n, err)
	}
	climbed := 0
	for p0 := 0.05; p0 < 0.95; p0 += 0.1 {
		for _, d := range []float64{0.1, 0.3} {
			p1 := math.Min(p0+d, 0.99)
			n, err := ProportionSamples(p0, p1, 0.05, 0.1)
			if err != nil {
				t.Fatal(err)
			}
			if power, err := powerOf(n, p0, p1, 0.05); err != nil || power < 0.9 {
				t.Errorf("%v against %v: power of %d samples is %v, %v", p0, p1, n, power, err)
			}
			if power, err := powerOf(n-1, p0, p1, 0.05); err == nil && power >= 0.9 && randomisedMiss(n-1, p0, p1, 0.05) > 0.1 {
				t.Errorf("%v against %v: %d samples do, and beat the best test", p0, p1, n-1)
			}
			if n > 1 && randomisedMiss(n-1, p0, p1, 0.05) <= 0.1 {
				climbed++
			}
		}
	}
	if climbed == 0 {
		t.Error("no design of this table makes the search go up: it shows nothing of it")
	}
}
