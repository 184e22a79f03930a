package theory

import (
	"math"
	"strings"
	"testing"
)

// k = 2 is even, and yet on its other side the overlap is pushed back to 0: |m| is no walk. Its law was given all the same.
func TestPassageNeedsAMirror(t *testing.T) {
	layer, err1 := SingleLayer(HermiteSeries{0, 0, 0.3, 1}, 0)
	sum, err2 := TensorSum(2, 1, 3, 2)
	quartic, err3 := TensorSum(4, 1, 5, 1)
	if err1 != nil || err2 != nil || err3 != nil {
		t.Fatal(err1, err2, err3)
	}
	refused := func(s *SingleIndex, err error) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), "want φ, V and σ² even where k is") || strings.Contains(err.Error(), "%!") {
			t.Errorf("%s: %v, want an error that says what is not even", s.Name, err)
		}
	}
	for _, s := range []*SingleIndex{layer, sum, quartic} {
		if s.Exponent%2 != 0 {
			t.Fatalf("%s has exponent %d", s.Name, s.Exponent)
		}
		_, err := s.Passage(100, func(float64) float64 { return 0.001 }, PassageStart{}, 0.3, 0.5)
		refused(s, err)
	}
	_, err := sum.SignLossAt(100, 0.1, 0.3)
	refused(sum, err)
	_, err = quartic.ExitTime(100, 0.01, 0.3)
	refused(quartic, err)
	// an odd exponent needs none, nor do even models
	odd, _ := TensorSum(3, 2, 4, 1)
	abs, _ := AbsLayer(0.2)
	mis, _ := Misspecified(HermiteSeries{0, 0, 1, 0, 0.5}, HermiteSeries{0, 0, 0.5, 0, 0.25}, 0)
	pca, _ := OnlinePCA(1.5)
	for _, s := range []*SingleIndex{odd, abs, mis, pca, mustTensor(t, 4, 2)} {
		if err := s.needMirror(); err != nil {
			t.Error(err)
		}
	}
}

// On either side of 0 the scale function of tensor sums of orders 2 and 3 is another, and the chance of the wrong side is not half
// that of coming to 0. Here its integrals are sums over equal cells of m.
func TestWrongSideWithoutAMirror(t *testing.T) {
	const n, delta, eta = 400, 0.3, 0.4
	start, err := Start(n)
	if err != nil {
		t.Fatal(err)
	}
	for _, mu := range []float64{0.5, 2} {
		s, err := TensorSum(2, 1, 3, mu)
		if err != nil {
			t.Fatal(err)
		}
		lost, within, err := s.WrongSide(n, delta, eta, eta)
		if err != nil {
			t.Fatal(err)
		}
		p := walk{s: s, n: n, step: func(float64) float64 { return delta }, eta: eta}
		const cells = 40_000
		h := 2 * eta / cells
		var pull, all, back, above float64
		for i := range cells {
			m := -eta + h*(float64(i)+0.5)
			mean, variance := p.moments(m)
			density := math.Exp(-pull - h*mean/variance)
			pull += h * 2 * mean / variance
			all += density
			if m > 0 {
				above += density
				back += density * start.HalfCDF(m)
			}
		}
		near(t, s.Name+": P(wrong side)", lost, back/all, within+1e-6)
		if halved := back / above / 2; math.Abs(lost-halved) < 10*within {
			t.Errorf("%s loses %v, half of what comes to 0 is %v: the sides are alike", s.Name, lost, halved)
		}
	}
}

// The drift of λm² + μm³ at −m is −2λm + 3μm², times 1 − m², as δ → 0: it turns at m = 2λ/3μ, and the wrong side is reached there
// more often than beyond. An even model goes on, through the trap about 0 of k = 4 too, and the level is returned.
func TestOtherRest(t *testing.T) {
	sum, err := TensorSum(2, 1, 3, 2)
	accepted(t, "sum", err)
	const delta, eta, spacing = 1e-7, 0.5, 0.5 / 4096
	rest, err := sum.OtherRest(delta, eta)
	accepted(t, "rest", err)
	zero, _, err := turning(0.1, eta, 0, func(m float64) (bool, error) { return sum.Drift(-m, delta) < 0, nil })
	accepted(t, "zero", err)
	near(t, "rest", rest, zero, spacing)
	there, _, err1 := sum.WrongSide(100, 0.1, rest, eta)
	beyond, _, err2 := sum.WrongSide(100, 0.1, eta, eta)
	accepted(t, "there", err1)
	accepted(t, "beyond", err2)
	if !(beyond < 0.1*there && there < 0.5) {
		t.Errorf("P(−%.3g before %v) = %v, P(−%[2]v before %[2]v) = %[4]v: want the second far below the first", rest, eta, there, beyond)
	}
	for _, k := range []int{2, 4} {
		rest, err := mustTensor(t, k, 1).OtherRest(0.1/float64(k*k), eta)
		accepted(t, "rest", err)
		near(t, "rest of an even model", rest, eta, 0)
	}
	_, err = sum.OtherRest(0, eta)
	refused(t, "δ", err, "δ = 0")
	_, err = sum.OtherRest(delta, 1)
	refused(t, "η", err, "η = 1")
}
