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

// TestEveryRivalIsAsked: one that stands leaves the claim undecided, in whatever place; what refutes it may be the last case.
func TestEveryRivalIsAsked(t *testing.T) {
	late := func(c doubling, m float64, j *Judge) error {
		if c.X == 1.75 {
			return doublingLaw(3)(c, m, j)
		}
		return doublingLaw(2)(c, m, j)
	}
	lateRun := func(c doubling) (float64, error) {
		if c.X == 1.75 {
			return halved(c)
		}
		return double(c)
	}
	falls, stands := WrongLaw("falls", doublingLaw(3)), WrongLaw("stands", doublingLaw(2))
	plant := func(r Rival[doubling, float64]) Plant[doubling, float64] {
		return Plant[doubling, float64]{Name: r.Name, Law: r.Law, Measure: r.Measure}
	}
	for name, c := range map[string]struct {
		rival Rival[doubling, float64]
		want  Outcome
	}{
		"stands":                         {stands, Undecided},
		"falls in a late case":           {WrongLaw("late", late), Holds},
		"falls in a late run":            {WrongSimulator("late", lateRun), Holds},
		"falls in the twenty-fifth case": {WrongSimulator("late", lateRun), Holds},
	} {
		for _, place := range []int{0, 1, 2} {
			p := doublingProperty(claimed(t, holding))
			p.Grid = []doubling{{1.25}, {1.5}, {1.75}}
			if strings.Contains(name, "twenty-fifth") {
				p.Grid = append(make([]doubling, rivalCases-1), doubling{1.75})
			}
			p.Rivals = []Rival[doubling, float64]{falls, WrongLaw("falls too", doublingLaw(4)), WrongLaw("and falls", doublingLaw(5))}
			p.Rivals[place] = c.rival
			if v := judgeOne(t, p.Check(), Options{Seed: 1}); v.Outcome != c.want || v.Rivals[place].Refuted != (c.want == Holds) {
				t.Errorf("rival %d %s: %s (%s)", place, name, v.Outcome, v.Why)
			}
			p.Plants = []Plant[doubling, float64]{plant(p.Rivals[0]), plant(p.Rivals[1]), plant(p.Rivals[2])}
			p.Rivals = p.Rivals[:0:0]
			p.Rivals = append(p.Rivals, falls, WrongLaw("falls too", doublingLaw(4)))
			if v := judgeOne(t, p.Check(), Options{Seed: 1}); v.Outcome != c.want || v.Plants[place].Refuted != (c.want == Holds) {
				t.Errorf("plant %d %s: %s (%s)", place, name, v.Outcome, v.Why)
			}
		}
	}
}

// TestControlLeftUndecided: the corrected law must be judged on every case.
func TestControlLeftUndecided(t *testing.T) {
	p := doublingProperty(claimed(t, printed))
	p.Grid = []doubling{{1.5}}
	p.Law = doublingLaw(5)
	p.Control = func(c doubling, m float64, j *Judge) error {
		if c.X == 1.5 {
			j.Undecided("not here")
		}
		return doublingLaw(2)(c, m, j)
	}
	if v := judgeOne(t, p.Check(), Options{Seed: 1}); v.Outcome != Undecided || v.Why != "the corrected law was not judged: not here" {
		t.Errorf("%s (%s)", v.Outcome, v.Why)
	}
}
