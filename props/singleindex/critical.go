package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// criticalCase is a model of exponent k ≥ 3 at δ = d₀N^{−(k−2)/2}.
type criticalCase struct {
	row       zooRow
	D0        float64
	Ladder    []int
	violation float64 // the Kolmogorov distance that it is designed to detect
}

func (c criticalCase) String() string {
	return fmt.Sprintf("%s, d0 = %v, N = %v", c.row.name, c.D0, c.Ladder)
}

// criticalLevel is the level η, which drops out as N → ∞.
const criticalLevel = 0.3

// The Kolmogorov distance that sharp/critical-law-k3 is designed to detect: a smaller one at the
// largest d₀, whose runs are the shortest.
const criticalViolation, criticalSharp = 0.4, 0.3

// criticalRung is the search times at one N, and their law.
type criticalRung struct {
	n          int
	times      []float64
	cap, slack float64
	law        *theory.Passage
}

// criticalSeen is the rungs that were run, and those that the law alone climbs.
type criticalSeen struct {
	rungs   []criticalRung
	climbed []criticalClimb
}

// criticalClimb is the quantiles of the law at one size of the ladder of the second link, and those of two limits: from the
// half-sphere, and from the whole sphere, a rival.
type criticalClimb struct {
	n                  float64
	law, half, whole   []float64
	lawWithin, inLimit []float64 // relative errors
}

// criticalLadder is the sizes of the second link and criticalLevels the probabilities of the quantiles that climb it. What is
// beyond η lacks, and the higher terms of the drift are, a relative N^{−(k−2)/2}, for k = 4 times log N.
var (
	criticalLadder = props.Geometric(1e3, 1e8, 4)
	criticalLevels = []float64{0.25, 0.5, 0.75}
)

func measureCritical(l *props.Lab, c criticalCase) (seen criticalSeen, err error) {
	replicas, err := props.KolmogorovRuns(l, c.violation-0.15)
	if err != nil {
		return seen, err
	}
	for i, n := range c.Ladder {
		delta := criticalRule(c.D0, c.row.law.Exponent).search(n)
		r := criticalRung{n: n}
		if r.law, err = passageLaw(c.row, n, delta, theory.PassageStart{}, criticalLevel, 0.95); err != nil {
			return seen, err
		}
		var err1, err2 error
		r.slack, err1 = passageSlack(c.row, n, delta, criticalLevel, r.law)
		r.cap, err2 = r.law.Quantile(seenUpTo)
		schedule, err3 := criticalRule(c.D0, c.row.law.Exponent).schedule(n, criticalLevel)
		if err := errors.Join(err1, err2, err3); err != nil {
			return seen, err
		}
		r.cap = math.Floor(r.cap)
		hits, err := runChains(l, i, replicas, sim.ChainRun{
			Model: c.row.model, N: n, Schedule: schedule,
			Watch: sim.Watch{Low: criticalLevel, High: criticalLevel, Unsigned: c.row.law.Exponent%2 == 0, Steps: int(r.cap) + 1, Until: sim.UntilSearch},
		})
		if err != nil {
			return seen, err
		}
		r.times = searchTimes(hits)
		seen.rungs = append(seen.rungs, r)
	}
	seen.climbed, err = c.climb()
	return seen, err
}

