package props

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp"
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

// A coin lets the statistical side be tested: heads out of n against a half.
func coin(claim *claim.Claim, n int, violation float64) Experiment[doubling, []float64] {
	fair := func(p float64) Law[doubling, []float64] {
		return func(_ doubling, flips []float64, j *Judge) error {
			heads := 0.0
			for _, f := range flips {
				heads += f
			}
			j.Equal("share of heads", heads/float64(len(flips)), p, Hoeffding(len(flips), j.Alpha(), violation))
			return nil
		}
	}
	flip := func(bias float64) func(*Lab, doubling) ([]float64, error) {
		return func(l *Lab, _ doubling) ([]float64, error) {
			return Replicate(l, 0, n, func(seed uint64) (float64, error) {
				if float64(seed>>11)*0x1p-53 < bias {
					return 1, nil
				}
				return 0, nil
			})
		}
	}
	return Experiment[doubling, []float64]{
		Of: claim, Tests: 1, Grid: func(Tier) []doubling { return []doubling{{0}} },
		Measure: flip(0.5), Law: fair(0.5),
		Rivals: []Rival[doubling, []float64]{
			WrongLaw("biased law", fair(0.75)),
			{Name: "biased coin", Measure: flip(0.75)},
		},
		Plants: []Plant[doubling, []float64]{Planted("limit × 1.3", fair(0.65))},
	}
}

// TestUnderpowered: a sample too small for the violation declared is undecided,
// says what it needs, and never passes.
func TestUnderpowered(t *testing.T) {
	c := claimed(t, flipping)
	if v := judgeOne(t, coin(c, 10_000, 0.1).Check(), Options{Seed: 1}); v.Outcome != Holds {
		t.Errorf("10 000 flips: %s (%s), want HOLDS", v.Outcome, v.Why)
	} else if v.Design == nil || v.Design.Samples != 10_000 || v.Design.Detectable > 0.1 {
		t.Errorf("design not reported: %+v", v.Design)
	}
	for seed := range uint64(20) {
		v := judgeOne(t, coin(c, 1000, 0.1).Check(), Options{Seed: seed})
		if v.Outcome != Undecided || !strings.Contains(v.Why, "needs") {
			t.Errorf("1000 flips, seed %d: %s (%s), want UNDECIDED and what is needed", seed, v.Outcome, v.Why)
		}
	}
}

// TestSameEvidence: neither the number of processors nor the company of other
// checks changes a verdict.
func TestSameEvidence(t *testing.T) {
	statistical := coin(claimed(t, flipping), 10_000, 0.1).Check()
	property := doublingProperty(claimed(t, holding)).Check()
	alone := judgeOne(t, statistical, Options{Seed: 7, Jobs: 1})
	for _, jobs := range []int{1, 2, 5} {
		verdicts, err := madeUpSuite(property, statistical).Run(context.Background(), Options{Seed: 7, Jobs: jobs})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range verdicts {
			if v.Claim == statistical.Claim() && !reflect.DeepEqual(v, alone) {
				t.Errorf("with %d jobs and company: %+v\nalone: %+v", jobs, v, alone)
			}
		}
	}
	if other := judgeOne(t, statistical, Options{Seed: 8}); other.Residual.Got == alone.Residual.Got {
		t.Errorf("seeds 7 and 8 give the same evidence, %v", alone.Residual.Got)
	}
}

// TestBudget: what a statistical check may spend does not depend on how many there are, and a
// suite with more than the budget has room for is refused.
func TestBudget(t *testing.T) {
	var s Suite
	for i := range MostStatistical + 1 {
		c := *claimed(t, flipping)
		c.ID = fmt.Sprintf("coins/coin-%d", i)
		s.Claims = append(s.Claims, &c)
		s.Checks = append(s.Checks, coin(&c, 10_000, 0.1).Check())
	}
	only := Options{Seed: 7, Run: regexp.MustCompile("^coins/coin-0$")}
	var first Verdict
	for _, n := range []int{1, MostStatistical} {
		verdicts, err := Suite{Claims: s.Claims[:n], Checks: s.Checks[:n]}.Run(context.Background(), only)
		if err != nil {
			t.Fatal(err)
		}
		if n == 1 {
			first = verdicts[0]
		} else if !reflect.DeepEqual(verdicts[0], first) {
			t.Errorf("beside %d others: %+v\nalone: %+v", n-1, verdicts[0], first)
		}
	}
	if first.Design.Alpha != Share {
		t.Errorf("level %v of the one assertion, want %v", first.Design.Alpha, Share)
	}
	if err := s.Validate(); err == nil || !strings.Contains(err.Error(), "101 statistical checks") {
		t.Errorf("101 statistical checks: %v, want an error that names the number", err)
	}
}

