package diff

import (
	"math"

	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
)

// Numbers counts what changed between two runs of the same cases. A change can be far too
// small to move a constant and still say that the program computes something else.
type Numbers struct {
	Compared int   `json:"compared"` // measured numbers of cases that both runs have
	Changed  int   `json:"changed"`  // of these, the ones that differ in any digit
	Rounding int   `json:"rounding"` // of the changed, the ones that differ as by rounding, see [Move.Rounding]
	Beyond   int   `json:"beyond"`   // of the changed, the ones beyond both tolerances together
	Others   int   `json:"others"`   // predictions, tolerances and margins of rivals that differ
	Unlike   int   `json:"unlike"`   // claims whose worst residual now is that of another case, not compared
	Largest  *Move `json:"largest"`  // the largest change in units of what is allowed; null if there is none
}

// Move is a measured number that changed.
type Move struct {
	ID           string      `json:"id"`
	Row          int         `json:"row"`  // of the grid; 0 for the worst residual of drawn cases
	Case         string      `json:"case"` // its draws
	Quantity     string      `json:"quantity"`
	Old          form.Number `json:"old"`
	New          form.Number `json:"new"`
	Allowed      form.Number `json:"allowed"`       // the two tolerances together
	OldPredicted form.Number `json:"old_predicted"` // where it moved too, another law
	NewPredicted form.Number `json:"new_predicted"` // or another case was judged
	exact        bool        // an equality that allows nothing
}

// Share is the change in units of what is allowed,
//
//	|new − old| / (old tolerance + new tolerance).
//
// Two tolerances of 0 leave an equality no room: the share is ∞. An inequality without
// tolerances has no unit for the change, and the share is 0.
func (m Move) Share() float64 {
	switch off := math.Abs(float64(m.New - m.Old)); {
	case m.Allowed > 0:
		return off / float64(m.Allowed)
	case m.exact && off > 0:
		return math.Inf(1)
	}
	return 0
}

// Rounding reports whether the change is within what is allowed and leaves half of the 53
// bits of a float64,
//
//	|new − old| ≤ 2⁻²⁶ max(|old|, |new|, |predicted|).
//
// The order of a sum, another compiler or another machine change no more than that, unless
// the number is itself a rounding error.
func (m Move) Rounding() bool {
	size := 0.0
	for _, x := range []form.Number{m.Old, m.New, m.OldPredicted, m.NewPredicted} {
		size = math.Max(size, math.Abs(float64(x)))
	}
	return m.Share() <= 1 && math.Abs(float64(m.New-m.Old)) <= 0x1p-26*size
}

// numbers compares what was measured in each row of the grid that both have; and the worst
// residuals, if no row of the old run has its own.
func (d *Diff) numbers(before, after *report.Result) {
	inRow := false
	for _, old := range before.Rows {
		inRow = inRow || old.Case == before.At
		if is := counterpart(old, after.Rows); is != nil {
			d.number(before.ID, old, *is)
		}
	}
	old, is := worst(before), worst(after)
	switch {
	case inRow:
	case sameCase(old.Case, is.Case):
		d.number(before.ID, old, is)
	case d.Numbers != nil:
		d.Numbers.Unlike++
	}
	if d.Numbers == nil {
		return
	}
	d.Numbers.Others += otherMargins(before.Rivals, after.Rivals) + otherMargins(before.Plants, after.Plants)
	if was, is := before.Limit, after.Limit; was != nil && is != nil && !same(was.Law, is.Law) {
		d.Numbers.Others++
	}
}

// otherMargins is how many wrong laws have another margin.
func otherMargins(before, after []report.Rival) (n int) {
	margin := map[string]form.Number{}
	for _, r := range after {
		margin[r.Name] = r.Margin
	}
	for _, r := range before {
		if x, ok := margin[r.Name]; ok && !same(x, r.Margin) {
			n++
		}
	}
	return n
}

// number compares two measurements of one quantity in one case. With other draws a number
// that moved with its prediction is no constant, and one that nothing may move is no draw.
func (d *Diff) number(id string, old, is report.Row) {
	if old.Quantity != is.Quantity || old.Relation != is.Relation || !finite(old.Measured, is.Measured) {
		return
	}
	m := Move{ID: id, Row: old.Number, Case: old.Case, Quantity: old.Quantity, Old: old.Measured, New: is.Measured,
		Allowed: old.Tolerance + is.Tolerance, OldPredicted: old.Predicted, NewPredicted: is.Predicted, exact: old.Relation == "="}
	known := finite(old.Predicted, is.Predicted, old.Tolerance, is.Tolerance)
	beyond := known && m.Share() > 1
	if n := d.Numbers; n != nil {
		n.count(m, known, beyond)
		n.Others += different(old.Predicted, is.Predicted) + different(old.Tolerance, is.Tolerance)
	} else if beyond {
		beyond = m.Allowed > 0 && !(math.Abs(float64(m.NewPredicted-m.OldPredicted)) > float64(m.Allowed))
	}
	if beyond {
		d.Moved = append(d.Moved, m)
	}
}

func (n *Numbers) count(m Move, known, beyond bool) {
	n.Compared++
	if m.Old == m.New {
		return
	}
	n.Changed++
	if beyond {
		n.Beyond++
	}
	if known && m.Rounding() {
		n.Rounding++
	}
	if known && (n.Largest == nil || m.Share() > n.Largest.Share()) {
		n.Largest = &m
	}
}

func different(a, b form.Number) int {
	if same(a, b) {
		return 0
	}
	return 1
}

// same reports whether two numbers are equal; what JSON lacks equals itself.
func same(a, b form.Number) bool { return a == b || !finite(a) && !finite(b) }

// worst is the worst residual of a claim, as a row without a number.
func worst(c *report.Result) report.Row {
	value := func(x *form.Number) form.Number {
		if x == nil {
			return form.Number(math.NaN())
		}
		return *x
	}
	return report.Row{Case: c.At, Quantity: c.Quantity, Relation: c.Relation,
		Measured: value(c.Measured), Predicted: value(c.Predicted), Tolerance: value(c.Tolerance)}
}

// finite reports whether none of the numbers is null or an infinity.
func finite(numbers ...form.Number) bool {
	for _, x := range numbers {
		if !(math.Abs(float64(x)) <= math.MaxFloat64) {
			return false
		}
	}
	return true
}
