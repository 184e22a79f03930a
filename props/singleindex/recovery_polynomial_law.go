package singleindex

import (
	"errors"
	"math"

	"assay/props"
	"assay/props/stat"
	"assay/theory"
)

// growthLaw is the law of the pair slopes of a ladder at its N, by the laws of the search
// times, which share the quantile of their starts (see [regime.together]), and what these leave
// open.
type growthLaw struct {
	theory.SlopeLaw
	accuracy float64 // of a probability
	speed    float64 // of a slope
}

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
		low, high := c.Sizes[i], c.Sizes[i+len(c.Sizes)-half]
		pair, err := theory.NewSlopePair(low, high, starts, levels, growthTo-0.02, c.times())
		if err != nil {
			return law, err
		}
		for _, start := range pair.Starts {
			for _, time := range []theory.TimeLaw{start.At, start.End} {
				if at, ok := time.(*theory.Passage); ok {
					law.accuracy += start.Weight * at.Accuracy / float64(half)
					pair.Late = max(pair.Late, at.Late)
				}
			}
		}
		law.SlopeLaw = append(law.SlopeLaw, pair)
		if c.K == 1 {
			continue // the flow
		}
		slow, err1 := passageSpeed(c.row, low, c.at(low).Delta, c.Eta)
		fast, err2 := passageSpeed(c.row, high, c.at(high).Delta, c.Eta)
		if err := errors.Join(err1, err2); err != nil {
			return law, err
		}
		law.speed = max(law.speed, (slow+fast)/pair.Ratio)
	}
	return law, nil
}

// times is the law of the time at N from the quantile u of the start: of the passage, and for
// k = 1 normal about the time of the flow with the spread of leading order in 1/N. From a
// start beyond η a time is one step; that it starts a little below leaves the median alone.
func (c growthCase) times() func(n int, u float64) (theory.TimeLaw, error) {
	known := map[int]*theory.Passages{} // by N
	return func(n int, u float64) (theory.TimeLaw, error) {
		starts, err := theory.Start(n)
		if err != nil {
			return nil, err
		}
		start, err := starts.HalfQuantile(u)
		if err != nil {
			return nil, err
		}
		start = math.Min(start, 0.95*c.Eta)
		delta := c.at(n).Delta
		if c.K == 1 {
			return c.row.law.Arrival(n, delta, start, c.Eta)
		}
		if known[n] == nil {
			if known[n], err = c.row.law.Passages(n, func(float64) float64 { return delta }, c.Eta); err != nil {
				return nil, err
			}
		}
		return known[n].From(theory.PassageStart{At: start}, growthTo)
	}
}

// growthSteepest is above every slope of a ladder.
const growthSteepest = 8.0

// quantile is the slope below which a pair is with probability p.
func (g growthLaw) quantile(p float64, late theory.LateSide) float64 {
	return g.Quantile(p, growthSteepest, late)
}

// exponent is the median slope at these N: the span that the laws leave open.
func (g growthLaw) exponent() span {
	const h = 0.02
	least, most := g.quantile(0.5, theory.Flatter), g.quantile(0.5, theory.Steeper)
	density := (g.CDF(least+h, theory.Flatter) - g.CDF(least-h, theory.Flatter)) / (2 * h)
	open := g.speed + g.accuracy/density
	return span{least - open, most + open}
}

// samples is the number of slopes that see an error of the exponent of the given size: as many signs as tell the
// median from a slope that is off by it, less what the laws leave open.
func (g growthLaw) samples(violation, alpha float64) (int, error) {
	middle, off := g.quantile(0.5, theory.Stated), violation-g.exponent().width()
	d := min(g.CDF(middle+off, theory.Stated)-0.5, 0.5-g.CDF(middle-off, theory.Stated))
	return stat.SignSamples(d, alpha, props.Miss, stat.TwoSided)
}

// resolution is the error of the exponent that n slopes see.
func (g growthLaw) resolution(n int, alpha float64) (float64, error) {
	d, err := stat.SignResolution(n, alpha, props.Miss, stat.TwoSided)
	middle := g.quantile(0.5, theory.Stated)
	off := max(g.quantile(0.5+d, theory.Stated)-middle, middle-g.quantile(0.5-d, theory.Stated))
	return off + g.exponent().width(), err
}
