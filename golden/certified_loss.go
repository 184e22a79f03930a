package golden

import (
	"fmt"
	"math"

	"assay/sim"
	"assay/theory"
)

// hermiteQuantities is the Hermite coefficients of activations.
func hermiteQuantities() []quantity {
	functions := map[string]struct {
		f      func(float64) float64
		breaks []float64
	}{
		"relu":     {func(z float64) float64 { return math.Max(z, 0) }, []float64{0}},
		"abs":      {math.Abs, []float64{0}},
		"tanh":     {math.Tanh, nil},
		"sigmoid":  {func(z float64) float64 { return 1 / (1 + math.Exp(-z)) }, nil},
		"square":   {func(z float64) float64 { return z * z }, nil},
		"cube":     {func(z float64) float64 { return z * z * z }, nil},
		"hermite3": {func(z float64) float64 { return z * (z*z - 3) }, nil},
	}
	return []quantity{
		{
			name: "Hermite coefficients u_0, …, u_10", computation: "theory.HermiteCoefficients", file: "hermite",
			floor: 12, reason: "rounding of a sum of some 200 terms of size ‖f‖, against coefficients down to 0.003‖f‖",
			compare: func(r *record, c *comparison) {
				f, ok := functions[r.text("f")]
				if !ok {
					r.fail("activation %q is not known", r.text("f"))
					return
				}
				j := r.count("j")
				u, _, err := theory.HermiteCoefficients(f.f, 10, f.breaks...)
				if err != nil {
					u = make(theory.HermiteSeries, 11)
				}
				c.number(fmt.Sprintf("u_%d of %s", j, r.text("f")), u[j], r.value("u"), err)
			},
		},
		{
			name: "Hermite coefficients of ReLU and abs", computation: "theory.ReLUCoefficient, AbsCoefficient", file: "hermite",
			floor: 14, reason: "a product of at most six rounded factors",
			compare: func(r *record, c *comparison) {
				at := fmt.Sprintf("u_%s of %s", r.text("j"), r.text("f"))
				switch r.text("f") {
				case "relu":
					u, err := theory.ReLUCoefficient(r.count("j"))
					c.number(at, u, r.value("u"), err)
				case "abs":
					u, err := theory.AbsCoefficient(r.count("j"))
					c.number(at, u, r.value("u"), err)
				}
			},
		},
	}
}

// layerQuantities is V and σ² of layers made from functions.
func layerQuantities() []quantity {
	normal := func(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }
	logistic := func(z float64) float64 { return 1 / (1 + math.Exp(-z)) }
	functions := map[string]theory.Function{
		"relu": {Name: "relu", At: func(z float64) float64 { return max(z, 0) }, Slope: func(z float64) float64 {
			if z > 0 {
				return 1
			}
			return 0
		}, Breaks: []float64{0}},
		"abs": {Name: "abs", At: math.Abs, Slope: func(z float64) float64 { return math.Copysign(1, z) }, Breaks: []float64{0}},
		"gelu": {Name: "gelu", At: func(z float64) float64 { return z * normal(z) },
			Slope: func(z float64) float64 { return normal(z) + z*math.Exp(-z*z/2)/math.Sqrt(2*math.Pi) }},
		"silu": {Name: "silu", At: func(z float64) float64 { return z * logistic(z) },
			Slope: func(z float64) float64 { return logistic(z) * (1 + z*logistic(-z)) }},
	}
	built := map[string]*theory.SingleIndex{}
	moment := func(name, key string, value func(s *theory.SingleIndex, m float64) float64) quantity {
		return quantity{
			name: name, computation: "theory.LayerOf", file: "layer", floor: 12,
			reason: "panels of 16 nodes and an interpolation in the overlap, each to rounding of some 100 terms",
			compare: func(r *record, c *comparison) {
				f, ok := functions[r.text("f")]
				if !ok {
					r.fail("activation %q is not known", r.text("f"))
					return
				}
				m, err := r.input("m"), error(nil)
				if built[f.Name] == nil {
					built[f.Name], err = theory.LayerOf(f, 0)
				}
				got := 0.0
				if err == nil {
					got = value(built[f.Name], m)
				}
				c.number(fmt.Sprintf("%s at m = %s", f.Name, r.text("m")), got, r.value(key), err)
			},
		}
	}
	return []quantity{
		moment("V of a layer from a function", "V", (*theory.SingleIndex).V),
		moment("σ² of a layer from a function", "sigma2", (*theory.SingleIndex).Sigma2),
	}
}

// zooLaw is a model of the zoo in both packages.
type zooLaw struct {
	sim func() (sim.Model, error)
	law func() (*theory.SingleIndex, error)
}

