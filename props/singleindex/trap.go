package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// trapCase is a model of exponent k ≥ 3 with one constant step size on a ladder.
type trapCase struct {
	row    zooRow
	Delta  float64
	Ladder []int
}

func (c trapCase) String() string {
	return fmt.Sprintf("%s, delta = %v, N = %v", c.row.name, c.Delta, c.Ladder)
}

// trapRung is the exit times at one N, and their law.
type trapRung struct {
	n     int
	times []float64
	law   *theory.Passage
	slack float64
}

// trapViolation is the error of a level that sharp/constant-step-trap is designed to detect.
const trapViolation = 0.35

// trapLevel is beyond the edge m* in every case.
const trapLevel = 0.5

func measureTrap(l *props.Lab, c trapCase) (seen []trapRung, err error) {
	replicas, err := props.KolmogorovRuns(l, trapViolation-0.1)
	if err != nil {
		return seen, err
	}
	schedule, err := sim.NewConstant(c.Delta)
	if err != nil {
		return seen, err
	}
	for i, n := range c.Ladder {
		law, err := passageLaw(c.row, n, c.Delta, theory.PassageStart{}, trapLevel, 0.75)
		if err != nil {
			return seen, err
		}
		slack, err := passageSlack(c.row, n, c.Delta, trapLevel, law)
		if err != nil {
			return seen, err
		}
		cap, err := law.Quantile(0.7) // the median is all that is wanted of these times
		if err != nil {
			return seen, err
		}
		hits, err := runChains(l, i, replicas, sim.ChainRun{
			Model: c.row.model, N: n, Schedule: schedule,
			Watch: sim.Watch{Low: trapLevel, High: trapLevel, Unsigned: c.row.law.Exponent%2 == 0, Steps: int(cap), Until: sim.UntilSearch},
		})
		if err != nil {
			return seen, err
		}
		seen = append(seen, trapRung{n, searchTimes(hits), law, slack})
	}
	return seen, nil
}

// sharpConstantStepTrap checks the growth of the median exit time between the rungs,
//
//	log(τ₂/τ₁) = log(N₂/N₁) + (N₂ − N₁) e,  e = (V₀m*²/2σ₀²)(1 − 2/k),
//
// the prefactor of Kramers' formula being proportional to N. The formula is exact as
// N m*² → ∞ and m* → 0; how far the laws of the rungs are from it is known and allowed. The
// laws themselves are checked beside it.
func sharpConstantStepTrap() props.Check {
	type judgement = props.Law[trapCase, []trapRung]
	exponent := func(c trapCase) float64 {
		e, err := c.row.law.TrapExponent(1000, c.Delta)
		if err != nil {
			panic(err) // an exponent k ≥ 3
		}
		return e / 1000
	}
	growth := func(wrong func(c trapCase, e, n1, n2 float64) float64) judgement {
		return func(c trapCase, seen []trapRung, j *props.Judge) error {
			first, last := seen[0], seen[len(seen)-1]
			n1, n2 := float64(first.n), float64(last.n)
			q1, within1, err1 := medianWithin(first.law, first.slack)
			q2, within2, err2 := medianWithin(last.law, last.slack)
			if err1 != nil || err2 != nil {
				return errors.Join(err1, err2)
			}
			right := math.Log(n2/n1) + (n2-n1)*exponent(c)
			slack := math.Abs(math.Log(q2/q1)-right) + within1 + within2
			j.MedianRatio("growth of the median exit time", last.times, first.times, wrong(c, exponent(c), n1, n2), slack)
			return nil
		}
	}
	law := func(c trapCase, seen []trapRung, j *props.Judge) error {
		for _, r := range seen {
			cap, err := r.law.Quantile(0.7)
			if err != nil {
				return err
			}
			j.Passages(fmt.Sprintf("exit time at N = %d", r.n), r.times, math.Floor(cap), r.law.CDF, r.slack, trapViolation)
		}
		return nil
	}
	kramers := func(factor float64) judgement {
		return growth(func(_ trapCase, e, n1, n2 float64) float64 { return math.Log(n2/n1) + (n2-n1)*e*factor })
	}
	right := kramers(1)
	return props.Experiment[trapCase, []trapRung]{
		Of: theory.SharpConstantStepTrap,
		Grid: func(tier props.Tier) []trapCase {
			cubic, err := tensorRow(3, 4)
			if err != nil {
				panic(err) // fixed, valid parameters
			}
			// m* = δ/2λ and e = m*²/6: at δ = 1.6, m* = 0.2 and e = 1/150
			return []trapCase{{cubic, 1.6, props.ByTier[[]int]{{200, 600}, {200, 800}, {200, 1000}}.At(tier)}}
		},
		Tests: 3, Measure: measureTrap,
		Law: props.All(right, law),
		Rivals: []props.Rival[trapCase, []trapRung]{
			props.WrongLaw("twice the exponent: m*² V₀/σ₀² (1 − 2/k)", kramers(2)),
			props.WrongLaw("half the exponent", kramers(0.5)),
			props.WrongLaw("no factor 1 − 2/k", kramers(3)),
			props.WrongLaw("no trap: N^{k−1}", growth(func(c trapCase, _, n1, n2 float64) float64 {
				return float64(c.row.law.Exponent-1) * math.Log(n2/n1)
			})),
		},
	}.Check()
}
