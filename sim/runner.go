package sim

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// ChainRun is many replicas of one chain, each watched from its start.
type ChainRun struct {
	Model    Model
	N        int // ≥ 2
	Schedule Schedule
	// Start draws m_0, the first thing a replica takes from its stream; nil stands for
	// a uniform point of the half-sphere, [HalfSphereOverlap]. It is called from
	// several goroutines.
	Start    func(r *Random) (float64, error)
	Watch    Watch
	Replicas int // ≥ 0
	// Seed is the seed of the replica with index i. It is called from several goroutines.
	Seed func(i int) uint64
	// Jobs is how many replicas run in parallel, in goroutines of [Lanes] each; 0 stands for
	// the number of processors. The results do not depend on it.
	Jobs int
	// SIMD asks for vectors of replicas where the build, the processor and the run allow
	// them; see Kernel. Their draws are others, so a replica is then a function of its seed
	// and of the kernel, with the same law. What is pinned or judged leaves it false.
	SIMD bool
	// Progress, if not nil, is told how many replicas are done each time one is. Its
	// calls do not overlap.
	Progress func(done int)
}

// Kernel is the kernel that [RunChain] takes for the run: "portable", or what the
// function [Kernel] says if the run asks for SIMD and has what it takes: a tensor PCA of
// one term, or a single layer with polynomials of degree at most 3 for data and fit; N ≥ 4;
// a constant step size or a [Reset].
func (run ChainRun) Kernel() string {
	if run.vectors() == nil {
		return portable
	}
	return Kernel()
}

// At starts every replica at the overlap m, and takes nothing from the stream.
func At(m float64) func(*Random) (float64, error) {
	return func(*Random) (float64, error) { return m, checkOverlap(m) }
}

// RunChain is what each replica's watch has seen, by index. Replica i is a function
// of the run, its Kernel and Seed(i) alone: neither Jobs, nor the number of replicas, nor the
// order in which they run has a part in it. It has the law of
// run.Watch.Follow on a [Chain], but not its stream: draws are dealt in blocks.
//
// Memory is a constant for each job and one Passages for each replica. If ctx ends
// the run, the error is the cause; what was seen until then is not returned, since
// the replicas that have ended are the fast ones.
func RunChain(ctx context.Context, run ChainRun) ([]Passages, error) {
	w, err := newChainRun(run)
	if err != nil {
		return nil, err
	}
	jobs := run.Jobs
	if jobs == 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	jobs = max(1, min(jobs, run.Replicas))
	width := (run.Replicas + jobs - 1) / jobs // few replicas are shared evenly
	group, ctx := errgroup.WithContext(ctx)
	for range jobs {
		group.Go(func() error {
			if vectors := run.vectors(); vectors != nil {
				return vectors.work(ctx, w, width)
			}
			return w.work(ctx, min(Lanes, width))
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return w.results, nil
}

// chainRun is a run in progress.
type chainRun struct {
	ChainRun
	n       float64
	deal    deal
	kernel  kernel // nil: general
	watcher watcher
	results []Passages

	next     atomic.Int64 // the first replica that is not begun
	progress sync.Mutex
	done     int
}

func newChainRun(run ChainRun) (*chainRun, error) {
	if run.Model == nil || run.Schedule == nil || run.Seed == nil {
		return nil, fmt.Errorf("sim: a chain run lacks its model, schedule or seed, want all three")
	}
	if err := checkDimension(run.N); err != nil {
		return nil, err
	}
	if err := run.Watch.check(); err != nil {
		return nil, err
	}
	if run.Replicas < 0 || run.Jobs < 0 {
		return nil, fmt.Errorf("sim: %d replicas in %d jobs, want neither negative", run.Replicas, run.Jobs)
	}
	rest, err := NewChiSquared(float64(run.N - 2))
	if err != nil {
		return nil, err
	}
	if run.Start == nil {
		run.Start = func(r *Random) (float64, error) { return HalfSphereOverlap(r, run.N) }
	}
	w := &chainRun{ChainRun: run, n: float64(run.N), results: make([]Passages, run.Replicas)}
	w.deal, w.watcher.skips = dealing(run.Model, rest)
	w.watcher.Watch = run.Watch
	switch run.Schedule.(type) {
	case Constant, Reset: // δ is constant but for one change: see block
		w.kernel = kernelOf(run.Model)
	}
	return w, nil
}

// work runs replicas in the given number of lanes until none is left.
func (w *chainRun) work(ctx context.Context, width int) error {
	bank := make([]lane, width)
	live := make([]*lane, 0, width)
	for i := range bank {
		begun, err := w.begin(&bank[i])
		if err != nil {
			return err
		}
		if begun {
			live = append(live, &bank[i])
		}
	}
	for len(live) > 0 {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := w.block(live); err != nil {
			return err
		}
		for j := 0; j < len(live); {
			l := live[j]
			if w.watcher.read(l) {
				w.finish(l)
				begun, err := w.begin(l)
				if err != nil {
					return err
				}
				if !begun {
					live[j] = live[len(live)-1]
					live = live[:len(live)-1]
					continue
				}
			}
			j++
		}
	}
	return nil
}

// begin puts the next replica into the lane, if there is one. Replicas whose watch
// ends at the start are finished on the way.
func (w *chainRun) begin(l *lane) (begun bool, err error) {
	for {
		i := int(w.next.Add(1)) - 1
		if i >= w.Replicas {
			return false, nil
		}
		l.replica = i
		l.random.Seed(w.Seed(i))
		if l.overlap, err = w.Start(&l.random); err != nil {
			return false, fmt.Errorf("start of replica %d: %w", i, err)
		}
		if err := checkOverlap(l.overlap); err != nil {
			return false, fmt.Errorf("start of replica %d: %w", i, err)
		}
		if !w.watcher.begin(l) {
			return true, nil
		}
		w.finish(l)
	}
}

// finish hands in the lane's replica.
func (w *chainRun) finish(l *lane) {
	w.results[l.replica] = l.seen
	w.progress.Lock()
	defer w.progress.Unlock()
	w.done++
	if w.Progress != nil {
		w.Progress(w.done)
	}
}

// block steps all lanes through a block.
func (w *chainRun) block(live []*lane) error {
	for _, l := range live {
		w.deal(l)
		l.least, l.most = math.MaxInt64, math.MinInt64
	}
	if w.kernel == nil {
		return general(w.Model, w.n, w.Schedule, w.watcher.watched, live)
	}
	for _, l := range live {
		delta := w.Schedule.Size(l.overlap, l.largest)
		if err := checkDelta(delta); err != nil {
			return err
		}
		l.rate = delta / w.n
	}
	w.kernel(live)
	if reset, ok := w.Schedule.(Reset); ok {
		for _, l := range live {
			w.reset(l, reset)
		}
	}
	return nil
}

// reset steps the end of a block again, with the step size of the descent, if the
// passage that resets it is in the block.
func (w *chainRun) reset(l *lane, schedule Reset) {
	if l.largest > schedule.level {
		return
	}
	for k, m := range l.path {
		if w.watcher.watched(m) <= schedule.level {
			continue
		}
		for i := k + 1; i < block; i++ {
			along, rest := w.Model.GradientParts(m, Draws{U: l.u[i], W: l.w[i], Q: l.q[i], Noise: l.noise[i]})
			m = moved(m, sined(m), schedule.descent/w.n, along, rest)
			l.path[i] = m
		}
		l.overlap = m
		l.seek()
		l.largest = math.Max(l.largest, w.watcher.watched(l.path[k]))
		return
	}
}
