package props

// Suite is the checks, in the order of the registry. A claim of the registry
// without a line here is open.
func Suite() []Check {
	return []Check{
		sphereTangent(),
		sphereOverlapGradient(),
		sphereStart(),
		sphereOneSampleAStep(),
		chainPathwise(),
		lossHermiteSeries(),
		lossMisspecifiedSeries(),
		exponentDefinition(),
		exponentCubics(),
		neuronLoss(),
		neuronGradient(),
		neuronExact(),
		neuronOver(),
		neuronSlowdown(),
		neuronAngleLemma(),
		neuronAngleLemmaCorrected(),
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
		figureSearchSquare(),
		figureSearchCubic(),
		figureDescentSquare(),
		figureDescentCubic(),
		figureOrder(),
		figureLoss(),
		figureExponent(),
	}
}
