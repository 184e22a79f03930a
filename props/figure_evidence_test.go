package props

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// drawnOf is a figure of a made-up experiment of three rows, of which the odd are drawn; measured counts the measurements.
func drawnOf(t *testing.T, measured *atomic.Int64, fail bool) (Check, Figure) {
	e := Experiment[int, uint64]{
		Of: claimed(t, holding), Grid: func(Tier) []int { return []int{1, 2, 3} },
		Measure: func(l *Lab, c int) (uint64, error) {
			measured.Add(1)
			if fail && c == 3 {
				return 0, errors.New("cannot be had")
			}
			return l.Seed(0, c), nil
		},
		Law: func(_ int, _ uint64, j *Judge) error { j.Equal("x", 0, 0, Rounding(1, 1)); return nil },
		Rivals: []Rival[int, uint64]{
			WrongLaw("one", func(_ int, _ uint64, j *Judge) error { j.Equal("x", 0, 1, Rounding(1, 1)); return nil }),
			WrongLaw("two", func(_ int, _ uint64, j *Judge) error { j.Equal("x", 0, 2, Rounding(1, 1)); return nil }),
		},
		Plants: []Plant[int, uint64]{Planted("three", func(_ int, _ uint64, j *Judge) error { j.Equal("x", 0, 3, Rounding(1, 1)); return nil })},
	}.Check()
	return e, Drawn(e, "odd rows", func(c int) bool { return c%2 == 1 }, func(_ Tier, sights []Sight[int, uint64]) (p Plot, err error) {
		c := Curve{Name: "seeds"}
		for _, s := range sights {
			c.X, c.Y = append(c.X, float64(s.Case)), append(c.Y, float64(s.Seen))
		}
		p.Curves = []Curve{c}
		return p, nil
	})
}

// TestDrawnIsTheEvidence: a figure shows the numbers that a run measured, takes them from its cache where they are, and
// measures the same otherwise.
func TestDrawnIsTheEvidence(t *testing.T) {
	var measured atomic.Int64
	check, f := drawnOf(t, &measured, false)
	afresh, err := f.Run(context.Background(), Options{Seed: 5, Tier: Quick})
	if err != nil || measured.Load() != 2 {
		t.Fatalf("%d measurements, %v, want the two rows that are drawn", measured.Load(), err)
	}
	for _, test := range []struct {
		kept []string
		want int64 // measurements of run and figure
	}{{nil, 3}, {[]string{check.Claim().ID}, 3}, {[]string{"topic/other"}, 5}} {
		measured.Store(0)
		cache := &Cache{Claims: test.kept}
		judgeOne(t, check, Options{Seed: 5, Tier: Quick, Cache: cache})
		again, err := f.Run(context.Background(), Options{Seed: 5, Tier: Quick, Cache: cache})
		if diff := cmp.Diff(afresh, again); err != nil || diff != "" || measured.Load() != test.want {
			t.Errorf("kept %q: %v, %d measurements, want %d\n%s", test.kept, err, measured.Load(), test.want, diff)
		}
	}
	if !f.OfEvidence() || (Figure{}).OfEvidence() {
		t.Error("which figure is of evidence")
	}
}

// TestDrawnFails: what cannot be measured, kept or not, is no figure, and neither are rows of another type or none.
func TestDrawnFails(t *testing.T) {
	var measured atomic.Int64
	check, f := drawnOf(t, &measured, true)
	cache := &Cache{}
	judgeOne(t, check, Options{Seed: 5, Tier: Quick, Cache: cache})
	none := Drawn(check, "no rows", func(int) bool { return false }, func(Tier, []Sight[int, uint64]) (Plot, error) { return Plot{}, nil })
	other := Drawn(check, "other cases", func(string) bool { return true }, func(Tier, []Sight[string, uint64]) (Plot, error) { return Plot{}, nil })
	for _, test := range []struct {
		f    Figure
		o    Options
		want string
	}{
		{f, Options{Seed: 5}, "cannot be had"},
		{f, Options{Seed: 5, Cache: cache}, "cannot be had"},
		{none, Options{Seed: 5}, "no row of the grid"},
		{other, Options{Seed: 5}, "want one of the cases and measurements that are drawn"},
	} {
		if _, err := test.f.Run(context.Background(), test.o); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.f.Shows, err, test.want)
		}
	}
}
