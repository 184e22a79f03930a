package audit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"assay/props"
	"assay/props/stat"
	"assay/sim"
)

// Options are the levels and the cost of an audit; a zero field stands for its default.
type Options struct {
	Alpha     float64 // of a false REFUTED, over all tests of a law: 1e-4
	Beta      float64 // of a missed violation: .01
	Violation float64 // of a distribution function, that HOLDS excludes: .25
	Seed      uint64
	// Steps bounds what is simulated of each law, in steps: 3e7. The law as stated gets eight times as many.
	Steps float64
}

func (o Options) check() (Options, error) {
	for _, f := range []struct {
		name     string
		value    *float64
		standard float64
	}{{"α", &o.Alpha, 1e-4}, {"β", &o.Beta, 0.01}, {"violation", &o.Violation, 0.25}} {
		if *f.value == 0 {
			*f.value = f.standard
		}
		if !(*f.value > 0 && *f.value < 1) {
			return o, fmt.Errorf("audit: %s = %v, want a number in (0, 1)", f.name, *f.value)
		}
	}
	if o.Steps == 0 {
		o.Steps = 3e7
	}
	if !(o.Steps >= 1) {
		return o, fmt.Errorf("audit: %v steps, want at least 1", o.Steps)
	}
	return o, nil
}

// Numbers of runs of a law that are made here.
const (
	firstRuns  = 250 // refute most laws that are wrong
	mostRuns   = 4000
	statedRuns = 20000
)

// Test is one distribution function of the numbers against that of a law.
type Test struct {
	Name       string
	Samples    int     // of the numbers
	Made       int     // made here
	Distance   float64 // of the two distribution functions, in [0, 1]
	Allowed    float64 // under the law it is more with probability at most the test's share of α
	Resolution float64 // a law that is off by so much is refuted but for β; above 1 if none is
}

// Refuted reports whether the test refutes the law.
func (t Test) Refuted() bool { return t.Distance > t.Allowed }

// Judged is a law and what the numbers say of it.
type Judged struct {
	Law
	Tests   []Test
	Skipped string // why the law was not tried; then there are no tests
}

// Compatible reports whether no test refutes the law.
func (j Judged) Compatible() bool {
	return j.Skipped == "" && !slices.ContainsFunc(j.Tests, Test.Refuted)
}

// Excess is the largest ratio of a distance to what is allowed, by which laws are put in order.
func (j Judged) Excess() (excess float64) {
	for _, t := range j.Tests {
		excess = max(excess, t.Distance/t.Allowed)
	}
	return excess
}

// Worst is the test with the largest such ratio.
func (j Judged) Worst() Test {
	return slices.MaxFunc(j.Tests, func(a, b Test) int { return cmp.Compare(a.Distance/a.Allowed, b.Distance/b.Allowed) })
}

// Result is an audit.
type Result struct {
	Outcome  props.Outcome
	Reason   string // in one sentence
	Options  Options
	Stated   Judged
	Mistakes []Judged // compatible ones first, by rising Excess; those that were skipped last
	Apart    []Apart  // of the compatible laws
	Curves   []Curve  // what the tests compare, for a picture
}

// Compatible is the mistakes that the numbers do not refute, the nearest first.
func (r Result) Compatible() (laws []Judged) {
	for _, j := range r.Mistakes {
		if j.Compatible() {
			laws = append(laws, j)
		}
	}
	return laws
}

// Apart says what would tell two compatible laws apart.
type Apart struct {
	One, Other string
	Distance   float64 // of the two laws, at least, in the test that tells most
	Test       string
	Samples    int // that would tell them apart at α and β; 0 if the test does not
}

// Curve is a distribution function, as the sample behind it in ascending order.
type Curve struct {
	Test, Law string // the law is "data" for the numbers themselves
	Values    []float64
}

// view is one number of each run.
type view struct {
	name string
	data []float64
	of   func(l Law, seen sim.Passages) float64
}

// evidence is the numbers and how a run is watched to make the like of them.
type evidence struct {
	watch sim.Watch
	views []view
	steps []step // of trajectories
}

// trial is a law under judgement.
type trial struct {
	Judged
	made [][]float64 // by view
}

// judge judges the law as stated and every mistake.
func (p Problem) judge(ctx context.Context, groups []group, o Options) (*Result, error) {
	o, err := o.check()
	if err != nil {
		return nil, err
	}
	tests := 0
	for _, g := range groups {
		if err := g.problem.check(); err != nil {
			return nil, err
		}
		tests += g.evidence.tests()
	}
	if tests == 0 {
		return nil, errors.New("audit: nothing to test, want at least one number of one run")
	}
	r := &Result{Options: o}
	stated, err := judgeLaw(ctx, groups, 0, tests, o)
	if err != nil {
		return nil, err
	}
	r.Stated = stated.Judged
	trials := []*trial{}
	for i := range groups[0].problem.Mistakes() {
		t, err := judgeLaw(ctx, groups, 1+i, tests, o)
		if err != nil {
			return nil, err
		}
		trials = append(trials, t)
	}
	slices.SortStableFunc(trials, func(a, b *trial) int {
		if c := cmp.Compare(min(1, len(b.Tests)), min(1, len(a.Tests))); c != 0 {
			return c
		}
		if a.Compatible() != b.Compatible() {
			return map[bool]int{true: -1, false: 1}[a.Compatible()]
		}
		return cmp.Compare(a.Excess(), b.Excess())
	})
	var compatible []*trial
	if stated.Compatible() {
		compatible = append(compatible, stated)
	}
	for _, t := range trials {
		r.Mistakes = append(r.Mistakes, t.Judged)
		if t.Compatible() {
			compatible = append(compatible, t)
		}
	}
	r.Apart, err = apart(compatible, o)
	if err != nil {
		return nil, err
	}
	r.decide()
	r.Curves = curves(groups, stated, trials)
	return r, nil
}

