package sim

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// LogGrid is an increasing grid of step numbers from first to last, both included, with
// about perDecade points to a factor of 10,
//
//	round(first·10^{k/perDecade}),  k = 0, 1, …,
//
// each number once. It needs 1 ≤ first ≤ last ≤ 2⁵³ and 1 ≤ perDecade ≤ 10⁴.
func LogGrid(first, last, perDecade int) ([]int, error) {
	if first < 1 || last < first || int64(last) > 1<<53 {
		return nil, fmt.Errorf("sim: grid from step %d to step %d, want 1 ≤ first ≤ last ≤ 2^53", first, last)
	}
	if perDecade < 1 || perDecade > 10_000 {
		return nil, fmt.Errorf("sim: %d grid points a decade, want 1 to 10000", perDecade)
	}
	var grid []int
	for k := 0; ; k++ {
		t := math.Round(float64(first) * math.Pow(10, float64(k)/float64(perDecade)))
		if t >= float64(last) {
			break
		}
		grid = append(grid, int(t))
	}
	return append(slices.Compact(grid), last), nil
}

// checkGrid reports whether the step numbers are nonnegative and strictly increasing.
func checkGrid(grid []int) error {
	for i, t := range grid {
		if t < 0 {
			return fmt.Errorf("sim: grid point %d is step %d, want at least 0", i, t)
		}
		if i > 0 && t <= grid[i-1] {
			return fmt.Errorf("sim: grid point %d is step %d after step %d, want an increasing grid", i, t, grid[i-1])
		}
	}
	return nil
}

// march makes the steps of an iteration up to the last of the grid, stride of them at most between
// two looks at the context, and observes at each step number of the grid.
func march(ctx context.Context, grid []int, stride int, advance func(from, to int) error, observe func(step int) error) error {
	t := 0
	for _, next := range grid {
		for t < next {
			if err := ctx.Err(); err != nil {
				return err
			}
			to := min(t+stride, next)
			if err := advance(t, to); err != nil {
				return err
			}
			t = to
		}
		if err := observe(t); err != nil {
			return err
		}
	}
	return nil
}
