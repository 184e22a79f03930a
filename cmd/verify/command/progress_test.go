package command

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"assay/cmd/verify/diff"
	"assay/props"
	"assay/theory"
	"assay/theory/claim"
)

// TestPiped: where standard error is no terminal one line says what has begun, and none follows; with
// --quiet there is none, nor any other that is no error.
func TestPiped(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--tier", "quick"}, "verify: attempting 109 claims, tier quick\n"},
		{[]string{"--run", "^pair/lambda1$"}, "verify: attempting 1 claim, tier standard\n"},
		{[]string{"--tier", "quick", "--quiet"}, ""},
		{[]string{"--tier", "quick", "--quiet", "--seed", "random", "--report=" + filepath.Join(t.TempDir(), "r.html")}, ""},
		{[]string{"golden", "--quiet"}, ""},
	} {
		p := fake(expected)
		run := p.run
		p.run = func(ctx context.Context, o props.Options) ([]props.Verdict, error) {
			o.Progress.Begin(1, 1000)
			for range 1000 {
				o.Progress.Measured("pair/lambda1", 1)
			}
			return run(ctx, o)
		}
		want := strings.Replace(test.want, "109", strconv.Itoa(len(theory.Claims())), 1)
		if got := call(t, p, test.args...); got.stderr != want || got.code != exitExpected {
			t.Errorf("%q: %d, %q, want %q", test.args, got.code, got.stderr, want)
		}
	}
	if got := call(t, fake(expected), "--quiet", "--tier", "weekly"); got.code != exitUsage || got.stderr == "" {
		t.Errorf("a quiet error: %+v", got)
	}
}

// TestState: what is decided, what is left by the plan, and what is under way, within the columns it may take.
func TestState(t *testing.T) {
	p := newProgress("verify", io.Discard, false, map[string]work{"a/b": {4, 1}, "c/d": {2, 2}, "e/f": {1, 1}})
	p.Begin(3, 7)
	want := func(since time.Duration, want string) {
		t.Helper()
		if got := p.state(since, longestState); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	want(time.Minute, "0/3 claims")
	p.Measured("c/d", 0) // has begun
	want(time.Second, "0/3 claims: c/d 0 %")
	p.Measured("c/d", 1)
	p.Measured("a/b", 1)
	want(time.Second, "0/3 claims: c/d 50 %, a/b 25 %")
	want(50*time.Second, "0/3 claims, 110 s left: c/d 50 %, a/b 25 %") // 5/16 of the work are done
	p.Decided(props.Verdict{Claim: &claim.Claim{ID: "c/d"}}, 0)
	want(90*time.Minute, "1/3 claims, 1 h 10 min left: a/b 25 %") // 9/16 are
	p.Decided(props.Verdict{Claim: &claim.Claim{ID: "a/b"}}, 0)
	p.Decided(props.Verdict{Claim: &claim.Claim{ID: "e/f"}}, 0)
	want(time.Hour, "3/3 claims")
	p = newProgress("verify", io.Discard, false, map[string]work{"a/b": {4, 1}, "topic/claim-0": {1, 1}})
	p.Begin(2, 5)
	p.Measured("a/b", 4)
	for _, test := range []struct { // each part stands where there is room for it
		columns int
		since   time.Duration
		want    string
	}{
		{0, time.Minute, "0/2 claims"}, {20, time.Minute, "0/2 claims: 1 more"}, {21, time.Minute, "0/2 claims, 60 s left"},
		{29, time.Minute, "0/2 claims, 60 s left: 1 more"}, {32, time.Minute, "0/2 claims, 60 s left: a/b 100 %"}, {21, 0, "0/2 claims: a/b 100 %"},
	} {
		if got := p.state(test.since, test.columns); got != test.want {
			t.Errorf("in %d columns %q, want %q", test.columns, got, test.want)
		}
	}
	p = newProgress("verify", io.Discard, false, nil)
	p.Begin(200, 1000)
	for i := range 100 {
		p.Measured(fmt.Sprintf("topic/claim-%d", i), 1)
		for width := range 120 {
			columns := stateColumns(width)
			if s := p.state(time.Hour, columns); len(s) > columns && s != "0/200 claims" {
				t.Errorf("%d columns of a terminal of %d: %s", len(s), width, s)
			}
		}
	}
	want(time.Hour, "0/200 claims: topic/claim-0 100 %, topic/claim-1 100 %, 98 more")
	for d, want := range map[time.Duration]string{0: "1 s", 21400 * time.Millisecond: "21 s", 4 * time.Minute: "4 min", 2 * time.Hour: "2 h", 128 * time.Minute: "2 h 10 min"} {
		if got := span(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

// TestBar: on a terminal a bar counts, and leaves the line empty when it ends.
func TestBar(t *testing.T) {
	var w bytes.Buffer
	p := newProgress("verify", &w, true, map[string]work{"a/b": {10, 1}, "c/d": {5, 1}})
	p.Begin(2, 10)
	p.Measured("a/b", 10)
	time.Sleep(150 * time.Millisecond) // the bar is drawn again after a tenth of a second
	p.Measured("a/b", 0)
	p.Decided(props.Verdict{Claim: &claim.Claim{ID: "a/b"}}, 0)
	p.end()
	if !strings.Contains(w.String(), "0/2 claims: a/b 100 %") || strings.Contains(w.String(), "\n") || !strings.HasSuffix(w.String(), "\r") {
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
