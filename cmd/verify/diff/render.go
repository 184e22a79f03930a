package diff

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
	"assay/props"
)

// JSON writes the difference as an object.
func (d *Diff) JSON(w io.Writer) error { return form.JSON(w, d) }

// Text writes the difference as tables; what did not change has none.
func (d *Diff) Text(w io.Writer) error {
	s := form.ScreenOf(w)
	return d.write(w, s.Table, func(line string) string { return strings.Join(s.Wrap(form.Line(line), 0), "\n") })
}

// Markdown writes the tables of [Diff.Text] in Markdown.
func (d *Diff) Markdown(w io.Writer) error { return d.write(w, form.Table.Markdown, form.Escape) }

func (d *Diff) write(w io.Writer, table func(form.Table) string, line func(string) string) error {
	parts := []string{table(d.sides())}
	for _, s := range d.caveats() {
		parts = append(parts, line(s)+"\n")
	}
	for _, t := range []form.Table{d.verdicts(), d.moves(), d.changes(), d.losses(), d.pace()} {
		if len(t.Rows) > 1 {
			parts = append(parts, table(t))
		}
	}
	parts = append(parts, line(d.summary())+"\n")
	_, err := io.WriteString(w, strings.Join(parts, "\n"))
	return err
}

func (d *Diff) sides() form.Table {
	t := form.Table{Rows: [][]string{{"run", "tier", "seed", "claims", "as expected", "not", "undecided", "open", "cases", "rivals refuted"}},
		Right: []int{3, 4, 5, 6, 7, 8, 9, 10}}
	for i, s := range []Side{d.Old, d.New} {
		n := s.Summary
		t.Rows = append(t.Rows, []string{[]string{"old", "new"}[i], s.Tier, strconv.FormatUint(s.Seed, 10), strconv.Itoa(n.Claims),
			strconv.Itoa(n.AsExpected), strconv.Itoa(n.Unexpected), strconv.Itoa(n.Undecided), strconv.Itoa(n.Open),
			strconv.Itoa(s.Cases), fmt.Sprintf("%d of %d", s.Power.Refuted, s.Power.Rivals)})
	}
	return t
}

// caveats say in what the two runs are not comparable.
func (d *Diff) caveats() (parts []string) {
	differ := ""
	switch tier, seed := d.Old.Tier != d.New.Tier, d.Old.Seed != d.New.Seed; {
	case tier && seed:
		differ = "tiers and seeds"
	case tier:
		differ = "tiers"
	case seed:
		differ = "seeds"
	}
	if differ != "" {
		parts = append(parts, "the "+differ+" differ: cases and measurements may change without a change of the code")
	}
	if d.Old.Kernel != d.New.Kernel {
		parts = append(parts, fmt.Sprintf("the kernels differ, %q and %q: draws are others, of the same law", d.Old.Kernel, d.New.Kernel))
	}
	if differ, rounds := facts(d.Old.Facts, d.New.Facts); len(differ) > 0 {
		s := "the runs differ in " + strings.Join(differ, ", ")
		if rounds {
			s += ": last digits may differ by rounding"
		}
		parts = append(parts, s)
	}
	for i, s := range []Side{d.Old, d.New} {
		if s.Interrupted {
			parts = append(parts, "the "+[]string{"old", "new"}[i]+" run was interrupted, and is incomplete")
		}
	}
	return parts
}

// facts is the facts of the two runs that differ, and whether by these alone numbers may
// round otherwise.
func facts(old, is report.Facts) (differ []string, rounds bool) {
	for _, f := range []struct {
		name    string
		old, is any
		rounds  bool
	}{
		{"toolchain", old.Go, is.Go, true}, {"system", old.OS, is.OS, true}, {"architecture", old.Arch, is.Arch, true},
		{"level", old.Level, is.Level, true}, {"version", old.Version, is.Version, false}, {"rapid", old.Rapid, is.Rapid, false},
		{"processors", old.Processors, is.Processors, false},
	} {
		if f.old != f.is {
			differ = append(differ, fmt.Sprintf("%s (%#v, %#v)", f.name, f.old, f.is))
			rounds = rounds || f.rounds
		}
	}
	return differ, rounds
}

func (d *Diff) verdicts() form.Table {
	t := form.Table{Title: "verdicts changed", Rows: [][]string{{"claim", "expected", "old", "new", "change"}}, Notes: map[int][]string{}}
	for i, c := range d.Verdicts {
		expected := c.NewExpected
		switch {
		case c.New == Absent:
			expected = c.OldExpected
		case c.Old != Absent && c.OldExpected != c.NewExpected:
			expected = c.OldExpected + " → " + c.NewExpected
		}
		t.Rows = append(t.Rows, []string{c.ID, expected, string(c.Old), string(c.New), c.Kind})
		t.Notes[i+1] = c.Notes
	}
	return t
}

