package command

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/cmd/verify/report"
	"assay/props"
	"assay/theory"
)

// keeper is the command on a day that does not pass.
func keeper() *program {
	p := genuine()
	p.now = func() time.Time { return time.Date(2026, 11, 30, 23, 59, 0, 0, time.UTC) }
	return p
}

// printedPair is a report of one erratum, which a property refutes.
func printedPair(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "found.json")
	got := call(t, keeper(), "--run", "^pair/lambda1-printed$", "--tier", "quick", "--report="+path)
	if got.code != exitExpected {
		t.Fatalf("%+v", got)
	}
	return path
}

// TestCorpus: what a run found is kept once, is listed with its reason, refutes again by itself, and goes.
func TestCorpus(t *testing.T) {
	found, file := printedPair(t), filepath.Join(t.TempDir(), "corpus.json")
	got := call(t, keeper(), "corpus", "add", "--file", file, found)
	if got.code != exitExpected || got.stdout != "nothing to add\n" {
		t.Errorf("an erratum that is refuted as expected: %+v", got)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a corpus was written for nothing")
	}
	got = call(t, keeper(), "corpus", "add", "--file", file, "--errata", found)
	want := "kept: pair/lambda1-printed@0ca418aa: {\"eta\": 1, \"lambda1\": 1, \"lambda2\": 1}\n1 case added to " + file + "\n"
	if got.code != exitExpected || got.stdout != want {
		t.Errorf("got %+v, want %q", got, want)
	}
	kept := contents(t, file)
	for _, part := range []string{`"draws": {"eta": 1, "lambda1": 1, "lambda2": 1}`, `"found": "2026-11-30, seed 1, tier quick, go`, `"why": "λ₁' = 0.545`} {
		if !strings.Contains(kept, part) {
			t.Errorf("kept as %s, want %s in it", kept, part)
		}
	}
	for _, again := range []string{found, file} {
		got = call(t, keeper(), "corpus", "add", "--file", file, "--errata", "--why", "another reason", again)
		if got.code != exitExpected || got.stdout != "kept already: pair/lambda1-printed@0ca418aa\nnothing to add\n" || contents(t, file) != kept {
			t.Errorf("%s again: %+v", again, got)
		}
	}
	var listed []report.KeptCase
	got = call(t, keeper(), "corpus", "list", "--file", file, "--format", "json")
	if err := json.Unmarshal([]byte(got.stdout), &listed); err != nil || len(listed) != 1 || listed[0].Key != "pair/lambda1-printed@0ca418aa" || listed[0].Stale != "" {
		t.Errorf("%v, %+v", err, got)
	}
	if got = call(t, keeper(), "corpus", "list", "--file", file, "--run", "^loss/"); !strings.HasSuffix(got.stdout, "\n0 kept cases, 0 stale\n") {
		t.Errorf("%+v", got)
	}
	if got = call(t, keeper(), "corpus", "remove", "--file", file, "pair/lambda1-printed@00000000"); got.code != exitUsage || contents(t, file) != kept {
		t.Errorf("%+v", got)
	}
	if got = call(t, keeper(), "corpus", "remove", "--file", file, "pair/lambda1-printed@0ca418aa"); got.stdout != "removed: pair/lambda1-printed@0ca418aa\n0 cases left in "+file+"\n" {
		t.Errorf("%+v", got)
	}
	if c, err := props.ParseCorpus(file, []byte(contents(t, file))); err != nil || len(c.Cases) != 0 {
		t.Errorf("%d cases left, %v", len(c.Cases), err)
	}
}

// TestCorpusIsInTheOrderOfTheClaims: whoever reads it finds a claim where the list has it, however it came there.
func TestCorpusIsInTheOrderOfTheClaims(t *testing.T) {
	dir := t.TempDir()
	file, other := filepath.Join(dir, "corpus.json"), filepath.Join(dir, "other.json")
	first := `{"schema": "assay corpus 1", "cases": [{"claim": "pair/lambda1", "draws": {"lambda2": 1, "lambda1": 2.50, "eta": 1}, "found": "a", "why": "b"},
		{"claim": "misprint/glm-links", "draws": {"θ": 2}, "found": "c", "why": "d"}, {"claim": "exponent/cubics", "draws": {"m": 0.5}, "found": "e", "why": "f"}]}`
	rewrite(t, other, first)
	if got := call(t, keeper(), "corpus", "add", "--file", file, other); got.code != exitExpected {
		t.Fatalf("%+v", got)
	}
	c, err := props.ParseCorpus(file, []byte(contents(t, file)))
	if err != nil || len(c.Cases) != 3 || c.Cases[0].Claim != "exponent/cubics" || c.Cases[1].Claim != "pair/lambda1" || c.Cases[2].Claim != "misprint/glm-links" {
		t.Errorf("%v, %v", err, c.Cases)
	}
	if draws := string(c.Cases[1].Draws); draws != `{"eta": 1, "lambda1": 2.5, "lambda2": 1}` {
		t.Errorf("draws %s, want those of the check in its order", draws)
	}
}

