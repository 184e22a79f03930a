package props

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestDesigns: what a sample sees with probability 1 − 10⁻⁶, from the formulas evaluated apart and from sums of exact
// binomial probabilities.
func TestDesigns(t *testing.T) {
	quantile := func(n int, p, alpha float64) Tolerance {
		j := NewJudge(alpha)
		j.QuantileWithin("x", make([]float64, n), p, 0, 0.45)
		return j.Reading().Worst.Tolerance
	}
	for _, c := range []struct {
		name string
		got  Tolerance
		want float64
	}{
		{"Hoeffding, 1000 at 1e-9", Hoeffding(1000, 1e-9, 0.5), 0.186593371195643},
		{"Hoeffding, 100 at 1e-6", Hoeffding(100, 1e-6, 0.9), 0.5321647019331175},
		{"band, 1000 at 1e-9", Band(1000, 1e-9, 0.5), 0.186593371195643},
		{"band, 5000 at 2e-8", Band(5000, 2e-8, 0.1), 0.08008854241428533},
		{"two samples, 500 each at 1e-9", TwoSample(500, 500, 1e-9, 0.9), 0.373186742391286},
		{"two samples, 100 and 150 at 1e-6", TwoSample(100, 150, 1e-6, 0.9), 0.6870216760087994},
		{"two samples, 300 and 1000 at 1e-6", TwoSample(300, 1000, 1e-6, 0.5), 0.4193704017459734},
		{"P ≥ .9, 100 at 1e-6", shortfall(100, 0.9, 1e-6, 0.5), 0.4088964430650034},
		{"P ≥ .75, 60 at 1e-4", shortfall(60, 0.75, 1e-4, 0.6), 0.5094705663076227},
		{"P ≥ .99, 400 at 1e-3", shortfall(400, 0.99, 1e-3, 0.5), 0.07749165860999066},
		{"median, 100 at 1e-6", quantile(100, 0.5, 1e-6), 0.4073247356450065},
		{"quarter, 200 at 1e-4", quantile(200, 0.25, 1e-4), 0.29498231889122595},
		{"medians, 100 at 1e-6", medianDesign(100, 1e-6, 1), 0.41348911906242236},
	} {
		if math.Abs(c.got.Design.Detectable-c.want) > 1e-9 {
			t.Errorf("%s: sees %.12g, want %.12g", c.name, c.got.Design.Detectable, c.want)
		}
	}
}

// TestNeedsAreEnough: a sample of the size that is asked for sees the violation declared, and one twentieth smaller does not.
// A whole-numbered test may see it with a few fewer.
func TestNeedsAreEnough(t *testing.T) {
	const alpha = 1e-7
	run := &Lab{Alpha: alpha}
	runs, err := KolmogorovRuns(run, 0.1)
	if err != nil {
		t.Fatal(err)
	}
	if Band(runs, alpha, 0.1).Design.Underpowered() || !Band(runs-1, alpha, 0.1).Design.Underpowered() {
		t.Errorf("a distance of .1 at 1e-7 wants other than %d runs", runs)
	}
	for name, design := range map[string]func(n int) Tolerance{
		"Hoeffding":          func(n int) Tolerance { return Hoeffding(n, alpha, 0.1) },
		"band":               func(n int) Tolerance { return Band(n, alpha, 0.1) },
		"two samples":        func(n int) Tolerance { return TwoSample(n, n, alpha, 0.1) },
		"Clopper-Pearson":    func(n int) Tolerance { return shortfall(n, 0.9, alpha, 0.1) },
		"order statistics":   func(n int) Tolerance { return ofQuantile(n, alpha, 0.1) },
		"medians, each α/2":  func(n int) Tolerance { return medianDesign(n, alpha, 1) },
		"one-sided, P ≥ .99": func(n int) Tolerance { return shortfall(n, 0.99, alpha, 0.05) },
	} {
		n := design(2000).Design.Needs
		if design(n).Design.Underpowered() {
			t.Errorf("%s: %d samples are said to be enough and see %v of %v", name, n, design(n).Design.Detectable, design(n).Design.Violation)
		}
		if fewer := n * 19 / 20; !design(fewer).Design.Underpowered() {
			t.Errorf("%s: %d samples are said to be needed, and %d see %v of %v", name, n, fewer, design(fewer).Design.Detectable, design(fewer).Design.Violation)
		}
	}
}

func ofQuantile(n int, alpha, violation float64) Tolerance {
	j := NewJudge(alpha)
	j.QuantileWithin("x", make([]float64, n), 0.5, 0, violation)
	return j.Reading().Worst.Tolerance
}

