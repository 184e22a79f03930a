package golden

import (
	"fmt"
	"math"
	"slices"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Departure is the first value of a run that differs from its pin, in any bit where these
// are promised, else by more than its column allows, rows first.
type Departure struct {
	Pin       string
	Row       int    // counted from 0
	Time      string // the first column of the row, such as "step 17"
	Column    string
	Got, Want float64
	Digits    float64 // the decimal digits that got and want share
	Allowed   float64 // the relative difference allowed
	Reason    string  // where Allowed comes from
}

// String says all of it in one line.
func (d *Departure) String() string {
	return fmt.Sprintf("%s departs at %s: %s = %s, pinned %s, %.1f digits in common; allowed %.2g relative (%s)",
		d.Pin, d.Time, d.Column, decimal(d.Got), decimal(d.Want), d.Digits, d.Allowed, d.Reason)
}

// equal is what the column takes for no change: NaN equals NaN, and otherwise
//
//	|x − y| ≤ Relative · max(min(|x|, |y|), Floor).
func (c Column) equal() cmp.Options {
	return cmp.Options{cmpopts.EquateApprox(c.Relative, c.Relative*c.Floor), cmpopts.EquateNaNs()}
}

// bitwise is what takes two values for equal that have the same bits; NaN equals NaN.
var bitwise = cmp.Options{cmpopts.EquateNaNs(), cmp.FilterValues(
	func(x, y float64) bool { return x == x || y == y },
	cmp.Comparer(func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) }))}

// firstDeparture compares two tables of the pin's columns, by bits or by their tolerances.
func (p Pin) firstDeparture(got, want Table, bits bool) *Departure {
	columns, options := slices.Clone(p.Columns), make([]cmp.Options, len(p.Columns))
	for j := range columns {
		if options[j] = columns[j].equal(); bits {
			options[j] = bitwise
			columns[j].Relative, columns[j].Reason = 0, "bits are promised here, see package sim"
		}
	}
	for i := range min(len(got.Rows), len(want.Rows)) {
		for j, c := range columns {
			x, y := got.Rows[i][j], want.Rows[i][j]
			if !cmp.Equal(x, y, options[j]) {
				time := p.Columns[0].Name + " " + decimal(want.Rows[i][0])
				return &Departure{p.Name, i, time, c.Name, x, y, commonDigits(x, y), c.Relative, c.Reason}
			}
		}
	}
	if x, y := len(got.Rows), len(want.Rows); x != y {
		return &Departure{p.Name, min(x, y), "the end", "rows", float64(x), float64(y), 0, 0, "a count"}
	}
	return nil
}

// commonDigits is the number of decimal digits that x shares with y,
//
//	−log₁₀(|x − y|/|y|),
//
// at least 0 and at most 17, which float64s that are equal share; the difference is
// absolute when y is 0. It is 0 when either is not finite.
func commonDigits(x, y float64) float64 {
	if x == y {
		return 17
	}
	off := math.Abs(x - y)
	if y != 0 {
		off /= math.Abs(y)
	}
	if !(off < 1) {
		return 0
	}
	return math.Min(17, -math.Log10(off))
}
