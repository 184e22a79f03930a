package report

import (
	"fmt"
	"io"

	"assay/cmd/verify/form"
	"assay/props"
)

// Markdown writes the verdicts as a table. Measured numbers are left out: their
// last digits differ between machines, and the table is kept in a README.
func (r *Run) Markdown(w io.Writer) error {
	rows := [][]string{{"claim", "statement", "source", "expected", "verdict"}}
	for i := range r.Verdicts {
		v := &r.Verdicts[i]
		verdict := string(v.Outcome)
		if s := surprise(v); s != "" {
			verdict = "**" + verdict + "**, " + s
		}
		if s := correctedBy(v); s != "" {
			verdict += ", " + s
		}
		if v.Outcome == props.Undecided {
			verdict = "**" + verdict + "**"
		}
		rows = append(rows, []string{v.Claim.ID, form.Escape(v.Claim.Says), form.Escape(v.Claim.Source.String()), v.Claim.Expect.String(), verdict})
	}
	n := r.Count()
	_, err := fmt.Fprintf(w, "%s\n%v; tier %v, seed %d%s.\n", form.Markdown(rows), n, r.Tier, r.Seed, r.broken())
	return err
}

// broken says of a run that was interrupted that it was, or "".
func (r *Run) broken() string {
	if r.Interrupted {
		return "; interrupted: this run is incomplete"
	}
	return ""
}
