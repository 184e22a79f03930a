package props

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"assay/theory/claim"
)

// A made-up claim, x·2 = 2x, lets the engine be tested apart from mathematics.
type doubling struct{ X float64 }

func drawDoubling(t *rapid.T) doubling { return doubling{rapid.Float64Range(1, 2).Draw(t, "x")} }

func halved(c doubling) (float64, error) { return c.X, nil }

func double(c doubling) (float64, error) { return 2 * c.X, nil }

func doublingLaw(factor float64) Law[doubling, float64] {
	return func(c doubling, m float64, j *Judge) error {
		j.Equal("2x", m, factor*c.X, Rounding(1, m))
		return nil
	}
}

// lawless is a law that its formula does not give.
func lawless(doubling, float64, *Judge) error { return errors.New("no such root") }

func doublingProperty(claim *claim.Claim) Property[doubling, float64] {
	return Property[doubling, float64]{
		Of:    claim,
		Cases: ByTier[int]{100, 100, 100}, Draw: drawDoubling, Measure: double, Law: doublingLaw(2),
		Rivals: []Rival[doubling, float64]{
			WrongLaw("three", doublingLaw(3)),
			WrongSimulator("measures x", halved),
		},
		Plants: []Plant[doubling, float64]{Planted("2x × 1.000001", doublingLaw(2.000001))},
	}
}

// The claims of the tests; what they say is in what the tests make of them.
var madeUp = []*claim.Claim{
	{ID: holding, Says: "2x = x + x.", When: "x real", Kind: claim.Identity, Source: claim.Derived.At("a test"), Expect: claim.Holds, Proof: claim.Conjecture},
	{ID: flipping, Says: "Half of the flips are heads.", When: "a fair coin", Kind: claim.Law, Source: claim.Derived.At("a test"), Expect: claim.Holds, Proof: claim.Conjecture},
	{ID: printed, Says: "5x = x + x.", When: "x real", Kind: claim.Identity, Source: claim.Derived.At("a test"), Expect: claim.Erratum, CorrectedBy: holding, Proof: claim.Numerical},
}

func claimed(t *testing.T, id string) *claim.Claim {
	t.Helper()
	c, ok := madeUpSuite().Find(id)
	if !ok {
		t.Fatalf("no claim %s", id)
	}
	return c
}

func madeUpSuite(checks ...Check) Suite { return Suite{Claims: madeUp, Checks: checks} }

// judgeOne runs a single check as the engine would.
func judgeOne(t *testing.T, c Check, o Options) Verdict {
	t.Helper()
	verdicts, err := madeUpSuite(c).Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range verdicts {
		if v.Claim == c.Claim() {
			return v
		}
	}
	t.Fatalf("no verdict on %s", c.Claim().ID)
	return Verdict{}
}

const (
	holding  = "numbers/doubling"
	flipping = "numbers/coin"
	printed  = "numbers/doubling-printed"
)

