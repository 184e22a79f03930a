package props

import (
	"math"
	"strings"
	"testing"
)

// A law with the expansion 2N(1 + 3/√N − 5/N): the limit 2N is right to any accuracy that the
// ladder gives, and nothing near it is.
func TestTendsTellsLimits(t *testing.T) {
	law := func(n float64) (float64, error) { return 2 * n * (1 + 3/math.Sqrt(n) - 5/n), nil }
	root := func(n float64) float64 { return 1 / math.Sqrt(n) }
	claimed := func(constant, b float64) func(n float64) (float64, error) {
		return func(n float64) (float64, error) { return constant * math.Pow(n, 1+b), nil }
	}
	for _, c := range []struct {
		name        string
		constant, b float64
		first, last float64
		refuted     bool
		undecided   string
	}{
		{"the limit", 2, 0, 1e2, 1e8, false, ""},
		{"a constant off by 2 %", 2.04, 0, 1e2, 1e8, true, ""},
		{"a constant off by 20 %", 1.6, 0, 1e2, 1e8, true, ""},
		{"an exponent off by .01", 2, 0.01, 1e2, 1e8, true, ""},
		{"the limit on a ladder that says nothing", 2, 0, 4, 12, false, "declared is 0.02"},
	} {
		rungs, err := Ratios(Geometric(c.first, c.last, 5), law, claimed(c.constant, c.b), 0)
		if err != nil {
			t.Fatal(err)
		}
		j := NewJudge(0)
		j.Tends("2N", rungs, root, 0.02)
		r := j.Reading()
		if r.Refuted() != c.refuted || !strings.Contains(r.Undecided, c.undecided) || c.undecided == "" && !c.refuted && r.Undecided != "" {
			t.Errorf("%s: refuted %t (%v), undecided %q", c.name, r.Refuted(), r.Worst, r.Undecided)
		}
		if r.Limit == nil || r.Limit.Link != LawToLimit {
			t.Errorf("%s: not told as the second link: %v", c.name, r.Limit)
		}
	}
}

// An order without its constant is judged by local exponents, a logarithm included.
func TestExponentsTellOrders(t *testing.T) {
	law := func(n float64) (float64, error) { return 7 * n * (math.Log(n) + 4), nil }
	rate := func(n float64) float64 { return 1 / math.Log(n) } // the gap has the powers 2, 3, … of it
	order := func(b, logs float64) func(n float64) (float64, error) {
		return func(n float64) (float64, error) { return math.Pow(n, b) * math.Pow(math.Log(n), logs), nil }
	}
	for _, c := range []struct {
		name    string
		b, logs float64
		refuted bool
	}{{"N log N", 1, 1, false}, {"N^{1.1} log N", 1.1, 1, true}, {"N^{.9} log N", 0.9, 1, true}} {
		rungs, err := Exponents(Geometric(1e3, 1e12, 7), law, order(c.b, c.logs), 1e-9)
		if err != nil {
			t.Fatal(err)
		}
		j := NewJudge(0)
		j.Tends("order", rungs, rate, 0.1)
		if r := j.Reading(); r.Refuted() != c.refuted || r.Undecided != "" {
			t.Errorf("%s: refuted %t, %q, %v", c.name, r.Refuted(), r.Undecided, r.Worst)
		}
	}
}

// A law whose own error is as large as the violation cannot hold a limit.
func TestTendsCountsTheErrorOfTheLaw(t *testing.T) {
	rungs := []Rung{{100, 1.1, 1, 0.2}, {10_000, 1.01, 1, 0.2}, {1_000_000, 1.001, 1, 0.2}}
	j := NewJudge(0)
	j.Tends("x", rungs, func(n float64) float64 { return 1 / math.Sqrt(n) }, 0.1)
	if r := j.Reading(); r.Undecided == "" || r.Refuted() {
		t.Errorf("undecided %q, refuted %t", r.Undecided, r.Refuted())
	}
}

