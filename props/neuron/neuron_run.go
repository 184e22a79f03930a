package neuron

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// gaussianCase is a random start w_i(0) ~ N(0, σ²I) of n students in R^d.
type gaussianCase struct {
	N     int     `draw:"n"`
	D     int     `draw:"d"`
	Norm  float64 `draw:"‖v‖"`
	Sigma float64 `draw:"σ/‖v‖"`
	Rate  float64 `draw:"nη"`
}

func (c gaussianCase) eta() float64 { return c.Rate / float64(c.N) }

func (c gaussianCase) teacher() []float64 {
	v := make([]float64, c.D)
	v[0] = c.Norm
	return v
}

// drawGaussian draws a start with n in the range given. The angles are of order σ/‖v‖ once Σw = v, and L^{−1/3}
// then lags by t₀ ~ ‖v‖/σ: a smaller σ takes a longer run to say the same.
func drawGaussian(low, high int) func(t *rapid.T) gaussianCase {
	return func(t *rapid.T) gaussianCase {
		return gaussianCase{
			N:     rapid.IntRange(low, high).Draw(t, "n"),
			D:     rapid.IntRange(2, 10).Draw(t, "d"),
			Norm:  rapid.Float64Range(0.25, 4).Draw(t, "‖v‖"),
			Sigma: math.Pow(10, rapid.Float64Range(-2, -0.6).Draw(t, "log10 σ/‖v‖")),
			Rate:  rapid.Float64Range(1, 2).Draw(t, "nη"),
		}
	}
}

// gaussianGrid is the shapes (n, d) with the other parameters in the middle.
func gaussianGrid(shapes ...[2]int) (grid []gaussianCase) {
	for _, shape := range shapes {
		grid = append(grid, gaussianCase{N: shape[0], D: shape[1], Norm: 1, Sigma: 0.1, Rate: 1.5})
	}
	return grid
}

// vectors is the start itself; it depends on the case's seed and on the draw.
func (c gaussianCase) vectors(l *props.Lab, draw int) ([][]float64, error) {
	return sim.GaussianStart(sim.NewRandom(l.Seed(draw, 0)), c.N, c.D, c.Sigma*c.Norm)
}

// students is the start, outside the hypotheses if it is degenerate.
func (c gaussianCase) students(l *props.Lab, draw int) (*sim.Students, error) {
	w, err := c.vectors(l, draw)
	if err != nil {
		return nil, err
	}
	s, err := sim.NewStudents(c.teacher(), w)
	if err == nil && c.N > 1 && s.KappaMax() == 0 {
		return nil, props.Invalid("degenerate start, κ_max = 0")
	}
	return s, err
}

// snapshot is a run at one step, in units of ‖v‖.
type snapshot struct {
	sim.Observation
	c     []float64
	u     [][]float64
	slope theory.Slope // of L^{−1/3} at (c, u), by theory
	level float64      // ℓ at (c, u), by sim
}

// radius is ‖u‖.
func (s snapshot) radius() float64 {
	sum := 0.0
	for _, u := range s.u {
		sum += floats.Dot(u, u)
	}
	return math.Sqrt(sum)
}

// root is L^{−1/3}.
func (s snapshot) root() float64 { return 1 / math.Cbrt(s.Loss) }

// observe observes a run. A student that has died, c ≤ 0 or c below 10⁻⁶, takes part in nothing:
// it started opposite to v, and its loss is below the rounding of the others'.
func observe(s *sim.Students, step int, time, eta float64) (o snapshot, err error) {
	norm := s.TeacherNorm()
	o.Observation = sim.Observation{Step: step, Time: time, Loss: s.Loss() / (norm * norm)}
	for i := range s.Len() {
		c := s.Along(i) / norm
		if !(c > 1e-6) {
			return o, props.Invalid("student %d started near −v and is left with c = %.2g", i, c)
		}
		o.c = append(o.c, c)
		o.u = append(o.u, floats.ScaleTo(make([]float64, s.Axes()-1), 1/norm, s.Across(i)))
	}
	if s.Len() == 1 {
		return o, nil
	}
	slow, err := s.SlowFlow()
	if err != nil {
		return o, err
	}
	o.level = slow.Level()
	o.slope, err = theory.LossSlope(o.c, o.u, eta)
	return o, err
}

// window is five sights at equal distances, from half a run to its end.
type window struct {
	snapshots []snapshot
	props.Starts
}

func (w window) first() snapshot { return w.snapshots[0] }
func (w window) last() snapshot  { return w.snapshots[len(w.snapshots)-1] }

