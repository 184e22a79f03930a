package singleindex

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"assay/props"
	"assay/props/stat"
	"assay/sim"
	"assay/theory"
)

// phaseViolation is the Kolmogorov distance, and the error of a level, that the checks of
// the phases are designed to detect: a factor 2 in a search time for k ≥ 3, much less for k = 2.
const phaseViolation = 0.4

// phaseModels is the models whose phases are measured, with the critical rule of each and
// the ladders of the three tiers. Tensor PCA has the clean finite-size behaviour; the signal
// 2 makes all times a quarter of those at signal 1. For k = 2 the step is the best constant one.
func phaseModels(tier props.Tier) (cases []phaseCase) {
	add := func(row zooRow, err error, d0 float64, ladder props.ByTier[[]int]) {
		if err != nil {
			panic(err) // fixed, valid parameters
		}
		if sizes := ladder.At(tier); len(sizes) > 0 {
			cases = append(cases, phaseCase{row, criticalRule(d0, row.law.Exponent), 0.3, sizes})
		}
	}
	matrix, err := tensorRow(2, 2)
	add(matrix, err, 1, props.ByTier[[]int]{{400, 10_000}, {400, 100_000}, {400, 1_000_000}})
	pca, err := onlinePCARow(1.5)
	add(pca, err, 0.3, props.ByTier[[]int]{{400, 2000}, {400, 10_000}, {400, 100_000}})
	square, err := monomialRow(2, 0)
	add(square, err, 1./48, props.ByTier[[]int]{nil, {200, 2000}, {200, 100_000}})
	phase, err := activationRow("abs x", sim.Abs{}, theory.AbsLayer, 0)
	add(phase, err, 0.2, props.ByTier[[]int]{nil, {200, 4000}, {200, 100_000}})
	cubic, err := tensorRow(3, 2)
	add(cubic, err, 3, props.ByTier[[]int]{{50, 400}, {50, 200, 1000}, {50, 400, 4000}})
	sum, err := tensorSumRow(3, 2, 4, 1)
	add(sum, err, 1.5, props.ByTier[[]int]{nil, {50, 400}, {50, 1000}})
	quartic, err := tensorRow(4, 2)
	add(quartic, err, 1, props.ByTier[[]int]{{20, 64}, {20, 100}, {20, 200}})
	return cases
}

// ofExponent keeps the cases whose exponent is at least k.
func ofExponent(cases []phaseCase, k int) (kept []phaseCase) {
	for _, c := range cases {
		if c.row.law.Exponent >= k {
			kept = append(kept, c)
		}
	}
	return kept
}

// tensorsOnly keeps the cases of tensor PCA, enough for a printed form that fails by far.
func tensorsOnly(cases []phaseCase) (kept []phaseCase) {
	for _, c := range cases {
		if c.row.kind.family == tensorPCA {
			kept = append(kept, c)
		}
	}
	return kept
}

// printedTier is the ladders of the printed forms, one tier below: they fail, or are exceeded,
// by far.
func printedTier(tier props.Tier) props.Tier { return max(tier, props.Standard) - 1 }

// printedModels is the tensors on the ladders of the printed forms, in the quick tier to ¾ of
// the last N for k = 4.
func printedModels(tier props.Tier) []phaseCase {
	cases := tensorsOnly(phaseModels(printedTier(tier)))
	for i, c := range cases {
		if last := len(c.Ladder) - 1; tier == props.Quick && c.row.law.Exponent == 4 {
			cases[i].Ladder = append(slices.Clone(c.Ladder[:last]), c.Ladder[last]*3/4)
		}
	}
	return cases
}

// inside puts the cases inside the window of Theorem 1.3, from their first rung on.
func inside(cases []phaseCase) (moved []phaseCase) {
	for _, c := range cases {
		c.rule = withinRule(c.rule.search(1), c.row.law.Exponent, c.Ladder[0])
		moved = append(moved, c)
	}
	return moved
}

