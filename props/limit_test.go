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
