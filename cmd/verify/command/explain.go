package command

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
	"assay/props"
	"assay/theory/claim"
)

// list renders the claims without running anything.
func (p *program) list(f *flags) error {
	claims, err := f.chosen(p.suite)
	if err != nil {
		return err
	}
	return p.render(f.format.value, report.List{
		Claims:  claims,
		Checked: func(c *claim.Claim) bool { return p.suite.Check(c.ID) != nil },
	})
}

// explain states one claim and its check.
func (p *program) explain(id string) error {
	c, ok := p.suite.Find(id)
	if !ok {
		return fmt.Errorf("explain: unknown claim %q%s; list shows all of them", id, p.near(id))
	}
	fmt.Fprintf(&p.out, "%s\n\n", c.ID)
	p.fact("statement", c.Says)
	p.fact("hypotheses", c.When)
	p.fact("heuristic", c.Heuristic)
	p.fact("kind", c.Kind.String())
	p.fact("source", c.Source.String())
	p.fact("edition", c.Source.Work.Edition)
	p.fact("known", report.Known(c))
	p.fact("unseen", c.Unseen)
	p.fact("remark", c.Remark)
	p.fact("expected", expectation(c))
	if by, ok := p.suite.Find(c.CorrectedBy); ok {
		p.fact("corrected", by.ID+": "+by.Says)
	}
	p.fact("uncorrected", c.Uncorrected)
	for _, printed := range p.suite.Claims {
		if printed.CorrectedBy == c.ID {
			p.fact("corrects", printed.ID+": "+printed.Says)
		}
	}
	p.fact("uses", strings.Join(c.Uses, ", "))
	p.fact("sharpens", strings.Join(c.Sharpens, ", "))
	for _, formula := range c.Formulas {
		p.verbatim("LaTeX", formula)
	}
	check := p.suite.Check(c.ID)
	if check == nil {
		p.fact("check", "none yet: the claim is open")
		return nil
	}
	p.fact("check", nature(check))
	p.fact("cases", tiers(check.Size, strconv.Itoa))
	if check.Statistical() {
		planned := func(t props.Tier) int { return check.Tests() * check.Size(t) }
		p.fact("assertions", tiers(planned, strconv.Itoa)+" planned: "+strconv.Itoa(check.Tests())+" for each case")
		p.fact("α", tiers(planned, func(n int) string { return form.Short(props.Share / float64(n)) })+
			": each is wrong about a true law with at most this probability")
	}
	p.fact("second link", check.Limit())
	for _, rival := range check.RivalNames() {
		p.fact("rival", rival)
	}
	for _, plant := range check.PlantNames() {
		p.fact("plant", plant)
	}
	p.verbatim("reproduce", report.Again(p.self, c.ID, 1, props.Standard))
	return nil
}

func expectation(c *claim.Claim) string {
	if c.Expect == claim.Erratum {
		return "erratum: refuted as printed"
	}
	return "holds: withstands the attempt to refute it"
}

// tiers is a quantity in each tier.
func tiers(of func(props.Tier) int, show func(int) string) string {
	return fmt.Sprintf("quick %s, standard %s, deep %s",
		show(of(props.Quick)), show(of(props.Standard)), show(of(props.Deep)))
}

func nature(c props.Check) string {
	if c.Statistical() {
		return fmt.Sprintf("statistical: it spends %s of the error budget of %s of a complete run, as each such check does",
			form.Short(props.Share), form.Short(props.Budget))
	}
	return "deterministic: every tolerance is a bound, none a quantile"
}

const (
	labelWidth = 13
	textWidth  = 80 - labelWidth
)

// fact writes a label and its text, wrapped; an empty text is left out.
func (p *program) fact(label, s string) {
	if s != "" {
		p.verbatim(label, text.WrapSoft(strings.Join(strings.Fields(s), " "), textWidth))
	}
}

// verbatim writes a label and its text, which is there to be copied, by its own lines.
func (p *program) verbatim(label, s string) {
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			label = ""
		}
		fmt.Fprintf(&p.out, "%-*s%s\n", labelWidth, label, strings.TrimRight(line, " "))
	}
}

// near is the ids that resemble an unknown one, as a question, or "".
func (p *program) near(id string) string {
	finder := &cobra.Command{SuggestionsMinimumDistance: 4}
	var ids []string
	for _, c := range p.suite.Claims {
		if id != "" && strings.Contains(c.ID, id) {
			ids = append(ids, c.ID)
		}
		finder.AddCommand(&cobra.Command{Use: c.ID, Run: func(*cobra.Command, []string) {}})
	}
	if len(ids) == 0 {
		ids = finder.SuggestionsFor(id)
	}
	if len(ids) == 0 {
		return ""
	}
	return "; did you mean " + strings.Join(ids[:min(3, len(ids))], " or ") + "?"
}
