package singleindex

import (
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// refutationRivals are recovery, a supremum that does not fall, one that falls too fast, and runs
// with more samples by a power ½ of N.
func refutationRivals() []props.Rival[refutationCase, heightSeen] {
	return []props.Rival[refutationCase, heightSeen]{
		props.WrongLaw("weak recovery: P(sup abs m > ½) → 1", func(c refutationCase, m heightSeen, j *props.Judge) error {
			for _, sup := range m.sup {
				j.Likely("P(sup abs m > ½)", tally(sup, func(h float64) bool { return h > 0.5 }), len(sup), 0.75, 0.5)
			}
			return nil
		}),
		props.WrongLaw("the supremum does not depend on N", func(c refutationCase, m heightSeen, j *props.Judge) error {
			if !c.trend() {
				return nil
			}
			falls, pairs := c.falls(m)
			j.Unlikely("P(the supremum falls)", falls, pairs, 0.5, c.fallsAim()-0.5)
			return nil
		}),
		props.WrongLaw("the supremum is of order 1/N", func(c refutationCase, m heightSeen, j *props.Judge) error {
			for i, n := range c.Sizes {
				above := tally(m.sup[i], func(h float64) bool { return h > math.Log(float64(n))/float64(n) })
				j.Unlikely("P(sup abs m > (log N)/N)", above, len(m.sup[i]), 0.25, heightViolation)
			}
			return nil
		}),
		enoughSamples(),
	}
}

// refutationPlants are errors in the claim: in the exponent of α_c, where one of 0.3 makes it false, and in the limit of E sup m².
func refutationPlants(sharp bool) []props.Plant[refutationCase, heightSeen] {
	plants := []props.Plant[refutationCase, heightSeen]{props.Planted("E sup m² → 0.1, not 0", refutes(0.1))}
	if sharp {
		plants = append(plants, props.Planted("α ≪ N^{0.3} α_c", refutesBeyond(0.3)))
	}
	return plants
}

// enoughSamples is a wrong simulator: √N times more samples than critical, with a logarithm
// for k ≤ 2, which is beyond the threshold by the power ½ of N, with a step from inside the window that they open.
func enoughSamples() props.Rival[refutationCase, heightSeen] {
	return props.Rival[refutationCase, heightSeen]{Name: "√N times more samples do not recover either", Measure: func(l *props.Lab, c refutationCase) (m heightSeen, err error) {
		k, n, a := c.row.law.Exponent, c.Sizes[0], c.row.law.Leading()
		noisy := c.row.law.V(0) / (a * a) // so many times more samples
		if k == 1 && noisy > 3 || k > 1 && noisy > 0.7 || c.C != 0.25 {
			return m, fmt.Errorf("%s, C = %v: left to the cases that need fewer samples", c.Model, c.C)
		}
		ratio, err := theory.CriticalRatio(n, k)
		if err != nil {
			return m, err
		}
		more := math.Sqrt(float64(n))
		if k <= 2 {
			more *= math.Log(float64(n))
		}
		r := inWindow(c.row, n, ratio*more, 0.5)
		watch, err := sim.NewWatch(0.5, r.steps())
		if err != nil {
			return m, err
		}
		replicas, err := heightRuns(l)
		if err != nil {
			return m, err
		}
		seen, err := r.runs(l, 0, replicas, c.row.model, watch)
		if err != nil {
			return m, err
		}
		var sup []float64
		for _, h := range seen {
			sup = append(sup, h.Largest)
		}
		return m, c.add(&m, n, sup)
	}}
}

// withoutNoise is a wrong simulator: descent on the population loss with the same samples and step size, from the same
// law of starts.
func withoutNoise() props.Plant[refutationCase, heightSeen] {
	return props.Plant[refutationCase, heightSeen]{Name: "SGD replaced by noiseless population descent", Measure: func(l *props.Lab, c refutationCase) (m heightSeen, err error) {
		replicas, err := heightRuns(l)
		if err != nil {
			return m, err
		}
		if c.C < 4 || c.row.largestN > tensorDimension(2) {
			return m, fmt.Errorf("%s, C = %v: left to the tensors with large steps", c.Model, c.C)
		}
		pull, err := pullTable(c.row)
		if err != nil {
			return m, err
		}
		for i, n := range c.Sizes[:2] {
			r := c.regime(n)
			starts, err := theory.Start(n)
			if err != nil {
				return m, err
			}
			sup := make([]float64, replicas)
			for k := range sup {
				start, err := starts.HalfQuantile(sim.NewRandom(l.Seed(i, k)).Uniform())
				if err != nil {
					return m, err
				}
				descent, err := sim.NewPopulation(pull, n, start)
				if err != nil {
					return m, err
				}
				sup[k] = start
				for range r.steps() {
					sup[k] = math.Max(sup[k], math.Abs(descent.Step(nil, r.Delta)))
				}
			}
			if err := c.add(&m, n, sup); err != nil {
				return m, err
			}
		}
		return m, nil
	}}
}
