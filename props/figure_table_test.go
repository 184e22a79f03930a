package props

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"assay/theory"
)

// TestReadOff: the ends and the quarters of the axis, on a logarithmic one in ratio; a curve on
// another grid is read on its lines, and outside it, or without a published point, there is none.
func TestReadOff(t *testing.T) {
	nan := math.NaN()
	p := Plot{
		X: Axis{Label: "t", Log: true}, Y: Axis{Label: "y"},
		Curves: []Curve{
			{Name: "a", X: []float64{1, 2, 4, 8, 16}, Y: []float64{5, 4, 3, 2, 1}, Published: []Point{{16, 1.5}}},
			{Name: "b", X: []float64{2, 10}, Y: []float64{0, 8}},
		},
	}
	want := Table{
		Title:   "y at five points",
		Columns: []string{"t 1", "t 2", "t 4", "t 8", "t 16", "published, at 16"},
		Rows:    []Row{{"a", []float64{5, 4, 3, 2, 1, 1.5}}, {"b", []float64{nan, 0, 2, 6, nan, nan}}},
	}
	if diff := cmp.Diff(want, p.ReadOff(), cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
	p.X.Log = false
	if got, want := strings.Join(p.ReadOff().Columns, ", "), "t 1, t 4, t 8, t 16, published, at 16"; got != want {
		t.Errorf("evenly: %s, want %s: the quarters 4.75, 8.5 and 12.25 of 1 to 16 are next to 4, 8 and 8 or 16", got, want)
	}
	if got := (Plot{}).ReadOff(); len(got.Rows) != 0 {
		t.Errorf("no curves: %v", got)
	}
}

// TestSlowdownIsTheHeadline: in the table of Figure 1, left, the losses fall, one student has stalled long before
// the end and fell exponentially, with exponent 2T log(1 − η/2) = −.0506 T, and two and more
// are algebraic, with 1000 ≫ t₀ and so −3 up to a lag. The last row is the start of the drawn curve.
func TestSlowdownIsTheHeadline(t *testing.T) {
	f, _ := FindFigure(theory.FigureLossAgainstIteration.ID)
	p, err := f.Run(context.Background(), Quick, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Tables) != 1 {
		t.Fatalf("%d tables, want 1", len(p.Tables))
	}
	table := p.Tables[0]
	end := len(table.Columns) - 2
	for i, row := range table.Rows {
		if row.Name != studentsName(slowdownStudents[i]) || len(row.Values) != len(table.Columns) {
			t.Fatalf("row %d is %v under %v", i, row, table.Columns)
		}
		exponent, at := row.Values[end], row.Values[end+1]
		for k := 1; k < end; k++ {
			if !(row.Values[k] <= row.Values[k-1]) {
				t.Errorf("%s: the loss rises from %v to %v", row.Name, row.Values[k-1], row.Values[k])
			}
		}
		if i > 0 {
			// t₀/t of the late run: a random start of size .1 lags by some 100 units of ηt = 5000, 3·2 %
			if at != float64(slowdownSteps.At(Quick)) || math.Abs(exponent+3) > 0.25 {
				t.Errorf("%s: local exponent %v at %v", row.Name, exponent, at)
			}
			continue
		}
		// From ‖w − v‖ ≤ ¼‖v‖ on, at 100 steps, the rate is that of the optimum up to 1.3‖w − v‖.
		rate, err := theory.SingleRate(neuronScene.Eta)
		if err != nil {
			t.Fatal(err)
		}
		if want := rate * at / (2 * math.Ln2); at != 1000 || math.Abs(exponent/want-1) > 1e-3 {
			t.Errorf("one student: local exponent %v at %v, want %v", exponent, at, want)
		}
		if last := row.Values[end-1]; !(last <= stalled(neuronScene.Eta)) {
			t.Errorf("one student: loss %v at the end, want at most %v", last, stalled(neuronScene.Eta))
		}
	}
	drawn := p.Curves[len(p.Curves)-1]
	if got, want := table.Rows[len(table.Rows)-1].Values[1], drawn.at(100); math.Abs(got/want-1) > 1e-12*100 {
		t.Errorf("ten students: %v after 100 steps, %v in the drawing", got, want)
	}
}
