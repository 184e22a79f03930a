package probe

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assay/cmd/verify/command"
	"assay/cmd/verify/model"
	"assay/props"
)

// run runs verify probe.
func run(t *testing.T, args ...string) (code int, out, err string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = command.Run(t.Context(), props.Suite{}, append([]string{"probe"}, args...), command.Streams{Out: &stdout, Err: &stderr}, command.Tools(Tool))
	return code, stdout.String(), stderr.String()
}

// TestClassification: exponents of activations, at the N asked for too, and Assumption A, by what is known of them.
func TestClassification(t *testing.T) {
	for _, test := range []struct {
		text         string
		k, practical int
		falls        bool
	}{
		{"x^3 - 3*x", 3, 3, true},
		{"x^3", 1, 1, true},
		{"x^2", 2, 2, true},
		{"abs(x)", 2, 2, true},
		{"relu(x)", 1, 1, true},
		{"sigmoid(x)", 1, 1, true},
		{"tanh(x)", 1, 1, true},
		{"gelu(x)", 1, 1, true},
		{"silu(x)", 1, 1, true},
		{"he(4, x)", 4, 4, true},
		{"x^4 - 6*x^2", 4, 4, true},
		{"sin(x)", 1, 1, true},
		{"0.3*he(2, x) + he(3, x)", 2, 3, true},
		{"abs(x)^3", 2, 2, true},
		{"max(x, 0)^2", 1, 1, true},
		{"x^2 + 1e-9*x", 1, 2, true},
	} {
		r, err := read(model.Description{Text: test.text}, 1000)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		if r.PracticalErr != nil || r.Exponent.K != test.k || r.Practical != test.practical || (r.Fall.Until == 1) != test.falls {
			t.Errorf("%s: %v, practical %d (%v), %v, want k = %d, practical %d", test.text, r.Exponent, r.Practical, r.PracticalErr, r.Fall, test.k, test.practical)
		}
	}
	if r, err := read(model.Description{Text: "0.3*he(2, x) + he(3, x)"}, 10_000); err != nil || r.Practical != 2 {
		t.Errorf("at N = 10⁴ the practical exponent is %d, %v, want 2", r.Practical, err)
	}
	uphill, err := read(model.Description{Text: "x", Fit: "-x"}, 1000)
	if err != nil || uphill.Exponent.K != 0 || uphill.PracticalErr == nil {
		t.Errorf("x fitted by −x: %+v, %v, want no exponent", uphill, err)
	}
}

// TestTrial: predictions that hold, and the same refuted when a law is off: the runs have another step size than the plan.
func TestTrial(t *testing.T) {
	d := model.Description{Text: "tanh(x)", Noise: 0.1}
	r, err := read(d, 400)
	if err != nil {
		t.Fatal(err)
	}
	p, err := r.plan(400)
	if err != nil {
		t.Fatal(err)
	}
	if p.Window.Low >= p.Best.Delta || p.Best.Delta >= p.Window.High || p.Search >= p.Best.Samples {
		t.Fatalf("%+v: want the best step in the window and the median below the samples", p)
	}
	held, err := r.try(t.Context(), d, p, props.Quick, 1)
	if err != nil || held.Outcome != props.Holds {
		t.Errorf("%+v, %v, want HOLDS", held, err)
	}
	noisy := d
	noisy.Noise = 3 // the runs meet more noise than the law knows
	off, err := r.try(t.Context(), noisy, p, props.Quick, 1)
	if err != nil || off.Outcome != props.Refuted {
		t.Errorf("%+v, %v, want REFUTED", off, err)
	}
}

// TestFit: the slope of the medians is that of a line, and its interval holds the slopes of all medians in theirs.
func TestFit(t *testing.T) {
	trial := Trial{Rungs: []Rung{{N: 10, Median: 100, Lower: 90, Upper: 110}, {N: 100, Median: 10_000, Lower: 9000, Upper: 11_000}}}
	trial.fit()
	if math.Abs(trial.Exponent-2) > 1e-12 || math.Abs(trial.Low-math.Log10(9000./110)) > 1e-12 || math.Abs(trial.High-math.Log10(11_000./90)) > 1e-12 {
		t.Errorf("%+v", trial)
	}
}

