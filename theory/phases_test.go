package theory

import (
	"math"
	"testing"
)

// The three ratios at N = 100: printed, with one step size, with two.
func TestRatioOrders(t *testing.T) {
	l := math.Log(100)
	for _, c := range []struct {
		k                int
		printed, oneStep float64
	}{{1, 1, 1}, {2, 1 / l, 1 / l}, {3, 1e-2, 1e-1}, {4, 1e-4, 1e-2}} {
		for _, q := range []struct {
			name string
			f    func(n, k int) (float64, error)
			want float64
		}{{"printed", RatioPrinted, c.printed}, {"one step", RatioOneStep, c.oneStep}, {"restepped", RatioRestepped, c.printed}} {
			got, err := q.f(100, c.k)
			if err != nil {
				t.Fatal(err)
			}
			near(t, q.name, got, q.want, 8*ulp*q.want)
		}
	}
}

// The ratios with their constants have these orders: for k = 3 ratio·√N is flat
// with one step size of the critical order and ratio·N with two; for k = 2
// ratio·log N tends to a constant; for k = 1 the ratio is one.
func TestRatioConstants(t *testing.T) {
	ratio := func(s *SingleIndex, n int, search, descent float64) float64 {
		r, err := s.Ratio(n, search, descent, 0.2)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	cubic := mustTensor(t, 3, 1)
	small, large := 1/math.Sqrt(1e4), 1/math.Sqrt(1e8)
	// the descent's drift still depends on δ, by δV/2 over 3m(1−m²) ≥ .58
	near(t, "k = 3, one step", ratio(cubic, 1e8, large, large)*1e4, ratio(cubic, 1e4, small, small)*1e2, 6*small*ratio(cubic, 1e4, small, small)*1e2)
	a, b := ratio(cubic, 1e8, large, 0.1)*1e8, ratio(cubic, 1e4, small, 0.1)*1e4
	near(t, "k = 3, two steps", a, b, 1e-9*a)

	matrix := mustTensor(t, 2, 1)
	for _, n := range []int{1e4, 1e8} {
		down, err := matrix.DescentTime(n, 0.1, 0.2)
		if err != nil {
			t.Fatal(err)
		}
		law, err := matrix.Escape(n, 0.1, 0.2)
		if err != nil {
			t.Fatal(err)
		}
		limit := down * 0.1 / float64(n) * 2 * law.Kappa // descent over ½ log N/κ
		// C − log|z| is −1.61 + .39 + ½ log 1.05…: at most 3 beside ½ log N
		near(t, "k = 2", ratio(matrix, n, 0.1, 0.1)*math.Log(float64(n)), limit, limit*3/(math.Log(float64(n))/2-3))
	}
	linear, _ := MonomialLayer(1, 0)
	near(t, "k = 1", ratio(linear, 1e8, 0.1, 0.1), ratio(linear, 1e4, 0.1, 0.1), 1e-9)
	share, err := SearchShare(0.25)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "share", share, 0.8, 2*ulp)
}

func TestPhasesRefuse(t *testing.T) {
	s := mustTensor(t, 3, 1)
	flat, err := Misspecified(HermiteSeries{0, 1}, HermiteSeries{0, 0, 1}, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.SearchMedian(1, 0.1, 0.5)
	refused(t, "N", err, "1")
	_, err = s.SearchMedian(10, -1, 0.5)
	refused(t, "δ", err, "-1")
	_, err = s.SearchMedian(10, 0.1, 1.5)
	refused(t, "η", err, "1.5")
	_, err = flat.SearchMedian(10, 0.1, 0.5)
	refused(t, "flat", err, "constant")
	_, err = s.SearchMedian(1000000, 1, 0.5)
	refused(t, "trap", err, "1000")
	_, err = mustTensor(t, 2, 1).SearchMedian(10, 3, 0.5)
	refused(t, "δ_c", err, "3")
	share, err := SearchShare(0)
	accepted(t, "ratio 0", err)
	near(t, "share", share, 1, 0)
	edge, err := s.GrowingStep(1)
	accepted(t, "m = 1", err)
	near(t, "step at m = 1", edge, s.Leading()/s.V(0), 4*ulp*edge)
	_, err = s.GrowingTime(10, 0.5, 0.5)
	refused(t, "empty", err, "0.5")
	_, err = s.GrowingTime(10, 0.5, 1)
	refused(t, "to", err, "to = 1")
	_, err = RatioPrinted(10, 0)
	refused(t, "k", err, "0")
	_, err = RatioOneStep(1, 1)
	refused(t, "N", err, "1")
	_, err = s.Ratio(10, 0.1, 0.1, 0.6)
	refused(t, "η", err, "0.6")
	_, err = SearchShare(-0.1)
	refused(t, "ratio", err, "-0.1")
	_, err = s.GrowingStep(0)
	refused(t, "m", err, "0")
	_, err = mustTensor(t, 2, 1).GrowingStep(0.1)
	refused(t, "k", err, "k = 2")
	_, err = s.GrowingSearch(1, 1)
	refused(t, "N", err, "1")
	_, err = s.GrowingSearch(10, 0)
	refused(t, "z₀", err, "0")
	_, err = s.GrowingFailure(math.NaN())
	refused(t, "z₀", err, "NaN")
	_, err = s.GrowingTime(10, 0.1, 0.75) // the drift vanishes at 1/√2
	refused(t, "beyond", err, "not positive")
	_, err = s.GrowingTime(10, 0, 0.5)
	refused(t, "from", err, "want 0 < from")
	_, err = s.GrowingTime(0, 0.1, 0.5)
	refused(t, "N", err, "0")
}
