package sim

import (
	"math"
	"testing"
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
		if tol := (200 + 4*float64(k)) * 0x1p-52 * want; math.Abs(sum-want) > tol {
			t.Errorf("∫x^%d e^−x = %v, want %v within %v", k, sum, want, tol)
		}
	}
}

// Of tensor PCA all is known: A is normal with mean −pλm^{p−1}√(1−m²) and variance p, and G² is p whatever the sample.
func TestMeanGradientOfATensor(t *testing.T) {
	const p, lambda, m = 3, 1.5, 0.4
	model, err := NewTensorPCA(TensorTerm{p, lambda})
	if err != nil {
		t.Fatal(err)
	}
	g, err := MeanGradient(model, m)
	if err != nil {
		t.Fatal(err)
	}
	mean := -p * lambda * m * m * math.Sqrt(1-m*m)
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"E A", g.Along, mean}, {"E A²", g.AlongSquare, mean*mean + p}, {"E A G²", g.AlongPower, mean * p},
		{"E G²", g.Power, p}, {"E G⁴", g.Fourth, p * p},
	} {
		if tol := GradientNodes * 0x1p-52 * (mean*mean + p*p); !(math.Abs(c.got-c.want) <= tol) { // a rounding for each term
			t.Errorf("%s = %v, want %v within %v", c.name, c.got, c.want, tol)
		}
	}
	for _, bad := range []float64{1.1, math.NaN()} {
		if _, err := MeanGradient(model, bad); err == nil {
			t.Errorf("no error for m = %v", bad)
		}
	}
	if _, err := MeanGradient(nil, m); err == nil {
		t.Error("no error for no model")
	}
}
