package neuron

import (
	"assay/props"
	"assay/theory"
)

// Figures is the figures of the claims on the single neuron, in the order of the registry: those of what the
// checks measure or of runs like theirs, and the published ones.
func Figures() []props.Figure {
	return []props.Figure{
		{Claim: theory.NeuronOver, Shows: "the local exponent of the loss", Plot: plotLocal},
		{Claim: theory.NeuronSlowdown, Shows: "loss against time for n = 1, 2, 3", Plot: plotSlowdown},
		props.Drawn(neuronAngleLemmaCorrected(), "the lemma's slack against the angle", func(studentsCase) bool { return true }, drawAngleSlack),
		{Claim: theory.SharpConstant, Shows: "L (ηt)³ and its constant", Plot: plotConstant},
		{Claim: theory.FigureLossAgainstIteration, Shows: "loss against iteration", Plot: plotLoss},
		{Claim: theory.FigureLossExponent, Shows: "exponent of the loss", Plot: plotExponent},
	}
}
