package neuron

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// studentsCase is n students w_i = c_i v̄ + u_i of a teacher of norm ‖v‖, v̄ the first
// axis: the numbers are the inputs of both witnesses, to the bit.
type studentsCase struct {
	Norm float64     `draw:"‖v‖"`
	C    []float64   `draw:"c"`
	U    [][]float64 `draw:"u"`
}

// vectors is the same case in R^d.
func (c studentsCase) vectors() (teacher []float64, students [][]float64) {
	teacher = make([]float64, 1+len(c.U[0]))
	teacher[0] = c.Norm
	for i, ci := range c.C {
		students = append(students, append([]float64{ci}, c.U[i]...))
	}
	return teacher, students
}

// drawStudents draws students anywhere, or so close to an optimum that L is as small as
// t⁻³ makes it: transverse parts and Σc_i − ‖v‖ of relative size 10^{−closeness}.
func drawStudents(t *rapid.T) studentsCase {
	n := rapid.IntRange(1, 8).Draw(t, "n")
	k := rapid.IntRange(0, 9).Draw(t, "d − 1")
	closeness := rapid.IntRange(0, 8).Draw(t, "closeness")
	c := studentsCase{Norm: rapid.Float64Range(0.25, 4).Draw(t, "‖v‖")}
	scale := math.Pow(10, -float64(closeness))
	sum := 0.0
	for range n {
		ci := rapid.Float64Range(-2, 2).Draw(t, "c_i")
		if closeness > 0 {
			ci = 0.1 + math.Abs(ci)
		}
		sum += ci
		u := rapid.SliceOfN(rapid.Float64Range(-1, 1), k, k).Draw(t, "u_i")
		for a := range u {
			u[a] = settled(u[a])
		}
		c.C, c.U = append(c.C, settled(ci)), append(c.U, floats.ScaleTo(make([]float64, k), scale*c.Norm, u))
	}
	if closeness > 0 {
		off := rapid.Float64Range(-1, 1).Draw(t, "Σc_i − ‖v‖")
		for i := range c.C {
			c.C[i] *= c.Norm * (1 + scale*scale*off) / sum
		}
	}
	return c
}

// settled is x, or 0 where x is so small that rapid means 0: sim refuses a direction
// whose square underflows.
func settled(x float64) float64 {
	if math.Abs(x) < 1e-6 {
		return 0
	}
	return x
}

// network is sim's state of the case; a student too near 0 has no direction to speak of.
func (c studentsCase) network() (*sim.Students, error) {
	for i := range c.C {
		if math.Hypot(c.C[i], floats.Norm(c.U[i], 2)) < 1e-12 {
			return nil, props.Invalid("a student of norm below 1e-12")
		}
	}
	return sim.NewStudentsInFrame(c.Norm, c.C, c.U)
}

// Closed forms of the loss are sums of ¼‖r‖² and of lunes ‖a‖‖b‖h(∠)/2π with
// h(t) ≤ t³/3: lossSize is the sum of their sizes, with ‖r‖ replaced by what its own
// rounding makes of it. Near an optimum it is of the order of L, so that what is
// asserted there is relative accuracy.
func lossSize(s *sim.Students) float64 {
	total := s.TeacherNorm()
	for i := range s.Len() {
		total += s.Norm(i)
	}
	r := floats.Norm(s.Residual(), 2)
	size := r*r + r*total*math.Sqrt(props.UnitRoundoff)*math.Sqrt(props.UnitRoundoff) + total*total*props.UnitRoundoff*props.UnitRoundoff
	cube := func(x float64) float64 { return x * x * x }
	for i := range s.Len() {
		size += s.Norm(i) * s.TeacherNorm() * cube(s.Angle(i))
		for j := range i {
			size += s.Norm(i) * s.Norm(j) * cube(s.Between(i, j))
		}
	}
	return size
}

// lossRounding allows for the rounding of sim's closed form: 30 operations a pair.
// The residual r = Σw − v is itself rounded by its terms, of size S = ‖v‖ + Σ‖w_i‖,
// which moves ¼‖r‖² by ½‖r‖·δ + ¼δ², δ = (n+1)·2⁻⁵²·S.
func lossRounding(s *sim.Students) props.Tolerance {
	n := s.Len()
	total := s.TeacherNorm()
	for i := range n {
		total += s.Norm(i)
	}
	r := floats.Norm(s.Residual(), 2)
	return props.Rounding(30*(n+1)*(n+1), lossSize(s)).
		Plus(props.Rounding(n+1, r*total)).
		Plus(props.Rounding(n+1, float64(n+1)*props.UnitRoundoff*total*total))
}

