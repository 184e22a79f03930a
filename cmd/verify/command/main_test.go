package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"assay/cmd/verify/report"
	"assay/golden"
	"assay/props"
	"assay/props/suite"
	"assay/theory"
	"assay/theory/claim"
)

var update = flag.Bool("update", false, "rewrite CLAIMS.md, the table and the picture of README.md, and the examples of the manual")

// asProcess names the environment variable that makes the test binary the
// command itself, with a run that ends only when it is interrupted.
const asProcess = "VERIFY_TEST_PROCESS"

func TestMain(m *testing.M) {
	if os.Getenv(asProcess) != "" {
		runAsProcess()
	}
	flag.Parse()
	if *update && os.Getenv("CI") != "" {
		fmt.Fprintln(os.Stderr, "-update is refused where CI is set: what is printed there must be what was committed")
		os.Exit(2)
	}
	os.Exit(m.Run())
}

// invocation is what one call of the command did.
type invocation struct {
	code           int
	stdout, stderr string
}

// call runs the command in process.
func call(t *testing.T, p *program, args ...string) invocation {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p.stdout, p.stderr = &stdout, &stderr
	code := p.verify(t.Context(), args)
	return invocation{code, stdout.String(), stderr.String()}
}

// genuine is the command as cmd/verify makes it.
func genuine() *program {
	p := newProgram(suite.All(), Golden(golden.Pins, golden.Accuracy), Kernels(suite.Kernel(), suite.FastestKernel()))
	p.self = "go run ./cmd/verify"
	return p
}

// fake is a command whose run gives every chosen claim the outcome that
// decide says.
func fake(decide func(i int, c *claim.Claim) props.Outcome) *program {
	p := genuine()
	p.pins = func() []golden.Pin { return golden.Pins()[:2] }
	p.accuracy = func(context.Context) ([]golden.AccuracyRow, error) {
		return []golden.AccuracyRow{{Quantity: "loss", Computation: "sim.Loss", Values: 3, Digits: 14.25, Floor: 12, Case: "n = 2", Got: 1, Want: "1", Reason: "rounding"}}, nil
	}
	p.drawings = func(context.Context, *report.Run) (map[string]report.Drawing, error) {
		return map[string]report.Drawing{suite.All().Figures[0].Claim.ID: {SVG: "<svg></svg>"}}, nil
	}
	p.run = func(_ context.Context, o props.Options) ([]props.Verdict, error) {
		var verdicts []props.Verdict
		for i, c := range suite.All().Select(o.Run) {
			verdicts = append(verdicts, props.Verdict{Claim: c, Outcome: decide(i, c)})
		}
		return verdicts, nil
	}
	return p
}

// expected is the outcome that the registry expects of a claim.
func expected(_ int, c *claim.Claim) props.Outcome {
	if c.Expect == claim.Erratum {
		return props.Refuted
	}
	return props.Holds
}

// opposite is the outcome that contradicts the registry.
func opposite(_ int, c *claim.Claim) props.Outcome {
	if c.Expect == claim.Erratum {
		return props.Holds
	}
	return props.Refuted
}

