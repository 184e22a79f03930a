package singleindex

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"assay/props"
	"assay/props/stat"
	"assay/sim"
	"assay/theory"
)

// sphereCase is a short run of online SGD in N dimensions on data that rapid draws.
type sphereCase struct {
	X      []float64 `draw:"x"`      // start, normalised before use
	Target []float64 `draw:"target"` // normalised before use
	Data   []float64 `draw:"data"`   // the vectors a, one after another
	Noise  float64   `draw:"noise"`
	Delta  float64   `draw:"delta"`
}

// component is a coordinate of a data vector: a Gaussian one seldom leaves [−4, 4].
func component() *rapid.Generator[float64] { return rapid.Float64Range(-4, 4) }

func drawSphere(t *rapid.T) sphereCase {
	n := rapid.IntRange(2, 8).Draw(t, "N")
	steps := rapid.IntRange(1, 10).Draw(t, "steps")
	vector := rapid.SliceOfN(component(), n, n)
	return sphereCase{
		X: vector.Draw(t, "x"), Target: vector.Draw(t, "target"),
		Data:  rapid.SliceOfN(component(), n*steps, n*steps).Draw(t, "data"),
		Noise: rapid.Float64Range(-1, 1).Draw(t, "noise"),
		Delta: rapid.Float64Range(1e-3, 2).Draw(t, "delta"),
	}
}

// sphereCubic is f(z) = z + z³/3, whose gradients are neither bounded nor symmetric in θ.
func sphereCubic() (sim.Polynomial, sim.Model, error) {
	f, err := sim.NewPolynomial(0, 1, 0, 1./3)
	if err != nil {
		return f, nil, err
	}
	model, err := sim.NewSingleLayer(f, 0)
	return f, model, err
}

// direction is v/‖v‖, or no valid case where v is nearly 0.
func direction(v []float64) ([]float64, error) {
	norm := floats.Norm(v, 2)
	if norm < 1e-3 {
		return nil, props.Invalid("a vector of length %.2g has no direction", norm)
	}
	return floats.ScaleTo(make([]float64, len(v)), 1/norm, v), nil
}

// sphereRun is what a run leaves: for each step the radial part of the gradient
// used, the gradient's length, and the norm of the iterate.
type sphereRun struct{ radial, gradient, norm []float64 }

// descendSphere runs SGD with the stated projection and normalisation.
func descendSphere(c sphereCase) (run sphereRun, err error) {
	return sphereRuns(c, func(g *sim.SGD, model sim.Model) (gradient, point []float64) {
		gradient = make([]float64, len(g.Point()))
		model.Gradient(gradient, g.Point(), g.Sample())
		sim.Tangent(gradient, g.Point())
		run.radial = append(run.radial, floats.Dot(gradient, g.Point()))
		g.Descend(c.Delta)
		return gradient, g.Point()
	}, &run)
}

// sphereRuns feeds the data of a case to a run, step by step.
func sphereRuns(c sphereCase, step func(*sim.SGD, sim.Model) (gradient, point []float64), run *sphereRun) (sphereRun, error) {
	f, model, err := sphereCubic()
	if err != nil {
		return *run, err
	}
	x, err := direction(c.X)
	if err != nil {
		return *run, err
	}
	target, err := direction(c.Target)
	if err != nil {
		return *run, err
	}
	g, err := sim.NewSGD(model, target, x)
	if err != nil {
		return *run, err
	}
	n := len(x)
	for lo := 0; lo < len(c.Data); lo += n {
		s := g.Sample()
		s.Y = append(s.Y[:0], c.Data[lo:lo+n]...)
		s.Noise = c.Noise
		s.Label = f.At(floats.Dot(s.Y, target)) + c.Noise
		gradient, point := step(g, model)
		run.gradient = append(run.gradient, floats.Norm(gradient, 2))
		run.norm = append(run.norm, floats.Norm(point, 2))
	}
	return *run, nil
}

