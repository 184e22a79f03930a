package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/theory"
)

// bestFactors is step sizes in units of δ*: the best, and others on both sides, at which
// δκ is three quarters of its largest value.
var bestFactors = []float64{1, 0.5, 1.5}

// bestLevel is an overlap that the drift at 1.5 δ* reaches in every model.
const bestLevel = 0.2

// best is the error of a level that sharp/optimal-step-k2 is designed to detect: a smaller one
// for the spiked matrix, whose runs are short.
func (c escapeCase) best() float64 {
	if c.row.kind.family == tensorPCA {
		return 0.4
	}
	return 0.55
}

// measureBest runs the escape at each of the step sizes.
func measureBest(l *props.Lab, c escapeCase) (runs []escapeSeen, err error) {
	best, _, err := c.row.law.BestEscapeStep(c.N)
	if err != nil {
		return nil, err
	}
	for i, f := range bestFactors {
		one := c
		one.Delta, one.Eta, one.violation = f*best, bestLevel, c.best()
		if one.replicas, err = props.KolmogorovRuns(l, c.best()*0.5); err != nil {
			return nil, err
		}
		run, err := escapeAt(l, i, one)
		if err != nil {
			return nil, err
		}
		runs = append(runs, run)
	}
	return runs, nil
}

// bestLadder is the sizes of the second link, on the law of the limit in N/(δκ) alone: it is what is left of the law at N
// up to a relative 1/N, see sharp/escape-law-k2.
var bestLadder = props.Geometric(1e4, 1e18, 5)

// bestSpread is step sizes in units of δ* at equal distances from it, at which δκ is the same.
var bestSpread = [2]float64{0.8, 1.2}

// bestTends is the second link: along the ladder the median at δ* is n* to leading order, a relative O(1/log N) beside it, and
// the medians at .8 and 1.2 δ* are equal to leading order, so that the least is at δ*; n* is multiplied by N^b and factor, and δ*
// by shift.
func bestTends(factor, b, shift float64) props.Law[escapeCase, []escapeSeen] {
	return func(c escapeCase, _ []escapeSeen, j *props.Judge) error {
		median := func(f float64) func(n float64) (float64, error) {
			return func(n float64) (float64, error) {
				best, _, err1 := c.row.law.BestEscapeStep(int(n))
				law, err2 := c.row.law.Escape(int(n), f*shift*best, bestLevel)
				if err := errors.Join(err1, err2); err != nil {
					return 0, err
				}
				return law.Quantile(0.5)
			}
		}
		samples := func(n float64) (float64, error) {
			_, samples, err := c.row.law.BestEscapeStep(int(n))
			return factor * samples * math.Pow(n/bestLadder[0], b), err
		}
		level, err1 := props.Ratios(bestLadder, median(1), samples, populationAccuracy)
		orders, err2 := props.Exponents(bestLadder, median(1), samples, populationAccuracy)
		balance, err3 := props.Ratios(bestLadder, median(bestSpread[1]), median(bestSpread[0]), populationAccuracy)
		if err := errors.Join(err1, err2, err3); err != nil {
			return err
		}
		rate := func(n float64) float64 { return 1 / math.Log(n) }
		j.Tends("exponent of the median at δ*", orders, rate, exponentViolation)
		j.Tends("log of the median at δ*", level, rate, constantViolation)
		j.Tends("log of the medians at 1.2 δ* over .8 δ*", balance, rate, constantViolation)
		return nil
	}
}

// sharpOptimalStepK2 checks the law of the samples at δ*, at half of it and half above, and that in the limit the median at δ* is
//
//	n* = (V₀/c₂²) N log N  to leading order,  and least there.
func sharpOptimalStepK2() props.Check {
	type judgement = props.Law[escapeCase, []escapeSeen]
	samples := func(law func(runs []escapeSeen, i int, t float64) float64) judgement {
		return func(c escapeCase, runs []escapeSeen, j *props.Judge) error {
			for i, r := range runs {
				j.Passages(fmt.Sprintf("samples at %v δ*", bestFactors[i]), r.times, r.cap, func(t float64) float64 { return law(runs, i, t) }, r.slack, c.best())
			}
			return nil
		}
	}
	scaled := func(factor float64) judgement {
		return samples(func(runs []escapeSeen, i int, t float64) float64 { return runs[i].law.CDF(t * factor) })
	}
	return props.Experiment[escapeCase, []escapeSeen]{
		Of: theory.SharpOptimalStepK2,
		Grid: func(tier props.Tier) (cases []escapeCase) {
			for _, c := range escapeCases(printedTier(tier)) {
				if c.row.kind == square && tier < props.Deep {
					continue // as costly as all the others
				}
				cases = append(cases, c)
			}
			return cases
		},
		Tests: 3, Measure: measureBest,
		Law:   props.All(scaled(1), bestTends(1, 0, 1)),
		Limit: "median at δ* over n*, and medians at 1.2 δ* over .8 δ*, by sharp/escape-law-k2, N = 10⁴ to 10¹⁸, in powers of 1/log N",
		Rivals: []props.Rival[escapeCase, []escapeSeen]{
			props.WrongLaw("half the samples", scaled(2)),
			props.WrongLaw("twice the samples", scaled(0.5)),
			props.WrongLaw("the smaller step is as good", samples(func(runs []escapeSeen, _ int, t float64) float64 { return runs[0].law.CDF(t) })),
			props.WrongLaw("n* half as large", bestTends(0.5, 0, 1)),
			props.WrongLaw("n* twice as large", bestTends(2, 0, 1)),
		},
		Plants: []props.Plant[escapeCase, []escapeSeen]{
			props.Planted("n* × 1.2", bestTends(1.2, 0, 1)),
			props.Planted("n* × .8", bestTends(0.8, 0, 1)),
			props.Planted("N^{1.3} log N", bestTends(1, 0.3, 1)),
			props.Planted("N^{.7} log N", bestTends(1, -0.3, 1)),
			props.Planted("δ* × 1.2", bestTends(1, 0, 1.2)),
			props.Planted("δ* × .8", bestTends(1, 0, 0.8)),
		},
	}.Check()
}
