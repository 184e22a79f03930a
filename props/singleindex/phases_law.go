package singleindex

import (
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// followCase is a model that starts at overlap η and runs for M = αN steps, on a ladder, with
//
//	α = a N^{2/5},  δ = d N^{−3/10},  so that αδ² = a d² N^{−1/5} → 0 and αδ grows like N^{1/10}.
type followCase struct {
	row    zooRow
	Alpha  float64 // a
	Delta  float64 // d
	Eta    float64
	Ladder []int
}

func (c followCase) String() string {
	return fmt.Sprintf("%s, alpha = %v N^(2/5), delta = %v N^(-3/10), eta = %v, N = %v", c.row.name, c.Alpha, c.Delta, c.Eta, c.Ladder)
}

func (c followCase) step(n int) float64 { return c.Delta * math.Pow(float64(n), -0.3) }
func (c followCase) steps(n int) int {
	return int(c.Alpha * math.Pow(float64(n), 1.4))
}

// followed is what was seen on a rung at 64 times, and what theory says of these times.
type followed struct {
	n        int
	delta    float64
	grid     []int
	paths    [][]float64
	progress []theory.Progress
}

// followLikely is a lower bound for probabilities that tend to 1 on the rungs that are run.
const followLikely, followViolation = 0.9, 0.6

func measureFollow(l *props.Lab, c followCase) (seen []followed, err error) {
	replicas, err := proportionRuns(l, followLikely, followViolation)
	if err != nil {
		return nil, err
	}
	for i, n := range c.Ladder {
		f, err := c.laws(n)
		if err != nil {
			return nil, err
		}
		schedule, err := sim.NewConstant(f.delta)
		if err != nil {
			return nil, err
		}
		hits, err := runChains(l, i, replicas, sim.ChainRun{
			Model: c.row.model, N: n, Schedule: schedule, Start: sim.At(c.Eta),
			Watch: sim.Watch{Low: c.Eta, High: 1 - c.Eta, Steps: c.steps(n), Grid: f.grid},
		})
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			f.paths = append(f.paths, h.Trace)
		}
		seen = append(seen, f)
	}
	return seen, nil
}

// laws is the times, and what theory says of them.
func (c followCase) laws(n int) (f followed, err error) {
	f = followed{n: n, delta: c.step(n)}
	const times = 64
	for k := 1; k <= times; k++ {
		f.grid = append(f.grid, c.steps(n)/times*k)
	}
	f.progress, err = c.row.law.Follow(n, f.delta, c.Eta, f.grid)
	return f, err
}

// followTends is the second link: along the ladder the distance that the law allows, which the runs on the first
// rungs are within, tends to a limit, 0. It is a power series in δ, of which the pull is the first term, and in the noise's
// √(δ/N), which is of a higher order than δ².
func followTends(limit float64) props.Law[followCase, []followed] {
	return func(c followCase, _ []followed, j *props.Judge) error {
		var rungs []props.Rung
		for _, size := range followLadder {
			f, err := c.laws(int(size))
			if err != nil {
				return err
			}
			rungs = append(rungs, props.Rung{N: size, Law: f.bound(), Claim: limit, Error: followAccuracy})
		}
		j.Tends("sup abs(m − m̄)", rungs, func(n float64) float64 { return c.step(int(n)) }, chanceViolation)
		return nil
	}
}

// followLadder is the ladder of the second link; followAccuracy bounds the error of its laws.
var followLadder = props.Geometric(1e6, 1e12, 5)

const followAccuracy = 1e-5

const followLimit = "the distance that the pull and four standard deviations of the noise allow → 0, N = 10⁶ to 10¹², in powers of δ(N) = N^{−3/10}"

// apart is sup abs(p − q).
func apart(p, q []float64) (most float64) {
	for i := range p {
		most = math.Max(most, math.Abs(p[i]-q[i]))
	}
	return most
}

// bound is what theory allows sup abs(m_t − m̄_t): the distance that the pull of the
// projection makes, of order δ, and four standard deviations, of order √(δ/N): at 64
// Gaussian values these fail with probability 64·6e-5 = 0.004 at most.
func (f *followed) bound() (most float64) {
	for _, p := range f.progress {
		most = math.Max(most, math.Abs(p.Mean-p.Population)+4*p.Deviation)
	}
	return most
}

