package diff

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
	"assay/props"
)

// Schema is the first field of a [Diff] in JSON.
const Schema = "assay diff 1"

// Diff is what changed from an old run to a new one.
type Diff struct {
	Schema       string   `json:"schema"`
	Old          Side     `json:"old"`
	New          Side     `json:"new"`
	Regressions  int      `json:"regressions"`
	Improvements int      `json:"improvements"`
	Verdicts     []Change `json:"verdicts"`
	Moved        []Move   `json:"moved"`
	Lost         []Loss   `json:"lost"`
	Time         *Pace    `json:"time"` // null if it was not asked for
}

// Side is one of the two runs.
type Side struct {
	Seed        uint64       `json:"seed"`
	Tier        string       `json:"tier"`
	Kernel      string       `json:"kernel"` // empty in reports from before it was told
	Interrupted bool         `json:"interrupted"`
	Summary     report.Count `json:"summary"`
	Power       report.Power `json:"power"`
	Cases       int          `json:"cases"` // valid ones, over all claims
}

// Absent is the verdict on a claim that a report does not hold.
const Absent props.Outcome = "ABSENT"

// The kinds of change of a verdict.
const (
	Regression  = "regression"  // was as expected, and is not
	Improvement = "improvement" // was not as expected, and is
	Other       = "other"
)

// Change is a verdict, or an expectation, that changed.
type Change struct {
	ID          string        `json:"id"`
	OldExpected string        `json:"old_expected"`
	NewExpected string        `json:"new_expected"`
	Old         props.Outcome `json:"old"`
	New         props.Outcome `json:"new"`
	Kind        string        `json:"kind"`
	Notes       []string      `json:"notes"` // of the new verdict: why, and how to reproduce it
}

// Move is a measured constant that moved by more than the two tolerances
// together.
type Move struct {
	ID           string      `json:"id"`
	Case         string      `json:"case"` // the row of the grid; of the worst residual of drawn cases, empty
	Quantity     string      `json:"quantity"`
	Old          form.Number `json:"old"`
	New          form.Number `json:"new"`
	Allowed      form.Number `json:"allowed"`
	OldPredicted form.Number `json:"old_predicted"` // where it moved too, another law
	NewPredicted form.Number `json:"new_predicted"` // or another case was judged
}

// Loss is something that the new run looks at less closely than the old one.
type Loss struct {
	ID   string `json:"id"`
	What string `json:"what"`
}

// Compare compares two reports, claim by claim, in the order of the old one;
// what only the new one has comes last.
func Compare(before, after *report.Document) *Diff {
	d := &Diff{Schema: Schema, Old: side(before), New: side(after), Verdicts: []Change{}, Moved: []Move{}, Lost: []Loss{}}
	inAfter, inBefore := index(after), index(before)
	for i := range before.Claims {
		d.claim(&before.Claims[i], inAfter[before.Claims[i].ID])
	}
	for i := range after.Claims {
		if c := &after.Claims[i]; inBefore[c.ID] == nil {
			d.claim(nil, c)
		}
	}
	return d
}

func side(d *report.Document) Side {
	s := Side{Seed: d.Seed, Tier: d.Tier, Kernel: d.Kernel, Interrupted: d.Interrupted, Summary: d.Summary, Power: d.Power}
	for _, c := range d.Claims {
		s.Cases += c.Cases
	}
	return s
}

func index(d *report.Document) map[string]*report.Result {
	byID := make(map[string]*report.Result, len(d.Claims))
	for i := range d.Claims {
		byID[d.Claims[i].ID] = &d.Claims[i]
	}
	return byID
}

// claim compares a claim; one of the two may be nil.
func (d *Diff) claim(before, after *report.Result) {
	d.verdict(before, after)
	if before == nil {
		return
	}
	for _, what := range lost(before, after, d.Old.Tier == d.New.Tier) {
		d.Lost = append(d.Lost, Loss{before.ID, what})
	}
	if after != nil {
		d.Moved = append(d.Moved, moved(before, after, d.Old.Seed == d.New.Seed && d.Old.Tier == d.New.Tier)...)
	}
}

func (d *Diff) verdict(before, after *report.Result) {
	absent := report.Result{Verdict: Absent}
	if before == nil {
		before = &absent
	}
	if after == nil {
		after = &absent
	}
	if before.Verdict == after.Verdict && before.Expected == after.Expected {
		return
	}
	c := Change{before.ID, before.Expected, after.Expected, before.Verdict, after.Verdict, Other, notes(after)}
	if c.ID == "" {
		c.ID = after.ID
	}
	switch {
	case before.AsExpected && !after.AsExpected:
		c.Kind = Regression
		d.Regressions++
	case after.AsExpected && !before.AsExpected:
		c.Kind = Improvement
		d.Improvements++
	}
	d.Verdicts = append(d.Verdicts, c)
}

// notes explain a verdict that is not as expected.
func notes(c *report.Result) []string {
	lines := []string{}
	if c.AsExpected || c.Verdict == Absent || c.Verdict == props.Open {
		return lines
	}
	if c.Counterexample != "" {
		says := strings.TrimPrefix(c.Relation+" ", "= ") + decimal(c.Predicted)
		lines = append(lines, fmt.Sprintf("at %s: %s = %s, law says %s, allowed %s", c.Counterexample,
			c.Quantity, decimal(c.Measured), says, decimal(c.Tolerance)))
	} else {
		lines = append(lines, c.Why)
	}
	return append(lines, c.Reproduce)
}

