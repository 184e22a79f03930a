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

// criticalRung is the search times at one N, and two laws: from the half-sphere, and from the
// whole sphere, a rival.
type criticalRung struct {
	n           int
	times       []float64
	cap, bias   float64
	half, whole *theory.CriticalLaw
}

func measureCritical(l *props.Lab, c criticalCase) (seen []criticalRung, err error) {
	replicas, err := props.KolmogorovRuns(l, c.violation-0.15)
	if err != nil {
		return nil, err
	}
	for i, n := range c.Ladder {
		r, err := criticalLaws(c, n)
		if err != nil {
			return nil, err
		}
		schedule, err := criticalRule(c.D0, c.row.law.Exponent).schedule(n, criticalLevel)
		if err != nil {
			return nil, err
		}
		hits, err := runChains(l, i, replicas, sim.ChainRun{
			Model: c.row.model, N: n, Schedule: schedule,
			Watch: sim.Watch{Low: criticalLevel, High: criticalLevel, Unsigned: c.row.law.Exponent%2 == 0, Steps: int(r.cap) + 1, Until: sim.UntilSearch},
		})
		if err != nil {
			return nil, err
		}
		r.times = searchTimes(hits)
		seen = append(seen, r)
	}
	return seen, nil
}

// criticalLaws is the laws at one N, and how far that from the half-sphere may be from the chain's.
func criticalLaws(c criticalCase, n int) (r criticalRung, err error) {
	delta := criticalRule(c.D0, c.row.law.Exponent).search(n)
	r.n = n
	if r.half, err = c.row.law.Critical(n, delta, theory.HalfSphere); err != nil {
		return r, err
	}
	if r.whole, err = c.row.law.Critical(n, delta, theory.WholeSphere); err != nil {
		return r, err
	}
	at, err := passageLaw(c.row, n, delta, theory.PassageStart{}, criticalLevel, 0.95)
	if err != nil {
		return r, err
	}
	slack, err1 := passageSlack(c.row, n, delta, criticalLevel, at)
	apart, err2 := theory.LawGap(r.half, at, seenUpTo)
	r.bias = apart + slack + r.half.Accuracy
	r.cap, err = r.half.Quantile(seenUpTo)
	return r, errors.Join(err1, err2, err)
}

// sharpCriticalLawK3 checks the law of the search time at the critical step size.
func sharpCriticalLawK3() props.Check {
	type judgement = props.Law[criticalCase, []criticalRung]
	law := func(cdf func(c criticalCase, r criticalRung, t float64) float64) judgement {
		return func(c criticalCase, seen []criticalRung, j *props.Judge) error {
			for _, r := range seen {
				at := func(t float64) float64 { return cdf(c, r, t) }
				j.Passages(fmt.Sprintf("d₀τ/N^{k−1} at N = %d", r.n), r.times, r.cap, at, r.bias, c.violation)
			}
			return nil
		}
	}
	scaled := func(factor func(n float64) float64) judgement {
		return law(func(_ criticalCase, r criticalRung, t float64) float64 { return r.half.CDF(t * factor(float64(r.n))) })
	}
	rate := func(b float64) func(n float64) float64 { // the exponent off by b, right at N = 100
		return func(n float64) float64 { return math.Pow(n/100, -b) }
	}
	return props.Experiment[criticalCase, []criticalRung]{
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
		Law: law(func(_ criticalCase, r criticalRung, t float64) float64 { return r.half.CDF(t) }),
		Rivals: []props.Rival[criticalCase, []criticalRung]{
			props.WrongLaw("started on the whole sphere", law(func(_ criticalCase, r criticalRung, t float64) float64 { return r.whole.CDF(t) })),
			props.WrongLaw("no noise: T = 1/(A(k−2)z₀^{k−2}) and no pull", law(func(c criticalCase, r criticalRung, t float64) float64 {
				k := float64(c.row.law.Exponent)
				t *= c.D0 / math.Pow(float64(r.n), k-1)
				z := math.Pow(c.row.law.Leading()*(k-2)*t, -1/(k-2)) // P(abs z₀ ≥ z)
				return math.Erfc(z / math.Sqrt2)
			})),
			props.WrongLaw("twice the time", scaled(func(float64) float64 { return 0.5 })),
			props.WrongLaw("half the time", scaled(func(float64) float64 { return 2 })),
			props.WrongLaw("N^{k−1/2}", scaled(rate(0.5))),
			props.WrongLaw("N^{k−3/2}", scaled(rate(-0.5))),
		},
	}.Check()
}
