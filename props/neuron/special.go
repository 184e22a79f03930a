package neuron

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// alignedCase is students on the ray of the teacher.
type alignedCase struct {
	Norm   float64   `draw:"‖v‖"`
	Lambda []float64 `draw:"λ"`
	Eta    float64   `draw:"eta"`
	Steps  int       `draw:"t"`
}

// drawAligned draws λ_i that stay positive: all of them move by the same amount, and
// min λ_i > (Σλ − 1)/n is enough.
func drawAligned(t *rapid.T) alignedCase {
	n := rapid.IntRange(1, 8).Draw(t, "n")
	mean := rapid.Float64Range(0.05, 2).Draw(t, "mean λ")
	apart := min(mean, 1/float64(n)) / 4
	c := alignedCase{
		Norm:  rapid.Float64Range(0.25, 4).Draw(t, "‖v‖"),
		Eta:   rapid.Float64Range(0.01, 2).Draw(t, "nη") / float64(n),
		Steps: rapid.IntRange(1, 40).Draw(t, "t"),
	}
	for range n {
		c.Lambda = append(c.Lambda, mean+rapid.Float64Range(-apart, apart).Draw(t, "λ_i"))
	}
	return c
}

type alignedMeasured struct {
	gradient  []float64 // along v̄, of each student at the start
	across    float64   // largest transverse component met
	sum, loss float64   // Σλ and L after t steps
	size      float64   // largest Σλ of start and end, and 1
}

func runAligned(c alignedCase) (m alignedMeasured, err error) {
	along, across := make([]float64, len(c.Lambda)), make([][]float64, len(c.Lambda))
	for i, l := range c.Lambda {
		along[i], across[i] = l*c.Norm, []float64{0, 0}
	}
	s, err := sim.NewStudentsInFrame(c.Norm, along, across)
	if err != nil {
		return m, err
	}
	flat := s.Gradient(nil)
	for i := range c.Lambda {
		m.gradient = append(m.gradient, flat[3*i])
	}
	for range c.Steps {
		s.Step(c.Eta)
	}
	for _, w := range s.State() {
		m.sum += w[0] / c.Norm
		m.across = math.Max(m.across, math.Max(math.Abs(w[1]), math.Abs(w[2])))
	}
	m.loss = s.Loss()
	m.size = math.Max(1, math.Max(floats.Sum(c.Lambda), m.sum))
	return m, nil
}

// specialAligned checks that Σλ → 1 geometrically, with the gradient behind it.
func specialAligned() props.Check {
	type judgement = props.Law[alignedCase, alignedMeasured]
	// Each step rounds n + 4 times; nη ≤ 2 makes the map of Σλ − 1 a contraction, so
	// roundings add up over t steps.
	rounding := func(c alignedCase, m alignedMeasured) props.Tolerance {
		return props.Rounding((c.Steps+1)*(len(c.Lambda)+4), m.size)
	}
	gradient := func(law func(c alignedCase, i int) float64) judgement {
		return func(c alignedCase, m alignedMeasured, j *props.Judge) error {
			for i, g := range m.gradient {
				j.Equal("∇_i along v̄", g, law(c, i), props.Rounding(len(c.Lambda)+4, c.Norm*m.size))
			}
			return nil
		}
	}
	sum := func(law func(c alignedCase, s0 float64) (float64, error)) judgement {
		return func(c alignedCase, m alignedMeasured, j *props.Judge) error {
			want, err := law(c, floats.Sum(c.Lambda))
			if err != nil {
				return err
			}
			t := rounding(c, m)
			j.Equal("Σλ", m.sum, want, t)
			off := want - 1
			j.Equal("L", m.loss, off*off*c.Norm*c.Norm/4,
				props.Truncation(c.Norm*c.Norm*(math.Abs(off)*t.Size/2+t.Size*t.Size/4), "the rounding of Σλ, squared"))
			return nil
		}
	}
	exactGradient := gradient(func(c alignedCase, i int) float64 {
		g := props.Must(theory.AlignedGradient(c.Lambda))
		return g[i] * c.Norm
	})
	off := func(rate, limit float64) judgement {
		return sum(func(c alignedCase, s0 float64) (float64, error) {
			s, err := theory.AlignedSum(len(c.Lambda), rate*c.Eta, s0, c.Steps)
			return limit * s, err
		})
	}
	exactSum := off(1, 1)
	return props.Property[alignedCase, alignedMeasured]{
		Of:    theory.SpecialAligned,
		Cases: props.ByTier[int]{200, 1000, 10_000}, Draw: drawAligned, Measure: runAligned,
		Law: func(c alignedCase, m alignedMeasured, j *props.Judge) error {
			if err := exactGradient(c, m, j); err != nil {
				return err
			}
			if err := exactSum(c, m, j); err != nil {
				return err
			}
			j.Equal("part of w_i across v", m.across, 0, props.Rounding(0, 1))
			return nil
		},
		Rivals: []props.Rival[alignedCase, alignedMeasured]{
			props.WrongLaw("Σλ → 0, as Xu & Du print", sum(func(c alignedCase, s0 float64) (float64, error) {
				return theory.AlignedSumPrinted(len(c.Lambda), c.Eta, s0, c.Steps)
			})),
			props.WrongLaw("factor 1 − η/2: n left out", sum(func(c alignedCase, s0 float64) (float64, error) {
				return theory.AlignedSum(1, c.Eta, s0, c.Steps)
			})),
			props.WrongLaw("∇_i = (Σλ − 1)v", gradient(func(c alignedCase, _ int) float64 { return c.Norm * (floats.Sum(c.Lambda) - 1) })),
			props.WrongLaw("∇_i = ½(λ_i − 1)v", gradient(func(c alignedCase, i int) float64 { return c.Norm * (c.Lambda[i] - 1) / 2 })),
		},
		Plants: []props.Plant[alignedCase, alignedMeasured]{
			props.Planted("∇_i off by 10⁻⁶", gradient(func(c alignedCase, _ int) float64 {
				return (1 + termOff) * c.Norm * (floats.Sum(c.Lambda) - 1) / 2
			})),
			props.Planted("nη/2 off by 10⁻⁶", off(1+termOff, 1)),
			props.Planted("Σλ off by 10⁻⁶", off(1, 1+termOff)),
			props.Planted("nη/2 × 1.2", off(1.2, 1)),
			props.Planted("nη/2 × .8", off(0.8, 1)),
		},
	}.Check()
}

