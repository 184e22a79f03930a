package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// growingCase is a model of exponent k ≥ 3 with the step δ(m) = A abs(m)^{k−2}/V₀, from
// m₀ = z₀N^{−1/2}.
type growingCase struct {
	row    zooRow
	Z0     float64
	Ladder []int
}

func (c growingCase) String() string {
	return fmt.Sprintf("%s, z0 = %v, N = %v", c.row.name, c.Z0, c.Ladder)
}

// growingRung is the times at one N, those of the search with their law.
type growingRung struct {
	n               int
	search, descent []float64
	law             *theory.Passage
	slack, cap      float64
}

// growingSeen is the rungs that were run, and those that the laws alone climb.
type growingSeen struct {
	rungs   []growingRung
	far     []float64 // descents at growingFar
	climbed []growingClimb
}

// growingFar is a size at which descents alone are followed, from growingLow: their spread falls like N^{−1/2}.
const growingFar = 20_000

// growingClimb is the laws at one size of the ladder of the second link: the median of the search from z₀ = N^{1/8}, and the
// probability to escape from the case's own z₀.
type growingClimb struct {
	n, z0          float64
	median, within float64
	escape         float64
}

// ladder is the sizes of the second link. What noise adds to the search is a relative 1/z₀² = N^{−1/4}, and
// what is beyond η lacks a relative (z₀²/N)^{k−2}, a power of that. The search takes N^{k−5/2} descents for k ≥ 4, which the law
// follows as far as 10⁷.
func (c growingCase) ladder() []float64 {
	if c.row.law.Exponent > 3 {
		return props.Geometric(1e3, 3e4, 4)
	}
	return props.Geometric(1e4, 4e6, 4)
}

// climb is the laws along the ladder.
func (c growingCase) climb() (seen []growingClimb, err error) {
	for _, size := range c.ladder() {
		n := int(size)
		r := growingClimb{n: size, z0: math.Pow(size, 1./8)}
		at, err := c.row.law.Passage(n, c.step, theory.PassageStart{At: r.z0 / math.Sqrt(size)}, growingLow, 0.6)
		if err != nil {
			return nil, err
		}
		var err1, err2 error
		r.median, r.within, err1 = medianWithin(at, at.Accuracy)
		r.escape, err2 = c.row.law.GrowingEscape(n, c.Z0, growingLow)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		seen = append(seen, r)
	}
	return seen, nil
}

// growingTends is the second link: along the ladder the median search is the formula's, times a factor and N^b, and the
// probability to escape tends to that of the limit, times a factor.
func growingTends(factor, b, chance float64) props.Law[growingCase, growingSeen] {
	return func(c growingCase, seen growingSeen, j *props.Judge) error {
		failure, err := c.row.law.GrowingFailure(c.Z0)
		if err != nil {
			return err
		}
		var times, escapes []props.Rung
		for _, r := range seen.climbed {
			want, err := c.row.law.GrowingSearch(int(r.n), r.z0)
			if err != nil {
				return err
			}
			want *= factor * math.Pow(r.n/seen.climbed[0].n, b)
			times = append(times, props.Rung{N: r.n, Law: math.Log(r.median), Claim: math.Log(want), Error: r.within})
			escapes = append(escapes, props.Rung{N: r.n, Law: r.escape, Claim: chance * (1 - failure), Error: exitAccuracy})
		}
		orders := make([]props.Rung, len(times)-1)
		for i := range orders {
			before, after := times[i], times[i+1]
			step := math.Log(after.N / before.N)
			orders[i] = props.Rung{
				N: math.Sqrt(before.N * after.N), Law: (after.Law - before.Law) / step, Claim: (after.Claim - before.Claim) / step,
				Error: (before.Error + after.Error) / step,
			}
		}
		level := times
		if c.row.law.Exponent == 3 { // the law is less exact at these sizes: far apart they amplify its error least
			level = []props.Rung{times[0], times[1], times[3]}
		}
		j.Tends("log of the median search from z₀ = N^{1/8}", level, power(-0.25), constantViolation)
		j.Tends("exponent of the median search from z₀ = N^{1/8}", orders, power(-0.25), exponentViolation)
		j.Tends("P(escape)", escapes, power(-1), chanceViolation)
		return nil
	}
}

