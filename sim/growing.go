package sim

import (
	"fmt"
	"math"
)

// Growing is δ(m) = c max(|m|, N^{−1/2})^{k−2}: it grows with the overlap as the
// signal does against the pull of the projection, and does not fall below what it
// is at a typical start.
type Growing struct {
	c, least float64
	power    int // k − 2
}

// NewGrowing is the growing step for information exponent k ≥ 2 in N dimensions.
func NewGrowing(c float64, k, n int) (Growing, error) {
	if k < 2 {
		return Growing{}, fmt.Errorf("sim: growing step for exponent k = %d, want k ≥ 2", k)
	}
	if err := checkDimension(n); err != nil {
		return Growing{}, err
	}
	g := Growing{c: c, least: 1 / math.Sqrt(float64(n)), power: k - 2}
	if err := checkDelta(g.Size(0, 0)); err != nil {
		return Growing{}, fmt.Errorf("%w at m = 0, from c = %v, k = %d, N = %d", err, c, k, n)
	}
	return g, nil
}

func (g Growing) String() string {
	return fmt.Sprintf("δ = %.6g max(|m|, %.6g)^%d", g.c, g.least, g.power)
}

// Size is c max(|m|, N^{−1/2})^{k−2}.
func (g Growing) Size(m, _ float64) float64 {
	return g.c * power(math.Max(math.Abs(m), g.least), g.power)
}

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
