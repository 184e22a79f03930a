package stat

import (
	"errors"
	"fmt"
	"math"
)

func proportionLower(k, n int, alpha float64) float64 {
	if k == 0 {
		return 0
	}
	x, _ := betaQuantile(float64(k), float64(n-k)+1, alpha)
	return x
}

func proportionUpper(k, n int, alpha float64) float64 {
	if k == n {
		return 1
	}
	_, x := betaQuantile(float64(n-k), float64(k)+1, alpha)
	return x
}

// ProportionCritical is the smallest number of successes that refutes "p ≤ p0" at level α,
//
//	k = min{ j : P(Bin(n, p0) ≥ j) ≤ α }.
//
// This is the same as a lower bound above p0. When not even n successes do, it is an [*InsufficientError].
func ProportionCritical(n int, p0, alpha float64) (int, error) {
	if err := errors.Join(countError("n", n), rateError("p0", p0), rateError("alpha", alpha)); err != nil {
		return 0, err
	}
	k := critical(n, p0, alpha)
	if k > n {
		need, err := samplesFor(math.Log(alpha) / math.Log(p0)) // p0ⁿ ≤ α
		if err != nil {
			return 0, err
		}
		return 0, &InsufficientError{fmt.Sprintf("refuting p ≤ %.3g", p0), alpha, n, max(need, n+1)}
	}
	return k, nil
}

// critical is min{ j : P(Bin(n, p0) ≥ j) ≤ α }, n+1 if not even n successes are rare enough.
func critical(n int, p0, alpha float64) int {
	lo, hi := 0, n+1 // P(≥ lo) > α ≥ P(≥ hi)
	for hi-lo > 1 {
		mid := lo + (hi-lo)/2
		if BinomialUpper(mid, n, p0) <= alpha {
			hi = mid
		} else {
			lo = mid
		}
	}
	return hi
}

// ProportionResolutionAbove is the smallest p1 > p0 that n samples tell from p0 by the one-sided test at (α, β):
//
//	P(Bin(n, p1) < k) = β,   k = min{ j : P(Bin(n, p0) ≥ j) ≤ α }.
func ProportionResolutionAbove(n int, p0, alpha, beta float64) (float64, error) {
	if err := ratesError(alpha, beta); err != nil {
		return 0, err
	}
	k, err := ProportionCritical(n, p0, alpha)
	if err != nil {
		return 0, err
	}
	return proportionUpper(k-1, n, beta), nil
}

// ProportionResolutionBelow is the largest p1 < p0 that n samples tell from p0 by the one-sided test at (α, β).
func ProportionResolutionBelow(n int, p0, alpha, beta float64) (float64, error) {
	above, err := ProportionResolutionAbove(n, 1-p0, alpha, beta)
	return 1 - above, err
}

// ProportionSamples is the smallest n whose one-sided exact test tells p1 from p0 at (α, β):
//
//	min{ n : some k has P(Bin(n, p0) ≥ k) ≤ α and P(Bin(n, p1) < k) ≤ β }   for p1 > p0.
//
// Because counts are whole numbers the power is not monotone in n: a slightly larger n may fall short of β by a
// little, which [ProportionPower] tells. The randomised test of Neyman and Pearson is monotone and at least as
// powerful; its smallest n is found by bisection and the search goes up from there.
func ProportionSamples(p0, p1, alpha, beta float64) (int, error) {
	if err := errors.Join(rateError("p0", p0), ratesError(alpha, beta)); err != nil {
		return 0, err
	}
	if !(p1 >= 0 && p1 <= 1) || p1 == p0 {
		return 0, fmt.Errorf("stat: p1 = %v, want a probability other than p0 = %v", p1, p0)
	}
	if p1 < p0 {
		p0, p1 = 1-p0, 1-p1
	}
	d := p1 - p0
	root := (math.Sqrt(-math.Log(alpha)) + math.Sqrt(-math.Log(beta))) / d
	bound := root*root/2 + 1 // enough by Hoeffding's inequality with k = ⌈n(p0 + √(ln(1/α)/2n))⌉
	if bound > 1e8 {
		return 0, fmt.Errorf("stat: p0 = %v and p1 = %v need about %.2g samples, more than 1e8", p0, p1, bound)
	}
	lo, hi := 0, int(math.Ceil(bound))
	for hi-lo > 1 {
		mid := lo + (hi-lo)/2
		if randomisedMiss(mid, p0, p1, alpha) <= beta {
			hi = mid
		} else {
			lo = mid
		}
	}
	for n := hi; ; n++ {
		if BinomialLower(critical(n, p0, alpha)-1, n, p1) <= beta {
			return n, nil
		}
	}
}

// randomisedMiss is the miss rate at p1 of the most powerful level-α test of p0, which rejects at the count k−1
// with the probability that spends α in full. It decreases in n.
func randomisedMiss(n int, p0, p1, alpha float64) float64 {
	k := critical(n, p0, alpha)
	above := BinomialUpper(k, n, p0)
	spare := (alpha - above) / (BinomialUpper(k-1, n, p0) - above)
	return (1-spare)*BinomialLower(k-1, n, p1) + spare*BinomialLower(k-2, n, p1)
}
