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
		return `{"schema": "assay report 1", "tier": "quick", "claims": [{` + fields + `}]}`
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
		`{"schema": 1}`:                 "schema 1: want",
		`{"schema": "assay report 0"}`:  `schema "assay report 0": want "assay report 1"`,
		`{"schema": "assay timings 1"}`: `schema "assay timings 1": want "assay report 1"`,
		`{"schema": "assay report 1", "extra": 1}`:                                                    "extra",
		`{"schema": "assay report 1", "seed": -1}`:                                                    "seed",
		`{"schema": "assay report 1", "tier": "weekly", "claims": []}`:                                "quick, standard or deep",
		`{"schema": "assay report 1", "tier": "quick", "claims": []}`:                                 "no claims",
		`{"schema": "assay report 1", "tier": "quick", "claims": [{` + whole + `}, {` + whole + `}]}`: "each once",
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
		`{"schema": "assay report 1"}`: `want "assay timings 1"`,
	} {
		_, err := ReadTimings(file(t, text), of)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", text, err, want)
		}
	}
}
