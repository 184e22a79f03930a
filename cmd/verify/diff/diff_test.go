package diff

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
	"assay/props"
)

func number(x float64) *form.Number { n := form.Number(x); return &n }

// claim is a claim that holds, with all that a comparison looks at.
func claim(id string) report.Result {
	return report.Result{
		ID: id, Expected: "holds", Verdict: props.Holds, AsExpected: true, Cases: 100,
		Quantity: "L (η t)³", Relation: "=", Measured: number(1.645), Predicted: number(1.644), Tolerance: number(0.01),
		Rivals: []report.Rival{{Name: "4π/3", Refuted: true, Margin: 40}, {Name: "t^−2", Refuted: true, Margin: 9}},
		Design: &report.Design{Alpha: 1e-9, Beta: 1e-6, Violation: 0.1, Detectable: 0.05, Samples: 1000, Needs: 250, Tests: 3},
		Why:    "rounding", Reproduce: "go run …",
	}
}

func run(claims ...report.Result) *report.Document {
	return &report.Document{Schema: report.Schema, Seed: 1, Tier: "quick", Claims: claims}
}

// altered is the comparison of a claim with itself after a change.
func altered(change func(*report.Result)) *Diff {
	after := claim("a/b")
	after.Rivals = slices.Clone(after.Rivals)
	design := *after.Design
	after.Design = &design
	change(&after)
	return Compare(run(claim("a/b")), run(after))
}

// TestNothing: equal reports differ in nothing.
func TestNothing(t *testing.T) {
	d := altered(func(*report.Result) {})
	if len(d.Verdicts)+len(d.Moved)+len(d.Lost)+d.Regressions+d.Improvements > 0 {
		t.Errorf("%+v", d)
	}
}

// TestFacts: two runs that differ in what they stood on are said to, fact by fact, with both values.
func TestFacts(t *testing.T) {
	before, after := run(claim("a/b")), run(claim("a/b"))
	before.Kernel, after.Kernel = "portable", "portable"
	before.Facts = report.Facts{Go: "go1.26.0", OS: "linux", Arch: "amd64", Level: "GOAMD64=v1", Rapid: "v1.3.0", Processors: 2}
	after.Facts = before.Facts
	if d := Compare(before, after); len(d.caveats()) > 0 || d.Numbers == nil {
		t.Errorf("equal facts: %q", d.caveats())
	}
	after.Facts.Go, after.Facts.Level, after.Facts.Processors = "go1.27.0", "GOAMD64=v3", 8
	d := Compare(before, after)
	want := `the runs differ in toolchain ("go1.26.0", "go1.27.0"), level ("GOAMD64=v1", "GOAMD64=v3"), processors (2, 8): last digits may differ by rounding`
	if strings.Join(d.caveats(), "; ") != want || d.Numbers == nil {
		t.Errorf("got %q, want %q", d.caveats(), want)
	}
	after.Facts = before.Facts
	after.Facts.Version = "v1.0.0"
	if d := Compare(before, after); strings.Join(d.caveats(), "; ") != `the runs differ in version ("", "v1.0.0")` {
		t.Errorf("another version, which rounds as before: %q", d.caveats())
	}
	for what, change := range map[string]func(*report.Document){
		"seeds":                      func(d *report.Document) { d.Seed = 2 },
		"tiers":                      func(d *report.Document) { d.Tier = "deep" },
		`kernels differ, "portable"`: func(d *report.Document) { d.Kernel = "simd" },
		`rapid ("v1.3.0", "v1.4.0")`: func(d *report.Document) { d.Facts.Rapid = "v1.4.0" },
	} {
		after := *before
		change(&after)
		if d := Compare(before, &after); d.Numbers != nil || d.Regressions > 0 || !strings.Contains(strings.Join(d.caveats(), "; "), what) {
			t.Errorf("other %s: numbers %v, %q", what, d.Numbers, d.caveats())
		}
	}
}

