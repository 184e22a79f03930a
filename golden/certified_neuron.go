package golden

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"slices"

	"assay/sim"
	"assay/theory"
)

// kinds of states in certified/neuron.txt. Near the optimum Σw_i = v and all angles are
// about t, so that L ~ t³ and ∇L ~ t²; t ≥ 2e-6 for the first kind, L ≥ 5e-19.
const (
	nearOptimum = "optimum"
	farOptimum  = "far-optimum"
)

func generic(kind string) bool { return kind != nearOptimum && kind != farOptimum }

// only restricts a comparison to some records.
func only(when func(r *record) bool, compare func(r *record, c *comparison)) func(r *record, c *comparison) {
	return func(r *record, c *comparison) {
		if when(r) {
			compare(r, c)
		}
	}
}

func kindIs(kind string) func(r *record) bool {
	return func(r *record) bool { return r.text("kind") == kind }
}

func kindIsGeneric(r *record) bool { return generic(r.text("kind")) }

// onAxis reports whether the teacher is the first axis; then gradients are comparable
// component by component.
func onAxis(r *record) bool {
	v := r.inputs("v")[0]
	return v[0] == 1 && !slices.ContainsFunc(v[1:], func(x float64) bool { return x != 0 })
}

// students is the state of a record.
func students(r *record) (*sim.Students, error) {
	v, w := r.inputs("v")[0], r.inputs("w")
	if onAxis(r) {
		return inFrame(w)
	}
	return sim.NewStudents(v, w)
}

// inFrame is students of the teacher (1, 0, …).
func inFrame(w [][]float64) (*sim.Students, error) {
	c, u := make([]float64, len(w)), make([][]float64, len(w))
	for i, row := range w {
		c[i], u[i] = row[0], row[1:]
	}
	return sim.NewStudentsInFrame(1, c, u)
}

func state(r *record) string {
	return fmt.Sprintf("%s, v = (%s), w = (%s)", r.text("kind"), r.text("v"), r.text("w"))
}

// mirrored is λ₁ and λ₂ if the record is a mirror-symmetric pair of the teacher (1, 0).
func mirrored(r *record) (lambda1, lambda2 float64, ok bool) {
	w := r.inputs("w")
	if !onAxis(r) || len(w) != 2 || len(w[0]) != 2 || w[0][0] != w[1][0] || w[0][1] != -w[1][1] {
		return 0, 0, false
	}
	return w[0][0], w[0][1], true
}

