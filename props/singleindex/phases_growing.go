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
	delta, err := c.row.law.GrowingStep(math.Max(math.Abs(m), 1e-12))
	if err != nil {
		panic(err) // an overlap in (0, 1] and k ≥ 3
	}
	return delta
}

func measureGrowing(l *props.Lab, c growingCase) (seen []growingRung, err error) {
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
		seen = append(seen, growingRung{n, search, descent, at, slack, cap})
	}
	return seen, nil
}

// sharpGrowingStep checks the time of the search from a start far enough that noise does not
// decide, the descent's order N, and from z₀ of order 1 the chance to escape at all.
func sharpGrowingStep() props.Check {
	type judgement = props.Law[growingCase, []growingRung]
	far := func(c growingCase) bool { return c.Z0 >= 2 }
	search := func(factor float64, b float64) judgement {
		return func(c growingCase, seen []growingRung, j *props.Judge) error {
			for _, r := range seen {
				j.Passages(fmt.Sprintf("search time at N = %d", r.n), r.search, r.cap, r.law.CDF, r.slack, growingViolation)
				if !far(c) {
					continue
				}
				want, err1 := c.row.law.GrowingSearch(r.n, c.Z0)
				median, within, err2 := medianWithin(r.law, r.slack)
				if err1 != nil || err2 != nil {
					return errors.Join(err1, err2)
				}
				slack := math.Abs(math.Log(median/want)) + within
				j.Median(fmt.Sprintf("the median search time at N = %d", r.n), r.search,
					math.Log(factor*want*math.Pow(float64(r.n)/float64(seen[0].n), b)), slack)
			}
			return nil
		}
	}
	descent := func(b float64) judgement {
		return func(c growingCase, seen []growingRung, j *props.Judge) error {
			if !far(c) {
				return nil
			}
			for _, r := range seen {
				want, err := c.row.law.GrowingTime(r.n, growingLow, growingHigh)
				if err != nil {
					return err
				}
				variance, err := c.row.law.ArrivalSpread(r.n, c.step, growingLow, growingHigh)
				if err != nil {
					return err
				}
				j.Median(fmt.Sprintf("the median descent at N = %d", r.n), r.descent,
					math.Log(want*math.Pow(float64(r.n)/float64(seen[0].n), b)), 4*variance+1/want)
			}
			return nil
		}
	}
	escape := func(wrong func(p float64) float64) judgement {
		return func(c growingCase, seen []growingRung, j *props.Judge) error {
			if far(c) {
				return nil
			}
			p, _, err := c.upTo()
			if err != nil {
				return err
			}
			last := seen[len(seen)-1]
			slack := math.Abs(p-last.law.CDF(last.cap)) + last.slack
			j.Probability("P(escape)", last.search, last.cap, wrong(p), slack, growingViolation)
			return nil
		}
	}
	same := func(p float64) float64 { return p }
	rightSearch, rightDescent, rightEscape := search(1, 0), descent(0), escape(same)
	return props.Experiment[growingCase, []growingRung]{
		Of: theory.SharpGrowingStep,
		Grid: func(tier props.Tier) []growingCase {
			cubic, err1 := tensorRow(3, 4)
			quartic, err2 := tensorRow(4, 4)
			if err1 != nil || err2 != nil {
				panic(fmt.Sprint(err1, err2)) // fixed, valid parameters
			}
			return []growingCase{
				{cubic, 3, props.ByTier[[]int]{{300, 1200}, {300, 3000}, {1000, 10_000}}.At(tier)},
				{quartic, 3, props.ByTier[[]int]{{200, 400}, {200, 800}, {200, 2000}}.At(tier)},
				{cubic, 1, props.ByTier[[]int]{{500}, {1000}, {4000}}.At(tier)},
			}
		},
		Tests: 6, Measure: measureGrowing,
		Law: props.All(rightSearch, rightDescent, rightEscape),
		Rivals: []props.Rival[growingCase, []growingRung]{
			props.WrongLaw("twice the search time", search(2, 0)),
			props.WrongLaw("half the search time", search(0.5, 0)),
			props.WrongLaw("search N^{k−1/2}", search(1, 0.5)),
			props.WrongLaw("search N^{k−3/2}", search(1, -0.5)),
			props.WrongLaw("descent N^{3/2}", descent(0.5)),
			props.WrongLaw("every run escapes", escape(func(float64) float64 { return 1 })),
			props.WrongLaw("escape with the chance of failure", escape(func(p float64) float64 { return 1 - p })),
		},
	}.Check()
}
