package stat

import (
	"errors"
	"fmt"
	"math"
)

// Deviation is the exact Kolmogorov distance of a sample from a distribution function F, by direction.
type Deviation struct {
	Above float64 // sup_x (F_n(x) − F(x)): the sample lies too low
	Below float64 // sup_x (F(x) − F_n(x)): the sample lies too high
	At    float64 // the sample value where the larger of the two is attained, or approached from below
}

// Distance is the two-sided distance sup_x |F_n(x) − F(x)|.
func (d Deviation) Distance() float64 { return math.Max(d.Above, d.Below) }

// Deviate is the exact deviation of a sample from the continuous distribution function cdf,
//
//	Above = max_i (i/n − F(x_(i))),   Below = max_i (F(x_(i)) − (i−1)/n),
//
// with ties taken as one jump. Errors: an empty sample, NaN, a cdf outside [0, 1].
func Deviate(sample []float64, cdf func(x float64) float64) (Deviation, error) {
	return DeviateAtoms(sample, cdf, cdf)
}

// DeviateAtoms is the exact deviation of a sample from a distribution function with atoms, where cdf(x) = P(X ≤ x)
// and before(x) = P(X < x).
func DeviateAtoms(sample []float64, cdf, before func(x float64) float64) (Deviation, error) {
	if err := orderedError("sample", sample); err != nil {
		return Deviation{}, err
	}
	xs := sorted(sample)
	n := float64(len(xs))
	d := Deviation{At: xs[0]}
	for i := 0; i < len(xs); {
		j := i + 1
		for j < len(xs) && xs[j] == xs[i] {
			j++
		}
		at, left := cdf(xs[i]), before(xs[i])
		if !(left >= 0 && left <= at && at <= 1) {
			return Deviation{}, fmt.Errorf("stat: at x = %v: P(X < x) = %v, P(X ≤ x) = %v, want 0 ≤ P(X < x) ≤ P(X ≤ x) ≤ 1", xs[i], left, at)
		}
		above, below := float64(j)/n-at, left-float64(i)/n
		if math.Max(above, below) > d.Distance() {
			d.At = xs[i]
		}
		d.Above, d.Below = math.Max(d.Above, above), math.Max(d.Below, below)
		i = j
	}
	return d, nil
}

// DistanceBetween is the exact two-sample distance sup_x |F_m(x) − G_n(x)| of the samples a and b, ties included.
func DistanceBetween(a, b []float64) (float64, error) {
	if err := errors.Join(orderedError("a", a), orderedError("b", b)); err != nil {
		return 0, err
	}
	as, bs := sorted(a), sorted(b)
	m, n := float64(len(as)), float64(len(bs))
	d := 0.0
	for i, j := 0, 0; i < len(as) && j < len(bs); {
		x := math.Min(as[i], bs[j])
		for i < len(as) && as[i] == x {
			i++
		}
		for j < len(bs) && bs[j] == x {
			j++
		}
		d = math.Max(d, math.Abs(float64(i)/m-float64(j)/n))
	}
	return d, nil
}

// KolmogorovBand is the half-width ε of the Dvoretzky–Kiefer–Wolfowitz band with Massart's constant,
//
//	P(sup|F_n − F| > ε) ≤ 2 exp(−2nε²) = α,   ε = √(ln(2/α)/2n),
//
// and for one side P(sup(F_n − F) > ε) ≤ exp(−2nε²) = α, which needs α ≤ ½. It holds for every n and every F;
// for F with atoms it is conservative. Massart 1990, Theorem 1.
func KolmogorovBand(n int, alpha float64, sides Sides) (float64, error) {
	if err := errors.Join(countError("n", n), massartError(alpha, sides)); err != nil {
		return 0, err
	}
	return meanRoot(alpha/float64(sides)) / math.Sqrt(float64(n)), nil
}

// KolmogorovResolution is the smallest distance D = sup|F − F₀| that a band of n samples around F₀ sees at (α, β),
//
//	D = ε(n, α) + √(ln(1/β)/2n).
//
// At the point where |F − F₀| = D, F_n falls short of F by the second term with probability at most β (Hoeffding 1963, (2.3)).
// When D would exceed 1 it is an [*InsufficientError].
func KolmogorovResolution(n int, alpha, beta float64, sides Sides) (float64, error) {
	if err := errors.Join(countError("n", n), massartError(alpha, sides), ratesError(alpha, beta)); err != nil {
		return 0, err
	}
	root := meanRoot(alpha/float64(sides)) + meanRoot(beta)
	return within(1, root/math.Sqrt(float64(n)), root*root, n, alpha, fmt.Sprintf("a %v band that sees any distance below 1", sides))
}

