package singleindex

import (
	"context"
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/props/stat"
	"assay/sim"
	"assay/theory"
	"assay/theory/claim"
)

// descentFigure is a figure of runs from overlap ½.
type descentFigure struct {
	row       func() (zooRow, error)
	published scene
	see       string
}

var descentSquare = descentFigure{
	row:       func() (zooRow, error) { return monomialRow(2, 0) },
	published: scene{publishedN, 500, 7.5e-4, 0.5},
	see:       "No plateau from overlap ½: the runs lie on the population curve (k = 2), which the projection's pull slows by 12δ = .9 % only.",
}

var descentCubic = descentFigure{
	row:       func() (zooRow, error) { return hermiteRow(3, 0) },
	published: scene{publishedN, 500, 2.56e-4, 0.5},
	see:       "No plateau from overlap ½: the runs follow the population curve (k = 3). They lie below it by up to .03, the pull of the projection at this step size.",
}

// descentSizes are the dimensions: the law of large numbers is seen at a smaller N too, at
// the same α and δ.
var descentSizes = props.ByTier[int]{150, publishedN, publishedN}

func (f descentFigure) scene(t props.Tier) scene {
	s := f.published
	s.N = descentSizes.At(t)
	return s
}

func (f descentFigure) runs(ctx context.Context, s scene, grid []int, lo, hi, jobs int, seed props.Seeding) ([]sim.Passages, error) {
	row, err := f.row()
	if err != nil {
		return nil, err
	}
	step, err := sim.NewConstant(s.Delta)
	if err != nil {
		return nil, err
	}
	return sim.RunChain(ctx, sim.ChainRun{
		Model: row.model, N: s.N, Schedule: step, Start: sim.At(s.From),
		Watch:    sim.Watch{Low: 0.5, High: 0.9, Steps: grid[len(grid)-1], Grid: grid},
		Replicas: hi - lo, Jobs: jobs, Seed: func(i int) uint64 { return seed(0, lo+i) },
	})
}

func plotDescent(f descentFigure) func(context.Context, props.Tier, props.Seeding) (props.Plot, error) {
	return func(ctx context.Context, tier props.Tier, seed props.Seeding) (props.Plot, error) {
		s := f.scene(tier)
		grid := props.Evenly(s.samples())
		runs, err := f.runs(ctx, s, grid, 0, props.DrawnRuns, 0, seed)
		if err != nil {
			return props.Plot{}, err
		}
		row, err := f.row()
		if err != nil {
			return props.Plot{}, err
		}
		mean, _, err := populationRun(ctx, row.model, s, sim.Watch{Low: 0.5, High: 0.9, Grid: grid})
		if err != nil {
			return props.Plot{}, err
		}
		caption := fmt.Sprintf("%s N = %d, m₀ = ½, M = αN with α = %g, δ = %.3g.", f.see, s.N, s.Alpha, s.Delta)
		if s.N != publishedN {
			caption += fmt.Sprintf(" The published run has N = %d and less noise.", publishedN)
		}
		return overlapPlot(s, caption+" The step size is not printed: it is inferred from the published population curve.", grid, runs, mean, false), nil
	}
}

// descentLevels are where the runs are compared with the differential equation.
var descentLevels = []float64{0.6, 0.7, 0.8, 0.9, 0.95}

// descentViolated is the level by which a median is seen to be off; it says how many runs
// are measured.
var descentViolated = props.ByTier[float64]{0.35, 0.45, 0.15}

// descended is the runs, where they are compared and at the end.
type descended struct {
	tier   props.Tier
	passed []descentLevel
	last   []float64 // the overlaps at M
}

// descentLevel is the overlap of each run at the step at which the law is at a level.
type descentLevel struct {
	level    float64
	step     int
	overlaps []float64
}

func (f descentFigure) measure(law *theory.SingleIndex) func(*props.Lab, scene) (descended, error) {
	return func(l *props.Lab, s scene) (m descended, err error) {
		m.tier = l.Tier
		for _, level := range descentLevels {
			t, err := law.HittingTime(s.N, s.Delta, s.From, level)
			if err != nil {
				return m, err
			}
			m.passed = append(m.passed, descentLevel{level: level, step: int(math.Round(t))})
		}
		n, err := stat.QuantileSamples(descentViolated.At(l.Tier), 0.5, l.Alpha, props.Miss)
		if err != nil {
			return m, err
		}
		if at := m.passed[len(m.passed)-1]; at.step >= s.samples() {
			return m, fmt.Errorf("the law is at %v after %d of %d steps", at.level, at.step, s.samples())
		}
		var grid []int
		for _, at := range m.passed {
			grid = append(grid, at.step)
		}
		grid = append(grid, s.samples())
		runs, err := props.Batches(l, n, sim.Lanes, func(lo, hi int) ([]sim.Passages, error) {
			return f.runs(l.Context(), s, grid, lo, hi, 1, l.Seed)
		})
		if err != nil {
			return m, err
		}
		for _, run := range runs {
			for k := range m.passed {
				m.passed[k].overlaps = append(m.passed[k].overlaps, run.Trace[k])
			}
			m.last = append(m.last, run.Last)
		}
		return m, nil
	}
}

