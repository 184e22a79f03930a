package golden

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// format is the text of the pin's file for the given table.
func (p Pin) format(table Table) string {
	var b strings.Builder
	b.WriteString(p.header())
	b.WriteString(strings.Join(table.Columns, " ") + "\n")
	for _, row := range table.Rows {
		for i, x := range row {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(decimal(x))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// header is the part of the pin's file that says what it is.
func (p Pin) header() string {
	seed := "none"
	if p.Random {
		seed = strconv.FormatUint(p.Seed, 10)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Pin:    %s\n# What:   %s\n# Why:    %s\n# Seed:   %s\n# Kernel: %s\n# Remake: %s\n",
		p.Name, p.What, p.Why, seed, p.Kernel, p.Remake())
	if p.Bits {
		b.WriteString("# Bits:   promised on the kind of machine that made them, see package sim; elsewhere as the columns say\n")
	}
	for _, c := range p.Columns {
		fmt.Fprintf(&b, "# Column: %s\n", c.describe())
	}
	return b.String()
}

func (c Column) describe() string {
	switch {
	case c.Relative == 0:
		return fmt.Sprintf("%s, exact: %s", c.Name, c.Reason)
	case c.Floor == 0:
		return fmt.Sprintf("%s, relative %.2g: %s", c.Name, c.Relative, c.Reason)
	}
	return fmt.Sprintf("%s, relative %.2g of at least %v: %s", c.Name, c.Relative, c.Floor, c.Reason)
}

// decimal is the shortest decimal that reads back as x; whole numbers below 2⁵³ are
// written without an exponent.
func decimal(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1<<53 && !(x == 0 && math.Signbit(x)) {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// parse reads a table: lines that begin with # are skipped, the first other line names
// the columns. The error names the file and the line.
func parse(name, text string) (Table, error) {
	var table Table
	for i, line := range strings.Split(text, "\n") {
		fail := func(format string, args ...any) (Table, error) {
			return Table{}, fmt.Errorf("golden: %s:%d: %s", name, i+1, fmt.Sprintf(format, args...))
		}
		fields := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "#") || len(fields) == 0:
		case table.Columns == nil:
			table.Columns = fields
		case len(fields) != len(table.Columns):
			return fail("%d values, want %d: %s", len(fields), len(table.Columns), strings.Join(table.Columns, " "))
		default:
			row := make([]float64, len(fields))
			for j, field := range fields {
				x, err := strconv.ParseFloat(field, 64)
				if err != nil {
					return fail("%s is %q, want a number", table.Columns[j], field)
				}
				row[j] = x
			}
			table.Rows = append(table.Rows, row)
		}
	}
	if len(table.Rows) == 0 {
		return Table{}, fmt.Errorf("golden: %s: no rows, want a line of column names and one row at least", name)
	}
	return table, nil
}
