package sim

import (
	"fmt"
	"math"
)

// Proportional is δ(m) = c|m|^{k−2}, the growing step without the floor of [Growing]: as m
// tends to 0 so does the step, and a walk that comes near 0 stays there. Below |m| = 1e-12
// the step size is that at 1e-12, so that it is one.
type Proportional struct {
	c     float64
	power int // k − 2
}

// NewProportional is the proportional step for information exponent 2 ≤ k ≤ 20.
func NewProportional(c float64, k int) (Proportional, error) {
	if k < 2 || k > 20 {
		return Proportional{}, fmt.Errorf("sim: proportional step for exponent k = %d, want 2 ≤ k ≤ 20", k)
	}
	return Proportional{c, k - 2}, checkDelta(c)
}

func (p Proportional) String() string { return fmt.Sprintf("δ = %.6g |m|^%d", p.c, p.power) }

// Size is c|m|^{k−2}.
func (p Proportional) Size(m, _ float64) float64 {
	return p.c * power(math.Max(math.Abs(m), 1e-12), p.power)
}