// TestVerdicts: what was as expected and is not regresses, the other way is an
// improvement, and the rest is neither.
func TestVerdicts(t *testing.T) {
	type state struct {
		expected string
		verdict  props.Outcome
	}
	holds, erratum := state{"holds", props.Holds}, state{"erratum", props.Refuted}
	for _, test := range []struct {
		before, after state
		want          string // "" for no change
	}{
		{holds, state{"holds", props.Refuted}, Regression},
		{holds, state{"holds", props.Undecided}, Regression},
		{holds, state{"holds", props.Open}, Regression},
		{holds, state{}, Regression},
		{erratum, state{"erratum", props.Holds}, Regression},
		{state{"holds", props.Refuted}, holds, Improvement},
		{state{"holds", props.Open}, holds, Improvement},
		{state{}, erratum, Improvement},
		{state{"holds", props.Open}, state{"holds", props.Undecided}, Other},
		{state{"holds", props.Undecided}, state{"holds", props.Refuted}, Other},
		{state{}, state{"holds", props.Open}, Other},
		{holds, erratum, Other}, // the registry changed its mind
		{holds, holds, ""},
		{state{"holds", props.Open}, state{"holds", props.Open}, ""},
	} {
		document := func(s state) *report.Document {
			if s.verdict == "" {
				return run(claim("other/one"))
			}
			c := claim("a/b")
			c.Expected, c.Verdict = s.expected, s.verdict
			c.AsExpected = s == holds || s == erratum
			return run(claim("other/one"), c)
		}
		d := Compare(document(test.before), document(test.after))
		got := ""
		if len(d.Verdicts) == 1 && d.Verdicts[0].ID == "a/b" {
			got = d.Verdicts[0].Kind
		}
		if got != test.want || d.Regressions > 0 != (got == Regression) || d.Improvements > 0 != (got == Improvement) {
			t.Errorf("%v → %v: %q, want %q; %+v", test.before, test.after, got, test.want, d.Verdicts)
		}
	}
}

// TestNotes: a verdict that got worse says why, or where, and how to repeat it.
func TestNotes(t *testing.T) {
	refuted := altered(func(c *report.Result) {
		c.Verdict, c.AsExpected, c.Counterexample, c.Relation, c.Predicted = props.Refuted, false, "n = 2", "≤", nil
	})
	want := []string{"at n = 2: L (η t)³ = 1.645, law says ≤ not a finite number, allowed 0.01", "go run …"}
	if !slices.Equal(refuted.Verdicts[0].Notes, want) {
		t.Errorf("got %q, want %q", refuted.Verdicts[0].Notes, want)
	}
	undecided := altered(func(c *report.Result) { c.Verdict, c.AsExpected, c.Why = props.Undecided, false, "underpowered" })
	if want := []string{"underpowered", "go run …"}; !slices.Equal(undecided.Verdicts[0].Notes, want) {
		t.Errorf("got %q, want %q", undecided.Verdicts[0].Notes, want)
	}
}

