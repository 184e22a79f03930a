package golden

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"slices"
)

// AccuracyRow is how many digits one computation gets right, at its worst.
type AccuracyRow struct {
	Quantity    string  // what is computed
	Computation string  // by which function
	Values      int     // how many certified values were compared
	Digits      float64 // correct decimal digits of the worst, at most 16
	Case        string  // the worst
	Got         float64 // what was computed there; of a vector, its worst component
	Want        string  // what is certified there
	Floor       float64 // the digits it must have
	Reason      string  // why not more
}

// quantity is a computation with certified values.
type quantity struct {
	name, computation string
	file              string
	floor             float64
	reason            string
	// compare compares what is computed for a record, if the quantity concerns it.
	compare func(r *record, c *comparison)
}

// comparison collects the values of one quantity.
type comparison struct {
	values int
	digits float64
	at     string
	got    float64
	want   string
	err    error
}

// number compares a number; err is that of its computation.
func (c *comparison) number(at string, got float64, want *big.Float, err error) {
	c.vector(at, []float64{got}, []*big.Float{want}, err)
}

// vector compares a vector by norms.
func (c *comparison) vector(at string, got []float64, want []*big.Float, err error) {
	if err != nil || len(got) != len(want) {
		if err == nil {
			err = fmt.Errorf("%d values computed, %d certified", len(got), len(want))
		}
		if c.err == nil {
			c.err = fmt.Errorf("golden: %s: %w", at, err)
		}
		return
	}
	c.values++
	if digits := correctDigitsOf(got, want); c.values == 1 || digits < c.digits {
		worst := 0
		for i := range got {
			if distance(got[i], want[i]).Cmp(distance(got[worst], want[worst])) > 0 {
				worst = i
			}
		}
		c.digits, c.at, c.got, c.want = digits, at, got[worst], want[worst].Text('g', 20)
	}
}

func distance(got float64, want *big.Float) *big.Float {
	if got != got {
		return new(big.Float).SetInf(false)
	}
	d := new(big.Float).SetPrec(precision).SetFloat64(got)
	return d.Abs(d.Sub(d, want))
}

// Accuracy compares every computation that has certified values with them. The rows are
// ordered by correct digits, the worst first. The error is that of a computation, of a
// file or of the context.
func Accuracy(ctx context.Context) ([]AccuracyRow, error) {
	var rows []AccuracyRow
	files := map[string][]*record{}
	for _, q := range quantities() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if files[q.file] == nil {
			records, err := certified(q.file)
			if err != nil {
				return nil, err
			}
			files[q.file] = records
		}
		row, err := q.measure(files[q.file])
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b AccuracyRow) int { return cmp.Compare(a.Digits, b.Digits) })
	return rows, nil
}

func (q quantity) measure(records []*record) (AccuracyRow, error) {
	var c comparison
	for _, r := range records {
		q.compare(r, &c)
		if r.err != nil {
			return AccuracyRow{}, r.err
		}
		if c.err != nil {
			return AccuracyRow{}, fmt.Errorf("%s of %s: %w", q.name, q.computation, c.err)
		}
	}
	return AccuracyRow{q.name, q.computation, c.values, c.digits, c.at, c.got, c.want, q.floor, q.reason}, nil
}

// quantities is every computation with certified values.
func quantities() []quantity {
	return slices.Concat(hermiteQuantities(), lossQuantities(), layerQuantities(), neuronQuantities(), descentQuantities(), slowQuantities(),
		constantQuantities(), lawQuantities())
}

// elsewhere is the certified files that other packages compare with, and which.
var elsewhere = map[string]string{"intervals": "props/stat"}
