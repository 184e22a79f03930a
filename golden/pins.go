package golden

import "slices"

// Pins is every pin, in the order in which they are replayed: the random streams
// first, since all that is random rests on them.
func Pins() []Pin {
	return slices.Concat(
		promisingBits(randomPins()),
		promisingBits(chainPins()),
		promisingBits(kernelPins()),
		variantPins(),
		spherePins(),
		populationPins(),
		schedulePins(),
		pairPins(),
		neuronPins(),
		flowPins(),
	)
}
