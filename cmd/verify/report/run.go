package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"assay/props"
	"assay/theory"
)

// Run is one run of the suite: what was asked, and a verdict for each claim
// chosen, in the order of the registry.
type Run struct {
	Seed        uint64
	Tier        props.Tier
	Verdicts    []props.Verdict
	Interrupted bool // stopped before every check was done
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
		plural(n.Claims, "claim"), n.AsExpected, n.Unexpected, n.Undecided, n.Open)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// correction is the claim that corrects c, or nil.
func (r *Run) correction(c *theory.Claim) *theory.Claim {
	if c.CorrectedBy == "" {
		return nil
	}
	for _, v := range r.Verdicts {
		if v.Claim.ID == c.CorrectedBy {
			return v.Claim
		}
	}
	by, _ := theory.Find(c.CorrectedBy)
	return by
}

// surprise says in what way a decided verdict contradicts its expectation, or "".
func surprise(v *props.Verdict) string {
	switch {
	case v.AsExpected() || v.Outcome == props.Undecided || v.Outcome == props.Open:
		return ""
	case v.Claim.Expect == theory.Erratum:
		return "not as expected: an erratum must be refuted"
	}
	return "not as expected: the claim should hold"
}

// counterexample is where a claim was refuted and by how much, or "".
func counterexample(v *props.Verdict) string {
	if v.Refuting == 0 || v.Residual == nil {
		return ""
	}
	return "at " + v.Counterexample + ": " + v.Residual.String()
}

// correctedBy says which claim corrects a refuted erratum, or why none does.
func correctedBy(v *props.Verdict) string {
	switch {
	case v.Outcome != props.Refuted || v.Claim.Expect != theory.Erratum:
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
	for _, line := range []string{counterexample(v), why, surprise(v), correctedBy(v)} {
		if line != "" {
			lines = append(lines, oneLine(line))
		}
	}
	return lines
}

// oneLine is s with its line breaks and tabs made spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Short is x in two significant digits and no idle characters: 0.31, 3.1e13, ∞.
// A number close to 1, where a residual is judged, keeps the digits that tell
// its side.
func Short(x float64) string {
	switch {
	case math.IsInf(x, 1):
		return "∞"
	case math.IsInf(x, -1):
		return "−∞"
	case x > 0.95 && x < 1.05:
		return strconv.FormatFloat(1+math.Copysign(math.Ceil(math.Abs(x-1)*1e4)/1e4, x-1), 'g', 5, 64)
	}
	mantissa, exponent, scientific := strings.Cut(strconv.FormatFloat(x, 'g', 2, 64), "e")
	if !scientific {
		return mantissa
	}
	n, err := strconv.Atoi(exponent)
	if err != nil {
		panic(err) // FormatFloat writes a whole exponent
	}
	if n >= 0 && n <= 5 { // 1.2e+03: digits say it sooner
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return mantissa + "e" + strconv.Itoa(n)
}
