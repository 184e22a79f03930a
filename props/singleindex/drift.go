package singleindex

import (
	"fmt"
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// driftCase is a row of the table of V and σ² at an overlap, and where Path is set a run at a
// fixed step size.
type driftCase struct {
	Row   string  `draw:"model"`
	P     float64 `draw:"parameter"` // the noise D, or λ
	M     float64 `draw:"m"`
	Path  bool    `draw:"path"`
	Delta float64 `draw:"delta"`
}

// driftRow is a row of the table: a model, and V(m) and σ²(0) as the claim states them for
// its parameter.
type driftRow struct {
	name  string
	make  func(p float64) (zooRow, error)
	power func(p, m float64) float64
	noise func(p float64) (float64, bool) // σ²(0), where stated
}

func driftRows() []driftRow {
	always := func(f func(p float64) float64) func(p float64) (float64, bool) {
		return func(p float64) (float64, bool) { return f(p), true }
	}
	withoutNoise := func(x float64) func(p float64) (float64, bool) {
		return func(p float64) (float64, bool) { return x, p == 0 }
	}
	tensor := func(order int) driftRow {
		return driftRow{fmt.Sprintf("tensor PCA, p = %d", order), func(p float64) (zooRow, error) { return tensorRow(order, 0.5+p) },
			func(_, _ float64) float64 { return float64(order) }, always(func(float64) float64 { return float64(order) })}
	}
	return []driftRow{
		{"x", func(p float64) (zooRow, error) { return monomialRow(1, p) },
			func(p, m float64) float64 { return 4 * (2*(1-m) + p) }, withoutNoise(12)},
		{"x²", func(p float64) (zooRow, error) { return monomialRow(2, p) },
			func(p, m float64) float64 { return 192*(1-m*m) + 16*p }, withoutNoise(192)},
		{"abs x", func(float64) (zooRow, error) { return activationRow("abs x", sim.Abs{}, theory.AbsLayer, 0) },
			func(_, m float64) float64 { return 4 * (2 - 4/math.Pi*(math.Sqrt(1-m*m)+m*math.Asin(m))) },
			always(func(float64) float64 { return 16 - 32/math.Pi })},
		{"x³ − 3x", func(float64) (zooRow, error) { return hermiteRow(3, 0) },
			func(_, m float64) float64 { return 864 * (16 + 6*m*m - 31*m*m*m + 9*m*m*m*m) }, always(func(float64) float64 { return 16416 })},
		{"online PCA", func(p float64) (zooRow, error) { return onlinePCARow(0.5 + p) },
			func(p, m float64) float64 { return 4 * (1 + (0.5+p)*m*m) }, always(func(p float64) float64 { return 4 * (1.5 + p) })},
		tensor(2), tensor(3), tensor(4),
	}
}

func (c driftCase) row() (driftRow, error) {
	for _, r := range driftRows() {
		if r.name == c.Row {
			return r, nil
		}
	}
	return driftRow{}, fmt.Errorf("no row %q", c.Row)
}

// driftSeen is the means over a sample at m and at 0, and a path; and what they are set beside.
type driftSeen struct {
	row      driftRow
	law      *theory.SingleIndex
	at, zero sim.GradientMeans
	path     *followed
	climbed  []followed // what theory says of the path at the sizes of driftLadder
}

// driftLadder is the sizes of the second link of a path.
var driftLadder = []int{500, 5000, 50_000}

const driftDimension = 5000

// What [theory.SingleIndex.Follow] states of its mean and of its deviation, and the error of the path in the limit that the ladder
// must show.
const driftPathAccuracy, driftSpreadAccuracy, driftLimitViolation = 1e-6, 1e-3, 0.01

func measureDriftTable(l *props.Lab, c driftCase) (seen driftSeen, err error) {
	if seen.row, err = c.row(); err != nil {
		return seen, err
	}
	model, err := seen.row.make(c.P)
	if err != nil {
		return seen, err
	}
	seen.law = model.law
	if seen.at, err = sim.MeanGradient(model.model, c.M); err != nil {
		return seen, err
	}
	if seen.zero, err = sim.MeanGradient(model.model, 0); err != nil || !c.Path {
		return seen, err
	}
	predict := func(n int) (f followed, err error) {
		f = followed{n: n, delta: c.Delta}
		const times = 16
		drift := math.Abs(model.law.Drift(c.M, 0)) + c.Delta/2*model.law.V(c.M)*c.M
		steps := 0.3 / drift * float64(n) / c.Delta // the two terms together would move m by 0.3
		for k := 1; k <= times; k++ {
			f.grid = append(f.grid, int(steps*float64(k)/times))
		}
		f.progress, err = model.law.Follow(f.n, f.delta, c.M, f.grid)
		return f, err
	}
	for _, n := range driftLadder {
		f, err := predict(n)
		if err != nil {
			return seen, err
		}
		seen.climbed = append(seen.climbed, f)
	}
	f, err := predict(driftDimension)
	if err != nil {
		return seen, err
	}
	schedule, err := sim.NewConstant(c.Delta)
	if err != nil {
		return seen, err
	}
	replicas, err := proportionRuns(l, followLikely, followViolation)
	if err != nil {
		return seen, err
	}
	hits, err := runChains(l, 0, replicas, sim.ChainRun{
		Model: model.model, N: driftDimension, Schedule: schedule, Start: sim.At(c.M),
		Watch: sim.Watch{Low: 0.5, High: 0.5, Steps: f.grid[len(f.grid)-1], Grid: f.grid},
	})
	for _, h := range hits {
		f.paths = append(f.paths, h.Trace)
	}
	seen.path = &f
	return seen, err
}

// sharpDrift checks every row of the table against the gradient itself, and that the overlap
// follows the corrected equation at fixed step size.
func sharpDrift() props.Check {
	type judgement = props.Law[driftCase, driftSeen]
	// the sums of the polar rule are rounded relative to the absolute values of their terms
	rounding := func(size float64) props.Tolerance { return props.Rounding(sim.GradientNodes, size) }
	table := func(power func(v float64) float64, noise func(s float64) float64) judgement {
		return func(c driftCase, seen driftSeen, j *props.Judge) error {
			row, law := seen.row, seen.law
			g, s := seen.at, math.Sqrt((1-c.M)*(1+c.M))
			size := math.Max(1, math.Max(g.Power, seen.zero.Power))
			j.Equal("V(m) as stated", g.Power, power(row.power(c.P, c.M)), rounding(size))
			j.Equal("V(m)", g.Power, power(law.V(c.M)), rounding(size))
			j.Equal("φ'(m)√(1−m²)", g.Along, law.PhiPrime(c.M)*s, rounding(size))
			j.Equal("σ²(m)", s*s*(g.AlongSquare-g.Along*g.Along), noise(law.Sigma2(c.M)), rounding(size*(1+g.AlongSquare)))
			if want, stated := row.noise(c.P); stated {
				j.Equal("σ²(0) as stated", seen.zero.AlongSquare-seen.zero.Along*seen.zero.Along, noise(want), rounding(size*(1+seen.zero.AlongSquare)))
			}
			return nil
		}
	}
	// follows asserts that the path stays within four standard deviations of the mean at this N, at 16 times, moved by a shift.
	follows := func(shift float64) judgement {
		return func(c driftCase, seen driftSeen, j *props.Judge) error {
			if seen.path == nil {
				return nil
			}
			f, inside := seen.path, 0
			for _, p := range f.paths {
				ok := true
				for i, at := range f.progress {
					ok = ok && math.Abs(p[i]-c.M-(1+shift)*(at.Mean-c.M)) <= 4*at.Deviation
				}
				if ok {
					inside++
				}
			}
			j.Likely("P(the path stays within four standard deviations)", inside, len(f.paths), followLikely, followViolation)
			return nil
		}
	}
	// tends asserts that along the ladder the mean tends to the equation, with the pull of the projection and the slope of the
	// loss times factors, and the deviation to a limit, 0: what the former leaves out is of order 1/N, in the mean of a step.
	tends := func(pull, spread float64) judgement {
		return func(c driftCase, seen driftSeen, j *props.Judge) error {
			var means, widths []props.Rung
			for _, f := range seen.climbed {
				path := equation(seen.law, &f, c.M, pull)
				apart, width := 0.0, 0.0
				for i, at := range f.progress {
					apart, width = math.Max(apart, math.Abs(at.Mean-path[i])), math.Max(width, at.Deviation)
				}
				n := float64(f.n)
				means = append(means, props.Rung{N: n, Law: apart, Error: driftPathAccuracy})
				widths = append(widths, props.Rung{N: n, Law: width, Claim: spread, Error: driftSpreadAccuracy * width})
			}
			if len(means) == 0 {
				return nil
			}
			j.Tends("sup abs(E m − m(s))", means, power(-1), driftLimitViolation)
			j.Tends("standard deviation of m", widths, power(-0.5), driftLimitViolation)
			return nil
		}
	}
	same := func(x float64) float64 { return x }
	off := func(x float64) float64 { return x * (1 + 1e-6) }
	return props.Experiment[driftCase, driftSeen]{
		Of: theory.SharpDrift, Cases: props.ByTier[int]{60, 200, 1000},
		Draw: func(t *rapid.T) driftCase {
			return driftCase{
				Row: rapid.SampledFrom(driftRows()).Draw(t, "row").name,
				P:   rapid.SampledFrom([]float64{0, 0.5, 1, 2}).Draw(t, "parameter"),
				M:   rapid.Float64Range(-0.99, 0.99).Draw(t, "m"),
			}
		},
		Grid: func(props.Tier) []driftCase { // a path in each row but the last, in their order
			paths := []driftCase{{M: 0.3, Delta: 0.5}, {M: 0.4, Delta: 0.04}, {M: 0.4, Delta: 0.4}, {M: 0.6, Delta: 5e-4},
				{P: 1, M: 0.4, Delta: 0.6}, {P: 0.5, M: 0.4, Delta: 1}, {P: 1, M: 0.5, Delta: 0.5}}
			for i, row := range driftRows()[:len(paths)] {
				paths[i].Row, paths[i].Path = row.name, true
			}
			return paths
		},
		Tests: 1, Measure: measureDriftTable,
		Law:   props.All(table(same, same), follows(0), tends(1, 0)),
		Limit: "the mean path from the equation, in powers of 1/N, and its standard deviation, in powers of N^{−1/2}, N = 500 to 50 000",
		Rivals: []props.Rival[driftCase, driftSeen]{
			props.WrongLaw("no pull: the printed drift", tends(0, 0)),
			props.WrongLaw("the pull δVm for δVm/2", tends(2, 0)),
			props.WrongLaw("half the speed", follows(-0.5)),
			props.WrongLaw("V half as large", table(func(v float64) float64 { return v / 2 }, same)),
			props.WrongLaw("σ² half as large", table(same, func(s float64) float64 { return s / 2 })),
		},
		Plants: []props.Plant[driftCase, driftSeen]{
			props.Planted("V off by 1e-6", table(off, same)),
			props.Planted("σ² off by 1e-6", table(same, off)),
			props.Planted("the pull × 1.2", tends(1.2, 0)),
			props.Planted("the pull × .8", tends(0.8, 0)),
			props.Planted("a deviation of .02 stays", tends(1, 0.02)),
		},
	}.Check()
}

// equation is the corrected equation at the times of a path, with the pull of the projection
// times a factor, by the midpoint rule with 32 steps between two times.
func equation(law *theory.SingleIndex, f *followed, m, factor float64) (path []float64) {
	speed := func(m float64) float64 {
		free := law.Drift(m, 0)
		return f.delta / float64(f.n) * (free - factor*(free-law.Drift(m, f.delta)))
	}
	const parts = 32
	at := 0
	for _, t := range f.grid {
		chunk := float64(t-at) / parts
		for range parts {
			m += chunk * speed(m+chunk/2*speed(m))
		}
		at, path = t, append(path, m)
	}
	return path
}
