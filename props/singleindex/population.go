package singleindex

import (
	"errors"
	"fmt"
	"math"
	"sync"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
	"assay/theory/claim"
)

// populationCase is a ladder of runs of population descent.
type populationCase struct {
	row    zooRow
	Delta  float64
	Z0     float64
	Eta    float64
	Ladder []int
}

func (c populationCase) String() string {
	return fmt.Sprintf("%s, delta = %v, z0 = %v, eta = %v, N = %v", c.row.name, c.Delta, c.Z0, c.Eta, c.Ladder)
}

// populationRows is the models of an exponent.
func populationRows(k int) (rows []zooRow) {
	for _, row := range zoo() {
		if row.law.Exponent == k && row.kind.family != poissonGLM { // its pull is e^{(1−m²)/2} times a polynomial: no table is exact
			rows = append(rows, row)
		}
	}
	if k == 3 {
		row := props.Must(tensorSumRow(3, 1, 4, 0.5))
		rows = append(rows, row)
	}
	return rows
}

// pullTables holds the tables that have been made: a row has several cases.
var pullTables sync.Map

// pullTable is [sim.PullTable] of a row, made once.
func pullTable(row zooRow) (func(m float64) float64, error) {
	once, _ := pullTables.LoadOrStore(row.same, sync.OnceValues(func() (func(m float64) float64, error) {
		pull, _, err := sim.PullTable(row.model)
		return pull, err
	}))
	return once.(func() (func(m float64) float64, error))()
}

// measurePopulation counts, on each rung, the steps from z₀N^{−1/2} to η.
func measurePopulation(l *props.Lab, c populationCase) ([]int, error) {
	pull, err := pullTable(c.row)
	if err != nil {
		return nil, err
	}
	steps := make([]int, len(c.Ladder))
	for i, n := range c.Ladder {
		p, err := sim.NewPopulation(pull, n, c.Z0/math.Sqrt(float64(n)))
		if err != nil {
			return nil, err
		}
		for p.Overlap() < c.Eta {
			p.Step(nil, c.Delta)
			if steps[i]++; steps[i]%(1<<20) == 0 && l.Context().Err() != nil {
				return nil, l.Context().Err()
			}
		}
	}
	return steps, nil
}

// populationLaw asserts, of the steps T on each rung, T itself, from the flow with the correction for
// the length of a step, and constant·sharp(N) of T less the rest that this limit leaves at N.
//
// A count exceeds the real number of steps by a value in [0, 1); the next term in the
// length of a step is (δ/N)(b'(η) − b'(m₀))/12, bounded here by (δ/N) max abs b'.
func populationLaw(constant float64) props.Law[populationCase, populationSeen] {
	return func(c populationCase, seen populationSeen, j *props.Judge) error {
		law := c.row.law
		for i, n := range c.Ladder {
			m0 := c.Z0 / math.Sqrt(float64(n))
			steps, err1 := law.PopulationSteps(n, c.Delta, m0, c.Eta)
			flow, err2 := law.PopulationTime(n, c.Delta, m0, c.Eta)
			sharp, err3 := law.PopulationTimeSharp(n, c.Delta, c.Z0, c.Eta)
			rest, within, err4 := law.PopulationTimeRest(n, c.Delta, c.Z0, c.Eta)
			if err := errors.Join(err1, err2, err3, err4); err != nil {
				return err
			}
			rest += steps - flow
			h := c.Delta / float64(n)
			count := float64(seen.steps[i]) - 0.5
			whole := props.Truncation(0.5+h*steepest(law, c.Eta), "a count is whole, and the next term in δ/N").Plus(props.Rounding(8, steps*16))
			j.Equal(fmt.Sprintf("T at N = %d", n), count, steps, whole)
			j.Equal(fmt.Sprintf("T at N = %d, less what its limit leaves", n), count-rest, constant*sharp,
				whole.Plus(props.Truncation(within+populationAccuracy*(steps+math.Abs(rest)), "quadrature of the flow's time")))
		}
		return nil
	}
}

