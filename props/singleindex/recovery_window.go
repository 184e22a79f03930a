package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/theory"
	"assay/theory/claim"
)

// windowEnds is what runs of one regime with a step size from the printed window, and others
// with one from the corrected window, end with; and what the laws say of both.
type windowEnds struct {
	printed, corrected []recoveryEnds
	bounds             []float64    // with the printed step, of P(sup abs m > [heightLevel])
	fades              []props.Rung // with it, the second link
}

// windowStep is a step size at N and α, in the model's own units.
type windowStep func(k int, n, alpha float64) float64

// windowCase is a ladder with two step sizes at each rung.
type windowCase struct {
	recoveryCase
	printed []regime
	weak    bool // whether the printed statement promises weak recovery only: the largest overlap counts
	step    windowStep
}

func (c windowCase) String() string {
	s := c.recoveryCase.String() + "; printed"
	for _, r := range c.printed {
		s += fmt.Sprintf(" δ = %v", r.Delta)
	}
	return s
}

// measureWindow runs both.
func measureWindow(l *props.Lab, c windowCase) (w windowEnds, err error) {
	if w.corrected, err = measureRecovery(l, c.recoveryCase); err != nil {
		return w, err
	}
	w.printed, w.bounds = make([]recoveryEnds, len(c.printed)), make([]float64, len(c.printed))
	for i, r := range c.printed {
		promised := c.promised(r.N)
		runs, err1 := proportionRuns(l, promised.least, c.fails(promised))
		bound, within, err2 := c.row.law.ReachBound(float64(r.N), r.Alpha, r.Delta, heightLevel(float64(r.N)))
		if w.bounds[i] = math.Min(1, bound+within); w.bounds[i] <= 1-heightViolation { // it is judged
			n, err := heightRuns(l)
			runs, err1 = max(runs, n), errors.Join(err1, err)
		}
		if err := errors.Join(err1, err2); err != nil {
			return w, err
		}
		if w.printed[i], err = c.endsOfRuns(l, len(c.printed)+i, runs, r); err != nil {
			return w, err
		}
		w.printed[i].predicted, w.printed[i].law = 1, promised // the printed statement promises it
		if c.weak {
			w.printed[i].last = w.printed[i].largest
		}
	}
	w.fades, err = c.fades(c.step)
	return w, err
}

// fadeSizes is the ladder of the printed step. Below, the bound falls more slowly than the powers of 1/log N that are
// eliminated; from here on faster than each.
var fadeSizes = []float64{1e24, 1e44, 1e64}

// fades is the bound 1/log N + P(sup abs m > (log N)^{−1/2}) on E sup m² along that ladder.
func (c windowCase) fades(step windowStep) (rungs []props.Rung, err error) {
	k := c.row.law.Exponent
	for _, n := range fadeSizes {
		alpha, _ := modelUnits(c.row, cubedLog(n, k), 1)
		level := heightLevel(n)
		bound, within, err := c.row.law.ReachBound(n, alpha, step(k, n, alpha), level)
		if err != nil {
			return nil, err
		}
		rungs = append(rungs, props.Rung{N: n, Law: level*level + bound, Error: within})
	}
	return rungs, nil
}

// windowLimit is the second link in words.
const windowLimit = "by the laws at α' of the runs: with the printed step 1/log N + P(sup abs m > (log N)^{−1/2}), a bound of E sup m², tends to 0 on N = 10²⁴, 10⁴⁴, 10⁶⁴, " +
	"and not to 1 as P(sup abs m > η) → 1 would have it; P ≤ e E e^{−τ/M} falls faster than every power of 1/log N, and from 10²⁴ on one sees it; in the corrected window P(m_M > 1 − η_N) → 1 as in recovery/k2"

// printedFails asserts that the printed step does not recover: the bounds at the N of the runs, and the limit of E sup m².
func (w windowEnds) printedFails(j *props.Judge, to float64) {
	for i, e := range w.printed {
		keepsBelow(j, e.regime.N, e.largest, w.bounds[i])
	}
	boundVanishes(j, w.fades, to)
}

// onCorrected is a law of the runs with the corrected step.
func onCorrected(law props.Law[recoveryCase, []recoveryEnds]) props.Law[windowCase, windowEnds] {
	return func(c windowCase, w windowEnds, j *props.Judge) error { return law(c.recoveryCase, w.corrected, j) }
}

// failsFor is the correction with E sup m² tending to the given number with the printed step.
func failsFor(to float64) props.Law[windowCase, windowEnds] {
	return func(_ windowCase, w windowEnds, j *props.Judge) error {
		w.printedFails(j, to)
		return nil
	}
}

