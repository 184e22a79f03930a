package audit

import (
	"context"
	"math"
	"runtime"

	"golang.org/x/sync/errgroup"

	"assay/sim"
)

// plain reports whether the law is that of (1.2) with another model, start or step, which the fast chain runs.
func (l Law) plain() bool {
	how := l.how
	how.Rate = 0
	return how == sim.Variant{} && !l.spread && !l.population
}

// rate is by what the step is multiplied.
func (l Law) rate() float64 {
	if l.how.Rate == 0 {
		return 1
	}
	return l.how.Rate
}

// begin draws the overlap of a start's direction with θ, and the start's length.
func (l Law) begin(r *sim.Random, n int) (overlap, radius float64, err error) {
	overlap, err = l.start.draw(r, n)
	radius = l.radius
	if l.spread {
		chi, err := sim.NewChiSquared(float64(n))
		if err != nil {
			return 0, 0, err
		}
		radius *= math.Sqrt(chi.Draw(r) / float64(n))
	}
	return overlap, radius, err
}

// simulate is what watches of so many runs of the law have seen.
func (p Problem) simulate(ctx context.Context, l Law, w sim.Watch, replicas int, seed func(i int) uint64) ([]sim.Passages, error) {
	w.Unsigned = l.unsigned
	delta := p.Delta * l.rate()
	switch {
	case l.population:
		return p.descend(ctx, l, w, replicas, seed)
	case l.plain():
		schedule, err := sim.NewConstant(delta)
		if err != nil {
			return nil, err
		}
		return sim.RunChain(ctx, sim.ChainRun{
			Model: l.model, N: p.N, Schedule: schedule, Watch: w, Replicas: replicas, Seed: seed,
			Start: func(r *sim.Random) (float64, error) { return l.start.draw(r, p.N) },
		})
	}
	return sim.RunVariant(ctx, sim.VariantRun{
		Model: l.model, N: p.N, How: l.how, Delta: p.Delta, Watch: w, Replicas: replicas, Seed: seed,
		Start: func(r *sim.Random) (float64, float64, error) { return l.begin(r, p.N) },
	})
}

// descend is runs of descent on the population loss, each from a start of its own.
func (p Problem) descend(ctx context.Context, l Law, w sim.Watch, replicas int, seed func(i int) uint64) ([]sim.Passages, error) {
	pull, _, err := sim.PullTable(l.model)
	if err != nil {
		return nil, err
	}
	schedule, err := sim.NewConstant(p.Delta)
	if err != nil {
		return nil, err
	}
	seen := make([]sim.Passages, replicas)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range seen {
		group.Go(func() error {
			r := sim.NewRandom(seed(i))
			start, err := l.start.draw(r, p.N)
			if err != nil {
				return err
			}
			walk, err := sim.NewPopulation(pull, p.N, start)
			if err != nil {
				return err
			}
			seen[i], err = w.Follow(ctx, walk, r, schedule)
			return err
		})
	}
	return seen, group.Wait()
}
