package singleindex

import (
	"context"
	"errors"
	"fmt"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// plotPhases draws one run for each k = 1, 2, 3 from a random start, on the time that it takes.
func plotPhases(ctx context.Context, tier props.Tier, seed props.Seeding) (props.Plot, error) {
	const eta = 0.3
	p := props.Plot{
		X: props.Axis{Label: "samples / samples to overlap 1 − η"}, Y: props.Axis{Label: "overlap m"},
		Caption: "One run of online SGD for each k, each on the time it takes. Shaded is the descent, from η = .3 to 1 − η; what lies before it is the search. " +
			"For k = 1 both take a share; for k = 2 and 3 most samples are spent where nothing seems to happen, the more so the larger N is.",
	}
	linear, err1 := zooOf(linearNeuron)
	matrix, err2 := tensorRow(2, 2)
	cubic, err3 := tensorRow(3, 2)
	if err := errors.Join(err1, err2, err3); err != nil {
		return p, err
	}
	for i, one := range []struct {
		row   zooRow
		d0    float64
		sizes props.ByTier[int]
	}{{linear, 0.5, props.ByTier[int]{2000, 10_000, 100_000}}, {matrix, 1, props.ByTier[int]{2000, 10_000, 100_000}}, {cubic, 3, props.ByTier[int]{400, 1000, 4000}}} {
		k, n := one.row.law.Exponent, one.sizes.At(tier)
		step, err := sim.NewConstant(criticalRule(one.d0, k).search(n))
		if err != nil {
			return p, err
		}
		// the first of a few runs that keeps the side of its start
		run := func(w sim.Watch, number int) (sim.Passages, error) {
			w.Low, w.High = eta, 1-eta
			seen, err := sim.RunChain(ctx, sim.ChainRun{Model: one.row.model, N: n, Schedule: step, Watch: w, Replicas: 1,
				Seed: func(int) uint64 { return seed(k, number) }})
			if err != nil {
				return sim.Passages{}, err
			}
			return seen[0], nil
		}
		const attempts, patience = 16, 40
		order, err := theory.SampleOrder(float64(n), k)
		if err != nil {
			return p, err
		}
		number, seen := 0, sim.Passages{Descent: sim.Never}
		for ; number < attempts && seen.Descent == sim.Never; number++ {
			if seen, err = run(sim.Watch{Steps: int(patience * order), Until: sim.UntilDescent}, number); err != nil {
				return p, err
			}
		}
		if seen.Descent == sim.Never {
			return p, fmt.Errorf("k = %d: none of %d runs at N = %d passes %v within %v N α_c steps", k, attempts, n, 1-eta, float64(patience))
		}
		all := seen.DescentTime()
		last := int(1.15 * all)
		traced, err := run(sim.Watch{Steps: last, Grid: props.Evenly(last)}, number-1)
		if err != nil {
			return p, err
		}
		x := make([]float64, len(traced.Trace))
		for j, t := range props.Evenly(last) {
			x[j] = float64(t) / all
		}
		p.Curves = append(p.Curves, props.Curve{Name: fmt.Sprintf("k = %d, N = %d", k, n), X: x, Y: traced.Trace, Hue: i + 1})
		p.Shades = append(p.Shades, props.Shade{From: seen.SearchTime() / all, To: 1, Hue: i + 1})
	}
	p.Shades[0].Name = "descent"
	return p, nil
}
