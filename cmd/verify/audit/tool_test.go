package audit

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sbinet/npyio"
	"github.com/sbinet/npyio/npz"
	"gonum.org/v1/gonum/mat"

	"assay/cmd/verify/command"
	"assay/props"
	"assay/props/audit"
)

// run runs verify audit.
func run(t *testing.T, stdin string, args ...string) (code int, out, err string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = command.Run(t.Context(), props.Suite{}, append([]string{"audit"}, args...),
		command.Streams{In: strings.NewReader(stdin), Out: &stdout, Err: &stderr}, command.Tools(Tool))
	return code, stdout.String(), stderr.String()
}

const outputs = "../testdata/audit/"

var (
	timesFlags = []string{"--model", "x^2 - 1", "--n", "40", "--delta", "0.05", "--abs", "--horizon", "1000", "--start", "sphere", "--steps", "6e5"}
	pathsFlags = []string{"--model", "tensor-pca", "--p", "3", "--lambda", "4", "--n", "12", "--delta", "0.4", "--steps", "6e5"}
)

// scripts is what a user's program wrote, right and with mistakes, and what is to be said of it.
var scripts = []struct {
	script, mistake string
	code            int
	outcome, named  string
}{
	{"times", "right", 0, "HOLDS", ""},
	{"times", "doubled", 1, "REFUTED", "loss doubled"},
	{"times", "raw", 1, "REFUTED", "no normalisation"},
	{"times", "batch", 1, "REFUTED", "batch of 8"},
	{"times", "unsigned", 1, "REFUTED", "m for |m|"},
	{"times", "square", 1, "REFUTED", "δ for δ/N"},
	{"paths", "right", 3, "UNDECIDED", ""},
	{"paths", "halved", 1, "REFUTED", "loss halved"},
	{"paths", "momentum", 1, "REFUTED", "momentum 0.9"},
	{"paths", "euclidean", 1, "REFUTED", "no projection"},
}

func flagsOf(script string) []string {
	if script == "times" {
		return timesFlags
	}
	return pathsFlags
}

// TestScripts judges the committed output of the scripts in Python.
func TestScripts(t *testing.T) {
	for _, s := range scripts {
		if testing.Short() && s.mistake != "doubled" {
			continue
		}
		t.Run(s.script+" "+s.mistake, func(t *testing.T) {
			code, out, stderr := run(t, "", append([]string{outputs + s.script + "-" + s.mistake + ".csv"}, flagsOf(s.script)...)...)
			if code != s.code || !strings.HasPrefix(out, s.outcome+"  ") {
				t.Errorf("code %d, want %d and %s:\n%s%s", code, s.code, s.outcome, out, stderr)
			}
			_, near, _ := strings.Cut(out, "the nearest first: ")
			near, _, _ = strings.Cut(near, ".\n")
			if !strings.Contains(near, s.named) {
				t.Errorf("compatible are %q, want %q among them", near, s.named)
			}
		})
	}
}

// TestPython runs the scripts anew where there is NumPy, with its numbers of today.
func TestPython(t *testing.T) {
	python, err := exec.LookPath("python3")
	for _, candidate := range []string{"/usr/bin/python3", python} {
		if candidate != "" && exec.Command(candidate, "-c", "import numpy").Run() == nil {
			python, err = candidate, nil
			break
		}
		err = fmt.Errorf("no python3 with numpy here: apt-get install python3-numpy")
	}
	if err != nil {
		t.Skip(err)
	}
	for _, s := range scripts {
		if s.mistake != "right" && s.mistake != "momentum" {
			continue
		}
		cmd := exec.Command(python, s.script+".py", s.mistake)
		cmd.Dir = outputs
		wrote, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if code, out, stderr := run(t, string(wrote), append([]string{"-"}, flagsOf(s.script)...)...); code != s.code {
			t.Errorf("%s %s: code %d, want %d:\n%s%s", s.script, s.mistake, code, s.code, out, stderr)
		}
	}
}

