package neuron

import (
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
	"assay/theory/claim"
)

// pairCase is one step of gradient descent on two mirror-symmetric students.
type pairCase struct {
	Eta     float64 `draw:"eta"`
	Lambda1 float64 `draw:"lambda1"`
	Lambda2 float64 `draw:"lambda2"`
}

func drawPair(t *rapid.T) pairCase {
	return pairCase{
		Eta:     rapid.Float64Range(0.01, 1).Draw(t, "eta"),
		Lambda1: rapid.Float64Range(0.05, 2).Draw(t, "lambda1"),
		Lambda2: settled(rapid.Float64Range(0, 2).Draw(t, "lambda2")),
	}
}

// pairMeasured is where one step leads: for two students in the plane, who know nothing
// of the symmetry, and for the recurrence of the pair.
type pairMeasured struct {
	students [][]float64 // rows (c_i, u_i)
	next     sim.Pair
}

func stepPair(c pairCase) (m pairMeasured, err error) {
	p, err := sim.NewPair(c.Lambda1, c.Lambda2)
	if err != nil {
		return m, err
	}
	s, err := p.Students()
	if err != nil {
		return m, err
	}
	s.Step(c.Eta)
	return pairMeasured{s.State(), p.Next(c.Eta)}, nil
}

// pairRounding covers one step: 60 operations on components of the students, the teacher
// and the products of angles with them.
func pairRounding(c pairCase) props.Tolerance { return props.Rounding(60, 1+c.Lambda1+c.Lambda2) }

// recurrence is a law of the next value of λ₁ or λ₂.
type recurrence func(eta, lambda1, lambda2 float64) (float64, error)

// pairNext asserts a recurrence for λ₁ (component 0) or λ₂ (component 1), on both
// simulators.
func pairNext(component int, law recurrence) props.Law[pairCase, pairMeasured] {
	what := []string{"λ₁'", "λ₂'"}[component]
	return func(c pairCase, m pairMeasured, j *props.Judge) error {
		want, err := law(c.Eta, c.Lambda1, c.Lambda2)
		if err != nil {
			return err
		}
		j.Equal(what, m.students[0][component], want, pairRounding(c))
		if component == 0 {
			j.Equal(what+" of the recurrence", m.next.Lambda1(), want, pairRounding(c))
		} else {
			// the recurrence keeps λ₂ ≥ 0: past the teacher's line the students swap
			j.Equal(what+" of the recurrence", m.next.Lambda2(), math.Abs(want), pairRounding(c))
		}
		return nil
	}
}

// lambda1With is the recurrence of λ₁ with another last term.
func lambda1With(term func(theta, lambda1 float64) float64) recurrence {
	return func(eta, lambda1, lambda2 float64) (float64, error) {
		theta := math.Atan2(lambda2, lambda1)
		return 0.5 + (lambda1-0.5)*(1-eta*(1-theta/math.Pi+term(theta, lambda1))), nil
	}
}

// lambda2With is the recurrence of λ₂ with its two terms weighted.
func lambda2With(angle, sine, over float64) recurrence {
	return func(eta, lambda1, lambda2 float64) (float64, error) {
		theta := math.Atan2(lambda2, lambda1)
		return lambda2 * (1 - eta/over*(angle*theta+sine*(lambda1-0.5)/lambda1*math.Sin(2*theta))), nil
	}
}

func pairProperty(claim *claim.Claim, law, control props.Law[pairCase, pairMeasured], plants []props.Plant[pairCase, pairMeasured], rivals ...props.Rival[pairCase, pairMeasured]) props.Check {
	return props.Property[pairCase, pairMeasured]{
		Of: claim, Cases: props.ByTier[int]{200, 2000, 50_000}, Draw: drawPair, Measure: stepPair,
		Law: law, Control: control, Rivals: rivals, Plants: plants,
	}.Check()
}

