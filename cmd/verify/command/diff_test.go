package command

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"assay/cmd/verify/diff"
	"assay/props"
	"assay/props/suite"
	"assay/theory"
)

// Two reports of one run, the second altered: one claim undecided, one refuted.
const (
	oldReport = "testdata/old.json"
	newReport = "testdata/new.json"
)

func TestDiff(t *testing.T) {
	for _, test := range []struct {
		before, after string
		code          int
		want          string
	}{
		{oldReport, newReport, exitUnexpected, "2 regressions, 0 improvements"},
		{newReport, oldReport, exitExpected, "0 regressions, 2 improvements"},
		{newReport, newReport, exitExpected, "0 regressions, 0 improvements, 0 other changes, 0 constants moved, no coverage lost"},
	} {
		got := call(t, genuine(), "diff", test.before, test.after)
		if got.code != test.code || !strings.Contains(got.stdout, test.want) || got.stderr != "" {
			t.Errorf("%s %s: %+v, want exit code %d and %q", test.before, test.after, got, test.code, test.want)
		}
	}
	got := call(t, genuine(), "diff", oldReport, newReport, "--format", "json")
	var d diff.Diff
	if err := json.Unmarshal([]byte(got.stdout), &d); err != nil || d.Regressions != 2 || len(d.Moved) != 1 || len(d.Lost) != 2 {
		t.Errorf("%v, %+v", err, d)
	}
}

// told is a run that measures seven cases of every chosen claim and tells so.
func told(_ context.Context, o props.Options) (verdicts []props.Verdict, err error) {
	claims := suite.All().Select(o.Run)
	o.Progress.Begin(len(claims), 7*len(claims))
	for i, c := range claims {
		o.Progress.Measured(c.ID, 7)
		v := props.Verdict{Claim: c, Outcome: expected(i, c), Cases: 7}
		o.Progress.Decided(v, 0)
		verdicts = append(verdicts, v)
	}
	return verdicts, nil
}

// TestTimings: two runs write what diff compares, for every claim, and their
// standard output does not show it.
func TestTimings(t *testing.T) {
	dir := t.TempDir()
	var reports, timings [2]string
	for i := range reports {
		reports[i], timings[i] = filepath.Join(dir, "report")+string(rune('0'+i)), filepath.Join(dir, "timings")+string(rune('0'+i))
		p := genuine()
		p.run = told
		got := call(t, p, "--run", "^neuron/", "--format", "json", "--timings="+timings[i])
		if got.code != exitExpected || strings.Contains(got.stdout, "seconds") {
			t.Fatalf("%+v", got)
		}
		rewrite(t, reports[i], got.stdout)
	}
	got := call(t, genuine(), "diff", reports[0], reports[1], "--timings", timings[0]+","+timings[1], "--format", "json")
	var d diff.Diff
	if err := json.Unmarshal([]byte(got.stdout), &d); err != nil || got.code != exitExpected || d.Time == nil {
		t.Fatalf("%v, %+v", err, got)
	}
	n := 0
	for _, c := range theory.Claims() {
		if strings.HasPrefix(c.ID, "neuron/") {
			n++
		}
	}
	if len(d.Time.Claims) != n || d.Time.NewCases != 7*n || d.Time.NewJobs < 1 {
		t.Errorf("%+v, want %d claims of 7 cases", d.Time, n)
	}
}
