package singleindex

import (
	"errors"
	"fmt"
	"math"
	"sync"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// stepRule is a step size δ(N), one for the search and one for the descent.
type stepRule struct {
	name    string
	edge    float64 // d₀, of the critical rule that it is or starts from
	search  func(n int) float64
	descent func(n int) float64 // nil: the same
}

func (r stepRule) down(n int) float64 {
	if r.descent == nil {
		return r.search(n)
	}
	return r.descent(n)
}

// criticalRule is δ = d₀N^{−(k−2)/2}, a constant for k ≤ 2.
func criticalRule(d0 float64, k int) stepRule {
	return stepRule{
		name:   fmt.Sprintf("delta = %v N^{-%v/2}", d0, max(k-2, 0)),
		edge:   d0,
		search: func(n int) float64 { return d0 * math.Pow(float64(n), -float64(max(k-2, 0))/2) },
	}
}

// withinRule is the critical rule divided by (log N/log from)^{3/2}: it is inside the window
// of Theorem 1.3 for α = α_c (log N)^{5/2} up to constants.
func withinRule(d0 float64, k, from int) stepRule {
	edge := criticalRule(d0, k)
	return stepRule{
		name: edge.name + fmt.Sprintf(" (log N/log %d)^{-3/2}", from),
		edge: d0,
		search: func(n int) float64 {
			return edge.search(n) * math.Pow(math.Log(float64(n))/math.Log(float64(from)), -1.5)
		},
	}
}

// resteppedRule is a rule with its step size set anew to a constant for the descent.
func resteppedRule(rule stepRule, delta float64) stepRule {
	rule.name += fmt.Sprintf(", then %v", delta)
	rule.descent = func(int) float64 { return delta }
	return rule
}

// phaseCase is a model on a ladder of dimensions, started uniformly on the half-sphere.
type phaseCase struct {
	row    zooRow
	rule   stepRule
	Eta    float64
	Ladder []int
	inside bool // inside the window of Theorem 1.3, not at its edge
}

func (c phaseCase) String() string {
	return fmt.Sprintf("%s, %s, eta = %v, N = %v", c.row.name, c.rule.name, c.Eta, c.Ladder)
}

// phaseRung is what was seen at one N, and what theory has to say about this N.
type phaseRung struct {
	N           int
	Up, Down    float64   // δ in the search, in the descent
	Search      []float64 // τ_η; +Inf where it exceeds Cap
	Descent     []float64 // τ_{1−η} − τ_η of those that searched within Cap, from a start below η
	Share       []float64 // τ_η/τ_{1−η} of all: 1 where the search exceeded Cap
	Cap         float64
	SearchLaw   *theory.Passage
	SearchSlack float64 // error of its distribution function as the law of the chain
	Arrival     arrival // the law of the descent
}

// arrival is what the law of a descent says: its median, how far the logarithm of the
// chain's may be from it, and a range with the probability of being outside.
type arrival struct {
	Median, Slack, Low, High, Outside float64
	Quantiles                         [32]float64 // at the levels (i + ½)/32
}

// seenUpTo is the probability up to which searches are followed: the times have no mean
// for k ≥ 3, and the longest tell nothing of quantiles.
const seenUpTo = 0.9

// measurePhases runs the ladder, so many replicas on each rung.
func measurePhases(l *props.Lab, c phaseCase, replicas func(r phaseRung) int) ([]phaseRung, error) {
	rungs := make([]phaseRung, len(c.Ladder))
	for i, n := range c.Ladder {
		r, err := phaseLaws(c, n)
		if err != nil {
			return nil, err
		}
		schedule, err := c.rule.schedule(n, c.Eta)
		if err != nil {
			return nil, err
		}
		run := sim.ChainRun{
			Model: c.row.model, N: n, Schedule: schedule,
			Watch: sim.Watch{Low: c.Eta, High: 1 - c.Eta, Unsigned: c.row.law.Exponent%2 == 0, Steps: int(r.Cap + 5*r.Arrival.High), Until: sim.UntilDescent},
		}
		seen, err := runChains(l, i, replicas(r), run)
		if err != nil {
			return nil, err
		}
		for _, h := range seen {
			r.add(h)
		}
		rungs[i] = r
	}
	return rungs, nil
}

// add notes a run. One that starts above η, in 20 dimensions one in five, does not descend from η: its
// time from there is not that of the law.
func (r *phaseRung) add(h sim.Passages) {
	search := h.SearchTime()
	if search > r.Cap {
		r.Search, r.Share = append(r.Search, math.Inf(1)), append(r.Share, 1)
		return
	}
	end := h.DescentTime()
	r.Search, r.Share = append(r.Search, search), append(r.Share, search/math.Max(end, 1))
	if search > 0 {
		r.Descent = append(r.Descent, end-search)
	}
}

// descends is the least probability, by the laws of the rung, that a run's descent is noted. For k = 1
// nothing starts above η, and every search ends within Cap.
func (r phaseRung) descends() float64 {
	if r.SearchLaw == nil {
		return 1
	}
	return seenUpTo - r.SearchLaw.CDF(0) - r.SearchSlack
}

func (r stepRule) schedule(n int, eta float64) (sim.Schedule, error) {
	if r.descent == nil {
		return sim.NewConstant(r.search(n))
	}
	return sim.NewReset(r.search(n), r.descent(n), eta)
}

// runChains runs replicas of a chain, whose seeds depend on the rung and the replica alone.
func runChains(l *props.Lab, rung, replicas int, run sim.ChainRun) ([]sim.Passages, error) {
	const batch = 8 * sim.Lanes
	return props.Batches(l, replicas, batch, func(lo, hi int) ([]sim.Passages, error) {
		part := run
		part.Replicas, part.Jobs = hi-lo, 1
		part.Seed = func(i int) uint64 { return l.Seed(rung, lo+i) }
		return sim.RunChain(l.Context(), part)
	})
}

// searchTimes is the times of the searches, +Inf of those that did not end.
func searchTimes(seen []sim.Passages) []float64 {
	times := make([]float64, len(seen))
	for i, h := range seen {
		times[i] = h.SearchTime()
	}
	return times
}

// phaseLaws is the laws of a rung at its own N.
func phaseLaws(c phaseCase, n int) (r phaseRung, err error) {
	r = phaseRung{N: n, Up: c.rule.search(n), Down: c.rule.down(n)}
	if r.Arrival, err = arrivalLaw(c.row, n, r.Down, c.Eta, 1-c.Eta); err != nil {
		return r, err
	}
	if c.row.law.Exponent == 1 { // no search to speak of: the flow's time, and as much again
		r.Cap, err = c.row.law.HittingTime(n, r.Up, 0, c.Eta)
		r.Cap *= 2
		return r, err
	}
	if r.SearchLaw, err = passageLaw(c.row, n, r.Up, theory.PassageStart{}, c.Eta, 0.95); err != nil {
		return r, err
	}
	if r.Cap, err = r.SearchLaw.Quantile(seenUpTo); err != nil {
		return r, err
	}
	r.SearchSlack, err = passageSlack(c.row, n, r.Up, c.Eta, r.SearchLaw)
	return r, err
}

// passageLaws holds the laws that have been computed: several checks ask for the same. Those that differ in the start or
// in how far they are computed share what depends on neither.
var passageLaws, passageOperators sync.Map

// passageLaw is [theory.SingleIndex.Passage] for a constant step size, computed once.
func passageLaw(row zooRow, n int, delta float64, start theory.PassageStart, eta, upTo float64) (*theory.Passage, error) {
	type operator struct {
		model      identity
		n          int
		delta, eta float64
	}
	type law struct {
		of    operator
		start theory.PassageStart
		upTo  float64
	}
	of := operator{row.same, n, delta, eta}
	once, _ := passageLaws.LoadOrStore(law{of, start, upTo}, sync.OnceValues(func() (*theory.Passage, error) {
		shared, _ := passageOperators.LoadOrStore(of, sync.OnceValues(func() (*theory.Passages, error) {
			return row.law.Passages(n, func(float64) float64 { return delta }, eta)
		}))
		passages, err := shared.(func() (*theory.Passages, error))()
		if err != nil {
			return nil, err
		}
		return passages.From(start, upTo)
	}))
	return once.(func() (*theory.Passage, error))()
}

// narrow is the relative variance of a descent below which its law is that of the flow with
// Gaussian noise, of which four standard deviations are allowed either way; a wider one
// takes the law of the passage, whose grids cannot resolve a narrow one.
const narrow = 0.1 * 0.1

// arrivalLaw is the law of the descent from one overlap to another. The chain starts it as much as a step
// beyond the first: by one standard deviation at most in the median, and four in the range.
func arrivalLaw(row zooRow, n int, delta, from, to float64) (a arrival, err error) {
	about, err1 := row.law.Arrival(n, delta, from, to)
	mean, noise, err2 := row.law.StepMoments(n, delta, from)
	speed, err3 := passageSpeed(row, n, delta, to)
	if err := errors.Join(err1, err2, err3); err != nil {
		return a, err
	}
	ahead := math.Sqrt(noise) / mean // steps
	if about.Variance < narrow {
		sd := math.Sqrt(about.Variance)
		a.Median, a.Outside = about.Median, 1e-3
		a.Slack = 4*about.Variance + speed + (1+ahead)/a.Median
		a.Low, a.High = a.Median*((1-4*sd)*(1-a.Slack))-3*ahead, a.Median*(1+4*sd)*(1+a.Slack)
		return a, a.fill(about)
	}
	law, err := passageLaw(row, n, delta, theory.PassageStart{At: from}, to, 0.99)
	if err != nil {
		return a, err
	}
	slack, err1 := passageSlack(row, n, delta, to, law)
	var err4, err5 error
	a.Median, a.Slack, err2 = medianWithin(law, slack)
	a.Low, err4 = law.Quantile(0.01)
	a.High, err5 = law.Quantile(0.98)
	a.Slack, a.Outside = a.Slack+ahead/a.Median, 0.03+2*law.Accuracy
	a.Low, a.High = a.Low*(1-speed)-law.Late-4*ahead, a.High*(1+speed)+law.Late // the errors of the law in time
	return a, errors.Join(err1, err2, err4, err5, a.fill(law))
}

// fill sets the quantiles.
func (a *arrival) fill(law theory.TimeLaw) (err error) {
	for i := range a.Quantiles {
		level := (float64(i) + 0.5) / float64(len(a.Quantiles))
		if a.Quantiles[i], err = law.Quantile(level); err != nil {
			return err
		}
	}
	return nil
}

// medianWithin is the median of a law, and how far an error of the law moves its logarithm.
func medianWithin(law theory.TimeLaw, slack float64) (median, within float64, err error) {
	return quantileWithin(law, 0.5, slack)
}

// quantileWithin is the p-quantile of a law, and how far an error of the law moves its logarithm.
func quantileWithin(law theory.TimeLaw, p, slack float64) (quantile, within float64, err error) {
	quantile, err1 := law.Quantile(p)
	density, err2 := theory.LogDensity(law, p)
	return quantile, slack / density, errors.Join(err1, err2)
}

// passageSlack bounds how far the law of a [theory.Passage] may be from the chain's. For the law
// of a diffusion the sources are its grids, the steps by which the passage of the chain precedes
// the flow, and relative errors of the speed, which move all times: (δ/N)/2 max abs b', the length
// of a step on the scale of the drift, and the next order of the mean step. For the law of the
// chain it is the grids alone.
func passageSlack(row zooRow, n int, delta, eta float64, law *theory.Passage) (float64, error) {
	if law.Late == 0 {
		return law.Accuracy, nil
	}
	speed := delta/float64(n)/2*steepest(row.law, eta) + law.Speed
	return law.Accuracy + law.Densest()*law.Late + speed*law.Steepness(), nil
}

// passageSpeed is the relative error of the speed of a [theory.Passage]: (δ/N) max abs b', the
// length of a step on the scale of the drift, and the next term of the mean step (see nextOrder).
func passageSpeed(row zooRow, n int, delta, eta float64) (float64, error) {
	next, err := nextOrder(row, n, delta)
	return delta/float64(n)/2*steepest(row.law, eta) + next, err
}

// nextOrder is the size of the terms of order h³ and h⁴ of the mean step, h = δ/N, that
// [theory.Passage] leaves out. With B = G²χ²_{N−2} it has the part in which G² is its mean;
// what is left is
//
//	½h²N(E[A G²] − E A·E G²)/E A of the signal,  ¾h²N(E G⁴ − (E G²)²)/E G² of the pull,
//
// here relative to the speed that is left of signal and pull near m = 0. Both are 0 for
// tensor PCA.
func nextOrder(row zooRow, n int, delta float64) (float64, error) {
	g, err := sim.MeanGradient(row.model, 0.1)
	if err != nil {
		return 0, err
	}
	h2 := delta * delta / float64(n)
	signal := math.Abs(h2 / 2 * (g.AlongPower/g.Along - g.Power))
	pull := 0.75 * h2 * (g.Fourth/g.Power - g.Power)
	if row.law.Exponent != 2 {
		return signal + pull, nil
	}
	kappa, err := row.law.GrowthRate(delta)
	lead := row.law.Leading()
	return (signal*lead + pull*(lead-kappa)) / kappa, err
}
