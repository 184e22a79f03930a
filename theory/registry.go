package theory

import (
	"errors"
	"fmt"
	"slices"
)

// registry is every claim, in the order in which they are read.
var registry = []*Claim{
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
	MisprintCubicSamples,
	MisprintPhaseRetrievalStep,

	// C. Search and descent.
	PhasesSearchPrinted,
	PhasesSearch,
	PhasesDescentPrinted,
	PhasesDescent,
	PhasesRatioPrinted,
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
}

// Claims is every claim, in the order in which they are read. The slice is the
// caller's; the claims it points to are shared and must not be changed.
func Claims() []*Claim { return slices.Clone(registry) }

// Find is the claim with the given ID, and whether there is one.
func Find(id string) (*Claim, bool) {
	i := slices.IndexFunc(registry, func(c *Claim) bool { return c.ID == id })
	if i < 0 {
		return nil, false
	}
	return registry[i], true
}

// ValidateRegistry returns an error that names every defect of the claims, or
// nil: what [Claim.Validate] refuses, an ID that occurs twice, and a
// CorrectedBy that names no row or a row not expected to hold.
func ValidateRegistry(claims []*Claim) error {
	var errs []error
	rows := make(map[string]*Claim, len(claims))
	for i, c := range claims {
		if c == nil {
			errs = append(errs, fmt.Errorf("claim in row %d: is nil", i))
			continue
		}
		errs = append(errs, c.Validate())
		if rows[c.ID] != nil {
			errs = append(errs, fmt.Errorf("claim %q: ID: occurs twice", c.ID))
		}
		rows[c.ID] = c
	}
	for _, c := range claims {
		if c == nil || c.CorrectedBy == "" || c.CorrectedBy == c.ID {
			continue
		}
		switch by := rows[c.CorrectedBy]; {
		case by == nil:
			errs = append(errs, fmt.Errorf("claim %q: CorrectedBy: no row has the ID %q", c.ID, c.CorrectedBy))
		case by.Expect != Holds:
			errs = append(errs, fmt.Errorf("claim %q: CorrectedBy: %q is not expected to hold", c.ID, c.CorrectedBy))
		}
	}
	return errors.Join(errs...)
}
