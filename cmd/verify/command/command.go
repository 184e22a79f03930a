package command

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// command is the command line: verify and its commands.
func (p *program) command() *cobra.Command {
	f := newFlags()
	root := &cobra.Command{
		Use:   p.name,
		Short: "attempt to refute every claim, and report",
		Long: `Attempts to refute every claim of the suite and prints the verdicts.` + p.duration() + `

Exit codes: 0 every claim has the verdict expected of it; 1 a verdict differs
from the expectation; 2 wrong usage or bad input; 3 something is undecided or
open; 130, 143, 129 interrupted, terminated, hung up. The manual: go doc
assay/cmd/verify`,
		Args:          rootArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return p.attempt(c.Context(), f) },
		Version:       p.version(),
		SilenceUsage:  true,
		SilenceErrors: true,

		SuggestionsMinimumDistance: 2,
	}
	f.addRun(root.Flags())
	f.addSelection(root.Flags())
	root.PersistentFlags().BoolVar(&p.quiet, "quiet", false, "say nothing on standard error but errors")
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetHelpCommand(helpCommand(root))
	root.SetFlagErrorFunc(flagError)
	root.SetOut(&p.out)
	root.SetErr(p.stderr)
	root.AddCommand(p.listCommand(), p.explainCommand(), p.plantsCommand(), p.diffCommand(), p.corpusCommand())
	if len(p.suite.Figures) > 0 {
		root.AddCommand(p.figureCommand())
	}
	if p.pins != nil {
		root.AddCommand(p.goldenCommand())
	}
	for _, t := range p.tools {
		root.AddCommand(p.toolCommand(t))
	}
	p.complete(root)
	return root
}

// duration says how long a run of the whole suite takes, where an earlier one has told.
func (p *program) duration() string {
	if len(p.costs) == 0 {
		return ""
	}
	return ` Two
processors take about half a minute in the quick tier, some minutes in the
standard one, a night in the deep one. Nothing is downloaded.`
}

// version is what built the program, and which kernels of the fast chain it has.
func (p *program) version() string {
	made := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		made = info.Main.Version
	}
	v := fmt.Sprintf("%s %s, %s %s/%s", p.name, made, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if p.kernel != "" {
		v += fmt.Sprintf("; kernel of the checks: %s; fastest of this build on this processor: %s", p.kernel, p.fastest)
	}
	return v
}

func (p *program) listCommand() *cobra.Command {
	f := newFlags()
	c := &cobra.Command{
		Use:   "list",
		Short: "list the claims, without running anything",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("list: unexpected argument %q: want none, or --run %s to choose claims", args[0], args[0])
			}
			return nil
		},
		RunE: func(*cobra.Command, []string) error { return p.list(f) },
	}
	f.addSelection(c.Flags())
	return c
}

func (p *program) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain ID",
		Short: "state one claim in full: hypotheses, source, check, rivals",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("explain: got %d arguments, want one claim id; list shows them", len(args))
			}
			return nil
		},
		ValidArgsFunction: oneOf(p.described),
		RunE:              func(_ *cobra.Command, args []string) error { return p.explain(args[0]) },
	}
}

func rootArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := ""
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "; did you mean " + choice(near) + "?"
	} else if c.Flags().Changed("report") {
		hint = "; a path for the report follows an equals sign: --report=" + args[0]
	}
	return fmt.Errorf("unknown command %q: want %s or none%s", args[0], strings.Join(commands(c), ", "), hint)
}

// commands is the names of the commands.
func commands(root *cobra.Command) (names []string) {
	for _, c := range root.Commands() {
		if c.Hidden {
			continue
		}
		names = append(names, c.Name())
	}
	return names
}

func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:               "help [command]",
		Short:             "help on a command",
		ValidArgsFunction: oneOf(func() []string { return commands(root) }),
		RunE: func(_ *cobra.Command, args []string) error {
			c, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 || c == nil {
				return fmt.Errorf("help: unknown command %q: want %s%s", strings.Join(args, " "), strings.Join(commands(root), ", "),
					didYouMean(strings.Join(args, " "), commands(root)))
			}
			c.InitDefaultHelpFlag()
			return c.Help()
		},
	}
}

// flagError names the flag or value, and what is allowed.
func flagError(c *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &invalid) && invalid.GetFlag().Value.Type() == "bool":
		return fmt.Errorf("--%s %q: want true or false", invalid.GetFlag().Name, invalid.GetValue())
	case errors.As(err, &invalid) && invalid.GetFlag().Value.Type() == "int":
		return fmt.Errorf("--%s %q: want a whole number", invalid.GetFlag().Name, invalid.GetValue())
	case errors.As(err, &invalid) && invalid.GetFlag().Value.Type() == "float64":
		return fmt.Errorf("--%s %q: want a number", invalid.GetFlag().Name, invalid.GetValue())
	case errors.As(err, &invalid):
		return invalid.Unwrap() // ours: it names flag, value and what is allowed
	}
	var known []string
	c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, "--"+f.Name) })
	hint := ""
	if unknown := new(pflag.NotExistError); errors.As(err, &unknown) {
		hint = didYouMean("--"+unknown.GetSpecifiedName(), known)
	}
	return fmt.Errorf("%w: %s takes %s%s", err, c.CommandPath(), strings.Join(known, ", "), hint)
}

// rendered is anything that can be written in the three formats.
type rendered interface {
	Text(io.Writer) error
	JSON(io.Writer) error
	Markdown(io.Writer) error
}

func (p *program) render(format string, r rendered) error { return render(p.screen(), format, r) }

func render(w io.Writer, format string, r rendered) error {
	switch format {
	case "json":
		return r.JSON(w)
	case "markdown":
		return r.Markdown(w)
	}
	return r.Text(w)
}
