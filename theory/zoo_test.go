package theory

import (
	"math"
	"testing"
)

// The exponents and leading coefficients of the table.
func TestZooExponents(t *testing.T) {
	want := map[string]struct {
		k int
		a float64
	}{
		"single layer, z^1":             {1, 2},
		"single layer, z^2":             {2, 8},
		"single layer, z^3":             {1, 18},
		"single layer, ReLU":            {1, 0.5},
		"single layer, abs":             {2, 4 / math.Pi},
		"single layer, He_3":            {3, 36},
		"single layer, He_4":            {4, 192},
		"misspecified, k = 2":           {2, 2},
		"GLM, linear":                   {1, 1},
		"GLM, Poisson":                  {1, math.Sqrt(math.E)},
		"online PCA":                    {2, 2},
		"tensor PCA, order 2":           {2, 2},
		"tensor PCA, order 3":           {3, 3},
		"tensor PCA, order 4":           {4, 4},
		"tensor sum, orders 2 and 3":    {2, 2},
		"two-Gaussian mixture, h = 0":   {2, 0},
		"single layer, sigmoid":         {1, 0},
		"single layer, tanh":            {1, 0},
		"GLM, logistic":                 {1, 0},
		"two-Gaussian mixture, h = 0.5": {1, 0},
	}
	zoo := zoo()
	if len(zoo) != len(want) {
		t.Errorf("%d models, want %d", len(zoo), len(want))
	}
	for _, s := range zoo {
		w, ok := want[s.Name]
		if !ok {
			t.Errorf("%q is not in the table", s.Name)
			continue
		}
		if s.Exponent != w.k {
			t.Errorf("%s: k = %d, want %d", s.Name, s.Exponent, w.k)
		}
		if w.a != 0 { // no elementary value otherwise
			near(t, s.Name+" a", s.Leading(), w.a, 1e3*ulp*w.a)
		}
		if s.Says == "" {
			t.Errorf("%s: no description", s.Name)
		}
		// a is the limit of −φ′(m)/m^{k−1}; at m = 1e-4 the next term is of order m.
		m := 1e-4
		near(t, s.Name+" −φ′/m^{k−1}", -s.PhiPrime(m)/math.Pow(m, float64(s.Exponent-1)), s.Leading(), 1e-3*s.Leading())
	}
}

// The closed ends of the parameters.
func TestZooEdges(t *testing.T) {
	for _, p := range []int{1, 20} {
		monomial, err := MonomialLayer(p, 0)
		accepted(t, "power", err)
		if monomial.Exponent != 2-p%2 {
			t.Errorf("z^%d: exponent %d, want %d", p, monomial.Exponent, 2-p%2)
		}
		hermite, err := HermiteLayer(p, 0)
		accepted(t, "degree", err)
		if hermite.Exponent != p {
			t.Errorf("He_%d: exponent %d", p, hermite.Exponent)
		}
	}
	for _, p := range []int{1, 100} {
		tensor, err := TensorPCA(p, 1)
		accepted(t, "order", err)
		if tensor.Exponent != p {
			t.Errorf("tensor of order %d: exponent %d", p, tensor.Exponent)
		}
	}
	for _, h := range []float64{-4, 4} {
		_, err := Mixture(h, 4)
		accepted(t, "h = ±4, a = 4", err)
	}
}

// The gradient of online PCA is −2u(Y − ux) with u = x·Y. So V = 4E u², and with r = θ·Y − mu, a centred normal
// as u is, σ² = 4 Var(ur) = 4(E u² E r² + (E ur)²) by Isserlis: E u² = 1 + λm², E ur = λm(1−m²),
// E r² = (1−m²)(1 + λ(1−m²)).
func TestOnlinePCAMoments(t *testing.T) {
	for _, lambda := range []float64{0.5, 3} {
		s, err := OnlinePCA(lambda)
		accepted(t, "λ", err)
		near(t, "φ″(0)", -s.Leading(), -2*lambda, 0)
		start, err := s.DerivativeAtZero(0)
		accepted(t, "order 0", err)
		near(t, "φ(0)", start, -1, 0)
		for _, m := range overlaps {
			s2 := (1 - m) * (1 + m)
			uu, rr, ur := 1+lambda*m*m, s2*(1+lambda*s2), lambda*m*s2
			near(t, "V", s.V(m), 4*uu, 8*ulp*4*uu)
			near(t, "σ²", s.Sigma2(m), 4*(uu*rr+ur*ur), 32*ulp*4*(uu*rr+ur*ur))
			near(t, "φ", s.Phi(m), -uu, 8*ulp*uu)
			near(t, "φ′", s.PhiPrime(m), -2*lambda*m, 8*ulp*lambda)
		}
	}
	tensor, err := TensorSum(2, 1, 3, 0.5)
	accepted(t, "tensors", err)
	for _, m := range overlaps {
		near(t, "tensor σ²", tensor.Sigma2(m), 5*(1-m*m), 16*ulp*5)
	}
}

