package theory

import (
	"slices"

	"assay/theory/claim"
)

// The works whose claims the registry holds, beside [claim.Derived].
var (
	BenArous2021 = claim.Work{Title: "Ben Arous, Gheissari, Jagannath 2021", Edition: "Journal of Machine Learning Research 22(106):1–51"}
	XuDu2023     = claim.Work{Title: "Xu & Du 2023", Edition: "Proceedings of Machine Learning Research 195:1155–1198"}
	Notes        = claim.Work{Title: "recitation notes"} // where they alone make the statement
)

// registry is every claim, in the order in which they are read.
var registry = []*claim.Claim{
	// A. Sphere, loss and exponent.
	SphereTangent,
	SphereOverlapGradient,
	SphereStart,
	SphereOneSampleAStep,
	ChainPathwise,
	ChainLaw,
	LossOverlapOnly,
	LossHermiteSeries,
	LossMisspecifiedSeries,
	LossZoo,
	LossAssumptionA,
	LossAssumptionB,
	ExponentDefinition,
	ExponentZoo,
	ExponentCubics,

	// B. Thresholds.
	ThresholdAlphaC,
	RecoveryK1,
	RecoveryK2,
	RecoveryK3,
	RecoveryK4,
	RecoveryWindow,
	RecoveryWindowCorrected,
	RecoveryPolynomial,
	RefutationK1,
	RefutationK2,
	RefutationK3,
	RefutationK4,
	RefutationConstantStep,
	ThresholdOptimal,
	RecoveryLinearRegime,
	RecoveryMisspecified,
	RecoveryCubicSamplesBound,
	MisprintPhaseRetrievalStep,

	// C. Search and descent.
	PhasesSearchPrinted,
	PhasesSearch,
	PhasesDescentPrinted,
	PhasesDescent,
	PhasesRatioPrinted,
	PhasesRatioBoundPrinted,
	PhasesRatio,
	PhasesRatioRestepped,
	PhasesSearchDominates,
	PhasesStays,
	PhasesLawOfLargeNumbers,

	// D. The population heuristic.
	PopulationRecursion,
	PopulationK1,
	PopulationK2,
	PopulationK3,
	PopulationK4,
	PopulationNoisePrice,

	// E. Sharper laws.
	SharpDrift,
	SharpCriticalStepK2,
	SharpEscapeLawK2,
	SharpOptimalStepK2,
	SharpCriticalLawK3,
	SharpConstantStepTrap,
	SharpGrowingStep,

	// F. The single neuron.
	NeuronLossClosedForm,
	NeuronGradientClosedForm,
	NeuronExact,
	NeuronOver,
	NeuronUpper,
	NeuronLower,
	NeuronLowerConstants,
	NeuronSlowdown,
	NeuronAngleLemma,
	NeuronAngleLemmaCorrected,
	NeuronNearOptimum,
	NeuronCubicFlow,
	NeuronNotStronglyConvex,
	NeuronGradientDomination,
	NeuronInitialisation,
	NeuronPhases,
	NeuronPotential,
	SpecialAligned,
	SpecialIdentical,
	PairSymmetry,
	PairLambda1RecurrencePrinted,
	PairLambda1Recurrence,
	PairLambda2Recurrence,
	PairLambda1Rate,
	PairLambda2NearOptimum,
	PairLambda2Rate,
	PairLossRate,
	PairSlowOrthogonal,

	// G. Sharper laws for the neuron.
	SharpConstantN2,
	SharpConstant,
	SharpConstantBound,
	SharpBalancedConstants,
	SharpSlavedSum,
	SharpBestAngleConstant,

	// H. Published figures.
	Figure21a,
	Figure21b,
	Figure22a,
	Figure22b,
	Figure23,
	FigureLossAgainstIteration,
	FigureLossExponent,

	// I. Second stage.
	ChainNonGaussian,
	RecoveryUniformStarts,
	RecoveryPowerStart,
	MisprintMeanEstimation,
	MisprintMeanEstimationCorrected,
	MisprintGLMLinks,
	MisprintGLMLinksCorrected,
	MisprintLocalMinimum,
	MisprintLocalMinimumCorrected,
	MisprintNotesIntegration,
	MisprintNotesIntegrationCorrected,
}

// Claims is every claim, in the order in which they are read. The slice is the
// caller's; the claims it points to are shared and must not be changed.
func Claims() []*claim.Claim { return slices.Clone(registry) }