// phasesLawOfLargeNumbers checks that the supremum of the distance from m̄ is within a bound
// that falls along the ladder.
func phasesLawOfLargeNumbers() props.Check {
	type judgement = props.Law[followCase, []followed]
	near := func(path func(c followCase, f followed) []float64, bound func(seen []followed, f followed) float64) judgement {
		return func(c followCase, seen []followed, j *props.Judge) error {
			for _, f := range seen {
				reference, limit, inside := path(c, f), bound(seen, f), 0
				for _, p := range f.paths {
					if apart(p, reference) <= limit {
						inside++
					}
				}
				j.Likely(fmt.Sprintf("P(sup abs(m − m̄) ≤ %.3g) at N = %d", limit, f.n), inside, len(f.paths), followLikely, followViolation)
			}
			return nil
		}
	}
	population := func(_ followCase, f followed) (path []float64) {
		for _, p := range f.progress {
			path = append(path, p.Population)
		}
		return path
	}
	bound := func(_ []followed, f followed) float64 { return f.bound() }
	// another is the scheme with a wrong slope
	another := func(change func(slope, m float64) float64) func(c followCase, f followed) []float64 {
		return func(c followCase, f followed) (path []float64) {
			m, at := c.Eta, 0
			for _, t := range f.grid {
				for ; at < t; at++ {
					m = math.Min(1, m-f.delta/float64(f.n)*change(c.row.law.PhiPrime(m), m))
				}
				path = append(path, m)
			}
			return path
		}
	}
	return props.Experiment[followCase, []followed]{
		Of: theory.PhasesLawOfLargeNumbers,
		Grid: func(tier props.Tier) (cases []followCase) {
			ladder := props.ByTier[[]int]{{300, 3000}, {300, 3000, 10_000}, {300, 3000, 100_000}}.At(tier)
			add := func(row zooRow, alpha, delta float64) {
				cases = append(cases, followCase{row, alpha, delta, 0.3, ladder})
			}
			linear := props.Must(monomialRow(1, 0))
			add(linear, 2, 0.4)
			matrix := props.Must(tensorRow(2, 1))
			add(matrix, 2, 0.4)
			cubic := props.Must(tensorRow(3, 2))
			add(cubic, 2, 0.2)
			if tier > props.Quick {
				phase := props.Must(activationRow("abs x", sim.Abs{}, theory.AbsLayer, 0))
				add(phase, 4, 0.2)
				pca := props.Must(onlinePCARow(1.5))
				add(pca, 4, 0.1)
			}
			return cases
		},
		Tests: 3, Measure: measureFollow, Law: props.All(near(population, bound), followTends(0)),
		Limit: followLimit,
		Rivals: []props.Rival[followCase, []followed]{
			props.WrongLaw("m̄ stands still", near(func(c followCase, f followed) []float64 {
				return another(func(float64, float64) float64 { return 0 })(c, f)
			}, bound)),
			props.WrongLaw("m̄ moves by 2φ'", near(another(func(slope, m float64) float64 { return 2 * slope * (1 - m) * (1 + m) }), bound)),
			props.WrongLaw("m̄ moves by φ'‖∇m‖² with ‖∇m‖ = 1", near(another(func(slope, _ float64) float64 { return slope }), bound)),
			props.WrongLaw("the distance falls like 1/N", near(population, func(seen []followed, f followed) float64 {
				return seen[0].bound() * float64(seen[0].n) / float64(f.n)
			})),
		},
		Plants: []props.Plant[followCase, []followed]{
			props.Planted("φ' × 1.2 in m̄", near(another(func(slope, m float64) float64 { return 1.2 * slope * (1 - m) * (1 + m) }), bound)),
			props.Planted("the distance → .1", followTends(0.1)),
			props.Planted("φ' × .8 in m̄", near(another(func(slope, m float64) float64 { return 0.8 * slope * (1 - m) * (1 + m) }), bound)),
		},
	}.Check()
}
