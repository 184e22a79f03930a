package command

import (
	"fmt"
	"slices"
	"strconv"

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

// explain sets one claim and its check like a page of a textbook.
func (p *program) explain(id string) error {
	c, ok := p.suite.Find(id)
	if !ok {
		return fmt.Errorf("explain: unknown claim %q; list shows all of them%s", id, meant(id, p.suite))
	}
	g := &page{screen: p.screen(), width: p.page()}
	g.title(c.ID, c.Expect.String()+", "+c.Kind.String()+", "+c.Source.String())
	p.statement(g, c)
	g.section("hypotheses", c.When)
	g.section("why one believes it", c.Heuristic)
	check := p.suite.Check(c.ID)
	if check == nil {
		g.section("what is tried", "Nothing yet: the claim is open.")
	} else {
		tried(g, check)
		refuting(g, c, check)
	}
	g.section("how it is known", report.Known(c))
	g.section("what the attempt cannot see", c.Unseen)
	g.section("remark", c.Remark)
	g.section("edition that was read", c.Source.Work.Edition)
	p.related(g, c)
	if len(c.Formulas) > 0 {
		g.section("in LaTeX")
		g.verbatim(c.Formulas...)
	}
	if kept := p.suite.Corpus.Of(id); len(kept) > 0 {
		g.section("kept cases, tried first")
		for _, k := range kept {
			g.verbatim(k.Key() + ": " + string(k.Draws))
		}
	}
	if check != nil {
		g.section("to run it")
		g.verbatim(report.Again(p.self, c.ID, 1, props.Standard))
	}
	return nil
}

// statement states the claim, and an erratum beside the claim that corrects it.
func (p *program) statement(g *page, c *claim.Claim) {
	if c.Expect != claim.Erratum {
		g.section("statement", c.Says)
		g.formulas(c)
		return
	}
	by, ok := p.suite.Find(c.CorrectedBy)
	if !ok {
		g.section("as printed", c.Says)
		g.formulas(c)
		g.section("without a correction", c.Uncorrected)
		return
	}
	const printed, corrected = "as printed", "as corrected: "
	if g.screen.Width < besides {
		g.section(printed, c.Says)
		g.formulas(c)
		g.section(corrected+by.ID, by.Says)
		g.formulas(by)
		return
	}
	width := (min(g.screen.Width, widestPage) - indent - betweenSides) / 2
	g.sides(width, printed, stated(c, width), corrected+by.ID, stated(by, width))
}

// tried says how often and against what the claim is attempted.
func tried(g *page, check props.Check) {
	cases := "Cases: " + tiers(check.Size, strconv.Itoa) + ". "
	if check.Statistical() {
		planned := func(t props.Tier) int { return check.Tests() * check.Size(t) }
		g.section("what is tried", cases+fmt.Sprintf("The check is statistical: it spends %s of the error budget of %s of a complete run, as each such check does, over "+
			"%s for each case; so each is wrong about a true law with probability at most %s.",
			form.Short(props.Share), form.Short(props.Budget), form.Plural(check.Tests(), "assertion"),
			tiers(planned, func(n int) string { return form.Short(props.Share / float64(n)) })))
	} else {
		g.section("what is tried", cases+"The check is deterministic: every tolerance is a bound, none a quantile.")
	}
	if check.Limit() != "" {
		g.paragraph("Second link, the law against the claimed limit: " + check.Limit() + ".")
	}
	if rivals := check.RivalNames(); len(rivals) > 0 {
		g.paragraph("Rivals, wrong laws or wrong dynamics that the same evidence must refute:")
		g.items(rivals)
	}
}

// refuting says what would refute the claim, and which errors in it would be seen.
func refuting(g *page, c *claim.Claim, check props.Check) {
	what := "One case in which what was measured is off the law by more than its tolerance."
	if check.Statistical() {
		what = "One assertion whose interval, at its level, leaves out what is claimed; or a case beyond a tolerance that is a bound."
	}
	if check.Limit() != "" {
		what += " Or a law that tends, along the ladder, to another limit than the one claimed."
	}
	if c.Expect == claim.Erratum {
		what += " That is expected of the statement as printed; the corrected law must withstand the same."
	}
	g.section("what would refute it", what)
	if plants := check.PlantNames(); len(plants) > 0 {
		in := "the claim"
		if c.Expect == claim.Erratum {
			in = "the corrected law"
		}
		g.paragraph("Each of these errors, planted in " + in + ", must come out REFUTED:")
		g.items(plants)
	}
}

// related lists the claims that have to do with c, each with what it says.
func (p *program) related(g *page, c *claim.Claim) {
	var all [][2]string // relation and id
	one := func(relation string, ids ...string) {
		for _, id := range ids {
			if id != "" {
				all = append(all, [2]string{relation, id})
			}
		}
	}
	one("corrected by", c.CorrectedBy)
	one("uses", c.Uses...)
	one("sharpens", c.Sharpens...)
	for _, other := range p.suite.Claims {
		if other.CorrectedBy == c.ID {
			one("corrects", other.ID)
		}
		if slices.Contains(other.Uses, c.ID) {
			one("used by", other.ID)
		}
		if slices.Contains(other.Sharpens, c.ID) {
			one("sharpened by", other.ID)
		}
	}
	if len(all) == 0 {
		return
	}
	g.section("related claims")
	for _, r := range all {
		says := ""
		if other, ok := p.suite.Find(r[1]); ok {
			says = other.Says
		}
		g.relation(r[0], r[1], says)
	}
}

// tiers is a quantity in each tier.
func tiers(of func(props.Tier) int, show func(int) string) string {
	return fmt.Sprintf("%s in the quick tier, %s in the standard, %s in the deep one",
		show(of(props.Quick)), show(of(props.Standard)), show(of(props.Deep)))
}
