package singleindex

import (
	"fmt"
	"math"

	"assay/props"
	"assay/theory"
	"assay/theory/claim"
)

// windowEnds is what runs of one regime with a step size from the printed window, and others
// with one from the corrected window, end with; and the least probabilities of success that
// the laws at this N give to the latter.
type windowEnds struct{ printed, corrected []recoveryEnds }

// windowCase is a ladder with two step sizes at each rung.
type windowCase struct {
	recoveryCase
	printed []regime
	weak    bool // whether the printed statement promises weak recovery only: the largest overlap counts
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
	w.printed = make([]recoveryEnds, len(c.printed))
	for i, r := range c.printed {
		if w.printed[i], err = c.endsOf(l, len(c.printed)+i, r); err != nil {
			return w, err
		}
		w.printed[i].predicted = 1 // the printed statement promises it
		if c.weak {
			w.printed[i].last = w.printed[i].largest
		}
	}
	return w, nil
}

// windowErratum is a check of a printed step size that does not recover, with the corrected
// window as its control on runs with the same samples.
func windowErratum(claim *claim.Claim, grid func(props.Tier) []windowCase) props.Check {
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
		Of: claim, Grid: grid, Tests: 3, Measure: measureWindow,
		Law: func(c windowCase, w windowEnds, j *props.Judge) error { return recovers(c.recoveryCase, w.printed, j) },
		Control: func(c windowCase, w windowEnds, j *props.Judge) error {
			return recovers(c.recoveryCase, w.corrected, j)
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
func atBoth(row zooRow, err error, level float64, ratio func(n int) float64, printed func(n int, alpha float64) float64, sizes ...int) windowCase {
	if err != nil {
		panic(err) // fixed, valid parameters
	}
	c := windowCase{recoveryCase: recoveryCase{Model: row.name, Level: level, row: row}}
	for _, n := range sizes {
		alpha := ratio(n)
		r := inWindow(row, n, alpha, 0.5)
		c.Regimes = append(c.Regimes, r)
		r.Delta = printed(n, r.Alpha)
		c.printed = append(c.printed, r)
	}
	return c
}

// cubedLog is α_c (log N)³ for k ≥ 3 and (log N)³ for k = 2: above the threshold by a log N.
func cubedLog(k int) func(n int) float64 {
	return func(n int) float64 {
		return math.Pow(float64(n), float64(k-2)) * math.Pow(math.Log(float64(n)), 3)
	}
}

// recoveryWindow is Theorem 1.3 as printed, at the sequences
//
//	k = 2: α' = (log N)³, δ = (loglog N)/α;  k = 3: α' = N(log N)³, δ = (log N)/α,
//
// both inside 1/α ≪ δ ≪ α^{−1/2}. The signals are small: λ = ½ makes 2λ, the power of log N
// that the overlap gains for k = 2, equal to 1; for k = 3 the run is too short by
// aδα/N^{1/2} = 3λ(log N)/N^{1/2}.
func recoveryWindow() props.Check {
	return windowErratum(theory.RecoveryWindow, func(tier props.Tier) []windowCase {
		matrix, err2 := tensorRow(2, 0.5)
		cube, err3 := tensorRow(3, 1./3)
		return []windowCase{
			atBoth(matrix, err2, 0.75, cubedLog(2), func(n int, alpha float64) float64 { return loglog(n) / alpha },
				props.ByTier[[]int]{{100, 300}, {100, 1000, 2000}, {100, 1000, 10_000}}.At(tier)...),
			atBoth(cube, err3, 0.75, cubedLog(3), func(n int, alpha float64) float64 { return math.Log(float64(n)) / alpha },
				props.ByTier[[]int]{{25, 36}, {25, 49}, {36, 100, 300}}.At(tier)...),
		}
	})
}

// recoveryWindowCorrected takes step sizes over the corrected window, a quarter of the way
// from its lower end, in the middle and a quarter from its upper end on the logarithmic
// scale, at α' = (log N)³ and N^{k−2}(log N)³.
func recoveryWindowCorrected() props.Check {
	return props.Experiment[recoveryCase, []recoveryEnds]{
		Of: theory.RecoveryWindowCorrected, Tests: 3, Measure: measureRecovery, Law: recovers,
		Grid: func(tier props.Tier) (grid []recoveryCase) {
			for _, ladder := range []struct {
				order int
				sizes props.ByTier[[]int]
			}{
				{2, props.ByTier[[]int]{{100, 300}, {100, 1000, 3000}, {100, 1000, 20_000}}},
				{3, props.ByTier[[]int]{{16, 49}, {25, 81}, {25, 100, 300}}},
				{4, props.ByTier[[]int]{{10, 20}, {16, 36}, {16, 36, 64}}},
			} {
				row, err := tensorRow(ladder.order, 1)
				if err != nil {
					panic(err)
				}
				for _, place := range []float64{0.25, 0.5, 0.75} {
					c := recoveryCase{Model: row.name, Level: 0.5, row: row}
					for _, n := range ladder.sizes.At(tier) {
						c.Regimes = append(c.Regimes, inWindow(row, n, cubedLog(ladder.order)(n), place))
					}
					grid = append(grid, c)
				}
			}
			return grid
		},
		Rivals: recoveryRivals(),
	}.Check()
}
