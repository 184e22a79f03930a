package props

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

// restless is a case whose first so many starts are still turning.
type restless struct {
	Turning int `draw:"turning"`
}

type restlessMeasured struct {
	draw int
	Starts
}

// TestStartsPassedOverAreCounted: a case says how many starts it passed over and why, one that
// finds none among those it may draw is skipped, and both are counted apart with their reasons, told
// once where they differ in numbers only.
func TestStartsPassedOverAreCounted(t *testing.T) {
	at := func(shift int) Law[restless, restlessMeasured] {
		return func(c restless, m restlessMeasured, j *Judge) error {
			j.Equal("start kept", float64(m.draw), float64(c.Turning+shift), Rounding(1, 1))
			return nil
		}
	}
	v := judgeOne(t, Experiment[restless, restlessMeasured]{
		Of: claimed(t, holding), Cases: ByTier[int]{5, 5, 5},
		Grid: func(Tier) []restless { return []restless{{0}, {2}, {MaxStarts}, {3}, {0}} },
		Draw: func(t *rapid.T) restless { return restless{rapid.IntRange(0, 0).Draw(t, "turning")} },
		Measure: func(_ *Lab, c restless) (restlessMeasured, error) {
			m, d, err := FirstValid(MaxStarts, func(draw int) (m restlessMeasured, err error) {
				if draw == 1 && c.Turning > 2 {
					return m, Invalid("degenerate")
				}
				if draw < c.Turning {
					return m, Invalid("still turning, critical residual %g", 0.25+float64(draw))
				}
				m.draw = draw
				return m, nil
			})
			m.Starts = d
			return m, err
		},
		Law:    at(0),
		Rivals: []Rival[restless, restlessMeasured]{WrongLaw("the next", at(1)), WrongLaw("the last", at(-1))},
		Plants: []Plant[restless, restlessMeasured]{Planted("the one after the next", at(2))},
	}.Check(), Options{Seed: 1})
	if v.Outcome != Holds || v.Cases != 9 || v.Skipped != 1 {
		t.Errorf("%s with %d cases, %d skipped, want HOLDS, 9, 1: %s", v.Outcome, v.Cases, v.Skipped, v.Why)
	}
	if want := 2 + MaxStarts + 3; v.Rejected != want || v.Starts != want+v.Cases {
		t.Errorf("%d of %d starts passed over, want %d of %d", v.Rejected, v.Starts, want, want+9)
	}
	want := []Outside{
		{"still turning, critical residual 0.25", "turning = 2", 2 + MaxStarts - 1 + 2},
		{"degenerate", "turning = 4", 2},
		{"none of 4 starts meets them", "turning = 4", 1},
	}
	if len(v.Outside) != len(want) {
		t.Fatalf("reasons %v, want %v", v.Outside, want)
	}
	for i := range want {
		if v.Outside[i] != want[i] {
			t.Errorf("reason %v, want %v", v.Outside[i], want[i])
		}
	}
	if got, want := v.Rejections(), "1 of 10 cases (10 %) skipped, 9 of 18 starts (50 %) passed over and others drawn"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := (&Verdict{Cases: 3, Starts: 3}).Rejections(); got != "" {
		t.Errorf("nothing passed over: %q", got)
	}
}

// TestRedrawHandsOnFailures: an error that is not about the hypotheses ends the case.
func TestRedrawHandsOnFailures(t *testing.T) {
	broken := errors.New("broken")
	_, d, err := FirstValid(MaxStarts, func(draw int) (int, error) {
		if draw == 0 {
			return 0, Invalid("degenerate")
		}
		return 0, broken
	})
	if !errors.Is(err, broken) || len(d.Rejected) != 1 {
		t.Errorf("error %v after %d starts, want the failure after 1", err, len(d.Rejected))
	}
	_, d, err = FirstValid(MaxStarts, func(int) (int, error) { return 0, Invalid("degenerate") })
	if !errors.Is(err, ErrInvalid) || len(d.Rejected) != MaxStarts {
		t.Errorf("error %v after %d starts, want one outside the hypotheses after %d", err, len(d.Rejected), MaxStarts)
	}
}
