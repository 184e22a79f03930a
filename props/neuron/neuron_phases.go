package neuron

import (
	"context"
	"math"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// phased is one run through the three phases, in units of ‖v‖.
type phased struct {
	// first phase: until every angle is at most alignedAngle
	norms    []float64 // ‖w_i‖ at its end
	drift    []float64 // log of z_i/(π − θ_i) there over its value at the start
	growth   []float64 // log of z_i there over its value at the start
	allowed  []float64 // how far the students' pull on each other, and the size of the steps, may move the drift
	balanced float64   // H when first h_i ≤ 2h_j for all i, j
	// second phase, at a constant step
	heads  []headStep
	worst  float64 // largest h_i/h_j from then on
	kept   int     // steps over which the bounds of H stay within a factor 2 of each other
	lowest float64 // of these, the lower bound of H at the end, and the upper
	upmost float64
	// last phase
	last window
}

// headStep is H before and after a step, with what its bounds need.
type headStep struct{ before, after, angle, norms float64 }

// alignedAngle is the angle at which the first phase ends; no student starts at more than opposedAngle.
const alignedAngle, opposedAngle = 0.1, 2.8

// alignedStep is the length of a step of the first phase over the norm of the smallest student. Alone, a student that turns
// from θ₀ to θ takes ∫dt/‖w_i‖ = 2π∫dϑ/((π − ϑ) sin ϑ), at most 23.5 for the two angles above, so that of the student
// aligned last the steps move log z_i/(π − θ_i) by at most 23.5 alignedStep.
const alignedStep = 1. / 500

// alignedFactor is the error of z_i/(π − θ_i) that is planted. Beside the steps' .047 its logarithm .18 is seen where the others'
// pull is small: it is below 98 Σ‖w_j‖ at alignment, 100σ for each student or a few times that, whence the σ of [plainStart].
const alignedFactor = 1.2

// plainStart is a start so small that the students do not feel each other while they align.
var plainStart = gaussianCase{N: 2, D: 5, Norm: 1, Sigma: 1e-7, Rate: 0.1}

func drawPhases(t *rapid.T) gaussianCase {
	c := drawGaussian(2, 8)(t)
	c.D = rapid.IntRange(5, 10).Draw(t, "d")
	c.Sigma = math.Pow(10, rapid.Float64Range(-5, -4).Draw(t, "log10 σ/‖v‖"))
	c.Rate = rapid.Float64Range(0.02, 0.2).Draw(t, "nη")
	return c
}

func runPhases(l *props.Lab, c gaussianCase) (m phased, err error) {
	m, d, err := props.FirstValid(props.MaxStarts, func(draw int) (m phased, err error) {
		s, err := c.students(l, draw)
		if err != nil {
			return m, err
		}
		if largestAngle(s) > opposedAngle {
			return m, props.Invalid("a student starts opposite to v")
		}
		if err = m.align(l.Context(), s); err != nil {
			return m, err
		}
		if err = m.grow(l.Context(), s, c.eta()); err != nil {
			return m, err
		}
		// the last phase does not depend on the step
		eta := 1 / float64(c.N)
		if err := s.Descend(l.Context(), eta, []int{400 * c.N}, func(int) error { return nil }); err != nil {
			return m, err
		}
		begin, err := observe(s, 400*c.N, 400, eta)
		if err != nil {
			return m, err
		}
		m.last, err = octave(l, s, eta, 0, begin)
		return m, err
	})
	m.last.Starts = d
	return m, err
}

func (m phased) StartsDrawn() props.Starts { return m.last.Starts }

func largestAngle(s *sim.Students) (theta float64) {
	for i := range s.Len() {
		theta = math.Max(theta, s.Angle(i))
	}
	return theta
}

func norms(s *sim.Students) (w []float64) {
	for i := range s.Len() {
		w = append(w, s.Norm(i)/s.TeacherNorm())
	}
	return w
}

// align runs the first phase with steps of alignedStep times the smallest student. Alone, a small student keeps
// z_i/(π − θ_i); the others' pull is at most 1.2 Σ‖w_j‖, and a step, in which ∇_i ≈ ½v, errs by about the square of the
// share by which it moves a student, at most four times that.
func (m *phased) align(ctx context.Context, s *sim.Students) error {
	n := s.Len()
	kept := func(i int) (z, invariant float64) {
		z = floats.Norm(s.Across(i), 2) / s.TeacherNorm()
		return z, z / (math.Pi - s.Angle(i))
	}
	start, across := make([]float64, n), make([]float64, n)
	for i := range n {
		across[i], start[i] = kept(i)
	}
	m.allowed = make([]float64, n)
	const patience = 200_000
	for step := 0; largestAngle(s) > alignedAngle; step++ {
		if step == patience {
			return props.Invalid("not aligned after %d steps", patience)
		}
		if step%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		w := norms(s)
		time := alignedStep * floats.Min(w)
		s.Step(time)
		for i := range n {
			z, _ := kept(i)
			share := time / w[i]
			m.allowed[i] += 1.2*floats.Sum(w)*time*(1/z+1/(w[i]*(math.Pi-s.Angle(i)))) + share*share
		}
	}
	m.norms = norms(s)
	for i := range n {
		z, invariant := kept(i)
		m.drift = append(m.drift, math.Log(invariant/start[i]))
		m.growth = append(m.growth, math.Log(z/across[i]))
	}
	return nil
}

// grow runs the second phase until H is as small as its bounds allow it to be followed.
func (m *phased) grow(ctx context.Context, s *sim.Students, eta float64) error {
	spread := func() float64 {
		low, high := math.Inf(1), 0.0
		for i := range s.Len() {
			low, high = math.Min(low, s.Along(i)), math.Max(high, s.Along(i))
		}
		return high / low
	}
	head := func() float64 { return s.Missing() / s.TeacherNorm() }
	const patience = 20_000
	for step := 0; spread() > 2; step++ {
		if step == patience {
			return props.Invalid("not balanced after %d steps", patience)
		}
		if _, _, err := s.WarmUp(ctx, 1, 1); err != nil {
			return err
		}
	}
	m.balanced, m.worst = head(), spread()
	if _, _, err := s.WarmUp(ctx, eta, patience); err != nil {
		return err
	}
	m.lowest, m.upmost = head(), head()
	for m.upmost <= 2*m.lowest && m.kept < patience {
		h := headStep{before: head(), angle: largestAngle(s), norms: floats.Sum(norms(s))}
		m.worst = math.Max(m.worst, spread())
		s.Step(eta)
		h.after = head()
		m.heads = append(m.heads, h)
		low, _, err := theory.HeadStep(s.Len(), eta, m.lowest, h.angle, h.norms, 1)
		if err != nil {
			return err
		}
		_, high, err := theory.HeadStep(s.Len(), eta, m.upmost, h.angle, h.norms, 1)
		if err != nil {
			return err
		}
		if high > 2*low {
			break
		}
		m.lowest, m.upmost = low, high
		m.kept++
	}
	return nil
}

// neuronPhases checks alignment while the students are small, the geometric fall of H with balance, and the last phase.
func neuronPhases() props.Check {
	type judgement = props.Law[gaussianCase, phased]
	alignment := func(drift func(m phased) []float64) judgement {
		return func(c gaussianCase, m phased, j *props.Judge) error {
			for i, d := range drift(m) {
				j.Equal("log of z_i/(π − θ_i) at alignment, over the start's", d, 0, props.Truncation(m.allowed[i], "pull of the other students, and size of the steps"))
			}
			return nil
		}
	}
	small := func(c gaussianCase, m phased, j *props.Judge) error {
		low, _, err := theory.FinalNorms(c.N, 1)
		if err != nil {
			return err
		}
		j.AtMost("max‖w_i‖/‖v‖ at alignment", floats.Max(m.norms), low, props.Rounding(1, 1))
		j.AtLeast("H/‖v‖ once h_i ≤ 2h_j", m.balanced, 0.5, props.Rounding(1, 1))
		return nil
	}
	// H' of each step, and H over all of them between the accumulated bounds
	fall := func(rate func(n int) int) judgement {
		return func(c gaussianCase, m phased, j *props.Judge) error {
			for _, h := range m.heads {
				low, high, err := theory.HeadStep(rate(c.N), c.eta(), h.before, h.angle, h.norms, 1)
				if err != nil {
					return err
				}
				j.AtLeast("H after a step", h.after, low, props.Rounding(40*c.N, 1+h.norms))
				j.AtMost("H after a step", h.after, high, props.Rounding(40*c.N, 1+h.norms))
			}
			return nil
		}
	}
	power := func(factor float64) judgement {
		return func(c gaussianCase, m phased, j *props.Judge) error {
			if m.kept == 0 {
				j.Undecided("no step with H above what the angles leave")
				return nil
			}
			end := m.heads[m.kept-1].after
			rounding := props.Rounding(40*c.N*m.kept, 2)
			j.AtLeast("H at the end of the second phase", end, m.lowest, rounding)
			j.AtMost("H at the end of the second phase", end, m.upmost, rounding)
			want := float64(m.kept) * math.Log1p(-factor*c.Rate/2)
			j.Equal("log of the fall of H", math.Log(end/m.heads[0].before), want, props.Truncation(math.Log(m.upmost/m.lowest), "what the angles leave, at most a factor 2").Plus(props.Truncation(rounding.Size/end, "rounding of H")))
			return nil
		}
	}
	balance := func(most float64) judgement {
		return func(_ gaussianCase, m phased, j *props.Judge) error {
			j.AtMost("largest h_i/h_j in the second phase", m.worst, most, props.Rounding(4, most))
			return nil
		}
	}
	local := func(factor float64) judgement {
		return func(c gaussianCase, m phased, j *props.Judge) error {
			low, high, err := theory.FinalNorms(c.N, 1)
			if err != nil {
				return err
			}
			for _, o := range m.last.snapshots {
				for i := range o.c {
					w := math.Hypot(o.c[i], floats.Norm(o.u[i], 2))
					j.AtLeast("‖w_i‖/‖v‖ in the last phase", w, low, props.Rounding(4, high))
					j.AtMost("‖w_i‖/‖v‖ in the last phase", w, high, props.Rounding(4, high))
				}
			}
			grown, t := m.last.growth()
			j.Equal("growth of L^{−1/3} in the last phase", m.last.last().root()-m.last.first().root(), factor*grown, t)
			return nil
		}
	}
	drift := func(m phased) []float64 { return m.drift }
	return props.Experiment[gaussianCase, phased]{
		Of: theory.NeuronPhases, Cases: props.ByTier[int]{8, 30, 200}, Draw: drawPhases,
		Grid: func(props.Tier) []gaussianCase {
			return []gaussianCase{plainStart, {2, 5, 1, 1e-5, 0.1}, {4, 10, 1, 1e-5, 0.1}}
		},
		Measure: runPhases,
		Law:     props.All(alignment(drift), small, fall(func(n int) int { return n }), power(1), balance(2), local(1)),
		Plants: []props.Plant[gaussianCase, phased]{
			props.Planted("z_i/(π − θ_i) off by a fifth", alignment(func(m phased) (off []float64) {
				for _, d := range m.drift {
					off = append(off, d+math.Log(alignedFactor))
				}
				return off
			})),
			props.Planted("rate nη/2 × 1.2", power(1.2)),
			props.Planted("rate nη/2 × .8", power(0.8)),
			props.Planted("last phase: slope of L^{−1/3} × 1.2", local(1.2)),
			props.Planted("last phase: slope of L^{−1/3} × .8", local(0.8)),
		},
		Rivals: []props.Rival[gaussianCase, phased]{
			props.WrongLaw("H falls by 1 − η/2 a step", fall(func(int) int { return 1 })),
			props.WrongLaw("H falls like (1 − nη)^t", power(2)),
			props.WrongLaw("H falls like (1 − nη/4)^t", power(0.5)),
			props.WrongLaw("h_i = h_j at once", balance(1)),
			props.WrongLaw("z_i constant while the angles align", alignment(func(m phased) []float64 { return m.growth })),
			props.WrongLaw("the students grow before they align", func(c gaussianCase, m phased, j *props.Judge) error {
				j.AtLeast("max‖w_i‖/‖v‖ at alignment", floats.Max(m.norms), 1/float64(4*c.N), props.Rounding(1, 1))
				return nil
			}),
			props.WrongLaw("L^{−1/3} grows twice as fast in the last phase", local(2)),
		},
	}.Check()
}
