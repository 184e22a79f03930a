package diff

import (
	"strings"
	"testing"

	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
)

// rows is a claim with a grid of one quantity, whose worst row is the first.
func rows(list ...report.Row) report.Result {
	c := claim("a/b")
	for i := range list {
		list[i].Quantity, list[i].Relation, list[i].Predicted, list[i].Tolerance = "x", "=", 2, 0.1
	}
	c.Rows, c.At = list, list[0].Case
	return c
}

// A report compared with itself moved nothing, though two of its rows have the same draws in
// words and quite different numbers: rows are known by their number.
func TestRowsOfTheSameName(t *testing.T) {
	twins := run(rows(report.Row{Number: 1, Case: "n = 2", Measured: 2}, report.Row{Number: 2, Case: "n = 2", Measured: 7}))
	if d := Compare(twins, twins); len(d.Moved)+len(d.Lost)+d.Numbers.Changed > 0 || d.Numbers.Compared != 2 {
		t.Errorf("moved %v, lost %v, %+v", d.Moved, d.Lost, d.Numbers)
	}
}

// Rounding on another machine renames no row; another case does, and a row put in before
// the others leaves them their counterparts.
func TestCounterpart(t *testing.T) {
	old := report.Row{Number: 2, Case: "N = 100, δ = 0.1173457315521311"}
	is := func(number int, name string) report.Row { return report.Row{Number: number, Case: name} }
	for _, c := range []struct {
		rows []report.Row
		want int
	}{
		{[]report.Row{is(1, "N = 100, δ = 0.2"), is(2, "N = 100, δ = 0.11734573155213114")}, 2},
		{[]report.Row{is(2, "N = 100, δ = 0.11735")}, 0},
		{[]report.Row{is(2, "N = 101, δ = 0.1173457315521311")}, 0},
		{[]report.Row{is(2, "M = 100, δ = 0.1173457315521311")}, 0},
		{[]report.Row{is(2, "other"), is(3, old.Case)}, 3},
		{[]report.Row{is(1, old.Case), is(2, old.Case)}, 2},
		{[]report.Row{is(1, old.Case), is(3, old.Case)}, 0}, // either could be meant
		{nil, 0},
	} {
		got := 0
		if row := counterpart(old, c.rows); row != nil {
			got = row.Number
		}
		if got != c.want {
			t.Errorf("%v: row %d, want %d", c.rows, got, c.want)
		}
	}
}

// Numbers that changed within their tolerances move no constant; they are counted all the
// same, rounding apart, with the largest. Each row stands for one kind of change.
func TestNumbers(t *testing.T) {
	before := rows(report.Row{Number: 1, Case: "k = 1", Measured: 2}, report.Row{Number: 2, Case: "k = 2", Measured: 2},
		report.Row{Number: 3, Case: "k = 3", Measured: 2}, report.Row{Number: 4, Case: "k = 4", Measured: 2})
	after := rows(report.Row{Number: 1, Case: "k = 1", Measured: 2}, report.Row{Number: 2, Case: "k = 2", Measured: 2 + 0x1p-50},
		report.Row{Number: 3, Case: "k = 3", Measured: 2.05}, report.Row{Number: 4, Case: "k = 4", Measured: 2.25})
	after.Rows[1].Predicted = 2 + 0x1p-51
	after.Rivals = []report.Rival{{Name: "4π/3", Refuted: true, Margin: 41}, before.Rivals[1]}
	d := Compare(run(before), run(after))
	n := *d.Numbers
	n.Largest = nil
	if want := (Numbers{Compared: 4, Changed: 3, Rounding: 1, Beyond: 1, Others: 2}); n != want {
		t.Errorf("got %+v, want %+v", n, want)
	}
	if m := d.Numbers.Largest; m == nil || m.Row != 4 || len(d.Moved) != 1 || d.Moved[0] != *m {
		t.Errorf("largest %+v, moved %v; want row 4 in both", m, d.Moved)
	}
	var out strings.Builder
	if err := d.Text(&out); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"       4        3               1                 1       1                                            2                      0\n",
		"the largest, 1.2 times what is allowed: a/b, x = 2.25, was 2, row 4, at k = 4"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("the text lacks %q:\n%s", part, out.String())
		}
	}
}

// The worst residual of another drawn case is another number, and is not compared.
func TestWorstOfAnotherCase(t *testing.T) {
	d := altered(func(c *report.Result) { c.At, c.Measured = "x = 3", number(9) })
	if d.Numbers.Compared != 0 || d.Numbers.Unlike != 1 || len(d.Moved) > 0 {
		t.Errorf("%+v, moved %v", d.Numbers, d.Moved)
	}
}

// A change of a number that is itself a rounding error is a large part of it: rounding is
// told by the digits, and the rest by the tolerance.
func TestRounding(t *testing.T) {
	for _, c := range []struct {
		old, is, allowed form.Number
		want             bool
	}{
		{1, 1 + 0x1p-52, 1e-9, true},
		{1, 1 + 0x1p-25, 1, false},
		{1, 1 + 0x1p-52, 0, false}, // beyond
		{1e-17, 3e-17, 1e-14, false},
	} {
		m := Move{Old: c.old, New: c.is, Allowed: c.allowed, exact: true}
		if m.Rounding() != c.want {
			t.Errorf("%v: rounding %t, want %t", m, m.Rounding(), c.want)
		}
	}
}
