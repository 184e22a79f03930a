package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// linearCase is k = 1 with α of order 1 on a ladder of N.
type linearCase struct {
	Model string  `draw:"model"`
	Alpha float64 `draw:"α'"`
	Delta float64 `draw:"δ'"`
	Sizes []int   `draw:"N"`
	Large bool    `draw:"large α"`
}

// linearSeen is, for each N, the last overlap and the largest of each run.
type linearSeen struct{ last, largest [][]float64 }

// The levels and probabilities of Theorem 3.3: 1 − η = ¾ with probability 1 − ε = 0.9; η = ½.
const (
	linearReach     = 0.75
	linearProb      = 0.9
	linearLevel     = 0.5
	linearViolation = 0.8
)

// linearSizes is the ladder of the second link, and linearUnseen the error of a probability that it must show.
var linearSizes = props.Geometric(1e4, 1e16, 5)

const linearUnseen = 0.05

const linearLimit = "(τ's spread over abs(M − T))², which bounds the chance to fail, N = 10⁴ to 10¹⁶, in powers of 1/N; T the flow's time to 1 − η = ¾, below M for large α, and to η = ½, above M for small"

// failureVanishes is the second link. The time τ to the level is that of the flow, T, up to a spread of [theory.SingleIndex.ArrivalSpread]:
// τ is on the other side of M than T with probability (sd τ/(M − T))² at most, by Chebyshev's inequality. T does not depend on the
// start, of order N^{−1/2}, to leading order: it is counted from 0. Where the drift ends below the level there is no T, and for
// small α nothing to fail. Samples are N^excess times those of the case.
func (c linearCase) failureVanishes(j *props.Judge, excess, limit float64) error {
	row, err := zooNamed(c.Model)
	if err != nil {
		return err
	}
	level := linearLevel
	if c.Large {
		level = linearReach
	}
	alpha, delta := modelUnits(row, c.Alpha, c.Delta)
	if rest, err := row.law.RestingOverlap(delta); err != nil || rest <= level {
		if c.Large {
			j.AtLeast("overlap at which the drift ends", rest, level, props.Rounding(1, 1))
		}
		return nil
	}
	var rungs []props.Rung
	for _, size := range linearSizes {
		n := int(size)
		steps := alpha * size * math.Pow(size/linearSizes[0], excess)
		time, err1 := row.law.HittingTime(n, delta, 0, level)
		spread, err2 := row.law.ArrivalSpread(n, func(float64) float64 { return delta }, 0, level)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		if c.Large {
			j.AtMost(fmt.Sprintf("the flow's time to ¾ over M at N = %.0e", size), time/steps, 1, props.Truncation(populationAccuracy*time/steps, "quadrature"))
		} else {
			j.AtLeast(fmt.Sprintf("the flow's time to ½ over M at N = %.0e", size), time/steps, 1, props.Truncation(populationAccuracy*time/steps, "quadrature"))
		}
		left := 1 - steps/time
		rungs = append(rungs, props.Rung{N: size, Law: spread / (left * left), Claim: limit, Error: spread / (left * left) * 1e-6})
	}
	j.Tends("bound of the chance to fail", rungs, power(-1), linearUnseen)
	return nil
}

