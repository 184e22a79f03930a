package stat

import (
	"errors"
	"math"
	"testing"
)

// TestRatioCourse is the exact error statement: neither error exceeds its bound, nor does Wald's mean, at every pair.
func TestRatioCourse(t *testing.T) {
	for _, c := range []struct{ p0, p1, alpha, beta float64 }{
		{0.3, 0.7, 1e-9, 1e-9},
		{0.7, 0.3, 1e-3, 1e-6}, // downwards
		{0.1, 0.9, 0.05, 0.05}, // large overshoot
		{0.01, 0.05, 1e-6, 1e-3},
		{0.5, 0.6, 0.05, 0.2},
	} {
		r, err := NewRatio(c.p0, c.p1, c.alpha, c.beta)
		if err != nil {
			t.Fatal(err)
		}
		const gamma = 1e-4
		horizon, err := r.Horizon(gamma)
		if err != nil {
			t.Fatal(err)
		}
		null, err := r.Course(c.p0, horizon)
		if err != nil {
			t.Fatal(err)
		}
		other, err := r.Course(c.p1, horizon)
		if err != nil {
			t.Fatal(err)
		}
		if null.Rejected > c.alpha || other.Kept > c.beta {
			t.Errorf("%+v: false alarms %v, misses %v", c, null.Rejected, other.Kept)
		}
		if null.Undecided > gamma || other.Undecided > gamma {
			t.Errorf("%+v: undecided after %d: %v and %v, want at most %v", c, horizon, null.Undecided, other.Undecided, gamma)
		}
		under0, under1 := r.MeanSamples()
		if null.Mean > under0 || other.Mean > under1 {
			t.Errorf("%+v: means %v and %v exceed Wald's bounds %v and %v", c, null.Mean, other.Mean, under0, under1)
		}
		for _, course := range []Course{null, other} {
			// The recursion adds and multiplies once a step.
			if sum := course.Kept + course.Rejected + course.Undecided; math.Abs(sum-1) > 4*float64(horizon)*ulp {
				t.Errorf("%+v: the probabilities add up to %v", c, sum)
			}
		}
	}
}

// TestRatioPath follows one path by hand: p0 = ¼, p1 = ¾ moves L by ± ln 3, and ln 9 = 2 ln 3 needs a lead of 2.
func TestRatioPath(t *testing.T) {
	r, err := NewRatio(0.25, 0.75, 1/8.99, 1/8.99)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range []struct {
		success bool
		want    Decision
	}{{true, Undecided}, {false, Undecided}, {true, Undecided}, {true, Rejected}, {false, Rejected}} {
		if got := r.Observe(c.success); got != c.want || r.Decision() != c.want {
			t.Errorf("after %d observations: %v, want %v", i+1, got, c.want)
		}
	}
	if n := r.Observations(); n != 4 {
		t.Errorf("%d observations, want 4: a decided test takes no more", n)
	}
	// The same walk is gambler's ruin with a lead of 2: P_{p0}(rejected) = (1 − 3²)/(1 − 3⁴) = 1/10.
	course, err := r.Course(0.25, 400)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "ruin probability", course.Rejected, 0.1, 400*4*ulp) // (3/8)^{200} is undecided: nothing
	if Undecided.String()+Kept.String()+Rejected.String() != "undecidedkeptrejected" || Decision(9).String() != "Decision(9)" {
		t.Error("decisions do not print their names")
	}
}

// TestStagedLevels checks the arithmetic of the level: Σ γ^{i−1} β_i = α, and the last stage has one threshold, γ.
func TestStagedLevels(t *testing.T) {
	for _, s := range []Staged{{1e-9, 7, 1}, {0.05, 1, 1}, {0.05, 3, 4}, {1e-6, 20, 2}} {
		gamma, last, err := s.Levels(s.Stages)
		if err != nil || gamma != last {
			t.Errorf("%+v: last stage has levels %v and %v, %v", s, gamma, last, err)
		}
		sum := 0.0
		for i := 1; i <= s.Stages; i++ {
			reject, keep, err := s.Levels(i)
			if err != nil || reject > keep {
				t.Errorf("%+v: stage %d has levels %v and %v, %v", s, i, reject, keep, err)
			}
			sum += math.Pow(gamma, float64(i-1)) * reject
		}
		near(t, "total level", sum, s.Alpha, 8*float64(s.Stages)*ulp*float64(s.Stages))
	}
}

// TestStagedRun drives the stages by hand.
func TestStagedRun(t *testing.T) {
	s := Staged{Alpha: 0.02, Stages: 2, Growth: 3} // β₁ = 0.01, γ = 0.1, keep 0.11
	for _, c := range []struct {
		name    string
		qs      []float64
		want    Decision
		samples int
	}{
		{"at once", []float64{0.5}, Kept, 10},
		{"refuted at once", []float64{0.01}, Rejected, 10},
		{"cleared", []float64{0.05, 0.5}, Kept, 40},
		{"confirmed", []float64{0.05, 0.09}, Rejected, 40},
		{"at the edge", []float64{0.11, 0.11}, Kept, 40},
	} {
		out, err := s.Run(10, func(stage, n int) (float64, error) { return c.qs[stage-1], nil })
		if err != nil || out.Decision != c.want || out.Samples != c.samples || len(out.PValues) != len(c.qs) {
			t.Errorf("%s: %+v, %v, want %v after %d samples", c.name, out, err, c.want, c.samples)
		}
	}
}

