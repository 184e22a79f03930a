package singleindex

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// pathCase is a few steps of SGD on real data of a model of the zoo.
type pathCase struct {
	Model string  `draw:"model"`
	N     int     `draw:"N"`
	Steps int     `draw:"steps"`
	Rate  float64 `draw:"δ/N"`
}

func drawPath(t *rapid.T) pathCase {
	row := rapid.SampledFrom(pathZoo()).Draw(t, "model")
	return pathCase{
		Model: row.name,
		N:     rapid.IntRange(2, row.most).Draw(t, "N"),
		Steps: rapid.IntRange(1, 12).Draw(t, "steps"),
		Rate:  math.Exp2(rapid.Float64Range(-14, 0).Draw(t, "log2 δ/N")),
	}
}

// pathRow is a model fed with real data, up to the dimension that its tensors allow.
type pathRow struct {
	name  string
	most  int
	model sim.Model
	law   func(m float64, d sim.Draws, rate float64) float64 // of theory, where it states one
}

// pathZoo is the models whose chain is compared with real data.
func pathZoo() []pathRow {
	var rows []pathRow
	add := func(most int, model sim.Model, law func(float64, sim.Draws, float64) float64) {
		rows = append(rows, pathRow{model.String(), most, model, law})
	}
	layer := func(variance float64, u ...float64) {
		f := props.Must(sim.NewHermiteSeries(u...))
		model := props.Must(sim.NewSingleLayer(f, variance))
		add(40, model, func(m float64, d sim.Draws, rate float64) float64 {
			v := m*d.U + d.W*math.Sqrt((1-m)*(1+m))
			g := theory.SquaredLossPull(u, d.U, v, math.Sqrt(variance)*d.Noise)
			return theory.FeatureStep(m, d.U, d.W, d.Q, rate*g)
		})
	}
	tensor := func(most, p int, lambda float64) {
		model := props.Must(sim.NewTensorPCA(sim.TensorTerm{Order: p, Signal: lambda}))
		add(most, model, func(m float64, d sim.Draws, rate float64) float64 {
			return theory.TensorStep(m, lambda, p, d.W, d.Q, rate)
		})
	}
	other := func(model sim.Model) { add(40, model, nil) }

	layer(0, 0, 1)
	layer(0.25, 0.5, 0, 1)
	layer(0, 0, 0, 0, 1)
	layer(1, 0, 1, -0.5, 0.25, 0.125)
	tensor(12, 2, 1)
	tensor(6, 3, 2)
	tensor(5, 4, 1)
	other(props.Must(sim.NewSingleLayer(sim.ReLU{}, 0)))
	other(props.Must(sim.NewSingleLayer(sim.Abs{}, 0.5)))
	other(props.Must(sim.NewSingleLayer(sim.Tanh{}, 0)))
	other(props.Must(sim.NewMisspecified(sim.Tanh{}, sim.Sigmoid{}, 0.1)))
	other(props.Must(sim.NewLinear(1)))
	other(sim.NewLogistic())
	other(sim.NewPoisson())
	other(props.Must(sim.NewOnlinePCA(1.5)))
	other(props.Must(sim.NewMixture(1, 0)))
	other(props.Must(sim.NewMixture(1, 0.5)))
	two := props.Must(sim.NewTensorPCA(sim.TensorTerm{Order: 2, Signal: 1}, sim.TensorTerm{Order: 3, Signal: 2}))
	add(6, two, nil)
	return rows
}

// pathStep is one step on one sample: what the chain saw, and where each went.
type pathStep struct {
	m, rate        float64
	draws          sim.Draws
	vectors, chain float64 // the overlap after the step
	law            float64 // theory's, NaN where it states none
	size           float64 // ‖data‖ + ‖Euclidean gradient‖
	operations     int     // roundings in one entry of the gradient
	row            pathRow
}

func walkPath(c pathCase) ([]pathStep, error) {
	var row pathRow
	for _, z := range pathZoo() {
		if z.name == c.Model {
			row = z
		}
	}
	if row.model == nil {
		return nil, fmt.Errorf("model %q is not in the zoo", c.Model)
	}
	r := sim.NewRandom(props.Seed(0, props.Describe(c)))
	target, x := make([]float64, c.N), make([]float64, c.N)
	if err := sim.UniformSphere(target, r); err != nil {
		return nil, err
	}
	if err := sim.UniformSphere(x, r); err != nil {
		return nil, err
	}
	g, err := sim.NewSGD(row.model, target, x)
	if err != nil {
		return nil, err
	}
	chain, err := sim.NewChain(row.model, c.N, 0)
	if err != nil {
		return nil, err
	}
	steps := make([]pathStep, c.Steps)
	gradient := make([]float64, c.N)
	for t := range steps {
		s := g.Sample()
		row.model.Draw(s, r)
		step := pathStep{m: math.Max(-1, math.Min(1, g.Overlap())), rate: c.Rate, draws: g.Draws(), row: row, operations: 3, law: math.NaN()}
		row.model.Gradient(gradient, g.Point(), s)
		step.size = floats.Norm(gradient, 2) + floats.Norm(s.Y, 2)
		for _, y := range s.Tensors { // p ≤ 4 nested sums of N terms, p of them
			step.operations = 4 * (c.N + 5)
			step.size += 4 * floats.Norm(y, 2)
		}
		if err := chain.Restart(step.m); err != nil {
			return nil, err
		}
		delta := c.Rate * float64(c.N)
		step.chain = chain.Follow(step.draws, delta)
		if row.law != nil {
			step.law = row.law(step.m, step.draws, c.Rate)
		}
		step.vectors = g.Descend(delta)
		steps[t] = step
	}
	return steps, nil
}

