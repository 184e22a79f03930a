package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// easyModels is models of exponent 1, for the claims that speak of them.
func easyModels(tier props.Tier) (cases []phaseCase) {
	add := func(row zooRow, delta float64) {
		cases = append(cases, phaseCase{
			row: row, rule: criticalRule(delta, 1), Eta: 0.3,
			Ladder: props.ByTier[[]int]{{10_000, 30_000}, {10_000, 100_000}, {10_000, 1_000_000}}.At(tier),
		})
	}
	linear := props.Must(monomialRow(1, 0))
	add(linear, 0.6)
	if tier > props.Quick {
		relu := props.Must(activationRow("ReLU", sim.ReLU{}, theory.ReLULayer, 0))
		add(relu, 0.5)
	}
	return cases
}

// descentLike asserts, on each rung, the median of τ_{1−η} − τ_η and the share of runs in the range of its law. A
// wrong factor, a function of N and δ, is 1 for the claim.
func descentLike(factor func(n, delta float64) float64) props.Law[phaseCase, []phaseRung] {
	return func(_ phaseCase, rungs []phaseRung, j *props.Judge) error {
		first := factor(float64(rungs[0].N), rungs[0].Down)
		for _, r := range rungs {
			j.Median(fmt.Sprintf("the median descent at N = %d", r.N), r.Descent, math.Log(r.Arrival.Median*factor(float64(r.N), r.Down)/first), r.Arrival.Slack)
			within := tally(r.Descent, func(t float64) bool { return r.Arrival.Low <= t && t <= r.Arrival.High })
			j.Likely(fmt.Sprintf("share of descents in the range of their law at N = %d", r.N), within, len(r.Descent), 1-r.Arrival.Outside, phaseViolation)
		}
		return nil
	}
}

// descentLadder is the ladder of the descent, whose laws are integrals.
var descentLadder = props.Geometric(1e4, 1e18, 6)

// descentClimb is the flow's time of the descent and its relative spread at each size of that ladder.
func descentClimb(c phaseCase) (times, spreads []float64, err error) {
	for _, size := range descentLadder {
		n := int(size)
		delta := c.rule.down(n)
		time, err1 := c.row.law.HittingTime(n, delta, c.Eta, 1-c.Eta)
		variance, err2 := c.row.law.ArrivalSpread(n, func(float64) float64 { return delta }, c.Eta, 1-c.Eta)
		if err := errors.Join(err1, err2); err != nil {
			return nil, nil, err
		}
		times, spreads = append(times, time), append(spreads, math.Sqrt(variance))
	}
	return times, spreads, nil
}

// descentTends is the second link: along the ladder the median is constant·(N/δ)δ^{−b} times the integral of the
// population's dynamics, and the spread tends to a limit, 0. The distances from both are power series in δ, in that
// the pull of the projection is δV/2 beside −φ', the latter times √(δ/N).
func descentTends(constant, b, spread float64) props.Law[phaseCase, []phaseRung] {
	return func(c phaseCase, _ []phaseRung, j *props.Judge) error {
		integral, err := c.row.law.DescentConstant(0, c.Eta)
		if err != nil {
			return err
		}
		times, spreads, err := descentClimb(c)
		if err != nil {
			return err
		}
		var medians, widths []props.Rung
		delta := func(n float64) float64 { return c.rule.down(int(n)) }
		for i, n := range descentLadder {
			limit := constant * n / delta(n) * math.Pow(delta(n)/delta(descentLadder[0]), -b) * integral
			medians = append(medians, props.Rung{N: n, Law: math.Log(times[i]), Claim: math.Log(limit), Error: populationAccuracy})
			widths = append(widths, props.Rung{N: n, Law: spreads[i], Claim: spread, Error: populationAccuracy})
		}
		j.Tends("log of the median descent", medians, delta, constantViolation)
		j.Tends("relative spread of the descent", widths, func(n float64) float64 { return math.Sqrt(delta(n) / n) }, chanceViolation)
		return nil
	}
}

// descentPlants are errors put into phases/descent.
func descentPlants() []props.Plant[phaseCase, []phaseRung] {
	return []props.Plant[phaseCase, []phaseRung]{
		props.Planted("the constant × 1.2", descentTends(1.2, 0, 0)),
		props.Planted("the constant × .8", descentTends(0.8, 0, 0)),
		props.Planted("N/δ^{1.3}", descentTends(1, 0.3, 0)),
		props.Planted("N/δ^{.7}", descentTends(1, -0.3, 0)),
		props.Planted("not in probability: a spread of .1 stays", descentTends(1, 0, 0.1)),
	}
}

