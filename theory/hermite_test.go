package theory

import (
	"math"
	"strings"
	"testing"
)

const ulp = 0x1p-52

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s = %.17g, want %.17g ± %.2g, off by %.2g", what, got, want, tolerance, got-want)
	}
}

// refused is an error that names the value.
func refused(t *testing.T, what string, err error, value string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), value) {
		t.Errorf("%s: error %v, want one that names %s", what, err, value)
	}
}

// accepted is no error: the value at the edge belongs to the domain.
func accepted(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: error %v, want none at the edge of the domain", what, err)
	}
}

// The values of He₀ … He₅ at 2, from their textbook forms, divided by √(j!).
func TestHermiteAgainstTextbook(t *testing.T) {
	for j, he := range []float64{1, 2, 3, 2, -5, -18} {
		h := make([]float64, j+1)
		hermiteTo(h, 2)
		near(t, "h_j(2)", h[j], he/math.Sqrt(math.Gamma(float64(j+1))), 8*ulp) // j ≤ 5 recurrence steps
	}
}

// Orthonormality decides that h_j is He_j/√(j!) and not He_j or He_j/j!.
func TestHermiteOrthonormal(t *testing.T) {
	rule := hermite199()
	h := make([]float64, 31)
	gram := make([][]float64, len(h))
	for i := range gram {
		gram[i] = make([]float64, len(h))
	}
	for q, z := range rule.z {
		hermiteTo(h, z)
		for i := range h {
			for j := range h {
				gram[i][j] += rule.w[q] * h[i] * h[j]
			}
		}
	}
	for i := range h {
		for j := range h {
			want := 0.0
			if i == j {
				want = 1
			}
			// 199 terms with Σ w|h_i h_j| ≤ 1 (Cauchy–Schwarz), each with the
			// error of i + j recurrence steps and of a weight.
			near(t, "E h_i h_j", gram[i][j], want, 199*ulp)
		}
	}
}

// The coefficients of polynomials are known integers over √(j!).
func TestHermiteCoefficientsOfPolynomials(t *testing.T) {
	for _, c := range []struct {
		name string
		f    func(float64) float64
		want []float64
	}{
		{"x", func(z float64) float64 { return z }, []float64{0, 1}},
		{"x²", func(z float64) float64 { return z * z }, []float64{1, 0, math.Sqrt2}},
		{"x³", func(z float64) float64 { return z * z * z }, []float64{0, 3, 0, math.Sqrt(6)}},
		{"x³−3x", func(z float64) float64 { return z*z*z - 3*z }, []float64{0, 0, 0, math.Sqrt(6)}},
		{"x⁴", func(z float64) float64 { return z * z * z * z }, []float64{3, 0, 6 * math.Sqrt2, 0, math.Sqrt(24)}},
	} {
		u, bound, err := HermiteCoefficients(c.f, 8)
		if err != nil {
			t.Fatal(err)
		}
		for j := range u {
			want := 0.0
			if j < len(c.want) {
				want = c.want[j]
			}
			near(t, c.name+" u_j", u[j], want, bound[j])
			if bound[j] > 1e-12*math.Sqrt(u.NormSquared()) {
				t.Errorf("%s: bound %v on u_%d, want 1e-12 of the norm", c.name, bound[j], j)
			}
		}
	}
}

// The closed forms of ReLU and abs against the composite rule, within its own bound.
func TestHermiteCoefficientsOfKinks(t *testing.T) {
	for _, c := range []struct {
		name   string
		f      func(float64) float64
		closed func(int) (float64, error)
	}{
		{"ReLU", func(z float64) float64 { return max(z, 0) }, ReLUCoefficient},
		{"abs", math.Abs, AbsCoefficient},
	} {
		u, bound, err := HermiteCoefficients(c.f, 40, 0)
		if err != nil {
			t.Fatal(err)
		}
		blind, blindBound, err := HermiteCoefficients(c.f, 40)
		if err != nil {
			t.Fatal(err)
		}
		for j := range u {
			want, err := c.closed(j)
			if err != nil {
				t.Fatal(err)
			}
			near(t, c.name+" u_j", u[j], want, bound[j])
			if bound[j] > 1e-12 {
				t.Errorf("%s: bound %v on u_%d with the kink named, want 1e-12", c.name, bound[j], j)
			}
			// Without the break the rule is poor; its bound must say so.
			near(t, c.name+" u_j, no break", blind[j], want, blindBound[j])
		}
	}
}

