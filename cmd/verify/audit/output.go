package audit

import (
	"fmt"
	"html/template"
	"io"
	"math"
	"strings"

	"assay/cmd/verify/figure"
	"assay/cmd/verify/form"
	"assay/props"
	"assay/props/audit"
)

// verdict is a result that is written.
type verdict struct {
	result  *audit.Result
	problem audit.Problem
	files   []string
}

func (v *verdict) write(w io.Writer, format string) error {
	switch format {
	case "json":
		return form.JSON(w, v.document())
	case "markdown":
		return v.render(w, true)
	}
	return v.render(w, false)
}

// about is what is judged, in one line.
func (v *verdict) about() string {
	p := v.problem
	about := fmt.Sprintf("%s; δ = %v", p.Model, p.Delta)
	if p.N > 0 {
		about += fmt.Sprintf(", N = %d", p.N)
	}
	about += ", start " + p.Start.String()
	if p.Unsigned {
		about += ", of |m|"
	}
	return about
}

// tests is the table of the law as stated.
func (v *verdict) tests() [][]string {
	rows := [][]string{{"test", "samples", "distance", "allowed", "sees"}}
	for _, t := range v.result.Stated.Tests {
		rows = append(rows, []string{t.Name, fmt.Sprint(t.Samples), figures(t.Distance), figures(t.Allowed), figures(min(1, t.Resolution))})
	}
	return rows
}

// mistakes is the table of the mistakes.
func (v *verdict) mistakes() [][]string {
	rows := [][]string{{"mistake", "verdict", "distance", "allowed", "in"}}
	for _, m := range v.result.Mistakes {
		if m.Skipped != "" {
			rows = append(rows, []string{m.Name, "not tried", "", "", m.Skipped})
			continue
		}
		says := "refuted"
		if m.Compatible() {
			says = "compatible"
		}
		worst := m.Worst()
		rows = append(rows, []string{m.Name, says, figures(worst.Distance), figures(worst.Allowed), worst.Name})
	}
	return rows
}

func figures(x float64) string { return fmt.Sprintf("%.3g", x) }

// conclusion says which mistakes explain the numbers, and what would tell more.
func (v *verdict) conclusion() (lines []string) {
	r := v.result
	near := r.Compatible()
	switch {
	case r.Outcome == props.Refuted && len(near) == 0:
		lines = append(lines, "None of the usual mistakes explains the numbers.")
	case r.Outcome == props.Refuted:
		lines = append(lines, fmt.Sprintf("Compatible with the numbers, the nearest first: %s.", names(near)))
	case len(near) == 0:
		lines = append(lines, "Every mistake that was tried is refuted.")
	default:
		lines = append(lines, fmt.Sprintf("Not refuted either: %s.", names(near)))
	}
	if len(r.Apart) > 0 && r.Stated.Tests != nil && !v.steps() {
		lines = append(lines, "Trajectories with consecutive steps (run,t,m) tell more than times.")
	}
	return lines
}

// apart is the table of what would tell compatible laws apart.
func (v *verdict) apart() [][]string {
	rows := [][]string{{"law", "and", "runs that tell them apart", "by", "laws apart by"}}
	for _, a := range v.result.Apart {
		if a.Samples == 0 {
			rows = append(rows, []string{a.One, a.Other, "not by these numbers", "", ""})
			continue
		}
		rows = append(rows, []string{a.One, a.Other, fmt.Sprint(a.Samples), a.Test, fmt.Sprintf("%.2g", a.Distance)})
	}
	return rows
}

// steps reports whether single steps were judged.
func (v *verdict) steps() bool {
	for _, t := range v.result.Stated.Tests {
		if strings.HasSuffix(t.Name, "a single step") {
			return true
		}
	}
	return false
}

func names(laws []audit.Judged) string {
	var all []string
	for _, l := range laws {
		all = append(all, l.Name)
	}
	return strings.Join(all, ", ")
}

func (v *verdict) levels() string {
	o := v.result.Options
	return fmt.Sprintf("Levels: a wrong REFUTED has probability at most %g, of a mistake too; a law off by %g is missed with at most %g. Seed %d.",
		o.Alpha, o.Violation, o.Beta, o.Seed)
}

