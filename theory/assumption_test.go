package theory

import (
	"math"
	"testing"
)

// Data from u₂h₂ + u₄h₄ fitted by v₂h₂ + v₄h₄ + …: φ′ = −2Am − 4Bm³ with known zeros, among them one at which it
// does not change its sign, φ′ = −c m(1 − 2m²)², and one above ½, where φ′ is interpolated.
func TestFall(t *testing.T) {
	layer := func(signs ...float64) *SingleIndex {
		data, fit := make(HermiteSeries, len(signs)), make(HermiteSeries, len(signs))
		for j, c := range signs {
			data[j], fit[j] = math.Sqrt(math.Abs(c)/2), math.Copysign(math.Sqrt(math.Abs(c)/2), c) // φ = … − c m^j
		}
		s, err := MisspecifiedOf(Function{Name: "f", At: data.At, Slope: data.Derivative().At},
			Function{Name: "g", At: fit.At, Slope: fit.Derivative().At}, 0)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for _, c := range []struct {
		terms []float64
		until float64
		doubt bool
	}{
		{[]float64{0, 0, 1, 0, -1}, 1 / math.Sqrt2, false},
		{[]float64{0, 0, 1, 0, -5}, math.Sqrt(0.1), false},
		{[]float64{0, 0, 1, 0, -0.4}, 1, false},
		{[]float64{0, 0, 1, 0, 1}, 1, false},
		{[]float64{0, 0, -1, 0, 1}, 0, false},
		{[]float64{0, 0, 1. / 2, 0, -1, 0, 4. / 6}, 1 / math.Sqrt2, true}, // m − 4m³ + 4m⁵
	} {
		got := layer(c.terms...).Fall()
		near(t, "until", got.Until, c.until, 1e-6) // a double zero moves by the root of an error
		if got.Doubt != c.doubt {
			t.Errorf("φ = −Σ c_j m^j with c = %v: %v, want doubt %v", c.terms, got, c.doubt)
		}
	}
	for _, f := range []Function{gelu(), modulus(0), powers("x³ − 3x", 0, -3, 0, 1)} {
		s, err := LayerOf(f, 0.1)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Fall(); got.Until != 1 {
			t.Errorf("%s: %v: a layer that fits itself falls", f, got)
		}
	}
	if got := mustTensor(t, 5, 1).Fall(); got.Until != 1 {
		t.Errorf("tensor of order 5: %v", got)
	}
}

// e^{cz²} has E|ff′|^p for 2cp < ½, and that of polynomials is finite for all p.
func TestGradientMoments(t *testing.T) {
	for _, c := range []float64{0.04, 0.06, 0.1} {
		s, err := LayerOf(plain("exp(cz²)", func(z float64) float64 { return math.Exp(c * z * z) },
			func(z float64) float64 { return 2 * c * z * math.Exp(c*z*z) }), 0)
		if err != nil {
			t.Fatal(err)
		}
		if p, most := s.GradientMoments(), 1/(4*c); p > most || p < 0.91*min(most, 8) {
			t.Errorf("exp(%v z²): %v moments, want up to %v", c, p, most)
		}
	}
	s, err := LayerOf(powers("x⁵", 0, 0, 0, 0, 0, 1), 0)
	if err != nil {
		t.Fatal(err)
	}
	if p := s.GradientMoments(); p != 8 {
		t.Errorf("x⁵: %v moments, want all that are looked for", p)
	}
}

// The distance of ReLU from its series is the tail of the squares of its coefficients.
func TestTruncation(t *testing.T) {
	relu := func(z float64) float64 { return max(z, 0) }
	u, _, err := HermiteCoefficients(relu, 12, 0)
	if err != nil {
		t.Fatal(err)
	}
	rest := 0.5 // E max(Z, 0)²
	for j := range u {
		c, _ := ReLUCoefficient(j)
		rest -= c * c
	}
	got, err := u.Truncation(relu, 0)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "distance", got, math.Sqrt(rest), 1e-12)
	_, err = u.Truncation(relu, 20)
	refused(t, "break", err, "break = 20")
}

// A series cut from a function is refused when its V is not that of the function; a polynomial is not.
func TestSingleLayerRefusesTruncations(t *testing.T) {
	for _, degree := range []int{12, 16, 60} {
		u, _, err := HermiteCoefficients(gelu().At, degree)
		if err != nil {
			t.Fatal(err)
		}
		_, err = SingleLayer(u, 0.3)
		refused(t, "GELU", err, "want a series whose V has converged, or LayerOf")
	}
	for _, u := range []HermiteSeries{seriesOf(0, -3, 0, 1), seriesOf(0, 0, 0, 0, 0, 0, 0, 0, 0, 1), {12: 1}} {
		if _, err := SingleLayer(u, 0.3); err != nil {
			t.Error(err)
		}
	}
	u, _, err := HermiteCoefficients(math.Sin, 30) // its coefficients fall like 1/√j!
	if err != nil {
		t.Fatal(err)
	}
	if _, err := SingleLayer(u, 0); err != nil {
		t.Error(err)
	}
}
