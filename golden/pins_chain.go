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
	return append(pins, Pin{
		Name: "chain/together", Kernel: "sim.Together.Step", Seed: chainSeed, Random: true,
		What: fmt.Sprintf("overlaps of SGD with x, x³ − 3x and ReLU on the same data, N = %d, from m = %v, with δ/N = 0.02, 0.0002 and 0.02", chainDimension, chainStart),
		Why:  "The order of recovery of several activations is read off runs on the same data, whose points must keep their joint law.",
		Columns: []Column{step(), rounded("x", chainSteps, 64, 40).atLeast(0.1), rounded("hermite3", chainSteps, 64, 40).atLeast(0.1),
			rounded("relu", chainSteps, 64, 40).atLeast(0.1)},
		replay: func() ([][]float64, error) { return togetherRun(chainStart, 0.02, chainSeed) },
	})
}

// togetherRun is the overlaps of three activations on the same data, rate the δ/N of the first and the last.
func togetherRun(start, rate float64, seed uint64) ([][]float64, error) {
	var fits []sim.Activation
	for _, f := range []activation{polynomial(0, 1), hermite(3), known(sim.ReLU{})} {
		fit, err := f()
		if err != nil {
			return nil, err
		}
		fits = append(fits, fit)
	}
	points, err := sim.NewTogether(chainDimension, start, fits...)
	if err != nil {
		return nil, err
	}
	r := sim.NewRandom(seed)
	delta := []float64{rate * chainDimension, rate / 100 * chainDimension, rate * chainDimension}
	return table(chainSteps+1, func(t float64) []float64 {
		if t > 0 {
			points.Step(r, delta)
		}
		return []float64{points.Overlap(0), points.Overlap(1), points.Overlap(2)}
	}), nil
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
