package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

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

// Tone is how a verdict stands to what is expected of its claim.
func Tone(v *props.Verdict) form.Tone {
	switch {
	case v.AsExpected():
		return form.Good
	case v.Outcome == props.Undecided || v.Outcome == props.Open:
		return form.Doubtful
	}
	return form.Bad
}

// kept is a line that says how many cases of the corpus were tried, where there are any.
func (r *Run) kept() []string {
	n := 0
	for i := range r.Verdicts {
		n += r.Verdicts[i].Kept
	}
	if n == 0 {
		return nil
	}
	return []string{form.Plural(n, "kept case") + " tried first"}
}

// Text writes the verdicts as a table, each with the lines that explain it, and
// a summary.
func (r *Run) Text(w io.Writer) error {
	t := form.Table{
		Rows:  [][]string{{"claim", "expected", "verdict", "cases", "worst", "source"}},
		Right: []int{4, 5},
		Notes: map[int][]string{},
		Toned: 3, Tones: map[int]form.Tone{},
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
		t.Notes[i+1], t.Tones[i+1] = notes(v), Tone(v)
	}
	screen := form.ScreenOf(w)
	budget := fmt.Sprintf("error budget %s, %s for each of %s, seed %d, tier %v%s", form.Short(props.Budget), form.Short(props.Share),
		form.Plural(r.Statistical, "statistical check"), r.Seed, r.Tier, r.kernel())
	lines := slices.Concat(screen.Wrap(r.Count().String(), 0), screen.Wrap(r.power().String(), 0), r.kept(), screen.Wrap(budget, 0))
	_, err := fmt.Fprintf(w, "%s\n%s\n", screen.Table(t), strings.Join(lines, "\n"))
	if err == nil && r.Interrupted {
		_, err = fmt.Fprintln(w, "interrupted: this run is incomplete")
	}
	return err
}
