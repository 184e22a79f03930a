package golden

import (
	"errors"
	"fmt"
	"math"

	"assay/sim"
)

const (
	sphereDimension = 5
	sphereSteps     = 8
	sphereSeed      = 12
)

// spherePins pins N-dimensional SGD on every model, and the uniform starts. A step is
// counted at 256 operations: the longest is a sum of the 125 entries of a tensor.
func spherePins() []Pin {
	var pins []Pin
	for _, z := range zoo() {
		pins = append(pins, Pin{
			Name: "sphere/" + z.name,
			What: fmt.Sprintf("overlap and point of SGD on %s, N = %d, from m = ½ towards (0.6, 0.8, 0, 0, 0), with δ/N = %v", z.title(), sphereDimension, z.rate),
			Why:  "SGD on real vectors is what the chain is compared with; it must not drift together with the chain.", Kernel: "sim.SGD.Step",
			Seed: sphereSeed, Random: true,
			Columns: sphereColumns(),
			replay: func() ([][]float64, error) {
				model, err := z.make()
				if err != nil {
					return nil, err
				}
				return sphereRun(model, z.rate, sphereSeed)
			},
		})
	}
	return append(pins, featuresPin(), Pin{
		Name: "sphere/starts", Kernel: "sim.HalfSphereOverlap, UniformSphere, UniformHalfSphere", Seed: 13, Random: true,
		What:    "overlaps of uniform starts: m₀ for N = 100 on its own, then ⟨x, e₁⟩ and ⟨x, e₁⟩ on the half-sphere of R⁵",
		Why:     "Every search begins here; for k ≥ 3 the search time depends on the start through a power of it.",
		Columns: []Column{step(), rounded("half_sphere_overlap", 1, 32, 1), rounded("sphere", 1, 32, 1), rounded("half_sphere", 1, 32, 1)},
		replay:  startsRun,
	})
}

func sphereColumns() []Column {
	columns := []Column{step(), rounded("overlap", sphereSteps, 256, 4).atLeast(0.1)}
	for i := range sphereDimension {
		columns = append(columns, rounded(fmt.Sprintf("x%d", i+1), sphereSteps, 256, 4).atLeast(0.1))
	}
	return columns
}

// featuresPin pins SGD on features that are not Gaussian.
func featuresPin() Pin {
	return Pin{
		Name: "sphere/two-point", Kernel: "sim.FeatureSGD.Step", Seed: sphereSeed, Random: true, Columns: sphereColumns(),
		What: fmt.Sprintf("overlap and point of SGD on f = x², aᵢ = 2 with probability 1/5 and −½ else, N = %d, from m = ½ towards (0.6, 0.8, 0, 0, 0), with δ/N = 0.01", sphereDimension),
		Why:  "Its exit law is compared with that of Gaussian features; both draw their samples through one model.",
		replay: func() ([][]float64, error) {
			square, err1 := sim.NewPolynomial(0, 0, 1)
			model, err2 := sim.NewSingleLayer(square, 0.25)
			law, err3 := sim.NewTwoPoint(0.2)
			if err := errors.Join(err1, err2, err3); err != nil {
				return nil, err
			}
			return onSphere(0.01, sphereSeed, func(target, start []float64) (sphereWalk, error) {
				return sim.NewFeatureSGD(model, law, target, start)
			})
		},
	}
}

// sphereWalk is what moves a point of the sphere.
type sphereWalk interface {
	Step(r *sim.Random, delta float64) float64
	Overlap() float64
	Point() []float64
}

// sphereRun is overlap and point of SGD on the model.
func sphereRun(model sim.Model, rate float64, seed uint64) ([][]float64, error) {
	return onSphere(rate, seed, func(target, start []float64) (sphereWalk, error) { return sim.NewSGD(model, target, start) })
}

// onSphere is overlap and point of a walk.
func onSphere(rate float64, seed uint64, walk func(target, start []float64) (sphereWalk, error)) ([][]float64, error) {
	target := []float64{0.6, 0.8, 0, 0, 0}
	start := []float64{0.3, 0.4, math.Sqrt(0.75), 0, 0} // overlap 0.18 + 0.32 = ½
	sgd, err := walk(target, start)
	if err != nil {
		return nil, err
	}
	r := sim.NewRandom(seed)
	return table(sphereSteps+1, func(t float64) []float64 {
		if t > 0 {
			sgd.Step(r, rate*sphereDimension)
		}
		return append([]float64{sgd.Overlap()}, sgd.Point()...)
	}), nil
}

func startsRun() ([][]float64, error) {
	a, b, c := sim.NewRandom(13), sim.NewRandom(13), sim.NewRandom(13)
	axis := []float64{1, 0, 0, 0, 0}
	x := make([]float64, len(axis))
	var failed error
	rows := table(draws, func(float64) []float64 {
		m, err1 := sim.HalfSphereOverlap(a, 100)
		err2 := sim.UniformSphere(x, b)
		sphere := x[0]
		err3 := sim.UniformHalfSphere(x, axis, c)
		for _, err := range []error{err1, err2, err3} {
			if err != nil {
				failed = err
			}
		}
		return []float64{m, sphere, x[0]}
	})
	return rows, failed
}
