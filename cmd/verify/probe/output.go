package probe

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"assay/cmd/verify/form"
	"assay/props"
	"assay/theory"
)

// pairs is lines of a name and a value.
func pairs(w io.Writer, rows [][2]string) {
	for _, r := range rows {
		fmt.Fprintf(w, "  %-22s %s\n", r[0], r[1])
	}
}

// table is rows of numbers under a header.
func table(w io.Writer, rows [][]string) {
	text := form.ScreenOf(w).Table(form.Table{Rows: rows, Right: []int{1, 2, 3, 4, 5, 6}})
	for line := range strings.Lines(text) {
		fmt.Fprintf(w, "  %s", line)
	}
}

func figures(x float64) string { return fmt.Sprintf("%.4g", x) }

func (v *verdict) writeReading(w io.Writer) {
	r := v.reading
	fmt.Fprintf(w, "%s\n", form.Line(r.Model.Name))
	if len(r.Hermite) > 0 {
		rows := [][]string{{"j", "u_j = E f h_j", "error below"}}
		other := v.description.Fit != ""
		if other {
			rows[0] = append(rows[0], "of the fit", "error below")
		}
		for _, c := range r.Hermite {
			row := []string{fmt.Sprint(c.Order), coefficient(c.Data, c.Bound), fmt.Sprintf("%.1e", c.Bound)}
			if other {
				row = append(row, coefficient(c.Fit, c.Within), fmt.Sprintf("%.1e", c.Within))
			}
			rows = append(rows, row)
		}
		fmt.Fprintf(w, "\nHermite coefficients\n")
		table(w, rows)
	}
	fmt.Fprintf(w, "\nReading\n")
	practical := fmt.Sprintf("%d at N = %d", r.Practical, v.n)
	if r.PracticalErr != nil {
		practical = "none: " + plain(r.PracticalErr)
	}
	rows := [][2]string{
		{"information exponent", r.Exponent.String()},
		{"practical exponent", practical},
		{"Assumption A", assumption(r.Fall)},
		{"Assumption B", moments(r.Moments)},
	}
	if r.PracticalErr == nil {
		rows = append(rows, [2]string{"critical ratio α_c", fmt.Sprintf("%s, so that N α_c = %s samples", figures(r.Alpha), figures(r.Alpha*float64(v.n)))})
	}
	pairs(w, rows)
}

// coefficient is a value, or that it is not told from 0.
func coefficient(x, bound float64) string {
	if math.Abs(x) <= bound {
		return "undetermined"
	}
	return fmt.Sprintf("%.10g", x)
}

func assumption(f theory.Fall) string {
	if f.Until == 1 {
		return "holds: " + f.String()
	}
	return "fails: " + f.String()
}

func moments(p float64) string {
	switch {
	case p >= 8:
		return "holds: the gradient has moments of order 8 and more, wanted is more than 4"
	case p > 4:
		return fmt.Sprintf("holds: the gradient has moments up to order %.3g, wanted is more than 4", p)
	}
	return fmt.Sprintf("fails: the gradient has moments up to order %.3g only, wanted is more than 4", p)
}

// plain is an error of package theory without its prefix.
func plain(err error) string { return strings.TrimPrefix(err.Error(), "theory: ") }

func (v *verdict) writePlan(w io.Writer) {
	p := v.plan
	fmt.Fprintf(w, "\nPlan at N = %d, to overlap %v from a uniform start on the half-sphere\n", p.N, level)
	descent := fmt.Sprintf("none to overlap %v: %s", top, "the overlap does not rise so far at this step")
	if p.DescentErr == nil {
		descent = fmt.Sprintf("%s samples from %v to %v, median", figures(p.Descent), level, top)
	}
	pairs(w, [][2]string{
		{"best step δ", fmt.Sprintf("%s, with which %s samples recover with probability %v", figures(p.Best.Delta), figures(p.Best.Samples), certainty)},
		{"window of δ", fmt.Sprintf("%s to %s, which recover with twice as many", figures(p.Window.Low), figures(p.Window.High))},
		{"critical step", fmt.Sprintf("%s: with a larger one the overlap falls in the mean at %s", figures(p.Ceiling), figures(p.CeilingAt))},
		{"search", fmt.Sprintf("%s samples, median", figures(p.Search))},
		{"descent", descent},
	})
}

func (v *verdict) writeVerdict(w io.Writer) {
	t := v.trial
	switch {
	case v.only && v.reason == nil:
		return
	case t == nil:
		fmt.Fprintf(w, "\nUNDECIDED  no prediction to try: %s\n", form.Line(plain(v.reason)))
		return
	}
	rows := [][]string{{"N", "δ", "runs", "predicted median", "measured", "interval"}}
	for _, r := range t.Rungs {
		rows = append(rows, []string{fmt.Sprint(r.N), figures(r.Delta), fmt.Sprint(r.Runs), fmt.Sprintf("%.5g", r.Predicted), fmt.Sprintf("%.5g", r.Median), fmt.Sprintf("[%.5g, %.5g]", r.Lower, r.Upper)})
	}
	fmt.Fprintf(w, "\nTrial\n")
	table(w, rows)
	fmt.Fprintln(w)
	pairs(w, [][2]string{
		{"growth exponent", fmt.Sprintf("%.3f in [%.3f, %.3f]; the law has %.3f at these N, the limit is %d", t.Exponent, t.Low, t.High, t.Finite, t.Limit)},
		{"recovered", fmt.Sprintf("%d of %d runs within %d samples, at least %d were predicted", t.Recovered, t.Runs, t.Samples, t.LeastKept)},
	})
	fmt.Fprintf(w, "\n%s  %s\n", t.Outcome, form.Line(t.Reason))
	fmt.Fprintf(w, "A wrong REFUTED has probability at most %g. Seed %d, tier %v.\n", alpha, v.seed, v.tier)
}

