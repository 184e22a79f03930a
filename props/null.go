package props

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"gonum.org/v1/gonum/floats"

	"assay/props/stat"
)

// Calibration is one run in which every statistical assertion is given
// evidence drawn from the law that it asserts, in the place and of the size of what was
// measured. All else, the cases, the designs, the levels and the verdict, is as in any
// other run, so that a run which raises an alarm raises a false one.
//
// A violated one is drawn from laws that are off by the violation which the assertion
// declares. An assertion that refutes it has done its work and passes; one that does not
// counts as refuted: a bound that is too lenient is seen by what it misses.
type Calibration struct {
	Seed     uint64
	Level    float64 // of one statistical check; [Share] in any other run
	Violated bool
}

// measurement is a measurement of one case with what was read off it.
type measurement[M any] struct {
	measured M
	evidence CaseEvidence
}

// Cache keeps what was measured, so that later runs of the same seed and tier measure nothing again.
type Cache struct {
	Claims []string // the ids of those whose measurements are kept; nil means all
	cases  sync.Map
}

// keeps reports whether the measurements of a claim are kept. No cache keeps none.
func (c *Cache) keeps(claim string) bool {
	return c != nil && (c.Claims == nil || slices.Contains(c.Claims, claim))
}

// place is where the measurement of a case is kept.
type place struct {
	claim  string
	number int
}

// recalled is the measurement of a case if it was made.
func recalled[M any](cache *Cache, claim string, number int) (s measurement[M], ok bool) {
	if cache == nil {
		return s, false
	}
	once, ok := cache.cases.Load(place{claim, number})
	if !ok {
		return s, false
	}
	made, ok := once.(func() measurement[M])
	if !ok {
		return s, false
	}
	return made(), true
}

// cached is the measurement of a case, made once.
func cached[M any](cache *Cache, claim string, number int, look func() measurement[M]) measurement[M] {
	once, _ := cache.cases.LoadOrStore(place{claim, number}, sync.OnceValue(look))
	return once.(func() measurement[M])()
}

// null draws the evidence of statistical assertions from the laws they assert. Where a
// law leaves more than one distribution, it is the one most likely to raise an alarm: a
// probability at the bound, a mean of zeros and ones. A nil null returns what was measured.
type null struct {
	*rand.Rand
	violated bool
	drawn    bool // since the last assertion
}

func newNull(c *Calibration, seed uint64) *null {
	return &null{Rand: rand.New(rand.NewPCG(seed, 0)), violated: c.Violated}
}

// violates reports whether the evidence is drawn from laws that are off.
func (t *null) violates() bool { return t != nil && t.violated }

// moved is a probability moved by the violation declared, where that is drawn.
func (t *null) moved(p, violation float64) float64 {
	if !t.violates() {
		return p
	}
	return math.Max(0, math.Min(1, p+violation))
}

// either is p moved to the side with more room.
func (t *null) either(p, violation float64) float64 {
	if p > 0.5 {
		violation = -violation
	}
	return t.moved(p, violation)
}

// drewNull reports whether the assertion at hand had its evidence drawn. One that had not
// would be judged on what was measured.
func (t *null) drewNull() bool {
	if t == nil {
		return true
	}
	was := t.drawn
	t.drawn = false
	return was
}

// count is the number of successes in n runs of probability p.
func (t *null) count(measured, n int, p float64) int {
	if t == nil {
		return measured
	}
	t.drawn = true
	successes := 0
	for range n {
		if t.Float64() < p {
			successes++
		}
	}
	return successes
}

// edge is p moved by what a law leaves open, up or down, within [0, 1].
func (t *null) edge(p float64, slack []Tolerance) float64 {
	if t == nil || t.violated {
		return p
	}
	sign := float64(2*t.IntN(2) - 1)
	for _, s := range slack {
		p += sign * s.Size
	}
	return math.Max(0, math.Min(1, p))
}

// levels is a sample of n values of F(X) where F is the continuous distribution function
// of X: they are uniform. Where the law is violated the given share of them is at 1, which is a
// Kolmogorov distance of that size.
func (t *null) levels(n int, violation float64) []float64 {
	t.drawn = true
	u := make([]float64, n)
	for i := range u {
		if u[i] = t.Float64(); t.violated && t.Float64() < violation {
			u[i] = 1
		}
	}
	return u
}

