package suite

import (
	"flag"
	"slices"
	"testing"

	"assay/props"
	"assay/props/proptest"
	"assay/props/stat"
	"assay/theory/claim"
)

var truthRuns = flag.Int("truth-runs", 10, "complete quick runs on evidence drawn from the laws")

// TestNoFalseAlarm is the suite's own trial. The full one is
//
//	go test ./props/suite -run TestNoFalseAlarm -truth-runs 1000 -timeout 0
func TestNoFalseAlarm(t *testing.T) {
	proptest.NoFalseAlarm(t, All(), *truthRuns, proptest.Keep(&firstRun))
}

// TestNoMiss is the same on laws that are off by what each assertion declares to see.
func TestNoMiss(t *testing.T) {
	proptest.NoMiss(t, All(), min(*truthRuns, 100), proptest.Keep(&firstRun))
}

// With a level that lets a check raise an alarm more often than one time in five, alarms
// come, and not too often: the trial above can fail, and the levels add up as they should.
func TestAlarmsKeepToTheLevel(t *testing.T) {
	if testing.Short() {
		t.Skip("experiments are left out with -short")
	}
	const level = 0.22 // of one check
	judged, raised := 0, map[string]int{}
	suite := All()
	suite.Checks = slices.DeleteFunc(suite.Checks, func(c props.Check) bool { return !c.Statistical() })
	suite.Corpus = props.Corpus{} // of properties, which are not among them
	for seed := range min(*truthRuns, 100) {
		verdicts, err := suite.Run(t.Context(), props.Options{
			Seed: 1, Tier: props.Quick, Cache: &firstRun, Calibration: &props.Calibration{Seed: uint64(seed), Level: level}})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range verdicts {
			if v.Outcome == props.Undecided && v.Claim.Expect == claim.Holds { // of an erratum it is an alarm of its control
				t.Errorf("seed %d: %s is UNDECIDED at a level of %v: %s", seed, v.Claim.ID, level, v.Why)
			}
			if v.Claim.Expect == claim.Holds && v.Outcome != props.Open {
				judged++
				if v.Outcome == props.Refuted {
					raised[v.Claim.ID]++
				}
			}
		}
	}
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
