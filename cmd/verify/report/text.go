package report

import (
	"fmt"
	"io"
	"strconv"

	"assay/cmd/verify/form"
	"assay/props"
)

// kernel names the kernel, where there is more than one.
func (r *Run) kernel() string {
	if r.Kernel == "" {
		return ""
	}
	return ", " + r.Kernel + " kernel"
}

// Text writes the verdicts as a table, each with the lines that explain it, and
// a summary.
func (r *Run) Text(w io.Writer) error {
	t := form.Table{
		Rows:  [][]string{{"claim", "expected", "verdict", "cases", "worst", "source"}},
		Right: []int{4, 5},
		Notes: map[int][]string{},
	}
	for i := range r.Verdicts {
		v := &r.Verdicts[i]
		cases, worst := "–", "–"
		if v.Outcome != props.Open {
			cases = strconv.Itoa(v.Cases)
		}
		if v.Residual != nil {
			worst = form.Short(v.Worst)
		}
		t.Rows = append(t.Rows, []string{v.Claim.ID, v.Claim.Expect.String(), string(v.Outcome), cases, worst, v.Claim.Source.String()})
		t.Notes[i+1] = notes(v)
	}
	_, err := fmt.Fprintf(w, "%s\n%v\n%v\nerror budget %s, %s for each of %s, seed %d, tier %v%s\n", t.Text(), r.Count(), r.power(),
		form.Short(props.Budget), form.Short(props.Share), form.Plural(r.Statistical, "statistical check"), r.Seed, r.Tier, r.kernel())
	if err == nil && r.Interrupted {
		_, err = fmt.Fprintln(w, "interrupted: this run is incomplete")
	}
	return err
}
