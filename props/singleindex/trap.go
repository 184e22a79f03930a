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

// trapSeen is the exit times of the rungs, and the laws of the rungs.
type trapSeen struct {
	n     []int
	times [][]float64
	laws  []*theory.Passage
	slack []float64
}

// trapViolation is the error of a level that sharp/constant-step-trap is designed to detect.
const trapViolation = 0.35

// trapLevel is beyond the edge m* in every case.
const trapLevel = 0.5

func measureTrap(l *props.Lab, c trapCase) (seen trapSeen, err error) {
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
		seen.n, seen.times = append(seen.n, n), append(seen.times, searchTimes(hits))
		seen.laws, seen.slack = append(seen.laws, law), append(seen.slack, slack)
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
	type judgement = props.Law[trapCase, trapSeen]
	exponent := func(c trapCase) float64 {
		e, err := c.row.law.TrapExponent(1000, c.Delta)
		if err != nil {
			panic(err) // an exponent k ≥ 3
		}
		return e / 1000
	}
	growth := func(wrong func(c trapCase, e, n1, n2 float64) float64) judgement {
		return func(c trapCase, seen trapSeen, j *props.Judge) error {
			last := len(seen.n) - 1
			n1, n2 := float64(seen.n[0]), float64(seen.n[last])
			q1, err1 := seen.laws[0].Quantile(0.5)
			q2, err2 := seen.laws[last].Quantile(0.5)
			if err1 != nil || err2 != nil {
				return errors.Join(err1, err2)
			}
			right := math.Log(n2/n1) + (n2-n1)*exponent(c)
			slack := math.Abs(math.Log(q2/q1)-right) + seen.slack[0]/seen.laws[0].Slope(0.5) + seen.slack[last]/seen.laws[last].Slope(0.5)
			j.MedianRatio("growth of the median exit time", seen.times[last], seen.times[0], wrong(c, exponent(c), n1, n2), slack)
			return nil
		}
	}
	law := func(c trapCase, seen trapSeen, j *props.Judge) error {
		for i, n := range seen.n {
			cap, err := seen.laws[i].Quantile(0.7)
			if err != nil {
				return err
			}
			j.Passages(fmt.Sprintf("exit time at N = %d", n), seen.times[i], math.Floor(cap), seen.laws[i].CDF, seen.slack[i], trapViolation)
		}
		return nil
	}
	kramers := func(factor float64) judgement {
		return growth(func(_ trapCase, e, n1, n2 float64) float64 { return math.Log(n2/n1) + (n2-n1)*e*factor })
	}
	right := kramers(1)
	return props.Experiment[trapCase, trapSeen]{
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
		Rivals: []props.Rival[trapCase, trapSeen]{
			props.WrongLaw("twice the exponent: m*² V₀/σ₀² (1 − 2/k)", kramers(2)),
			props.WrongLaw("half the exponent", kramers(0.5)),
			props.WrongLaw("no factor 1 − 2/k", kramers(3)),
			props.WrongLaw("no trap: N^{k−1}", growth(func(c trapCase, _, n1, n2 float64) float64 {
				return float64(c.row.law.Exponent-1) * math.Log(n2/n1)
			})),
		},
	}.Check()
}