// sphereTangent checks (1.2): the gradient used is tangent, the iterate has norm 1.
//
// Rounding: the radial part of g − ⟨g,x⟩x is a sum of N products of size ‖∇L‖, computed
// after a projection with as many, and ‖x‖² differs from 1 by the rounding of its
// normalisation: 4N + 8 operations cover each. The length before projection is at most
// that of the tangent part plus the radial part removed, which Cauchy-Schwarz bounds
// through the case's own data.
func sphereTangent() props.Check {
	law := func(c sphereCase, run sphereRun, j *props.Judge) error {
		n := len(c.X)
		for t := range run.norm {
			j.Equal("⟨∇L, x⟩", run.radial[t], 0, props.Rounding(4*n+8, euclideanBound(c, t)))
			j.Equal("‖x‖", run.norm[t], 1, props.Rounding(4*n+8, 1))
		}
		return nil
	}
	// with puts an error into what a run leaves
	with := func(radial, norm float64) func(c sphereCase) (sphereRun, error) {
		return func(c sphereCase) (run sphereRun, err error) {
			return sphereRuns(c, func(g *sim.SGD, model sim.Model) (gradient, point []float64) {
				x := g.Point()
				gradient = make([]float64, len(x))
				model.Gradient(gradient, x, g.Sample())
				left := radial * floats.Dot(gradient, x)
				sim.Tangent(gradient, x)
				floats.AddScaled(gradient, left, x)
				run.radial = append(run.radial, floats.Dot(gradient, x))
				g.Descend(c.Delta)
				return gradient, floats.ScaleTo(make([]float64, len(x)), norm, g.Point())
			}, &run)
		}
	}
	return props.Property[sphereCase, sphereRun]{
		Of:    theory.SphereTangent,
		Cases: props.ByTier[int]{200, 1000, 10_000}, Draw: drawSphere,
		Measure: descendSphere, Law: law,
		Rivals: []props.Rival[sphereCase, sphereRun]{
			props.WrongSimulator("Euclidean gradient, not projected", func(c sphereCase) (run sphereRun, err error) {
				return sphereRuns(c, func(g *sim.SGD, model sim.Model) (gradient, point []float64) {
					gradient = make([]float64, len(g.Point()))
					model.Gradient(gradient, g.Point(), g.Sample())
					run.radial = append(run.radial, floats.Dot(gradient, g.Point()))
					g.Descend(c.Delta)
					return gradient, g.Point()
				}, &run)
			}),
			props.WrongSimulator("iterate not normalised", func(c sphereCase) (run sphereRun, err error) {
				return sphereRuns(c, func(g *sim.SGD, model sim.Model) (gradient, point []float64) {
					gradient = make([]float64, len(g.Point()))
					model.Gradient(gradient, g.Point(), g.Sample())
					sim.Tangent(gradient, g.Point())
					run.radial = append(run.radial, floats.Dot(gradient, g.Point()))
					point = floats.AddScaledTo(make([]float64, len(gradient)), g.Point(), -c.Delta/float64(len(gradient)), gradient)
					g.Descend(c.Delta)
					return gradient, point
				}, &run)
			}),
			props.WrongLaw("a step lengthens x by the gradient: ‖x‖² = 1 + (δ/N)²‖∇L‖²", func(c sphereCase, run sphereRun, j *props.Judge) error {
				for t := range run.norm {
					j.Equal("‖x‖", run.norm[t], math.Hypot(1, c.Delta/float64(len(c.X))*run.gradient[t]), props.Rounding(4*len(c.X)+8, 1))
				}
				return nil
			}),
		},
		Plants: []props.Plant[sphereCase, sphereRun]{
			props.PlantedSimulator("a part 1e-6 of the radial component is left", with(1e-6, 1)),
			props.PlantedSimulator("‖x‖ = 1 + 1e-6", with(0, 1+1e-6)),
		},
	}.Check()
}

// euclideanBound bounds ‖∇L‖ of f(z) = z + z³/3 at step t without use of the iterate:
// ‖a‖ · 2(abs f(u) + abs f(v) + abs ε) · abs f'(u) at abs u, abs v ≤ ‖a‖.
func euclideanBound(c sphereCase, t int) float64 {
	n := len(c.X)
	a := floats.Norm(c.Data[t*n:(t+1)*n], 2)
	return a * 2 * (2*(a+a*a*a/3) + math.Abs(c.Noise)) * (1 + a*a)
}

// startCase is a dimension.
type startCase struct {
	N int `draw:"N"`
}

// startViolation is the Kolmogorov distance that sphere/start is designed to detect.
const startViolation = 0.03

// startError is the error of [theory.StartLaw]'s distribution function, see the certified values of start.txt.
const startError = 1e-13

