package sim

import (
	"context"
	"fmt"
	"math"
)

// Descend runs gradient descent with step size η from p (step 0) to the last step of
// the grid and returns the pair at each step of the grid. It returns an error when η or
// the grid is not admitted, when ctx ends or when the pair diverges (ErrDiverged).
func (p Pair) Descend(ctx context.Context, eta float64, grid []int) ([]Pair, error) {
	paths, err := DescendPairs(ctx, []Pair{p}, []float64{eta}, grid)
	if err != nil {
		return nil, err
	}
	return paths[0], nil
}

// DescendPairs is Descend for many independent pairs, each with its own step size, on one
// grid: paths[i][j] is pair i after grid[j] steps. Four pairs at a time are advanced in one
// loop, whose chains of dependent operations overlap, at about half the cost a step.
// The paths are the same as those of single runs, to the bit.
func DescendPairs(ctx context.Context, starts []Pair, eta []float64, grid []int) (paths [][]Pair, err error) {
	if len(starts) == 0 || len(eta) != len(starts) {
		return nil, fmt.Errorf("sim: %d pairs and %d step sizes, want as many of each, at least 1", len(starts), len(eta))
	}
	for _, e := range eta {
		if err := checkStep(e); err != nil {
			return nil, err
		}
	}
	if err := checkGrid(grid); err != nil {
		return nil, err
	}
	paths = make([][]Pair, len(starts))
	for i := 0; i < len(starts); i += 4 {
		end := min(i+4, len(starts))
		if err := descendFour(ctx, starts[i:end], eta[i:end], grid, paths[i:end]); err != nil {
			return nil, err
		}
	}
	return paths, nil
}

// pairStride is the number of steps between two looks at the context, about 1 ms of work.
const pairStride = 1 << 16

func descendFour(ctx context.Context, starts []Pair, eta []float64, grid []int, paths [][]Pair) error {
	var four [4]Pair
	var rate [4]float64
	for i := range starts {
		four[i], rate[i] = starts[i], eta[i]*(1/math.Pi)
		paths[i] = make([]Pair, 0, len(grid))
	}
	return march(ctx, grid, pairStride, func(from, to int) error {
		if len(starts) == 1 {
			four[0].advance(rate[0], to-from)
		} else {
			advanceFour(&four, &rate, to-from)
		}
		for i := range starts {
			if !(math.Abs(four[i].excess) <= largestNorm && four[i].lambda2 <= largestNorm) {
				return fmt.Errorf("sim: gradient descent of a pair with η = %v %w before step %d", eta[i], ErrDiverged, to)
			}
		}
		return nil
	}, func(int) error {
		for i := range starts {
			paths[i] = append(paths[i], four[i])
		}
		return nil
	})
}

// settled is the λ₂ below which, once H = 0, the arc tangent of 2λ₂ is its series.
const settled = 1.0 / 128

func (p Pair) isSettled() bool { return p.excess == 0 && p.lambda2 <= settled }

// settledNext is next on H = 0, x ↦ x − rate·x·atan 2x, for x ≤ 1/128, with
// atan z = z(1 − z²/3 + z⁴/5 − z⁶/7 + z⁸/9): the next term is below 4e-19.
func settledNext(x, rate float64) float64 {
	z := 2 * x
	y := z * z
	y2 := y * y
	series := (1 - y*(1.0/3)) + y2*((1.0/5-y*(1.0/7))+y2*(1.0/9))
	return x - rate*x*z*series
}

// advance makes the given number of steps.
func (p *Pair) advance(rate float64, steps int) {
	for ; steps > 0 && !p.isSettled(); steps-- {
		*p = p.next(rate)
	}
	x := p.lambda2
	for range steps {
		x = settledNext(x, rate)
	}
	p.lambda2 = x
}

// advanceFour is advance for four pairs, interleaved.
func advanceFour(p *[4]Pair, rate *[4]float64, steps int) {
	for steps > 0 && !(p[0].isSettled() && p[1].isSettled() && p[2].isSettled() && p[3].isSettled()) {
		for i := range p {
			if p[i].isSettled() {
				p[i].lambda2 = settledNext(p[i].lambda2, rate[i])
			} else {
				p[i] = p[i].next(rate[i])
			}
		}
		steps--
	}
	x0, x1, x2, x3 := p[0].lambda2, p[1].lambda2, p[2].lambda2, p[3].lambda2
	r0, r1, r2, r3 := rate[0], rate[1], rate[2], rate[3]
	for range steps {
		x0 = settledNext(x0, r0)
		x1 = settledNext(x1, r1)
		x2 = settledNext(x2, r2)
		x3 = settledNext(x3, r3)
	}
	p[0].lambda2, p[1].lambda2, p[2].lambda2, p[3].lambda2 = x0, x1, x2, x3
}
