package neuron

import (
	"assay/props"
	"assay/theory"
)

// Figures is the published figures of the single neuron, in the order of the registry.
func Figures() []props.Figure {
	return []props.Figure{
		{Claim: theory.FigureLossAgainstIteration, Shows: "loss against iteration", Plot: plotLoss},
		{Claim: theory.FigureLossExponent, Shows: "exponent of the loss", Plot: plotExponent},
	}
}
