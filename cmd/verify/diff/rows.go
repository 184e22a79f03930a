package diff

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"assay/cmd/verify/report"
)

// counterpart is the row of the same number if it is the same case; else the only row that
// is, so that a row put in before others leaves these their counterparts; else nil.
func counterpart(row report.Row, rows []report.Row) (found *report.Row) {
	only := 0
	for i := range rows {
		is := &rows[i]
		if !sameCase(row.Case, is.Case) {
			continue
		}
		if is.Number == row.Number {
			return is
		}
		found = is
		only++
	}
	if only != 1 {
		return nil
	}
	return found
}

// decimals is the numbers in the name of a case.
var decimals = regexp.MustCompile(`\d+(\.\d+)?(e[-+]?\d+)?`)

// sameCase reports whether two names of a case differ in the rounding of computed numbers at
// most: all but the numbers is equal, whole numbers are equal, and the others to the six
// digits that are shown, |x − y| ≤ 10⁻⁶ max(|x|, |y|).
func sameCase(a, b string) bool {
	if a == b {
		return true
	}
	x, y := decimals.FindAllString(a, -1), decimals.FindAllString(b, -1)
	if len(x) != len(y) || decimals.ReplaceAllString(a, "#") != decimals.ReplaceAllString(b, "#") {
		return false
	}
	for i := range x {
		if x[i] != y[i] && !(strings.ContainsAny(x[i]+y[i], ".e") && close6(x[i], y[i])) {
			return false
		}
	}
	return true
}

func close6(a, b string) bool {
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err1 == nil && err2 == nil && math.Abs(x-y) <= 1e-6*math.Max(x, y)
}
