package stat

import (
	"fmt"
	"math"
)

// BinomialLower is P(X ≤ k) for X ~ Binomial(n, p), that is I_{1−p}(n−k, k+1).
// It panics unless n ≥ 1 and 0 ≤ p ≤ 1; k may be any integer.
func BinomialLower(k, n int, p float64) float64 {
	checkBinomial(n, p)
	switch {
	case k < 0:
		return 0
	case k >= n:
		return 1
	}
	_, upper := betaTails(float64(k)+1, float64(n-k), p, 1-p)
	return upper
}

// BinomialUpper is P(X ≥ k) for X ~ Binomial(n, p), that is I_p(k, n−k+1).
// It panics unless n ≥ 1 and 0 ≤ p ≤ 1; k may be any integer.
func BinomialUpper(k, n int, p float64) float64 {
	checkBinomial(n, p)
	switch {
	case k <= 0:
		return 1
	case k > n:
		return 0
	}
	lower, _ := betaTails(float64(k), float64(n-k)+1, p, 1-p)
	return lower
}

// betaTails is P(X ≤ x) and P(X > x) for X ~ Beta(a, b), the regularised incomplete beta function
//
//	I_x(a, b) = x^a (1−x)^b / (a B(a, b)) · 1/(1 + d₁/(1 + d₂/(1 + …)))
//
// and its complement, where y = 1 − x is given too, so that neither end of [0, 1] loses digits. The smaller of the two is
// computed, the other is its complement. The relative error is below 1e-12 for a + b ≤ 10⁶ and tails down to 1e-300.
// gonum v0.17.0's mathext.RegIncBeta agrees but for its prefactor, built from log-gamma functions that cancel (1e-10 at
// a + b = 10⁵), and stops its continued fraction after 300 terms, which is too early near the mean for a + b ≥ 10⁷
// (off by 27 % at 10⁸).
func betaTails(a, b, x, y float64) (lower, upper float64) {
	switch {
	case x <= 0:
		return 0, 1
	case y <= 0:
		return 1, 0
	case x < (a+1)/(a+b+2): // the continued fraction converges fast on this side
		lower = betaFactor(a, b, x, y) / a * betaFraction(a, b, x)
		return lower, 1 - lower
	}
	upper = betaFactor(b, a, y, x) / b * betaFraction(b, a, y)
	return 1 - upper, upper
}

// betaFactor is x^a y^b / B(a, b) without cancellation, with n = a + b:
//
//	√(ab/2πn) · exp(δ(n) − δ(a) − δ(b) − D(a, nx) − D(b, ny))
//
// where δ is Stirling's remainder and D the deviance. Loader 2000, "Fast and accurate computation of binomial
// probabilities".
func betaFactor(a, b, x, y float64) float64 {
	n := a + b
	exponent := stirling(n) - stirling(a) - stirling(b) - deviance(a, n*x) - deviance(b, n*y)
	return math.Sqrt(a/n*b/(2*math.Pi)) * math.Exp(exponent)
}

// stirling is the remainder δ(a) = ln Γ(a) − (a − ½) ln a + a − ½ ln 2π = 1/(12a) − 1/(360a³) + ….
func stirling(a float64) float64 {
	if a < 10 {
		l, _ := math.Lgamma(a)
		return l - (a-0.5)*math.Log(a) + a - 0.5*math.Log(2*math.Pi)
	}
	s := 1 / (a * a)
	return (1./12 - s*(1./360-s*(1./1260-s*(1./1680-s*(1./1188-s*(691./360360-s/156)))))) / a // next term below 3e-17 at a = 10
}

// deviance is D(a, m) = a ln(a/m) + m − a ≥ 0.
// Near a = m the terms cancel, and the series in v = (a−m)/(a+m) is summed instead:
//
//	D = (a−m)v + 2a Σ_{j≥1} v^{2j+1}/(2j+1)
func deviance(a, m float64) float64 {
	v := (a - m) / (a + m)
	if math.Abs(v) >= 0.1 {
		return a*math.Log(a/m) + m - a
	}
	sum, term := (a-m)*v, 2*a*v
	for j := 1; ; j++ {
		term *= v * v
		next := sum + term/float64(2*j+1)
		if next == sum {
			return sum
		}
		sum = next
	}
}

// betaFraction is the continued fraction of the incomplete beta function by the modified Lentz method;
// it takes O(√max(a, b)) steps. Press et al. 2007, Numerical Recipes, (6.4.5), (6.4.6).
func betaFraction(a, b, x float64) float64 {
	const tiny = 1e-300 // stands for a vanishing denominator
	floor := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/floor(1-(a+b)*x/(a+1))
	h := d
	for m := 1.0; ; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / floor(1+even*d)
		c = floor(1 + even/c)
		h *= c * d
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / floor(1+odd*d)
		c = floor(1 + odd/c)
		h *= c * d
		if math.Abs(c*d-1) <= 0x1p-52 || m > 1e7 {
			return h
		}
	}
}

// betaQuantile is the x with P(X ≤ x) = p, and 1 − x, for X ~ Beta(a, b), correct for p down to 1e-300; an x below
// 1e-300 is 0. It is found by bracketing on the scale of log-odds, where both ends of [0, 1] are resolved, and
// log-probability. (mathext.InvRegIncBeta of gonum v0.17.0 returns 1.1e-16 for many a ≫ b and small p.)
func betaQuantile(a, b, p float64) (x, y float64) {
	switch p {
	case 0:
		return 0, 1
	case 1:
		return 1, 0
	}
	const reach = 690 // log-odds at which x or 1 − x is 1e-300
	odds := func(t float64) (x, y float64) { return 1 / (1 + math.Exp(-t)), 1 / (1 + math.Exp(t)) }
	excess := func(t float64) float64 { // increasing in t
		x, y := odds(t)
		lower, upper := betaTails(a, b, x, y)
		if p > 0.5 { // the upper tail is the small one
			return math.Log1p(-p) - math.Log(upper)
		}
		return math.Log(lower) - math.Log(p)
	}
	if excess(-reach) >= 0 {
		return 0, 1
	}
	if excess(reach) <= 0 {
		return 1, 0
	}
	return odds(increasingRoot(excess, -reach, reach))
}

// increasingRoot is the zero of an increasing f with f(lo) < 0 < f(hi); f may be infinite.
// It is regula falsi with the Illinois weights, a bisection replacing every third step, down to the spacing of float64.
func increasingRoot(f func(float64) float64, lo, hi float64) float64 {
	flo, fhi := f(lo), f(hi)
	for step := 1; hi-lo > 2*0x1p-52*math.Max(1, math.Max(math.Abs(lo), math.Abs(hi))); step++ {
		mid := lo + (hi-lo)/2
		if step%3 != 0 && !math.IsInf(flo, 0) && !math.IsInf(fhi, 0) {
			if secant := lo - flo*(hi-lo)/(fhi-flo); secant > lo && secant < hi {
				mid = secant
			}
		}
		switch fm := f(mid); {
		case fm == 0:
			return mid
		case fm < 0:
			lo, flo, fhi = mid, fm, fhi/2
		default:
			hi, fhi, flo = mid, fm, flo/2
		}
	}
	return lo + (hi-lo)/2
}

func checkBinomial(n int, p float64) {
	if n < 1 || !(p >= 0 && p <= 1) {
		panic(fmt.Sprintf("stat: binomial with n = %d, p = %v, want n ≥ 1 and p in [0, 1]", n, p))
	}
}
