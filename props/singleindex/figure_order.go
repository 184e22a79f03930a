package singleindex

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"assay/props"
	"assay/props/stat"
	"assay/sim"
	"assay/theory"
)

// orderFigure is Figure 2.3: x³, x² and x³ − 3x on the same data. The step for x³ is not
// inferred in any way: it is that of x³ − 3x.
type orderFigure struct {
	published scene
	deltas    [3]float64
	sizes     props.ByTier[int]
}

var order = orderFigure{
	published: scene{N: publishedN, Alpha: 30_000, Delta: 1.1e-4},
	deltas:    [3]float64{1.1e-4, 1.78e-4, 1.1e-4},
	sizes:     props.ByTier[int]{100, 200, publishedN},
}

// orderNames are the activations in the order of their exponents 1, 2, 3.
var orderNames = [3]string{"x³ (k = 1)", "x² (k = 2)", "x³ − 3x (k = 3)"}

// orderLevel is the overlap whose first passage is compared.
const orderLevel = 0.5

// orderCase is a scene with the three step sizes.
type orderCase struct {
	N      int        `draw:"N"`
	Alpha  float64    `draw:"alpha"`
	Deltas [3]float64 `draw:"delta"`
}

func (f orderFigure) at(t props.Tier) orderCase {
	s := f.published.companion(f.sizes.At(t))
	c := orderCase{N: s.N, Alpha: s.Alpha}
	for i, d := range f.deltas {
		c.Deltas[i] = d * s.Delta / f.published.Delta
	}
	return c
}

func (c orderCase) samples() int { return int(math.Round(c.Alpha * float64(c.N))) }

// start is the three points at one random place.
func (c orderCase) start(r *sim.Random) (*sim.Together, error) {
	cube, err := sim.NewPolynomial(0, 0, 0, 1)
	if err != nil {
		return nil, err
	}
	square, err := sim.NewPolynomial(0, 0, 1)
	if err != nil {
		return nil, err
	}
	hermite, err := sim.NewHermite(3)
	if err != nil {
		return nil, err
	}
	m, err := sim.HalfSphereOverlap(r, c.N)
	if err != nil {
		return nil, err
	}
	return sim.NewTogether(c.N, m, cube, square, hermite)
}

// orderOverlap is the overlap of the i-th activation as it counts, |m| for the even one, of points that begin with the first.
func orderOverlap(points *sim.Together, i, first int) float64 {
	m := points.Overlap(i - first)
	if i == 1 {
		return math.Abs(m)
	}
	return m
}

// looking is how often a run looks whether it was interrupted, in steps.
const looking = 1 << 14

func plotOrder(ctx context.Context, tier props.Tier, seed props.Seeding) (props.Plot, error) {
	c := order.at(tier)
	r := sim.NewRandom(seed(0, 0))
	points, err := c.start(r)
	if err != nil {
		return props.Plot{}, err
	}
	grid := props.Evenly(c.samples())
	curves := make([]props.Curve, len(orderNames))
	for i, name := range orderNames {
		curves[i] = props.Curve{Name: name, X: props.Scaled(grid, c.N), Y: []float64{orderOverlap(points, i, 0)}}
	}
	at := 0
	for _, t := range grid[1:] {
		for ; at < t; at++ {
			if at%looking == 0 && ctx.Err() != nil {
				return props.Plot{}, context.Cause(ctx)
			}
			points.Step(r, c.Deltas[:])
		}
		for i := range curves {
			curves[i].Y = append(curves[i].Y, orderOverlap(points, i, 0))
		}
	}
	caption := fmt.Sprintf("One stream of data, one start, three activations: the order of recovery is that of the information exponent. "+
		"x³ rises at once, x² after a short plateau; x³ − 3x does so at last or, for half of the starts, not before the right-hand end. "+
		"N = %d, M = αN with α = %.6g; δ = %.3g, %.3g, %.3g. ", c.N, c.Alpha, c.Deltas[0], c.Deltas[1], c.Deltas[2])
	if c.N != order.published.N {
		caption += fmt.Sprintf("A companion of the published run (N = %d, α = %.6g) with the same √N δ and α/N. ", order.published.N, order.published.Alpha)
	}
	caption += "Step sizes are not printed: those of x² and x³ − 3x are inferred from the published curves, that of x³ is set to the one of x³ − 3x."
	return props.Plot{X: props.Axis{Label: "samples / N"}, Y: props.Axis{Label: "overlap m (|m| for x²)"}, Curves: curves, Caption: caption}, nil
}

// passages is the time at which each activation first passed the level: +Inf for one that
// had not within M samples.
type passages [3]float64

// race runs until all have passed the level, or to M. When only the last is left it goes on alone, from where it
// is: the future of an overlap depends on its present alone.
func (c orderCase) race(ctx context.Context, seed uint64) (p passages, err error) {
	r := sim.NewRandom(seed)
	points, err := c.start(r)
	if err != nil {
		return p, err
	}
	for i := range p {
		p[i] = math.Inf(1)
	}
	first, left := 0, len(p) // the points that run are first, …
	for t := 0; left > 0 && t <= c.samples(); t++ {
		for i := first; i < len(p); i++ {
			if math.IsInf(p[i], 1) && orderOverlap(points, i, first) > orderLevel {
				p[i] = float64(t)
				left--
			}
		}
		if last := len(p) - 1; first < last && left == 1 && math.IsInf(p[last], 1) {
			hermite, err := sim.NewHermite(3)
			if err != nil {
				return p, err
			}
			if points, err = sim.NewTogether(c.N, points.Overlap(last), hermite); err != nil {
				return p, err
			}
			first = last
		}
		if t%looking == 0 && ctx.Err() != nil {
			return p, context.Cause(ctx)
		}
		points.Step(r, c.Deltas[first:])
	}
	return p, nil
}

