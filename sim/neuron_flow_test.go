package sim

import (
	"context"
	"errors"
	"math"
	"testing"
)

// ẋ = −x from 1, and two tolerances: the global error of a contracting flow is below the sum of
// the local ones, (number of steps)·tolerance, and each step is of order tolerance^{1/5}.
func TestFlowMeetsItsTolerance(t *testing.T) {
	for _, tolerance := range []float64{1e-4, 1e-8, 1e-12} {
		x := []float64{1}
		evaluations := 0
		f := newFlow(x, tolerance,
			func(dst, x []float64) { dst[0] = x[0]; evaluations++ },
			func(dst, x []float64) { dst[0] = math.Abs(x[0]) })
		times := []float64{.5, 1, 10}
		if err := f.run(context.Background(), times, func(time float64) error {
			steps := float64(evaluations) / 6
			if off := math.Abs(x[0]/math.Exp(-time) - 1); off > steps*tolerance {
				t.Errorf("tolerance %v: relative error %.1e at time %v after %.0f steps", tolerance, off, time, steps)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		// The error of a step h is h⁶/3600 or more: h ≥ tolerance^{1/5}, so 10 units of time take at
		// most 10·tolerance^{-1/5} steps of six slopes, doubled for the start and rejected steps.
		if limit := 2 * 6 * 10 * math.Pow(tolerance, -.2); float64(evaluations) > limit {
			t.Errorf("tolerance %v: %d slopes, want at most %.0f", tolerance, evaluations, limit)
		}
	}
}

// Gradient descent is Euler's method for the flow: its error at a fixed time is a η + O(η²), so
// extrapolating η and η/2 leaves O(η²). The loss at time 2 falls with rates of at most n/2 + 1,
// so with η = 1e-3 what is left is of order (2·(n/2 + 1)·η)² < 1e-4 of L.
func TestFlowIsLimitOfDescent(t *testing.T) {
	for seed := range uint64(4) {
		n := 1 + int(seed)
		s := gaussianStudents(t, seed, n, 3, .3)
		flow := s.Clone()
		ctx := context.Background()
		if err := flow.Flow(ctx, 1e-10, []float64{2}, func(float64) error { return nil }); err != nil {
			t.Fatal(err)
		}
		coarse, err := s.Clone().Losses(ctx, 1e-3, []int{2000})
		if err != nil {
			t.Fatal(err)
		}
		fine, err := s.Clone().Losses(ctx, .5e-3, []int{4000})
		if err != nil {
			t.Fatal(err)
		}
		want := 2*fine[0].Loss - coarse[0].Loss
		if got := flow.Loss(); math.Abs(got-want) > 1e-4*want {
			t.Errorf("n = %d: flow L = %v, descent extrapolated %v", n, got, want)
		}
		if math.Abs(coarse[0].Loss-want) < 1e-5*want {
			t.Errorf("n = %d: descent with η = 1e-3 is already the flow; the comparison is empty", n)
		}
	}
}

// L₃ is the cubic term of L: at (c, εu) L/ε³ = L₃ + O(ε²), since h is odd and the norms even in ε.
// With angles of order 1 at ε = 1 the next term is of order ε²·L₃·10.
func TestSlowFlowIsCubicTerm(t *testing.T) {
	for k := 1; k <= 3; k++ {
		const epsilon = 1e-3
		s := nearOptimum(t, uint64(k), k, epsilon)
		slow, err := s.SlowFlow()
		if err != nil {
			t.Fatal(err)
		}
		q := 0.0
		for i := range 3 {
			q = max(q, math.Tan(s.Angle(i)))
		}
		if got, want := s.Loss(), slow.Loss(); math.Abs(got-want) > 10*q*q*want {
			t.Errorf("k = %d: L = %v, L₃ = %v, largest tan θ %v", k, got, want, q)
		}
		// The gradient is that of L₃ along any direction in {Σu = 0}: central difference with
		// h = 1e-5 ‖u‖, error of order h²/‖u‖² times the slope, 1e-10, and rounding 2^-52/1e-5.
		c, u := slow.State()
		g := make([]float64, len(slow.u))
		slow.gradient(g, slow.u)
		h := 1e-5 * slow.Size()
		move := func(h float64) float64 {
			moved := [][]float64{}
			for i := range u {
				moved = append(moved, append([]float64(nil), u[i]...))
			}
			moved[0][0] += h
			moved[1][0] -= h
			f, err := NewSlowFlow(c, moved)
			if err != nil {
				t.Fatal(err)
			}
			return f.Loss()
		}
		size := slow.Size()
		if got, want := (move(h)-move(-h))/(2*h), g[0]-g[k]; math.Abs(got-want) > 1e-8*size*size {
			t.Errorf("k = %d: difference quotient %v, gradient %v", k, got, want)
		}
	}
}

// The slow flow is in units of the teacher and of the students' sum; where its direction has not settled Turning is the gradient's
// part across u over that along it, here by differences: of order h² and rounding 2⁻⁵²/h, with h = 10⁻⁵.
func TestSlowFlowOfAState(t *testing.T) {
	s := must(NewStudentsInFrame(2, []float64{.6, 1.5, .3}, [][]float64{{.1, -.2}, {-.1, .3}, {.4, .2}}))
	f := must(s.SlowFlow())
	c, u := f.State()
	mean := []float64{.4 / 6, .3 / 6}
	for i, want := range []float64{.25, .625, .125} {
		if math.Abs(c[i]-want) > 4*0x1p-52 {
			t.Errorf("c_%d = %v, want %v", i, c[i], want)
		}
		for a, x := range s.Across(i) {
			if want := x/2 - mean[a]; math.Abs(u[i][a]-want) > 4*0x1p-52 {
				t.Errorf("u_%d[%d] = %v, want %v", i, a, u[i][a], want)
			}
		}
	}
	const h = 1e-5
	square := 0.0
	for i := range u {
		for a, x := range u[i] {
			loss := func(h float64) float64 {
				u[i][a] = x + h
				defer func() { u[i][a] = x }()
				return must(NewSlowFlow(c, u)).Loss()
			}
			slope := (loss(h) - loss(-h)) / (2 * h)
			square += slope * slope
		}
	}
	along := 3 * f.Loss() / f.Size() // of a homogeneous function of degree 3
	if got, want := f.Turning(), math.Sqrt(square-along*along)/along; math.Abs(got-want) > 1e-7 || want < 0.05 {
		t.Errorf("turning %v, by differences %v", got, want)
	}
	if missing := s.Missing(); math.Abs(missing+.4) > 4*0x1p-52 {
		t.Errorf("missing %v, want 2 − 2.4", missing)
	}
}

// Two students: q₁ and q₂ lie on one line, L₃ = |u|³/(3πc₁c₂), so C = 1/(27ℓ²) = (8π²/3)c²(1−c)² in
// every dimension; by hand with u₁ = −u₂. Ten roundings.
func TestSlowFlowOfTwo(t *testing.T) {
	for _, c := range []float64{.214, .5, .679} {
		f, err := NewSlowFlow([]float64{c, 1 - c}, [][]float64{{1e-3, 2e-3, 0}, {-1e-3, -2e-3, 0}})
		if err != nil {
			t.Fatal(err)
		}
		level := f.Level()
		got, want := 1/(27*level*level), 8*math.Pi*math.Pi/3*c*c*(1-c)*(1-c)
		if math.Abs(got-want) > 1e-13*want {
			t.Errorf("c = %v: C = %v, want %v", c, got, want)
		}
		if turning := f.Turning(); turning > 1e-14 {
			t.Errorf("c = %v: a single direction turns by %v", c, turning)
		}
		// On the ray 1/‖u‖ grows by 3ℓ a unit of time.
		start := 1 / f.Size()
		times := []float64{1e3, 1e6, 1e12}
		if err := f.Flow(context.Background(), 1e-11, times, func(time float64) error {
			if got, want := 1/f.Size(), start+3*level*time; math.Abs(got-want) > 1e-8*want {
				t.Errorf("c = %v: 1/‖u‖ = %v at time %v, want %v", c, got, time, want)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// The table of constants: C of the limit's direction. The c_i are printed to three digits
// (δc ≤ 5e-4), and C, of degree about 2 in each c_i, moves by at most 2·Σ δc/c_i < 2 %.
// The two-student rows are exact functions of c and are checked above; here the
// runs: descent from near the optimum must end on the constant of its own c.
func TestDescentEndsOnItsConstant(t *testing.T) {
	if testing.Short() {
		t.Skip("1.5 s of descent")
	}
	const eta = .8
	for _, c := range []struct {
		name    string
		along   []float64
		across  [][]float64
		steps   int
		printed float64
	}{
		{"n = 2, d = 2", []float64{.214, .786}, [][]float64{{.02}, {-.02}}, 500_000, .743298},
		{"n = 2, d = 2, other start", []float64{.679, .321}, [][]float64{{.02}, {-.02}}, 500_000, 1.251169},
		{"n = 2, d = 4", []float64{.503, .497}, [][]float64{{.02, .01}, {-.02, -.01}}, 500_000, 1.644803},
		{"n = 3, d = 2", []float64{.287, .476, .238}, [][]float64{{.02}, {-.03}, {.01}}, 1_000_000, .875795},
		{"n = 3, d = 4", []float64{.39, .11, .50}, [][]float64{{.02, 0, .001}, {-.005, .01, 0}, {-.015, -.01, -.001}}, 1_000_000, 1.267570},
	} {
		s, err := NewStudentsInFrame(1, c.along, c.across)
		if err != nil {
			t.Fatal(err)
		}
		seen, err := s.Losses(context.Background(), eta, []int{c.steps / 2, c.steps})
		if err != nil {
			t.Fatal(err)
		}
		slow, err := s.SlowFlow()
		if err != nil {
			t.Fatal(err)
		}
		turning, theta := slow.Turning(), 0.0
		for i := range s.n {
			theta = max(theta, s.Angle(i))
		}
		slope := SlopeConstant(seen[0], seen[1])
		level := slow.Level()
		predicted := 1 / (27 * level * level)
		// The next term of L^{-1/3} in time is of relative order θ log(1/θ); a direction off by τ
		// changes ℓ by order τ².
		if math.Abs(slope/predicted-1) > 20*theta+20*turning*turning {
			t.Errorf("%s: slope constant %v, its own direction gives %v, θ %.1e, turning %.1e", c.name, slope, predicted, theta, turning)
		}
		if math.Abs(slope/c.printed-1) > .02 {
			t.Errorf("%s: slope constant %v, printed %v", c.name, slope, c.printed)
		}
		// A state as the dynamics leave it, Σu slaved and H at rounding: L keeps its digits.
		if got, want := seen[1].Loss, s.exactLoss(); math.Abs(got-want) > 1e-13*want {
			t.Errorf("%s: L = %v, exactly %v", c.name, got, want)
		}
	}
}

// |θ|^p: p = 2 is geometric, p = 3 falls with exponent −3, p = 4 with −2, by descent and flow.
// With 1/θ^{p−2} = θ₀^{2−p} + p(p−2)t(1 + O(θ^{p−2})) the exponent at t is off by about (p/(p−2))·t₀/t
// with t₀ = (θ₀^{2−p} + log)/(p(p−2)): below .01 at t = 10⁴ for θ₀ = ½.
func TestPowers(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct{ p, exponent float64 }{{3, -3}, {4, -2}, {2.5, -5}} {
		l, err := NewPowerLoss(c.p)
		if err != nil {
			t.Fatal(err)
		}
		seen, err := l.Descend(ctx, -.5, .1, []int{100_000, 200_000})
		if err != nil {
			t.Fatal(err)
		}
		if got := LocalExponent(seen[0], seen[1]); math.Abs(got-c.exponent) > .01 {
			t.Errorf("descent on |θ|^%v: exponent %v, want %v", c.p, got, c.exponent)
		}
		times := []float64{1, 1e4, 2e4}
		flow, err := l.Flow(ctx, .5, 1e-10, times)
		if err != nil {
			t.Fatal(err)
		}
		if len(flow) != len(times) {
			t.Fatalf("flow on |θ|^%v: %d observations at %d times", c.p, len(flow), len(times))
		}
		for i, o := range flow {
			if o.Time != times[i] {
				t.Errorf("flow on |θ|^%v: observation %d is at time %v, want %v", c.p, i, o.Time, times[i])
			}
			theta := math.Pow(math.Pow(.5, 2-c.p)+c.p*(c.p-2)*o.Time, -1/(c.p-2))
			// Local errors 1e-10 a step, some 100 steps, times p.
			if want := math.Pow(theta, c.p); math.Abs(o.Loss/want-1) > 1e-7 {
				t.Errorf("flow on |θ|^%v: loss %v at time %v, want %v", c.p, o.Loss, o.Time, want)
			}
		}
	}
	l, _ := NewPowerLoss(2)
	seen, err := l.Descend(ctx, .5, .1, []int{10})
	if err != nil {
		t.Fatal(err)
	}
	if want := .25 * math.Pow(.8, 20); math.Abs(seen[0].Loss/want-1) > 40*0x1p-52 {
		t.Errorf("descent on θ²: %v, want %v", seen[0].Loss, want)
	}
	if _, err := l.Descend(ctx, .5, 10, []int{10_000}); !errors.Is(err, ErrDiverged) {
		t.Errorf("η = 10 on θ²: error %v, want ErrDiverged", err)
	}
}

// A neuron near −v shrinks, turns, and is left with a tiny c, so that C ~ c² puts the t^{-3} of its
// loss below any other scale. The state must stay finite, the loss within its stated error,
// and the neuron must end near the teacher on its own side.
func TestNearOppositeStartStaysFinite(t *testing.T) {
	w, err := NearOppositeStart(NewRandom(6), []float64{1, 0}, 2, .3, 1e-3)
	if err != nil {
		t.Fatal(err)
	}
	s := mustStudents(t, []float64{1, 0}, w)
	side := math.Signbit(s.Across(0)[0])
	if err := s.Flow(context.Background(), 1e-9, []float64{128}, func(float64) error { return nil }); err != nil {
		t.Fatal(err)
	}
	// The terms of L that cancel are of size ‖w_0‖ ‖v‖.
	if got, want := s.Loss(), s.exactLoss(); math.Abs(got-want) > 20*0x1p-52*s.Norm(0) {
		t.Errorf("L = %v, exactly %v", got, want)
	}
	if got := s.Angle(0); !(got < .2) || math.Signbit(s.Across(0)[0]) != side {
		t.Errorf("θ_0 = %v at the end, u_0 = %v", got, s.Across(0))
	}
	if !(s.Along(0) > 0 && s.Along(0) < .05) {
		t.Errorf("c_0 = %v, want a tiny positive remnant", s.Along(0))
	}
}

// In the plane two students on one side of the teacher's line are degenerate, κ_max = 0, and a
// random start is so with probability ½. The lower bound of the paper says nothing then, but κ_max
// is not conserved: ¼‖r‖² drives Σu to 0 and leaves u₁ − u₂ as it is, so one student crosses the line
// and the loss falls like (8π²/3)c²(1−c)²/t³ as from any other start.
func TestDegenerateStartInThePlane(t *testing.T) {
	s, err := NewStudentsInFrame(1, []float64{.2, .3}, [][]float64{{.2}, {.1}})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.KappaMax(); got != 0 {
		t.Errorf("κ_max = %v at the start, want 0", got)
	}
	seen, err := s.Losses(context.Background(), .5, []int{20_000, 40_000})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.KappaMax(); got != math.Pi {
		t.Errorf("κ_max = %v at the end, want π", got)
	}
	c := s.Along(0)
	want := 8 * math.Pi * math.Pi / 3 * c * c * (1 - c) * (1 - c)
	// The next term of L^{-1/3} in time is of relative order θ log(1/θ).
	theta := max(s.Angle(0), s.Angle(1))
	if got := SlopeConstant(seen[0], seen[1]); math.Abs(got/want-1) > 20*theta {
		t.Errorf("slope constant %v, want %v at c = %v, θ = %.1e", got, want, c, theta)
	}
}

func TestFlowsRefuseBadInput(t *testing.T) {
	ctx, nan := context.Background(), math.NaN()
	s := gaussianStudents(t, 1, 2, 2, .5)
	none := func(float64) error { return nil }
	l, _ := NewPowerLoss(3)
	for name, f := range map[string]func() error{
		"tolerance":      func() error { return s.Flow(ctx, 0, []float64{1}, none) },
		"tolerance NaN":  func() error { return s.Flow(ctx, nan, []float64{1}, none) },
		"time NaN":       func() error { return s.Flow(ctx, 1e-6, []float64{nan}, none) },
		"times":          func() error { return s.Flow(ctx, 1e-6, []float64{2, 1}, none) },
		"p = 1":          func() error { _, err := NewPowerLoss(1); return err },
		"p NaN":          func() error { _, err := NewPowerLoss(nan); return err },
		"power η":        func() error { _, err := l.Descend(ctx, 1, 0, []int{1}); return err },
		"power θ":        func() error { _, err := l.Descend(ctx, nan, .1, []int{1}); return err },
		"power flow θ":   func() error { _, err := l.Flow(ctx, nan, 1e-6, []float64{1}); return err },
		"slow n = 1":     func() error { _, err := NewSlowFlow([]float64{1}, [][]float64{{0}}); return err },
		"slow c ≤ 0":     func() error { _, err := NewSlowFlow([]float64{1, 0}, [][]float64{{1}, {-1}}); return err },
		"slow Σc":        func() error { _, err := NewSlowFlow([]float64{.5, .6}, [][]float64{{1}, {-1}}); return err },
		"slow u = 0":     func() error { _, err := NewSlowFlow([]float64{.5, .5}, [][]float64{{1}, {1}}); return err },
		"slow u NaN":     func() error { _, err := NewSlowFlow([]float64{.5, .5}, [][]float64{{nan}, {1}}); return err },
		"slow u lengths": func() error { _, err := NewSlowFlow([]float64{.5, .5}, [][]float64{{1}, {1, 2}}); return err },
		"slow flow times": func() error {
			f, err := NewSlowFlow([]float64{.5, .5}, [][]float64{{1}, {-1}})
			if err != nil {
				t.Fatal(err)
			}
			return f.Flow(ctx, 1e-6, []float64{-1}, none)
		},
	} {
		if f() == nil {
			t.Errorf("%s accepted", name)
		}
	}
	// p < 2 reaches 0 at time θ₀^{2−p}/(p(2−p)) = 1.33 for p = 1.5, θ₀ = 1.
	short, _ := NewPowerLoss(1.5)
	if _, err := short.Flow(ctx, 1, 1e-6, []float64{2}); !errors.Is(err, ErrStuck) {
		t.Errorf("flow on |θ|^1.5 beyond its end: error %v, want ErrStuck", err)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.Flow(ended, 1e-6, []float64{1}, none); !errors.Is(err, context.Canceled) {
		t.Errorf("ended context: error %v", err)
	}
}
