package theory

import (
	"fmt"
	"math"
)

// Link is a canonical link of a generalised linear model: labels y given v = a·θ
// have mean b′(v) and variance b″(v) (dispersion 1).
type Link struct {
	Name                     string
	cumulant, mean, variance func(v float64) float64 // b, b′, b″
}

// LinearLink is b(v) = v²/2: y = v + N(0,1).
func LinearLink() Link {
	return Link{"linear", func(v float64) float64 { return v * v / 2 }, func(v float64) float64 { return v }, one}
}

// LogisticLink is b(v) = log(1 + e^v): y ∈ {0, 1} with P(y = 1) = 1/(1 + e^{−v}).
func LogisticLink() Link {
	return Link{"logistic", func(v float64) float64 { return max(v, 0) + math.Log1p(math.Exp(-math.Abs(v))) }, sigmoid, sigmoidPrime}
}

// PoissonLink is b(v) = e^v: y ~ Poisson(e^v).
func PoissonLink() Link { return Link{"Poisson", math.Exp, math.Exp, math.Exp} }

// glmDegree is where the power series of a generalised linear model are cut:
// beyond it the terms of e^v are below 1/60! and those of the logistic function,
// with d = π, of order e^{−2π√(2·60)}.
const glmDegree = 60

// GLM is the generalised linear model with canonical link f = b′: the loss
// L = −y a·x + b(a·x), a ~ N(0, I), has
//
//	φ(m) = −u₁(f) m + E b(Z),  k = 1,
//	V(m) = E(f(u) − f(v))² + E b″(Z).
//
// It is an error when the link is not one of [LinearLink], [LogisticLink],
// [PoissonLink]. Ben Arous, Gheissari, Jagannath 2021, Section 2; V derived.
func GLM(link Link) (*SingleIndex, error) {
	if link.mean == nil {
		return nil, fmt.Errorf("theory: link %q, want LinearLink, LogisticLink or PoissonLink", link.Name)
	}
	rule, f := panels(), link.mean
	first := rule.mean(func(z float64) float64 { return z * f(z) })
	taylor := []float64{rule.mean(link.cumulant), -first}
	s := &SingleIndex{
		Name: "GLM, " + link.Name, Says: "E[y|a] = f(a·θ), L = −y a·x + b(a·x), f = b′",
		Taylor: taylor,
		phi:    func(m float64) float64 { return horner(taylor, m) },
		slope:  func(m float64) float64 { return -first },
	}
	power, across := gradientMoments(rule, glmDegree, []product{ // E[(f(u) − y)² | u, v]
		{func(u float64) float64 { return f(u) * f(u) }, one},
		{func(u float64) float64 { return -2 * f(u) }, f},
		{one, func(v float64) float64 { return f(v)*f(v) + link.variance(v) }},
	}, false)
	s.power = power
	s.noise = func(m float64) float64 {
		s2 := (1 - m) * (1 + m)
		return max(s2*across(m)-first*s2*first*s2, 0)
	}
	return s.seal(), nil
}

// Mixture is the mixture of two Gaussians with centres ±aθ, a the signal, and
// weights P(ε = ±1) ∝ e^{±h}: Y = εaθ + z, z ~ N(0, I), with the loss
// L = −log cosh(Y·x + h), for a = 1 the negative log-likelihood up to a constant:
//
//	φ(m) = −E log cosh(Z + εam + h),  k = 1 for h ≠ 0, k = 2 for h = 0.
//
// It is an error when a is not positive and at most 4 or |h| > 4, where the
// quadrature is to its full accuracy.
// Ben Arous, Gheissari, Jagannath 2021, Section 2; V and σ² derived.
func Mixture(h, signal float64) (*SingleIndex, error) {
	if !(math.Abs(h) <= 4) {
		return nil, fmt.Errorf("theory: field h = %v, want |h| ≤ 4", h)
	}
	if !(signal > 0 && signal <= 4) {
		return nil, fmt.Errorf("theory: signal a = %v, want 0 < a ≤ 4", signal)
	}
	rule := panels()
	plus := 1 / (1 + math.Exp(-2*h)) // P(ε = 1)
	mean := func(m float64, f func(sign, u float64) float64) float64 {
		up := rule.mean(func(z float64) float64 { return f(1, z+signal*m) })
		down := rule.mean(func(z float64) float64 { return f(-1, z-signal*m) })
		return plus*up + (1-plus)*down
	}
	s := &SingleIndex{
		Name: fmt.Sprintf("two-Gaussian mixture, h = %v", h), Says: "Y = εaθ + z, L = −log cosh(Y·x + h)",
		phi: func(m float64) float64 { return -mean(m, func(_, u float64) float64 { return logCosh(u + h) }) },
		slope: func(m float64) float64 {
			return -signal * mean(m, func(sign, u float64) float64 { return sign * math.Tanh(u+h) })
		},
		power: func(m float64) float64 {
			return mean(m, func(_, u float64) float64 { t := math.Tanh(u + h); return t * t })
		},
	}
	s.noise = func(m float64) float64 { // Var of tanh(u+h)(εa√(1−m²) + W)√(1−m²)
		s2 := (1 - m) * (1 + m)
		along := s.slope(m) * s2
		return max(s2*(1+signal*signal*s2)*s.power(m)-along*along, 0)
	}
	// The l-th derivative of E F(Z + am) at 0 is a^l √(l!) times the Hermite
	// coefficient u_l of F, here log cosh(· + h).
	u, _, err := rule.project(func(z float64) float64 { return logCosh(z + h) }, 12)
	if err != nil {
		return nil, err
	}
	s.Taylor = make([]float64, len(u))
	odd := math.Tanh(h) // E ε
	for l := range u {
		even := 1.0
		if l%2 == 1 {
			even = odd
		}
		s.Taylor[l] = -math.Pow(signal, float64(l)) * even * u[l] / math.Sqrt(math.Gamma(float64(l+1)))
	}
	if h == 0 {
		for l := 1; l < len(u); l += 2 {
			s.Taylor[l] = 0
		}
	}
	return s.seal(), nil
}

// logCosh is log cosh u without overflow.
func logCosh(u float64) float64 {
	u = math.Abs(u)
	return u + math.Log1p(math.Exp(-2*u)) - math.Ln2
}
