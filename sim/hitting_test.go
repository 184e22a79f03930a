package sim

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// script is a walk along a given path; it keeps the step sizes it was given.
type script struct {
	path []float64
	t    int
	size []float64
}

func (s *script) Overlap() float64 { return s.path[s.t] }
func (s *script) Step(_ *Random, delta float64) float64 {
	s.t++
	s.size = append(s.size, delta)
	return s.path[s.t]
}

// On a written path every passage can be read off: the level itself does not count
// (m > η), the start does, a fall back below a level changes no passage time, and
// what happens after the end is not seen.
func TestFollow(t *testing.T) {
	path := []float64{0.1, 0.3, 0.2, -0.85, 0.4, 0.9, 0.75, 0.95, -0.99}
	for _, c := range []struct {
		name  string
		watch Watch
		want  Passages
	}{
		{"to the last step", Watch{Low: 0.3, High: 0.7, Steps: 7, Grid: []int{0, 3, 7, 9}},
			Passages{Search: 4, Descent: 5, Largest: 0.95, Stays: 0.75, Steps: 7, Last: 0.95, Trace: []float64{0.1, -0.85, 0.95}}},
		{"unsigned", Watch{Low: 0.3, High: 0.7, Steps: 4, Unsigned: true},
			Passages{Search: 3, Descent: 3, Largest: 0.85, Stays: 0.4, Steps: 4, Last: 0.4}},
		{"until the search ends", Watch{Low: 0.3, High: 0.7, Steps: 8, Until: UntilSearch},
			Passages{Search: 4, Descent: Never, Largest: 0.85, Stays: math.Inf(1), Steps: 4, Last: 0.4}},
		{"until the descent ends", Watch{Low: 0.3, High: 0.92, Steps: 8, Until: UntilDescent},
			Passages{Search: 4, Descent: 7, Largest: 0.95, Stays: 0.95, Steps: 7, Last: 0.95}},
		{"at the start", Watch{Low: 0.05, High: 0.06, Steps: 8, Until: UntilDescent},
			Passages{Search: 0, Descent: 0, Largest: 0.1, Stays: 0.1, Steps: 0, Last: 0.1}},
		{"never", Watch{Low: 0.98, High: 0.98, Steps: 8, Until: UntilSearch},
			Passages{Search: Never, Descent: Never, Largest: 0.99, Stays: math.Inf(1), Steps: 8, Last: -0.99}},
		{"no steps", Watch{Low: 0.5, High: 0.5, Grid: []int{0, 1}},
			Passages{Search: Never, Descent: Never, Largest: 0.1, Stays: math.Inf(1), Last: 0.1, Trace: []float64{0.1}}},
	} {
		got, err := c.watch.Follow(context.Background(), &script{path: path}, nil, must(NewConstant(1)))
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", c.name, err, diff)
		}
	}
}

// The watch of the paper has its levels at η and 1 − η; without a walk or a schedule there is nothing to watch.
func TestNewWatch(t *testing.T) {
	w, err := NewWatch(0.3, 12)
	if want := (Watch{Low: 0.3, High: 0.7, Steps: 12}); err != nil || cmp.Diff(want, w) != "" {
		t.Errorf("%+v, %v, want %+v", w, err, want)
	}
	if _, err := w.Follow(context.Background(), nil, nil, must(NewConstant(1))); err == nil || !strings.Contains(err.Error(), "want a walk and a schedule") {
		t.Errorf("no walk: error %v", err)
	}
	if _, err := w.Follow(context.Background(), &script{path: []float64{0, 0}}, nil, nil); err == nil || !strings.Contains(err.Error(), "want a walk and a schedule") {
		t.Errorf("no schedule: error %v", err)
	}
	for _, c := range []struct {
		until Until
		want  bool
	}{{-1, false}, {UntilEnd, true}, {UntilDescent, true}, {UntilDescent + 1, false}} {
		w.Until = c.until
		if err := w.check(); (err == nil) != c.want {
			t.Errorf("until %d: %v", c.until, err)
		}
	}
}

// A time that never comes is later than all others; one that has come is its number of steps.
func TestTimes(t *testing.T) {
	h := Passages{Search: 7, Descent: Never}
	if h.SearchTime() != 7 || !math.IsInf(h.DescentTime(), 1) {
		t.Errorf("the times of %d and Never are %v and %v, want 7 and +Inf", h.Search, h.SearchTime(), h.DescentTime())
	}
	h = Passages{Search: Never, Descent: 0}
	if !math.IsInf(h.SearchTime(), 1) || h.DescentTime() != 0 {
		t.Errorf("the times of Never and 0 are %v and %v, want +Inf and 0", h.SearchTime(), h.DescentTime())
	}
}

// The re-set step size changes at the first passage and stays changed when m falls
// back; watching |m| it changes at −0.85.
func TestResetIsForGood(t *testing.T) {
	path := []float64{0.1, 0.3, -0.85, 0.4, 0.2, 0.1}
	for unsigned, want := range map[bool][]float64{
		false: {1, 1, 1, 2, 2},
		true:  {1, 1, 2, 2, 2},
	} {
		s := &script{path: path}
		w := Watch{Low: 0.5, High: 0.5, Steps: 5, Unsigned: unsigned}
		if _, err := w.Follow(context.Background(), s, nil, must(NewReset(1, 2, 0.35))); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, s.size); diff != "" {
			t.Errorf("unsigned %v:\n%s", unsigned, diff)
		}
	}
}

