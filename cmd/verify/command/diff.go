package command

import (
	"errors"
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
			if args[0] == diff.Stdin && args[1] == diff.Stdin {
				return errors.New("diff: both reports are -, standard input: want one of them in a file")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			return p.diff(f.format.value, args[0], args[1], timings.value)
		},
	}
	c.Flags().Var(&f.format, "format", "form of the output: text, json or markdown")
	c.Flags().Var(&timings, "timings", "also compare the time: two files that --timings wrote, with a comma between")
	return c
}

// diff compares two reports. A verdict that was as expected and no longer is
// makes the exit code 1.
func (p *program) diff(format, before, after string, timings [2]string) error {
	was, err := diff.Read(before)
	if err != nil {
		return err
	}
	is, err := diff.Read(after)
	if err != nil {
		return err
	}
	d := diff.Compare(was, is)
	if timings[0] != "" {
		old, err := diff.ReadTimings(timings[0], was)
		if err != nil {
			return err
		}
		current, err := diff.ReadTimings(timings[1], is)
		if err != nil {
			return err
		}
		d.Time = diff.Paces(old, current)
	}
	if d.Regressions > 0 {
		p.code = exitUnexpected
	}
	return p.render(format, d)
}

func parsePair(s string) (pair [2]string, err error) {
	before, after, ok := strings.Cut(s, ",")
	if !ok || before == "" || after == "" || strings.Contains(after, ",") {
		return pair, fmt.Errorf("--timings %q: want two files with a comma between, OLD,NEW", s)
	}
	return [2]string{before, after}, nil
}
