package theory

import "math"

// halfBeta is the regularised incomplete beta function I_x(½, b) at x = m², and its
// complement, for 0 < m < 1 and b ≥ ½. With the constant K = Γ(b + ½)/(√π Γ(b)),
//
//	I_x(½, b) = 2K m (1−x)^b Σ_{k≥0} [(b + ½)_k/(3/2)_k] x^k,
//	1 − I_x(½, b) = K (1−x)^b/(b m) · ₂F₁(½, 1; b + 1; −v),  v = (1−x)/x,
//
// the second by Gauss's continued fraction 1/(1 + k₁v/(1 + k₂v/(1 + …))),
//
//	k_{2j+1} = (½ + j)(b + j)/((b + 2j)(b + 2j + 1)),  k_{2j} = j(b + j − ½)/((b + 2j − 1)(b + 2j)).
//
// Series and fraction have positive terms only, and nothing of size b cancels. The series is
// taken up to bx = 1 and x = ½, where each value is at least .15 and the other is 1 less it. The
// relative error of both is some tens of roundings, and |b log(1−x)| more, the exponent's, which is
// the logarithm of the tail.
//
// Abramowitz, Stegun 1964, 26.5.4; Jones, Thron 1980, Section 6.1, after Pfaff's transformation.
func halfBeta(b, m float64) (lower, upper float64) {
	x := m * m
	scale := gammaHalfStep(b) / math.Sqrt(math.Pi) * math.Exp(b*logSine(m))
	if b*x <= 1 && x <= 0.5 {
		sum, term := 1.0, 1.0
		for k := 0.0; term > 0x1p-56*sum; k++ {
			term *= (b + 0.5 + k) / (1.5 + k) * x
			sum += term
		}
		lower = 2 * scale * m * sum
		return lower, 1 - lower
	}
	upper = scale / (b * m) * tailFraction(b, (1-m)*(1+m)/x)
	return 1 - upper, upper
}

// logSine is log(1 − m²), 0 < m < 1, twice the logarithm of the sine of the angle of overlap m.
func logSine(m float64) float64 {
	if m > 0.5 {
		return math.Log((1 - m) * (1 + m))
	}
	return math.Log1p(-m * m)
}

// tailFraction is ₂F₁(½, 1; b + 1; −v) by its fraction. Its convergents enclose the value and each other,
// so that two of n and 2n partial fractions that agree up to rounding are the value.
func tailFraction(b, v float64) (f float64) {
	before := -1.0
	for n := 16; math.Abs(f-before) > 0x1p-51*f && n <= 1<<14; n *= 2 {
		before, f = f, 1
		for j := n; j > 0; j-- {
			i, k := float64(j), float64(j/2)
			if j%2 == 0 {
				k *= b + k - 0.5
			} else {
				k = (0.5 + k) * (b + k)
			}
			f = 1 / (1 + k/((b+i-1)*(b+i))*v*f)
		}
	}
	return f
}

// gammaHalfStep is Γ(z + ½)/Γ(z) for z > 0. Up to w = z − ¼ = 16 by Γ(z + ½)/Γ(z) =
// z/(z + ½) · Γ(z + 3/2)/Γ(z + 1), and beyond by
//
//	log Γ(w + ¾)/Γ(w + ¼) = ½ log w + 1/(64w²) − 5/(2048w⁴) + 61/(49152w⁶) − 1385/(1048576w⁸) + 50521/(20971520w^{10}) − …,
//
// whose coefficients are −E_{2k}/(k 4^{2k+1}) with Euler's numbers and whose next term is below
// 3e-17. Two roundings a step. From Stirling's series with Bernoulli polynomials, Abramowitz, Stegun
// 1964, 6.1.40 and 23.1.21; derived.
func gammaHalfStep(z float64) float64 {
	product := 1.0
	for ; z < 16.25; z++ {
		product *= z / (z + 0.5)
	}
	w := z - 0.25
	y := 1 / (w * w)
	series := y * (1.0/64 - y*(5.0/2048-y*(61.0/49152-y*(1385.0/1048576-y*(50521.0/20971520)))))
	return product * math.Sqrt(w) * math.Exp(series)
}