// populationLadder is the ladder of the second link, whose law is an integral: for k = 2 from where m₀, of order
// N^{−1/2}, is small beside 1/log N.
func populationLadder(k int) []float64 {
	if k == 2 {
		return props.Geometric(1e9, 1e14, 4)
	}
	return props.Geometric(1e3, 1e8, 5)
}

// populationSeen is the steps counted on each rung, and those of the flow at each size of the ladder of the second
// link: what the first correction adds is of relative order 1/N.
type populationSeen struct {
	steps []int
	flow  map[float64]float64
}

func seePopulation(l *props.Lab, c populationCase) (seen populationSeen, err error) {
	if seen.steps, err = measurePopulation(l, c); err != nil {
		return seen, err
	}
	seen.flow = map[float64]float64{}
	from, integral := c.Eta, 0.0 // ∫dm/b from the start of each size to that of the one before
	for _, n := range populationLadder(c.row.law.Exponent) {
		m0 := c.Z0 / math.Sqrt(n)
		time, err := c.row.law.PopulationTime(int(n), c.Delta, m0, from)
		if err != nil {
			return seen, err
		}
		integral += time * c.Delta / n
		seen.flow[n], from = integral*n/c.Delta, m0
	}
	return seen, nil
}

// populationTends is the second link: T over its limit, constant·sharp(N₀)·order(N)/order(N₀), N₀ the first size, tends
// to 1. Its distance from 1 is of the order N^{−1/2} for k = 1, 1/log N for k = 2 and N^{−1/2} at most for k ≥ 3, where it may have a
// factor log N.
func populationTends(order func(n float64) float64, constant float64) props.Law[populationCase, populationSeen] {
	return func(c populationCase, seen populationSeen, j *props.Judge) error {
		sizes := populationLadder(c.row.law.Exponent)
		first := sizes[0]
		sharp, err := c.row.law.PopulationTimeSharp(int(first), c.Delta, c.Z0, c.Eta)
		if err != nil {
			return err
		}
		law := func(n float64) (float64, error) { return seen.flow[n], nil }
		limit := func(n float64) (float64, error) { return constant * sharp * order(n) / order(first), nil }
		ratios, err1 := props.Ratios(sizes, law, limit, populationAccuracy)
		exponents, err2 := props.Exponents(sizes, law, limit, populationAccuracy)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		rate := power(-0.5)
		if c.row.law.Exponent == 2 {
			rate = func(n float64) float64 { return 1 / math.Log(n) }
		}
		j.Tends("log of T over its limit", ratios, rate, constantViolation)
		j.Tends("exponent of T", exponents, rate, exponentViolation)
		return nil
	}
}

// populationAccuracy is the relative accuracy that [theory.SingleIndex.PopulationTime] states.
const populationAccuracy = 1e-10

// steepest is max abs b' on [0, η], b = −φ'(m)(1−m²), from differences.
func steepest(law *theory.SingleIndex, eta float64) (most float64) {
	const points = 128
	width := eta / points
	for i := range points {
		a := width * float64(i)
		most = math.Max(most, math.Abs(law.Drift(a+width, 0)-law.Drift(a, 0))/width)
	}
	return most
}

// populationRival is another order of the time, or the claim with a factor at its constant on the rungs.
type populationRival struct {
	name   string
	order  func(n float64) float64
	factor float64 // where there is no order
}