// pairPlants is a recurrence whose change over a step is off by 10⁻⁶ of itself.
func pairPlants(component int, law recurrence) []props.Plant[pairCase, pairMeasured] {
	return []props.Plant[pairCase, pairMeasured]{
		props.Planted("the change of a step off by 10⁻⁶", pairNext(component, func(eta, lambda1, lambda2 float64) (float64, error) {
			next, err := law(eta, lambda1, lambda2)
			before := []float64{lambda1, lambda2}[component]
			return next + termOff*(next-before), err
		})),
	}
}

func pairRival(name string, component int, law recurrence) props.Rival[pairCase, pairMeasured] {
	return props.WrongLaw(name, pairNext(component, law))
}

// pairLambda1Printed attempts (21) as printed.
func pairLambda1Printed() props.Check {
	return pairProperty(theory.PairLambda1RecurrencePrinted,
		pairNext(0, theory.PairLambda1Printed), pairNext(0, theory.PairLambda1), pairPlants(0, theory.PairLambda1),
		pairRival("sin 2θ/(2λ₁)", 0, lambda1With(func(theta, l float64) float64 { return math.Sin(2*theta) / (2 * l) })),
		pairRival("without the sine", 0, lambda1With(func(float64, float64) float64 { return 0 })),
		pairRival("− sin 2θ/(2π)", 0, lambda1With(func(theta, _ float64) float64 { return -math.Sin(2*theta) / (2 * math.Pi) })),
	)
}

func pairLambda1() props.Check {
	return pairProperty(theory.PairLambda1Recurrence, pairNext(0, theory.PairLambda1), nil,
		append(pairPlants(0, theory.PairLambda1), props.Planted("sin 2θ/(2π) off by 10⁻⁶", pairNext(0, lambda1With(func(theta, _ float64) float64 {
			return (1 + termOff) * math.Sin(2*theta) / (2 * math.Pi)
		})))),
		pairRival("printed: sin 2θ/λ₁", 0, theory.PairLambda1Printed),
		pairRival("sin 2θ/π", 0, lambda1With(func(theta, _ float64) float64 { return math.Sin(2*theta) / math.Pi })),
		pairRival("− sin 2θ/(2π)", 0, lambda1With(func(theta, _ float64) float64 { return -math.Sin(2*theta) / (2 * math.Pi) })),
		pairRival("sin θ/(2π)", 0, lambda1With(func(theta, _ float64) float64 { return math.Sin(theta) / (2 * math.Pi) })),
	)
}

func pairLambda2() props.Check {
	return pairProperty(theory.PairLambda2Recurrence, pairNext(1, theory.PairLambda2), nil,
		append(pairPlants(1, theory.PairLambda2),
			props.Planted("2θ off by 10⁻⁶", pairNext(1, lambda2With(2*(1+termOff), 1, 2*math.Pi))),
			props.Planted("sin 2θ off by 10⁻⁶", pairNext(1, lambda2With(2, 1+termOff, 2*math.Pi)))),
		pairRival("η/π for η/2π", 1, lambda2With(2, 1, math.Pi)),
		pairRival("θ for 2θ", 1, lambda2With(1, 1, 2*math.Pi)),
		pairRival("sign of the sine", 1, lambda2With(2, -1, 2*math.Pi)),
		pairRival("without the sine", 1, lambda2With(2, 0, 2*math.Pi)),
	)
}

// symmetryCase is a run of two mirror-symmetric students in R^d.
type symmetryCase struct {
	pairCase
	Steps int `draw:"t"`
}