// TestOutcomes takes every way to a verdict once.
func TestOutcomes(t *testing.T) {
	type property = Property[doubling, float64]
	for _, test := range []struct {
		name  string
		claim string
		alter func(*property)
		want  Outcome
		why   string
	}{
		{"a true law holds", holding, func(*property) {}, Holds, ""},
		{"a false law is refuted", holding, func(p *property) { p.Law = doublingLaw(2.0001) }, Refuted, ""},
		{"an erratum is refuted, its correction withstands", printed, func(p *property) {
			p.Law, p.Control = doublingLaw(5), doublingLaw(2)
		}, Refuted, ""},
		{"a check that refutes the correction too says nothing", printed, func(p *property) {
			p.Law, p.Control = doublingLaw(5), doublingLaw(4)
		}, Undecided, "the check refutes the corrected law too"},
		{"a rival left standing means no power", holding, func(p *property) {
			p.Rivals[0] = WrongLaw("also two", doublingLaw(2))
		}, Undecided, `no power: the rival law "also two" was not refuted`},
		{"a plant that falls", holding, func(p *property) {
			p.Plants = []Plant[doubling, float64]{Planted("2x × 1.000001", doublingLaw(2.000001)), PlantedSimulator("measures x", halved)}
		}, Holds, ""},
		{"a plant left standing means that the claim is not what is judged", holding, func(p *property) {
			p.Plants = []Plant[doubling, float64]{Planted("2x × 1.000001", doublingLaw(2))}
		}, Undecided, `no power: planted with "2x × 1.000001" the claim was not refuted`},
		{"a plant of a later tier is left to it", holding, func(p *property) {
			p.Plants = []Plant[doubling, float64]{{Name: "of standard", Law: doublingLaw(2), From: Standard}}
		}, Holds, ""},
		{"a plant in the correction of an erratum must fall too", printed, func(p *property) {
			p.Law, p.Control = doublingLaw(5), doublingLaw(2)
			p.Plants = []Plant[doubling, float64]{Planted("nothing", doublingLaw(2))}
		}, Undecided, `no power: planted with "nothing"`},
		{"a wrong simulator is judged by the correction of an erratum", printed, func(p *property) {
			p.Law, p.Control = doublingLaw(5), doublingLaw(2)
			p.Plants = []Plant[doubling, float64]{PlantedSimulator("measures 5x", func(c doubling) (float64, error) { return 5 * c.X, nil })}
		}, Refuted, ""},
		{"a second link that is declared and not judged", holding, func(p *property) { p.Limit = "N = 10 to 100" }, Undecided, "second link declared: true, judged: false"},
		{"a second link that is judged and not declared", holding, func(p *property) {
			p.Law = func(c doubling, m float64, j *Judge) error {
				if err := doublingLaw(2)(c, m, j); err != nil {
					return err
				}
				j.Tends("2x", []Rung{{1, 3, 2, 0}, {2, 2.5, 2, 0}, {4, 2.25, 2, 0}}, func(n float64) float64 { return 1 / n }, 0.1)
				return nil
			}
		}, Undecided, "second link declared: false, judged: true"},
		{"a simulator that panics", holding, func(p *property) {
			p.Measure = func(doubling) (float64, error) { panic("lost") }
		}, Undecided, "panic: lost"},
		{"a simulator that fails", holding, func(p *property) {
			p.Measure = func(doubling) (float64, error) { return 0, errors.New("no power supply") }
		}, Undecided, "no power supply"},
		{"a law that panics", holding, func(p *property) {
			p.Law = func(doubling, float64, *Judge) error { panic("unlawful") }
		}, Undecided, "no residual was computed: panic: unlawful"},
		{"a law that cannot be had", holding, func(p *property) {
			p.Law = lawless
		}, Undecided, "no such root"},
		{"a law that cannot be had on one case, and is false there before it breaks off", holding, func(p *property) {
			p.Grid, p.Law = []doubling{{1}}, All(doublingLaw(2), func(c doubling, m float64, j *Judge) error {
				if c.X > 1 {
					return nil
				}
				return All(doublingLaw(3), lawless)(c, m, j)
			})
		}, Undecided, "no such root"},
		{"a rival that cannot be had is not refuted", holding, func(p *property) {
			p.Rivals[0] = WrongLaw("lost", All(doublingLaw(3), lawless))
		}, Undecided, `no power: the rival law "lost" was not refuted`},
		{"a control that cannot be had leaves the erratum undecided", printed, func(p *property) {
			p.Law, p.Control = doublingLaw(5), All(doublingLaw(2), lawless)
		}, Undecided, "the corrected law was not judged: no such root"},
		{"a measurement that is not a number", holding, func(p *property) {
			p.Measure = func(doubling) (float64, error) { return math.NaN(), nil }
		}, Undecided, "no residual was computed"},
		{"one measurement that is not a number", holding, func(p *property) {
			p.Grid = []doubling{{math.NaN()}}
		}, Undecided, "not a number"},
		{"a law that asserts nothing", holding, func(p *property) {
			p.Law = func(doubling, float64, *Judge) error {
				return nil
			}
			p.Rivals = []Rival[doubling, float64]{WrongLaw("three", doublingLaw(3)), WrongLaw("four", doublingLaw(4))}
		}, Undecided, "no residual was computed"},
		{"too few valid cases", holding, func(p *property) {
			p.Measure = func(c doubling) (float64, error) {
				if c.X > 1 {
					return 0, Invalid("x = %v above 1", c.X)
				}
				return double(c)
			}
		}, Undecided, "valid cases, want at least"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := doublingProperty(claimed(t, test.claim))
			test.alter(&p)
			v := judgeOne(t, p.Check(), Options{Seed: 1})
			if v.Outcome != test.want || !strings.Contains(v.Why, test.why) {
				t.Errorf("got %s (%s), want %s (%s)", v.Outcome, v.Why, test.want, test.why)
			}
			if v.AsExpected() != (v.Outcome == Holds && test.claim == holding || v.Outcome == Refuted && test.claim == printed) {
				t.Errorf("AsExpected() = %t for %s of %s", v.AsExpected(), v.Outcome, test.claim)
			}
		})
	}
}

