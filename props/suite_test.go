package props

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"assay/theory/claim"
)

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
		"no plant":               func(p *Property[doubling, float64]) { p.Plants = nil },
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
