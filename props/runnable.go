package props

import (
	"context"
	"errors"
	"fmt"

	"pgregory.net/rapid"

	"assay/theory/claim"
)

// runnable is one check, of either kind, in the form the engine runs.
type runnable[C, M any] struct {
	claim   *claim.Claim
	cases   ByTier[int]
	grid    func(Tier) []C
	draw    func(*rapid.T) C
	tests   int
	measure func(*Lab, C) (M, error)
	law     Law[C, M]
	control Law[C, M]
	rivals  []Rival[C, M]
	plants  []Plant[C, M]
	limit   string
	shrink  bool
}

func (t *runnable[C, M]) Claim() *claim.Claim { return t.claim }
func (t *runnable[C, M]) Statistical() bool   { return t.tests > 0 }
func (t *runnable[C, M]) Tests() int          { return t.tests }
func (t *runnable[C, M]) Cheap() bool         { return t.shrink }

// rows is the cases of the grid. A panic there is an error.
func (t *runnable[C, M]) rows(tier Tier) ([]C, error) {
	return guarded(func() ([]C, error) { return t.grid(tier), nil })
}

// Size is the number of cases; those of a grid that cannot be had are not counted.
func (t *runnable[C, M]) Size(tier Tier) int {
	rows, _ := t.rows(tier)
	return len(rows) + t.cases.At(tier)
}

func (t *runnable[C, M]) RivalNames() []string {
	names := make([]string, len(t.rivals))
	for i, r := range t.rivals {
		names[i] = r.Name
	}
	return names
}

func (t *runnable[C, M]) Limit() string { return t.limit }

func (t *runnable[C, M]) PlantNames() []string {
	names := make([]string, len(t.plants))
	for i, p := range t.plants {
		names[i] = p.Name
	}
	return names
}

func (t *runnable[C, M]) plantsOf(tier Tier) []string {
	names := t.PlantNames()
	for i, p := range t.plants {
		if p.From > tier {
			names[i] = ""
		}
	}
	return names
}

const leastRivals = 2

// Validate refuses a check that could not be trusted whatever it measures.
func (t *runnable[C, M]) Validate() error {
	var errs []error
	complain := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if t.claim == nil {
		return errors.New("check without a claim")
	}
	if t.measure == nil || t.law == nil {
		complain("no measurement or no law")
	}
	if t.draw == nil && t.cases.At(Quick) > 0 {
		complain("%d cases to draw and no generator", t.cases.At(Quick))
	}
	if _, err := t.rows(Quick); err != nil {
		complain("its cases: %w", err)
	} else if t.Size(Quick) == 0 {
		complain("no cases in the quick tier")
	}
	if len(t.rivals) < leastRivals {
		complain("%d rivals, want at least %d", len(t.rivals), leastRivals)
	}
	seen := map[string]bool{}
	for _, r := range t.rivals {
		if r.Name == "" || seen[r.Name] || (r.Law == nil) == (r.Measure == nil) {
			complain("rival %q: want a name of its own and either a law or a simulator", r.Name)
		}
		seen[r.Name] = true
	}
	if len(t.plants) == 0 {
		complain("no plant, want at least one error that is put into the claim itself")
	}
	planted := map[string]bool{}
	for _, p := range t.plants {
		if p.Name == "" || planted[p.Name] || (p.Law == nil) == (p.Measure == nil) {
			complain("plant %q: want a name of its own and either a law or a simulator", p.Name)
		}
		planted[p.Name] = true
	}
	if (t.claim.Expect == claim.Erratum) != (t.control != nil) {
		complain("expectation %s with control %t: an erratum, and only an erratum, has a control", t.claim.Expect, t.control != nil)
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("check of %s: %w", t.claim.ID, err)
	}
	return nil
}

// rivalCases is on how many cases a wrong simulator is run: the evidence of the
// law is no use to it, so it is kept small.
const rivalCases = 25

// gather draws, measures and judges, on the processor that its caller holds and on others.
func (t *runnable[C, M]) gather(b *bench) Evidence {
	cases := t.grid(b.options.Tier)
	drawn, err := drawCases(b, t)
	if err != nil {
		return Evidence{Failure: err.Error()}
	}
	rows := len(cases)
	cases = append(cases[:rows:rows], drawn...)
	e := Evidence{Kept: t.tryKept(b), Cases: make([]CaseEvidence, len(cases)), Rows: rows}
	_ = b.spread(context.WithoutCancel(b.ctx), len(cases), func(i int) error { // each case fails for itself
		e.Cases[i] = t.one(b, i, cases[i], len(cases))
		b.done(1)
		return nil
	})
	if e.reading().Refuted() && t.shrink {
		if c, ok := shrinkCase(b, t, len(drawn)); ok {
			small := t.one(b, -1, c, len(cases))
			e.Counterexample = &small
		}
		if err := b.ctx.Err(); err != nil { // it would be larger than that of a complete run
			e.Failure = err.Error()
		}
	}
	return e
}

