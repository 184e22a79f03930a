package simulate

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"assay/sim"
)

// ofModel makes the problem one of online SGD, or of descent on the mean loss.
func (s *settings) ofModel(p *problem) error {
	m, err := s.model(s.spec).Simulated()
	if err != nil {
		return err
	}
	schedule, err := s.scheduled()
	if err != nil {
		return err
	}
	start, err := s.started()
	if err != nil {
		return err
	}
	var walk func(r *sim.Random) (sim.Walk, error)
	switch s.dynamics {
	case "chain":
		walk = func(r *sim.Random) (sim.Walk, error) {
			m0, err := start(r)
			if err != nil {
				return nil, err
			}
			return sim.NewChain(m, s.n, m0)
		}
	case "sgd":
		walk = func(r *sim.Random) (sim.Walk, error) {
			target, x := make([]float64, s.n), make([]float64, s.n)
			target[0] = 1
			if err := s.place(x, target, r); err != nil {
				return nil, err
			}
			return sim.NewSGD(m, target, x)
		}
	case "population":
		pull, _, err := sim.PullTable(m)
		if err != nil {
			return fmt.Errorf("--dynamics population: %w", err)
		}
		walk = func(r *sim.Random) (sim.Walk, error) {
			m0, err := start(r)
			if err != nil {
				return nil, err
			}
			return sim.NewPopulation(pull, s.n, m0)
		}
	}
	spec := s.spec
	if s.model(s.spec).Fit != "" {
		spec += " fitted by " + s.model(s.spec).Fit
	}
	p.title = fmt.Sprintf("%s, N = %d", spec, s.n)
	p.says = fmt.Sprintf("Overlap m against the step t for %s: %s, %s, start %s.", p.title, s.dynamics, schedule, s.start)
	p.values, p.shown = []string{"m"}, "m"
	p.follow = func(ctx context.Context, seed uint64, see func(...float64)) error {
		r := sim.NewRandom(seed)
		w, err := walk(r)
		if err != nil {
			return err
		}
		return watch(ctx, w, r, schedule, p.grid, func(m float64) { see(m) })
	}
	return nil
}

// watched is how many steps pass between two looks at the context.
const watched = 1 << 12

// watch walks to the last step of the grid and shows the overlap at each step of it.
func watch(ctx context.Context, w sim.Walk, r *sim.Random, schedule sim.Schedule, grid []int, see func(m float64)) error {
	m := w.Overlap()
	largest, t := m, 0
	for _, next := range grid {
		for ; t < next; t++ {
			if t%watched == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			m = w.Step(r, schedule.Size(m, largest))
			largest = max(largest, m)
		}
		see(m)
	}
	return nil
}

// started draws the overlap of the start.
func (s *settings) started() (func(*sim.Random) (float64, error), error) {
	switch s.start {
	case "half-sphere":
		return func(r *sim.Random) (float64, error) { return sim.HalfSphereOverlap(r, s.n) }, nil
	case "sphere":
		return func(r *sim.Random) (float64, error) {
			m, err := sim.HalfSphereOverlap(r, s.n)
			if r.Uniform() < 0.5 {
				m = -m
			}
			return m, err
		}, nil
	}
	m, err := strconv.ParseFloat(s.start, 64)
	if err != nil || !(math.Abs(m) <= 1) {
		return nil, fmt.Errorf("--start %q: want half-sphere, sphere, or an overlap from -1 to 1", s.start)
	}
	return sim.At(m), nil
}

// place puts x at the start in N dimensions.
func (s *settings) place(x, target []float64, r *sim.Random) error {
	switch s.start {
	case "half-sphere":
		return sim.UniformHalfSphere(x, target, r)
	case "sphere":
		return sim.UniformSphere(x, r)
	}
	m, err := strconv.ParseFloat(s.start, 64)
	x[0], x[1] = m, math.Sqrt((1-m)*(1+m))
	return err
}
