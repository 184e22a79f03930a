package golden

import (
	"fmt"

	"assay/sim"
)

const (
	chainDimension = 200
	chainSteps     = 32
	chainStart     = 0.5
	chainSeed      = 11
)

// chainPins pins the chain of every model. Rounding is counted at 64 operations a step,
// each of size up to 1, relative to overlaps of 0.1 and more, and an error of one step may
// grow fourfold: 40 in all. A test measures the growth.
func chainPins() []Pin {
	var pins []Pin
	for _, z := range zoo() {
		pins = append(pins, Pin{
			Name: "chain/" + z.name,
			What: fmt.Sprintf("the overlap of the chain of %s, N = %d, from m = %v, with δ/N = %v", z.title(), chainDimension, chainStart, z.rate),
			Why:  "The chain is the witness of every claim on sample sizes; a wrong coefficient or order of draws shows here before it bends an exponent.", Kernel: "sim.Chain.Step",
			Seed: chainSeed, Random: true,
			Columns: []Column{step(), rounded("overlap", chainSteps, 64, 40).atLeast(0.1)},
			replay: func() ([][]float64, error) {
				model, err := z.make()
				if err != nil {
					return nil, err
				}
				return chainRun(model, chainStart, z.rate, chainSeed)
			},
		})
	}
	return pins
}

// chainRun is the overlaps of the chain of the model.
func chainRun(model sim.Model, start, rate float64, seed uint64) ([][]float64, error) {
	chain, err := sim.NewChain(model, chainDimension, start)
	if err != nil {
		return nil, err
	}
	return walkRun(chain, sim.NewRandom(seed), rate*chainDimension, chainSteps), nil
}

// walkRun is the overlaps of a walk at the times 0, …, steps.
func walkRun(walk sim.Walk, r *sim.Random, delta float64, steps int) [][]float64 {
	return table(steps+1, func(t float64) []float64 {
		if t > 0 {
			walk.Step(r, delta)
		}
		return []float64{walk.Overlap()}
	})
}

// title is the name that the model gives itself.
func (z zooModel) title() string {
	model, err := z.make()
	if err != nil {
		return z.name
	}
	return model.String()
}
