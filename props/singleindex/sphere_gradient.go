package singleindex

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/integrate/quad"
	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// gradientCase is a point, a target and an activation of degree at most 3.
type gradientCase struct {
	X      []float64 `draw:"x"`
	Target []float64 `draw:"target"`
	U      []float64 `draw:"u"` // orthonormal Hermite coefficients
}

func drawGradient(t *rapid.T) gradientCase {
	n := rapid.IntRange(2, 3).Draw(t, "N")
	vector := rapid.SliceOfN(component(), n, n)
	return gradientCase{
		X: vector.Draw(t, "x"), Target: vector.Draw(t, "target"),
		U: rapid.SliceOfN(rapid.Float64Range(-2, 2), 2, 4).Draw(t, "u"),
	}
}

// gradientMeasured is the two spherical gradients, of m and of Φ, as vectors.
type gradientMeasured struct {
	x, target []float64
	overlap   float64
	ofOverlap []float64 // θ made tangent
	ofLoss    []float64 // E ∇L, made tangent
	size      float64   // mean of ‖a‖·2(F(u)+F(v))F'(u), what is rounded in ∇L
	nodes     int
}

// gaussNodes is the number of Gauss-Hermite nodes on an axis: ∇L has degree 6 in the
// data, the rule is exact to degree 15.
const gaussNodes = 8

// measureGradients averages the N-dimensional gradient over the data, by a product rule
// that is exact for these activations. Nothing in it knows of the overlap.
func measureGradients(c gradientCase) (g gradientMeasured, err error) {
	if flat(c.U) {
		return g, props.Invalid("every Hermite coefficient after the constant is below %v", leastCoefficient)
	}
	if g.x, err = direction(c.X); err != nil {
		return g, err
	}
	if g.target, err = direction(c.Target); err != nil {
		return g, err
	}
	f, err := sim.NewHermiteSeries(c.U...)
	if err != nil {
		return g, err
	}
	model, err := sim.NewSingleLayer(f, 0)
	if err != nil {
		return g, err
	}
	s, err := model.NewSample(g.target)
	if err != nil {
		return g, err
	}
	g.overlap = math.Max(-1, math.Min(1, floats.Dot(g.x, g.target)))
	g.ofOverlap = append([]float64(nil), g.target...)
	sim.Tangent(g.ofOverlap, g.x)

	n := len(g.x)
	node, weight := make([]float64, gaussNodes), make([]float64, gaussNodes)
	quad.Hermite{}.FixedLocations(node, weight, math.Inf(-1), math.Inf(1))
	g.ofLoss = make([]float64, n)
	gradient := make([]float64, n)
	g.nodes = int(math.Pow(gaussNodes, float64(n)))
	for index := range g.nodes {
		w, at := 1.0, index
		for i := range n {
			k := at % gaussNodes
			at /= gaussNodes
			s.Y[i] = math.Sqrt2 * node[k] // from weight exp(−t²) to the normal density
			w *= weight[k] / math.SqrtPi
		}
		s.Label = f.At(floats.Dot(s.Y, s.Target))
		model.Gradient(gradient, g.x, s)
		floats.AddScaled(g.ofLoss, w, gradient)
		u, v := floats.Dot(s.Y, g.x), floats.Dot(s.Y, s.Target)
		fu, slope := cubicSize(c.U, u)
		fv, _ := cubicSize(c.U, v)
		g.size += w * floats.Norm(s.Y, 2) * 2 * (fu + fv) * slope
	}
	sim.Tangent(g.ofLoss, g.x)
	return g, nil
}

// cubicSize bounds the terms that are added up in f(z) and f'(z) for a Hermite series of
// degree at most 3: the polynomials with every sign positive.
func cubicSize(u []float64, z float64) (f, slope float64) {
	z = math.Abs(z)
	size := []float64{1, z, (z*z + 1) / math.Sqrt2, (z*z*z + 3*z) / math.Sqrt(6)}
	for j, c := range u {
		f += math.Abs(c) * size[j]
		if j > 0 {
			slope += math.Abs(c) * math.Sqrt(float64(j)) * size[j-1] // h_j' = √j h_{j−1}
		}
	}
	return f, slope
}

