//go:build goexperiment.simd && amd64

package sim

import "testing"

func init() {
	dealtOnVectors = func(v *vectors) deal {
		g := new(group)
		return func(l *lane) {
			for j := range wide {
				g.put(j, l.random)
			}
			v.deal(g)
			g.copyTo(l, 3)
			l.random = g.stream(3)
		}
	}
}

// vectorRuns is runs that the vectors take, with a model of each kind and rates up to 1.
func vectorRuns() []ChainRun {
	var runs []ChainRun
	for _, model := range kernelZoo() {
		for _, n := range []int{4, 12, 1000} {
			run := ChainRun{Model: model, N: n, Schedule: must(NewConstant(0.01)), SIMD: true, Replicas: 16,
				Seed: func(i int) uint64 { return uint64(i) }}.watching()
			if run.vectors() != nil {
				runs = append(runs, run)
			}
		}
	}
	return runs
}

// On the same draws each place of the two groups is the plain chain, bit for bit, and the
// extremes that the kernel notes are those of the path.
func TestVectorsFollowTheChain(t *testing.T) {
	needVectors(t)
	runs := vectorRuns()
	if len(runs) < 24 {
		t.Errorf("only %d runs on vectors", len(runs))
	}
	for _, run := range runs {
		pair := new([2]group)
		v, rate := run.vectors(), 0.01/float64(run.N)
		starts := octet{-1, -0.3, 0, 0.01, 0.5, 0.99, 1 - 0x1p-53, 1}
		for i := range pair {
			pair[i].overlap, pair[i].rate = starts, every(rate)
			pair[i].streams = *newStreams(uint64(wide * i))
		}
		for range 20 {
			before := [2]octet{pair[0].overlap, pair[1].overlap}
			for i := range pair {
				v.deal(&pair[i])
			}
			v.steps(&pair[0], &pair[1])
			for i := range pair {
				g := &pair[i]
				for j := range wide {
					chain := must(NewChain(run.Model, run.N, before[i][j]))
					low, high := before[i][j], before[i][j]
					for k := range block {
						want := chain.Follow(Draws{U: g.u[k][j], W: g.w[k][j], Q: g.q[k][j], Noise: g.noise[k][j]}, 0.01)
						if g.path[k][j] != want {
							t.Fatalf("%v, N = %d, group %d, place %d, step %d: %v, plain chain %v", run.Model, run.N, i, j, k, g.path[k][j], want)
						}
						low, high = min(low, want), max(high, want)
					}
					if g.low[j] > low || g.high[j] < high || g.overlap[j] != chain.Overlap() {
						t.Fatalf("%v: extremes %v and %v, last %v; the path has %v, %v, %v",
							run.Model, g.low[j], g.high[j], g.overlap[j], low, high, chain.Overlap())
					}
				}
			}
		}
	}
}

// A block on vectors allocates nothing.
func TestVectorsDoNotAllocate(t *testing.T) {
	needVectors(t)
	for _, run := range vectorRuns() {
		w, v := must(newChainRun(run)), run.vectors()
		pair := new([2]group)
		for i := range pair {
			for j := range wide {
				if _, err := pair[i].begin(w, j, new(lane)); err != nil {
					t.Fatal(err)
				}
			}
		}
		if a := testing.AllocsPerRun(10, func() {
			for i := range pair {
				if err := pair[i].prepare(w, v); err != nil {
					t.Fatal(err)
				}
			}
			v.steps(&pair[0], &pair[1])
			for i := range pair {
				for j := range wide {
					pair[i].read(w, j)
				}
			}
		}); a != 0 {
			t.Errorf("%v: a block allocates %v times", run.Model, a)
		}
	}
}
