package neuron

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// singleMeasured is the run of a single student.
type singleMeasured struct {
	rate      float64         // of log L a step, between L = 10⁻¹⁴ and 10⁻¹⁶
	allowed   props.Tolerance // of that rate
	near, end int             // steps at which ‖w − v‖ ≤ ¼‖v‖ and L ≤ 10⁻¹⁶‖v‖²
	fall      float64         // log L(end)/L(near)
	slack     float64         // the sum of the bounds of the steps' rates between
	doubled   float64         // L(near) of the doubled problem, over 4 L(near)
	loss      float64         // at the end
}

// The losses between which the rate is read: below the second the rounding of w − v shows, above the
// first its distance from the optimum does.
const (
	rateFrom = 1e-14
	rateTo   = 1e-16
)

// runSingle runs one student into the optimum.
func runSingle(s *sim.Students, eta float64) (m singleMeasured, err error) {
	norm := s.TeacherNorm()
	loss := func() float64 { return s.Loss() / (norm * norm) }
	const patience = 100_000
	from, fromLoss, fromRounding := 0, 0.0, 0.0
	for step := range patience {
		delta := floats.Norm(s.Residual(), 2) / norm
		now := loss()
		if m.near == 0 && delta <= 0.25 {
			m.near, m.fall = step, -math.Log(now)
		}
		if m.near > 0 {
			bound, err := theory.SingleRateError(eta, delta)
			if err != nil {
				return m, err
			}
			if from == 0 && now <= rateFrom {
				from, fromLoss, fromRounding = step, now, lossRounding(s).Size/(norm*norm*now)
				m.allowed = props.Truncation(bound, "1.3 times the distance from the optimum")
			}
			if now <= rateTo {
				m.end, m.loss = step, now
				m.fall += math.Log(now)
				steps := float64(step - from)
				m.rate = math.Log(now/fromLoss) / steps
				m.allowed = m.allowed.Plus(props.Truncation((fromRounding+lossRounding(s).Size/(norm*norm*now))/steps, "rounding of w − v in L"))
				return m, nil
			}
			m.slack += bound
		}
		s.Step(eta)
	}
	return m, props.Invalid("not at the optimum after %d steps: w(0) nearly opposite to v", patience)
}

// singleDigits is how near the rate of a single student is read: to 10⁻⁶ a step.
const singleDigits = 1e-6

// neuronExact checks the exponential of n = 1, its sharp rate, and that the loss is (1 − η/2)^{2t} up to a
// bounded factor from ‖w − v‖ = ¼‖v‖ on. Doubling v and w multiplies the loss by 4, to the bit.
func neuronExact() props.Check {
	type judgement = props.Law[gaussianCase, singleMeasured]
	rate := func(law func(eta float64) (float64, error)) judgement {
		return func(c gaussianCase, m singleMeasured, j *props.Judge) error {
			want, err := law(c.eta())
			if err != nil {
				return err
			}
			j.Equal("log L(t+1)/L(t)", m.rate, want, m.allowed)
			j.AtMost("distance of the rate from its law", math.Abs(m.rate-want), singleDigits, props.Rounding(0, 1))
			steps := float64(m.end - m.near)
			j.Equal("log L(t)/L(t₀)", m.fall, want*steps, props.Truncation(m.slack, "1.3 times the distances from the optimum, summed").
				Plus(m.allowed).Plus(props.Rounding(100, m.fall)))
			return nil
		}
	}
	exact := rate(theory.SingleRate)
	return props.Experiment[gaussianCase, singleMeasured]{
		Of:    theory.NeuronExact,
		Cases: props.ByTier[int]{100, 400, 2000},
		Grid: func(props.Tier) []gaussianCase {
			return []gaussianCase{{1, 1, 1, 0.5, 1}, {1, 5, 1, 0.1, 0.05}, {1, 2, 4, 1e-3, 0.02}}
		},
		Draw: func(t *rapid.T) gaussianCase {
			c := drawGaussian(1, 1)(t)
			c.Rate = rapid.Float64Range(0.05, 1).Draw(t, "eta")
			return c
		},
		Measure: func(l *props.Lab, c gaussianCase) (m singleMeasured, err error) {
			s, err := c.students(l, 0)
			if err != nil {
				return m, err
			}
			if s.Angle(0) > 3 {
				return m, props.Invalid("w(0) is opposite to v up to 0.14: it leaves too slowly, or crosses the origin")
			}
			twice, err := doubled(s)
			if err != nil {
				return m, err
			}
			if _, _, err := s.WarmUp(l.Context(), c.eta(), 200_000); err != nil {
				return m, err
			}
			if _, _, err := twice.WarmUp(l.Context(), c.eta(), 200_000); err != nil {
				return m, err
			}
			m.doubled = twice.Loss() / (4 * s.Loss())
			doubling := m.doubled
			m, err = runSingle(s, c.eta())
			m.doubled = doubling
			return m, err
		},
		Law: func(c gaussianCase, m singleMeasured, j *props.Judge) error {
			if err := exact(c, m, j); err != nil {
				return err
			}
			j.Equal("L(2w, 2v)/4L(w, v) after the early steps", m.doubled, 1, props.Rounding(0, 1))
			return nil
		},
		Rivals: []props.Rival[gaussianCase, singleMeasured]{
			props.WrongLaw("(1 − η)²: the Hessian I", rate(func(eta float64) (float64, error) { return 2 * math.Log1p(-eta), nil })),
			props.WrongLaw("1 − η/2: the distance's rate for the loss", rate(func(eta float64) (float64, error) { return math.Log1p(-eta / 2), nil })),
			props.WrongLaw("exp(−η)", rate(func(eta float64) (float64, error) { return -eta, nil })),
			props.WrongLaw("no exponential, as for t⁻³", rate(func(float64) (float64, error) { return 0, nil })),
			props.WrongLaw("L(2w, 2v) = 2L(w, v)", func(_ gaussianCase, m singleMeasured, j *props.Judge) error {
				j.Equal("L(2w, 2v)/4L(w, v)", m.doubled, 0.5, props.Rounding(0, 1))
				return nil
			}),
		},
		Plants: []props.Plant[gaussianCase, singleMeasured]{
			props.Planted("rate × 1.2", rate(singleRateTimes(1.2))),
			props.Planted("rate × .8", rate(singleRateTimes(0.8))),
			props.Planted("rate × 1.001", rate(singleRateTimes(1.001))),
		},
	}.Check()
}

