package props

import (
	"math"
	"testing"

	"assay/props/stat"
)

// The literals of this file come from sums of exact binomial probabilities in rational
// arithmetic and from formulas evaluated to 40 digits, by a program in another language: a level that
// is halved, doubled or taken at one side is seen at the count at which it matters.

// verdictAt is whether an assertion of level alpha refutes.
func verdictAt(alpha float64, assert func(j *Judge)) bool {
	j := NewJudge(alpha)
	assert(j)
	return j.Reading().Refuted()
}

// TestLevelsOfCounts: the last count that refutes, and the first that does not.
func TestLevelsOfCounts(t *testing.T) {
	for _, c := range []struct {
		n        int
		p, alpha float64
		refutes  int // successes in n runs: this many refute P ≥ p, one more do not
	}{{100, 0.9, 1e-6, 72}, {60, 0.75, 1e-4, 31}, {500, 0.5, 1e-9, 182}, {400, 0.99, 1e-3, 388}} {
		likely := func(successes int) bool {
			return verdictAt(c.alpha, func(j *Judge) { j.Likely("x", successes, c.n, c.p, c.p/2) })
		}
		if !likely(c.refutes) || likely(c.refutes+1) {
			t.Errorf("P ≥ %v at α = %v: %d of %d refute: %t, %d: %t; want true, false", c.p, c.alpha, c.refutes, c.n, likely(c.refutes), c.refutes+1, likely(c.refutes+1))
		}
		unlikely := func(successes int) bool {
			return verdictAt(c.alpha, func(j *Judge) { j.Unlikely("x", successes, c.n, 1-c.p, c.p/2) })
		}
		if !unlikely(c.n-c.refutes) || unlikely(c.n-c.refutes-1) {
			t.Errorf("P ≤ %v at α = %v: the mirror image of P ≥ %v is not judged as it is", 1-c.p, c.alpha, c.p)
		}
	}
}

// TestLevelsOfQuantiles: the least and the largest count of values below a claimed quantile that do not refute it.
func TestLevelsOfQuantiles(t *testing.T) {
	for _, c := range []struct {
		n           int
		p, alpha    float64
		least, most int
	}{{100, 0.5, 1e-6, 26, 74}, {200, 0.25, 1e-4, 25, 75}, {500, 0.5, 1e-9, 182, 318}, {100, 0.5, 5e-7, 25, 75}, {60, 0.5, 1e-3, 17, 43}} {
		sample := make([]float64, c.n)
		for i := range sample {
			sample[i] = float64(i + 1)
		}
		refuted := func(below int) bool {
			return verdictAt(c.alpha, func(j *Judge) { j.QuantileWithin("x", sample, c.p, float64(below)+0.5, 0.45) })
		}
		if refuted(c.least) || refuted(c.most) || !refuted(c.least-1) || !refuted(c.most+1) {
			t.Errorf("the %v-quantile of %d at α = %v: %d to %d below must not refute, one less and one more must: %t %t %t %t",
				c.p, c.n, c.alpha, c.least, c.most, refuted(c.least-1), refuted(c.least), refuted(c.most), refuted(c.most+1))
		}
	}
}

// TestLevelsOfMedians: of a sample e¹, …, eⁿ the logarithm of the median is known to whole numbers, by the ranks at
// α/2: at α = 1e-6 and n = 100 these are 25 and 76 about 50.5, each for the side it is on. A ratio of two medians
// allows the sum of the two sides.
func TestLevelsOfMedians(t *testing.T) {
	const n, alpha, half = 100, 1e-6, 25.5
	sample := make([]float64, n)
	for i := range sample {
		sample[i] = math.Exp(float64(i + 1))
	}
	middle := math.Log((sample[49] + sample[50]) / 2)
	up, down := 76-middle, middle-25 // the sample median is the mean of the middle two, not their geometric mean
	for _, c := range []struct {
		name     string
		up, down float64
		assert   func(j *Judge, off float64)
	}{
		{"median", up, down, func(j *Judge, off float64) { j.Median("x", sample, middle+off, 0) }},
		{"ratio of medians", up + down, up + down, func(j *Judge, off float64) { j.MedianRatio("x", sample, sample, off, 0) }},
	} {
		for sign, off := range map[float64]float64{1: c.up, -1: c.down} {
			if verdictAt(alpha, func(j *Judge) { c.assert(j, sign*(off-1e-9)) }) || !verdictAt(alpha, func(j *Judge) { c.assert(j, sign*(off+1e-9)) }) {
				t.Errorf("%s: the allowance on side %v is not %v", c.name, sign, off)
			}
		}
	}
	if math.Abs(up-half) > 0.2 || math.Abs(up+down-2*half) > 1e-9 {
		t.Errorf("allowances %v and %v about ranks 25 and 76", up, down)
	}
}

// TestLevelsOfSlopes: the median of n slopes 1, …, n lies between the ranks at α, 26 and 75 of 100 at 1e-6.
func TestLevelsOfSlopes(t *testing.T) {
	const n, alpha = 100, 1e-6
	low, high := make([]float64, n), make([]float64, n)
	for i := range low {
		low[i], high[i] = 1, math.Exp(float64(i+1))
	}
	refuted := func(at float64) bool {
		return verdictAt(alpha, func(j *Judge) {
			j.Grows("x", Equal, []float64{1, math.E}, [][]float64{low, high}, at, 0, 1, 30, n, "nothing else")
		})
	}
	for _, end := range []float64{26, 75} {
		inside, outside := end+math.Copysign(1e-9, 50-end), end-math.Copysign(1e-9, 50-end)
		if refuted(inside) || !refuted(outside) {
			t.Errorf("rank %v: %v refutes: %t, %v: %t; want false, true", end, inside, refuted(inside), outside, refuted(outside))
		}
	}
}

