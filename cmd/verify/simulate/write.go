package simulate

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"assay/cmd/verify/figure"
	"assay/cmd/verify/form"
	"assay/props"
)

// formOf is what writes the form that the ending of a path asks for, or nil.
func formOf(path string) func(io.Writer, *trajectories) error {
	switch ending := strings.ToLower(filepath.Ext(path)); ending {
	case ".csv":
		return writeCSV
	case ".jsonl":
		return writeLines
	case ".svg", ".png":
		return func(w io.Writer, t *trajectories) error { return figure.Draw(w, t.plot(), figure.Format(ending[1:])) }
	}
	return nil
}

// writeCSV writes a line for each run and step, under a header.
func writeCSV(w io.Writer, t *trajectories) error {
	out := csv.NewWriter(w)
	if err := out.Write(append([]string{"run", "t"}, t.problem.values...)); err != nil {
		return err
	}
	for i, p := range t.paths {
		for k, values := range p {
			line := []string{strconv.Itoa(i + 1), strconv.Itoa(t.problem.grid[k])}
			for _, x := range values {
				line = append(line, strconv.FormatFloat(x, 'g', -1, 64))
			}
			if err := out.Write(line); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// writeLines writes an object for each run and step, a line each.
func writeLines(w io.Writer, t *trajectories) error {
	out := bufio.NewWriter(w)
	for i, p := range t.paths {
		for k, values := range p {
			fmt.Fprintf(out, `{"run":%d,"t":%d`, i+1, t.problem.grid[k])
			for j, x := range values {
				number, err := form.Number(x).MarshalJSON()
				if err != nil {
					return err
				}
				fmt.Fprintf(out, `,%q:%s`, t.problem.values[j], number)
			}
			fmt.Fprintln(out, "}")
		}
	}
	return out.Flush()
}

// drawn is how many runs a figure shows, the first ones.
const drawn = 8

// plot is the figure of the runs.
func (t *trajectories) plot() props.Plot {
	p := t.problem
	shown := slices.Index(p.values, p.shown)
	plot := props.Plot{
		Title: p.title, Caption: p.says,
		X: props.Axis{Label: "step t", Log: p.log}, Y: props.Axis{Label: p.shown, Log: p.shown == "loss"},
	}
	for i, path := range t.paths[:min(drawn, len(t.paths))] {
		c := props.Curve{Name: fmt.Sprintf("run %d", i+1)}
		for k, values := range path {
			y := values[shown]
			if p.log && p.grid[k] == 0 || plot.Y.Log && !(y > 0) {
				continue // a logarithmic axis has no place for it
			}
			c.X, c.Y = append(c.X, float64(p.grid[k])), append(c.Y, y)
		}
		plot.Curves = append(plot.Curves, c)
	}
	if len(t.paths) > drawn {
		plot.Caption += fmt.Sprintf(" The first %d of %d runs.", drawn, len(t.paths))
	}
	return plot
}
