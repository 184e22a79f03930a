package theory

import (
	"errors"
	"fmt"
	"math"
)

// SlopeLaw is the law of the slopes log(τ'/τ)/log(N'/N) of pairs of times at N and N' > N, drawn
// from all pairs alike. The two of a pair share the quantile u of their starts, and given u they
// are independent:
//
//	P(slope ≤ s) = mean over pairs of ∫₀¹ P(log τ' − log τ ≤ s log(N'/N) | u) du.
//
// Its median is not the slope of the medians, since the laws at N and N' differ in shape. Derived.
type SlopeLaw []SlopePair

// SlopePair is the laws of the times at N and N'.
type SlopePair struct {
	Ratio  float64 // log(N'/N)
	Late   float64 // steps by which a time may be less than its law has it
	Starts []SlopeStart
}

// SlopeStart is the laws of both times at a quantile of the start.
type SlopeStart struct {
	Weight  float64 // of the quantile
	At, End TimeLaw // of τ, of τ'

	levels []float64 // of τ
}

// NewSlopePair is the pair of times at n and end > n: law is the law of the time in the given
// dimension from the quantile u of the start, known up to the probability upTo. So many starts are
// the nodes of Gauss and Legendre in √(1−u), of large starts the times differ most; the time at n
// takes so many levels by the midpoint rule, the topmost of them, of which it matters only that
// they are above the median, at upTo. It hands on the errors of law.
func NewSlopePair(n, end, starts, levels int, upTo float64, law func(n int, u float64) (TimeLaw, error)) (pair SlopePair, err error) {
	if n < 1 || end <= n || starts < 1 || levels < 1 || !(upTo > 0 && upTo < 1) {
		return pair, fmt.Errorf("theory: sizes %d and %d, %d starts, %d levels up to %v, want 1 ≤ N < N', at least one of each and a probability", n, end, starts, levels, upTo)
	}
	pair.Ratio = math.Log(float64(end) / float64(n))
	rule := legendre(starts)
	for i, v := range rule.z {
		at, err1 := law(n, 1-v*v)
		last, err2 := law(end, 1-v*v)
		if err := errors.Join(err1, err2); err != nil {
			return pair, err
		}
		start := SlopeStart{Weight: rule.w[i] * (2 * v), At: at, End: last}
		for k := range levels {
			t, err := at.Quantile(min((float64(k)+0.5)/float64(levels), upTo))
			if err != nil {
				return pair, err
			}
			start.levels = append(start.levels, t)
		}
		pair.Starts = append(pair.Starts, start)
	}
	return pair, nil
}

// LateSide is which of the times of a pair are as much less than their laws as they may be.
type LateSide int

const (
	Steeper LateSide = iota - 1 // τ, which makes the slopes larger
	Stated                      // neither
	Flatter                     // τ'
)

// CDF is P(slope ≤ s).
func (l SlopeLaw) CDF(s float64, late LateSide) (p float64) {
	for _, pair := range l {
		var first, last float64
		switch late {
		case Steeper:
			first = pair.Late
		case Flatter:
			last = pair.Late
		}
		factor := math.Exp(s * pair.Ratio)
		for _, start := range pair.Starts {
			weight := start.Weight / float64(len(start.levels)*len(l))
			for _, t := range start.levels {
				p += weight * start.End.CDF(factor*max(t-first, 0)+last)
			}
		}
	}
	return p
}

// Quantile is the s in [0, most] with P(slope ≤ s) = p, to 2⁻⁴⁰ of most; an end where there is none.
func (l SlopeLaw) Quantile(p, most float64, late LateSide) float64 {
	least, _, _ := turning(0, most, most*0x1p-40, func(s float64) (bool, error) { return l.CDF(s, late) < p, nil })
	return least
}
