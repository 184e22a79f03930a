package props

import (
	"errors"
	"fmt"
	"math"

	"assay/props/stat"
)

// spread is a sample median with its interval, as logarithms.
type spread struct {
	middle, above, below float64 // above = log(upper end) − middle, and so on
	n                    int
}

func (j *Judge) medianOf(what string, sample []float64) (spread, bool) {
	middle, err1 := stat.Median(sample)
	low, high, err2 := stat.QuantileInterval(sample, 0.5, j.Alpha()/2)
	if err := errors.Join(err1, err2); err != nil {
		j.Undecided("median of %s: %v", what, err)
		return spread{}, false
	}
	if !(low > 0) {
		j.Undecided("median of %s: its interval begins at %v, and its logarithm is wanted", what, low)
		return spread{}, false
	}
	return spread{math.Log(middle), math.Log(high / middle), math.Log(middle / low), len(sample)}, true
}

// MedianRatio asserts the logarithm of the quotient of the medians of two samples, but for the
// slack: that some pair in this ratio lies in the order-statistic intervals of both medians, each
// at α/2. The violation declared is one of level, 0.3: of every such pair one number
// lies at a level of its law that differs from ½ by at least that, and is missed with
// probability β at most for either.
func (j *Judge) MedianRatio(what string, upper, lower []float64, law, slack float64) {
	if j.null != nil {
		middle, _ := stat.Median(lower) // an error comes again below
		upper, lower = j.null.around(upper, math.Exp(law+j.null.open(slack))*middle, -MedianViolation), j.null.around(lower, middle, MedianViolation)
	}
	a, ok1 := j.medianOf(what, upper)
	b, ok2 := j.medianOf(what, lower)
	if !ok1 || !ok2 {
		return
	}
	got, allowed := a.middle-b.middle, a.below+b.above
	if law > got {
		allowed = a.above + b.below
	}
	t := medianDesign(min(a.n, b.n), j.Alpha(), allowed)
	j.Equal("log of "+what, got, law, t.Plus(Truncation(slack, "finite N, by the laws at this N")))
}

// MedianViolation is the error of level that assertions on medians are designed to detect.
const MedianViolation = 0.3

func medianDesign(n int, alpha, size float64) Tolerance {
	lo, hi, err1 := stat.QuantileResolution(n, 0.5, alpha/2, Miss)
	needs, err2 := stat.QuantileSamples(MedianViolation, 0.5, alpha/2, Miss)
	if err1 == nil {
		err1 = err2
	}
	return statistical(size, math.Max(0.5-lo, hi-0.5), needs, err1, alpha, MedianViolation, n, "order statistics of the medians")
}

// Median asserts the logarithm of the median of a sample, but for the slack: it lies between the order
// statistics that enclose the median with probability 1 − α/2. The violation declared is one of
// level, 0.3.
func (j *Judge) Median(what string, sample []float64, law, slack float64) {
	a, ok := j.medianOf(what, j.null.around(sample, math.Exp(law+j.null.open(slack)), -MedianViolation))
	if !ok {
		return
	}
	allowed := a.below
	if law > a.middle {
		allowed = a.above
	}
	j.Equal("log of "+what, a.middle, law, medianDesign(a.n, j.Alpha(), allowed).Plus(Truncation(slack, "finite N, by the law at this N")))
}

// Grows asserts how the exponent of times that grow with the sizes stands to the number at, by the
// distribution-free interval of the median of the pair slopes of [stat.SlopeInterval]. What
// finite sizes leave open widens it; detectable is the error of the exponent that as many slopes
// see, needs how many see the one declared.
func (j *Judge) Grows(what string, relation Relation, sizes []float64, times [][]float64, at, open, detectable, violation float64, needs int, why string) {
	slope, lower, upper, err := stat.SlopeInterval(sizes, j.null.growing(times, sizes, j.null.steeper(at, violation)), j.Alpha())
	if err != nil {
		j.Undecided("%s: %v", what, err)
		return
	}
	half := math.Max(upper-slope, slope-lower)
	j.Add(Residual{What: what, Relation: relation, Got: slope, Law: at,
		Tolerance: statistical(half+open/2, detectable, needs, nil, j.Alpha(), violation, len(sizes)/2*len(times[0]),
			fmt.Sprintf("order statistics of pair slopes, from %.4g to %.4g, and %s", lower, upper, why))})
}
