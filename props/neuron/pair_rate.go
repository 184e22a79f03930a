package neuron

import (
	"errors"
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// drawPairRun draws a pair whose limits the claims speak of: 0 < η < 1, λ₁ ≠ ½.
func drawPairRun(t *rapid.T) pairCase {
	c := pairCase{
		Eta:     rapid.Float64Range(0.1, 0.95).Draw(t, "eta"),
		Lambda1: rapid.Float64Range(0.05, 2).Draw(t, "lambda1"),
		Lambda2: rapid.Float64Range(0.05, 2).Draw(t, "lambda2"),
	}
	if math.Abs(c.Lambda1-0.5) < 0.01 {
		c.Lambda1 += 0.02
	}
	return c
}

// pairGrid is the boundary: a slow and a fast step, students far out and nearly aligned.
func pairGrid(props.Tier) []pairCase {
	return []pairCase{{0.3, 0.2478, 1.2788}, {0.95, 2, 2}, {0.1, 0.05, 0.05}, {0.5, 0.51, 1e-3}}
}

// pairSmallSteps is the steps after which (1−η)^t = 1e-200: λ₁ − ½ is tiny, and a number still.
func pairSmallSteps(eta float64) int { return int(-200 * math.Ln10 / math.Log1p(-eta)) }

// pairEarly is two successive pairs of a run, and one from the middle of it.
type pairEarly struct {
	start, half, before, after sim.Pair
	steps                      int // steps to before, twice those to half or one more
}

func (c pairCase) pair() (sim.Pair, error) { return sim.NewPair(c.Lambda1, c.Lambda2) }

func runPairEarly(c pairCase) (m pairEarly, err error) {
	if m.start, err = c.pair(); err != nil {
		return m, err
	}
	m.steps = pairSmallSteps(c.Eta)
	m.before = m.start
	for i := range m.steps {
		if i == m.steps/2 {
			m.half = m.before
		}
		m.before = m.before.Next(c.Eta)
	}
	m.after = m.before.Next(c.Eta)
	if m.after.Excess() == 0 {
		return m, props.Invalid("λ₁ − ½ below 1e-290 after %d steps", m.steps)
	}
	return m, nil
}

// pairLambda1Rate checks the ratio of successive λ₁ − ½ against the factor at the angle there, and the factor against its limit.
func pairLambda1Rate() props.Check {
	says := func(ratio func(eta float64) float64) props.Law[pairCase, pairEarly] {
		return func(c pairCase, m pairEarly, j *props.Judge) error {
			factor, err := theory.PairLambda1Factor(c.Eta, m.before.Angle())
			if err != nil {
				return err
			}
			j.Equal("(λ₁(t+1) − ½)/(λ₁(t) − ½)", m.after.Excess()/m.before.Excess(), factor, props.Rounding(20, 1))
			var rungs []props.Rung
			for _, n := range props.Geometric(10, 1e4, 7) {
				factor, err := theory.PairLambda1Factor(c.Eta, 1/n)
				if err != nil {
					return err
				}
				rungs = append(rungs, props.Rung{N: n, Law: factor, Claim: ratio(c.Eta), Error: 8 * props.UnitRoundoff})
			}
			// the factor exceeds 1 − η by (2η/3π)θ³ and odd powers after it
			j.Tends("(λ₁(t+1) − ½)/(λ₁(t) − ½) as θ = 1/N → 0", rungs, func(n float64) float64 { return 1 / (n * n * n) }, pairViolation)
			return nil
		}
	}
	power := func(p float64) func(eta float64) float64 {
		return func(eta float64) float64 { return math.Pow(theory.PairLambda1Limit(eta), p) }
	}
	return props.Property[pairCase, pairEarly]{
		Of:    theory.PairLambda1Rate,
		Cases: props.ByTier[int]{100, 300, 1000}, Draw: drawPairRun, Grid: pairGrid(props.Quick), Measure: runPairEarly,
		Law:   says(theory.PairLambda1Limit),
		Limit: "theory's factor at θ from 10⁻¹ to 10⁻⁴; it is off its limit by powers of θ, from the third on",
		Rivals: []props.Rival[pairCase, pairEarly]{
			props.WrongLaw("1 − η/2", says(func(eta float64) float64 { return 1 - eta/2 })),
			props.WrongLaw("1 − 2η", says(func(eta float64) float64 { return 1 - 2*eta })),
			props.WrongLaw("exp(−η)", says(func(eta float64) float64 { return math.Exp(-eta) })),
			props.WrongLaw("1: no geometric rate", says(func(float64) float64 { return 1 })),
		},
		Plants: []props.Plant[pairCase, pairEarly]{
			props.Planted("rate × 1.2", says(power(1.2))),
			props.Planted("rate × .8", says(power(0.8))),
			props.Planted("η off by 10⁻⁶", says(func(eta float64) float64 { return theory.PairLambda1Limit((1 + termOff) * eta) })),
		},
	}.Check()
}

// pairViolation is the error of a limit of the pair that the second link must see.
const pairViolation = 1e-7

// pairSlowOrthogonal checks that the error along v is exponentially small where the error across v is still of order 1/t.
func pairSlowOrthogonal() props.Check {
	type judgement = props.Law[pairCase, pairEarly]
	// From the middle of the run on θ falls, and the factor of each step lies between 1 − η and the one at the middle.
	along := func(times float64) judgement {
		return func(c pairCase, m pairEarly, j *props.Judge) error {
			factor, err := theory.PairLambda1Factor(c.Eta, m.half.Angle())
			steps := float64(m.steps - m.steps/2)
			rate := -math.Log(math.Abs(m.before.Excess()/m.half.Excess())) / steps
			j.AtMost("−log abs(λ₁ − ½) a step", rate, -times*math.Log(theory.PairLambda1Limit(c.Eta)), props.Rounding(40, 1))
			j.AtLeast("−log abs(λ₁ − ½) a step", rate, -times*math.Log(factor), props.Rounding(40, 1))
			return err
		}
	}
	across := func(power float64) judgement {
		return func(c pairCase, m pairEarly, j *props.Judge) error {
			slow, err := theory.NewPairSlow(c.Eta)
			if err != nil {
				return err
			}
			begin, err := slow.Time(m.half.Lambda2())
			if err != nil {
				return err
			}
			law := func(t float64) (float64, error) { return slow.Lambda2(begin + t) }
			want, err := law(float64(m.steps - m.steps/2))
			if err != nil {
				return err
			}
			j.Equal("λ₂", m.before.Lambda2(), want, props.Rounding(20*m.steps, want))
			return tendsToPower(j, "local exponent of λ₂", power, law)
		}
	}
	return props.Property[pairCase, pairEarly]{
		Of:    theory.PairSlowOrthogonal,
		Cases: props.ByTier[int]{100, 300, 1000}, Draw: drawPairRun, Measure: runPairEarly,
		Law:   props.All(along(1), across(-1)),
		Limit: pairLadder,
		Rivals: []props.Rival[pairCase, pairEarly]{
			props.WrongLaw("the error along v falls like 1/t as well", func(c pairCase, m pairEarly, j *props.Judge) error {
				scale := 1 / (c.Eta * float64(m.steps))
				j.AtLeast("abs(λ₁ − ½)", math.Abs(m.before.Excess())/2, math.Abs(m.start.Excess())*scale/4, props.Rounding(4, scale))
				return nil
			}),
			props.WrongLaw("the error along v falls like t⁻³", func(c pairCase, m pairEarly, j *props.Judge) error {
				scale := math.Pow(c.Eta*float64(m.steps), -3)
				j.AtLeast("abs(λ₁ − ½)", math.Abs(m.before.Excess())/2, math.Abs(m.start.Excess())*scale/4, props.Rounding(4, scale))
				return nil
			}),
			props.WrongLaw("the error across v falls like t⁻²", across(-2)),
			props.WrongLaw("the error across v falls like t^{−1/2}", across(-0.5)),
		},
		Plants: []props.Plant[pairCase, pairEarly]{
			props.Planted("rate along v × 1.2", along(1.2)),
			props.Planted("rate along v × .8", along(0.8)),
			props.Planted("exponent across v + .3", across(-0.7)),
			props.Planted("exponent across v − .3", across(-1.3)),
		},
	}.Check()
}

// smallCase is a pair near the optimum with abs(λ₁ − ½) ≤ λ₂.
type smallCase struct {
	Eta     float64 `draw:"eta"`
	Lambda2 float64 `draw:"lambda2"`
	Tilt    float64 `draw:"(lambda1-1/2)/lambda2"`
}

// pairLambda2Small checks λ₂' ≈ λ₂(1 − (2η/π)λ₂) with the remainder that theory derives.
func pairLambda2Small() props.Check {
	type measured struct{ before, after sim.Pair }
	says := func(law func(eta, lambda2 float64) (float64, error)) props.Law[smallCase, measured] {
		return func(c smallCase, m measured, j *props.Judge) error {
			want, err1 := law(c.Eta, c.Lambda2)
			bound, err2 := theory.PairLambda2SmallError(c.Eta, m.before.Lambda1(), c.Lambda2)
			if err1 != nil || err2 != nil {
				return errors.Join(err1, err2)
			}
			j.Equal("λ₂'", m.after.Lambda2(), want, props.Truncation(bound, "the remainder, O(ηλ₂⁴)").Plus(props.Rounding(20, c.Lambda2)))
			return nil
		}
	}
	// changed is the law with its change of λ₂ times a factor
	changed := func(factor float64) func(eta, lambda2 float64) (float64, error) {
		return func(eta, lambda2 float64) (float64, error) {
			next, err := theory.PairLambda2Small(eta, lambda2)
			return lambda2 + factor*(next-lambda2), err
		}
	}
	coefficient := func(k float64) func(eta, lambda2 float64) (float64, error) {
		return func(eta, lambda2 float64) (float64, error) { return lambda2 * (1 - k*eta*lambda2), nil }
	}
	return props.Property[smallCase, measured]{
		Of:    theory.PairLambda2NearOptimum,
		Cases: props.ByTier[int]{200, 2000, 50_000},
		Draw: func(t *rapid.T) smallCase {
			return smallCase{
				Eta:     rapid.Float64Range(0.01, 0.99).Draw(t, "eta"),
				Lambda2: math.Pow(10, rapid.Float64Range(-4, -0.7).Draw(t, "log10 lambda2")),
				Tilt:    rapid.Float64Range(-1, 1).Draw(t, "tilt"),
			}
		},
		Measure: func(c smallCase) (m measured, err error) {
			m.before, err = sim.NewPairFromExcess(2*c.Tilt*c.Lambda2, c.Lambda2)
			if err == nil {
				m.after = m.before.Next(c.Eta)
			}
			return m, err
		},
		Law: says(theory.PairLambda2Small),
		Rivals: []props.Rival[smallCase, measured]{
			props.WrongLaw("η/π for 2η/π", says(coefficient(1/math.Pi))),
			props.WrongLaw("2η/π²", says(coefficient(2/(math.Pi*math.Pi)))),
			props.WrongLaw("λ₂ grows", says(coefficient(-2/math.Pi))),
			props.WrongLaw("λ₂(1 − 2η/π): geometric", says(func(eta, lambda2 float64) (float64, error) { return lambda2 * (1 - 2*eta/math.Pi), nil })),
		},
		Plants: []props.Plant[smallCase, measured]{
			props.Planted("2η/π × 1.2", says(changed(1.2))),
			props.Planted("2η/π × .8", says(changed(0.8))),
			props.Planted("2η/π off by 10⁻⁶", says(changed(1+termOff))),
		},
	}.Check()
}