func TestExitCodes(t *testing.T) {
	only := func(special props.Outcome) func(int, *claim.Claim) props.Outcome {
		return func(i int, c *claim.Claim) props.Outcome {
			if i == 0 {
				return special
			}
			return expected(i, c)
		}
	}
	worst := func(i int, c *claim.Claim) props.Outcome {
		return []props.Outcome{props.Open, props.Undecided, opposite(i, c)}[i%3]
	}
	for _, test := range []struct {
		why    string
		decide func(int, *claim.Claim) props.Outcome
		flags  []string
		want   int
	}{
		{"all as expected", expected, nil, exitExpected},
		{"none as expected: an erratum that holds and a claim that is refuted", opposite, nil, exitUnexpected},
		{"one undecided", only(props.Undecided), nil, exitIncomplete},
		{"one open", only(props.Open), nil, exitIncomplete},
		{"one open, allowed", only(props.Open), []string{"--allow-open"}, exitExpected},
		{"one undecided, which --allow-open does not allow", only(props.Undecided), []string{"--allow-open"}, exitIncomplete},
		{"a contradiction wins over all else", worst, []string{"--allow-open"}, exitUnexpected},
	} {
		if got := call(t, fake(test.decide), test.flags...); got.code != test.want {
			t.Errorf("%s: exit code %d, want %d\n%s", test.why, got.code, test.want, got.stderr)
		}
	}
	erratum := fake(opposite)
	if got := call(t, erratum, "--run", "^neuron/angle-lemma$"); got.code != exitUnexpected {
		t.Errorf("an erratum that holds: exit code %d, want %d", got.code, exitUnexpected)
	}
}

