package singleindex

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"assay/props"
	"assay/props/stat"
	"assay/sim"
	"assay/theory"
	"assay/theory/claim"
)

// refutationCase is a sequence of regimes with too few samples, and the constant of the
// step size in the model's own units, which rapid draws: δ = (2a/V) C times the order that
// is allowed.
type refutationCase struct {
	Model string  `draw:"model"`
	C     float64 `draw:"C"`
	Sizes []int   `draw:"N"`

	row  zooRow
	rule func(row zooRow, n int, c float64) regime
}

func (c refutationCase) String() string {
	s := fmt.Sprintf("%s, C = %v", c.Model, c.C)
	for _, n := range c.Sizes {
		s += "; " + props.Describe(c.rule(c.row, n, c.C))
	}
	return s
}

// refutationRule is the explicit sequence α ≪ α_c with the largest steps that are allowed,
// in the units of [natural]:
//
//	k = 1: α' = (log N)^{−2}, δ' = C;  k = 2: α' = ½(log N)^{1/2}, δ' = C;
//	k ≥ 3: α' = N^{k−2}(log N)^{−2}, δ' = C α'^{−1/2}.
//
// For k ≥ 3 the constant d₀ is then of order C log N: either the start lies in the trap of
// the projection, where m fluctuates by N^{−1/2} and its supremum is larger by the root of a
// logarithm, or the run is too short, aδα ~ C/log N, so that for C ≤ 1 the ladder is
// inside the regime from N ≈ 50 on. Where V > a² no use is made of V/a²: α = α' is as good
// a sequence and has fewer samples.
func refutationRule(row zooRow, n int, c float64) regime {
	k := row.law.Exponent
	ratio, err := theory.CriticalRatio(n, k)
	if err != nil {
		panic(err) // a ladder of the grid
	}
	if k == 2 {
		ratio /= 2 * math.Sqrt(math.Log(float64(n)))
	} else {
		ratio /= math.Pow(math.Log(float64(n)), 2)
	}
	step, err := theory.RefutationStep(k, ratio)
	if err != nil {
		panic(err)
	}
	return fewerSamples(inModelUnits(row, n, ratio, c*step), ratio)
}

// fewerSamples is the regime with the smaller of two ratios.
func fewerSamples(r regime, ratio float64) regime {
	r.Alpha = math.Min(r.Alpha, ratio)
	return r
}

// constantStepRule is the boundary α' = N^{(k−2)/2}, k ≥ 3, with a bounded step.
func constantStepRule(row zooRow, n int, c float64) regime {
	ratio, err := theory.RefutationRatio(n, row.law.Exponent)
	if err != nil {
		panic(err)
	}
	return fewerSamples(inModelUnits(row, n, ratio, c), ratio)
}

// heights is sup_t abs m_t of each run, by regime.
type heights [][]float64

const (
	heightLevel     = 0.5 // recovery is weak from here on
	heightViolation = 0.4 // of a probability, and of E sup²
)

// measureHeights runs the ladder, the first and the last rung as often as their comparison
// needs.
func measureHeights(l *props.Lab, c refutationCase) (m heights, err error) {
	pairs, err1 := proportionRuns(l, c.fallsAim(), c.fallsAim()-0.5)
	moments, err2 := stat.MeanSamples(heightViolation, 1, l.Alpha, props.Miss, stat.TwoSided)
	if err1 != nil || err2 != nil {
		return nil, errors.Join(err1, err2)
	}
	replicas := make([]int, len(c.Sizes))
	for i := range replicas {
		replicas[i] = moments
	}
	replicas[0] = max(pairs, moments)
	replicas[len(replicas)-1] = replicas[0]
	return c.heights(l, replicas...)
}

// heights runs the first regimes of the ladder, each so many times.
func (c refutationCase) heights(l *props.Lab, replicas ...int) (heights, error) {
	m := make(heights, len(replicas))
	for i, n := range c.Sizes[:len(replicas)] {
		r := c.rule(c.row, n, c.C)
		watch, err := sim.NewWatch(0.5, r.steps())
		if err != nil {
			return nil, err
		}
		seen, err := r.runs(l, i, replicas[i], c.row.model, watch)
		if err != nil {
			return nil, err
		}
		for _, h := range seen {
			m[i] = append(m[i], h.Largest)
		}
	}
	return m, nil
}

// refutationAim is the explicit sequence, tending to 0, above which neither P(sup > ½) nor
// E sup² may lie: 1/log N.
func refutationAim(n int) float64 { return 1 / math.Log(float64(n)) }

