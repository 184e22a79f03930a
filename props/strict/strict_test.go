package strict

import (
	"strings"
	"testing"
)

// TestDecodeRefuses: whatever a reader would have to guess is refused, and named.
func TestDecodeRefuses(t *testing.T) {
	const whole = `{"schema": "cases 1", "n": 1}`
	type document struct {
		Schema string
		N      int
	}
	var d document
	for _, text := range []string{whole, "\xef\xbb\xbf" + whole, strings.ReplaceAll(whole, ", ", ",\r\n")} {
		if err := Decode([]byte(text), "cases 1", "keep", &d); err != nil || d.N != 1 {
			t.Errorf("%q: %v, n = %d", text, err, d.N)
		}
	}
	for text, want := range map[string]string{
		"":                                    "not JSON",
		whole + "{}":                          "not JSON",
		"[]":                                  `a JSON array where an object with schema "cases 1" is wanted, as keep writes`,
		`{"n": 1}`:                            `no schema: want "cases 1", as keep writes`,
		`{"schema": "cases 2"}`:               `schema "cases 2": want "cases 1", as keep of this version writes`,
		`{"schema": "cases 1", "m": 1}`:       `unknown field "m"`,
		`{"schema": "cases 1", "n": "1"}`:     "not of schema",
		`{"schema": "cases 1", "n":1, "N":2}`: `the key "N" is twice in the object`,
		"{\"schema\": \"cases 1\", \"n\\u001b\": 1}": "the character U+001B",
		"\xff\xfe{":         "UTF-16, by its byte order mark",
		"{\x00":             "UTF-16 or UTF-32",
		"{\"schema\": \xff": "not UTF-8",
	} {
		if err := Decode([]byte(text), "cases 1", "keep", &d); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want one line with %q", text, err, want)
		}
	}
	if _, err := Schema([]byte(`{"schema": "c"}`), "keep", "a", "b"); err == nil || !strings.Contains(err.Error(), `want "a" or "b"`) {
		t.Errorf("one of two schemas: %v", err)
	}
	if s, err := Schema([]byte(`{"schema": "b"}`), "keep", "a", "b"); err != nil || s != "b" {
		t.Errorf("the second of two schemas: %q, %v", s, err)
	}
}
