package props

import "assay/theory"

// neuronFigures is the published figures of the single neuron, in the order of the registry.
func neuronFigures() []Figure {
	return []Figure{
		{theory.FigureLossAgainstIteration, "loss against iteration", plotLoss},
		{theory.FigureLossExponent, "exponent of the loss", plotExponent},
	}
}