// singleRateTimes is the rate of a single student times a factor.
func singleRateTimes(factor float64) func(eta float64) (float64, error) {
	return func(eta float64) (float64, error) {
		rate, err := theory.SingleRate(eta)
		return factor * rate, err
	}
}

// doubled is the same problem with every vector doubled.
func doubled(s *sim.Students) (*sim.Students, error) {
	c, u := make([]float64, s.Len()), make([][]float64, s.Len())
	for i := range c {
		c[i] = 2 * s.Along(i)
		u[i] = floats.ScaleTo(make([]float64, s.Axes()-1), 2, s.Across(i))
	}
	return sim.NewStudentsInFrame(2*s.TeacherNorm(), c, u)
}

// work is n³ times how far ηt a run may go to settle: its cost, as a step of size 1/n costs n² angles.
var work = props.ByTier[float64]{2e7, 1e8, 1e9}

func (c gaussianCase) longest(t props.Tier) float64 { return work.At(t) / float64(c.N*c.N*c.N) }

func runOver(l *props.Lab, c gaussianCase) (window, error) {
	return settle(l, c, c.longest(l.Tier), inTime)
}

// overExponent asserts the local exponent over the last octave, which is the one that theory predicts for the lag of
// the run, and lies as near to the limit as the run was made long enough for; and that of theory's loss later on.
func overExponent(limit float64) props.Law[gaussianCase, window] {
	return func(_ gaussianCase, w window, j *props.Judge) error {
		got := sim.LocalExponent(w.first().Observation, w.last().Observation)
		want, t := w.exponent()
		j.Equal("local exponent, lag included", got, want, t)
		j.AtMost("distance of the local exponent from its limit", math.Abs(got-limit), nearExponent, props.Rounding(0, 1))
		return tendsToExponent(j, "local exponent of L", w.last(), limit, func(t float64) (float64, error) {
			return theory.SlowLoss(w.last().slope.Level, w.last().radius(), t)
		})
	}
}

// neuronOver checks L = Θ(t⁻³) from random starts.
func neuronOver() props.Check {
	return props.Experiment[gaussianCase, window]{
		Of: theory.NeuronOver, Cases: props.ByTier[int]{8, 24, 200},
		Grid: func(props.Tier) []gaussianCase {
			return gaussianGrid([2]int{2, 2}, [2]int{2, 4}, [2]int{3, 5}, [2]int{5, 10}, [2]int{7, 5}, [2]int{8, 10})
		},
		Draw: drawGaussian(2, 8), Measure: runOver, Law: overExponent(theory.LossExponent), Limit: exponentLadder,
		Rivals: []props.Rival[gaussianCase, window]{
			props.WrongLaw("t⁻²", overExponent(-2)),
			props.WrongLaw("t^{−2.5}", overExponent(-2.5)),
			props.WrongLaw("t^{−3.5}", overExponent(-3.5)),
			props.WrongLaw("t⁻⁴", overExponent(-4)),
			props.WrongLaw("exponential, at the rate of one neuron", func(c gaussianCase, w window, j *props.Judge) error {
				steps := float64(w.last().Step - w.first().Step)
				_, t := w.growth()
				j.Equal("log L over the last octave", math.Log(w.last().Loss/w.first().Loss), 2*steps*math.Log1p(-c.eta()/2),
					props.Truncation(3*t.Size/w.first().root(), "growth of L^{−1/3}"))
				return nil
			}),
		},
		Plants: []props.Plant[gaussianCase, window]{
			props.Planted("exponent + .1", overExponent(theory.LossExponent+0.1)),
			props.Planted("exponent − .1", overExponent(theory.LossExponent-0.1)),
		},
	}.Check()
}