// TestBadInput: every bad input is refused before anything runs, with one line
// that names the value.
func TestBadInput(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	folder := filepath.Join(t.TempDir(), "folder.html")
	if err := errors.Join(os.WriteFile(file, nil, 0o644), os.Mkdir(folder, 0o755)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args []string
		want []string // parts of the line
	}{
		{[]string{"refute"}, []string{`"refute"`, "list", "explain", "golden", "diff"}},
		{[]string{"lst"}, []string{`"lst"`, "did you mean list?"}},
		{[]string{"--bogus"}, []string{"--bogus", "--run"}},
		{[]string{"--teir", "quick"}, []string{"--teir", "did you mean --tier?"}},
		{[]string{"list", "--fromat=json"}, []string{"--fromat", "did you mean --format?"}},
		{[]string{"help", "explian"}, []string{`"explian"`, "did you mean explain?"}},
		{[]string{"--tier", "standrad"}, []string{`"standrad"`, "quick, standard or deep; did you mean standard?"}},
		{[]string{"--format", "jsno"}, []string{`"jsno"`, "did you mean json?"}},
		{[]string{"--run", "pair/lamda1"}, []string{`"pair/lamda1"`, "did you mean pair/lambda1?"}},
		{[]string{"--run", "^(pare/.*)$"}, []string{"did you mean pair/?"}},
		{[]string{"list", "--run", "^angel-lemma$"}, []string{"did you mean neuron/angle-lemma?"}},
		{[]string{"plants", "--run", "Pair/Lambda9$"}, []string{"did you mean pair/lambda1 or pair/lambda2?"}},
		{[]string{"explain", "zou"}, []string{"did you mean loss/zoo or exponent/zoo?"}},
		{[]string{"figure", "figure/xd-1-lef", "--out", "a.svg"}, []string{"did you mean figure/xd-1-left?"}},
		{[]string{"-x"}, []string{"'x'", "--run"}},
		{[]string{"--run", "("}, []string{`"("`, "regular expression"}},
		{[]string{"--run", "no-such-claim"}, []string{`"no-such-claim"`, "no claim"}},
		{[]string{"--run"}, []string{"--run", "argument"}},
		{[]string{"--seed", "-1"}, []string{`"-1"`, "random"}},
		{[]string{"--seed", "one"}, []string{`"one"`, "random"}},
		{[]string{"--seed", "18446744073709551616"}, []string{"18446744073709551616", "18446744073709551615"}},
		{[]string{"--tier", "weekly"}, []string{`"weekly"`, "quick, standard or deep"}},
		{[]string{"--jobs", "0"}, []string{`"0"`, "from 1"}},
		{[]string{"--jobs", "-2"}, []string{`"-2"`, "from 1"}},
		{[]string{"--jobs", "many"}, []string{`"many"`, "from 1"}},
		{[]string{"--format", "xml"}, []string{`"xml"`, "text, json or markdown"}},
		{[]string{"--allow-open=perhaps"}, []string{`"perhaps"`, "true or false"}},
		{[]string{"--report="}, []string{"--report", "path"}},
		{[]string{"--report=" + dir + ".txt"}, []string{dir, `ending ".txt"`, ".html, .md, .json or .xml"}},
		{[]string{"--report=" + dir}, []string{dir, `ending ""`, ".html, .md, .json or .xml"}},
		{[]string{"--report=" + folder}, []string{folder, "directory"}},
		{[]string{"--report=" + filepath.Join(dir, "absent", "r.html")}, []string{"absent", "no such file"}},
		{[]string{"--report=" + filepath.Join(file, "r.html")}, []string{"r.html", "not a directory"}},
		{[]string{"--timings=" + os.DevNull}, []string{os.DevNull, "regular file"}},
		{[]string{"--report", "r.html"}, []string{`"r.html"`, "--report=r.html"}},
		{[]string{"list", "pair"}, []string{`"pair"`, "--run pair"}},
		{[]string{"list", "--tier", "quick"}, []string{"--tier", "--run"}},
		{[]string{"list", "--run", "no-such-claim"}, []string{`"no-such-claim"`, "no claim"}},
		{[]string{"list", "--format", "html"}, []string{`"html"`, "text, json or markdown"}},
		{[]string{"explain"}, []string{"one claim id"}},
		{[]string{"explain", "a", "b"}, []string{"2 arguments", "one claim id"}},
		{[]string{"explain", "pair/lamda1"}, []string{`"pair/lamda1"`, "did you mean", "pair/lambda1"}},
		{[]string{"explain", "angle-lemma"}, []string{"neuron/angle-lemma"}},
		{[]string{"explain", "xyzzy/quux-frobnicate"}, []string{"unknown claim", "list shows"}},
		{[]string{"--timings="}, []string{"--timings", "path"}},
		{[]string{"--timings=" + dir}, []string{"--timings", dir, "directory"}},
		{[]string{"--report=" + filepath.Join(dir, "r.json"), "--report=" + filepath.Join(dir, ".", "r.json")}, []string{"--report", "are one file", "a file for each"}},
		{[]string{"--report", "--report"}, []string{"assay-report.html", "are one file"}},
		{[]string{"--report=" + filepath.Join(dir, "r.md"), "--timings=" + filepath.Join(dir, ".", "r.md")}, []string{"--report", "--timings", "are one file", "a file for each"}},
		{[]string{"golden", "chain"}, []string{`"chain"`, "--run chain"}},
		{[]string{"golden", "--run", "no-such-pin"}, []string{`"no-such-pin"`, "no pin"}},
		{[]string{"golden", "--seed", "1"}, []string{"--seed", "--certified"}},
		{[]string{"diff"}, []string{"0 arguments", "two reports"}},
		{[]string{"diff", file}, []string{"1 arguments", "two reports"}},
		{[]string{"diff", file, oldReport}, []string{file, "not JSON"}},
		{[]string{"diff", "-", "-"}, []string{"standard input", "want it once"}},
		{[]string{"diff", "\x1b[2J", oldReport}, []string{`\x1b[2J`, "no such file"}}, // not raw: a terminal would obey it
		{[]string{"diff", oldReport, filepath.Join(dir, "absent.json")}, []string{"absent.json", "no such file"}},
		{[]string{"diff", oldReport, newReport, "--timings", "one"}, []string{`"one"`, "OLD,NEW"}},
		{[]string{"diff", oldReport, newReport, "--timings", oldReport + "," + oldReport}, []string{oldReport, "assay timings 1"}},
		{[]string{"help", "refute"}, []string{`"refute"`, "list", "explain"}},
	} {
		p := genuine()
		p.run = func(context.Context, props.Options) ([]props.Verdict, error) {
			t.Errorf("%q: a run was started", test.args)
			return nil, nil
		}
		got := call(t, p, test.args...)
		if got.code != exitUsage || got.stdout != "" {
			t.Errorf("%q: exit code %d, want %d; stdout %q", test.args, got.code, exitUsage, got.stdout)
		}
		if strings.Count(got.stderr, "\n") != 1 || !strings.HasPrefix(got.stderr, "verify: ") {
			t.Errorf("%q: stderr is not one line of verify's:\n%s", test.args, got.stderr)
		}
		for _, part := range test.want {
			if !strings.Contains(got.stderr, part) {
				t.Errorf("%q: stderr lacks %q: %s", test.args, part, got.stderr)
			}
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("refused reports left %v behind, %v", left, err)
	}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"help"}, {"help", "list"}, {"explain", "-h"}} {
		if got := call(t, genuine(), args...); got.code != 0 || !strings.Contains(got.stdout, "Usage:") || got.stderr != "" {
			t.Errorf("%q: %+v", args, got)
		}
	}
}

