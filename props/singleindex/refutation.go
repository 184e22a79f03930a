package singleindex

import (
	"errors"
	"fmt"
	"math"
	"slices"

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
	rule refutationRule
}

// refutationRule is a sequence α(N), δ(N) in the units of [inModelUnits], with the constant C of the step
// size, and an error in its exponent: α is N^excess times what the claim allows.
type refutationRule func(k int, n, c, excess float64) (alpha, delta float64, err error)

// at is the regime at N in the model's units. Where V > a² no use is made of V/a²: α = α' is as good
// a sequence and has fewer samples.
func (c refutationCase) at(n, excess float64) (alpha, delta float64, err error) {
	ratio, step, err := c.rule(c.row.law.Exponent, n, c.C, excess)
	alpha, delta = modelUnits(c.row, ratio, step)
	return math.Min(alpha, ratio), delta, err
}

func (c refutationCase) regime(n int) regime {
	return props.Must(func() (regime, error) {
		alpha, delta, err := c.at(float64(n), 0)
		return regime{N: n, Alpha: alpha, Delta: delta}, err
	}())
}

func (c refutationCase) String() string {
	s := fmt.Sprintf("%s, C = %v", c.Model, c.C)
	for _, n := range c.Sizes {
		s += "; " + props.Describe(c.regime(n))
	}
	return s
}

// belowCritical is the explicit sequence α ≪ α_c with the largest steps that are allowed:
//
//	k = 1: α' = (log N)^{−2}, δ' = C;  k = 2: α' = ½(log N)^{1/2}, δ' = C;
//	k ≥ 3: α' = N^{k−2}(log N)^{−2}, δ' = C α'^{−1/2}.
//
// For k ≥ 3 and C ≤ 1 descent on the population loss does not recover either, αδ being too small:
// see [betweenThresholds].
func belowCritical(k int, n, c, excess float64) (alpha, delta float64, err error) {
	alpha, err = theory.CriticalRatio(n, k)
	alpha *= math.Pow(n, excess)
	if k == 2 {
		alpha /= 2 * math.Sqrt(math.Log(n))
	} else {
		alpha /= math.Pow(math.Log(n), 2)
	}
	return withLargestStep(k, alpha, c, err)
}

// betweenThresholds is α' = (N^{k−2})^{3/4}, δ' = C α'^{−1/2}, for k ≥ 3 and large C. At the N of the runs it has
// more samples than population descent with this step needs, of order N^{(k−2)/2}/δ, and fewer than α_c: that nothing
// is recovered is the work of the noise and of the projection, below whose edge z* = C N^{(k−2)/8} (k = 3) the overlap is trapped.
// From N ~ (2C)^{8/(k−2)} on, the population does not recover either.
func betweenThresholds(k int, n, c, excess float64) (alpha, delta float64, err error) {
	alpha, err = theory.CriticalRatio(n, k)
	return withLargestStep(k, math.Pow(alpha, 0.75)*math.Pow(n, excess), c, err)
}

func withLargestStep(k int, alpha, c float64, err error) (float64, float64, error) {
	step, err2 := theory.RefutationStep(k, alpha)
	return alpha, c * step, errors.Join(err, err2)
}

// constantStep is the boundary α' = N^{(k−2)/2}, k ≥ 3, with a bounded step.
func constantStep(k int, n, c, excess float64) (alpha, delta float64, err error) {
	alpha, err = theory.RefutationRatio(n, k)
	return alpha * math.Pow(n, excess), c, err
}

// heightSeen is sup_t abs m_t of each run, by regime, and the bound of the law at this N on the
// probability that it exceeds [heightLevel]; and the ladder of the second link.
type heightSeen struct {
	sup   [][]float64
	bound []float64
	rungs []props.Rung
}

// heightLevel is the explicit sequence of levels, tending to 0, that the supremum does not exceed:
// (log N)^{−1/2}.
func heightLevel(n float64) float64 { return 1 / math.Sqrt(math.Log(n)) }

// heightViolation is the error of a probability, and of E sup², that the runs must see.
const heightViolation = 0.4

