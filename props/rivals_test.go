package props

import (
	"errors"
	"strings"
	"testing"
)

// TestRivalsThatAreNotJudged: a rival or a plant that asserts nothing, or whose simulator fails, was not refuted. In
// particular what a failed simulator left, a zero, is not judged: by the law of the test, 2x = 0 is false.
func TestRivalsThatAreNotJudged(t *testing.T) {
	silent := func(doubling, float64, *Judge) error { return nil }
	errs := func(doubling) (float64, error) { return 0, errors.New("no power supply") }
	panics := func(doubling) (float64, error) { panic("lost") }
	outside := func(doubling) (float64, error) { return 0, Invalid("nowhere") }
	unlawful := func(doubling, float64, *Judge) error { return errors.New("no law") }
	for name, wrong := range map[string]Rival[doubling, float64]{
		"a rival that asserts nothing":         WrongLaw("wrong", silent),
		"a rival whose law errs":               WrongLaw("wrong", unlawful),
		"a wrong simulator that fails":         WrongSimulator("wrong", errs),
		"a wrong simulator that panics":        WrongSimulator("wrong", panics),
		"a wrong simulator outside everywhere": WrongSimulator("wrong", outside),
	} {
		p := doublingProperty(claimed(t, holding))
		p.Rivals[0] = wrong
		v := judgeOne(t, p.Check(), Options{Seed: 1})
		if v.Outcome != Undecided || !strings.Contains(v.Why, `no power: the rival law "wrong" was not refuted`) || v.Rivals[0].Refuted {
			t.Errorf("%s: %s (%s), rivals %+v", name, v.Outcome, v.Why, v.Rivals)
		}
		p = doublingProperty(claimed(t, holding))
		p.Plants = []Plant[doubling, float64]{{Name: "wrong", Law: wrong.Law, Measure: wrong.Measure}}
		v = judgeOne(t, p.Check(), Options{Seed: 1})
		if v.Outcome != Undecided || !strings.Contains(v.Why, `planted with "wrong"`) {
			t.Errorf("%s, as a plant: %s (%s)", name, v.Outcome, v.Why)
		}
	}
}

// TestRivalFallsByOneCase: one case is enough, and one case that says nothing does not save it.
func TestRivalFallsByOneCase(t *testing.T) {
	p := doublingProperty(claimed(t, holding))
	p.Grid = []doubling{{1.25}}
	p.Rivals[0] = WrongLaw("wrong at 1.25", func(c doubling, m float64, j *Judge) error {
		if c.X == 1.25 {
			return doublingLaw(3)(c, m, j)
		}
		return nil
	})
	if v := judgeOne(t, p.Check(), Options{Seed: 1}); v.Outcome != Holds {
		t.Errorf("%s (%s)", v.Outcome, v.Why)
	}
}