// failsWith is that with another step, to 0.
func failsWith(step windowStep) props.Law[windowCase, windowEnds] {
	return func(c windowCase, _ windowEnds, j *props.Judge) error {
		rungs, err := c.fades(step)
		if err == nil {
			boundVanishes(j, rungs, 0)
		}
		return err
	}
}

// windowErratum is a check of a printed step size that does not recover. Its control is the corrected
// window, on runs with the same samples, and that the printed step keeps the overlap small. A plant takes another step for the printed one.
func windowErratum(claim *claim.Claim, grid func(props.Tier) []windowCase, other props.Plant[windowCase, windowEnds]) props.Check {
	unlikely := func(pick func(windowEnds) []recoveryEnds, what string, p, violation float64, holds func(c windowCase, m float64) bool) props.Law[windowCase, windowEnds] {
		return func(c windowCase, w windowEnds, j *props.Judge) error {
			for _, ends := range pick(w) {
				j.Unlikely(what, tally(ends.last, func(m float64) bool { return holds(c, m) }), len(ends.last), p, violation)
			}
			return nil
		}
	}
	corrected := func(w windowEnds) []recoveryEnds { return w.corrected }
	return props.Experiment[windowCase, windowEnds]{
		Of: claim, Grid: grid, Tests: 10, Measure: measureWindow, Limit: windowLimit,
		Law: func(c windowCase, w windowEnds, j *props.Judge) error {
			boundVanishes(j, w.fades, 1)
			return recovers(c.recoveryCase, w.printed, j)
		},
		Control: props.All(onCorrected(recoversFor(1)), failsFor(0)),
		Plants: []props.Plant[windowCase, windowEnds]{
			props.Planted("α ≫ N^{−0.1} times the threshold", onCorrected(recoversOn(tooFew))),
			props.Planted("P(m_M > 1 − η) → 0.9 with the corrected step", onCorrected(recoversFor(0.9))),
			props.Planted("E sup m² → 0.1 with the printed step", failsFor(0.1)),
			other,
		},
		Rivals: []props.Rival[windowCase, windowEnds]{
			props.WrongLaw("no step size recovers with so few samples", unlikely(corrected, "P(m_M > 1 − η), corrected δ", 0.1, 0.5,
				func(c windowCase, m float64) bool { return m > c.Level })),
			props.WrongLaw("the printed step recovers half of the runs", func(c windowCase, w windowEnds, j *props.Judge) error {
				for _, ends := range w.printed {
					j.Likely("P(m_M > 1 − η), printed δ", c.successes(ends), len(ends.last), 0.5, 0.45)
				}
				return nil
			}),
			props.WrongLaw("both step sizes recover alike", func(c windowCase, w windowEnds, j *props.Judge) error {
				for i := range w.printed {
					j.SameLaw("m_M with both step sizes", w.printed[i].last, w.corrected[i].last, 0.9)
				}
				return nil
			}),
		},
	}.Check()
}

// atBoth is a case with α' and a printed step size at each N; the corrected one is in the
// middle of its window.
func atBoth(row zooRow, level float64, printed windowStep, sizes ...int) windowCase {
	k := row.law.Exponent
	c := windowCase{recoveryCase: recoveryCase{Model: row.name, Level: level, row: row, sequences: []windowSequence{logSequence(0.5)}}, step: printed}
	for _, n := range sizes {
		r := inWindow(row, n, cubedLog(float64(n), k), 0.5)
		c.Regimes = append(c.Regimes, r)
		r.Delta = printed(k, float64(n), r.Alpha)
		c.printed = append(c.printed, r)
	}
	return c
}

// cubedLog is α_c (log N)³ for k ≥ 3 and (log N)³ for k = 2: above the threshold by a log N.
func cubedLog(n float64, k int) float64 {
	return math.Pow(n, float64(k-2)) * math.Pow(math.Log(n), 3)
}

func logSequence(place float64) windowSequence {
	return windowSequence{name: "α' = N^{k−2} (log N)³", ratio: cubedLog, place: place, sizes: farSizes}
}

// powerSequence is above the threshold by a power of N.
func powerSequence(place float64) windowSequence {
	ratio := func(n float64, k int) float64 { return math.Pow(n, float64(k-2)+0.6) }
	return windowSequence{name: "α' = N^{k−2+3/5}", ratio: ratio, place: place, sizes: nearSizes}
}