func TestScheduleSizes(t *testing.T) {
	for _, c := range []struct {
		schedule   Schedule
		m, largest float64
		want       float64
	}{
		{must(NewConstant(0.25)), -0.5, 0.9, 0.25},
		{must(NewPower(2, -0.5, 100)), 0, 0, 0.2},
		{must(NewReset(0.5, 2, 0.25)), 0.9, 0.25, 0.5},
		{must(NewReset(0.5, 2, 0.25)), 0.1, 0.26, 2},
		{must(NewGrowing(3, 4, 100)), 0, 0, 0.03},
		{must(NewGrowing(3, 4, 100)), -0.5, 0, 0.75},
		{must(NewGrowing(3, 2, 100)), 0.5, 0.5, 3},
	} {
		// A power and a root, each right to a few units in the last place.
		if got := c.schedule.Size(c.m, c.largest); math.Abs(got-c.want) > 8*0x1p-52*c.want {
			t.Errorf("%v at (%v, %v): %v, want %v", c.schedule, c.m, c.largest, got, c.want)
		}
	}
}

func TestSchedulesAndWatchesNameTheBadValue(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	drop := func(_ any, err error) error { return err }
	follow := func(w Watch) error {
		return drop(w.Follow(context.Background(), &script{path: []float64{0}}, nil, must(NewConstant(1))))
	}
	for _, c := range []struct {
		err  error
		says string
	}{
		{drop(NewConstant(0)), "δ = 0"},
		{drop(NewConstant(nan)), "δ = NaN"},
		{drop(NewConstant(inf)), "δ = +Inf"},
		{drop(NewPower(1, 2, 1)), "N = 1"},
		{drop(NewPower(-1, 2, 5)), "δ = -25"},
		{drop(NewPower(1, 1000, 10)), "δ = +Inf"},
		{drop(NewReset(-1, 1, 0.5)), "search: sim: step size δ = -1"},
		{drop(NewReset(1, nan, 0.5)), "descent: sim: step size δ = NaN"},
		{drop(NewReset(1, 1, 1)), "η = 1"},
		{drop(NewGrowing(1, 1, 5)), "k = 1"},
		{drop(NewGrowing(1, 3, 0)), "N = 0"},
		{drop(NewGrowing(-2, 2, 5)), "δ = -2"},
		{drop(NewWatch(0, 5)), "η = 0"},
		{drop(NewWatch(1.5, 5)), "η = 1.5"},
		{drop(NewWatch(nan, 5)), "η = NaN"},
		{drop(NewWatch(0.5, -1)), "-1 steps"},
		{follow(Watch{Low: 0.5, High: 1}), "η = 1"},
		{follow(Watch{Low: 0.5, High: 0.5, Until: 7}), "until 7"},
		{follow(Watch{Low: 0.5, High: 0.5, Grid: []int{3, 3}}), "step 3"},
		{drop(Watch{Low: 0.5, High: 0.5}.Follow(context.Background(), nil, nil, nil)), "nothing to follow"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.says) || strings.Contains(c.err.Error(), "\n") {
			t.Errorf("error %v, want one line with %q", c.err, c.says)
		}
	}
}

// A run of hours must end when asked to, and say what it has seen.
func TestFollowEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	why := errors.New("enough")
	cancel(why)
	chain := must(NewChain(must(NewOnlinePCA(1)), 1000, 0.1))
	h, err := Watch{Low: 0.999, High: 0.999, Steps: math.MaxInt}.Follow(ctx, chain, NewRandom(1), must(NewConstant(1e-9)))
	if !errors.Is(err, why) || h.Steps <= 0 || h.Steps > contextPeriod || !(h.Largest > 0) {
		t.Errorf("after %d steps, largest %v: %v, want the cause within %d steps", h.Steps, h.Largest, err, contextPeriod)
	}
}

// Following must not allocate per step: twice the steps, the same allocations.
func TestFollowDoesNotAllocate(t *testing.T) {
	chain := must(NewChain(must(NewSingleLayer(must(NewHermite(3)), 0)), 1000, 0.1))
	r := NewRandom(1)
	schedule := must(NewGrowing(0.01, 3, 1000))
	allocs := func(steps int) float64 {
		w := Watch{Low: 0.999, High: 0.999, Steps: steps}
		return testing.AllocsPerRun(10, func() {
			if _, err := w.Follow(context.Background(), chain, r, schedule); err != nil {
				t.Fatal(err)
			}
		})
	}
	if one, two := allocs(100), allocs(2000); two > one {
		t.Errorf("%v allocations over 100 steps, %v over 2000", one, two)
	}
}

// Search, then descent: online PCA from a random start on the chain.
func ExampleWatch_Follow() {
	model, _ := NewOnlinePCA(2)
	r := NewRandom(1)
	start, _ := HalfSphereOverlap(r, 200)
	chain, _ := NewChain(model, 200, start)
	delta, _ := NewConstant(0.1)
	watch, _ := NewWatch(0.2, 200_000)
	watch.Unsigned = true // the loss is even in m
	watch.Until = UntilDescent
	h, err := watch.Follow(context.Background(), chain, r, delta)
	fmt.Println(err, 0 < h.Search && h.Search < h.Descent, h.Largest > 0.8)
	// Output: <nil> true true
}
