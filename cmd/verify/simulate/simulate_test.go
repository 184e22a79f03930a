package simulate

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/cmd/verify/command"
	"assay/props"
)

// run runs verify simulate.
func run(t *testing.T, args ...string) (code int, out, err string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = command.Run(t.Context(), props.Suite{}, append([]string{"simulate"}, args...), command.Streams{Out: &stdout, Err: &stderr}, command.Tools(Tool))
	return code, stdout.String(), stderr.String()
}

// words is a command line as a shell splits it; quotes hold spaces.
func words(line string) (all []string) {
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			all = append(all, part)
		} else {
			all = append(all, strings.Fields(part)...)
		}
	}
	return all
}

// table is the numbers of a CSV by run, and its columns.
func table(t *testing.T, text string) (columns []string, runs map[string][][]float64) {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(lines) < 2 {
		t.Fatalf("%v: %.300s", err, text)
	}
	runs = map[string][][]float64{}
	for _, line := range lines[1:] {
		var numbers []float64
		for _, word := range line[1:] {
			x, err := strconv.ParseFloat(word, 64)
			if err != nil {
				t.Fatal(err)
			}
			numbers = append(numbers, x)
		}
		runs[line[0]] = append(runs[line[0]], numbers)
	}
	return lines[0], runs
}

// TestExamples runs what the help, the README and the manual show.
func TestExamples(t *testing.T) {
	dir := t.TempDir()
	var shown []string
	for line := range strings.Lines(Tool.Long) {
		if example, ok := strings.CutPrefix(strings.TrimSpace(line), "verify simulate "); ok {
			shown = append(shown, example)
		}
	}
	if len(shown) != 5 {
		t.Fatalf("the help has %d examples, want 5", len(shown))
	}
	manual := ""
	for file, sign := range map[string]string{"../../../README.md": "go run ./cmd/verify simulate ", "../doc.go": "\t$ verify simulate "} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, after, ok := strings.Cut(strings.ReplaceAll(string(text), "\r\n", "\n"), sign)
		if !ok {
			t.Fatalf("%s shows no simulate", file)
		}
		line, rest, _ := strings.Cut(after, "\n")
		line, _, _ = strings.Cut(line, " #")
		shown = append(shown, line)
		if strings.HasSuffix(file, ".go") {
			manual, _, _ = strings.Cut(rest, "\n\n")
			_, out, _ := run(t, words(line)...)
			columns, got := table(t, out)
			header, want := table(t, strings.ReplaceAll(manual+"\n", "\t", ""))
			if !slices.Equal(columns, header) || len(got["1"]) != len(want["1"]) {
				t.Fatalf("the manual shows\n%s\nwant\n%s", manual, out)
			}
			for i, row := range want["1"] {
				if math.Abs(row[1]-got["1"][i][1]) > 1e-9 { // the last digits differ between machines
					t.Errorf("the manual shows m = %v at t = %v, want %v", row[1], row[0], got["1"][i][1])
				}
			}
		}
	}
	t.Chdir(dir)
	for _, line := range shown {
		code, out, complaint := run(t, words(line)...)
		if code != 0 || out == "" || strings.Count(complaint, "\n") != 1 {
			t.Errorf("%s: %d %s", line, code, complaint)
		}
		for _, file := range []string{"population.csv", "overlap.svg", "loss.svg", "loss.csv"} {
			if strings.Contains(line, "--out "+file) {
				if info, err := os.Stat(file); err != nil || info.Size() < 500 {
					t.Errorf("%s: %s: %v", line, file, err)
				}
			}
		}
	}
}

// TestPopulation: f = x has φ(m) = 2 (1 − m), so that the first steps are known: m' = (m + (δ/N) 2 s²)/√(1 + (δ/N)² 4 s²).
func TestPopulation(t *testing.T) {
	_, out, _ := run(t, "--model", "x", "--n", "10", "--delta", "0.7", "--dynamics", "population", "--start", "0.3", "--steps", "3", "--points", "3")
	columns, runs := table(t, out)
	if !slices.Equal(columns, []string{"run", "t", "m"}) || len(runs) != 1 || len(runs["1"]) != 4 {
		t.Fatalf("%q, %d runs", columns, len(runs))
	}
	m := 0.3
	for step, row := range runs["1"] {
		if row[0] != float64(step) || math.Abs(row[1]-m) > 1e-12 { // the table of the pull has about that accuracy
			t.Errorf("m_%v = %v, want %v", row[0], row[1], m)
		}
		s2, c := 1-m*m, 0.07
		m = (m + 2*c*s2) / math.Sqrt(1+4*c*c*s2)
	}
}

