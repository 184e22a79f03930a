package singleindex

import (
	"errors"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// priceSeen is the population's steps and the search times of online SGD on one ladder, and
// how many runs with a step size far above the critical order escaped on the last rung.
type priceSeen struct {
	rungs      []phaseRung
	population []float64
	expected   []float64 // the population's steps, by theory
	escaped    int
	runs       int
}

// priceDelta is the constant step size of the population's descent, tooLarge the factor above
// the critical order that the noise punishes.
const priceDelta, tooLarge = 0.5, 8

// priceEscape is an upper bound for the chance to escape with such a step, which tends to 0.
const priceEscape, priceViolation = 0.1, 0.6

func measurePrice(l *props.Lab, c phaseCase) (seen priceSeen, err error) {
	replicas, err := props.KolmogorovRuns(l, phaseViolation-phaseSlack)
	if err != nil {
		return seen, err
	}
	// twice as many: the growth between two rungs must tell exponents that differ by ½ at k = 3
	if seen.rungs, err = measurePhases(l, c, 2*replicas); err != nil {
		return seen, err
	}
	steps, err := measurePopulation(l, populationCase{c.row, priceDelta, 1, c.Eta, c.Ladder})
	if err != nil {
		return seen, err
	}
	for i, n := range c.Ladder {
		want, err := c.row.law.PopulationSteps(n, priceDelta, 1/math.Sqrt(float64(n)), c.Eta)
		if err != nil {
			return seen, err
		}
		seen.population, seen.expected = append(seen.population, float64(steps[i])-0.5), append(seen.expected, want)
	}
	last := seen.rungs[len(seen.rungs)-1]
	schedule, err := sim.NewConstant(tooLarge * last.Up)
	if err != nil {
		return seen, err
	}
	few, err := proportionRuns(l, 1-priceEscape, priceViolation)
	if err != nil {
		return seen, err
	}
	hits, err := runChains(l, len(seen.rungs), few, sim.ChainRun{
		Model: c.row.model, N: last.N, Schedule: schedule,
		Watch: sim.Watch{Low: c.Eta, High: c.Eta, Unsigned: c.row.law.Exponent%2 == 0, Steps: int(last.Cap), Until: sim.UntilSearch},
	})
	for _, h := range hits {
		seen.runs++
		if h.Search != sim.Never {
			seen.escaped++
		}
	}
	return seen, err
}

// populationNoisePrice checks that the quotient of the two times, online SGD at the critical
// step over the population at a constant one, grows like N^{(k−2)/2}, and that a step size
// eight times the critical one does not search at all in the same time.
func populationNoisePrice() props.Check {
	type judgement = props.Law[phaseCase, priceSeen]
	// price asserts the growth of both between the rungs, and of their quotient
	price := func(online, population func(k float64) float64) judgement {
		return func(c phaseCase, seen priceSeen, j *props.Judge) error {
			first, last := seen.rungs[0], seen.rungs[len(seen.rungs)-1]
			correction, slack, err := growthCorrection(c, first, last)
			if err != nil {
				return err
			}
			k, ratio := float64(c.row.law.Exponent), math.Log(float64(last.N)/float64(first.N))
			j.MedianRatio("growth of the median search time of online SGD", last.Search, first.Search, online(k)*ratio+correction, slack)
			end := len(seen.population) - 1
			grown := math.Log(seen.population[end] / seen.population[0])
			j.Equal("log of the growth of the population's time", grown, population(k)*ratio,
				props.Truncation(math.Log(seen.expected[end]/seen.expected[0])-k/2*ratio, "the flow's distance from its limit at the rungs").
					Plus(props.Truncation(1/seen.expected[0]+1/seen.expected[end], "a count is whole, and the next term in δ/N")))
			gap := math.Log(seen.expected[end]/seen.expected[0]) - k/2*ratio
			j.MedianRatio("growth of the price, times that of the population's time", last.Search, first.Search,
				(online(k)-population(k))*ratio+grown+correction-gap, slack+1/seen.expected[0]+1/seen.expected[end])
			return nil
		}
	}
	forced := func(c phaseCase, seen priceSeen, j *props.Judge) error {
		if c.row.law.Exponent != 3 {
			return nil // for k = 4 the trap is deeper than η only at N beyond these ladders
		}
		j.Unlikely("P(search at eight times the critical step)", seen.escaped, seen.runs, priceEscape, priceViolation)
		return nil
	}
	online, population := func(k float64) float64 { return k - 1 }, func(k float64) float64 { return k / 2 }
	right := price(online, population)
	return props.Experiment[phaseCase, priceSeen]{
		Of: theory.PopulationNoisePrice,
		Grid: func(tier props.Tier) []phaseCase {
			cubic, err1 := tensorRow(3, 4)
			quartic, err2 := tensorRow(4, 4)
			if err := errors.Join(err1, err2); err != nil {
				panic(err) // fixed, valid parameters
			}
			return []phaseCase{
				{cubic, criticalRule(6, 3), 0.3, props.ByTier[[]int]{{64, 1250}, {64, 1600}, {64, 6000}}.At(tier)},
				{quartic, criticalRule(4, 4), 0.3, props.ByTier[[]int]{{20, 90}, {20, 100}, {20, 200}}.At(tier)},
			}
		},
		Tests: 3, Measure: measurePrice,
		Law: props.All(right, forced),
		Rivals: []props.Rival[phaseCase, priceSeen]{
			props.WrongLaw("noise costs nothing: N^{k/2} for both", price(population, population)),
			props.WrongLaw("noise costs α_c: N^{k/2 + k − 2}", price(func(k float64) float64 { return 1.5*k - 2 }, population)),
			props.WrongLaw("the population needs N^{k−1} as well", price(online, online)),
			props.WrongLaw("the population needs N^{k/2 − 1/2}", price(online, func(k float64) float64 { return k/2 - 0.5 })),
			props.WrongLaw("a step eight times the critical one searches", func(c phaseCase, seen priceSeen, j *props.Judge) error {
				j.Likely("P(search at eight times the critical step)", seen.escaped, seen.runs, 1-priceEscape, priceViolation)
				return nil
			}),
		},
	}.Check()
}
