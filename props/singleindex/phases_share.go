package singleindex

import (
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// shareViolation is the error of a probability that the checks of the share are designed to detect.
const shareViolation = 0.5

// phasesSearchDominates checks the headline: the share τ_η/τ_{1−η}. For k ≥ 2 the share that is
// exceeded with probability ½ on the first rung is exceeded, on the last, with the larger
// probability that the laws of the two phases predict; for k = 1 the share tends to that of
// the flow, and no larger one is reached.
func phasesSearchDominates() props.Check {
	type judgement = props.Law[phaseCase, []phaseRung]
	exceeding := func(r phaseRung, x float64) int {
		n := 0
		for _, s := range r.Share {
			if s > x {
				n++
			}
		}
		return n
	}
	// hard asserts P(share > x) on the last rung; share > x where the search exceeds x/(1−x)
	// descents, and all but a known part of the descents is in a known range.
	hard := func(c phaseCase, rungs []phaseRung, j *props.Judge, want func(p float64) float64) error {
		first, last := rungs[0], rungs[len(rungs)-1]
		median, err := first.SearchLaw.Quantile(0.5)
		if err != nil {
			return err
		}
		y := median / first.Arrival.Median
		few, many := 1-last.SearchLaw.CDF(last.Arrival.High*y), 1-last.SearchLaw.CDF(last.Arrival.Low*y)
		slack := (many-few)/2 + last.Arrival.Outside + last.SearchSlack
		j.Share(fmt.Sprintf("P(τ_η/τ_{1−η} > %.2f) at N = %d", y/(1+y), last.N), exceeding(last, y/(1+y)), len(last.Share),
			want((few+many)/2), shareViolation, props.Truncation(slack, "the spread of the descents"))
		return nil
	}
	// easy asserts that at every N the share stays within the flow's.
	easy := func(c phaseCase, rungs []phaseRung, j *props.Judge, bound func(n int, flow float64) float64) error {
		for _, r := range rungs {
			up, err := c.row.law.HittingTime(r.N, r.Up, 0, c.Eta)
			if err != nil {
				return err
			}
			flow, err := theory.SearchShare(r.Arrival.Median / up)
			if err != nil {
				return err
			}
			j.Unlikely(fmt.Sprintf("P(τ_η/τ_{1−η} > %.2f) at N = %d", bound(r.N, flow), r.N), exceeding(r, bound(r.N, flow)), len(r.Share), 0.1, shareViolation)
			j.Likely(fmt.Sprintf("P(τ_η/τ_{1−η} > %.2f) at N = %d", 0.8*bound(r.N, flow), r.N), exceeding(r, 0.8*bound(r.N, flow)), len(r.Share), 0.9, shareViolation)
		}
		return nil
	}
	// the start at N^{−1/2} takes away a part of order N^{−1/2} of the flow's search; the noise
	// spreads the times by as much
	spread := func(_ int, flow float64) float64 { return 1.1 * flow }
	laws := func(want func(p float64) float64, bound func(n int, flow float64) float64) judgement {
		return func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
			if c.row.law.Exponent == 1 {
				if err := easy(c, rungs, j, bound); err != nil {
					return err
				}
				return nil
			}
			return hard(c, rungs, j, want)
		}
	}
	same := func(p float64) float64 { return p }
	return props.Experiment[phaseCase, []phaseRung]{
		Of:    theory.PhasesSearchDominates,
		Grid:  func(tier props.Tier) []phaseCase { return append(easyModels(tier), phaseModels(tier)...) },
		Tests: 6, Measure: measureLadder, Law: laws(same, spread),
		Rivals: []props.Rival[phaseCase, []phaseRung]{
			props.WrongLaw("the share does not grow for k ≥ 2", laws(func(float64) float64 { return 0.5 }, spread)),
			props.WrongLaw("the share falls for k ≥ 2: the descent dominates", laws(func(p float64) float64 { return 1 - p }, spread)),
			props.WrongLaw("the share tends to 1 for k = 1 too", laws(same, func(n int, _ float64) float64 { return 1 - 1/math.Log(float64(n)) })),
			props.WrongLaw("the share tends to 0 for k = 1", laws(same, func(n int, _ float64) float64 { return 1 / math.Log(float64(n)) })),
		},
	}.Check()
}

