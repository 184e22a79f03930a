package theory

import (
	"fmt"
	"math"
)

// SingleIndex is the population side of one model of the zoo: a loss that
// depends on the estimate x through the overlap m = ⟨x, θ⟩ alone,
//
//	Φ(x) = E L(x; Y) = φ(m),
//
// with the two limits that the noise of one sample adds to it,
//
//	V(m) = lim E‖∇L‖²/N,  σ²(m) = lim Var⟨∇L, θ⟩  as N → ∞.
//
// Constructors make it; the zero value is not a model.
// Ben Arous, Gheissari, Jagannath 2021, (1.1) and Section 2; V and σ² derived.
type SingleIndex struct {
	Name string
	Says string // the sample and the loss

	// Taylor is the list φ^{(l)}(0)/l!, l = 0, 1, …: all of it when φ is a
	// polynomial, a beginning otherwise.
	Taylor []float64

	// Exponent is the information exponent k; 0 when there is none, and then
	// InformationExponent(Taylor) says why.
	Exponent int

	phi, slope   func(m float64) float64
	power, noise func(m float64) float64 // V and σ²

	gradient *gradient // the law of one step; nil where it is not known

	open     []float64 // bounds of the coefficients in Taylor that are undetermined, and stand as 0; nil: none is
	accuracy Accuracy
	moment   func(p float64) bool // whether E|G|^p is seen to be finite; nil: for all p
}

// Phi is φ(m). It panics when m is outside [−1, 1] or not a number.
func (s *SingleIndex) Phi(m float64) float64 { return within(s.phi, m) }

// PhiPrime is φ′(m). It panics when m is outside [−1, 1] or not a number.
func (s *SingleIndex) PhiPrime(m float64) float64 { return within(s.slope, m) }

// Leading is the coefficient a of the drift at small overlap,
//
//	−φ′(m) ≈ a m^{k−1},  a = −φ^{(k)}(0)/(k−1)!,
//
// and 0 when the model has no information exponent. For k = 2 it is −φ″(0).
func (s *SingleIndex) Leading() float64 {
	if s.Exponent == 0 {
		return 0
	}
	return -float64(s.Exponent) * s.Taylor[s.Exponent]
}

// DerivativeAtZero is φ^{(l)}(0). It is an error when l is negative or beyond
// the coefficients in Taylor.
func (s *SingleIndex) DerivativeAtZero(l int) (float64, error) {
	if l < 0 || l >= len(s.Taylor) {
		return 0, fmt.Errorf("theory: order l = %d, want 0 ≤ l < %d", l, len(s.Taylor))
	}
	return math.Gamma(float64(l+1)) * s.Taylor[l], nil
}

func within(f func(float64) float64, m float64) float64 {
	if err := needOverlap(m); err != nil {
		panic(err.Error())
	}
	return f(m)
}

// seal reads the exponent off the Taylor coefficients.
func (s *SingleIndex) seal() *SingleIndex {
	s.Exponent, _ = InformationExponent(s.Taylor) // 0 when there is none, as documented
	return s
}

// SingleLayerLoss is the population loss of y = f(a·θ) + ε fitted by f(a·x) with
// the squared loss,
//
//	φ_f(m) = 2 Σ_j u_j² (1 − m^j) + Var ε,
//
// u the orthonormal Hermite coefficients of f. It is evaluated with the factor
// 1 − m taken out, so that it keeps its relative accuracy as m → 1.
// It is an error when m is outside [−1, 1] or the variance negative.
// Ben Arous, Gheissari, Jagannath 2021, Proposition 2.1.
func SingleLayerLoss(u HermiteSeries, variance, m float64) (float64, error) {
	if err := needOverlap(m); err != nil {
		return 0, err
	}
	if err := needVariance(variance); err != nil {
		return 0, err
	}
	return singleLayerLoss(u, variance)(m), nil
}