func TestListJSON(t *testing.T) {
	got := call(t, genuine(), "list", "--format", "json")
	var entries []map[string]any
	if err := json.Unmarshal([]byte(got.stdout), &entries); err != nil || got.code != 0 {
		t.Fatalf("exit code %d, %v", got.code, err)
	}
	if len(entries) != len(theory.Claims()) {
		t.Fatalf("%d entries, want one for each of the %d claims", len(entries), len(theory.Claims()))
	}
	for i, c := range theory.Claims() {
		e := entries[i]
		for _, field := range []string{"id", "statement", "hypotheses", "kind", "source"} {
			if s, ok := e[field].(string); !ok || s == "" {
				t.Errorf("%s: %s = %v, want a text", c.ID, field, e[field])
			}
		}
		if e["id"] != c.ID || e["expected"] != c.Expect.String() || e["corrected_by"] != c.CorrectedBy {
			t.Errorf("%s: %v", c.ID, e)
		}
		if s := e["status"]; s != "checked" && s != "open" {
			t.Errorf("%s: status = %v, want checked or open", c.ID, s)
		}
	}
}

// TestVersion says which kernels the program has.
func TestVersion(t *testing.T) {
	got := call(t, genuine(), "--version")
	want := "kernel of the checks: " + suite.Kernel() + "; fastest of this build on this processor: " + suite.FastestKernel() + "\n"
	if got.code != exitExpected || got.stderr != "" || !strings.HasPrefix(got.stdout, "verify ") || !strings.HasSuffix(got.stdout, want) {
		t.Errorf("%+v, want it to end in %q", got, want)
	}
}

func TestRunJSON(t *testing.T) {
	const part = "^(pair|sphere)/" // an erratum and a statistical check among them
	got := call(t, genuine(), "--tier", "quick", "--run", part, "--format", "json")
	var d struct {
		Seed   json.Number
		Tier   string
		Kernel string
		Budget float64
		Claims []map[string]any
	}
	if err := json.Unmarshal([]byte(got.stdout), &d); err != nil {
		t.Fatal(err)
	}
	if d.Seed != "1" || d.Tier != "quick" || d.Kernel != suite.Kernel() || d.Budget != props.Budget || len(d.Claims) != len(suite.All().Select(regexp.MustCompile(part))) {
		t.Errorf("seed %s, tier %s, budget %v, %d claims", d.Seed, d.Tier, d.Budget, len(d.Claims))
	}
	for _, c := range d.Claims {
		for _, field := range []string{"id", "statement", "hypotheses", "kind", "source", "expected", "corrected_by", "verdict", "as_expected",
			"cases", "worst", "measured", "predicted", "tolerance", "why", "quantity", "rivals", "counterexample", "reproduce", "design"} {
			if _, ok := c[field]; !ok {
				t.Errorf("%v: no field %s", c["id"], field)
			}
		}
		rivals, ok := c["rivals"].([]any)
		if !ok {
			t.Errorf("%v: rivals = %v, want an array", c["id"], c["rivals"])
		}
		for _, r := range rivals {
			if r := r.(map[string]any); r["name"] == "" || r["refuted"] == nil || r["margin"] == nil {
				t.Errorf("%v: rival %v", c["id"], r)
			}
		}
		outcomes := []any{"HOLDS", "REFUTED", "UNDECIDED", "OPEN"}
		if !slices.Contains(outcomes, c["verdict"]) {
			t.Errorf("%v: verdict = %v, want one of %v", c["id"], c["verdict"], outcomes)
		}
		if c["verdict"] == "REFUTED" && c["counterexample"] == "" {
			t.Errorf("%v: refuted without a counterexample", c["id"])
		}
	}
}