// staysSeen is, for each rung, the least overlap after τ_{1−η}.
type staysSeen struct {
	N     []int
	Least [][]float64
}

// staysLikely is a lower bound for the 1 − o(1) of the claim on the rungs that are run.
const staysLikely, staysViolation = 0.9, 0.6

// measureStays runs to M, the 0.9-quantile of the search and three descents.
func measureStays(l *props.Lab, c phaseCase) (seen staysSeen, err error) {
	replicas, err := proportionRuns(l, staysLikely, staysViolation)
	if err != nil {
		return seen, err
	}
	for i, n := range c.Ladder {
		r, err := phaseLaws(c, n)
		if err != nil {
			return seen, err
		}
		schedule, err := sim.NewConstant(r.Up)
		if err != nil {
			return seen, err
		}
		watch := sim.Watch{Low: c.Eta, High: 1 - c.Eta, Unsigned: c.row.law.Exponent%2 == 0, Steps: int(r.Cap + 3*r.Arrival.High)}
		hits, err := runChains(l, i, runsFor(replicas, seenUpTo), sim.ChainRun{Model: c.row.model, N: n, Schedule: schedule, Watch: watch})
		if err != nil {
			return seen, err
		}
		var least []float64
		for _, h := range hits {
			if h.Descent != sim.Never {
				least = append(least, h.Stays)
			}
		}
		seen.N, seen.Least = append(seen.N, n), append(seen.Least, least)
	}
	return seen, nil
}

// phasesStays checks that the overlap is kept from τ_{1−η} to M.
func phasesStays() props.Check {
	const eta = 0.1
	above := func(level func(eta float64) float64, wanted bool) props.Law[phaseCase, staysSeen] {
		return func(c phaseCase, seen staysSeen, j *props.Judge) error {
			for i, least := range seen.Least {
				if len(least) == 0 {
					j.Undecided("no run reached %v at N = %d", 1-c.Eta, seen.N[i])
					return nil
				}
				kept := 0
				for _, m := range least {
					if m > level(c.Eta) {
						kept++
					}
				}
				what := fmt.Sprintf("P(m_t > %.2f from τ_{1−η} to M) at N = %d", level(c.Eta), seen.N[i])
				if wanted {
					j.Likely(what, kept, len(least), staysLikely, staysViolation)
				} else {
					j.Unlikely(what, kept, len(least), 1-staysLikely, staysViolation)
				}
			}
			return nil
		}
	}
	printed := func(eta float64) float64 { return 1 - 2*eta }
	return props.Experiment[phaseCase, staysSeen]{
		Of: theory.PhasesStays,
		Grid: func(tier props.Tier) (cases []phaseCase) {
			for _, c := range inside(append(easyModels(tier), phaseModels(tier)...)) {
				c.Eta = eta
				edge := c.rule.search
				c.rule.search = func(n int) float64 { return edge(n) / 4 } // 1 − η is then within reach from the first rung on
				c.rule.name += "/4"
				if tier < props.Deep { // a run to M is long
					c.Ladder = c.Ladder[:1]
				}
				cases = append(cases, c)
			}
			return cases
		},
		Tests: 3, Measure: measureStays, Law: above(printed, true),
		Rivals: []props.Rival[phaseCase, staysSeen]{
			props.WrongLaw("the overlap falls back below 1 − 2η", above(printed, false)),
			props.WrongLaw("kept above 1 − η/2", above(func(eta float64) float64 { return 1 - eta/2 }, true)),
			props.WrongLaw("the overlap falls back with probability ½", func(c phaseCase, seen staysSeen, j *props.Judge) error {
				for _, least := range seen.Least {
					j.Probability("P(m_t < 1 − 2η at some t)", least, 1-2*c.Eta, 0.5, 0, staysViolation)
				}
				return nil
			}),
		},
	}.Check()
}
