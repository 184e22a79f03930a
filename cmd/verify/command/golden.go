package command

import (
	"context"
	"fmt"
	"regexp"

	"github.com/spf13/cobra"

	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
	"assay/golden"
)

func (p *program) goldenCommand() *cobra.Command {
	f := newFlags()
	certified, verbose := false, false
	c := &cobra.Command{
		Use:   "golden",
		Short: "replay the pinned trajectories, or count correct digits",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("golden: unexpected argument %q: want none, or --run %s to choose pins", args[0], args[0])
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error {
			if certified {
				return p.digits(c.Context(), f)
			}
			return p.replay(c.Context(), f, verbose)
		},
	}
	c.Flags().Var(&f.run, "run", "only the pins, or the certified quantities, whose name matches")
	c.Flags().Var(&f.format, "format", "form of the output: text, json or markdown")
	c.Flags().BoolVar(&verbose, "verbose", false, "show the pins that are as pinned too")
	c.Flags().BoolVar(&certified, "certified", false, "count the correct digits of every certified quantity instead")
	return c
}

// replay compares every chosen pin with a run of its simulator.
func (p *program) replay(ctx context.Context, f *flags, verbose bool) error {
	var chosen []golden.Pin
	for _, pin := range p.pins() {
		if matches(f.run.value, pin.Name) {
			chosen = append(chosen, pin)
		}
	}
	if len(chosen) == 0 {
		return fmt.Errorf("--run %q: matches no pin; golden --verbose shows all of them", f.run.text)
	}
	p.says("replaying " + form.Plural(len(chosen), "pin"))
	r := report.Replay{Verbose: verbose}
	for _, pin := range chosen {
		d, err := unlessInterrupted(ctx, pin.Compare)
		if err != nil && ctx.Err() == nil {
			return err
		}
		if err != nil {
			r.Interrupted = true
			break
		}
		r.Pins = append(r.Pins, report.Replayed{Pin: pin, Departure: d})
	}
	if r.Departed() > 0 && !r.Interrupted {
		p.code = exitUnexpected
	}
	return p.render(f.format.value, &r)
}

// digits counts the correct digits of every chosen quantity.
func (p *program) digits(ctx context.Context, f *flags) error {
	p.says("computing the certified quantities")
	all, err := unlessInterrupted(ctx, p.accuracy)
	if err != nil && ctx.Err() != nil {
		p.interrupted("nothing was counted")
		return nil
	}
	if err != nil {
		return err
	}
	var chosen report.Digits
	for _, row := range all {
		if matches(f.run.value, row.Quantity+" "+row.Computation) {
			chosen = append(chosen, row)
		}
	}
	if len(chosen) == 0 {
		return fmt.Errorf("--run %q: matches no certified quantity; golden --certified shows all of them", f.run.text)
	}
	if chosen.Below() > 0 {
		p.code = exitUnexpected
	}
	return p.render(f.format.value, chosen)
}

func matches(run *regexp.Regexp, name string) bool { return run == nil || run.MatchString(name) }