// document is the answer as JSON.
type document struct {
	Schema              int             `json:"schema"`
	Model               string          `json:"model"`
	N                   int             `json:"n"`
	InformationExponent *int            `json:"information_exponent"` // null if there is none, or none is determined
	Undetermined        []int           `json:"undetermined"`         // orders of φ below it that may not vanish
	PracticalExponent   *int            `json:"practical_exponent"`
	Hermite             []hermite       `json:"hermite"`
	AssumptionA         bool            `json:"assumption_a"`
	FallsUntil          float64         `json:"falls_until"`
	GradientMoments     float64         `json:"gradient_moments"`
	AlphaC              *form.Number    `json:"alpha_c"`
	Step                *form.Number    `json:"step"`
	StepWindow          *[2]form.Number `json:"step_window"`
	CriticalStep        *form.Number    `json:"critical_step"`
	Samples             *form.Number    `json:"samples"`
	Search              *form.Number    `json:"search"`
	Descent             *form.Number    `json:"descent"`
	FittedExponent      *form.Number    `json:"fitted_exponent"`
	FittedInterval      *[2]form.Number `json:"fitted_interval"`
	FiniteExponent      *form.Number    `json:"finite_exponent"`
	Rungs               []rung          `json:"rungs"`
	Recovered           *[2]int         `json:"recovered"` // of how many
	Verdict             props.Outcome   `json:"verdict"`
	Reason              string          `json:"reason"`
	Seed                uint64          `json:"seed"`
	Tier                string          `json:"tier"`
}

type hermite struct {
	J     int         `json:"j"`
	U     form.Number `json:"u"`
	Bound form.Number `json:"bound"`
	Fit   form.Number `json:"fit"`
}

type rung struct {
	N         int         `json:"n"`
	Delta     form.Number `json:"delta"`
	Runs      int         `json:"runs"`
	Predicted form.Number `json:"predicted_median"`
	Median    form.Number `json:"median"`
	Lower     form.Number `json:"lower"`
	Upper     form.Number `json:"upper"`
}

func (v *verdict) document() document {
	r := v.reading
	number := func(x float64) *form.Number { y := form.Number(x); return &y }
	d := document{Schema: 1, Model: r.Model.Name, N: v.n, Undetermined: []int{}, Hermite: []hermite{}, Rungs: []rung{}, AssumptionA: r.Fall.Until == 1,
		FallsUntil: r.Fall.Until, GradientMoments: r.Moments, Verdict: v.outcome(), Seed: v.seed, Tier: v.tier.String()}
	if r.Exponent.K > 0 {
		d.InformationExponent = &r.Exponent.K
	}
	for _, o := range r.Exponent.Open {
		if r.Exponent.K == 0 || o.Order < r.Exponent.K {
			d.Undetermined = append(d.Undetermined, o.Order)
		}
	}
	for _, c := range r.Hermite {
		d.Hermite = append(d.Hermite, hermite{c.Order, form.Number(c.Data), form.Number(c.Bound), form.Number(c.Fit)})
	}
	if r.PracticalErr == nil {
		d.PracticalExponent, d.AlphaC = &r.Practical, number(r.Alpha)
	}
	if p := v.plan; p != nil {
		d.Step, d.Samples, d.CriticalStep, d.Search = number(p.Best.Delta), number(p.Best.Samples), number(p.Ceiling), number(p.Search)
		d.StepWindow = &[2]form.Number{form.Number(p.Window.Low), form.Number(p.Window.High)}
		d.Descent = number(p.Descent)
	}
	if t := v.trial; t != nil {
		d.Reason = t.Reason
		d.FiniteExponent = number(t.Finite)
		if len(t.Rungs) > 1 {
			d.FittedExponent, d.FittedInterval = number(t.Exponent), &[2]form.Number{form.Number(t.Low), form.Number(t.High)}
		}
		for _, s := range t.Rungs {
			d.Rungs = append(d.Rungs, rung{s.N, form.Number(s.Delta), s.Runs, form.Number(s.Predicted), form.Number(s.Median), form.Number(s.Lower), form.Number(s.Upper)})
		}
		d.Recovered = &[2]int{t.Recovered, t.Runs}
	}
	if v.reason != nil {
		d.Reason = plain(v.reason)
		if errors.Is(v.reason, theory.ErrFlat) || errors.Is(v.reason, theory.ErrUphill) {
			d.Reason = v.reason.Error()
		}
	}
	return d
}