// one is the evidence of one case.
func (t *runnable[C, M]) one(b *bench, i int, c C, total int) (e CaseEvidence) {
	defer func() {
		if p := recover(); p != nil {
			e.fail(panicked(p))
		}
	}()
	if err := b.ctx.Err(); err != nil {
		e.fail(err)
		return e
	}
	lab := t.lab(b, i, total)
	cache, run := b.options.Cache, b.options.Calibration
	if !cache.keeps(b.claim) {
		return t.observe(lab, c).evidence
	}
	s := cached(cache, b.claim, i, func() measurement[M] { return t.observe(lab, c) })
	e = s.evidence
	if run == nil || !e.valid() {
		return e
	}
	j := &Judge{alpha: lab.Alpha, null: newNull(run, Seed(run.Seed, b.claim, i))}
	if t.control != nil { // what an erratum says is not the truth
		e.Control = judged(t.control, c, s.measured, j)
	} else {
		e.Law = judged(t.law, c, s.measured, j)
	}
	return e
}

// lab is where the i-th of so many cases is measured: they share the level.
func (t *runnable[C, M]) lab(b *bench, i, total int) *Lab {
	return b.lab(i, b.alpha/float64(max(1, t.tests*total)))
}

// observe measures one case and judges the law, the control and the rivals on it.
func (t *runnable[C, M]) observe(lab *Lab, c C) (s measurement[M]) {
	e := &s.evidence
	e.Case = Describe(c)
	m, err := t.measured(lab, t.measure, c)
	if err != nil {
		e.fail(err)
		return s
	}
	s.measured = m
	e.drew(m)
	t.judgeLaw(e, lab, c, m)
	e.Rivals = make([]Reading, len(t.rivals))
	for k, r := range t.rivals {
		e.Rivals[k] = t.wrong(lab, r, t.law, c, m)
	}
	right := t.law
	if t.control != nil {
		right = t.control
	}
	e.Plants = make([]Reading, len(t.plants))
	for k, p := range t.plants {
		if p.From <= lab.Tier {
			e.Plants[k] = t.wrong(lab, p.rival(), right, c, m)
		}
	}
	return s
}

// judgeLaw judges the law and the control on what was measured.
func (t *runnable[C, M]) judgeLaw(e *CaseEvidence, lab *Lab, c C, m M) {
	e.Law = judged(t.law, c, m, &Judge{alpha: lab.Alpha})
	if e.Law.Tests > t.tests {
		e.Failure = fmt.Sprintf("%d statistical assertions on one case, %d declared", e.Law.Tests, t.tests)
	}
	if t.control != nil {
		e.Control = judged(t.control, c, m, &Judge{alpha: lab.Alpha})
	}
	if t.shrink && e.Law.Refuted() {
		e.Draws, _ = encode(c) // a case that JSON has no form for is not kept
	}
}

// wrong is the reading of a wrong law on what was measured, or of the right law on what a wrong simulator measures.
// One that cannot be measured here is not refuted here.
func (t *runnable[C, M]) wrong(lab *Lab, r Rival[C, M], right Law[C, M], c C, m M) (reading Reading) {
	if r.Law != nil {
		return judged(r.Law, c, m, &Judge{alpha: lab.Alpha})
	}
	if lab.number >= rivalCases {
		return reading
	}
	wrong, err := t.measured(lab, r.Measure, c)
	if err != nil {
		return Reading{Undecided: err.Error()}
	}
	return judged(right, c, wrong, &Judge{alpha: lab.Alpha})
}

// measured runs a measurement; a panic is an error.
func (t *runnable[C, M]) measured(lab *Lab, measure func(*Lab, C) (M, error), c C) (M, error) {
	return guarded(func() (M, error) { return measure(lab, c) })
}

// judged reads a law on one case. An error or a panic leaves it undecided: what a law
// broken off has asserted does not count.
func judged[C, M any](law Law[C, M], c C, m M, j *Judge) (r Reading) {
	defer func() {
		if p := recover(); p != nil {
			r = Reading{Undecided: panicked(p).Error()}
		}
	}()
	if err := law(c, m, j); err != nil {
		return Reading{Undecided: err.Error()}
	}
	return j.reading
}
