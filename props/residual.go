package props

import (
	"fmt"
	"math"
	"strconv"
)

// Relation is how a measured number must stand to the law's.
type Relation uint8

// The relations.
const (
	Equal Relation = iota
	AtMost
	AtLeast
)

var relationSigns = [...]string{"=", "≤", "≥"}

func (r Relation) String() string { return relationSigns[r] }

// Link is which part of a claim a residual judges, see [Judge.Tends].
type Link uint8

// The links.
const (
	DataToLaw  Link = iota // what was measured, against the law at the same size
	LawToLimit             // the law against the claimed limit
)

var linkNames = [...]string{"measurement against law", "law against limit"}

func (l Link) String() string { return linkNames[l] }

// Residual is a measured number beside what the law says of it.
type Residual struct {
	What      string // the quantity, such as "λ₁'"
	Relation  Relation
	Got       float64 // measured
	Law       float64 // predicted
	Tolerance Tolerance
	Link      Link
}

// Score is the residual in units of what is allowed; the law is refuted above 1.
//
//	Equal:    abs(got − law) / tolerance
//	AtMost:   got / (law + tolerance)
//	AtLeast:  (law − tolerance) / got
//
// For the two inequalities the score measures slack: near 1 the bound is nearly
// attained. A limit that is not positive leaves no scale; the score is then 0
// where the inequality is satisfied and the largest float64 where it is not, as it
// is for a difference where none is allowed: scores are finite, and can be ordered
// and written anywhere. Score is NaN if any of the three numbers is.
func (r Residual) Score() float64 {
	tol := r.Tolerance.Size
	if math.IsNaN(r.Got) || math.IsNaN(r.Law) || math.IsNaN(tol) {
		return math.NaN()
	}
	switch r.Relation {
	case AtMost:
		return ratioAbove(r.Got, r.Law+tol)
	case AtLeast:
		return ratioAbove(r.Law-tol, r.Got)
	}
	return ratioAbove(math.Abs(r.Got-r.Law), tol)
}

// ratioAbove is a/b for b > 0, and exceeds 1 exactly if a > b.
func ratioAbove(a, b float64) float64 {
	switch {
	case math.IsNaN(a) || math.IsNaN(b):
		return math.NaN()
	case a <= 0 && a <= b:
		return 0
	case a <= b:
		return a / b
	case b > 0:
		return math.Min(math.Max(a/b, math.Nextafter(1, 2)), math.MaxFloat64)
	}
	return math.MaxFloat64
}

// Refutes reports whether the residual refutes its law. It is the one line that
// judges: a score that is not a number refutes nothing and supports nothing,
// see [Reading].
func (r Residual) Refutes() bool { return r.Score() > 1 }

// String states quantity, measurement, law, difference, allowance and reason.
func (r Residual) String() string {
	says := "law says"
	if r.Relation != Equal {
		says += " " + r.Relation.String()
	}
	return fmt.Sprintf("%s = %s, %s %s, off by %.2g, allowed %.2g (%s)",
		r.What, Decimal(r.Got), says, Decimal(r.Law), math.Abs(r.Got-r.Law), r.Tolerance.Size, r.Tolerance.Why)
}

// Decimal is a number as a reader wants it: six significant digits.
func Decimal(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }
