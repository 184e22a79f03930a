package theory

import (
	"math"
	"testing"
)

// The edge is a zero of the leading drift, and the exponent is twice the barrier
// over the noise, both by quadrature.
func TestTrapEdgeAndExponent(t *testing.T) {
	he3, _ := HermiteLayer(3, 0)
	for _, s := range []*SingleIndex{mustTensor(t, 3, 1), mustTensor(t, 4, 1.5), mustTensor(t, 5, 1), he3} {
		k, a := float64(s.Exponent), s.Leading()
		const n = 1000
		delta := 0.02 * a / s.V(0)
		edge, err := s.TrapEdge(delta)
		if err != nil {
			t.Fatal(err)
		}
		lead := func(m float64) float64 { return a*math.Pow(m, k-1) - delta/2*s.V(0)*m }
		near(t, s.Name+" drift at m*", lead(edge), 0, 64*ulp*a*math.Pow(edge, k-1))
		height, err := integrate(func(m float64) float64 { return -lead(m) }, 0, edge)
		if err != nil {
			t.Fatal(err)
		}
		exponent, err := s.TrapExponent(n, delta)
		if err != nil {
			t.Fatal(err)
		}
		want := 2 * height * n / (delta * s.Sigma2(0))
		near(t, s.Name+" exponent", exponent, want, 1e-11*want)
	}
}

func TestTrapRefuses(t *testing.T) {
	s := mustTensor(t, 3, 1)
	_, err := mustTensor(t, 2, 1).TrapEdge(0.1)
	refused(t, "k", err, "k = 2")
	_, err = s.TrapEdge(math.NaN())
	refused(t, "δ", err, "NaN")
	_, err = s.TrapExponent(1, 0.1)
	refused(t, "N", err, "1")
	_, err = s.TrapExitTime(100, 0.01)
	refused(t, "no trap", err, "0.01")
}