func (v *verdict) render(w io.Writer, markdown bool) error {
	var b strings.Builder
	escape := func(s string) string { return s }
	table := func(title string, rows [][]string, right ...int) {
		t := form.Table{Title: title, Rows: rows, Right: right}
		if markdown {
			for _, row := range rows {
				for i := range row {
					row[i] = form.Escape(row[i])
				}
			}
			fmt.Fprintf(&b, "\n## %s\n\n%s\n", title, form.Markdown(rows))
			return
		}
		fmt.Fprintf(&b, "\n%s\n", strings.TrimRight(t.Text(), "\n"))
	}
	if markdown {
		escape = form.Escape
		fmt.Fprintf(&b, "# %s\n\n", v.result.Outcome)
	}
	if !markdown {
		fmt.Fprintf(&b, "%s  ", v.result.Outcome)
	}
	fmt.Fprintf(&b, "%s\n", escape(v.about()))
	if markdown {
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%s.\n", escape(v.result.Reason))
	table("The law as stated", v.tests(), 2, 3, 4, 5)
	table("The usual mistakes", v.mistakes(), 3, 4)
	if len(v.result.Apart) > 0 {
		table("What would tell more", v.apart(), 3, 5)
	}
	for _, line := range append(v.conclusion(), v.levels()) {
		fmt.Fprintf(&b, "\n%s\n", escape(line))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// document is the result as JSON.
type document struct {
	Schema    int           `json:"schema"`
	Outcome   string        `json:"outcome"`
	Reason    string        `json:"reason"`
	Problem   string        `json:"problem"`
	Alpha     float64       `json:"alpha"`
	Beta      float64       `json:"beta"`
	Violation float64       `json:"violation"`
	Seed      uint64        `json:"seed"`
	Stated    judged        `json:"stated"`
	Mistakes  []judged      `json:"mistakes"`
	Apart     []audit.Apart `json:"apart"`
}

type judged struct {
	Name       string     `json:"name"`
	Says       string     `json:"says"`
	Compatible bool       `json:"compatible"`
	Skipped    string     `json:"skipped,omitempty"`
	Tests      []testJSON `json:"tests"`
}

type testJSON struct {
	Name       string      `json:"name"`
	Samples    int         `json:"samples"`
	Made       int         `json:"made"`
	Distance   form.Number `json:"distance"`
	Allowed    form.Number `json:"allowed"`
	Resolution form.Number `json:"resolution"`
}

// schema is the version of the document.
const schema = 1

func (v *verdict) document() document {
	r := v.result
	of := func(j audit.Judged) judged {
		out := judged{Name: j.Name, Says: j.Says, Compatible: j.Compatible(), Skipped: j.Skipped, Tests: []testJSON{}}
		for _, t := range j.Tests {
			out.Tests = append(out.Tests, testJSON{t.Name, t.Samples, t.Made, form.Number(t.Distance), form.Number(t.Allowed), form.Number(t.Resolution)})
		}
		return out
	}
	d := document{Schema: schema, Outcome: string(r.Outcome), Reason: r.Reason, Problem: v.about(), Alpha: r.Options.Alpha,
		Beta: r.Options.Beta, Violation: r.Options.Violation, Seed: r.Options.Seed, Stated: of(r.Stated), Mistakes: []judged{}, Apart: r.Apart}
	if d.Apart == nil {
		d.Apart = []audit.Apart{}
	}
	for _, m := range r.Mistakes {
		d.Mistakes = append(d.Mistakes, of(m))
	}
	return d
}

// plots is the distribution functions, one picture a test.
func (v *verdict) plots() (all []props.Plot) {
	for _, t := range v.result.Stated.Tests {
		p := props.Plot{Title: t.Name, X: props.Axis{Label: "value"}, Y: props.Axis{Label: "share of the runs at most there"},
			Caption: fmt.Sprintf("The numbers and the law as stated are %.3g apart, allowed is %.3g.", t.Distance, t.Allowed)}
		if strings.Contains(t.Name, "time to") {
			p.X = props.Axis{Label: "t, steps"}
		} else {
			p.X = props.Axis{Label: "overlap"}
		}
		for _, c := range v.result.Curves {
			if s := stairs(c); c.Test == t.Name && len(s.X) > 0 {
				p.Curves = append(p.Curves, s)
			}
		}
		if len(p.Curves) > 0 {
			all = append(all, p)
		}
	}
	return all
}

// mostPoints of a curve are drawn.
const mostPoints = 400

// stairs is a distribution function at quantiles, those that are finite, from 0 at the least of them.
func stairs(c audit.Curve) props.Curve {
	out := props.Curve{Name: c.Law, Reference: c.Law != "data"}
	n := len(c.Values)
	step := max(1, n/mostPoints)
	for i := 0; i < n; i += step {
		x := c.Values[i]
		if math.IsInf(x, 0) {
			break
		}
		if len(out.X) == 0 {
			out.X, out.Y = append(out.X, x), append(out.Y, 0)
		}
		if k := len(out.X); k > 1 && x == out.X[k-1] {
			out.Y[k-1] = float64(i+1) / float64(n)
			continue
		}
		out.X, out.Y = append(out.X, x), append(out.Y, float64(i+1)/float64(n))
	}
	return out
}

var pageOf = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Outcome}}: audit</title>
<style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;display:block;overflow-x:auto}
td,th{padding:.2rem .8rem .2rem 0;text-align:left;border-bottom:1px solid #8884}
figure{margin:1rem 0;background:#fff;color:#000;padding:.5rem}
figure svg{width:100%;height:auto}
</style></head><body>
<h1>{{.Outcome}}</h1><p>{{.About}}</p><p>{{.Reason}}.</p>
{{range .Drawings}}<figure>{{.}}</figure>{{end}}
<h2>The law as stated</h2>{{template "table" .Tests}}
<h2>The usual mistakes</h2>{{template "table" .Mistakes}}
{{range .Conclusion}}<p>{{.}}</p>{{end}}
{{with .Apart}}<h2>What would tell more</h2>{{template "table" .}}{{end}}
<p>{{.Levels}}</p>
</body></html>
{{define "table"}}<table tabindex="0">{{range $i, $row := .}}<tr>{{range $row}}{{if $i}}<td>{{.}}</td>{{else}}<th scope="col">{{.}}</th>{{end}}{{end}}</tr>{{end}}</table>{{end}}
`))

// page writes the result with its pictures.
func (v *verdict) page(w io.Writer) error {
	var drawings []template.HTML
	for _, p := range v.plots() {
		svg, err := figure.SVG(p)
		if err != nil {
			return err
		}
		drawings = append(drawings, template.HTML(svg)) // drawn here, with its text escaped
	}
	var apart [][]string
	if len(v.result.Apart) > 0 {
		apart = v.apart()
	}
	return pageOf.Execute(w, map[string]any{
		"Outcome": v.result.Outcome, "About": v.about(), "Reason": v.result.Reason, "Drawings": drawings,
		"Tests": v.tests(), "Mistakes": v.mistakes(), "Conclusion": v.conclusion(), "Apart": apart, "Levels": v.levels(),
	})
}
