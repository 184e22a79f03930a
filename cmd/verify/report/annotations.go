package report

import (
	"fmt"
	"io"
	"strings"

	"assay/cmd/verify/form"
	"assay/props"
)

// Annotations writes what is not as expected as workflow commands of GitHub Actions, one a line:
// an error for each verdict that contradicts its expectation or is UNDECIDED, a notice for each claim
// that is OPEN.
func (r *Run) Annotations(w io.Writer) error {
	for i := range r.Verdicts {
		v := &r.Verdicts[i]
		if v.AsExpected() {
			continue
		}
		level := "error"
		if v.Outcome == props.Open {
			level = "notice"
		}
		message := fmt.Sprintf("%s is %s\n%s", v.Claim.ID, v.Outcome, r.told(v))
		if _, err := fmt.Fprintf(w, "::%s title=%s::%s\n", level, property.Replace(form.Line(v.Claim.ID+": "+string(v.Outcome))), datum.Replace(message)); err != nil {
			return err
		}
	}
	return nil
}

// A workflow command ends with its line, and a property of it with a comma or the colons; the signs
// that would end it, and the percent sign that escapes them, are written by their codes.
var (
	datum    = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// told is all that explains a verdict which is not as expected, and how to attempt the claim again: a
// line each, of which none holds what a terminal or a reader of XML would choke on.
func (r *Run) told(v *props.Verdict) string {
	lines := notes(v)
	if v.Outcome == props.Open {
		lines = []string{v.Why}
	}
	lines = append(lines, r.again(v))
	for i := range lines {
		lines[i] = form.Line(lines[i])
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
