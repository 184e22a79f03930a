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

// checkLevel refuses a level that a passage cannot be defined by.
func checkLevel(eta float64) error {
	if !(eta > 0 && eta < 1) {
		return fmt.Errorf("sim: level η = %v, want 0 < η < 1", eta)
	}
	return nil
}