// KolmogorovSamples is the number of samples with which a violation D = sup|F − F₀| is seen at (α, β),
//
//	n = ⌈(√(ln(sides/α)/2) + √(ln(1/β)/2))² / D²⌉.
//
// Two-sided at α = β this is 42.2/D² at 1e-9 and 28.4/D² at 1e-6.
func KolmogorovSamples(d, alpha, beta float64, sides Sides) (int, error) {
	if err := errors.Join(massartError(alpha, sides), ratesError(alpha, beta)); err != nil {
		return 0, err
	}
	if !(d > 0 && d <= 1) {
		return 0, fmt.Errorf("stat: violation d = %v, want a distance in (0, 1]", d)
	}
	root := (meanRoot(alpha/float64(sides)) + meanRoot(beta)) / d
	return samplesFor(root * root)
}

// TwoSampleBand is the bound ε of the two-sample distance of samples of sizes m and n from one law,
//
//	P(sup|F_m − G_n| > ε) ≤ C exp(−2ε² mn/(m+n)) = α,
//
// with
//
//	C = 2 for m = n ≥ 458                                  Wei, Dudley 2012, Theorem 1
//	C = e for m = n < 458                                  the same; verified exactly by a test of this package
//	C = 2 for m ≠ n, 4 ≤ max(m, n) ≤ 200                   the same, by enumeration
//	otherwise the union of two bands at α/2, √(ln(4/α)/2) (1/√m + 1/√n)
//
// For laws with atoms it is conservative.
func TwoSampleBand(m, n int, alpha float64) (float64, error) {
	if err := errors.Join(countError("m", m), countError("n", n), rateError("alpha", alpha)); err != nil {
		return 0, err
	}
	c, ok := twoSampleConstant(m, n)
	if !ok {
		return meanRoot(alpha/4) * (1/math.Sqrt(float64(m)) + 1/math.Sqrt(float64(n))), nil
	}
	return meanRoot(alpha/c) * math.Sqrt(1/float64(m)+1/float64(n)), nil
}

// TwoSampleResolution is the smallest distance D = sup|F − G| that samples of sizes m and n see at (α, β),
//
//	D = ε(m, n, α) + √(ln(1/β)/2 · (1/m + 1/n)).
//
// The second term is Hoeffding's inequality for the difference of two means (Hoeffding 1963, (2.7)).
// When D would exceed 1 it is an [*InsufficientError] whose Need is for equal sizes, and Have the smaller one.
func TwoSampleResolution(m, n int, alpha, beta float64) (float64, error) {
	if err := ratesError(alpha, beta); err != nil {
		return 0, err
	}
	band, err := TwoSampleBand(m, n, alpha)
	if err != nil {
		return 0, err
	}
	need, err := TwoSampleSamples(1, alpha, beta)
	if err != nil {
		return 0, err
	}
	d := band + meanRoot(beta)*math.Sqrt(1/float64(m)+1/float64(n))
	return within(1, d, float64(need), min(m, n), alpha, "two samples that see any distance below 1")
}

// TwoSampleSamples is the common size n of two samples that see a violation D = sup|F − G| at (α, β):
// the smallest n with TwoSampleResolution(n, n, α, β) ≤ D.
func TwoSampleSamples(d, alpha, beta float64) (int, error) {
	if err := ratesError(alpha, beta); err != nil {
		return 0, err
	}
	if !(d > 0 && d <= 1) {
		return 0, fmt.Errorf("stat: violation d = %v, want a distance in (0, 1]", d)
	}
	size := func(c float64) (int, error) {
		root := (meanRoot(alpha/c) + meanRoot(beta)) / d
		return samplesFor(2 * root * root)
	}
	if n, err := size(math.E); err != nil || n < equalSizes {
		return n, err
	}
	n, err := size(2)
	return max(n, equalSizes), err
}

// equalSizes is the smallest n from which C = 2 holds for m = n (Wei, Dudley 2012, Theorem 1).
const equalSizes = 458

// twoSampleConstant is the C of [TwoSampleBand], if one is known.
func twoSampleConstant(m, n int) (c float64, ok bool) {
	switch {
	case m == n && n >= equalSizes:
		return 2, true
	case m == n:
		return math.E, true
	case max(m, n) >= 4 && max(m, n) <= 200:
		return 2, true
	}
	return 0, false
}

// meanRoot is √(ln(1/p)/2), the deviation that a mean on [0, 1] exceeds with probability p, times √n.
func meanRoot(p float64) float64 { return math.Sqrt(-math.Log(p) / 2) }

// massartError is nil where Massart's inequality holds.
func massartError(alpha float64, sides Sides) error {
	if err := errors.Join(rateError("alpha", alpha), sidesError(sides)); err != nil {
		return err
	}
	if sides == OneSided && alpha > 0.5 {
		return fmt.Errorf("stat: alpha = %v, want at most ½ for a one-sided band", alpha)
	}
	return nil
}