// pairSymmetry checks that the mirror symmetry persists under gradient descent that does
// not know of it. A rounding of one step is multiplied by 1 + ηΛ at most in each later
// one, Λ = 3 a bound of the curvature: E ∇f∇fᵀ adds n/2 = 1, and the term with ‖w_i‖ in
// the denominator (‖v‖ + ‖w_j‖)/(2π‖w_i‖) ≤ (1/0.25 + 1)/2π < 1, since λ₁ stays above
// min(λ₁(0), ½) ≥ ¼ for η ≤ ½.
func pairSymmetry() props.Check {
	type judgement = props.Law[symmetryCase, [][]float64]
	const curvature = 3
	mirror := func(image func(c symmetryCase, w []float64) []float64) judgement {
		return func(c symmetryCase, w [][]float64, j *props.Judge) error {
			growth := math.Pow(1+c.Eta*curvature, float64(c.Steps))
			t := props.Rounding(60*c.Steps, (1+c.Lambda1+c.Lambda2)*growth)
			for k, want := range image(c, w[0]) {
				j.Equal("w_2", w[1][k], want, t)
			}
			return nil
		}
	}
	run := func(step func(s *sim.Students, c symmetryCase) error) func(symmetryCase) ([][]float64, error) {
		return func(c symmetryCase) ([][]float64, error) {
			p, err := sim.NewPair(c.Lambda1, c.Lambda2)
			if err != nil {
				return nil, err
			}
			s, err := p.Students()
			if err != nil {
				return nil, err
			}
			for range c.Steps {
				if err := step(s, c); err != nil {
					return nil, err
				}
			}
			return s.State(), nil
		}
	}
	return props.Property[symmetryCase, [][]float64]{
		Of:    theory.PairSymmetry,
		Cases: props.ByTier[int]{200, 1000, 10_000},
		Draw: func(t *rapid.T) symmetryCase {
			c := symmetryCase{drawPair(t), rapid.IntRange(1, 12).Draw(t, "t")}
			c.Eta, c.Lambda1 = math.Min(c.Eta, 0.5), math.Max(c.Lambda1, 0.25)
			return c
		},
		Measure: run(func(s *sim.Students, c symmetryCase) error { s.Step(c.Eta); return nil }),
		Law:     mirror(func(_ symmetryCase, w []float64) []float64 { return []float64{w[0], -w[1]} }),
		Rivals: []props.Rival[symmetryCase, [][]float64]{
			props.WrongSimulator("students updated one after the other", run(func(s *sim.Students, c symmetryCase) error {
				for i := range 2 {
					if err := stepOne(s, i, c.Eta); err != nil {
						return err
					}
				}
				return nil
			})),
			props.WrongSimulator("only the first student moves", run(func(s *sim.Students, c symmetryCase) error { return stepOne(s, 0, c.Eta) })),
			props.WrongLaw("students coincide", mirror(func(_ symmetryCase, w []float64) []float64 { return w })),
			props.WrongLaw("point reflection", mirror(func(_ symmetryCase, w []float64) []float64 { return []float64{-w[0], -w[1]} })),
		},
		Plants: []props.Plant[symmetryCase, [][]float64]{
			props.Planted("the image off by 10⁻⁶", mirror(func(_ symmetryCase, w []float64) []float64 { return []float64{w[0], -(1 + termOff) * w[1]} })),
			props.PlantedSimulator("the second student's step off by 10⁻⁶", run(func(s *sim.Students, c symmetryCase) error {
				before := s.State()
				s.Step(c.Eta)
				w := s.State()
				for k := range w[1] {
					w[1][k] += termOff * (w[1][k] - before[1][k])
				}
				next, err := sim.NewStudentsInFrame(s.TeacherNorm(), []float64{w[0][0], w[1][0]}, [][]float64{w[0][1:], w[1][1:]})
				if err == nil {
					*s = *next
				}
				return err
			})),
		},
	}.Check()
}

// stepOne moves student i alone.
func stepOne(s *sim.Students, i int, eta float64) error {
	g := s.Gradient(nil)
	w := s.State()
	var c []float64
	var u [][]float64
	for k, row := range w {
		if k == i {
			for a := range row {
				row[a] -= eta * g[i*len(row)+a]
			}
		}
		c, u = append(c, row[0]), append(u, row[1:])
	}
	next, err := sim.NewStudentsInFrame(s.TeacherNorm(), c, u)
	if err == nil {
		*s = *next
	}
	return err
}
