package stat

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// The certified values of this file come from mpmath 1.3.0 with 50 digits, at the float64 arguments.

// near fails unless got is within the relative error rel of want.
func near(t *testing.T, what string, got, want, rel float64) {
	t.Helper()
	if !(math.Abs(got-want) <= rel*math.Abs(want)) {
		t.Errorf("%s = %.17g, want %.17g: off by %.2g relative, allowed %.2g", what, got, want, math.Abs(got/want-1), rel)
	}
}

const ulp = 0x1p-52

func TestNormalUpper(t *testing.T) {
	for _, c := range []struct{ z, want float64 }{
		{0.5, 3.085375387259869e-1},
		{1.5, 6.6807201268858066e-2},
		{3, 1.3498980316300945e-3},
		{6, 9.8658764503769814e-10},
		{8, 6.2209605742717841e-16}, // 1 − Φ(z) would have one digit here and none below
		{9.3, 7.022284240441626e-21},
		{11.5, 6.5957714461136751e-31}, // the required 1e-30
		{20, 2.7536241186062337e-89},
	} {
		near(t, "NormalUpper", NormalUpper(c.z), c.want, (1+c.z*c.z)*ulp)
		// An error of one ulp in p or z moves the other by the slope of ln P, about z.
		near(t, "NormalUpperQuantile", NormalUpperQuantile(c.want), c.z, 4*ulp)
	}
	if got := NormalUpper(-40); got != 1 {
		t.Errorf("NormalUpper(-40) = %v, want 1", got)
	}
	if !math.IsNaN(NormalUpper(math.NaN())) {
		t.Error("NormalUpper(NaN) is a number")
	}
}

func TestStudentUpper(t *testing.T) {
	for _, c := range []struct{ t, nu, want float64 }{
		{1.5, 3, 1.1529193262241153e-1},
		{10, 30, 2.2876257041148066e-11},
		{40, 12, 1.9256147903860169e-14},
		{6, 1000, 1.3776845866887346e-9},
		{1e6, 5, 9.4901672454606804e-30},
		{0, 7, 0.5},
		{math.Inf(1), 2, 0},
		{1e200, 1, 0}, // t² overflows
	} {
		if c.want == 0 || c.t == 0 {
			near(t, "StudentUpper", StudentUpper(c.t, c.nu), c.want, 0)
			near(t, "StudentUpper(−t)", StudentUpper(-c.t, c.nu), 1-c.want, 0)
			continue
		}
		// x = ν/(ν+t²) carries 3 roundings, raised to the power ν/2; the exponent ln P rounds by 2^{−53} of itself.
		near(t, "StudentUpper", StudentUpper(c.t, c.nu), c.want, (3*c.nu/2-math.Log(c.want)+32)*ulp)
		near(t, "StudentUpperQuantile", StudentUpperQuantile(c.want, c.nu), c.t, (3*c.nu/2-math.Log(c.want)+64)*ulp)
		near(t, "StudentUpper(−t)", StudentUpper(-c.t, c.nu), 1-c.want, 4*ulp)
		near(t, "StudentUpperQuantile(1−p)", StudentUpperQuantile(1-0.25, c.nu), -StudentUpperQuantile(0.25, c.nu), 0)
	}
}

// TestInfiniteArguments: tails at infinity and NaN are what they must be, not an endless continued fraction.
func TestInfiniteArguments(t *testing.T) {
	if !math.IsNaN(StudentUpper(math.NaN(), 3)) {
		t.Error("StudentUpper(NaN) is a number")
	}
	near(t, "NormalUpper(+Inf)", NormalUpper(math.Inf(1)), 0, 0)
	near(t, "KolmogorovUpper(+Inf)", KolmogorovUpper(math.Inf(1)), 0, 0)
}

