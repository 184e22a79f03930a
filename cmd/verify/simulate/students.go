package simulate

import (
	"context"
	"errors"
	"fmt"

	"assay/sim"
)

// accuracy is the tolerance of the flow.
const accuracy = 1e-10

// ofStudents makes the problem one of students on a ReLU teacher of norm 1.
func (s *settings) ofStudents(p *problem) error {
	if s.students < 1 {
		return fmt.Errorf("--students %d: want a whole number from 1 to 1000", s.students)
	}
	teacher := make([]float64, s.d)
	teacher[0] = 1
	p.title = fmt.Sprintf("n = %d students, d = %d", s.students, s.d)
	how := fmt.Sprintf("gradient descent, η = %v", s.eta)
	if s.dynamics == "flow" {
		how = "gradient flow"
	}
	p.says = fmt.Sprintf("Loss L against t for %s on a ReLU teacher of norm 1: %s, starts N(0, σ²I) with σ = %v.", p.title, how, s.sigma)
	p.values, p.shown = []string{"loss", "gradient", "spread"}, "loss"
	if s.each {
		for i := range s.students {
			p.values = append(p.values, fmt.Sprintf("norm_%d", i+1), fmt.Sprintf("angle_%d", i+1))
		}
	}
	p.follow = func(ctx context.Context, seed uint64, see func(...float64)) error {
		start, err := sim.GaussianStart(sim.NewRandom(seed), s.students, s.d, s.sigma)
		if err != nil {
			return err
		}
		state, err := sim.NewStudents(teacher, start)
		if err != nil {
			return err
		}
		look := func() error {
			values := []float64{state.Loss(), state.GradientNorm(), state.Spread()}
			if s.each {
				for i := range s.students {
					values = append(values, state.Norm(i), state.Angle(i))
				}
			}
			see(values...)
			return nil
		}
		if s.dynamics == "flow" {
			times := make([]float64, len(p.grid))
			for i, t := range p.grid {
				times[i] = float64(t)
			}
			err = state.Flow(ctx, accuracy, times, func(float64) error { return look() })
		} else {
			err = state.Descend(ctx, s.eta, p.grid, func(int) error { return look() })
		}
		if errors.Is(err, sim.ErrDiverged) {
			return fmt.Errorf("--eta %v: the students diverge: want a smaller step, below 4/n = %.3g", s.eta, 4/float64(s.students))
		}
		return err
	}
	return nil
}