// sphereOverlapGradient checks ‖∇m‖² = 1 − m² and ∇Φ = φ'(m)(θ − m x), as vectors.
func sphereOverlapGradient() props.Check {
	norm := func(square func(m float64) float64) props.Law[gradientCase, gradientMeasured] {
		return func(c gradientCase, g gradientMeasured, j *props.Judge) error {
			j.Equal("‖∇m‖²", floats.Dot(g.ofOverlap, g.ofOverlap), square(g.overlap), props.Rounding(6*len(g.x)+10, 1))
			return nil
		}
	}
	loss := func(direction func(g gradientMeasured) []float64, factor float64) props.Law[gradientCase, gradientMeasured] {
		return func(c gradientCase, g gradientMeasured, j *props.Judge) error {
			phi, err := theory.SingleLayer(c.U, 0)
			if err != nil {
				return err
			}
			slope := factor * phi.PhiPrime(g.overlap)
			for i, d := range direction(g) {
				// the nodes and weights of the rule carry 1e-15 of their size, as do the sums
				j.Equal("∇Φ", g.ofLoss[i], slope*d, props.Rounding(g.nodes+64, g.size+math.Abs(slope)))
			}
			return nil
		}
	}
	tangent := func(g gradientMeasured) []float64 {
		return props.Must(theory.OverlapGradient(g.x, g.target))
	}
	exactNorm := norm(func(m float64) float64 {
		return props.Must(theory.OverlapGradientSquared(m))
	})
	exactLoss := loss(tangent, 1)
	return props.Property[gradientCase, gradientMeasured]{
		Of:    theory.SphereOverlapGradient,
		Cases: props.ByTier[int]{200, 1000, 10_000}, Draw: drawGradient, Measure: measureGradients,
		Law: props.All(exactNorm, exactLoss),
		Rivals: []props.Rival[gradientCase, gradientMeasured]{
			props.WrongLaw("‖∇m‖² = 1", norm(func(float64) float64 { return 1 })),
			props.WrongLaw("‖∇m‖² = 1 − m", norm(func(m float64) float64 { return 1 - m })),
			props.WrongLaw("∇Φ = φ'(m) θ, not projected", loss(func(g gradientMeasured) []float64 { return g.target }, 1)),
			props.WrongLaw("∇Φ = −φ'(m)(θ − m x)", loss(tangent, -1)),
		},
		Plants: []props.Plant[gradientCase, gradientMeasured]{
			props.Planted("‖∇m‖² = 1 − (1 + 1e-6) m²", norm(func(m float64) float64 { return 1 - (1+1e-6)*m*m })),
			props.Planted("∇Φ × (1 + 1e-6)", loss(tangent, 1+1e-6)),
		},
	}.Check()
}

// streamCase is a number of steps.
type streamCase struct {
	N     int     `draw:"N"`
	Steps int     `draw:"M"`
	Delta float64 `draw:"delta"`
}

// counted is a model that counts the samples drawn and remembers them.
type counted struct {
	sim.Model
	drawn *[][]float64
}

func (c counted) Draw(s *sim.Sample, r *sim.Random) {
	c.Model.Draw(s, r)
	*c.drawn = append(*c.drawn, append([]float64(nil), s.Y...))
}

// streamMeasured is how many samples a run drew, and where it ended: on fresh samples,
// and on the same samples replayed one a step.
type streamMeasured struct {
	samples  int
	distinct int
	fresh    float64
	replayed float64
}

