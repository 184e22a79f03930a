package command

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"assay/cmd/verify/report"
)

// foreign is a module of its own, in a folder of its own, that stands on this one. It has a
// suite with a claim checked by a property, one by an experiment, and an open one.
type foreign struct{ dir string }

func newForeign(t *testing.T, of string) foreign {
	t.Helper()
	if testing.Short() {
		t.Skip("builds a module")
	}
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/"+of)); err != nil {
		t.Fatal(err)
	}
	module, line := contents(t, filepath.Join(root, "go.mod")), regexp.MustCompile(`(?m)^module (.*)$`)
	path := line.FindStringSubmatch(module)[1] // another in a copy that was renamed
	module = line.ReplaceAllString(module, "module example.org/sums")
	rewrite(t, filepath.Join(dir, "go.mod"), module+"\nrequire "+path+" v0.0.0\n\nreplace "+path+" => "+root+"\n")
	rewrite(t, filepath.Join(dir, "go.sum"), contents(t, filepath.Join(root, "go.sum")))
	return foreign{dir}
}

// run calls go in the module: what it printed, and its exit code.
func (f foreign) run(t *testing.T, args ...string) invocation {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	var stdout, stderr strings.Builder
	cmd.Dir, cmd.Stdout, cmd.Stderr = f.dir, &stdout, &stderr
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off", asProcess+"=")
	_ = cmd.Run() // the exit code says it
	return invocation{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// TestForeignModule: a claim is stated, checked and run outside this module, by its own program
// and under go test.
func TestForeignModule(t *testing.T) {
	f := newForeign(t, "foreign")
	got := f.run(t, "run", ".", "--format", "json", "--tier", "quick", "--allow-open")
	var d report.Document
	if err := json.Unmarshal([]byte(got.stdout), &d); err != nil || got.code != 0 {
		t.Fatalf("%v, %+v", err, got)
	}
	if d.Kernel != "" || d.Statistical != 1 || len(d.Claims) != 3 || d.Summary.AsExpected != 2 || d.Summary.Open != 1 {
		t.Errorf("kernel %q, %d statistical checks, %d claims, %v", d.Kernel, d.Statistical, len(d.Claims), d.Summary)
	}
	if want := "go run . --run '^sums/first$' --seed 1 --tier quick"; d.Claims[0].Reproduce != want {
		t.Errorf("to run again: %s, want %s", d.Claims[0].Reproduce, want)
	}
	if d.Claims[0].Kept != 1 || d.Claims[0].Cases != 101 {
		t.Errorf("%d of %d cases of %s are kept ones, want 1 of 101", d.Claims[0].Kept, d.Claims[0].Cases, d.Claims[0].ID)
	}
	rewrite(t, filepath.Join(f.dir, "more.json"), strings.Replace(contents(t, filepath.Join(f.dir, "corpus.json")), `"case": 2`, `"case": 3`, 1))
	for _, test := range []struct {
		args []string
		fail bool
		want []string
		not  []string
	}{
		{[]string{"run", ".", "list"}, false, []string{"sums/coin", "Gauss 1801, on errors", "3 claims: 2 checked, 1 open"}, nil},
		{[]string{"run", ".", "explain", "sums/coin"}, false, []string{"is statistical: it spends 1e-8", "to run it\n    go run . --run '^sums/coin$'"}, nil},
		{[]string{"run", ".", "corpus", "add", "more.json"}, false, []string{`kept: sums/first@`, `{"case": 3}`, "1 case added to " + f.dir}, nil},
		{[]string{"run", ".", "corpus", "list"}, false, []string{"2 kept cases, 0 stale", `{"case": 2}`, `{"case": 3}`}, nil},
		{[]string{"run", ".", "--tier", "quick", "--run", "first"}, false, []string{"sums/first  holds     HOLDS      102", "2 kept cases tried first"}, nil},
		{[]string{"run", ".", "golden"}, true, []string{`sums: unknown command "golden"`}, nil},
		{[]string{"test", "-v", "-run", "TestSuite|TestNoFalseAlarm", "."}, false,
			[]string{"--- PASS: TestSuite/sums/first", "--- PASS: TestSuite/sums/coin", "--- SKIP: TestSuite/sums/squares", "--- PASS: TestNoFalseAlarm/sums/coin"}, nil},
		{[]string{"test", "-v", "-run", "TestSuite/sums/coin", "."}, false, []string{"--- PASS: TestSuite/sums/coin"}, []string{"sums/first"}},
		{[]string{"test", "-v", "-short", "-run", "TestSuite", "."}, false, []string{"--- PASS: TestSuite/sums/first", "--- SKIP: TestSuite/sums/coin"}, nil},
		{[]string{"test", "-run", "TestWrong", "."}, true, []string{"--- FAIL: TestWrong/sums/wrong", "sums/wrong is REFUTED, expected: holds"}, nil},
	} {
		got := f.run(t, test.args...)
		if (got.code != 0) != test.fail {
			t.Errorf("%q: %+v", test.args, got)
		}
		for _, part := range test.want {
			if !strings.Contains(got.stdout+got.stderr, part) {
				t.Errorf("%q: lacks %q\n%s%s", test.args, part, got.stdout, got.stderr)
			}
		}
		for _, part := range test.not {
			if strings.Contains(got.stdout+got.stderr, part) {
				t.Errorf("%q: has %q\n%s", test.args, part, got.stdout)
			}
		}
	}
}

// TestForeignLayer: a claim on an activation of one's own is stated outside this module with what props/singleindex has for it,
// tried with rivals and plants, and reported.
func TestForeignLayer(t *testing.T) {
	f := newForeign(t, "layers")
	got := f.run(t, "test", "-v", "-run", "TestSuite", ".")
	if got.code != 0 || !strings.Contains(got.stdout, "--- PASS: TestSuite/gelu/linear") {
		t.Errorf("%+v", got)
	}
	got = f.run(t, "run", ".", "--format", "json", "--tier", "quick")
	var d report.Document
	if err := json.Unmarshal([]byte(got.stdout), &d); err != nil || got.code != 0 {
		t.Fatalf("%v, %+v", err, got)
	}
	if d.Summary.AsExpected != 1 || len(d.Claims) != 1 || len(d.Claims[0].Rivals) != 2 || len(d.Claims[0].Plants) != 2 {
		t.Fatalf("%+v", d.Summary)
	}
	for _, p := range d.Claims[0].Plants {
		if !p.Refuted {
			t.Errorf("the plant %q stands", p.Name)
		}
	}
	got = f.run(t, "run", ".", "plants", "--run", "gelu")
	if got.code != 0 || !strings.Contains(got.stdout, "N^{1.3}") {
		t.Errorf("%+v", got)
	}
}