// TestCorpusRefuses: one line, exit code 2, and the corpus as it was.
func TestCorpusRefuses(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir) // no checkout around it
	found := printedPair(t)
	const whole = `{"schema": "assay corpus 1", "cases": [{"claim": "pair/lambda1", "draws": {"eta": 1, "lambda1": 1, "lambda2": 1}, "found": "a", "why": "b"}]}`
	kept := props.Kept{Claim: "pair/lambda1", Draws: json.RawMessage(`{"eta": 1, "lambda1": 1, "lambda2": 1}`)}
	for name, text := range map[string]string{
		"whole.json":   whole,
		"damaged.json": whole[:50],
		"twice.json":   strings.Replace(whole, `"eta": 1`, `"eta": 1, "ETA": 1`, 1),
		"field.json":   strings.Replace(whole, `"why"`, `"who"`, 1),
		"absent.json":  strings.Replace(whole, "pair/lambda1", "pair/lambda9", 1),
		"draw.json":    strings.Replace(whole, "lambda2", "lambda3", 1),
		"run.json":     strings.Replace(whole, "pair/lambda1", "recovery/k1", 1),
		"timings.json": `{"schema": "assay timings 1"}`,
		"report.json":  strings.Replace(contents(t, found), `"cases": 201`, `"cases": -1`, 1),
	} {
		rewrite(t, name, text)
	}
	for _, test := range []struct{ args, want string }{
		{"", "corpus: no command: want add, list, remove"},
		{"ad", `corpus: unknown command "ad": want add, list, remove`},
		{"list whole.json", `corpus list: unexpected argument "whole.json"`},
		{"list --file none.json", `--file "none.json": cannot read: no such file or directory; want a corpus`},
		{"list --file damaged.json", "damaged.json: not JSON"},
		{"list --run (", `--run "(": want a regular expression`},
		{"add --file whole.json", "corpus add: no file"},
		{"add whole.json", "no checkout of the module assay around " + dir + ": want --file PATH"},
		{"add --file= whole.json", `--file "": want a path`},
		{"add --file whole.json --why= whole.json", `--why "": want a text of one line`},
		{"add --file whole.json none.json", "none.json: cannot read: no such file"},
		{"add --file whole.json damaged.json", "damaged.json: not JSON"},
		{"add --file whole.json twice.json", `twice.json: the key "ETA" is twice in cases[0].draws`},
		{"add --file whole.json field.json", `field.json: not of schema "assay corpus 1": json: unknown field "who"`},
		{"add --file whole.json absent.json", "absent.json: the kept case pair/lambda9@"},
		{"add --file whole.json draw.json", `draw.json: the kept case pair/lambda1@`},
		{"add --file whole.json run.json", "its check is an experiment: want a property"},
		{"add --file whole.json timings.json", `schema "assay timings 1": want "assay report 2" or "assay corpus 1"`},
		{"add --file whole.json report.json", "report.json: claim pair/lambda1-printed: 132 of -1 cases"},
		{"add --file twice.json whole.json", `twice.json: the key "ETA" is twice`},
		{"add --file . " + found, `--file ".": cannot read: is a directory`},
		{"add --file none/corpus.json " + found, `--file "none/corpus.json": cannot write: no such file or directory`},
		{"remove --file whole.json", "corpus remove: no case: want names as corpus list shows them"},
		{"remove --file whole.json x", `corpus remove: no case "x" in whole.json: want a name as corpus list shows it`},
		{"remove --file whole.json " + kept.Key() + " x", `corpus remove: no case "x"`},
	} {
		got := call(t, keeper(), append([]string{"corpus"}, strings.Fields(test.args)...)...)
		if got.code != exitUsage || !strings.Contains(got.stderr, test.want) || strings.Count(got.stderr, "\n") != 1 || got.stdout != "" {
			t.Errorf("corpus %s: %+v, want exit code %d and %q", test.args, got, exitUsage, test.want)
		}
		if contents(t, "whole.json") != whole {
			t.Fatalf("corpus %s: the corpus was changed", test.args)
		}
	}
}

