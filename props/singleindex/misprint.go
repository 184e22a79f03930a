package singleindex

import (
	"assay/props"
	"assay/theory"
)

// misprintPhaseRetrievalStep is p. 15 at α' = (log N)³, for f = x² and f = |x|.
func misprintPhaseRetrievalStep() props.Check {
	return windowErratum(theory.MisprintPhaseRetrievalStep, func(tier props.Tier) (grid []windowCase) {
		for _, kind := range []zooKind{square, absolute} {
			row, err := zooOf(kind)
			c := atBoth(row, err, 0.5, cubedLog(2), func(n int, alpha float64) float64 {
				delta, err := theory.PhaseRetrievalStepPrinted(n, alpha)
				if err != nil {
					panic(err)
				}
				return delta
			}, props.ByTier[[]int]{{100, 200}, {100, 1000}, {100, 1000, 5000}}.At(tier)...)
			c.weak = true
			grid = append(grid, c)
		}
		return grid
	})
}
