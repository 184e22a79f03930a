package sim

import (
	"fmt"
	"math"
)

// Schedule is the step size δ of a run: a rule that sees the overlap m, and the
// largest overlap so far, m included. It keeps nothing, and may be shared.
type Schedule interface {
	String() string
	// Size is δ for the step that leaves m, finite and > 0 for |m| ≤ 1.
	Size(m, largest float64) float64
}

// Constant is the same δ throughout.
type Constant struct{ delta float64 }

// NewConstant is δ, finite and > 0.
func NewConstant(delta float64) (Constant, error) {
	return Constant{delta}, checkDelta(delta)
}

// NewPower is the constant δ = c N^b: b = −(k−2)/2 is the critical step size for
// information exponent k.
func NewPower(c, b float64, n int) (Constant, error) {
	if err := checkDimension(n); err != nil {
		return Constant{}, err
	}
	delta := c * math.Pow(float64(n), b)
	if err := checkDelta(delta); err != nil {
		return Constant{}, fmt.Errorf("%w, from %v·%d^%v", err, c, n, b)
	}
	return Constant{delta}, nil
}

func (c Constant) String() string { return fmt.Sprintf("δ = %.6g", c.delta) }

// Size is δ.
func (c Constant) Size(float64, float64) float64 { return c.delta }

// Reset is one δ for the search and another from the first passage of a level on,
// for good: m may fall back below the level.
type Reset struct{ search, descent, level float64 }

// NewReset is δ = search until the overlap has first been above the level, a number
// in (0, 1), and δ = descent from then on.
func NewReset(search, descent, level float64) (Reset, error) {
	if err := checkDelta(search); err != nil {
		return Reset{}, fmt.Errorf("search: %w", err)
	}
	if err := checkDelta(descent); err != nil {
		return Reset{}, fmt.Errorf("descent: %w", err)
	}
	return Reset{search, descent, level}, checkLevel(level)
}

func (s Reset) String() string {
	return fmt.Sprintf("δ = %.6g, then %.6g once m > %.6g", s.search, s.descent, s.level)
}

// Size is the step size of the phase.
func (s Reset) Size(_, largest float64) float64 {
	if largest > s.level {
		return s.descent
	}
	return s.search
}

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

// checkLevel refuses a level that a passage cannot be defined by.
func checkLevel(eta float64) error {
	if !(eta > 0 && eta < 1) {
		return fmt.Errorf("sim: level η = %v, want 0 < η < 1", eta)
	}
	return nil
}
