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

// ReLU has a jump in G at u = 0 and a corner at v = 0, and means in closed form. The mean pull is that of the population loss,
// −(π/2 + arcsin m)√(1−m²)/π. At m = 0, where u and v are independent, G² = 4(u₊ − v₊)² and G⁴ on u > 0 are sums of
//
//	E u₊² = ½, E u₊v₊ = 1/2π, P(u > 0)E v₊² = ¼,
//	E u₊⁴ = 3/2, E u₊³v₊ = E u₊v₊³ = 2/2π, E u₊²v₊² = ¼, P(u > 0)E v₊⁴ = ¾.
func TestMeanGradientOfReLU(t *testing.T) {
	model := must(NewSingleLayer(ReLU{}, 0))
	for _, m := range []float64{-0.7, 0, 0.3, 0.9} {
		g := must(MeanGradient(model, m))
		s := math.Sqrt(1 - m*m)
		if want := -(math.Pi/2 + math.Asin(m)) * s / math.Pi; math.Abs(g.Along-want) > GradientNodes*0x1p-52 {
			t.Errorf("m = %v: E A = %v, want %v", m, g.Along, want)
		}
	}
	g := must(MeanGradient(model, 0))
	square := 4 * (0.5 - 2/(2*math.Pi) + 0.25)
	fourth := 16 * (1.5 - 4*2/(2*math.Pi) + 6*0.25 - 4*2/(2*math.Pi) + 0.75)
	if tol := GradientNodes * 0x1p-52 * fourth; math.Abs(g.Power-square) > tol || math.Abs(g.Fourth-fourth) > tol {
		t.Errorf("E G² = %v, E G⁴ = %v, want %v and %v", g.Power, g.Fourth, square, fourth)
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
