package golden

import (
	"context"
	"fmt"

	"assay/sim"
)

const (
	neuronSteps = 200
	neuronEta   = 0.05
	neuronSeed  = 31
)

// neuronPins pins gradient descent of n students in their span and in the whole space,
// and the random starts. A step is counted at 16 operations for each student and
// component; descent contracts, and the growth is that of relative errors of the loss
// and of the gradient where they are small.
func neuronPins() []Pin {
	var pins []Pin
	for _, n := range []int{1, 2, 3, 5} {
		for _, frame := range []struct {
			name, kernel string
			make         func(teacher []float64, students [][]float64) (*sim.Students, error)
		}{
			{"span", "sim.NewStudents, Students.Step", sim.NewStudents},
			{"space", "sim.NewStudentsUnreduced, Students.Step", sim.NewStudentsUnreduced},
		} {
			d := n + 2
			pins = append(pins, Pin{
				Name: fmt.Sprintf("neuron/n%d-%s", n, frame.name), Kernel: frame.kernel, Seed: neuronSeed, Random: true,
				What: fmt.Sprintf("loss, gradient, components along v and angles to it of %d students from N(0, ¼I) in R^%d, teacher (0.6, 0.8, 0, …), η = %v, in the %s",
					n, d, neuronEta, frame.name),
				Why:     "Every rate of the single neuron is measured on this descent; the span and the space must not drift apart.",
				Columns: neuronColumns(n, d),
				replay: func() ([][]float64, error) {
					return neuronRun(n, d, neuronSeed, frame.make, func(s *sim.Students) *sim.Students { s.Step(neuronEta); return s })
				},
			})
		}
	}
	return append(pins,
		Pin{
			Name: "neuron/warm-up", Kernel: "sim.Students.WarmUp", Seed: 32, Random: true,
			What:    "number and total size of the steps of a warm-up to η = 0.1 from three students of N(0, σ²I) in R³, σ = 10⁻¹, …, 10⁻⁶, and the loss after it",
			Why:     "A large step from a small start unbalances the students for good and with them the constant of t⁻³.",
			Columns: []Column{exact("decade", "the input"), exact("steps", "a count"), rounded("time", 500, 128, 4), rounded("loss", 500, 128, 4)},
			replay:  warmUpRun,
		},
		Pin{
			Name: "neuron/starts", Kernel: "sim.GaussianStart, MirrorStart, NearDegenerateStart, NearOppositeStart", Seed: 33, Random: true,
			What: "the two students of each start in R³, a row for each student: Gaussian, mirror, near-degenerate and near-opposite with ε = 0.01",
			Why:  "The order in which a start takes its draws is part of what a seed means.",
			Columns: []Column{exact("row", "a count"), rounded("x1", 1, 64, 1).atLeast(0.1),
				rounded("x2", 1, 64, 1).atLeast(0.1), rounded("x3", 1, 64, 1).atLeast(0.1)},
			replay: neuronStartsRun,
		},
	)
}

func neuronColumns(n, d int) []Column {
	operations := 16 * n * d
	columns := []Column{step(), rounded("loss", neuronSteps, operations, 16), rounded("gradient", neuronSteps, operations, 16)}
	for i := range n {
		columns = append(columns, rounded(fmt.Sprintf("along%d", i+1), neuronSteps, operations, 1).atLeast(0.1))
	}
	for i := range n {
		columns = append(columns, rounded(fmt.Sprintf("angle%d", i+1), neuronSteps, operations, 4))
	}
	return columns
}

// neuronTeacher is (0.6, 0.8, 0, …) in R^d: of length 1 and on no axis.
func neuronTeacher(d int) []float64 {
	v := make([]float64, d)
	v[0], v[1] = 0.6, 0.8
	return v
}

// neuronRun is the observations of gradient descent, next being one step of it.
func neuronRun(n, d int, seed uint64, frame func([]float64, [][]float64) (*sim.Students, error), next func(*sim.Students) *sim.Students) ([][]float64, error) {
	start, err := sim.GaussianStart(sim.NewRandom(seed), n, d, 0.5)
	if err != nil {
		return nil, err
	}
	s, err := frame(neuronTeacher(d), start)
	if err != nil {
		return nil, err
	}
	grid, err := sim.LogGrid(1, neuronSteps, 6)
	if err != nil {
		return nil, err
	}
	rows, done := [][]float64{neuronRow(0, s)}, 0
	for _, t := range grid {
		for ; done < t; done++ {
			s = next(s)
		}
		rows = append(rows, neuronRow(t, s))
	}
	return rows, nil
}

func neuronRow(t int, s *sim.Students) []float64 {
	row := []float64{float64(t), s.Loss(), s.GradientNorm()}
	for i := range s.Len() {
		row = append(row, s.Along(i))
	}
	for i := range s.Len() {
		row = append(row, s.Angle(i))
	}
	return row
}

func warmUpRun() ([][]float64, error) {
	var rows [][]float64
	sigma := 1.0
	for decade := 1; decade <= 6; decade++ {
		sigma /= 10
		start, err := sim.GaussianStart(sim.NewRandom(32), 3, 3, sigma)
		if err != nil {
			return nil, err
		}
		s, err := sim.NewStudents(neuronTeacher(3), start)
		if err != nil {
			return nil, err
		}
		steps, time, err := s.WarmUp(context.Background(), 0.1, 10_000)
		if err != nil {
			return nil, err
		}
		rows = append(rows, []float64{float64(decade), float64(steps), time, s.Loss()})
	}
	return rows, nil
}

func neuronStartsRun() ([][]float64, error) {
	v := neuronTeacher(3)
	gaussian, err := sim.GaussianStart(sim.NewRandom(33), 2, 3, 0.5)
	if err != nil {
		return nil, err
	}
	mirror, err := sim.MirrorStart(v, gaussian[0])
	if err != nil {
		return nil, err
	}
	degenerate, err := sim.NearDegenerateStart(sim.NewRandom(33), v, 2, 0.5, 0.01)
	if err != nil {
		return nil, err
	}
	opposite, err := sim.NearOppositeStart(sim.NewRandom(33), v, 2, 0.5, 0.01)
	if err != nil {
		return nil, err
	}
	var rows [][]float64
	for _, start := range [][][]float64{gaussian, mirror, degenerate, opposite} {
		for _, w := range start {
			rows = append(rows, append([]float64{float64(len(rows))}, w...))
		}
	}
	return rows, nil
}
