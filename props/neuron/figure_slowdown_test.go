package neuron

import (
	"context"
	"math"
	"testing"

	"assay/props"
	"assay/theory"
)

// TestSlowdownIsTheHeadline: in the table of Figure 1, left, the losses fall, one student has stalled long before
// the end and fell exponentially, with exponent 2T log(1 − η/2) = −.0506 T, and two and more
// are algebraic, with 1000 ≫ t₀ and so −3 up to a lag. The last row is the start of the drawn curve.
func TestSlowdownIsTheHeadline(t *testing.T) {
	f, _ := props.Suite{Figures: Figures()}.Figure(theory.FigureLossAgainstIteration.ID)
	p, err := f.Run(context.Background(), props.Options{Seed: 1, Tier: props.Quick})
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
			if at != float64(slowdownSteps.At(props.Quick)) || math.Abs(exponent+3) > 0.25 {
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
	if got, want := table.Rows[len(table.Rows)-1].Values[1], drawn.At(100); math.Abs(got/want-1) > 1e-12*100 {
		t.Errorf("ten students: %v after 100 steps, %v in the drawing", got, want)
	}
}
