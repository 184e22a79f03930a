package neuron

import "assay/props"

// Checks is the attempts to refute the claims on the single neuron, in the order of the registry.
func Checks() []props.Check {
	return []props.Check{
		neuronLoss(),
		neuronGradient(),
		neuronExact(),
		neuronOver(),
		neuronUpper(),
		neuronLower(),
		neuronLowerConstants(),
		neuronSlowdown(),
		neuronAngleLemma(),
		neuronAngleLemmaCorrected(),
		neuronNearOptimum(),
		neuronCubicFlow(),
		neuronNotStronglyConvex(),
		neuronGradientDomination(),
		neuronInitialisation(),
		neuronPhases(),
		neuronPotential(),
		specialAligned(),
		specialIdentical(),
		pairSymmetry(),
		pairLambda1Printed(),
		pairLambda1(),
		pairLambda2(),
		pairLambda1Rate(),
		pairLambda2Small(),
		pairLambda2Rate(),
		pairLossRate(),
		pairSlowOrthogonal(),
		sharpConstantN2(),
		sharpConstant(),
		sharpConstantBound(),
		sharpBalancedConstants(),
		sharpSlavedSum(),
		sharpBestAngleConstant(),
		figureLoss(),
		figureExponent(),
	}
}
