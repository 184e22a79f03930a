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
	zoo := Zoo()
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
	_, err = Mixture(0, -1)
	refused(t, "a", err, "-1")
}