// group is the numbers of one problem: an audit over several N has several.
type group struct {
	problem  Problem
	evidence evidence
	label    string // before the names of its tests; may be empty
}

func (e evidence) tests() int {
	n := len(e.views)
	if len(e.steps) > 0 {
		n++
	}
	return n
}

// law is the law with an index: 0 as stated, then the mistakes.
func (p Problem) law(i int) Law {
	if i == 0 {
		return p.asStated()
	}
	return p.Mistakes()[i-1]
}

// judgeLaw judges one law by all groups. It is tried with few runs first, at half of the level.
func judgeLaw(ctx context.Context, groups []group, index, tests int, o Options) (*trial, error) {
	t := &trial{Judged: Judged{Law: groups[0].problem.law(index)}}
	for k, g := range groups {
		l := g.problem.law(index)
		most, budget := mostRuns, o.Steps
		if index == 0 {
			most, budget = statedRuns, 8*o.Steps
		}
		seed := func(i int) uint64 { return props.Seed(o.Seed, "audit", index, k, i) }
		var seen []sim.Passages
		for _, runs := range []int{firstRuns, most} {
			if len(g.evidence.views) == 0 {
				break
			}
			from := len(seen)
			if from > 0 {
				var walked float64
				for _, s := range seen {
					walked += float64(max(1, s.Steps)) * float64(max(1, l.how.Batch))
				}
				runs = min(runs, int(budget/(walked/float64(from))))
			}
			if runs <= from {
				break
			}
			more, err := g.problem.simulate(ctx, l, g.evidence.watch, runs-from, func(i int) uint64 { return seed(from + i) })
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			if err != nil && index == 0 {
				return nil, err
			}
			if err != nil {
				return &trial{Judged: Judged{Law: l, Skipped: err.Error()}}, nil
			}
			seen = append(seen, more...)
			made, measured, err := g.compare(l, seen, o.Alpha/float64(2*tests), o.Beta)
			if err != nil {
				return nil, err
			}
			refuted := slices.ContainsFunc(measured, Test.Refuted)
			if refuted || runs == most || from > 0 || int(budget/averageSteps(seen, l)) <= len(seen) {
				t.Tests, t.made = append(t.Tests, measured...), append(t.made, made...)
				break
			}
		}
		if len(g.evidence.steps) > 0 {
			test, err := g.rank(ctx, l, o.Alpha/float64(2*tests), o.Beta, props.Seed(o.Seed, "audit steps", index, k))
			if err != nil {
				return nil, err
			}
			if test != nil {
				t.Tests = append(t.Tests, *test)
			}
		}
	}
	if len(t.Tests) == 0 {
		t.Skipped = "it says nothing of a single step"
	}
	return t, nil
}

// averageSteps is what a run of the law costs.
func averageSteps(seen []sim.Passages, l Law) float64 {
	var walked float64
	for _, s := range seen {
		walked += float64(max(1, s.Steps)) * float64(max(1, l.how.Batch))
	}
	return walked / float64(len(seen))
}

// compare compares every view of the numbers with what was seen of the law.
func (g group) compare(l Law, seen []sim.Passages, alpha, beta float64) (made [][]float64, tests []Test, err error) {
	for _, v := range g.evidence.views {
		sample := make([]float64, len(seen))
		for i, s := range seen {
			sample[i] = v.of(l, s)
			if math.IsNaN(sample[i]) { // a path that has left for infinity
				sample[i] = math.Inf(1)
			}
		}
		t := Test{Name: g.label + v.name, Samples: len(v.data), Made: len(sample)}
		if t.Distance, err = stat.DistanceBetween(v.data, sample); err != nil {
			return nil, nil, err
		}
		if t.Allowed, err = stat.TwoSampleBand(len(v.data), len(sample), alpha); err != nil {
			return nil, nil, err
		}
		t.Resolution = t.Allowed + math.Sqrt(math.Log(1/beta)/2*(1/float64(len(v.data))+1/float64(len(sample))))
		made, tests = append(made, sample), append(tests, t)
	}
	return made, tests, nil
}

// decide is the outcome and its reason.
func (r *Result) decide() {
	worst := r.Stated.Worst()
	coarsest := slices.MaxFunc(r.Stated.Tests, func(a, b Test) int { return cmp.Compare(a.Resolution, b.Resolution) })
	switch {
	case !r.Stated.Compatible():
		r.Outcome = props.Refuted
		r.Reason = fmt.Sprintf("%s: the distribution is off by %.3g, allowed is %.3g", worst.Name, worst.Distance, worst.Allowed)
	case coarsest.Resolution > r.Options.Violation:
		r.Outcome = props.Undecided
		need := samplesFor(coarsest, r.Options)
		r.Reason = fmt.Sprintf("%s: %d samples see a violation of %.3g, wanted is %.3g, which needs %d",
			coarsest.Name, coarsest.Samples, min(1, coarsest.Resolution), r.Options.Violation, need)
	default:
		r.Outcome = props.Holds
		r.Reason = fmt.Sprintf("every distribution is within what is allowed; one off by %.3g would have been seen", coarsest.Resolution)
	}
}

// samplesFor is how many samples would see the violation in place of those of the test.
func samplesFor(t Test, o Options) int {
	scale := t.Resolution / o.Violation
	return int(math.Ceil(float64(t.Samples) * scale * scale))
}
