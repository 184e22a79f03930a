package stat

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// QuantileRanks is the pair of ranks l ≤ u, counted from 1, whose order statistics enclose the p-quantile,
//
//	l = max{ j : P(Bin(n, p) < j) ≤ α/2 },   u = min{ j : P(Bin(n, p) ≥ j) ≤ α/2 },
//
// so that P(q < x_(l)) ≤ α/2 and P(q > x_(u)) ≤ α/2 for every law, with or without atoms, and any q that is a
// p-quantile of it: P(X < q) ≤ p ≤ P(X ≤ q). David, Nagaraja 2003, §7.1.
// When one of the ranks does not exist it is an [*InsufficientError].
func QuantileRanks(n int, p, alpha float64) (l, u int, err error) {
	if err := errors.Join(countError("n", n), rateError("p", p), rateError("alpha", alpha)); err != nil {
		return 0, 0, err
	}
	u = critical(n, p, alpha/2)
	l = n + 1 - critical(n, 1-p, alpha/2) // the failures, counted from above
	if l < 1 || u > n {
		// max(p, 1−p)ⁿ ≤ α/2
		need, err := samplesFor(math.Log(alpha/2) / math.Log(math.Max(p, 1-p)))
		if err != nil {
			return 0, 0, err
		}
		return 0, 0, &InsufficientError{fmt.Sprintf("a two-sided interval for the %.3g-quantile", p), alpha, n, max(need, n+1)}
	}
	return l, u, nil
}

// QuantileInterval is the order-statistic interval [x_(l), x_(u)] for the p-quantile of the law of the sample.
// It misses the quantile with probability at most α. ±Inf are legal values and may be returned.
func QuantileInterval(sample []float64, p, alpha float64) (lower, upper float64, err error) {
	if err := orderedError("sample", sample); err != nil {
		return 0, 0, err
	}
	l, u, err := QuantileRanks(len(sample), p, alpha)
	if err != nil {
		return 0, 0, err
	}
	xs := sorted(sample)
	return xs[l-1], xs[u-1], nil
}

// QuantileResolution is the pair of levels that n samples see: a claimed p-quantile q is outside the interval with
// probability at least 1 − β when P(X ≤ q) ≤ below or P(X < q) ≥ above,
//
//	P(Bin(n, below) ≥ l) = β,   P(Bin(n, above) < u) = β.
func QuantileResolution(n int, p, alpha, beta float64) (below, above float64, err error) {
	if err := ratesError(alpha, beta); err != nil {
		return 0, 0, err
	}
	l, u, err := QuantileRanks(n, p, alpha)
	if err != nil {
		return 0, 0, err
	}
	return proportionLower(l, n, beta), proportionUpper(u-1, n, beta), nil
}

// QuantileSamples is a number of samples with which a claimed p-quantile q is refuted with probability at least 1 − β
// when P(X ≤ q) ≤ p − d, or P(X < q) ≥ p + d; a side that leaves (0, 1) is not counted. It is an error when both do.
func QuantileSamples(d, p, alpha, beta float64) (int, error) {
	if err := errors.Join(positiveError("d", d), rateError("p", p), ratesError(alpha, beta)); err != nil {
		return 0, err
	}
	need := 0
	for _, level := range []float64{p - d, p + d} {
		if level <= 0 || level >= 1 {
			continue
		}
		n, err := ProportionSamples(p, level, alpha/2, beta)
		if err != nil {
			return 0, err
		}
		need = max(need, n)
	}
	if need == 0 {
		return 0, fmt.Errorf("stat: violation d = %v of a %.3g-quantile leaves (0, 1) on both sides", d, p)
	}
	for ; ; need++ { // the power is not monotone in n: both sides must see it, at the ranks of one n
		below, above, err := QuantileResolution(need, p, alpha, beta)
		var short *InsufficientError
		if errors.As(err, &short) {
			need = short.Need - 1
			continue
		}
		if err != nil {
			return 0, err
		}
		if below >= p-d && above <= p+d { // of itself where the side leaves (0, 1)
			return need, nil
		}
	}
}

// Median is the middle order statistic, or the mean of the middle two.
func Median(sample []float64) (float64, error) {
	if err := orderedError("sample", sample); err != nil {
		return 0, err
	}
	return median(sorted(sample)), nil
}

// median is that of increasing xs.
func median(xs []float64) float64 {
	n := len(xs)
	lo, hi := xs[(n-1)/2], xs[n/2]
	if lo == hi { // also when both are infinite
		return lo
	}
	return lo/2 + hi/2
}

// sorted is an increasing copy of xs.
func sorted(xs []float64) []float64 {
	ys := slices.Clone(xs)
	slices.Sort(ys)
	return ys
}