// TestMoved: a constant moves when it leaves both tolerances together; without
// two finite numbers and a tolerance there is nothing to leave.
func TestMoved(t *testing.T) {
	for _, test := range []struct {
		why    string
		change func(*report.Result)
		want   bool
	}{
		{"by less than the two tolerances of 0.01", func(c *report.Result) { c.Measured = number(1.664) }, false},
		{"by more", func(c *report.Result) { c.Measured = number(1.666) }, true},
		{"by more, downwards", func(c *report.Result) { c.Measured = number(1.624) }, true},
		{"within a wider new tolerance", func(c *report.Result) { c.Measured, c.Tolerance = number(1.7), number(0.05) }, false},
		{"with its prediction: another law", func(c *report.Result) { c.Measured, c.Predicted = number(4.19), number(4.19) }, true},
		{"another quantity", func(c *report.Result) { c.Measured, c.Quantity = number(3), "λ₂" }, false},
		{"another relation", func(c *report.Result) { c.Measured, c.Relation = number(3), "≤" }, false},
		{"not measured", func(c *report.Result) { c.Measured = nil }, false},
		{"not a number", func(c *report.Result) { c.Measured = number(math.NaN()) }, false},
		{"an infinite tolerance", func(c *report.Result) { c.Measured, c.Tolerance = number(3), number(math.Inf(1)) }, false},
	} {
		if d := altered(test.change); len(d.Moved) > 0 != test.want || d.Regressions > 0 {
			t.Errorf("%s: moved %v, want %t", test.why, d.Moved, test.want)
		}
	}
	// Where nothing is allowed an equality moves by any change; an inequality has no unit for it.
	for relation, want := range map[string]bool{"=": true, "≤": false} {
		exact := claim("a/b")
		exact.Tolerance, exact.Relation = number(0), relation
		after := exact
		after.Measured = number(2)
		if d := Compare(run(exact), run(after)); len(d.Moved) > 0 != want || d.Numbers.Changed != 1 {
			t.Errorf("%s without a tolerance: %v, %+v", relation, d.Moved, d.Numbers)
		}
	}
	// With another seed other cases are drawn, and the worst is not the same one.
	after := claim("a/b")
	after.Measured, after.Predicted = number(4.19), number(4.19)
	seeded := run(after)
	seeded.Seed = 2
	if d := Compare(run(claim("a/b")), seeded); len(d.Moved) > 0 {
		t.Errorf("with another case of another seed: %v", d.Moved)
	}
}

// TestMovedRow: each row of a grid is compared with itself, in whatever run and place, and
// the worst of them not a second time.
func TestMovedRow(t *testing.T) {
	row := func(number int, name string, measured float64) report.Row {
		return report.Row{Number: number, Case: name, Quantity: "exponent", Relation: "=", Measured: form.Number(measured), Predicted: 2, Tolerance: 0.1}
	}
	before, after := claim("a/b"), claim("a/b")
	before.Rows, before.At = []report.Row{row(1, "k = 3", 2), row(2, "k = 4", 2.9), row(3, "k = 5", 4)}, "k = 4"
	after.Rows, after.At, after.Measured = []report.Row{row(1, "k = 4", 3), row(2, "k = 3", 2.25)}, "k = 3", number(2.25)
	other := run(after)
	other.Seed = 2
	for _, d := range []*Diff{Compare(run(before), run(after)), Compare(run(before), other)} {
		want := []Move{{"a/b", 1, "k = 3", "exponent", 2, 2.25, 0.2, 2, 2, true}}
		if !slices.Equal(d.Moved, want) {
			t.Errorf("moved %v, want %v", d.Moved, want)
		}
		if lost := []Loss{{"a/b", "1 row of the grid gone, the first number 3 at k = 5"}}; !slices.Equal(d.Lost, lost) {
			t.Errorf("lost %v, want %v", d.Lost, lost)
		}
		var out strings.Builder
		if err := d.Text(&out); err != nil || !strings.Contains(out.String(), "at k = 3") {
			t.Errorf("%v: the row is not named in\n%s", err, out.String())
		}
	}
	deep := run(after)
	deep.Tier = "deep"
	if d := Compare(run(before), deep); len(d.Lost) > 0 {
		t.Errorf("another tier has rows of its own, lost %v", d.Lost)
	}
}

