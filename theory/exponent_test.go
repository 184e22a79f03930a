package theory

import (
	"errors"
	"math"
	"testing"
)

// Corollary 2.2 on every activation with a known exponent: from f alone, and
// from the loss alone.
func TestExponentTwoWays(t *testing.T) {
	for _, c := range []struct {
		name   string
		f      func(float64) float64
		breaks []float64
		k      int
	}{
		{"x", func(z float64) float64 { return z }, nil, 1},
		{"x²", func(z float64) float64 { return z * z }, nil, 2},
		{"x³", func(z float64) float64 { return z * z * z }, nil, 1},
		{"x³−3x", func(z float64) float64 { return z*z*z - 3*z }, nil, 3},
		{"x⁴−6x²", func(z float64) float64 { return z*z*z*z - 6*z*z }, nil, 4},
		{"abs", math.Abs, []float64{0}, 2},
		{"ReLU", func(z float64) float64 { return max(z, 0) }, []float64{0}, 1},
		{"tanh", math.Tanh, []float64{0}, 1},
		{"sigmoid", sigmoid, []float64{0}, 1},
	} {
		k, err := ExponentOfActivation(c.f, 12, c.breaks...)
		if err != nil || k != c.k {
			t.Errorf("%s: exponent from f = %d, %v, want %d", c.name, k, err, c.k)
		}
		u, _, err := HermiteCoefficients(c.f, 80, c.breaks...)
		if err != nil {
			t.Fatal(err)
		}
		k, err = ExponentOfLoss(singleLayerLoss(u, 0.5), 8)
		if err != nil || k != c.k {
			t.Errorf("%s: exponent from φ = %d, %v, want %d", c.name, k, err, c.k)
		}
	}
}

// Every model of the zoo: the numerical power series of φ gives its exponent and
// its Taylor coefficients.
func TestExponentOfZoo(t *testing.T) {
	for _, s := range zoo() {
		k, err := ExponentOfLoss(s.Phi, 8)
		if err != nil || k != s.Exponent {
			t.Errorf("%s: exponent from φ = %d, %v, want %d", s.Name, k, err, s.Exponent)
		}
		c, bound, err := TaylorAtZero(s.Phi, 8)
		if err != nil {
			t.Fatal(err)
		}
		for l := range min(len(c), len(s.Taylor)) {
			near(t, s.Name+" Taylor", c[l], s.Taylor[l], bound[l])
		}
	}
}

// The bound of TaylorAtZero holds for a function with singularities at ±1.
func TestTaylorAtZero(t *testing.T) {
	c, bound, err := TaylorAtZero(func(m float64) float64 { return 1 / (1 - m*m) }, 12)
	if err != nil {
		t.Fatal(err)
	}
	for l := range c {
		near(t, "1/(1−m²)", c[l], float64(1-l%2), bound[l])
	}
	if bound[2] > 9e-12*4/3 { // max|φ| = 1/(1 − ¼)
		t.Errorf("bound at order 2 is %v, documented as below 9e-12 max|φ|", bound[2])
	}
}

// A coefficient counts as zero below 10⁻¹⁰ of the norm, whatever the scale of f: He₃ with a linear
// part of 10⁻¹¹ has k = 3, with 10⁻⁹ it has k = 1. The error bound, 199·2⁻⁵² = 4e-14 of the norm
// and as much between the two rules, is below both.
func TestExponentScale(t *testing.T) {
	for _, scale := range []float64{1e-6, 1, 1e6} {
		for part, want := range map[float64]int{1e-11: 3, 1e-9: 1} {
			k, err := ExponentOfActivation(func(z float64) float64 {
				return scale * ((z*z*z-3*z)/math.Sqrt(6) + part*z)
			}, 5)
			if err != nil || k != want {
				t.Errorf("scale %v, linear part %v: exponent %d, %v, want %d", scale, part, k, err, want)
			}
		}
	}
}

// The smallest and the largest order: φ = 1 − m has k = 1, φ = 1 − m¹² has k = 12.
func TestExponentEdges(t *testing.T) {
	k, err := ExponentOfLoss(func(m float64) float64 { return 1 - m }, 1)
	if err != nil || k != 1 {
		t.Errorf("order 1: exponent %d, %v, want 1", k, err)
	}
	c, bound, err := TaylorAtZero(func(m float64) float64 { return 1 - math.Pow(m, 12) }, 12)
	accepted(t, "order 12", err)
	near(t, "coefficient 12", c[12], -1, bound[12])
	k, err = ExponentOfActivation(func(z float64) float64 { return z }, 1)
	if err != nil || k != 1 {
		t.Errorf("order 1: exponent %d, %v, want 1", k, err)
	}
}

func TestNoExponent(t *testing.T) {
	for _, c := range []struct {
		name      string
		data, fit HermiteSeries
		want      error
	}{
		{"constant", HermiteSeries{3}, HermiteSeries{3}, ErrFlat},
		{"disjoint", HermiteSeries{0, 1}, HermiteSeries{0, 0, 1}, ErrFlat},
		{"opposite", HermiteSeries{0, 0, 1}, HermiteSeries{0, 0, -1}, ErrUphill},
		{"opposite and tiny", HermiteSeries{0, 0, 1e-200}, HermiteSeries{0, 0, -1e-200}, ErrUphill},
	} {
		if _, err := MisspecifiedExponent(c.data, c.fit); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
	}
	if _, err := InformationExponent([]float64{1, 0, 0.5, -1}); !errors.Is(err, ErrUphill) {
		t.Errorf("uphill: error %v, want %v", err, ErrUphill)
	}
	if _, err := ExponentOfLoss(func(float64) float64 { return 7 }, 4); !errors.Is(err, ErrFlat) {
		t.Errorf("constant loss: error %v, want %v", err, ErrFlat)
	}
	if _, err := ExponentOfActivation(func(float64) float64 { return 7 }, 4); !errors.Is(err, ErrFlat) {
		t.Errorf("constant activation: error %v, want %v", err, ErrFlat)
	}
	_, err := InformationExponent([]float64{0, math.NaN()})
	refused(t, "Taylor", err, "NaN")
	_, err = HermiteExponent(HermiteSeries{0, math.Inf(1)})
	refused(t, "Hermite", err, "+Inf")
	_, err = ExponentOfActivation(math.Abs, 0)
	refused(t, "order", err, "0")
	_, err = ExponentOfLoss(math.Abs, 13)
	refused(t, "order", err, "13")
	_, err = ExponentOfLoss(func(float64) float64 { return math.NaN() }, 3)
	refused(t, "φ", err, "NaN")
}