// TestForms: the same numbers in every form of file get the same words.
func TestForms(t *testing.T) {
	dir := t.TempDir()
	text, err := os.ReadFile(outputs + "times-right.csv")
	if err != nil {
		t.Fatal(err)
	}
	var tau, run0 []float64
	table, err := readText("csv", bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	objects := ""
	for _, row := range table.rows {
		run0, tau = append(run0, row[0]), append(tau, row[1])
		value := fmt.Sprint(row[1])
		if value == "+Inf" {
			value = `"never"`
		}
		objects += fmt.Sprintf("{\"tau\": %s, \"run\": %v}\n", value, row[0])
	}
	write := func(name string, f func(io.Writer) error) string {
		path := filepath.Join(dir, name)
		out, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		if err := f(out); err != nil {
			t.Fatal(err)
		}
		return path
	}
	plain := func(s string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
	}
	archive := filepath.Join(dir, "a.npz")
	if err := npz.Write(archive, map[string]interface{}{"tau": tau, "run": run0}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		write("crlf.csv", plain("\ufeff"+strings.ReplaceAll(string(text), "\n", "\r\n"))),
		write("a.jsonl", plain(objects)),
		write("a.npy", func(w io.Writer) error { return npyio.Write(w, tau) }),
		archive,
	} {
		got, err := read(path, nil)
		if err != nil {
			t.Error(err)
			continue
		}
		run, at := got.column("run"), got.column("tau")
		if len(got.rows) != len(tau) || run < 0 || at < 0 {
			t.Errorf("%s: %d rows of %q, want %d", path, len(got.rows), got.columns, len(tau))
			continue
		}
		for i, row := range got.rows {
			if row[run] != run0[i] || row[at] != tau[i] {
				t.Errorf("%s: row %d is %v, want run %v, time %v", path, i, row, run0[i], tau[i])
			}
		}
	}
}

// TestOutputs looks at each form of the answer.
func TestOutputs(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.html")
	const few = "run,tau\n0,20\n1,30\n2,never\n"
	flags := []string{"-", "--model", "x", "--n", "10", "--delta", "0.1", "--horizon", "100", "--steps", "1e4"}
	for _, test := range []struct {
		args []string
		want []string
	}{
		{nil, []string{"UNDECIDED  single layer", "which needs", "The usual mistakes", "no projection", "Levels: a wrong REFUTED"}},
		{[]string{"--format", "markdown"}, []string{"# UNDECIDED", "## The usual mistakes", "|---|"}},
		{[]string{"--format", "json"}, []string{"\"outcome\": \"UNDECIDED\"", "\"mistakes\": [", "\"resolution\": "}},
		{[]string{"--report", page}, []string{"UNDECIDED"}},
	} {
		code, out, stderr := run(t, few, append(flags, test.args...)...)
		for _, want := range test.want {
			if code != 3 || !strings.Contains(strings.ReplaceAll(out, "| --- |", "|---|"), want) {
				t.Errorf("%q: code %d, want 3 and %q in\n%s%s", test.args, code, want, out, stderr)
			}
		}
	}
	html, err := os.ReadFile(page)
	if err != nil || !bytes.Contains(html, []byte("<svg")) || !bytes.Contains(html, []byte("UNDECIDED")) {
		t.Errorf("the page lacks its picture or its verdict: %v", err)
	}
}

// TestNonsense: what cannot be judged gets one line that names file and place.
func TestNonsense(t *testing.T) {
	dir := t.TempDir()
	npy := func(shape string, kind string, entries int) string {
		header := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", kind, shape)
		header += strings.Repeat(" ", 117-len(header)) + "\n"
		return "\x93NUMPY\x01\x00" + string(binary.LittleEndian.AppendUint16(nil, uint16(len(header)))) + header + strings.Repeat("\x00", 8*entries)
	}
	for i, test := range []struct {
		file, text string
		args       []string
		want       string
	}{
		{"a.csv", "", nil, "a.csv: empty"},
		{"a.csv", "run,tau\n", nil, "a.csv: a header and no rows"},
		{"a.csv", "run,time\n0,3\n", nil, "a.csv: columns [run time], want run,tau"},
		{"a.csv", "run,tau\n0,3\n1,x\n", nil, "a.csv: line 3, column tau: \"x\", want a number"},
		{"a.csv", "run,tau\n0,NaN\n", nil, "line 2, column tau: NaN, want a number"},
		{"a.csv", "run,tau\n0,-4\n", nil, "line 2, column tau: -4, want a number of steps ≥ 0"},
		{"a.csv", "run,tau\n0,3\n0,4\n", nil, "line 3, column run: run 0 a second time"},
		{"a.csv", "run,tau\n0,3,5\n", nil, "line 2: 3 cells, want 2 as in the header; a number has a decimal point"},
		{"a.csv", "run;tau\n0;3,5\n", nil, "line 1: semicolons between the columns"},
		{"a.csv", "run\ttau\n0\t3\n", nil, "line 1: tabs between the columns"},
		{"a.csv", "0,3\n1,5\n", nil, "line 1: numbers, want a header"},
		{"a.csv", "run,tau,tau\n0,3,3\n", nil, "two columns are named \"tau\""},
		{"a.csv", "run,tau,\n0,3,3\n", nil, "column 3 has no name"},
		{"a.csv", "run,tau,extra\n0,3,3\n", nil, "column \"extra\", want only"},
		{"a.csv", "run,tau\n0,\"3\n", nil, "line 2, place"},
		{"a.csv", "run,tau,n\n0,3,2.5\n", nil, "column n: 2.5, want a whole number"},
		{"a.csv", "run,tau,censored\n0,inf,1\n", nil, "column tau: inf and censored"},
		{"a.csv", "run,tau,censored\n0,3,2\n", nil, "column censored: 2, want 0 or 1"},
		{"a.csv", "run,t,m\n0,1,.1\n0,1,.1\n", nil, "line 3, column t: 1 after 1 in run 0"},
		{"a.csv", "run,t,m\n0,1,inf\n", nil, "line 2, column m: +Inf, want a finite number"},
		{"a.csv", "run,tau\n0," + strings.Repeat("1", MaxLine+1), nil, "line 2: more than 65536 bytes"},
		{"a.csv", "run,tau\n0,\xff\n", nil, "line 2: not in UTF-8"},
		{"a.csv", "\xff\xfer\x00u\x00", nil, "in UTF-16"},
		{"a.csv", "r\x00u\x00n\x00,\x00", nil, "in UTF-16 or UTF-32, by its zero bytes"},
		{"a.csv", "\x00r\x00u\x00n\x00,", nil, "in UTF-16 or UTF-32, by its zero bytes"},
		{"a.csv", "\x1f\x8b\x08\x00", nil, "compressed by gzip"},
		{"a.jsonl", "{\"run\": 0, \"tau\": 3}\n{\"run\": 1}\n", nil, "line 2: no \"tau\""},
		{"a.jsonl", "{\"run\": 0, \"tau\": [3]}\n", nil, "line 1: \"tau\": an array or object"},
		{"a.jsonl", "{\"run\": 0, \"tau\": 3, \"tau\": 4}\n", nil, "two columns are named \"tau\""},
		{"a.jsonl", "{\"run\": 0, \"tau\": 3}\n{\"run\": 1, \"tau\": 4, \"run\": 1}\n", nil, "line 2: name \"run\" twice"},
		{"a.jsonl", "{\"run\": 0, \"tau\": 3\n", nil, "line 1: place 19: not JSON"},
		{"a.jsonl", "{\"run\": 0, \"tau\": 3} 4\n", nil, "line 1: place"},
		{"a.npy", "run,tau", nil, "a.npy: no array of NumPy"},
		{"a.npy", npy("(2, 2, 2)", "<f8", 8), nil, "an array of 3 dimensions"},
		{"a.npy", npy("(1000000,)", "<f8", 1), nil, "in a file of"},
		{"a.npy", npy("(99999999999,)", "<f8", 1), nil, "want 1 … "},
		{"a.npy", npy("(2,)", "<c16", 4), nil, "entries of type"},
		{"a.npz", "PK", nil, "a.npz: no archive of NumPy"},
		{"a.csv", "run,tau\n0,3\n", []string{"--model", "x^^2"}, "--model:"},
		{"a.csv", "run,tau\n0,3\n", []string{"--delta", "0"}, "--delta: not given"},
		{"a.csv", "run,tau\n0,3\n", []string{"--delta", "-1"}, "--delta -1: want"},
		{"a.csv", "run,tau\n0,3\n", []string{"--n", "3"}, "--n 3: want a dimension ≥ 4"},
		{"a.csv", "run,tau\n0,3\n", []string{"--n", "0"}, "--n: not given"},
		{"a.csv", "run,tau\n0,3\n", []string{"--level", "1"}, "--level 1: want"},
		{"a.csv", "run,tau\n0,3\n", []string{"--alpha", "0"}, "--alpha 0: want"},
		{"a.csv", "run,tau\n0,3\n", []string{"--start", "north"}, "--start \"north\": want half-sphere"},
		{"a.csv", "run,tau\n0,3\n", []string{"--horizon", "-1"}, "--horizon -1: want"},
		{"a.csv", "run,tau\n0,3\n", []string{"--report", filepath.Join(dir, "no", "x.html")}, "cannot write"},
		{"a.csv", "run,tau\n0,3\n", []string{"--report", filepath.Join(dir, "0a.csv")}, "want a name that ends in .html"},
	} {
		path := filepath.Join(dir, fmt.Sprint(i)+test.file)
		if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		args := append([]string{path}, "--model", "x", "--n", "10", "--delta", "0.1")
		code, out, stderr := run(t, "", append(args, test.args...)...)
		if code != 2 || out != "" || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, test.want) {
			t.Errorf("%q %q: code %d, output %q, error %q, want 2 and one line with %q", test.text[:min(len(test.text), 40)], test.args, code, out, stderr, test.want)
		}
	}
	for _, args := range [][]string{{}, {"-", "-", "--model", "x", "--n", "10", "--delta", "1"}, {dir, "--model", "x", "--n", "10", "--delta", "1"}, {filepath.Join(dir, "none"), "--model", "x", "--n", "9", "--delta", "1"}} {
		if code, _, stderr := run(t, "run,tau\n0,1\n", args...); code != 2 || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%q: code %d, %q, want 2 and one line", args, code, stderr)
		}
	}
}

