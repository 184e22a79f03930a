package stat

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// TheilSen is the median of the slopes (y_j − y_i)/(x_j − x_i) over all pairs with x_i ≠ x_j.
// It breaks down only when 29 % of the points are wild. Theil 1950; Sen 1968.
func TheilSen(x, y []float64) (float64, error) {
	slopes, err := pairSlopes(x, y)
	if err != nil {
		return 0, err
	}
	if len(slopes) == 0 {
		return 0, errors.New("stat: all x are equal, want at least 2 different values")
	}
	return median(slopes), nil
}

// TheilSenInterval is the distribution-free interval [s_(l), s_(N+1−l)] among the N = n(n−1)/2 sorted pair slopes,
//
//	l = max{ j : P(I_n < j) ≤ α/2 },
//
// where I_n, the number of inversions of a uniform permutation of n, has the law of the number of slopes below the true
// one. It misses the true slope with probability at most α when the errors are independent with one common law
// and the x are distinct. Sen 1968. When l = 0 it is an [*InsufficientError]: 2/n! > α.
func TheilSenInterval(x, y []float64, alpha float64) (lower, upper float64, err error) {
	if err := rateError("alpha", alpha); err != nil {
		return 0, 0, err
	}
	slopes, err := pairSlopes(x, y)
	if err != nil {
		return 0, 0, err
	}
	n := len(x)
	if n > 500 {
		return 0, 0, fmt.Errorf("stat: %d points, want at most 500 for the exact law of inversions", n)
	}
	if len(slopes) != n*(n-1)/2 {
		return 0, 0, errors.New("stat: some x are equal, want distinct values")
	}
	l, below := 0, 0.0
	for _, p := range inversions(n) {
		if below += p; below > alpha/2 {
			break
		}
		l++
	}
	if l == 0 {
		need, count := 1, 1.0
		for 2/count > alpha {
			need++
			count *= float64(need)
		}
		return 0, 0, &InsufficientError{"a two-sided interval for the Theil–Sen slope", alpha, n, need}
	}
	return slopes[l-1], slopes[len(slopes)-l], nil
}

// pairSlopes is the sorted slopes of all pairs with different x.
func pairSlopes(x, y []float64) ([]float64, error) {
	if err := errors.Join(finiteError("x", x), finiteError("y", y)); err != nil {
		return nil, err
	}
	if len(x) != len(y) {
		return nil, fmt.Errorf("stat: %d values of x and %d of y, want equal numbers", len(x), len(y))
	}
	slopes := make([]float64, 0, len(x)*(len(x)-1)/2)
	for i := range x {
		for j := range i {
			if x[i] != x[j] {
				slopes = append(slopes, (y[i]-y[j])/(x[i]-x[j]))
			}
		}
	}
	slices.Sort(slopes)
	return slopes, nil
}

// inversions is the lower half of the law of the number of inversions of a uniform permutation of n, P(I_n = j) for
// j ≤ n(n−1)/4, from I_m = I_{m−1} + U{0, …, m−1}. Kendall, Gibbons 1990, ch. 5.
func inversions(n int) []float64 {
	law := make([]float64, n*(n-1)/4+1)
	law[0] = 1
	sum := make([]float64, len(law)+1) // sum[j] = P(I_{m−1} < j)
	for m := 2; m <= n; m++ {
		for j, p := range law {
			sum[j+1] = sum[j] + p
		}
		for j := range law {
			law[j] = math.Max(0, sum[j+1]-sum[max(0, j+1-m)]) / float64(m)
		}
	}
	return law
}
