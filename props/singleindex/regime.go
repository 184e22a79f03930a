package singleindex

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"assay/props"
	"assay/props/stat"
	"assay/sim"
	"assay/theory"
)

// regime is one point of a sequence in N of the kind that the thresholds speak of: the
// ratio α and the step size δ at that N. A run has M = αN steps.
type regime struct {
	N     int     `draw:"N"`
	Alpha float64 `draw:"α"`
	Delta float64 `draw:"δ"`
}

// steps is M = αN.
func (r regime) steps() int { return int(math.Round(r.Alpha * float64(r.N))) }

// loglog is log log N, at least 1: an explicit sequence that tends to infinity.
func loglog(n float64) float64 { return math.Max(1, math.Log(math.Log(n))) }

// runs is n replicas of the chain in one regime, each from a uniform start on the
// half-sphere; number tells the regimes of a case apart.
func (r regime) runs(l *props.Lab, number, n int, model sim.Model, watch sim.Watch) ([]sim.Passages, error) {
	return r.runsFrom(l, number, n, model, watch, func(int) (func(*sim.Random) (float64, error), error) { return nil, nil })
}

// runsFrom is runs with the start of each batch, by the index of its first replica.
func (r regime) runsFrom(l *props.Lab, number, n int, model sim.Model, watch sim.Watch, start func(lo int) (func(*sim.Random) (float64, error), error)) ([]sim.Passages, error) {
	schedule, err := sim.NewConstant(r.Delta)
	if err != nil {
		return nil, err
	}
	return props.Batches(l, n, sim.Lanes, func(lo, hi int) ([]sim.Passages, error) {
		from, err := start(lo)
		if err != nil {
			return nil, err
		}
		return sim.RunChain(l.Context(), sim.ChainRun{
			Model: model, N: r.N, Schedule: schedule, Watch: watch, Start: from, Replicas: hi - lo, Jobs: 1,
			Seed: func(i int) uint64 { return l.Seed(number, lo+i) },
		})
	})
}

// together is τ_Low of n replicas, +Inf where it never was, with starts shared between
// regimes: all replicas of a batch start at one quantile of the start law at N, the same
// quantile in every regime, uniform within a stratum. Each replica alone starts uniformly on
// the half-sphere, and given the starts the replicas are independent: that is all that
// [stat.SlopeInterval] asks for, and ratios of times vary less.
func (r regime) together(l *props.Lab, number, n int, model sim.Model, watch sim.Watch) ([]float64, error) {
	law, err := theory.Start(r.N)
	if err != nil {
		return nil, err
	}
	strata := (n + sim.Lanes - 1) / sim.Lanes
	seen, err := r.runsFrom(l, number, n, model, watch, func(lo int) (func(*sim.Random) (float64, error), error) {
		level := (float64(lo/sim.Lanes) + sim.NewRandom(l.Seed(-1, lo)).Uniform()) / float64(strata)
		m, err := law.HalfQuantile(level)
		return sim.At(m), err
	})
	times := searchTimes(seen)
	for i, t := range times {
		times[i] = max(t, 1)
	}
	return times, err
}

// proportionRuns is the number of runs that tell a probability of at least p from one of
// at most p − violation.
func proportionRuns(l *props.Lab, p, violation float64) (int, error) {
	return stat.ProportionSamples(p, p-violation, l.Alpha, props.Miss)
}

// runsFor is the least number of runs of which n satisfy a condition of probability p > 0, but
// for a chance of 1e-9.
func runsFor(n int, p float64) int {
	runs := n
	for (distuv.Binomial{N: float64(runs), P: p}).CDF(float64(n-1)) > 1e-9 {
		runs++
	}
	return runs
}

// designed is the first n of what was seen of the runs that satisfy a condition: as many as the
// assertion was designed for. More would see as much or, as counts are whole numbers, a little less.
func designed[T any](seen []T, n int) []T { return seen[:min(n, len(seen))] }

// tally is how many values satisfy the condition.
func tally[T any](values []T, holds func(T) bool) (n int) {
	for _, v := range values {
		if holds(v) {
			n++
		}
	}
	return n
}
