package neuron

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// nearCase is students anywhere; with Fit the last one is what the others lack, so that Σw = v. Mirror is the normal
// of a reflection of the whole problem, Shift by how much the students are renumbered.
type nearCase struct {
	studentsCase
	Fit    bool      `draw:"Σw = v"`
	Mirror []float64 `draw:"mirror"`
	Shift  int       `draw:"shift"`
}

func drawNear(t *rapid.T) nearCase {
	c := nearCase{studentsCase: drawStudents(t), Fit: rapid.Bool().Draw(t, "Σw = v")}
	n, k := len(c.C), len(c.U[0])
	if rapid.IntRange(0, 3).Draw(t, "aligned if 0") == 0 {
		for i := range c.C {
			c.C[i] = 0.01*c.Norm + math.Abs(c.C[i])
			c.U[i] = make([]float64, k)
		}
	}
	if c.Fit {
		c.fit()
	}
	c.Mirror = rapid.SliceOfN(rapid.Map(rapid.Float64Range(-1, 1), settled), k+1, k+1).Draw(t, "mirror")
	c.Mirror[0] += 1.5
	c.Shift = rapid.IntRange(0, n-1).Draw(t, "shift")
	return c
}

// fit makes the last student v less the others.
func (c nearCase) fit() {
	last := len(c.C) - 1
	c.C[last] = c.Norm - floats.Sum(c.C[:last])
	clear(c.U[last])
	for i := range last {
		floats.Sub(c.U[last], c.U[i])
	}
}

// nearGrid is the extremal case of ‖r‖² ≤ 8L, aligned students with a wrong and with the right sum, and one
// aligned among others that are not.
func nearGrid() []nearCase {
	plain := func(fit bool, c []float64, u ...[]float64) nearCase {
		return nearCase{studentsCase{1, c, u}, fit, []float64{1, 1}, 0}
	}
	return []nearCase{
		plain(false, []float64{-1}, []float64{0}),
		plain(false, []float64{1, 0.5}, []float64{0}, []float64{0}),
		plain(true, []float64{0.25, 0.75}, []float64{0}, []float64{0}),
		plain(true, []float64{0.25, 0.5, 0.25}, []float64{0}, []float64{0.5}, []float64{-0.5}),
	}
}

type nearMeasured struct {
	loss, square float64 // L and ‖Σw − v‖²
	angles       []float64
	products     float64 // Σ_{i<j} ‖w_i‖‖w_j‖
	rounding     props.Tolerance
	doubled      float64 // L of the doubled problem
	renumbered   float64 // L with the students in another order
	reflected    float64 // L of the reflected problem, by coordinates in general position
	turned       props.Tolerance
}

func measureNear(c nearCase) (m nearMeasured, err error) {
	s, err := c.network()
	if err != nil {
		return m, err
	}
	r := s.Residual()
	m.loss, m.square, m.rounding = s.Loss(), floats.Dot(r, r), lossRounding(s)
	size := s.TeacherNorm()
	for i := range s.Len() {
		size += s.Norm(i)
		m.angles = append(m.angles, s.Angle(i))
		for k := range i {
			m.products += s.Norm(i) * s.Norm(k)
		}
	}
	twice, err := doubled(s)
	if err != nil {
		return m, err
	}
	m.doubled = twice.Loss()
	n := len(c.C)
	other := studentsCase{Norm: c.Norm}
	for i := range n {
		other.C, other.U = append(other.C, c.C[(i+c.Shift)%n]), append(other.U, c.U[(i+c.Shift)%n])
	}
	renumbered, err := other.network()
	if err != nil {
		return m, err
	}
	m.renumbered = renumbered.Loss()

	teacher, w := c.vectors()
	for _, x := range append([][]float64{teacher}, w...) {
		floats.AddScaled(x, -2*floats.Dot(x, c.Mirror)/floats.Dot(c.Mirror, c.Mirror), c.Mirror)
	}
	reflected, err := sim.NewStudents(teacher, w)
	if err != nil {
		return m, err
	}
	m.reflected = reflected.Loss()
	// The reflected coordinates are off by δ = 20d·2⁻⁵²·size, which moves L by ‖∇L‖δ√n and, at second
	// order, by at most n times the largest curvature, 1, of δ².
	off := 20 * float64(len(teacher)*n) * props.UnitRoundoff * size
	m.turned = m.rounding.Plus(props.Truncation(off*(s.GradientNorm()+float64(n)*off), "rounding of the reflected coordinates"))
	return m, nil
}

