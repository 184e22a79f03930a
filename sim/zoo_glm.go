package sim

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// glm is a generalised linear model with its canonical link,
//
//	a ~ N(0, I),  E(y | a) = b'(⟨a, θ⟩),  L = −y⟨a, x⟩ + b(⟨a, x⟩).
//
// In the reduction Y = a, no shift, and G = b'(u) − y with u = U. The loss is minus
// the log-likelihood of an exponential family, up to what does not depend on x. The
// three families differ in b and in the law of the label.
//
// Ben Arous, Gheissari, Jagannath 2021, §2.
type glm struct{ family }

type family interface {
	String() string
	cumulant(u float64) float64 // b
	mean(u float64) float64     // b'
	hide(r *Random) float64
	draw(v, hidden float64) float64 // y
}

// NewLinear is linear regression as a GLM,
//
//	y = v + ε,  ε ~ N(0, D),  b(u) = u²/2,  v = ⟨a, θ⟩.
//
// Noise is ε/√D. D = 1 is the law the loss is the likelihood of; any D ≥ 0 may be had.
func NewLinear(variance float64) (Model, error) {
	if !(variance >= 0) || !finite(variance) {
		return nil, fmt.Errorf("sim: noise variance D = %v, want a finite number ≥ 0", variance)
	}
	return &features{index: glm{linear{math.Sqrt(variance)}}}, nil
}

// NewLogistic is logistic regression,
//
//	y = 1{Noise < b'(v)},  Noise uniform on (0,1),  b(u) = log(1 + e^u).
func NewLogistic() Model { return &features{index: glm{logistic{}}} }

// NewPoisson is Poisson regression,
//
//	y = the least k with P(Poisson(e^v) ≤ k) ≥ Noise,  Noise uniform on (0,1),  b(u) = e^u.
//
// Its gradient has a lognormal factor: all moments, no exponential ones.
func NewPoisson() Model { return &features{index: glm{poisson{}}} }

func (g glm) reveal(v, hidden float64) (shift, label float64) { return 0, g.draw(v, hidden) }

func (g glm) loss(z, label float64) float64 { return g.cumulant(z) - float64(label*z) }

func (g glm) slope(z, label float64) float64 { return g.mean(z) - label }

// atoms is the mean label: ℓ and G are of degree 1 in y.
func (g glm) atoms(v float64) [2]atom { return [2]atom{{1, 0, g.mean(v)}} }

func (g glm) corner() bool { return false }

type linear struct{ deviation float64 }

func (l linear) String() string {
	return fmt.Sprintf("linear regression, noise variance %.6g", l.deviation*l.deviation)
}
func (linear) cumulant(u float64) float64       { return u * u / 2 }
func (linear) mean(u float64) float64           { return u }
func (l linear) draw(v, hidden float64) float64 { return v + float64(l.deviation*hidden) }
func (l linear) hide(r *Random) float64         { return r.Normal() }

type logistic struct{}

func (logistic) String() string { return "logistic regression" }

// cumulant is log(1 + e^u), written so that e^u cannot overflow.
func (logistic) cumulant(u float64) float64 {
	return math.Max(u, 0) + math.Log1p(math.Exp(-math.Abs(u)))
}
func (logistic) mean(u float64) float64 { return Sigmoid{}.At(u) }
func (logistic) hide(r *Random) float64 { return r.Uniform() }
func (l logistic) draw(v, hidden float64) float64 {
	if hidden < l.mean(v) {
		return 1
	}
	return 0
}

type poisson struct{}

func (poisson) String() string             { return "Poisson regression" }
func (poisson) cumulant(u float64) float64 { return math.Exp(u) }
func (poisson) mean(u float64) float64     { return math.Exp(u) }
func (poisson) hide(r *Random) float64     { return r.Uniform() }
func (poisson) draw(v, hidden float64) float64 {
	return poissonQuantile(math.Exp(v), hidden)
}

// poissonQuantile is the least k ≥ 0 with P(Poisson(mean) ≤ k) ≥ p, 0 < p < 1. Up to
// a mean of 500, where e^{−mean} is far from underflow, it adds up the
// probabilities; beyond it bisects P(Poisson(mean) ≤ k) = Q(k+1, mean), the
// upper incomplete gamma ratio.
func poissonQuantile(mean, p float64) float64 {
	if mean <= 500 {
		k, term := 0.0, math.Exp(-mean)
		for sum := term; sum < p; sum += term {
			k++
			if term *= mean / k; k > mean && term < 0x1p-60 {
				break // the sum has stopped moving below p by rounding
			}
		}
		return k
	}
	// Chernoff: both tails beyond 12√mean + 100 are below 2⁻⁵³, the least 1 − p.
	width := 12*math.Sqrt(mean) + 100
	low, high := math.Floor(mean-width), math.Ceil(mean+width) // 0 < low, P(≤low) < p ≤ P(≤high)
	for {
		middle := math.Floor(low + (high-low)/2)
		if middle <= low || middle >= high {
			return high // next to low, or beyond 2⁵³, where whole numbers are no longer all there
		}
		if mathext.GammaIncRegComp(middle+1, mean) < p {
			low = middle
		} else {
			high = middle
		}
	}
}