// climb is the quantiles along the ladder.
func (c criticalCase) climb() (seen []criticalClimb, err error) {
	for _, size := range criticalLadder {
		n := int(size)
		delta := criticalRule(c.D0, c.row.law.Exponent).search(n)
		at, err1 := passageLaw(c.row, n, delta, theory.PassageStart{}, criticalLevel, 0.8)
		half, err2 := c.row.law.Critical(n, delta, theory.HalfSphere)
		whole, err3 := c.row.law.Critical(n, delta, theory.WholeSphere)
		if err := errors.Join(err1, err2, err3); err != nil {
			return nil, err
		}
		r := criticalClimb{n: size}
		for _, level := range criticalLevels {
			t, err1 := at.Quantile(level)
			h, err2 := half.Quantile(level)
			w, err3 := whole.Quantile(level)
			density, err4 := theory.LogDensity(at, level)
			inLimit, err5 := theory.LogDensity(half, level)
			if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
				return nil, err
			}
			r.law, r.half, r.whole = append(r.law, t), append(r.half, h), append(r.whole, w)
			r.lawWithin, r.inLimit = append(r.lawWithin, at.Accuracy/density), append(r.inLimit, half.Accuracy/inLimit)
		}
		seen = append(seen, r)
	}
	return seen, nil
}

// criticalTends is the second link: the quantiles of the search time along the ladder tend to those of the limit, of which
// it is told how they are changed.
func criticalTends(limit func(r criticalClimb, i int) float64) props.Law[criticalCase, criticalSeen] {
	return func(_ criticalCase, seen criticalSeen, j *props.Judge) error {
		for i, level := range criticalLevels {
			var times, orders []props.Rung
			for q, r := range seen.climbed {
				times = append(times, props.Rung{N: r.n, Law: math.Log(r.law[i]), Claim: math.Log(limit(r, i)), Error: r.lawWithin[i] + r.inLimit[i]})
				if q > 0 {
					before, step := times[q-1], math.Log(r.n/seen.climbed[q-1].n)
					orders = append(orders, props.Rung{
						N:   math.Sqrt(r.n * seen.climbed[q-1].n),
						Law: (times[q].Law - before.Law) / step, Claim: (times[q].Claim - before.Claim) / step,
						Error: (times[q].Error + before.Error) / step,
					})
				}
			}
			j.Tends(fmt.Sprintf("log of the %v-quantile of τ", level), times, power(-0.5), constantViolation)
			j.Tends(fmt.Sprintf("exponent of the %v-quantile of τ", level), orders, power(-0.5), exponentViolation)
		}
		return nil
	}
}

// criticalStated asserts the medians that the claim states, by the law of the limit, in the case of the first d₀.
func criticalStated(factor float64) props.Law[criticalCase, criticalSeen] {
	const n = 10_000 // the law of the limit scales: any N serves
	return func(c criticalCase, _ criticalSeen, j *props.Judge) error {
		if c.D0 != criticalFirst {
			return nil
		}
		row, err := tensorRow(3, 1)
		if err != nil {
			return err
		}
		for _, stated := range theory.StatedMedians() {
			for _, start := range []struct {
				name   string
				start  theory.StartSide
				stated float64
			}{{"half-sphere", theory.HalfSphere, stated.Half}, {"sphere", theory.WholeSphere, stated.Whole}} {
				law, err := row.law.Critical(n, stated.D0/math.Sqrt(n), start.start)
				if err != nil {
					return err
				}
				median, within, err := medianWithin(law, law.Accuracy)
				if err != nil {
					return err
				}
				j.Equal(fmt.Sprintf("median of T/d₀ at d₀ = %v from the %s", stated.D0, start.name), median/n/n, factor*start.stated,
					props.Truncation(criticalDecimals/2+within*median/n/n, "half a unit of the last decimal that is stated, and the law's own error"))
			}
		}
		return nil
	}
}

// criticalFirst is the first d₀ of the grid, criticalDecimals a unit of the last decimal of the stated medians.
const criticalFirst, criticalDecimals = 1.2, 1e-3

