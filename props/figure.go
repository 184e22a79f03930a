package props

import (
	"context"
	"fmt"

	"assay/theory/claim"
)

// Figure is a published figure: the runs behind it, measured by its check and shown in a
// drawing. The curves drawn are replicates of the check, under the same Seeding.
type Figure struct {
	Claim *claim.Claim
	Shows string // what is plotted, in one line

	// Plot measures what is shown.
	Plot func(ctx context.Context, tier Tier, seed Seeding) (Plot, error)
}

// Seeding is the seed of a replicate at a rung, as [Lab.Seed] has it.
type Seeding func(rung, replicate int) uint64

// Plot is what a figure shows.
type Plot struct {
	Title   string
	X, Y    Axis
	Curves  []Curve
	Caption string  // what to see, what is inferred, what differs from the published run
	Tables  []Table // numbers that the curves do not show; see also ReadOff
}

// Axis is an axis with its label, quantity and unit.
type Axis struct {
	Label string
	Log   bool
}

// Curve is a line through points with increasing X.
type Curve struct {
	Name      string
	X, Y      []float64
	Reference bool    // computed without chance, to compare with
	Published []Point // read off the published curve of that name
}

// Point is a point of the plane of a plot.
type Point struct{ X, Y float64 }

// Run computes the figure with the replicates that the check of its claim measures first
// under the same master seed and in the same tier. It is an error for a tier that does not
// exist, and when ctx ends.
func (f Figure) Run(ctx context.Context, tier Tier, seed uint64) (Plot, error) {
	if tier > Deep {
		return Plot{}, fmt.Errorf("tier %d: want quick, standard or deep", tier)
	}
	if f.Plot == nil {
		return Plot{}, fmt.Errorf("a figure without runs: want a Plot")
	}
	p, err := f.Plot(ctx, tier, func(rung, replicate int) uint64 {
		return Seed(seed, f.Claim.ID, 0, rung, replicate)
	})
	if err != nil {
		return Plot{}, fmt.Errorf("%s: %w", f.Claim.ID, err)
	}
	p.Title = f.Claim.Source.String() + ": " + f.Shows
	return p, nil
}

// drawnRuns is how many random starts a figure shows.
const DrawnRuns = 4

// gridPoints is how many points a curve has.
const gridPoints = 400

// evenly is the grid 0, …, last in gridPoints equal parts, each number once.
func Evenly(last int) []int {
	grid := make([]int, 0, gridPoints+1)
	for i := range gridPoints + 1 {
		if t := int(float64(last) * float64(i) / gridPoints); len(grid) == 0 || t > grid[len(grid)-1] {
			grid = append(grid, t)
		}
	}
	return grid
}

// scaled is the grid in units of n.
func Scaled(grid []int, n int) []float64 {
	x := make([]float64, len(grid))
	for i, t := range grid {
		x[i] = float64(t) / float64(n)
	}
	return x
}

// ReadingLies asserts that a number read off a printed figure is one that the law of the sample
// produces: neither below the level-quantile nor above the (1 − level)-quantile. The
// number is known to half a unit of its last printed digit, the reading error. A violation
// is a reading that less than one run in 10⁵ passes.
func ReadingLies(j *Judge, what string, sample []float64, reading, half, level float64) {
	low, high := 0, 0
	for _, x := range sample {
		if x <= reading+half {
			low++
		}
		if x >= reading-half {
			high++
		}
	}
	j.Likely(fmt.Sprintf("share of runs with %s ≤ %v as read", what, reading), low, len(sample), level, level-Beyond)
	j.Likely(fmt.Sprintf("share of runs with %s ≥ %v as read", what, reading), high, len(sample), level, level-Beyond)
}

// beyond is the share of runs that pass a reading which is outside the law.
const Beyond = 1e-5
