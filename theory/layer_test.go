package theory

import (
	"errors"
	"math"
	"testing"
)

func plain(name string, at, slope func(float64) float64, breaks ...float64) Function {
	return Function{Name: name, At: at, Slope: slope, Breaks: breaks}
}

func gelu() Function {
	return plain("gelu", func(z float64) float64 { return z / 2 * math.Erfc(-z/math.Sqrt2) },
		func(z float64) float64 { return math.Erfc(-z/math.Sqrt2)/2 + z*normalDensity(z) })
}

func silu() Function {
	return plain("silu", func(z float64) float64 { return z * sigmoid(z) },
		func(z float64) float64 { return sigmoid(z) * (1 + z*sigmoid(-z)) })
}

func modulus(breaks ...float64) Function {
	return plain("|z|", math.Abs, func(z float64) float64 { return math.Copysign(1, z) }, breaks...)
}

// hinge is max(z − b, 0), its break not named.
func hinge(b float64) Function {
	return plain("hinge", func(z float64) float64 { return max(z-b, 0) }, func(z float64) float64 {
		if z > b {
			return 1
		}
		return 0
	})
}

func powers(name string, c ...float64) Function {
	return plain(name, func(z float64) float64 { return horner(c, z) }, derivativeOf(c))
}

// seriesOf is the series of a polynomial, of which what is rounding of small integers over √(j!) is 0.
func seriesOf(c ...float64) HermiteSeries {
	u := make(HermiteSeries, len(c))
	for p, a := range c {
		power, _ := Monomial(p)
		for j, b := range power {
			u[j] += a * b
		}
	}
	for j := range u {
		if math.Abs(u[j]) < 1e-13 {
			u[j] = 0
		}
	}
	return u
}

// A layer from a function is that from its exact series: two rules that share no node.
func TestLayerOfPolynomial(t *testing.T) {
	for _, c := range [][]float64{{0, -3, 0, 1}, {0, 0, 1}, {3, 0, -6, 0, 1}, {-0.3, 0.5, 0.3, 1}, {0, 1}} {
		got, err := LayerOf(powers("polynomial", c...), 0.25)
		if err != nil {
			t.Fatal(err)
		}
		want, err := SingleLayer(seriesOf(c...), 0.25)
		if err != nil {
			t.Fatal(err)
		}
		sameModel(t, got, want, 0)
	}
}

// sameModel compares within the bound that the first says it has; the second is exact but for rounding of sums of
// 199 terms and 60 powers, and for an extra relative error.
func sameModel(t *testing.T, got, want *SingleIndex, extra float64) {
	t.Helper()
	if got.Exponent != want.Exponent {
		t.Errorf("%s: k = %d, want %d", got.Name, got.Exponent, want.Exponent)
	}
	a := got.Accuracy()
	rounding := 400*ulp + extra
	for _, m := range []float64{-1, -0.99, -0.4, 0, 1e-3, 0.3, 0.5, 0.500001, 0.8, 0.99, 0.9999, 1} {
		near(t, got.Name+": φ", got.Phi(m), want.Phi(m), a.Phi+rounding*want.Phi(-1))
		near(t, got.Name+": φ′", got.PhiPrime(m), want.PhiPrime(m), a.PhiPrime+rounding*(math.Abs(want.PhiPrime(1))+math.Abs(want.PhiPrime(-1))))
		near(t, got.Name+": V", got.V(m), want.V(m), a.V+rounding*want.V(-1))
		near(t, got.Name+": σ²", got.Sigma2(m), want.Sigma2(m), a.Sigma2+10*rounding*max(want.Sigma2(0), want.V(-1)))
	}
}

// ReLU and |z| have closed forms; with the break found, where it is not named.
func TestLayerOfKinked(t *testing.T) {
	for _, breaks := range [][]float64{{0}, nil} {
		got, err := LayerOf(modulus(breaks...), 0.1)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := AbsLayer(0.1)
		sameModel(t, got, want, 0)
	}
	got, err := LayerOf(hinge(0), 0)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := ReLULayer(0)
	sameModel(t, got, want, 0)
}

