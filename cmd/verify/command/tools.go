package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"assay/props"
)

// ExitCode is what a command tells the shell, as a run of the suite does.
type ExitCode int

// The exit codes of a tool. An error is 2, a signal 128 and its number.
const (
	Expected   ExitCode = exitExpected
	Unexpected ExitCode = exitUnexpected
	Incomplete ExitCode = exitIncomplete
)

// Tool is a command that a program has beside those of every suite, for what a suite has no word for: a problem, a run
// or a figure of the user's own.
type Tool struct {
	Use, Short, Long string // as of a [cobra.Command]; the first word of Use is the name
	// Prepare declares the flags of one call and returns what runs when they are read.
	// Whatever can be refused must be refused before anything is written.
	Prepare func(flags *pflag.FlagSet) func(ctx context.Context, c *Console, args []string) error
	// Complete proposes arguments to a shell; it may be nil.
	Complete func(args []string, begun string) []string
}

// Tools adds commands to the program.
func Tools(tools ...Tool) Option {
	return func(p *program) { p.tools = append(p.tools, tools...) }
}

// Console is what a tool may do with the process that runs it.
type Console struct {
	p     *program
	files []destination
}

// In is standard input.
func (c *Console) In() io.Reader { return c.p.stdin }

// Out takes the standard output of the tool, which is written in one piece when the tool has returned without an error,
// or piece by piece by Now.
// It is a [form.Screen], so that tables fit a terminal.
func (c *Console) Out() io.Writer { return c.p.screen() }

// Watched reports whether standard output is a terminal.
func (c *Console) Watched() bool { return c.p.watched }

// Now writes to standard output at once what is known so far. What is wrong must be refused before.
func (c *Console) Now() error {
	_, err := c.p.stdout.Write(c.p.out.Bytes())
	c.p.out.Reset()
	return err
}

// Begins says on standard error what takes a while from here.
func (c *Console) Begins(what string) { c.p.says(what) }

// Ends sets the exit code.
func (c *Console) Ends(code ExitCode) { c.p.code = int(code) }

// Claim checks that files can be written, each the value of the flag that names it, before the work begins. It leaves
// nothing behind. An empty path is no file.
func (c *Console) Claim(flag, path string) error {
	if path == "" {
		return nil
	}
	c.files = append(c.files, destination{flag, path})
	return c.p.writable(c.files...)
}

// Write puts what render writes into a file that was claimed, whole or not at all.
func (c *Console) Write(path string, render func(io.Writer) error) error {
	for _, d := range c.files {
		if d.path == path {
			return d.write(render)
		}
	}
	return fmt.Errorf("file %q was not claimed", path)
}

// Self is how the program was started, for commands to repeat.
func (c *Console) Self() string { return c.p.self }

// Formats is a flag for the form of the output, one of the names given, of which the first is the default.
func Formats(set *pflag.FlagSet, names ...string) func() string {
	f := option[string]{kind: "FORMAT", value: names[0], text: names[0], choices: names, parse: func(s string) (string, error) {
		if !slices.Contains(names, s) {
			return "", fmt.Errorf("--format %q: want %s%s", s, choice(names), didYouMean(s, names))
		}
		return s, nil
	}}
	set.Var(&f, "format", "form of the output: "+choice(names))
	return func() string { return f.value }
}

// Seed is the flag --seed, a number or random.
func Seed(set *pflag.FlagSet) func() uint64 {
	f := newFlags()
	set.Var(&f.seed, "seed", "master seed: a number, or random to pick one and print it")
	return func() uint64 { return f.seed.value }
}

// TierOf is the flag --tier.
func TierOf(set *pflag.FlagSet, standard props.Tier) func() props.Tier {
	f := newFlags()
	f.tier.value, f.tier.text = standard, standard.String()
	set.Var(&f.tier, "tier", "how far to look: quick, standard or deep")
	return func() props.Tier { return f.tier.value }
}

// choice is a list for a sentence: a, b or c.
func choice(names []string) (list string) {
	for i, name := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			list += " or "
		default:
			list += ", "
		}
		list += name
	}
	return list
}

// toolCommand is a tool as a command of the program.
func (p *program) toolCommand(t Tool) *cobra.Command {
	c := &cobra.Command{Use: t.Use, Short: t.Short, Long: t.Long}
	run := t.Prepare(c.Flags())
	c.RunE = func(c *cobra.Command, args []string) error {
		ctx := c.Context()
		err := run(ctx, &Console{p: p}, args)
		if err == nil || ctx.Err() == nil || !errors.Is(err, ctx.Err()) && !errors.Is(err, context.Cause(ctx)) {
			return err
		}
		p.interrupted("what it had is lost")
		return nil
	}
	if t.Complete != nil {
		c.ValidArgsFunction = func(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
			return t.Complete(args, begun), cobra.ShellCompDirectiveDefault
		}
	}
	return c
}
