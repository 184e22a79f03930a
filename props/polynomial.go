package props

import (
	"errors"
	"fmt"
	"math"

	"assay/props/stat"
	"assay/sim"
	"assay/theory"
)

// growthCase is a ladder of sizes on which the samples used until m > η are measured.
type growthCase struct {
	K     int     // information exponent
	Model string  `draw:"model"`
	Step  float64 `draw:"d₀"` // δ = d₀ N^{−(k−2)/2} for k ≥ 3, δ = d₀ below
	Eta   float64 `draw:"η"`
	Sizes []int   `draw:"N"`
	Pairs int     `draw:"pairs"` // replicates at a rung
	Sees  float64 `draw:"sees"`  // the error of the exponent that it undertakes to see

	row zooRow `draw:"-"`
}

func (c growthCase) at(n int) regime {
	return regime{N: n, Delta: c.Step * math.Pow(float64(n), -math.Max(0, float64(c.K-2)/2))}
}

// growthTimes is what was measured: for each rung the search times of all replicates; and
// by how much the laws at finite N move the exponent, see [growthCase.shift].
type growthTimes struct {
	times [][]float64
	shift span
}

// growthMost bounds a run, in units of the median that the laws give: a search that takes
// longer is never over. Fewer than one in a thousand do.
const growthMost = 400

// measureGrowth runs the ladder.
func measureGrowth(l *Lab, c growthCase) (m growthTimes, err error) {
	times := make([][]float64, len(c.Sizes))
	for i, n := range c.Sizes {
		r := c.at(n)
		median, err := c.row.law.SearchMedian(n, r.Delta, c.Eta)
		if err != nil {
			return m, err
		}
		watch, err := sim.NewWatch(c.Eta, int(growthMost*median))
		if err != nil {
			return m, err
		}
		watch.Until, watch.Unsigned = sim.UntilSearch, c.K%2 == 0
		if times[i], err = r.together(l, i, c.Pairs, c.row.model, watch); err != nil {
			return m, err
		}
	}
	shift, err := c.shift()
	return growthTimes{times, shift}, err
}

// growthSlope asserts that the times, each divided by the law's logarithm, grow as N^b.
// The interval is that of the median of independent pair slopes. It sees an exponent further
// from the true one than it reaches beyond an interval that misses the true one with
// probability [Miss] on either side.
func growthSlope(j *Judge, c growthCase, m growthTimes, b float64, logs int) {
	growth(j, Equal, c, m, b, logs)
}

// growthAtLeast asserts that they grow at least as N^b.
func growthAtLeast(j *Judge, c growthCase, m growthTimes, b float64, logs int) {
	growth(j, AtLeast, c, m, b, logs)
}

func growth(j *Judge, relation Relation, c growthCase, m growthTimes, b float64, logs int) {
	sizes := make([]float64, len(c.Sizes))
	times := make([][]float64, len(c.Sizes))
	for i, n := range c.Sizes {
		sizes[i] = float64(n)
		times[i] = make([]float64, len(m.times[i]))
		for r, t := range m.times[i] {
			times[i][r] = t / math.Pow(math.Log(sizes[i]), float64(logs))
		}
	}
	grown := j.truth.growing(times, sizes, b)
	slope, lower, upper, err1 := stat.SlopeInterval(sizes, grown, j.Alpha())
	_, least, most, err2 := stat.SlopeInterval(sizes, grown, 2*Miss) // the true one is above least, and below most
	if err := errors.Join(err1, err2); err != nil {
		j.Undecided("%v", err)
		return
	}
	what := fmt.Sprintf("exponent of the samples, k = %d", c.K)
	if logs > 0 {
		what += " (beside log N)"
	}
	n := len(c.Sizes) / 2 * c.Pairs
	half := math.Max(upper-slope, slope-lower)
	open := m.shift.most - m.shift.least
	sees := half + math.Max(most-slope, slope-least) + open
	needs := int(math.Ceil(float64(n) * sees * sees / (c.Sees * c.Sees)))
	why := fmt.Sprintf("order statistics of pair slopes, from %.4g to %.4g, and the laws at these N, which move it by %.2g to %.2g", lower, upper, m.shift.least, m.shift.most)
	j.Read(Residual{what, relation, slope, b + (m.shift.least+m.shift.most)/2,
		design(half+open/2, sees, needs, nil, j.Alpha(), c.Sees, n, why)})
}

