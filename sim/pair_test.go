package sim

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pairCases covers both branches of the map (λ₁ on either side of 0), H of both signs,
// angles from 1e-8 to π, and the step of the notes in which (21) fails.
var pairCases = []struct{ lambda1, lambda2 float64 }{
	{.2478, 1.2788}, {.5, 1e-8}, {.5, .3}, {.7, .2}, {2, 3}, {-.3, .4}, {-2, 1e-3}, {-1, 5}, {0, 1}, {1e-9, 1}, {-1e-9, 1}, {.3, 0}, {-.3, 0},
}

// The map of the pair is derived on the manifold; two students in the plane know nothing of
// it. Both are within a few roundings of the same exact step.
func TestPairIsTwoStudents(t *testing.T) {
	for _, c := range pairCases {
		for _, eta := range []float64{1e-3, .3, .9} {
			p, err := NewPair(c.lambda1, c.lambda2)
			if err != nil {
				t.Fatal(err)
			}
			s, err := p.Students()
			if err != nil {
				t.Fatal(err)
			}
			// Some 20 operations on terms of size at most (1 + η·5)(1 + ‖w‖).
			size := (1 + 5*eta) * (1 + math.Hypot(c.lambda1, c.lambda2))
			allowed := 20 * size * 0x1p-52
			if l := s.Loss(); math.Abs(l-p.Loss()) > 20*0x1p-52*(1+size*size) {
				t.Errorf("(λ₁, λ₂) = %v: loss of the pair %v, of two students %v", c, p.Loss(), l)
			}
			s.Step(eta)
			q := p.Next(eta)
			// Students are stored in order: the second is the mirror image of the first.
			if math.Abs(s.w[0]-q.Lambda1()) > allowed || math.Abs(math.Abs(s.w[1])-q.Lambda2()) > allowed {
				t.Errorf("(λ₁, λ₂) = %v, η = %v: pair steps to (%v, %v), students to %v, allowed %.1e", c, eta, q.Lambda1(), q.Lambda2(), s.w, allowed)
			}
			if math.Abs(s.w[0]-s.w[2]) > allowed || math.Abs(s.w[1]+s.w[3]) > allowed {
				t.Errorf("(λ₁, λ₂) = %v, η = %v: mirror symmetry lost: %v", c, eta, s.w)
			}
		}
	}
}

// The one step printed in the study of the misprint in (21). Its start has four digits,
// so λ₁' is known to (|∂λ₁'/∂λ₁| + |∂λ₁'/∂λ₂|)·5e-5 < 2·5e-5; the misprint is off by .11.
func TestPairStepOfTheMisprint(t *testing.T) {
	p, _ := NewPair(.2478, 1.2788)
	if got := p.Next(.3).Lambda1(); math.Abs(got-.294738) > 1e-4 {
		t.Errorf("λ₁' = %.6f, want .294738", got)
	}
}

// Interleaving and chunks must not change a bit: each pair sees the same operations.
func TestDescendPairsIsDescend(t *testing.T) {
	ctx := context.Background()
	grid, err := LogGrid(1, 200_000, 3)
	if err != nil {
		t.Fatal(err)
	}
	var starts []Pair
	var eta []float64
	for i := range 6 { // one full group of four and a part of one
		p, _ := NewPair(-.2+.3*float64(i), .1+.2*float64(i))
		starts = append(starts, p)
		eta = append(eta, .1+.1*float64(i))
	}
	paths, err := DescendPairs(ctx, starts, eta, grid)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range starts {
		alone, err := p.Descend(ctx, eta[i], grid)
		if err != nil {
			t.Fatal(err)
		}
		for j := range grid {
			if alone[j] != paths[i][j] {
				t.Fatalf("pair %d at step %d: %v alone, %v interleaved", i, grid[j], alone[j], paths[i][j])
			}
		}
	}
}

// Four pairs go by the settled map together only when each is settled: whichever is the last, its path is the one it has alone.
func TestTheLastOfFourSettles(t *testing.T) {
	ctx := context.Background()
	grid := []int{10, 100, 1000, 20_000}
	late, _ := NewPair(-3, 2)
	soon, _ := NewPairFromExcess(0, settled/2)
	for last := range 4 {
		starts, eta := []Pair{soon, soon, soon, soon}, []float64{.1, .2, .3, .4}
		starts[last] = late
		paths, err := DescendPairs(ctx, starts, eta, grid)
		if err != nil {
			t.Fatal(err)
		}
		alone, err := late.Descend(ctx, eta[last], grid)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(alone, paths[last], cmp.AllowUnexported(Pair{})); diff != "" {
			t.Errorf("pair %d alone (−) and with settled ones (+):\n%s", last, diff)
		}
	}
}