// identicalCase is n copies of one student.
type identicalCase struct {
	N       int       `draw:"n"`
	Teacher []float64 `draw:"v"`
	W       []float64 `draw:"w"`
	Rate    float64   `draw:"nη"`
}

type identicalMeasured struct {
	step     [][]float64 // n students after one step, in the frame of v and w
	one      [][]float64 // a single student started at n w, after one step of size nη
	start    [][]float64 // the students before, in the same frame
	teacher  []float64   // in the same frame
	ratio    float64     // log L(t+1)/L(t) near the optimum
	distance float64     // ‖n w − v‖/‖v‖ there
}

// nearEnough is the relative distance at which the rate is read: its law holds to 1.3
// times that, and the loss is still far above its rounding.
const nearEnough = 1e-4

func runIdentical(c identicalCase) (m identicalMeasured, err error) {
	if floats.Norm(c.Teacher, 2) < 0.1 || floats.Norm(c.W, 2) < 0.01 {
		return m, props.Invalid("a teacher or a student too near 0")
	}
	copies, err := sim.IdenticalStart(c.W, c.N)
	if err != nil {
		return m, err
	}
	all, err := sim.NewStudents(c.Teacher, copies)
	if err != nil {
		return m, err
	}
	if all.Angle(0) > 3 {
		return m, props.Invalid("w is opposite to v up to 0.14: it leaves too slowly")
	}
	m.start = all.State()
	m.teacher = append([]float64{all.TeacherNorm()}, make([]float64, all.Axes()-1)...)
	scaled := floats.ScaleTo(make([]float64, len(m.start[0])), float64(c.N), m.start[0])
	one, err := sim.NewStudentsInFrame(all.TeacherNorm(), scaled[:1], [][]float64{scaled[1:]})
	if err != nil {
		return m, err
	}
	eta := c.Rate / float64(c.N)
	all.Step(eta)
	one.Step(c.Rate)
	m.step, m.one = all.State(), one.State()
	const patience = 20_000
	for range patience {
		r := all.Residual()
		m.distance = floats.Norm(r, 2) / all.TeacherNorm()
		if m.distance <= nearEnough {
			before := all.Loss()
			all.Step(eta)
			m.ratio = math.Log(all.Loss() / before)
			return m, nil
		}
		all.Step(eta)
	}
	return m, props.Invalid("not within %v of the optimum after %d steps", nearEnough, patience)
}

