package props

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"assay/props/stat"
)

// Miss is the probability β with which a statistical assertion may fail to see a
// violation of the size it declares.
const Miss = 1e-6

// statistical is a statistical tolerance with its two companions. A tool that has too
// few samples to answer at all allows everything and sees nothing, and the
// assertion is then undecided.
func statistical(size, sees float64, needs int, err error, alpha, violation float64, samples int, why string) Tolerance {
	var short *stat.InsufficientError
	switch {
	case errors.As(err, &short):
		size, sees, needs = math.Inf(1), math.Inf(1), max(needs, short.Need)
	case err != nil:
		panic(err) // a wrong argument: the engine reports it as undecided
	}
	return Tolerance{
		Size: size,
		Why:  fmt.Sprintf("%s, %d samples, α = %.2g", why, samples, alpha),
		Design: &Design{
			Alpha: alpha, Beta: Miss, Violation: violation,
			Detectable: sees, Samples: samples, Needs: needs,
		},
	}
}

// Hoeffding allows for the error of the mean of n values in an interval of width 1.
// It declares a violation of the mean.
func Hoeffding(n int, alpha, violation float64) Tolerance {
	size, err1 := stat.MeanBand(n, 1, alpha, stat.TwoSided)
	sees, err2 := stat.MeanResolution(n, 1, alpha, Miss, stat.TwoSided)
	needs, err3 := stat.MeanSamples(violation, 1, alpha, Miss, stat.TwoSided)
	return statistical(size, sees, needs, errors.Join(err1, err2, err3), alpha, violation, n, "Hoeffding's inequality")
}

// Band is the Dvoretzky-Kiefer-Wolfowitz band: it allows for the Kolmogorov distance
// of n draws from their law. It declares a violation of that distance.
func Band(n int, alpha, violation float64) Tolerance {
	size, err1 := stat.KolmogorovBand(n, alpha, stat.TwoSided)
	sees, err2 := stat.KolmogorovResolution(n, alpha, Miss, stat.TwoSided)
	needs, err3 := stat.KolmogorovSamples(violation, alpha, Miss, stat.TwoSided)
	return statistical(size, sees, needs, errors.Join(err1, err2, err3), alpha, violation, n, "Dvoretzky-Kiefer-Wolfowitz band")
}

// TwoSample allows for the Kolmogorov distance of two samples of one law, of m and n draws.
func TwoSample(m, n int, alpha, violation float64) Tolerance {
	size, err1 := stat.TwoSampleBand(m, n, alpha)
	sees, err2 := stat.TwoSampleResolution(m, n, alpha, Miss)
	needs, err3 := stat.TwoSampleSamples(violation, alpha, Miss)
	return statistical(size, sees, needs, errors.Join(err1, err2, err3), alpha, violation, min(m, n), "two-sample Kolmogorov band")
}

// loosened is a statistical tolerance widened by what the law leaves open; what it sees is
// worse by as much.
func loosened(t Tolerance, slack []Tolerance) Tolerance {
	chance := *t.Design
	for _, s := range slack {
		t = t.Plus(s)
		chance.Detectable += s.Size
	}
	t.Design = &chance
	return t
}

// Follows asserts that a sample has the continuous distribution function cdf, but for the
// slack, by the band of [Band]: got is the Kolmogorov distance, the law says 0.
func (j *Judge) Follows(what string, sample []float64, cdf func(float64) float64, violation float64, slack ...Tolerance) {
	if j.null != nil {
		sample, cdf = j.null.levels(len(sample), violation), func(u float64) float64 { return u }
	}
	d, err := stat.Deviate(sample, cdf)
	if err != nil {
		j.Undecided("%s: %v", what, err)
		return
	}
	j.Equal("Kolmogorov distance of "+what, d.Distance(), 0, loosened(Band(len(sample), j.Alpha(), violation), slack))
}

