package command

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"assay/cmd/verify/diff"
)

func (p *program) diffCommand() *cobra.Command {
	f := newFlags()
	timings := option[[2]string]{kind: "OLD,NEW", parse: parsePair}
	c := &cobra.Command{
		Use:   "diff OLD.json NEW.json",
		Short: "compare two reports, - for standard input: verdicts, constants, coverage, time",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("diff: got %d arguments, want two reports that --format json wrote, the old one first", len(args))
			}
			piped := 0
			for _, path := range []string{args[0], args[1], timings.value[0], timings.value[1]} {
				if path == diff.Stdin {
					piped++
				}
			}
			if piped > 1 {
				return fmt.Errorf("diff: %d of the files are -, standard input: want it once, and the others in files", piped)
			}
			return nil
		},
		ValidArgsFunction: cobra.FixedCompletions([]string{"json"}, cobra.ShellCompDirectiveFilterFileExt),
		RunE: func(c *cobra.Command, args []string) error {
			return p.diff(c.Context(), f.format.value, args[0], args[1], timings.value)
		},
	}
	c.Flags().Var(&f.format, "format", "form of the output: text, json or markdown")
	c.Flags().Var(&timings, "timings", "also compare the time: two files that --timings wrote, with a comma between")
	return c
}

// diff compares two reports. A verdict that was as expected and no longer is
// makes the exit code 1.
func (p *program) diff(ctx context.Context, format, before, after string, timings [2]string) error {
	type comparison struct {
		text        bytes.Buffer
		regressions int
	}
	c, err := unlessInterrupted(ctx, func(context.Context) (*comparison, error) {
		d, err := compare(before, after, timings)
		if err != nil {
			return nil, err
		}
		c := &comparison{regressions: d.Regressions}
		screen := p.screen()
		screen.Writer = &c.text
		return c, render(screen, format, d)
	})
	if ctx.Err() != nil && c == nil {
		p.interrupted("nothing is compared")
		return nil
	}
	if err != nil {
		return err
	}
	if c.regressions > 0 {
		p.code = exitUnexpected
	}
	p.out = c.text
	return nil
}

// compare reads the two reports, and their timings if there are any, and compares them.
func compare(before, after string, timings [2]string) (*diff.Diff, error) {
	was, err := diff.Read(before)
	if err != nil {
		return nil, err
	}
	is, err := diff.Read(after)
	if err != nil {
		return nil, err
	}
	d := diff.Compare(was, is)
	if timings[0] == "" {
		return d, nil
	}
	old, err := diff.ReadTimings(timings[0], was)
	if err != nil {
		return nil, err
	}
	current, err := diff.ReadTimings(timings[1], is)
	if err != nil {
		return nil, err
	}
	d.Time = diff.Paces(old, current)
	return d, nil
}

func parsePair(s string) (pair [2]string, err error) {
	before, after, ok := strings.Cut(s, ",")
	if !ok || before == "" || after == "" || strings.Contains(after, ",") {
		return pair, fmt.Errorf("--timings %q: want two files with a comma between, OLD,NEW", s)
	}
	return [2]string{before, after}, nil
}