// TestStagedDesign: the design asks one test for the level γ and the miss rate β/k, far cheaper than α and β.
func TestStagedDesign(t *testing.T) {
	s := Staged{Alpha: 1e-9, Stages: 7, Growth: 1}
	n, err := s.Samples(1e-9, func(a, b float64) (int, error) { return KolmogorovSamples(0.01, a, b, TwoSided) })
	if err != nil {
		t.Fatal(err)
	}
	whole, err := KolmogorovSamples(0.01, 1e-9, 1e-9, TwoSided)
	if err != nil || n >= whole {
		t.Errorf("a staged test starts with %d samples, one test takes %d, %v", n, whole, err)
	}
	d, err := s.Resolution(n, 1e-9, func(n int, a, b float64) (float64, error) { return KolmogorovResolution(n, a, b, TwoSided) })
	if err != nil || d > 0.01 {
		t.Errorf("%d samples resolve %v, %v, want 0.01", n, d, err)
	}
}

func TestSequentialErrors(t *testing.T) {
	nan := math.NaN()
	r, err := NewRatio(0.3, 0.7, 0.01, 0.01)
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	ok := Staged{0.05, 2, 1}
	q := func(p float64, err error) func(int, int) (float64, error) {
		return func(int, int) (float64, error) { return p, err }
	}
	design := func(a, b float64) (int, error) { return 1, nil }
	resolution := func(n int, a, b float64) (float64, error) { return 1, nil }
	refuses(t, map[string]error{
		"p0 = 0":         second(NewRatio(0, 0.5, 0.1, 0.1)),
		"p1 = p0":        second(NewRatio(0.5, 0.5, 0.1, 0.1)),
		"alpha NaN":      second(NewRatio(0.5, 0.6, nan, 0.1)),
		"gamma":          second(r.Horizon(0)),
		"horizon = 0":    second(r.Course(0.5, 0)),
		"p NaN":          second(r.Course(nan, 5)),
		"stages = 0":     third(Staged{0.05, 0, 1}.Levels(1)),
		"growth < 1":     third(Staged{0.05, 2, 0.5}.Levels(1)),
		"stage = 3":      third(ok.Levels(3)),
		"n = 0":          second(ok.Run(0, q(1, nil))),
		"p-value NaN":    second(ok.Run(1, q(nan, nil))),
		"p-value fails":  second(ok.Run(1, q(0, broken))),
		"samples: beta":  second(ok.Samples(1, design)),
		"resolution: n":  second(ok.Resolution(0, 0.1, resolution)),
		"growth too far": second(Staged{0.05, 2, 1e30}.Run(1, q(0.1, nil))),
	})
	if _, err := ok.Run(1, q(0, broken)); !errors.Is(err, broken) {
		t.Errorf("the error of a stage is lost: %v", err)
	}
}

// TestRatioAtItsBoundaries: L equal to a boundary decides. With steps of 1 and boundaries of e^{∓1} equality is exact.
func TestRatioAtItsBoundaries(t *testing.T) {
	r := Ratio{alpha: math.Exp(-1), beta: math.Exp(-1), win: 1, loss: -1}
	if up, down, between := r.at(1, 0), r.at(0, 1), r.at(1, 1); up != Rejected || down != Kept || between != Undecided {
		t.Errorf("at L = 1, −1, 0: %v, %v, %v, want rejected, kept, undecided", up, down, between)
	}
}

// TestRatioMirrored: to call the successes failures changes neither the horizon nor the course.
func TestRatioMirrored(t *testing.T) {
	for _, c := range []struct{ p0, p1, alpha, beta float64 }{{0.2, 0.5, 0.01, 0.1}, {0.4, 0.6, 1e-4, 1e-3}, {0.05, 0.4, 0.2, 0.05}} {
		r := must[*Ratio](t)(NewRatio(c.p0, c.p1, c.alpha, c.beta))
		s := must[*Ratio](t)(NewRatio(1-c.p0, 1-c.p1, c.alpha, c.beta))
		for _, gamma := range []float64{0.3, 0.01, 1e-6} {
			one, other := must[int](t)(r.Horizon(gamma)), must[int](t)(s.Horizon(gamma))
			if one != other {
				t.Errorf("%+v: horizons %d and %d at γ = %v, want one", c, one, other, gamma)
			}
		}
	}
}

// TestFirst is the bisection at its ends: all, none, the last.
func TestFirst(t *testing.T) {
	for from := range 7 {
		if got := first(5, func(s int) bool { return s >= from }); got != from {
			t.Errorf("first s ≥ %d in [0, 5] is %d", from, got)
		}
	}
}

// TestStagedResolution: the test of the last level is asked for, with an equal share of the misses.
func TestStagedResolution(t *testing.T) {
	s := Staged{Alpha: 0.1, Stages: 4, Growth: 2}
	_, err := s.Resolution(100, 0.2, func(n int, alpha, beta float64) (float64, error) {
		if n != 100 || alpha != s.last() || beta != 0.05 {
			t.Errorf("resolution asked for at n = %d, α = %v, β = %v, want 100, %v, 0.05", n, alpha, beta, s.last())
		}
		return 0, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
