package neuron

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"assay/props"
	"assay/theory"
)

// slavedLaw is what is said of Σu at a sight.
type slavedLaw func(o snapshot) ([]float64, error)

// slavedSum is theory's value.
func slavedSum(o snapshot) ([]float64, error) { return theory.SlavedSum(o.c, o.u) }

// slavedTimes is theory's value times a factor.
func slavedTimes(factor float64) slavedLaw {
	return func(o snapshot) ([]float64, error) {
		s, err := slavedSum(o)
		floats.Scale(factor, s)
		return s, err
	}
}

// sum is Σu.
func (o snapshot) sum() []float64 {
	total := make([]float64, len(o.u[0]))
	for _, u := range o.u {
		floats.Add(total, u)
	}
	return total
}

// slavedError bounds what Σu is off its slaved value by: it is late by the share Lag of itself, and terms of relative
// order q = max|q_i| follow, of each of the terms |q_i|², c_j|q_i − q_j|² ≤ 4q² that the g_i sum over πn; each u_i
// rounds.
func slavedError(o snapshot, slaved []float64) props.Tolerance {
	q, size := 0.0, 0.0
	for i := range o.u {
		norm := floats.Norm(o.u[i], 2)
		q, size = math.Max(q, norm/o.c[i]), math.Max(size, norm)
	}
	return props.Truncation(2*o.slope.Lag*floats.Norm(slaved, 2), "the lag of Σu").
		Plus(props.Truncation(5*q*q*q/math.Pi, "third order in the angles")).
		Plus(props.Rounding(4*len(o.u), size))
}

// slavedAt asserts Σu at each sight of a run, as a vector.
func slavedAt(law slavedLaw) props.Law[gaussianCase, window] {
	return func(_ gaussianCase, w window, j *props.Judge) error {
		for _, o := range w.snapshots {
			want, err1 := law(o)
			slaved, err2 := slavedSum(o)
			if err1 != nil || err2 != nil {
				return errors.Join(err1, err2)
			}
			t := slavedError(o, slaved)
			for k, got := range o.sum() {
				j.Equal("Σu", got, want[k], t)
			}
		}
		return nil
	}
}

// slavedShare is the error of ‖Σu‖ by [slavedError], as a share of it.
func slavedShare(o snapshot, slaved []float64) float64 {
	return math.Sqrt(float64(len(slaved))) * slavedError(o, slaved).Size / floats.Norm(slaved, 2)
}

// slavedKnown is the error of ‖Σu‖, as a share, up to which its power of t is judged.
const slavedKnown = 0.1

// slavedInTime wants what [inTime] does and, of three and four students, a Σu known well enough for its power to be
// judged: theory's value alone decides.
func slavedInTime(w window) (float64, string) {
	short, why := inTime(w)
	a, b := w.first(), w.last()
	if n := len(a.c); n < 3 || n > 4 {
		return short, why
	}
	sa, err1 := slavedSum(a)
	sb, err2 := slavedSum(b)
	if err1 != nil || err2 != nil {
		return math.Inf(1), fmt.Sprint(err1, err2)
	}
	if share := (slavedShare(a, sa) + slavedShare(b, sb)) / slavedKnown; !(share < short) {
		return 1.01 * share, fmt.Sprintf("Σu is known to %.2g", share*slavedKnown)
	}
	return short, why
}

// slavedPower is the power of t with which Σu falls.
const slavedPower = -2

// slavedExponent asserts the power of t with which ‖Σu‖ falls over the window, theory's own; and theory's later on. Where Σg nearly vanishes, as for n = 2, there is no power to read.
func slavedExponent(power float64) props.Law[gaussianCase, window] {
	return func(_ gaussianCase, w window, j *props.Judge) error {
		a, b := w.first(), w.last()
		sa, err1 := slavedSum(a)
		sb, err2 := slavedSum(b)
		if err1 != nil || err2 != nil {
			return errors.Join(err1, err2)
		}
		relative := slavedShare(a, sa) + slavedShare(b, sb)
		if !(relative < slavedKnown) {
			return nil
		}
		octave := math.Log(b.Time / a.Time)
		want := math.Log(floats.Norm(sb, 2)/floats.Norm(sa, 2)) / octave
		t := props.Truncation(2*relative/octave, "the lag of Σu, third order and rounding")
		got := math.Log(floats.Norm(b.sum(), 2)/floats.Norm(a.sum(), 2)) / octave
		j.Equal("local exponent of ‖Σu‖, the run's direction included", got, want, t)
		return tendsToExponent(j, "local exponent of ‖Σu‖", b, power, func(t float64) (float64, error) {
			s, err := b.slavedLater(t)
			return floats.Norm(s, 2), err
		})
	}
}

// slavedLater is theory's Σu a time t later, on the direction of the sight.
func (s snapshot) slavedLater(t float64) ([]float64, error) {
	radius, err := theory.SlowRadius(s.slope.Level, s.radius(), t)
	if err != nil {
		return nil, err
	}
	u := make([][]float64, len(s.u))
	for i := range u {
		u[i] = floats.ScaleTo(make([]float64, len(s.u[i])), radius/s.radius(), s.u[i])
	}
	return theory.SlavedSum(s.c, u)
}

// sharpSlavedSum checks that Σu is slaved to the u_i and of order t⁻².
func sharpSlavedSum() props.Check {
	type judgement = props.Law[gaussianCase, window]
	times := func(factor float64) judgement { return slavedAt(slavedTimes(factor)) }
	return props.Experiment[gaussianCase, window]{
		Of: theory.SharpSlavedSum, Cases: props.ByTier[int]{8, 20, 100},
		Grid: func(props.Tier) []gaussianCase {
			return gaussianGrid([2]int{2, 4}, [2]int{3, 4}, [2]int{4, 10}, [2]int{8, 10})
		},
		Draw: drawGaussian(3, 6),
		Measure: func(l *props.Lab, c gaussianCase) (window, error) {
			return settle(l, c, c.longest(l.Tier)/4, slavedInTime)
		},
		Law: props.All(slavedAt(slavedSum), slavedExponent(slavedPower)), Limit: exponentLadder,
		Rivals: []props.Rival[gaussianCase, window]{
			props.WrongLaw("Σu exponentially small", times(0)),
			props.WrongLaw("1/(2πn) for 1/(πn)", times(0.5)),
			props.WrongLaw("+Σg/(πn)", times(-1)),
			props.WrongLaw("1/π for 1/(πn)", slavedAt(func(o snapshot) ([]float64, error) { return slavedTimes(float64(len(o.c)))(o) })),
			props.WrongLaw("t⁻¹, as each u_i", slavedExponent(-1)),
			props.WrongLaw("t⁻³", slavedExponent(-3)),
		},
		Plants: []props.Plant[gaussianCase, window]{
			props.Planted("1/(πn) × 1.2", times(1.2)),
			props.Planted("1/(πn) × .8", times(0.8)),
			props.Planted("exponent + .3", slavedExponent(slavedPower+0.3)),
			props.Planted("exponent − .3", slavedExponent(slavedPower-0.3)),
		},
	}.Check()
}
