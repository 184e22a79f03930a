package props

import (
	"math"
	"slices"

	"assay/props/stat"
)

// finiteN is what a law leaves open at finite N, in probability.
func FiniteN(slack float64) Tolerance {
	return Truncation(slack, "the law at this N: grids, length of a step, next order of its mean")
}

// Passages asserts the law of a sample of passage times seen up to a cap: the Kolmogorov
// distance on [0, cap). The law may have an atom at 0, a start beyond the level.
func (j *Judge) Passages(what string, sample []float64, cap float64, cdf func(t float64) float64, slack, violation float64) {
	times := slices.Sorted(slices.Values(j.null.passages(sample, cap, cdf, violation)))
	n, d := float64(len(times)), 0.0
	for i, t := range times {
		before, after := float64(i)/n, float64(i+1)/n // F_n just before and just after one of several equal times
		if t >= cap {
			d = math.Max(d, math.Abs(before-cdf(cap)))
			break
		}
		if f := cdf(t); t > 0 {
			d = max(d, math.Abs(before-f), math.Abs(after-f))
		} else if i+1 == len(times) || times[i+1] > 0 {
			d = math.Max(d, math.Abs(after-f))
		}
	}
	j.Equal("Kolmogorov distance of "+what, d, 0, loosened(Band(len(sample), j.Alpha(), violation), []Tolerance{FiniteN(slack)}))
}

// Probability asserts P(X ≤ q) = p for a sample of X.
func (j *Judge) Probability(what string, sample []float64, q, p, slack, violation float64) {
	below := 0
	for _, x := range sample {
		if x <= q {
			below++
		}
	}
	j.Share(what, below, len(sample), p, violation, FiniteN(slack))
}

// KolmogorovRuns is how many replicas a Kolmogorov distance of that size needs.
func KolmogorovRuns(l *Lab, violation float64) (int, error) {
	return stat.KolmogorovSamples(violation, l.Alpha, Miss, stat.TwoSided)
}
