package props

import (
	"encoding/json"
	"fmt"
	"strings"

	"assay/theory/claim"
)

// Outcome is the answer of a check.
type Outcome string

// The outcomes.
const (
	Holds     Outcome = "HOLDS"     // withstood an attempt that refuted every rival
	Refuted   Outcome = "REFUTED"   // a case contradicts the claim
	Undecided Outcome = "UNDECIDED" // the attempt says nothing; never a pass
	Open      Outcome = "OPEN"      // no check yet
)

// Verdict is what a run says of one claim.
type Verdict struct {
	Claim          *claim.Claim
	Outcome        Outcome
	Cases          int             // valid cases
	Kept           int             // of these, the ones of the corpus
	Refuting       int             // of these, the ones that refute
	Skipped        int             // cases outside the hypotheses
	Starts         int             // starts drawn, by cases that draw until one meets the hypotheses
	Rejected       int             // of these, the ones passed over: still turning, or outside the hypotheses
	Outside        []Outside       // why cases were skipped and starts passed over
	Worst          float64         // largest score of a residual: 1 is what is allowed
	Residual       *Residual       // the worst residual, or the counterexample's
	At             string          // the draws of the case it belongs to
	Rows           []GridRow       // of a fixed grid: what was measured in each
	Counterexample string          // the draws of the counterexample
	Draws          json.RawMessage // the same as the corpus keeps them, of a property
	Limit          *Residual       // of a claim about a limit: the worst of the second link
	Rivals         []RivalVerdict
	Plants         []RivalVerdict // those of this tier
	Design         *Design        // of a statistical check: the assertion with the least power
	Tests          int            // statistical assertions made
	Why            string         // of UNDECIDED and OPEN: the reason
}

// RivalVerdict says whether a rival was refuted, and by what margin (the
// largest score of its residuals; above 1 is refuted).
type RivalVerdict struct {
	Name    string
	Refuted bool
	Margin  float64
}

// GridRow is a case of a fixed grid and the worst residual of the law in it. A row is known
// by its number, which is its place in the grid: two rows may have the same draws in words,
// and a computed number in them may round otherwise on another machine.
type GridRow struct {
	Number   int // from 1; rows outside the hypotheses keep theirs
	Case     string
	Residual Residual
}

// AsExpected reports whether the verdict is the one the registry expects.
func (v *Verdict) AsExpected() bool {
	return v.Claim.Expect == claim.Holds && v.Outcome == Holds ||
		v.Claim.Expect == claim.Erratum && v.Outcome == Refuted
}

// decide is the judge's one look at all the evidence of a check.
func decide(c Check, e Evidence, o Options) Verdict {
	law := e.reading()
	v := Verdict{Claim: c.Claim(), Worst: law.Score, Design: law.Weakest, Tests: law.Tests}
	if law.Assertions > 0 {
		v.Residual, v.At = &law.Worst, e.worst(law.Score)
	}
	for _, one := range e.Kept {
		if one.valid() {
			v.Kept++
		}
		if one.valid() && one.Law.Refuted() {
			v.Refuting++
		}
	}
	for i, one := range e.Cases {
		if i < e.Rows && one.valid() && one.Law.Assertions > 0 {
			v.Rows = append(v.Rows, GridRow{i + 1, one.Case, one.Law.Worst})
		}
		v.Starts += one.Starts
		v.Rejected += len(one.Rejected)
		for _, why := range one.Rejected {
			v.outside(one.Case, why)
		}
		if one.Invalid != "" {
			v.Skipped++
			v.outside(one.Case, reason(one.Invalid))
		} else if one.valid() && one.Law.Refuted() {
			v.Refuting++
		}
	}
	for k, name := range c.RivalNames() {
		r := e.rival(k)
		v.Rivals = append(v.Rivals, RivalVerdict{Name: name, Refuted: r.Refuted(), Margin: r.Score})
	}
	v.Limit = law.Limit
	for k, name := range c.plantsOf(o.Tier) {
		if name != "" {
			r := e.plant(k)
			v.Plants = append(v.Plants, RivalVerdict{Name: name, Refuted: r.Refuted(), Margin: r.Score})
		}
	}
	v.Outcome, v.Why = outcome(c, e, law, &v, o)
	if v.Refuting > 0 {
		if x := e.counterexample(); x != nil {
			v.Counterexample, v.Draws, v.At, v.Residual = x.Case, x.Draws, x.Case, &x.Law.Worst
		}
	}
	return v
}

func outcome(c Check, e Evidence, law Reading, v *Verdict, o Options) (Outcome, string) {
	var failure string
	v.Cases, failure = e.valid()
	need := c.Size(o.Tier) - c.Size(o.Tier)/leastValid
	control := e.fold(func(c CaseEvidence) Reading { return c.Control })
	switch {
	case failure != "":
		return Undecided, failure
	case v.Cases-v.Kept < need || v.Cases == v.Kept:
		return Undecided, fmt.Sprintf("%d valid cases, want at least %d", v.Cases-v.Kept, need)
	case (c.Limit() != "") != (law.Limit != nil || control.Limit != nil) && law.Undecided == "":
		return Undecided, fmt.Sprintf("second link declared: %t, judged: %t", c.Limit() != "", law.Limit != nil || control.Limit != nil)
	case law.Assertions == 0:
		return Undecided, strings.TrimSuffix("no residual was computed: "+law.Undecided, ": ")
	case law.Undecided != "" && !law.Refuted():
		return Undecided, law.Undecided
	case control.Refuted():
		return Undecided, "the check refutes the corrected law too: " + control.Worst.String()
	case c.Claim().Expect == claim.Erratum && (control.Assertions == 0 || control.Undecided != ""):
		return Undecided, "the corrected law was not judged: " + control.Undecided
	}
	if law.Refuted() && c.Claim().Expect != claim.Erratum {
		return Refuted, "" // needs no power
	}
	for k, name := range c.plantsOf(o.Tier) {
		if p := e.plant(k); name != "" && !p.Refuted() {
			return Undecided, fmt.Sprintf("no power: planted with %q the claim was not refuted (margin %.3g%s)", name, p.Score, p.because())
		}
	}
	if law.Refuted() {
		return Refuted, ""
	}
	for k, name := range c.RivalNames() {
		if r := e.rival(k); !r.Refuted() {
			return Undecided, fmt.Sprintf("no power: the rival law %q was not refuted (margin %.3g%s)", name, r.Score, r.because())
		}
	}
	return Holds, ""
}

// leastValid bounds the share of cases that may fall outside the hypotheses:
// one in leastValid.
const leastValid = 2
