package sim

import (
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func tensorRun(replicas int) ChainRun {
	return ChainRun{
		Model: must(NewLinearisedTensorPCA(TensorTerm{3, 1})), N: 20, Schedule: must(NewConstant(0.2)),
		Watch:    Watch{Low: 0.5, High: 0.8, Steps: 2000, Until: UntilDescent},
		Replicas: replicas, Seed: func(i int) uint64 { return uint64(i) },
	}
}

// What a replica does depends on its seed alone: not on the jobs, nor on how many
// others there are.
func TestResultsDoNotDependOnScheduling(t *testing.T) {
	for _, simd := range kernelChoices() {
		run := tensorRun(50)
		run.Jobs, run.SIMD = 1, simd
		want, err := RunChain(context.Background(), run)
		if err != nil {
			t.Fatal(err)
		}
		for _, jobs := range []int{0, 2, 3, 7, 100} {
			for _, replicas := range []int{1, 9, 50} {
				run.Jobs, run.Replicas = jobs, replicas
				got, err := RunChain(context.Background(), run)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want[:replicas], got); diff != "" {
					t.Errorf("%s, %d jobs, %d replicas: one job (−), these (+):\n%s", run.Kernel(), jobs, replicas, diff)
				}
			}
		}
	}
}

// A caller that gives up must not wait for the last replica, and progress must
// reach the number of replicas.
func TestRunChainStopsAndReports(t *testing.T) {
	cause := errors.New("enough")
	for _, simd := range kernelChoices() {
		ctx, cancel := context.WithCancelCause(context.Background())
		run := tensorRun(1000)
		run.SIMD = simd
		run.Watch.Steps, run.Watch.High = math.MaxInt, math.Nextafter(1, 0) // for ever
		run.Watch.Until = UntilEnd
		run.Start = func(r *Random) (float64, error) { cancel(cause); return 0, nil }
		if _, err := RunChain(ctx, run); !errors.Is(err, cause) {
			t.Errorf("cancelled run returns %v, want its cause", err)
		}
	}

	run := tensorRun(30)
	run.Watch.Steps = 0
	var told []int
	run.Progress = func(done int) { told = append(told, done) }
	if _, err := RunChain(context.Background(), run); err != nil {
		t.Fatal(err)
	}
	for i, done := range told {
		if done != i+1 {
			t.Fatalf("progress told %v, want 1, …, 30", told)
		}
	}
	if len(told) != 30 {
		t.Errorf("progress told %d times, want 30", len(told))
	}
}

// badSchedule is no schedule: a step size below 0 once m is positive.
type badSchedule struct{ Constant }

func (badSchedule) Size(m, _ float64) float64 { return -m }

// A run that cannot be right must say so, and not in a panic on another goroutine.
func TestRunChainNamesTheBadValue(t *testing.T) {
	for says, spoil := range map[string]func(run *ChainRun){
		"lacks its model": func(run *ChainRun) { run.Model = nil },
		"schedule or":     func(run *ChainRun) { run.Schedule = nil },
		"or seed":         func(run *ChainRun) { run.Seed = nil },
		"N = 1":           func(run *ChainRun) { run.N = 1 },
		"level η = 2":     func(run *ChainRun) { run.Watch.Low = 2 },
		"-1 replicas":     func(run *ChainRun) { run.Replicas = -1 },
		"-2 jobs":         func(run *ChainRun) { run.Jobs = -2 },
		"m = NaN":         func(run *ChainRun) { run.Start = At(math.NaN()) },
		"m = 1.5":         func(run *ChainRun) { run.Start = func(*Random) (float64, error) { return 1.5, nil } },
		"step size δ = -": func(run *ChainRun) { run.Schedule = badSchedule{} },
		"step size δ = 0": func(run *ChainRun) { run.Schedule = Constant{} },
	} {
		run := tensorRun(3)
		run.SIMD = true // where there is none, it changes nothing
		spoil(&run)
		if _, err := RunChain(context.Background(), run); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want one with %q", err, says)
		}
	}
	if got, err := RunChain(context.Background(), tensorRun(0)); len(got) != 0 || err != nil {
		t.Errorf("no replicas give %v, %v", got, err)
	}
}

// A run of 10⁵ replicas must fit in 200 MB; all it ever allocates does.
func TestRunMemory(t *testing.T) {
	run := tensorRun(100_000)
	run.Watch.Steps = 1
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, err := RunChain(context.Background(), run)
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(got, func(h Passages) bool { return h.Steps != 1 }) {
		t.Error("a replica has not run")
	}
	if total := after.TotalAlloc - before.TotalAlloc; total > 200<<20 {
		t.Errorf("10⁵ replicas allocate %d MB, want at most 200", total>>20)
	} else {
		t.Logf("10⁵ replicas allocate %.1f MB", float64(total)/(1<<20))
	}
}
