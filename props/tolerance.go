package props

import (
	"fmt"
	"math"
)

// Tolerance is how far a measured number may lie from the law's, and why.
// Tolerances are derived by a named bound; there is no constructor that takes
// a bare number without its reason.
type Tolerance struct {
	Size   float64
	Why    string
	Design *Design // nil for a deterministic bound
}

// Design is the design of a statistical tolerance.
type Design struct {
	Alpha      float64 // probability that a true law lies outside
	Beta       float64 // probability that a violation of the size declared is missed
	Violation  float64 // the size declared, in the units of the residual
	Detectable float64 // the least violation this sample size shows with probability 1 − Beta
	Samples    int
	Needs      int // samples needed for the declared violation
}

// Underpowered reports whether the sample is too small for what was declared.
func (c *Design) Underpowered() bool { return c != nil && !(c.Detectable <= c.Violation) }

const UnitRoundoff = 0x1p-52

// Rounding allows for the rounding of a number of elementary operations on
// operands of the given magnitude:
//
//	operations · (magnitude · 2⁻⁵² + 2⁻¹⁰⁷⁴)
//
// The standard model of floating-point arithmetic: each operation errs by at
// most half a unit in the last place of its result, which is no less than 2⁻¹⁰⁷⁴,
// hence the bound holds with a factor 2 to spare, to first order, as long as no intermediate result
// exceeds the magnitude (Higham, Accuracy and Stability of Numerical
// Algorithms, §2.2 and Lemma 3.1).
func Rounding(operations int, magnitude float64) Tolerance {
	return Tolerance{
		Size: float64(operations) * (math.Abs(magnitude)*UnitRoundoff + math.SmallestNonzeroFloat64),
		Why:  fmt.Sprintf("rounding, %d operations at magnitude %.2g", operations, math.Abs(magnitude)),
	}
}

// Truncation allows for a remainder whose bound is derived at the place of use.
func Truncation(bound float64, why string) Tolerance {
	return Tolerance{Size: math.Abs(bound), Why: "truncation, " + why}
}

// Times is the tolerance of a quantity multiplied by a factor.
func (t Tolerance) Times(factor float64) Tolerance {
	t.Size *= math.Abs(factor)
	return t
}

// Plus is the tolerance for the sum of two independent sources of error.
func (t Tolerance) Plus(u Tolerance) Tolerance {
	sum := Tolerance{Size: t.Size + u.Size, Why: t.Why + " + " + u.Why, Design: t.Design}
	if sum.Design == nil {
		sum.Design = u.Design
	}
	return sum
}
