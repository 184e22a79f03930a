package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"assay/cmd/verify/figure"
	"assay/cmd/verify/form"
	"assay/props"
)

func (p *program) figureCommand() *cobra.Command {
	f := newFlags()
	out := option[destination]{kind: "FILE", parse: parseDrawing}
	data := option[destination]{kind: "FILE", parse: parseData}
	svgOrPNG := cobra.FixedCompletions([]string{"svg", "png"}, cobra.ShellCompDirectiveFilterFileExt)
	onlyCSV := cobra.FixedCompletions([]string{"csv"}, cobra.ShellCompDirectiveFilterFileExt)
	c := &cobra.Command{
		Use:   "figure [ID]",
		Short: "draw a figure of a claim, or list the figures",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("figure: got %d arguments, want one of %s, or none for a list", len(args), strings.Join(p.figureIDs(), ", "))
			}
			return nil
		},
		ValidArgsFunction: oneOf(p.figureIDs),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return p.figures(out.value, data.value)
			}
			return p.figure(c.Context(), args[0], out.value, data.value, f)
		},
	}
	c.Flags().Var(&out, "out", "the drawing: a file that ends in .svg or .png")
	c.Flags().Var(&data, "data", "the numbers drawn, with all digits: a file that ends in .csv")
	c.Flags().Var(&f.seed, "seed", "master seed: a number, or random to pick one")
	c.Flags().Var(&f.tier, "tier", "quick, standard or deep: deep runs every published figure at its published size")
	_ = c.RegisterFlagCompletionFunc("out", svgOrPNG) // fails where there is no such flag
	_ = c.RegisterFlagCompletionFunc("data", onlyCSV)
	return c
}

func parseDrawing(s string) (destination, error) {
	if _, err := figure.FormatOf(s); err != nil {
		return destination{}, fmt.Errorf("--out %w", err)
	}
	return destination{"out", s}, nil
}

func parseData(s string) (destination, error) {
	if ext := filepath.Ext(s); !strings.EqualFold(ext, ".csv") {
		return destination{}, fmt.Errorf("--data %q: extension %q, want .csv", s, ext)
	}
	return destination{"data", s}, nil
}

func (p *program) figureIDs() (ids []string) {
	for _, f := range p.suite.Figures {
		ids = append(ids, f.Claim.ID)
	}
	return ids
}

// figures lists the figures.
func (p *program) figures(out, data destination) error {
	if out.path != "" || data.path != "" {
		return fmt.Errorf("figure: a file and no figure to draw, want one of %s", strings.Join(p.figureIDs(), ", "))
	}
	t := form.Table{Rows: [][]string{{"figure", "of", "shows"}}}
	for _, f := range p.suite.Figures {
		of := "runs of its own"
		if f.OfEvidence() {
			of = "what the check measures"
		}
		t.Rows = append(t.Rows, []string{f.Claim.ID, of, f.Shows})
	}
	s := p.screen()
	fmt.Fprintf(s, "%s\n%s\n", s.Table(t), form.Plural(len(p.suite.Figures), "figure"))
	return nil
}

// figure runs the figure and draws it into the one file, and writes its numbers into the other; it prints
// title, caption and numbers. A file that cannot be written is refused before the run.
func (p *program) figure(ctx context.Context, id string, out, data destination, f *flags) error {
	chosen, ok := p.suite.Figure(id)
	if !ok {
		return fmt.Errorf("figure: unknown figure %q, want one of %s%s", id, strings.Join(p.figureIDs(), ", "), didYouMean(id, p.figureIDs()))
	}
	if out.path == "" && data.path == "" {
		return fmt.Errorf("figure: nothing to write, want --out with a file that ends in .svg or .png, or --data with one that ends in .csv")
	}
	if err := p.writable(out, data); err != nil {
		return err
	}
	p.says(fmt.Sprintf("running %s, tier %s", id, f.tier.value))
	plot, err := unlessInterrupted(ctx, func(ctx context.Context) (props.Plot, error) {
		return chosen.Run(ctx, props.Options{Seed: f.seed.value, Tier: f.tier.value})
	})
	if err != nil && ctx.Err() != nil {
		p.interrupted("nothing is drawn")
		return nil
	}
	if err != nil {
		return err
	}
	if data.path != "" {
		err = data.write(func(w io.Writer) error { return figure.Data(w, plot) })
	}
	err = errors.Join(err, p.draw(ctx, plot, out))
	p.describe(plot)
	fmt.Fprintf(&p.out, "\nseed %d, tier %s\n", f.seed.value, f.tier.value)
	return err
}

// draw draws the plot into the file, if there is one to be.
func (p *program) draw(ctx context.Context, plot props.Plot, out destination) error {
	if out.path == "" {
		return nil
	}
	format, err := figure.FormatOf(out.path)
	if err != nil {
		return fmt.Errorf("--out %w", err)
	}
	drawing, err := unlessInterrupted(ctx, func(context.Context) ([]byte, error) {
		var b bytes.Buffer
		err := figure.Draw(&b, plot, format)
		return b.Bytes(), err
	})
	switch {
	case err != nil && ctx.Err() != nil:
		p.interrupted("the numbers follow, and nothing is drawn")
		return nil
	case err != nil:
		return err
	}
	return out.write(func(w io.Writer) error { _, err := w.Write(drawing); return err })
}

// describe prints title, caption and numbers of a figure.
func (p *program) describe(plot props.Plot) {
	s := p.screen()
	fmt.Fprintf(s, "%s\n\n", s.Paint(form.Heading, plot.Title))
	for _, line := range form.Wrap(plot.Caption, p.page()) {
		fmt.Fprintln(s, line)
	}
	for _, t := range figureTables(plot) {
		fmt.Fprintf(s, "\n%s", s.Table(t))
	}
}

// figureTables are the numbers of a figure: those read off its curves, then those of its own tables.
func figureTables(p props.Plot) (tables []form.Table) {
	for _, t := range append([]props.Table{p.ReadOff()}, p.Tables...) {
		if len(t.Rows) == 0 {
			continue
		}
		set := form.Table{Title: t.Title, Rows: [][]string{append([]string{""}, t.Columns...)}}
		for i := range t.Columns {
			set.Right = append(set.Right, i+2)
		}
		for _, r := range t.Rows {
			cells := []string{r.Name}
			for _, x := range r.Values {
				cells = append(cells, figureNumber(x))
			}
			set.Rows = append(set.Rows, cells)
		}
		tables = append(tables, set)
	}
	return tables
}

// figureNumber is a number of a table: whole ones in full, NaN as nothing.
func figureNumber(x float64) string {
	switch {
	case math.IsNaN(x):
		return ""
	case x == math.Trunc(x) && math.Abs(x) < 1e9:
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.4g", x)
}