// fallsAim is the least probability that the supremum at the last N lies below an
// independent one at the first. Where nothing moves the overlap the supremum is the start,
// the ratio of two starts is a Cauchy variable times (N/N')^{1/2}, and it is
//
//	(2/π) arctan (N'/N)^{1/2};
//
// what the run adds falls with N too and is less spread. It is ½ where N does not matter.
func (c refutationCase) fallsAim() float64 {
	return 2 / math.Pi * math.Atan(math.Sqrt(float64(c.Sizes[len(c.Sizes)-1])/float64(c.Sizes[0])))
}

// refutes asserts that sup abs m tends to 0, in probability and in L², and falls along the
// ladder. It is bounded by 1, so that each L^p follows from the probabilities.
func refutes(c refutationCase, m heights, j *props.Judge) error {
	for i, n := range c.Sizes[:len(m)] {
		above := tally(m[i], func(h float64) bool { return h > heightLevel })
		j.Unlikely(fmt.Sprintf("P(sup abs m > ½) at N = %d", n), above, len(m[i]), refutationAim(n), heightViolation)
		j.MeanAtMost(fmt.Sprintf("E sup m² at N = %d", n), squares(m[i]), refutationAim(n), heightViolation)
	}
	if len(m) == len(c.Sizes) {
		falls, pairs := c.falls(m)
		j.Likely(fmt.Sprintf("P(sup abs m at N = %d is below that at N = %d)", c.Sizes[len(m)-1], c.Sizes[0]), falls, pairs, c.fallsAim(), c.fallsAim()-0.5)
	}
	return nil
}

// falls is the number of pairs of independent runs, at the first and the last N, in which
// the supremum falls.
func (c refutationCase) falls(m heights) (falls, pairs int) {
	first, last := m[0], m[len(m)-1]
	for i := range first {
		if last[i] < first[i] {
			falls++
		}
	}
	return falls, len(first)
}

func squares(x []float64) []float64 { return floats.MulTo(make([]float64, len(x)), x, x) }

// refutationRivals are recovery, a supremum that does not fall or falls too fast, and runs
// with more samples by a power ½ of N.
func refutationRivals() []props.Rival[refutationCase, heights] {
	return []props.Rival[refutationCase, heights]{
		props.WrongLaw("weak recovery: P(sup abs m > ½) → 1", func(c refutationCase, m heights, j *props.Judge) error {
			for i, n := range c.Sizes {
				above := tally(m[i], func(h float64) bool { return h > heightLevel })
				j.Likely("P(sup abs m > ½)", above, len(m[i]), 1-refutationAim(n), heightViolation)
			}
			return nil
		}),
		props.WrongLaw("the supremum does not depend on N", func(c refutationCase, m heights, j *props.Judge) error {
			falls, pairs := c.falls(m)
			j.Unlikely("P(the supremum falls)", falls, pairs, 0.5, c.fallsAim()-0.5)
			return nil
		}),
		props.WrongLaw("the supremum is of order 1/N", func(c refutationCase, m heights, j *props.Judge) error {
			for i, n := range c.Sizes {
				above := tally(m[i], func(h float64) bool { return h > math.Log(float64(n))/float64(n) })
				j.Unlikely("P(sup abs m > (log N)/N)", above, len(m[i]), refutationAim(n), heightViolation)
			}
			return nil
		}),
	}
}

// enoughSamples is a wrong simulator: √N times more samples than critical, with a logarithm
// for k ≤ 2, which is beyond the threshold by the power ½ of N, with a step from inside the window that they open.
func enoughSamples() props.Rival[refutationCase, heights] {
	return props.Rival[refutationCase, heights]{Name: "√N times more samples do not recover either", Measure: func(l *props.Lab, c refutationCase) (heights, error) {
		k, n, a := c.row.law.Exponent, c.Sizes[0], c.row.law.Leading()
		noisy := c.row.law.V(0) / (a * a) // so many times more samples
		if k == 1 && noisy > 3 || k > 1 && noisy > 0.7 || c.C != 0.25 {
			return nil, fmt.Errorf("%s, C = %v: left to the cases that need fewer samples", c.Model, c.C)
		}
		ratio, err := theory.CriticalRatio(n, k)
		if err != nil {
			return nil, err
		}
		c.rule = func(row zooRow, n int, _ float64) regime {
			more := math.Sqrt(float64(n))
			if k <= 2 {
				more *= math.Log(float64(n))
			}
			return inWindow(row, n, ratio*more, 0.5)
		}
		replicas, err := proportionRuns(l, 1-refutationAim(n), heightViolation)
		if err != nil {
			return nil, err
		}
		return c.heights(l, replicas)
	}}
}

