package golden

import (
	"context"
	"fmt"

	"assay/sim"
)

const (
	kernelSteps    = 136 // a block of draws is 128 steps; the second block is entered
	kernelReplicas = 3
	kernelSeed     = 41
)

// kernelGrid is the times at which a path is pinned: dense at first, and about the end
// of the first block.
var kernelGrid = []int{0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 126, 127, 128, 129, 130, 136}

// kernelPins pins the fast chain on every model, whose draws are dealt in blocks, and its
// watch. The tolerance is that of the chain pins for more steps.
func kernelPins() []Pin {
	const why = "The fast chain takes its draws in blocks, an order of its own; every experiment on sample sizes runs on it."
	columns := []Column{step()}
	for i := range kernelReplicas {
		columns = append(columns, rounded(fmt.Sprintf("replica%d", i), kernelSteps, 64, 40).atLeast(0.1))
	}
	var pins []Pin
	for _, z := range zoo() {
		pins = append(pins, Pin{
			Name: "kernel/" + z.name, Kernel: "sim.RunChain", Why: why, Seed: kernelSeed, Random: true, Columns: columns,
			What: fmt.Sprintf("overlaps of %d replicas of the fast chain of %s, seeds %d, …, N = %d, from m = %v, with δ/N = %v",
				kernelReplicas, z.title(), kernelSeed, chainDimension, chainStart, z.rate),
			replay: func() ([][]float64, error) {
				constant, err := sim.NewConstant(z.rate * chainDimension)
				if err != nil {
					return nil, err
				}
				return kernelRun(z, chainStart, constant, kernelSeed)
			},
		})
	}
	return append(pins,
		Pin{
			Name: "kernel/growing", Kernel: "sim.RunChain", Why: "A step size that follows the overlap takes the general kernel.",
			What: fmt.Sprintf("overlaps of %d replicas of the fast chain of tensor PCA, 2 θ^⊗3, seeds %d, …, N = %d, from m = %v, with δ growing, c = 4",
				kernelReplicas, kernelSeed, chainDimension, chainStart),
			Seed: kernelSeed, Random: true, Columns: columns,
			replay: func() ([][]float64, error) {
				growing, err := sim.NewGrowing(4, 3, chainDimension)
				if err != nil {
					return nil, err
				}
				return kernelRun(zooModel{make: tensors(sim.TensorTerm{Order: 3, Signal: 2})}, chainStart, growing, kernelSeed)
			},
		},
		Pin{
			Name: "kernel/passages", Kernel: "sim.RunChain", Random: true, Seed: 51,
			What:    "twelve replicas of the fast chain of online PCA, λ = 1.5, N = 50, from a uniform start on the half-sphere, δ = 0.2 until m > ½, then 0.05: passages of 0.5 and 0.8 within 4000 steps (-1: never)",
			Why:     "Passage times from the fast chain are the raw data of the claims on search and descent.",
			Columns: passageColumns()[:3],
			replay:  kernelPassages,
		},
	)
}

// kernelRun is the overlaps of replicas of the fast chain.
func kernelRun(z zooModel, start float64, schedule sim.Schedule, seed uint64) ([][]float64, error) {
	model, err := z.make()
	if err != nil {
		return nil, err
	}
	seen, err := sim.RunChain(context.Background(), sim.ChainRun{
		Model: model, N: chainDimension, Schedule: schedule, Start: sim.At(start), Replicas: kernelReplicas,
		Watch: sim.Watch{Low: 0.9, High: 0.99, Steps: kernelSteps, Grid: kernelGrid},
		Seed:  func(i int) uint64 { return seed + uint64(i) }, Jobs: 1,
	})
	if err != nil {
		return nil, err
	}
	var rows [][]float64
	for k, t := range kernelGrid {
		row := []float64{float64(t)}
		for _, h := range seen {
			row = append(row, h.Trace[k])
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func kernelPassages() ([][]float64, error) {
	model, err := sim.NewOnlinePCA(1.5)
	if err != nil {
		return nil, err
	}
	reset, err := sim.NewReset(0.2, 0.05, 0.5)
	if err != nil {
		return nil, err
	}
	seen, err := sim.RunChain(context.Background(), sim.ChainRun{
		Model: model, N: 50, Schedule: reset, Replicas: 12, Jobs: 1,
		Watch: sim.Watch{Low: 0.5, High: 0.8, Steps: passageSteps},
		Seed:  func(i int) uint64 { return 51 + uint64(i) },
	})
	if err != nil {
		return nil, err
	}
	var rows [][]float64
	for i, h := range seen {
		rows = append(rows, []float64{float64(51 + i), float64(h.Search), float64(h.Descent)})
	}
	return rows, nil
}