// measureHeights runs the ladder, the first and the last rung as often as their comparison
// needs.
func measureHeights(l *props.Lab, c refutationCase) (m heightSeen, err error) {
	moments, err := heightRuns(l)
	if err != nil {
		return m, err
	}
	replicas := make([]int, len(c.Sizes))
	for i := range replicas {
		replicas[i] = moments
	}
	if c.trend() {
		pairs, err := proportionRuns(l, c.fallsAim(), c.fallsAim()-0.5)
		if err != nil {
			return m, err
		}
		replicas[0] = max(pairs, moments)
		replicas[len(replicas)-1] = replicas[0]
	}
	if m, err = c.heights(l, replicas...); err != nil {
		return m, err
	}
	m.rungs, err = c.climb(0)
	return m, err
}

func heightRuns(l *props.Lab) (int, error) {
	return stat.MeanSamples(heightViolation, 1, l.Alpha, props.Miss, stat.TwoSided)
}

// heights runs the first regimes of the ladder, each so many times.
func (c refutationCase) heights(l *props.Lab, replicas ...int) (m heightSeen, err error) {
	for i, n := range c.Sizes[:len(replicas)] {
		r := c.regime(n)
		watch, err := sim.NewWatch(0.5, r.steps())
		if err != nil {
			return m, err
		}
		seen, err := r.runs(l, i, replicas[i], c.row.model, watch)
		if err != nil {
			return m, err
		}
		var sup []float64
		for _, h := range seen {
			sup = append(sup, h.Largest)
		}
		if err := c.add(&m, n, sup); err != nil {
			return m, err
		}
	}
	return m, nil
}

// add adds what was seen at N, with the law's bound.
func (c refutationCase) add(m *heightSeen, n int, sup []float64) error {
	r := c.regime(n)
	bound, within, err := c.row.law.ReachBound(float64(n), r.Alpha, r.Delta, heightLevel(float64(n)))
	m.sup, m.bound = append(m.sup, sup), append(m.bound, math.Min(1, bound+within))
	return err
}

// trend is whether the ladder is long enough for a comparison of its ends.
func (c refutationCase) trend() bool { return len(c.Sizes) > 2 }

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

// refutes is the claim, with E sup m² tending to the given number.
//
// First link: P(sup abs m > x) and E sup m² ≤ x² + P(sup abs m > x) do not exceed the law's bound at
// this N, x of [heightLevel], and the supremum falls along the ladder as the starts do. Second link: the bound
// of E sup m² tends to 0 at [heightRungs]. Since sup abs m ≤ 1, each L^p follows from the probabilities.
func refutes(to float64) props.Law[refutationCase, heightSeen] {
	return func(c refutationCase, m heightSeen, j *props.Judge) error {
		c.bounded(j, m)
		if c.trend() && len(m.sup) == len(c.Sizes) {
			falls, pairs := c.falls(m)
			j.Likely(fmt.Sprintf("P(sup abs m at N = %d is below that at N = %d)", c.Sizes[len(c.Sizes)-1], c.Sizes[0]), falls, pairs, c.fallsAim(), c.fallsAim()-0.5)
		}
		if m.rungs != nil {
			boundVanishes(j, m.rungs, to)
		}
		return nil
	}
}

// refutesBeyond is the second link with N^excess times the samples that the claim allows.
func refutesBeyond(excess float64) props.Law[refutationCase, heightSeen] {
	return func(c refutationCase, _ heightSeen, j *props.Judge) error {
		if c.row.law.V(0) > 3*math.Pow(c.row.law.Leading(), 2) {
			return nil // with so much noise more samples are no help yet: left to the other models
		}
		rungs, err := c.climb(excess)
		if err == nil {
			boundVanishes(j, rungs, 0)
		}
		return err
	}
}

// bounded asserts that what was seen does not exceed the law's bound at this N.
func (c refutationCase) bounded(j *props.Judge, m heightSeen) {
	for i, sup := range m.sup {
		keepsBelow(j, c.Sizes[i], sup, m.bound[i])
	}
}