// A case is its fields by the names of their tags, without those that only carry.
func TestDescribe(t *testing.T) {
	type inner struct {
		Step float64 `draw:"η"`
	}
	c := struct {
		inner
		N    []int
		Mean float64 `draw:"mean of x"`
		row  *int    `draw:"-"`
	}{inner{0.1}, []int{2, 3}, 1e-7, nil}
	if got, want := Describe(c), "η = 0.1, N = (2, 3), mean of x = 1e-07"; got != want {
		t.Errorf("a case is described as %q, want %q", got, want)
	}
}

// The worst residual of a law that holds is reported with the case it belongs to, and that of
// each row of the grid.
func TestWorstCaseIsNamed(t *testing.T) {
	p := doublingProperty(claimed(t, holding))
	p.Grid = []doubling{{1.5}, {1.75}, {1.25}}
	p.Law = func(c doubling, m float64, j *Judge) error {
		j.AtMost("x", c.X, 4, Rounding(1, 1))
		return nil
	}
	p.Draw = func(t *rapid.T) doubling { return doubling{rapid.Float64Range(1, 1.7).Draw(t, "x")} }
	v := judgeOne(t, p.Check(), Options{Seed: 1})
	if want := Describe(doubling{1.75}); v.At != want || v.Residual.Got != 1.75 || v.Counterexample != "" {
		t.Errorf("worst residual %v at %q, counterexample %q; want that of %q and none", *v.Residual, v.At, v.Counterexample, want)
	}
	if len(v.Rows) != len(p.Grid) {
		t.Fatalf("%d rows of a grid of %d", len(v.Rows), len(p.Grid))
	}
	for i, row := range v.Rows {
		if row.Number != i+1 || row.Case != Describe(p.Grid[i]) || row.Residual.Got != p.Grid[i].X {
			t.Errorf("row %d is %v at %q, want that of %v", i, row.Residual, row.Case, p.Grid[i])
		}
	}
}

// TestCounterexampleShrinks: rapid's smallest case is the one reported.
func TestCounterexampleShrinks(t *testing.T) {
	p := doublingProperty(claimed(t, holding))
	p.Draw = func(t *rapid.T) doubling { return doubling{rapid.Float64Range(0, 1e6).Draw(t, "x")} }
	p.Law = func(c doubling, m float64, j *Judge) error {
		j.AtMost("2x", m, 1000, Rounding(1, 1000))
		return nil
	}
	v := judgeOne(t, p.Check(), Options{Seed: 1})
	if v.Outcome != Refuted {
		t.Fatalf("%s, want REFUTED (%s)", v.Outcome, v.Why)
	}
	if v.Residual.Got > 1100 || v.Residual.Got <= 1000 {
		t.Errorf("counterexample %q with 2x = %v: not shrunk towards 1000", v.Counterexample, v.Residual.Got)
	}
	if v.Refuting < 10 || v.Cases != 100 {
		t.Errorf("%d of %d cases refute: all of them are to be counted", v.Refuting, v.Cases)
	}
}
