package stat

import (
	"fmt"
	"math"
)

// LadderSlopes is the slopes of independent pairs of replicates on a ladder of sizes: with R rungs and h = ⌊R/2⌋, the
// j-th replicate of rung i < h is paired with the j-th of rung i + R − h,
//
//	ln(τ'/τ) / ln(N'/N).
//
// No replicate is used twice, so the slopes are independent. When the times at different sizes have one law up to a
// scale proportional to N^b, each slope has a law symmetric about b; the laws may differ between pairs of rungs.
// A time of +Inf (not reached) is legal in one member of a pair, and an error in both. Surplus replicates are left out.
func LadderSlopes(sizes []float64, times [][]float64) ([]float64, error) {
	if err := ladderError(sizes, len(times)); err != nil {
		return nil, err
	}
	for i, rung := range times {
		if err := orderedError(fmt.Sprintf("times[%d]", i), rung); err != nil {
			return nil, err
		}
		for j, t := range rung {
			if !(t > 0) {
				return nil, fmt.Errorf("stat: times[%d][%d] = %v, want a positive time", i, j, t)
			}
		}
	}
	half := len(sizes) / 2
	var slopes []float64
	for i := range half {
		k := i + len(sizes) - half
		gap := math.Log(sizes[k] / sizes[i])
		for j := range min(len(times[i]), len(times[k])) {
			slope := math.Log(times[k][j]/times[i][j]) / gap
			if math.IsNaN(slope) {
				return nil, fmt.Errorf("stat: times[%d][%d] and times[%d][%d] are both +Inf, want one of a pair finite", i, j, k, j)
			}
			slopes = append(slopes, slope)
		}
	}
	return slopes, nil
}

// SlopeInterval is the distribution-free interval for the exponent b of times that scale as N^b: the order-statistic
// interval for the common median of the independent slopes of [LadderSlopes], and their sample median.
//
// It misses b with probability at most α, for any noise: the number of slopes below b is a sum of independent fair
// signs even when their laws differ. It assumes the scaling to be exact; a correction to scaling moves b by that much.
func SlopeInterval(sizes []float64, times [][]float64, alpha float64) (slope, lower, upper float64, err error) {
	slopes, err := LadderSlopes(sizes, times)
	if err != nil {
		return 0, 0, 0, err
	}
	lower, upper, err = QuantileInterval(slopes, 0.5, alpha)
	if err != nil {
		return 0, 0, 0, err
	}
	slope, err = Median(slopes)
	return slope, lower, upper, err
}

// ladderError is nil when sizes are positive, finite and increasing, at least 2, and as many as there are rungs.
func ladderError(sizes []float64, rungs int) error {
	if len(sizes) < 2 || len(sizes) != rungs {
		return fmt.Errorf("stat: %d sizes for %d rungs, want equal numbers, at least 2", len(sizes), rungs)
	}
	for i, n := range sizes {
		if err := positiveError(fmt.Sprintf("sizes[%d]", i), n); err != nil {
			return err
		}
		if i > 0 && n <= sizes[i-1] {
			return fmt.Errorf("stat: sizes[%d] = %v after %v, want increasing sizes", i, n, sizes[i-1])
		}
	}
	return nil
}
