package singleindex

import (
	"context"
	"fmt"
	"math"

	"assay/props"
	"assay/props/stat"
	"assay/sim"
	"assay/theory"
)

// scene is online SGD in N dimensions over αN samples, as Ben Arous, Gheissari, Jagannath
// 2021 draw it: random runs, and the population curve from an overlap of its own.
type scene struct {
	N     int     `draw:"N"`
	Alpha float64 `draw:"alpha"`
	Delta float64 `draw:"delta"`
	From  float64 `draw:"m0"` // of the population curve; of the runs too in Figure 2.2
}

func (s scene) samples() int { return int(math.Round(s.Alpha * float64(s.N))) }

// publishedN is the dimension of the published runs.
const publishedN = 3000

// companion is the scene of the same rescaled constants in n dimensions: for k = 3 the
// rescaled overlap √N m, step √N δ and ratio α/N are what the critical law knows.
func (s scene) companion(n int) scene {
	x := math.Sqrt(float64(s.N) / float64(n))
	return scene{N: n, Alpha: s.Alpha / (x * x), Delta: s.Delta * x, From: s.From * x}
}

// caption says in which dimension, and that the step size is inferred.
func (s scene) caption(published scene) string {
	text := fmt.Sprintf("N = %d, M = αN with α = %.6g, δ = %.3g.", s.N, s.Alpha, s.Delta)
	if s.N != published.N {
		text += fmt.Sprintf(" A companion of the published run (N = %d, α = %.6g, δ = %.3g) with the same √N m₀, √N δ and α/N.",
			published.N, published.Alpha, published.Delta)
	}
	return text + " The step size is not printed: it is inferred from the published population curve."
}

// searchFigure is a figure of runs from random starts.
type searchFigure struct {
	row       func() (zooRow, error)
	published scene
	sizes     props.ByTier[int]
	low, high float64 // the levels watched
	unsigned  bool
	see       string
}

var searchSquare = searchFigure{
	row:       func() (zooRow, error) { return monomialRow(2, 0) },
	published: scene{publishedN, 100, 0.0124, 0.022},
	sizes:     props.ByTier[int]{publishedN, publishedN, publishedN},
	low:       0.2, high: 0.9, unsigned: true,
	see: "A long plateau, then a fast rise (k = 2). Every run rises 1 − 12δ = .851 times as fast as the population curve; the published curves give .861. " +
		"φ is even, so the absolute overlap is drawn: one run in eight ends at −θ.",
}

var searchCubic = searchFigure{
	row:       func() (zooRow, error) { return hermiteRow(3, 0) },
	published: scene{publishedN, 30_000, 1.12e-4, 0.0267},
	sizes:     props.ByTier[int]{100, 200, publishedN},
	low:       0.5, high: 0.9,
	see: "Nothing for most of the time, then an abrupt rise (k = 3). By the law of the search time half of all random starts have recovered by the right-hand end: " +
		"the projection's pull beats the signal below √N m = 1.18, and the population curve starts just above, at 1.46.",
}

func (f searchFigure) scene(t props.Tier) scene { return f.published.companion(f.sizes.At(t)) }

// runs is the replicates lo ≤ i < hi under the given watch; jobs as in [sim.ChainRun].
func (f searchFigure) runs(ctx context.Context, s scene, w sim.Watch, lo, hi, jobs int, seed props.Seeding) ([]sim.Passages, error) {
	row, err := f.row()
	if err != nil {
		return nil, err
	}
	step, err := sim.NewConstant(s.Delta)
	if err != nil {
		return nil, err
	}
	w.Low, w.High, w.Unsigned, w.Steps = f.low, f.high, f.unsigned, s.samples()
	return sim.RunChain(ctx, sim.ChainRun{
		Model: row.model, N: s.N, Schedule: step, Watch: w, Replicas: hi - lo, Jobs: jobs,
		Seed: func(i int) uint64 { return seed(0, lo+i) },
	})
}

// population is the watch of population descent, and the relative error of its speed.
func (f searchFigure) population(ctx context.Context, s scene, w sim.Watch) (sim.Passages, float64, error) {
	row, err := f.row()
	if err != nil {
		return sim.Passages{}, 0, err
	}
	return populationRun(ctx, row.model, s, w)
}

func populationRun(ctx context.Context, model sim.Model, s scene, w sim.Watch) (sim.Passages, float64, error) {
	pull, bound, err := sim.PullTable(model)
	if err != nil {
		return sim.Passages{}, 0, err
	}
	walk, err := sim.NewPopulation(pull, s.N, s.From)
	if err != nil {
		return sim.Passages{}, 0, err
	}
	step, err := sim.NewConstant(s.Delta)
	if err != nil {
		return sim.Passages{}, 0, err
	}
	w.Steps = s.samples()
	seen, err := w.Follow(ctx, walk, nil, step)
	return seen, bound / math.Abs(pull(s.From)), err
}