func zooLaws() map[string]zooLaw {
	monomial := func(p int) func() (*theory.SingleIndex, error) {
		return func() (*theory.SingleIndex, error) { return theory.MonomialLayer(p, 0) }
	}
	layer := func(make func(variance float64) (*theory.SingleIndex, error)) func() (*theory.SingleIndex, error) {
		return func() (*theory.SingleIndex, error) { return make(0) }
	}
	return map[string]zooLaw{
		"square":   {singleLayer(polynomial(0, 0, 1), 0), monomial(2)},
		"cube":     {singleLayer(polynomial(0, 0, 0, 1), 0), monomial(3)},
		"hermite3": {singleLayer(hermite(3), 0), func() (*theory.SingleIndex, error) { return theory.HermiteLayer(3, 0) }},
		"hermite4": {singleLayer(hermite(4), 1), func() (*theory.SingleIndex, error) { return theory.HermiteLayer(4, 1) }},
		"relu":     {singleLayer(known(sim.ReLU{}), 0), layer(theory.ReLULayer)},
		"abs":      {singleLayer(known(sim.Abs{}), 0), layer(theory.AbsLayer)},
		"tanh":     {singleLayer(known(sim.Tanh{}), 0), layer(theory.TanhLayer)},
		"sigmoid":  {singleLayer(known(sim.Sigmoid{}), 0), layer(theory.SigmoidLayer)},
		"online-pca": {func() (sim.Model, error) { return sim.NewOnlinePCA(1.5) },
			func() (*theory.SingleIndex, error) { return theory.OnlinePCA(1.5) }},
		"tensor2": {tensors(sim.TensorTerm{Order: 2, Signal: 1.5}), func() (*theory.SingleIndex, error) { return theory.TensorPCA(2, 1.5) }},
		"tensor3": {tensors(sim.TensorTerm{Order: 3, Signal: 2}), func() (*theory.SingleIndex, error) { return theory.TensorPCA(3, 2) }},
		"mixture": {func() (sim.Model, error) { return sim.NewMixture(1.5, 0.4) },
			func() (*theory.SingleIndex, error) { return theory.Mixture(0.4, 1.5) }},
		"mixture-balanced": {func() (sim.Model, error) { return sim.NewMixture(1, 0) },
			func() (*theory.SingleIndex, error) { return theory.Mixture(0, 1) }},
		"glm-linear": {func() (sim.Model, error) { return sim.NewLinear(1) },
			func() (*theory.SingleIndex, error) { return theory.GLM(theory.LinearLink()) }},
		"glm-logistic": {func() (sim.Model, error) { return sim.NewLogistic(), nil },
			func() (*theory.SingleIndex, error) { return theory.GLM(theory.LogisticLink()) }},
		"glm-poisson": {func() (sim.Model, error) { return sim.NewPoisson(), nil },
			func() (*theory.SingleIndex, error) { return theory.GLM(theory.PoissonLink()) }},
	}
}

// lossQuantities is the population losses of the zoo and their slopes, from both sides.
func lossQuantities() []quantity {
	laws := zooLaws()
	built := map[string]*theory.SingleIndex{} // some take milliseconds to build
	find := func(r *record) (zooLaw, string, float64) {
		z, ok := laws[r.text("model")]
		if !ok {
			r.fail("model %q is not known", r.text("model"))
			z = laws["square"]
		}
		return z, fmt.Sprintf("%s at m = %s", r.text("model"), r.text("m")), r.input("m")
	}
	law := func(r *record, z zooLaw) (*theory.SingleIndex, error) {
		name := r.text("model")
		if built[name] == nil {
			l, err := z.law()
			if err != nil {
				return nil, err
			}
			built[name] = l
		}
		return built[name], nil
	}
	const summed = "rounding of sums of up to 10⁵ terms, up to ten times as large as the result"
	const closed = "rounding of a closed form or of a sum of some 200 terms, up to ten times as large as the result"
	return []quantity{
		{
			name: "population loss φ", computation: "sim.PopulationLoss", file: "phi", floor: 12, reason: summed,
			compare: func(r *record, c *comparison) {
				z, at, m := find(r)
				model, err := z.sim()
				var loss sim.Mean
				if err == nil {
					loss, err = sim.PopulationLoss(model, m)
				}
				c.number(at, loss.Value, r.value("phi"), err)
			},
		},
		{
			name: "slope φ′ of the population loss", computation: "sim.PopulationPull", file: "phi", floor: 12, reason: summed,
			compare: func(r *record, c *comparison) {
				z, at, m := find(r)
				model, err := z.sim()
				var pull sim.Mean
				if err == nil {
					pull, err = sim.PopulationPull(model, m)
				}
				c.number(at, pull.Value/math.Sqrt((1-m)*(1+m)), r.value("slope"), err)
			},
		},
		{
			name: "population loss φ", computation: "theory.SingleIndex.Phi", file: "phi", floor: 13, reason: closed,
			compare: func(r *record, c *comparison) {
				z, at, m := find(r)
				l, err := law(r, z)
				if err != nil {
					c.number(at, 0, r.value("phi"), err)
					return
				}
				c.number(at, l.Phi(m), r.value("phi"), nil)
			},
		},
		{
			name: "slope φ′ of the population loss", computation: "theory.SingleIndex.PhiPrime", file: "phi", floor: 13, reason: closed,
			compare: func(r *record, c *comparison) {
				z, at, m := find(r)
				l, err := law(r, z)
				if err != nil {
					c.number(at, 0, r.value("slope"), err)
					return
				}
				c.number(at, l.PhiPrime(m), r.value("slope"), nil)
			},
		},
	}
}