func singleLayerLoss(u HermiteSeries, variance float64) func(float64) float64 {
	rest := make([]float64, max(len(u)-1, 0)) // 2 Σ_{j>i} u_j²
	var sum float64
	for i := len(rest) - 1; i >= 0; i-- {
		sum += 2 * u[i+1] * u[i+1]
		rest[i] = sum
	}
	return func(m float64) float64 { return (1-m)*horner(rest, m) + variance }
}

// MisspecifiedLoss is the population loss of data made by f and fitted by g with
// the squared loss,
//
//	φ(m) = −2 Σ_j u_j(f) u_j(g) m^j + ‖f‖² + ‖g‖² + Var ε.
//
// It is an error when m is outside [−1, 1] or the variance negative.
// Ben Arous, Gheissari, Jagannath 2021, Remark 2.3.
func MisspecifiedLoss(data, fit HermiteSeries, variance, m float64) (float64, error) {
	if err := needOverlap(m); err != nil {
		return 0, err
	}
	if err := needVariance(variance); err != nil {
		return 0, err
	}
	return horner(misspecifiedTaylor(data, fit, variance), m), nil
}

func misspecifiedTaylor(data, fit HermiteSeries, variance float64) []float64 {
	c := make([]float64, max(1, min(len(data), len(fit))))
	for j := range min(len(data), len(fit)) {
		c[j] = -2 * data[j] * fit[j]
	}
	c[0] += data.NormSquared() + fit.NormSquared() + variance
	return c
}

// maxSeriesDegree keeps every Gaussian moment below exact under the
// Gauss–Hermite rule of 199 nodes: they have degree 6·60 + 2 at most.
const maxSeriesDegree = 60

// SingleLayer is the model y = f(a·θ) + ε, a ~ N(0, I), with the loss
// (y − f(a·x))² and f given by its orthonormal Hermite coefficients; see
// [SingleLayerLoss]. The noise has mean 0 and the given variance and is
// independent of a. It is an error when a coefficient is not finite, when all
// after the constant are 0, when there are more than 61, when the series looks like the beginning of
// a longer one whose V has not converged, or when the variance is negative. The series must be all of f: a function that is no
// polynomial goes to [LayerOf].
func SingleLayer(u HermiteSeries, variance float64) (*SingleIndex, error) {
	if err := needSeries(u, variance); err != nil {
		return nil, err
	}
	if _, err := HermiteExponent(u); err != nil {
		return nil, fmt.Errorf("theory: u = %v has no non-zero coefficient after the constant: %w", u, err)
	}
	s := squaredLoss(hermite199(), 2*len(u)+2, u.function(), u.At, u, u, variance, true)
	if err := needConverged(u, func() float64 { return s.power(0) - 4*variance*u.Derivative().NormSquared() }); err != nil {
		return nil, err
	}
	s.phi = singleLayerLoss(u, variance)
	s.Name, s.Says = "single layer", "y = f(a·θ) + ε, L = (y − f(a·x))²"
	return s, nil
}

// Misspecified is the model y = f(a·θ) + ε, a ~ N(0, I), with the loss
// (y − g(a·x))² for another g; see [MisspecifiedLoss]. Its exponent is 0 when
// gradient descent has nothing to follow. It is an error when a coefficient is
// not finite, when all of f or all of g are 0, when there are more than 61, or
// when the variance is negative.
func Misspecified(data, fit HermiteSeries, variance float64) (*SingleIndex, error) {
	for _, u := range []HermiteSeries{data, fit} {
		if err := needSeries(u, variance); err != nil {
			return nil, err
		}
		if u.NormSquared() == 0 {
			return nil, fmt.Errorf("theory: Hermite coefficients %v, want one that is not 0", u)
		}
	}
	degree := 2*max(len(data), len(fit)) + 2
	s := squaredLoss(hermite199(), degree, fit.function(), data.At, data, fit, variance, false)
	s.Name, s.Says = "misspecified", "y = f(a·θ) + ε, L = (y − g(a·x))²"
	return s, nil
}

