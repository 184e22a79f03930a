package golden

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"regexp"
	"slices"
	"strings"
)

// plain is what a pin's name may be: a path, and itself as a regular expression.
var plain = regexp.MustCompile(`^[a-z0-9-]+/[a-z0-9-]+$`)

//go:embed pins
var embedded embed.FS

// Pin is a short run of a simulator whose results are kept in a file.
type Pin struct {
	Name    string // topic/case; the file is pins/topic/case.txt
	What    string // what was run, with every number that went in
	Why     string // what a change of this pin would mean; mandatory
	Kernel  string // the function of package sim that did the work
	Seed    uint64 // the seed of the run, where Random is used
	Random  bool   // whether it is
	Bits    bool   // whether its bits are promised, see package sim; else the digits that its columns say
	Columns []Column

	replay func() ([][]float64, error)
}

// Column is one quantity of a pin and how far it may move.
type Column struct {
	Name     string
	Relative float64 // the relative difference allowed; 0 admits equal values only
	Floor    float64 // below this size the difference is relative to Floor
	Reason   string  // where Relative comes from
}

// Table is the result of a run, one row a time.
type Table struct {
	Columns []string
	Rows    [][]float64
}

// File is the path of the pin's file below pins.
func (p Pin) File() string { return p.Name + ".txt" }

// Remake is the command that writes the pin's file anew.
func (p Pin) Remake() string {
	return "go test ./golden -run 'TestPins/^" + strings.ReplaceAll(p.Name, "/", "$/^") + "$' -update -v"
}

// Replay runs the pin's simulator. It returns the error of the context when that has
// ended, and an error when the run does not give a value for every column.
func (p Pin) Replay(ctx context.Context) (Table, error) {
	if err := ctx.Err(); err != nil {
		return Table{}, err
	}
	rows, err := p.replay()
	if err != nil {
		return Table{}, fmt.Errorf("golden: pin %s: %w", p.Name, err)
	}
	for i, row := range rows {
		if len(row) != len(p.Columns) {
			return Table{}, fmt.Errorf("golden: pin %s: row %d has %d values, want %d", p.Name, i, len(row), len(p.Columns))
		}
	}
	return Table{p.columnNames(), rows}, nil
}

// Compare replays the pin and returns the first departure from its file, or nil when
// there is none. It compares by bits where these are promised, else by the columns'
// tolerances.
func (p Pin) Compare(ctx context.Context) (*Departure, error) {
	want, err := p.pinned(files())
	if err != nil {
		return nil, err
	}
	got, err := p.Replay(ctx)
	if err != nil {
		return nil, err
	}
	return p.firstDeparture(got, want, p.Bits && bitsHold()), nil
}

// pinned is the table in the pin's file.
func (p Pin) pinned(files fs.FS) (Table, error) {
	text, err := fs.ReadFile(files, p.File())
	if err != nil {
		return Table{}, fmt.Errorf("golden: pin %s has no file: %w; make it with %s", p.Name, err, p.Remake())
	}
	table, err := parse(path.Join("pins", p.File()), string(text))
	if err != nil {
		return Table{}, err
	}
	if !slices.Equal(table.Columns, p.columnNames()) {
		return Table{}, fmt.Errorf("golden: pins/%s has the columns %q, want %q", p.File(), table.Columns, p.columnNames())
	}
	return table, nil
}

func (p Pin) columnNames() []string {
	names := make([]string, len(p.Columns))
	for i, c := range p.Columns {
		names[i] = c.Name
	}
	return names
}

// files is the directory of pins as it was when the program was built.
func files() fs.FS {
	sub, err := fs.Sub(embedded, "pins")
	if err != nil {
		panic(err) // pins is a valid path
	}
	return sub
}

// Validate checks the list of pins against the embedded files. Its error names every
// pin without a name, a content, a reason, a kernel or columns, every column without
// a tolerance, every name used twice, every pin without a file and every file that no
// pin names.
func Validate() error { return validate(Pins(), files()) }

func validate(pins []Pin, files fs.FS) error {
	var wrong []error
	refuse := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf("golden: "+format, args...)) }
	named := map[string]bool{}
	for _, p := range pins {
		if named[p.File()] {
			refuse("two pins are named %s", p.Name)
		}
		named[p.File()] = true
		if !plain.MatchString(p.Name) || p.What == "" || p.Kernel == "" || len(p.Columns) < 2 || p.replay == nil {
			refuse("pin %q must have a name topic/case of lower-case letters, digits and -, a content, a kernel, a time and a quantity, and a run", p.Name)
		}
		if strings.TrimSpace(p.Why) == "" {
			refuse("pin %s has no reason", p.Name)
		}
		for _, c := range p.Columns {
			if c.Name == "" || strings.ContainsAny(c.Name, " \t\n#") || c.Reason == "" ||
				!(c.Relative >= 0 && c.Relative < 1e-6) || !(c.Floor >= 0 && c.Floor < math.Inf(1)) {
				refuse("pin %s: column %q must have a name of one word, a tolerance in [0, 1e-6) and a reason for it", p.Name, c.Name)
			}
		}
		if _, err := fs.Stat(files, p.File()); err != nil {
			refuse("pin %s has no file; make it with %s", p.Name, p.Remake())
		}
	}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !named[name] {
			refuse("no pin names the file pins/%s", name)
		}
		return err
	})
	return errors.Join(append(wrong, err)...)
}
