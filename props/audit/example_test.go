package audit_test

import (
	"context"
	"fmt"

	"assay/props/audit"
	"assay/sim"
)

// A program elsewhere was to run online PCA with δ = .1 and ran it with .2: its hitting times say so, and which mistake explains them.
func ExampleProblem_JudgeTimes() {
	model, err := sim.NewOnlinePCA(2)
	if err != nil {
		panic(err)
	}
	schedule, err := sim.NewConstant(0.2)
	if err != nil {
		panic(err)
	}
	runs, err := sim.RunChain(context.Background(), sim.ChainRun{
		Model: model, N: 40, Schedule: schedule, Replicas: 400, Seed: func(i int) uint64 { return uint64(i) },
		Watch: sim.Watch{Low: 0.5, High: 0.5, Unsigned: true, Steps: 5000, Until: sim.UntilSearch},
	})
	if err != nil {
		panic(err)
	}
	times := audit.Times{Level: 0.5, Horizon: 5000}
	for _, run := range runs {
		times.Tau = append(times.Tau, run.SearchTime())
	}
	problem := audit.Problem{Model: model, N: 40, Delta: 0.1, Unsigned: true}
	result, err := problem.JudgeTimes(context.Background(), []audit.Times{times}, audit.Options{Seed: 1, Steps: 2e6})
	if err != nil {
		panic(err)
	}
	fmt.Println(result.Outcome)
	for _, judged := range result.Mistakes {
		if name := judged.Law.Name; name == "loss doubled" || name == "no normalisation" {
			fmt.Println(name, judged.Compatible())
		}
	}
	// Unordered output:
	// REFUTED
	// loss doubled true
	// no normalisation false
}
