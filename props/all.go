package props

import (
	"slices"

	"assay/theory"
)

// All is the registry with the checks and figures of both papers.
func All() Suite {
	return Suite{
		Claims:  theory.Claims(),
		Checks:  slices.Concat(singleIndexChecks(), neuronChecks()),
		Figures: slices.Concat(singleIndexFigures(), neuronFigures()),
	}
}
