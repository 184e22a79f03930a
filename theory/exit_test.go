package theory

import (
	"math"
	"testing"
)

// The side of the exit in dimension n tends to that of the limit with an error of order 1/N.
func TestExitSides(t *testing.T) {
	square, err := MonomialLayer(2, 0)
	if err != nil {
		t.Fatal(err)
	}
	cubic := mustTensor(t, 3, 4)
	loss := func(n int) float64 {
		const delta, eta = 1. / 24, 0.4
		at, err1 := square.SignLossAt(n, delta, eta)
		limit, err2 := square.Escape(n, delta, eta)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		return at - limit.SignLoss()
	}
	escape := func(n int) float64 {
		at, err1 := cubic.GrowingEscape(n, 1, 0.3)
		failure, err2 := cubic.GrowingFailure(1)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		return at - 1 + failure
	}
	for _, gap := range []func(n int) float64{loss, escape} {
		first, second := gap(1000), gap(100_000)
		near(t, "rate", first/second, 100, 10) // 1/N and 1/N², and a start that is a sum over cells
	}
}

// With σ²(m) small and no pull the scale function of a growing step is elementary; that of two overlaps next to each other is
// their distance.
func TestExitSidesAreLinearBelowTheNoise(t *testing.T) {
	s := mustTensor(t, 3, 4)
	const n, eta = 1_000_000, 1e-5 // √N η = 0.01: Φ is 5e-5 there
	got, err := s.GrowingEscape(n, 0.005, eta)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "P(escape)", got, 0.5, 1e-4)
}

// Kramers' formula is the leading term of the mean exit time, the next being of relative order 1/exponent: at 239 it is
// within half a percent, for one way out and for two.
func TestTrapExitTime(t *testing.T) {
	for _, k := range []int{3, 4} {
		s := mustTensor(t, k, 4)
		for _, wide := range []int64{10_000, 100_000_000, 1_000_000_000_000} {
			n := int(wide)
			if int64(n) != wide {
				continue // int has 32 bits
			}
			delta := trapStep(s, n, 6*math.Pow(float64(n)/1e4, 0.2))
			exponent, err1 := s.TrapExponent(n, delta)
			kramers, err2 := s.TrapExitTime(n, delta)
			exact, err3 := s.ExitTime(n, delta, 0.5)
			if err1 != nil || err2 != nil || err3 != nil {
				t.Fatal(err1, err2, err3)
			}
			near(t, s.Name+" exact over Kramers", exact/kramers, 1, 1/exponent)
		}
	}
}

// trapStep is the step size at which the trap of a tensor has a given exponent.
func trapStep(s *SingleIndex, n int, exponent float64) float64 {
	k := float64(s.Exponent)
	edge := math.Sqrt(2 * exponent * s.Sigma2(0) / (float64(n) * s.V(0) * (1 - 2/k)))
	return math.Pow(edge, k-2) * 2 * s.Leading() / s.V(0)
}

// Out of a trap the time is exponential, so that the median of the solved law is log 2 times the mean, but for the part of
// the starts beyond the edge.
func TestExitTimeIsThatOfThePassage(t *testing.T) {
	s := mustTensor(t, 3, 4)
	const delta, eta = 1.6, 0.5
	for _, n := range []int{1000, 1500} {
		law := mustPassage(t, s, n, delta, PassageStart{}, eta, 0.75)
		median, err1 := law.Quantile(0.5)
		mean, err2 := s.ExitTime(n, delta, eta)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		edge, err := s.TrapEdge(delta)
		if err != nil {
			t.Fatal(err)
		}
		beyond := StartLaw{n}.Tail(edge)
		near(t, "median", median/(math.Ln2*mean), 1, 2*beyond+1e-4+2*law.Accuracy)
	}
}

func TestExitRefuses(t *testing.T) {
	square, err := MonomialLayer(2, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := mustTensor(t, 3, 4)
	_, err = s.SignLossAt(100, 0.1, 0.4)
	refused(t, "k", err, "k = 3")
	_, err = square.SignLossAt(100, 0.01, 1.5)
	refused(t, "η", err, "1.5")
	_, err = square.GrowingEscape(100, 1, 0.4)
	refused(t, "k", err, "k = 2")
	_, err = s.GrowingEscape(100, 5, 0.4)
	refused(t, "m₀", err, "0.5")
	_, err = s.ExitTime(100, 0, 0.4)
	refused(t, "δ", err, "0")
	_, err = s.ExitTime(1_000_000_000, 1.6, 0.4)
	refused(t, "barrier", err, "at most 600")
}
