package theory

import (
	"math"
	"testing"
)

// A value is computed once, and again after it was dropped with the others.
func TestRemembered(t *testing.T) {
	computed := 0
	double := newRemembered(func(k int) int { computed++; return 2 * k })
	for range 2 {
		for k := range mostRemembered {
			if v := double.of(k); v != 2*k {
				t.Fatalf("value at %d = %d, want %d", k, v, 2*k)
			}
		}
	}
	if computed != mostRemembered {
		t.Errorf("%d values computed for %d arguments", computed, mostRemembered)
	}
	double.of(mostRemembered)
	double.of(0)
	if computed != mostRemembered+2 || len(double.known) != 2 {
		t.Errorf("%d values computed and %d kept after %d arguments, want all but the last two dropped", computed, len(double.known), mostRemembered+1)
	}
}

// One d₀ has one law in every dimension, whatever the rounding of its step sizes.
func TestExplosionOfOneLadder(t *testing.T) {
	s := mustTensor(t, 4, 1)
	before := len(explosions.known)
	for n := 100; n < 200; n++ {
		if _, err := s.Critical(n, 0.7*math.Pow(float64(n), -1), HalfSphere); err != nil {
			t.Fatal(err)
		}
	}
	if added := len(explosions.known) - before; added != 1 {
		t.Errorf("%d laws computed for one d₀, want 1", added)
	}
}
