package props

import (
	"errors"
	"math"

	"assay/theory"

	"gonum.org/v1/gonum/integrate/quad"
)

// span is an interval.
type span struct{ least, most float64 }

// shift is by how much finite N moves the median of the pair slopes from the claim's power of
// N and of log N: the span over the pairs of rungs and over what the laws leave open.
//
// A pair shares the quantile u of its starts (see [regime.together]), and given u its two
// times are independent. The slope is therefore the root D of
//
//	∫₀¹ P(log τ' − log τ ≤ D | u) du = ½
//
// over log(N'/N): not the difference of the two medians, since the laws at N and N' differ in
// shape.
func (c growthCase) shift() (all span, err error) {
	all = span{math.Inf(1), math.Inf(-1)}
	half := len(c.Sizes) / 2
	for i := range half {
		low, high := c.Sizes[i], c.Sizes[i+len(c.Sizes)-half]
		grown, err := c.grown(low, high)
		if err != nil {
			return all, err
		}
		ratio := math.Log(float64(high) / float64(low))
		claim := math.Max(1, float64(c.K-1))
		if c.K == 2 {
			claim += math.Log(math.Log(float64(high))/math.Log(float64(low))) / ratio
		}
		all = span{min(all.least, grown.least/ratio-claim), max(all.most, grown.most/ratio-claim)}
	}
	return all, nil
}

// grown is the median of log(τ'/τ) by the laws at two N.
func (c growthCase) grown(low, high int) (span, error) {
	if c.K == 1 { // the noise is of order N^{−1/2}: the start alone decides, and the time is monotone in it
		var t [2]float64
		for i, n := range []int{low, high} {
			start, err := halfStart(n, 0.5)
			if err != nil {
				return span{}, err
			}
			if t[i], err = c.row.law.HittingTime(n, c.at(n).Delta, start, c.Eta); err != nil {
				return span{}, err
			}
		}
		d := math.Log(t[1] / t[0])
		return span{d, d}, nil
	}
	pair, err := c.pair(low, high)
	if err != nil {
		return span{}, err
	}
	least, most := pair.median(0, pair.late), pair.median(pair.late, 0)
	open := pair.speed + pair.accuracy/pair.density(least)
	return span{least - open, most + open}, nil
}

// growthPair is the laws of the times at two N from shared quantiles of the start.
type growthPair struct {
	weight []float64         // of a start
	low    [][]float64       // levels of τ for each start, at the smaller N
	high   []*theory.Passage // τ' for each start

	// what the laws leave open
	accuracy float64 // of a probability
	late     float64 // steps by which a time may be less
	speed    float64 // of the logarithm of τ'/τ
}

// growthStarts is the number of quantiles of the start, growthLevels that of τ, and growthTo
// the probability to which the laws are computed. Five times the starts and eight times the
// levels move the exponent by less than 0.0005.
const growthStarts, growthLevels, growthTo = 5, 32, 0.99

func (c growthCase) pair(low, high int) (pair growthPair, err error) {
	starts := make([]float64, growthStarts)
	pair.weight = make([]float64, growthStarts)
	quad.Legendre{}.FixedLocations(starts, pair.weight, 0, 1)
	for i, v := range starts {
		u := 1 - v*v // of large starts the times differ most
		pair.weight[i] *= 2 * v
		small, err1 := c.passage(low, u)
		large, err2 := c.passage(high, u)
		if err := errors.Join(err1, err2); err != nil {
			return pair, err
		}
		levels := make([]float64, growthLevels)
		for k := range levels {
			// of the topmost level it matters only that it is above the median
			if levels[k], err = small.Quantile(min((float64(k)+0.5)/growthLevels, growthTo-0.005)); err != nil {
				return pair, err
			}
		}
		pair.low, pair.high = append(pair.low, levels), append(pair.high, large)
		pair.accuracy += pair.weight[i] * (small.Accuracy + large.Accuracy)
		pair.late = max(pair.late, small.Late, large.Late)
	}
	for _, n := range []int{low, high} {
		speed, err := passageSpeed(c.row, n, c.at(n).Delta, c.Eta)
		if err != nil {
			return pair, err
		}
		pair.speed += speed
	}
	return pair, nil
}

// passage is the law of the time at N from the quantile u of the start. From beyond η it
// takes one step; that it starts a little below leaves the median alone.
func (c growthCase) passage(n int, u float64) (*theory.Passage, error) {
	start, err := halfStart(n, u)
	if err != nil {
		return nil, err
	}
	delta := c.at(n).Delta
	from := theory.PassageStart{At: math.Min(start, 0.95*c.Eta)}
	return c.row.law.Passage(n, func(float64) float64 { return delta }, from, c.Eta, growthTo)
}

// halfStart is the quantile u of the start on the half-sphere.
func halfStart(n int, u float64) (float64, error) {
	law, err := theory.Start(n)
	if err != nil {
		return 0, err
	}
	return law.HalfQuantile(u)
}

// chance is P(log τ' − log τ ≤ d), with all τ and all τ' less by the given numbers of steps.
func (p growthPair) chance(d, low, high float64) float64 {
	var sum float64
	for i, levels := range p.low {
		for _, t := range levels {
			sum += p.weight[i] * p.high[i].CDF(math.Exp(d)*max(t-low, 0)+high)
		}
	}
	return sum / growthLevels
}

// median is the median of log τ' − log τ.
func (p growthPair) median(low, high float64) float64 {
	least, most := 0.0, math.Log(math.MaxFloat64)/2
	for range 60 {
		if d := (least + most) / 2; p.chance(d, low, high) < 0.5 {
			least = d
		} else {
			most = d
		}
	}
	return least
}

// density is that of log τ' − log τ at its median.
func (p growthPair) density(median float64) float64 {
	const h = 0.05
	return (p.chance(median+h, 0, 0) - p.chance(median-h, 0, 0)) / (2 * h)
}
