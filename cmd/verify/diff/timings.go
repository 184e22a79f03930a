package diff

import (
	"fmt"
	"math"
	"slices"

	"assay/cmd/verify/report"
	"assay/props/strict"
)

// TimingsSchema is the first field of the timings of a run.
const TimingsSchema = "assay timings 1"

// Timings is how long a run took. It is kept apart from the report, which is a
// function of flags and seed.
type Timings struct {
	Schema      string   `json:"schema"`
	Seed        uint64   `json:"seed"`
	Tier        string   `json:"tier"`
	Jobs        int      `json:"jobs"`
	Interrupted bool     `json:"interrupted"`
	Seconds     float64  `json:"seconds"` // of the run
	Cases       int      `json:"cases"`   // measured, within the hypotheses or not
	Claims      []Timing `json:"claims"`  // those decided, in the order of the registry
}

// Timing is what one claim took. All claims of a run share its processors:
// their seconds overlap and do not sum to the run's.
type Timing struct {
	ID      string  `json:"id"`
	Seconds float64 `json:"seconds"` // of processor time, over all processors
	Cases   int     `json:"cases"`
}

// ReadTimings reads what verify --timings wrote. It must be of the run that the
// report is of. The error is one line that names the file and what is wrong.
func ReadTimings(path string, of *report.Document) (*Timings, error) {
	var t Timings
	text, err := Contents(path)
	if err == nil {
		err = strict.Decode(text, TimingsSchema, "verify --timings", &t)
	}
	switch {
	case err != nil:
	case !(t.Seconds >= 0) || slices.ContainsFunc(t.Claims, func(c Timing) bool { return !(c.Seconds >= 0) || c.Cases < 0 }):
		err = fmt.Errorf("seconds and cases must not be negative")
	case t.Tier != of.Tier || t.Seed != of.Seed:
		err = fmt.Errorf("timings of tier %s, seed %d: the report is of tier %s, seed %d", t.Tier, t.Seed, of.Tier, of.Seed)
	}
	if err != nil {
		return nil, named(path, err)
	}
	return &t, nil
}

// Pace is the time of two runs.
type Pace struct {
	OldSeconds float64     `json:"old_seconds"`
	NewSeconds float64     `json:"new_seconds"`
	OldCases   int         `json:"old_cases"`
	NewCases   int         `json:"new_cases"`
	OldJobs    int         `json:"old_jobs"`
	NewJobs    int         `json:"new_jobs"`
	Claims     []PaceClaim `json:"claims"` // in both, the largest change first
}

// PaceClaim is the time of one claim in two runs, see [Timing].
type PaceClaim struct {
	ID         string  `json:"id"`
	OldSeconds float64 `json:"old_seconds"`
	NewSeconds float64 `json:"new_seconds"`
	OldCases   int     `json:"old_cases"`
	NewCases   int     `json:"new_cases"`
}

// Paces compares the time of two runs.
func Paces(was, is *Timings) *Pace {
	p := &Pace{was.Seconds, is.Seconds, was.Cases, is.Cases, was.Jobs, is.Jobs, []PaceClaim{}}
	before := map[string]Timing{}
	for _, c := range was.Claims {
		before[c.ID] = c
	}
	for _, c := range is.Claims {
		if b, ok := before[c.ID]; ok {
			p.Claims = append(p.Claims, PaceClaim{c.ID, b.Seconds, c.Seconds, b.Cases, c.Cases})
		}
	}
	change := func(c PaceClaim) float64 { return math.Abs(c.NewSeconds - c.OldSeconds) }
	slices.SortStableFunc(p.Claims, func(a, b PaceClaim) int {
		switch x, y := change(a), change(b); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return p
}