// keepsBelow is that at one N, with the bound on P(sup abs m > [heightLevel]). A bound that leaves no room for a violation of
// the size declared is not judged.
func keepsBelow(j *props.Judge, n int, sup []float64, bound float64) {
	level := heightLevel(float64(n))
	above := make([]float64, len(sup))
	for r, h := range sup {
		if h > level {
			above[r] = 1
		}
	}
	if bound <= 1-heightViolation {
		j.MeanAtMost(fmt.Sprintf("P(sup abs m > %.3g) at N = %d", level, n), above, bound, heightViolation)
	}
	if bound := level*level + bound; bound <= 1-heightViolation {
		j.MeanAtMost(fmt.Sprintf("E sup m² at N = %d", n), squares(sup), bound, heightViolation)
	}
}

// heightRungs is the ladder of the second link.
var heightRungs = []float64{1e8, 1e16, 1e32, 1e64}

const heightLimit = "the bound 1/log N + e E e^{−τ/M} on E sup m² tends to 0 up to N = 10⁶⁴, τ the step at which abs m exceeds (log N)^{−1/2}; " +
	"the second term falls faster than every power of 1/log N"

// climb is that ladder, with an error in the exponent of α.
func (c refutationCase) climb(excess float64) (rungs []props.Rung, err error) {
	for _, n := range heightRungs {
		alpha, delta, err1 := c.at(n, excess)
		level := heightLevel(n)
		bound, within, err2 := c.row.law.ReachBound(n, alpha, delta, level)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		rungs = append(rungs, props.Rung{N: n, Law: level*level + bound, Error: within})
	}
	return rungs, nil
}

// boundVanishes is the second link, with E sup m² tending to the given number.
func boundVanishes(j *props.Judge, rungs []props.Rung, to float64) {
	rungs = slices.Clone(rungs)
	for i := range rungs {
		rungs[i].Claim = to
	}
	j.Tends("the bound of E sup m²", rungs, func(n float64) float64 { return 1 / math.Log(n) }, 0.05)
}

// falls is the number of pairs of independent runs, at the first and the last N, in which
// the supremum falls.
func (c refutationCase) falls(m heightSeen) (falls, pairs int) {
	first, last := m.sup[0], m.sup[len(m.sup)-1]
	for i := range first {
		if last[i] < first[i] {
			falls++
		}
	}
	return falls, len(first)
}

func squares(x []float64) []float64 { return floats.MulTo(make([]float64, len(x)), x, x) }

// refutationSequence is a sequence of regimes on ladders, with constants of its step size.
type refutationSequence struct {
	rule      refutationRule
	constants []float64
	ladders   func(props.Tier) []refutationCase
}

func (s refutationSequence) at(c refutationCase, constant float64) refutationCase {
	c.Model, c.rule, c.C = c.row.name, s.rule, constant
	return c
}

// refutation is a check of Theorem 1.4: every row on its ladder, with the grid's constants
// and, of the first sequence, drawn ones. A sequence is tried with an error in its exponent where that makes the claim false.
func refutation(claim *claim.Claim, plants []props.Plant[refutationCase, heightSeen], sequences ...refutationSequence) props.Check {
	return props.Experiment[refutationCase, heightSeen]{
		Of: claim, Cases: props.ByTier[int]{4, 8, 24},
		Grid: func(tier props.Tier) (grid []refutationCase) {
			for _, s := range sequences {
				for _, c := range s.ladders(tier) {
					for _, constant := range s.constants {
						grid = append(grid, s.at(c, constant))
					}
				}
			}
			return grid
		},
		Draw: func(t *rapid.T) refutationCase {
			s := sequences[0]
			c := rapid.SampledFrom(s.ladders(props.Quick)).Draw(t, "model")
			largest := s.constants[len(s.constants)-1]
			return s.at(c, math.Exp2(rapid.Float64Range(-5, math.Log2(largest)).Draw(t, "log2 C")))
		},
		Tests: 7, Measure: measureHeights, Law: refutes(0), Limit: heightLimit, Rivals: refutationRivals(), Plants: plants,
	}.Check()
}

