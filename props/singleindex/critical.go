package singleindex

import (
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"

	"gonum.org/v1/gonum/floats"
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

// criticalSeen is the search times of the rungs, in the time r = d₀t/N^{k−1} of the limit, and
// two limits: from the half-sphere, and from the whole sphere, a rival.
type criticalSeen struct {
	n           []int
	times       [][]float64
	cap, bias   []float64
	half, whole *theory.CriticalLaw
}

func measureCritical(l *props.Lab, c criticalCase) (seen criticalSeen, err error) {
	replicas, err := props.KolmogorovRuns(l, c.violation-0.15)
	if err != nil {
		return seen, err
	}
	law, k := c.row.law, c.row.law.Exponent
	if seen.half, err = law.Critical(c.D0, theory.HalfSphere); err != nil {
		return seen, err
	}
	if seen.whole, err = law.Critical(c.D0, theory.WholeSphere); err != nil {
		return seen, err
	}
	rule := criticalRule(c.D0, k)
	for i, n := range c.Ladder {
		unit := c.D0 / math.Pow(float64(n), float64(k-1)) // r per step
		delta := rule.search(n)
		at, err := passageLaw(c.row, n, delta, theory.PassageStart{}, criticalLevel, 0.95)
		if err != nil {
			return seen, err
		}
		slack, err := passageSlack(c.row, n, delta, criticalLevel, at)
		if err != nil {
			return seen, err
		}
		apart := 0.0
		const points = 200
		for p := 1; p < points; p++ {
			r, _, err := seen.half.Quantile(seenUpTo * float64(p) / points)
			if err != nil {
				return seen, err
			}
			apart = math.Max(apart, math.Abs(at.CDF(r/unit)-seenUpTo*float64(p)/points))
		}
		cap, _, err := seen.half.Quantile(seenUpTo)
		if err != nil {
			return seen, err
		}
		schedule, err := rule.schedule(n, criticalLevel)
		if err != nil {
			return seen, err
		}
		hits, err := runChains(l, i, replicas, sim.ChainRun{
			Model: c.row.model, N: n, Schedule: schedule,
			Watch: sim.Watch{Low: criticalLevel, High: criticalLevel, Unsigned: k%2 == 0, Steps: int(cap/unit) + 1, Until: sim.UntilSearch},
		})
		if err != nil {
			return seen, err
		}
		times := searchTimes(hits)
		floats.Scale(unit, times)
		seen.n, seen.times = append(seen.n, n), append(seen.times, times)
		seen.cap, seen.bias = append(seen.cap, cap), append(seen.bias, apart+slack+seen.half.Accuracy)
	}
	return seen, nil
}

// sharpCriticalLawK3 checks the law of the search time at the critical step size.
func sharpCriticalLawK3() props.Check {
	type judgement = props.Law[criticalCase, criticalSeen]
	law := func(cdf func(c criticalCase, seen criticalSeen, n int, r float64) (float64, error)) judgement {
		return func(c criticalCase, seen criticalSeen, j *props.Judge) error {
			for i, n := range seen.n {
				at := func(r float64) float64 {
					p, err := cdf(c, seen, n, r)
					if err != nil {
						return 1 // beyond the horizon of a law
					}
					return p
				}
				j.Passages(fmt.Sprintf("d₀τ/N^{k−1} at N = %d", n), seen.times[i], seen.cap[i], at, seen.bias[i], c.violation)
			}
			return nil
		}
	}
	scaled := func(factor func(n float64) float64) judgement {
		return law(func(_ criticalCase, seen criticalSeen, n int, r float64) (float64, error) {
			return seen.half.CDF(r * factor(float64(n)))
		})
	}
	rate := func(b float64) func(n float64) float64 { // the exponent off by b, right at N = 100
		return func(n float64) float64 { return math.Pow(n/100, -b) }
	}
	return props.Experiment[criticalCase, criticalSeen]{
		Of: theory.SharpCriticalLawK3,
		Grid: func(tier props.Tier) (cases []criticalCase) {
			add := func(row zooRow, err error, d0 float64, ladder props.ByTier[[]int]) {
				if err != nil {
					panic(err) // fixed, valid parameters
				}
				c := criticalCase{row, d0, ladder.At(tier), criticalViolation}
				if d0 == 12 {
					c.violation = criticalSharp
				}
				cases = append(cases, c)
			}
			cubic, err := tensorRow(3, 4)
			ladder := props.ByTier[[]int]{{400}, {1000}, {1000, 4000}}
			for _, d0 := range []float64{1.2, 4, 8, 12} { // .3, 1, 2 and 3 at signal 1
				add(cubic, err, d0, ladder)
			}
			if tier > props.Quick {
				add(cubic, err, 4, props.ByTier[[]int]{nil, {2000}, {10_000}})
			}
			weak, err := tensorRow(3, 2)
			add(weak, err, 4, props.ByTier[[]int]{{200}, {200, 400}, {400, 1000}})
			quartic, err := tensorRow(4, 4)
			add(quartic, err, 4, props.ByTier[[]int]{{64}, {100}, {100, 300}})
			if tier > props.Quick {
				sum, err := tensorSumRow(3, 2, 4, 1)
				add(sum, err, 2, ladder)
			}
			return cases
		},
		Tests: 2, Measure: measureCritical,
		Law: law(func(_ criticalCase, seen criticalSeen, _ int, r float64) (float64, error) { return seen.half.CDF(r) }),
		Rivals: []props.Rival[criticalCase, criticalSeen]{
			props.WrongLaw("started on the whole sphere", law(func(_ criticalCase, seen criticalSeen, _ int, r float64) (float64, error) { return seen.whole.CDF(r) })),
			props.WrongLaw("no noise: T = 1/(A(k−2)z₀^{k−2}) and no pull", law(func(c criticalCase, _ criticalSeen, _ int, r float64) (float64, error) {
				k := float64(c.row.law.Exponent)
				z := math.Pow(c.row.law.Leading()*(k-2)*r, -1/(k-2)) // P(abs z₀ ≥ z)
				return math.Erfc(z / math.Sqrt2), nil
			})),
			props.WrongLaw("twice the time", scaled(func(float64) float64 { return 0.5 })),
			props.WrongLaw("half the time", scaled(func(float64) float64 { return 2 })),
			props.WrongLaw("N^{k−1/2}", scaled(rate(0.5))),
			props.WrongLaw("N^{k−3/2}", scaled(rate(-0.5))),
		},
	}.Check()
}