// check checks that the runs follow the curve, and how closely.
//
// At the time when the corrected equation is at a level, the overlap is that level plus a
// fluctuation of mean 0 and standard deviation σ/√N-small, known by a linear equation: half
// of the runs are below, and by Chebyshev's inequality three in four within 2 standard
// deviations. The published curve is the population's; theory says how far it is off.
func (f descentFigure) check(claim *claim.Claim, rivals func(median func(curve) judgement) []props.Rival[scene, descended]) props.Check {
	row := props.Must(f.row())
	median := func(c curve) judgement {
		return func(s scene, m descended, j *props.Judge) error {
			for _, at := range m.passed {
				median, err := c(s, at.step)
				if err != nil {
					return err
				}
				j.QuantileWithin(fmt.Sprintf("share of runs below the curve when the law is at %v", at.level), at.overlaps, 0.5, median, descentViolated.At(m.tier))
			}
			return nil
		}
	}
	corrected := median(func(s scene, t int) (float64, error) {
		return row.law.OverlapAfter(s.N, s.Delta, s.Delta, s.From, float64(t))
	})
	return props.Experiment[scene, descended]{
		Of:    claim,
		Grid:  func(t props.Tier) []scene { return []scene{f.scene(t)} },
		Tests: 2*len(descentLevels) + 1, Measure: f.measure(row.law),
		Law: func(s scene, m descended, j *props.Judge) error {
			if err := corrected(s, m, j); err != nil {
				return err
			}
			for _, at := range m.passed {
				deviation, err1 := row.law.Fluctuation(s.N, s.Delta, s.From, at.level)
				mean, err2 := row.law.OverlapAfter(s.N, s.Delta, 0, s.From, float64(at.step))
				if err := errors.Join(err1, err2); err != nil {
					return err
				}
				width := 2*deviation + math.Abs(mean-at.level)
				near := tally(at.overlaps, func(m float64) bool { return math.Abs(m-mean) <= width })
				j.Likely(fmt.Sprintf("share of runs within %.2g of the population curve at %.3g", width, mean), near, len(m.last), 0.75, 0.6)
			}
			end := tally(m.last, func(m float64) bool { return m > 0.99 })
			j.Likely("share of runs above .99 at M", end, len(m.last), reached, reached-0.3)
			return nil
		},
		Rivals: rivals(median),
		Plants: []props.Plant[scene, descended]{
			props.Planted("the drift × 1.2", median(stretched(row.law, 1.2))),
			props.Planted("the drift × .8", median(stretched(row.law, 0.8))),
		},
	}.Check()
}

type (
	curve     func(s scene, t int) (float64, error)
	judgement = props.Law[scene, descended]
)

// stretched is the corrected equation of a law with its time run faster by a factor.
func stretched(law *theory.SingleIndex, factor float64) curve {
	return func(s scene, t int) (float64, error) {
		return law.OverlapAfter(s.N, s.Delta, s.Delta, s.From, factor*float64(t))
	}
}

// figureDescentSquare checks Figure 2.2a.
func figureDescentSquare() props.Check {
	row := props.Must(descentSquare.row())
	return descentSquare.check(theory.Figure22a, func(median func(curve) judgement) []props.Rival[scene, descended] {
		return []props.Rival[scene, descended]{
			props.WrongLaw("half the drift", median(stretched(row.law, 0.5))),
			props.WrongLaw("twice the drift", median(stretched(row.law, 2))),
			props.WrongLaw("the drift of k = 3, 8m² in place of 8m", median(euler(func(m float64) float64 { return 8 * m * m * (1 - m) * (1 + m) }))),
			props.WrongLaw("a plateau: the runs stay at ½", median(func(s scene, _ int) (float64, error) { return s.From, nil })),
		}
	})
}

// figureDescentCubic checks Figure 2.2b. Here the population curve is itself a rival: the
// pull of the projection takes the runs below it by more than the noise.
func figureDescentCubic() props.Check {
	row := props.Must(descentCubic.row())
	return descentCubic.check(theory.Figure22b, func(median func(curve) judgement) []props.Rival[scene, descended] {
		return []props.Rival[scene, descended]{
			props.WrongLaw("half the drift", median(stretched(row.law, 0.5))),
			props.WrongLaw("twice the drift", median(stretched(row.law, 2))),
			props.WrongLaw("the drift of k = 2, 36m in place of 36m²", median(euler(func(m float64) float64 { return 36 * m * (1 - m) * (1 + m) }))),
			props.WrongLaw("the population curve, without the pull of the projection", median(func(s scene, t int) (float64, error) {
				return row.law.OverlapAfter(s.N, s.Delta, 0, s.From, float64(t))
			})),
		}
	})
}

// euler is the curve of a drift of its own, by Euler's rule at the steps of the run.
func euler(drift func(m float64) float64) curve {
	return func(s scene, t int) (float64, error) {
		m := s.From
		for range t {
			m += s.Delta / float64(s.N) * drift(m)
		}
		return m, nil
	}
}
