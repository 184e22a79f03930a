package neuron

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// descent is gradient descent of the first students of one random start, as figures show it.
type descent struct {
	n    int
	seen []sim.Observation // at a step and at half of it, by turns
	end  snapshot
}

// The runs that figures show: ‖v‖ = 1, d = 5, σ = .1.
const (
	drawnDimension, drawnSigma, drawnEta = 5, 0.1, 0.2
	drawnPerDecade                       = 12
)

// drawnSteps is how far they go.
var drawnSteps = props.ByTier[int]{200_000, 1_000_000, 10_000_000}

const drawnCaption = "Teacher of norm 1 in d = 5, w_i(0) ~ N(0, σ²I) with σ = .1, η = .2; n students are the first n of one start."

// descents runs the first n students for each n, from the first of the starts in which none lies opposite to the teacher: there
// it would die, and be no student.
func descents(ctx context.Context, tier props.Tier, seed props.Seeding, students ...int) (runs []descent, err error) {
	grid, err := sim.LogGrid(2, drawnSteps.At(tier), drawnPerDecade)
	if err != nil {
		return nil, err
	}
	var steps []int
	for _, t := range grid {
		steps = append(steps, t/2, t)
	}
	all := slices.Compact(slices.Sorted(slices.Values(steps)))
	teacher := make([]float64, drawnDimension)
	teacher[0] = 1
	const starts = 16
	for draw := range starts {
		whole, err1 := sim.GaussianStart(sim.NewRandom(seed(0, draw)), slices.Max(students), drawnDimension, drawnSigma)
		if err1 != nil {
			return nil, err1
		}
		runs, err = nil, nil
		for _, n := range students {
			var r descent
			if r, err = descend(ctx, teacher, whole[:n], all, steps); err != nil {
				break
			}
			runs = append(runs, r)
		}
		if !errors.Is(err, props.ErrInvalid) {
			return runs, err
		}
	}
	return nil, err
}

func descend(ctx context.Context, teacher []float64, start [][]float64, all, steps []int) (r descent, err error) {
	s, err := sim.NewStudents(teacher, start)
	if err != nil {
		return r, err
	}
	seen, err := s.Losses(ctx, drawnEta, all)
	if err != nil {
		return r, err
	}
	at := map[int]sim.Observation{}
	for _, o := range seen {
		at[o.Step] = o
	}
	for _, t := range steps {
		r.seen = append(r.seen, at[t])
	}
	last := all[len(all)-1]
	r.n = len(start)
	r.end, err = observe(s, last, drawnEta*float64(last), drawnEta)
	return r, err
}

// line is a quantity of the run against ηt, from a time on and as long as the loss has not stalled.
func (r descent) line(from float64, of func(half, o sim.Observation) float64) props.Curve {
	c := props.Curve{Name: studentsName(r.n), Hue: hueOf(r.n)}
	for i := 1; i < len(r.seen); i += 2 {
		if o := r.seen[i]; o.Time >= from && o.Loss > stalled(drawnEta) {
			c.X, c.Y = append(c.X, o.Time), append(c.Y, of(r.seen[i-1], o))
		}
	}
	return c
}

// hueOf is one colour for each n in all figures.
func hueOf(n int) int { return slices.Index([]int{1, 2, 3, 5}, n) + 1 }

// plotSlowdown draws the loss of one student and of several against the time, on logarithmic axes.
func plotSlowdown(ctx context.Context, tier props.Tier, seed props.Seeding) (props.Plot, error) {
	p := props.Plot{
		X: props.Axis{Label: "time ηt", Log: true}, Y: props.Axis{Label: "loss L", Log: true},
		Caption: "One student falls exponentially, off the picture. As soon as there are two, the loss is a power of the time: its line is parallel to the broken one, 1/t³. " + drawnCaption,
	}
	runs, err := descents(ctx, tier, seed, 1, 2, 3)
	if err != nil {
		return p, err
	}
	for _, r := range runs {
		p.Curves = append(p.Curves, r.line(1, func(_, o sim.Observation) float64 { return o.Loss }))
	}
	x := p.Curves[len(p.Curves)-1].X
	bound := props.Curve{Name: "(π²/6) / (ηt)³", Reference: true}
	for _, t := range []float64{5, x[len(x)-1]} {
		bound.X, bound.Y = append(bound.X, t), append(bound.Y, theory.ConstantBound/(t*t*t))
	}
	p.Curves = append(p.Curves, bound)
	return p, nil
}

// plotLocal draws the local exponent of the loss over each octave.
func plotLocal(ctx context.Context, tier props.Tier, seed props.Seeding) (props.Plot, error) {
	p := props.Plot{
		X: props.Axis{Label: "time ηt", Log: true}, Y: props.Axis{Label: "local exponent of L, from ηt/2 to ηt"},
		Caption: "The exponent d log L/d log t of the loss, octave by octave. For n = 2, 3 and 5 it comes to −3 and stays there. " + drawnCaption,
	}
	runs, err := descents(ctx, tier, seed, 2, 3, 5)
	if err != nil {
		return p, err
	}
	const from = 20 // before, the students still fit the teacher's length
	for _, r := range runs {
		p.Curves = append(p.Curves, r.line(from, sim.LocalExponent))
	}
	x := p.Curves[0].X
	p.Curves = append(p.Curves, props.Curve{Name: "−3", X: []float64{from, x[len(x)-1]}, Y: []float64{theory.LossExponent, theory.LossExponent}, Reference: true})
	return p, nil
}

// plotConstant draws L(ηt)³ beside the constant that theory computes from the direction in which each run ends.
func plotConstant(ctx context.Context, tier props.Tier, seed props.Seeding) (props.Plot, error) {
	p := props.Plot{
		X: props.Axis{Label: "time ηt", Log: true}, Y: props.Axis{Label: "L (ηt)³"},
		Caption: "The constant of the power law. Broken: 1/(27ℓ²), ℓ the value of the cubic part of the loss in the direction in which the run ends, by theory and from no loss. " +
			"Each line comes to its own, at the pace of 1/t; none of the three ends above π²/6. " + drawnCaption,
	}
	runs, err := descents(ctx, tier, seed, 2, 3, 5)
	if err != nil {
		return p, err
	}
	t := props.Table{Title: "constants", Columns: []string{"L (ηt)³ at the end", "1/(27ℓ²)", "at ηt"}}
	const from = 20
	for _, r := range runs {
		c, err := theory.SlowConstant(r.end.slope.Level)
		if err != nil {
			return p, err
		}
		line := r.line(from, func(_, o sim.Observation) float64 { return o.Loss * math.Pow(o.Time, 3) })
		last := len(line.X) - 1
		p.Curves = append(p.Curves, line, props.Curve{Name: fmt.Sprintf("1/(27ℓ²), n = %d", r.n), X: []float64{from, line.X[last]}, Y: []float64{c, c},
			Reference: true, Hue: line.Hue, Unlisted: true})
		t.Rows = append(t.Rows, props.Row{Name: line.Name, Values: []float64{line.Y[last], c, line.X[last]}})
	}
	p.Tables = append(p.Tables, t)
	return p, nil
}
