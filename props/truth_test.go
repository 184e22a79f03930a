package props

import (
	"context"
	"flag"
	"testing"
)

var truthRuns = flag.Int("truth-runs", 3, "complete quick runs on evidence drawn from the laws")

// TestNoFalseAlarm is the suite's own trial: complete quick runs of the statistical checks
// on evidence drawn from the laws' own distributions. Each run may raise an alarm with
// probability at most Budget. The full trial is
//
//	go test ./props -run TestNoFalseAlarm -truth-runs 1000
func TestNoFalseAlarm(t *testing.T) {
	runs := *truthRuns
	if testing.Short() {
		runs = min(runs, 1)
	}
	var suite []Check
	for _, c := range Suite() {
		if c.synthetic() {
			suite = append(suite, c)
		}
	}
	if len(suite) == 0 {
		t.Fatal("no statistical check can be given evidence from its law")
	}
	for seed := range uint64(runs) {
		verdicts, err := run(context.Background(), suite, Options{Seed: seed, Tier: Quick, truth: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range verdicts {
			if v.Outcome != Open && !v.AsExpected() {
				t.Errorf("seed %d: %s is %s on its own law: %s", seed, v.Claim.ID, v.Outcome, v.Why)
				if v.Residual != nil {
					t.Logf("at %s: %v", v.Counterexample, *v.Residual)
				}
			}
		}
	}
}
