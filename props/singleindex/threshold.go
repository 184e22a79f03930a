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

// thresholdAlphaC checks the second statement. Population descent with rate δ/N takes
// T = N^{(k−2)/2} steps up to a constant, log N for k = 2, so in samples at δ = 1 it takes
// N T = N^{k/2}; by the statement N T = N α_c^{1/2} for k ≥ 3 and N α_c for k = 2: ratios of
// counted steps at two N are ratios of α_c^{1/2}, or of α_c.
//
// Truncation: the counts are those of the flow from N^{−1/2} to ½ at finite N, of which the
// power is the leading term; theory's integral gives the rest, and Euler's method moves it
// by half the logarithm of the ratio of the speeds, at most ½(k−1) log N steps, and one.
func thresholdAlphaC() props.Check {
	says := func(critical func(n float64, k int) float64) props.Law[priceCase, [2]float64] {
		return func(c priceCase, steps [2]float64, j *props.Judge) error {
			law, err := theory.TensorPCA(c.K, 1/float64(c.K))
			if err != nil {
				return err
			}
			price := 0.5
			if c.K == 2 {
				price = 1
			}
			var logs, sharp [2]float64
			for i, n := range []int{c.N, c.Larger} {
				start := 1 / math.Sqrt(float64(n))
				exact, err := law.PopulationTime(n, populationRate*float64(n), start, 0.5)
				if err != nil {
					return err
				}
				if sharp[i], err = law.PopulationTimeSharp(n, populationRate*float64(n), 1, 0.5); err != nil {
					return err
				}
				discrete := (0.5*float64(c.K-1)*math.Log(float64(n)) + 1) / exact
				logs[i] = math.Abs(math.Log(exact/sharp[i])) + math.Log1p(discrete)
			}
			got := math.Log(steps[1] / steps[0])
			want := price * math.Log(critical(float64(c.Larger), c.K)/critical(float64(c.N), c.K))
			j.Equal("log of the ratio of population times", got, want,
				props.Truncation(logs[0]+logs[1], "the flow's time at finite N against its leading term, and Euler's method"))
			return nil
		}
	}
	critical := func(n float64, k int) float64 {
		alpha, err := theory.CriticalRatio(int(n), k)
		if err != nil {
			panic(err)
		}
		return alpha
	}
	full := func(critical func(n float64, k int) float64) props.Law[priceCase, [2]float64] {
		return func(c priceCase, steps [2]float64, j *props.Judge) error {
			if err := says(critical)(c, steps, j); err != nil {
				return err
			}
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
	return props.Property[priceCase, [2]float64]{
		Of: theory.ThresholdAlphaC, Cases: props.ByTier[int]{100, 200, 1000}, Draw: drawPriceCase, Measure: countPopulation,
		Grid: []priceCase{{2, 1000, 100_000}, {3, 400, 40_000}, {4, 64, 1000}, {5, 30, 300}},
		Law:  full(critical),
		Rivals: []props.Rival[priceCase, [2]float64]{
			props.WrongLaw("N^{k−1}", says(func(n float64, k int) float64 { return math.Pow(n, float64(k-1)) })),
			props.WrongLaw("N^{k−3/2}", says(func(n float64, k int) float64 { return critical(n, k) * math.Sqrt(n) })),
			props.WrongLaw("N^{k−5/2}", says(func(n float64, k int) float64 { return critical(n, k) / math.Sqrt(n) })),
			props.WrongLaw("1 for every k", says(func(float64, int) float64 { return 1 })),
		},
		Plants: []props.Plant[priceCase, [2]float64]{
			props.Planted("α_c × (1 + 1e-6)", full(func(n float64, k int) float64 { return critical(n, k) * (1 + 1e-6) })),
			props.Planted("exponent of α_c + 0.3", full(func(n float64, k int) float64 { return critical(n, k) * math.Pow(n, 0.3) })),
			props.Planted("exponent of α_c − 0.3", full(func(n float64, k int) float64 { return critical(n, k) * math.Pow(n, -0.3) })),
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
// the factor loglog N and the (log N)² of the sequences stand for ≫ and ≪.
func thresholdOptimal() props.Check {
	gap := func(most func(n float64) float64) props.Law[gapCase, gapSeen] {
		return func(c gapCase, g gapSeen, j *props.Judge) error {
			n, k := c.above.Regimes[0].N, c.above.row.law.Exponent
			upper, err1 := theory.RecoveryRatio(n, k)
			lower, err2 := theory.CriticalRatio(n, k)
			if err1 != nil || err2 != nil {
				return errors.Join(err1, err2)
			}
			j.AtMost(fmt.Sprintf("sufficient over necessary ratio at N = %d, k = %d", n, k), upper/lower, most(float64(n)), props.Rounding(16, most(float64(n))))
			return nil
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
				row, err := at.row()
				c := gapCase{recoveryLadder(row, err, 0.75, at.size.At(tier)), refutationLadder(row, err, at.size.At(tier), 4*at.size.At(tier))}
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
		Law: func(c gapCase, g gapSeen, j *props.Judge) error {
			if err := gap(square)(c, g, j); err != nil {
				return err
			}
			if err := recovers(c.above, g.above, j); err != nil {
				return err
			}
			c.below.bounded(j, g.below)
			return nil
		},
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
		},
	}.Check()
}
