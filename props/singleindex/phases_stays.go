package singleindex

import (
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// staysRung is the least overlaps after τ_{1−η} of the runs at N that reached 1 − η, and the law's bound on the
// probability of a fall to 1 − 2η.
type staysRung struct {
	N     int
	Least []float64
	Falls float64
}

// staysOpen is what a run may fall more often than by the law, which is of a diffusion: in what
// is as rare as e^{−N}, the chain is another.
const staysOpen, staysViolation = 1e-3, 0.3

// measureStays runs to M, the 0.9-quantile of the search and three descents.
func measureStays(l *props.Lab, c phaseCase) (seen []staysRung, err error) {
	replicas, err := proportionRuns(l, 1-staysOpen, staysViolation)
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
		falls, _, err := c.row.law.FallBound(float64(n), float64(watch.Steps)/float64(n), r.Up, 1-c.Eta, 1-2*c.Eta)
		if err != nil {
			return seen, err
		}
		var least []float64
		for _, h := range hits {
			if h.Descent != sim.Never {
				least = append(least, h.Stays)
			}
		}
		seen = append(seen, staysRung{n, designed(least, replicas), falls})
	}
	return seen, nil
}

// staysLadder is the ladder of the second link, on which α = N^{k−2}(log N)^{5/2}, (log N)^{5/2} for k ≤ 2, so that
// αδ² → 0.
var staysLadder = props.Geometric(1e2, 1e10, 5)

const staysLimit = "the law's bound on the probability of a fall from 1 − η to 1 − 2η in M steps → 0, N = 10² to 10¹⁰, faster than any power of N"

// staysTends is that link, with the probability tending to a limit, 0.
func staysTends(limit float64) props.Law[phaseCase, []staysRung] {
	return func(c phaseCase, _ []staysRung, j *props.Judge) error {
		var rungs []props.Rung
		for _, n := range staysLadder {
			alpha := math.Pow(n, float64(max(c.row.law.Exponent-2, 0))) * math.Pow(math.Log(n), 2.5)
			falls, within, err := c.row.law.FallBound(n, alpha, c.rule.search(int(n)), 1-c.Eta, 1-2*c.Eta)
			if err != nil {
				return err
			}
			rungs = append(rungs, props.Rung{N: n, Law: falls, Claim: limit, Error: within})
		}
		j.Tends("P(m_t ≤ 1 − 2η at some t from τ_{1−η} to M)", rungs, power(-0.5), chanceViolation)
		return nil
	}
}

// phasesStays checks that the overlap is kept from τ_{1−η} to M: by the runs as the law at this N has it, and by the law
// in the limit.
func phasesStays() props.Check {
	const eta = 0.1
	above := func(level func(eta float64) float64, wanted bool) props.Law[phaseCase, []staysRung] {
		return func(c phaseCase, seen []staysRung, j *props.Judge) error {
			for _, r := range seen {
				if len(r.Least) == 0 {
					j.Undecided("no run reached %v at N = %d", 1-c.Eta, r.N)
					return nil
				}
				kept := tally(r.Least, func(m float64) bool { return m > level(c.Eta) })
				what := fmt.Sprintf("P(m_t > %.2f from τ_{1−η} to M) at N = %d", level(c.Eta), r.N)
				if falls := r.Falls + staysOpen; wanted {
					j.Likely(what, kept, len(r.Least), 1-falls, staysViolation)
				} else {
					j.Unlikely(what, kept, len(r.Least), falls, staysViolation)
				}
			}
			return nil
		}
	}
	printed := func(eta float64) float64 { return 1 - 2*eta }
	return props.Experiment[phaseCase, []staysRung]{
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
		Tests: 3, Measure: measureStays, Law: props.All(above(printed, true), staysTends(0)),
		Limit: staysLimit,
		Rivals: []props.Rival[phaseCase, []staysRung]{
			props.WrongLaw("the overlap falls back below 1 − 2η", above(printed, false)),
			props.WrongLaw("kept above 1 − η/2", above(func(eta float64) float64 { return 1 - eta/2 }, true)),
			props.WrongLaw("the overlap falls back with probability ½", func(c phaseCase, seen []staysRung, j *props.Judge) error {
				for _, r := range seen {
					j.Probability("P(m_t < 1 − 2η at some t)", r.Least, 1-2*c.Eta, 0.5, 0, staysViolation)
				}
				return nil
			}),
		},
		Plants: []props.Plant[phaseCase, []staysRung]{
			props.Planted("kept with probability .9 only", staysTends(0.1)),
			props.Planted("kept above 1 − η", above(func(eta float64) float64 { return 1 - eta }, true)),
		},
	}.Check()
}
