package report

import (
	"fmt"

	"assay/cmd/verify/form"
	"assay/props"
	"assay/theory/claim"
)

// Run is one run of the suite: what was asked, and a verdict for each claim
// chosen, in the order of the registry.
type Run struct {
	Suite       props.Suite // what was run, or chosen from
	Command     string      // what starts the program again, before its flags
	Seed        uint64
	Tier        props.Tier
	Verdicts    []props.Verdict
	Kernel      string             // of the simulations that the checks ran; empty if there is one only
	Facts       Facts              // what the run stood on; in JSON and at the end of the page
	Statistical int                // statistical checks of the complete suite
	Digits      Digits             // correct digits of the certified quantities; may be nil
	Evidence    *props.Cache       // what the checks measured that figures show; may be nil
	Drawings    map[string]Drawing // of the figures, by claim; may be nil
	Seconds     float64            // that the run took; on the page alone; 0 if not known
	Interrupted bool               // stopped before every check was done
	Bare        bool               // stopped before Digits and Drawings were
}

// Count is how many claims fared how. The last four sum to Claims.
type Count struct {
	Claims     int `json:"claims"`
	AsExpected int `json:"as_expected"`
	Unexpected int `json:"not_as_expected"` // refuted though it should hold, or an erratum that holds
	Undecided  int `json:"undecided"`
	Open       int `json:"open"`
}

// Count counts the verdicts of r.
func (r *Run) Count() Count {
	n := Count{Claims: len(r.Verdicts)}
	for i := range r.Verdicts {
		switch v := &r.Verdicts[i]; {
		case v.Outcome == props.Open:
			n.Open++
		case v.Outcome == props.Undecided:
			n.Undecided++
		case v.AsExpected():
			n.AsExpected++
		default:
			n.Unexpected++
		}
	}
	return n
}

// Checked is the number of claims that have a check.
func (n Count) Checked() int { return n.Claims - n.Open }

// Share is a part of the claims and the style in which the page shows it.
type Share struct {
	Class  string
	Claims int
}

// Shares are the four parts of n, in the order of the summary.
func (n Count) Shares() []Share {
	return []Share{{"good", n.AsExpected}, {"bad", n.Unexpected}, {"undecided", n.Undecided}, {"open", n.Open}}
}

// String is the counts as a sentence reads them: "3 claims: 2 as expected, …".
func (n Count) String() string {
	return fmt.Sprintf("%s: %d as expected, %d not as expected, %d undecided, %d open",
		form.Plural(n.Claims, "claim"), n.AsExpected, n.Unexpected, n.Undecided, n.Open)
}

// Checked reports whether the run has a verdict on the claim that rests on a check.
func (r *Run) Checked(id string) bool {
	v := r.verdict(id)
	return v != nil && v.Outcome != props.Open
}

// power counts the rivals and the planted claims.
func (r *Run) power() (n Power) {
	count := func(all []props.RivalVerdict, total, refuted *int) {
		*total += len(all)
		for _, one := range all {
			if one.Refuted {
				*refuted++
			}
		}
	}
	for i := range r.Verdicts {
		count(r.Verdicts[i].Rivals, &n.Rivals, &n.Refuted)
		count(r.Verdicts[i].Plants, &n.Plants, &n.PlantsRefuted)
	}
	return n
}

// Standing is how many rivals were not refuted.
func (n Power) Standing() int { return n.Rivals - n.Refuted }

// String is the counts as a sentence reads them: "12 of 12 rivals and 3 of 3 planted claims refuted".
func (n Power) String() string {
	return fmt.Sprintf("%d of %s and %d of %s refuted", n.Refuted, form.Plural(n.Rivals, "rival"), n.PlantsRefuted, form.Plural(n.Plants, "planted claim"))
}

// Again is the command line that attempts one claim again.
func Again(command, id string, seed uint64, tier props.Tier) string {
	return fmt.Sprintf("%s --run '^%s$' --seed %d --tier %v", command, id, seed, tier)
}

// again is the command line that attempts a claim again, or "" if it is open.
func (r *Run) again(v *props.Verdict) string {
	if v.Outcome == props.Open {
		return ""
	}
	return Again(r.Command, v.Claim.ID, r.Seed, r.Tier)
}

// correction is the claim that corrects c, or nil.
func (r *Run) correction(c *claim.Claim) *claim.Claim {
	if c.CorrectedBy == "" {
		return nil
	}
	for _, v := range r.Verdicts {
		if v.Claim.ID == c.CorrectedBy {
			return v.Claim
		}
	}
	by, _ := r.Suite.Find(c.CorrectedBy)
	return by
}

// surprise says in what way a decided verdict contradicts its expectation, or "".
func surprise(v *props.Verdict) string {
	switch {
	case v.AsExpected() || v.Outcome == props.Undecided || v.Outcome == props.Open:
		return ""
	case v.Claim.Expect == claim.Erratum:
		return "not as expected: an erratum must be refuted"
	}
	return "not as expected: the claim should hold"
}

// counterexample is where a claim was refuted and by how much, or "".
func counterexample(v *props.Verdict) string {
	if v.Refuting == 0 || v.Residual == nil {
		return ""
	}
	return "at " + form.Label(v.Counterexample) + ": " + v.Residual.String()
}

// correctedBy says which claim corrects a refuted erratum, or why none does.
func correctedBy(v *props.Verdict) string {
	switch {
	case v.Outcome != props.Refuted || v.Claim.Expect != claim.Erratum:
		return ""
	case v.Claim.CorrectedBy != "":
		return "corrected by " + v.Claim.CorrectedBy
	}
	return "no correction: " + v.Claim.Uncorrected
}

// notes are the lines that explain a verdict, the empty ones left out.
func notes(v *props.Verdict) (lines []string) {
	why := ""
	if v.Outcome == props.Undecided {
		why = v.Why
	}
	for _, line := range []string{counterexample(v), why, surprise(v), correctedBy(v), v.Rejections()} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