// recoveryWindow is Theorem 1.3 as printed, at the sequences
//
//	k = 2: α' = (log N)³, δ = (loglog N)/α;  k = 3: α' = N(log N)³, δ = (log N)/α,
//
// both inside 1/α ≪ δ ≪ α^{−1/2}. The signals are small: λ = ½ makes 2λ, the power of log N
// that the overlap gains for k = 2, equal to 1; for k = 3 the run is too short by
// aδα/N^{1/2} = 3λ(log N)/N^{1/2}.
func recoveryWindow() props.Check {
	printed := func(k int, n, alpha float64) float64 {
		if k == 2 {
			return loglog(n) / alpha
		}
		return math.Log(n) / alpha
	}
	middle := func(k int, n, alpha float64) float64 { // of the corrected window, but for constants
		return math.Pow(n, float64(k-2)/2) * math.Pow(math.Log(n), map[int]float64{2: 1.25, 3: 0.75}[k]) / alpha
	}
	return windowErratum(theory.RecoveryWindow, func(tier props.Tier) []windowCase {
		matrix := props.Must(tensorRow(2, 0.5))
		cube := props.Must(tensorRow(3, 1./3))
		return []windowCase{
			atBoth(matrix, 0.82, printed, props.ByTier[[]int]{{100, 300}, {100, 1000, 2000}, {100, 1000, 10_000}}.At(tier)...),
			atBoth(cube, 0.82, printed, props.ByTier[[]int]{{25, 36}, {25, 49}, {36, 100, 300}}.At(tier)...),
		}
	}, props.Planted("steps inside the corrected window do not recover either", failsWith(middle)))
}

// windowCorrectedLimit is the second link in words.
const windowCorrectedLimit = "as in recovery/k2, a quarter from either end of the window and in its middle: for k = 2 at α' = (log N)³ of the runs, for k ≥ 3 at N^{k−2+3/5}, five N from 10⁸ to 10⁴⁰, " +
	"and but for the quarter from the lower end also at N^{k−2} (log N)³ of the runs, six N from 10⁸ to 10¹¹³"

// recoveryWindowCorrected takes step sizes over the corrected window, a quarter of the way
// from its lower end, in the middle and a quarter from its upper end on the logarithmic
// scale, at α' = (log N)³ and N^{k−2}(log N)³.
func recoveryWindowCorrected() props.Check {
	var plants []props.Plant[recoveryCase, []recoveryEnds]
	for k := 2; k <= 4; k++ {
		plants = append(plants,
			props.Planted(fmt.Sprintf("k = %d: N^{−0.1} times the lower end", k), windowEnd(k, 0.25, func(s *windowSequence) { s.low = -0.1 })),
			props.Planted(fmt.Sprintf("k = %d: N^{0.1} times the upper end", k), windowEnd(k, 0.75, func(s *windowSequence) { s.high = 0.1 })))
	}
	return recovery(theory.RecoveryWindowCorrected, windowCorrectedLimit, func(tier props.Tier) (grid []recoveryCase) {
		for _, ladder := range []struct {
			order int
			sizes props.ByTier[[]int]
		}{
			{2, props.ByTier[[]int]{{100, 300}, {100, 1000, 3000}, {100, 1000, 20_000}}},
			{3, props.ByTier[[]int]{{16, 49}, {25, 81}, {25, 100, 300}}},
			{4, props.ByTier[[]int]{{10, 20}, {16, 36}, {16, 36, 64}}},
		} {
			row := props.Must(tensorRow(ladder.order, 1))
			for _, place := range []float64{0.25, 0.5, 0.75} {
				c := recoveryCase{Model: row.name, Level: 0.82, row: row}
				if ladder.order > 2 {
					c.sequences = append(c.sequences, powerSequence(place))
				}
				if ladder.order == 2 || place > 0.25 {
					c.sequences = append(c.sequences, logSequence(place))
				}
				for _, n := range ladder.sizes.At(tier) {
					c.Regimes = append(c.Regimes, inWindow(row, n, cubedLog(float64(n), ladder.order), place))
				}
				grid = append(grid, c)
			}
		}
		return grid
	}, plants...)
}

// windowEnd is the second link with an error in one end of the window, at a place near that end.
func windowEnd(k int, place float64, change func(s *windowSequence)) props.Law[recoveryCase, []recoveryEnds] {
	return recoversOn(func(c recoveryCase) []windowSequence {
		if c.row.law.Exponent != k || c.sequences[0].place != place {
			return nil
		}
		s := logSequence(place)
		change(&s)
		return []windowSequence{s}
	})
}
