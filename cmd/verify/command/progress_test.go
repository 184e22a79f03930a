package command

import (
	"bytes"
	"strings"
	"testing"

	"assay/props"
	"assay/theory/claim"
)

// TestLines: where stderr is no terminal there is a line at the start and one at
// the end, and not one for each of many cases between.
func TestLines(t *testing.T) {
	var w bytes.Buffer
	p := newProgress("verify", &w, false)
	p.Begin(1, 1000)
	for range 1000 {
		p.Measured("a/b", 1)
	}
	p.Decided(props.Verdict{Claim: &claim.Claim{ID: "a/b"}}, 0)
	p.end()
	p.Measured("a/b", 1) // a run left behind has nothing more to say
	lines := strings.Split(strings.TrimSpace(w.String()), "\n")
	first, last := lines[0], lines[len(lines)-1]
	if first != "verify: 0/1 claims, 0/1000 cases" || last != "verify: 1/1 claims, 1000/1000 cases" || len(lines) > 10 {
		t.Errorf("%d lines, %q to %q", len(lines), first, last)
	}
}

// TestBar: on a terminal a bar counts, and leaves the line empty when it ends.
func TestBar(t *testing.T) {
	var w bytes.Buffer
	p := newProgress("verify", &w, true)
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
		p := newProgress("verify", &w, terminal)
		p.Begin(0, 0)
		p.end()
	}
}
