package report

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"assay/cmd/verify/form"
	"assay/cmd/verify/mathml"
	"assay/props"
	"assay/theory/claim"
)

//go:embed page.html page_claim.html page_evidence.html page.css page.js
var pageFiles embed.FS

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"math":    mathml.Prose,
	"formula": formula,
	"short":   form.Short,
	"number":  number4,
	"draws":   draws,
	"plural":  form.Plural,
	"class":   class,
	"known":   Known,
	"topic":   topicOf,
	"to":      func(id string) template.URL { return template.URL("#" + id) }, // ids are safe: see claim.Claim.Validate
	"percent": func(part, whole int) string { return fmt.Sprintf("%.4g", 100*float64(part)/float64(max(whole, 1))) },
	"style":   func() template.CSS { return template.CSS(embedded("page.css")) },
	"script":  func() template.JS { return template.JS(embedded("page.js")) },
	"dict":    dict,
	"id":      breakable,
}).Parse(embedded("page.html") + embedded("page_claim.html") + embedded("page_evidence.html")))

// embedded is a file as the repository has it; a checkout may have ended its lines in CR LF.
func embedded(name string) string {
	text, err := pageFiles.ReadFile(name)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return unix(string(text))
}

// unix is a text with its lines ended in LF.
func unix(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// breakable is an id that may be broken after its slash.
func breakable(id string) template.HTML {
	return template.HTML(strings.Replace(template.HTMLEscapeString(id), "/", "/<wbr>", 1))
}

// dict is what a template hands to another: names and values by turns.
func dict(pairs ...any) map[string]any {
	d := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		d[pairs[i].(string)] = pairs[i+1]
	}
	return d
}

// Drawing is a figure on the page.
type Drawing struct {
	Title   string
	Caption string
	SVG     template.HTML // an svg element
	Tables  []form.Table  // its numbers
}

// pageData is what the page shows of a run.
type pageData struct {
	*Run
	Count    Count
	Budget   float64
	Story    []told
	Shown    []pageVerdict // whose figures carry the story
	Verdicts []pageVerdict
	Topics   []pageTopic
	Errata   []pageVerdict
	Designs  []pageVerdict // the statistical checks
	Power    Power
	Share    float64 // of the budget: one statistical check's
	Again    string  // the command line of the complete run
	Graph    Graph
}

// told is a sentence of the story, or the claims that keep it from being told.
type told struct {
	claim.Sentence
	Against []string // claims that it rests on whose verdict is not the expected one
}

// pageTopic is the claims of a topic.
type pageTopic struct {
	Name     string
	Verdicts []pageVerdict
}

// pageVerdict is a verdict with what the page says beside it.
type pageVerdict struct {
	*props.Verdict
	AsExpected bool
	Surprise   string
	Again      string         // the command line of this claim alone
	Correction *claim.Claim   // of an erratum
	Corrected  *props.Verdict // the correction's verdict, where the run has one
	Drawing    *Drawing
	Carries    bool // its drawing stands at the top of the page
	Ladder     string
	Related    []related
}

// HTML writes the run as one page that needs nothing else: no font, no picture and no network. Its
// script sorts and filters; without it the page is complete.
func (r *Run) HTML(w io.Writer) error {
	d := pageData{Run: r, Count: r.Count(), Budget: props.Budget, Share: props.Share, Power: r.power(), Again: r.complete(), Story: r.story(), Graph: r.graph()}
	carries := map[string]bool{}
	for _, id := range r.Suite.Story.Figures {
		carries[id] = true
	}
	for i := range r.Verdicts {
		v := &r.Verdicts[i]
		one := pageVerdict{Verdict: v, AsExpected: v.AsExpected(), Surprise: surprise(v), Again: r.again(v), Correction: r.correction(v.Claim),
			Ladder: r.Ladder(v.Claim.ID), Related: r.relations(v)}
		if one.Correction != nil {
			one.Corrected = r.verdict(one.Correction.ID)
		}
		if drawn, ok := r.Drawings[v.Claim.ID]; ok {
			if one.Carries = carries[v.Claim.ID]; one.Carries { // it is shown again in the claim's section
				drawn.SVG = template.HTML(strings.Replace(string(drawn.SVG), "<svg ", fmt.Sprintf("<svg id=\"drawn-%s-svg\" ", v.Claim.ID), 1))
			}
			one.Drawing = &drawn
		}
		d.add(one)
	}
	return page.Execute(w, d)
}

// add puts a verdict wherever the page shows it.
func (d *pageData) add(v pageVerdict) {
	d.Verdicts = append(d.Verdicts, v)
	if v.Carries {
		d.Shown = append(d.Shown, v)
	}
	if v.Claim.Expect == claim.Erratum {
		d.Errata = append(d.Errata, v)
	}
	if v.Design != nil {
		d.Designs = append(d.Designs, v)
	}
	name := topicOf(v.Claim)
	for i := range d.Topics {
		if d.Topics[i].Name == name {
			d.Topics[i].Verdicts = append(d.Topics[i].Verdicts, v)
			return
		}
	}
	d.Topics = append(d.Topics, pageTopic{name, []pageVerdict{v}})
}

// story is the sentences of the suite's story whose claims are all in the run.
func (r *Run) story() (all []told) {
next:
	for _, s := range r.Suite.Story.Sentences {
		one := told{Sentence: s}
		for _, id := range s.Rests {
			v := r.verdict(id)
			if v == nil {
				continue next
			}
			if !v.AsExpected() {
				one.Against = append(one.Against, id)
			}
		}
		all = append(all, one)
	}
	return all
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

// Unseen is how many claims name a part that no attempt can see fail.
func (d pageData) Unseen() (n int) {
	for _, v := range d.Verdicts {
		if v.Claim.Unseen != "" {
			n++
		}
	}
	return n
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

// number4 is a number as the page shows it: four significant digits. JSON has them all.
func number4(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'g', 4, 64), "e-0", "e-", 1)
}

// longest is how many characters of a case the page shows before it is unfolded.
const longest = 96

// folded is a case in words.
type folded struct{ Head, All string } // Head is its beginning, of one too long to be shown

// draws is a case as the page shows it, its numbers with four digits.
func draws(s string) folded {
	s = form.Rounded(s, 4)
	if utf8.RuneCountInString(s) <= longest {
		return folded{All: s}
	}
	return folded{Head: string([]rune(s)[:longest-16]) + " …", All: s}
}

// Distance is how far apart measured and predicted are.
func (v pageVerdict) Distance() float64 { return math.Abs(v.Residual.Got - v.Residual.Law) }

// Accepted is what may be measured without contradicting the claim.
func (v pageVerdict) Accepted() string {
	low, high := number4(v.Residual.Law-v.Residual.Tolerance.Size), number4(v.Residual.Law+v.Residual.Tolerance.Size)
	switch v.Residual.Relation {
	case props.AtMost:
		return "at most " + high
	case props.AtLeast:
		return "at least " + low
	}
	if low == high {
		return low + ", to the tolerance"
	}
	return "from " + low + " to " + high
}
