package command

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"assay/cmd/verify/report"
	"assay/props"
	"assay/theory/claim"
)

// reportPath is where the report goes if no path is given.
const reportPath = "assay-report.html"

// flags are the values of the command line.
type flags struct {
	seed      option[uint64]
	tier      option[props.Tier]
	jobs      option[int] // 0 for all processors
	run       option[*regexp.Regexp]
	format    option[string]
	report    destinations
	timings   option[destination] // empty for none
	allowOpen bool
}

func newFlags() *flags {
	return &flags{
		seed:    option[uint64]{kind: "N", value: 1, text: "1", parse: parseSeed, choices: []string{"random"}},
		tier:    option[props.Tier]{kind: "TIER", value: props.Standard, text: props.Standard.String(), parse: parseTier, choices: tiersNamed},
		jobs:    option[int]{kind: "N", parse: parseJobs},
		run:     option[*regexp.Regexp]{kind: "REGEXP", parse: parseRun},
		format:  option[string]{kind: "FORMAT", value: "text", text: formats[0], parse: parseFormat, choices: formats},
		timings: option[destination]{kind: "PATH", parse: parseTimings},
	}
}

// addSelection adds what every listing has: which claims, in which format.
func (f *flags) addSelection(set *pflag.FlagSet) {
	set.Var(&f.run, "run", "only the claims whose id matches")
	set.Var(&f.format, "format", "form of the output: text, json or markdown")
}

// addRun adds what an attempt needs.
func (f *flags) addRun(set *pflag.FlagSet) {
	set.Var(&f.seed, "seed", "master seed: a number, or random to pick one and print it")
	set.Var(&f.tier, "tier", "how far to look: quick, standard or deep")
	set.Var(&f.jobs, "jobs", "processors to use (default all); the output does not depend on it")
	set.Var(&f.report, "report", "also write a report; the ending says which: .html, .md, .json or .xml for JUnit; may be repeated")
	set.Lookup("report").NoOptDefVal = reportPath
	set.Var(&f.timings, "timings", "also write how long the run took, as JSON")
	set.BoolVar(&f.allowOpen, "allow-open", false, "let open claims not count in the exit code")
}

// option is a flag's value with its own parser, whose errors name the flag, the
// value and what is allowed.
type option[T any] struct {
	kind, text string
	value      T
	parse      func(string) (T, error)
	choices    []string // all the texts there are, or some of many; may be nil
}

// Choices is what a shell proposes.
func (o *option[T]) Choices() []string { return o.choices }

// String implements [pflag.Value].
func (o *option[T]) String() string { return o.text }

// Type implements [pflag.Value].
func (o *option[T]) Type() string { return o.kind }

// Set implements [pflag.Value].
func (o *option[T]) Set(s string) (err error) {
	o.text = s
	o.value, err = o.parse(s)
	return err
}

// randomSeeds bounds a random seed: below it JSON's readers lose no digit.
const randomSeeds = 1 << 53

func parseSeed(s string) (uint64, error) {
	if s == "random" {
		return rand.Uint64N(randomSeeds), nil
	}
	seed, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("--seed %q: want a whole number from 0 to %d, or random", s, uint64(math.MaxUint64))
	}
	return seed, nil
}

// tiersNamed are the names of the tiers.
var tiersNamed = []string{props.Quick.String(), props.Standard.String(), props.Deep.String()}

func parseTier(s string) (props.Tier, error) {
	tier, err := props.ParseTier(s)
	if err != nil {
		return 0, fmt.Errorf("--%w%s", err, didYouMean(s, tiersNamed))
	}
	return tier, nil
}

func parseJobs(s string) (int, error) {
	jobs, err := strconv.Atoi(s)
	if err != nil || jobs < 1 {
		return 0, fmt.Errorf("--jobs %q: want a whole number from 1", s)
	}
	return jobs, nil
}

func parseRun(s string) (*regexp.Regexp, error) {
	run, err := regexp.Compile(s)
	if err != nil {
		return nil, fmt.Errorf("--run %q: want a regular expression: %w", s, err)
	}
	return run, nil
}

// formats are the forms of output, of which the first is the default.
var formats = []string{"text", "json", "markdown"}

func parseFormat(s string) (string, error) {
	if !slices.Contains(formats, s) {
		return "", fmt.Errorf("--format %q: want %s%s", s, choice(formats), didYouMean(s, formats))
	}
	return s, nil
}

// destinations is a flag that may be repeated: each value is one more report.
type destinations struct{ all []destination }

// String implements [pflag.Value]: there is no report by default.
func (d *destinations) String() string { return "" }

// Type implements [pflag.Value].
func (d *destinations) Type() string { return "PATH" }

// Set implements [pflag.Value].
func (d *destinations) Set(s string) error {
	one, err := parseReport(s)
	d.all = append(d.all, one)
	return err
}

func parseReport(s string) (destination, error) {
	switch {
	case s == "":
		return destination{}, fmt.Errorf("--report %q: want a path, or --report alone for %s", s, reportPath)
	case s == "-":
		return destination{}, fmt.Errorf("--report %q: want a file, as standard output has the rest; --format says in which form", s)
	case reportForm(s) == nil:
		return destination{}, fmt.Errorf("--report %q: ending %q, want .html, .md, .json or .xml (JUnit)", s, filepath.Ext(s))
	}
	return destination{"report", s}, nil
}

// reportForm is what writes a run in the form that the ending of a path asks for, in either case of
// letters, or nil.
func reportForm(path string) func(*report.Run, io.Writer) error {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".html":
		return (*report.Run).HTML
	case ".md":
		return (*report.Run).Markdown
	case ".json":
		return (*report.Run).JSON
	case ".xml":
		return (*report.Run).JUnit
	}
	return nil
}

// isPage reports whether a report is the page, which alone has figures and correct digits.
func (d destination) isPage() bool { return strings.EqualFold(filepath.Ext(d.path), ".html") }

func parseTimings(s string) (destination, error) {
	if s == "" {
		return destination{}, fmt.Errorf("--timings %q: want a path", s)
	}
	return destination{"timings", s}, nil
}

// chosen is the claims that --run chooses; none is an error.
func (f *flags) chosen(s props.Suite) ([]*claim.Claim, error) {
	claims := s.Select(f.run.value)
	if len(claims) == 0 {
		return nil, fmt.Errorf("--run %q: matches no claim; list shows all of them%s", f.run.text, meant(f.run.text, s))
	}
	return claims, nil
}