// neuronQuantities is losses and gradients of given students.
func neuronQuantities() []quantity {
	simLoss := func(r *record, c *comparison) {
		s, err := students(r)
		loss := 0.0
		if err == nil {
			loss = s.Loss()
		}
		c.number(state(r), loss, r.value("loss"), err)
	}
	simGradient := func(r *record, c *comparison) {
		want := flat(r.values("gradient"))
		s, err := students(r)
		if err != nil || onAxis(r) {
			var got []float64
			if err == nil {
				got = s.Gradient(nil)
			}
			c.vector(state(r), got, want, err)
			return
		}
		c.number(state(r), s.GradientNorm(), norm(want), nil)
	}
	// A part of the gradient near the optimum, the teacher being (1, 0, …): across it, or
	// along it and then relative to ‖v‖ = 1, which is appended.
	part := func(along bool) func(r *record, c *comparison) {
		return func(r *record, c *comparison) {
			s, err := students(r)
			if err != nil {
				c.vector(state(r), nil, nil, err)
				return
			}
			var got []float64
			var want []*big.Float
			if along {
				got, want = append(got, 1), append(want, big.NewFloat(1))
			}
			for i, g := range s.Gradient(nil) {
				if (i%s.Axes() == 0) == along {
					got, want = append(got, g), append(want, flat(r.values("gradient"))[i])
				}
			}
			c.vector(state(r), got, want, nil)
		}
	}
	lawLoss := func(r *record, c *comparison) {
		loss, err := theory.NeuronLoss(r.inputs("v")[0], r.inputs("w"))
		c.number(state(r), loss, r.value("loss"), err)
	}
	lawGradient := func(r *record, c *comparison) {
		g, err := theory.NeuronGradient(r.inputs("v")[0], r.inputs("w"))
		c.vector(state(r), slices.Concat(g...), flat(r.values("gradient")), err)
	}
	pairLoss := func(compute func(lambda1, lambda2 float64) (float64, error)) func(r *record, c *comparison) {
		return func(r *record, c *comparison) {
			if lambda1, lambda2, ok := mirrored(r); ok {
				loss, err := compute(lambda1, lambda2)
				c.number(state(r), loss, r.value("loss"), err)
			}
		}
	}
	const wide = "320-bit arithmetic, rounded once"
	return []quantity{
		{name: "loss of n students", computation: "sim.Students.Loss", file: "neuron", floor: 14,
			reason:  "rounding of some ten terms, up to ten times as large as L",
			compare: only(kindIsGeneric, simLoss)},
		{name: "loss near the optimum, L ≥ 5e-19", computation: "sim.Students.Loss", file: "neuron", floor: 13,
			reason:  "Σc_i without rounding, and some ten terms of size t³, up to ten times as large as L",
			compare: only(kindIs(nearOptimum), simLoss)},
		{name: "loss near the optimum, L ≥ 1e-24", computation: "sim.Students.Loss", file: "neuron", floor: 13,
			reason:  "Σc_i without rounding, and some ten terms of size t³, up to ten times as large as L",
			compare: only(kindIs(farOptimum), simLoss)},
		{name: "gradient of n students", computation: "sim.Students.Gradient", file: "neuron", floor: 13,
			reason:  "rounding of some ten terms, up to a hundred times as large as ∇L",
			compare: only(kindIsGeneric, simGradient)},
		{name: "gradient across v, L ≥ 5e-19", computation: "sim.Students.Gradient", file: "neuron", floor: 14,
			reason:  "½Σu without rounding, and some ten terms of size t², as ∇L",
			compare: only(kindIs(nearOptimum), part(false))},
		{name: "gradient across v, L ≥ 1e-24", computation: "sim.Students.Gradient", file: "neuron", floor: 14,
			reason:  "½Σu without rounding, and some ten terms of size t², as ∇L",
			compare: only(kindIs(farOptimum), part(false))},
		{name: "gradient along v over ‖v‖, near the optimum", computation: "sim.Students.Gradient", file: "neuron", floor: 15,
			reason:  "½(Σc_i − ‖v‖) is rounded as the c_i are stored, to 2⁻⁵³ of ‖v‖",
			compare: only(func(r *record) bool { return !kindIsGeneric(r) }, part(true))},
		{name: "loss of n students", computation: "theory.NeuronLoss", file: "neuron", floor: 15, reason: wide, compare: lawLoss},
		{name: "gradient of n students", computation: "theory.NeuronGradient", file: "neuron", floor: 15, reason: wide, compare: lawGradient},
		{name: "loss of the pair, down to L = 1e-24", computation: "sim.Pair.Loss", file: "neuron", floor: 14,
			reason: "two terms in the ratio 4 : 3 and rounding of ten operations",
			compare: pairLoss(func(lambda1, lambda2 float64) (float64, error) {
				p, err := sim.NewPair(lambda1, lambda2)
				return p.Loss(), err
			})},
		{name: "loss of the pair, down to L = 1e-24", computation: "theory.PairLoss", file: "neuron", floor: 14,
			reason:  "two terms in the ratio 3 : 1 and rounding of ten operations",
			compare: pairLoss(theory.PairLoss)},
	}
}