// recoveryLinearRegime is k = 1 with α = Θ(1), in the units of [natural]: α' = 8 with
// δ' = ¼ reaches ¾, and α' = 0.05 with bounded steps does not reach ½, whatever the δ' of
// the grid. The flow says so: 2α'δ' = 4 with the drift (1−m²) − m/4, and m ≤ 2α'δ'.
func recoveryLinearRegime() props.Check {
	run := func(change func(linearCase) linearCase) func(*props.Lab, linearCase) (linearSeen, error) {
		return func(l *props.Lab, c linearCase) (s linearSeen, err error) {
			c = change(c)
			row, err := zooNamed(c.Model)
			if err != nil {
				return s, err
			}
			n, err := proportionRuns(l, linearProb, linearViolation)
			if err != nil {
				return s, err
			}
			for i, size := range c.Sizes {
				r := inModelUnits(row, size, c.Alpha, c.Delta)
				watch, err := sim.NewWatch(linearLevel, r.steps())
				if err != nil {
					return s, err
				}
				seen, err := r.runs(l, i, n, row.model, watch)
				if err != nil {
					return s, err
				}
				var last, largest []float64
				for _, h := range seen {
					last, largest = append(last, h.Last), append(largest, h.Largest)
				}
				s.last, s.largest = append(s.last, last), append(s.largest, largest)
			}
			return s, nil
		}
	}
	says := func(large bool) props.Law[linearCase, linearSeen] {
		return func(c linearCase, s linearSeen, j *props.Judge) error {
			for i, n := range c.Sizes[:len(s.last)] {
				if c.Large == large {
					j.Likely(fmt.Sprintf("P(m_M ≥ ¾) at N = %d", n), tally(s.last[i], func(m float64) bool { return m >= linearReach }), len(s.last[i]), linearProb, linearViolation)
				} else {
					j.Likely(fmt.Sprintf("P(sup m < ½) at N = %d", n), tally(s.largest[i], func(m float64) bool { return m < linearLevel }), len(s.last[i]), linearProb, linearViolation)
				}
			}
			return nil
		}
	}
	// tends is the second link, with N^excess times the samples of one kind of case, and the given limit of the chance to fail.
	tends := func(large bool, excess, limit float64) props.Law[linearCase, linearSeen] {
		return func(c linearCase, _ linearSeen, j *props.Judge) error {
			if c.Large != large {
				return nil
			}
			return c.failureVanishes(j, excess, limit)
		}
	}
	// changed is a wrong simulator of one kind of case, at the first N
	changed := func(large bool, f func(c *linearCase)) func(*props.Lab, linearCase) (linearSeen, error) {
		return func(l *props.Lab, c linearCase) (linearSeen, error) {
			if c.Large != large {
				return linearSeen{}, fmt.Errorf("α' = %v: left to the other cases", c.Alpha)
			}
			return run(func(c linearCase) linearCase { c.Sizes = c.Sizes[:1]; f(&c); return c })(l, c)
		}
	}
	return props.Experiment[linearCase, linearSeen]{
		Of: theory.RecoveryLinearRegime, Tests: 3,
		Grid: func(tier props.Tier) (grid []linearCase) {
			sizes := props.ByTier[[]int]{{300, 3000, 20_000}, {300, 3000, 100_000}, {300, 10_000, 1_000_000}}.At(tier)
			for _, kind := range []zooKind{linearNeuron, relu, logistic} {
				row := props.Must(zooOf(kind))
				if kind != linearNeuron { // slower, and the same at any larger N
					sizes = []int{300, 1500}
				}
				grid = append(grid, linearCase{row.name, 8, 0.25, sizes, true})
				for _, delta := range []float64{0.25, 1, 4} {
					grid = append(grid, linearCase{row.name, 0.05, delta, sizes, false})
				}
			}
			return grid
		},
		Measure: run(func(c linearCase) linearCase { return c }),
		Plants: []props.Plant[linearCase, linearSeen]{
			props.Planted("runs whose overlap is capped at 0.7", func(c linearCase, s linearSeen, j *props.Judge) error {
				capped := linearSeen{make([][]float64, len(s.last)), s.largest}
				for i, last := range s.last {
					for _, m := range last {
						capped.last[i] = append(capped.last[i], math.Min(m, 0.7))
					}
				}
				return says(true)(c, capped, j)
			}),
			props.Planted("large α: P(m_M ≥ 1 − η) → .9", tends(true, 0, 0.1)),
			props.Planted("small α: P(sup m ≥ η) → .1", tends(false, 0, 0.1)),
			props.Planted("large α of order N^{−.3}", tends(true, -0.3, 0)),
			props.Planted("small α of order N^{.3}", tends(false, 0.3, 0)),
		},
		Law:   props.All(says(true), tends(true, 0, 0), tends(false, 0, 0)),
		Limit: linearLimit,
		Rivals: []props.Rival[linearCase, linearSeen]{
			props.WrongLaw("small α recovers and large α does not", says(false)),
			{Name: "a threshold of order N^{−1/2}: α' = 8 N^{−1/2} suffices", Measure: changed(true, func(c *linearCase) {
				c.Alpha /= math.Sqrt(float64(c.Sizes[0]))
			})},
			{Name: "any bounded step is suitable: δ' = 4", Measure: changed(true, func(c *linearCase) {
				c.Delta = 4
			})},
			{Name: "a threshold of order N^{1/2}: α' = 0.05 N^{1/2} does not reach ½", Measure: changed(false, func(c *linearCase) {
				c.Delta = math.Min(c.Delta, 1)
				c.Alpha *= math.Sqrt(float64(c.Sizes[0])) * 4
			})},
		},
	}.Check()
}
