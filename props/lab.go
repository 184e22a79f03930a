package props

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// bench is where one check runs: its options, its level and
// the processors it shares with the other checks.
type bench struct {
	ctx     context.Context
	options Options
	claim   string
	kept    []Kept  // the cases of the corpus
	alpha   float64 // the check's level: [Share], but in a calibration
	place   int     // of the claim in the order of the run
	cores   *processors
	began   time.Time
	busy    atomic.Int64 // nanoseconds a processor was held, by all the check's cases
	done    func(cases int)
}

// take waits for a processor and holds it.
func (b *bench) take(ctx context.Context) error {
	err := b.cores.acquire(ctx, b.place)
	if err == nil {
		b.busy.Add(-int64(time.Since(b.began)))
	}
	return err
}

// give gives a processor back.
func (b *bench) give() {
	b.busy.Add(int64(time.Since(b.began)))
	b.cores.release()
}

// held is for how long processors were held, while the last of them still is.
func (b *bench) held() time.Duration { return time.Duration(b.busy.Load()) + time.Since(b.began) }

// yield lets an earlier claim that waits have the processor held, and takes another. If ctx ends
// meanwhile none is held.
func (b *bench) yield(ctx context.Context) error {
	if !b.cores.wanted(b.place) {
		return nil
	}
	b.give()
	return b.take(ctx)
}

// spread runs the units 0 ≤ i < n, as many at once as there are processors; the first error ends
// the rest. The caller holds a processor, does its part of the units on it and holds one
// when they are done.
func (b *bench) spread(ctx context.Context, n int, unit func(i int) error) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	var next, helping atomic.Int64
	work := func() (held bool) {
		for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
			if err := unit(i); err != nil {
				end(err)
			} else if b.yield(ctx) != nil {
				return false
			}
		}
		return true
	}
	wanted, enough := context.WithCancel(ctx)
	var helpers sync.WaitGroup
	for range min(b.options.Jobs, n) - 1 {
		helpers.Go(func() {
			if b.take(wanted) != nil {
				return
			}
			helping.Add(1)
			if work() {
				b.give()
			}
			helping.Add(-1)
		})
	}
	held := work()
	enough()
	if held && helping.Load() > 0 { // it would be idle until they are done
		b.give()
		held = false
	}
	helpers.Wait()
	if !held {
		_ = b.take(context.WithoutCancel(ctx)) // no end, hence no error
	}
	return context.Cause(ctx)
}

func (b *bench) lab(i int, alpha float64) *Lab {
	return &Lab{Tier: b.options.Tier, Alpha: alpha, bench: b, number: i}
}

// Lab is where one case is measured: the tier, the level of its assertions, its
// seeds and its processors.
type Lab struct {
	Tier   Tier
	Alpha  float64 // false-alarm probability of one statistical assertion
	bench  *bench
	number int
}

// NewLab is a lab outside a run, for tests and for measurements without a judge: the first
// case of a claim of that id under the seed and tier of o. It holds a processor.
func NewLab(ctx context.Context, o Options, id string, alpha float64) *Lab {
	o.Jobs = o.jobs()
	b := &bench{ctx: ctx, options: o, claim: id, cores: newProcessors(o.Jobs), began: time.Now()}
	_ = b.take(context.WithoutCancel(ctx)) // the first of its processors: no wait, no error
	return b.lab(0, alpha)
}

// Context is cancelled when the run is interrupted.
func (l *Lab) Context() context.Context { return l.bench.ctx }

// Seed is the seed of a replicate of this case at a rung of its ladder.
func (l *Lab) Seed(rung, replicate int) uint64 {
	return Seed(l.bench.options.Seed, l.bench.claim, l.number, rung, replicate)
}

// Replicate runs n independent replicates at one rung and returns their results
// in order. Each holds one processor and has a seed of its own; the first error
// ends the rest.
func Replicate[R any](l *Lab, rung, n int, f func(seed uint64) (R, error)) ([]R, error) {
	return Batches(l, n, 1, func(lo, _ int) ([]R, error) {
		r, err := f(l.Seed(rung, lo))
		return []R{r}, err
	})
}

// Batches runs n independent replicates in batches of the given size; f returns
// the results of the replicates lo ≤ i < hi. A kernel that interleaves replicas
// wants batches; their size must not change the results.
func Batches[R any](l *Lab, n, size int, f func(lo, hi int) ([]R, error)) ([]R, error) {
	out := make([]R, n)
	err := l.bench.spread(l.bench.ctx, (n+size-1)/size, func(i int) error {
		lo, hi := i*size, min((i+1)*size, n)
		results, err := guarded(func() ([]R, error) { return f(lo, hi) })
		if err == nil {
			copy(out[lo:hi], results)
		}
		return err
	})
	return out, err
}
