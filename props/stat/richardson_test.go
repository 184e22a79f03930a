package stat

import (
	"math"
	"testing"
)

// TestRichardsonExact eliminates the terms of a polynomial in h entirely: what is left is rounding, within its bound.
func TestRichardsonExact(t *testing.T) {
	a := func(h float64) float64 { return 3 + 2*h - 5*h*h*h + 7*math.Pow(h, 4.5) }
	var values []float64
	for i := range 4 {
		values = append(values, a(math.Pow(3, -float64(i))))
	}
	e, err := Richardson(values, 3, []float64{1, 3, 4.5})
	if err != nil {
		t.Fatal(err)
	}
	// Each value rounds in about 8 operations of magnitude up to 17; Rounding counts one ulp of each.
	if off := math.Abs(e.Value - 3); off > 8*17*e.Rounding {
		t.Errorf("limit = %.17g, want 3: off by %.2g with rounding %.2g", e.Value, off, e.Rounding)
	}
	if e.Truncation == 0 {
		t.Error("the last elimination moved nothing")
	}
}

// TestRichardsonArchimedes extrapolates half the perimeters of polygons, n sin(π/n) = π − π³/6n² + …, in powers of n^{−2}.
// The true error must lie below the estimate, which must itself shrink with every rung.
func TestRichardsonArchimedes(t *testing.T) {
	last := math.Inf(1)
	for rungs := 2; rungs <= 6; rungs++ {
		var values, orders []float64
		for i := range rungs {
			n := 6 * math.Pow(2, float64(i))
			values = append(values, n*math.Sin(math.Pi/n))
			if i > 0 {
				orders = append(orders, 2*float64(i))
			}
		}
		e, err := Richardson(values, 2, orders)
		if err != nil {
			t.Fatal(err)
		}
		if off := math.Abs(e.Value - math.Pi); off > e.Truncation+4*e.Rounding { // n sin(π/n) rounds 3 times
			t.Errorf("%d rungs: off by %.2g, estimated %.2g and rounding %.2g", rungs, off, e.Truncation, e.Rounding)
		}
		if e.Truncation >= last {
			t.Errorf("%d rungs: the estimate %.2g has not shrunk from %.2g", rungs, e.Truncation, last)
		}
		last = e.Truncation
	}
	if last > 1e-10 { // 6 rungs eliminate through n^{−10}; the next coefficient is π^{11}/11! at n = 6·32 and smaller
		t.Errorf("estimate after 6 rungs is %.2g", last)
	}
}

func TestObservedOrder(t *testing.T) {
	a := func(h float64) float64 { return 1 - math.Pow(h, 1.5) }
	p, err := ObservedOrder(a(0.25), a(0.125), a(0.0625), 2)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "ObservedOrder", p, 1.5, 128*ulp) // the differences lose up to 1/0.03 of their digits
	refuses(t, map[string]error{
		"ratio = 1":    second(ObservedOrder(1, 2, 3, 1)),
		"NaN":          second(ObservedOrder(1, math.NaN(), 3, 2)),
		"growing":      second(ObservedOrder(1, 2, 4, 2)),
		"alternating":  second(ObservedOrder(1, 2, 1.5, 2)),
		"stationary":   second(ObservedOrder(1, 2, 2, 2)),
		"one value":    second(Richardson([]float64{1}, 2, nil)),
		"Inf":          second(Richardson([]float64{1, math.Inf(1)}, 2, []float64{1})),
		"orders short": second(Richardson([]float64{1, 2, 3}, 2, []float64{1})),
		"orders equal": second(Richardson([]float64{1, 2, 3}, 2, []float64{1, 1})),
		"orders NaN":   second(Richardson([]float64{1, 2}, 2, []float64{math.NaN()})),
		"ratio ½":      second(Richardson([]float64{1, 2}, 0.5, []float64{1})),
	})
}

func TestCorrectDigits(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct{ got, want, digits float64 }{
		{1, 1, fullDigits},
		{1.001, 1, 3},
		{-2.02, -2, 2},
		{1e-5, 0, 5},
		{0, 0, fullDigits},
		{5, 1, 0},
		{-1, 1, 0},
		{nan, 1, 0},
		{1, nan, 0},
		{inf, 1, 0},
		{inf, inf, fullDigits},
	} {
		// The relative error of 1.001 − 1 is 2^{−53}/1e-3, in digits that /ln 10.
		if got := CorrectDigits(c.got, c.want); math.Abs(got-c.digits) > 1e-12 {
			t.Errorf("CorrectDigits(%v, %v) = %v, want %v", c.got, c.want, got, c.digits)
		}
	}
	near(t, "fullDigits", fullDigits, -math.Log10(0x1p-53), 2*ulp)
}

// The rounding bound as it is printed in the table: two values, order 1, ratio 2 give 2b − a from sizes |b| + (|b| + |a|);
// order 2, ratio 3 weighs the second by 1/8.
func TestRichardsonRounding(t *testing.T) {
	for _, c := range []struct{ ratio, order, want float64 }{{2, 1, 7 + 7 + 5}, {3, 2, 7 + 12./8}} {
		e, err := Richardson([]float64{5, -7}, c.ratio, []float64{c.order})
		if err != nil {
			t.Fatal(err)
		}
		near(t, "rounding", e.Rounding, c.want*0x1p-53, 8*ulp)
	}
	refuses(t, map[string]error{
		"ratio = 1":           second(Richardson([]float64{1, 2}, 1, []float64{1})),
		"equal orders":        second(Richardson([]float64{1, 2, 3}, 2, []float64{1, 1})),
		"order ratio = 1":     second(ObservedOrder(4, 2, 1, 1)),
		"equal differences":   second(ObservedOrder(3, 2, 1, 2)),
		"growing differences": second(ObservedOrder(4, 3, 1, 2)),
	})
}