// Parseval, with the norms E Z² = 1, E max(Z,0)² = ½, E Z⁶ = 15.
func TestParseval(t *testing.T) {
	cube, err := Monomial(3)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "‖x³‖²", cube.NormSquared(), 15, 15*8*ulp)
	var sum, last float64
	for j := range 2001 {
		c, err := ReLUCoefficient(j)
		if err != nil {
			t.Fatal(err)
		}
		sum += c * c
		last = max(last, c*c*math.Pow(float64(j), 2.5))
	}
	// u_j² j^{5/2} is bounded, so the tail over even j > 2000 is at most
	// last Σ_{even} j^{−5/2} ≤ last · 2000^{−3/2}/3.
	near(t, "‖ReLU‖²", sum, 0.5, last*math.Pow(2000, -1.5)/3+2001*ulp)
}

func TestSeriesValueAndDerivative(t *testing.T) {
	cube, err := Monomial(3)
	if err != nil {
		t.Fatal(err)
	}
	for _, z := range []float64{-3, -0.5, 0, 1, 2.5} {
		near(t, "z³", cube.At(z), z*z*z, 60*ulp*(1+math.Abs(z*z*z)))
		near(t, "3z²", cube.Derivative().At(z), 3*z*z, 60*ulp*(1+3*z*z))
	}
	near(t, "constant′", HermiteSeries{2}.Derivative().At(1), 0, 0)
}

// The ends of the domains. E Z³⁰h₃₀ = √(30!). The degrees 148 and 149 lie on either side of
// the change of the coarse rule, 198 is the last: there z³ and h₁₁₀ are still integrated exactly by
// both rules (198 nodes suffice for degree 395, 150 would not for 110 + 198), so the bound is
// rounding.
func TestHermiteEdges(t *testing.T) {
	one, err := Monomial(0)
	accepted(t, "power 0", err)
	near(t, "z⁰", one.At(7), 1, 0)
	u, err := Monomial(30)
	accepted(t, "power 30", err)
	// √(30!) as a product of thirty square roots
	near(t, "u₃₀ of z³⁰", u[30], math.Sqrt(math.Gamma(31)), 60*ulp*u[30])
	cube := func(z float64) float64 { return z * z * z }
	for _, degree := range []int{0, 148, 149, 198} {
		u, bound, err := HermiteCoefficients(cube, degree)
		accepted(t, "degree", err)
		for j := range u {
			want := map[int]float64{1: 3, 3: math.Sqrt(6)}[j]
			near(t, "u_j of z³", u[j], want, bound[j])
			// the recurrence loses j roundings of h_j on top of the 199 terms
			if limit := 8 * float64(199+j) * ulp * math.Sqrt(15); bound[j] > limit {
				t.Errorf("degree %d: bound %v on u_%d, want %v at most", degree, bound[j], j, limit)
			}
		}
	}
	high := make(HermiteSeries, 111)
	high[110] = 1
	u, bound, err := HermiteCoefficients(high.At, 198)
	accepted(t, "degree 198", err)
	for j := range u {
		near(t, "u_j of h₁₁₀", u[j], high[min(j, 110)]*float64(1-min(1, max(0, j-110))), bound[j])
		if limit := 8 * float64(199+j+110) * ulp; bound[j] > limit {
			t.Errorf("bound %v on u_%d of h₁₁₀, want %v at most", bound[j], j, limit)
		}
	}
	_, _, err = HermiteCoefficients(math.Abs, 4, -ruleReach)
	refused(t, "break", err, "-14")
	_, _, err = HermiteCoefficients(math.Abs, 4, ruleReach)
	refused(t, "break", err, "14")
}

func TestHermiteRefuses(t *testing.T) {
	_, err := Monomial(31)
	refused(t, "power", err, "31")
	_, err = ReLUCoefficient(-2)
	refused(t, "ReLU", err, "-2")
	_, err = AbsCoefficient(-2)
	refused(t, "abs", err, "-2")
	_, _, err = HermiteCoefficients(math.Abs, 199)
	refused(t, "degree", err, "199")
	_, _, err = HermiteCoefficients(math.Abs, 3, math.NaN())
	refused(t, "break", err, "NaN")
	_, _, err = HermiteCoefficients(math.Log, 3)
	refused(t, "f", err, "NaN")
}
