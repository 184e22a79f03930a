package theory

import (
	"math"
	"testing"
)

// TestOverlapAfter: for f = x² the corrected equation is dm/ds = (8 − 96δ) m(1 − m²), which
// m/√(1−m²) turns into an exponential; the population curve is the case without 96δ.
func TestOverlapAfter(t *testing.T) {
	s, err := MonomialLayer(2, 0)
	if err != nil {
		t.Fatal(err)
	}
	const n, delta, from, steps = 3000, 7.5e-4, 0.5, 600_000.0
	for _, pull := range []float64{0, delta} {
		got, err := s.OverlapAfter(n, delta, pull, from, steps)
		if err != nil {
			t.Fatal(err)
		}
		y := from / math.Sqrt(1-from*from) * math.Exp((8-96*pull)*delta*steps/n)
		// a relative error of 1e-10 in the time, at |dm/d log y| ≤ 1 and log y ≤ 2
		if want := y / math.Sqrt(1+y*y); math.Abs(got-want) > 1e-9 {
			t.Errorf("pull %v: m = %v, want %v", pull, got, want)
		}
	}
}

// TestFluctuation: the integral solves its differential equation, integrated here by small
// steps of the trapezoidal kind.
func TestFluctuation(t *testing.T) {
	s, err := HermiteLayer(3, 0)
	if err != nil {
		t.Fatal(err)
	}
	const n, delta, from, to, steps = 3000, 2.56e-4, 0.5, 0.8, 4000
	m, v := from, 0.0
	const h = (to - from) / steps
	rate := func(m, v float64) float64 { // dv/dm
		b := s.Drift(m, delta)
		slope := (s.Drift(m+1e-6, delta) - s.Drift(m-1e-6, delta)) / 2e-6
		return (2*slope*v + delta/n*s.Sigma2(m)) / b
	}
	for range steps {
		k := rate(m, v)
		v += h / 2 * (k + rate(m+h, v+h*k))
		m += h
	}
	got, err := s.Fluctuation(n, delta, from, to)
	if err != nil {
		t.Fatal(err)
	}
	// Heun's rule errs by O(h²) = 6e-9 relative, the slope by 1e-9: 1e-6 leaves room
	if math.Abs(got/math.Sqrt(v)-1) > 1e-6 {
		t.Errorf("standard deviation %v, want %v", got, math.Sqrt(v))
	}
}

// TestFluctuationRefuses: what is outside the domain is named.
func TestFluctuationRefuses(t *testing.T) {
	s, err := HermiteLayer(3, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []func() (float64, error){
		func() (float64, error) { return s.Fluctuation(3000, 1e-4, 0, 0.5) },
		func() (float64, error) { return s.Fluctuation(3000, 1e-4, 0.5, 1) },
		func() (float64, error) { return s.Fluctuation(3000, 1e-4, 0.01, 0.5) }, // in the trap
		func() (float64, error) { return s.OverlapAfter(3000, 1e-4, 0, 0, 10) },
		func() (float64, error) { return s.OverlapAfter(3000, 1e-4, 0, 0.5, -1) },
		func() (float64, error) { return s.OverlapAfter(3000, 1e-4, 1e-3, 0.5, 1) },
		func() (float64, error) { return s.OverlapAfter(3000, 1e-4, 0, 0.5, math.NaN()) },
	} {
		if got, err := f(); err == nil {
			t.Errorf("got %v and no error", got)
		}
	}
	_, err = s.Fluctuation(3000, 1e-4, 0, 0.5)
	refused(t, "from", err, "0 < from < to < 1")
	for _, from := range []float64{0, 1} {
		_, err = s.OverlapAfter(3000, 1e-4, 0, from, 10)
		refused(t, "from", err, "0 < from < 1")
	}
	if m, err := s.OverlapAfter(3000, 1e-4, 0, 0.5, 0); m != 0.5 || err != nil {
		t.Errorf("after no step m = %v, %v, want 0.5", m, err)
	}
}

// Followed from a point the mean is that of the differential equation and the deviation is the fluctuation; the population
// is iterated. The equation leaves out the square of h²R = δ²V/N in each step, and the midpoint rule 1e-7; what a part
// gains is not multiplied by half of its growth, at most Δm/m for the variance.
func TestFollow(t *testing.T) {
	s := mustTensor(t, 2, 1)
	const n, delta, from = 100_000, 0.2, 0.3
	steps, err := s.HittingTime(n, delta, from, 0.5)
	accepted(t, "time", err)
	times := []int{0}
	for i := 1; i <= 20; i++ { // m changes by 0.01 between two
		times = append(times, int(steps)*i/20)
	}
	seen, err := s.Follow(n, delta, from, times)
	accepted(t, "progress", err)
	if seen[0] != (Progress{from, from, 0}) {
		t.Errorf("after no step: %v, want the start", seen[0])
	}
	last := seen[20]
	to, err := s.OverlapAfter(n, delta, delta, from, float64(times[20]))
	accepted(t, "overlap", err)
	near(t, "mean", last.Mean, to, 1e-7+delta*delta*s.V(0)/n*(to-from))
	spread, err := s.Fluctuation(n, delta, from, to)
	accepted(t, "fluctuation", err)
	near(t, "deviation", last.Deviation, spread, spread*(0.01/32)/from/2)
	m := from
	for range times[20] {
		m, err = s.PopulationStep(n, delta, m)
		accepted(t, "step", err)
	}
	near(t, "population", last.Population, m, 0)
	_, err = s.Follow(n, delta, 1, times)
	refused(t, "m", err, "−1 < m < 1")
	_, err = s.Follow(n, 0, from, times)
	refused(t, "δ", err, "0")
	_, err = s.Follow(n, delta, from, []int{2, 1})
	refused(t, "times", err, "1 after 2")
	_, err = s.Follow(n, delta, from, []int{-1})
	refused(t, "times", err, "-1")
}

// Over many steps at once the population follows its flow, from which its steps are a few away.
func TestFollowInOneStride(t *testing.T) {
	s := mustTensor(t, 3, 1)
	const n, delta, last = 2_000_000, 0.1, populationSteps + 2
	at := func(times ...int) Progress {
		p, err := s.Follow(n, delta, 0.3, times)
		if err != nil {
			t.Fatal(err)
		}
		return p[len(p)-1]
	}
	flow, steps := at(last), at(last/2, last)
	if flow.Population == steps.Population {
		t.Error("both go step by step")
	}
	speed := 3. * 2 / (3 * math.Sqrt(3)) // of b = 3m²(1−m²), at most, times 2
	near(t, "m̄", flow.Population, steps.Population, 3*delta/n*speed)
}
