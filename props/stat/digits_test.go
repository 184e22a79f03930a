package stat

import (
	"math"
	"testing"
)

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
