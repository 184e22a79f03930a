package props

import (
	"context"
	"fmt"

	"assay/theory/claim"
)

// Figure is a drawing that belongs to a claim. It shows what the claim's check measured, see [Drawn], or
// runs of its own, which are replicates of the check, under the same Seeding.
type Figure struct {
	Claim *claim.Claim
	Shows string // what is plotted, in one line

	// Plot measures what is shown, where that is no evidence of the check.
	Plot func(ctx context.Context, tier Tier, seed Seeding) (Plot, error)

	evidence func(ctx context.Context, o Options) (Plot, error)
}

// Seeding is the seed of a replicate at a rung, as [Lab.Seed] has it.
type Seeding func(rung, replicate int) uint64

// Plot is what a figure shows.
type Plot struct {
	Title   string
	X, Y    Axis
	Shades  []Shade
	Curves  []Curve
	Caption string  // what to see, what is inferred, what differs from the published run
	Tables  []Table // numbers that the curves do not show; see also ReadOff
}

// Shade is a range of X that is shaded from the bottom to the top of the plot.
type Shade struct {
	Name     string // in the legend, or "" for none
	From, To float64
	Hue      int // as of a curve
}

// Axis is an axis with its label, quantity and unit.
type Axis struct {
	Label string
	Log   bool
}

// Curve is a line through points with increasing X, or points.
type Curve struct {
	Name      string
	X, Y      []float64
	Low, High []float64 // of points, the ends of their intervals; nil for none
	Dots      bool      // points
	Reference bool      // computed without chance, to compare with: black and broken, unless it has a hue
	Hue       int       // curves of one hue > 0 have one colour; 0 is a colour by the place
	Unlisted  bool      // not in the legend
	Published []Point   // read off the published curve of that name
}

// Point is a point of the plane of a plot.
type Point struct{ X, Y float64 }

// OfEvidence reports whether the figure shows what the check of its claim measured: a run that kept it in a
// [Cache] has nothing left to measure.
func (f Figure) OfEvidence() bool { return f.evidence != nil }

// Run computes the figure under the seed and tier of the options, with the replicates that the check of
// its claim measures first, or with all that it measures, which is taken from the cache where that has
// it. It is an error for a tier that does not exist, and when ctx ends.
func (f Figure) Run(ctx context.Context, o Options) (p Plot, err error) {
	if o.Tier > Deep {
		return Plot{}, fmt.Errorf("tier %d: want quick, standard or deep", o.Tier)
	}
	switch {
	case f.evidence != nil:
		p, err = f.evidence(ctx, o)
	case f.Plot != nil:
		p, err = f.Plot(ctx, o.Tier, func(rung, replicate int) uint64 { return Seed(o.Seed, f.Claim.ID, 0, rung, replicate) })
	default:
		return Plot{}, fmt.Errorf("a figure without runs: want a Plot")
	}
	if err != nil {
		return Plot{}, fmt.Errorf("%s: %w", f.Claim.ID, err)
	}
	p.Title = f.Claim.Source.String() + ": " + f.Shows
	if f.Claim.Kind&claim.Figure == 0 {
		p.Title = f.Claim.ID + ": " + f.Shows
	}
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
