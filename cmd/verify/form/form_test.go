package form

import (
	"encoding/json"
	"math"
	"testing"
)

func TestShort(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 0.31: "0.31", 3.14e13: "3.1e13", 1e-6: "1e-6", 2500: "2500", 123456: "123456",
		1e6: "1e6", 1: "1", 1.0047: "1.0047", math.Nextafter(1, 2): "1.0001", math.Nextafter(1, 0): "0.9999", 0.00123: "0.0012", 100: "100", math.Inf(1): "∞", math.MaxFloat64: "∞", math.Inf(-1): "−∞"} {
		if got := Short(x); got != want {
			t.Errorf("Short(%v) = %q, want %q", x, got, want)
		}
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"|m| ≤ 1": `\|m\| ≤ 1`,
		"τ_η":     "τ_η",
		"‖_F x_":  `‖\_F x_`,
		"a * b":   `a \* b`,
		"<b>":     `\<b>`,
		"m < 0":   "m < 0",
		"[0, 1]":  "[0, 1]",
		"[a](b)":  `[a\](b)`,
		"a\n b":   "a b",
		"x ~ N":   "x ~ N",
	} {
		if got := Escape(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// TestNumber: what JSON has no number for is null, and comes back as NaN, which
// no comparison takes for a number.
func TestNumber(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 1e-300: "1e-300", math.MaxFloat64: "1.7976931348623157e+308",
		math.Inf(1): "null", math.Inf(-1): "null"} {
		got, err := json.Marshal(Number(x))
		if err != nil || string(got) != want {
			t.Errorf("%v: got %s, %v; want %s", x, got, err, want)
		}
		var back Number
		if err := json.Unmarshal(got, &back); err != nil || float64(back) != x && !(math.IsInf(x, 0) && math.IsNaN(float64(back))) {
			t.Errorf("%s: read as %v, %v", got, back, err)
		}
	}
	if got, err := json.Marshal(Number(math.NaN())); err != nil || string(got) != "null" {
		t.Errorf("NaN: got %s, %v", got, err)
	}
	var x Number
	if err := json.Unmarshal([]byte(`"one"`), &x); err == nil {
		t.Error("a text was read as a number")
	}
}

// TestColumns: columns count what a terminal shows, not bytes, and a line break
// in a cell does not break its row.
func TestColumns(t *testing.T) {
	got := Table{Rows: [][]string{{"law", "n"}, {"λ₁'", "7"}, {"two\nlines", "10"}}, Right: []int{2}}.Text()
	if want := "law         n\nλ₁'         7\ntwo lines  10\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestLabel: a reader is shown six digits; what is short, whole or no number stays.
func TestLabel(t *testing.T) {
	for in, want := range map[string]string{
		"x = (-0.003108978271484375, 6.2740357395532535e-168)": "x = (-0.00310898, 6.27404e-168)",
		"N = 1000000, α = 13.815510557964277":                  "N = 1000000, α = 13.8155",
		"seed 18446744073709551615, η = 0.1, σ = 1e-07":        "seed 18446744073709551615, η = 0.1, σ = 1e-07",
		"0.000123456, 1.5, 123.4560":                           "0.000123456, 1.5, 123.456",
		"":                                                     "",
	} {
		if got := Label(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}

// TestLine: nothing that a terminal obeys, or that turns the text about, gets there.
func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"a\n b\tc":       "a b c",
		"\x1b[2J‖θ‖ ≤ 1": `\x1b[2J‖θ‖ ≤ 1`,
		"\u202eab\u009b": `\u202eab\u009b`,
	} {
		if got := Line(in); got != want {
			t.Errorf("%q is written as %q, want %q", in, got, want)
		}
	}
}
