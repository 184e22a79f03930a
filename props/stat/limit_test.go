package stat

import (
	"math"
	"testing"
)

// TestLimitExact eliminates the terms of a polynomial in the rate entirely.
func TestLimitExact(t *testing.T) {
	rates := []float64{0.5, 0.3, 0.1, 0.07}
	var values []float64
	for _, r := range rates {
		values = append(values, 3+2*r-5*r*r+7*r*r*r)
	}
	e, err := Limit(values, rates)
	if err != nil {
		t.Fatal(err)
	}
	// Each value rounds in about 8 operations of magnitude up to 17, which Gain carries.
	if off := math.Abs(e.Value - 3); off > 8*17*0x1p-53*e.Gain {
		t.Errorf("limit = %.17g, want 3: off by %.2g with gain %.2g", e.Value, off, e.Gain)
	}
	if e.Truncation == 0 {
		t.Error("the last elimination moved nothing")
	}
}

// TestLimitArchimedes extrapolates half the perimeters of polygons, n sin(π/n) = π − π³/6n² + …, in powers of n^{−2}:
// the true error is below the estimate, which shrinks with every rung. With the rate n^{−1/2}, which is wrong, the estimate
// stays large.
func TestLimitArchimedes(t *testing.T) {
	last := math.Inf(1)
	for rungs := 3; rungs <= 6; rungs++ {
		var values, right, wrong []float64
		for i := range rungs {
			n := 6 * math.Pow(2, float64(i))
			values, right, wrong = append(values, n*math.Sin(math.Pi/n)), append(right, 1/(n*n)), append(wrong, 1/math.Sqrt(n))
		}
		e, err := Limit(values, right)
		if err != nil {
			t.Fatal(err)
		}
		if off := math.Abs(e.Value - math.Pi); !(off <= e.Truncation+e.Gain*1e-15) || !(e.Truncation < last) {
			t.Errorf("%d rungs: off by %.2g, estimated %.2g, before %.2g", rungs, off, e.Truncation, last)
		}
		last = e.Truncation
		if bad, err := Limit(values, wrong); err != nil || bad.Truncation < 100*e.Truncation {
			t.Errorf("%d rungs at the wrong rate: %v, estimated %.2g, at the right one %.2g", rungs, err, bad.Truncation, e.Truncation)
		}
	}
}

// TestLimitGain: errors of the values up to e move the limit by Gain·e at most, and by that much at worst.
func TestLimitGain(t *testing.T) {
	rates := []float64{1, 0.5, 0.25}
	e, err := Limit([]float64{1, -1, 1}, rates) // the signs of the weights 1/3, −2, 8/3
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(e.Value-5) > 1e-14 || math.Abs(e.Gain-5) > 1e-14 {
		t.Errorf("value %v and gain %v, want 5 = 1/3 + 2 + 8/3", e.Value, e.Gain)
	}
}

func TestLimitRefuses(t *testing.T) {
	for _, c := range []struct{ values, rates []float64 }{
		{[]float64{1, 2}, []float64{2, 1}},
		{[]float64{1, 2, 3}, []float64{2, 1}},
		{[]float64{1, 2, math.NaN()}, []float64{3, 2, 1}},
		{[]float64{1, 2, math.Inf(1)}, []float64{3, 2, 1}},
		{[]float64{1, 2, 3}, []float64{3, 3, 1}},
		{[]float64{1, 2, 3}, []float64{3, 2, 0}},
		{[]float64{1, 2, 3}, []float64{3, 2, -1}},
	} {
		if _, err := Limit(c.values, c.rates); err == nil {
			t.Errorf("%v at rates %v: accepted", c.values, c.rates)
		}
	}
}

// TestLimitTruncation: the larger of the two distances in the last elimination. Values 1, .3, .1 at rates 1, ½, ¼
// give −.4 and −.1, then 0.
func TestLimitTruncation(t *testing.T) {
	e, err := Limit([]float64{1, 0.3, 0.1}, []float64{1, 0.5, 0.25})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(e.Value) > 1e-15 || math.Abs(e.Truncation-0.4) > 1e-15 {
		t.Errorf("limit %v, moved by %v; want 0 and .4", e.Value, e.Truncation)
	}
}