// descentQuantities is runs of 1 to 10⁴ steps of gradient descent.
func descentQuantities() []quantity {
	const contracts = "rounding of each step, which descent contracts, and up to 100 in the ratio of terms to result"
	const adds = "10⁴ steps whose relative errors of some 2⁻⁵² add up like a random walk, three times as much in L"
	isPair := func(r *record) bool { return r.text("run") == "pair" || r.text("run") == "behind" }
	inFront := func(r *record) bool { return r.text("run") == "pair" }
	run := func(r *record) string { return fmt.Sprintf("run %s after %s steps", r.text("run"), r.text("steps")) }

	descended := func(r *record) (*sim.Students, error) {
		s, err := inFrame(r.inputs("start"))
		if err != nil {
			return nil, err
		}
		return s, s.Descend(context.Background(), r.input("eta"), []int{r.count("steps")}, func(int) error { return nil })
	}
	pairAt := func(r *record) (sim.Pair, error) {
		w := r.inputs("start")[0]
		p, err := sim.NewPair(w[0], w[1])
		if err != nil {
			return p, err
		}
		return pairAfter(p, r.input("eta"), r.count("steps"))
	}
	return []quantity{
		{name: "descent of n students: L", computation: "sim.Students.Descend", file: "descent", floor: 12, reason: adds,
			compare: func(r *record, c *comparison) {
				s, err := descended(r)
				loss := 0.0
				if err == nil {
					loss = s.Loss()
				}
				c.number(run(r), loss, r.value("loss"), err)
			}},
		{name: "descent of n students: c_i", computation: "sim.Students.Descend", file: "descent", floor: 13, reason: contracts,
			compare: func(r *record, c *comparison) {
				s, err := descended(r)
				var got []float64
				var want []*big.Float
				for i, w := range r.values("w") {
					if err == nil {
						got, want = append(got, s.Along(i)), append(want, w[0])
					}
				}
				c.vector(run(r), got, want, err)
			}},
		{name: "descent of n students: u_i", computation: "sim.Students.Descend", file: "descent", floor: 12, reason: adds,
			compare: func(r *record, c *comparison) {
				s, err := descended(r)
				var got []float64
				var want []*big.Float
				for i, w := range r.values("w") {
					if err == nil {
						got, want = append(got, s.Across(i)...), append(want, w[1:]...)
					}
				}
				c.vector(run(r), got, want, err)
			}},
		{name: "recurrence of the pair: L", computation: "sim.Pair.Descend", file: "descent", floor: 12, reason: adds,
			compare: only(isPair, func(r *record, c *comparison) {
				p, err := pairAt(r)
				c.number(run(r), p.Loss(), r.value("loss"), err)
			})},
		{name: "recurrence of the pair: λ₂", computation: "sim.Pair.Descend", file: "descent", floor: 12, reason: adds,
			compare: only(isPair, func(r *record, c *comparison) {
				p, err := pairAt(r)
				c.number(run(r), p.Lambda2(), r.values("w")[0][1], err)
			})},
		{name: "recurrence of the pair: 2λ₁ − 1, up to 100 steps", computation: "sim.Pair.Descend", file: "descent", floor: 12,
			reason: "100 steps of some 2⁻⁵²; later 34 digits of λ₁ have none of 2λ₁ − 1",
			compare: only(func(r *record) bool { return isPair(r) && r.count("steps") <= 100 }, func(r *record, c *comparison) {
				p, err := pairAt(r)
				want := new(big.Float).SetPrec(precision).Mul(r.values("w")[0][0], big.NewFloat(2))
				c.number(run(r), p.Excess(), want.Sub(want, big.NewFloat(1)), err)
			})},
		{name: "recurrence of the pair: λ₁", computation: "theory.PairStep", file: "descent", floor: 14,
			reason: "λ₁ → ½ forgets the rounding of earlier steps",
			compare: only(isPair, func(r *record, c *comparison) {
				lambda1, _, err := pairLaw(r)
				c.number(run(r), lambda1, r.values("w")[0][0], err)
			})},
		{name: "recurrence of the pair: λ₂", computation: "theory.PairStep", file: "descent", floor: 12, reason: adds,
			compare: only(isPair, func(r *record, c *comparison) {
				_, lambda2, err := pairLaw(r)
				c.number(run(r), lambda2, r.values("w")[0][1], err)
			})},
		{name: "recurrence of the pair: λ₂", computation: "theory.PairLambda2", file: "descent", floor: 12, reason: adds,
			compare: only(inFront, func(r *record, c *comparison) {
				lambda1, lambda2 := r.inputs("start")[0][0], r.inputs("start")[0][1]
				var err error
				for range r.count("steps") {
					next1, err1 := theory.PairLambda1(r.input("eta"), lambda1, lambda2)
					next2, err2 := theory.PairLambda2(r.input("eta"), lambda1, lambda2)
					if err = firstError(err, err1, err2); err != nil {
						break
					}
					lambda1, lambda2 = next1, next2
				}
				c.number(run(r), lambda2, r.values("w")[0][1], err)
			})},
	}
}

