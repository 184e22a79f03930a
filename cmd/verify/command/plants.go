package command

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"assay/cmd/verify/report"
	"assay/props"
)

func (p *program) plantsCommand() *cobra.Command {
	f := newFlags()
	f.tier.value, f.tier.text = props.Quick, props.Quick.String()
	c := &cobra.Command{
		Use:   "plants",
		Short: "put errors into the claims; each must be refuted",
		Long: `Plants runs the chosen claims with errors put into them: a limit times 1.2, an
exponent plus .3, a probability capped at .9, a term off by a millionth. Each
planted claim must come out REFUTED: a check that lets an error pass does not
judge its claim.

Exit codes: 0 every planted claim is refuted; 1 one is not, or a claim has no
plant; 2 wrong usage; 130 interrupted.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("plants: unexpected argument %q: want none, or --run %s to choose claims", args[0], args[0])
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return p.plants(c.Context(), f) },
	}
	f.addSelection(c.Flags())
	c.Flags().Var(&f.seed, "seed", "master seed: a number, or random to pick one and print it")
	c.Flags().Var(&f.tier, "tier", "how far to look: quick, standard or deep")
	c.Flags().Var(&f.jobs, "jobs", "processors to use (default all); the output does not depend on it")
	return c
}

// plants runs the chosen checks and renders how the planted claims fared.
func (p *program) plants(ctx context.Context, f *flags) error {
	if _, err := f.chosen(p.suite); err != nil {
		return err
	}
	r, _, err := p.verdicts(ctx, f)
	all := report.Plants{Run: r}
	switch {
	case err == nil && all.Refuted():
		p.code = exitExpected
	case err == nil:
		p.code = exitUnexpected
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		r.Interrupted = true
		p.interrupted("what follows is incomplete")
	default:
		return err
	}
	return p.render(f.format.value, all)
}