// The mixture by its definition: ∇L = −tanh(Y·x + h) Y, with Y = εaθ + z. Along x and along e, θ = mx + se, the
// components of Y are εam + Z and εas + W, Z and W standard normal; so V = E tanh² and σ² is the variance of
// s tanh(Y·x + h)(εas + W). The rule is Gauss–Hermite: 199 nodes for Z, where a pole at π/2 leaves e^{−π√199}, and
// three for W, whose power is two.
func TestMixtureMoments(t *testing.T) {
	along, across := hermite199(), hermiteRule(3)
	for _, c := range []struct{ h, a float64 }{{0, 1}, {0.5, 1}, {-0.8, 1.7}} {
		model, err := Mixture(c.h, c.a)
		accepted(t, "mixture", err)
		up := math.Exp(c.h) / (2 * math.Cosh(c.h)) // P(ε = 1)
		for _, m := range []float64{-0.6, 0, 0.35, 0.9, 1} {
			s := math.Sqrt((1 - m) * (1 + m))
			var loss, v, first, second float64
			for _, sign := range []float64{1, -1} {
				p := 0.5 + sign*(up-0.5)
				for i, z := range along.z {
					u := sign*c.a*m + z + c.h
					loss -= p * along.w[i] * math.Log(math.Cosh(u))
					g := math.Tanh(u)
					v += p * along.w[i] * g * g
					for j, w := range across.z {
						x := s * g * (sign*c.a*s + w)
						first += p * along.w[i] * across.w[j] * x
						second += p * along.w[i] * across.w[j] * x * x
					}
				}
			}
			const tolerance = 1e-12 // 1200 terms of size 4 at most, each rounded
			near(t, "φ", model.Phi(m), loss, tolerance)
			near(t, "V", model.V(m), v, tolerance)
			near(t, "σ²", model.Sigma2(m), second-first*first, tolerance)
			near(t, "φ′(1−m²)", model.PhiPrime(m)*s*s, -first, tolerance)
		}
	}
}

// The linear model has b(v) = v²/2, so φ(m) = ½ − m.
func TestLinearModel(t *testing.T) {
	linear, err := GLM(LinearLink())
	accepted(t, "link", err)
	for _, m := range overlaps {
		near(t, "φ", linear.Phi(m), 0.5-m, 500*ulp) // a sum of 448 terms
	}
}

func TestZooRefuses(t *testing.T) {
	_, err := MonomialLayer(0, 0)
	refused(t, "p", err, "0")
	_, err = MonomialLayer(2, math.NaN())
	refused(t, "variance", err, "NaN")
	_, err = HermiteLayer(21, 0)
	refused(t, "k", err, "21")
	_, err = ReLULayer(-1)
	refused(t, "variance", err, "-1")
	_, err = AbsLayer(math.Inf(1))
	refused(t, "variance", err, "+Inf")
	_, err = TanhLayer(-2)
	refused(t, "variance", err, "-2")
	_, err = SigmoidLayer(-2)
	refused(t, "variance", err, "-2")
	_, err = OnlinePCA(0)
	refused(t, "λ", err, "0")
	_, err = TensorPCA(0, 1)
	refused(t, "p", err, "0")
	_, err = TensorPCA(3, -1)
	refused(t, "λ", err, "-1")
	_, err = TensorSum(3, 1, 3, 1)
	refused(t, "p = q", err, "3")
	_, err = TensorSum(3, 1, 0, 1)
	refused(t, "q", err, "0")
	_, err = GLM(Link{Name: "probit"})
	refused(t, "link", err, "probit")
	_, err = Mixture(math.NaN(), 1)
	refused(t, "h", err, "NaN")
	_, err = Mixture(0, 0)
	refused(t, "a", err, "a = 0")
	_, err = Mixture(0, -1)
	refused(t, "a", err, "-1")
}

// zoo is one documented law of each kind of model, with no label noise and unit
// signals: the rows that every claim about "the zoo" goes through.
func zoo() []*SingleIndex {
	var all []*SingleIndex
	add := func(s *SingleIndex, err error) {
		if err != nil {
			panic(err) // fixed, valid parameters
		}
		all = append(all, s)
	}
	for p := 1; p <= 3; p++ {
		add(MonomialLayer(p, 0))
	}
	add(SigmoidLayer(0))
	add(TanhLayer(0))
	add(ReLULayer(0))
	add(AbsLayer(0))
	add(HermiteLayer(3, 0))
	add(HermiteLayer(4, 0))
	add(named("misspecified, k = 2")(Misspecified(HermiteSeries{0, 0, 1, 0, 0.5}, HermiteSeries{0, 1, 0.5, 0, 0.25}, 0)))
	for _, link := range []Link{LinearLink(), LogisticLink(), PoissonLink()} {
		add(GLM(link))
	}
	add(OnlinePCA(1))
	for p := 2; p <= 4; p++ {
		add(TensorPCA(p, 1))
	}
	add(TensorSum(2, 1, 3, 1))
	add(Mixture(0.5, 1))
	add(Mixture(0, 1))
	return all
}
