package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"assay/cmd/verify/form"
	"assay/cmd/verify/mathml"
	"assay/props"
	"assay/theory/claim"
)

//go:embed page.html
var pageSource string

//go:embed page.css
var pageStyle string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"math":    mathml.Prose,
	"formula": formula,
	"short":   form.Short,
	"label":   form.Label,
	"decimal": props.Decimal,
	"plural":  form.Plural,
	"class":   class,
	"known":   Known,
	"to":      func(id string) template.URL { return template.URL("#" + id) }, // ids are safe: see claim.Claim.Validate
	"percent": func(part, whole int) string { return fmt.Sprintf("%.4g", 100*float64(part)/float64(max(whole, 1))) },
	"style":   func() template.CSS { return template.CSS(unix(pageStyle)) },
}).Parse(unix(pageSource)))

// unix is a text as the repository has it; a checkout may have ended its lines in CR LF.
func unix(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// pageData is what the page shows of a run.
type pageData struct {
	*Run
	Count    Count
	Budget   float64
	Verdicts []pageVerdict
	Errata   []pageVerdict
	Designs  []pageVerdict // the statistical checks
	Power    Power
	Share    float64 // of the budget: one statistical check's
	Again    string  // the command line of the complete run
}

// pageVerdict is a verdict with what the page says beside it.
type pageVerdict struct {
	*props.Verdict
	AsExpected bool
	Surprise   string
	Again      string         // the command line of this claim alone
	Correction *claim.Claim   // of an erratum
	Corrected  *props.Verdict // the correction's verdict, where the run has one
}

// HTML writes the run as one page that needs nothing else: no script, no font,
// no picture and no network.
func (r *Run) HTML(w io.Writer) error {
	d := pageData{Run: r, Count: r.Count(), Budget: props.Budget, Share: props.Share, Power: r.power(), Again: r.complete()}
	for i := range r.Verdicts {
		v := &r.Verdicts[i]
		one := pageVerdict{Verdict: v, AsExpected: v.AsExpected(), Surprise: surprise(v), Again: r.again(v), Correction: r.correction(v.Claim)}
		if one.Correction != nil {
			one.Corrected = r.verdict(one.Correction.ID)
		}
		d.Verdicts = append(d.Verdicts, one)
		if v.Claim.Expect == claim.Erratum {
			d.Errata = append(d.Errata, one)
		}
		if v.Design != nil {
			d.Designs = append(d.Designs, one)
		}
	}
	return page.Execute(w, d)
}

func (r *Run) verdict(id string) *props.Verdict {
	for i := range r.Verdicts {
		if r.Verdicts[i].Claim.ID == id {
			return &r.Verdicts[i]
		}
	}
	return nil
}

// Has reports whether the run has a verdict on the claim.
func (r *Run) Has(id string) bool { return r.verdict(id) != nil }

// complete is the command line of the complete run.
func (r *Run) complete() string {
	return fmt.Sprintf("%s --seed %d --tier %v --report", r.Command, r.Seed, r.Tier)
}

// formula is a formula as MathML, or its LaTeX where it is not set.
func formula(latex string) template.HTML {
	if set, ok := mathml.Formula(latex); ok {
		return set
	}
	return template.HTML("<code>" + template.HTMLEscapeString(latex) + "</code>")
}

// class is the style of a verdict: whether it is as expected, and if not why.
func class(v pageVerdict) string {
	switch {
	case v.AsExpected:
		return "good"
	case v.Surprise != "":
		return "bad"
	}
	return strings.ToLower(string(v.Outcome))
}
