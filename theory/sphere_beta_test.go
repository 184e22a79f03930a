package theory

import (
	"math"
	"testing"
)

// Γ(z + ½)/Γ(z) · Γ(z + 1)/Γ(z + ½) = z, with z and z + ½ on one side of the end of the product, on both, and beyond;
// 1/√π at ½ and √π/2 at 1. Two roundings for each of up to 17 factors, twice, and some of the series.
func TestGammaHalfStep(t *testing.T) {
	const roundings = (2*2*17 + 8) * ulp / 2
	near(t, "at ½", gammaHalfStep(0.5), 1/math.Sqrt(math.Pi), roundings)
	near(t, "at 1", gammaHalfStep(1), math.Sqrt(math.Pi)/2, roundings)
	for _, z := range []float64{1e-3, 0.5, 3, 15.5, 15.9, 16, 16.2, 16.25, 16.5, 17, 40, 1e3, 1e9, 1e15} {
		near(t, "z", gammaHalfStep(z)*gammaHalfStep(z+0.5), z, z*roundings)
	}
}

// The law of the start is elementary for odd and for small N:
//
//	P(|m₀| ≤ m) = (2/π) asin m, m, (2/π)(asin m + m√(1−m²)), m(3−m²)/2  for N = 2, 3, 4, 5.
//
// The values of m lie on both sides of the change from the series to the fraction, at (N−1)m² = 2 or m² = ½.
func TestHalfBetaInLowDimension(t *testing.T) {
	for _, m := range []float64{1e-9, 0.1, 0.4, 0.62, 0.63, 0.65, 0.7, 0.707, 0.708, 0.72, 0.8, 0.95, 1 - 1e-9} {
		arc, cosine := math.Asin(m), math.Sqrt((1-m)*(1+m))
		for n, want := range map[int]float64{
			2: 2 / math.Pi * arc, 3: m, 4: 2 / math.Pi * (arc + m*cosine), 5: m * (3 - m*m) / 2,
		} {
			lower, upper := halfBeta(float64(n-1)/2, m)
			near(t, "lower", lower, want, 64*ulp*want) // 17 quotients, 20 to 60 terms that fall by half
			near(t, "upper", upper, 1-want, 64*ulp)
		}
		// the tails of N = 3 and 5 keep their relative accuracy
		_, three := halfBeta(1, m)
		near(t, "tail, N = 3", three, 1-m, 64*ulp*(1-m))
		_, five := halfBeta(2, m)
		near(t, "tail, N = 5", five, (1-m)*(1-m)*(2+m)/2, 64*ulp*(1-m)*(1-m))
	}
}

// For huge N the law is normal up to (ϕ(z)/4N)(z³ − 3z) and O(N⁻²): at N = 10⁹, √N m = z, to 64 roundings and those
// of the tail's logarithm, z²/2. It is 1 less far than gonum's RegIncBeta can say.
func TestStartInHugeDimension(t *testing.T) {
	const n = 1_000_000_000
	s, err := Start(n)
	accepted(t, "N", err)
	for _, z := range []float64{1e-3, 0.5, 1.4, 1.42, 2, 5, 9} {
		phi := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
		want := math.Erfc(z/math.Sqrt2) - 2*phi*(z*z*z-3*z)/(4*n)
		// z and m = z/√N are rounded: the logarithm moves by z² roundings; the next term is below z⁸/32N²
		slack := want * ((64+4*z*z)*ulp + math.Pow(z, 8)/(32.0*n*n))
		near(t, "tail", s.Tail(z/math.Sqrt(n)), want, slack)
		near(t, "density", s.Density(z/math.Sqrt(n)), math.Sqrt(n)*phi*(1+(3-6*z*z+z*z*z*z)/(-4*n)), math.Sqrt(n)*phi*((64+4*z*z)*ulp+math.Pow(z, 8)/(32.0*n*n)))
	}
}

// The quantile is the inverse to rounding, from both ends, and at both ends of N: the relative error of
// m is that of the law over m f/F, or over m f/(1 − F) in the tail.
func TestHalfQuantile(t *testing.T) {
	for _, n := range []int{2, 3, 4, 10, 1000, 1_000_000_000} {
		s, err := Start(n)
		accepted(t, "N", err)
		for _, p := range []float64{1e-12, 0.01, 0.5, 0.84, 0.99, 1 - 1e-6, 1 - 0x1p-40} {
			m, err := s.HalfQuantile(p)
			accepted(t, "p", err)
			if n == 2 && p > 1-1e-6 {
				near(t, "m", m, 1, 0) // 1 − m = (π(1−p)/2)²/2 is below rounding
				continue
			}
			if p <= 0.5 {
				near(t, "HalfCDF", s.HalfCDF(m), p, 70*ulp*p)
				continue
			}
			// the rounding of m itself moves the tail by 2 m f(m) ulp
			near(t, "Tail", s.Tail(m), 1-p, (100*(1-p)+4*m*s.Density(m))*ulp)
		}
	}
}
