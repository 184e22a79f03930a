package singleindex

import (
	"errors"
	"fmt"
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// priceCase is an exponent and two dimensions, N and a multiple of it.
type priceCase struct {
	K      int `draw:"k"`
	N      int `draw:"N"`
	Larger int `draw:"N'"`
}

// mostPopulationSteps bounds the population descent of a case.
const mostPopulationSteps = 2_000_000

func drawPriceCase(t *rapid.T) priceCase {
	k := rapid.IntRange(2, 5).Draw(t, "k")
	most := [...]float64{2: 5, 3: 4.3, 4: 2.9, 5: 2.2}[k]
	n := math.Pow(10, rapid.Float64Range(1.6, most).Draw(t, "log10 N"))
	return priceCase{k, int(n), int(n) * rapid.IntRange(4, 8).Draw(t, "N'/N")}
}

// populationRate is the step δ/N per dimension of the population descent.
const populationRate = 0.02

// countPopulation counts steps of population descent on φ(m) = −m^k/k from N^{−1/2} to ½ at
// both dimensions, with one rate δ/N.
func countPopulation(c priceCase) (steps [2]float64, err error) {
	for i, n := range []int{c.N, c.Larger} {
		pull := sim.PullOf(func(m float64) float64 { return -math.Pow(m, float64(c.K-1)) })
		p, err := sim.NewPopulation(pull, n, 1/math.Sqrt(float64(n)))
		if err != nil {
			return steps, err
		}
		for p.Overlap() <= 0.5 {
			if steps[i]++; steps[i] > mostPopulationSteps {
				return steps, props.Invalid("more than %d steps", mostPopulationSteps)
			}
			p.Step(nil, populationRate*float64(n))
		}
	}
	return steps, nil
}

// dearLadder is the ladder of the second link.
var dearLadder = props.Geometric(1e3, 1e15, 5)

const dearLimit = "exponent of the population's steps against that of α_c^{1/2} (α_c for k = 2), N = 10³ to 10¹⁵, in powers of N^{−1/2}, for k = 2 of (log N)^{−2}"

// dearTends is the second link of the second statement: the steps of the population flow with one rate δ/N, which are
// samples over N at δ = 1, grow along the ladder like a power of α_c, for k = 2 like its square.
func dearTends(critical func(n float64, k int) float64, price float64) props.Law[priceCase, [2]float64] {
	return func(c priceCase, _ [2]float64, j *props.Judge) error {
		law, err := theory.TensorPCA(c.K, 1/float64(c.K))
		if err != nil {
			return err
		}
		b, rate := price, power(-0.5)
		if c.K == 2 {
			b *= 2
			rate = func(n float64) float64 { return math.Pow(math.Log(n), -2) }
		}
		rungs, err := props.Exponents(dearLadder,
			func(n float64) (float64, error) {
				return law.PopulationTime(int(n), populationRate*n, 1/math.Sqrt(n), 0.5)
			},
			func(n float64) (float64, error) { return math.Pow(critical(n, c.K), b), nil }, populationAccuracy)
		if err != nil {
			return err
		}
		j.Tends("exponent of the population's steps", rungs, rate, exponentViolation)
		return nil
	}
}

// thresholdAlphaC checks the definition, and the second statement by population descent with rate δ/N. It takes
// T = N^{(k−2)/2} steps up to a constant, log N for k = 2, so in samples at δ = 1 it takes
// N T = N^{k/2}; by the statement N T = N α_c^{1/2} for k ≥ 3 and N α_c for k = 2. First link: the steps
// counted are those of theory at the same N. Second link: [dearTends].
func thresholdAlphaC() props.Check {
	type judgement = props.Law[priceCase, [2]float64]
	critical := func(n float64, k int) float64 {
		return props.Must(theory.CriticalRatio(n, k))
	}
	counts := func(factor float64) judgement {
		return func(c priceCase, steps [2]float64, j *props.Judge) error {
			law, err := theory.TensorPCA(c.K, 1/float64(c.K))
			if err != nil {
				return err
			}
			for i, n := range []int{c.N, c.Larger} {
				want, err := law.PopulationSteps(n, populationRate*float64(n), 1/math.Sqrt(float64(n)), 0.5)
				if err != nil {
					return err
				}
				j.Equal(fmt.Sprintf("steps of the population at N = %d", n), steps[i], factor*want, props.Truncation(besideCeiling, "a whole number of steps"))
			}
			return nil
		}
	}
	defined := func(critical func(n float64, k int) float64) judgement {
		return func(c priceCase, _ [2]float64, j *props.Judge) error {
			for _, n := range []int{c.N, c.Larger} {
				size, k := float64(n), float64(c.K)
				alpha := critical(size, c.K)
				counted := math.Log(size) // by hand: log N, or N multiplied k − 2 times
				if c.K >= 3 {
					counted = 1
					for range c.K - 2 {
						counted *= size
					}
					j.Equal("N α_c / (N^{k/2} α_c^{1/2})", size*alpha/(math.Pow(size, k/2)*math.Sqrt(alpha)), 1, props.Rounding(16, 1))
				}
				j.Equal("α_c", alpha, counted, props.Rounding(4+c.K, counted))
			}
			return nil
		}
	}
	times := func(factor, b float64) func(n float64, k int) float64 {
		return func(n float64, k int) float64 { return factor * critical(n, k) * math.Pow(n, b) }
	}
	return props.Property[priceCase, [2]float64]{
		Of: theory.ThresholdAlphaC, Cases: props.ByTier[int]{100, 200, 1000}, Draw: drawPriceCase, Measure: countPopulation,
		Grid:  []priceCase{{2, 1000, 100_000}, {3, 400, 40_000}, {4, 64, 1000}, {5, 30, 300}},
		Law:   props.All(defined(critical), counts(1), dearTends(critical, 0.5)),
		Limit: dearLimit,
		Rivals: []props.Rival[priceCase, [2]float64]{
			props.WrongLaw("N^{k−1}", dearTends(func(n float64, k int) float64 { return math.Pow(n, float64(k-1)) }, 0.5)),
			props.WrongLaw("N^{k−3/2}", dearTends(times(1, 0.5), 0.5)),
			props.WrongLaw("N^{k−5/2}", dearTends(times(1, -0.5), 0.5)),
			props.WrongLaw("1 for every k", dearTends(func(float64, int) float64 { return 1 }, 0.5)),
			props.WrongLaw("the noise multiplies by α_c", dearTends(critical, 0)),
			props.WrongLaw("a population of half the speed", counts(2)),
		},
		Plants: []props.Plant[priceCase, [2]float64]{
			props.Planted("α_c × (1 + 1e-6)", defined(times(1+1e-6, 0))),
			props.Planted("exponent of α_c + 0.3", dearTends(times(1, 0.3), 0.5)),
			props.Planted("exponent of α_c − 0.3", dearTends(times(1, -0.3), 0.5)),
			props.Planted("the noise multiplies by α_c^{.6}", dearTends(critical, 0.4)),
			props.Planted("the noise multiplies by α_c^{.4}", dearTends(critical, 0.6)),
			props.Planted("steps × 1.2", counts(1.2)),
			props.Planted("steps × .8", counts(0.8)),
		},
	}.Check()
}

// gapCase is one exponent at one N: a regime above the sufficient ratio and one below the
// necessary ratio.
type gapCase struct {
	above recoveryCase
	below refutationCase
}

func (c gapCase) String() string { return c.above.String() + " against " + c.below.String() }

// gapSeen is both runs.
type gapSeen struct {
	above []recoveryEnds
	below heightSeen
}

// thresholdOptimal recovers above the sufficient ratio and refutes below the necessary one at
// the same N, and compares the two ratios of the theorems, which the runs are measured in:
// the factor loglog N and the (log N)² of the sequences stand for ≫ and ≪. Second link: on the same two sequences
// the laws tend to recovery with probability 1 and to no overlap at all.
func thresholdOptimal() props.Check {
	type judgement = props.Law[gapCase, gapSeen]
	gap := func(most func(n float64) float64) judgement {
		return func(c gapCase, _ gapSeen, j *props.Judge) error {
			k := c.above.row.law.Exponent
			for _, n := range append([]float64{float64(c.above.Regimes[0].N)}, heightRungs...) {
				upper, err1 := theory.RecoveryRatio(n, k)
				lower, err2 := theory.CriticalRatio(n, k)
				if err := errors.Join(err1, err2); err != nil {
					return err
				}
				j.AtMost(fmt.Sprintf("sufficient over necessary ratio at N = %.3g, k = %d", n, k), upper/lower, most(n), props.Rounding(16, most(n)))
			}
			return nil
		}
	}
	// above is the second link above the sufficient ratio times N^excess, below that below the necessary one.
	above := func(excess, limit float64) judgement {
		return func(c gapCase, _ gapSeen, j *props.Judge) error {
			s := windowSequence{name: "α' of the runs", ratio: recoveryRatio, place: 0.5, sizes: farSizes, excess: excess}
			climb, err := c.above.climbOn(s)
			if err == nil {
				c.above.certain(j, s, climb, limit)
			}
			return err
		}
	}
	below := func(excess, limit float64) judgement {
		return func(c gapCase, _ gapSeen, j *props.Judge) error {
			rungs, err := c.below.climb(excess)
			if err == nil {
				boundVanishes(j, rungs, limit)
			}
			return err
		}
	}
	square := func(n float64) float64 { return math.Log(n) * math.Log(n) }
	return props.Experiment[gapCase, gapSeen]{
		Of: theory.ThresholdOptimal, Tests: 3,
		Grid: func(tier props.Tier) (grid []gapCase) {
			for _, at := range []struct {
				row  func() (zooRow, error)
				size props.ByTier[int]
			}{
				{func() (zooRow, error) { return zooOf(linearNeuron) }, props.ByTier[int]{2000, 20_000, 200_000}},
				{func() (zooRow, error) { return tensorRow(2, 1) }, props.ByTier[int]{1000, 5000, 50_000}},
				{func() (zooRow, error) { return tensorRow(3, 1) }, props.ByTier[int]{64, 150, 400}},
				{func() (zooRow, error) { return tensorRow(4, 1) }, props.ByTier[int]{32, 48, 80}},
			} {
				row := props.Must(at.row())
				c := gapCase{recoveryLadder(row, 0.75, at.size.At(tier)), refutationLadder(row, at.size.At(tier), 4*at.size.At(tier))}
				c.below.Model, c.below.C, c.below.rule = row.name, 0.5, belowCritical
				grid = append(grid, c)
			}
			return grid
		},
		Measure: func(l *props.Lab, c gapCase) (g gapSeen, err error) {
			if g.above, err = measureRecovery(l, c.above); err != nil {
				return g, err
			}
			replicas, err := heightRuns(l)
			if err != nil {
				return g, err
			}
			g.below, err = c.below.heights(l, replicas)
			return g, err
		},
		Law: props.All(gap(square), func(c gapCase, g gapSeen, j *props.Judge) error {
			c.below.bounded(j, g.below)
			return recovers(c.above, g.above, j)
		}, above(0, 1), below(0, 0)),
		Limit: "above the sufficient ratio " + recoveryLimit + "; below the necessary one " + heightLimit,
		Rivals: []props.Rival[gapCase, gapSeen]{
			props.WrongLaw("a gap of log N at most", gap(func(n float64) float64 { return math.Log(n) })),
			props.WrongLaw("no gap", gap(func(float64) float64 { return 1 })),
			props.WrongLaw("no recovery above the sufficient ratio", func(c gapCase, g gapSeen, j *props.Judge) error {
				for _, ends := range g.above {
					j.Unlikely("P(m_M > ¾)", c.above.successes(ends), len(ends.last), 0.1, 0.5)
				}
				return nil
			}),
			props.WrongLaw("the necessary ratio is smaller by (log N)²: recovery below it", func(c gapCase, g gapSeen, j *props.Judge) error {
				sup := g.below.sup[0]
				j.Likely("P(sup abs m > ½)", tally(sup, func(h float64) bool { return h > 0.5 }), len(sup), 0.75, 0.5)
				return nil
			}),
		},
		Plants: []props.Plant[gapCase, gapSeen]{
			props.Planted("a gap of (log N)²/1.02 at most", gap(func(n float64) float64 { return square(n) / 1.02 })),
			props.Planted("a gap of (log N)² N^{−0.3} at most", gap(func(n float64) float64 { return square(n) * math.Pow(n, -0.3) })),
			props.Planted("N^{−0.1} times the sufficient ratio recovers", above(-0.1, 1)),
			props.Planted("recovery with probability .9 above it", above(0, 0.9)),
			props.Planted("nothing is recovered below N^{0.3} times the necessary ratio", below(0.3, 0)),
			props.Planted("below it E sup m² → .1", below(0, 0.1)),
		},
	}.Check()
}
