package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/theory"
)

// ratioSeen is a ladder and the constant c of the claimed ratio c·order(N).
type ratioSeen struct {
	rungs    []phaseRung
	constant float64
}

// measureRatio finds the constant on the first rung from the limits of both phases: the
// descent (N/δ)∫dm/b, b with the step size of the descent where that is constant, over the
// median search time, (N/2δκ) log N for k = 2 and N^{k−1} median(T)/d₀ for k ≥ 3.
func measureRatio(order func(n, k int) (float64, error)) func(*props.Lab, phaseCase) (ratioSeen, error) {
	return func(l *props.Lab, c phaseCase) (ratioSeen, error) {
		rungs, err := measureLadder(l, c)
		if err != nil {
			return ratioSeen{}, err
		}
		law, k, r := c.row.law, c.row.law.Exponent, rungs[0]
		down := law.PopulationTime
		if k == 2 || c.rule.descent != nil {
			down = law.HittingTime // δ stays: so does its pull
		}
		descent, err := down(r.N, r.Down, c.Eta, 1-c.Eta)
		if err != nil {
			return ratioSeen{}, err
		}
		var search float64
		if k == 2 {
			kappa, err := law.GrowthRate(r.Up)
			if err != nil {
				return ratioSeen{}, err
			}
			search = float64(r.N) / (2 * r.Up * kappa) * math.Log(float64(r.N))
		} else if search, err = law.SearchMedian(r.N, r.Up, c.Eta); err != nil {
			return ratioSeen{}, err
		}
		o, err := order(r.N, k)
		return ratioSeen{rungs, descent / search / o}, err
	}
}

// ratioIs asserts, on each rung, that the median descent over the median search is
// constant·order(N); a rival order agrees with the right one on the first rung.
func ratioIs(factor float64, order, right func(n, k int) (float64, error)) props.Law[phaseCase, ratioSeen] {
	return func(c phaseCase, m ratioSeen, j *props.Judge) error {
		k := c.row.law.Exponent
		n0 := m.rungs[0].N
		first, err := right(n0, k)
		if err != nil {
			return err
		}
		base, err := order(n0, k)
		if err != nil {
			return err
		}
		for _, r := range m.rungs {
			up, within, err := medianWithin(r.SearchLaw, r.SearchSlack)
			if err != nil {
				return err
			}
			expected, err1 := right(r.N, k)
			claimed, err2 := order(r.N, k)
			if err1 != nil || err2 != nil {
				return errors.Join(err1, err2)
			}
			slack := math.Abs(math.Log(r.Arrival.Median/up/(m.constant*expected))) +
				r.Arrival.Slack + within
			want := factor * m.constant * first * claimed / base
			j.MedianRatio(fmt.Sprintf("median descent over median search at N = %d", r.N), r.Descent, r.Search, math.Log(want), slack)
		}
		return nil
	}
}

// timesPower is an order times N^b.
func timesPower(order func(n, k int) (float64, error), b float64) func(n, k int) (float64, error) {
	return func(n, k int) (float64, error) {
		o, err := order(n, k)
		return o * math.Pow(float64(n), b), err
	}
}

func ratioRivals(order func(n, k int) (float64, error)) []props.Rival[phaseCase, ratioSeen] {
	return []props.Rival[phaseCase, ratioSeen]{
		props.WrongLaw("times N^{1/2}", ratioIs(1, timesPower(order, 0.5), order)),
		props.WrongLaw("times N^{−1/2}", ratioIs(1, timesPower(order, -0.5), order)),
		props.WrongLaw("twice the constant", ratioIs(2, order, order)),
		props.WrongLaw("half the constant", ratioIs(0.5, order, order)),
		props.WrongLaw("no dependence on N", ratioIs(1, func(int, int) (float64, error) { return 1, nil }, order)),
	}
}

// ratioModels is the models of the phases, in the quick tier from N = 40 on for k = 3: a
// ladder wide enough to see that the ratio depends on N at all.
func ratioModels(tier props.Tier) []phaseCase {
	cases := phaseModels(tier)
	for i, c := range cases {
		if tier == props.Quick && c.row.law.Exponent == 3 {
			cases[i].Ladder = []int{40, 400}
		}
	}
	return cases
}

// phasesRatio checks the ratio with one step size: for k = 3, ratio·√N is flat.
func phasesRatio() props.Check {
	order := theory.RatioOneStep
	return props.Experiment[phaseCase, ratioSeen]{
		Of:    theory.PhasesRatio,
		Grid:  ratioModels,
		Tests: 3, Measure: measureRatio(order), Law: ratioIs(1, order, order),
		Rivals: append(ratioRivals(order), props.WrongLaw("1/α_c: the printed order", ratioIs(1, theory.RatioPrinted, order))),
	}.Check()
}

// phasesRatioPrinted checks the printed order 1/α_c for k ≥ 3 and one step size, with the
// constant of the first rung.
func phasesRatioPrinted() props.Check {
	order := theory.RatioOneStep
	return props.Experiment[phaseCase, ratioSeen]{
		Of:    theory.PhasesRatioPrinted,
		Grid:  func(tier props.Tier) []phaseCase { return ofExponent(ratioModels(tier), 3) },
		Tests: 3, Measure: measureRatio(order),
		Law:     ratioIs(1, theory.RatioPrinted, order),
		Control: ratioIs(1, order, order),
		Rivals: []props.Rival[phaseCase, ratioSeen]{
			props.WrongLaw("no dependence on N", ratioIs(1, func(int, int) (float64, error) { return 1, nil }, order)),
			props.WrongLaw("1/α_c times N^{−1/2}", ratioIs(1, timesPower(theory.RatioPrinted, -0.5), order)),
			props.WrongLaw("1/(α_c log N)", ratioIs(1, func(n, k int) (float64, error) {
				o, err := theory.RatioPrinted(n, k)
				return o / math.Log(float64(n)), err
			}, order)),
		},
	}.Check()
}

// phasesRatioRestepped checks the ratio with the step size set anew at η: for k = 3,
// ratio·N is flat.
func phasesRatioRestepped() props.Check {
	order := theory.RatioRestepped
	return props.Experiment[phaseCase, ratioSeen]{
		Of: theory.PhasesRatioRestepped,
		Grid: func(tier props.Tier) (cases []phaseCase) {
			for _, c := range phaseModels(tier) {
				c.rule = resteppedRule(c.rule, c.rule.search(c.Ladder[0])) // small enough there, hence at every N
				cases = append(cases, c)
			}
			return cases
		},
		Tests: 3, Measure: measureRatio(order), Law: ratioIs(1, order, order),
		Rivals: append(ratioRivals(order), props.WrongLaw("α_c^{−1/2}, as with one step size", ratioIs(1, theory.RatioOneStep, order))),
	}.Check()
}
