package form

import (
	"regexp"
	"strconv"
	"strings"
)

var decimals = regexp.MustCompile(`\d+\.\d+(e[-+]?\d+)?|\d+e[-+]?\d+`)

// shown is how many significant digits of a number a reader is shown.
const shown = 6

// Label is the name of a case for a reader: decimals with more than six significant digits
// are rounded to six. Whole numbers, which may be seeds, stay.
func Label(s string) string { return Rounded(s, shown) }

// Rounded is s with the decimals of more significant digits rounded to that many.
func Rounded(s string, most int) string {
	return decimals.ReplaceAllStringFunc(s, func(number string) string {
		mantissa, _, _ := strings.Cut(number, "e")
		digits := strings.TrimLeft(strings.Replace(mantissa, ".", "", 1), "0")
		x, err := strconv.ParseFloat(number, 64)
		if err != nil || len(digits) <= most {
			return number
		}
		return strconv.FormatFloat(x, 'g', most, 64)
	})
}
