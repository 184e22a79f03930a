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
	rows   []zooRow // whose limits are judged beside
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

// trapSeen is the rungs that were run, and the medians at larger N, see [trapTends].
type trapSeen struct {
	rungs   []trapRung
	medians []props.Rung
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
		seen.rungs = append(seen.rungs, trapRung{n, searchTimes(hits), law, slack})
	}
	seen.medians, err = c.medians()
	return seen, err
}

// trapSizes is the sizes of the second link, at which the trap has an exponent of 6 to 190: δ falls, so that m* → 0, and N m*² grows.
var trapSizes = props.Geometric(1e4, 4e11, 5)

// trapStep is the step size at which the exponent is 6 (N/10⁴)^{1/5}.
func trapStep(row zooRow, n float64) (float64, error) {
	const delta = 1.
	exponent, err := row.law.TrapExponent(int(n), delta)
	if err != nil {
		return 0, err
	}
	// the exponent is proportional to δ^{2/(k−2)}
	return delta * math.Pow(6*math.Pow(n/trapSizes[0], 0.2)/exponent, float64(row.law.Exponent-2)/2), nil
}

// trapTends is the second link: along the ladder the mean exit time is Kramers' formula, times a factor, the logarithm without
// the prefactor being the exponent, times another: both with a relative error of the order of 1/exponent = N^{−1/5}. Next to it
// the median at fixed step size tends to log 2 times the mean, as a time without memory has it, in powers of e^{−exponent}.
func trapTends(constant, exponent float64) props.Law[trapCase, trapSeen] {
	return func(c trapCase, seen trapSeen, j *props.Judge) error {
		for _, row := range c.rows {
			var times, heights []props.Rung
			for _, size := range trapSizes {
				delta, err := trapStep(row, size)
				if err != nil {
					return err
				}
				n := int(size)
				exit, err1 := row.law.ExitTime(n, delta, trapLevel)
				kramers, err2 := row.law.TrapExitTime(n, delta)
				height, err3 := row.law.TrapExponent(n, delta)
				if err := errors.Join(err1, err2, err3); err != nil {
					return err
				}
				prefactor := math.Log(kramers) - height
				times = append(times, props.Rung{N: size, Law: math.Log(exit), Claim: math.Log(constant * kramers), Error: exitAccuracy})
				heights = append(heights, props.Rung{N: size, Law: math.Log(math.Log(exit) - prefactor), Claim: math.Log(exponent * height), Error: exitAccuracy})
			}
			j.Tends(row.name+": log of the mean exit time over Kramers'", times, power(-0.2), trapLimitViolation)
			j.Tends(row.name+": log of the exponent", heights, power(-0.2), trapLimitViolation)
		}
		step, err := c.row.law.TrapExponent(1000, c.Delta)
		if err != nil {
			return err
		}
		settled := func(n float64) float64 { return math.Exp(-step * n / 1000) }
		j.Tends("log of the median over log 2 times the mean", seen.medians, settled, trapLimitViolation)
		return nil
	}
}

// trapLimitViolation is the relative error of Kramers' constant and of the exponent that the ladder must show.
const trapLimitViolation = 0.02

// medians is the medians and means at sizes at the step size of a case, with exponents of 4.7 to 9.3.
func (c trapCase) medians() (rungs []props.Rung, err error) {
	for _, size := range []float64{700, 1000, 1400} {
		n := int(size)
		law, err := passageLaw(c.row, n, c.Delta, theory.PassageStart{}, trapLevel, 0.6)
		if err != nil {
			return nil, err
		}
		median, within, err1 := medianWithin(law, law.Accuracy)
		mean, err2 := c.row.law.ExitTime(n, c.Delta, trapLevel)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		rungs = append(rungs, props.Rung{N: size, Law: math.Log(median), Claim: math.Log(math.Ln2 * mean), Error: within})
	}
	return rungs, nil
}

// sharpConstantStepTrap checks the law of the exit time at the N of the runs, and in the limit the mean exit time by Kramers'
// formula, with the exponent N e, e = (V₀m*²/2σ₀²)(1 − 2/k).
func sharpConstantStepTrap() props.Check {
	type judgement = props.Law[trapCase, trapSeen]
	// law asserts the law of a rung, slowed by a factor.
	law := func(factor func(c trapCase, n float64) float64) judgement {
		return func(c trapCase, seen trapSeen, j *props.Judge) error {
			for _, r := range seen.rungs {
				cap, err := r.law.Quantile(0.7)
				if err != nil {
					return err
				}
				slower := factor(c, float64(r.n))
				j.Passages(fmt.Sprintf("exit time at N = %d", r.n), r.times, math.Floor(cap), func(t float64) float64 { return r.law.CDF(t / slower) }, r.slack, trapViolation)
			}
			return nil
		}
	}
	return props.Experiment[trapCase, trapSeen]{
		Of: theory.SharpConstantStepTrap,
		Grid: func(tier props.Tier) []trapCase {
			cubic := props.Must(tensorRow(3, 4))
			quartic := props.Must(tensorRow(4, 4))
			// m* = δ/2λ and e = m*²/6: at δ = 1.6, m* = 0.2 and e = 1/150
			return []trapCase{{cubic, 1.6, props.ByTier[[]int]{{200, 600}, {200, 800}, {200, 1000}}.At(tier), []zooRow{cubic, quartic}}}
		},
		Tests: 2, Measure: measureTrap,
		Law:   props.All(law(func(trapCase, float64) float64 { return 1 }), trapTends(1, 1)),
		Limit: "mean exit time over Kramers' formula, and its exponent over the claimed one, exponents of 6 to 190 at N = 10⁴ to 4·10¹¹, in powers of 1/exponent; median over log 2 times the mean, N = 700 to 1400",
		Rivals: []props.Rival[trapCase, trapSeen]{
			props.WrongLaw("twice the exponent: m*² V₀/σ₀² (1 − 2/k)", trapTends(1, 2)),
			props.WrongLaw("half the exponent", trapTends(1, 0.5)),
			props.WrongLaw("no factor 1 − 2/k", trapTends(1, 3)),
			props.WrongLaw("no trap: N^{k−1}", law(func(c trapCase, n float64) float64 {
				return math.Pow(n/float64(c.Ladder[0]), float64(c.row.law.Exponent-1)) * math.Exp(-(n-float64(c.Ladder[0]))/150)
			})),
		},
		Plants: []props.Plant[trapCase, trapSeen]{
			props.Planted("exponent × 1.2", trapTends(1, 1.2)),
			props.Planted("exponent × .8", trapTends(1, 0.8)),
			props.Planted("Kramers' constant × 1.2", trapTends(1.2, 1)),
			props.Planted("Kramers' constant × .8", trapTends(0.8, 1)),
		},
	}.Check()
}
