package theory

import (
	"math"
	"testing"
)

var overlaps = []float64{-1, -0.9, -0.3, -0.01, 0, 0.01, 0.2, 0.5, 0.8, 0.99, 1}

// plane is E f(u, v) over standard normals of correlation m, by the product of
// two composite rules in the independent coordinates u and w. It knows nothing of
// Hermite series. With a kink of f along v = 0 its error is of order 1e-4; smooth
// integrands are integrated to rounding.
func plane(m float64, f func(u, v, w float64) float64) float64 {
	rule := panelRule(9, 0)
	s := math.Sqrt((1 - m) * (1 + m))
	var sum float64
	for i, u := range rule.z {
		for j, w := range rule.z {
			if weight := rule.w[i] * rule.w[j]; weight > 1e-28 {
				sum += weight * f(u, m*u+s*w, w)
			}
		}
	}
	return sum
}

// The closed forms printed for φ.
func TestPhiClosedForms(t *testing.T) {
	abs, _ := AbsLayer(0)
	relu, _ := ReLULayer(0.25)
	linear, _ := MonomialLayer(1, 0)
	square, _ := MonomialLayer(2, 0.5)
	cube, _ := MonomialLayer(3, 0)
	he3, _ := HermiteLayer(3, 0)
	he4, _ := HermiteLayer(4, 0)
	pca, _ := OnlinePCA(0.7)
	tensor, _ := TensorPCA(3, 2)
	sum, _ := TensorSum(2, 0.5, 4, 3)
	logistic, _ := GLM(LogisticLink())
	poisson, _ := GLM(PoissonLink())
	for _, c := range []struct {
		s    *SingleIndex
		want func(m float64) float64
	}{
		{linear, func(m float64) float64 { return 2 * (1 - m) }},
		{square, func(m float64) float64 { return 4*(1-m*m) + 0.5 }},
		{cube, func(m float64) float64 { return 18*(1-m) + 12*(1-m*m*m) }},
		{he3, func(m float64) float64 { return 12 * (1 - m*m*m) }},
		{he4, func(m float64) float64 { return 48 * (1 - m*m*m*m) }},
		{abs, func(m float64) float64 { return 2 - 4/math.Pi*(math.Sqrt(1-m*m)+m*math.Asin(m)) }},
		{relu, func(m float64) float64 {
			return 1.25 - (math.Sqrt(1-m*m)+m*(math.Pi/2+math.Asin(m)))/math.Pi
		}},
		{pca, func(m float64) float64 { return -0.7*m*m - 1 }},
		{tensor, func(m float64) float64 { return -2 * m * m * m }},
		{sum, func(m float64) float64 { return -0.5*m*m - 3*m*m*m*m }},
		{poisson, func(m float64) float64 { return math.Sqrt(math.E) * (1 - m) }}, // u₁ = E b = √e
	} {
		for _, m := range overlaps {
			near(t, c.s.Name+" φ", c.s.Phi(m), c.want(m), 200*ulp*(1+math.Abs(c.want(-1))))
		}
	}
	// E f′(Z) = u₁ by Stein: the slope of the logistic loss from the other side.
	near(t, "logistic φ′", logistic.PhiPrime(0), -plane(0, func(u, _, _ float64) float64 { return sigmoidPrime(u) }), 1e-11) // 8e4 terms, each rounded
}

// φ of the smooth models is the mean of the sample loss over the plane.
func TestPhiIsTheMeanLoss(t *testing.T) {
	tanh, _ := TanhLayer(0.3)
	mis, err := Misspecified(HermiteSeries{0.2, 1, 0, 0.5}, HermiteSeries{0, 0.5, 1, -0.25}, 0.1)
	if err != nil {
		t.Fatal(err)
	}
	f, g := HermiteSeries{0.2, 1, 0, 0.5}, HermiteSeries{0, 0.5, 1, -0.25}
	logistic, _ := GLM(LogisticLink())
	for _, m := range []float64{-0.7, 0, 0.4, 0.95} {
		near(t, "tanh φ", tanh.Phi(m), 0.3+plane(m, func(u, v, _ float64) float64 {
			d := math.Tanh(u) - math.Tanh(v)
			return d * d
		}), 1e-9) // panels of 9 nodes, poles of order 2 at π/2: 18 (π + √(π²+1))^{−18} ≈ 5e-14
		near(t, "misspecified φ", mis.Phi(m), 0.1+plane(m, func(u, v, _ float64) float64 {
			d := f.At(v) - g.At(u)
			return d * d
		}), 1e-11)
		near(t, "logistic φ", logistic.Phi(m), plane(m, func(u, v, _ float64) float64 {
			return math.Log1p(math.Exp(u)) - sigmoid(v)*u
		}), 1e-10)
	}
}

