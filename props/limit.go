package props

import (
	"errors"
	"fmt"
	"math"

	"assay/props/stat"
)

// A claim about a limit, such as an order in N, a constant, "→ 0" or "→ 1", is judged by two links
// that are never added up:
//
//	measurement ── first link ── law at this N ── second link ── claimed limit
//
// The first link is any assertion on what was measured, with the law's own error as its only slack.
// The second, [Judge.Tends], is deterministic: the law climbs a ladder of sizes that no
// simulation could. Were the distance from the law to the limit put into the tolerance of
// the first, the claimed limit would cancel and nothing could refute it.

// Rung is one size of the ladder that a law climbs.
type Rung struct {
	N     float64
	Law   float64 // the law at this size
	Claim float64 // what the claimed limit makes of it
	Error float64 // a bound on the error of Law
}

// safety is Roache's factor for an extrapolation whose order was not confirmed (Perspective: a method for
// uniform reporting of grid refinement studies, J. Fluids Eng. 116, 1994).
const safety = 3

// Tends asserts that a law tends to its claimed limit. The gap Law − Claim must tend to 0 in
// powers of rate(N), which falls along the ladder; it is extrapolated to rate 0 by [stat.Limit].
// The extrapolation allows for safety times what its last elimination moved and for the errors of the
// rungs. The violation declared is an error of the limit: a ladder on which less than that
// could pass unseen leaves the claim undecided, unless it is refuted.
//
// Where the claim is about a ratio the rungs hold logarithms, where it is about a power of N local exponents
// ([Exponents]).
func (j *Judge) Tends(what string, rungs []Rung, rate func(n float64) float64, violation float64) {
	gaps, rates, open := make([]float64, len(rungs)), make([]float64, len(rungs)), 0.0
	for i, r := range rungs {
		gaps[i], rates[i] = r.Law-r.Claim, rate(r.N)
		open = math.Max(open, r.Error+UnitRoundoff*(math.Abs(r.Law)+math.Abs(r.Claim)))
	}
	e, err := stat.Limit(gaps, rates)
	if err != nil {
		j.Undecided("%s: %v", what, err)
		return
	}
	first, last := rungs[0], rungs[len(rungs)-1]
	t := Truncation(safety*e.Truncation+e.Gain*open, fmt.Sprintf("extrapolation of %d sizes from N = %.3g to %.3g, where the gap is %.2g and %.2g",
		len(rungs), first.N, last.N, gaps[0], gaps[len(gaps)-1]))
	j.Add(Residual{What: what, Relation: Equal, Got: last.Claim + e.Value, Law: last.Claim, Tolerance: t, Link: LawToLimit})
	if detectable := 2 * t.Size; detectable > violation {
		j.Undecided("%s: the ladder up to N = %.3g shows an error of the limit of %.2g, declared is %.2g", what, last.N, detectable, violation)
	}
}

// Exponents is the local exponents of a law along a ladder, beside those of the claimed order:
//
//	log(f(N_{i+1})/f(N_i))/log(N_{i+1}/N_i)  at  √(N_i N_{i+1}),
//
// each with the error that a relative error of the law of the given size makes. Both functions are positive.
func Exponents(sizes []float64, law, order func(n float64) (float64, error), relative float64) ([]Rung, error) {
	rungs := make([]Rung, 0, len(sizes))
	var before [2]float64
	for i, n := range sizes {
		f, err1 := law(n)
		o, err2 := order(n)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		if !(f > 0) || !(o > 0) {
			return nil, fmt.Errorf("at N = %v: law %v and order %v, want positive numbers", n, f, o)
		}
		if i > 0 {
			step := math.Log(n / sizes[i-1])
			rungs = append(rungs, Rung{
				N: math.Sqrt(n * sizes[i-1]), Law: math.Log(f/before[0]) / step, Claim: math.Log(o/before[1]) / step,
				Error: 2 * relative / step,
			})
		}
		before = [2]float64{f, o}
	}
	return rungs, nil
}

// Ratios is the logarithms of a law along a ladder beside those of the claimed limit, with a
// bound on the relative error of the law.
func Ratios(sizes []float64, law, limit func(n float64) (float64, error), relative float64) ([]Rung, error) {
	rungs := make([]Rung, 0, len(sizes))
	for _, n := range sizes {
		f, err1 := law(n)
		c, err2 := limit(n)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		if !(f > 0) || !(c > 0) {
			return nil, fmt.Errorf("at N = %v: law %v and limit %v, want positive numbers", n, f, c)
		}
		rungs = append(rungs, Rung{N: n, Law: math.Log(f), Claim: math.Log(c), Error: relative})
	}
	return rungs, nil
}

// Geometric is the sizes from first to last in equal ratios, count of them, rounded to whole
// numbers where a float64 holds them exactly.
func Geometric(first, last float64, count int) []float64 {
	sizes := make([]float64, count)
	for i := range sizes {
		sizes[i] = first * math.Pow(last/first, float64(i)/float64(count-1))
		if sizes[i] < 1<<53 {
			sizes[i] = math.Round(sizes[i])
		}
	}
	return sizes
}
