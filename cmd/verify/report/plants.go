package report

import (
	"fmt"
	"io"

	"assay/cmd/verify/form"
	"assay/props"
)

// Plants is how the errors put into the claims of a run fared.
type Plants struct{ *Run }

// Planted is one of them in JSON. A margin above 1 refutes.
type Planted struct {
	Claim   string        `json:"claim"`
	Plant   string        `json:"plant"` // empty for a claim without one
	Verdict props.Outcome `json:"verdict"`
	Margin  form.Number   `json:"margin"`
}

// verdict is that of a planted claim: REFUTED, or else UNDECIDED, since an error that is not seen says
// nothing.
func verdictOf(p props.RivalVerdict) props.Outcome {
	if p.Refuted {
		return props.Refuted
	}
	return props.Undecided
}

// Planted lists the plants in the order of the claims.
func (p Plants) Planted() (all []Planted) {
	for i := range p.Verdicts {
		v := &p.Verdicts[i]
		for _, one := range v.Plants {
			all = append(all, Planted{v.Claim.ID, one.Name, verdictOf(one), form.Number(one.Margin)})
		}
		if len(v.Plants) == 0 {
			all = append(all, Planted{Claim: v.Claim.ID, Verdict: props.Open})
		}
	}
	return all
}

// Refuted reports whether every claim has a plant and every plant fell.
func (p Plants) Refuted() bool {
	for _, one := range p.Planted() {
		if one.Verdict != props.Refuted {
			return false
		}
	}
	return true
}

func (p Plants) rows() [][]string {
	rows := [][]string{{"claim", "planted", "verdict", "margin"}}
	for _, one := range p.Planted() {
		margin := form.Short(float64(one.Margin))
		if one.Plant == "" {
			margin = "–"
		}
		rows = append(rows, []string{one.Claim, one.Plant, string(one.Verdict), margin})
	}
	return rows
}

// String is the counts as a sentence reads them: "12 of 12 planted claims refuted".
func (p Plants) String() string {
	n := p.power()
	return fmt.Sprintf("%d of %s refuted", n.PlantsRefuted, form.Plural(n.Plants, "planted claim"))
}

// table is the plants as a screen shows them.
func (p Plants) table(s form.Screen) string {
	t := form.Table{Rows: p.rows(), Right: []int{4}, Toned: 3, Tones: map[int]form.Tone{}}
	for i, row := range t.Rows[1:] {
		t.Tones[i+1] = form.Bad
		if row[2] == string(props.Refuted) {
			t.Tones[i+1] = form.Good
		}
	}
	return s.Table(t)
}

// Text writes the plants as a table and counts them.
func (p Plants) Text(w io.Writer) error {
	_, err := fmt.Fprintf(w, "%s\n%v\nseed %d, tier %v%s%s\n", p.table(form.ScreenOf(w)), p, p.Seed, p.Tier, p.kernel(), p.broken())
	return err
}

// JSON writes the plants as an array of [Planted].
func (p Plants) JSON(w io.Writer) error { return form.JSON(w, p.Planted()) }

// Markdown writes the plants as a table.
func (p Plants) Markdown(w io.Writer) error {
	rows := p.rows()
	for _, r := range rows[1:] {
		r[1] = form.Escape(r[1])
	}
	_, err := fmt.Fprintf(w, "%s\n%v; tier %v, seed %d%s.\n", form.Markdown(rows), p, p.Tier, p.Seed, p.broken())
	return err
}
