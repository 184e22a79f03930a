package golden

import (
	"context"
	"fmt"

	"assay/sim"
)

const (
	populationSteps  = 16
	populationStride = 4 // a mean by quadrature takes some milliseconds
	populationStart  = 0.3
	// quadratureTerms is the number of terms of a mean: sums nested two deep, 2⁸ terms
	// at most in each, and 2⁵ operations to make one.
	quadratureTerms = 2<<8 + 1<<5
)

// populationPins pins population descent on every model, with the loss and the pull that
// drive it. Loss and pull are sums of terms up to ten times as large as they.
func populationPins() []Pin {
	var pins []Pin
	for _, z := range zoo() {
		pins = append(pins, Pin{
			Name: "population/" + z.name, Kernel: "sim.Population.Step, PullTable, PopulationLoss, PopulationPull",
			What: fmt.Sprintf("the overlap of descent on the population loss of %s from m = %v, with δ/N = %v, and loss and pull at it", z.title(), populationStart, z.rate),
			Why:  "The population curve is what SGD is compared with in the law of large numbers and in the published figures.",
			Columns: []Column{step(), rounded("overlap", populationSteps, quadratureTerms, 10).atLeast(0.1),
				rounded("loss", 1, quadratureTerms, 100).atLeast(0.1), rounded("pull", 1, quadratureTerms, 100).atLeast(0.1)},
			replay: func() ([][]float64, error) { return populationRun(z) },
		})
	}
	return pins
}

func populationRun(z zooModel) ([][]float64, error) {
	model, err := z.make()
	if err != nil {
		return nil, err
	}
	pull, _, err := sim.PullTable(model)
	if err != nil {
		return nil, err
	}
	const n = 100
	descent, err := sim.NewPopulation(pull, n, populationStart)
	if err != nil {
		return nil, err
	}
	var rows [][]float64
	for i, row := range walkRun(descent, nil, z.rate*n, populationSteps) {
		if i%populationStride != 0 {
			continue
		}
		loss, err := sim.PopulationLoss(model, row[1])
		if err != nil {
			return nil, err
		}
		slope, err := sim.PopulationPull(model, row[1])
		if err != nil {
			return nil, err
		}
		rows = append(rows, append(row, loss.Value, slope.Value))
	}
	return rows, nil
}

// schedulePins pins the step-size rules and the passage times of a walk under one.
func schedulePins() []Pin {
	const few = 8
	return []Pin{
		{
			Name: "schedule/sizes", Kernel: "sim.Constant, Reset, Growing, Proportional",
			What: "δ at m = 0, 0.05, …, 1, the largest overlap being m: constant 0.5·400^{−1/2}; 0.1 until m > ½, then 0.9; growing with c = 2, k = 3 and 4, N = 400; 2 m",
			Why:  "The step size decides which theorem applies; a rule that is off by a power of N turns a recovery into a refutation.",
			Columns: []Column{exact("m", "the input"), rounded("power", 1, few, 1), exact("reset", "the input"),
				rounded("growing3", 1, few, 1), rounded("growing4", 1, few, 1), rounded("proportional", 1, few, 1)},
			replay: schedulesRun,
		},
		{
			Name: "schedule/passages", Kernel: "sim.Watch.Follow", Random: true, Seed: 21,
			What:    "twelve chains of online PCA, λ = 1.5, N = 50, from a uniform start on the half-sphere, δ = 0.2 until m > ½, then 0.05: passages of 0.5 and 0.8 within 4000 steps (-1: never)",
			Why:     "Passage times are the raw data of the claims on search and descent; they also fix which draw a run takes first.",
			Columns: passageColumns(),
			replay:  passagesRun,
		},
	}
}

func schedulesRun() ([][]float64, error) {
	power, err := sim.NewPower(0.5, -0.5, 400)
	if err != nil {
		return nil, err
	}
	reset, err := sim.NewReset(0.1, 0.9, 0.5)
	if err != nil {
		return nil, err
	}
	three, err := sim.NewGrowing(2, 3, 400)
	if err != nil {
		return nil, err
	}
	four, err := sim.NewGrowing(2, 4, 400)
	if err != nil {
		return nil, err
	}
	proportional, err := sim.NewProportional(2, 3)
	if err != nil {
		return nil, err
	}
	var rows [][]float64
	for i := range 21 {
		m := float64(i) / 20
		row := []float64{m}
		for _, s := range []sim.Schedule{power, reset, three, four, proportional} {
			row = append(row, s.Size(m, m))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

const passageSteps = 4000

func passageColumns() []Column {
	const rare = "a count, which rounding moves only when an overlap comes within 1e-9 of a level"
	return []Column{exact("seed", "the input"), exact("search", rare), exact("descent", rare),
		rounded("start", 1, 32, 1), rounded("largest", passageSteps, 64, 100), rounded("last", passageSteps, 64, 100)}
}

func passagesRun() ([][]float64, error) {
	const n = 50
	model, err := sim.NewOnlinePCA(1.5)
	if err != nil {
		return nil, err
	}
	reset, err := sim.NewReset(0.2, 0.05, 0.5)
	if err != nil {
		return nil, err
	}
	watch := sim.Watch{Low: 0.5, High: 0.8, Steps: passageSteps}
	var rows [][]float64
	for seed := uint64(21); seed < 33; seed++ {
		r := sim.NewRandom(seed)
		start, err := sim.HalfSphereOverlap(r, n)
		if err != nil {
			return nil, err
		}
		chain, err := sim.NewChain(model, n, start)
		if err != nil {
			return nil, err
		}
		h, err := watch.Follow(context.Background(), chain, r, reset)
		if err != nil {
			return nil, err
		}
		rows = append(rows, []float64{float64(seed), float64(h.Search), float64(h.Descent), start, h.Largest, h.Last})
	}
	return rows, nil
}
