package theory

import (
	"math"
	"testing"
)

func mustPassage(t *testing.T, s *SingleIndex, n int, delta float64, start PassageStart, eta, upTo float64) *Passage {
	t.Helper()
	l, err := s.Passage(n, func(float64) float64 { return delta }, start, eta, upTo)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// As N grows the law tends to the explosion time of the critical step, k = 3 and 4, and to
// the escape law, k = 2. Its distance from them must shrink, and be small at the end: the
// relative corrections are of order N^{−1/2} for k = 3 (the descent), 1/N for k = 4 and 2.
func TestPassageLimits(t *testing.T) {
	for _, c := range []struct {
		k            int
		d0           float64
		small, large int
		order        float64
	}{{3, 1, 100, 100_000, 0.5}, {4, 1, 64, 10_000, 1}, {2, 1, 100, 10_000, 1}} {
		s := mustTensor(t, c.k, 1)
		gap := func(n int) float64 {
			delta := c.d0 * math.Pow(float64(n), -float64(c.k-2)/2)
			l := mustPassage(t, s, n, delta, PassageStart{}, 0.5, 0.9)
			got, err1 := l.Quantile(0.5)
			want, err2 := s.SearchMedian(n, delta, 0.5)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			return math.Abs(got/want - 1)
		}
		first, last := gap(c.small), gap(c.large)
		ratio := math.Pow(float64(c.small)/float64(c.large), c.order)
		// three times the rate, and the error of the two solvers, 1e-3 in probability at most
		if last > 3*ratio*first+5e-3 {
			t.Errorf("k = %d: off by %v at N = %d, %v at %d: want a rate N^−%v", c.k, first, c.small, last, c.large, c.order)
		}
	}
}

// With little noise the passage from one overlap to another takes the flow's time, with the
// spread that is stated.
func TestPassageOfTheFlow(t *testing.T) {
	s := mustTensor(t, 3, 2)
	const n, delta, from, to = 64, 0.3, 0.3, 0.7
	l := mustPassage(t, s, n, delta, PassageStart{At: from}, to, 0.9)
	flow, err := s.HittingTime(n, delta, from, to)
	if err != nil {
		t.Fatal(err)
	}
	variance, err := s.ArrivalSpread(n, func(float64) float64 { return delta }, from, to)
	if err != nil {
		t.Fatal(err)
	}
	median, _ := l.Quantile(0.5)
	near(t, "median", median/flow, 1, 2*variance)
	low, err := l.Quantile(0.1587)
	if err != nil {
		t.Fatal(err)
	}
	high, err := l.Quantile(0.8413)
	if err != nil {
		t.Fatal(err)
	}
	sd := math.Sqrt(variance)
	// a skewness of order sd moves either end by a relative sd
	near(t, "spread", (high-low)/(2*flow), sd, 2*variance)
}

// The distribution function and its density belong together, and start from the chance of
// a start above η.
func TestPassageIsConsistent(t *testing.T) {
	s := mustTensor(t, 4, 1)
	l := mustPassage(t, s, 20, 0.05, PassageStart{}, 0.3, 0.9)
	start, _ := Start(20)
	near(t, "F(0)", l.CDF(0), start.Tail(0.3), 1e-12)
	if got := l.CDF(-1); got != 0 {
		t.Errorf("F(−1) = %v, want 0", got)
	}
	for _, p := range []float64{0.3, 0.5, 0.8} {
		q, err := l.Quantile(p)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "F(quantile)", l.CDF(q), p, 1e-9) // sixty bisections of a panel
		h := 1e-3 * q
		near(t, "t f", l.Slope(p), q*(l.CDF(q+h)-l.CDF(q-h))/(2*h), 0.02*l.Slope(p)) // linear against cubic in a panel
		if l.Slope(p) > l.Steepness() || l.Slope(p) > q*l.Densest() {
			t.Errorf("t f = %v at %v exceeds its maxima", l.Slope(p), p)
		}
	}
}

func TestPassageRefuses(t *testing.T) {
	s := mustTensor(t, 3, 1)
	at := func(float64) float64 { return 0.1 }
	for _, c := range []struct {
		name string
		n    int
		m, e float64
		p    float64
		want string
	}{
		{"N", 1, 0, 0.5, 0.5, "1"}, {"η", 100, 0, 1.5, 0.5, "1.5"}, {"start", 100, 0.6, 0.5, 0.5, "0.6"},
		{"p", 100, 0, 0.5, 1, "1"}, {"drift", 100, 0, 0.999, 0.5, "0.999"},
	} {
		_, err := s.Passage(c.n, at, PassageStart{At: c.m}, c.e, c.p)
		refused(t, c.name, err, c.want)
	}
	l := mustPassage(t, s, 100, 0.1, PassageStart{}, 0.5, 0.6)
	_, err := l.Quantile(0.99)
	refused(t, "quantile", err, "0.99")
	_, _, err = s.StepMoments(100, 0.1, 1)
	refused(t, "m", err, "1")
	_, _, err = s.StepMoments(1, 0.1, 0)
	refused(t, "N", err, "1")
	_, err = s.ArrivalSpread(100, at, 0.5, 0.3)
	refused(t, "from", err, "0.5")
	_, err = s.ArrivalSpread(100, at, 0.5, 0.999)
	refused(t, "drift", err, "not positive")
	_, err = s.ArrivalSpread(1, at, 0.3, 0.5)
	refused(t, "N", err, "1")
}
