package golden

import (
	"fmt"

	"assay/sim"
)

const (
	variantSteps = 32
	variantSeed  = 12
)

// variantRun is a variant with the model and the rate δ/N at which it is pinned.
type variantRun struct {
	name, as string
	of       zooModel
	how      sim.Variant
}

// variantRuns has each term of a variant in one run at least, and both kinds of models.
func variantRuns() []variantRun {
	relu := zooModel{"relu", singleLayer(known(sim.ReLU{}), 0.1), 0.02}
	tensor := zooModel{"tensor3", tensors(sim.TensorTerm{Order: 3, Signal: 2}), 0.02}
	return []variantRun{
		{"momentum", "with momentum .5, normalised every third step", relu, sim.Variant{Momentum: 0.5, Normalise: 3}},
		{"reuse", "with two steps on each sample and the gradient whole, never normalised", relu, sim.Variant{Reuse: 2, Euclidean: true, Normalise: sim.Never}},
		{"batch", "on batches of 4 with a loss twice as large", relu, sim.Variant{Batch: 4, Rate: 2}},
		{"tensors", "on batches of 2 with momentum .5", tensor, sim.Variant{Batch: 2, Momentum: 0.5}},
	}
}

// variantPins pins the chain of the variants of SGD. Rounding is counted at 256 operations a step, most
// of them those that turn the frame, each of size up to 1, relative to overlaps of 0.1 and more; an error
// of one step may grow fourfold: 40 in all. A test measures the growth.
func variantPins() []Pin {
	var pins []Pin
	for _, v := range variantRuns() {
		pins = append(pins, Pin{
			Name: "variant/" + v.name, Kernel: "sim.VariantChain.Step", Seed: variantSeed, Random: true,
			What:    fmt.Sprintf("the overlap of the chain of %s, %s, N = %d, from m = %v, with δ/N = %v", v.of.title(), v.as, chainDimension, chainStart, v.of.rate),
			Why:     "An audit names the mistake of a program by these chains; a wrong term would name another mistake, or none.",
			Columns: []Column{step(), rounded("overlap", variantSteps, 256, 40).atLeast(0.1)},
			replay:  func() ([][]float64, error) { return v.replay(chainStart, variantSeed) },
		})
	}
	return pins
}

func (v variantRun) replay(start float64, seed uint64) ([][]float64, error) {
	model, err := v.of.make()
	if err != nil {
		return nil, err
	}
	chain, err := sim.NewVariantChain(model, chainDimension, v.how, start, 1)
	if err != nil {
		return nil, err
	}
	return walkRun(chain, sim.NewRandom(seed), v.of.rate*chainDimension, variantSteps), nil
}
