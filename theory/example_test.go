package theory_test

import (
	"fmt"
	"math"

	"assay/theory"
)

// From an activation to its sample complexity: the information exponent, the step size that recovers in the fewest samples in
// dimension 1000, and the exponent of the search time at sizes at which one measures, which is not its limit.
func ExampleLayerOf() {
	silu, err := theory.LayerOf(theory.Function{
		Name: "silu",
		At:   func(z float64) float64 { return z / (1 + math.Exp(-z)) },
		Slope: func(z float64) float64 {
			s := 1 / (1 + math.Exp(-z))
			return s * (1 + z*(1-s))
		},
	}, 0.1)
	if err != nil {
		panic(err)
	}
	best, err := silu.BestStep(1000, 0.5, 0.95)
	if err != nil {
		panic(err)
	}
	growth, _, err := silu.GrowthAt([]int{500, 1000, 2000}, func(int) float64 { return 0.5 }, 0.5)
	if err != nil {
		panic(err)
	}
	fmt.Println(silu.Reading())
	fmt.Printf("V(0) = %.6f, off by less than 1e-9: %v\n", silu.V(0), silu.Accuracy().V < 1e-9)
	fmt.Printf("δ = %.2g recovers in %.2g samples, and the exponent is %.2f\n", best.Delta, best.Samples, growth)
	// Output:
	// k = 1
	// V(0) = 1.651833, off by less than 1e-9: true
	// δ = 1.1 recovers in 1.7e+03 samples, and the exponent is 1.02
}

// Two students that add up to the teacher, and two across: ½E(½|y| − x₊)² = ½(¾ − 1/π).
func ExampleNeuronLoss() {
	teacher := []float64{1, 0}
	for _, students := range [][][]float64{{{0.25, 0}, {0.75, 0}}, {{0, 0.5}, {0, -0.5}}} {
		loss, err := theory.NeuronLoss(teacher, students)
		fmt.Printf("%.6f %v\n", loss, err)
	}
	// Output:
	// 0.000000 <nil>
	// 0.215845 <nil>
}