// φ′ against a central difference; at the step 1e-5 the truncation is
// h²φ‴/6 and the rounding 2⁻⁵²φ/h.
func TestPhiPrimeIsTheDerivative(t *testing.T) {
	for _, s := range zoo() {
		for _, m := range []float64{-0.6, -0.1, 0, 0.05, 0.5, 0.9} {
			const h = 1e-5
			scale := 1 + math.Abs(s.Phi(-1)) + math.Abs(s.Phi(0)) + math.Abs(s.Phi(1))
			got := (s.Phi(m+h) - s.Phi(m-h)) / (2 * h)
			// φ‴ ≤ 24 scale on |m| ≤ .9: abs has (1−m²)^{−3/2} ≤ 12.1, He₄ 24 m.
			near(t, s.Name+" φ′", s.PhiPrime(m), got, scale*(4*h*h+8*ulp/h))
		}
	}
}

// Assumption A holds on the zoo, misspecified cases of Remark 2.3 apart.
func TestAssumptionA(t *testing.T) {
	for _, s := range zoo() {
		for i := 1; i < 100; i++ {
			if m := float64(i) / 100; !(s.PhiPrime(m) < 0) {
				t.Errorf("%s: φ′(%v) = %v, want < 0", s.Name, m, s.PhiPrime(m))
			}
		}
	}
	// f = u₂h₂ + u₄h₄, g = v₁h₁ + v₂h₂ + v₄h₄, a = 2u₂v₂, b = 2u₄v₄.
	for _, c := range []struct {
		name       string
		a, b       float64
		k          int
		everywhere bool
	}{
		{"strong", 1, -0.4, 2, true},
		{"order four", 0, 1, 4, true},
		{"weak", 1, -1, 2, false},
		{"uphill", -1, 1, 0, false},
		{"constant", 0, 0, 0, false},
	} {
		s, err := Misspecified(HermiteSeries{0, 0, 1, 0, 1}, HermiteSeries{0, 1, c.a / 2, 0, c.b / 2}, 0)
		if err != nil {
			t.Fatal(err)
		}
		if s.Exponent != c.k {
			t.Errorf("%s: k = %d, want %d", c.name, s.Exponent, c.k)
		}
		everywhere := true
		for i := 1; i < 100; i++ {
			everywhere = everywhere && s.PhiPrime(float64(i)/100) < 0
		}
		if everywhere != c.everywhere {
			t.Errorf("%s: φ′ < 0 on (0,1) is %v, want %v", c.name, everywhere, c.everywhere)
		}
	}
	weak, _ := Misspecified(HermiteSeries{0, 0, 1, 0, 1}, HermiteSeries{0, 1, 0.5, 0, -0.5}, 0)
	near(t, "φ′(1/√2)", weak.PhiPrime(1/math.Sqrt2), 0, 8*ulp)
}

// The loss of two series is the mean of the sample loss over the plane, and the first and the
// last derivative at 0 are those of its power series.
func TestMisspecifiedLoss(t *testing.T) {
	f, g := HermiteSeries{0.2, 1, 0, 0.5}, HermiteSeries{0, 0.5, 1, -0.25}
	for _, m := range []float64{-1, -0.3, 0, 0.8, 1} {
		got, err := MisspecifiedLoss(f, g, 0.1, m)
		accepted(t, "overlap", err)
		want := 0.1 + plane(m, func(u, v, _ float64) float64 { d := f.At(v) - g.At(u); return d * d })
		near(t, "φ", got, want, 1e-11) // 8e4 terms, each rounded
	}
	_, err := MisspecifiedLoss(f, g, -0.1, 0)
	refused(t, "variance", err, "-0.1")
	s, err := Misspecified(f, g, 0.1)
	accepted(t, "model", err)
	for l, want := range map[int]float64{0: f.NormSquared() + g.NormSquared() + 0.1, 3: -6 * 2 * 0.5 * -0.25} {
		got, err := s.DerivativeAtZero(l)
		accepted(t, "order", err)
		near(t, "φ^{(l)}(0)", got, want, 8*ulp*math.Abs(want))
	}
	_, err = s.DerivativeAtZero(len(s.Taylor))
	refused(t, "order", err, "want 0 ≤ l < 4")
}

