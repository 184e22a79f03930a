package sim

import (
	"context"
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
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
	w := must(newWorkshop(run))
	w.Replicas = lanes
	w.results = make([]Hitting, lanes)
	bank := make([]lane, lanes)
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

// BenchmarkNumPy sets the fast chain against NumPy on the same work, He₃ at
// δ = 10⁻⁵: vectors in N dimensions, which is what one has without the chain, written
// plainly and tuned, and the chain itself on 4096 replicas at once. Each line reports
// NumPy's nanoseconds per step and replica and how many times as fast the Go
// chain is, on one core.
func BenchmarkNumPy(b *testing.B) {
	python := pythonWithNumPy()
	if python == "" {
		b.Skip("no python3 with numpy here (Debian: apt-get install python3-numpy)")
	}
	for _, c := range []struct {
		work               string
		n, replicas, steps int
	}{
		{"sphere", 100, 256, 100}, {"sphere", 1000, 256, 20}, {"sphere", 10000, 256, 4},
		{"tuned", 1000, 64, 100}, {"tuned", 10000, 16, 50},
		{"chain", 10000, 4096, 100},
	} {
		script := filepath.Join("testdata", "chain.py")
		out, err := exec.Command(python, script, c.work, strconv.Itoa(c.n), strconv.Itoa(c.replicas), strconv.Itoa(c.steps)).Output()
		if err != nil {
			b.Fatalf("%s %s: %v", python, script, err)
		}
		numpy, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("%s/N=%d", c.work, c.n), func(b *testing.B) {
			benchmarkBlocks(b, fastRun(must(NewSingleLayer(must(NewHermite(3)), 0)), c.n))
			b.ReportMetric(numpy, "numpy-ns/op")
			b.ReportMetric(numpy*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "numpy/go")
		})
	}
}

// pythonWithNumPy is the first python3, of the path or of the system, that has NumPy,
// or "".
func pythonWithNumPy() string {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import numpy").Run() == nil {
			return python
		}
	}
	return ""
}
