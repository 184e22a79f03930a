package singleindex

import (
	"assay/props"
	"assay/theory"
)

// misprintCubicSamples measures the exponent of the samples for x³ − 3x at a step size of
// the critical order, which is of order α^{−1/2} at α = α_c: the printed lower bound
// N^{3/2} log N holds, with half a power of N to spare.
func misprintCubicSamples() props.Check {
	slope := func(b float64, logs int) props.Law[growthCase, growthTimes] {
		return func(c growthCase, m growthTimes, j *props.Judge) error {
			growthSlope(j, c, m, b, logs)
			return nil
		}
	}
	return props.Experiment[growthCase, growthTimes]{
		Of: theory.MisprintCubicSamples, Tests: 1, Grid: cubicLadder, Measure: measureGrowth,
		Law: func(c growthCase, m growthTimes, j *props.Judge) error {
			growthAtLeast(j, c, m, 1.5, 1)
			return nil
		},
		Rivals: []props.Rival[growthCase, growthTimes]{
			props.WrongLaw("N^{3/2} is the order", slope(1.5, 0)),
			props.WrongLaw("N log N is the order", slope(1, 1)),
			props.WrongLaw("at least N^{7/2}", func(c growthCase, m growthTimes, j *props.Judge) error {
				growthAtLeast(j, c, m, 3.5, 0)
				return nil
			}),
		},
	}.Check()
}

// cubicLadder is the ladder of [misprintCubicSamples].
func cubicLadder(tier props.Tier) []growthCase {
	cubic, err := hermiteRow(3, 0)
	sizes := props.ByTier[[]int]{{12, 14, 64, 72}, {16, 20, 80, 100}, {30, 60, 500, 1000}}.At(tier)
	// He_3 is √6 times its normalised self: a step is 6 times larger
	return []growthCase{growthRow(3, cubic, err, 0.004/6, 0.83, sizes, props.ByTier[float64]{0.5, 0.3, 0.2}.At(tier))}
}

// misprintPhaseRetrievalStep is p. 15 at α' = (log N)³, for f = x² and f = |x|.
func misprintPhaseRetrievalStep() props.Check {
	return windowErratum(theory.MisprintPhaseRetrievalStep, func(tier props.Tier) (grid []windowCase) {
		for _, kind := range []zooKind{square, absolute} {
			row, err := zooOf(kind)
			grid = append(grid, atBoth(row, err, 0.75, cubedLog(2), func(n int, alpha float64) float64 {
				delta, err := theory.PhaseRetrievalStepPrinted(n, alpha)
				if err != nil {
					panic(err)
				}
				return delta
			}, props.ByTier[[]int]{{100, 200}, {100, 1000}, {100, 1000, 5000}}.At(tier)...))
		}
		return grid
	})
}