// A kinked activation is ½(p+q)|z| + ½(p−q)z, so E f(u)f(v) = ¼(p+q)² E|u||v| + ¼(p−q)² m with
// E|u||v| = (2/π)(√(1−m²) + m arcsin m), and E f² = ½(p²+q²). That holds the formulas in polar
// coordinates to account for every p and q, not only 0 and 1. The moments are homogeneous: cf with
// noise c²Var ε has c⁴ times the V and σ² of f.
func TestKinkedLossForAnyKink(t *testing.T) {
	for _, f := range []kinked{{p: 1}, {p: 2, q: -0.5}, {p: 3, q: 0.25}} {
		even, odd := (f.p+f.q)/2, (f.p-f.q)/2
		size := (math.Abs(f.p) + math.Abs(f.q)) * (math.Abs(f.p) + math.Abs(f.q))
		at := func(m float64) float64 {
			s := math.Sqrt((1 - m) * (1 + m))
			return f.p*f.p + f.q*f.q - 2*(even*even*2/math.Pi*(s+m*math.Asin(m))+odd*odd*m) + 0.3
		}
		for _, m := range overlaps {
			near(t, "φ", f.loss(m, 0.3), at(m), 20*ulp*size)
			near(t, "φ′", f.slope(m), -2*(even*even*2/math.Pi*math.Asin(m)+odd*odd), 20*ulp*size)
		}
		c, bound, err := TaylorAtZero(at, 8)
		accepted(t, "order", err)
		for l, got := range f.taylor(0.3, 8) {
			near(t, "Taylor", got, c[l], bound[l])
		}
		const scale = 1.5
		power, noise := f.moments(0.3)
		scaledPower, scaledNoise := kinked{scale * f.p, scale * f.q}.moments(scale * scale * 0.3)
		fourth := math.Pow(scale, 4)
		for _, m := range overlaps {
			// sums of 96 terms below 40 size², each rounded
			near(t, "V", scaledPower(m), fourth*power(m), 96*ulp*40*size*size*fourth)
			near(t, "σ²", scaledNoise(m), fourth*noise(m), 96*ulp*40*size*size*fourth)
		}
		near(t, "V(1)", power(1), 2*(f.p*f.p+f.q*f.q)*0.3, 20*ulp*size) // noise alone: 4 Var ε E f′²
	}
}

func TestLossRefuses(t *testing.T) {
	_, err := SingleLayer(HermiteSeries{1, 0, 0}, 0)
	refused(t, "constant activation", err, "[1 0 0]")
	_, err = SingleLayer(HermiteSeries{0, math.NaN()}, 0)
	refused(t, "coefficient", err, "NaN")
	_, err = SingleLayer(make(HermiteSeries, 62), 0)
	refused(t, "length", err, "62")
	_, err = SingleLayer(HermiteSeries{0, 1}, -1)
	refused(t, "variance", err, "-1")
	_, err = Misspecified(HermiteSeries{0, 0}, HermiteSeries{0, 1}, 0)
	refused(t, "zero data", err, "[0 0]")
	_, err = SingleLayerLoss(HermiteSeries{0, 1}, 0, 1.01)
	refused(t, "overlap", err, "1.01")
	_, err = SingleLayerLoss(HermiteSeries{0, 1}, math.Inf(1), 1)
	refused(t, "variance", err, "+Inf")
	_, err = MisspecifiedLoss(HermiteSeries{0, 1}, HermiteSeries{1}, 0, math.NaN())
	refused(t, "overlap", err, "NaN")
	longest := make(HermiteSeries, 61)
	longest[60] = 1
	_, err = SingleLayer(longest, 0)
	accepted(t, "61 coefficients", err)
	_, err = SingleLayer(make(HermiteSeries, 62), 0)
	refused(t, "length", err, "at most 61")
	s, _ := AbsLayer(0)
	_, err = s.DerivativeAtZero(-1)
	refused(t, "order", err, "-1")
	second, err := s.DerivativeAtZero(2)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "abs φ″(0)", second, -4/math.Pi, 8*ulp)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("φ(1.5) did not panic")
			}
		}()
		s.Phi(1.5)
	}()
}