// growingLow and growingHigh are the levels of search and descent; at 1/√2 the drift with the
// growing step of tensor PCA vanishes.
const growingLow, growingHigh, growingViolation = 0.3, 0.55, 0.4

// growingUpTo is the share of the runs that are followed: of those that escape at all.
func (c growingCase) upTo() (escape, upTo float64, err error) {
	failure, err := c.row.law.GrowingFailure(c.Z0)
	escape = 1 - failure
	return escape, math.Min(0.9, escape-0.06), err
}

// step is δ(m), at tiny overlaps that of the schedule.
func (c growingCase) step(m float64) float64 {
	return props.Must(c.row.law.GrowingStep(math.Max(math.Abs(m), 1e-12)))
}

func measureGrowing(l *props.Lab, c growingCase) (seen growingSeen, err error) {
	replicas, err := props.KolmogorovRuns(l, growingViolation-0.12)
	if err != nil {
		return seen, err
	}
	law, k := c.row.law, c.row.law.Exponent
	schedule, err := sim.NewProportional(law.Leading()/law.V(0), k)
	if err != nil {
		return seen, err
	}
	_, upTo, err := c.upTo()
	if err != nil {
		return seen, err
	}
	for i, n := range c.Ladder {
		m0 := c.Z0 / math.Sqrt(float64(n))
		at, err := law.Passage(n, c.step, theory.PassageStart{At: m0}, growingLow, upTo)
		if err != nil {
			return seen, err
		}
		slack, err := passageSlack(c.row, n, c.step(growingLow), growingLow, at) // the step is largest there
		if err != nil {
			return seen, err
		}
		cap, err := at.Quantile(upTo - 2*at.Accuracy)
		if err != nil {
			return seen, err
		}
		down, err := law.GrowingTime(n, growingLow, growingHigh)
		if err != nil {
			return seen, err
		}
		hits, err := runChains(l, i, replicas, sim.ChainRun{
			Model: c.row.model, N: n, Schedule: schedule, Start: sim.At(m0),
			Watch: sim.Watch{Low: growingLow, High: growingHigh, Steps: int(cap + 5*down), Until: sim.UntilDescent},
		})
		if err != nil {
			return seen, err
		}
		var search, descent []float64
		for _, h := range hits {
			if t := h.SearchTime(); t > cap {
				search = append(search, math.Inf(1))
			} else {
				search, descent = append(search, t), append(descent, h.DescentTime()-t)
			}
		}
		seen.rungs = append(seen.rungs, growingRung{n, search, descent, at, slack, cap})
	}
	if seen.climbed, err = c.climb(); err != nil {
		return seen, err
	}
	down, err := law.GrowingTime(growingFar, growingLow, growingHigh)
	if err != nil {
		return seen, err
	}
	hits, err := runChains(l, len(c.Ladder), replicas, sim.ChainRun{
		Model: c.row.model, N: growingFar, Schedule: schedule, Start: sim.At(growingLow),
		Watch: sim.Watch{Low: growingLow, High: growingHigh, Steps: int(5 * down), Until: sim.UntilDescent},
	})
	for _, h := range hits {
		seen.far = append(seen.far, h.DescentTime())
	}
	return seen, err
}

