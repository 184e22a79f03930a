package singleindex

import (
	"context"
	"math"
	"slices"
	"testing"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// testLab is a lab outside a run.
func testLab(jobs int) *props.Lab {
	return props.NewLab(context.Background(), props.Options{Seed: 7, Jobs: jobs}, "test/regime", 1e-9)
}

// Runs are a function of the seed: neither the number of processors nor the number of
// replicas has a part in them, and regimes with different numbers differ.
func TestRegimeRuns(t *testing.T) {
	row, err := tensorRow(2, 1)
	if err != nil {
		t.Fatal(err)
	}
	r := inWindow(row, 50, recoveryRatio(50, 2), 0.5)
	watch, err := sim.NewWatch(0.5, r.steps())
	if err != nil {
		t.Fatal(err)
	}
	ends := func(jobs, number, n int) (last []float64) {
		seen, err := r.runs(testLab(jobs), number, n, row.model, watch)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range seen {
			last = append(last, h.Last)
		}
		return last
	}
	one, two, more := ends(1, 0, 19), ends(3, 0, 19), ends(2, 0, 30)
	if !slices.Equal(one, two) || !slices.Equal(one, more[:19]) {
		t.Error("runs depend on jobs or on the number of replicas")
	}
	if slices.Equal(one, ends(1, 1, 19)) {
		t.Error("two regimes share their streams")
	}
}

// Shared starts are uniform within strata, and the same quantiles at every N: with a first
// level so low that only the start decides, the runs that begin above it are the same.
func TestRegimeTogether(t *testing.T) {
	row, err := tensorRow(3, 1)
	if err != nil {
		t.Fatal(err)
	}
	begun := func(n int) (above []bool) {
		law, err := theory.Start(n)
		if err != nil {
			t.Fatal(err)
		}
		half, err := law.HalfQuantile(0.5)
		if err != nil {
			t.Fatal(err)
		}
		times, err := regime{N: n, Alpha: 1, Delta: 1e-9}.together(testLab(2), n, 160, row.model, sim.Watch{Low: half, High: 0.9, Steps: 0})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range times {
			above = append(above, !math.IsInf(x, 1))
		}
		return above
	}
	small, large := begun(20), begun(2000)
	if !slices.Equal(small, large) {
		t.Error("the starts at two N are not the same quantiles")
	}
	// 20 strata: 10 lie above the median whatever the draws
	if n := tally(small, func(b bool) bool { return b }); n != 80 {
		t.Errorf("%d of 160 starts above the median, want 80", n)
	}
}

// In its own units every model starts with aδα = 2α'δ' and a pull δV/2 = aδ'. And the
// window's places are its ends: the order of the factors could be swapped unseen elsewhere.
func TestNatural(t *testing.T) {
	for _, row := range zoo() {
		const alpha, delta = 30, 0.125
		r := inModelUnits(row, 100, alpha, delta)
		a, v := row.law.Leading(), row.law.V(0)
		// four roundings each
		if got := a * r.Delta * r.Alpha; math.Abs(got-2*alpha*delta) > 8*props.UnitRoundoff*2*alpha*delta {
			t.Errorf("%s: aδα = %v, want %v", row.name, got, 2*alpha*delta)
		}
		if got := r.Delta * v / 2; math.Abs(got-a*delta) > 8*props.UnitRoundoff*a*delta {
			t.Errorf("%s: δV/2 = %v, want %v", row.name, got, a*delta)
		}
		low, high := inWindow(row, 100, 1e6, 0), inWindow(row, 100, 1e6, 1)
		if !(low.Delta < high.Delta) || low.Alpha != high.Alpha {
			t.Errorf("%s: the window runs from %v to %v", row.name, low.Delta, high.Delta)
		}
	}
}

// The supremum of runs that do not move is the start: the law of the ratio of two starts is
// what refutation asks for. At sizes of 30 and more the Beta law is within 0.14/N of the
// normal one, twice over.
func TestFallsAim(t *testing.T) {
	row, err := tensorRow(3, 1)
	if err != nil {
		t.Fatal(err)
	}
	c := refutationCase{Model: row.name, Sizes: []int{30, 270}, row: row}
	first, err1 := theory.Start(30)
	last, err2 := theory.Start(270)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	var p float64 // P(last < first) = E P(last < first | first), midpoint rule over the quantiles
	const points = 4000
	for i := range points {
		m, err := first.HalfQuantile((float64(i) + 0.5) / points)
		if err != nil {
			t.Fatal(err)
		}
		p += last.HalfCDF(m) / points
	}
	if bound := 2 * (0.14/30 + 0.14/270) * 2; math.Abs(p-c.fallsAim()) > bound {
		t.Errorf("P(the start falls) = %v, by the limit law %v", p, c.fallsAim())
	}
}

// The runs of which n must satisfy a condition are enough, and no more than needed: the
// binomial tail is summed term by term.
func TestAmply(t *testing.T) {
	tail := func(runs, n int, p float64) (sum float64) { // P(fewer than n of the runs)
		term := math.Pow(1-p, float64(runs))
		for k := range n {
			sum += term
			term *= float64(runs-k) / float64(k+1) * p / (1 - p)
		}
		return sum
	}
	for _, c := range []struct {
		n int
		p float64
	}{{1, 0.5}, {30, 0.9}, {57, 0.9}, {200, 0.85}} {
		runs := runsFor(c.n, c.p)
		if !(tail(runs, c.n, c.p) <= 1.001e-9) || !(tail(runs-1, c.n, c.p) > 0.999e-9) {
			t.Errorf("amply(%d, %v) = %d: fewer than %d with probability %.3g, and %.3g with one run less", c.n, c.p, runs, c.n, tail(runs, c.n, c.p), tail(runs-1, c.n, c.p))
		}
	}
	if runs := runsFor(7, 1); runs != 7 {
		t.Errorf("amply(7, 1) = %d: every run satisfies it", runs)
	}
}
