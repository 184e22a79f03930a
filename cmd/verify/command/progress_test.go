package command

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"assay/cmd/verify/diff"
	"assay/props"
	"assay/theory"
	"assay/theory/claim"
)

// TestLines: where stderr is no terminal there is a line at the start and one at
// the end, and not one for each of many cases between.
func TestLines(t *testing.T) {
	var w bytes.Buffer
	p := newProgress("verify", &w, false, map[string]work{"a/b": {1000, 1}})
	p.Begin(1, 1000)
	for range 1000 {
		p.Measured("a/b", 1)
	}
	p.Decided(props.Verdict{Claim: &claim.Claim{ID: "a/b"}}, 0)
	p.end()
	p.Measured("a/b", 1) // a run left behind has nothing more to say
	lines := strings.Split(strings.TrimSpace(w.String()), "\n")
	first, last := lines[0], lines[len(lines)-1]
	if first != "verify: 0/1 claims, 0 % of the work" || last != "verify: 1/1 claims, 100 % of the work" || len(lines) > 10 {
		t.Errorf("%d lines, %q to %q", len(lines), first, last)
	}
}

// TestBar: on a terminal a bar counts, and leaves the line empty when it ends.
func TestBar(t *testing.T) {
	var w bytes.Buffer
	p := newProgress("verify", &w, true, nil)
	p.Begin(2, 10)
	p.Measured("a/b", 10)
	p.Decided(props.Verdict{Claim: &claim.Claim{ID: "a/b"}}, 0)
	p.end()
	if !strings.Contains(w.String(), "0/2 claims") || strings.Contains(w.String(), "\n") || !strings.HasSuffix(w.String(), "\r") {
		t.Errorf("got %q", w.String())
	}
}

// TestNothingToMeasure: a run of open claims alone has no cases.
func TestNothingToMeasure(t *testing.T) {
	var w bytes.Buffer
	for _, terminal := range []bool{false, true} {
		p := newProgress("verify", &w, terminal, nil)
		p.Begin(0, 0)
		p.end()
	}
}

// TestDone: the many cases of a cheap claim are little of the work, the few of a dear one much.
// Within a claim the cases count alike; a claim that is decided is done, however many it took.
func TestDone(t *testing.T) {
	p := newProgress("verify", io.Discard, false, map[string]work{"cheap/a": {200, 1}, "dear/b": {4, 7}})
	p.Begin(2, 204)
	for _, step := range []struct {
		claim string
		cases int
		want  float64
	}{{"cheap/a", 200, 1. / 8}, {"dear/b", 2, 4.5 / 8}, {"dear/b", 2, 1}, {"dear/b", 2, 1}} {
		p.Measured(step.claim, step.cases)
		if got := p.done(); got != step.want { // eighths are exact
			t.Errorf("%d cases of %s more: %v done, want %v", step.cases, step.claim, got, step.want)
		}
	}
	p = newProgress("verify", io.Discard, false, map[string]work{"cheap/a": {200, 1}, "dear/b": {4, 7}})
	p.Begin(2, 204)
	p.Decided(props.Verdict{Claim: &claim.Claim{ID: "dear/b"}}, 0)
	if got := p.done(); got != 7./8 {
		t.Errorf("%v done, want 7/8", got)
	}
}

// TestPlan: a claim costs by the cases of its tier what each took in the earlier run, and an
// average case where that run did not know it.
func TestPlan(t *testing.T) {
	p := genuine()
	known, unknown := p.suite.Checks[0], p.suite.Checks[1]
	p.costs = []diff.Timing{{ID: known.Claim().ID, Seconds: 6, Cases: 3}, {ID: "gone/claim", Seconds: 4, Cases: 2}}
	plan := p.plan(p.suite.Claims, props.Standard)
	if len(plan) != len(p.suite.Checks) {
		t.Errorf("%d claims planned, %d have a check", len(plan), len(p.suite.Checks))
	}
	for _, c := range []props.Check{known, unknown} {
		n := c.Size(props.Standard)
		if got := plan[c.Claim().ID]; got != (work{n, 2 * float64(n)}) { // both runs took 2 a case
			t.Errorf("%s: %v, want %d cases of 2 each", c.Claim().ID, got, n)
		}
	}
}

// TestFallen: on a terminal the verdicts are seen as they fall, before the table, which is that
// of a pipe; the other forms are for programs and stay alone.
func TestFallen(t *testing.T) {
	p := genuine()
	p.run = told
	piped := call(t, p, "--run", "^neuron/")
	for _, format := range []string{"text", "json", "markdown"} {
		p := genuine()
		p.run, p.watched = told, true
		got := call(t, p, "--run", "^neuron/", "--format", format)
		if format != "text" {
			if !strings.HasPrefix(got.stdout, "{") && !strings.HasPrefix(got.stdout, "# ") {
				t.Errorf("%s begins with %.40q", format, got.stdout)
			}
			continue
		}
		fallen, table, _ := strings.Cut(got.stdout, "\n\n")
		if table != piped.stdout {
			t.Errorf("the table on a terminal is not that of a pipe: %.300q", got.stdout)
		}
		for _, c := range theory.Claims() {
			if strings.HasPrefix(c.ID, "neuron/") && !strings.Contains(fallen, " "+c.ID) {
				t.Errorf("the verdict on %s is not seen to fall", c.ID)
			}
		}
	}
}
