package singleindex

import (
	"errors"
	"math"

	"assay/props"
	"assay/theory"
)

// climbed is what the laws of both phases say at one size of the ladder of the second link.
type climbed struct {
	n       float64
	delta   float64 // of the search
	search  *theory.Passage
	descent float64 // the flow's time, from which the median of the descent is O(1/N) away
}

// climb is the ladder of the second link, from 10³ to 10⁸: four sizes where the rate is 1/log N, which
// a fifth would have amplify the error of the law, five where it is N^{−1/2}.
func (c phaseCase) climb() ([]climbed, error) {
	if c.row.law.Exponent == 2 {
		return c.at(props.Geometric(1e3, 1e8, 4))
	}
	return c.at(props.Geometric(1e3, 1e8, 5))
}

// climbShares is the ladder of the shares: for k = 2 a decade above, because they feel an error of the law less.
func (c phaseCase) climbShares() ([]climbed, error) {
	if c.row.law.Exponent == 2 {
		return c.at(props.Geometric(1e4, 1e9, 4))
	}
	return c.climb()
}

// at is the laws at the given sizes.
func (c phaseCase) at(sizes []float64) ([]climbed, error) {
	var seen []climbed
	for _, size := range sizes {
		n := int(size)
		r := climbed{n: size, delta: c.rule.search(n)}
		var err1, err2 error
		r.search, err1 = passageLaw(c.row, n, r.delta, theory.PassageStart{}, c.Eta, 0.6)
		r.descent, err2 = c.row.law.HittingTime(n, c.rule.down(n), c.Eta, 1-c.Eta)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		seen = append(seen, r)
	}
	return seen, nil
}

// rate is what the distance of the laws of the two phases from their limits is proportional to. For
// k = 2 the search takes (N/δκ)(½ log N + O(1)). For k ≥ 3 it lacks the part of the critical law beyond
// η, of order N^{−(k−2)/2}, and the descent feels the pull of its step size, as small; at k = 3
// with a term of degree 4 in φ, and at k = 4, the former has a factor log N.
func (c phaseCase) rate() func(n float64) float64 {
	if c.row.law.Exponent == 2 {
		return func(n float64) float64 { return 1 / math.Log(n) }
	}
	return power(-0.5)
}

// climbedQuantile is the p-quantile of the search time along the ladder and a bound on the relative error of
// its computation. How the law differs from the chain's is the first link's.
func climbedQuantile(seen []climbed, p float64) (times []float64, relative float64, err error) {
	for _, r := range seen {
		t, within, err := quantileWithin(r.search, p, r.search.Accuracy)
		if err != nil {
			return nil, 0, err
		}
		times, relative = append(times, t), math.Max(relative, within)
	}
	return times, relative, nil
}

// tends asserts that a quantity known along the ladder tends to its limit, and so do its local exponents, whose distance
// is the derivative of the former's by log N: of the order of rate·(−d log rate/d log N).
func tends(j *props.Judge, what string, seen []climbed, values []float64, limit func(n float64) (float64, error), rate func(n float64) float64, relative, violation float64) error {
	sizes, at := make([]float64, len(seen)), map[float64]float64{}
	for i, r := range seen {
		sizes[i], at[r.n] = r.n, values[i]
	}
	law := func(n float64) (float64, error) { return at[n], nil }
	ratios, err1 := props.Ratios(sizes, law, limit, relative)
	exponents, err2 := props.Exponents(sizes, law, limit, relative)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	j.Tends("log of "+what, ratios, rate, violation)
	slope := func(n float64) float64 {
		const ratio = 1.01
		return rate(n) * math.Log(rate(n)/rate(ratio*n)) / math.Log(ratio)
	}
	j.Tends("exponent of "+what, exponents, slope, exponentViolation)
	return nil
}

// vanishes asserts that a probability along the ladder tends to a limit, here 0, faster than any power of N.
func vanishes(j *props.Judge, what string, seen []climbed, p func(r climbed) (float64, error), limit, violation float64) error {
	rungs := make([]props.Rung, len(seen))
	for i, r := range seen {
		law, err := p(r)
		if err != nil {
			return err
		}
		rungs[i] = props.Rung{N: r.n, Law: law, Claim: limit, Error: r.search.Accuracy}
	}
	j.Tends(what, rungs, power(-0.5), violation)
	return nil
}

// Errors of a limit that the second links of the phases declare: of a constant, as a logarithm, and of a
// probability.
const constantViolation, chanceViolation = 0.1, 0.05
