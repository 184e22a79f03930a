package command

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"assay/cmd/verify/form"
)

// completed is how much of a statement a shell shows beside an id.
const completed = 60

// complete tells shells how the flags of a command and of those below it go on. A flag whose value has choices
// of its own needs no more; the others are known by name.
func (p *program) complete(c *cobra.Command) {
	complete := func(f *pflag.Flag, propose cobra.CompletionFunc) { _ = c.RegisterFlagCompletionFunc(f.Name, propose) } // fails for a flag that is not there, or the second time
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if v, ok := f.Value.(interface{ Choices() []string }); ok && len(v.Choices()) > 0 {
			complete(f, cobra.FixedCompletions(v.Choices(), cobra.ShellCompDirectiveNoFileComp))
			return
		}
		switch f.Name {
		case "run":
			complete(f, func(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
				all := slices.Concat(topics(p.suite), p.described())
				if c.Name() == "golden" {
					all = p.pinNames()
				}
				return beginning(begun, all), cobra.ShellCompDirectiveNoFileComp
			})
		case "report":
			complete(f, cobra.FixedCompletions([]string{"html", "md", "json", "xml"}, cobra.ShellCompDirectiveFilterFileExt))
		case "timings":
			complete(f, cobra.FixedCompletions([]string{"json"}, cobra.ShellCompDirectiveFilterFileExt))
		case "seed", "jobs":
			complete(f, cobra.NoFileCompletions)
		}
	})
	for _, below := range c.Commands() {
		p.complete(below)
	}
}

// described is the ids, each with what it says.
func (p *program) described() (all []string) {
	for _, c := range p.suite.Claims {
		says := form.Wrap(form.Line(c.Says), completed)
		if len(says) > 1 {
			says[0] += " …"
		}
		all = append(all, cobra.CompletionWithDesc(c.ID, says[0]))
	}
	return all
}

func (p *program) pinNames() (all []string) {
	for _, pin := range p.pins() {
		all = append(all, pin.Name)
	}
	return all
}

// oneOf completes the one argument of a command.
func oneOf(names func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return beginning(begun, names()), cobra.ShellCompDirectiveNoFileComp
	}
}

// beginning is the names that begin with what has been typed.
func beginning(begun string, names []string) (all []string) {
	for _, name := range names {
		if strings.HasPrefix(name, begun) {
			all = append(all, name)
		}
	}
	return all
}
