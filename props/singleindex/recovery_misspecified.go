package singleindex

import (
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// fate is how far a run comes in the end.
type fate string

const (
	strong fate = "strong recovery"
	weak   fate = "weak recovery only"
	none   fate = "no recovery"
)

// fateCase is a case of Remark 2.3, φ(m) = −A m² − B m⁴ + const, with what it says of it.
type fateCase struct {
	A      float64   `draw:"A"`
	B      float64   `draw:"B"`
	Data   []float64 `draw:"u(f)"`
	Fit    []float64 `draw:"u(g)"`
	Regime regime    `draw:"regime"`
	Fate   fate      `draw:"fate"`
}

// fates is the last overlap and sup abs m of each run.
type fates struct{ last, largest []float64 }

// The levels: strong recovery ends above fateHigh, weak recovery between the two, and without
// recovery the overlap never exceeds fateNone. m sticks at 1/√2 as δ → 0, and below with a
// fixed step, at theory's resting overlap.
const (
	fateHigh = 0.8
	fateLow  = 0.3
	fateNone = 0.5
)

// fateAim is the share of runs that must end as said, and fateViolation how much less a
// violation has.
const (
	fateAim       = 0.75
	fateViolation = 0.6
)

// fateGrid is the listed cases. For k = 2 steps lie in the lower half of the corrected
// window, so that the overlap rests near where the loss has its minimum; a case without exponent takes the
// regime of the same f and g with A > 0.
func fateGrid(tier props.Tier) []fateCase {
	n := props.ByTier[int]{200, 700, 3000}.At(tier)
	small := props.ByTier[int]{10, 14, 24}.At(tier)
	in := func(data, fit []float64, n int, place float64) regime {
		row := props.Must(misspecifiedRow("misspecified", data, fit))
		return inWindow(row, n, cubedLog(float64(n), row.law.Exponent), place)
	}
	of := func(data, fit []float64, r regime, f fate) fateCase {
		return fateCase{2 * data[2] * fit[2], 2 * data[4] * fit[4], data, fit, r, f}
	}
	mild, up, down := []float64{0, 0, 1, 0, 0.5}, []float64{0, 0.25, 0.5, 0, 0.02}, []float64{0, 0.25, -0.5, 0, 0.02}
	steep, turn := []float64{0, 0, 1, 0, 2}, []float64{0, 0.1, 0.5, 0, -0.25}
	fourth, quartic := []float64{0, 0, 0.2, 0, 1}, []float64{0, 0.25, 0, 0, 0.5}
	flat := []float64{0, 0.5, 0, 0, 0}
	return []fateCase{
		of(mild, up, in(mild, up, n, 0.25), strong),
		of(fourth, quartic, in(fourth, quartic, small, 0.5), strong),
		of(steep, turn, in(steep, turn, n, 0.25), weak),
		of(mild, down, in(mild, up, n, 0.25), none),
		of(mild, flat, in(mild, up, n, 0.25), none),
	}
}

func measureFates(l *props.Lab, c fateCase) (f fates, err error) {
	row, err := misspecifiedRow("misspecified", c.Data, c.Fit)
	if err != nil {
		return f, err
	}
	n, err := proportionRuns(l, fateAim, fateViolation)
	if err != nil {
		return f, err
	}
	watch, err := sim.NewWatch(0.5, c.Regime.steps())
	if err != nil {
		return f, err
	}
	seen, err := c.Regime.runs(l, 0, n, row.model, watch)
	for _, h := range seen {
		f.last, f.largest = append(f.last, math.Abs(h.Last)), append(f.largest, h.Largest)
	}
	return f, err
}

// ends asserts a fate. The even part of the loss cannot tell θ from −θ: abs m counts.
func (f fates) ends(j *props.Judge, what fate) {
	n := len(f.last)
	switch what {
	case strong:
		j.Likely(fmt.Sprintf("P(abs m_M > %v)", fateHigh), tally(f.last, func(m float64) bool { return m > fateHigh }), n, fateAim, fateViolation)
	case weak:
		j.Likely(fmt.Sprintf("P(%v < abs m_M ≤ %v)", fateLow, fateHigh),
			tally(f.last, func(m float64) bool { return m > fateLow && m <= fateHigh }), n, fateAim, fateViolation)
	case none:
		j.Likely(fmt.Sprintf("P(sup abs m ≤ %v)", fateNone), tally(f.largest, func(m float64) bool { return m <= fateNone }), n, fateAim, fateViolation)
	}
}

// rests is where weak recovery stays. First link: the last overlap lies within three standard deviations of the resting
// overlap m* that the law has at this step size, those of the linear diffusion about it,
//
//	Var m = δσ²(m*)/(2N abs b'(m*)),
//
// with probability 8/9 at least by Chebyshev's inequality, and [fateAim] even if the variance is twice as large. Second link: m* tends to the given number as δ → 0. The rungs count 1/δ.
func (c fateCase) rests(j *props.Judge, f fates, to float64) error {
	law, err := theory.Misspecified(c.Data, c.Fit, 0)
	if err != nil {
		return err
	}
	delta := c.Regime.Delta
	rest, err := law.RestingOverlap(delta)
	if err != nil {
		return err
	}
	const h = 1e-4
	slope := math.Abs(law.Drift(rest+h, delta)-law.Drift(rest-h, delta)) / (2 * h)
	near := 3 * math.Sqrt(delta*law.Sigma2(rest)/(2*float64(c.Regime.N)*slope))
	j.Likely(fmt.Sprintf("P(abs m_M within %.2g of m* = %.4g)", near, rest), tally(f.last, func(m float64) bool { return math.Abs(m-rest) <= near }), len(f.last), fateAim, fateViolation)
	var rungs []props.Rung
	for i := range 5 {
		at := delta * math.Pow(2, -4*float64(i))
		m, err := law.RestingOverlap(at)
		if err != nil {
			return err
		}
		rungs = append(rungs, props.Rung{N: 1 / at, Law: m, Claim: to, Error: 1e-14})
	}
	j.Tends("m* as δ → 0", rungs, func(n float64) float64 { return 1 / n }, 0.05)
	return nil
}

// recoveryMisspecified checks each listed case of Remark 2.3.
func recoveryMisspecified() props.Check {
	says := func(of func(c fateCase) fate) props.Law[fateCase, fates] {
		return func(c fateCase, f fates, j *props.Judge) error {
			f.ends(j, of(c))
			return nil
		}
	}
	stuck := func(at float64) props.Law[fateCase, fates] {
		return func(c fateCase, f fates, j *props.Judge) error {
			f.ends(j, c.Fate)
			if c.Fate != weak {
				return nil
			}
			return c.rests(j, f, at)
		}
	}
	return props.Experiment[fateCase, fates]{
		Of: theory.RecoveryMisspecified, Grid: fateGrid, Tests: 2, Measure: measureFates,
		Law: stuck(theory.StuckOverlap), Limit: "the overlap at which SGD rests by the law, to δ = 2^{−16} of the runs', tends to 1/√2; the gap is in powers of δ",
		Plants: []props.Plant[fateCase, fates]{
			props.Planted("stuck at 1.2/√2", stuck(1.2*theory.StuckOverlap)),
			props.Planted("stuck at 0.8/√2", stuck(0.8*theory.StuckOverlap)),
			props.Planted("runs that are stuck at .45", func(c fateCase, f fates, j *props.Judge) error {
				stopped := fates{make([]float64, len(f.last)), f.largest}
				for i, m := range f.last {
					stopped.last[i] = math.Min(m, 0.45)
				}
				if c.Fate != weak {
					stopped = f
				}
				return stuck(theory.StuckOverlap)(c, stopped, j)
			}),
		},
		Rivals: []props.Rival[fateCase, fates]{
			props.WrongLaw("A > 0 suffices for strong recovery", says(func(c fateCase) fate {
				if c.A > 0 {
					return strong
				}
				return c.Fate
			})),
			props.WrongLaw("A = 0 means no recovery", says(func(c fateCase) fate {
				if c.A == 0 {
					return none
				}
				return c.Fate
			})),
			props.WrongLaw("A < 0 recovers −θ", says(func(c fateCase) fate {
				if c.A < 0 {
					return strong
				}
				return c.Fate
			})),
			props.WrongLaw("A > 0 > B means no recovery", says(func(c fateCase) fate {
				if c.A > 0 && c.B < 0 {
					return none
				}
				return c.Fate
			})),
			props.WrongLaw("a misspecified model recovers weakly only", says(func(fateCase) fate { return weak })),
		},
	}.Check()
}