// SameLaw asserts that two samples come from one law, or from two that are as close as the
// slack, by the two-sample Kolmogorov distance.
func (j *Judge) SameLaw(what string, a, b []float64, violation float64, slack ...Tolerance) {
	a, b = j.null.pooled(a, b, violation)
	d, err := stat.DistanceBetween(a, b)
	if err != nil {
		j.Undecided("%s: %v", what, err)
		return
	}
	j.Equal("two-sample distance of "+what, d, 0, loosened(TwoSample(len(a), len(b), j.Alpha(), violation), slack))
}

// Share asserts P(success) = p, but for the slack, from a count of successes in n
// independent runs, by [Hoeffding].
func (j *Judge) Share(what string, successes, n int, p, violation float64, slack ...Tolerance) {
	t := loosened(Hoeffding(n, j.Alpha(), violation), slack)
	successes = j.null.count(successes, n, j.null.either(j.null.edge(p, slack), violation))
	j.Equal(what, float64(successes)/float64(n), p, t)
}

// MeanAtMost asserts E X ≤ bound from a sample of X in [0, 1], by [Hoeffding].
func (j *Judge) MeanAtMost(what string, sample []float64, bound, violation float64) {
	mean := floats.Sum(sample) / float64(len(sample))
	if j.null != nil {
		mean = float64(j.null.count(0, len(sample), j.null.moved(bound, violation))) / float64(len(sample))
	}
	j.AtMost(what, mean, bound, Hoeffding(len(sample), j.Alpha(), violation))
}

// Likely asserts P(success) ≥ p from a count of successes in n independent runs. The
// violation declared is a probability of at most p − violation.
func (j *Judge) Likely(what string, successes, n int, p, violation float64) {
	successes = j.null.count(successes, n, j.null.moved(p, -violation))
	j.AtLeast(what, float64(successes)/float64(n), p, shortfall(n, p, j.Alpha(), violation))
}

// Unlikely asserts P(success) ≤ p; the violation declared is a probability of at least
// p + violation.
func (j *Judge) Unlikely(what string, successes, n int, p, violation float64) {
	successes = j.null.count(successes, n, j.null.moved(p, violation))
	j.AtLeast("1 − "+what, 1-float64(successes)/float64(n), 1-p, shortfall(n, 1-p, j.Alpha(), violation))
}

// shortfall is how far below p a share of n runs may fall: the exact binomial test of
// Clopper and Pearson, one-sided.
func shortfall(n int, p, alpha, violation float64) Tolerance {
	k, err1 := stat.ProportionCritical(n, 1-p, alpha) // failures that refute
	sees, err2 := stat.ProportionResolutionBelow(n, p, alpha, Miss)
	needs, err3 := stat.ProportionSamples(p, p-violation, alpha, Miss)
	size := p - (1 - (float64(k)-1)/float64(n)) // the largest share of failures that does not refute
	return statistical(size, p-sees, needs, errors.Join(err1, err2, err3), alpha, violation, n, "Clopper-Pearson, one-sided")
}

// QuantileWithin asserts that q is the p-quantile of the law of a sample: q lies between the
// order statistics that enclose the p-quantile with probability 1 − α. The violation
// declared is one of the level: P(X ≤ q) differs from p by at least that.
func (j *Judge) QuantileWithin(what string, sample []float64, p, q, violation float64) {
	n := len(sample)
	below := 0
	for _, x := range sample {
		if x <= q {
			below++
		}
	}
	below = j.null.count(below, n, j.null.either(p, violation))
	l, u, err1 := stat.QuantileRanks(n, p, j.Alpha())
	lo, hi, err2 := stat.QuantileResolution(n, p, j.Alpha(), Miss)
	needs, err3 := stat.QuantileSamples(violation, p, j.Alpha(), Miss)
	share := float64(n)
	// q is inside the interval exactly if l ≤ below < u; for one symmetric allowance the wider side is taken
	size := math.Max(p-float64(l)/share, float64(u-1)/share-p)
	sees := math.Max(p-lo, hi-p)
	j.Equal(what, float64(below)/share, p,
		statistical(size, sees, needs, errors.Join(err1, err2, err3), j.Alpha(), violation, n, "order statistics"))
}
