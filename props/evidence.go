package props

import (
	"encoding/json"
	"errors"
	"iter"
)

// Evidence is all that a check measured, judged law by law.
type Evidence struct {
	Kept           []CaseEvidence // the cases of the corpus, tried first
	Cases          []CaseEvidence
	Rows           int           // how many of them, the first, are the rows of a fixed grid
	Counterexample *CaseEvidence // the smallest case found that refutes the law, if it was shrunk
	Failure        string        // why there are no cases, or ""
}

// CaseEvidence is one case: the readings of the law, of the control and of
// each rival on the same measurement.
type CaseEvidence struct {
	Case     string          // the draws, as a reader wants them
	Draws    json.RawMessage // the same as the corpus keeps them, of a refuting case of a property
	Law      Reading
	Control  Reading
	Rivals   []Reading
	Plants   []Reading // those of a later tier are empty
	Invalid  string    // outside the hypotheses, and why
	Failure  string    // could not be measured, and why
	Starts   int       // starts drawn, if it draws until one meets the hypotheses
	Rejected []string  // why each start before the last was passed over
}

// drew notes the starts of what was measured, or of the error of a case that found none.
func (e *CaseEvidence) drew(m any) {
	d, ok := startsOf(m)
	if !ok {
		return
	}
	for _, why := range d.Rejected {
		e.Rejected = append(e.Rejected, reason(why.Error()))
	}
	if e.Starts = len(e.Rejected); e.valid() {
		e.Starts++
	}
}

func (e *CaseEvidence) fail(err error) {
	defer e.drew(err)
	if errors.Is(err, ErrInvalid) {
		e.Invalid = err.Error()
	} else {
		e.Failure = err.Error()
	}
}

func (e *CaseEvidence) valid() bool { return e.Invalid == "" && e.Failure == "" }

// all is the kept cases and those of the run.
func (e Evidence) all() iter.Seq[*CaseEvidence] {
	return func(yield func(*CaseEvidence) bool) {
		for _, cases := range [][]CaseEvidence{e.Kept, e.Cases} {
			for i := range cases {
				if !yield(&cases[i]) {
					return
				}
			}
		}
	}
}

// fold merges one reading of every valid case.
func (e Evidence) fold(pick func(CaseEvidence) Reading) (r Reading) {
	for c := range e.all() {
		if c.valid() {
			r = r.merge(pick(*c))
		}
	}
	return r
}

func (e Evidence) reading() Reading {
	return e.fold(func(c CaseEvidence) Reading { return c.Law })
}

// worst is the draws of the first case whose reading of the law has that score.
func (e Evidence) worst(score float64) string {
	for c := range e.all() {
		if c.valid() && c.Law.Assertions > 0 && c.Law.Score == score {
			return c.Case
		}
	}
	return ""
}

// rival is the reading of the k-th rival over all cases.
func (e Evidence) rival(k int) Reading {
	return e.fold(func(c CaseEvidence) (r Reading) {
		if k < len(c.Rivals) {
			r = c.Rivals[k]
		}
		return r
	})
}

// plant is the reading of the k-th plant over all cases.
func (e Evidence) plant(k int) Reading {
	return e.fold(func(c CaseEvidence) (r Reading) {
		if k < len(c.Plants) {
			r = c.Plants[k]
		}
		return r
	})
}

// valid counts the cases that met the hypotheses and were measured; the first
// failure is returned with it.
func (e Evidence) valid() (n int, failure string) {
	failure = e.Failure
	for c := range e.all() {
		if c.valid() {
			n++
		} else if failure == "" {
			failure = c.Failure
		}
	}
	return n, failure
}

// counterexample is the case to show for a refuted law: the shrunk one, else
// the first that refutes.
func (e Evidence) counterexample() *CaseEvidence {
	if e.Counterexample != nil && e.Counterexample.Law.Refuted() {
		return e.Counterexample
	}
	for c := range e.all() {
		if c.valid() && c.Law.Refuted() {
			return c
		}
	}
	return nil
}
