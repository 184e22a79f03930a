package props

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A defect of a check is told with its place, wherever the check stumbles on it.
func TestMust(t *testing.T) {
	if v := Must(7, nil); v != 7 {
		t.Errorf("value %d, want 7", v)
	}
	lost := errors.New("no such root")
	place := regexp.MustCompile(`must_test\.go:\d+: no such root`)
	func() {
		defer func() {
			if err, ok := recover().(error); !ok || !errors.Is(err, lost) || !place.MatchString(err.Error()) {
				t.Errorf("panic %v, want the error and its place", err)
			}
		}()
		Must(7, lost)
	}()
	for where, alter := range map[string]func(*Property[doubling, float64]){
		"measurement": func(p *Property[doubling, float64]) {
			p.Measure = func(doubling) (float64, error) { return Must(0.0, lost), nil }
		},
		"law": func(p *Property[doubling, float64]) {
			p.Law = func(doubling, float64, *Judge) error { Must(0.0, lost); return nil }
		},
		"generator": func(p *Property[doubling, float64]) {
			p.Draw = func(*rapid.T) doubling { return Must(doubling{}, lost) }
		},
	} {
		p := doublingProperty(claimed(t, holding))
		alter(&p)
		if v := judgeOne(t, p.Check(), Options{Seed: 1}); v.Outcome != Undecided || !place.MatchString(v.Why) {
			t.Errorf("%s: %s (%s), want UNDECIDED and the place", where, v.Outcome, v.Why)
		}
	}
	e := coin(claimed(t, flipping), 10, 0.1)
	e.Grid = func(Tier) []doubling { return Must[[]doubling](nil, lost) }
	if err := madeUpSuite(e.Check()).Validate(); err == nil || !place.MatchString(err.Error()) || !strings.Contains(err.Error(), flipping) {
		t.Errorf("grid: %v, want the claim and the place", err)
	}
}
