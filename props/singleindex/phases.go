package singleindex

import (
	"errors"
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
	add := func(row zooRow, d0 float64, ladder props.ByTier[[]int]) {
		if sizes := ladder.At(tier); len(sizes) > 0 {
			cases = append(cases, phaseCase{row: row, rule: criticalRule(d0, row.law.Exponent), Eta: 0.3, Ladder: sizes})
		}
	}
	matrix := props.Must(tensorRow(2, 2))
	add(matrix, 1, props.ByTier[[]int]{{400, 10_000}, {400, 100_000}, {400, 1_000_000}})
	pca := props.Must(onlinePCARow(1.5))
	add(pca, 0.3, props.ByTier[[]int]{{400, 2000}, {400, 10_000}, {400, 100_000}})
	square := props.Must(monomialRow(2, 0))
	add(square, 1./48, props.ByTier[[]int]{nil, {200, 2000}, {200, 100_000}})
	phase := props.Must(activationRow("abs x", sim.Abs{}, theory.AbsLayer, 0))
	add(phase, 0.2, props.ByTier[[]int]{nil, {200, 4000}, {200, 100_000}})
	cubic := props.Must(tensorRow(3, 2))
	add(cubic, 3, props.ByTier[[]int]{{50, 400}, {50, 200, 1000}, {50, 400, 4000}})
	sum := props.Must(tensorSumRow(3, 2, 4, 1))
	add(sum, 1.5, props.ByTier[[]int]{nil, {50, 400}, {50, 1000}})
	quartic := props.Must(tensorRow(4, 2))
	add(quartic, 1, props.ByTier[[]int]{{20, 64}, {20, 100}, {20, 200}})
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
		c.rule = withinRule(c.rule.edge, c.row.law.Exponent, c.Ladder[0])
		c.inside = true
		moved = append(moved, c)
	}
	return moved
}

// measureLadder measures the phases with as many replicas as the band of the search and the median of
// the descent need.
func measureLadder(l *props.Lab, c phaseCase) ([]phaseRung, error) {
	n, err1 := props.KolmogorovRuns(l, phaseViolation-phaseSlack)
	down, err2 := stat.QuantileSamples(props.MedianViolation, 0.5, l.Alpha/2, props.Miss)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	return measurePhases(l, c, func(r phaseRung) int { return max(n, runsFor(down, r.descends())) })
}

// measureMedians measures the phases with as many replicas as the medians of both need; a
// descent is seen where the search is.
func measureMedians(l *props.Lab, c phaseCase) ([]phaseRung, error) {
	n, err := stat.QuantileSamples(props.MedianViolation, 0.5, l.Alpha/2, props.Miss)
	if err != nil {
		return nil, err
	}
	rungs, err := measurePhases(l, c, func(r phaseRung) int { return runsFor(n, r.descends()) })
	for i := range rungs {
		rungs[i].Descent = designed(rungs[i].Descent, n)
	}
	return rungs, err
}

// phaseSlack is the part of the violation that is left for finite N in the design. A case
// whose slack is larger is undecided.
const phaseSlack = 0.13