// termOff is the relative error of one term by which an identity is planted.
const termOff = 1e-6

type lossMeasured struct {
	closed     float64
	definition float64 // by quadrature of the definition
	exact      float64 // theory's, to 15 digits
	size       float64 // ‖v‖ + Σ‖w_i‖
	start      *sim.Students
	rounding   props.Tolerance // of the closed form
}

// neuronLoss checks (23): the closed form, and the definition, against a second closed
// form in high precision.
func neuronLoss() props.Check {
	type judgement = props.Law[studentsCase, lossMeasured]
	says := func(form func(c studentsCase, s *sim.Students) float64) judgement {
		return func(c studentsCase, m lossMeasured, j *props.Judge) error {
			j.Equal("L", m.closed, form(c, m.start), m.rounding)
			return nil
		}
	}
	lunes := func(h func(float64) float64, quarter, pairs float64) judgement {
		return says(func(_ studentsCase, s *sim.Students) float64 {
			r := s.Residual()
			sum := quarter * floats.Dot(r, r)
			for i := range s.Len() {
				sum -= s.Norm(i) * s.TeacherNorm() * h(s.Angle(i)) / (2 * math.Pi)
				for k := range i {
					sum += pairs * s.Norm(i) * s.Norm(k) * h(s.Between(i, k)) / (2 * math.Pi)
				}
			}
			return sum
		})
	}
	h := func(t float64) float64 { return math.Sin(t) - t*math.Cos(t) }
	// with is (23) with its square and its pairs off by a share of themselves
	with := func(square, pairs float64) judgement {
		return func(c studentsCase, m lossMeasured, j *props.Judge) error {
			r := m.start.Residual()
			want := m.exact + square*floats.Dot(r, r)/4
			for i := range m.start.Len() {
				for k := range i {
					want += pairs * m.start.Norm(i) * m.start.Norm(k) * h(m.start.Between(i, k)) / (2 * math.Pi)
				}
			}
			j.Equal("L in closed form", m.closed, want, m.rounding)
			n := len(c.C) + 1
			// n(n+1)/2 integrals of 16 nodes, each of size S² at most
			j.Equal("E ½(f − g)² by quadrature", m.definition, want, props.Rounding(16*n*n, m.size*m.size))
			return nil
		}
	}
	return props.Property[studentsCase, lossMeasured]{
		Of:    theory.NeuronLossClosedForm,
		Cases: props.ByTier[int]{200, 1000, 5000}, Draw: drawStudents,
		Measure: func(c studentsCase) (m lossMeasured, err error) {
			s, err := c.network()
			if err != nil {
				return m, err
			}
			teacher, students := c.vectors()
			m.closed, m.start, m.rounding = s.Loss(), s, lossRounding(s)
			if m.definition, err = sim.QuadratureLoss(teacher, students); err != nil {
				return m, err
			}
			m.size = s.TeacherNorm()
			for i := range s.Len() {
				m.size += s.Norm(i)
			}
			m.exact, err = theory.NeuronLoss(teacher, students)
			return m, err
		},
		Law: with(0, 0),
		Rivals: []props.Rival[studentsCase, lossMeasured]{
			props.WrongLaw("h(t) = sin t − t", lunes(func(t float64) float64 { return math.Sin(t) - t }, 0.25, 1)),
			props.WrongLaw("½‖r‖² for ¼‖r‖²", lunes(h, 0.5, 1)),
			props.WrongLaw("each pair counted twice", lunes(h, 0.25, 2)),
			props.WrongLaw("without the ½ of the definition", says(func(c studentsCase, s *sim.Students) float64 { return 2 * s.Loss() })),
		},
		Plants: []props.Plant[studentsCase, lossMeasured]{
			props.Planted("¼‖r‖² off by 10⁻⁶", with(termOff, 0)),
			props.Planted("the pairs off by 10⁻⁶", with(0, termOff)),
		},
	}.Check()
}

