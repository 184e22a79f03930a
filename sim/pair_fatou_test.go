package sim

import (
	"math"
	"testing"
)

// The jump must agree with iteration. Rounding errors of the subtraction are carried along
// in the reference, so that its error is that of the drops, 2^-51 Σ_t a z_t ≈ 2^-51 log T of x;
// together with the jump's own few roundings this is below 1e-14, well within the stated 1e-13.
func TestJumpIsIteration(t *testing.T) {
	for _, eta := range []float64{.01, .3, 1, 1.9} {
		f, err := NewFatou(eta)
		if err != nil {
			t.Fatal(err)
		}
		a := eta / math.Pi
		for _, x := range []float64{1e-6, .02, .3, 40} {
			z, low, done := 2*x, 0.0, int64(0)
			for _, steps := range []int64{0, 1, 10, 1000, 100_000, 1_000_000} {
				for ; done < steps; done++ {
					drop := a*(z+low)*math.Atan(z+low) - low
					high := z - drop
					low = (z - high) - drop
					z = high
				}
				got, err := f.Jump(x, steps)
				if err != nil {
					t.Fatal(err)
				}
				if want := (z + low) / 2; !(math.Abs(got-want) <= 1e-13*want) {
					t.Errorf("η = %v, x = %v: after %d steps jump %v, iteration %v, off by %.1e", eta, x, steps, got, want, got/want-1)
				}
			}
		}
	}
}

// Jumps compose, also where no iteration reaches; two roundings of B, each 2^-52, and two inversions.
func TestJumpsCompose(t *testing.T) {
	f, _ := NewFatou(.3)
	half, _ := f.Jump(.01, 500_000_000_000)
	twice, _ := f.Jump(half, 500_000_000_000)
	once, err := f.Jump(.01, 1_000_000_000_000)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(twice-once) > 8*0x1p-52*once {
		t.Errorf("two jumps of half the steps give %v, one jump %v", twice, once)
	}
	// ηtλ₂ → π/2 with a correction (a log T)/(aT)·…, below 1e-9 at T = 1e12.
	if got := .3e12 * once / (math.Pi / 2); math.Abs(got-1) > 1e-8 {
		t.Errorf("ηtλ₂/(π/2) = %v at t = 1e12", got)
	}
}

// The series ends where its terms are below rounding: one step raises the coordinate by 1.
func TestFatouCoordinateRisesByOne(t *testing.T) {
	for _, eta := range []float64{.001, .3, 1.9} {
		f, _ := NewFatou(eta)
		for _, x := range []float64{fatouRange / 2, 1e-3, 1e-5} {
			before, after := f.coordinate(2*x)/f.a, f.coordinate(2*Pair{0, x}.Next(eta).Lambda2())/f.a
			// Rounding: B/a is known to 4·2^-52 of itself on either side, and x' to 2^-52 of x.
			if allowed := 10 * 0x1p-52 * after; math.Abs(after-before-1) > allowed {
				t.Errorf("η = %v, x = %v: coordinate rises by %v, allowed distance from 1 %.1e", eta, x, after-before, allowed)
			}
		}
	}
}

func TestFatouRefusesBadInput(t *testing.T) {
	for _, eta := range []float64{0, 2, -1, math.NaN(), math.Inf(1)} {
		if _, err := NewFatou(eta); err == nil {
			t.Errorf("η = %v accepted", eta)
		}
	}
	f, _ := NewFatou(.3)
	for _, x := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if _, err := f.Jump(x, 1); err == nil {
			t.Errorf("jump from %v accepted", x)
		}
	}
	for _, steps := range []int64{-1, 1<<53 + 1} {
		if _, err := f.Jump(.1, steps); err == nil {
			t.Errorf("jump of %d steps accepted", steps)
		}
	}
}

func BenchmarkFatouJump(b *testing.B) {
	for range b.N {
		f, _ := NewFatou(.3)
		if _, err := f.Jump(.3, 1_000_000_000_000); err != nil {
			b.Fatal(err)
		}
	}
}
