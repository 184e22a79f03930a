package props

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
)

// WriteCurves writes curves as CSV: curve, x and y, one point a line, in the shortest decimals that give the same float64 back. It is an
// error when a curve has more abscissas than ordinates or fewer, before anything of it is written, or when the writer has one.
func WriteCurves(w io.Writer, curves []Curve) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"curve", "x", "y"}) // Error says it
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	for _, c := range curves {
		if len(c.X) != len(c.Y) {
			return fmt.Errorf("props: curve %q has %d abscissas and %d ordinates, want as many", c.Name, len(c.X), len(c.Y))
		}
		for i := range c.X {
			_ = out.Write([]string{c.Name, number(c.X[i]), number(c.Y[i])})
		}
	}
	out.Flush()
	return out.Error()
}

// Table is numbers that belong to a figure.
type Table struct {
	Title   string
	Columns []string // of the numbers
	Rows    []Row
}

// Row is the numbers of one row of a table, one for each column; NaN stands for none.
type Row struct {
	Name   string
	Values []float64
}

// ReadOff is the numbers read off the curves that are lines: their values at five abscissas, spread over
// the first as the axis is, and what was read off the published curves of the same names.
func (p Plot) ReadOff() Table {
	t := Table{Title: fmt.Sprintf("%s at five points", p.Y.Label)}
	lines := slices.DeleteFunc(slices.Clone(p.Curves), func(c Curve) bool { return c.Dots })
	if len(lines) == 0 {
		return t
	}
	grid := lines[0].X
	at := abscissas(grid, p.X.Log)
	for _, x := range at {
		t.Columns = append(t.Columns, fmt.Sprintf("%s %.6g", p.X.Label, x))
	}
	var published []float64
	for _, c := range lines {
		for _, point := range c.Published {
			if !slices.Contains(published, point.X) {
				published = append(published, point.X)
			}
		}
	}
	for _, x := range published {
		t.Columns = append(t.Columns, fmt.Sprintf("published, at %.6g", x))
	}
	for _, c := range lines {
		row := Row{Name: c.Name}
		for _, x := range at {
			row.Values = append(row.Values, c.At(x))
		}
		for _, x := range published {
			value := math.NaN()
			for _, point := range c.Published {
				if point.X == x {
					value = point.Y
				}
			}
			row.Values = append(row.Values, value)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// abscissas is five points of the grid: its ends, and those next to the quarters between.
func abscissas(grid []float64, log bool) (at []float64) {
	low, high := grid[0], grid[len(grid)-1]
	for quarter := range 5 {
		share := float64(quarter) / 4
		want := low + share*(high-low)
		if log {
			want = low * math.Pow(high/low, share)
		}
		nearest := slices.MinFunc(grid, func(a, b float64) int {
			return int(math.Copysign(1, math.Abs(a-want)-math.Abs(b-want)))
		})
		at = append(at, nearest)
	}
	return slices.Compact(at)
}

// at is the curve's value at x, on the line between the points beside it; NaN outside the curve.
func (c Curve) At(x float64) float64 {
	i, found := slices.BinarySearch(c.X, x)
	switch {
	case found:
		return c.Y[i]
	case i == 0 || i == len(c.X):
		return math.NaN()
	}
	share := (x - c.X[i-1]) / (c.X[i] - c.X[i-1])
	return c.Y[i-1] + share*(c.Y[i]-c.Y[i-1])
}
