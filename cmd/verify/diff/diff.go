package diff

import (
	"fmt"

	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
	"assay/props"
)

// Schema is the first field of a [Diff] in JSON.
const Schema = "assay diff 2"

// Diff is what changed from an old run to a new one.
type Diff struct {
	Schema       string   `json:"schema"`
	Old          Side     `json:"old"`
	New          Side     `json:"new"`
	Regressions  int      `json:"regressions"`
	Improvements int      `json:"improvements"`
	Verdicts     []Change `json:"verdicts"`
	Numbers      *Numbers `json:"numbers"` // null if the two runs drew other cases
	Moved        []Move   `json:"moved"`
	Lost         []Loss   `json:"lost"`
	Time         *Pace    `json:"time"` // null if it was not asked for
}

// Side is one of the two runs.
type Side struct {
	Seed        uint64       `json:"seed"`
	Tier        string       `json:"tier"`
	Kernel      string       `json:"kernel"`
	Facts       report.Facts `json:"facts"`
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

// Loss is something that the new run looks at less closely than the old one.
type Loss struct {
	ID   string `json:"id"`
	What string `json:"what"`
}

// sameDraws reports whether the two runs measured the same cases on the same random numbers.
func sameDraws(a, b Side) bool {
	return a.Seed == b.Seed && a.Tier == b.Tier && a.Kernel == b.Kernel && a.Facts.Rapid == b.Facts.Rapid
}

// Compare compares two reports, claim by claim, in the order of the old one;
// what only the new one has comes last.
func Compare(before, after *report.Document) *Diff {
	d := &Diff{Schema: Schema, Old: side(before), New: side(after), Verdicts: []Change{}, Moved: []Move{}, Lost: []Loss{}}
	if sameDraws(d.Old, d.New) {
		d.Numbers = new(Numbers)
	}
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
	s := Side{Seed: d.Seed, Tier: d.Tier, Kernel: d.Kernel, Facts: d.Facts, Interrupted: d.Interrupted, Summary: d.Summary, Power: d.Power}
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
		d.numbers(before, after)
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
		lines = append(lines, fmt.Sprintf("at %s: %s", form.Label(c.Counterexample), c.Refutation()))
	} else {
		lines = append(lines, c.Why)
	}
	return append(lines, c.Reproduce)
}
