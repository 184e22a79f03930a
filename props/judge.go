package props

import (
	"fmt"
	"math"
)

// Judge collects the residuals of one law on one case. It does not compare:
// [Residual.Refutes] does.
type Judge struct {
	alpha   float64 // false-alarm probability of one statistical assertion
	null    *null   // draws the evidence in a calibration; nil otherwise
	reading Reading
}

// NewJudge is a judge outside a run, whose statistical assertions are of level alpha.
func NewJudge(alpha float64) *Judge { return &Judge{alpha: alpha} }

// Reading is what the residuals so far come to.
func (j *Judge) Reading() Reading { return j.reading }

// Reading is what the residuals of one law on one case, or on all cases, come to.
type Reading struct {
	Worst      Residual  // the residual with the largest score
	Score      float64   // its score
	Assertions int       // residuals read
	Tests      int       // of these, the statistical ones
	Undecided  string    // why no verdict can rest on this reading, or ""
	Weakest    *Design   // the statistical design with the least power
	Limit      *Residual // of the second link, the residual with the largest score; nil without one
}

// Refuted reports whether a residual refutes the law.
func (r Reading) Refuted() bool { return r.Assertions > 0 && r.Worst.Refutes() }

// because is why a wrong law could not be judged on a case, as the end of a remark, or "".
func (r Reading) because() string {
	if r.Undecided == "" {
		return ""
	}
	return "; " + r.Undecided
}

// merge adds the residuals of another reading of the same law.
func (r Reading) merge(s Reading) Reading {
	if s.Assertions > 0 && (r.Assertions == 0 || s.Score > r.Score) {
		r.Worst, r.Score = s.Worst, s.Score
	}
	if s.Limit != nil && (r.Limit == nil || s.Limit.Score() > r.Limit.Score()) {
		r.Limit = s.Limit
	}
	r.Assertions += s.Assertions
	r.Tests += s.Tests
	if r.Undecided == "" {
		r.Undecided = s.Undecided
	}
	if weaker(s.Weakest, r.Weakest) {
		r.Weakest = s.Weakest
	}
	return r
}

func weaker(a, b *Design) bool {
	if a == nil || b == nil {
		return a != nil
	}
	return a.Detectable/a.Violation > b.Detectable/b.Violation
}

// Alpha is the false-alarm probability that one statistical assertion may use.
func (j *Judge) Alpha() float64 { return j.alpha }

// Equal asserts got = law within the tolerance.
func (j *Judge) Equal(what string, got, law float64, t Tolerance) {
	j.Add(Residual{What: what, Relation: Equal, Got: got, Law: law, Tolerance: t})
}

// AtMost asserts got ≤ law within the tolerance.
func (j *Judge) AtMost(what string, got, law float64, t Tolerance) {
	j.Add(Residual{What: what, Relation: AtMost, Got: got, Law: law, Tolerance: t})
}

// AtLeast asserts got ≥ law within the tolerance.
func (j *Judge) AtLeast(what string, got, law float64, t Tolerance) {
	j.Add(Residual{What: what, Relation: AtLeast, Got: got, Law: law, Tolerance: t})
}

// Undecided records why the law cannot be judged on this case.
func (j *Judge) Undecided(format string, args ...any) {
	if j.reading.Undecided == "" {
		j.reading.Undecided = fmt.Sprintf(format, args...)
	}
}

// Add adds a residual.
func (j *Judge) Add(r Residual) {
	one := Reading{Worst: r, Score: r.Score(), Assertions: 1}
	if math.IsNaN(one.Score) {
		j.Undecided("not a number: %v", r)
		return
	}
	if r.Link == LawToLimit {
		one.Limit = &r
	}
	if c := r.Tolerance.Design; c != nil && j.null.violates() {
		r = seenViolation(r)
		one.Worst, one.Score = r, r.Score()
	}
	if c := r.Tolerance.Design; c != nil {
		one.Tests, one.Weakest = 1, c
		if !j.null.drewNull() {
			j.Undecided("%s: a statistical assertion that no method of Judge made", r.What)
		}
		if c.Underpowered() {
			j.Undecided("underpowered: %s with %d samples sees a violation of %.3g, declared is %.3g; needs %d samples",
				r.What, c.Samples, c.Detectable, c.Violation, c.Needs)
		}
	}
	j.reading = j.reading.merge(one)
}