// growthRow is a ladder of the grid.
func growthRow(k int, row zooRow, err error, step, eta float64, sizes []int, pairs int, sees float64) growthCase {
	if err != nil {
		panic(err) // fixed, valid parameters
	}
	return growthCase{K: k, Model: row.name, Step: step, Eta: eta, Sizes: sizes, Pairs: pairs, Sees: sees, row: row}
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
func growthGrid(tier Tier) []growthCase {
	sees := ByTier[float64]{0.3, 0.1, 0.05}.At(tier)
	linear, err1 := monomialRow(1, 0.5)
	matrix, err2 := tensorRow(2, 1)
	cube, err3 := tensorRow(3, 2)
	quartic, err4 := tensorRow(4, 2)
	he3, err5 := normalised(3)
	grid := []growthCase{
		growthRow(1, linear, err1, 0.25, 0.5, ByTier[[]int]{{500, 1000, 50_000, 100_000}, {5000, 10_000, 500_000, 1_000_000}, {5000, 10_000, 500_000, 1_000_000}}.At(tier), ByTier[int]{24, 24, 48}.At(tier), sees),
		growthRow(2, matrix, err2, 0.25, 0.5, ByTier[[]int]{{50, 100, 5000, 10_000}, {500, 1000, 50_000, 100_000}, {1000, 2000, 500_000, 1_000_000}}.At(tier), ByTier[int]{96, 80, 192}.At(tier), sees),
		growthRow(3, cube, err3, 1, 0.83, ByTier[[]int]{{25, 50, 200, 400}, {30, 60, 500, 1000}, {100, 200, 3000, 10_000}}.At(tier), ByTier[int]{160, 720, 1400}.At(tier), sees),
		growthRow(4, quartic, err4, 1, ByTier[float64]{0.8, 0.8, 0.77}.At(tier), ByTier[[]int]{{10, 12, 48, 64}, {12, 14, 90, 100}, {20, 30, 200, 300}}.At(tier), ByTier[int]{360, 2400, 5800}.At(tier), sees),
	}
	if tier > Quick {
		grid = append(grid, growthRow(3, he3, err5, 0.006, 0.83, ByTier[[]int]{Standard: {20, 25, 80, 100}, Deep: {30, 60, 500, 1000}}.At(tier), ByTier[int]{Standard: 400, Deep: 150}.At(tier), ByTier[float64]{Standard: 0.3, Deep: 0.2}.At(tier)))
	}
	return grid
}

// recoveryPolynomial fits the exponent of the samples that recovery takes.
func recoveryPolynomial() Check {
	says := func(power func(k int) float64, logs func(k int) int) func(growthCase, growthTimes, *Judge) {
		return func(c growthCase, m growthTimes, j *Judge) {
			growthSlope(j, c, m, power(c.K), logs(c.K))
		}
	}
	exponent := func(k int) float64 { return math.Max(1, float64(k-1)) }
	logs := func(k int) int {
		if k == 2 {
			return 1
		}
		return 0
	}
	return Experiment[growthCase, growthTimes]{
		Of: theory.RecoveryPolynomial, Grid: growthGrid, Looks: 1, Measure: measureGrowth,
		Law: says(exponent, logs),
		Rivals: []Rival[growthCase, growthTimes]{
			wrongLaw("half a power more", says(func(k int) float64 { return exponent(k) + 0.5 }, logs)),
			wrongLaw("half a power less", says(func(k int) float64 { return exponent(k) - 0.5 }, logs)),
			wrongLaw("N^{k/2}, as without noise", says(func(k int) float64 { return math.Max(1, float64(k)/2) }, logs)),
			wrongLaw("N^k", says(func(k int) float64 { return float64(k) }, logs)),
			wrongLaw("linear whatever k", says(func(int) float64 { return 1 }, logs)),
		},
	}.Check()
}
