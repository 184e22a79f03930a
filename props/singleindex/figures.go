package singleindex

import (
	"assay/props"
	"assay/theory"
)

// Figures is the figures of the claims on online SGD, in the order of the registry: those of what the
// checks measure, and the published ones.
func Figures() []props.Figure {
	edge := func(k int) func(phaseCase) bool {
		return func(c phaseCase) bool {
			return !c.inside && isTensor(c) && c.row.law.Exponent >= k && (k == 2 || c.row.law.Exponent == k)
		}
	}
	all := func(escapeCase) bool { return true }
	cubic := func(c criticalCase) bool {
		strong, err := tensorRow(3, 4)
		return err == nil && c.row.name == strong.name
	}
	return []props.Figure{
		{Claim: theory.ThresholdOptimal, Shows: "recovery against α/α_c, for several N", Plot: plotThreshold},
		props.Drawn(phasesSearch(), "samples against the dimension", edge(2), drawSearch),
		props.Drawn(phasesRatio(), "descent over search, printed and corrected", edge(3), drawRatio),
		{Claim: theory.PhasesSearchDominates, Shows: "search and descent for k = 1, 2, 3", Plot: plotPhases},
		props.Drawn(populationNoisePrice(), "the price of noise", edge(3), drawPrice),
		props.Drawn(sharpEscapeLawK2(), "escape law against runs", all, drawEscape),
		props.Drawn(sharpCriticalLawK3(), "critical law against runs", cubic, drawCritical),
		{Claim: theory.Figure21a, Shows: "f = x² from random starts", Plot: plotSearch(searchSquare)},
		{Claim: theory.Figure21b, Shows: "f = x³ − 3x from random starts", Plot: plotSearch(searchCubic)},
		{Claim: theory.Figure22a, Shows: "f = x² from overlap ½", Plot: plotDescent(descentSquare)},
		{Claim: theory.Figure22b, Shows: "f = x³ − 3x from overlap ½", Plot: plotDescent(descentCubic)},
		{Claim: theory.Figure23, Shows: "three activations on the same data", Plot: plotOrder},
	}
}
