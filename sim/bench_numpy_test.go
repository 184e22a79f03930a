//go:build unix

package sim

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkNumPy sets the fast chain against NumPy on the same work, He₃ at δ = 10⁻⁵:
// vectors in N dimensions, which is what one has without the chain, written
// plainly and tuned, and the chain itself on 4096 replicas at once. Both run on one
// core, seven times in turn, and both are measured in processor time, which counts
// neither what other programs take of a busy machine nor waiting for them.
//
// Each line reports nanoseconds per step and replica of either, and how many times as fast
// Go is, by medians and by minima. The machine's load still moves the two unequally.
func BenchmarkNumPy(b *testing.B) {
	python := pythonWithNumPy()
	if python == "" {
		b.Skip("no python3 with numpy here (Debian: apt-get install python3-numpy)")
	}
	for _, c := range []struct {
		work               string
		n, replicas, steps int
	}{
		{"sphere", 100, 256, 400}, {"sphere", 1000, 256, 40}, {"sphere", 10000, 256, 4},
		{"tuned", 1000, 64, 200}, {"tuned", 10000, 16, 80},
		{"chain", 10000, 4096, 500},
	} {
		for _, simd := range kernelChoices() {
			run := fastRun(must(NewSingleLayer(must(NewHermite(3)), 0)), c.n)
			run.SIMD = simd
			b.Run(fmt.Sprintf("%s/N=%d/%s", c.work, c.n, strings.ReplaceAll(run.Kernel(), " ", "")), func(b *testing.B) {
				var numpy, ours []float64
				for range 7 {
					numpy = append(numpy, numpyTime(b, python, c.work, c.n, c.replicas, c.steps))
					ours = append(ours, chainTime(b, run))
				}
				slices.Sort(numpy)
				slices.Sort(ours)
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(numpy[3], "numpy-ns")
				b.ReportMetric(ours[3], "go-ns")
				b.ReportMetric(numpy[3]/ours[3], "median-ratio")
				b.ReportMetric(numpy[0]/ours[0], "minimum-ratio")
			})
		}
	}
}

// numpyTime is the processor time of a step of a replica, in nanoseconds, in Python.
func numpyTime(b *testing.B, python, work string, n, replicas, steps int) float64 {
	b.Helper()
	script := filepath.Join("testdata", "chain.py")
	out, err := exec.Command(python, script, work, strconv.Itoa(n), strconv.Itoa(replicas), strconv.Itoa(steps)).Output()
	if err != nil {
		b.Fatalf("%s %s: %v", python, script, err)
	}
	ns, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if err != nil {
		b.Fatal(err)
	}
	return ns
}

// chainTime is the same of the fast chain.
func chainTime(b *testing.B, run ChainRun) float64 {
	b.Helper()
	run.Jobs, run.Replicas, run.Watch.Steps = 1, 16, 1_000_000
	before := processorTime(b)
	if _, err := RunChain(context.Background(), run); err != nil {
		b.Fatal(err)
	}
	return float64((processorTime(b) - before).Nanoseconds()) / float64(run.Replicas*run.Watch.Steps)
}

// processorTime is what this process has used so far.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
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
