package golden

import "fmt"

// step is the column of times.
func step() Column { return exact("step", "a count") }

// exact is a column that may not move.
func exact(name, reason string) Column { return Column{Name: name, Reason: reason} }

// rounded is a column that may move by what rounding can do to a run:
//
//	steps × operations × growth × 2⁻⁵²,
//
// operations those of one step, each with a relative error of 2⁻⁵² or, in a
// mathematical function, two; growth how much larger an error is at the end of the
// run than when it was made, over the size of the quantity.
func rounded(name string, steps, operations int, growth float64) Column {
	return Column{
		Name:     name,
		Relative: float64(steps) * float64(operations) * growth * 0x1p-52,
		Reason:   fmt.Sprintf("rounding of %d steps × %d operations × growth %v × 2⁻⁵²", steps, operations, growth),
	}
}

// atLeast is the column with the difference relative to floor below that size.
func (c Column) atLeast(floor float64) Column {
	c.Floor = floor
	return c
}