func TestChiSquared(t *testing.T) {
	// gonum builds the prefactor x^a e^{−x}/Γ(a) from logarithms of size x and a ln a: each rounds by 2^{−53} of itself.
	rel := func(x, nu float64) float64 { return (x + nu*math.Log(nu+x+2) + 64) * ulp }
	for _, c := range []struct{ x, nu, lower, upper float64 }{
		{3, 4, 4.4217459962892543e-1, 5.5782540037107457e-1},
		{140, 1, 1, 2.6620348904588314e-32},
		{280, 20, 1, 9.6115732616202744e-48},
		{1500, 800, 1, 3.5693986131729663e-45},
		{2, 60, 1.4330814167223182e-33, 1},
		{0.001, 10, 2.6030818297031985e-19, 1},
	} {
		near(t, "ChiSquaredLower", ChiSquaredLower(c.x, c.nu), c.lower, rel(c.x, c.nu))
		near(t, "ChiSquaredUpper", ChiSquaredUpper(c.x, c.nu), c.upper, rel(c.x, c.nu))
		if c.lower < 0.9 { // a tail near 1 does not determine its quantile
			near(t, "ChiSquaredLowerQuantile", ChiSquaredLowerQuantile(c.lower, c.nu), c.x, rel(c.x, c.nu))
		}
		if c.upper < 0.9 {
			near(t, "ChiSquaredUpperQuantile", ChiSquaredUpperQuantile(c.upper, c.nu), c.x, rel(c.x, c.nu))
		}
	}
	if got := ChiSquaredLowerQuantile(0, 3); got != 0 {
		t.Errorf("ChiSquaredLowerQuantile(0, 3) = %v, want 0", got)
	}
	if got := ChiSquaredUpperQuantile(1, 3); got != 0 {
		t.Errorf("ChiSquaredUpperQuantile(1, 3) = %v, want 0", got)
	}
}

func TestKolmogorovUpper(t *testing.T) {
	for _, c := range []struct{ lambda, want float64 }{
		{0.3, 9.9999069419866543e-1},
		{0.5, 9.6394524366487509e-1},
		{0.99, 2.8087383922554892e-1}, // the two series meet at 1
		{1, 2.6999967167735452e-1},
		{1.36, 4.9485876755377884e-2}, // the textbook 5 % point is 1.358
		{2, 6.7092525577969535e-4},
		{4, 2.5328331098188351e-14},
		{6, 1.0760372320042277e-31},
		{9, 8.8170626629264527e-71},
	} {
		// The exponent 2λ² carries two roundings; below 1 the difference from 1 doubles a few more.
		rel := (4*c.lambda*c.lambda + 16) * ulp
		near(t, "KolmogorovUpper", KolmogorovUpper(c.lambda), c.want, rel)
		if c.lambda >= 0.5 {
			near(t, "KolmogorovUpperQuantile", KolmogorovUpperQuantile(c.want), c.lambda, 64*ulp)
		}
	}
	if got := KolmogorovUpper(0); got != 1 {
		t.Errorf("KolmogorovUpper(0) = %v, want 1", got)
	}
}

// TestGonumTails records why the upper tails are not taken from gonum: 1 − CDF is 0 where the tail is 1e-20.
func TestGonumTails(t *testing.T) {
	if got := 1 - distuv.UnitNormal.CDF(9.3); got != 0 {
		t.Errorf("1 − CDF(9.3) = %v: gonum has changed, revisit NormalUpper", got)
	}
}

func TestTailsPanic(t *testing.T) {
	nan := math.NaN()
	for name, f := range map[string]func(){
		"BetaLower a = 0":           func() { BetaLower(0, 1, 0.5) },
		"BetaUpper x = NaN":         func() { BetaUpper(1, 1, nan) },
		"BetaLowerQuantile p = 2":   func() { BetaLowerQuantile(1, 1, 2) },
		"BetaUpperQuantile b = Inf": func() { BetaUpperQuantile(1, math.Inf(1), 0.5) },
		"BinomialLower n = 0":       func() { BinomialLower(0, 0, 0.5) },
		"BinomialUpper p = -1":      func() { BinomialUpper(0, 1, -1) },
		"NormalUpperQuantile NaN":   func() { NormalUpperQuantile(nan) },
		"StudentUpper nu = 0":       func() { StudentUpper(1, 0) },
		"StudentUpperQuantile":      func() { StudentUpperQuantile(nan, 1) },
		"ChiSquaredLower":           func() { ChiSquaredLower(-1, 1) },
		"ChiSquaredUpper":           func() { ChiSquaredUpper(1, nan) },
		"ChiSquaredLowerQuantile":   func() { ChiSquaredLowerQuantile(1, 1) },
		"ChiSquaredUpperQuantile":   func() { ChiSquaredUpperQuantile(0, 1) },
		"KolmogorovUpper":           func() { KolmogorovUpper(-1) },
		"KolmogorovUpperQuantile":   func() { KolmogorovUpperQuantile(1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}
