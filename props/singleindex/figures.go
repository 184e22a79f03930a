package singleindex

import (
	"assay/props"
	"assay/theory"
)

// Figures is the published figures of online SGD, in the order of the registry.
func Figures() []props.Figure {
	return []props.Figure{
		{Claim: theory.Figure21a, Shows: "f = x² from random starts", Plot: plotSearch(searchSquare)},
		{Claim: theory.Figure21b, Shows: "f = x³ − 3x from random starts", Plot: plotSearch(searchCubic)},
		{Claim: theory.Figure22a, Shows: "f = x² from overlap ½", Plot: plotDescent(descentSquare)},
		{Claim: theory.Figure22b, Shows: "f = x³ − 3x from overlap ½", Plot: plotDescent(descentCubic)},
		{Claim: theory.Figure23, Shows: "three activations on the same data", Plot: plotOrder},
	}
}
