package singleindex

import (
	"fmt"
	"math"
	"slices"

	"assay/props"
	"assay/props/stat"
	"assay/sim"
	"assay/theory"
)

// exitCase is a model, a dimension in which its data can be dealt, and a level.
type exitCase struct {
	Model string  `draw:"model"`
	N     int     `draw:"N"`
	Eta   float64 `draw:"η"`
	Rate  float64 `draw:"δ'"` // the step size in the model's own units, see natural
	Steps int     `draw:"steps"`
}

// exits is the exit times of real runs and of the chain, +Inf where a run did not leave.
type exits struct{ vectors, chain []float64 }

// exitViolation is the Kolmogorov distance of the two laws that is seen for certain.
const exitViolation = 0.15

// twoSampleRuns is the size of each of two samples that see a distance of their laws.
func twoSampleRuns(l *props.Lab, violation float64) (int, error) {
	return stat.TwoSampleSamples(violation, l.Alpha, props.Miss)
}

// exitGrid is every row in a small dimension, where the χ² of N−2 degrees of freedom matters
// most, and one row with vectors of N = 1000 in the deep tier.
func exitGrid(tier props.Tier) (grid []exitCase) {
	for _, row := range zoo() {
		n := min(row.largestN, 8)
		if row.largestN < 100 {
			n = 4
		}
		grid = append(grid, exitCase{row.name, n, 0.6, 1, 50})
	}
	if tier == props.Deep {
		row := props.Must(zooOf(linearNeuron))
		grid = append(grid, exitCase{row.name, anyDimension, 0.3, 0.4, 1000})
	}
	return grid
}

// schedule is the step size of a case.
func (c exitCase) schedule(row zooRow) (sim.Constant, error) {
	return sim.NewConstant(inModelUnits(row, c.N, 1, c.Rate).Delta)
}

func (c exitCase) watch() (sim.Watch, error) {
	w, err := sim.NewWatch(c.Eta, c.Steps)
	w.Until = sim.UntilSearch
	return w, err
}

// realExits runs SGD on vectors from uniform starts.
func realExits(l *props.Lab, c exitCase, row zooRow, n int) ([]float64, error) {
	schedule, err := c.schedule(row)
	if err != nil {
		return nil, err
	}
	watch, err := c.watch()
	if err != nil {
		return nil, err
	}
	return props.Batches(l, n, 64, func(lo, hi int) ([]float64, error) {
		theta, x, out := make([]float64, c.N), make([]float64, c.N), make([]float64, hi-lo)
		theta[c.N-1] = 1
		for i := range out {
			r := sim.NewRandom(l.Seed(0, lo+i))
			if err := sim.UniformHalfSphere(x, theta, r); err != nil {
				return nil, err
			}
			g, err := sim.NewSGD(row.model, theta, x)
			if err != nil {
				return nil, err
			}
			h, err := watch.Follow(l.Context(), g, r, schedule)
			if err != nil {
				return nil, err
			}
			out[i] = h.SearchTime()
		}
		return out, nil
	})
}

// wrongWalk is a chain with a mistake: dof is added to the degrees of freedom of χ², turn
// multiplies the part of the gradient along e, and free leaves the normalisation out.
type wrongWalk struct {
	model   sim.Model
	n       int
	rest    *sim.ChiSquared
	turn    float64
	free    bool
	overlap float64
}

func (w *wrongWalk) Overlap() float64 { return w.overlap }

func (w *wrongWalk) Step(r *sim.Random, delta float64) float64 {
	d := w.model.Deal(r)
	d.Q = w.rest.Draw(r)
	along, rest := w.model.GradientParts(w.overlap, d)
	rate := delta / float64(w.n)
	if w.free {
		rest = 0
	}
	w.overlap = math.Max(-1, math.Min(1, overlapAfter(w.overlap, rate, w.turn*along, rest)))
	return w.overlap
}

// wrongRows is where the wrong chains are run: a linear, an even and a heavy-tailed gradient.
var wrongRows = []zooKind{linearNeuron, spike, square}

// wrongExits is the exit times of a wrong chain, beside those of real runs.
func wrongExits(dof int, turn float64, free bool) func(*props.Lab, exitCase) (exits, error) {
	return func(l *props.Lab, c exitCase) (exits, error) {
		row, err := zooNamed(c.Model)
		if err != nil {
			return exits{}, err
		}
		if !slices.Contains(wrongRows, row.kind) {
			return exits{}, fmt.Errorf("%s: left to a linear, an even and a heavy-tailed gradient", c.Model)
		}
		return compareExits(l, c, func(row zooRow, n int) ([]float64, error) {
			schedule, err := c.schedule(row)
			if err != nil {
				return nil, err
			}
			watch, err := c.watch()
			if err != nil {
				return nil, err
			}
			rest, err := sim.NewChiSquared(float64(c.N - 2 + dof))
			if err != nil {
				return nil, err
			}
			return props.Replicate(l, 1, n, func(seed uint64) (float64, error) {
				r := sim.NewRandom(seed)
				start, err := sim.HalfSphereOverlap(r, c.N)
				if err != nil {
					return 0, err
				}
				own := rest
				h, err := watch.Follow(l.Context(), &wrongWalk{row.model, c.N, &own, turn, free, start}, r, schedule)
				return h.SearchTime(), err
			})
		})
	}
}

// compareExits runs real vectors, and a chain.
func compareExits(l *props.Lab, c exitCase, chain func(row zooRow, n int) ([]float64, error)) (e exits, err error) {
	row, err := zooNamed(c.Model)
	if err != nil {
		return e, err
	}
	n, err := twoSampleRuns(l, exitViolation)
	if err != nil {
		return e, err
	}
	if e.vectors, err = realExits(l, c, row, n); err != nil {
		return e, err
	}
	e.chain, err = chain(row, n)
	return e, err
}

// chainLaw checks that chain and N-dimensional SGD leave at the same times, in law.
func chainLaw() props.Check {
	same := func(c exitCase, e exits, j *props.Judge) error {
		j.SameLaw("the exit times of vectors and chain", e.vectors, e.chain, exitViolation)
		return nil
	}
	return props.Experiment[exitCase, exits]{
		Of: theory.ChainLaw, Grid: exitGrid, Tests: 1,
		Measure: func(l *props.Lab, c exitCase) (exits, error) {
			return compareExits(l, c, func(row zooRow, n int) ([]float64, error) {
				watch, err := c.watch()
				if err != nil {
					return nil, err
				}
				r := inModelUnits(row, c.N, 1, c.Rate)
				seen, err := r.runs(l, 1, n, row.model, watch)
				return searchTimes(seen), err
			})
		},
		Law: same,
		Rivals: []props.Rival[exitCase, exits]{
			{Name: "drops χ²", Measure: wrongExits(0, 1, true)},
			{Name: "twice the dimension in χ²: 2N−2 degrees of freedom", Measure: func(l *props.Lab, c exitCase) (exits, error) {
				return wrongExits(c.N, 1, false)(l, c)
			}},
			{Name: "wrong sign", Measure: wrongExits(0, -1, false)},
			props.WrongLaw("the chain takes half as long", func(c exitCase, e exits, j *props.Judge) error {
				half := make([]float64, len(e.chain))
				for i, t := range e.chain {
					half[i] = math.Ceil(t / 2)
				}
				return same(c, exits{e.vectors, half}, j)
			}),
		},
		Plants: []props.Plant[exitCase, exits]{
			{Name: "the part along e × 1.3", Measure: wrongExits(0, 1.3, false)},
			{Name: "the part along e × .7", Measure: wrongExits(0, 0.7, false)},
		},
	}.Check()
}