func refutationLadder(row zooRow, sizes ...int) refutationCase {
	return refutationCase{row: row, Sizes: sizes}
}

// refutationZoo is every row of the zoo with that exponent on one ladder.
func refutationZoo(k int, sizes ...int) (ladders []refutationCase) {
	for _, row := range zoo() {
		if row.law.Exponent == k {
			ladders = append(ladders, refutationLadder(row, sizes...))
		}
	}
	return ladders
}

// refutationTensor is the tensor of order k on a ladder.
func refutationTensor(k int, lambda float64, sizes props.ByTier[[]int]) func(props.Tier) []refutationCase {
	return func(tier props.Tier) []refutationCase {
		row := props.Must(tensorRow(k, lambda))
		return []refutationCase{refutationLadder(row, sizes.At(tier)...)}
	}
}

// refutationK1 has no plant without noise: for k = 1 the population needs as many samples.
func refutationK1() props.Check {
	return refutation(theory.RefutationK1, refutationPlants(true), refutationSequence{belowCritical, []float64{0.25, 4}, func(tier props.Tier) []refutationCase {
		return refutationZoo(1, 200, 4000, props.ByTier[int]{100_000, 1_000_000, 1_000_000}.At(tier))
	}})
}

// refutationK2 takes steps to four times the order at which growth stops: there the population recovers.
func refutationK2() props.Check {
	return refutation(theory.RefutationK2, append(refutationPlants(true), withoutNoise()), refutationSequence{belowCritical, []float64{0.25, 4}, func(tier props.Tier) []refutationCase {
		matrix := props.Must(tensorRow(2, 1))
		return append(refutationZoo(2, 200, 800, 3200),
			refutationLadder(matrix, props.ByTier[[]int]{{200, 1000, 10_000}, {200, 3000, 100_000}, {200, 10_000, 1_000_000}}.At(tier)...))
	}})
}

func refutationK3() props.Check {
	return refutation(theory.RefutationK3, append(refutationPlants(true), withoutNoise()),
		refutationSequence{belowCritical, []float64{0.25, 1}, func(tier props.Tier) []refutationCase {
			he3 := props.Must(normalised(3))
			sizes := props.ByTier[[]int]{{50, 150, 400}, {50, 200, 1000}, {50, 500, 10_000}}.At(tier)
			return append(refutationZoo(3, sizes...), refutationLadder(he3, sizes...))
		}},
		refutationSequence{betweenThresholds, []float64{4, 8}, refutationTensor(3, 1.25, props.ByTier[[]int]{{100, 1000}, {300, 3000}, {300, 3000}})})
}

// refutationK4 takes the tensor: He_4 has V(0)/a² in the hundreds and is not seen to move.
func refutationK4() props.Check {
	return refutation(theory.RefutationK4, append(refutationPlants(true), withoutNoise()),
		refutationSequence{belowCritical, []float64{0.25, 1}, refutationTensor(4, 1.25, props.ByTier[[]int]{{32, 64, 128}, {32, 64, 160}, {32, 100, 300}})},
		refutationSequence{betweenThresholds, []float64{12}, refutationTensor(4, 1.25, props.ByTier[[]int]{{64, 128}, {64, 256}, {100, 400}})})
}

// refutationConstantStep is p. 10: bounded steps with α up to N^{(k−2)/2}. No error of 0.3 in that exponent makes it
// false, see the claim's Unseen.
func refutationConstantStep() props.Check {
	plants := append(refutationPlants(false), withoutNoise())
	constants := []float64{0.25, 1, 4}
	return refutation(theory.RefutationConstantStep, plants,
		refutationSequence{constantStep, constants, func(tier props.Tier) []refutationCase {
			cube := refutationTensor(3, 1, props.ByTier[[]int]{{50, 150, 400}, {50, 200, 1000}, {50, 500, 10_000}})
			quartic := refutationTensor(4, 1, props.ByTier[[]int]{{40, 80, 200}, {40, 80, 200}, {40, 120, 400}})
			return append(cube(tier), quartic(tier)...)
		}})
}