func (d *Diff) moves() form.Table {
	t := form.Table{Title: "constants moved", Right: []int{3, 4, 5, 6, 7},
		Rows:  [][]string{{"claim", "quantity", "old", "new", "allowed", "old law", "new law"}},
		Notes: map[int][]string{}}
	for i, m := range d.Moved {
		if at := m.at(); at != "" {
			t.Notes[i+1] = []string{at}
		}
		t.Rows = append(t.Rows, []string{m.ID, m.Quantity, props.Decimal(float64(m.Old)), props.Decimal(float64(m.New)),
			form.Short(float64(m.Allowed)), props.Decimal(float64(m.OldPredicted)), props.Decimal(float64(m.NewPredicted))})
	}
	return t
}

// at is the case of the number, for a reader.
func (m Move) at() string {
	switch at := form.Label(m.Case); {
	case m.Row > 0:
		return fmt.Sprintf("row %d, at %s", m.Row, at)
	case at != "":
		return "at " + at
	}
	return ""
}

// changes says how many numbers changed, by how much at most, and whether any moved.
func (d *Diff) changes() form.Table {
	n := d.Numbers
	if n == nil {
		return form.Table{} // other cases were drawn, which the caveats say
	}
	t := form.Table{Title: "measured numbers of the same cases", Right: []int{1, 2, 3, 4, 5, 6, 7}, Rows: [][]string{
		{"compared", "changed", "as by rounding", "within tolerance", "beyond", "predictions, tolerances and margins changed", "worst of another case"},
		{},
	}, Notes: map[int][]string{}}
	for _, x := range []int{n.Compared, n.Changed, n.Rounding, n.Changed - n.Rounding - n.Beyond, n.Beyond, n.Others, n.Unlike} {
		t.Rows[1] = append(t.Rows[1], strconv.Itoa(x))
	}
	if m := n.Largest; m != nil {
		t.Notes[1] = []string{strings.TrimSuffix(fmt.Sprintf("the largest, %s times what is allowed: %s, %s = %s, was %s, %s",
			form.Short(m.Share()), m.ID, m.Quantity, full(m.New), full(m.Old), m.at()), ", ")}
	}
	return t
}

// full is a number with all its digits: two that differ must look so.
func full(x form.Number) string { return strconv.FormatFloat(float64(x), 'g', -1, 64) }

func (d *Diff) losses() form.Table {
	t := form.Table{Title: "coverage lost", Rows: [][]string{{"claim", "what"}}}
	for _, l := range d.Lost {
		t.Rows = append(t.Rows, []string{l.ID, l.What})
	}
	return t
}

// shownPaces is how many claims a table of times shows.
const shownPaces = 10

func (d *Diff) pace() form.Table {
	if d.Time == nil {
		return form.Table{}
	}
	p := d.Time
	t := form.Table{Title: "time", Right: []int{2, 3, 4, 5, 6}, Rows: [][]string{
		{"claim", "old seconds", "new seconds", "old cases", "new cases"},
		paceRow(PaceClaim{"the run", p.OldSeconds, p.NewSeconds, p.OldCases, p.NewCases}),
	}, Notes: map[int][]string{}}
	if p.OldJobs != p.NewJobs {
		t.Notes[1] = []string{fmt.Sprintf("on %s, was on %d", form.Plural(p.NewJobs, "processor"), p.OldJobs)}
	}
	for _, c := range p.Claims[:min(shownPaces, len(p.Claims))] {
		t.Rows = append(t.Rows, paceRow(c))
	}
	if more := len(p.Claims) - shownPaces; more > 0 {
		t.Notes[len(t.Rows)-1] = []string{fmt.Sprintf("and %s that changed less", form.Plural(more, "claim"))}
	}
	return t
}

func paceRow(c PaceClaim) []string {
	seconds := func(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }
	return []string{c.ID, seconds(c.OldSeconds), seconds(c.NewSeconds), strconv.Itoa(c.OldCases), strconv.Itoa(c.NewCases)}
}

func (d *Diff) summary() string {
	others := len(d.Verdicts) - d.Regressions - d.Improvements
	return fmt.Sprintf("%s, %s, %s, %s moved, %s",
		form.Plural(d.Regressions, "regression"), form.Plural(d.Improvements, "improvement"), form.Plural(others, "other change"),
		form.Plural(len(d.Moved), "constant"), coverage(len(d.Lost)))
}

func coverage(losses int) string {
	if losses == 0 {
		return "no coverage lost"
	}
	return "coverage lost in " + form.Plural(losses, "place")
}
