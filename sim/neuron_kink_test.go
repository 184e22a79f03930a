package sim

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"
)

// A third of the random starts have a student that reaches 0, and an integrator that sees the jump of
// the slope there as an error never comes back. Each start of the grid n ≤ 8, d ≤ 10 must reach the end;
// so must those that hung although a student at 0 was set to 0: 2975 and 8591 pass to a far
// side where g is 1/100 of what it was on the near one, in 3449 and 12733 g falls to nothing.
func TestFlowGetsPastTheKink(t *testing.T) {
	seeds := []uint64{2975, 8591, 3449, 12733}
	for seed := range uint64(80) {
		seeds = append(seeds, 5*80+81*seed) // each n, d once, σ in turn
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	held := 0
	for _, seed := range seeds {
		n, d := 1+int(seed%8), 1+int(seed/8%10)
		sigma := []float64{.03, .1, .3, 1, 3}[seed/80%5]
		s := gaussianStudents(t, seed, n, d, sigma)
		loss := s.Loss()
		if err := s.Flow(ctx, 1e-9, []float64{1, 4, 16, 64}, func(time float64) error {
			// A student leaves the kink with size 1e-9, which changes the loss by 1e-9 times g < 1.
			if now := s.Loss(); !(now <= loss+1e-9) {
				t.Errorf("seed %d, n = %d, d = %d: the loss rises from %v to %v at time %v", seed, n, d, loss, now, time)
			}
			loss = s.Loss()
			return nil
		}); err != nil {
			t.Fatalf("seed %d, n = %d, d = %d, σ = %v: %v", seed, n, d, sigma, err)
		}
		for i := range n {
			if s.Norm(i) == 0 {
				held++
				break
			}
		}
	}
	if held < len(seeds)/10 {
		t.Errorf("%d of %d starts have a student at 0, want a tenth of them for the test to be one", held, len(seeds))
	}
}

// The flow has no length of its own: with teacher and students 2^40 and 2^−40 times as large it takes the same
// steps, past the kink too, and all is as many times as large to the last bit.
func TestFlowThroughTheKinkScales(t *testing.T) {
	for _, seed := range []uint64{2975, 8591, 3449, 12733, 562, 967} {
		var one *Students
		for _, scale := range []float64{1, 0x1p40, 0x1p-40} {
			s := gaussianStudents(t, seed, 1+int(seed%8), 1+int(seed/8%10), []float64{.03, .1, .3, 1, 3}[seed/80%5])
			w := make([][]float64, s.n)
			c := make([]float64, s.n)
			for i := range w {
				c[i] = scale * s.w[i*s.m]
				for _, x := range s.w[i*s.m+1 : (i+1)*s.m] {
					w[i] = append(w[i], scale*x)
				}
			}
			scaled := must(NewStudentsInFrame(scale*s.norm, c, w))
			if err := scaled.Flow(context.Background(), 1e-9, []float64{1, 4, 16, 64}, func(float64) error { return nil }); err != nil {
				t.Fatal(err)
			}
			if one == nil {
				one = scaled
			}
			for a, x := range scaled.w {
				if x != scale*one.w[a] {
					t.Fatalf("seed %d: scaled by %v a component is %v, want %v", seed, scale, x, scale*one.w[a])
				}
			}
		}
	}
}

// Gradient descent jumps about the kink with steps of order η, so its limit η → 0 is the flow
// through the kink. The distance is of order η: over a factor of 16 in η it must fall by more
// than the 4 of the order ½. 250 and 2551 hold a student at 0, 2551 lets it go.
func TestFlowThroughTheKinkIsLimitOfDescent(t *testing.T) {
	for _, c := range []struct {
		seed  uint64
		n, d  int
		sigma float64
		times []float64
		norm  func(w float64) bool
	}{
		{250, 3, 2, 1, []float64{20}, func(w float64) bool { return w == 0 }},
		{2551, 5, 2, .5, []float64{1}, func(w float64) bool { return w == 0 }},
		{2551, 5, 2, .5, []float64{5}, func(w float64) bool { return w > 1e-3 }},
		{244, 5, 1, 1, []float64{1}, func(w float64) bool { return w == 0 }},
	} {
		start := gaussianStudents(t, c.seed, c.n, c.d, c.sigma)
		flow := start.Clone()
		if err := flow.Flow(context.Background(), 1e-9, c.times, func(float64) error { return nil }); err != nil {
			t.Fatal(err)
		}
		found := math.Inf(1)
		for i := range c.n {
			found = min(found, flow.Norm(i))
		}
		if !c.norm(found) {
			t.Errorf("seed %d: the smallest student has norm %v at time %v", c.seed, found, c.times)
		}
		off := func(eta float64) float64 {
			s := start.Clone()
			if _, err := s.Losses(context.Background(), eta, []int{int(c.times[0]/eta + .5)}); err != nil {
				t.Fatal(err)
			}
			sum := 0.0
			for a, x := range s.w {
				sum += (x - flow.w[a]) * (x - flow.w[a])
			}
			return math.Sqrt(sum)
		}
		if coarse, fine := off(1.0/64), off(1.0/1024); !(fine < coarse/4) {
			t.Errorf("seed %d, time %v: descent is %.2e from the flow with η = 1/64 and %.2e with 1/1024", c.seed, c.times, coarse, fine)
		}
	}
}

// A student that starts at 0 has no direction: it stays, whatever the others do.
func TestFlowKeepsAZeroStudent(t *testing.T) {
	s, err := NewStudentsInFrame(1, []float64{0, .2}, [][]float64{{0}, {.3}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Flow(context.Background(), 1e-9, []float64{10}, func(float64) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if s.Norm(0) != 0 || math.Abs(s.Norm(1)-1) > .01 { // 1 − ‖w‖ falls like e^{-t/2} or faster, e^{-5} = .007
		t.Errorf("norms %v and %v, want 0 and about 1", s.Norm(0), s.Norm(1))
	}
}

// The direction of a student that is tiny beside r rests where g is least: in the plane, g is nowhere
// less at .05 rad to both sides, up to the slope 1e-3|g| of rest over that angle.
func TestKinkRestsWhereTheSlopeIsLeast(t *testing.T) {
	const gap, size = .05, 1e-9
	for seed := range uint64(20) {
		s := gaussianStudents(t, seed, 3, 2, .7)
		row := s.w[:2]
		turn := func(angle float64) float64 {
			row[0], row[1] = size*math.Cos(angle), size*math.Sin(angle)
			s.gradient()
			return (s.grad[0]*row[0] + s.grad[1]*row[1]) / size
		}
		turn(float64(seed))
		g := s.settle(0)
		at := math.Atan2(row[1], row[0])
		// g is a sum of 3·4 terms of size below 4.
		if here := turn(at); math.Abs(here-g) > 12*4*0x1p-52 {
			t.Errorf("seed %d: g = %v returned, %v at the student", seed, g, here)
		}
		if left, right := turn(at-gap), turn(at+gap); min(left, right) < g-1e-3*math.Abs(g)*gap {
			t.Errorf("seed %d: g = %v at rest, %v and %v beside it", seed, g, left, right)
		}
	}
}

// sign x is the smallest slope that jumps: without a mend the flow chatters about 0, and must say so.
func TestFlowSaysWhereItIsStuck(t *testing.T) {
	x := []float64{1}
	f := newFlow(x, 1e-12,
		func(dst, x []float64) { dst[0] = math.Copysign(1, x[0]) },
		func(dst, x []float64) { dst[0] = 1e-3 })
	f.budget = 1000
	var stuck *StuckError
	err := f.run(context.Background(), []float64{2}, func(float64) error { return nil })
	if !errors.As(err, &stuck) || !errors.Is(err, ErrStuck) {
		t.Fatalf("error %v, want a StuckError", err)
	}
	// It is at 0 from time 1 on, and moves by steps of the order of the error 1e-15 admitted.
	if math.Abs(stuck.Time-1) > 1e-9 || stuck.Tries != 1000 || !(stuck.Step > 0 && stuck.Step < 1e-12) {
		t.Errorf("stuck at time %v with steps of %v after %d, want time 1, tiny steps, 1000", stuck.Time, stuck.Step, stuck.Tries)
	}
	// |θ|^{3/2} from 1 reaches 0 at time 4/3 and has no solution of this form beyond.
	short, err := NewPowerLoss(1.5)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := short.Flow(context.Background(), 1, 1e-6, []float64{2}); !errors.As(err, &stuck) || math.Abs(stuck.Time-4.0/3) > 1e-5 {
		t.Errorf("error %v, want a StuckError at time 4/3", err)
	}
}

// A student is at the kink below the tolerance times ‖v‖ and nowhere else. With the others at 2v and −v, Σ[w_j·x]₊ − [v·x]₊ is
// |v·x|, so that g > 0 in every direction: the third student goes to 0 and is held there.
func TestRadiusOfTheKink(t *testing.T) {
	const tolerance, norm = 1e-9, 2.0
	for _, size := range []float64{1.01, 0.99, 0.01} {
		s := mustStudents(t, []float64{norm, 0}, [][]float64{{2 * norm, 0}, {-norm, 0}, {0.6 * size * tolerance * norm, 0.8 * size * tolerance * norm}})
		x := append([]float64(nil), s.w...)
		mended := newKink(s.Clone(), tolerance).mend(x)
		tiny := x[2*s.m : 3*s.m]
		if at := size < 1; mended != at || (length(tiny) == 0) != at {
			t.Errorf("a student of %v radii: mended %t, its norm is then %v", size, mended, length(tiny))
		}
	}
}