// The scheme at rates 1, ½ and ¼ by hand: gaps 1, .3, .1 give 2·.3 − 1 = −.4 and 2·.1 − .3 = −.1, then
// (4·(−.1) + .4)/3 = 0, which moved by .4 at most, with the gain 1/3 + 2 + 8/3 = 5. Three times that and five
// times the largest error are allowed, twice the allowance is what is seen.
func TestTendsAllows(t *testing.T) {
	half := func(n float64) float64 { return 1 / n }
	for _, c := range []struct {
		name       string
		rungs      []Rung
		allowed    float64
		violations [2]float64 // one that leaves it undecided, and one that does not
	}{
		{"gaps", []Rung{{1, 2, 1, 0}, {2, 1.3, 1, 0}, {4, 1.1, 1, 0}}, 1.2, [2]float64{2.39, 2.41}},
		{"errors", []Rung{{1, 2, 1, 0.01}, {2, 1.3, 1, 0.02}, {4, 1.1, 1, 0.005}}, 1.3, [2]float64{2.59, 2.61}},
		{"rounding", []Rung{{1, 1e6, 1e6, 0}, {2, 1e6, 1e6, 0}, {4, 1e6, 1e6, 0}}, 5 * 0x1p-52 * 2e6, [2]float64{4.4e-9, 4.5e-9}},
	} {
		for i, violation := range c.violations {
			j := NewJudge(0)
			j.Tends("x", c.rungs, half, violation)
			r := j.Reading()
			if got := r.Limit.Tolerance.Size; math.Abs(got-c.allowed) > 1e-8*c.allowed {
				t.Errorf("%s: allowed %.10g, want %.10g", c.name, got, c.allowed)
			}
			if undecided := r.Undecided != ""; undecided != (i == 0) {
				t.Errorf("%s: a violation of %v leaves it undecided: %t", c.name, violation, undecided)
			}
		}
	}
}

// A rung has its size, its values and its error where the formulas have them.
func TestRungs(t *testing.T) {
	square := func(n float64) (float64, error) { return 3 * n * n, nil }
	line := func(n float64) (float64, error) { return 5 * n, nil }
	const relative = 0.01
	exponents, err1 := Exponents([]float64{1, math.E, math.Exp(3)}, square, line, relative)
	ratios, err2 := Ratios([]float64{1, math.E}, square, line, relative)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	for i, want := range []Rung{{math.Exp(0.5), 2, 1, 2 * relative}, {math.Exp(2), 2, 1, relative}} {
		same(t, "exponent", exponents[i], want)
	}
	for i, want := range []Rung{{1, math.Log(3), math.Log(5), relative}, {math.E, math.Log(3) + 2, math.Log(5) + 1, relative}} {
		same(t, "ratio", ratios[i], want)
	}
	for _, c := range []struct{ got, want []float64 }{
		{Geometric(10, 80, 4), []float64{10, 20, 40, 80}}, {Geometric(1, 8, 3), []float64{1, 3, 8}}, {Geometric(0x1p60, 0x1p62, 3), []float64{0x1p60, 0x1p61, 0x1p62}},
	} {
		if len(c.got) != len(c.want) {
			t.Fatalf("sizes %v, want %v", c.got, c.want)
		}
		for i := range c.got {
			if math.Abs(c.got[i]/c.want[i]-1) > 8*UnitRoundoff {
				t.Errorf("sizes %v, want %v", c.got, c.want)
			}
		}
	}
}

func same(t *testing.T, what string, got, want Rung) {
	t.Helper()
	for _, x := range [][2]float64{{got.N, want.N}, {got.Law, want.Law}, {got.Claim, want.Claim}, {got.Error, want.Error}} {
		if math.Abs(x[0]-x[1]) > 16*UnitRoundoff*x[1] {
			t.Errorf("%s: rung %+v, want %+v", what, got, want)
			return
		}
	}
}
