package stat

import (
	"errors"
	"math"
	"testing"
)

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

func TestStagedErrors(t *testing.T) {
	nan := math.NaN()
	broken := errors.New("broken")
	ok := Staged{0.05, 2, 1}
	q := func(p float64, err error) func(int, int) (float64, error) {
		return func(int, int) (float64, error) { return p, err }
	}
	design := func(a, b float64) (int, error) { return 1, nil }
	resolution := func(n int, a, b float64) (float64, error) { return 1, nil }
	refuses(t, map[string]error{
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
	if Undecided.String()+Kept.String()+Rejected.String() != "undecidedkeptrejected" || Decision(9).String() != "Decision(9)" {
		t.Error("decisions do not print their names")
	}
	if _, err := ok.Run(1, q(0, broken)); !errors.Is(err, broken) {
		t.Errorf("the error of a stage is lost: %v", err)
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