// TestInterrupted: a cancelled run returns what it knows and says what it does not.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	verdicts, err := madeUpSuite(doublingProperty(claimed(t, holding)).Check()).Run(ctx, Options{Seed: 1})
	if !errors.Is(err, context.Canceled) || len(verdicts) != len(madeUp) {
		t.Fatalf("%d verdicts, error %v", len(verdicts), err)
	}
	for _, v := range verdicts {
		if v.Claim.ID == holding && (v.Outcome != Undecided || v.Why != "interrupted") {
			t.Errorf("%s (%s), want UNDECIDED (interrupted)", v.Outcome, v.Why)
		}
	}
}

// TestValidateSuite: an incomplete check is refused before anything runs.
func TestValidateSuite(t *testing.T) {
	whole := func() Property[doubling, float64] { return doublingProperty(claimed(t, holding)) }
	for name, alter := range map[string]func(*Property[doubling, float64]){
		"one rival":              func(p *Property[doubling, float64]) { p.Rivals = p.Rivals[:1] },
		"two rivals of one name": func(p *Property[doubling, float64]) { p.Rivals[0].Name = p.Rivals[1].Name },
		"a rival with nothing":   func(p *Property[doubling, float64]) { p.Rivals[0].Law = nil },
		"two plants of one name": func(p *Property[doubling, float64]) {
			p.Plants = append(p.Plants, p.Plants...)
		},
		"no law":                     func(p *Property[doubling, float64]) { p.Law = nil },
		"no generator":               func(p *Property[doubling, float64]) { p.Draw = nil },
		"no cases":                   func(p *Property[doubling, float64]) { p.Cases = ByTier[int]{} },
		"an erratum without control": func(p *Property[doubling, float64]) { p.Of = claimed(t, printed) },
		"a claim not registered":     func(p *Property[doubling, float64]) { p.Of = &claim.Claim{ID: "a/b", Expect: claim.Holds} },
	} {
		p := whole()
		alter(&p)
		if err := madeUpSuite(p.Check()).Validate(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if err := madeUpSuite(whole().Check(), whole().Check()).Validate(); err == nil {
		t.Error("two checks of one claim: accepted")
	}
	told := madeUpSuite(whole().Check())
	told.Story.Figures = []string{whole().Of.ID}
	if err := told.Validate(); err == nil {
		t.Error("a story with a figure that is not there: accepted")
	}
	if err := madeUpSuite(whole().Check()).Validate(); err != nil {
		t.Errorf("a whole check: %v", err)
	}
}

// TestScore pins the one comparison that judges.
func TestScore(t *testing.T) {
	tol := Truncation(math.Ldexp(1, -2), "for the test") // ¼
	nan, inf, most := math.NaN(), math.Inf(1), math.MaxFloat64
	for _, test := range []struct {
		r       Residual
		score   float64
		refutes bool
	}{
		{Residual{Relation: Equal, Got: 1.25, Law: 1, Tolerance: tol}, 1, false},
		{Residual{Relation: Equal, Got: 1.5, Law: 1, Tolerance: tol}, 2, true},
		{Residual{Relation: Equal, Got: 0.5, Law: 1, Tolerance: tol}, 2, true},
		{Residual{Relation: Equal, Got: 1, Law: 1, Tolerance: Rounding(0, 1)}, 0, false},
		{Residual{Relation: Equal, Got: 1, Law: 2, Tolerance: Rounding(0, 1)}, most, true},
		{Residual{Relation: Equal, Got: inf, Law: 2, Tolerance: tol}, most, true},
		{Residual{Relation: AtMost, Got: 5, Law: 4.75, Tolerance: tol}, 1, false},
		{Residual{Relation: AtMost, Got: 10, Law: 4.75, Tolerance: tol}, 2, true},
		{Residual{Relation: AtMost, Got: -10, Law: 4.75, Tolerance: tol}, 0, false},
		{Residual{Relation: AtLeast, Got: 2, Law: 4.25, Tolerance: tol}, 2, true},
		{Residual{Relation: AtLeast, Got: 8, Law: 4.25, Tolerance: tol}, 0.5, false},
		{Residual{Relation: AtLeast, Got: 0, Law: 4.25, Tolerance: tol}, most, true},
		{Residual{Relation: AtLeast, Got: -1, Law: -2, Tolerance: tol}, 0, false},
		{Residual{Relation: Equal, Got: nan, Law: 1, Tolerance: tol}, nan, false},
		{Residual{Relation: AtMost, Got: nan, Law: 1, Tolerance: tol}, nan, false},
	} {
		score := test.r.Score()
		same := score == test.score || math.IsNaN(score) && math.IsNaN(test.score)
		if !same || test.r.Refutes() != test.refutes {
			t.Errorf("%v: score %v (refutes %t), want %v (%t)", test.r, score, test.r.Refutes(), test.score, test.refutes)
		}
	}
}
