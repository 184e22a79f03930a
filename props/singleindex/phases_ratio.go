package singleindex

import (
	"fmt"
	"math"

	"assay/props"
	"assay/theory"
)

// measuredRatio asserts, on each rung, the median descent over the median search by the laws of the rung, times N^b and a
// factor that are 1 for the claim.
func measuredRatio(factor, b float64) props.Law[phaseCase, []phaseRung] {
	return func(_ phaseCase, rungs []phaseRung, j *props.Judge) error {
		for _, r := range rungs {
			up, within, err := medianWithin(r.SearchLaw, r.SearchSlack)
			if err != nil {
				return err
			}
			want := math.Log(factor*r.Arrival.Median/up) + b*math.Log(float64(r.N)/float64(rungs[0].N))
			j.MedianRatio(fmt.Sprintf("median descent over median search at N = %d", r.N), r.Descent, r.Search, want,
				r.Arrival.Slack+within)
		}
		return nil
	}
}

// ratioClimb is the median descent over the median search along the ladder of the second link.
func ratioClimb(c phaseCase) (seen []climbed, ratios []float64, relative float64, err error) {
	if seen, err = c.climb(); err != nil {
		return nil, nil, 0, err
	}
	ratios, relative, err = climbedQuantile(seen, 0.5)
	for i, r := range seen {
		ratios[i] = r.descent / ratios[i]
	}
	return seen, ratios, relative, err
}

// ratioConstant is the limit of ratio·α_c·δ/d₀ at the edge of the window: the descent takes (N/δ)∫dm/b, b with the pull of
// the step size where that stays, the search SearchConstant·N α_c.
func ratioConstant(c phaseCase) (float64, error) {
	pull := 0.0
	if c.row.law.Exponent == 2 || c.rule.descent != nil {
		pull = c.rule.down(c.Ladder[0])
	}
	down, err := c.row.law.DescentConstant(pull, c.Eta)
	if err != nil {
		return 0, err
	}
	up, err := c.row.law.SearchConstant(c.rule.edge)
	if c.rule.descent != nil {
		return down / pull / up, err
	}
	return down / c.rule.edge / up, err
}

// ratioTends is the second link at the edge of the window: the ratio tends to factor·N^b·order(N) times its constant.
func ratioTends(order func(n, k int) (float64, error), factor, b float64) props.Law[phaseCase, []phaseRung] {
	return func(c phaseCase, _ []phaseRung, j *props.Judge) error {
		constant, err := ratioConstant(c)
		if err != nil {
			return err
		}
		seen, ratios, relative, err := ratioClimb(c)
		if err != nil {
			return err
		}
		return tends(j, "the ratio of the medians", seen, ratios, func(n float64) (float64, error) {
			o, err := order(int(n), c.row.law.Exponent)
			return factor * constant * o * math.Pow(n/seen[0].n, b), err
		}, c.rate(), relative, constantViolation)
	}
}

// ratioLimit is the ladder of the ratios at the edge, in words.
const ratioLimit = "median descent over median search, over its limit, N = 10³ to 10⁸, in powers of 1/log N for k = 2 and N^{−1/2} for k ≥ 3"

func ratioRivals(order func(n, k int) (float64, error)) []props.Rival[phaseCase, []phaseRung] {
	return []props.Rival[phaseCase, []phaseRung]{
		props.WrongLaw("measured, times N^{1/2}", measuredRatio(1, 0.5)),
		props.WrongLaw("measured, times N^{−1/2}", measuredRatio(1, -0.5)),
		props.WrongLaw("measured, twice as much", measuredRatio(2, 0)),
		props.WrongLaw("half the constant", ratioTends(order, 0.5, 0)),
		props.WrongLaw("no dependence on N", ratioTends(func(int, int) (float64, error) { return 1, nil }, 1, 0)),
	}
}

func ratioPlants(order func(n, k int) (float64, error)) []props.Plant[phaseCase, []phaseRung] {
	return []props.Plant[phaseCase, []phaseRung]{
		props.Planted("the limit × 1.2", ratioTends(order, 1.2, 0)),
		props.Planted("the limit × .8", ratioTends(order, 0.8, 0)),
		props.Planted("times N^{.3}", ratioTends(order, 1, 0.3)),
		props.Planted("times N^{−.3}", ratioTends(order, 1, -0.3)),
	}
}

// phasesRatio checks the ratio with one step size: for k = 3, ratio·√N is flat.
func phasesRatio() props.Check {
	order := theory.RatioOneStep
	return props.Experiment[phaseCase, []phaseRung]{
		Of:    theory.PhasesRatio,
		Grid:  phaseModels,
		Tests: 3, Measure: measureLadder, Law: props.All(measuredRatio(1, 0), ratioTends(order, 1, 0)),
		Limit:  ratioLimit,
		Rivals: append(ratioRivals(order), props.WrongLaw("1/α_c: the printed order", ratioTends(theory.RatioPrinted, 1, 0))),
		Plants: ratioPlants(order),
	}.Check()
}

// phasesRatioRestepped checks the ratio with the step size set anew at η: for k = 3,
// ratio·N is flat.
func phasesRatioRestepped() props.Check {
	order := theory.RatioRestepped
	return props.Experiment[phaseCase, []phaseRung]{
		Of: theory.PhasesRatioRestepped,
		Grid: func(tier props.Tier) (cases []phaseCase) {
			for _, c := range phaseModels(tier) {
				c.rule = resteppedRule(c.rule, c.rule.search(c.Ladder[0])) // small enough there, hence at every N
				cases = append(cases, c)
			}
			return cases
		},
		Tests: 3, Measure: measureLadder, Law: props.All(measuredRatio(1, 0), ratioTends(order, 1, 0)),
		Limit:  ratioLimit,
		Rivals: append(ratioRivals(order), props.WrongLaw("α_c^{−1/2}, as with one step size", ratioTends(theory.RatioOneStep, 1, 0))),
		Plants: ratioPlants(order),
	}.Check()
}