// plotSearch draws the first runs of the check.
func plotSearch(f searchFigure) func(context.Context, props.Tier, props.Seeding) (props.Plot, error) {
	return func(ctx context.Context, tier props.Tier, seed props.Seeding) (props.Plot, error) {
		s := f.scene(tier)
		watch := sim.Watch{Low: f.low, High: f.high, Grid: props.Evenly(s.samples())}
		runs, err := f.runs(ctx, s, watch, 0, props.DrawnRuns, 0, seed)
		if err != nil {
			return props.Plot{}, err
		}
		mean, _, err := f.population(ctx, s, watch)
		if err != nil {
			return props.Plot{}, err
		}
		return overlapPlot(s, f.see+" "+s.caption(f.published), watch.Grid, runs, mean, f.unsigned), nil
	}
}

// overlapPlot is the overlap of runs and of the population curve against samples over N.
func overlapPlot(s scene, caption string, grid []int, runs []sim.Passages, mean sim.Passages, unsigned bool) props.Plot {
	p := props.Plot{X: props.Axis{Label: "samples / N"}, Y: props.Axis{Label: "overlap m"}, Caption: caption}
	if unsigned {
		p.Y.Label = "absolute overlap |m|"
	}
	x := props.Scaled(grid, s.N)
	for i, run := range runs {
		y := run.Trace
		if unsigned {
			for k := range y {
				y[k] = math.Abs(y[k])
			}
		}
		p.Curves = append(p.Curves, props.Curve{Name: fmt.Sprintf("run %d", i+1), X: x, Y: y})
	}
	p.Curves = append(p.Curves, props.Curve{Name: fmt.Sprintf("population, from %.3g", s.From), X: x, Y: mean.Trace, Reference: true})
	return p
}

// searched is what the check of a search figure measures.
type searched struct {
	runs       []sim.Passages
	timed      int     // of how many runs that finish the descent is judged
	population int     // steps of the population curve to f.low
	drift      float64 // relative error of its speed
}

// measure runs a scene; design is how many runs there are, and of how many that finish the descent is judged.
func (f searchFigure) measure(design func(*props.Lab, scene) (runs, timed int, err error)) func(*props.Lab, scene) (searched, error) {
	return func(l *props.Lab, s scene) (m searched, err error) {
		n, timed, err := design(l, s)
		if err != nil {
			return m, err
		}
		m.timed = timed
		m.runs, err = props.Batches(l, n, sim.Lanes, func(lo, hi int) ([]sim.Passages, error) {
			return f.runs(l.Context(), s, sim.Watch{Until: sim.UntilDescent}, lo, hi, 1, l.Seed)
		})
		if err != nil {
			return m, err
		}
		mean, drift, err := f.population(l.Context(), s, sim.Watch{Low: f.low, High: f.high, Until: sim.UntilSearch})
		m.population, m.drift = mean.Search, drift
		return m, err
	}
}

// searchTimes is τ_low of each run, +Inf where it did not happen within M.
func (m searched) searchTimes() []float64 { return searchTimes(m.runs) }

// found is the number of runs that passed f.low within M.
func (m searched) found() (n int) {
	for _, run := range m.runs {
		if run.Search != sim.Never {
			n++
		}
	}
	return n
}

// descents is τ_high − τ_low of the runs that finished.
func (m searched) descents() (steps []float64) {
	for _, run := range m.runs {
		if run.Descent != sim.Never {
			steps = append(steps, run.DescentTime()-run.SearchTime())
		}
	}
	return steps
}

// besideCeiling is how far the step beside its ceiling lies from a number, at most.
const besideCeiling = 2

// judgePopulation asserts the step at which the population curve passes f.low. Theory's
// number has a fraction, and the first step beyond is its ceiling or one beside it.
func (f searchFigure) judgePopulation(law *theory.SingleIndex, s scene, m searched, j *props.Judge) error {
	steps, err := law.PopulationSteps(s.N, s.Delta, s.From, f.low)
	if err != nil {
		return err
	}
	j.Equal("steps of the population curve", float64(m.population), steps,
		props.Truncation(besideCeiling, "a whole number of steps").Plus(props.Truncation(m.drift*steps, "error of the tabulated slope at the start, where it is worst")))
	return nil
}

// readingRuns is the number of runs with which a reading outside the law is seen.
func readingRuns(l *props.Lab) (int, error) {
	return stat.ProportionSamples(readingLevel, props.Beyond, l.Alpha, props.Miss)
}

// finishing is the number of runs of which so many pass f.high within M, by the law of the passage.
func (f searchFigure) finishing(row zooRow, s scene, timed int) (int, error) {
	p, slack, err := arrivalChance(row, s, f.high)
	if err != nil {
		return 0, err
	}
	return runsFor(timed, p-slack), nil
}
