package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/cmd/verify/diff"
	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
	"assay/props"
	"assay/props/strict"
)

// corpusFlags are the values of the commands below corpus.
type corpusFlags struct {
	file   option[destination] // empty for the one of the checkout
	why    option[string]      // empty for what the report says
	errata bool
}

func (p *program) corpusCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "corpus",
		Short: "list, add and remove the cases that refuted a claim once",
		Long: `Cases of properties that refuted a claim once are kept by their draws, and tried
first in every later run of the command and of go test. They stand in a file of
the sources, which is embedded in the program: what is added to it is tried by
programs built after that.

Exit codes: 0 done; 2 wrong usage or bad input; 130 interrupted.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("corpus: unknown command %q: want %s", args[0], strings.Join(commands(c), ", "))
			}
			return fmt.Errorf("corpus: no command: want %s", strings.Join(commands(c), ", "))
		},
		RunE: func(*cobra.Command, []string) error { return nil }, // refused by its arguments
	}
	root.AddCommand(p.corpusListCommand(), p.corpusAddCommand(), p.corpusRemoveCommand())
	return root
}

func newCorpusFlags() *corpusFlags {
	return &corpusFlags{
		file: option[destination]{kind: "PATH", parse: func(s string) (destination, error) {
			if s == "" {
				return destination{}, fmt.Errorf("--file %q: want a path", s)
			}
			return destination{"file", s}, nil
		}},
		why: option[string]{kind: "TEXT", parse: func(s string) (string, error) {
			if s == "" || s != form.Line(s) {
				return "", fmt.Errorf("--why %q: want a text of one line", s)
			}
			return s, nil
		}},
	}
}

func (p *program) corpusListCommand() *cobra.Command {
	f, kept := newFlags(), newCorpusFlags()
	c := &cobra.Command{
		Use:   "list",
		Short: "list the kept cases, and those that cannot be tried",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("corpus list: unexpected argument %q: want none, or --run %s to choose claims", args[0], args[0])
			}
			return nil
		},
		RunE: func(*cobra.Command, []string) error { return p.corpusList(f, kept) },
	}
	f.addSelection(c.Flags())
	c.Flags().Var(&kept.file, "file", "a corpus in a file (default the one that the program has embedded)")
	return c
}

// corpusList renders the kept cases without trying them.
func (p *program) corpusList(f *flags, kept *corpusFlags) error {
	c := p.suite.Corpus
	if kept.file.value.path != "" {
		var err error
		if c, err = readCorpus(kept.file.value.path, false); err != nil {
			return err
		}
	} else if err := c.Damage(); err != nil {
		return err
	}
	if f.run.value != nil {
		c.Cases = slices.DeleteFunc(slices.Clone(c.Cases), func(k props.Kept) bool { return !f.run.value.MatchString(k.Claim) })
	}
	return p.render(f.format.value, report.Corpus{Cases: c.Cases, Fit: p.suite.Fit})
}

func (p *program) corpusAddCommand() *cobra.Command {
	f := newCorpusFlags()
	c := &cobra.Command{
		Use:   "add FILE.json...",
		Short: "keep the counterexamples of a report, or the cases of another corpus",
		Long: `Keeps the counterexamples of reports that --format json wrote, of the claims whose
verdict is not the expected one, and the cases of other corpora; - is standard
input. A case that is kept already is left as it is. What cannot be kept is named:
the counterexample of an experiment comes with its seed.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("corpus add: no file: want reports that --format json wrote, or corpora")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return p.corpusAdd(c.Context(), f, args) },
	}
	c.Flags().Var(&f.file, "file", "the corpus to add to (default that of the checkout around this folder)")
	c.Flags().Var(&f.why, "why", "why the cases of a report are kept (default what each of them refuted)")
	c.Flags().BoolVar(&f.errata, "errata", false, "also keep the counterexamples of errata that are refuted as expected")
	return c
}

// corpusAdd keeps what the files have, or says of each case why it is not kept.
func (p *program) corpusAdd(ctx context.Context, f *corpusFlags, paths []string) error {
	file, c, err := p.corpusFile(f)
	if err != nil {
		return err
	}
	found, err := unlessInterrupted(ctx, func(context.Context) ([]finding, error) { return p.findings(f, paths) })
	if ctx.Err() != nil {
		p.interrupted("nothing is kept")
		return nil
	}
	if err != nil {
		return err
	}
	var says strings.Builder // once it is true
	added := 0
	for _, one := range found {
		k := one.kept
		fitted, err := p.suite.Fit(k)
		switch {
		case one.not != "":
			fmt.Fprintf(&says, "not kept: %s: %s\n", k.Claim, one.not)
		case err != nil:
			return fmt.Errorf("corpus add: %s: %w", one.path, err)
		case slices.ContainsFunc(c.Cases, func(before props.Kept) bool { return before.Key() == k.Key() }):
			fmt.Fprintf(&says, "kept already: %s\n", k.Key())
		default:
			c.Cases = append(c.Cases, fitted)
			added++
			fmt.Fprintf(&says, "kept: %s: %s\n", k.Key(), form.Line(string(fitted.Draws)))
		}
	}
	if added == 0 {
		fmt.Fprintf(&p.out, "%snothing to add\n", says.String())
		return nil
	}
	if err := p.writeCorpus(file, c); err != nil {
		return err
	}
	fmt.Fprintf(&p.out, "%s%s added to %s\n", says.String(), form.Plural(added, "case"), form.Line(file.path))
	return nil
}

