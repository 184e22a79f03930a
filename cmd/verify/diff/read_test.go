package diff

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/cmd/verify/report"
	"assay/props"
	"assay/theory"
)

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "it.json")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestReadBack: what a run writes is read, for every claim of the registry.
func TestReadBack(t *testing.T) {
	r := report.Run{Seed: 1<<64 - 1, Tier: props.Deep}
	for _, c := range theory.Claims() {
		r.Verdicts = append(r.Verdicts, props.Verdict{Claim: c, Outcome: props.Open, Design: &props.Design{}})
	}
	var out bytes.Buffer
	if err := r.JSON(&out); err != nil {
		t.Fatal(err)
	}
	d, err := Read(file(t, out.String()))
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Claims) != len(theory.Claims()) || d.Seed != r.Seed || d.Tier != "deep" || d.Claims[0].ID != theory.Claims()[0].ID {
		t.Errorf("%d claims, seed %d, tier %s", len(d.Claims), d.Seed, d.Tier)
	}
}

// TestReadRefuses: a file that is no report is named, with what is wrong, in
// one line.
func TestReadRefuses(t *testing.T) {
	one := func(fields string) string {
		return `{"schema": "assay report 2", "tier": "quick", "summary": {"claims": 1, "as_expected": 1}, "claims": [{` + fields + `}]}`
	}
	const whole = `"id": "a/b", "expected": "holds", "verdict": "HOLDS", "as_expected": true`
	if _, err := Read(file(t, one(whole))); err != nil {
		t.Fatalf("the pattern of the others is refused: %v", err)
	}
	for text, want := range map[string]string{
		"":                              "not JSON",
		"claim  expected":               "not JSON",
		one(whole) + "{}":               "not JSON",
		one(whole)[:60]:                 "not JSON",
		"[]":                            "a JSON array",
		"7":                             "a JSON number",
		`{"claims": []}`:                "no schema",
		`{"schema": null}`:              "no schema",
		`{"schema": 1}`:                 `schema "1": want`,
		`{"schema": "assay report 0"}`:  `schema "assay report 0": want "assay report 2", as verify --format json of this version writes`,
		`{"schema": "assay timings 1"}`: `schema "assay timings 1": want "assay report 2"`,
		`{"schema": "assay report 2", "extra": 1}`:                                                    "extra",
		`{"schema": "assay report 2", "seed": -1}`:                                                    "seed",
		`{"schema": "assay report 2", "tier": "weekly", "claims": []}`:                                "quick, standard or deep",
		`{"schema": "assay report 2", "tier": "quick", "claims": []}`:                                 "no claims",
		`{"schema": "assay report 2", "tier": "quick", "claims": [{` + whole + `}, {` + whole + `}]}`: "each once",
		strings.Replace(one(whole), `"claims": 1`, `"claims": 2`, 1):                                  "merged or edited by hand",
		one(whole + `, "rivals": [{"name": "r", "refuted": true, "margin": 2}]`):                      "the power says",
		one(whole + `, "rivals": [{"name": "r"}, {"name": "r"}]`):                                     `rival "r": want each once`,
		one(whole + `, "rows": [{"number": 1}, {"number": 1}]`):                                       "row 1 after row 1",
		one(whole + `, "rows": [{"case": "k = 3"}]`):                                                  "row 0 after row 0",
		one(whole + `, "cases": 3, "refuting": 4`):                                                    "4 of 3 cases refuting",
		one(whole + `, "cases": 3, "kept": 4`):                                                        "4 kept",
		one(whole + `, "counterexample_draws": [1]`):                                                  "counterexample_draws [1]: want an object or null",
		one(whole + `, "verdict": "HOLDS"`):                                                           `the key "verdict" is twice in claims[0]`,
		one(whole + `, "Verdict": "OPEN"`):                                                            `the key "Verdict" is twice`,
		one(whole + `, "at": "\u001b[2J"`):                                                            "the character U+001B",
		one(whole + `, "at": "\u202e"`):                                                               "the character U+202E",
		one(strings.Replace(whole, "a/b", "a b", 1)):                                                  "want an id",
		"\xff\xfe{\x00}\x00":                                                                          "UTF-16, by its byte order mark",
		"\xfe\xff\x00{\x00}":                                                                          "UTF-16, by its byte order mark",
		"{\x00}\x00":                                                                                  "UTF-16 or UTF-32, by its zero bytes",
		"{\"schema\": \"\xff\"}":                                                                      "not UTF-8",
		one(strings.Replace(whole, "a/b", "", 1)):                                                     "want an id",
		one(strings.Replace(whole, "HOLDS", "PASSES", 1)):                                             "want HOLDS, REFUTED",
		one(strings.Replace(whole, "HOLDS", "REFUTED", 1)):                                            "as_expected is true",
		one(strings.Replace(whole, "holds", "perhaps", 1)):                                            "want holds or erratum",
	} {
		path := file(t, text)
		_, err := Read(path)
		if err == nil || !strings.HasPrefix(err.Error(), path+": ") || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.80q: error %v, want one line with the file and %q", text, err, want)
		}
	}
	for _, text := range []string{"\xef\xbb\xbf" + one(whole), strings.ReplaceAll(one(whole), ", ", ",\r\n")} {
		if _, err := Read(file(t, text)); err != nil {
			t.Errorf("a byte order mark of UTF-8 or CR LF is refused: %v", err)
		}
	}
	dir := t.TempDir()
	for path, want := range map[string]string{filepath.Join(dir, "absent.json"): "no such file", dir: "is a directory"} {
		if _, err := Read(path); err == nil || !strings.HasPrefix(err.Error(), path+": cannot read: ") || !strings.Contains(err.Error(), want) ||
			strings.Count(err.Error(), path) != 1 {
			t.Errorf("error %v, want the path once and %q", err, want)
		}
	}
}

// TestTimingsBelong: timings of another run would be compared for nothing.
func TestTimingsBelong(t *testing.T) {
	of := &report.Document{Tier: "quick", Seed: 1}
	for text, want := range map[string]string{
		`{"schema": "assay timings 1", "tier": "quick", "seed": 1, "seconds": 2, "claims": []}`:                 "",
		`{"schema": "assay timings 1", "tier": "deep", "seed": 1}`:                                              "tier deep, seed 1: the report is of tier quick, seed 1",
		`{"schema": "assay timings 1", "tier": "quick", "seed": 1, "seconds": -1}`:                              "negative",
		`{"schema": "assay timings 1", "tier": "quick", "seed": 1, "claims": [{"id": "a/b", "seconds": -0.5}]}`: "negative",
		`{"schema": "assay report 2"}`: `want "assay timings 1"`,
	} {
		_, err := ReadTimings(file(t, text), of)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", text, err, want)
		}
	}
}

// TestStdin: the path - is standard input, and errors call it so.
func TestStdin(t *testing.T) {
	before := os.Stdin
	defer func() { os.Stdin = before }()
	f, err := os.Open(file(t, "{}"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	os.Stdin = f
	if _, err := Read(Stdin); err == nil || !strings.HasPrefix(err.Error(), "standard input: no schema") {
		t.Errorf("error %v, want one on the schema of standard input", err)
	}
}
