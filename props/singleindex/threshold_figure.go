package singleindex

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// plotThreshold draws the share of runs that have recovered by αN samples against α/α_c, for several N and k = 3.
func plotThreshold(ctx context.Context, tier props.Tier, seed props.Seeding) (props.Plot, error) {
	const level, replicas, d0, farthest = 0.7, 300, 3, 1e8
	p := props.Plot{
		X: props.Axis{Label: "α / α_c", Log: true}, Y: props.Axis{Label: "share of runs beyond overlap .7 by αN samples"},
		Caption: "The threshold, for k = 3 (tensor PCA) at the critical order of the step size. Points: 300 runs at each N. Lines: their laws, up to nine in ten; broken: the law at N = 1e8. " +
			"Against α/α_c, α_c = N, the curves of all N fall together, up to a descent that is a smaller share the larger N is; against α they would lie as far apart as the N.",
	}
	row, err := tensorRow(3, 2)
	if err != nil {
		return p, err
	}
	rule := criticalRule(d0, row.law.Exponent)
	law := func(name string, n int, hue int) error {
		passage, err := passageLaw(row, n, rule.search(n), theory.PassageStart{}, level, 0.95)
		if err != nil {
			return err
		}
		c, err := lawCurve(name, passage, 1/float64(n)/float64(n), 0.02, seenUpTo)
		c.Reference, c.Hue, c.Unlisted = hue == 0, hue, hue > 0
		p.Curves = append(p.Curves, c)
		return err
	}
	for i, n := range (props.ByTier[[]int]{{50, 200, 800}, {50, 200, 800}, {50, 400, 3200}}).At(tier) {
		order, err1 := theory.SampleOrder(float64(n), row.law.Exponent)
		step, err2 := sim.NewConstant(rule.search(n))
		if err := errors.Join(err1, err2); err != nil {
			return p, err
		}
		const patience = 12
		seen, err := sim.RunChain(ctx, sim.ChainRun{Model: row.model, N: n, Schedule: step, Replicas: replicas,
			Watch: sim.Watch{Low: level, High: level, Steps: int(patience * order), Until: sim.UntilSearch},
			Seed:  func(replica int) uint64 { return seed(i, replica) }})
		if err != nil {
			return p, err
		}
		name := fmt.Sprintf("N = %d", n)
		p.Curves = append(p.Curves, shareDots(name, i+1, searchTimes(seen), 1/order))
		if err := law(name+", law", n, i+1); err != nil {
			return p, err
		}
	}
	return p, law("law at N = 1e8", farthest, 0)
}

// shareDots is the distribution function of times, in a unit, at up to forty of them.
func shareDots(name string, hue int, times []float64, unit float64) props.Curve {
	times = slices.Sorted(slices.Values(times))
	const most = 40
	every := (len(times) + most - 1) / most
	c := props.Curve{Name: name, Dots: true, Hue: hue}
	for i := every - 1; i < len(times); i += every {
		if times[i] > 0 && !math.IsInf(times[i], 1) {
			c.X, c.Y = append(c.X, times[i]*unit), append(c.Y, float64(i+1)/float64(len(times)))
		}
	}
	return c
}

// lawCurve is the distribution function of a law between two probabilities, in a unit of time.
func lawCurve(name string, law theory.TimeLaw, unit, from, to float64) (props.Curve, error) {
	low, err1 := law.Quantile(from)
	high, err2 := law.Quantile(to)
	c := props.Curve{Name: name, Reference: true}
	const points = 200
	for i := range points + 1 {
		t := low * math.Pow(high/low, float64(i)/points)
		c.X, c.Y = append(c.X, t*unit), append(c.Y, law.CDF(t))
	}
	return c, errors.Join(err1, err2)
}
