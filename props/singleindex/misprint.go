package singleindex

import (
	"math"

	"assay/props"
	"assay/theory"
)

// misprintPhaseRetrievalStep is p. 15 at α' = (log N)³, for f = x² and f = |x|.
func misprintPhaseRetrievalStep() props.Check {
	printed := func(_ int, n, alpha float64) float64 {
		return props.Must(theory.PhaseRetrievalStepPrinted(n, alpha))
	}
	once := func(_ int, n, alpha float64) float64 { return math.Log(n) / alpha }
	return windowErratum(theory.MisprintPhaseRetrievalStep, func(tier props.Tier) (grid []windowCase) {
		for _, kind := range []zooKind{square, absolute} {
			row := props.Must(zooOf(kind))
			c := atBoth(row, 0.5, printed, props.ByTier[[]int]{{100, 200}, {100, 1000}, {100, 1000, 5000}}.At(tier)...)
			c.weak = true
			grid = append(grid, c)
		}
		return grid
	}, props.Planted("(log N)/α does not recover either", failsWith(once)))
}
