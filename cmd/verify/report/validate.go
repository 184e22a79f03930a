package report

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"assay/props"
)

// idForm is what the id of a claim may be made of.
var idForm = regexp.MustCompile(`^[a-z0-9.-]+/[a-z0-9.-]+$`)

// Validate refuses a document that no run could have written: a claim or a row of a grid
// that occurs twice, a verdict that does not fit its expectation, and a summary that does
// not fit the claims, as of a file that was merged or edited by hand.
func (d *Document) Validate() error {
	if _, err := props.ParseTier(d.Tier); err != nil {
		return err
	}
	if len(d.Claims) == 0 {
		return errors.New("no claims")
	}
	seen := map[string]bool{}
	for i := range d.Claims {
		c := &d.Claims[i]
		if !idForm.MatchString(c.ID) || seen[c.ID] {
			return fmt.Errorf("claim %q: want an id topic/name, each once", c.ID)
		}
		seen[c.ID] = true
		if err := c.validate(); err != nil {
			return fmt.Errorf("claim %s: %w", c.ID, err)
		}
	}
	summary, power := d.counted()
	switch {
	case d.Summary != summary:
		return fmt.Errorf("the summary says %v; the claims of the file are %v: merged or edited by hand", d.Summary, summary)
	case d.Power != power:
		return fmt.Errorf("the power says %v; by the claims of the file it is %v: merged or edited by hand", d.Power, power)
	}
	return nil
}

func (c *Result) validate() error {
	switch {
	case !slices.Contains([]props.Outcome{props.Holds, props.Refuted, props.Undecided, props.Open}, c.Verdict):
		return fmt.Errorf("verdict %q: want HOLDS, REFUTED, UNDECIDED or OPEN", c.Verdict)
	case c.Expected != "holds" && c.Expected != "erratum":
		return fmt.Errorf("expected %q: want holds or erratum", c.Expected)
	case c.AsExpected != (c.Expected == "holds" && c.Verdict == props.Holds || c.Expected == "erratum" && c.Verdict == props.Refuted):
		return fmt.Errorf("as_expected is %t where %s was expected and the verdict is %s", c.AsExpected, c.Expected, c.Verdict)
	case min(c.Cases, c.Kept, c.Refuting, c.Skipped, c.Starts, c.Rejected) < 0 || max(c.Kept, c.Refuting) > c.Cases || c.Rejected > c.Starts:
		return fmt.Errorf("%d of %d cases refuting, %d kept, %d skipped, %d of %d starts rejected: want counts that are not negative, and no part above its whole",
			c.Refuting, c.Cases, c.Kept, c.Skipped, c.Rejected, c.Starts)
	}
	if draws := bytes.TrimSpace(c.Draws); len(draws) > 0 && string(draws) != "null" && draws[0] != '{' {
		return fmt.Errorf("counterexample_draws %s: want an object or null", draws)
	}
	last := 0
	for _, row := range c.Rows {
		if row.Number <= last {
			return fmt.Errorf("row %d after row %d: want numbers from 1, each once and in order", row.Number, last)
		}
		last = row.Number
	}
	if err := once("rival", c.Rivals); err != nil {
		return err
	}
	return once("plant", c.Plants)
}

// once refuses a name that occurs twice.
func once(what string, wrong []Rival) error {
	seen := map[string]bool{}
	for _, r := range wrong {
		if seen[r.Name] {
			return fmt.Errorf("%s %q: want each once", what, r.Name)
		}
		seen[r.Name] = true
	}
	return nil
}

// counted is the summary that fits the claims.
func (d *Document) counted() (n Count, p Power) {
	n.Claims = len(d.Claims)
	for i := range d.Claims {
		c := &d.Claims[i]
		switch {
		case c.Verdict == props.Open:
			n.Open++
		case c.Verdict == props.Undecided:
			n.Undecided++
		case c.AsExpected:
			n.AsExpected++
		default:
			n.Unexpected++
		}
		p.Rivals += len(c.Rivals)
		p.Refuted += fallen(c.Rivals)
		p.Plants += len(c.Plants)
		p.PlantsRefuted += fallen(c.Plants)
	}
	return n, p
}

// fallen is how many are refuted.
func fallen(wrong []Rival) (n int) {
	for _, r := range wrong {
		if r.Refuted {
			n++
		}
	}
	return n
}