// growth is what theory says L^{−1/3} grows by over the window: the integral of its slope by
// Simpson's rule, which errs by far less than its difference from the rule on three points. The second value
// bounds the error, with the slope's terms of second order and the rounding of each step.
func (w window) growth() (grown float64, t props.Tolerance) {
	h := (w.last().Time - w.first().Time) / 4
	s, second := make([]float64, len(w.snapshots)), 0.0
	for i, o := range w.snapshots {
		s[i] = o.slope.Leading * (1 + o.slope.First)
		second = math.Max(second, o.slope.Second)
	}
	fine := h / 3 * (s[0] + 4*s[1] + 2*s[2] + 4*s[3] + s[4])
	coarse := 2 * h / 3 * (s[0] + 4*s[2] + s[4])
	eta := 4 * h / float64(w.last().Step-w.first().Step)
	fine -= eta / 2 * (s[4] - s[0]) // each step takes the slope at its beginning: Euler and Maclaurin
	coarse -= eta / 2 * (s[4] - s[0])
	t = props.Truncation(math.Abs(fine-coarse), "Simpson's rule").
		Plus(props.Truncation(second*fine, "slope of L^{−1/3}, second order")).
		Plus(props.Rounding(8*w.last().Step, w.last().root()))
	return fine, t
}

// constant is C read from a growth of L^{−1/3}, and how far a tolerance of the growth moves it.
func (w window) constant(grown float64, t props.Tolerance) (float64, props.Tolerance) {
	slope := grown / (w.last().Time - w.first().Time)
	c := 1 / (slope * slope * slope)
	relative := t.Size / grown
	return c, props.Truncation(c*(math.Pow(1-math.Min(relative, 0.5), -3)-1), "the constant's share of: "+t.Why)
}

// exponent is the local exponent over the window that theory predicts from the loss at its beginning.
func (w window) exponent() (float64, props.Tolerance) {
	grown, t := w.growth()
	a, b := w.first(), w.last()
	times := math.Log(b.Time / a.Time)
	return -3 * math.Log1p(grown/a.root()) / times, t.Times(3 / (a.root() * times))
}

// settle is a run from the first of the case's starts from which [approach] succeeds.
func settle(l *props.Lab, c gaussianCase, longest float64, wanted func(window) (float64, string)) (window, error) {
	w, d, err := props.FirstValid(props.MaxStarts, func(draw int) (window, error) {
		s, err := c.students(l, draw)
		if err != nil {
			return window{}, err
		}
		return approach(l, s, c.eta(), longest, wanted)
	})
	w.Starts = d
	return w, err
}

// approach runs gradient descent until the window is what is wanted, with horizons ηt = 1000·2^k up to a
// last one; a run that is not there yet is outside the hypotheses, and the reason says what is missing.
//
// wanted says by what factor the run is too short, at most 1 when it is not, and in which respect.
func approach(l *props.Lab, s *sim.Students, eta, longest float64, wanted func(window) (float64, string)) (w window, err error) {
	_, warm, err := s.WarmUp(l.Context(), eta, 200_000)
	if err != nil {
		return w, err
	}
	const shortest = 1000
	done := int(math.Ceil(shortest / 2 / eta))
	if err := s.Descend(l.Context(), eta, []int{done}, func(int) error { return nil }); err != nil {
		return w, err
	}
	begin, err := observe(s, done, warm+eta*float64(done), eta)
	if err != nil {
		return w, err
	}
	for {
		if w, err = octave(l, s, eta, warm, begin); err != nil {
			return w, err
		}
		done = w.last().Step
		short, why := wanted(w)
		if short <= 1 {
			return w, nil
		}
		reached := eta * float64(done)
		if 2*reached > longest || reached > 8*shortest && short*reached > longest {
			return w, props.Invalid("at ηt = %.3g %s, critical residual %.2g", reached, why, w.last().slope.Turning)
		}
		begin = w.last()
	}
}

// octave runs gradient descent from a sight of it to twice the steps and observes it four times on the way.
func octave(l *props.Lab, s *sim.Students, eta, warm float64, begin snapshot) (window, error) {
	w := window{snapshots: []snapshot{begin}}
	quarter := begin.Step / 4
	err := s.Descend(l.Context(), eta, []int{quarter, 2 * quarter, 3 * quarter, 4 * quarter}, func(step int) error {
		step += begin.Step
		o, err := observe(s, step, warm+eta*float64(step), eta)
		w.snapshots = append(w.snapshots, o)
		return err
	})
	return w, err
}

// nearExponent is how near to −3 the local exponent of a run must come.
const nearExponent = 0.02

// inTime wants a lag t₀ so small that theory's exponent is near −3; the distance falls like t₀/t.
func inTime(w window) (float64, string) {
	e, t := w.exponent()
	return (math.Abs(e+3) + t.Size) / nearExponent, fmt.Sprintf("the exponent lags, %.4f", e)
}
