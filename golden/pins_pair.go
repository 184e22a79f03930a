package golden

import (
	"context"
	"fmt"

	"assay/sim"
)

const (
	pairSteps = 10_000
	pairWhy   = "The misprint of Xu, Du 2023, (21) is refuted on this recurrence, and the constant π²/6 is read off it."
)

// pairPins pins the recurrence of two mirror-symmetric students. A step has 16
// operations and both λ₂ and H contract, so that relative errors add up at most; the
// loss is of third degree in λ₂ and doubles them once more.
func pairPins() []Pin {
	columns := []Column{step(), rounded("excess", pairSteps, 16, 1), rounded("lambda2", pairSteps, 16, 1), rounded("loss", pairSteps, 16, 6)}
	return []Pin{
		{
			Name: "pair/recurrence", Kernel: "sim.Pair.Descend", Columns: columns, Why: pairWhy,
			What: "H = 2λ₁ − 1, λ₂ and L from λ = (0.2478, 1.2788), η = 0.3",
			replay: func() ([][]float64, error) {
				return pairRun(0.2478, 1.2788, func(p sim.Pair, steps int) (sim.Pair, error) { return pairAfter(p, 0.3, steps) })
			},
		},
		{
			Name: "pair/behind", Kernel: "sim.Pair.Descend", Columns: columns,
			What: "H = 2λ₁ − 1, λ₂ and L from λ = (−0.4, 0.3), behind the teacher, η = 0.05",
			Why:  "For λ₁ < 0 the students see each other on the other side; the recurrence has terms of its own there.",
			replay: func() ([][]float64, error) {
				return pairRun(-0.4, 0.3, func(p sim.Pair, steps int) (sim.Pair, error) { return pairAfter(p, 0.05, steps) })
			},
		},
		{
			Name: "pair/many", Kernel: "sim.DescendPairs",
			What: "λ₂ of five pairs side by side, λ = (0.1 + 0.1i, 0.3), η = 0.1i, i = 1, …, 5",
			Why:  "Runs side by side are made by a loop of their own, which must agree with the single one.",
			Columns: []Column{step(), rounded("pair1", pairSteps, 16, 1), rounded("pair2", pairSteps, 16, 1),
				rounded("pair3", pairSteps, 16, 1), rounded("pair4", pairSteps, 16, 1), rounded("pair5", pairSteps, 16, 1)},
			replay: pairsRun,
		},
		{
			Name: "pair/fatou", Kernel: "sim.Fatou.Jump",
			What:    "λ₂ on H = 0 from λ₂ = 0.5, η = 0.3, after 10^k steps, k = 0, …, 15",
			Why:     "ηt = 5·10⁷ and beyond are reached by this jump, not by steps.",
			Columns: []Column{exact("steps", "a count"), {Name: "lambda2", Relative: 2e-13, Reason: "twice the error that sim.Fatou.Jump states"}},
			replay:  fatouRun,
		},
	}
}

// pairRun is a pair at the times of the grid; after is the pair a number of steps later.
func pairRun(lambda1, lambda2 float64, after func(p sim.Pair, steps int) (sim.Pair, error)) ([][]float64, error) {
	grid, err := sim.LogGrid(1, pairSteps, 4)
	if err != nil {
		return nil, err
	}
	p, err := sim.NewPair(lambda1, lambda2)
	if err != nil {
		return nil, err
	}
	rows, done := [][]float64{{0, p.Excess(), p.Lambda2(), p.Loss()}}, 0
	for _, t := range grid {
		if p, err = after(p, t-done); err != nil {
			return nil, err
		}
		done = t
		rows = append(rows, []float64{float64(t), p.Excess(), p.Lambda2(), p.Loss()})
	}
	return rows, nil
}

func pairAfter(p sim.Pair, eta float64, steps int) (sim.Pair, error) {
	path, err := p.Descend(context.Background(), eta, []int{steps})
	if err != nil {
		return p, err
	}
	return path[0], nil
}

func pairsRun() ([][]float64, error) {
	grid, err := sim.LogGrid(1, pairSteps, 3)
	if err != nil {
		return nil, err
	}
	var starts []sim.Pair
	var etas []float64
	for i := 1; i <= 5; i++ {
		p, err := sim.NewPair(0.1+float64(i)/10, 0.3)
		if err != nil {
			return nil, err
		}
		starts, etas = append(starts, p), append(etas, float64(i)/10)
	}
	paths, err := sim.DescendPairs(context.Background(), starts, etas, grid)
	if err != nil {
		return nil, err
	}
	var rows [][]float64
	for j, t := range grid {
		row := []float64{float64(t)}
		for _, path := range paths {
			row = append(row, path[j].Lambda2())
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func fatouRun() ([][]float64, error) {
	f, err := sim.NewFatou(0.3)
	if err != nil {
		return nil, err
	}
	var rows [][]float64
	for k, steps := 0, int64(1); k <= 15; k, steps = k+1, 10*steps {
		x, err := f.Jump(0.5, steps)
		if err != nil {
			return nil, fmt.Errorf("after %d steps: %w", steps, err)
		}
		rows = append(rows, []float64{float64(steps), x})
	}
	return rows, nil
}
