package singleindex

import (
	"fmt"
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

// priceEscape is a chance to escape with such a step for which there are runs enough: its law is less.
const priceEscape, priceViolation = 0.15, 0.6

func measurePrice(l *props.Lab, c phaseCase) (seen priceSeen, err error) {
	replicas, err := props.KolmogorovRuns(l, phaseViolation-phaseSlack)
	if err != nil {
		return seen, err
	}
	// twice as many: the growth between two rungs must tell exponents that differ by ½
	if seen.rungs, err = measurePhases(l, c, func(phaseRung) int { return 2 * replicas }); err != nil {
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

// priceGrows asserts the growth of both times between the rungs, by their laws: the search of online SGD has factor·N^b
// times the growth of its law, and the population takes the steps that theory counts.
func priceGrows(b float64) props.Law[phaseCase, priceSeen] {
	return func(_ phaseCase, seen priceSeen, j *props.Judge) error {
		growth, slack, err := lawGrowth(seen.rungs)
		if err != nil {
			return err
		}
		first, last := seen.rungs[0], seen.rungs[len(seen.rungs)-1]
		searchGrows(seen.rungs, j, growth+b*math.Log(float64(last.N)/float64(first.N)), slack)
		for i, r := range seen.rungs {
			j.Equal(fmt.Sprintf("steps of the population at N = %d", r.N), seen.population[i], seen.expected[i],
				props.Truncation(0.5+priceDelta, "half a step, as a count is whole, and the next term, of the size δ"))
		}
		return nil
	}
}

// priceTends is the second link: the exponents of N along the ladder are, but for an error in each, those of N α_c
// for the median of online SGD, of N^{k/2} for the population, and of α_c^{1/2} for their quotient. At the claimed order
// of the step size the trap of the projection ends at an overlap of order N^{−1/2}.
func priceTends(online, population, price, step float64) props.Law[phaseCase, priceSeen] {
	return func(c phaseCase, _ priceSeen, j *props.Judge) error {
		seen, err := c.climb()
		if err != nil {
			return err
		}
		medians, relative, err := climbedQuantile(seen, 0.5)
		if err != nil {
			return err
		}
		k, sizes, at := c.row.law.Exponent, make([]float64, len(seen)), map[float64]float64{}
		for i, r := range seen {
			sizes[i], at[r.n] = r.n, medians[i]
		}
		alpha := func(n float64) (float64, error) { return theory.CriticalRatio(int(n), k) }
		search := func(n float64) (float64, error) { return at[n], nil }
		steps := func(n float64) (float64, error) {
			return c.row.law.PopulationSteps(int(n), priceDelta, 1/math.Sqrt(n), c.Eta)
		}
		times := func(f func(n float64) (float64, error), b float64) func(n float64) (float64, error) {
			return func(n float64) (float64, error) {
				y, err := f(n)
				return y * math.Pow(n, b), err
			}
		}
		for _, one := range []struct {
			what       string
			law, order func(n float64) (float64, error)
		}{
			{"exponent of the median search time of online SGD", search, times(alpha, 1+online)},
			{"exponent of the population's time", steps, times(func(n float64) (float64, error) { return theory.PopulationOrder(int(n), k, priceDelta) }, population)},
			{"exponent of the price", func(n float64) (float64, error) {
				t, err := steps(n)
				return at[n] / t, err
			}, times(func(n float64) (float64, error) {
				a, err := alpha(n)
				return math.Sqrt(a), err
			}, price)},
			{"exponent of √N times the edge of the trap", func(n float64) (float64, error) {
				edge, err := c.row.law.TrapEdge(c.rule.search(int(n)) * math.Pow(n, step))
				return edge * math.Sqrt(n), err
			}, func(float64) (float64, error) { return 1, nil }},
		} {
			rungs, err := props.Exponents(sizes, one.law, one.order, relative+populationAccuracy)
			if err != nil {
				return err
			}
			j.Tends(one.what, rungs, c.rate(), exponentViolation)
		}
		return nil
	}
}

// exponentViolation is the error of an exponent that the second links declare.
const exponentViolation = 0.1

// populationNoisePrice checks that the quotient of the two times, online SGD at the critical
// step over the population at a constant one, grows like N^{(k−2)/2}, and that a step size
// eight times the critical one hardly searches at all in the same time.
func populationNoisePrice() props.Check {
	forced := func(c phaseCase, seen priceSeen, j *props.Judge, want func(p float64) float64) error {
		if c.row.law.Exponent != 3 {
			return nil // for k = 4 the trap holds only at N beyond these ladders
		}
		last := seen.rungs[len(seen.rungs)-1]
		law, err := passageLaw(c.row, last.N, tooLarge*last.Up, theory.PassageStart{}, c.Eta, 0.95)
		if err != nil {
			return err
		}
		slack, err := passageSlack(c.row, last.N, tooLarge*last.Up, c.Eta, law)
		if err != nil {
			return err
		}
		j.Unlikely("P(search at eight times the critical step)", seen.escaped, seen.runs, want(law.CDF(last.Cap))+slack, priceViolation)
		return nil
	}
	same := func(p float64) float64 { return p }
	return props.Experiment[phaseCase, priceSeen]{
		Of: theory.PopulationNoisePrice,
		Grid: func(tier props.Tier) []phaseCase {
			cubic := props.Must(tensorRow(3, 4))
			quartic := props.Must(tensorRow(4, 4))
			return []phaseCase{
				{row: cubic, rule: criticalRule(6, 3), Eta: 0.3, Ladder: props.ByTier[[]int]{{64, 1250}, {64, 1600}, {64, 6000}}.At(tier)},
				{row: quartic, rule: criticalRule(4, 4), Eta: 0.3, Ladder: props.ByTier[[]int]{{20, 90}, {20, 100}, {20, 200}}.At(tier)},
			}
		},
		Tests: 3, Measure: measurePrice,
		Law:   props.All(priceGrows(0), func(c phaseCase, seen priceSeen, j *props.Judge) error { return forced(c, seen, j, same) }, priceTends(0, 0, 0, 0)),
		Limit: "exponents of the median search time, of the population's time and of their quotient, N = 10³ to 10⁸, in powers of N^{−1/2}",
		Rivals: []props.Rival[phaseCase, priceSeen]{
			props.WrongLaw("noise costs nothing: N^{k/2} for both", priceTends(-0.5, 0, -0.5, 0)),
			props.WrongLaw("the population needs N^{1/2} more", priceTends(0, 0.5, 0, 0)),
			props.WrongLaw("the population needs N^{1/2} less", priceTends(0, -0.5, 0, 0)),
			props.WrongLaw("the search grows N^{1/2} faster", priceGrows(0.5)),
			props.WrongLaw("the search grows N^{1/2} slower", priceGrows(-0.5)),
			props.WrongLaw("a step eight times the critical one searches", func(c phaseCase, seen priceSeen, j *props.Judge) error {
				j.Likely("P(search at eight times the critical step)", seen.escaped, seen.runs, 1-priceEscape, priceViolation)
				return nil
			}),
		},
		Plants: []props.Plant[phaseCase, priceSeen]{
			props.Planted("N^{k−.7} for N^{k−1}", priceTends(0.3, 0, 0, 0)),
			props.Planted("N^{k−1.3} for N^{k−1}", priceTends(-0.3, 0, 0, 0)),
			props.Planted("N^{k/2 + .3} for N^{k/2}", priceTends(0, 0.3, 0, 0)),
			props.Planted("N^{k/2 − .3} for N^{k/2}", priceTends(0, -0.3, 0, 0)),
			props.Planted("the price α_c^{1/2} N^{.3}", priceTends(0, 0, 0.3, 0)),
			props.Planted("the price α_c^{1/2} N^{−.3}", priceTends(0, 0, -0.3, 0)),
			props.Planted("δ = O(N^{.3 − (k−2)/2}) will do", priceTends(0, 0, 0, 0.3)),
			props.Planted("δ = O(N^{−.3 − (k−2)/2}) is forced", priceTends(0, 0, 0, -0.3)),
		},
	}.Check()
}