// TestSeedIsANumber: a seed beyond 2⁵³ must reach the document with every digit.
func TestSeedIsANumber(t *testing.T) {
	seed := fmt.Sprint(uint64(math.MaxUint64))
	if got := call(t, fake(expected), "--seed", seed, "--format", "json"); !strings.Contains(got.stdout, `"seed": `+seed+",") {
		t.Errorf("seed %s is not in\n%.200s", seed, got.stdout)
	}
}

func TestRandomSeedIsPrinted(t *testing.T) {
	var used uint64
	p := fake(expected)
	run := p.run
	p.run = func(ctx context.Context, o props.Options) ([]props.Verdict, error) { used = o.Seed; return run(ctx, o) }
	got := call(t, p, "--seed", "random")
	if line := fmt.Sprintf("seed %d", used); !strings.Contains(got.stdout, line) || !strings.Contains(got.stderr, line) {
		t.Errorf("%q is not on both outputs\n%s", line, got.stderr)
	}
}

// TestJobs: standard output must not depend on the number of processors.
func TestJobs(t *testing.T) {
	var ids []string
	for _, c := range suite.All().Checks {
		if len(ids) < 4 && !c.Statistical() && c.Size(props.Quick) <= 300 { // cheap ones
			ids = append(ids, c.Claim().ID)
		}
	}
	if len(ids) == 0 {
		t.Skip("the suite has no cheap check")
	}
	run := "^(" + strings.Join(ids, "|") + ")$"
	// JSON holds every digit of every number; the other formats show fewer.
	one := call(t, genuine(), "--tier", "quick", "--run", run, "--format", "json", "--jobs", "1")
	four := call(t, genuine(), "--tier", "quick", "--run", run, "--format", "json", "--jobs", "4")
	if one.stdout != four.stdout || one.code != four.code || one.stdout == "" {
		t.Errorf("--jobs 1 (exit code %d)\n%s\n--jobs 4 (exit code %d)\n%s", one.code, one.stdout, four.code, four.stdout)
	}
}

// TestStdoutErrors: output that is lost is an error, a reader that left is none.
func TestStdoutErrors(t *testing.T) {
	for _, test := range []struct {
		err    error
		code   int
		stderr string
	}{
		{&fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}, exitUsage, "verify: cannot write to standard output: no space left on device\n"},
		{&fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}, exitExpected, ""},
	} {
		var stderr bytes.Buffer
		p := genuine()
		p.stdout, p.stderr = failing{test.err}, &stderr
		if code := p.verify(t.Context(), []string{"list"}); code != test.code || stderr.String() != test.stderr {
			t.Errorf("%v: exit code %d, want %d; stderr %q, want %q", test.err, code, test.code, stderr.String(), test.stderr)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestEngineError: a suite that the engine refuses is no verdict.
func TestEngineError(t *testing.T) {
	p := genuine()
	p.run = func(context.Context, props.Options) ([]props.Verdict, error) {
		return nil, errors.New("check of x: no rivals\nand more")
	}
	if got := call(t, p); got.code != exitUsage || !strings.HasSuffix(got.stderr, "standard\nverify: check of x: no rivals and more\n") || got.stdout != "" {
		t.Errorf("%+v", got)
	}
}