// A break elsewhere: E max(Z−b, 0)² and its slope have closed forms, the power of the gradient at m = 0 too:
// V(0) = 4E 1{u>b}((u−b)² − 2(u−b)E f + E f²).
func TestLayerOfHingeElsewhere(t *testing.T) {
	const b = 0.3
	s, err := LayerOf(hinge(b), 0)
	if err != nil {
		t.Fatal(err)
	}
	tail := math.Erfc(b/math.Sqrt2) / 2
	first := normalDensity(b) - b*tail
	second := (1+b*b)*tail - b*normalDensity(b)
	a := s.Accuracy()
	near(t, "φ(0)", s.Phi(0), 2*(second-first*first), a.Phi+8*ulp)
	near(t, "φ′(0)", s.PhiPrime(0), -2*tail*tail, a.PhiPrime+8*ulp)
	near(t, "φ′(1)", s.PhiPrime(1), -2*tail, a.PhiPrime+8*ulp)
	near(t, "V(0)", s.V(0), 4*(second-2*first*first+tail*second), a.V+32*ulp)
	near(t, "V(1)", s.V(1), 0, a.V+8*ulp)
}

// The power series of φ and its moments are those of Mehler, where the degree of the quadrature in z is far from
// the nodes of the two-dimensional rule.
func TestLayerOfMehler(t *testing.T) {
	for _, f := range []Function{gelu(), silu(), plain("exp(z/2)", func(z float64) float64 { return math.Exp(z / 2) }, func(z float64) float64 { return math.Exp(z/2) / 2 })} {
		s, err := LayerOf(f, 0.3)
		if err != nil {
			t.Fatal(err)
		}
		power, noise := squaredLossMoments(panels(), smoothDegree, f, f.At, 0.3, true, s.slope)
		a := s.Accuracy()
		for _, m := range []float64{-0.9, 0, 0.2, 0.5, 0.7, 0.95} {
			// three products of up to 199 terms with opposite signs
			near(t, f.Name+": V", s.V(m), power(m), a.V+500*ulp*s.V(-1))
			near(t, f.Name+": σ²", s.Sigma2(m), noise(m), a.Sigma2+5000*ulp*s.V(-1))
		}
	}
}

// exp has all moments in closed form: E e^{pu+qv} = e^{(p²+2pqm+q²)/2}.
func TestLayerOfExponential(t *testing.T) {
	s, err := LayerOf(plain("exp", math.Exp, math.Exp), 0)
	if err != nil {
		t.Fatal(err)
	}
	mean := func(p, q, m float64) float64 { return math.Exp((p*p + 2*p*q*m + q*q) / 2) }
	for _, m := range []float64{-0.7, 0, 0.4, 0.9} {
		near(t, "φ", s.Phi(m), 2*(mean(2, 0, m)-mean(1, 1, m)), s.Accuracy().Phi+100*ulp)
		near(t, "V", s.V(m), 4*(mean(4, 0, m)-2*mean(3, 1, m)+mean(2, 2, m)), s.Accuracy().V+1e4*4*ulp)
	}
}

// Data that jump, a sign: the correlation with ReLU and its slope are known, u_1(f)u_1(g) = ½√(2/π), and φ′ at 1 too:
// −2·2ϕ(0) E[g′(0)], by continuity −2ϕ(0).
func TestMisspecifiedOfJump(t *testing.T) {
	sign := plain("sign", func(z float64) float64 { return math.Copysign(1, z) }, func(float64) float64 { return 0 })
	s, err := MisspecifiedOf(sign, hinge(0), 0)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "φ(0)", s.Phi(0), 1+0.5, s.Accuracy().Phi+8*ulp)
	near(t, "φ′(0)", s.PhiPrime(0), -math.Sqrt(2/math.Pi), s.Accuracy().PhiPrime+16*ulp)
	// K(m) = E sign(v) max(u, 0) = m/√(2π) for all m, as u₁ alone is odd.
	near(t, "φ′(0.9)", s.PhiPrime(0.9), -math.Sqrt(2/math.Pi), s.Accuracy().PhiPrime+16*ulp)
	_, err = MisspecifiedOf(hinge(0), sign, 0)
	refused(t, "a fit that jumps", err, "jumps at z = ")
}

