package singleindex

import (
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// seriesCase is an overlap and the Hermite coefficients of what makes the data and of
// what fits them, the same for a well-specified model.
type seriesCase struct {
	Data  []float64 `draw:"u(f)"`
	Fit   []float64 `draw:"u(g)"`
	Noise float64   `draw:"Var ε"`
	M     float64   `draw:"m"`
}

// mostHermite is the degree of the series drawn: the quadrature of sim integrates
// twice that degree exactly but for rounding.
const mostHermite = 7

func drawCoefficients(t *rapid.T, label string) []float64 {
	u := rapid.SliceOfN(rapid.Float64Range(-2, 2), 2, mostHermite+1).Draw(t, label)
	return u
}

func drawOverlap(t *rapid.T) float64 { return rapid.Float64Range(-1, 1).Draw(t, "m") }

func drawWellSpecified(t *rapid.T) seriesCase {
	u := drawCoefficients(t, "u")
	return seriesCase{Data: u, Fit: u, Noise: rapid.Float64Range(0, 2).Draw(t, "Var ε"), M: drawOverlap(t)}
}

func drawMisspecified(t *rapid.T) seriesCase {
	return seriesCase{Data: drawCoefficients(t, "u(f)"), Fit: drawCoefficients(t, "u(g)"), M: drawOverlap(t)}
}

// leastCoefficient is where the coefficients drawn begin: squares of smaller ones come near
// the least normal float64, 2e-308, and are rounded by more than a share of their size.
const leastCoefficient = 1e-140

// flat reports whether there is nothing to learn: no coefficient after the constant.
func flat(u []float64) bool {
	for _, c := range u[1:] {
		if math.Abs(c) >= leastCoefficient {
			return false
		}
	}
	return true
}

// populationLoss is E L from the definition of the loss, by sim's quadrature.
func populationLoss(c seriesCase) (sim.Mean, error) {
	if flat(c.Data) || flat(c.Fit) {
		return sim.Mean{}, props.Invalid("every Hermite coefficient after the constant is below %v", leastCoefficient)
	}
	model, err := seriesModel(c)
	if err != nil {
		return sim.Mean{}, err
	}
	return sim.PopulationLoss(model, c.M)
}

func seriesModel(c seriesCase) (sim.Model, error) {
	f, err := sim.NewHermiteSeries(c.Data...)
	if err != nil {
		return nil, err
	}
	g, err := sim.NewHermiteSeries(c.Fit...)
	if err != nil {
		return nil, err
	}
	return sim.NewMisspecified(f, g, c.Noise)
}

// seriesTolerance allows for the quadrature of the measurement, which bounds its own
// error, and for the rounding of a series of at most 8 terms of the size of the norms.
func seriesTolerance(c seriesCase, m sim.Mean) props.Tolerance {
	size := theory.HermiteSeries(c.Data).NormSquared() + theory.HermiteSeries(c.Fit).NormSquared() + c.Noise
	return props.Rounding(8*(mostHermite+1), 2*size).Plus(props.Truncation(m.Error, "quadrature of the loss, by two rules"))
}

// lossHermiteSeries checks Proposition 2.1 against E L itself.
func lossHermiteSeries() props.Check {
	says := func(phi func(c seriesCase) (float64, error)) props.Law[seriesCase, sim.Mean] {
		return func(c seriesCase, m sim.Mean, j *props.Judge) error {
			law, err := phi(c)
			if err != nil {
				return err
			}
			j.Equal("φ(m)", m.Value, law, seriesTolerance(c, m))
			return nil
		}
	}
	series := func(factor float64, weight func(j int) float64) props.Law[seriesCase, sim.Mean] {
		return says(func(c seriesCase) (float64, error) {
			sum := c.Noise
			for j, u := range c.Data {
				sum += factor * weight(j) * u * u * (1 - math.Pow(c.M, float64(j)))
			}
			return sum, nil
		})
	}
	one := func(int) float64 { return 1 }
	return props.Property[seriesCase, sim.Mean]{
		Of:    theory.LossHermiteSeries,
		Cases: props.ByTier[int]{120, 1000, 10_000}, Draw: drawWellSpecified, Measure: populationLoss,
		Law: says(func(c seriesCase) (float64, error) { return theory.SingleLayerLoss(c.Data, c.Noise, c.M) }),
		Rivals: []props.Rival[seriesCase, sim.Mean]{
			props.WrongLaw("factor 1 for 2", series(1, one)),
			props.WrongLaw("Hermite polynomials not normalised: j! u_j²", series(2, func(j int) float64 { return math.Gamma(float64(j + 1)) })),
			props.WrongLaw("noise left out", says(func(c seriesCase) (float64, error) {
				return theory.SingleLayerLoss(c.Data, 0, c.M)
			})),
			props.WrongLaw("depends on abs m", says(func(c seriesCase) (float64, error) {
				return theory.SingleLayerLoss(c.Data, c.Noise, math.Abs(c.M))
			})),
		},
		Plants: []props.Plant[seriesCase, sim.Mean]{
			props.Planted("u_1² × (1 + 1e-6)", says(func(c seriesCase) (float64, error) {
				phi, err := theory.SingleLayerLoss(c.Data, c.Noise, c.M)
				return phi + 1e-6*2*c.Data[1]*c.Data[1]*(1-c.M), err
			})),
			props.Planted("Var ε × (1 + 1e-6)", says(func(c seriesCase) (float64, error) {
				return theory.SingleLayerLoss(c.Data, c.Noise*(1+1e-6), c.M)
			})),
		},
	}.Check()
}

// lossMisspecifiedSeries checks Remark 2.3 against E L itself.
func lossMisspecifiedSeries() props.Check {
	says := func(cross func(f, g float64) float64, norms func(f, g float64) float64) props.Law[seriesCase, sim.Mean] {
		return func(c seriesCase, m sim.Mean, j *props.Judge) error {
			phi := norms(theory.HermiteSeries(c.Data).NormSquared(), theory.HermiteSeries(c.Fit).NormSquared())
			for i := range min(len(c.Data), len(c.Fit)) {
				phi -= cross(c.Data[i], c.Fit[i]) * math.Pow(c.M, float64(i))
			}
			j.Equal("φ(m)", m.Value, phi, seriesTolerance(c, m))
			return nil
		}
	}
	of := func(phi func(c seriesCase) (float64, error)) props.Law[seriesCase, sim.Mean] {
		return func(c seriesCase, m sim.Mean, j *props.Judge) error {
			law, err := phi(c)
			if err != nil {
				return err
			}
			j.Equal("φ(m)", m.Value, law, seriesTolerance(c, m))
			return nil
		}
	}
	product := func(f, g float64) float64 { return 2 * f * g }
	sum := func(f, g float64) float64 { return f + g }
	return props.Property[seriesCase, sim.Mean]{
		Of:    theory.LossMisspecifiedSeries,
		Cases: props.ByTier[int]{120, 1000, 10_000}, Draw: drawMisspecified, Measure: populationLoss,
		Law: of(func(c seriesCase) (float64, error) { return theory.MisspecifiedLoss(c.Data, c.Fit, c.Noise, c.M) }),
		Rivals: []props.Rival[seriesCase, sim.Mean]{
			props.WrongLaw("factor 1 for 2", says(func(f, g float64) float64 { return f * g }, sum)),
			props.WrongLaw("sign of the cross term", says(func(f, g float64) float64 { return -2 * f * g }, sum)),
			props.WrongLaw("norm of g left out", says(product, func(f, _ float64) float64 { return f })),
			props.WrongLaw("u_j(f)² for u_j(f)u_j(g)", says(func(f, _ float64) float64 { return 2 * f * f }, sum)),
		},
		Plants: []props.Plant[seriesCase, sim.Mean]{
			props.Planted("u_1(f)u_1(g) × (1 + 1e-6)", of(func(c seriesCase) (float64, error) {
				phi, err := theory.MisspecifiedLoss(c.Data, c.Fit, c.Noise, c.M)
				return phi - 1e-6*2*c.Data[1]*c.Fit[1]*c.M, err
			})),
			props.Planted("‖g‖² × (1 + 1e-6)", of(func(c seriesCase) (float64, error) {
				phi, err := theory.MisspecifiedLoss(c.Data, c.Fit, c.Noise, c.M)
				return phi + 1e-6*theory.HermiteSeries(c.Fit).NormSquared(), err
			})),
		},
	}.Check()
}