// squaredLoss is the model with data f, fit g and the squared loss; uf and ug
// are the Hermite coefficients of f and g, and same says whether f is g.
func squaredLoss(rule gaussRule, degree int, g Function, f func(float64) float64, uf, ug HermiteSeries, variance float64, same bool) *SingleIndex {
	taylor := misspecifiedTaylor(uf, ug, variance)
	s := &SingleIndex{Taylor: taylor}
	s.phi = func(m float64) float64 { return horner(taylor, m) }
	s.slope = derivativeOf(taylor)
	s.power, s.noise = squaredLossMoments(rule, degree, g, f, variance, same, s.slope)
	s.gradient = layerGradient(g, f, variance)
	return s.seal()
}

// kinked is the positively homogeneous activation
//
//	f(z) = p max(z, 0) + q max(−z, 0);
//
// ReLU has p = 1, q = 0, the absolute value p = q = 1.
type kinked struct{ p, q float64 }

func (f kinked) at(z float64) float64 {
	if z < 0 {
		return -f.q * z
	}
	return f.p * z
}

func (f kinked) prime(z float64) float64 {
	if z < 0 {
		return -f.q
	}
	return f.p
}

// loss is, with γ = arccos m,
//
//	φ(m) = (p² + q²)(1 − m) − ((p + q)²/π)(sin γ − γ cos γ) + Var ε,
//
// by E f(u)f(v) in plane polar coordinates. Derived.
func (f kinked) loss(m, variance float64) float64 {
	sin := math.Sqrt((1 - m) * (1 + m))
	gamma := math.Atan2(sin, m)
	return (f.p*f.p+f.q*f.q)*(1-m) - (f.p+f.q)*(f.p+f.q)/math.Pi*(sin-gamma*m) + variance
}

// slope is φ′(m) = −½(p − q)² − ((p + q)²/π) arcsin m.
func (f kinked) slope(m float64) float64 {
	return -(f.p-f.q)*(f.p-f.q)/2 - (f.p+f.q)*(f.p+f.q)/math.Pi*math.Asin(m)
}

// taylor is the beginning of the power series of the loss, from
// arcsin m = Σ_j (2j)!/(4^j j!² (2j+1)) m^{2j+1}.
func (f kinked) taylor(variance float64, order int) []float64 {
	c := make([]float64, order+1)
	c[0] = f.loss(0, variance)
	c[1] = -(f.p - f.q) * (f.p - f.q) / 2
	binomial := 1.0 // (2j)!/(4^j j!²)
	for j := 0; 2*j+2 <= order; j++ {
		jj := float64(j)
		c[2*j+2] = -(f.p + f.q) * (f.p + f.q) / math.Pi * binomial / ((2*jj + 1) * (2*jj + 2))
		binomial *= (2*jj + 1) / (2*jj + 2)
	}
	return c
}

// horner is Σ c_l m^l.
func horner(c []float64, m float64) float64 {
	var sum float64
	for l := len(c) - 1; l >= 0; l-- {
		sum = sum*m + c[l]
	}
	return sum
}

// derivativeOf is the derivative of the polynomial with the coefficients c.
func derivativeOf(c []float64) func(float64) float64 {
	d := make([]float64, max(len(c)-1, 0))
	for l := range d {
		d[l] = float64(l+1) * c[l+1]
	}
	return func(m float64) float64 { return horner(d, m) }
}

func needVariance(v float64) error {
	if !(v >= 0) || math.IsInf(v, 1) {
		return fmt.Errorf("theory: noise variance = %v, want a finite number ≥ 0", v)
	}
	return nil
}

func needSeries(u HermiteSeries, variance float64) error {
	if len(u) > maxSeriesDegree+1 {
		return fmt.Errorf("theory: %d Hermite coefficients, want at most %d", len(u), maxSeriesDegree+1)
	}
	for j, c := range u {
		if !finite(c) {
			return fmt.Errorf("theory: Hermite coefficient u_%d = %v, want a finite number", j, c)
		}
	}
	return needVariance(variance)
}