// TestSizesOfBounds: every named bound at several levels.
func TestSizesOfBounds(t *testing.T) {
	for _, c := range []struct {
		name string
		got  Tolerance
		want float64
	}{
		{"Hoeffding, 1000 at 1e-9", Hoeffding(1000, 1e-9, 0.5), 0.10348046438218751},
		{"Hoeffding, 100 at 1e-6", Hoeffding(100, 1e-6, 0.9), 0.26933861344527096},
		{"Hoeffding, 5000 at 2e-8", Hoeffding(5000, 2e-8, 0.5), 0.042919320525786945},
		{"Dvoretzky-Kiefer-Wolfowitz, 1000 at 1e-9", Band(1000, 1e-9, 0.5), 0.10348046438218751},
		{"Dvoretzky-Kiefer-Wolfowitz, 5000 at 2e-8", Band(5000, 2e-8, 0.5), 0.042919320525786945},
		{"two samples, 500 each at 1e-9", TwoSample(500, 500, 1e-9, 0.9), 0.20696092876437502},
		{"two samples, 100 each at 1e-6", TwoSample(100, 100, 1e-6, 0.9), 0.38490921732227034},
		{"two samples, 100 and 150 at 1e-6", TwoSample(100, 150, 1e-6, 0.9), 0.34771465478804383},
		{"two samples, 300 and 1000 at 1e-6", TwoSample(300, 1000, 1e-6, 0.9), 0.24635708951560606},
		{"rounding, 1 operation at 1", Rounding(1, 1), 0x1p-52},
		{"rounding, 3 operations at 2", Rounding(3, 2), 1.3322676295501878e-15},
		{"rounding, 10 operations at −1e6", Rounding(10, -1e6), 2.2204460492503131e-9},
		{"rounding, 7 operations at 0", Rounding(7, 0), 7 * math.SmallestNonzeroFloat64},
		{"truncation", Truncation(-0.25, "x"), 0.25},
		{"a multiple", Truncation(0.25, "x").Times(-3), 0.75},
		{"a sum", Truncation(0.25, "x").Plus(Rounding(1, 1)), 0.25 + 0x1p-52},
	} {
		if math.Abs(c.got.Size-c.want) > 1e-13*c.want {
			t.Errorf("%s: %.17g, want %.17g", c.name, c.got.Size, c.want)
		}
	}
	mean := func(m float64) bool { // a mean of 100 numbers at 1e-6: ½ + .2693
		sample := make([]float64, 100)
		for i := range sample {
			sample[i] = m
		}
		return verdictAt(1e-6, func(j *Judge) { j.MeanAtMost("x", sample, 0.5, 0.5) })
	}
	if mean(0.7693) || !mean(0.7694) {
		t.Errorf("a mean above ½ refutes at .7693: %t, at .7694: %t; want false, true", mean(0.7693), mean(0.7694))
	}
	share := func(successes int) bool {
		return verdictAt(1e-6, func(j *Judge) { j.Share("x", successes, 100, 0.5, 0.5) })
	}
	if share(76) || !share(77) || share(24) || !share(23) {
		t.Error("a share of ½ is not refuted from 77 and below 24 of 100 on, and only there")
	}
}

// TestSeedsDiffer: a replicate's seed depends on each of what it is to depend on, the case among them.
func TestSeedsDiffer(t *testing.T) {
	seen := map[uint64]string{}
	add := func(what string, seed uint64) {
		if was, ok := seen[seed]; ok {
			t.Errorf("%s has the seed of %s", what, was)
		}
		seen[seed] = what
	}
	lab := func(master uint64, claim string, number int) *Lab {
		return (&bench{options: Options{Seed: master}, claim: claim}).lab(number, 0)
	}
	for _, number := range []int{-1, 0, 1, 2} {
		for _, rung := range []int{-1, 0, 1} {
			for _, replicate := range []int{0, 1, 2} {
				add(Describe(struct{ Case, Rung, Replicate int }{number, rung, replicate}), lab(1, "a/b", number).Seed(rung, replicate))
			}
		}
	}
	add("another claim", lab(1, "a/c", 0).Seed(0, 0))
	add("another master seed", lab(2, "a/b", 0).Seed(0, 0))
	add("the draws of a claim", Seed(1, "a/b"))
	if one, again := lab(1, "a/b", 1).Seed(2, 3), lab(1, "a/b", 1).Seed(2, 3); one != again {
		t.Error("a seed is not a function of its arguments")
	}
}

// TestLenientBoundIsSeen: with a bound ten times too wide, as a level of 10⁻⁹⁰ makes it, the violated law is missed, and the
// miss counts.
func TestLenientBoundIsSeen(t *testing.T) {
	for _, c := range []struct {
		alpha  float64
		missed bool
	}{{1e-9, false}, {1e-90, true}} {
		j := &Judge{alpha: c.alpha, null: newNull(&Calibration{Violated: true}, 1)}
		n, err := stat.ProportionSamples(0.9, 0.5, 1e-9, Miss)
		if err != nil {
			t.Fatal(err)
		}
		j.Likely("x", 0, n, 0.9, 0.4)
		if r := j.Reading(); r.Refuted() != c.missed {
			t.Errorf("α = %v: %v", c.alpha, r.Worst)
		}
	}
}