// sphereStart checks the law of m₀ for uniform starts: of real vectors, and of the chain.
func sphereStart() props.Check {
	type starts struct{ vectors, chain []float64 }
	exact := func(c startCase, m starts, j *props.Judge, cdf func(float64) float64) {
		j.Follows("m₀ of uniform vectors", m.vectors, cdf, startViolation)
		j.Follows("m₀ of the chain", m.chain, cdf, startViolation)
	}
	// law is the exact law, and its limit: of √N m₀ at fixed z the distribution function tends to that of
	// abs N(0,1)/scale, in powers of 1/N.
	law := func(scale float64) props.Law[startCase, starts] {
		return func(c startCase, m starts, j *props.Judge) error {
			law, err := theory.Start(c.N)
			if err != nil {
				return err
			}
			exact(c, m, j, law.HalfCDF)
			for _, z := range []float64{0.5, 1, 2} {
				var rungs []props.Rung
				for _, n := range []int{100, 1000, 10_000, 100_000} {
					at, err := theory.Start(n)
					if err != nil {
						return err
					}
					rungs = append(rungs, props.Rung{N: float64(n), Law: at.HalfCDF(z / math.Sqrt(float64(n))), Claim: math.Erf(z * scale / math.Sqrt2), Error: startError})
				}
				j.Tends(fmt.Sprintf("P(√N m₀ ≤ %v)", z), rungs, func(n float64) float64 { return 1 / n }, 1e-6)
			}
			return nil
		}
	}
	return props.Experiment[startCase, starts]{
		Of: theory.SphereStart,
		Grid: func(tier props.Tier) []startCase {
			return props.ByTier[[]startCase]{
				{{2}, {3}, {4}, {10}, {100}},
				{{2}, {3}, {4}, {10}, {100}, {1000}},
				{{2}, {3}, {4}, {10}, {100}, {1000}, {3000}},
			}.At(tier)
		},
		Tests: 2,
		Measure: func(l *props.Lab, c startCase) (starts, error) {
			n, err := stat.KolmogorovSamples(startViolation, l.Alpha, props.Miss, stat.TwoSided)
			if err != nil {
				return starts{}, err
			}
			const batch = 512
			vectors, err := props.Batches(l, n, batch, func(lo, hi int) ([]float64, error) {
				r := sim.NewRandom(l.Seed(0, lo))
				x, target, out := make([]float64, c.N), make([]float64, c.N), make([]float64, hi-lo)
				target[c.N-1] = 1
				for i := range out {
					if err := sim.UniformHalfSphere(x, target, r); err != nil {
						return nil, err
					}
					out[i] = floats.Dot(x, target)
				}
				return out, nil
			})
			if err != nil {
				return starts{}, err
			}
			chain, err := props.Batches(l, n, batch, func(lo, hi int) ([]float64, error) {
				r, out := sim.NewRandom(l.Seed(1, lo)), make([]float64, hi-lo)
				for i := range out {
					m, err := sim.HalfSphereOverlap(r, c.N)
					if err != nil {
						return nil, err
					}
					out[i] = m
				}
				return out, nil
			})
			return starts{vectors, chain}, err
		},
		Law:   law(1),
		Limit: "P(√N m₀ ≤ z) by the Beta law at N = 10², …, 10⁵, in powers of 1/N",
		Rivals: []props.Rival[startCase, starts]{
			props.WrongLaw("m₀ of order 1/N", func(c startCase, m starts, j *props.Judge) error {
				exact(c, m, j, func(x float64) float64 { return math.Erf(x * float64(c.N) / math.Sqrt2) })
				return nil
			}),
			props.WrongLaw("uniform on [0, 1]", func(c startCase, m starts, j *props.Judge) error {
				exact(c, m, j, func(x float64) float64 { return math.Max(0, math.Min(1, x)) })
				return nil
			}),
			props.WrongLaw("m₀² ~ Beta(½, N/2)", func(c startCase, m starts, j *props.Judge) error {
				law, err := theory.Start(c.N + 1)
				if err != nil {
					return err
				}
				exact(c, m, j, law.HalfCDF)
				return nil
			}),
		},
		Plants: []props.Plant[startCase, starts]{
			props.Planted("√N m₀ → N(0, 1.2²)", law(1/1.2)), props.Planted("√N m₀ → N(0, .8²)", law(1/0.8)),
			props.Planted("the law of m₀ × 1.2", func(c startCase, m starts, j *props.Judge) error {
				law, err := theory.Start(c.N)
				if err != nil {
					return err
				}
				exact(c, m, j, func(x float64) float64 { return law.HalfCDF(math.Min(1, x/1.2)) })
				return nil
			}),
		},
	}.Check()
}
