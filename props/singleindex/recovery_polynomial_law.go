package singleindex

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/integrate/quad"

	"assay/props"
	"assay/props/stat"
	"assay/theory"
)

// growthLaw is the law of the pair slopes of a ladder at its N, by the laws of the search
// times. The pairs share the quantile u of their starts (see [regime.together]), and given u
// the two times of a pair are independent:
//
//	P(slope ≤ s) = mean over pairs of rungs of ∫₀¹ P(log τ' − log τ ≤ s log(N'/N) | u) du.
//
// Its median is not the slope of the medians, since the laws at N and N' differ in shape.
type growthLaw struct{ pairs []growthPair }

// growthPair is the laws of the times at N and N'.
type growthPair struct {
	ratio  float64   // log(N'/N)
	weight []float64 // of a start
	low    []levels  // of τ
	high   []cdf     // of τ'

	// what the laws leave open
	accuracy float64 // of a probability
	late     float64 // steps by which a time may be less
	speed    float64 // of log τ' − log τ
}

type (
	levels []float64
	cdf    func(t float64) float64
)

// span is an interval.
type span struct{ least, most float64 }

func (s span) middle() float64 { return (s.least + s.most) / 2 }
func (s span) width() float64  { return s.most - s.least }

// growthStarts is the number of quantiles of the start, growthLevels that of τ, and growthTo
// the probability to which the laws are computed. With 25 starts and 128 levels the exponents
// of the ladders are others by 0.0002 at most.
const growthStarts, growthLevels, growthTo = 7, 32, 0.99

// slopes is the law on so many quantiles of the start and levels of each time.
func (c growthCase) slopes(starts, levels int) (law growthLaw, err error) {
	half := len(c.Sizes) / 2
	for i := range half {
		pair, err := c.pair(c.Sizes[i], c.Sizes[i+len(c.Sizes)-half], starts, levels)
		if err != nil {
			return law, err
		}
		law.pairs = append(law.pairs, pair)
	}
	return law, nil
}

func (c growthCase) pair(low, high, starts, count int) (pair growthPair, err error) {
	pair.ratio = math.Log(float64(high) / float64(low))
	nodes := make([]float64, starts)
	pair.weight = make([]float64, starts)
	quad.Legendre{}.FixedLocations(nodes, pair.weight, 0, 1)
	for i, v := range nodes {
		u := 1 - v*v // of large starts the times differ most
		pair.weight[i] *= 2 * v
		small, err1 := c.times(low, u)
		large, err2 := c.times(high, u)
		if err := errors.Join(err1, err2); err != nil {
			return pair, err
		}
		var l levels
		for k := range count {
			// of the topmost levels it matters only that they are above the median
			t, err := small.Quantile(min((float64(k)+0.5)/float64(count), growthTo-0.02))
			if err != nil {
				return pair, err
			}
			l = append(l, t)
		}
		pair.low, pair.high = append(pair.low, l), append(pair.high, large.CDF)
		pair.accuracy += pair.weight[i] * (small.accuracy + large.accuracy)
		pair.late = max(pair.late, small.late, large.late)
	}
	for _, n := range []int{low, high} {
		if c.K == 1 {
			continue // the flow
		}
		speed, err := passageSpeed(c.row, n, c.at(n).Delta, c.Eta)
		if err != nil {
			return pair, err
		}
		pair.speed += speed
	}
	return pair, nil
}

// timeLaw is the law of a search time, to a probability, and the steps by which the time may
// be less.
type timeLaw struct {
	theory.TimeLaw
	accuracy, late float64
}

// times is the law of the time at N from the quantile u of the start: of the passage, and for
// k = 1 normal about the time of the flow with the spread of leading order in 1/N. From a
// start beyond η a time is one step; that it starts a little below leaves the median alone.
func (c growthCase) times(n int, u float64) (timeLaw, error) {
	starts, err := theory.Start(n)
	if err != nil {
		return timeLaw{}, err
	}
	start, err := starts.HalfQuantile(u)
	if err != nil {
		return timeLaw{}, err
	}
	start = math.Min(start, 0.95*c.Eta)
	delta := c.at(n).Delta
	step := func(float64) float64 { return delta }
	if c.K == 1 {
		law, err := c.row.law.Arrival(n, delta, start, c.Eta)
		return timeLaw{TimeLaw: law}, err
	}
	law, err := c.row.law.Passage(n, step, theory.PassageStart{At: start}, c.Eta, growthTo)
	if err != nil {
		return timeLaw{}, err
	}
	return timeLaw{law, law.Accuracy, law.Late}, nil
}

// side is which end of what the late steps leave open.
type side int

const (
	steeper side = iota - 1 // τ of each pair as much less as it may be
	stated
	flatter // τ' of each pair as much less as it may be
)

// cdf is P(slope ≤ s).
func (g growthLaw) cdf(s float64, at side) float64 {
	var sum float64
	for _, p := range g.pairs {
		early, late := 0.0, 0.0
		switch at {
		case steeper:
			early = p.late
		case flatter:
			late = p.late
		}
		factor := math.Exp(s * p.ratio)
		for i, levels := range p.low {
			weight := p.weight[i] / float64(len(levels)*len(g.pairs))
			for _, t := range levels {
				sum += weight * p.high[i](factor*max(t-early, 0)+late)
			}
		}
	}
	return sum
}

// growthSteepest is above every slope of a ladder.
const growthSteepest = 8.0

// quantile is the slope below which a pair is with probability p.
func (g growthLaw) quantile(p float64, at side) float64 {
	least, most := 0.0, growthSteepest
	for range 40 {
		if s := (least + most) / 2; g.cdf(s, at) < p {
			least = s
		} else {
			most = s
		}
	}
	return least
}

// exponent is the median slope at these N: the span that the laws leave open.
func (g growthLaw) exponent() span {
	const h = 0.02
	least, most := g.quantile(0.5, flatter), g.quantile(0.5, steeper)
	density := (g.cdf(least+h, flatter) - g.cdf(least-h, flatter)) / (2 * h)
	var open, accuracy float64
	for _, p := range g.pairs {
		open = max(open, p.speed/p.ratio)
		accuracy += p.accuracy / float64(len(g.pairs))
	}
	open += accuracy / density
	return span{least - open, most + open}
}

// samples is the number of slopes that see an error of the exponent of the given size: as many signs as tell the
// median from a slope that is off by it, less what the laws leave open.
func (g growthLaw) samples(violation, alpha float64) (int, error) {
	middle, off := g.quantile(0.5, stated), violation-g.exponent().width()
	d := min(g.cdf(middle+off, stated)-0.5, 0.5-g.cdf(middle-off, stated))
	return stat.SignSamples(d, alpha, props.Miss, stat.TwoSided)
}

// resolution is the error of the exponent that n slopes see.
func (g growthLaw) resolution(n int, alpha float64) (float64, error) {
	d, err := stat.SignResolution(n, alpha, props.Miss, stat.TwoSided)
	middle := g.quantile(0.5, stated)
	off := max(g.quantile(0.5+d, stated)-middle, middle-g.quantile(0.5-d, stated))
	return off + g.exponent().width(), err
}
