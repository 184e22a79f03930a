package neuron

import (
	"errors"
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// twinsCase is two students that start alike but for an angle across the teacher.
type twinsCase struct {
	Kappa float64 `draw:"κ"`
	Norm  float64 `draw:"‖v‖"`
	Sigma float64 `draw:"‖w_i(0)‖/‖v‖"`
	Alpha float64 `draw:"α"`
}

// law is the twins of theory.
func (c twinsCase) law() theory.Twins { return theory.Twins{Sigma: c.Sigma, Alpha: c.Alpha} }

// twinsMeasured is L^{−1/3} late in the flow, in units of ‖v‖, and theory's B along a ladder of angles.
type twinsMeasured struct {
	half, end float64 // at half the time and at its end
	across    float64 // ‖z_i‖ at half the time
	lags      []float64
	error     float64 // the largest relative error of a lag
}

// twinsTime is how long the flow runs.
const twinsTime = 2000.0

// twinsAngles is 1/κ along the ladder.
var twinsAngles = props.Geometric(10, 1e6, 6)

func measureTwins(l *props.Lab, c twinsCase) (m twinsMeasured, err error) {
	sin, cos := math.Sincos(c.Alpha)
	e, f := c.Norm*c.Sigma*sin*math.Cos(c.Kappa/2), c.Norm*c.Sigma*sin*math.Sin(c.Kappa/2)
	along := c.Norm * c.Sigma * cos
	s, err := sim.NewStudentsInFrame(c.Norm, []float64{along, along}, [][]float64{{e, f}, {e, -f}})
	if err != nil {
		return m, err
	}
	root := func() float64 { return 1 / math.Cbrt(s.Loss()/(c.Norm*c.Norm)) }
	if err := s.Flow(l.Context(), localError, []float64{twinsTime / 2, twinsTime}, func(time float64) error {
		if time < twinsTime {
			m.half, m.across = root(), math.Hypot(s.Across(0)[0], s.Across(0)[1])/c.Norm
		} else {
			m.end = root()
		}
		return nil
	}); err != nil {
		return m, err
	}
	for _, inverse := range twinsAngles {
		lag, bound, err := c.law().Lag(1 / inverse)
		if err != nil {
			return m, err
		}
		m.lags, m.error = append(m.lags, lag), math.Max(m.error, bound/lag)
	}
	return m, nil
}

// neuronLowerConstants checks A, which is the same for every angle, and B of the run at hand, against theory's; and theory's B against
// the power of κ and the constant of its limit.
func neuronLowerConstants() props.Check {
	type judgement = props.Law[twinsCase, twinsMeasured]
	// y = 1/b grows by 2/π less 8b²/3π, and L^{−1/3} is ½(6π)^{1/3}(y + 4b/15): at half the time the first is a share 4b²/3 of
	// the slope, and what is left of B at most ½(6π)^{1/3}(4/3 + 4/15)b
	rounding := func(m twinsMeasured) float64 { return localError * m.end * twinsTime }
	slope := func(factor, power float64) judgement {
		return func(c twinsCase, m twinsMeasured, j *props.Judge) error {
			a := factor / math.Cbrt(theory.ConstantBound) * math.Pow(c.Kappa, power)
			j.Equal("A, from L^{−1/3} over the second half", 2*(m.end-m.half)/twinsTime, a,
				props.Truncation(2*m.across*m.across*a, "second order in the angles").Plus(props.Truncation(2*rounding(m)/twinsTime, "local errors of the flow, added up")))
			return nil
		}
	}
	wait := func(factor float64) judgement {
		return func(c twinsCase, m twinsMeasured, j *props.Judge) error {
			b, bound, err := c.law().Lag(c.Kappa)
			j.Equal("B = L^{−1/3} − At", m.end-twinsTime/math.Cbrt(theory.ConstantBound), factor*b,
				props.Truncation(math.Cbrt(6*math.Pi)*m.across, "first order in the angles").
					Plus(props.Truncation(bound+rounding(m), "local errors of the flow, and theory's steps")))
			return err
		}
	}
	// κB − lim κB is a power series in κ: b is κ times an even one, and L^{−1/3} has a constant beside 1/b.
	limit := func(factor, power float64) judgement {
		return func(c twinsCase, m twinsMeasured, j *props.Judge) error {
			i := 0
			law := func(float64) (float64, error) { i++; return m.lags[i-1], nil }
			order := func(n float64) (float64, error) { return math.Pow(n, power), nil }
			exponents, err1 := props.Exponents(twinsAngles, law, order, m.error)
			constant, bound, err2 := c.law().LagLimit()
			i = 0
			ratios, err3 := props.Ratios(twinsAngles, law, func(n float64) (float64, error) { return factor * constant * n, nil }, m.error+bound/constant)
			if err := errors.Join(err1, err2, err3); err != nil {
				return err
			}
			j.Tends("exponent of B in 1/κ", exponents, inverse, exponentViolation)
			j.Tends("log of B over its limit/κ", ratios, inverse, exponentViolation)
			return nil
		}
	}
	return props.Experiment[twinsCase, twinsMeasured]{
		Of: theory.NeuronLowerConstants, Cases: props.ByTier[int]{4, 20, 100},
		Grid: func(props.Tier) (grid []twinsCase) {
			for _, kappa := range []float64{1.5, 0.3, 0.1, 0.01} {
				grid = append(grid, twinsCase{kappa, 1, 0.1, math.Pi / 2})
			}
			return grid
		},
		Draw: func(t *rapid.T) twinsCase {
			return twinsCase{
				Kappa: math.Pow(10, rapid.Float64Range(-3, 0.49).Draw(t, "log10 κ")),
				Norm:  rapid.Float64Range(0.25, 4).Draw(t, "‖v‖"),
				Sigma: math.Pow(10, rapid.Float64Range(-2, -0.6).Draw(t, "log10 σ/‖v‖")),
				Alpha: rapid.Float64Range(0.5, 2.5).Draw(t, "α"),
			}
		},
		Measure: measureTwins,
		Law:     props.All(slope(1, 0), wait(1), limit(1, 1)),
		Limit:   "theory's B at κ from 10⁻¹ to 10⁻⁶; κB is off its limit by powers of κ",
		Rivals: []props.Rival[twinsCase, twinsMeasured]{
			props.WrongLaw("A ~ κ^{−2}, as Theorem 14 allows", slope(1, -2)),
			props.WrongLaw("A ~ κ^{−1}", slope(1, -1)),
			props.WrongLaw("B does not depend on κ", limit(1, 0)),
			props.WrongLaw("B ~ κ^{−2}", limit(1, 2)),
			props.WrongLaw("B twice as large", wait(2)),
		},
		Plants: []props.Plant[twinsCase, twinsMeasured]{
			props.Planted("A × 1.2", slope(1.2, 0)),
			props.Planted("A × .8", slope(0.8, 0)),
			props.Planted("A ~ κ^{−.3}", slope(1, -0.3)),
			props.Planted("B × 1.2", wait(1.2)),
			props.Planted("B × .8", wait(0.8)),
			props.Planted("B ~ κ^{−1.3}", limit(1, 1.3)),
			props.Planted("B ~ κ^{−.7}", limit(1, 0.7)),
			props.Planted("limit of κB × 1.2", limit(1.2, 1)),
			props.Planted("limit of κB × .8", limit(0.8, 1)),
		},
	}.Check()
}
