package singleindex

import (
	"math"

	"assay/props"
	"assay/theory"
	"assay/theory/claim"
)

// ratioOrder is the second link inside the window of Theorem 1.3: the local exponent of the ratio tends to that of
// order(N)·N^b or, of an upper bound, to at most that. With one step size δ = d₀N^{−(k−2)/2}ℓ(N),
// ℓ = (log N)^{−3/2} up to a constant, descent and search are N/δ and N^{k/2}/δ times power series in δ and ℓ: the
// exponent is off by dℓ/d log N in leading order.
func ratioOrder(order func(n, k int) (float64, error), b float64, relation props.Relation) props.Law[phaseCase, []phaseRung] {
	return func(c phaseCase, _ []phaseRung, j *props.Judge) error {
		seen, ratios, relative, err := ratioClimb(c)
		if err != nil {
			return err
		}
		sizes, at := make([]float64, len(seen)), map[float64]float64{}
		for i, r := range seen {
			sizes[i], at[r.n] = r.n, ratios[i]
		}
		rungs, err := props.Exponents(sizes, func(n float64) (float64, error) { return at[n], nil }, func(n float64) (float64, error) {
			o, err := order(int(n), c.row.law.Exponent)
			return o * math.Pow(n, b), err
		}, relative)
		if err != nil {
			return err
		}
		for i, r := range rungs {
			if relation == props.AtMost {
				rungs[i].Claim = math.Min(r.Law, r.Claim) // a smaller exponent is as claimed
			}
		}
		j.Tends("exponent of the ratio of the medians", rungs, func(n float64) float64 { return math.Pow(math.Log(n), -2.5) }, exponentViolation)
		return nil
	}
}

// ratioPrinted is a ratio as printed by one of the sources, tried inside the hypotheses of its
// theorem: as an equality of orders or as an upper bound.
func ratioPrinted(of *claim.Claim, relation props.Relation, rivals []props.Rival[phaseCase, []phaseRung], plants []props.Plant[phaseCase, []phaseRung]) props.Check {
	return props.Experiment[phaseCase, []phaseRung]{
		Of:    of,
		Grid:  func(tier props.Tier) []phaseCase { return ofExponent(inside(printedModels(tier)), 3) },
		Tests: 3, Measure: measureMedians,
		Law:     props.All(measuredRatio(1, 0), ratioOrder(theory.RatioPrinted, 0, relation)),
		Control: props.All(measuredRatio(1, 0), ratioOrder(theory.RatioOneStep, 0, relation)),
		Limit:   "exponent of the ratio inside the window of Theorem 1.3, N = 10³ to 10⁸, in powers of (log N)^{−5/2}",
		Rivals:  rivals, Plants: plants,
	}.Check()
}

// fasterThanPrinted are orders further from the right one than the printed is.
func fasterThanPrinted(relation props.Relation) []props.Rival[phaseCase, []phaseRung] {
	return []props.Rival[phaseCase, []phaseRung]{
		props.WrongLaw("1/α_c times N^{−1/2}", ratioOrder(theory.RatioPrinted, -0.5, relation)),
		props.WrongLaw("1/(α_c log N)", ratioOrder(func(n, k int) (float64, error) {
			o, err := theory.RatioPrinted(n, k)
			return o / math.Log(float64(n)), err
		}, 0, relation)),
	}
}

// phasesRatioPrinted checks the order 1/α_c of the notes for k ≥ 3.
func phasesRatioPrinted() props.Check {
	return ratioPrinted(theory.PhasesRatioPrinted, props.Equal,
		append(fasterThanPrinted(props.Equal), props.WrongLaw("no dependence on N", ratioOrder(func(int, int) (float64, error) { return 1, nil }, 0, props.Equal))),
		[]props.Plant[phaseCase, []phaseRung]{
			props.Planted("α_c^{−1/2} N^{.3}", ratioOrder(theory.RatioOneStep, 0.3, props.Equal)),
			props.Planted("α_c^{−1/2} N^{−.3}", ratioOrder(theory.RatioOneStep, -0.3, props.Equal)),
		})
}

// phasesRatioBoundPrinted checks the bound O(1/α_c) of the paper for k ≥ 3.
func phasesRatioBoundPrinted() props.Check {
	return ratioPrinted(theory.PhasesRatioBoundPrinted, props.AtMost, fasterThanPrinted(props.AtMost),
		[]props.Plant[phaseCase, []phaseRung]{
			props.Planted("at most α_c^{−1/2} N^{−.3}", ratioOrder(theory.RatioOneStep, -0.3, props.AtMost)),
		})
}