// TestDocument: JSON has what a program reads, the text the same verdict.
func TestDocument(t *testing.T) {
	code, out, err := run(t, "tanh(x)", "--n", "400", "--format", "json")
	var d struct {
		InformationExponent *int    `json:"information_exponent"`
		Practical           *int    `json:"practical_exponent"`
		AlphaC              float64 `json:"alpha_c"`
		Samples, Step       float64
		FittedExponent      float64   `json:"fitted_exponent"`
		FittedInterval      []float64 `json:"fitted_interval"`
		Hermite             []struct{ J int }
		Verdict             string
	}
	if e := json.Unmarshal([]byte(out), &d); e != nil || code != 0 {
		t.Fatalf("%v, code %d, %s", e, code, err)
	}
	if d.InformationExponent == nil || *d.InformationExponent != 1 || *d.Practical != 1 || d.AlphaC != 1 || !(d.Step > 0 && d.Samples > 0) ||
		len(d.Hermite) != degrees+1 || d.Verdict != "HOLDS" || !(d.FittedInterval[0] < d.FittedExponent && d.FittedExponent < d.FittedInterval[1]) {
		t.Errorf("%+v", d)
	}
	again, text, _ := run(t, "tanh(x)", "--n", "400")
	if again != 0 || !strings.Contains(text, "\nHOLDS  ") {
		t.Errorf("code %d, %s", again, text)
	}
}

// TestRefuses: what is wrong is one line that names it, before anything is printed.
func TestRefuses(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{nil, "got 0 arguments, want one model"},
		{[]string{"x", "x"}, "got 2 arguments"},
		{[]string{""}, `probe "": want an activation`},
		{[]string{"x^"}, "x^"},
		{[]string{"1/0"}, "division by zero"},
		{[]string{"1/x"}, "division by zero at x = 0"},
		{[]string{"log(x)"}, "log of 0"},
		{[]string{"sqrt(x)"}, "sqrt of -"},
		{[]string{"exp(x^2)"}, "want f of smaller growth than"},
		{[]string{"3"}, "constant"},
		{[]string{"x - x"}, "constant"},
		{[]string{"step(x)"}, "jumps at x = 0"},
		{[]string{strings.Repeat("x", 1_000_000)}, "1000000 bytes, want at most"},
		{[]string{strings.Repeat("(", 400) + "x" + strings.Repeat(")", 400)}, "deep"},
		{[]string{"x", "--n", "3"}, "--n 3: want a dimension"},
		{[]string{"x", "--noise", "-1"}, "--noise -1: want a finite number ≥ 0"},
		{[]string{"x", "--format", "pdf"}, `--format "pdf"`},
		{[]string{"poisson", "--noise", "1"}, "--noise: the model poisson has no such parameter"},
		{[]string{"tensor-pca", "--p", "0"}, "0"},
	} {
		code, out, err := run(t, test.args...)
		if code != 2 || out != "" || strings.Count(err, "\n") != 1 || !strings.Contains(err, test.want) || len(err) > 1000 {
			t.Errorf("%.60q: code %d, output %.60q, error %.300q, want 2 and one line with %q", test.args, code, out, err, test.want)
		}
	}
}

// TestExamples: the command lines of the help, the README and the manual are right; what they run is left out.
func TestExamples(t *testing.T) {
	if testing.Short() {
		t.Skip("plans are computed")
	}
	lines := regexp.MustCompile(`(?m)^  verify probe (.*)$`).FindAllStringSubmatch(Tool.Long, -1)
	if len(lines) != 5 {
		t.Fatalf("%d examples, want 5", len(lines))
	}
	for _, path := range []string{"../../../README.md", "../doc.go"} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		shown := regexp.MustCompile(`(?m)(?:verify|cmd/verify) probe ('[^#\n]*)`).FindAllStringSubmatch(string(text), -1)
		if len(shown) == 0 {
			t.Errorf("%s shows no probe", path)
		}
		lines = append(lines, shown...)
	}
	for _, line := range lines {
		var args []string
		for i, part := range strings.Split(line[1], "'") {
			if i%2 == 1 {
				args = append(args, part)
			} else {
				args = append(args, strings.Fields(part)...)
			}
		}
		if !slices.Contains(args, "--no-trial") {
			args = append(args, "--no-trial")
		}
		if code, out, err := run(t, args...); code != 0 || out == "" {
			t.Errorf("%s: code %d, %s", line[0], code, err)
		}
	}
}
