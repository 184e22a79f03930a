package theory

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"
)

// MeanEstimateLimit is the limit, as N → ∞ with M = αN, of the normalised inner product of v with the average v̂ of M
// vectors N(v, I),
//
//	⟨v, v̂⟩/(‖v‖‖v̂‖) → √(α‖v‖²/(1 + α‖v‖²)),
//
// because ‖v̂‖² → ‖v‖² + 1/α. It is an error when α or the norm is not positive. Derived; Ben Arous, Gheissari,
// Jagannath 2021, footnote 4, prints [MeanEstimatePrinted] for ‖v‖ = 1.
func MeanEstimateLimit(alpha, norm float64) (float64, error) {
	if !(alpha > 0) || !(norm > 0) {
		return 0, fmt.Errorf("theory: ratio α = %v, norm ‖v‖ = %v, want both above 0", alpha, norm)
	}
	return math.Sqrt(alpha*norm*norm) / math.Sqrt(1+alpha*norm*norm), nil
}

// MeanEstimatePrinted is √(α(1−α)^{−1}), which exceeds 1 from α = ½ on. It is an error when α is outside
// (0, ½). Ben Arous, Gheissari, Jagannath 2021, footnote 4, as printed.
func MeanEstimatePrinted(alpha float64) (float64, error) {
	if !(alpha > 0 && alpha < 0.5) {
		return 0, fmt.Errorf("theory: ratio α = %v, want a value in (0, ½)", alpha)
	}
	return math.Sqrt(alpha / (1 - alpha)), nil
}

// MeanEstimateCDF is the distribution function of the normalised inner product in dimension n from m vectors,
//
//	P(⟨v, v̂⟩ ≤ x‖v‖‖v̂‖) = E Φ(x(Q/(1−x²))^{1/2} − ‖v‖√m),  Q ~ χ²_{n−1},
//
// by quadrature, good to 1e-12. It is an error when n < 2, m < 1, the norm is not positive or x is outside (−1, 1). Derived.
func MeanEstimateCDF(n, m int, norm, x float64) (float64, error) {
	if err := needDimension(n); err != nil {
		return 0, err
	}
	if m < 1 || !(norm > 0) || !(x > -1 && x < 1) {
		return 0, fmt.Errorf("theory: samples M = %d, norm ‖v‖ = %v, x = %v, want M ≥ 1, ‖v‖ > 0, −1 < x < 1", m, norm, x)
	}
	nu := float64(n - 1)
	law := distuv.ChiSquared{K: nu}
	// in √Q the density is smooth, and falls off √(2·40) = 9 either side of its mode
	mode := math.Sqrt(math.Max(nu-1, 0))
	scale, shift := x/math.Sqrt((1-x)*(1+x)), norm*math.Sqrt(float64(m))
	sum := quad.Fixed(func(root float64) float64 {
		return 2 * root * law.Prob(root*root) * distuv.UnitNormal.CDF(scale*root-shift)
	}, math.Max(mode-9, 0), mode+9, 200, nil, 0)
	return sum, nil
}

// MeanEstimateMedian is the median of [MeanEstimateCDF], by bisection to 1e-13. It is an error as there.
func MeanEstimateMedian(n, m int, norm float64) (float64, error) {
	low, high, err := turning(-1, 1, 1e-13, func(x float64) (bool, error) {
		p, err := MeanEstimateCDF(n, m, norm, x)
		return p < 0.5, err
	})
	if err != nil {
		return 0, err
	}
	return (low + high) / 2, nil
}

// Family is an exponential family with densities exp((yθ − b(θ))/d − c(y)), d = 1, and activation f = b′, as listed in
// Ben Arous, Gheissari, Jagannath 2021, Section 2.2.
type Family struct {
	Name  string
	Whole bool // y = 0, 1, 2, …; real otherwise
	F     func(t float64) float64
	B, C  func(t float64) float64
}

// FamiliesPrinted is the linear and the Poisson family as listed:
//
//	linear: c(t) = b(t) = −t²/2;  Poisson: b(t) = t, c(t) = −log t!.
func FamiliesPrinted() []Family {
	minus := func(t float64) float64 { return -t * t / 2 }
	return []Family{
		{"linear regression", false, func(t float64) float64 { return t }, minus, minus},
		{"Poisson regression", true, math.Exp, func(t float64) float64 { return t }, func(t float64) float64 { return -logFactorial(t) }},
	}
}

// FamiliesCorrected is the two with which (2.5) is a law of mean f = b′:
//
//	linear: b(t) = t²/2, c(t) = t²/2 + ½ log 2π;  Poisson: b(t) = e^t, c(t) = log t!.
func FamiliesCorrected() []Family {
	return []Family{
		{"linear regression", false, func(t float64) float64 { return t }, func(t float64) float64 { return t * t / 2 },
			func(t float64) float64 { return t*t/2 + math.Log(2*math.Pi)/2 }},
		{"Poisson regression", true, math.Exp, math.Exp, logFactorial},
	}
}

func logFactorial(t float64) float64 {
	l, _ := math.Lgamma(t + 1)
	return l
}

// SearchInvariant is the rate at which m^{−(k−2)} changes under ṁ = (δ/N) C m^{k−1}, in units of (δ/N) C,
//
//	d m^{−(k−2)} = −(k−2) (δ/N) C dt.
//
// It is an error when k < 3. Derived; the recitation notes, part I, case 3, print +1.
func SearchInvariant(k int) (float64, error) {
	if k < 3 {
		return 0, fmt.Errorf("theory: exponent k = %d, want k ≥ 3", k)
	}
	return -float64(k - 2), nil
}