// TestOneStep: a law that reaches the level in one value only, as one that starts beyond it does, is drawn as a step, and one
// that never does is left out.
func TestOneStep(t *testing.T) {
	if got := stairs(audit.Curve{Values: []float64{5, 5, math.Inf(1), math.Inf(1)}}); !slices.Equal(got.X, []float64{5, 5}) || !slices.Equal(got.Y, []float64{0, 0.5}) {
		t.Errorf("%+v, want a step from 0 to 1/2 at 5", got)
	}
	if got := stairs(audit.Curve{Values: []float64{math.Inf(1)}}); len(got.X) > 0 {
		t.Errorf("%+v, want no point", got)
	}
	page := filepath.Join(t.TempDir(), "page.html")
	code, _, stderr := run(t, "run,tau\n1,100\n2,120\n3,90\n", "-", "--model", "x^2 - 1", "--n", "100", "--delta", "0.1", "--abs", "--report", page)
	html, err := os.ReadFile(page)
	if code != 3 || err != nil || !bytes.Contains(html, []byte("<svg")) {
		t.Errorf("code %d, %q, %v, want 3 and a page with a picture", code, stderr, err)
	}
}

// TestSeveralDimensions: a column n makes tests of its own for each.
func TestSeveralDimensions(t *testing.T) {
	_, out, stderr := run(t, "run,tau,n,censored\n0,20,10,0\n1,30,10,1\n0,40,20,0\n", "-", "--model", "x", "--delta", "0.1", "--steps", "1e4")
	for _, want := range []string{"UNDECIDED", "N = 10: time to overlap 0.5", "N = 20: time to overlap 0.5"} {
		if !strings.Contains(out, want) {
			t.Errorf("output lacks %q: %s\n%s", want, out, stderr)
		}
	}
}

