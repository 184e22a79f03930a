package sim_test

import (
	"context"
	"fmt"

	"assay/sim"
)

// Five starts on the half-sphere of R¹⁰⁰, tensor PCA of order 2 with a signal of 2: the
// steps until m > ½, and until m > 0.9.
func ExampleRunChain() {
	model, err := sim.NewTensorPCA(sim.TensorTerm{Order: 2, Signal: 2})
	if err != nil {
		panic(err)
	}
	schedule, err := sim.NewConstant(0.1)
	if err != nil {
		panic(err)
	}
	seen, err := sim.RunChain(context.Background(), sim.ChainRun{
		Model:    model,
		N:        100,
		Schedule: schedule,
		Watch:    sim.Watch{Low: 0.5, High: 0.9, Steps: 100_000, Until: sim.UntilDescent},
		Replicas: 5,
		Seed:     func(i int) uint64 { return uint64(i) },
	})
	if err != nil {
		panic(err)
	}
	for _, h := range seen {
		fmt.Println(h.Search, h.Descent)
	}
	// Output:
	// 695 1029
	// 547 881
	// 432 765
	// 830 1155
	// 349 686
}