// twoRuns is one student and all of them from the same start.
type twoRuns struct {
	one  singleMeasured
	many window
	lead float64 // log L_n/L_1 where the single student is at 10⁻¹⁶
}

func (m twoRuns) StartsDrawn() props.Starts { return m.many.Starts }

// neuronSlowdown checks the headline: from the same start with the same step, the single student's loss is
// exponential and that of n ≥ 2 is t⁻³, so their quotient grows exponentially.
func neuronSlowdown() props.Check {
	type judgement = props.Law[gaussianCase, twoRuns]
	// Over the last octave the quotient grows, a step, by the exponent of n ≥ 2, times many, less the single student's rate.
	quotient := func(one func(eta float64) (float64, error), many float64) judgement {
		return func(c gaussianCase, m twoRuns, j *props.Judge) error {
			rate, err := one(c.eta())
			if err != nil {
				return err
			}
			a, b := m.many.first(), m.many.last()
			steps := float64(b.Step - a.Step)
			e, t := m.many.exponent()
			octave := math.Log(b.Time / a.Time)
			j.Equal("growth of log L_n/L_1 a step, L_1 continued", math.Log(b.Loss/a.Loss)/steps-m.one.rate, many*e*octave/steps-rate,
				m.one.allowed.Plus(t.Times(octave/steps)))
			return nil
		}
	}
	single := func(law func(eta float64) (float64, error)) judgement {
		return func(c gaussianCase, m twoRuns, j *props.Judge) error {
			want, err := law(c.eta())
			if err != nil {
				return err
			}
			j.Equal("n = 1: log L(t+1)/L(t)", m.one.rate, want, m.one.allowed)
			return nil
		}
	}
	many := func(limit float64) judgement {
		exponent := overExponent(limit)
		return func(c gaussianCase, m twoRuns, j *props.Judge) error { return exponent(c, m.many, j) }
	}
	lead := func(_ gaussianCase, m twoRuns, j *props.Judge) error {
		j.AtLeast("log L_n/L_1 once L_1 = 10⁻¹⁶‖v‖²", m.lead, 0, props.Rounding(100, 1))
		return nil
	}
	return props.Experiment[gaussianCase, twoRuns]{
		Of: theory.NeuronSlowdown, Cases: props.ByTier[int]{8, 16, 150},
		Grid: func(props.Tier) []gaussianCase {
			return []gaussianCase{{2, 5, 1, 0.1, 0.4}, {5, 5, 1, 0.1, 1}, {8, 10, 1, 0.1, 1.5}}
		},
		Draw: drawGaussian(2, 5),
		Measure: func(l *props.Lab, c gaussianCase) (m twoRuns, err error) {
			if m.many, err = settle(l, c, c.longest(l.Tier), inTime); err != nil {
				return m, err
			}
			w, err := c.vectors(l, len(m.many.Rejected)) // the start that settled
			if err != nil {
				return m, err
			}
			all, err := sim.NewStudents(c.teacher(), w)
			if err != nil {
				return m, err
			}
			k := 0 // the first student that does not start opposite to v
			for k < c.N && all.Angle(k) > 3 {
				k++
			}
			if k == c.N {
				return m, props.Invalid("every student starts opposite to v")
			}
			one, err := sim.NewStudents(c.teacher(), w[k:k+1])
			if err != nil {
				return m, err
			}
			if m.one, err = runSingle(one, c.eta()); err != nil {
				return m, err
			}
			err = all.Descend(l.Context(), c.eta(), []int{m.one.end}, func(int) error { return nil })
			m.lead = math.Log(all.Loss() / (c.Norm * c.Norm * m.one.loss))
			return m, err
		},
		Law:   props.All(single(theory.SingleRate), many(theory.LossExponent), quotient(theory.SingleRate, 1), lead),
		Limit: exponentLadder,
		Rivals: []props.Rival[gaussianCase, twoRuns]{
			props.WrongLaw("no slowdown: both exponential", quotient(func(float64) (float64, error) { return 0, nil }, 0)),
			props.WrongLaw("a single neuron falls like t⁻³ too", single(func(float64) (float64, error) { return 0, nil })),
			props.WrongLaw("a single neuron falls by (1 − η)² a step", single(func(eta float64) (float64, error) { return 2 * math.Log1p(-eta), nil })),
			props.WrongLaw("n ≥ 2: t⁻²", many(-2)),
			props.WrongLaw("n ≥ 2: t⁻⁴", many(-4)),
		},
		Plants: []props.Plant[gaussianCase, twoRuns]{
			props.Planted("n ≥ 2: exponent + .1", many(theory.LossExponent+0.1)),
			props.Planted("n ≥ 2: exponent − .1", many(theory.LossExponent-0.1)),
			props.Planted("n = 1: rate × 1.2", single(singleRateTimes(1.2))),
			props.Planted("n = 1: rate × .8", single(singleRateTimes(0.8))),
			props.Planted("growth of the quotient with the rate × 1.2", quotient(singleRateTimes(1.2), 1)),
		},
	}.Check()
}
