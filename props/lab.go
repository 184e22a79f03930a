package props

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

// bench is where one check runs: its options, its level and
// the processors it shares with the other checks.
type bench struct {
	ctx     context.Context
	options Options
	claim   string
	alpha   float64 // the check's level: [Share], but in a calibration
	cores   *semaphore.Weighted
	busy    atomic.Int64 // nanoseconds a processor was held, by all the check's cases
	done    func(cases int)
}

// hold takes a processor; the function it returns gives it back.
func (b *bench) hold(ctx context.Context) (release func(), err error) {
	if err := b.cores.Acquire(ctx, 1); err != nil {
		return func() {}, err
	}
	began := time.Now()
	return func() {
		b.busy.Add(int64(time.Since(began)))
		b.cores.Release(1)
	}, nil
}

// each runs f for every case, all at once: a case takes a processor only while
// it computes.
func (b *bench) each(n int, f func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			f(i)
			b.done(1)
		})
	}
	all.Wait()
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
	give   func() // gives the case's processor back
}

// NewLab is a lab outside a run, for tests and for measurements without a judge: the first
// case of a claim of that id under the seed and tier of o. It holds a processor.
func NewLab(ctx context.Context, o Options, id string, alpha float64) *Lab {
	o.Jobs = o.jobs()
	b := &bench{ctx: ctx, options: o, claim: id, cores: semaphore.NewWeighted(int64(o.Jobs))}
	l := b.lab(0, alpha)
	l.give = func() {}
	_ = l.acquire(context.WithoutCancel(ctx)) // the first of its processors: no wait, no error
	return l
}

// Context is cancelled when the run is interrupted.
func (l *Lab) Context() context.Context { return l.bench.ctx }

// Seed is the seed of a replicate of this case at a rung of its ladder.
func (l *Lab) Seed(rung, replicate int) uint64 {
	return Seed(l.bench.options.Seed, l.bench.claim, l.number, rung, replicate)
}

func (l *Lab) acquire(ctx context.Context) (err error) {
	l.give, err = l.bench.hold(ctx)
	return err
}

func (l *Lab) release() { l.give() }

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
	ctx, cancel := context.WithCancelCause(l.bench.ctx)
	defer cancel(nil)
	out := make([]R, n)
	var next atomic.Int64
	var all sync.WaitGroup
	work := func() error {
		for ctx.Err() == nil {
			lo := int(next.Add(int64(size))) - size
			if lo >= n {
				return nil
			}
			release, err := l.bench.hold(ctx)
			if err != nil {
				return err
			}
			hi := min(lo+size, n)
			results, err := guarded(func() ([]R, error) { return f(lo, hi) })
			release()
			if err != nil {
				return err
			}
			copy(out[lo:hi], results)
		}
		return nil
	}
	l.release() // the case waits, its replicates compute
	for range min(l.bench.options.Jobs, n) {
		all.Go(func() {
			if err := work(); err != nil {
				cancel(err)
			}
		})
	}
	all.Wait()
	err := context.Cause(ctx)
	if again := l.acquire(context.WithoutCancel(ctx)); err == nil {
		err = again
	}
	return out, err
}