// TestExamples runs what the help and the README show, on few numbers and with few steps of each law, which may leave
// them undecided.
func TestExamples(t *testing.T) {
	readme, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for line := range strings.Lines(Tool.Long + strings.ReplaceAll(string(readme), "\r\n", "\n")) {
		if example, ok := strings.CutPrefix(strings.TrimSpace(line), "verify audit "); ok {
			shown = append(shown, example)
		}
	}
	if len(shown) != 4 {
		t.Fatalf("help and README have %d examples, want 3 and 1: %q", len(shown), shown)
	}
	const times = "run,tau\n0,120\n1,never\n2,310\n"
	t.Chdir(t.TempDir())
	if err := os.WriteFile("tau.csv", []byte(times), 0o600); err != nil {
		t.Fatal(err)
	}
	paths, err := os.Create("paths.npy")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(npyio.Write(paths, mat.NewDense(2, 3, []float64{0.1, 0.12, 0.11, 0.2, 0.19, 0.22})), paths.Close()); err != nil {
		t.Fatal(err)
	}
	for _, line := range shown {
		line, stdin, _ := strings.Cut(strings.ReplaceAll(line, "'", ""), " < ")
		line = strings.NewReplacer("x^2 - 1", "x^2-1", "x^3 - 3*x", "x^3-3*x").Replace(line)
		given := ""
		if stdin != "" {
			given = times
		}
		code, out, stderr := run(t, given, append(strings.Fields(line), "--steps", "1e4")...)
		if code != 0 && code != 1 && code != 3 || out == "" {
			t.Errorf("%s: code %d, want a verdict\n%s%s", line, code, out, stderr)
		}
	}
}