// TestOneLaw: chain and vectors have the same mean overlap. Each mean of 400 overlaps in [−1, 1] has a standard error
// of .05 at most, and the difference passes 5 of its own with probability below 10⁻⁶.
func TestOneLaw(t *testing.T) {
	means := map[string]float64{}
	for _, dynamics := range []string{"chain", "sgd"} {
		code, out, complaint := run(t, "--model", "x^2 - 1", "--n", "20", "--delta", "0.1", "--dynamics", dynamics, "--runs", "400", "--steps", "200", "--points", "1")
		if code != 0 {
			t.Fatal(complaint)
		}
		_, runs := table(t, out)
		for _, rows := range runs {
			means[dynamics] += math.Abs(rows[1][1]) / float64(len(runs))
		}
	}
	if d := math.Abs(means["chain"] - means["sgd"]); d > 5*0.05*math.Sqrt2 || means["chain"] < 0.2 {
		t.Errorf("means %v", means)
	}
}

// TestStudents: one student loses a factor (1 − η/2)² a step in the end, two lose t⁻³, and flow and descent agree as η
// gets small. The columns of each student are there when they are asked for.
func TestStudents(t *testing.T) {
	last := func(column int, args ...string) (a, b []float64) {
		t.Helper()
		code, out, complaint := run(t, append(args, "--runs", "1")...)
		if code != 0 {
			t.Fatalf("%q: %s", args, complaint)
		}
		_, runs := table(t, out)
		rows := runs["1"]
		return rows[len(rows)-2], rows[len(rows)-1]
	}
	a, b := last(1, "--students", "1", "--eta", "0.1", "--steps", "200", "--points", "200")
	if got, want := b[1]/a[1], 0.95*0.95; math.Abs(got-want) > 1e-3 {
		t.Errorf("a factor of %v a step, want %v", got, want)
	}
	a, b = last(1, "--students", "2", "--eta", "0.1", "--steps", "1e6", "--grid", "log", "--points", "1")
	if got := math.Log10(b[1] / a[1]); math.Abs(got+3) > 0.01 {
		t.Errorf("a factor of 10^%v from t = 10⁵ to 10⁶, want 10⁻³", got)
	}
	_, flow := last(1, "--students", "3", "--dynamics", "flow", "--steps", "20")
	_, descent := last(1, "--students", "3", "--eta", "0.0001", "--steps", "200000")
	if math.Abs(descent[1]/flow[1]-1) > 0.01 {
		t.Errorf("loss %v of the flow, %v of descent with small steps", flow[1], descent[1])
	}
	_, out, _ := run(t, "--students", "2", "--each", "--steps", "10", "--d", "3")
	if header, _, _ := strings.Cut(out, "\n"); header != "run,t,loss,gradient,spread,norm_1,angle_1,norm_2,angle_2" {
		t.Errorf("columns %s", header)
	}
}

