package singleindex

import (
	"fmt"
	"math"
	"sync"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// zooRow is a model of the zoo as both witnesses know it.
type zooRow struct {
	name     string // for readers
	kind     zooKind
	same     identity
	model    sim.Model           // deals data, steps
	law      *theory.SingleIndex // states φ, k, V, σ²
	largestN int                 // largest N at which real data are dealt: a tensor has N^p entries
}

// anyDimension is the largest N asked of models whose data are vectors.
const anyDimension = 1000

// tensorDimension is the largest N at which a tensor of the order is dealt: some 10⁴ entries.
func tensorDimension(order int) int {
	return [...]int{2: 100, 3: 22, 4: 10}[order]
}

// zoo is every row of the zoo, with some label noise and some signals other than 1, so
// that no constant hides.
var zoo = sync.OnceValue(func() []zooRow {
	var rows []zooRow
	add := func(row zooRow) { rows = append(rows, row) }
	for p := 1; p <= 3; p++ {
		add(props.Must(monomialRow(p, 0)))
	}
	add(props.Must(monomialRow(2, 0.5)))
	add(props.Must(activationRow("sigmoid", sim.Sigmoid{}, theory.SigmoidLayer, 0.1)))
	add(props.Must(activationRow("tanh", sim.Tanh{}, theory.TanhLayer, 0)))
	add(props.Must(activationRow("ReLU", sim.ReLU{}, theory.ReLULayer, 0)))
	add(props.Must(activationRow("abs x", sim.Abs{}, theory.AbsLayer, 0)))
	add(props.Must(hermiteRow(3, 0)))
	add(props.Must(hermiteRow(4, 0)))
	add(props.Must(misspecifiedRow("misspecified, k = 2", []float64{0, 0, 1, 0, 0.5}, []float64{0, 1, 0.5, 0, 0.25})))
	add(props.Must(linkRow("linear regression", linearGLM)))
	add(props.Must(linkRow("logistic regression", logisticGLM)))
	add(props.Must(linkRow("Poisson regression", poissonGLM)))
	add(props.Must(onlinePCARow(1.5)))
	for p := 2; p <= 4; p++ {
		add(props.Must(tensorRow(p, 1.25)))
	}
	add(props.Must(tensorSumRow(2, 1, 3, 2)))
	add(props.Must(mixtureRow(0.5, 1)))
	add(props.Must(mixtureRow(0, 1)))
	return rows
})

// zooNamed is the row of that name.
func zooNamed(name string) (zooRow, error) {
	for _, row := range zoo() {
		if row.name == name {
			return row, nil
		}
	}
	return zooRow{}, fmt.Errorf("model %q is not in the zoo", name)
}

// paired is a row of which either half may have failed. Parameters are those that its kind does not have.
func paired(name string, kind zooKind, most int, model sim.Model, err1 error, law *theory.SingleIndex, err2 error, parameters ...[]float64) (zooRow, error) {
	if err1 != nil {
		return zooRow{}, err1
	}
	return zooRow{name, kind, identityOf(kind, parameters...), model, law, most}, err2
}

// monomialRow is the single layer x^p with noise of the given variance.
func monomialRow(p int, variance float64) (zooRow, error) {
	powers := make([]float64, p+1)
	powers[p] = 1
	f, err := sim.NewPolynomial(powers...)
	if err != nil {
		return zooRow{}, err
	}
	model, err1 := sim.NewSingleLayer(f, variance)
	law, err2 := theory.MonomialLayer(p, variance)
	return paired(noisy(fmt.Sprintf("x^%d", p), variance), zooKind{monomialLayer, p, variance}, anyDimension, model, err1, law, err2)
}

// hermiteRow is the single layer He_k, of norm √k!.
func hermiteRow(k int, variance float64) (zooRow, error) {
	f, err := sim.NewHermite(k)
	if err != nil {
		return zooRow{}, err
	}
	model, err1 := sim.NewSingleLayer(f, variance)
	law, err2 := theory.HermiteLayer(k, variance)
	return paired(noisy(fmt.Sprintf("He_%d", k), variance), zooKind{hermiteLayer, k, variance}, anyDimension, model, err1, law, err2)
}

// seriesRow is the single layer with the given orthonormal Hermite coefficients.
func seriesRow(name string, u []float64, variance float64) (zooRow, error) {
	f, err := sim.NewHermiteSeries(u...)
	if err != nil {
		return zooRow{}, err
	}
	model, err1 := sim.NewSingleLayer(f, variance)
	law, err2 := theory.SingleLayer(u, variance)
	return paired(noisy(name, variance), zooKind{family: seriesLayer, other: variance}, anyDimension, model, err1, law, err2, u)
}

// misspecifiedRow is data and fit with the given orthonormal Hermite coefficients.
func misspecifiedRow(name string, data, fit []float64) (zooRow, error) {
	f, err := sim.NewHermiteSeries(data...)
	if err != nil {
		return zooRow{}, err
	}
	g, err := sim.NewHermiteSeries(fit...)
	if err != nil {
		return zooRow{}, err
	}
	model, err1 := sim.NewMisspecified(f, g, 0)
	law, err2 := theory.Misspecified(data, fit, 0)
	return paired(name, zooKind{family: misspecifiedLayer}, anyDimension, model, err1, law, err2, data, fit)
}

// activationRow is the single layer with an activation that is no polynomial.
func activationRow(name string, f sim.Activation, law func(variance float64) (*theory.SingleIndex, error), variance float64) (zooRow, error) {
	model, err1 := sim.NewSingleLayer(f, variance)
	s, err2 := law(variance)
	return paired(noisy(name, variance), zooKind{family: familyOf(f), other: variance}, anyDimension, model, err1, s, err2)
}

// linkRow is the generalised linear model of that family, of dispersion 1.
func linkRow(name string, of family) (zooRow, error) {
	var model sim.Model
	var link theory.Link
	var err1 error
	switch of {
	case linearGLM:
		link = theory.LinearLink()
		model, err1 = sim.NewLinear(1)
	case logisticGLM:
		model, link = sim.NewLogistic(), theory.LogisticLink()
	case poissonGLM:
		model, link = sim.NewPoisson(), theory.PoissonLink()
	default:
		return zooRow{}, fmt.Errorf("family %d of %s: want a generalised linear model", of, name)
	}
	law, err2 := theory.GLM(link)
	return paired(name, zooKind{family: of}, anyDimension, model, err1, law, err2)
}

// onlinePCARow is online PCA with that spike.
func onlinePCARow(lambda float64) (zooRow, error) {
	model, err1 := sim.NewOnlinePCA(lambda)
	law, err2 := theory.OnlinePCA(lambda)
	return paired(fmt.Sprintf("online PCA, λ = %v", lambda), zooKind{family: onlinePCA}, anyDimension, model, err1, law, err2, []float64{lambda})
}

// tensorRow is tensor PCA of order p, its tensors dealt in full.
func tensorRow(p int, lambda float64) (zooRow, error) {
	model, err1 := sim.NewTensorPCA(sim.TensorTerm{Order: p, Signal: lambda})
	law, err2 := theory.TensorPCA(p, lambda)
	return paired(fmt.Sprintf("tensor PCA, p = %d, λ = %v", p, lambda), zooKind{family: tensorPCA, order: p}, tensorDimension(p), model, err1, law, err2, []float64{lambda})
}

// tensorSumRow is the sum of two tensors, of orders p < q.
func tensorSumRow(p int, lambda float64, q int, mu float64) (zooRow, error) {
	model, err1 := sim.NewTensorPCA(sim.TensorTerm{Order: p, Signal: lambda}, sim.TensorTerm{Order: q, Signal: mu})
	law, err2 := theory.TensorSum(p, lambda, q, mu)
	return paired(fmt.Sprintf("tensor sum, p = %d, λ = %v, q = %d, μ = %v", p, lambda, q, mu), zooKind{family: tensorSum, order: p}, tensorDimension(q), model, err1, law, err2, []float64{lambda, float64(q), mu})
}

// mixtureRow is the two-Gaussian mixture with weights ∝ e^{±h}.
func mixtureRow(h, signal float64) (zooRow, error) {
	model, err1 := sim.NewMixture(signal, h)
	law, err2 := theory.Mixture(h, signal)
	return paired(fmt.Sprintf("two-Gaussian mixture, h = %v", h), zooKind{family: mixture, other: h}, anyDimension, model, err1, law, err2, []float64{signal})
}

func noisy(name string, variance float64) string {
	if variance == 0 {
		return name
	}
	return fmt.Sprintf("%s, noise %v", name, variance)
}

// measureSlope is φ'(m), abs m < 1, from the mean gradient.
func measureSlope(model sim.Model, m float64) (sim.Mean, error) {
	pull, err := sim.PopulationPull(model, m) // φ'(m)√(1−m²)
	s := math.Sqrt((1 - m) * (1 + m))
	return sim.Mean{Value: pull.Value / s, Error: pull.Error / s}, err
}
