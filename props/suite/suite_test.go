package suite

import (
	"context"
	"flag"
	"strings"
	"testing"

	"assay/props"
	"assay/props/neuron"
	"assay/props/singleindex"
	"assay/theory"
)

var seeds = flag.Int("seeds", 1, "master seeds 1, 2, … that TestSuite runs the quick tier with")

// TestSuite attempts to refute every claim that has a check, in the quick tier,
// and fails with the claim's name where the verdict is not the expected one or a
// rival stands. With -short the experiments are left out; the properties stay.
//
//	go test ./props -run TestSuite -seeds 100 -timeout 0
//
// is the trial of the rivals: each must fall at each seed.
func TestSuite(t *testing.T) {
	suite := All()
	if testing.Short() {
		suite.Checks = properties(suite.Checks)
	}
	checked := map[string]bool{}
	for _, c := range suite.Checks {
		checked[c.Claim().ID] = true
	}
	for seed := 1; seed <= *seeds; seed++ {
		o := props.Options{Seed: uint64(seed), Tier: props.Quick}
		if seed == 1 {
			o.Cache = &firstRun
		}
		verdicts, err := suite.Run(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range verdicts {
			if checked[v.Claim.ID] {
				t.Run(v.Claim.ID, func(t *testing.T) { mustBeExpected(t, v) })
			}
		}
	}
}

// firstRun is what TestSuite measures with seed 1, and TestNoFalseAlarm judges.
var firstRun props.Cache

// mustBeExpected fails unless the verdict is the expected one and every rival
// fell on the same evidence.
func mustBeExpected(t *testing.T, v props.Verdict) {
	t.Helper()
	if !v.AsExpected() {
		t.Errorf("%s is %s, expected: %s\n%s", v.Claim.ID, v.Outcome, v.Claim.Expect, v.Why)
		if v.Residual != nil {
			t.Errorf("at %s: %v", v.Counterexample, *v.Residual)
		}
	}
	if strings.Contains(v.At+v.Counterexample, "0x") {
		t.Errorf("%s: a case is described by an address: %s%s", v.Claim.ID, v.At, v.Counterexample)
	}
	for _, r := range v.Rivals {
		if !r.Refuted {
			t.Errorf("%s: the rival law %q stands (margin %.3g)", v.Claim.ID, r.Name, r.Margin)
		}
	}
}

// TestEveryClaimHasACheck: a check that is dropped from its room leaves the claim open, which no verdict contradicts.
func TestEveryClaimHasACheck(t *testing.T) {
	all := All()
	for _, c := range all.Claims {
		if all.Check(c.ID) == nil {
			t.Errorf("%s has no check", c.ID)
		}
	}
}

func properties(suite []props.Check) (cheap []props.Check) {
	for _, c := range suite {
		if c.Cheap() {
			cheap = append(cheap, c)
		}
	}
	return cheap
}

// TestSuiteIsValid: nothing is incomplete, doubled or foreign.
func TestSuiteIsValid(t *testing.T) {
	if err := All().Validate(); err != nil {
		t.Error(err)
	}
}

// TestSuiteOrder: a reader who scrolls the checks of a room meets the claims in the order
// of the registry.
func TestSuiteOrder(t *testing.T) {
	place := map[string]int{}
	for i, c := range theory.Claims() {
		place[c.ID] = i
	}
	for _, room := range [][]props.Check{singleindex.Checks(), neuron.Checks()} {
		last := -1
		for _, c := range room {
			if at := place[c.Claim().ID]; at < last {
				t.Errorf("%s stands after a later claim", c.Claim().ID)
			} else {
				last = at
			}
		}
	}
}