func (p *program) corpusRemoveCommand() *cobra.Command {
	f := newCorpusFlags()
	c := &cobra.Command{
		Use:   "remove CASE...",
		Short: "remove kept cases by their names, as list shows them",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("corpus remove: no case: want names as corpus list shows them")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return p.corpusRemove(f, args) },
	}
	c.Flags().Var(&f.file, "file", "the corpus to remove from (default that of the checkout around this folder)")
	return c
}

// corpusRemove removes all of the cases or, if one is not there, none.
func (p *program) corpusRemove(f *corpusFlags, keys []string) error {
	file, c, err := p.corpusFile(f)
	if err != nil {
		return err
	}
	var says strings.Builder // once it is true
	for _, key := range slices.Compact(slices.Sorted(slices.Values(keys))) {
		i := slices.IndexFunc(c.Cases, func(k props.Kept) bool { return k.Key() == key })
		if i < 0 {
			return fmt.Errorf("corpus remove: no case %q in %s: want a name as corpus list shows it", key, file.path)
		}
		c.Cases = slices.Delete(c.Cases, i, i+1)
		fmt.Fprintf(&says, "removed: %s\n", key)
	}
	if err := p.writeCorpus(file, c); err != nil {
		return err
	}
	fmt.Fprintf(&p.out, "%s%s left in %s\n", says.String(), form.Plural(len(c.Cases), "case"), form.Line(file.path))
	return nil
}

// corpusFile is the corpus to change: that of the flag, or of the checkout around the folder that the
// program runs in. A file that is not there is an empty corpus.
func (p *program) corpusFile(f *corpusFlags) (destination, props.Corpus, error) {
	file := f.file.value
	if file.path == "" {
		path, err := p.checkedOut(p.suite.Corpus.Path)
		if err != nil {
			return file, props.Corpus{}, err
		}
		file = destination{"file", path}
	}
	c, err := readCorpus(file.path, true)
	if err != nil {
		return file, c, err
	}
	return file, c, p.writable(file)
}

// readCorpus reads the corpus of a file; one that may be missing is then empty.
func readCorpus(path string, missing bool) (props.Corpus, error) {
	text, err := os.ReadFile(path)
	switch {
	case missing && errors.Is(err, fs.ErrNotExist):
		return props.Corpus{Path: path}, nil
	case err != nil:
		return props.Corpus{}, fmt.Errorf("--file %q: cannot read: %w; want a corpus", path, reason(err))
	}
	return props.ParseCorpus(path, text)
}

// writeCorpus writes the cases in the order of the claims.
func (p *program) writeCorpus(file destination, c props.Corpus) error {
	place := map[string]int{}
	for i, claim := range p.suite.Claims {
		place[claim.ID] = i - len(p.suite.Claims) // of others 0: they come last
	}
	slices.SortStableFunc(c.Cases, func(a, b props.Kept) int {
		return cmp.Or(cmp.Compare(place[a.Claim], place[b.Claim]), cmp.Compare(a.Key(), b.Key()))
	})
	return file.write(c.Write)
}

// finding is a case that was found, or why it is not kept.
type finding struct {
	path string
	kept props.Kept
	not  string
}

// findings is what the files have, in their order.
func (p *program) findings(f *corpusFlags, paths []string) (all []finding, err error) {
	for _, path := range paths {
		text, err := diff.Contents(path)
		name := path
		if path == diff.Stdin {
			name = "standard input"
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		schema, err := strict.Schema(text, "verify --format json or verify corpus add", report.Schema, props.CorpusSchema)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if schema == props.CorpusSchema {
			c, err := props.ParseCorpus(name, text)
			if err != nil {
				return nil, err
			}
			for _, k := range c.Cases {
				all = append(all, finding{path: name, kept: k})
			}
			continue
		}
		d, err := diff.Parse(path, text)
		if err != nil {
			return nil, err
		}
		for i := range d.Claims {
			if r := &d.Claims[i]; r.Refuting > 0 && (f.errata || !r.AsExpected) {
				all = append(all, p.foundBy(f, name, d, r))
			}
		}
	}
	return all, nil
}

// foundBy is the counterexample of a claim.
func (p *program) foundBy(f *corpusFlags, path string, d *report.Document, r *report.Result) finding {
	one := finding{path: path, kept: props.Kept{Claim: r.ID, Draws: r.Draws, Why: f.why.value}}
	if len(r.Draws) == 0 || string(r.Draws) == "null" {
		one.not = fmt.Sprintf("not a case of a property with draws that have a form: %s does it again", r.Reproduce)
		return one
	}
	one.kept.Found = fmt.Sprintf("%s, seed %d, tier %s, %s %s/%s, rapid %s",
		p.now().UTC().Format("2006-01-02"), d.Seed, d.Tier, d.Facts.Go, d.Facts.OS, d.Facts.Arch, d.Facts.Rapid)
	if one.kept.Why == "" {
		one.kept.Why = r.Refutation()
	}
	return one
}
