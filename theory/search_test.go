package theory

import (
	"math"
	"testing"
)

// With 10⁻⁵x beside it a search at N = 1000 goes by He₂ or He₃ all the same, not by the information exponent 1: the linear term
// is 10⁻¹⁰N^{(k−1)/2}/(k k!) of the drift at N^{−1/2}, 10⁻⁸ at most. Of He₂ it is |m| that passes. G moves by
// 10⁻⁵ of itself, and the law with it.
func TestSearchLawGoesByThePracticalExponent(t *testing.T) {
	const n, eta = 1000, 0.5
	for k, c := range map[int]struct {
		mixed []float64
		delta float64
	}{2: {[]float64{-1, 1e-5, 1}, 0.01}, 3: {[]float64{0, -3 + 1e-5, 0, 1}, 0.001}} {
		both, err := LayerOf(powers("He_k + 10⁻⁵x", c.mixed...), 0)
		accepted(t, "layer", err)
		alone, err := HermiteLayer(k, 0)
		accepted(t, "He_k", err)
		if practical, err := both.Practical(n); both.Exponent != 1 || practical != k || err != nil {
			t.Fatalf("exponent %d, in practice %d, %v, want 1 and %d", both.Exponent, practical, err, k)
		}
		law, err := both.SearchLaw(n, c.delta, eta, 0.8)
		accepted(t, "law", err)
		want, err := alone.SearchLaw(n, c.delta, eta, 0.8)
		accepted(t, "law of He_k", err)
		for _, p := range []float64{0.1, 0.5, 0.75} {
			a, err := law.Quantile(p)
			accepted(t, "quantile", err)
			b, err := want.Quantile(p)
			accepted(t, "quantile", err)
			near(t, "quantile", math.Log(a/b), 0, 1e-3)
		}
	}
}
