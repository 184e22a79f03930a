package audit

import (
	"context"
	"fmt"
	"math"
	"slices"

	"assay/props/stat"
	"assay/sim"
)

// Trajectory is the overlaps of one run at rising times, counted in steps.
type Trajectory struct {
	Times    []int
	Overlaps []float64 // as many
}

// JudgeTrajectories judges the overlaps of runs: their distribution at times that all runs have, the time to the level
// if they have every step, and each single step that they have.
func (p Problem) JudgeTrajectories(ctx context.Context, level float64, all []Trajectory, o Options) (*Result, error) {
	if !(level > 0 && level < 1) {
		return nil, fmt.Errorf("audit: level %v of a hitting time, want one in (0, 1)", level)
	}
	e, err := p.evidence(level, all)
	if err != nil {
		return nil, err
	}
	return p.judge(ctx, []group{{problem: p, evidence: e}}, o)
}

// mostTimes is at how many times the overlaps are compared.
const mostTimes = 6

func (p Problem) evidence(level float64, all []Trajectory) (e evidence, err error) {
	if len(all) == 0 {
		return e, fmt.Errorf("audit: no trajectories, want at least one")
	}
	had := map[int]int{}
	for i, tr := range all {
		if len(tr.Times) != len(tr.Overlaps) || len(tr.Times) == 0 {
			return e, fmt.Errorf("audit: run %d has %d times and %d overlaps, want as many, and at least one", i, len(tr.Times), len(tr.Overlaps))
		}
		for k, t := range tr.Times {
			switch m := tr.Overlaps[k]; {
			case t < 0 || t > mostSteps:
				return e, fmt.Errorf("audit: time %d of run %d, want one in 0 … %d steps", t, i, mostSteps)
			case k > 0 && t <= tr.Times[k-1]:
				return e, fmt.Errorf("audit: time %d of run %d after %d, want rising times", t, i, tr.Times[k-1])
			case math.IsNaN(m):
				return e, fmt.Errorf("audit: overlap NaN of run %d at t = %d, want a number", i, t)
			}
			had[t]++
		}
	}
	var common []int
	for t, n := range had {
		if n == len(all) {
			common = append(common, t)
		}
	}
	slices.Sort(common)
	signed := func(m float64, l Law) float64 {
		if l.unsigned {
			return math.Abs(m)
		}
		return m
	}
	stated := p.asStated()
	grid := spread(common)
	for i, t := range grid {
		v := view{name: fmt.Sprintf("overlap at t = %d", t), of: func(l Law, s sim.Passages) float64 {
			return signed(s.Trace[i], l)
		}}
		for _, tr := range all {
			k, _ := slices.BinarySearch(tr.Times, t)
			v.data = append(v.data, signed(tr.Overlaps[k], stated))
		}
		e.views = append(e.views, v)
	}
	e.watch = sim.Watch{Low: level, High: level, Until: sim.UntilEnd, Grid: grid}
	if len(grid) > 0 {
		e.watch.Steps = grid[len(grid)-1]
	}
	if last := len(common) - 1; last > 0 && common[0] == 0 && common[last] == last {
		e.watch.Steps = max(e.watch.Steps, last)
		v := view{name: fmt.Sprintf("time to overlap %.6g", level), of: func(_ Law, s sim.Passages) float64 { return s.SearchTime() }}
		for _, tr := range all {
			tau := math.Inf(1)
			for t := range last + 1 {
				if signed(tr.Overlaps[t], stated) > level {
					tau = float64(t)
					break
				}
			}
			v.data = append(v.data, tau)
		}
		e.views = append(e.views, v)
	}
	for _, tr := range all {
		for k := 1; k < len(tr.Times); k++ {
			if tr.Times[k] == tr.Times[k-1]+1 {
				e.steps = append(e.steps, step{tr.Overlaps[k-1], tr.Overlaps[k]})
			}
		}
	}
	return e, nil
}

// spread is at most mostTimes of the times, the first and the last among them, the others evenly in their logarithm.
func spread(times []int) (chosen []int) {
	if len(times) <= mostTimes {
		return times
	}
	first, last := math.Log1p(float64(times[0])), math.Log1p(float64(times[len(times)-1]))
	for i := range mostTimes {
		want := math.Expm1(first + (last-first)*float64(i)/(mostTimes-1))
		k, _ := slices.BinarySearchFunc(times, want, func(t int, w float64) int {
			if float64(t) < w-0.5 {
				return -1
			}
			return 1
		})
		t := times[min(k, len(times)-1)]
		if len(chosen) == 0 || t > chosen[len(chosen)-1] {
			chosen = append(chosen, t)
		}
	}
	return chosen
}

// step is one step of a trajectory.
type step struct{ from, to float64 }

const (
	mostRanked = 10000 // steps that are placed
	beside     = 31    // steps made here, beside each of them
)

// rank places each step of the numbers among steps of the law from the same overlap. With ties broken by chance the
// place is uniform on 0 … beside, and independent of the places before, if the law is right. It is nil for a law under
// which a step depends on more than the overlap.
func (g group) rank(ctx context.Context, l Law, alpha, beta float64, seed uint64) (*Test, error) {
	if l.how.Reuse > 1 || l.how.Momentum > 0 || l.how.Normalise > 1 || l.how.Normalise == sim.Never {
		return nil, nil
	}
	next, err := g.problem.stepper(l)
	if err != nil {
		return nil, nil //nolint:nilerr // the law has no steps of this model
	}
	steps := g.evidence.steps
	r := sim.NewRandom(seed)
	stride := (len(steps) + mostRanked - 1) / mostRanked
	var places []float64
	for i := 0; i < len(steps); i += stride {
		if i%(1<<10) == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		s := steps[i]
		if l.unsigned {
			s = step{math.Abs(s.from), math.Abs(s.to)}
		}
		below := 0
		if math.Abs(s.from) > 1 || math.Abs(s.to) > 1 { // no point of the sphere
			places = append(places, 1)
			continue
		}
		ties := 1
		for range beside {
			to := next(r, s.from)
			if l.unsigned {
				to = math.Abs(to)
			}
			switch {
			case to < s.to:
				below++
			case to == s.to:
				ties++
			}
		}
		place := float64(below) + r.Uniform()*float64(ties)
		places = append(places, place/(beside+1))
	}
	t := Test{Name: g.label + "a single step", Samples: len(places), Made: beside * len(places)}
	d, err := stat.Deviate(places, func(x float64) float64 { return x })
	if err != nil {
		return nil, err
	}
	t.Distance = max(d.Above, d.Below)
	if t.Allowed, err = stat.KolmogorovBand(len(places), alpha, stat.TwoSided); err != nil {
		return nil, err
	}
	t.Resolution = t.Allowed + math.Sqrt(math.Log(1/beta)/2/float64(len(places)))
	return &t, nil
}

// stepper is one step of the law from an overlap.
func (p Problem) stepper(l Law) (func(r *sim.Random, m float64) float64, error) {
	if l.population {
		pull, _, err := sim.PullTable(l.model)
		if err != nil {
			return nil, err
		}
		return func(r *sim.Random, m float64) float64 {
			walk, err := sim.NewPopulation(pull, p.N, m)
			if err != nil {
				return math.NaN()
			}
			return walk.Step(r, p.Delta)
		}, nil
	}
	chain, err := sim.NewVariantChain(l.model, p.N, l.how, 0, 1)
	if err != nil {
		return nil, err
	}
	return func(r *sim.Random, m float64) float64 {
		chain.Return(m)
		return chain.Step(r, p.Delta)
	}, nil
}
