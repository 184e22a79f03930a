package props

import (
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestReadOff: the ends and the quarters of the axis, on a logarithmic one in ratio; a curve on
// another grid is read on its lines, and outside it, or without a published point, there is none.
func TestReadOff(t *testing.T) {
	nan := math.NaN()
	p := Plot{
		X: Axis{Label: "t", Log: true}, Y: Axis{Label: "y"},
		Curves: []Curve{
			{Name: "a", X: []float64{1, 2, 4, 8, 16}, Y: []float64{5, 4, 3, 2, 1}, Published: []Point{{16, 1.5}}},
			{Name: "dots", X: []float64{3}, Y: []float64{9}, Dots: true},
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

// TestWriteCurves: numbers come back as they were, with what is not finite, and names that need quotes are quoted.
func TestWriteCurves(t *testing.T) {
	var text strings.Builder
	third := 1. / 3
	if err := WriteCurves(&text, []Curve{{Name: "a, b", X: []float64{1, third}, Y: []float64{1e-300, math.Inf(1)}}, {Name: "c"}}); err != nil {
		t.Fatal(err)
	}
	if want := "curve,x,y\n\"a, b\",1,1e-300\n\"a, b\",0.3333333333333333,+Inf\n"; text.String() != want {
		t.Errorf("got %q, want %q", text.String(), want)
	}
	err := WriteCurves(io.Discard, []Curve{{Name: "a", X: []float64{1}}})
	if err == nil || !strings.Contains(err.Error(), `curve "a" has 1 abscissas and 0 ordinates`) {
		t.Errorf("error %v", err)
	}
	closed, w := io.Pipe()
	_ = closed.Close()
	if err := WriteCurves(w, nil); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("error %v, want that of the writer", err)
	}
}