// TestAssertionsTakeTheirLevel: each assertion on a distance allows the bound of its level, from the formulas evaluated apart.
func TestAssertionsTakeTheirLevel(t *testing.T) {
	uniform := func(n int) []float64 {
		x := make([]float64, n)
		for i := range x {
			x[i] = (float64(i) + 0.5) / float64(n)
		}
		return x
	}
	cdf := func(x float64) float64 { return x }
	for _, c := range []struct {
		name   string
		assert func(j *Judge)
		want   float64
	}{
		{"a law", func(j *Judge) { j.Follows("x", uniform(1000), cdf, 0.5) }, 0.10348046438218751},
		{"times", func(j *Judge) { j.Passages("x", uniform(1000), 0.7, cdf, 0, 0.5) }, 0.10348046438218751},
		{"two samples", func(j *Judge) { j.SameLaw("x", uniform(500), uniform(500), 0.9) }, 0.20696092876437502},
		{"a law, with slack", func(j *Judge) { j.Follows("x", uniform(1000), cdf, 0.5, FiniteN(0.25)) }, 0.35348046438218751},
		{"times, with slack", func(j *Judge) { j.Passages("x", uniform(1000), 0.7, cdf, 0.25, 0.9) }, 0.35348046438218751},
		{"a probability, with slack", func(j *Judge) { j.Probability("x", uniform(1000), 0.5, 0.5, 0.25, 0.9) }, 0.35348046438218751},
		// slopes 0 … 99 of 100 pairs: the median is 49.5, the ranks at 1e-9 are 20 and 81
		{"slopes, with slack", func(j *Judge) {
			low, high := make([]float64, 100), make([]float64, 100)
			for i := range low {
				low[i], high[i] = 1, math.Exp(float64(i))
			}
			j.Grows("x", Equal, []float64{1, math.E}, [][]float64{low, high}, 49.5, 3, 1, 30, 100, "an interval of width 3")
		}, 30.5 + 1.5},
	} {
		j := NewJudge(1e-9)
		c.assert(j)
		if got := j.Reading().Worst.Tolerance.Size; math.Abs(got-c.want) > 1e-12*c.want {
			t.Errorf("%s at 1e-9: allowed %.15g, want %.15g", c.name, got, c.want)
		}
	}
}

// TestSidesOfARatioOfMedians: the allowance of a ratio is made of the sides that it is off on. The first sample is skew:
// from rank 25 to the middle at 1e-6 its logarithm rises by one a rank, from there to rank 76 by three.
func TestSidesOfARatioOfMedians(t *testing.T) {
	const n, alpha = 100, 1e-6
	skew, plain := make([]float64, n), make([]float64, n)
	log := func(i int) float64 { return float64(i + 1 + 2*max(0, i-49)) }
	for i := range skew {
		skew[i], plain[i] = math.Exp(log(i)), math.Exp(float64(i+1))
	}
	middle := func(x []float64) float64 { return math.Log((x[49] + x[50]) / 2) }
	law := middle(skew) - middle(plain)
	for _, c := range []struct{ sign, want float64 }{
		{1, log(75) - middle(skew) + middle(plain) - 25},
		{-1, middle(skew) - log(24) + 76 - middle(plain)},
	} {
		for _, off := range []float64{-1e-9, 1e-9} {
			if got := verdictAt(alpha, func(j *Judge) { j.MedianRatio("x", skew, plain, law+c.sign*(c.want+off), 0) }); got != (off > 0) {
				t.Errorf("side %v: off by %v%+g refutes: %t", c.sign, c.want, off, got)
			}
		}
	}
}

// TestPassagesOnBothSidesOfAStep: where F_n steps it is held against the law before and after, and at the cap before.
func TestPassagesOnBothSidesOfAStep(t *testing.T) {
	never, at := slices.Repeat([]float64{math.Inf(1)}, 1000), slices.Repeat([]float64{0.5}, 1000)
	for _, c := range []struct {
		name      string
		sample    []float64
		law, want float64 // of the law: its value at .5 and beyond
	}{
		{"all times at once, late in the law", at, 0.9, 0.9}, {"all times at once, early in the law", at, 0.1, 0.9}, {"no time seen", never, 0.75, 0.75},
	} {
		j := NewJudge(1e-9)
		j.Passages("t", c.sample, 0.8, func(t float64) float64 { return c.law * min(1, 2*t) }, 0, 0.5)
		if got := j.Reading().Worst.Got; math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: distance %v, want %v", c.name, got, c.want)
		}
	}
}

// TestLevelIsShared: the level of a check is spent on all assertions of all cases together.
func TestLevelIsShared(t *testing.T) {
	e := coin(claimed(t, flipping), 20_000, 0.1)
	e.Tests, e.Grid = 2, func(Tier) []doubling { return []doubling{{0}, {1}, {2}} }
	law, seen := e.Law, 0.0
	e.Law = func(c doubling, flips []float64, j *Judge) error {
		seen = j.Alpha()
		return law(c, flips, j)
	}
	v := judgeOne(t, e.Check(), Options{Seed: 1, Jobs: 1})
	const want = 1e-6 / 100 / (2 * 3)
	if v.Outcome != Holds || math.Abs(seen-want) > 1e-15*want || v.Design.Alpha != seen {
		t.Errorf("%s (%s), an assertion has the level %v, want %v", v.Outcome, v.Why, seen, want)
	}
}