// last is the probability that x³ − 3x passes the level within M, and its error.
func (c orderCase) last() (p, slack float64, err error) {
	row, err := hermiteRow(3, 0)
	if err != nil {
		return 0, 0, err
	}
	return arrivalChance(row, scene{N: c.N, Alpha: c.Alpha, Delta: c.Deltas[2]}, orderLevel)
}

// arrivalChance is the probability of passing a level within M samples from a random start, and its error.
func arrivalChance(row zooRow, s scene, level float64) (p, slack float64, err error) {
	law, err := passageLaw(row, s.N, s.Delta, theory.PassageStart{}, level, 0.9)
	if err != nil {
		return 0, 0, err
	}
	slack, err = passageSlack(row, s.N, s.Delta, level, law)
	return law.CDF(float64(s.samples())), slack, err
}

// arrivalViolated is the error of that probability, about ½, that the checks of the figures declare.
const arrivalViolated = 0.4

// arrive asserts the probability of an event from both sides. No probability is further from it than 0 and 1.
func arrive(j *props.Judge, what string, happened, n int, p, slack float64) {
	j.Likely(what, happened, n, p-slack, math.Min(arrivalViolated, p-slack))
	j.Unlikely(what, happened, n, p+slack, math.Min(arrivalViolated, 1-(p+slack)))
}

// arrivalRuns is how many runs that takes, with a tenth to spare for a probability that is not quite ½.
func arrivalRuns(l *props.Lab, slack float64) (int, error) {
	n, err := stat.ProportionSamples(0.5-slack, 0.5-slack-arrivalViolated, l.Alpha, props.Miss)
	return n * 11 / 10, err
}

// figureOrder checks Figure 2.3: at N = 3000 in the deep tier, on a smaller companion in
// the others. The order is a matter of chance, for the search time of k = 3 has no smallest
// value; a share of three in four is asserted for each pair of neighbours. The last arrives within M with the
// probability of its law.
func figureOrder() props.Check {
	type judgement = props.Law[orderCase, []passages]
	const share, violated = 0.75, 0.5
	before := func(name string, first, second int) judgement {
		return func(_ orderCase, races []passages, j *props.Judge) error {
			n := tally(races, func(p passages) bool { return p[first] < p[second] })
			j.Likely("share of runs in which "+name, n, len(races), share, violated)
			return nil
		}
	}
	search := func(factor float64) judgement {
		return func(c orderCase, races []passages, j *props.Judge) error {
			row, err := monomialRow(2, 0)
			if err != nil {
				return err
			}
			law, err := passageLaw(row, c.N, c.Deltas[1], theory.PassageStart{}, orderLevel, 0.9)
			if err != nil {
				return err
			}
			median, err := law.Quantile(0.5)
			if err != nil {
				return err
			}
			times := make([]float64, len(races))
			for i, p := range races {
				times[i] = p[1]
			}
			j.QuantileWithin("share of search times of x² below the law's median", times, 0.5, median*factor, arrivalViolated)
			return nil
		}
	}
	arrives := func(want func(p float64) float64) judgement {
		return func(c orderCase, races []passages, j *props.Judge) error {
			p, slack, err := c.last()
			n := tally(races, func(p passages) bool { return !math.IsInf(p[2], 1) })
			arrive(j, "share of runs in which k = 3 arrives within M", n, len(races), want(p), slack)
			return err
		}
	}
	probability := func(p float64) func(float64) float64 { return func(float64) float64 { return p } }
	same := func(p float64) float64 { return p }
	law := props.All(before("k = 1 is before k = 2", 0, 1), before("k = 2 is before k = 3", 1, 2), search(1), arrives(same))
	// still is the claim on runs in which one activation has kept its start.
	still := func(i int) judgement {
		return func(c orderCase, races []passages, j *props.Judge) error {
			frozen := slices.Clone(races)
			for k := range frozen {
				frozen[k][i] = math.Inf(1)
			}
			return law(c, frozen, j)
		}
	}
	return props.Experiment[orderCase, []passages]{
		Of:    theory.Figure23,
		Grid:  func(t props.Tier) []orderCase { return []orderCase{order.at(t)} },
		Tests: 5,
		Measure: func(l *props.Lab, c orderCase) ([]passages, error) {
			_, slack, err1 := c.last()
			n, err2 := arrivalRuns(l, slack)
			if err := errors.Join(err1, err2); err != nil {
				return nil, err
			}
			return props.Replicate(l, 0, n, func(seed uint64) (passages, error) { return c.race(l.Context(), seed) })
		},
		Law: law,
		Rivals: []props.Rival[orderCase, []passages]{
			props.WrongLaw("k = 2 before k = 1", before("k = 2 is before k = 1", 1, 0)),
			props.WrongLaw("k = 3 before k = 2", before("k = 3 is before k = 2", 2, 1)),
			props.WrongLaw("k = 3 before k = 1, as for every cubic alike", before("k = 3 is before k = 1", 2, 0)),
			props.WrongLaw("search of x² by log N in place of ½ log N", search(2)),
		},
		Plants: []props.Plant[orderCase, []passages]{
			props.Planted("x³ − 3x stands still", still(2)),
			props.Planted("x³ stands still", still(0)),
			props.Planted("x³ − 3x arrives within M with probability .9", arrives(probability(0.9))),
			props.Planted("x³ − 3x arrives within M with probability .1", arrives(probability(0.1))),
		},
	}.Check()
}