// measureLadder measures the phases with as many replicas as the band needs.
func measureLadder(l *props.Lab, c phaseCase) ([]phaseRung, error) {
	n, err := props.KolmogorovRuns(l, phaseViolation-phaseSlack)
	if err != nil {
		return nil, err
	}
	return measurePhases(l, c, n)
}

// measureMedians measures the phases with as many replicas as the medians of both need; a
// descent is seen where the search is.
func measureMedians(l *props.Lab, c phaseCase) ([]phaseRung, error) {
	n, err := stat.QuantileSamples(props.MedianViolation, 0.5, l.Alpha/2, props.Miss)
	if err != nil {
		return nil, err
	}
	if c.row.law.Exponent > 1 { // for k = 1 every search is seen
		n = runsFor(n, seenUpTo-0.05)
	}
	return measurePhases(l, c, n)
}

// phaseSlack is the part of the violation that is left for finite N in the design. A case
// whose slack is larger is undecided.
const phaseSlack = 0.13

// growsLike asserts that the median search time of the rungs grows like an order of N, times
// the correction for finite N that the laws of the rungs predict for the right order.
func growsLike(c phaseCase, rungs []phaseRung, j *props.Judge, order func(n int) float64) error {
	first, last := rungs[0], rungs[len(rungs)-1]
	correction, slack, err := growthCorrection(c, first, last)
	if err != nil {
		return err
	}
	j.MedianRatio("growth of the median search time", last.Search, first.Search, math.Log(order(last.N)/order(first.N))+correction, slack)
	return nil
}

// growthCorrection is how far the logarithm of the growth of the median between two rungs is,
// by their laws, from that of the claimed order, which for k = 2 is approached in 1/log N
// only; slack is the error of the laws.
func growthCorrection(c phaseCase, first, last phaseRung) (correction, slack float64, err error) {
	q1, within1, err1 := medianWithin(first.SearchLaw, first.SearchSlack)
	q2, within2, err2 := medianWithin(last.SearchLaw, last.SearchSlack)
	if err1 != nil || err2 != nil {
		return 0, 0, fmt.Errorf("median search time: %w", errors.Join(err1, err2))
	}
	order := searchOrder(c)
	return math.Log(q2/q1) - math.Log(order(last.N)/order(first.N)), within1 + within2, nil
}

// searchOrder is N log N for k = 2 and N^{k−1} for k ≥ 3, as far as the rule keeps the
// critical order of the step.
func searchOrder(c phaseCase) func(n int) float64 {
	k := c.row.law.Exponent
	return func(n int) float64 {
		alpha, err := theory.CriticalRatio(n, k)
		if err != nil {
			panic(err)
		}
		return float64(n) * alpha
	}
}

