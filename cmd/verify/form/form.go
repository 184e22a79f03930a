// Package form writes what every output of the command is made of: tables as
// text and as Markdown, numbers for a reader, and JSON.
//
// It knows no claims and no verdicts.
package form

import (
	"encoding/json"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// Line is s on one line: line breaks and tabs are spaces, and what does not print, which a
// terminal might obey, is its code, such as \x1b.
func Line(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if strings.IndexFunc(s, unprintable) < 0 {
		return s
	}
	var out strings.Builder
	for _, r := range s {
		if unprintable(r) {
			out.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// Plural is a count with its noun: 1 claim, 2 claims.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// Short is x in two significant digits and no idle characters: 0.31, 3.1e13, ∞.
// A number close to 1, where a residual is judged, keeps the digits that tell
// its side. The largest float64, the score of what nothing allows, is ∞ too.
func Short(x float64) string {
	switch {
	case x >= math.MaxFloat64:
		return "∞"
	case x <= -math.MaxFloat64:
		return "−∞"
	case x > 0.95 && x < 1.05:
		return strconv.FormatFloat(1+math.Copysign(math.Ceil(math.Abs(x-1)*1e4)/1e4, x-1), 'g', 5, 64)
	}
	mantissa, exponent, scientific := strings.Cut(strconv.FormatFloat(x, 'g', 2, 64), "e")
	if !scientific {
		return mantissa
	}
	n, err := strconv.Atoi(exponent)
	if err != nil {
		panic(err) // FormatFloat writes a whole exponent
	}
	if n >= 0 && n <= 5 { // 1.2e+03: digits say it sooner
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return mantissa + "e" + strconv.Itoa(n)
}

// Number is a float64 in JSON, null where JSON has no number for it: NaN and
// the infinities. Read from null it is NaN.
type Number float64

// MarshalJSON implements [json.Marshaler].
func (x Number) MarshalJSON() ([]byte, error) {
	if f := float64(x); !math.IsNaN(f) && !math.IsInf(f, 0) {
		return json.Marshal(f)
	}
	return []byte("null"), nil
}

// UnmarshalJSON implements [json.Unmarshaler].
func (x *Number) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		*x = Number(math.NaN())
		return nil
	}
	return json.Unmarshal(text, (*float64)(x))
}

// JSON writes v indented, with the signs < and > as they are.
func JSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
