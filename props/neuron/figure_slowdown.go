package neuron

import (
	"context"
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
)

// slowdownStudents are the n of the table; each has the first n students of one start.
var slowdownStudents = []int{1, 2, 3, 5, 10}

// slowdownSteps is the last power of ten of the steps.
var slowdownSteps = props.ByTier[int]{100_000, 1_000_000, 10_000_000}

// stalled is the loss at which descent with step size η stands still: along v the step ½ηr is below half a
// unit in the last place of c ≤ 2, 2⁻⁵³, so that r ≤ 2⁻⁵²/η is left.
func stalled(eta float64) float64 { return math.Pow(0x1p-52/eta, 2) / 4 }

// slowdown is the headline in numbers: the loss after T = 10, 100, … steps of n = 1 and of n ≥ 2 students from
// one start, and the local exponent d log L/d log T over the octave before the last T at which the loss has not stalled.
func (f neuronFigure) slowdown(ctx context.Context, last int, seed uint64) (t props.Table, err error) {
	t.Title = "loss after T steps; n students are the first n of one start"
	var grid []int
	for step := 10; step <= last; step *= 10 {
		grid = append(grid, step/2, step)
		t.Columns = append(t.Columns, fmt.Sprintf("T = %d", step))
	}
	t.Columns = append(t.Columns, "local exponent", "at T")
	whole, err := sim.GaussianStart(sim.NewRandom(seed), slowdownStudents[len(slowdownStudents)-1], f.D, f.Sigma)
	if err != nil {
		return t, err
	}
	for _, n := range slowdownStudents {
		s, err := sim.NewStudents(f.teacher(), whole[:n])
		if err != nil {
			return t, err
		}
		seen, err := s.Losses(ctx, f.Eta, grid)
		if err != nil {
			return t, err
		}
		row, exponent, at := props.Row{Name: studentsName(n)}, math.NaN(), math.NaN()
		for i := 1; i < len(seen); i += 2 {
			half, o := seen[i-1], seen[i]
			row.Values = append(row.Values, o.Loss)
			if o.Loss > stalled(f.Eta) {
				exponent, at = sim.LocalExponent(half, o), float64(o.Step)
			}
		}
		row.Values = append(row.Values, exponent, at)
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}
