package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"assay/cmd/verify/form"
	"assay/props"
	"assay/theory/claim"
)

// Markdown writes the verdicts: topic by topic how many are as expected, then what is not, then a
// table for each topic. Measured numbers are left out: their last digits differ between machines,
// and the tables are kept in a repository.
func (r *Run) Markdown(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "# What is claimed, and how it fared\n\n"); err != nil {
		return err
	}
	if err := r.Summary(w); err != nil {
		return err
	}
	for _, t := range r.topics() {
		rows := [][]string{{"claim", "statement", "source", "expected", "verdict"}}
		for _, v := range t.verdicts {
			rows = append(rows, []string{v.Claim.ID, form.Escape(v.Claim.Says), form.Escape(v.Claim.Source.String()), v.Claim.Expect.String(), verdictInWords(v)})
		}
		if _, err := fmt.Fprintf(w, "\n## %s\n\n%s", t.name, form.Markdown(rows)); err != nil {
			return err
		}
	}
	return nil
}

// Summary writes in Markdown how many claims of each topic are as expected, and those that are not.
func (r *Run) Summary(w io.Writer) error {
	rows := [][]string{{"topic", "claims", "as expected", "errata"}}
	for _, t := range r.topics() {
		rows = append(rows, t.row())
	}
	_, err := fmt.Fprintf(w, "%s\n%v; tier %v, seed %d%s.\n", form.Markdown(rows), r.Count(), r.Tier, r.Seed, r.broken())
	if err != nil {
		return err
	}
	rows = [][]string{{"not as expected", "expected", "verdict", "why", "again"}}
	for i := range r.Verdicts {
		if v := &r.Verdicts[i]; !v.AsExpected() {
			again := ""
			if s := r.again(v); s != "" {
				again = "`" + strings.ReplaceAll(form.Line(s), "|", `\|`) + "`"
			}
			rows = append(rows, []string{v.Claim.ID, v.Claim.Expect.String(), "**" + string(v.Outcome) + "**", form.Escape(why(v)), again})
		}
	}
	if len(rows) > 1 {
		_, err = fmt.Fprintf(w, "\n%s", form.Markdown(rows))
	}
	return err
}

// verdictInWords is a verdict with what a reader of a table must know of it.
func verdictInWords(v *props.Verdict) string {
	words := string(v.Outcome)
	if !v.AsExpected() {
		words = "**" + words + "**"
	}
	for _, s := range []string{surprise(v), correctedBy(v)} {
		if s != "" {
			words += ", " + s
		}
	}
	return words
}

// why is why a verdict is not the one expected, without measured numbers.
func why(v *props.Verdict) string {
	if s := surprise(v); s != "" {
		return s
	}
	return v.Why
}

// topic is the claims of a run that have the part of the id before the slash in common.
type topic struct {
	name     string
	verdicts []*props.Verdict
}

// topicOf is the part of the claim's id before the slash.
func topicOf(c *claim.Claim) string {
	name, _, _ := strings.Cut(c.ID, "/")
	return name
}

// topics are those of the run, in the order of the registry.
func (r *Run) topics() (all []*topic) {
	named := map[string]*topic{}
	for i := range r.Verdicts {
		v := &r.Verdicts[i]
		name := topicOf(v.Claim)
		if named[name] == nil {
			named[name] = &topic{name: name}
			all = append(all, named[name])
		}
		named[name].verdicts = append(named[name].verdicts, v)
	}
	return all
}

// row is the counts of the topic, and the names of its errata.
func (t *topic) row() []string {
	expected := 0
	var errata []string
	for _, v := range t.verdicts {
		if v.AsExpected() {
			expected++
		}
		if v.Claim.Expect == claim.Erratum {
			_, name, _ := strings.Cut(v.Claim.ID, "/")
			errata = append(errata, name)
		}
	}
	return []string{t.name, strconv.Itoa(len(t.verdicts)), strconv.Itoa(expected), strings.Join(errata, ", ")}
}

// broken says of a run that was interrupted that it was, or "".
func (r *Run) broken() string {
	if r.Interrupted {
		return "; interrupted: this run is incomplete"
	}
	return ""
}