// pairLaw is the pair of a record after its steps, by the law.
func pairLaw(r *record) (lambda1, lambda2 float64, err error) {
	start, eta := r.inputs("start")[0], r.input("eta")
	lambda1, lambda2 = start[0], start[1]
	for range r.count("steps") {
		if lambda1, lambda2, err = theory.PairStep(eta, lambda1, lambda2); err != nil {
			break
		}
	}
	return lambda1, lambda2, err
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func flat(rows [][]*big.Float) []*big.Float { return slices.Concat(rows...) }

func norm(x []*big.Float) *big.Float {
	sum := new(big.Float).SetPrec(precision)
	for _, c := range x {
		sum.Add(sum, new(big.Float).SetPrec(precision).Mul(c, c))
	}
	return sum.Sqrt(sum)
}

// constantQuantities is the constant C of L (ηt)³ → C at given c.
func constantQuantities() []quantity {
	at := func(r *record) string { return fmt.Sprintf("c = (%s), d = %s", r.text("c"), r.text("d")) }
	const flatness = "rounding of some ten terms; at a critical point that of u does not count"
	return []quantity{
		{name: "constant C of L(ηt)³ at the critical point", computation: "sim.SlowFlow.Level", file: "constant", floor: 13, reason: flatness,
			compare: func(r *record, c *comparison) {
				f, err := sim.NewSlowFlow(r.inputs("c")[0], r.inputs("u"))
				level := math.NaN()
				if err == nil {
					level = f.Level()
				}
				c.number(at(r), 1/(27*level*level), r.value("C"), err)
			}},
		{name: "constant C of L(ηt)³ at the critical point", computation: "theory.CubicLoss, SlowConstant", file: "constant", floor: 13, reason: flatness,
			compare: func(r *record, c *comparison) {
				level, err1 := theory.CubicLoss(r.inputs("c")[0], r.inputs("u"))
				constant, err2 := theory.SlowConstant(level)
				c.number(at(r), constant, r.value("C"), firstError(err1, err2))
			}},
		{name: "constant C of L(ηt)³, the critical point found", computation: "theory.CriticalValue", file: "constant", floor: 12,
			reason: "the error of a value is of the order of the square of its residual, which is below 1e-7",
			compare: func(r *record, c *comparison) {
				shares := r.inputs("c")[0]
				found, err := theory.CriticalValue(shares, len(r.inputs("start")[0]), 12, 1)
				best := math.Inf(1)
				want, _ := r.value("C").Float64()
				for _, critical := range found {
					constant := 1 / (27 * critical.Value * critical.Value)
					if math.Abs(constant-want) < math.Abs(best-want) {
						best = constant
					}
				}
				c.number(at(r), best, r.value("C"), err)
			}},
		{name: "constant C of two students", computation: "theory.ConstantTwo", file: "constant", floor: 15, reason: "rounding of five operations",
			compare: only(func(r *record) bool { return r.count("n") == 2 }, func(r *record, c *comparison) {
				constant, err := theory.ConstantTwo(r.inputs("c")[0][0])
				c.number(at(r), constant, r.value("C"), err)
			})},
		{name: "constant C of balanced students", computation: "theory.BalancedConstant", file: "constant", floor: 14, reason: "rounding of ten operations",
			compare: only(func(r *record) bool { return r.text("c") == "0.25,0.25,0.25,0.25" || r.text("c") == "0.5,0.5" }, func(r *record, c *comparison) {
				constant, err := theory.BalancedConstant(r.count("n"), r.count("d"))
				c.number(at(r), constant, r.value("C"), err)
			})},
	}
}
