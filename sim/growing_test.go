package sim

import (
	"math"
	"testing"
)

// The step is even in m, has its power, and is a step size at 0.
func TestProportional(t *testing.T) {
	p, err := NewProportional(2, 4)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Size(-0.5, 0); got != 0.5 {
		t.Errorf("δ(−½) = %v, want 2·¼", got)
	}
	if got := p.Size(0, 1); !(got > 0) {
		t.Errorf("δ(0) = %v, want a number > 0", got)
	}
	for _, bad := range []struct {
		c float64
		k int
	}{{0, 3}, {math.NaN(), 3}, {1, 1}, {1, 21}} {
		if _, err := NewProportional(bad.c, bad.k); err == nil {
			t.Errorf("c = %v, k = %d is accepted", bad.c, bad.k)
		}
	}
}
