package singleindex

import (
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// growthCase is a ladder of sizes on which the samples used until m > η are measured.
type growthCase struct {
	K          int     // information exponent
	Model      string  `draw:"model"`
	Step       float64 `draw:"d₀"` // δ = d₀ N^{−(k−2)/2} for k ≥ 3, δ = d₀ below
	Eta        float64 `draw:"η"`
	Sizes      []int   `draw:"N"`
	Detectable float64 `draw:"sees"` // the error of the exponent that it is designed to detect

	row zooRow `draw:"-"`
}

func (c growthCase) at(n int) regime {
	return regime{N: n, Delta: c.Step * math.Pow(float64(n), -math.Max(0, float64(c.K-2)/2))}
}

// growthTimes is what was measured: for each rung the search times of all replicates, the
// exponent by the laws at these N, which error of it the slopes see, and how many slopes see
// the one that is declared.
type growthTimes struct {
	times      [][]float64
	exponent   span
	detectable float64
	needs      int
}

// growthMost bounds a run, in units of the median that the laws give: a search that takes
// longer is never over. Fewer than one in a thousand do.
const growthMost = 400

// measureGrowth runs the ladder.
func measureGrowth(l *props.Lab, c growthCase) (m growthTimes, err error) {
	law, err := c.slopes(growthStarts, growthLevels)
	if err != nil {
		return m, err
	}
	m.exponent = law.exponent()
	if m.needs, err = law.samples(c.Detectable, l.Alpha); err != nil {
		return m, err
	}
	pairs := len(law.SlopeLaw)
	replicates := (m.needs + pairs - 1) / pairs
	for { // one sign more may see less
		if m.detectable, err = law.resolution(pairs*replicates, l.Alpha); err != nil {
			return m, err
		}
		if m.detectable <= c.Detectable {
			break
		}
		replicates++
	}
	m.times, err = c.run(l, replicates)
	return m, err
}

// run measures the times of the given number of replicates at each rung.
func (c growthCase) run(l *props.Lab, replicates int) ([][]float64, error) {
	times := make([][]float64, len(c.Sizes))
	for i, n := range c.Sizes {
		r := c.at(n)
		median, err := c.row.law.SearchMedian(n, r.Delta, c.Eta)
		if err != nil {
			return nil, err
		}
		watch, err := sim.NewWatch(c.Eta, int(growthMost*median))
		if err != nil {
			return nil, err
		}
		watch.Until, watch.Unsigned = sim.UntilSearch, c.K%2 == 0
		if times[i], err = r.together(l, i, replicates, c.row.model, watch); err != nil {
			return nil, err
		}
	}
	return times, nil
}

// grown is the first link: the times grow with the exponent that the laws give at these N, by the
// distribution-free interval of the median of independent pair slopes. No limit enters.
func grown(j *props.Judge, c growthCase, m growthTimes) {
	growth(j, props.Equal, c, m, m.exponent.middle(), m.exponent.width())
}

func growth(j *props.Judge, relation props.Relation, c growthCase, m growthTimes, at, open float64) {
	sizes := make([]float64, len(c.Sizes))
	for i, n := range c.Sizes {
		sizes[i] = float64(n)
	}
	j.Grows(fmt.Sprintf("exponent of the samples, k = %d", c.K), relation, sizes, m.times, at, open, m.detectable, c.Detectable, m.needs,
		fmt.Sprintf("the laws at these N, which leave %.2g open", open))
}

// growthRow is a ladder of the grid.
func growthRow(k int, row zooRow, step, eta float64, sizes []int, sees float64) growthCase {
	return growthCase{K: k, Model: row.name, Step: step, Eta: eta, Sizes: sizes, Detectable: sees, row: row}
}

// normalised is the single layer with f = He_k/√k!.
func normalised(k int) (zooRow, error) {
	u := make([]float64, k+1)
	u[k] = 1
	return seriesRow(fmt.Sprintf("He_%d/√%d!", k, k), u, 0)
}

// growthGrid is a ladder for each exponent. At small N the shift of the exponent is least
// near one level η: for the tensor with k = 3 where artanh η = 1/η, η = 0.83, the term of
// order N^{−1/2} vanishes. Squared loss with He_3 has heavy tails and takes d₀ below
// a/V(0) = 6/384; d₀ = 0.006 leaves the law at N = 20 within 0.1.
func growthGrid(tier props.Tier) []growthCase {
	sees := props.ByTier[float64]{0.3, 0.1, 0.05}.At(tier)
	linear := props.Must(monomialRow(1, 0.5))
	matrix := props.Must(tensorRow(2, 1))
	cube := props.Must(tensorRow(3, 2))
	quartic := props.Must(tensorRow(4, 2))
	he3 := props.Must(normalised(3))
	grid := []growthCase{
		growthRow(1, linear, 0.25, 0.5, props.ByTier[[]int]{{500, 1000, 50_000, 100_000}, {5000, 10_000, 500_000, 1_000_000}, {5000, 10_000, 500_000, 1_000_000}}.At(tier), sees),
		growthRow(2, matrix, 0.25, 0.5, props.ByTier[[]int]{{50, 100, 5000, 10_000}, {500, 1000, 50_000, 100_000}, {1000, 2000, 500_000, 1_000_000}}.At(tier), sees),
		growthRow(3, cube, 1, 0.83, props.ByTier[[]int]{{25, 50, 200, 400}, {30, 60, 500, 1000}, {100, 200, 3000, 10_000}}.At(tier), sees),
		growthRow(4, quartic, 1, props.ByTier[float64]{0.8, 0.8, 0.77}.At(tier), props.ByTier[[]int]{{10, 12, 48, 64}, {12, 14, 90, 100}, {20, 30, 200, 300}}.At(tier), sees),
	}
	if tier > props.Quick {
		grid = append(grid, growthRow(3, he3, 0.006, 0.83, props.ByTier[[]int]{props.Standard: {20, 25, 80, 100}, props.Deep: {30, 60, 500, 1000}}.At(tier), props.ByTier[float64]{props.Standard: 0.3, props.Deep: 0.2}.At(tier)))
	}
	return grid
}

// recoveryPolynomial judges the exponent of the samples that recovery takes.
func recoveryPolynomial() props.Check {
	says := func(order sampleOrder) props.Law[growthCase, growthTimes] {
		return func(c growthCase, m growthTimes, j *props.Judge) error {
			grown(j, c, m)
			return c.growsAs(j, order)
		}
	}
	// wrong is a rival law of the exponent, judged on the times with the laws' own error at these N
	wrong := func(power func(k int) float64) props.Law[growthCase, growthTimes] {
		return func(c growthCase, m growthTimes, j *props.Judge) error {
			growth(j, props.Equal, c, m, power(c.K), m.exponent.width())
			return nil
		}
	}
	return props.Experiment[growthCase, growthTimes]{
		Of: theory.RecoveryPolynomial, Grid: growthGrid, Tests: 1, Measure: measureGrowth,
		Law: says(theory.SampleOrder), Limit: growthLimit,
		Rivals: []props.Rival[growthCase, growthTimes]{
			props.WrongLaw("half a power more", wrong(func(k int) float64 { return math.Max(1, float64(k-1)) + 0.5 })),
			props.WrongLaw("half a power less", wrong(func(k int) float64 { return math.Max(1, float64(k-1)) - 0.5 })),
			props.WrongLaw("N^{k/2}, as without noise", wrong(func(k int) float64 { return math.Max(1, float64(k)/2) })),
			props.WrongLaw("N^k", wrong(func(k int) float64 { return float64(k) })),
			props.WrongLaw("linear whatever k", wrong(func(int) float64 { return 1 })),
		},
		Plants: []props.Plant[growthCase, growthTimes]{
			props.Planted("exponent + 0.3", says(movedOrder(0.3))),
			props.Planted("exponent − 0.3", says(movedOrder(-0.3))),
		},
	}.Check()
}