func decimal(x *form.Number) string {
	if x == nil {
		return "not a finite number"
	}
	return props.Decimal(float64(*x))
}

// moved compares what was measured, in each row of the grid that both have; and the worst
// residuals, if no row of the old run has its own.
func moved(before, after *report.Result, sameSeed bool) (moves []Move) {
	now := map[string]*report.Row{}
	for i := range after.Rows {
		now[after.Rows[i].Case] = &after.Rows[i]
	}
	inRow := false
	for i := range before.Rows {
		old := &before.Rows[i]
		inRow = inRow || old.Case == before.At
		if is := now[old.Case]; is != nil {
			if m, ok := move(*old, *is, sameSeed); ok {
				m.ID, m.Case = before.ID, old.Case
				moves = append(moves, m)
			}
		}
	}
	if inRow {
		return moves
	}
	if m, ok := move(worst(before), worst(after), sameSeed); ok {
		m.ID = before.ID
		moves = append(moves, m)
	}
	return moves
}

// worst is the worst residual of a claim, as a row.
func worst(c *report.Result) report.Row {
	value := func(x *form.Number) form.Number {
		if x == nil {
			return form.Number(math.NaN())
		}
		return *x
	}
	return report.Row{Case: c.At, Quantity: c.Quantity, Relation: c.Relation,
		Measured: value(c.Measured), Predicted: value(c.Predicted), Tolerance: value(c.Tolerance)}
}

// move compares two measurements of one quantity,
//
//	|new − old| > old tolerance + new tolerance.
//
// Two tolerances of 0 are no intervals, and are not compared. With another seed a number
// that moved with its prediction is no constant: another case, or time of a run, is the worst.
func move(old, is report.Row, sameSeed bool) (m Move, ok bool) {
	if old.Quantity != is.Quantity || old.Relation != is.Relation {
		return m, false
	}
	for _, x := range []form.Number{old.Measured, is.Measured, old.Predicted, is.Predicted, old.Tolerance, is.Tolerance} {
		if !finite(x) {
			return m, false
		}
	}
	m = Move{Quantity: old.Quantity, Old: old.Measured, New: is.Measured, Allowed: old.Tolerance + is.Tolerance,
		OldPredicted: old.Predicted, NewPredicted: is.Predicted}
	beyond := func(x, y form.Number) bool { return math.Abs(float64(y-x)) > float64(m.Allowed) }
	return m, m.Allowed > 0 && beyond(m.Old, m.New) && (sameSeed || !beyond(m.OldPredicted, m.NewPredicted))
}

// finite reports whether x is neither null nor an infinity.
func finite(x form.Number) bool { return math.Abs(float64(x)) <= math.MaxFloat64 }

// lost is what the new run looks at less closely. A tier has the rows of its own.
func lost(before, after *report.Result, sameTier bool) (what []string) {
	switch {
	case after == nil:
		return []string{"the claim is gone"}
	case after.Verdict == props.Open && before.Verdict != props.Open:
		return []string{"the check is gone"}
	case after.Cases < before.Cases:
		what = append(what, fmt.Sprintf("%s, were %d", form.Plural(after.Cases, "case"), before.Cases))
	}
	if gone := gone(before.Rows, after.Rows); sameTier && len(gone) > 0 {
		what = append(what, fmt.Sprintf("%s of the grid gone, the first %s", form.Plural(len(gone), "row"), gone[0]))
	}
	fate := map[string]*report.Rival{}
	for i := range after.Rivals {
		fate[after.Rivals[i].Name] = &after.Rivals[i]
	}
	for _, was := range before.Rivals {
		switch is := fate[was.Name]; {
		case is == nil:
			what = append(what, fmt.Sprintf("the rival %q is gone", was.Name))
		case was.Refuted && !is.Refuted:
			what = append(what, fmt.Sprintf("the rival %q is not refuted: margin %s, was %s", was.Name, short(is.Margin), short(was.Margin)))
		}
	}
	switch was, is := before.Design, after.Design; {
	case was == nil:
	case is == nil:
		what = append(what, "no statistical assertion is left")
	case coarser(was, is):
		what = append(what, fmt.Sprintf("resolution %s with %s, was %s with %d",
			short(is.Sees), form.Plural(is.Samples, "sample"), short(was.Sees), was.Samples))
	}
	return what
}

// gone is the cases of the old rows that no new one has.
func gone(before, after []report.Row) (cases []string) {
	for _, row := range before {
		if !slices.ContainsFunc(after, func(r report.Row) bool { return r.Case == row.Case }) {
			cases = append(cases, row.Case)
		}
	}
	return cases
}

// coarser reports whether the new design sees less. The resolution is a function
// of samples, α and β: where these are the same, a difference is rounding.
func coarser(was, is *report.Design) bool {
	same := was.Samples == is.Samples && was.Alpha == is.Alpha && was.Beta == is.Beta
	return !same && finite(was.Sees) && !(is.Sees <= was.Sees)
}

// short is a number in two digits. Of what a design cannot see the resolution is
// infinite, which JSON lacks.
func short(x form.Number) string {
	if !finite(x) {
		return "∞"
	}
	return form.Short(float64(x))
}