// specialIdentical checks the exact reduction of n identical students to one, and its rate.
func specialIdentical() props.Check {
	type judgement = props.Law[identicalCase, identicalMeasured]
	// One step of n students: n sums of size ‖v‖ + n‖w‖, 40 operations each.
	size := func(c identicalCase) float64 { return floats.Norm(c.Teacher, 2) + float64(c.N)*floats.Norm(c.W, 2) }
	next := func(law func(c identicalCase, m identicalMeasured) ([]float64, error)) judgement {
		return func(c identicalCase, m identicalMeasured, j *props.Judge) error {
			want, err := law(c, m)
			if err != nil {
				return err
			}
			for i := range m.step {
				for k, x := range m.step[i] {
					j.Equal("w'", x, want[k], props.Rounding(40*(c.N+1), size(c)))
				}
			}
			return nil
		}
	}
	rate := func(law func(c identicalCase, m identicalMeasured) (float64, error)) judgement {
		return func(c identicalCase, m identicalMeasured, j *props.Judge) error {
			bound, err := theory.SingleRateError(c.Rate, m.distance)
			if err != nil {
				return err
			}
			// L = ¼δ²‖v‖² with δ ≥ ½·10⁻⁴·(1 − nη/2), from a residual rounded by its terms
			t := props.Truncation(bound, "1.3 times the distance from the optimum").Plus(props.Rounding(20*(c.N+1), 4*size(c)/(m.distance*floats.Norm(c.Teacher, 2))))
			if !(t.Size < 1) {
				return nil // a start at the optimum up to rounding: the loss is 0, or nothing but rounding
			}
			want, err := law(c, m)
			if err != nil {
				return err
			}
			j.Equal("log L(t+1)/L(t)", m.ratio, want, t)
			return nil
		}
	}
	nextOff := func(share float64) judgement {
		return next(func(c identicalCase, m identicalMeasured) ([]float64, error) {
			return theory.IdenticalStep((1+share)*c.Rate/float64(c.N), c.N, m.teacher, m.start[0])
		})
	}
	rateTimes := func(factor float64) judgement {
		return rate(func(c identicalCase, _ identicalMeasured) (float64, error) {
			r, err := theory.SingleRate(c.Rate)
			return factor * r, err
		})
	}
	exactNext, exactRate := nextOff(0), rateTimes(1)
	return props.Property[identicalCase, identicalMeasured]{
		Of:    theory.SpecialIdentical,
		Cases: props.ByTier[int]{150, 1000, 5000},
		Draw: func(t *rapid.T) identicalCase {
			d := rapid.IntRange(2, 10).Draw(t, "d")
			vector := rapid.SliceOfN(rapid.Map(rapid.Float64Range(-2, 2), settled), d, d)
			return identicalCase{
				N: rapid.IntRange(1, 8).Draw(t, "n"), Teacher: vector.Draw(t, "v"), W: vector.Draw(t, "w"),
				Rate: rapid.Float64Range(0.05, 1).Draw(t, "nη"),
			}
		},
		Measure: runIdentical,
		Law: func(c identicalCase, m identicalMeasured, j *props.Judge) error {
			if err := exactNext(c, m, j); err != nil {
				return err
			}
			if err := exactRate(c, m, j); err != nil {
				return err
			}
			for k, x := range m.one[0] {
				j.Equal("u' of the single student with step nη", x, float64(c.N)*m.step[0][k], props.Rounding(80*(c.N+1), size(c)))
			}
			return nil
		},
		Rivals: []props.Rival[identicalCase, identicalMeasured]{
			props.WrongLaw("n times the single-neuron gradient at w, teacher v: the notes read literally", next(func(c identicalCase, m identicalMeasured) ([]float64, error) {
				g, err := theory.NeuronGradient(m.teacher, m.start[:1])
				if err != nil {
					return nil, err
				}
				want := append([]float64(nil), m.start[0]...)
				floats.AddScaled(want, -c.Rate, g[0])
				return want, nil
			})),
			props.WrongLaw("single-neuron step at w itself", next(func(c identicalCase, m identicalMeasured) ([]float64, error) {
				return theory.IdenticalStep(c.Rate/float64(c.N), 1, m.teacher, m.start[0])
			})),
			props.WrongLaw("rate of a single neuron with step η", rate(func(c identicalCase, _ identicalMeasured) (float64, error) {
				return 2 * math.Log1p(-c.Rate/float64(2*c.N)), nil
			})),
			props.WrongLaw("no exponential: log L(t+1)/L(t) → 0, as for t⁻³", rateTimes(0)),
		},
		Plants: []props.Plant[identicalCase, identicalMeasured]{
			props.Planted("the step off by 10⁻⁶", nextOff(termOff)),
			props.Planted("rate × 1.2", rateTimes(1.2)),
			props.Planted("rate × .8", rateTimes(0.8)),
		},
	}.Check()
}