// descentLimit is the ladder of phases/descent in words.
const descentLimit = "(δ/N) times the median descent over the integral, and the relative spread of the descent, N = 10⁴ to 10¹⁸, in powers of δ(N)"

// constantly is the factor of the claim itself.
func constantly(factor float64) func(n, delta float64) float64 {
	return func(float64, float64) float64 { return factor }
}

// phasesDescent checks that the descent takes (N/δ) times the population's integral.
func phasesDescent() props.Check {
	return props.Experiment[phaseCase, []phaseRung]{
		Of: theory.PhasesDescent,
		Grid: func(tier props.Tier) []phaseCase {
			return inside(append(easyModels(tier), phaseModels(tier)...))
		},
		Tests: 6, Measure: measureMedians,
		Law:   props.All(descentLike(constantly(1)), descentTends(1, 0, 0)),
		Limit: descentLimit,
		Rivals: []props.Rival[phaseCase, []phaseRung]{
			props.WrongLaw("C N", descentLike(func(_, delta float64) float64 { return delta })),
			props.WrongLaw("N/δ^{1/2}", descentLike(func(_, delta float64) float64 { return math.Sqrt(delta) })),
			props.WrongLaw("N/δ^{3/2}", descentLike(func(_, delta float64) float64 { return 1 / math.Sqrt(delta) })),
			props.WrongLaw("(N/δ) log N", descentLike(func(n, _ float64) float64 { return math.Log(n) })),
			props.WrongLaw("twice the constant", descentTends(2, 0, 0)),
			props.WrongLaw("half the constant", descentTends(0.5, 0, 0)),
		},
		Plants: descentPlants(),
	}.Check()
}

// phasesDescentPrinted checks abs(τ_{1−η} − τ_η) ≤ C N for some C. Were it so, the descent over N would be bounded while
// δ → 0, and its growth with 1/δ would have the exponent 0 at most. It has the exponent 1, so that
// every C is exceeded.
func phasesDescentPrinted() props.Check {
	// bounded asserts that, along the ladder, the descent over an order of N and δ does not grow with 1/δ.
	bounded := func(order func(n, delta float64) float64) props.Law[phaseCase, []phaseRung] {
		return func(c phaseCase, _ []phaseRung, j *props.Judge) error {
			times, _, err := descentClimb(c)
			if err != nil {
				return err
			}
			var rungs []props.Rung
			for i := 1; i < len(times); i++ {
				m, n := descentLadder[i-1], descentLadder[i]
				before, after := c.rule.down(int(m)), c.rule.down(int(n))
				step := math.Log(before / after)
				slope := math.Log(times[i]/times[i-1]*order(m, before)/order(n, after)) / step
				rungs = append(rungs, props.Rung{N: math.Sqrt(m * n), Law: slope, Claim: math.Min(slope, 0), Error: 2 * populationAccuracy / step})
			}
			j.Tends("exponent of the descent over its bound in 1/δ", rungs, func(n float64) float64 { return c.rule.down(int(n)) }, constantViolation)
			return nil
		}
	}
	return props.Experiment[phaseCase, []phaseRung]{
		Of:    theory.PhasesDescentPrinted,
		Grid:  func(tier props.Tier) []phaseCase { return inside(printedModels(tier)) },
		Tests: 6, Measure: measureMedians,
		Law:     props.All(descentLike(constantly(1)), bounded(func(n, _ float64) float64 { return n })),
		Control: props.All(descentLike(constantly(1)), descentTends(1, 0, 0), bounded(func(n, delta float64) float64 { return n / delta })),
		Limit:   "exponent of the descent over N in 1/δ, N = 10⁴ to 10¹⁸, in powers of δ(N); of the corrected law: " + descentLimit,
		Rivals: []props.Rival[phaseCase, []phaseRung]{
			props.WrongLaw("C N^{1/2}", bounded(func(n, _ float64) float64 { return math.Sqrt(n) })),
			props.WrongLaw("C N log N", bounded(func(n, _ float64) float64 { return n * math.Log(n) })),
			props.WrongLaw("C N/δ^{1/2}", bounded(func(n, delta float64) float64 { return n / math.Sqrt(delta) })),
		},
		Plants: append(descentPlants(), props.Planted("at most C N/δ^{.7}", bounded(func(n, delta float64) float64 { return n / math.Pow(delta, 0.7) }))),
	}.Check()
}