// passages is a sample of passage times with distribution function cdf on [0, cap), which
// may have an atom at 0; what comes later is +Inf. A time is found by bisection, to 2⁻⁴⁰ of
// the cap.
func (t *null) passages(measured []float64, cap float64, cdf func(float64) float64, violation float64) []float64 {
	if t == nil {
		return measured
	}
	times := t.levels(len(measured), violation/math.Max(cdf(cap), violation)) // what is late is only seen by the cap
	for i, u := range times {
		switch {
		case u <= cdf(0):
			times[i] = 0
			continue
		case u > cdf(cap):
			times[i] = math.Inf(1)
			continue
		}
		low, high := 0.0, cap
		for range 40 {
			if middle := (low + high) / 2; cdf(middle) < u {
				low = middle
			} else {
				high = middle
			}
		}
		times[i] = high
	}
	return times
}

// pooled is two samples of one law: drawn with replacement from both that were measured.
func (t *null) pooled(a, b []float64, violation float64) (x, y []float64) {
	if t == nil {
		return a, b
	}
	both := slices.Concat(a, b)
	x, y = t.resample(both, len(a), 1), t.resample(both, len(b), 1)
	for i := range y {
		if t.violated && t.Float64() < violation { // smaller than all of the first
			y[i] = math.Inf(-1)
		}
	}
	return x, y
}

// open is what a law leaves open, which a violation exceeds.
func (t *null) open(slack float64) float64 {
	if t.violates() {
		return slack
	}
	return 0
}

// around is a sample whose law has the given number at level ½, where the law is violated at ½ plus
// the violation, and the shape that was measured.
func (t *null) around(measured []float64, median, violation float64) []float64 {
	if t == nil {
		return measured
	}
	middle, err := stat.Median(measured)
	if err != nil {
		return measured
	}
	from := measured
	if t.violated { // what was not seen has no level
		from = slices.DeleteFunc(slices.Sorted(slices.Values(measured)), func(x float64) bool { return math.IsInf(x, 0) })
		middle = from[int((0.5+violation)*float64(len(from)))]
	}
	return t.resample(from, len(measured), median/middle)
}

// steeper is an exponent, off by the violation declared where that is drawn.
func (t *null) steeper(b, violation float64) float64 {
	if t.violates() {
		return b + violation
	}
	return b
}

// growing is times that grow as N^b: pairs of rungs as in [stat.LadderSlopes], each pair of
// times drawn with replacement from those measured, over their medians, and exchanged half
// the time, which makes every slope symmetric about b.
func (t *null) growing(measured [][]float64, sizes []float64, b float64) [][]float64 {
	if t == nil {
		return measured
	}
	t.drawn = true
	half := len(sizes) / 2
	times := slices.Clone(measured)
	for i := range half {
		k := i + len(sizes) - half
		low, high := overMedian(measured[i]), overMedian(measured[k])
		n := min(len(low), len(high))
		times[i], times[k] = make([]float64, n), make([]float64, n)
		for j := range n {
			from := t.IntN(n)
			u, v := low[from], high[from]
			if t.IntN(2) == 0 {
				u, v = v, u
			}
			times[i][j], times[k][j] = u*math.Pow(sizes[i], b), v*math.Pow(sizes[k], b)
		}
	}
	return times
}

// overMedian is a sample over its median.
func overMedian(x []float64) []float64 {
	middle, err := stat.Median(x)
	if err != nil {
		return nil
	}
	return floats.ScaleTo(make([]float64, len(x)), 1/middle, x)
}

// resample is n draws with replacement, times a factor.
func (t *null) resample(from []float64, n int, factor float64) []float64 {
	t.drawn = true
	sample := make([]float64, n)
	for i := range sample {
		sample[i] = factor * from[t.IntN(len(from))]
	}
	return sample
}

// seenViolation is what an assertion on a violated law comes to: that it refuted.
func seenViolation(r Residual) Residual {
	seen := 0.0
	if r.Refutes() {
		seen = 1
	}
	t := Rounding(1, 1)
	t.Design = r.Tolerance.Design
	return Residual{What: "seen violations of: " + r.What, Relation: Equal, Got: seen, Law: 1, Tolerance: t}
}