// refutation is a check of Theorem 1.4: every row on its ladder, with the grid's constants
// and drawn ones.
func refutation(claim *claim.Claim, rule func(zooRow, int, float64) regime, largest float64, ladders func(props.Tier) []refutationCase, more ...props.Rival[refutationCase, heights]) props.Check {
	complete := func(c refutationCase) refutationCase {
		c.Model, c.rule = c.row.name, rule
		return c
	}
	return props.Experiment[refutationCase, heights]{
		Of: claim, Cases: props.ByTier[int]{4, 8, 24},
		Grid: func(tier props.Tier) (grid []refutationCase) {
			for _, c := range ladders(tier) {
				for _, constant := range []float64{0.25, largest} {
					c.C = constant
					grid = append(grid, complete(c))
				}
			}
			return grid
		},
		Draw: func(t *rapid.T) refutationCase {
			c := rapid.SampledFrom(ladders(props.Quick)).Draw(t, "model")
			c.C = math.Exp2(rapid.Float64Range(-5, math.Log2(largest)).Draw(t, "log2 C"))
			return complete(c)
		},
		Tests: 7, Measure: measureHeights, Law: refutes, Rivals: append(refutationRivals(), more...),
	}.Check()
}

func refutationLadder(row zooRow, err error, sizes ...int) refutationCase {
	if err != nil {
		panic(err) // fixed, valid parameters
	}
	return refutationCase{row: row, Sizes: sizes}
}

// refutationZoo is every row of the zoo with that exponent on one ladder.
func refutationZoo(k int, sizes ...int) (ladders []refutationCase) {
	for _, row := range zoo() {
		if row.law.Exponent == k {
			ladders = append(ladders, refutationLadder(row, nil, sizes...))
		}
	}
	return ladders
}

func refutationK1() props.Check {
	return refutation(theory.RefutationK1, refutationRule, 4, func(tier props.Tier) []refutationCase {
		return refutationZoo(1, 200, 4000, props.ByTier[int]{100_000, 1_000_000, 1_000_000}.At(tier))
	}, enoughSamples())
}

func refutationK2() props.Check {
	return refutation(theory.RefutationK2, refutationRule, 4, func(tier props.Tier) []refutationCase {
		matrix, err := tensorRow(2, 1)
		return append(refutationZoo(2, 200, 800, 3200),
			refutationLadder(matrix, err, props.ByTier[[]int]{{200, 1000, 10_000}, {200, 3000, 100_000}, {200, 10_000, 1_000_000}}.At(tier)...))
	}, enoughSamples())
}

func refutationK3() props.Check {
	return refutation(theory.RefutationK3, refutationRule, 1, func(tier props.Tier) []refutationCase {
		he3, err := normalised(3)
		sizes := props.ByTier[[]int]{{50, 150, 400}, {50, 200, 1000}, {50, 500, 10_000}}.At(tier)
		return append(refutationZoo(3, sizes...), refutationLadder(he3, err, sizes...))
	}, enoughSamples())
}

// refutationK4 takes the tensor: He_4 has V(0)/a² in the hundreds and is not seen to move.
func refutationK4() props.Check {
	return refutation(theory.RefutationK4, refutationRule, 1, func(tier props.Tier) []refutationCase {
		quartic, err := tensorRow(4, 1.25)
		return []refutationCase{refutationLadder(quartic, err, props.ByTier[[]int]{{32, 64, 128}, {32, 64, 160}, {32, 100, 300}}.At(tier)...)}
	}, enoughSamples())
}

// refutationConstantStep is p. 10: bounded steps with α up to N^{(k−2)/2}.
func refutationConstantStep() props.Check {
	return refutation(theory.RefutationConstantStep, constantStepRule, 1, func(tier props.Tier) []refutationCase {
		cube, err3 := tensorRow(3, 1)
		quartic, err4 := tensorRow(4, 1)
		return []refutationCase{
			refutationLadder(cube, err3, props.ByTier[[]int]{{50, 150, 400}, {50, 200, 1000}, {50, 500, 10_000}}.At(tier)...),
			refutationLadder(quartic, err4, props.ByTier[[]int]{{40, 80, 200}, {40, 80, 200}, {40, 120, 400}}.At(tier)...),
		}
	}, enoughSamples())
}