// populationK checks the time of population descent for one exponent.
func populationK(claim *claim.Claim, k int, ladder props.ByTier[[]int], rivals []populationRival) props.Check {
	order := populationOrder(k)
	e := props.Experiment[populationCase, populationSeen]{
		Of: claim, Cases: props.ByTier[int]{3, 12, 12},
		Grid: func(tier props.Tier) (cases []populationCase) {
			for _, row := range populationRows(k) {
				cases = append(cases, populationCase{row, 1, 1, 0.5, ladder.At(tier)})
			}
			return cases
		},
		Draw: func(t *rapid.T) populationCase {
			rows := populationRows(k)
			return populationCase{
				row:    rows[rapid.IntRange(0, len(rows)-1).Draw(t, "model")],
				Delta:  rapid.Float64Range(0.5, 2).Draw(t, "delta"),
				Z0:     rapid.Float64Range(0.5, 2).Draw(t, "z0"),
				Eta:    rapid.Float64Range(0.3, 0.7).Draw(t, "eta"),
				Ladder: ladder.At(props.Quick), // the long ladder is for the grid
			}
		},
		Measure: seePopulation, Law: props.All(populationLaw(1), populationTends(order, 1)),
		Limit: "T over its limit, and its exponent, N = 10³ to 10⁸ in powers of N^{−1/2}, for k = 2 N = 10⁹ to 10¹⁴ in powers of 1/log N",
	}
	for _, r := range rivals {
		law := populationLaw(r.factor)
		if r.order != nil {
			law = populationTends(r.order, 1)
		}
		e.Rivals = append(e.Rivals, props.WrongLaw(r.name, law))
	}
	shifted := func(b float64) func(n float64) float64 {
		return func(n float64) float64 { return order(n) * math.Pow(n, b) }
	}
	e.Plants = []props.Plant[populationCase, populationSeen]{
		props.Planted("the limit × 1.2", populationTends(order, 1.2)),
		props.Planted("the limit × .8", populationTends(order, 0.8)),
		props.Planted("the constant × 1.2 on the rungs", populationLaw(1.2)),
		props.Planted("N^{.3} too much", populationTends(shifted(0.3), 1)),
		props.Planted("N^{.3} too little", populationTends(shifted(-0.3), 1)),
	}
	return e.Check()
}

// populationOrder is the order of the steps, at δ = 1.
func populationOrder(k int) func(n float64) float64 {
	return func(n float64) float64 {
		return props.Must(theory.PopulationOrder(int(n), k, 1))
	}
}

func power(b float64) func(n float64) float64 {
	return func(n float64) float64 { return math.Pow(n, b) }
}

func populationK1() props.Check {
	return populationK(theory.PopulationK1, 1, props.ByTier[[]int]{{1000, 100_000}, {1000, 1_000_000}, {1000, 10_000_000}}, []populationRival{
		{name: "N log N", order: func(n float64) float64 { return n * math.Log(n) }},
		{name: "N^{1/2}", order: power(0.5)},
		{name: "N^{3/2}", order: power(1.5)},
		{name: "half the constant", factor: 0.5},
		{name: "twice the constant", factor: 2},
	})
}

func populationK2() props.Check {
	return populationK(theory.PopulationK2, 2, props.ByTier[[]int]{{100, 10_000}, {100, 100_000}, {100, 1_000_000}}, []populationRival{
		{name: "N", order: power(1)},
		{name: "N (log N)²", order: func(n float64) float64 { return n * math.Log(n) * math.Log(n) }},
		{name: "N^{1/2} log N", order: func(n float64) float64 { return math.Sqrt(n) * math.Log(n) }},
		{name: "N^{3/2} log N", order: func(n float64) float64 { return math.Pow(n, 1.5) * math.Log(n) }},
		{name: "constant 1/4A", factor: 0.5},
		{name: "constant 1/A for 1/2A", factor: 2},
	})
}

func populationK3() props.Check {
	return populationK(theory.PopulationK3, 3, props.ByTier[[]int]{{400, 10_000}, {400, 160_000}, {400, 1_000_000}}, []populationRival{
		{name: "N", order: power(1)},
		{name: "N^{3/2} log N", order: func(n float64) float64 { return math.Pow(n, 1.5) * math.Log(n) }},
		{name: "N²: the order of online SGD", order: power(2)},
		{name: "constant 1/2A z₀", factor: 0.5},
		{name: "constant 2/A z₀", factor: 2},
	})
}

func populationK4() props.Check {
	return populationK(theory.PopulationK4, 4, props.ByTier[[]int]{{64, 1024}, {100, 4096}, {100, 10_000}}, []populationRival{
		{name: "N^{3/2}", order: power(1.5)},
		{name: "N^{5/2}", order: power(2.5)},
		{name: "N³: the order of online SGD", order: power(3)},
		{name: "constant 1/4A z₀²", factor: 0.5},
		{name: "constant 1/A z₀²", factor: 2},
	})
}
