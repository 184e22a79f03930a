package suite

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/props"
	"assay/props/neuron"
	"assay/props/proptest"
	"assay/props/singleindex"
	"assay/theory"
	"assay/theory/claim"
)

var seeds = flag.Int("seeds", 1, "master seeds 1, 2, … that TestSuite runs the quick tier with")

// TestSuite attempts to refute every claim that has a check, in the quick tier,
// and fails with the claim's name where the verdict is not the expected one or a
// rival stands. With -short the experiments are left out; the properties stay.
//
//	go test ./props/suite -run TestSuite -seeds 100 -timeout 0
//
// is the trial of the rivals: each must fall at each seed.
func TestSuite(t *testing.T) {
	proptest.Expected(t, All(), proptest.Keep(&firstRun))
	for seed := 2; seed <= *seeds; seed++ {
		t.Run(fmt.Sprintf("seed-%d", seed), func(t *testing.T) {
			proptest.Expected(t, All(), proptest.Seed(uint64(seed)))
		})
	}
}

// firstRun is what TestSuite measures with seed 1, and TestNoFalseAlarm judges.
var firstRun props.Cache

// TestEveryClaimHasACheck: a check that is dropped from its room leaves the claim open, which no verdict contradicts.
func TestEveryClaimHasACheck(t *testing.T) {
	all := All()
	for _, c := range all.Claims {
		if all.Check(c.ID) == nil {
			t.Errorf("%s has no check", c.ID)
		}
	}
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

// TestErrataOfPropertiesAreKept: what refuted a printed statement once is tried in every run.
func TestErrataOfPropertiesAreKept(t *testing.T) {
	all := All()
	if all.Corpus.Path != "props/suite/corpus.json" {
		t.Errorf("the corpus is at %q", all.Corpus.Path)
	}
	for _, c := range all.Checks {
		if c.Cheap() && c.Claim().Expect == claim.Erratum && len(all.Corpus.Of(c.Claim().ID)) == 0 {
			t.Errorf("no case of %s is kept: verify corpus add --errata REPORT.json", c.Claim().ID)
		}
	}
}

// TestKeptCasesAreAsTheCommandWritesThem: a line that is changed is a case that is changed.
func TestKeptCasesAreAsTheCommandWritesThem(t *testing.T) {
	all := All()
	var out strings.Builder
	for i, k := range all.Corpus.Cases {
		fitted, err := all.Fit(k)
		if err != nil {
			t.Fatal(err)
		}
		all.Corpus.Cases[i] = fitted
	}
	if err := all.Corpus.Write(&out); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(corpus), "\r\n", "\n"), out.String()); diff != "" {
		t.Errorf("%s (-there +as written):\n%s", all.Corpus.Path, diff)
	}
}