// overlapAfter is the update of the claim from the parts of the gradient along e and
// orthogonal to it, B its squared length.
func overlapAfter(m, rate, along, rest float64) float64 {
	return (m - rate*along*math.Sqrt((1-m)*(1+m))) / math.Sqrt(1+rate*rate*(along*along+rest))
}

// pathTolerance allows for rounding, and for nothing else.
//
// Inner products of N terms give the chain's draws with an error of 2(N+k)·2⁻⁵² of the
// size of the data, and those divided by s = √(1−m²) one of that over s². What such an
// error in a draw does to m' is computed by moving the draw: the loss may be steep. The
// update on vectors rounds 5N+k+45 times vectors of length 1 and (δ/N)‖∇L‖, before it
// divides by the new norm.
func pathTolerance(c pathCase, p pathStep) props.Tolerance {
	after := func(d sim.Draws) (m, length float64) {
		along, rest := p.row.model.GradientParts(p.m, d)
		return overlapAfter(p.m, p.rate, along, rest), math.Sqrt(1 + p.rate*p.rate*(along*along+rest))
	}
	at, length := after(p.draws)
	h := 2 * float64(c.N+p.operations) * props.UnitRoundoff * (1 + p.size) / math.Max((1-p.m)*(1+p.m), props.UnitRoundoff)
	var moved float64
	for _, sign := range []float64{-1, 1} {
		for i := range 3 {
			d := p.draws
			switch i {
			case 0:
				d.U += sign * h
			case 1:
				d.W += sign * h
			case 2:
				d.Q = math.Max(0, d.Q+sign*2*(1+p.size)*h)
			}
			x, _ := after(d)
			moved += math.Abs(x - at)
		}
	}
	return props.Rounding(5*c.N+p.operations+45, (1+p.rate*p.size)/length).Plus(props.Truncation(moved, "the change of m' when rounding moves the draws"))
}

// chainPathwise checks that the O(1) chain is the N-dimensional update, on real data.
func chainPathwise() props.Check {
	compare := func(predict func(p pathStep, along, rest float64) float64) props.Law[pathCase, []pathStep] {
		return func(c pathCase, steps []pathStep, j *props.Judge) error {
			for _, p := range steps {
				along, rest := p.row.model.GradientParts(p.m, p.draws)
				j.Equal("m' on vectors", p.vectors, predict(p, along, rest), pathTolerance(c, p))
			}
			return nil
		}
	}
	return props.Property[pathCase, []pathStep]{
		Of:    theory.ChainPathwise,
		Cases: props.ByTier[int]{300, 2000, 20_000}, Draw: drawPath, Measure: walkPath,
		Law: func(c pathCase, steps []pathStep, j *props.Judge) error {
			if err := compare(func(p pathStep, _, _ float64) float64 { return p.chain })(c, steps, j); err != nil {
				return err
			}
			for _, p := range steps {
				if p.row.law != nil {
					j.Equal("m' on vectors, by the formula", p.vectors, p.law, pathTolerance(c, p))
				}
			}
			return nil
		},
		Rivals: []props.Rival[pathCase, []pathStep]{
			props.WrongLaw("drops χ²", compare(func(p pathStep, along, rest float64) float64 {
				return overlapAfter(p.m, p.rate, along, 0)
			})),
			props.WrongLaw("N−1 for N−2 degrees of freedom: counts the part along e twice", compare(func(p pathStep, along, rest float64) float64 {
				return overlapAfter(p.m, p.rate, along, rest+along*along)
			})),
			props.WrongLaw("forgets the projection", compare(func(p pathStep, along, rest float64) float64 {
				return (p.m - p.rate*along) / math.Sqrt(1+p.rate*p.rate*(along*along+rest))
			})),
			props.WrongLaw("wrong sign", compare(func(p pathStep, along, rest float64) float64 {
				return overlapAfter(p.m, p.rate, -along, rest)
			})),
			props.WrongLaw("forgets the normalisation", compare(func(p pathStep, along, rest float64) float64 {
				return overlapAfter(p.m, p.rate, along, rest) * math.Sqrt(1+p.rate*p.rate*(along*along+rest))
			})),
		},
		Plants: []props.Plant[pathCase, []pathStep]{
			props.Planted("the step × (1 + 1e-6)", compare(func(p pathStep, along, rest float64) float64 {
				return overlapAfter(p.m, p.rate, along*(1+1e-6), rest)
			})),
			props.Planted("χ² × (1 + 1e-6)", compare(func(p pathStep, along, rest float64) float64 {
				return overlapAfter(p.m, p.rate, along, rest*(1+1e-6))
			})),
		},
	}.Check()
}
