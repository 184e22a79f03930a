package singleindex

import (
	"math"
	"testing"

	"assay/props"
)

// The Gauss-Laguerre rule integrates x^k e^{−x} to k! up to degree 2n − 1.
func TestLaguerreIsExact(t *testing.T) {
	x, w := laguerre(polarRadii)
	for k, want := 0, 1.0; k < 2*polarRadii; k++ {
		if k > 0 {
			want *= float64(k)
		}
		sum := 0.0
		for i := range x {
			sum += w[i] * math.Pow(x[i], float64(k))
		}
		// a node is good to a few 2⁻⁵², which x^k multiplies by k, and a weight to some 100
		if tol := (200 + 4*float64(k)) * props.UnitRoundoff * want; math.Abs(sum-want) > tol {
			t.Errorf("∫x^%d e^−x = %v, want %v within %v", k, sum, want, tol)
		}
	}
}
