package audit

import (
	"math/rand/v2"
	"strings"
	"testing"

	"assay/props"
)

// trajectories is so many runs, each written down at every step or at the given ones only.
func (e elsewhere) trajectories(seed uint64, runs, steps int, only ...int) (all []Trajectory) {
	for i := range runs {
		path := e.run(rand.New(rand.NewPCG(seed, uint64(i))), steps)
		tr := Trajectory{}
		if len(only) == 0 {
			for t, m := range path {
				tr.Times, tr.Overlaps = append(tr.Times, t), append(tr.Overlaps, m)
			}
		}
		for _, t := range only {
			tr.Times, tr.Overlaps = append(tr.Times, t), append(tr.Overlaps, path[t])
		}
		all = append(all, tr)
	}
	return all
}

// TestTrajectories: consecutive steps tell what times cannot. Few runs suffice, since each has many steps.
func TestTrajectories(t *testing.T) {
	right, p := square(t)
	for _, test := range []struct {
		name string
		make func(*elsewhere)
		want props.Outcome
	}{
		{"", func(*elsewhere) {}, props.Holds},
		{"loss doubled", func(e *elsewhere) { e.rate = 2 }, props.Refuted},
		{"batch of 2", func(e *elsewhere) { e.batch = 2 }, props.Refuted},
		{"each sample used 2 times", func(e *elsewhere) { e.reuse = 2 }, props.Refuted},
		{"momentum 0.5", func(e *elsewhere) { e.momentum = 0.5 }, props.Refuted},
		{"noise forgotten", func(e *elsewhere) { e.noise = 0 }, props.Refuted},
	} {
		t.Run("made "+test.name, func(t *testing.T) {
			if *seeds == 1 && strings.ContainsAny(test.name, "dv") { // one of each kind will do
				t.Skip("with -seeds 2 or more")
			}
			wrong := right
			test.make(&wrong)
			off, missed := 0, 0
			for s := range *seeds {
				seed := uint64(2000 + s)
				r, err := p.JudgeTrajectories(t.Context(), 0.5, wrong.trajectories(seed, 330, 300), Options{Seed: seed, Steps: 1e6})
				if err != nil {
					t.Fatal(err)
				}
				if r.Outcome != test.want {
					off++
				}
				var names []string
				for _, c := range r.Compatible() {
					names = append(names, c.Name)
				}
				if test.name != "" && !strings.Contains(strings.Join(names, ","), test.name) {
					missed++
				}
				if s == 0 {
					t.Logf("%s: %s; compatible: %s", r.Outcome, r.Reason, strings.Join(names, ", "))
				}
			}
			if off > *seeds/20 || missed > *seeds/20 {
				t.Errorf("outcome is not %s in %d, the mistake is refuted in %d of %d seeds", test.want, off, missed, *seeds)
			}
		})
	}
}

// TestFewTimes: a run that is written down now and then has no single steps, and one that has few runs is undecided.
func TestFewTimes(t *testing.T) {
	right, p := square(t)
	r, err := p.JudgeTrajectories(t.Context(), 0.5, right.trajectories(1, 30, 100, 0, 10, 100), Options{Steps: 1e5})
	if err != nil {
		t.Fatal(err)
	}
	if r.Outcome != props.Undecided || !strings.Contains(r.Reason, "which needs") {
		t.Errorf("%s: %s, want UNDECIDED and the number of runs", r.Outcome, r.Reason)
	}
	for _, test := range r.Stated.Tests {
		if test.Name == "a single step" {
			t.Error("single steps were judged where there are none")
		}
	}
}

func TestRefusals(t *testing.T) {
	_, p := square(t)
	nothing := p
	nothing.Model = nil
	small := p
	small.N = 3
	still := p
	still.Delta = 0
	one := []Trajectory{{Times: []int{0, 1}, Overlaps: []float64{0.1, 0.2}}}
	for _, test := range []struct {
		p    Problem
		all  []Trajectory
		o    Options
		want string
	}{
		{nothing, one, Options{}, "no model"},
		{small, one, Options{}, "N = 3, want N ≥ 4"},
		{still, one, Options{}, "δ = 0, want"},
		{p, nil, Options{}, "no trajectories"},
		{p, []Trajectory{{Times: []int{0}}}, Options{}, "run 0 has 1 times and 0 overlaps"},
		{p, []Trajectory{{Times: []int{1, 1}, Overlaps: []float64{0, 0}}}, Options{}, "time 1 of run 0 after 1"},
		{p, []Trajectory{{Times: []int{-1}, Overlaps: []float64{0}}}, Options{}, "time -1 of run 0"},
		{p, one, Options{Alpha: 2}, "α = 2, want"},
		{p, one, Options{Violation: -1}, "violation = -1, want"},
		{p, one, Options{Steps: 0.5}, "0.5 steps"},
	} {
		_, err := test.p.JudgeTrajectories(t.Context(), 0.5, test.all, test.o)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v, want one with %q", err, test.want)
		}
	}
	for _, test := range []struct {
		times Times
		want  string
	}{
		{Times{Level: 1, Tau: []float64{3}}, "level 1 of a hitting time"},
		{Times{Level: 0.5}, "no hitting times"},
		{Times{Level: 0.5, Tau: []float64{-2}}, "hitting time -2 of run 0"},
		{Times{Level: 0.5, Tau: []float64{1e300}}, "hitting time 1e+300 of run 0, want at most"},
		{Times{Level: 0.5, Tau: []float64{3}, Horizon: -4}, "horizon -4"},
	} {
		_, err := p.JudgeTimes(t.Context(), []Times{test.times}, Options{})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v, want one with %q", err, test.want)
		}
	}
}