func TestLayerOfRefuses(t *testing.T) {
	power := func(c float64) Function {
		return plain("exp(cz²)", func(z float64) float64 { return math.Exp(c * z * z) }, func(z float64) float64 { return 2 * c * z * math.Exp(c*z*z) })
	}
	for _, c := range []struct {
		f     Function
		names string
	}{
		{power(1), "V, a mean of f′²f² over a standard normal variable, does not converge"},
		{power(0.125), "does not converge"},
		{plain("log", math.Log, func(z float64) float64 { return 1 / z }), "log(-0.08333333333333333) = NaN"},
		{plain("root", func(z float64) float64 { return math.Sqrt(math.Abs(z)) }, func(z float64) float64 {
			return math.Copysign(0.5, z) / math.Sqrt(math.Abs(z))
		}, 0), "does not converge, or too slowly, for root next to z ="},
		{plain("cusp", func(z float64) float64 { return math.Pow(math.Abs(z), 0.75) }, func(z float64) float64 {
			return math.Copysign(0.75, z) * math.Pow(math.Abs(z), -0.25)
		}, 0), "does not converge, or too slowly, for cusp next to z ="}, // V(0) = 1.957 without noise
		{plain("wrong", func(z float64) float64 { return z * z }, func(z float64) float64 { return z }), "its slope adds up to"},
		{powers("one", 1, 0), "one is constant"},
		{plain("step", func(z float64) float64 { return math.Copysign(1, z-1) }, func(float64) float64 { return 0 }), "jumps at z = 1,"},
		{plain("fast", func(z float64) float64 { return math.Sin(300 * z) }, func(z float64) float64 { return 300 * math.Cos(300*z) }), "oscillates too fast"},
		{Function{Name: "half", At: math.Exp}, "half lacks its value or its slope"},
		{modulus(math.NaN()), "break = NaN"},
	} {
		_, err := LayerOf(c.f, 0)
		refused(t, c.f.Name, err, c.names)
	}
	_, err := LayerOf(gelu(), -1)
	refused(t, "noise", err, "-1")
	if _, err := LayerOf(power(0.1), 0); err != nil { // 4·0.1 < ½
		t.Error(err)
	}
}

func TestReading(t *testing.T) {
	of := func(f Function) *SingleIndex {
		s, err := LayerOf(f, 0)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for _, c := range []struct {
		f               Function
		k, at1000, at10 int
	}{
		{powers("x³ − 3x", 0, -3, 0, 1), 3, 3, 3},
		{powers("x³", 0, 0, 0, 1), 1, 1, 1},
		{powers("x⁴ − 6x²", 0, 0, -6, 0, 1), 4, 4, 4},
		{powers("x² + 1e-9x", 0, 1e-9, 1), 1, 2, 2},
		{powers(".3He₂ + He₃", -.3, -3, .3, 1), 2, 3, 3},
		{modulus(0), 2, 2, 2},
		{gelu(), 1, 1, 1},
		{plain("|z|³", func(z float64) float64 { return math.Abs(z * z * z) }, func(z float64) float64 { return 3 * z * math.Abs(z) }), 2, 2, 2},
		{plain("max(z, 0)²", func(z float64) float64 { return max(z, 0) * max(z, 0) }, func(z float64) float64 { return 2 * max(z, 0) }), 1, 1, 1},
		{plain("sin", math.Sin, math.Cos), 1, 1, 1},
	} {
		s := of(c.f)
		if r := s.Reading(); r.K != c.k || s.Exponent != c.k {
			t.Errorf("%s: %v, want k = %d", c.f, r, c.k)
		}
		for n, want := range map[int]int{1000: c.at1000, 10: c.at10} {
			if k, err := s.Practical(n); k != want || err != nil {
				t.Errorf("%s: practical exponent %d at N = %d, %v, want %d", c.f, k, n, err, want)
			}
		}
	}
	// a₂ = 4·½·.3²·… = .72, a₃ = 36: equal at N = 2500.
	if k, err := of(powers(".3He₂ + He₃", -.3, -3, .3, 1)).Practical(2501); k != 2 || err != nil {
		t.Errorf("practical exponent %d, %v, want 2", k, err)
	}
	r := of(powers("x³ − 3x", 0, -3, 0, 1)).Reading()
	if len(r.Open) != 2 || r.Open[0].Order != 1 || !(r.Open[1].Bound < 1e-27) {
		t.Errorf("open terms of x³ − 3x: %v, want 1 and 2 with bounds below (16·2⁻⁵²‖f‖)²·2", r.Open)
	}
	// u_1 is of the order e^{−72}, the norm e^{−36}.
	if r := of(hinge(12)).Reading(); len(r.Open) == 0 || r.Open[0].Order != 1 {
		t.Errorf("max(z − 12, 0): %v, want its first term open", r)
	}
	up, _ := MisspecifiedOf(powers("−x", 0, -1), powers("x", 0, 1), 0)
	if r := up.Reading(); r.Err != ErrUphill {
		t.Errorf("−x by x: %v, want uphill", r)
	}
	if _, err := up.Practical(100); !errors.Is(err, ErrUphill) {
		t.Errorf("−x by x: %v, want uphill", err)
	}
	flat, _ := MisspecifiedOf(powers("x²", 0, 0, 1), powers("x", 0, 1), 0)
	if k, err := flat.Practical(100); err == nil {
		t.Errorf("x² by x: %d, want an error: all terms are undetermined", k)
	}
}