// runStream makes M calls of step and replays the samples it drew, one to a step.
func runStream(c streamCase, step func(g *sim.SGD, r *sim.Random)) (m streamMeasured, err error) {
	f, plain, err := sphereCubic()
	if err != nil {
		return m, err
	}
	var drawn [][]float64
	r := sim.NewRandom(props.Seed(0, props.Describe(c)))
	target, x := make([]float64, c.N), make([]float64, c.N)
	if err := sim.UniformSphere(target, r); err != nil {
		return m, err
	}
	if err := sim.UniformSphere(x, r); err != nil {
		return m, err
	}
	g, err := sim.NewSGD(counted{plain, &drawn}, target, x)
	if err != nil {
		return m, err
	}
	for range c.Steps {
		step(g, r)
	}
	m.samples, m.fresh = len(drawn), g.Overlap()
	seen := map[float64]bool{}
	again, err := sim.NewSGD(plain, target, x)
	if err != nil {
		return m, err
	}
	for t, y := range drawn {
		seen[y[0]] = true
		if t >= c.Steps {
			break
		}
		s := again.Sample()
		copy(s.Y, y)
		s.Label = f.At(floats.Dot(y, s.Target))
		again.Descend(c.Delta)
	}
	m.distinct, m.replayed = len(seen), again.Overlap()
	return m, nil
}

// sphereOneSampleAStep checks that M steps use M samples, each once and in order: the run
// is reproduced from the list of its samples.
func sphereOneSampleAStep() props.Check {
	exact := props.Rounding(0, 1)
	count := func(samples func(c streamCase) int) props.Law[streamCase, streamMeasured] {
		return func(c streamCase, m streamMeasured, j *props.Judge) error {
			j.Equal("samples drawn", float64(m.samples), float64(samples(c)), exact)
			j.Equal("distinct samples", float64(m.distinct), float64(samples(c)), exact)
			return nil
		}
	}
	steps := func(c streamCase) int { return c.Steps }
	return props.Property[streamCase, streamMeasured]{
		Of:    theory.SphereOneSampleAStep,
		Cases: props.ByTier[int]{100, 500, 2000},
		Draw: func(t *rapid.T) streamCase {
			return streamCase{
				N: rapid.IntRange(2, 30).Draw(t, "N"), Steps: rapid.IntRange(1, 50).Draw(t, "M"),
				Delta: rapid.Float64Range(0.01, 1).Draw(t, "delta"),
			}
		},
		Measure: func(c streamCase) (streamMeasured, error) {
			return runStream(c, func(g *sim.SGD, r *sim.Random) { g.Step(r, c.Delta) })
		},
		Law: func(c streamCase, m streamMeasured, j *props.Judge) error {
			if err := count(steps)(c, m, j); err != nil {
				return err
			}
			// the same operations on the same numbers: equal to the bit
			j.Equal("m_M replayed from the samples", m.replayed, m.fresh, exact)
			return nil
		},
		Rivals: []props.Rival[streamCase, streamMeasured]{
			props.WrongLaw("batch of 2: M steps use 2M samples", count(func(c streamCase) int { return 2 * c.Steps })),
			props.WrongLaw("two passes: M steps use M/2 samples", count(func(c streamCase) int { return (c.Steps + 1) / 2 })),
			props.WrongSimulator("takes each sample twice", func(c streamCase) (streamMeasured, error) {
				twice := 0
				return runStream(c, func(g *sim.SGD, r *sim.Random) {
					if twice++; twice%2 == 1 {
						g.Step(r, c.Delta)
					} else {
						g.Descend(c.Delta)
					}
				})
			}),
			props.WrongSimulator("skips every other sample", func(c streamCase) (streamMeasured, error) {
				return runStream(c, func(g *sim.SGD, r *sim.Random) {
					g.Step(r, c.Delta)
					g.Step(r, c.Delta)
				})
			}),
		},
		Plants: []props.Plant[streamCase, streamMeasured]{
			props.Planted("M steps use M + 1 samples", count(func(c streamCase) int { return c.Steps + 1 })),
			props.PlantedSimulator("the last step takes the sample before it", func(c streamCase) (streamMeasured, error) {
				at := 0
				return runStream(c, func(g *sim.SGD, r *sim.Random) {
					if at++; at == c.Steps && at > 1 {
						g.Descend(c.Delta)
					} else {
						g.Step(r, c.Delta)
					}
				})
			}),
		},
	}.Check()
}