// neuronNearOptimum checks ‖Σw − v‖² ≤ 8L, the angle that students with Σw = v need, and that the loss is covariant
// under scale, and invariant under reflections and the order of the students.
func neuronNearOptimum() props.Check {
	type judgement = props.Law[nearCase, nearMeasured]
	sum := func(factor float64) judgement {
		return func(_ nearCase, m nearMeasured, j *props.Judge) error {
			j.AtMost("‖Σw − v‖²", m.square, factor*m.loss, m.rounding.Times(factor))
			return nil
		}
	}
	// what is said of the angles when Σw = v, by which of them
	angle := func(name string, which func([]float64) float64) judgement {
		return func(c nearCase, m nearMeasured, j *props.Judge) error {
			if !c.Fit || m.products == 0 || m.loss <= 2*m.rounding.Size {
				return nil
			}
			need, err := theory.AngleNeeded(m.loss, m.products)
			if err != nil {
				return err
			}
			j.AtLeast(name, which(m.angles), need, props.Truncation(need*m.rounding.Size/m.loss, "rounding of L and of Σw"))
			return nil
		}
	}
	aligned := func(whatever bool) judgement {
		return func(c nearCase, m nearMeasured, j *props.Judge) error {
			if floats.Max(m.angles) == 0 && (c.Fit || whatever) {
				j.Equal("L of aligned students", m.loss, 0, m.rounding)
			}
			return nil
		}
	}
	eight, some, minimisers := sum(8), angle("max θ_i where Σw = v", floats.Max), aligned(false)
	return props.Property[nearCase, nearMeasured]{
		Of:    theory.NeuronNearOptimum,
		Cases: props.ByTier[int]{500, 5000, 100_000}, Grid: nearGrid(), Draw: drawNear, Measure: measureNear,
		Law: func(c nearCase, m nearMeasured, j *props.Judge) error {
			if err := eight(c, m, j); err != nil {
				return err
			}
			if err := some(c, m, j); err != nil {
				return err
			}
			if err := minimisers(c, m, j); err != nil {
				return err
			}
			j.Equal("L(2w, 2v)", m.doubled, 4*m.loss, props.Rounding(0, 1))
			j.Equal("L of the students renumbered", m.renumbered, m.loss, m.rounding)
			j.Equal("L of the reflected problem", m.reflected, m.loss, m.turned)
			return nil
		},
		Rivals: []props.Rival[nearCase, nearMeasured]{
			props.WrongLaw("‖Σw − v‖² ≤ 7.99 L", sum(7.99)),
			props.WrongLaw("‖Σw − v‖² ≤ 4L", sum(4)),
			props.WrongLaw("‖Σw − v‖² ≤ 16 L²", func(_ nearCase, m nearMeasured, j *props.Judge) error {
				j.AtMost("‖Σw − v‖²", m.square, 16*m.loss*m.loss, m.rounding)
				return nil
			}),
			props.WrongLaw("every angle as large as one must be", angle("min θ_i where Σw = v", floats.Min)),
			props.WrongLaw("aligned students are minimisers, whatever their sum", aligned(true)),
			props.WrongLaw("L(2w, 2v) = 8L", func(_ nearCase, m nearMeasured, j *props.Judge) error {
				j.Equal("L(2w, 2v)", m.doubled, 8*m.loss, m.rounding)
				return nil
			}),
		},
		Plants: []props.Plant[nearCase, nearMeasured]{props.Planted("8 / 1.02", sum(8/1.02))},
	}.Check()
}
