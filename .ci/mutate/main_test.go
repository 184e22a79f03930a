package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const small = "./testdata/small"

// The errors of a small package that its tests do not see are known; the others are all killed. A reason written by hand is
// kept when the record is made again.
func TestRecordOfASmallPackage(t *testing.T) {
	out := filepath.Join(t.TempDir(), "MUTATIONS.md")
	if err := os.WriteFile(out, []byte("# What stands before\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := options{files: "^small", workers: 2, out: out}
	if err := run(t.Context(), o, small); err != nil {
		t.Fatal(err)
	}
	r, err := read(out)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Weights 0.25 × 1.01 lived", "Between x < high < as <= lived", "Half 2 one more lived",
		"Idle x + 1 + as − not reached", "Idle 1 one less not reached", "Idle 1 one more not reached",
	}
	var got []string
	for _, s := range r.survivors {
		got = append(got, strings.Join([]string{s.function, s.source, s.change, s.outcome}, " "))
	}
	if !slices.Equal(got, want) {
		t.Errorf("survivors %q, want %q", got, want)
	}
	this := r.rows["small.go"]
	if len(r.rows) != 1 || this.counts[killed] < 20 || this.counts[lived] != 3 || this.counts[notReached] != 3 || this.counts[timedOut]+this.counts[notRun] != 0 {
		t.Errorf("rows %v", r.rows)
	}

	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	const reason = "the middle weight is for show"
	told := strings.Replace(string(text), "× 1.01 | lived |  |", "× 1.01 | lived | "+reason+" |", 1)
	if err := os.WriteFile(out, []byte(told+"\nWhat stands behind.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.lived = true
	if err := run(t.Context(), o, small); err != nil {
		t.Fatal(err)
	}
	again, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if string(again) != told+"\nWhat stands behind.\n" {
		t.Errorf("the survivors run again make the record\n%s\nwant it as it was:\n%s", again, told)
	}
	o.lived, o.moved = false, true
	if err := run(t.Context(), o, small); err != nil {
		t.Fatal(err)
	}
	if kept, err := os.ReadFile(out); err != nil || string(kept) != string(again) {
		t.Errorf("no file has moved, and the record is\n%s\n%v", kept, err)
	}
}

// Every kind of error compiles, in places that are awkward to rewrite, and has an effect: a test by hand sees all but three, and
// the sources with their switches off pass it.
func TestEveryKindOfError(t *testing.T) {
	out := filepath.Join(t.TempDir(), "MUTATIONS.md")
	if err := run(t.Context(), options{files: "^every", workers: 2, out: out}, small); err != nil {
		t.Fatal(err)
	}
	r, err := read(out)
	if err != nil {
		t.Fatal(err)
	}
	s, err := load(small, func(name string) bool { return name == "every.go" })
	if err != nil {
		t.Fatal(err)
	}
	_, _, sites, left, err := s.build(t.TempDir())
	if err != nil || left != 0 {
		t.Fatalf("%d lines left out, %v", left, err)
	}
	var changes []string
	for _, site := range sites {
		changes = append(changes, site.changes...)
	}
	for _, kind := range []string{
		"+ as −", "- as +", "* as /", "/ as *", "% as *", "& as |", "| as &", "^ as &", "&^ as &", "<< as >>", ">> as <<",
		"> as >=", "> as <=", ">= as >", ">= as <", "&& as ||", "|| as &&", "negated", "without the sign", "max", "min",
		"+= as −=", "-= as +=", "*= as /=", "/= as *=", "dropped", "++ as −−", "-- as ++", "one more", "one less",
	} {
		if !slices.Contains(changes, kind) {
			t.Errorf("no error %q in %q", kind, changes)
		}
	}
	var lived []string
	for _, s := range r.survivors {
		lived = append(lived, s.source+" "+s.change)
	}
	// 0xf and 0xe have the bits that are there; x = y is not tried, nor what && alone would stop
	want := []string{"0xf one less", "x > y && !(x != 2) && as ||", "x > y > as >="}
	if !slices.Equal(lived, want) {
		t.Errorf("survivors %q, want %q", lived, want)
	}
}

// What is not run when the time is over is counted, and lives in no table.
func TestBudget(t *testing.T) {
	out := filepath.Join(t.TempDir(), "MUTATIONS.md")
	if err := run(t.Context(), options{workers: 1, out: out, budget: time.Nanosecond}, small); err != nil {
		t.Fatal(err)
	}
	r, err := read(out)
	if err != nil {
		t.Fatal(err)
	}
	for file, this := range r.rows {
		for o, n := range this.counts {
			if (n > 0) != (outcome(o) == notRun) {
				t.Errorf("%s: %d are %v", file, n, outcome(o))
			}
		}
	}
	if len(r.rows) != 2 || len(r.survivors) != 0 {
		t.Errorf("rows %v, survivors %v", r.rows, r.survivors)
	}
}

func TestRefuses(t *testing.T) {
	for _, c := range []struct {
		o       options
		pattern string
		want    string
	}{
		{options{files: "("}, small, "missing closing )"},
		{options{}, "./testdata/absent", "absent"},
		{options{}, "assay/theory/...", "2 packages, want one"},
	} {
		if err := run(t.Context(), c.o, c.pattern); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v of %s: %v, want an error with %q", c.o, c.pattern, err, c.want)
		}
	}
}