// sharpGrowingStep checks the law of the search, the median of the descent, which is the flow's and of order N, and from z₀
// of order 1 the chance to escape at all.
func sharpGrowingStep() props.Check {
	type judgement = props.Law[growingCase, growingSeen]
	far := func(c growingCase) bool { return c.Z0 >= 2 }
	search := func(factor float64, b float64) judgement {
		return func(_ growingCase, seen growingSeen, j *props.Judge) error {
			for _, r := range seen.rungs {
				slower := factor * math.Pow(float64(r.n)/100, b)
				j.Passages(fmt.Sprintf("search time at N = %d", r.n), r.search, r.cap, func(t float64) float64 { return r.law.CDF(t / slower) }, r.slack, growingViolation)
			}
			return nil
		}
	}
	descent := func(factor, b float64) judgement {
		return func(c growingCase, seen growingSeen, j *props.Judge) error {
			if !far(c) {
				return nil
			}
			for _, r := range append(seen.rungs, growingRung{n: growingFar, descent: seen.far}) {
				want, err1 := c.row.law.GrowingTime(r.n, growingLow, growingHigh)
				variance, err2 := c.row.law.ArrivalSpread(r.n, c.step, growingLow, growingHigh)
				if err := errors.Join(err1, err2); err != nil {
					return err
				}
				want *= factor * math.Pow(float64(r.n)/float64(seen.rungs[0].n), b)
				j.Median(fmt.Sprintf("the median descent at N = %d", r.n), r.descent, math.Log(want), 4*variance+1/want)
			}
			return nil
		}
	}
	// escape asserts the probability to be over by the cap, of which the escapes to come are a known part.
	escape := func(wrong func(p float64) float64) judgement {
		return func(c growingCase, seen growingSeen, j *props.Judge) error {
			if far(c) {
				return nil
			}
			last := seen.rungs[len(seen.rungs)-1]
			p, err := c.row.law.GrowingEscape(last.n, c.Z0, growingLow)
			if err != nil {
				return err
			}
			toCome := p - last.law.CDF(last.cap)
			j.Probability("P(escape by the cap)", last.search, last.cap, wrong(p)-toCome, last.slack, growingViolation)
			return nil
		}
	}
	same := func(p float64) float64 { return p }
	return props.Experiment[growingCase, growingSeen]{
		Of: theory.SharpGrowingStep,
		Grid: func(tier props.Tier) []growingCase {
			cubic := props.Must(tensorRow(3, 4))
			quartic := props.Must(tensorRow(4, 4))
			return []growingCase{
				{cubic, 3, props.ByTier[[]int]{{300, 1200}, {300, 3000}, {1000, 10_000}}.At(tier)},
				{quartic, 3, props.ByTier[[]int]{{200, 400}, {200, 800}, {200, 2000}}.At(tier)},
				{cubic, 1, props.ByTier[[]int]{{500}, {1000}, {4000}}.At(tier)},
			}
		},
		Tests: 6, Measure: measureGrowing,
		Law:   props.All(search(1, 0), descent(1, 0), escape(same), growingTends(1, 0, 1)),
		Limit: "median search from z₀ = N^{1/8} over its formula, and its exponent, in powers of N^{−1/4}; P(escape), in powers of 1/N; N = 10⁴ to 4·10⁶, for k = 4 10³ to 3·10⁴",
		Rivals: []props.Rival[growingCase, growingSeen]{
			props.WrongLaw("twice the search time", search(2, 0)),
			props.WrongLaw("half the search time", search(0.5, 0)),
			props.WrongLaw("search N^{k−1/2}", search(1, 0.5)),
			props.WrongLaw("search N^{k−3/2}", search(1, -0.5)),
			props.WrongLaw("descent N^{3/2}", descent(1, 0.5)),
			props.WrongLaw("every run escapes", escape(func(float64) float64 { return 1 })),
			props.WrongLaw("escape with the chance of failure", escape(func(p float64) float64 { return 1 - p })),
		},
		Plants: []props.Plant[growingCase, growingSeen]{
			props.Planted("the search × 1.2", growingTends(1.2, 0, 1)),
			props.Planted("the search × .8", growingTends(0.8, 0, 1)),
			props.Planted("the search × 2", growingTends(2, 0, 1)),
			props.Planted("search N^{k−.7}", growingTends(1, 0.3, 1)),
			props.Planted("search N^{k−1.3}", growingTends(1, -0.3, 1)),
			props.Planted("descent × 1.2", descent(1.2, 0)),
			props.Planted("descent × .8", descent(0.8, 0)),
			props.Planted("descent N^{1.3}", descent(1, 0.3)),
			props.Planted("P(escape) × 1.2", growingTends(1, 0, 1.2)),
			props.Planted("P(escape) × .8", growingTends(1, 0, 0.8)),
		},
	}.Check()
}