// The settled map replaces atan by five terms; at the edge of its range it must agree
// with the general map, whose atan2 has an error of at most 2 units in the last place.
func TestSettledNextIsNext(t *testing.T) {
	for _, x := range []float64{settled, settled / 3, 1e-4, 1e-8} {
		p := Pair{0, x}
		if got, want := settledNext(x, .3), p.next(.3).lambda2; math.Abs(got-want) > 2*0x1p-52*x {
			t.Errorf("x = %v: settled map %v, general map %v", x, got, want)
		}
	}
}

// λ₁ → ½ geometrically and L(ηt)³ → π²/6: with 1/x = 2s + O(log s), s = ηt/π, the
// relative distance from the limit at ηt is at most 3(1/x₀ + log(ηt) + 2)π/(2ηt).
func TestPairReachesItsLimits(t *testing.T) {
	p, _ := NewPair(.2, .4)
	eta, steps := .5, 2_000_000
	path, err := p.Descend(context.Background(), eta, []int{0, 20, 21, 40, steps})
	if err != nil {
		t.Fatal(err)
	}
	if path[0] != p {
		t.Errorf("grid point 0 is %v, want the start %v", path[0], p)
	}
	// H'/H = 1 − η(1 − (θ − ½ sin 2θ)/π): between 1 − η and its value at the angle reached.
	ratio, theta := path[2].Excess()/path[1].Excess(), path[1].Angle()
	if limit := 1 - eta*(1-(theta-math.Sin(2*theta)/2)/math.Pi); math.Abs(ratio-limit) > 1e-14 {
		t.Errorf("H'/H = %v, want %v", ratio, limit)
	}
	end := path[len(path)-1]
	if end.Excess() != 0 {
		t.Errorf("H = %v after %d steps, want the flushed 0", end.Excess(), steps)
	}
	time := eta * float64(steps)
	allowed := 3 * (1/p.lambda2 + math.Log(time) + 2) * math.Pi / (2 * time)
	if got := end.Loss() * time * time * time / (math.Pi * math.Pi / 6); math.Abs(got-1) > allowed {
		t.Errorf("L(ηt)³/(π²/6) = %v at ηt = %v, allowed a distance of %v from 1", got, time, allowed)
	}
}

func TestPairRefusesBadInput(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range [][2]float64{{nan, 1}, {1, nan}, {inf, 1}, {1, inf}, {.5, -1e-9}} {
		if _, err := NewPair(c[0], c[1]); err == nil || !strings.Contains(err.Error(), "want") {
			t.Errorf("NewPair(%v): error %v, want one that states the range", c, err)
		}
	}
	p, _ := NewPair(.5, 1)
	ctx := context.Background()
	for _, eta := range []float64{0, -1, nan, inf} {
		if _, err := p.Descend(ctx, eta, []int{1}); err == nil {
			t.Errorf("η = %v accepted", eta)
		}
	}
	for _, grid := range [][]int{{-1}, {2, 2}, {3, 1}} {
		if _, err := p.Descend(ctx, .1, grid); err == nil {
			t.Errorf("grid %v accepted", grid)
		}
	}
	if _, err := DescendPairs(ctx, []Pair{p}, nil, []int{1}); err == nil {
		t.Error("one pair and no step size accepted")
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := p.Descend(ended, .1, []int{1}); !errors.Is(err, context.Canceled) {
		t.Errorf("ended context: error %v", err)
	}
	if _, err := p.Descend(ctx, 1e60, []int{100}); !errors.Is(err, ErrDiverged) {
		t.Errorf("η = 1e60: error %v, want ErrDiverged", err)
	}
}

// Angles on and off the axes: on the line of the teacher they are 0 before it and π behind it, on λ₁ = 0 a right
// angle. And the ends of the admitted range.
func TestPairAngleAndEdges(t *testing.T) {
	for _, c := range []struct{ lambda1, lambda2, angle float64 }{
		{.3, 0, 0}, {-.3, 0, math.Pi}, {0, .2, math.Pi / 2}, {0, 0, 0}, {.4, .4, math.Pi / 4}, {-.4, .4, 3 * math.Pi / 4},
		{largestNorm, largestNorm, math.Pi / 4}, {-largestNorm, 0, math.Pi},
	} {
		p, err := NewPair(c.lambda1, c.lambda2)
		if err != nil || math.Abs(p.Angle()-c.angle) > 0x1p-51 { // one arctangent
			t.Errorf("(%v, %v): angle %v, %v, want %v", c.lambda1, c.lambda2, p.Angle(), err, c.angle)
		}
	}
	for _, excess := range []float64{-3 * largestNorm, 3 * largestNorm} {
		if _, err := NewPairFromExcess(excess, 0); err != nil {
			t.Errorf("2λ₁ − 1 = %v: %v", excess, err)
		}
	}
	if _, err := NewPairFromExcess(4*largestNorm, 0); err == nil || !strings.Contains(err.Error(), "at most 3e+70") {
		t.Errorf("2λ₁ − 1 = 4e70: error %v, want one that names 3e+70", err)
	}
}
