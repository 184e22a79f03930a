package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"assay/props"
)

// columns lays out rows under a header, by display width; the numbered columns
// (from 1) are set flush right. Line i+1 of the result is row i.
func columns(header table.Row, rows []table.Row, right ...int) []string {
	w := table.NewWriter()
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Format.Header = text.FormatDefault
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	w.SetStyle(style)
	w.SuppressTrailingSpaces()
	w.AppendHeader(header)
	w.AppendRows(rows)
	var configs []table.ColumnConfig
	for _, n := range right {
		configs = append(configs, table.ColumnConfig{Number: n, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	w.SetColumnConfigs(configs)
	return strings.Split(w.Render(), "\n")
}

// Text writes the verdicts as a table, each with the lines that explain it, and
// a summary.
func (r *Run) Text(w io.Writer) error {
	rows := make([]table.Row, len(r.Verdicts))
	for i := range r.Verdicts {
		v := &r.Verdicts[i]
		cases, worst := "–", "–"
		if v.Outcome != props.Open {
			cases = fmt.Sprint(v.Cases)
		}
		if v.Residual != nil {
			worst = Short(v.Worst)
		}
		rows[i] = table.Row{v.Claim.ID, v.Claim.Expect.String(), v.Outcome, cases, worst, oneLine(v.Claim.Source.String())}
	}
	var out strings.Builder
	for i, line := range columns(table.Row{"claim", "expected", "verdict", "cases", "worst", "source"}, rows, 4, 5) {
		fmt.Fprintln(&out, line)
		if i == 0 {
			continue
		}
		for _, note := range notes(&r.Verdicts[i-1]) {
			fmt.Fprintln(&out, "    "+note)
		}
	}
	fmt.Fprintf(&out, "\n%v\nerror budget %s, seed %d, tier %v\n", r.Count(), Short(props.Budget), r.Seed, r.Tier)
	if r.Interrupted {
		fmt.Fprintln(&out, "interrupted: this run is incomplete")
	}
	_, err := io.WriteString(w, out.String())
	return err
}
