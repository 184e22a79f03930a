package golden

import "assay/sim"

// zooModel is one model of the zoo with step sizes at which its pins move visibly and
// stay away from where rounding grows: rate is δ/N.
type zooModel struct {
	name string
	make func() (sim.Model, error)
	rate float64
}

// zoo is every model of package sim, each with the activations that have code of their
// own.
func zoo() []zooModel {
	return []zooModel{
		{"linear-neuron", singleLayer(polynomial(0, 1), 0.5), 0.02},
		{"square", singleLayer(polynomial(0, 0, 1), 0), 0.002},
		{"cube", singleLayer(polynomial(0, 0, 0, 1), 0), 2e-4},
		{"hermite3", singleLayer(hermite(3), 0), 2e-4},
		{"hermite4", singleLayer(hermite(4), 1), 1e-4},
		{"hermite-series", singleLayer(series(0, 0.3, 0, -1, 0, 0.2), 0.1), 2e-3},
		{"relu", singleLayer(known(sim.ReLU{}), 0), 0.02},
		{"abs", singleLayer(known(sim.Abs{}), 0.2), 0.02},
		{"tanh", singleLayer(known(sim.Tanh{}), 0), 0.1},
		{"sigmoid", singleLayer(known(sim.Sigmoid{}), 0.1), 0.1},
		{"misspecified-series", misspecified(series(0, 0, 1, 0, 1), series(0, 1, 0.5, 0, -0.5), 0), 5e-4},
		{"misspecified-relu-tanh", misspecified(known(sim.ReLU{}), known(sim.Tanh{}), 0.3), 0.05},
		{"glm-linear", func() (sim.Model, error) { return sim.NewLinear(1) }, 0.02},
		{"glm-logistic", func() (sim.Model, error) { return sim.NewLogistic(), nil }, 0.1},
		{"glm-poisson", func() (sim.Model, error) { return sim.NewPoisson(), nil }, 0.01},
		{"online-pca", func() (sim.Model, error) { return sim.NewOnlinePCA(1.5) }, 0.01},
		{"mixture", func() (sim.Model, error) { return sim.NewMixture(1.5, 0.4) }, 0.05},
		{"mixture-balanced", func() (sim.Model, error) { return sim.NewMixture(1, 0) }, 0.05},
		{"tensor2", tensors(sim.TensorTerm{Order: 2, Signal: 1.5}), 0.02},
		{"tensor3", tensors(sim.TensorTerm{Order: 3, Signal: 2}), 0.02},
		{"tensor2-and-3", tensors(sim.TensorTerm{Order: 2, Signal: 0.5}, sim.TensorTerm{Order: 3, Signal: 1}), 0.02},
		{"tensor3-linearised", func() (sim.Model, error) {
			return sim.NewLinearisedTensorPCA(sim.TensorTerm{Order: 3, Signal: 2})
		}, 0.02},
	}
}

type activation func() (sim.Activation, error)

func known(f sim.Activation) activation { return func() (sim.Activation, error) { return f, nil } }

func polynomial(c ...float64) activation {
	return func() (sim.Activation, error) { return sim.NewPolynomial(c...) }
}

func hermite(k int) activation {
	return func() (sim.Activation, error) { return sim.NewHermite(k) }
}

func series(c ...float64) activation {
	return func() (sim.Activation, error) { return sim.NewHermiteSeries(c...) }
}

func singleLayer(f activation, variance float64) func() (sim.Model, error) {
	return misspecified(f, f, variance)
}

func misspecified(data, fit activation, variance float64) func() (sim.Model, error) {
	return func() (sim.Model, error) {
		f, err := data()
		if err != nil {
			return nil, err
		}
		g, err := fit()
		if err != nil {
			return nil, err
		}
		return sim.NewMisspecified(f, g, variance)
	}
}

func tensors(terms ...sim.TensorTerm) func() (sim.Model, error) {
	return func() (sim.Model, error) { return sim.NewTensorPCA(terms...) }
}
