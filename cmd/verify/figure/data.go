package figure

import (
	"encoding/csv"
	"io"
	"strconv"

	"assay/props"
)

// Data writes the numbers that the plot shows, with all their digits, as comma-separated values under a
// header: a row for each point of each curve. Its role is run, law or published; low and high are
// the ends of its interval, where it has one.
func Data(w io.Writer, p props.Plot) error {
	out := csv.NewWriter(w)
	digits := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	rows := [][]string{{"curve", "role", "x", "y", "low", "high"}}
	for _, c := range p.Curves {
		role := "run"
		if c.Reference {
			role = "law"
		}
		for i := range c.X {
			row := []string{c.Name, role, digits(c.X[i]), digits(c.Y[i]), "", ""}
			if i < len(c.Low) {
				row[4], row[5] = digits(c.Low[i]), digits(c.High[i])
			}
			rows = append(rows, row)
		}
		for _, at := range c.Published {
			rows = append(rows, []string{c.Name, "published", digits(at.X), digits(at.Y), "", ""})
		}
	}
	return out.WriteAll(rows)
}
