package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"assay/cmd/verify/figure"
	"assay/props"
)

func (p *program) figureCommand() *cobra.Command {
	f := newFlags()
	out := option[destination]{kind: "FILE", parse: parseDrawing}
	c := &cobra.Command{
		Use:   "figure ID",
		Short: "run a published figure again and draw it",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("figure: got %d arguments, want one of %s", len(args), strings.Join(figureIDs(), ", "))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return p.figure(c.Context(), args[0], out.value, f) },
	}
	c.Flags().Var(&out, "out", "the drawing, required: a file that ends in .svg or .png")
	c.Flags().Var(&f.seed, "seed", "master seed: a number, or random to pick one")
	c.Flags().Var(&f.tier, "tier", "quick, standard or deep: deep runs every figure at its published size")
	return c
}

func parseDrawing(s string) (destination, error) {
	if _, err := figure.FormatOf(s); err != nil {
		return destination{}, fmt.Errorf("--out %w", err)
	}
	return destination{"out", s}, nil
}

func figureIDs() (ids []string) {
	for _, f := range props.Figures() {
		ids = append(ids, f.Claim.ID)
	}
	return ids
}

// figure runs the figure and draws it into the file; it prints title and caption. A file
// that cannot be written is refused before the run.
func (p *program) figure(ctx context.Context, id string, out destination, f *flags) error {
	chosen, ok := props.FindFigure(id)
	if !ok {
		return fmt.Errorf("figure: unknown figure %q, want one of %s", id, strings.Join(figureIDs(), ", "))
	}
	if out.path == "" {
		return fmt.Errorf("figure: no --out, want a file that ends in .svg or .png")
	}
	format, err := figure.FormatOf(out.path)
	if err != nil {
		return fmt.Errorf("--out %w", err)
	}
	if err := out.check(); err != nil {
		return err
	}
	drawn, err := chosen.Run(ctx, f.tier.value, f.seed.value)
	if err != nil && ctx.Err() != nil {
		p.code = exitInterrupted
		return nil
	}
	if err != nil {
		return err
	}
	if err := out.write(func(w io.Writer) error { return figure.Draw(w, drawn, format) }); err != nil {
		return err
	}
	fmt.Fprintf(&p.out, "%s\n\n", drawn.Title)
	for _, line := range strings.Split(text.WrapSoft(drawn.Caption, 80), "\n") {
		fmt.Fprintln(&p.out, strings.TrimRight(line, " "))
	}
	fmt.Fprintf(&p.out, "\nseed %d, tier %s\n", f.seed.value, f.tier.value)
	return nil
}
