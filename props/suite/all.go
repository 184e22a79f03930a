package suite

import (
	"slices"

	"assay/props"
	"assay/props/neuron"
	"assay/props/singleindex"
	"assay/theory"
)

// All is the registry with the checks and figures of both papers.
func All() props.Suite {
	return props.Suite{
		Claims:  theory.Claims(),
		Checks:  slices.Concat(singleindex.Checks(), neuron.Checks()),
		Figures: slices.Concat(singleindex.Figures(), neuron.Figures()),
		Story:   theory.Story,
	}
}
