package neuron

import (
	"errors"
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/props/stat"
	"assay/sim"
	"assay/theory"
	"assay/theory/claim"
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

// pairEarly is two successive pairs of a run.
type pairEarly struct {
	start, before, after sim.Pair
	steps                int // steps to before
}

func (c pairCase) pair() (sim.Pair, error) { return sim.NewPair(c.Lambda1, c.Lambda2) }

func runPairEarly(c pairCase) (m pairEarly, err error) {
	if m.start, err = c.pair(); err != nil {
		return m, err
	}
	m.steps = pairSmallSteps(c.Eta)
	m.before = m.start
	for range m.steps {
		m.before = m.before.Next(c.Eta)
	}
	m.after = m.before.Next(c.Eta)
	if m.after.Excess() == 0 {
		return m, props.Invalid("λ₁ − ½ below 1e-290 after %d steps", m.steps)
	}
	return m, nil
}

// pairLambda1Rate checks the ratio of successive λ₁ − ½. It exceeds 1 − η by at most
// (2η/3π)θ³, which is also the leading term: a score near 1 is the law, not luck.
func pairLambda1Rate() props.Check {
	says := func(ratio func(eta float64) float64) props.Law[pairCase, pairEarly] {
		return func(c pairCase, m pairEarly, j *props.Judge) error {
			theta := m.before.Angle()
			bound := 2 * c.Eta / (3 * math.Pi) * theta * theta * theta
			j.Equal("(λ₁(t+1) − ½)/(λ₁(t) − ½)", m.after.Excess()/m.before.Excess(), ratio(c.Eta),
				props.Truncation(bound, "(2η/3π)θ³, an upper bound and the leading term").Plus(props.Rounding(20, 1)))
			return nil
		}
	}
	return props.Property[pairCase, pairEarly]{
		Of:    theory.PairLambda1Rate,
		Cases: props.ByTier[int]{100, 300, 1000}, Draw: drawPairRun, Grid: pairGrid(props.Quick), Measure: runPairEarly,
		Law: says(func(eta float64) float64 { return 1 - eta }),
		Rivals: []props.Rival[pairCase, pairEarly]{
			props.WrongLaw("1 − η/2", says(func(eta float64) float64 { return 1 - eta/2 })),
			props.WrongLaw("1 − 2η", says(func(eta float64) float64 { return 1 - 2*eta })),
			props.WrongLaw("exp(−η)", says(func(eta float64) float64 { return math.Exp(-eta) })),
			props.WrongLaw("1: no geometric rate", says(func(float64) float64 { return 1 })),
		},
	}.Check()
}

// pairSlowOrthogonal checks that the error along v is exponentially small where the error
// across v is still of order 1/t.
func pairSlowOrthogonal() props.Check {
	const halfway = 2 // the bounds start from half the run, where θ is small already
	type judgement = props.Law[pairCase, pairEarly]
	along := func(c pairCase, m pairEarly, j *props.Judge) error {
		// θ decreases from the midpoint on; 1/4 is far above it there, and the factor of
		// every later step is at most this. The earlier ones are below 1.
		factor, err := theory.PairLambda1Factor(c.Eta, 0.25)
		if err != nil {
			return err
		}
		bound := math.Abs(m.start.Excess()) * math.Pow(factor, float64(m.steps/halfway))
		j.AtMost("abs(λ₁ − ½)", math.Abs(m.before.Excess())/2, bound/2, props.Rounding(4*m.steps, bound))
		return nil
	}
	across := func(power float64) judgement {
		return func(c pairCase, m pairEarly, j *props.Judge) error {
			// 1/λ₂ = (2/π)ηt(1 + A/t) with abs A ≤ t: between half and four times the limit
			scale := math.Pi / 2 * math.Pow(c.Eta*float64(m.steps), -power)
			j.AtMost("λ₂", m.before.Lambda2(), 4*scale, props.Rounding(4*m.steps, scale))
			j.AtLeast("λ₂", m.before.Lambda2(), scale/4, props.Rounding(4*m.steps, scale))
			return nil
		}
	}
	orderOne := across(1)
	return props.Property[pairCase, pairEarly]{
		Of:    theory.PairSlowOrthogonal,
		Cases: props.ByTier[int]{100, 300, 1000}, Draw: drawPairRun, Measure: runPairEarly,
		Law: props.All(along, orderOne),
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
			props.WrongLaw("the error across v falls like t⁻²", across(2)),
			props.WrongLaw("the error across v falls like t^{−1/2}", across(0.5)),
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
	}.Check()
}

// pairLong is a run into the regime of the limits.
type pairLong struct {
	early     int     // the step from which the slow law predicts
	tilt      float64 // abs(λ₁ − ½) at that step
	time      float64 // Abel coordinate there
	steps     []int
	pairs     []sim.Pair
	leapSteps int     // of the jump, the second witness
	leap      float64 // λ₂ there
}

// slowFrom is the size of λ₁ − ½, relative to λ₂, from which the slow law predicts.
const slowFrom = 1e-9

// runPairLong runs the recurrence to ηt = horizon and observes the last three octaves; the
// jump of the parabolic fixed point goes on from the same state to leap.
func runPairLong(l *props.Lab, c pairCase) (m pairLong, err error) {
	horizon := props.ByTier[float64]{2e5, 6e7, 1e9}.At(l.Tier)
	leap := props.ByTier[float64]{1e9, 1e12, 1e12}.At(l.Tier)
	p, err := c.pair()
	if err != nil {
		return m, err
	}
	for math.Abs(p.Excess()) > slowFrom*p.Lambda2() {
		p = p.Next(c.Eta)
		m.early++
	}
	slow, err := theory.NewPairSlow(c.Eta)
	if err != nil {
		return m, err
	}
	if m.time, err = slow.Time(p.Lambda2()); err != nil {
		return m, err
	}
	m.tilt = math.Abs(p.Excess()) / 2
	last := int(math.Ceil(horizon / c.Eta))
	grid := []int{last/4 - m.early, last/2 - m.early, last - m.early}
	if m.pairs, err = p.Descend(l.Context(), c.Eta, grid); err != nil {
		return m, err
	}
	m.steps = []int{last / 4, last / 2, last}

	fatou, err := sim.NewFatou(c.Eta)
	if err != nil {
		return m, err
	}
	m.leapSteps = int(math.Ceil(leap / c.Eta))
	m.leap, err = fatou.Jump(m.pairs[0].Lambda2(), m.leapSteps-m.steps[0])
	return m, err
}

// pairLimit is a quantity of the pair that tends to a constant: at t steps of size η.
type pairLimit struct {
	name  string
	limit float64
	// measure is the quantity; predict theory's value at t with the size of the next order,
	// for a run with Abel coordinate t₀ at step 0.
	measure func(p sim.Pair, time float64) float64
	predict func(slow *theory.PairSlow, t, t0 float64) (value, next float64, err error)
}

// pairLimits asserts the limit itself, within the distance that theory predicts for the
// time reached, and the prediction to the next order, on the run and on the jump.
func pairLimits(q pairLimit) props.Law[pairCase, pairLong] {
	return func(c pairCase, m pairLong, j *props.Judge) error {
		slow, err := theory.NewPairSlow(c.Eta)
		if err != nil {
			return err
		}
		t0 := m.time - float64(m.early)
		at := func(where string, p sim.Pair, steps int) error {
			t := float64(steps)
			value, next, err := q.predict(slow, t, t0)
			if err != nil {
				return err
			}
			got := q.measure(p, c.Eta*t)
			// t₀ is off by 4ε²/η(2−η) where the slow law takes over at λ₁ − ½ = ε, and the
			// iteration by its roundings: x/λ₂² grows by 2⁻⁵² of 1/λ₂ a step, t²·2⁻⁵²/2 in all
			late := 3 * (4*m.tilt*m.tilt/(c.Eta*(2-c.Eta)) + t*props.UnitRoundoff*8) / t
			order := props.Truncation(4*next, "the term of second order in log(t)/t, four times").
				Plus(props.Truncation(q.limit*late, "λ₁ − ½ at the start")).Plus(props.Rounding(200, q.limit*math.Sqrt(t)))
			j.Equal(q.name+" to second order"+where, got, value, order)
			j.Equal(q.name+where, got, q.limit, props.Truncation(value-q.limit, "the term of first order in log(t)/t").Plus(order))
			return nil
		}
		for i, p := range m.pairs {
			if err := at("", p, m.steps[i]); err != nil {
				return err
			}
		}
		if p, err := sim.NewPairFromExcess(0, m.leap); err == nil {
			return at(", by the jump", p, m.leapSteps)
		}
		return nil
	}
}

var scaledLambda2 = pairLimit{
	name: "ηtλ₂", limit: theory.PairLambda2Limit,
	measure: func(p sim.Pair, time float64) float64 { return time * p.Lambda2() },
	predict: (*theory.PairSlow).ScaledLambda2,
}

var scaledLoss = pairLimit{
	name: "L(ηt)³", limit: theory.PairLossLimit,
	measure: func(p sim.Pair, time float64) float64 { return p.Loss() * time * time * time },
	predict: (*theory.PairSlow).ScaledLoss,
}

// pairExponent asserts the local exponent over the last octave: the constants of a power law
// t^p that are off by the shares ε₁ and ε₂ at its ends move it by (|ε₁| + |ε₂|)|p|/log 2 at most.
func pairExponent(exponent float64, observe func(p sim.Pair) float64) props.Law[pairCase, pairLong] {
	return func(c pairCase, m pairLong, j *props.Judge) error {
		i := len(m.pairs) - 1
		t1, t2 := float64(m.steps[i-1]), float64(m.steps[i])
		got := math.Log(observe(m.pairs[i])/observe(m.pairs[i-1])) / math.Log(t2/t1)
		slow, err := theory.NewPairSlow(c.Eta)
		if err != nil {
			return err
		}
		relative := 0.0
		for _, t := range []float64{t1, t2} {
			value, next, err := slow.ScaledLambda2(t, m.time-float64(m.early))
			if err != nil {
				return err
			}
			relative += (math.Abs(value-theory.PairLambda2Limit) + 4*next) / theory.PairLambda2Limit
		}
		j.Equal("local exponent", got, exponent, props.Truncation(math.Abs(exponent)*relative/math.Ln2, "terms of first order in log(t)/t").Plus(props.Rounding(100, math.Abs(exponent))))
		return nil
	}
}

func pairExperiment(claim *claim.Claim, law props.Law[pairCase, pairLong], rivals ...props.Rival[pairCase, pairLong]) props.Check {
	return props.Experiment[pairCase, pairLong]{
		Of: claim, Cases: props.ByTier[int]{6, 2, 2}, Grid: func(t props.Tier) []pairCase { return pairGrid(t)[:2] },
		Draw: drawPairRun, Measure: runPairLong, Law: law, Rivals: rivals,
	}.Check()
}

// constantInstead is a rival limit.
func constantInstead(name string, q pairLimit, limit float64) props.Rival[pairCase, pairLong] {
	return props.WrongLaw(name, func(c pairCase, m pairLong, j *props.Judge) error {
		right := q.limit
		scale := limit / right
		return pairLimits(pairLimit{q.name, limit, q.measure, func(slow *theory.PairSlow, t, t0 float64) (value, next float64, err error) {
			value, next, err = q.predict(slow, t, t0)
			return value * scale, next * scale, err
		}})(c, m, j)
	})
}

// pairLambda2Rate checks ηtλ₂ → π/2.
func pairLambda2Rate() props.Check {
	lambda2 := func(p sim.Pair) float64 { return p.Lambda2() }
	limit, exponent := pairLimits(scaledLambda2), pairExponent(-1, lambda2)
	return pairExperiment(theory.PairLambda2Rate,
		props.All(limit, exponent),
		constantInstead("constant 1", scaledLambda2, 1),
		constantInstead("constant 2/π", scaledLambda2, 2/math.Pi),
		constantInstead("constant π", scaledLambda2, math.Pi),
		props.WrongLaw("t^{−1/2}", pairExponent(-0.5, lambda2)),
		props.WrongLaw("t^{−3/2}", pairExponent(-1.5, lambda2)),
		props.WrongLaw("t⁻²", pairExponent(-2, lambda2)),
	)
}

// pairDigits is the correct digits that the loss constant must show: six where the run is
// long enough for the claim's standard, and fewer in the quick tier, which is as short as
// its time allows.
var pairDigits = props.ByTier[float64]{3, 6, 7}

// pairLossRate checks L(ηt)³ → π²/6 and reads the constant from slopes, which lose the
// start's share of the time.
func pairLossRate() props.Check {
	loss := func(p sim.Pair) float64 { return p.Loss() }
	limit, exponent := pairLimits(scaledLoss), pairExponent(-3, loss)
	slope := func(constant float64) props.Law[pairCase, pairLong] {
		return func(c pairCase, m pairLong, j *props.Judge) error {
			i := len(m.pairs) - 1
			observed := func(k int) sim.Observation {
				return sim.Observation{Step: m.steps[k], Time: c.Eta * float64(m.steps[k]), Loss: m.pairs[k].Loss()}
			}
			slow, err := theory.NewPairSlow(c.Eta)
			if err != nil {
				return err
			}
			t0 := m.time - float64(m.early)
			value, next, err := slow.SlopeConstant(float64(m.steps[i-1])+t0, float64(m.steps[i])+t0)
			if err != nil {
				return err
			}
			scale := constant / theory.PairLossLimit
			got := sim.SlopeConstant(observed(i-1), observed(i))
			// (ΔL^{−1/3})⁻³: the difference of two numbers of size ηt halves the digits by one bit
			t := props.Truncation(4*next, "the term of second order, four times").Plus(props.Rounding(200, math.Sqrt(float64(m.steps[i]))))
			j.Equal("[ΔL^{−1/3}/Δ(ηt)]⁻³", got, value*scale, t)
			j.Equal("[ΔL^{−1/3}/Δ(ηt)]⁻³, the limit", got, constant, props.Truncation(value-theory.PairLossLimit, "the term of first order").Plus(t))
			tier := props.Quick
			for k := range pairDigits {
				if c.Eta*float64(m.steps[i]) >= []float64{0, 5e7, 9e8}[k] {
					tier = props.Tier(k)
				}
			}
			j.AtLeast("correct digits of the constant", stat.CorrectDigits(got, constant), pairDigits.At(tier), props.Rounding(0, 1))
			return nil
		}
	}
	exact := slope(theory.PairLossLimit)
	return pairExperiment(theory.PairLossRate,
		props.All(limit, exponent, exact),
		constantInstead("constant π²/3", scaledLoss, math.Pi*math.Pi/3),
		constantInstead("constant π/6", scaledLoss, math.Pi/6),
		constantInstead("constant π²/12", scaledLoss, math.Pi*math.Pi/12),
		props.WrongLaw("slope constant π²/6.001", slope(math.Pi*math.Pi/6.001)),
		props.WrongLaw("t⁻²", pairExponent(-2, loss)),
		props.WrongLaw("t^{−2.5}", pairExponent(-2.5, loss)),
		props.WrongLaw("t^{−3.5}", pairExponent(-3.5, loss)),
		props.WrongLaw("t⁻⁴", pairExponent(-4, loss)),
	)
}
