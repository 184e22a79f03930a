package neuron

import (
	"context"
	"errors"
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// powerCase is gradient flow and descent on |θ|^p.
type powerCase struct {
	P     float64 `draw:"p"`
	Theta float64 `draw:"θ(0)"`
	Time  float64 `draw:"t"`
	Eta   float64 `draw:"eta"`
}

func drawPower(t *rapid.T) powerCase {
	c := powerCase{
		P:     rapid.SampledFrom([]float64{2, 2.5, 3, 3, 4, 5}).Draw(t, "p"),
		Theta: rapid.Float64Range(0.05, 2).Draw(t, "θ(0)"),
		Time:  math.Pow(10, rapid.Float64Range(-1, 4).Draw(t, "log10 t")),
		Eta:   rapid.Float64Range(0.1, 0.5).Draw(t, "eta·curvature"),
	}
	if c.P == 2 {
		c.Time = math.Min(c.Time, 100) // the loss is then above 1e-180
	}
	// η p|θ|^{p−2} ≤ ½ at the start: the descent does not jump across 0
	c.Eta /= c.P * math.Max(1, math.Pow(c.Theta, c.P-2))
	return c
}

// powerMeasured is losses under the flow at t and 2t, and under gradient descent after T and 2T steps.
type powerMeasured struct {
	flow    []sim.Observation
	descent []sim.Observation
}

// powerTolerance is the local error of the flow, relative to θ.
const powerTolerance = 1e-11

func runPower(c powerCase) (m powerMeasured, err error) {
	l, err := sim.NewPowerLoss(c.P)
	if err != nil {
		return m, err
	}
	if m.flow, err = l.Flow(context.Background(), c.Theta, powerTolerance, []float64{c.Time, 2 * c.Time}); err != nil {
		return m, err
	}
	steps := min(20_000, max(1, int(c.Time/c.Eta)))
	m.descent, err = l.Descend(context.Background(), c.Theta, c.Eta, []int{steps, 2 * steps})
	return m, err
}

// powerSteps bounds the steps of the integrator up to t: its method is of fifth order, so that a step may be
// tolerance^{1/5}/4 of the time θ/θ' that θ takes to change, and log(1 + t/t₀) such times pass, t for p = 2.
func powerSteps(c powerCase, t float64) float64 {
	changes := 2 * t
	if c.P > 2 {
		changes = math.Log1p(c.P*(c.P-2)*t*math.Pow(c.Theta, c.P-2)) / (c.P - 2)
	}
	return 20 + 4*changes*math.Pow(powerTolerance, -0.2)
}

// neuronCubicFlow checks the solution of the flow, its exponent p/(p−2), the exponential at p = 2, and that gradient
// descent keeps between the flow's solution and that plus what its steps are ahead.
func neuronCubicFlow() props.Check {
	type judgement = props.Law[powerCase, powerMeasured]
	// A flow that contracts adds up the local errors; the loss has p times the relative error of θ.
	solution := func(law func(p, theta, t float64) (float64, error)) judgement {
		return func(c powerCase, m powerMeasured, j *props.Judge) error {
			for _, o := range m.flow {
				theta, err := law(c.P, c.Theta, o.Time)
				if err != nil {
					return err
				}
				want := math.Pow(theta, c.P)
				j.Equal("loss of the flow", o.Loss, want, props.Truncation(want*c.P*powerSteps(c, o.Time)*powerTolerance, "local errors of the integrator, added up").
					Plus(props.Rounding(100, want*(1+o.Time*boolean(c.P == 2)))))
			}
			return nil
		}
	}
	faster := func(factor float64) judgement {
		return solution(func(p, theta, t float64) (float64, error) { return theory.PowerFlow(p, theta, factor*t) })
	}
	// The exponent over [t, 2t] is set against the solution's, which lags by t₀/t, t₀ = θ₀^{2−p}/(p(p−2)); and the solution's
	// later on against the limit.
	exponent := func(of func(p float64) (float64, error)) judgement {
		return func(c powerCase, m powerMeasured, j *props.Judge) error {
			if c.P == 2 {
				return nil
			}
			loss := func(t float64) (float64, error) {
				theta, err := theory.PowerFlow(c.P, c.Theta, t)
				return math.Pow(theta, c.P), err
			}
			claimed, err1 := of(c.P)
			first, err2 := loss(c.Time)
			last, err3 := loss(2 * c.Time)
			t0 := math.Pow(c.Theta, 2-c.P) / (c.P * (c.P - 2))
			rungs, err4 := props.Exponents(props.Geometric(100*(1+t0), 1e10*(1+t0), 9), loss,
				func(t float64) (float64, error) { return math.Pow(t, -claimed), nil }, 256*props.UnitRoundoff)
			if err := errors.Join(err1, err2, err3, err4); err != nil {
				return err
			}
			j.Equal("local exponent, lag included", sim.LocalExponent(m.flow[0], m.flow[1]), math.Log2(last/first),
				props.Truncation(2*c.P*powerSteps(c, 2*c.Time)*powerTolerance/math.Ln2, "local errors of the integrator"))
			j.Tends("local exponent", rungs, inverse, exponentViolation)
			return nil
		}
	}
	// With y = θ^{−(p−2)} a step adds ηp(p−2) and at most ½(p−2)(p−1)(ηp)²(1−x)^{−p}/y, x = ηp/y ≤ ½ at the start.
	descent := func(c powerCase, m powerMeasured, j *props.Judge) error {
		if c.P == 2 {
			for _, o := range m.descent {
				want := math.Pow(c.Theta, 2) * math.Pow(1-2*c.Eta, 2*float64(o.Step))
				j.Equal("loss of the descent, p = 2", o.Loss, want, props.Rounding(8*o.Step+20, want))
			}
			return nil
		}
		k := c.P * (c.P - 2)
		y0 := math.Pow(c.Theta, 2-c.P)
		ahead := (c.P - 2) * (c.P - 1) / 2 * c.P * c.P * c.Eta * c.Eta * math.Pow(1-c.Eta*c.P/y0, -c.P)
		for _, o := range m.descent {
			y := math.Pow(o.Loss, -(c.P-2)/c.P)
			low := y0 + k*c.Eta*float64(o.Step)
			high := low + ahead*(1/y0+math.Log1p(k*c.Eta*float64(o.Step)/y0)/(k*c.Eta))
			j.AtLeast("θ^{−(p−2)} of the descent", y, low, props.Rounding(20*(o.Step+10), low))
			j.AtMost("θ^{−(p−2)} of the descent", y, high, props.Rounding(20*(o.Step+10), high))
		}
		return nil
	}
	shifted := func(by float64) judgement {
		return exponent(func(p float64) (float64, error) {
			e, err := theory.PowerFlowExponent(p)
			return e + by, err
		})
	}
	return props.Property[powerCase, powerMeasured]{
		Of:    theory.NeuronCubicFlow,
		Cases: props.ByTier[int]{120, 500, 5000}, Draw: drawPower, Measure: runPower,
		Grid:  []powerCase{{3, 1, 1e4, 0.1}, {2, 1, 10, 0.1}, {4, 0.5, 1e5, 0.1}},
		Law:   props.All(faster(1), shifted(0), descent),
		Limit: "the solution at t from 10² to 10¹⁰ times 1 + t₀; its local exponent is off by powers of t₀/t",
		Rivals: []props.Rival[powerCase, powerMeasured]{
			props.WrongLaw("exponential for p = 3 too", solution(func(_, theta, t float64) (float64, error) { return theta * math.Exp(-2*t), nil })),
			props.WrongLaw("without the factor p: θ^{−(p−2)} grows by p − 2", solution(func(p, theta, t float64) (float64, error) { return theory.PowerFlow(p, theta, t/p) })),
			props.WrongLaw("loss t^{−1/(p−2)}: the angle's exponent", exponent(func(p float64) (float64, error) { return 1 / (p - 2), nil })),
			props.WrongLaw("loss t^{−p/(p−2)+1/2}", shifted(-0.5)),
			props.WrongLaw("loss t^{−p/(p−2)−1/2}", shifted(0.5)),
			props.WrongLaw("t⁻² for p = 3", exponent(func(p float64) (float64, error) { return (p - 1) / (p - 2), nil })),
		},
		Plants: []props.Plant[powerCase, powerMeasured]{
			props.Planted("exponent + .3", shifted(0.3)),
			props.Planted("exponent − .3", shifted(-0.3)),
			props.Planted("p (p − 2) × 1.2", faster(1.2)),
			props.Planted("p (p − 2) × .8", faster(0.8)),
			props.Planted("p (p − 2) off by 10⁻⁶", faster(1+termOff)),
		},
	}.Check()
}

func boolean(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