// TestForms: CSV and JSON lines hold the same numbers, files the same bytes as standard output, a seed the same runs, and
// another seed others. A run does not depend on how many there are.
func TestForms(t *testing.T) {
	t.Chdir(t.TempDir())
	base := []string{"--model", "abs(x)", "--n", "30", "--delta", "0.1", "--steps", "1000", "--grid", "log", "--points", "2"}
	with := func(more ...string) string {
		t.Helper()
		code, out, complaint := run(t, append(slices.Clone(base), more...)...)
		if code != 0 {
			t.Fatalf("%q: %s", more, complaint)
		}
		return out
	}
	plain, lines := with(), with("--format", "jsonl")
	_, runs := table(t, plain)
	n := 0
	for line := range strings.Lines(lines) {
		var row struct {
			Run  int
			T, M float64
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		if k := n % len(runs["1"]); runs[strconv.Itoa(row.Run)][k][0] != row.T || runs[strconv.Itoa(row.Run)][k][1] != row.M {
			t.Errorf("line %d is %s", n+1, line)
		}
		n++
	}
	if n != 4*8 { // 0, 1, 3, 10, 32, 100, 316, 1000
		t.Errorf("%d lines", n)
	}
	with("--out", "a.csv", "--out", "a.jsonl", "--out", "a.svg", "--out", "b.png")
	for file, want := range map[string]string{"a.csv": plain, "a.jsonl": lines} {
		if got, err := os.ReadFile(file); err != nil || string(got) != want {
			t.Errorf("%s is not what standard output has: %v", file, err)
		}
	}
	svg, err := os.ReadFile("a.svg")
	if err != nil || !strings.Contains(string(svg), "abs(x), N = 30") || !strings.Contains(string(svg), "run 4") {
		t.Errorf("the figure: %v", err)
	}
	with("--out", "again.svg")
	if again, err := os.ReadFile("again.svg"); err != nil || !bytes.Equal(svg, again) {
		t.Errorf("the same seed drew another figure: %v", err)
	}
	if with("--seed", "2") == plain || with() != plain {
		t.Error("a seed is no seed")
	}
	if one := with("--runs", "1"); !strings.HasPrefix(plain, one) {
		t.Error("the first run depends on the others")
	}
	if !strings.Contains(with("--runs", "9", "--out", "many.svg"), "9 runs") {
		t.Error("runs are not counted")
	}
}

// TestSchedules: each changes the runs, and all of them recover the signal of an easy problem.
func TestSchedules(t *testing.T) {
	seen := map[string]string{}
	for _, schedule := range []string{"constant", "power:-0.1", "growing:3", "proportional:3", "reset:0.5:0.1"} {
		code, out, complaint := run(t, "--model", "x", "--noise", "0.1", "--n", "50", "--delta", "0.3", "--schedule", schedule, "--start", "0.05", "--steps", "4000", "--points", "4", "--runs", "2")
		if code != 0 {
			t.Fatalf("%s: %s", schedule, complaint)
		}
		_, runs := table(t, out)
		for _, rows := range runs {
			if m := rows[len(rows)-1][1]; m < 0.7 {
				t.Errorf("%s: overlap %v", schedule, m)
			}
		}
		if other, ok := seen[out]; ok {
			t.Errorf("%s and %s are the same", schedule, other)
		}
		seen[out] = schedule
	}
}

// TestRefused: bad input is one line that names the value and what is allowed, and nothing is written.
func TestRefused(t *testing.T) {
	dir := t.TempDir()
	for _, test := range []struct {
		args []string
		want []string
	}{
		{nil, []string{"--model or --students"}},
		{[]string{"x^2"}, []string{`"x^2"`, "--model"}},
		{[]string{"--model", "x", "--students", "2"}, []string{"one of the two"}},
		{[]string{"--model", "x^"}, []string{"--model", "x^"}},
		{[]string{"--model", "tensor-pca", "--noise", "1", "--p", "3", "--lambda", "1"}, []string{"--noise", "--p, --lambda"}},
		{[]string{"--model", "x", "--eta", "0.1"}, []string{"--eta", "a model has no use"}},
		{[]string{"--students", "2", "--delta", "0.1"}, []string{"--delta", "students has no use"}},
		{[]string{"--students", "0"}, []string{"--students 0", "from 1"}},
		{[]string{"--students", "two"}, []string{`--students "two"`, "whole number"}},
		{[]string{"--students", "2", "--eta", "50"}, []string{"--eta 50", "diverge", "below 4/n"}},
		{[]string{"--model", "x", "--n", "1"}, []string{"--n 1", "from 2"}},
		{[]string{"--model", "x", "--n", "1e9", "--dynamics", "sgd"}, []string{`--n "1e9"`, "whole number"}},
		{[]string{"--model", "x", "--n", "1000000", "--dynamics", "sgd"}, []string{"--n 1000000", "100000"}},
		{[]string{"--model", "x", "--delta", "-1"}, []string{"--delta -1", "> 0"}},
		{[]string{"--model", "x", "--delta", "wide"}, []string{`--delta "wide"`, "a number"}},
		{[]string{"--model", "x", "--steps", "0.5"}, []string{"--steps 0.5", "whole number"}},
		{[]string{"--model", "x", "--grid", "cubic"}, []string{`"cubic"`, "even or log"}},
		{[]string{"--model", "x", "--points", "-1"}, []string{"--points -1"}},
		{[]string{"--model", "x", "--dynamics", "flow"}, []string{`"flow"`, "chain or sgd or population"}},
		{[]string{"--students", "2", "--dynamics", "chain"}, []string{`"chain"`, "descent or flow"}},
		{[]string{"--model", "x", "--start", "2"}, []string{`"2"`, "from -1 to 1"}},
		{[]string{"--model", "x", "--schedule", "reset:0.5"}, []string{`"reset:0.5"`, "reset:LEVEL:DELTA"}},
		{[]string{"--model", "x", "--schedule", "reset:2:0.1"}, []string{`"reset:2:0.1"`, "2"}},
		{[]string{"--model", "x", "--schedule", "growing:2.5"}, []string{"2.5", "whole number"}},
		{[]string{"--model", "x", "--runs", "0"}, []string{"--runs 0", "from 1"}},
		{[]string{"--model", "x", "--out", filepath.Join(dir, "a.pdf")}, []string{"a.pdf", ".csv, .jsonl, .svg or .png"}},
		{[]string{"--model", "x", "--out", filepath.Join(dir, "none", "a.csv")}, []string{"a.csv", "no such file"}},
		{[]string{"--model", "x", "--out", filepath.Join(dir, "a.csv"), "--out", filepath.Join(dir, "a.csv")}, []string{"are one file"}},
		{[]string{"--model", "x", "--format", "xml"}, []string{`"xml"`, "csv or jsonl"}},
	} {
		code, out, complaint := run(t, append(test.args, "--quiet")...)
		if code != 2 || out != "" || strings.Count(complaint, "\n") != 1 {
			t.Errorf("%q: %d %q %q", test.args, code, out, complaint)
		}
		for _, part := range test.want {
			if !strings.Contains(complaint, part) {
				t.Errorf("%q: lacks %q: %s", test.args, part, complaint)
			}
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
