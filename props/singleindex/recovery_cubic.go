package singleindex

import (
	"math"

	"assay/props"
	"assay/theory"
)

// recoveryCubicSamplesBound judges the samples that x³ − 3x takes at a step size of the critical order, which
// is of order α^{−1/2} at α = α_c: the times against the laws at these N, the laws against their order N², and
// the printed lower bound N^{3/2} log N along the same ladder.
func recoveryCubicSamplesBound() props.Check {
	says := func(order, bound sampleOrder) props.Law[growthCase, growthTimes] {
		return func(c growthCase, m growthTimes, j *props.Judge) error {
			grown(j, c, m)
			if err := c.growsAs(j, order); err != nil {
				return err
			}
			return c.staysAbove(j, bound)
		}
	}
	printed := func(n float64, _ int) (float64, error) { return theory.CubicSamplesPrinted(n) }
	wrong := func(b float64, logs int) props.Law[growthCase, growthTimes] {
		return func(c growthCase, m growthTimes, j *props.Judge) error {
			logarithms := math.Log(math.Log(float64(c.Sizes[len(c.Sizes)-1]))/math.Log(float64(c.Sizes[0]))) / math.Log(float64(c.Sizes[len(c.Sizes)-1])/float64(c.Sizes[0]))
			growth(j, props.Equal, c, m, b+float64(logs)*logarithms, m.exponent.width())
			return nil
		}
	}
	return props.Experiment[growthCase, growthTimes]{
		Of: theory.RecoveryCubicSamplesBound, Tests: 1, Grid: cubicLadder, Measure: measureGrowth,
		Law: says(theory.SampleOrder, printed), Limit: growthLimit,
		Rivals: []props.Rival[growthCase, growthTimes]{
			props.WrongLaw("N^{3/2} is the order", wrong(1.5, 0)),
			props.WrongLaw("N log N is the order", wrong(1, 1)),
			props.WrongLaw("N^{7/2} is the order", wrong(3.5, 0)),
		},
		Plants: []props.Plant[growthCase, growthTimes]{
			props.Planted("the order has exponent 2.3", says(movedOrder(0.3), printed)),
			props.Planted("the order has exponent 1.7", says(movedOrder(-0.3), printed)),
			props.Planted("Ω(N^{2.1} log N) samples", says(theory.SampleOrder, func(n float64, k int) (float64, error) {
				bound, err := printed(n, k)
				return bound * math.Pow(n, 0.6), err
			})),
		},
	}.Check()
}

// staysAbove asserts that the median search time over a lower bound of its order does not fall along the
// ladder of the second link, but for the law's error: over a bound that is too large it falls at last.
func (c growthCase) staysAbove(j *props.Judge, bound sampleOrder) error {
	sizes := growthRungs(c.K)
	var before, open float64
	for i, n := range sizes {
		median, within, err := c.median(int(n))
		if err != nil {
			return err
		}
		least, err := bound(n, c.K)
		if err != nil {
			return err
		}
		over := math.Log(median / least)
		if i > 0 {
			j.AtLeast("growth of the samples over the bound", over, before, props.Truncation(open+within, "grids of the law"))
		}
		before, open = over, within
	}
	return nil
}

// cubicLadder is the ladder of [recoveryCubicSamplesBound].
func cubicLadder(tier props.Tier) []growthCase {
	cubic := props.Must(hermiteRow(3, 0))
	sizes := props.ByTier[[]int]{{12, 64}, {16, 20, 80, 100}, {30, 60, 500, 1000}}.At(tier)
	// He_3 is √6 times its normalised self: a step is 6 times larger
	return []growthCase{growthRow(3, cubic, 0.004/6, 0.83, sizes, props.ByTier[float64]{0.5, 0.3, 0.2}.At(tier))}
}
