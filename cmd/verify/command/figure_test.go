package command

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestFigure: both forms are drawn, the words go to standard output, and the same seed draws
// the same bytes.
func TestFigure(t *testing.T) {
	dir := t.TempDir()
	for _, form := range []struct{ name, begins string }{{"a.svg", "<?xml"}, {"a.PNG", "\x89PNG"}} {
		var first []byte
		for range 2 {
			path := filepath.Join(dir, form.name)
			got := call(t, genuine(), "figure", "figure/xd-1-left", "--tier", "quick", "--seed", "7", "--out", path)
			if got.code != exitExpected || got.stderr != "verify: running figure/xd-1-left, tier quick\n" {
				t.Fatalf("%s: %+v", form.name, got)
			}
			for _, part := range []string{"Xu & Du 2023, Figure 1, left", "d = 4 is inferred", "seed 7, tier quick",
				"loss L at five points", "published, at 500", "loss after T steps", "T = 100000", "n = 3 students", "local exponent"} {
				if !strings.Contains(got.stdout, part) {
					t.Errorf("the output lacks %q\n%s", part, got.stdout)
				}
			}
			drawing, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.HasPrefix(drawing, []byte(form.begins)) {
				t.Errorf("%s begins with %q", form.name, drawing[:min(8, len(drawing))])
			}
			if first != nil && !bytes.Equal(first, drawing) {
				t.Errorf("%s: two drawings of one seed differ", form.name)
			}
			first = drawing
		}
	}
}

// TestFigureRefuses: wrong usage is one line that names what is wrong and what is allowed,
// and leaves no file behind.
func TestFigureRefuses(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "a.svg")
	for _, c := range []struct {
		args []string
		says []string
	}{
		{[]string{"figure", "--out", good}, []string{"no figure to draw", "figure/bgj-2.1a"}},
		{[]string{"figure", "figure/xd-1-left", "more", "--out", good}, []string{"got 2 arguments"}},
		{[]string{"figure", "figure/bgj-9", "--out", good}, []string{`"figure/bgj-9"`, "figure/bgj-2.3"}},
		{[]string{"figure", "pair/lambda1", "--out", good}, []string{`"pair/lambda1"`, "figure/bgj-2.3"}},
		{[]string{"figure", "figure/xd-1-left"}, []string{"nothing to write", ".svg or .png", ".csv"}},
		{[]string{"figure", "figure/xd-1-left", "--data", filepath.Join(dir, "a.txt")}, []string{"--data", `".txt"`, ".csv"}},
		{[]string{"figure", "figure/xd-1-left", "--data", filepath.Join(dir, "none", "a.csv")}, []string{"--data", "cannot write"}},
		{[]string{"figure", "figure/xd-1-left", "--out", filepath.Join(dir, "a.pdf")}, []string{".pdf", ".svg or .png"}},
		{[]string{"figure", "figure/xd-1-left", "--out", filepath.Join(dir, "svg")}, []string{".svg or .png"}},
		{[]string{"figure", "figure/xd-1-left", "--out", ""}, []string{".svg or .png"}},
		{[]string{"figure", "figure/xd-1-left", "--out", filepath.Join(dir, "none", "a.svg")}, []string{"--out", "cannot write"}},
		{[]string{"figure", "figure/xd-1-left", "--out", good, "--tier", "weekly"}, []string{`"weekly"`, "quick, standard or deep"}},
		{[]string{"figure", "figure/xd-1-left", "--out", good, "--jobs", "2"}, []string{"--jobs", "--out"}},
	} {
		got := call(t, genuine(), c.args...)
		if got.code != exitUsage || got.stdout != "" || strings.Count(got.stderr, "\n") != 1 {
			t.Errorf("%q: %+v", c.args, got)
		}
		for _, part := range c.says {
			if !strings.Contains(got.stderr, part) {
				t.Errorf("%q: the error lacks %q: %s", c.args, part, got.stderr)
			}
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestFigureList: without an id the figures are listed, each with the claim it belongs to.
func TestFigureList(t *testing.T) {
	got := call(t, genuine(), "figure")
	if got.code != exitExpected || got.stderr != "" {
		t.Fatalf("%+v", got)
	}
	for _, f := range genuine().suite.Figures {
		if !strings.Contains(got.stdout, f.Claim.ID+" ") || !strings.Contains(got.stdout, f.Shows) {
			t.Errorf("the list lacks %s\n%s", f.Claim.ID, got.stdout)
		}
	}
}

// TestFigureData: the numbers are those of the drawing, with all digits, and need no drawing. A law, a run with
// its interval and a published point have their roles.
func TestFigureData(t *testing.T) {
	dir := t.TempDir()
	read := func(id string) (rows [][]string) {
		path := filepath.Join(dir, "numbers.csv")
		if got := call(t, genuine(), "figure", id, "--tier", "quick", "--data", path); got.code != exitExpected {
			t.Fatalf("%+v", got)
		}
		rows, err := csv.NewReader(strings.NewReader(contents(t, path))).ReadAll()
		if err != nil || len(names(t, dir)) != 1 {
			t.Fatalf("%v, %v", err, names(t, dir))
		}
		return rows
	}
	has := func(rows [][]string, curve, role string, interval bool) {
		t.Helper()
		if !slices.ContainsFunc(rows, func(r []string) bool { return r[0] == curve && r[1] == role && (r[4] != "" && r[5] != "") == interval }) {
			t.Errorf("no row of %s, %s, interval %t", curve, role, interval)
		}
	}
	ratio := read("phases/ratio")
	has(ratio, "runs", "run", true)
	has(ratio, "printed order", "law", false)
	left := read("figure/xd-1-left")
	has(left, "n = 2 students", "run", false)
	has(left, "n = 2 students", "published", false)
}

// TestFigureInterrupted: a run that is interrupted writes nothing.
func TestFigureInterrupted(t *testing.T) {
	dir := t.TempDir()
	ctx, stop := context.WithCancel(context.Background())
	stop()
	p := genuine()
	var out, complaint bytes.Buffer
	p.stdout, p.stderr = &out, &complaint
	code := p.verify(ctx, []string{"figure", "figure/bgj-2.3", "--tier", "deep", "--out", filepath.Join(dir, "a.svg")})
	left, err := os.ReadDir(dir)
	if code != exitInterrupted || out.Len() > 0 || len(left) > 0 || err != nil {
		t.Errorf("code %d, %q, %q, left behind %v, %v", code, out.String(), complaint.String(), left, err)
	}
}