// sharpCriticalLawK3 checks the law of the search time at the critical step size, at the N of the runs and in the limit.
func sharpCriticalLawK3() props.Check {
	type judgement = props.Law[criticalCase, criticalSeen]
	scaled := func(factor func(n float64) float64) judgement {
		return func(c criticalCase, seen criticalSeen, j *props.Judge) error {
			for _, r := range seen.rungs {
				at := func(t float64) float64 { return r.law.CDF(t * factor(float64(r.n))) }
				j.Passages(fmt.Sprintf("τ at N = %d", r.n), r.times, r.cap, at, r.slack, c.violation)
			}
			return nil
		}
	}
	rate := func(b float64) func(n float64) float64 { // the exponent off by b, right at N = 100
		return func(n float64) float64 { return math.Pow(n/100, -b) }
	}
	times := func(factor, b float64) judgement {
		return criticalTends(func(r criticalClimb, i int) float64 {
			return factor * r.half[i] * math.Pow(r.n/criticalLadder[0], b)
		})
	}
	return props.Experiment[criticalCase, criticalSeen]{
		Of: theory.SharpCriticalLawK3,
		Grid: func(tier props.Tier) (cases []criticalCase) {
			add := func(row zooRow, d0 float64, ladder props.ByTier[[]int]) {
				c := criticalCase{row, d0, ladder.At(tier), criticalViolation}
				if d0 == 12 {
					c.violation = criticalSharp
				}
				cases = append(cases, c)
			}
			cubic := props.Must(tensorRow(3, 4))
			ladder := props.ByTier[[]int]{{400}, {1000}, {1000, 4000}}
			for _, d0 := range []float64{criticalFirst, 4, 8, 12} { // .3, 1, 2 and 3 at signal 1
				add(cubic, d0, ladder)
			}
			if tier > props.Quick {
				add(cubic, 4, props.ByTier[[]int]{nil, {2000}, {10_000}})
			}
			weak := props.Must(tensorRow(3, 2))
			add(weak, 4, props.ByTier[[]int]{{200}, {200, 400}, {400, 1000}})
			quartic := props.Must(tensorRow(4, 4))
			add(quartic, 4, props.ByTier[[]int]{{64}, {100}, {100, 300}})
			if tier > props.Quick {
				sum := props.Must(tensorSumRow(3, 2, 4, 1))
				add(sum, 2, ladder)
			}
			return cases
		},
		Tests: 2, Measure: measureCritical,
		Law:   props.All(scaled(func(float64) float64 { return 1 }), times(1, 0), criticalStated(1)),
		Limit: "quantiles of τ over those of N^{k−1}T/d₀ at .25, .5 and .75, and their exponents, N = 10³ to 10⁸, in powers of N^{−1/2}",
		Rivals: []props.Rival[criticalCase, criticalSeen]{
			props.WrongLaw("started on the whole sphere", criticalTends(func(r criticalClimb, i int) float64 { return r.whole[i] })),
			props.WrongLaw("no noise: T = 1/(A(k−2)z₀^{k−2}) and no pull", func(c criticalCase, seen criticalSeen, j *props.Judge) error {
				k := float64(c.row.law.Exponent)
				return criticalTends(func(r criticalClimb, i int) float64 {
					z := math.Sqrt2 * math.Erfinv(1-criticalLevels[i]) // P(abs z₀ ≥ z)
					return math.Pow(r.n, k-1) / (c.D0 * c.row.law.Leading() * (k - 2) * math.Pow(z, k-2))
				})(c, seen, j)
			}),
			props.WrongLaw("twice the time", scaled(func(float64) float64 { return 0.5 })),
			props.WrongLaw("half the time", scaled(func(float64) float64 { return 2 })),
			props.WrongLaw("N^{k−1/2}", scaled(rate(0.5))),
			props.WrongLaw("N^{k−3/2}", scaled(rate(-0.5))),
		},
		Plants: []props.Plant[criticalCase, criticalSeen]{
			props.Planted("T × 1.2", times(1.2, 0)),
			props.Planted("T × .8", times(0.8, 0)),
			props.Planted("N^{k−.7}", times(1, 0.3)),
			props.Planted("N^{k−1.3}", times(1, -0.3)),
			props.Planted("stated medians × 1.02", criticalStated(1.02)),
		},
	}.Check()
}
