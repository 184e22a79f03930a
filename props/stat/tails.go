package stat

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// NormalUpper is P(Z > z) for Z ~ N(0, 1),
//
//	½ erfc(z/√2)
//
// with relative error below (1 + z²)·2^{−52}: the rounding of z/√2 is amplified by z². NaN gives NaN.
func NormalUpper(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

// NormalUpperQuantile is the z with P(Z > z) = p for Z ~ N(0, 1), p down to 1e-300.
// (math.Erfcinv is the inverse of erf at 1 − x and is infinite below 1e-16.) It panics unless 0 ≤ p ≤ 1.
func NormalUpperQuantile(p float64) float64 {
	checkProbability(p)
	return -distuv.UnitNormal.Quantile(p)
}

// StudentUpper is P(T > t) for Student's t with ν degrees of freedom,
//
//	½ I_{ν/(ν+t²)}(ν/2, ½)   for t ≥ 0.
//
// It is 0 when t² overflows. It panics unless ν > 0 is finite. NaN gives NaN.
func StudentUpper(t, nu float64) float64 {
	checkFreedom(nu)
	switch {
	case math.IsNaN(t):
		return t
	case t < 0:
		return 1 - StudentUpper(-t, nu)
	}
	lower, _ := betaTails(nu/2, 0.5, nu/(nu+t*t), t*t/(nu+t*t))
	return lower / 2
}

// StudentUpperQuantile is the t with P(T > t) = p for Student's t with ν degrees of freedom.
// It panics unless 0 ≤ p ≤ 1 and ν > 0 is finite.
func StudentUpperQuantile(p, nu float64) float64 {
	checkProbability(p)
	checkFreedom(nu)
	if p > 0.5 {
		return -StudentUpperQuantile(1-p, nu)
	}
	x, y := betaQuantile(nu/2, 0.5, 2*p)
	return math.Sqrt(nu * y / x)
}

// ChiSquaredLower is P(X ≤ x) for χ² with ν degrees of freedom, the regularised P(ν/2, x/2).
// It panics unless x ≥ 0 and ν > 0 are finite.
func ChiSquaredLower(x, nu float64) float64 {
	checkChiSquared(x, nu)
	return mathext.GammaIncReg(nu/2, x/2)
}

// ChiSquaredUpper is P(X > x) for χ² with ν degrees of freedom, the regularised Q(ν/2, x/2).
// It panics unless x ≥ 0 and ν > 0 are finite.
func ChiSquaredUpper(x, nu float64) float64 {
	checkChiSquared(x, nu)
	return mathext.GammaIncRegComp(nu/2, x/2)
}

// ChiSquaredLowerQuantile is the x with P(X ≤ x) = p for χ² with ν degrees of freedom.
// It panics unless 0 ≤ p < 1 and ν > 0 is finite.
func ChiSquaredLowerQuantile(p, nu float64) float64 {
	if p == 0 {
		return 0
	}
	return chiSquaredQuantile(p, nu, func(x float64) float64 {
		return math.Log(mathext.GammaIncReg(nu/2, x/2)) - math.Log(p)
	})
}

// ChiSquaredUpperQuantile is the x with P(X > x) = p for χ² with ν degrees of freedom.
// It panics unless 0 < p ≤ 1 and ν > 0 is finite.
func ChiSquaredUpperQuantile(p, nu float64) float64 {
	if p == 1 {
		return 0
	}
	return chiSquaredQuantile(p, nu, func(x float64) float64 {
		return math.Log(p) - math.Log(mathext.GammaIncRegComp(nu/2, x/2))
	})
}

// chiSquaredQuantile is the zero of an increasing excess, sought in ln x.
func chiSquaredQuantile(p, nu float64, excess func(float64) float64) float64 {
	checkFreedom(nu)
	if !(p > 0 && p < 1) {
		panic(fmt.Sprintf("stat: p = %v, want a probability with a finite quantile", p))
	}
	lo, hi := -690.0, math.Log(nu+10)
	for excess(math.Exp(hi)) < 0 {
		hi++
	}
	if excess(math.Exp(lo)) >= 0 {
		return 0
	}
	return math.Exp(increasingRoot(func(t float64) float64 { return excess(math.Exp(t)) }, lo, hi))
}

// KolmogorovUpper is the limit law of √n sup|F_n − F| for continuous F,
//
//	P(K > λ) = 2 Σ_{j≥1} (−1)^{j−1} exp(−2j²λ²) = 1 − (√(2π)/λ) Σ_{j≥1} exp(−(2j−1)²π²/(8λ²)).
//
// The first form serves λ ≥ 1, the second λ < 1. It is asymptotic: checks use [KolmogorovBand], which holds for
// every n. It panics when λ is NaN or negative. Kolmogorov 1933; Feller 1948.
func KolmogorovUpper(lambda float64) float64 {
	if !(lambda >= 0) {
		panic(fmt.Sprintf("stat: Kolmogorov tail at %v, want a number ≥ 0", lambda))
	}
	if lambda < 1 {
		if lambda < 0.03 { // the sum is below exp(−1370)
			return 1
		}
		sum := 0.0
		for j := 1.0; j <= 9; j += 2 {
			sum += math.Exp(-j * j * math.Pi * math.Pi / (8 * lambda * lambda))
		}
		return 1 - math.Sqrt(2*math.Pi)/lambda*sum
	}
	sum, sign := 0.0, 1.0
	for j := 1.0; j <= 5; j++ { // at λ = 1 the sixth term is 1e-31
		sum += sign * math.Exp(-2*j*j*lambda*lambda)
		sign = -sign
	}
	return 2 * sum
}

// KolmogorovUpperQuantile is the λ with P(K > λ) = p for the limit law of [KolmogorovUpper].
// It panics unless 0 < p < 1.
func KolmogorovUpperQuantile(p float64) float64 {
	if !(p > 0 && p < 1) {
		panic(fmt.Sprintf("stat: p = %v, want a probability in (0, 1)", p))
	}
	return increasingRoot(func(l float64) float64 { return math.Log(p) - math.Log(KolmogorovUpper(l)) }, 0.02, 19)
}

func checkProbability(p float64) {
	if !(p >= 0 && p <= 1) {
		panic(fmt.Sprintf("stat: p = %v, want a probability in [0, 1]", p))
	}
}

func checkFreedom(nu float64) {
	if !(nu > 0) || math.IsInf(nu, 1) {
		panic(fmt.Sprintf("stat: %v degrees of freedom, want a positive finite number", nu))
	}
}

func checkChiSquared(x, nu float64) {
	checkFreedom(nu)
	if !(x >= 0) || math.IsInf(x, 1) {
		panic(fmt.Sprintf("stat: χ² tail at %v, want a finite number ≥ 0", x))
	}
}
