package neuron

import (
	"fmt"
	"math"

	"assay/props"
	"assay/props/stat"
	"assay/sim"
	"assay/theory"
	"assay/theory/claim"
)

// pairLong is a run into the regime of the limits.
type pairLong struct {
	early     int     // the step from which the slow law predicts
	tilt      float64 // abs(λ₁ − ½) at that step
	time      float64 // Abel coordinate there
	steps     []int
	pairs     []sim.Pair
	leapSteps int64   // of the jump, the second witness
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
	m.leapSteps = int64(math.Ceil(leap / c.Eta))
	m.leap, err = fatou.Jump(m.pairs[0].Lambda2(), m.leapSteps-int64(m.steps[0]))
	return m, err
}

// pairLimit is what is claimed of a quantity of the pair, and what theory has of it: Q (ηt)^p tends to a constant.
type pairLimit struct {
	name     string
	constant float64
	exponent float64                                                                     // claimed: Q falls like that power of t
	power    float64                                                                     // p
	measure  func(p sim.Pair) float64                                                    // Q
	law      func(lambda2 float64) (float64, error)                                      // Q on λ₁ = ½
	predict  func(slow *theory.PairSlow, t, t0 float64) (value, next float64, err error) // Q (ηt)^p to first order
}

var scaledLambda2 = pairLimit{
	name: "λ₂", constant: theory.PairLambda2Limit, exponent: -1, power: 1,
	measure: sim.Pair.Lambda2,
	law:     func(lambda2 float64) (float64, error) { return lambda2, nil },
	predict: (*theory.PairSlow).ScaledLambda2,
}

var scaledLoss = pairLimit{
	name: "L", constant: theory.PairLossLimit, exponent: theory.LossExponent, power: 3,
	measure: sim.Pair.Loss,
	law:     func(lambda2 float64) (float64, error) { return theory.PairLoss(0.5, lambda2) },
	predict: (*theory.PairSlow).ScaledLoss,
}

// off is the claim with its constant times a factor and its exponent shifted.
func (q pairLimit) off(factor, shift float64) props.Law[pairCase, pairLong] {
	q.constant, q.exponent = factor*q.constant, q.exponent+shift
	return q.says
}

// pairLadder is the second link of the claims on the pair.
const pairLadder = "theory's λ₂ at t from 10⁶ to 10¹⁴ steps, by the Abel coordinate; constants and local exponents are off by log(t)/t"

// pairLate is the ladder of steps.
var pairLate = props.Geometric(1e6, 1e14, 9)

// startsShare is the order of what is left of a constant: A/t with A = t₀ + log(bt), see [theory.PairSlow].
func startsShare(t float64) float64 { return math.Log(t) / t }

// tendsToPower asserts the local exponent of a law of the steps taken.
func tendsToPower(j *props.Judge, what string, power float64, law func(t float64) (float64, error)) error {
	rungs, err := props.Exponents(pairLate, law, func(t float64) (float64, error) { return math.Pow(t, power), nil }, 64*props.UnitRoundoff)
	if err == nil {
		j.Tends(what, rungs, startsShare, pairViolation)
	}
	return err
}

// says is the claim: the run to second order in log(t)/t and its local exponent, and theory's λ₂ on the ladder.
func (q pairLimit) says(c pairCase, m pairLong, j *props.Judge) error {
	slow, err := theory.NewPairSlow(c.Eta)
	if err != nil {
		return err
	}
	t0 := m.time - float64(m.early)
	values, errs := make([]float64, len(m.pairs)), make([]float64, len(m.pairs))
	at := func(where string, p sim.Pair, t float64) (value, next float64, err error) {
		if value, next, err = q.predict(slow, t, t0); err != nil {
			return 0, 0, err
		}
		// t₀ is off by 4ε²/η(2−η) where the slow law takes over at λ₁ − ½ = ε, and the
		// iteration by its roundings: x/λ₂² grows by 2⁻⁵² of 1/λ₂ a step, t²·2⁻⁵²/2 in all
		late := 3 * (4*m.tilt*m.tilt/(c.Eta*(2-c.Eta)) + t*props.UnitRoundoff*8) / t
		order := props.Truncation(4*next, "the term of second order in log(t)/t, four times").
			Plus(props.Truncation(value*late, "λ₁ − ½ at the start")).Plus(props.Rounding(200, value*math.Sqrt(t)))
		j.Equal(fmt.Sprintf("%s (ηt)^%g%s", q.name, q.power, where), q.measure(p)*math.Pow(c.Eta*t, q.power), value, order)
		return value, order.Size, nil
	}
	for i, p := range m.pairs {
		if values[i], errs[i], err = at("", p, float64(m.steps[i])); err != nil {
			return err
		}
	}
	if p, err := sim.NewPairFromExcess(0, m.leap); err == nil {
		if _, _, err := at(", by the jump", p, float64(m.leapSteps)); err != nil {
			return err
		}
	}
	i := len(m.pairs) - 1
	octave := math.Log(float64(m.steps[i]) / float64(m.steps[i-1]))
	j.Equal("local exponent of "+q.name, math.Log(q.measure(m.pairs[i])/q.measure(m.pairs[i-1]))/octave, math.Log(values[i]/values[i-1])/octave-q.power,
		props.Truncation((errs[i]/values[i]+errs[i-1]/values[i-1])/octave, "the constant's error at both ends"))

	law := func(t float64) (float64, error) {
		lambda2, err := slow.Lambda2(t0 + t)
		if err != nil {
			return 0, err
		}
		return q.law(lambda2)
	}
	rungs, err := props.Ratios(pairLate,
		func(t float64) (float64, error) { x, err := law(t); return x * math.Pow(c.Eta*t, q.power), err },
		func(float64) (float64, error) { return q.constant, nil }, 64*props.UnitRoundoff)
	if err != nil {
		return err
	}
	j.Tends(fmt.Sprintf("log of %s (ηt)^%g over its limit", q.name, q.power), rungs, startsShare, pairViolation)
	return tendsToPower(j, "local exponent of "+q.name, q.exponent, law)
}