// TestCorpusShowsWhatIsStale: a case whose claim, check or draw is gone is a line of its own, and can be removed.
func TestCorpusShowsWhatIsStale(t *testing.T) {
	file := filepath.Join(t.TempDir(), "corpus.json")
	rewrite(t, file, `{"schema": "assay corpus 1", "cases": [{"claim": "pair/none", "draws": {"eta": 1}, "found": "a", "why": "b"},
		{"claim": "pair/lambda1", "draws": {"eta": 1, "lambda1": 1}, "found": "a", "why": "b"}]}`)
	got := call(t, keeper(), "corpus", "list", "--file", file)
	for _, part := range []string{"stale: the kept case pair/none@", "the suite does not hold its claim", `stale: the kept case pair/lambda1@`, `no draw "lambda2": want eta, lambda1, lambda2`, "2 kept cases, 2 stale"} {
		if got.code != exitExpected || !strings.Contains(got.stdout, part) {
			t.Errorf("%+v, want %q", got, part)
		}
	}
	p := keeper()
	p.suite.Corpus = props.Embedded("props/suite/corpus.json", []byte(contents(t, file)))
	p.run = p.suite.Run
	got = call(t, p, "--tier", "quick", "--run", "^pair/lambda1$")
	if got.code != exitUsage || !strings.Contains(got.stderr, "props/suite/corpus.json: the kept case pair/none@") || got.stdout != "" {
		t.Errorf("a run with a stale corpus: %+v", got)
	}
	p.suite.Corpus = props.Embedded("props/suite/corpus.json", []byte("{"))
	if got = call(t, p, "corpus", "list"); got.code != exitUsage || !strings.Contains(got.stderr, "props/suite/corpus.json: not JSON") {
		t.Errorf("a damaged corpus: %+v", got)
	}
}

// TestCorpusSaysWhatItDoesNotKeep: an experiment's counterexample is its seed, and its line says how to have it again.
func TestCorpusSaysWhatItDoesNotKeep(t *testing.T) {
	dir := t.TempDir()
	found, file := filepath.Join(dir, "found.json"), filepath.Join(dir, "corpus.json")
	p := fake(opposite)
	p.run = func(_ context.Context, o props.Options) ([]props.Verdict, error) {
		return []props.Verdict{{Claim: theory.RecoveryK1, Outcome: props.Refuted, Cases: 4, Refuting: 1, Counterexample: "N = 100", Residual: &props.Residual{What: "share"}}}, nil
	}
	if got := call(t, p, "--seed", "7", "--tier", "quick", "--run", "^recovery/k1$", "--report="+found); got.code != exitUnexpected {
		t.Fatalf("%+v", got)
	}
	got := call(t, keeper(), "corpus", "add", "--file", file, found)
	want := "not kept: recovery/k1: not a case of a property with draws that have a form: go run ./cmd/verify --run '^recovery/k1$' --seed 7 --tier quick does it again\nnothing to add\n"
	if got.code != exitExpected || got.stdout != want {
		t.Errorf("got %+v, want %q", got, want)
	}
}

// TestCorpusOfTheCheckout: from any folder of the module that the program is built from, and of no other.
func TestCorpusOfTheCheckout(t *testing.T) {
	root, found := t.TempDir(), printedPair(t)
	below := filepath.Join(root, "props", "suite")
	if err := os.MkdirAll(below, 0o755); err != nil {
		t.Fatal(err)
	}
	rewrite(t, filepath.Join(root, "go.mod"), "// a comment\nmodule \"assay\" // and another\n\ngo 1.26\n")
	t.Chdir(below)
	if got := call(t, keeper(), "corpus", "add", "--errata", found); got.code != exitExpected {
		t.Errorf("%+v", got)
	}
	c, err := props.ParseCorpus("corpus.json", []byte(contents(t, "corpus.json")))
	if err != nil || len(c.Cases) != 1 {
		t.Errorf("%v, %v", err, c.Cases)
	}
	rewrite(t, filepath.Join(root, "go.mod"), "module assay/v2\n")
	if got := call(t, keeper(), "corpus", "add", "--errata", found); got.code != exitUsage || !strings.Contains(got.stderr, "no checkout of the module assay around ") {
		t.Errorf("another module: %+v", got)
	}
	bare := keeper()
	bare.suite.Corpus = props.Corpus{}
	if got := call(t, bare, "corpus", "add", "--errata", found); got.code != exitUsage || !strings.Contains(got.stderr, "verify has no corpus in its sources: want --file PATH") {
		t.Errorf("a suite without a corpus: %+v", got)
	}
}

// TestCorpusInterrupted: nothing is kept, and the exit code says why.
func TestCorpusInterrupted(t *testing.T) {
	found, file := printedPair(t), filepath.Join(t.TempDir(), "corpus.json")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := keeper()
	var stdout, stderr strings.Builder
	p.stdout, p.stderr = &stdout, &stderr
	if code := p.verify(ctx, []string{"corpus", "add", "--file", file, "--errata", found}); code != exitInterrupted || !strings.Contains(stderr.String(), "interrupted; nothing is kept") {
		t.Errorf("exit code %d, %s", code, stderr.String())
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a corpus was written")
	}
}

// TestExplainShowsKeptCases: who reads what a claim is tried on sees these too.
func TestExplainShowsKeptCases(t *testing.T) {
	got := call(t, genuine(), "explain", "pair/lambda1-printed")
	if !strings.Contains(got.stdout, "\nkept cases, tried first\n    pair/lambda1-printed@0ca418aa: {\"eta\": 1, \"lambda1\": 1, \"lambda2\": 1}\n") {
		t.Errorf("%s", got.stdout)
	}
}
