package sim

import (
	"context"
	"fmt"
	"math"
)

// PowerLoss is the one-dimensional loss |θ|^p, p > 1, that stands for the angles of the students:
// p = 2 has curvature at its minimum, p = 3 is convex without any.
//
// Xu, Du 2023, Section 1.
type PowerLoss struct {
	p float64
}

// NewPowerLoss is |θ|^p with 1 < p ≤ 64.
func NewPowerLoss(p float64) (PowerLoss, error) {
	if !(p > 1 && p <= 64) {
		return PowerLoss{}, fmt.Errorf("sim: loss |θ|^p with p = %v, want 1 < p ≤ 64", p)
	}
	return PowerLoss{p}, nil
}

// Loss is |θ|^p.
func (l PowerLoss) Loss(theta float64) float64 { return math.Pow(math.Abs(theta), l.p) }

// Slope is p|θ|^{p−1} sign θ.
func (l PowerLoss) Slope(theta float64) float64 {
	switch l.p {
	case 2:
		return 2 * theta
	case 3:
		return 3 * theta * math.Abs(theta)
	}
	return math.Copysign(l.p*math.Pow(math.Abs(theta), l.p-1), theta)
}

// Descend runs gradient descent θ ← θ − η p|θ|^{p−1} sign θ from theta (step 0) and returns the
// loss at each step of the grid. It returns an error when an argument is not admitted, when
// ctx ends or when θ diverges (ErrDiverged).
func (l PowerLoss) Descend(ctx context.Context, theta, eta float64, grid []int) ([]Observation, error) {
	if err := checkVector("start θ", []float64{theta}); err != nil {
		return nil, err
	}
	if err := checkStep(eta); err != nil {
		return nil, err
	}
	if err := checkGrid(grid); err != nil {
		return nil, err
	}
	seen := make([]Observation, 0, len(grid))
	err := march(ctx, grid, pairStride, func(from, to int) error {
		for range to - from {
			theta -= eta * l.Slope(theta)
		}
		if math.IsNaN(theta) || math.IsInf(theta, 0) {
			return fmt.Errorf("sim: gradient descent on |θ|^%v with η = %v %w before step %d", l.p, eta, ErrDiverged, to)
		}
		return nil
	}, func(step int) error {
		seen = append(seen, Observation{step, eta * float64(step), l.Loss(theta)})
		return nil
	})
	return seen, err
}

// Flow runs the gradient flow θ̇ = −p|θ|^{p−1} sign θ from theta with local error at most the
// tolerance relative to |θ|, and returns the loss at each of the times, which increase.
// For p < 2 the flow reaches 0 in finite time; a time beyond it gives ErrStuck.
func (l PowerLoss) Flow(ctx context.Context, theta, tolerance float64, times []float64) ([]Observation, error) {
	if err := checkVector("start θ", []float64{theta}); err != nil {
		return nil, err
	}
	if err := checkFlow(tolerance, times); err != nil {
		return nil, err
	}
	x := []float64{theta}
	seen := make([]Observation, 0, len(times))
	err := newFlow(x, tolerance,
		func(dst, x []float64) { dst[0] = l.Slope(x[0]) },
		func(dst, x []float64) { dst[0] = math.Abs(x[0]) },
	).run(ctx, times, func(time float64) error {
		seen = append(seen, Observation{0, time, l.Loss(x[0])})
		return nil
	})
	return seen, err
}