// TestMoreAssertionsThanDeclared: their levels would add up to more than the check has.
func TestMoreAssertionsThanDeclared(t *testing.T) {
	e := coin(claimed(t, flipping), 20_000, 0.1)
	e.Law = All(e.Law, e.Law)
	v := judgeOne(t, e.Check(), Options{Seed: 1})
	if v.Outcome != Undecided || !strings.Contains(v.Why, "2 statistical assertions on one case, 1 declared") {
		t.Errorf("%s (%s)", v.Outcome, v.Why)
	}
}

// TestWeakestDesignIsTold, and every assertion is counted.
func TestWeakestDesignIsTold(t *testing.T) {
	weak, strong := Hoeffding(1000, 1e-9, 0.3), Hoeffding(100_000, 1e-9, 0.3)
	for _, order := range [][]Tolerance{{weak, strong}, {strong, weak}} {
		j := NewJudge(1e-9)
		for _, allowed := range order {
			j.Equal("x", 1, 1, allowed)
		}
		j.Equal("x", 1, 1, Rounding(1, 1))
		if r := j.Reading(); r.Weakest == nil || r.Weakest.Samples != 1000 || r.Tests != 2 || r.Assertions != 3 {
			t.Errorf("weakest %+v, %d tests in %d assertions; want 1000 samples, 2 in 3", r.Weakest, r.Tests, r.Assertions)
		}
	}
	for _, sum := range []Tolerance{weak.Plus(Rounding(1, 1)), Rounding(1, 1).Plus(weak)} {
		if sum.Design != weak.Design {
			t.Errorf("a sum has the design %+v, want that of its statistical part", sum.Design)
		}
	}
}

// TestReplicatesTakeTheirSeeds: of the rung and the replicate, as the lab has them.
func TestReplicatesTakeTheirSeeds(t *testing.T) {
	l := NewLab(t.Context(), Options{Seed: 3, Jobs: 1}, "a/b", 1e-9)
	for _, rung := range []int{0, 1, 7} {
		seeds, err := Replicate(l, rung, 5, func(seed uint64) (uint64, error) { return seed, nil })
		if err != nil {
			t.Fatal(err)
		}
		for i, seed := range seeds {
			if seed != l.Seed(rung, i) {
				t.Errorf("rung %d, replicate %d: seed %d, want %d", rung, i, seed, l.Seed(rung, i))
			}
		}
	}
}

// TestDrawsOfAClaim: what is drawn depends on the claim and on the master seed, and shrinking begins with it.
func TestDrawsOfAClaim(t *testing.T) {
	drawn := func(id string, seed uint64, refute bool) (values []float64) {
		p := doublingProperty(claimed(t, id))
		p.Draw = func(t *rapid.T) doubling {
			c := drawDoubling(t)
			values = append(values, c.X)
			return c
		}
		if refute {
			p.Law = func(c doubling, m float64, j *Judge) error {
				j.AtMost("x", c.X, 1.9, Rounding(1, 1))
				return nil
			}
		}
		judgeOne(t, p.Check(), Options{Seed: seed, Jobs: 1})
		return values
	}
	one := drawn(holding, 1, false)
	if other := drawn(flipping, 1, false); slices.Equal(one, other) {
		t.Error("two claims draw the same cases")
	}
	if other := drawn(holding, 2, false); slices.Equal(one, other) {
		t.Error("two master seeds draw the same cases")
	}
	all := drawn(holding, 1, true)
	first := slices.IndexFunc(all, func(x float64) bool { return x > 1.9 })
	if again := all[100 : 100+first+1]; !slices.Equal(one, all[:100]) || !slices.Equal(again, all[:first+1]) {
		t.Errorf("shrinking draws %v, want what was drawn before, %v", again, all[:first+1])
	}
}

// TestCalibrationDraws: the evidence of a calibration differs by its seed and by the case.
func TestCalibrationDraws(t *testing.T) {
	e := coin(claimed(t, flipping), 20_000, 0.1)
	e.Grid = func(Tier) []doubling { return []doubling{{0}, {1}} }
	e.Law = func(_ doubling, flips []float64, j *Judge) error {
		j.Share("heads", 0, len(flips), 0.5, 0.1)
		return nil
	}
	kept, seen := &Cache{}, map[float64]bool{}
	for seed := range uint64(3) {
		v := judgeOne(t, e.Check(), Options{Seed: 1, Cache: kept, Calibration: &Calibration{Seed: seed, Level: Share}})
		for _, row := range v.Rows {
			seen[row.Residual.Got] = true
		}
	}
	if len(seen) < 5 { // two of six shares of 20 000 are equal with probability .06
		t.Errorf("the shares of three calibrations of two cases: %v, want six numbers", seen)
	}
}
