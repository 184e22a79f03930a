package singleindex

import (
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// easyModels is models of exponent 1, for the claims that speak of them.
func easyModels(tier props.Tier) (cases []phaseCase) {
	add := func(row zooRow, err error, delta float64) {
		if err != nil {
			panic(err) // fixed, valid parameters
		}
		cases = append(cases, phaseCase{row, criticalRule(delta, 1), 0.3, props.ByTier[[]int]{{10_000, 30_000}, {10_000, 100_000}, {10_000, 1_000_000}}.At(tier)})
	}
	linear, err := monomialRow(1, 0)
	add(linear, err, 0.6)
	if tier > props.Quick {
		relu, err := activationRow("ReLU", sim.ReLU{}, theory.ReLULayer, 0)
		add(relu, err, 0.5)
	}
	return cases
}

// descentTakes asserts, on each rung, the median of τ_{1−η} − τ_η: want is its logarithm,
// slack how far the law of the rung puts the median from the claimed limit.
func descentTakes(rungs []phaseRung, j *props.Judge, want func(r phaseRung) float64, limit func(r phaseRung) (float64, error)) error {
	for _, r := range rungs {
		limit, err := limit(r)
		if err != nil {
			return err
		}
		slack := math.Abs(math.Log(r.Arrival.Median/limit)) + r.Arrival.Slack
		j.Median(fmt.Sprintf("the median descent at N = %d", r.N), r.Descent, want(r), slack)
	}
	return nil
}

// populationDescent is the claimed time of the descent, (N/δ)∫_η^{1−η} dm/(−φ'(m)(1−m²)).
func populationDescent(c phaseCase) func(r phaseRung) (float64, error) {
	return func(r phaseRung) (float64, error) { return c.row.law.PopulationTime(r.N, r.Down, c.Eta, 1-c.Eta) }
}

// descentLike is the claim with the order of the time, as a function of N and δ, replaced
// by another that agrees on the first rung; the right one is N/δ.
func descentLike(constant float64, order func(n, delta float64) float64) props.Law[phaseCase, []phaseRung] {
	return func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
		limit := populationDescent(c)
		first, err := limit(rungs[0])
		if err != nil {
			return err
		}
		scale := constant * first / order(float64(rungs[0].N), rungs[0].Down)
		return descentTakes(rungs, j, func(r phaseRung) float64 { return math.Log(scale * order(float64(r.N), r.Down)) }, limit)
	}
}

func overDelta(n, delta float64) float64 { return n / delta }

// phasesDescent checks that the descent takes (N/δ) times the population's integral.
func phasesDescent() props.Check {
	return props.Experiment[phaseCase, []phaseRung]{
		Of: theory.PhasesDescent,
		Grid: func(tier props.Tier) []phaseCase {
			return inside(append(easyModels(tier), phaseModels(tier)...))
		},
		Tests: 3, Measure: measureMedians, Law: descentLike(1, overDelta),
		Rivals: []props.Rival[phaseCase, []phaseRung]{
			props.WrongLaw("C N", descentLike(1, func(n, _ float64) float64 { return n })),
			props.WrongLaw("N/δ^{1/2}", descentLike(1, func(n, delta float64) float64 { return n / math.Sqrt(delta) })),
			props.WrongLaw("N/δ^{3/2}", descentLike(1, func(n, delta float64) float64 { return n / math.Pow(delta, 1.5) })),
			props.WrongLaw("(N/δ) log N", descentLike(1, func(n, delta float64) float64 { return n / delta * math.Log(n) })),
			props.WrongLaw("twice the constant", descentLike(2, overDelta)),
			props.WrongLaw("half the constant", descentLike(0.5, overDelta)),
		},
	}.Check()
}

// phasesDescentPrinted checks abs(τ_{1−η} − τ_η) ≤ C N with one C at every N: half as much
// again as the median on the first rung. On the last rung the descent must stay below with
// probability 1 − o(1), here 0.9.
func phasesDescentPrinted() props.Check {
	const room, likely = 1.5, 0.9
	bounded := func(order func(n, delta float64) float64) props.Law[phaseCase, []phaseRung] {
		return func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
			first, last := rungs[0], rungs[len(rungs)-1]
			bound := room * first.Arrival.Median * order(float64(last.N), last.Down) / order(float64(first.N), first.Down)
			below := 0
			for _, t := range last.Descent {
				if t <= bound {
					below++
				}
			}
			j.Likely("P(τ_{1−η} − τ_η ≤ C N)", below, len(last.Descent), likely, phaseViolation)
			return nil
		}
	}
	return props.Experiment[phaseCase, []phaseRung]{
		Of:    theory.PhasesDescentPrinted,
		Grid:  func(tier props.Tier) []phaseCase { return inside(printedModels(tier)) },
		Tests: 3, Measure: measureMedians,
		Law:     bounded(func(n, _ float64) float64 { return n }),
		Control: descentLike(1, overDelta),
		Rivals: []props.Rival[phaseCase, []phaseRung]{
			props.WrongLaw("C N^{1/2}", bounded(func(n, _ float64) float64 { return math.Sqrt(n) })),
			props.WrongLaw("C N log N", bounded(func(n, _ float64) float64 { return n * math.Log(n) })),
			props.WrongLaw("C N/δ^{1/2}", bounded(func(n, delta float64) float64 { return n / math.Sqrt(delta) })),
		},
	}.Check()
}
