package suite

import (
	"context"
	"flag"
	"testing"

	"assay/props"
	"assay/props/stat"
	"assay/theory/claim"
)

var truthRuns = flag.Int("truth-runs", 10, "complete quick runs on evidence drawn from the laws")

// truthful runs the statistical checks in the quick tier on evidence drawn from their own
// laws, with seeds 0, 1, …
func truthful(t *testing.T, runs int, level float64, read func(seed int, verdicts []props.Verdict)) {
	t.Helper()
	if testing.Short() {
		t.Skip("experiments are left out with -short")
	}
	suite := All()
	suite.Checks = nil
	for _, c := range All().Checks {
		if c.Statistical() {
			suite.Checks = append(suite.Checks, c)
		}
	}
	for seed := range runs {
		verdicts, err := suite.Run(context.Background(), props.Options{
			Seed: 1, Tier: props.Quick, Cache: &firstRun, Calibration: &props.Calibration{Seed: uint64(seed), Level: level}})
		if err != nil {
			t.Fatal(err)
		}
		read(seed, verdicts)
	}
}

// TestNoFalseAlarm is the suite's own trial: complete quick runs of the statistical checks
// in which every statistical assertion gets evidence from the law it asserts. Each run may
// raise an alarm with probability at most Budget. The full trial is
//
//	go test ./props -run TestNoFalseAlarm -truth-runs 1000
func TestNoFalseAlarm(t *testing.T) {
	truthful(t, *truthRuns, props.Share, func(seed int, verdicts []props.Verdict) {
		for _, v := range verdicts {
			if v.Outcome != props.Open && !v.AsExpected() {
				t.Errorf("seed %d: %s is %s on its own law: %s", seed, v.Claim.ID, v.Outcome, v.Why)
				if v.Residual != nil {
					t.Logf("at %s: %v", v.Counterexample, *v.Residual)
				}
			}
		}
	})
}

// With a level that lets a check raise an alarm more often than one time in five, alarms
// come, and not too often: the trial above can fail, and the levels add up as they should.
func TestAlarmsKeepToTheLevel(t *testing.T) {
	const level = 0.22 // of one check
	judged, raised := 0, map[string]int{}
	truthful(t, min(*truthRuns, 100), level, func(_ int, verdicts []props.Verdict) {
		for _, v := range verdicts {
			if v.Claim.Expect == claim.Holds && v.Outcome != props.Open {
				judged++
				if v.Outcome == props.Refuted {
					raised[v.Claim.ID]++
				}
			}
		}
	})
	alarms := 0
	for _, n := range raised {
		alarms += n
	}
	t.Logf("%d alarms in %d verdicts: %v", alarms, judged, raised)
	tooMany, err := stat.ProportionCritical(judged, level, 1e-9)
	if err != nil {
		t.Fatal(err)
	}
	if alarms >= tooMany {
		t.Errorf("%d alarms in %d verdicts with a level of %v: %v", alarms, judged, level, raised)
	}
	if alarms == 0 {
		t.Errorf("no alarm in %d verdicts with a level of %v", judged, level)
	}
}
