package theory

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestShortfallIsTheFlow: for N → ∞ at a fixed step size and a start of order 1 nothing comes down and the
// mean time is that of the flow, to 1/N.
func TestShortfallIsTheFlow(t *testing.T) {
	for p := 2; p <= 3; p++ {
		s, err := TensorPCA(p, 1)
		if err != nil {
			t.Fatal(err)
		}
		const n, delta = 1_000_000, 0.1
		f, err1 := s.Shortfall(n, delta, 0.2, 0.5)
		want, err2 := s.HittingTime(n, delta, 0.2, 0.5)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if f.Below > 1e-30 || math.Abs(f.Time/want-1) > 1e-4 { // noise over the start, δσ²/(κ N m₀²) = 1e-5 and a part
			t.Errorf("p = %d: comes down with probability %v, mean time %v, want 0 and %v", p, f.Below, f.Time, want)
		}
	}
}

// TestShortfallScale: for k = 2 the scale function is that of an Ornstein-Uhlenbeck process that runs away,
// normal with variance δσ²/2κ in √N m, while √N m is small against √N.
func TestShortfallScale(t *testing.T) {
	s, err := TensorPCA(2, 1)
	if err != nil {
		t.Fatal(err)
	}
	const n, delta, z = 1e10, 0.5, 0.5
	kappa, err1 := s.GrowthRate(delta)
	f, err2 := s.Shortfall(n, delta, z/math.Sqrt(n), 0.5)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	law := distuv.Normal{Sigma: math.Sqrt(delta * s.Sigma2(0) / (2 * kappa))}
	if want := law.Survival(z) / law.Survival(z/2); math.Abs(f.Below/want-1) > 1e-2 { // a cell, 1/2048 of √(1+z²), at either end
		t.Errorf("comes down with probability %v, want %v", f.Below, want)
	}
}

// TestShortfallBounds: the chance of being late, by the law of the passage, is within the bound.
func TestShortfallBounds(t *testing.T) {
	s, err := TensorPCA(3, 1)
	if err != nil {
		t.Fatal(err)
	}
	const n, delta, m0 = 100, 0.05, 0.15
	f, err1 := s.Shortfall(n, delta, m0, 0.5)
	law, err2 := s.Passage(n, func(float64) float64 { return delta }, PassageStart{At: m0}, 0.5, 0.99)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	for _, steps := range []float64{0.5 * f.Time, f.Time, 2 * f.Time, 4 * f.Time} {
		if late, most := 1-law.CDF(steps), f.Within(steps); late > most+law.Accuracy {
			t.Errorf("after %v steps: late with probability %v, bound %v", steps, late, most)
		}
	}
}

func TestShortfallRefuses(t *testing.T) {
	s, err := TensorPCA(3, 1)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Shortfall(1, 0.1, 0.1, 0.5)
	refused(t, "N", err, "1")
	_, err = s.Shortfall(100, 0, 0.1, 0.5)
	refused(t, "δ", err, "0")
	_, err = s.Shortfall(100, 0.1, 0.6, 0.5)
	refused(t, "m₀", err, "0.6")
	_, err = s.Shortfall(100, 0.1, 0.1, 1)
	refused(t, "η", err, "1")
}

// TestShortfallOfATrap: with a step of order 1 a model with k = 3 never climbs out of its trap, and the bound
// allows it.
func TestShortfallOfATrap(t *testing.T) {
	s, err := TensorPCA(3, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []float64{1e6, 1e24} { // a barrier that float64 holds no more than the other
		f, err := s.Shortfall(n, 0.2, 0.5/math.Sqrt(n), 0.5)
		if got := f.Within(n * n); err != nil || got != 1 {
			t.Errorf("N = %v: bound %v, %v, want 1", n, got, err)
		}
	}
}