// TestLost: every way in which a run can look less closely is named.
func TestLost(t *testing.T) {
	for _, test := range []struct {
		change func(*report.Result)
		want   []string
	}{
		{func(c *report.Result) { c.Cases = 101 }, nil},
		{func(c *report.Result) { c.Cases = 1 }, []string{"1 case, were 100"}},
		{func(c *report.Result) { *c = report.Result{ID: c.ID, Expected: "holds", Verdict: props.Open} }, []string{"the check is gone"}},
		{func(c *report.Result) { c.ID = "a/renamed" }, []string{"the claim is gone"}},
		{func(c *report.Result) { c.Rivals = c.Rivals[:1] }, []string{`the rival "t^−2" is gone`}},
		{func(c *report.Result) { c.Rivals[1] = report.Rival{Name: "t^−2", Margin: 0.5} }, []string{`the rival "t^−2" is not refuted: margin 0.5, was 9`}},
		{func(c *report.Result) { c.Design = nil }, []string{"no statistical assertion is left"}},
		{func(c *report.Result) { c.Design.Detectable, c.Design.Samples = 0.2, 60 }, []string{"resolution 0.2 with 60 samples, was 0.05 with 1000"}},
		{func(c *report.Result) { c.Design.Detectable, c.Design.Samples = form.Number(math.NaN()), 5 }, []string{"resolution ∞ with 5 samples, was 0.05 with 1000"}},
		{func(c *report.Result) { c.Design.Detectable = 0.05 * (1 + 1e-15) }, nil}, // the same design, rounded elsewhere
		{func(c *report.Result) { c.Design.Detectable, c.Design.Samples = 0.01, 25000 }, nil},
	} {
		var got []string
		for _, l := range altered(test.change).Lost {
			got = append(got, l.What)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

// TestRender: the forms agree, say in what the runs are not comparable, and a
// table without rows is left out.
func TestRender(t *testing.T) {
	before, after := run(claim("a/b"), claim("a/c")), run(claim("a/b"))
	after.Seed, after.Tier, after.Interrupted = 7, "deep", true
	d := Compare(before, after)
	d.Time = Paces(&Timings{Seconds: 2, Jobs: 1, Claims: []Timing{{"a/b", 1, 5}}}, &Timings{Seconds: 3, Jobs: 4, Claims: []Timing{{"a/b", 2.5, 5}}})
	var text, markdown, document strings.Builder
	for _, err := range []error{d.Text(&text), d.Markdown(&markdown), d.JSON(&document)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, part := range []string{"tiers and seeds differ", "the new run was interrupted", "verdicts changed", "ABSENT", "regression",
		"the claim is gone", "on 4 processors, was on 1", "2.50", "1 regression, 0 improvements"} {
		if !strings.Contains(text.String(), part) {
			t.Errorf("the text lacks %q:\n%s", part, text.String())
		}
		if !strings.Contains(markdown.String(), part) {
			t.Errorf("the Markdown lacks %q:\n%s", part, markdown.String())
		}
	}
	if strings.Contains(text.String(), "old law") {
		t.Errorf("a table without rows:\n%s", text.String())
	}
	var back Diff
	if err := json.Unmarshal([]byte(document.String()), &back); err != nil || back.Schema != Schema || back.Regressions != 1 ||
		len(back.Lost) != 1 || back.Time.Claims[0].NewSeconds != 2.5 || back.Moved == nil {
		t.Errorf("%v; %s", err, document.String())
	}
}

// TestPaces: the claim whose time changed most comes first, and the text stops
// where the rest changed less.
func TestPaces(t *testing.T) {
	was, is := &Timings{}, &Timings{}
	for i := range 15 {
		id := string(rune('a' + i))
		was.Claims = append(was.Claims, Timing{id, 10, 1})
		is.Claims = append(is.Claims, Timing{id, 10 - float64(i)/2, 1})
	}
	is.Claims = append(is.Claims, Timing{"only new", 99, 1})
	d := &Diff{Time: Paces(was, is)}
	if p := d.Time; len(p.Claims) != 15 || p.Claims[0].ID != "o" || p.Claims[14].ID != "a" {
		t.Errorf("%+v", p.Claims)
	}
	if table := d.pace().Text(); strings.Count(table, "\n") != 1+1+1+shownPaces+1 || !strings.Contains(table, "and 5 claims that changed less") {
		t.Errorf("got\n%s", table)
	}
}