func pairExperiment(claim *claim.Claim, q pairLimit, law props.Law[pairCase, pairLong], rivals ...props.Rival[pairCase, pairLong]) props.Check {
	return props.Experiment[pairCase, pairLong]{
		Of: claim, Cases: props.ByTier[int]{6, 2, 2}, Grid: func(t props.Tier) []pairCase { return pairGrid(t)[:2] },
		Draw: drawPairRun, Measure: runPairLong, Law: law, Limit: pairLadder, Rivals: rivals,
		Plants: []props.Plant[pairCase, pairLong]{
			props.Planted("constant × 1.2", q.off(1.2, 0)),
			props.Planted("constant × .8", q.off(0.8, 0)),
			props.Planted("constant × 1.0001", q.off(1.0001, 0)),
			props.Planted("exponent + .1", q.off(1, 0.1)),
			props.Planted("exponent − .1", q.off(1, -0.1)),
		},
	}.Check()
}

// instead is a rival constant.
func (q pairLimit) instead(name string, constant float64) props.Rival[pairCase, pairLong] {
	return props.WrongLaw(name, q.off(constant/q.constant, 0))
}

// pairLambda2Rate checks ηtλ₂ → π/2.
func pairLambda2Rate() props.Check {
	q := scaledLambda2
	return pairExperiment(theory.PairLambda2Rate, q, q.says,
		q.instead("constant 1", 1),
		q.instead("constant 2/π", 2/math.Pi),
		q.instead("constant π", math.Pi),
		props.WrongLaw("t^{−1/2}", q.off(1, 0.5)),
		props.WrongLaw("t^{−3/2}", q.off(1, -0.5)),
		props.WrongLaw("t⁻²", q.off(1, -1)),
	)
}

// pairDigits is the correct digits that the loss constant must show: six where the run is
// long enough for the claim's standard, and fewer in the quick tier, which is as short as
// its time allows.
var pairDigits = props.ByTier[float64]{3, 6, 7}

// pairLossRate checks L(ηt)³ → π²/6 and reads the constant from slopes, which lose the
// start's share of the time.
func pairLossRate() props.Check {
	q := scaledLoss
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
			got := sim.SlopeConstant(observed(i-1), observed(i))
			// (ΔL^{−1/3})⁻³: the difference of two numbers of size ηt halves the digits by one bit
			t := props.Truncation(4*next, "the term of second order, four times").Plus(props.Rounding(200, math.Sqrt(float64(m.steps[i]))))
			j.Equal("[ΔL^{−1/3}/Δ(ηt)]⁻³", got, value*constant/theory.PairLossLimit, t)
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
	return pairExperiment(theory.PairLossRate, q, props.All(q.says, slope(theory.PairLossLimit)),
		q.instead("constant π²/3", math.Pi*math.Pi/3),
		q.instead("constant π/6", math.Pi/6),
		q.instead("constant π²/12", math.Pi*math.Pi/12),
		props.WrongLaw("slope constant π²/6.001", slope(math.Pi*math.Pi/6.001)),
		props.WrongLaw("t⁻²", q.off(1, 1)),
		props.WrongLaw("t^{−2.5}", q.off(1, 0.5)),
		props.WrongLaw("t^{−3.5}", q.off(1, -0.5)),
		props.WrongLaw("t⁻⁴", q.off(1, -1)),
	)
}
