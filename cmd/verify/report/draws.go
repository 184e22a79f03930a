package report

import (
	"strconv"
	"strings"

	"assay/cmd/verify/form"
)

// Draws is the numbers of a case by their names, so that others can plot against them.
type Draws map[string]form.Number

// drawn is the numbers among the draws of a case, which are written "name = number" with commas or
// semicolons between, see [props.Describe]. What is no number, stands in brackets or has a name that
// occurs twice is left out.
func drawn(label string) Draws {
	d, seen := Draws{}, map[string]bool{}
	depth := 0
	for _, part := range strings.FieldsFunc(label, func(r rune) bool {
		switch r {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		}
		return depth == 0 && (r == ',' || r == ';')
	}) {
		name, value, _ := strings.Cut(strings.TrimSpace(part), " = ")
		if seen[name] {
			delete(d, name)
			continue
		}
		seen[name] = true
		if x, err := strconv.ParseFloat(value, 64); err == nil {
			d[name] = form.Number(x)
		}
	}
	return d
}
