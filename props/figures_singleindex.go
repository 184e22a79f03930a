package props

import "assay/theory"

// singleIndexFigures is the published figures of online SGD, in the order of the registry.
func singleIndexFigures() []Figure {
	return []Figure{
		{theory.Figure21a, "f = x² from random starts", plotSearch(searchSquare)},
		{theory.Figure21b, "f = x³ − 3x from random starts", plotSearch(searchCubic)},
		{theory.Figure22a, "f = x² from overlap ½", plotDescent(descentSquare)},
		{theory.Figure22b, "f = x³ − 3x from overlap ½", plotDescent(descentCubic)},
		{theory.Figure23, "three activations on the same data", plotOrder},
	}
}
