package sim

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// ErrDiverged is wrapped by the errors of runs whose state left the range of Students,
// as gradient descent does when η exceeds about 4/n.
var ErrDiverged = errors.New("diverged")

// stride is the number of steps between two looks at the context: some 10 µs to 1 ms of work.
const stride = 1024

// Descend runs gradient descent with step size η from the present state (step 0) to the last
// step of the grid and calls observe at each step number of the grid, which increases.
// Between two grid points nothing is computed but the steps. The state observed is s itself.
//
// It returns an error when η or the grid is not admitted, when ctx ends, when the state
// diverges (ErrDiverged), and hands on an error of observe; s is then at the step reached.
func (s *Students) Descend(ctx context.Context, eta float64, grid []int, observe func(step int) error) error {
	if err := checkStep(eta); err != nil {
		return err
	}
	if err := checkGrid(grid); err != nil {
		return err
	}
	return march(ctx, grid, stride, func(from, to int) error {
		for range to - from {
			s.step(eta)
		}
		if !s.inRange() {
			return fmt.Errorf("sim: gradient descent with η = %v %w before step %d", eta, ErrDiverged, to)
		}
		return nil
	}, observe)
}

// inRange reports whether every component is finite and at most largestNorm.
func (s *Students) inRange() bool {
	for _, x := range s.w {
		if !(math.Abs(x) <= largestNorm) {
			return false
		}
	}
	return true
}

// Observation is the loss at one time of a run.
type Observation struct {
	Step int     // steps made
	Time float64 // η·Step for gradient descent, the time of a flow
	Loss float64
}

// Losses is Descend with the loss recorded at each step of the grid.
func (s *Students) Losses(ctx context.Context, eta float64, grid []int) ([]Observation, error) {
	seen := make([]Observation, 0, len(grid))
	err := s.Descend(ctx, eta, grid, func(step int) error {
		seen = append(seen, Observation{step, eta * float64(step), s.Loss()})
		return nil
	})
	return seen, err
}

// gentle is the largest share of a student's norm that a step of WarmUp may move.
const gentle = 0.01

// WarmUp makes gradient steps of size
//
//	min(η, 0.01 min_i ‖w_i‖/‖∇_i‖)
//
// until that is η, at most limit steps; it returns the number of steps and the sum of their
// sizes. From a small start ‖∇_i‖ ≈ ½‖v‖, so a step of size η much above ‖w_i‖/‖v‖ would
// replace the start by a multiple of v plus a remainder and unbalance the c_i; the bound is
// then η ≤ 0.02 min‖w_i‖/‖v‖. Students with w_i = 0 do not move and do not count.
func (s *Students) WarmUp(ctx context.Context, eta float64, limit int) (steps int, time float64, err error) {
	if err := checkStep(eta); err != nil {
		return 0, 0, err
	}
	if limit < 0 {
		return 0, 0, fmt.Errorf("sim: limit of %d steps, want at least 0", limit)
	}
	for steps < limit {
		if steps%stride == 0 && ctx.Err() != nil {
			return steps, time, ctx.Err()
		}
		s.gradient()
		small := eta
		for i := range s.n {
			g2 := 0.0
			for _, g := range s.grad[i*s.m : (i+1)*s.m] {
				g2 += g * g
			}
			if s.squareW[i] > 0 && g2 > 0 {
				small = min(small, gentle*math.Sqrt(s.squareW[i]/g2))
			}
		}
		if small == eta {
			return steps, time, nil
		}
		for i, g := range s.grad {
			s.w[i] -= small * g
		}
		steps++
		time += small
	}
	return steps, time, nil
}