// phasesSearch checks both statements: at the edge of the window the search time has its
// law and its median grows like Nα_c; inside it the chance of τ_η ≤ C Nα_c falls.
func phasesSearch() props.Check {
	type judgement = props.Law[phaseCase, []phaseRung]
	laws := func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
		for _, r := range rungs {
			j.Passages(fmt.Sprintf("τ_η at N = %d", r.N), r.Search, r.Cap, r.SearchLaw.CDF, r.SearchSlack, phaseViolation)
		}
		return nil
	}
	edge := func(c phaseCase) bool {
		return c.rule.search(c.Ladder[0]) == criticalRule(c.rule.search(1), c.row.law.Exponent).search(c.Ladder[0])
	}
	orders := func(factor func(n float64) float64) judgement {
		return func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
			if !edge(c) {
				return nil
			}
			return growsLike(c, rungs, j, func(n int) float64 { return searchOrder(c)(n) * factor(float64(n)) })
		}
	}
	// chance asserts P(τ_η ≤ C Nα_c) on the last rung, C being the median's constant on the first.
	chance := func(c phaseCase, rungs []phaseRung, j *props.Judge, want func(p float64) float64) error {
		if edge(c) {
			return nil
		}
		first, last := rungs[0], rungs[len(rungs)-1]
		median, err := first.SearchLaw.Quantile(0.5)
		if err != nil {
			return err
		}
		level := median * searchOrder(c)(last.N) / searchOrder(c)(first.N)
		j.Probability("P(τ_η ≤ C Nα_c)", last.Search, level, want(last.SearchLaw.CDF(level)), last.SearchSlack, phaseViolation)
		return nil
	}
	grows := orders(power(0))
	return props.Experiment[phaseCase, []phaseRung]{
		Of: theory.PhasesSearch,
		Grid: func(tier props.Tier) []phaseCase {
			cases := phaseModels(tier)
			return append(cases, inside([]phaseCase{cases[0], cases[len(cases)-1]})...)
		},
		Tests: 4, Measure: measureLadder,
		Law: func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
			if err := laws(c, rungs, j); err != nil {
				return err
			}
			if err := grows(c, rungs, j); err != nil {
				return err
			}
			return chance(c, rungs, j, func(p float64) float64 { return p })
		},
		Rivals: []props.Rival[phaseCase, []phaseRung]{
			props.WrongLaw("Nα_c N^{1/2}", orders(power(0.5))),
			props.WrongLaw("Nα_c N^{−1/2}", orders(power(-0.5))),
			props.WrongLaw("α_c: the printed order", orders(power(-1))),
			props.WrongLaw("inside the window too, τ_η = Θ(Nα_c): the chance keeps its ½", func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
				return chance(c, rungs, j, func(float64) float64 { return 0.5 })
			}),
			props.WrongLaw("twice the time", func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
				for _, r := range rungs {
					j.Passages("τ_η", r.Search, r.Cap, func(t float64) float64 { return r.SearchLaw.CDF(t / 2) }, r.SearchSlack, phaseViolation)
				}
				return nil
			}),
		},
	}.Check()
}

// phasesSearchPrinted checks the printed statement, which compares steps with a ratio of
// samples to dimension. With the constant C of the median on the first rung, the chance of
// τ_η ≤ C α_c is a half there; on the last it must be small. It is, by far: Cα_c grows like
// N^{k−2} and the time like N^{k−1}.
func phasesSearchPrinted() props.Check {
	const most = 0.25 // half of what it is on the first rung
	exceeds := func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
		first, last := rungs[0], rungs[len(rungs)-1]
		median, err := first.SearchLaw.Quantile(0.5)
		if err != nil {
			return err
		}
		level := median * searchOrder(c)(last.N) / searchOrder(c)(first.N) * float64(first.N) / float64(last.N)
		early := 0
		for _, t := range last.Search {
			if t <= level {
				early++
			}
		}
		j.Unlikely(fmt.Sprintf("P(τ_η ≤ C α_c) at N = %d", last.N), early, len(last.Search), most, phaseViolation)
		return nil
	}
	order := func(b float64) props.Law[phaseCase, []phaseRung] {
		return func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
			return growsLike(c, rungs, j, func(n int) float64 { return searchOrder(c)(n) * math.Pow(float64(n), b) })
		}
	}
	return props.Experiment[phaseCase, []phaseRung]{
		Of:    theory.PhasesSearchPrinted,
		Grid:  func(tier props.Tier) []phaseCase { return inside(printedModels(tier)) },
		Tests: 3, Law: exceeds,
		Measure: func(l *props.Lab, c phaseCase) ([]phaseRung, error) {
			n, err := proportionRuns(l, 1-most, phaseViolation)
			if err != nil {
				return nil, err
			}
			return measurePhases(l, c, n)
		},
		Rivals: []props.Rival[phaseCase, []phaseRung]{
			props.WrongLaw("τ_η = Θ(α_c)", order(-1)),
			props.WrongLaw("τ_η = Θ(α_c √N)", order(-0.5)),
			props.WrongLaw("τ_η ≤ C α_c with probability ½ at every N", func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
				first, last := rungs[0], rungs[len(rungs)-1]
				median, err := first.SearchLaw.Quantile(0.5)
				if err != nil {
					return err
				}
				j.Probability("P(τ_η ≤ C α_c)", last.Search, median*searchOrder(c)(last.N)/searchOrder(c)(first.N)*float64(first.N)/float64(last.N), 0.5, 0, phaseViolation)
				return nil
			}),
		},
	}.Check()
}