type gradientPair struct {
	sim, law [][]float64
	size     []float64 // of the terms of each ∇_i
}

// neuronGradient checks (4): the closed-form gradient is the derivative of the loss. The
// law is the derivative of another form of the loss, in high precision.
func neuronGradient() props.Check {
	type judgement = props.Law[studentsCase, gradientPair]
	compare := func(law func(c studentsCase, g gradientPair, s *sim.Students) [][]float64) judgement {
		return func(c studentsCase, g gradientPair, j *props.Judge) error {
			s, err := c.network()
			if err != nil {
				return err
			}
			n := len(c.C)
			for i, row := range law(c, g, s) {
				for k, want := range row {
					j.Equal("∇L", g.sim[i][k], want, props.Rounding(40*(n+1), g.size[i]))
				}
			}
			return nil
		}
	}
	closed := func(sine, angle, half float64) judgement {
		return compare(func(c studentsCase, _ gradientPair, s *sim.Students) [][]float64 {
			teacher, w := c.vectors()
			return closedGradient(s, teacher, w, sine, angle, half)
		})
	}
	return props.Property[studentsCase, gradientPair]{
		Of:    theory.NeuronGradientClosedForm,
		Cases: props.ByTier[int]{200, 1000, 5000}, Draw: drawStudents,
		Measure: func(c studentsCase) (g gradientPair, err error) {
			s, err := c.network()
			if err != nil {
				return g, err
			}
			teacher, w := c.vectors()
			flat := s.Gradient(nil)
			m := len(teacher)
			r := floats.Norm(s.Residual(), 2)
			for i := range w {
				g.sim = append(g.sim, flat[i*m:(i+1)*m])
				// ½r, whose terms are of size S; (sin θ_ij − θ_ij)-like sums, of size ‖w_j‖θ_ij
				size := r + s.TeacherNorm()*s.Angle(i)
				for k := range w {
					size += s.Norm(k) * (1 + s.Between(i, k))
				}
				g.size = append(g.size, size+s.TeacherNorm())
			}
			g.law, err = theory.NeuronGradient(teacher, w)
			return g, err
		},
		Law: compare(func(_ studentsCase, g gradientPair, _ *sim.Students) [][]float64 { return g.law }),
		Rivals: []props.Rival[studentsCase, gradientPair]{
			props.WrongLaw("without ½ before r", closed(1, 1, 1)),
			props.WrongLaw("sign of the angles", closed(1, -1, 0.5)),
			props.WrongLaw("sines left out", closed(0, 1, 0.5)),
		},
		Plants: []props.Plant[studentsCase, gradientPair]{
			props.Planted("½ r off by 10⁻⁶", closed(1, 1, (1+termOff)/2)),
			props.Planted("the sines off by 10⁻⁶", closed(1+termOff, 1, 0.5)),
			props.Planted("the angles off by 10⁻⁶", closed(1, 1+termOff, 0.5)),
		},
	}.Check()
}

// closedGradient is the form of (4) with its coefficients free; 1, 1, ½ are the right ones.
//
//	∇_i = half·r + (1/2π)[sine(Σ_j ‖w_j‖ sin θ_ij − ‖v‖ sin θ_i) w̄_i − angle(Σ_j θ_ij w_j − θ_i v)]
func closedGradient(s *sim.Students, teacher []float64, w [][]float64, sine, angle, half float64) [][]float64 {
	r := append([]float64(nil), teacher...)
	floats.Scale(-1, r)
	for _, wi := range w {
		floats.Add(r, wi)
	}
	rows := make([][]float64, len(w))
	for i, wi := range w {
		row := floats.ScaleTo(make([]float64, len(teacher)), half, r)
		pull := -s.TeacherNorm() * math.Sin(s.Angle(i))
		floats.AddScaled(row, angle*s.Angle(i)/(2*math.Pi), teacher)
		for k, wk := range w {
			if k != i {
				pull += s.Norm(k) * math.Sin(s.Between(i, k))
				floats.AddScaled(row, -angle*s.Between(i, k)/(2*math.Pi), wk)
			}
		}
		floats.AddScaled(row, sine*pull/(2*math.Pi*s.Norm(i)), wi)
		rows[i] = row
	}
	return rows
}
