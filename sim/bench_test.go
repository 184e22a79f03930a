package sim

import (
	"context"
	"fmt"
	"math"
	"testing"
)

// fastRun is replicas that never end, of a model in N dimensions at a step size that
// lets the overlap wander near 0.
func fastRun(model Model, n int) ChainRun {
	return ChainRun{
		Model: model, N: n, Schedule: must(NewConstant(1e-5)),
		Watch: Watch{Low: 0.9, High: 0.99, Steps: math.MaxInt},
		Seed:  func(i int) uint64 { return uint64(i) },
	}
}

// BenchmarkFastChain is the fast chain on one core with all lanes busy: draws,
// kernel and watch. One operation is one step of one replica, for ReLU one of all
// its steps, most of them not dealt.
func BenchmarkFastChain(b *testing.B) {
	for _, c := range []struct {
		name  string
		model Model
		n     int
	}{
		{"he3/N=10000", must(NewSingleLayer(must(NewHermite(3)), 0)), 10000},
		{"he3/N=100", must(NewSingleLayer(must(NewHermite(3)), 0)), 100},
		{"he3-noise", must(NewSingleLayer(must(NewHermite(3)), 1)), 10000},
		{"x", must(NewSingleLayer(poly(0, 1), 0)), 10000},
		{"square", must(NewSingleLayer(poly(0, 0, 1), 0)), 10000},
		{"degree-5", must(NewSingleLayer(must(NewHermite(5)), 0)), 10000},
		{"h3-series", must(NewSingleLayer(must(NewHermiteSeries(0, 0, 0, 1)), 0)), 10000},
		{"relu", must(NewSingleLayer(ReLU{}, 0)), 10000},
		{"abs", must(NewSingleLayer(Abs{}, 0)), 10000},
		{"tensor-2", must(NewLinearisedTensorPCA(TensorTerm{2, 1})), 10000},
		{"tensor-3", must(NewLinearisedTensorPCA(TensorTerm{3, 1})), 10000},
		{"tensor-2+4", must(NewLinearisedTensorPCA(TensorTerm{2, 1}, TensorTerm{4, 1})), 10000},
		{"pca", must(NewOnlinePCA(1)), 10000},
		{"tanh-general", must(NewSingleLayer(Tanh{}, 0)), 10000},
		{"mixture-general", must(NewMixture(1, 0)), 10000},
		{"logistic-general", NewLogistic(), 10000},
	} {
		b.Run(c.name, func(b *testing.B) { benchmarkBlocks(b, fastRun(c.model, c.n)) })
	}
	for _, s := range []Schedule{must(NewReset(1e-5, 1e-6, 0.95)), must(NewGrowing(1e-5, 3, 10000))} {
		run := fastRun(must(NewLinearisedTensorPCA(TensorTerm{3, 1})), 10000)
		run.Schedule = s
		b.Run(fmt.Sprintf("tensor-3/%T", s), func(b *testing.B) { benchmarkBlocks(b, run) })
	}
}

func benchmarkBlocks(b *testing.B, run ChainRun) {
	w := must(newChainRun(run))
	w.Replicas = Lanes
	w.results = make([]Passages, Lanes)
	bank := make([]lane, Lanes)
	var live []*lane
	for i := range bank {
		if _, err := w.begin(&bank[i]); err != nil {
			b.Fatal(err)
		}
		live = append(live, &bank[i])
	}
	b.ReportAllocs()
	b.ResetTimer()
	for steps := 0; steps < b.N; {
		if err := w.block(live); err != nil {
			b.Fatal(err)
		}
		for _, l := range live {
			before := l.time
			if w.watcher.read(l) {
				b.Fatal("a replica has ended")
			}
			steps += l.time - before
		}
	}
}

// BenchmarkSIMD is the kernel on vectors, where the build has it, on one core with all lanes
// busy.
func BenchmarkSIMD(b *testing.B) {
	if Kernel() == portable {
		b.Skip("no SIMD here: it takes GOEXPERIMENT=simd, amd64 and AVX-512")
	}
	for _, c := range []struct {
		name  string
		model Model
		n     int
	}{
		{"he3/N=10000", must(NewSingleLayer(must(NewHermite(3)), 0)), 10000},
		{"he3/N=100", must(NewSingleLayer(must(NewHermite(3)), 0)), 100},
		{"he3-noise", must(NewSingleLayer(must(NewHermite(3)), 1)), 10000},
		{"x", must(NewSingleLayer(poly(0, 1), 0)), 10000},
		{"tensor-2", must(NewLinearisedTensorPCA(TensorTerm{2, 1})), 10000},
		{"tensor-3", must(NewLinearisedTensorPCA(TensorTerm{3, 1})), 10000},
	} {
		b.Run(c.name, func(b *testing.B) { benchmarkSIMD(b, fastRun(c.model, c.n)) })
	}
}

func benchmarkSIMD(b *testing.B, run ChainRun) {
	run.SIMD, run.Jobs, run.Replicas = true, 1, 16
	run.Watch.Steps = b.N/run.Replicas + 1
	if _, err := RunChain(context.Background(), run); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkDeal is what the fast chain spends on draws alone.
func BenchmarkDeal(b *testing.B) {
	for name, model := range map[string]Model{
		"layer": must(NewSingleLayer(poly(0, 1), 0)), "relu": must(NewSingleLayer(ReLU{}, 0)),
		"tensor": must(NewLinearisedTensorPCA(TensorTerm{3, 1})),
	} {
		b.Run(name, func(b *testing.B) {
			deal, _ := dealing(model, must(NewChiSquared(9998)))
			l := new(lane)
			l.random.Seed(1)
			for i := 0; i < b.N; i += block {
				deal(l)
			}
		})
	}
}

// BenchmarkRunChain is the runner on one and on two cores, an operation being one step of
// one replica again: the ratio is what the second core gives.
func BenchmarkRunChain(b *testing.B) {
	for jobs := 1; jobs <= 2; jobs++ {
		b.Run(fmt.Sprintf("jobs=%d", jobs), func(b *testing.B) {
			run := fastRun(must(NewSingleLayer(must(NewHermite(3)), 0)), 10000)
			run.Jobs, run.Replicas = jobs, 64
			run.Watch.Steps = b.N/run.Replicas + 1
			if _, err := RunChain(context.Background(), run); err != nil {
				b.Fatal(err)
			}
		})
	}
}
