package theory

import (
	"fmt"
	"math"
)

// OverlapGradient is the spherical gradient of the overlap m(x) = ⟨x, θ⟩ at x,
//
//	∇m = θ − m x,  ‖∇m‖² = 1 − m²,  ⟨∇m, x⟩ = 0,
//
// so that a loss Φ(x) = φ(m(x)) has ∇Φ = φ′(m)(θ − m x). Both vectors are of
// norm 1 and of the same length N ≥ 2; a norm further than 1e-9 from 1 is an
// error. Ben Arous, Gheissari, Jagannath 2021, Section 1.4.
func OverlapGradient(x, target []float64) ([]float64, error) {
	if err := needDimension(len(x)); err != nil {
		return nil, err
	}
	if len(target) != len(x) {
		return nil, fmt.Errorf("theory: target of length %d, want %d, the length of x", len(target), len(x))
	}
	var m, xx, tt float64
	for i := range x {
		m += x[i] * target[i]
		xx += x[i] * x[i]
		tt += target[i] * target[i]
	}
	if !(math.Abs(math.Sqrt(xx)-1) <= 1e-9) {
		return nil, fmt.Errorf("theory: ‖x‖ = %v, want 1", math.Sqrt(xx))
	}
	if !(math.Abs(math.Sqrt(tt)-1) <= 1e-9) {
		return nil, fmt.Errorf("theory: ‖target‖ = %v, want 1", math.Sqrt(tt))
	}
	g := make([]float64, len(x))
	for i := range g {
		g[i] = target[i] - m*x[i]
	}
	return g, nil
}

// OverlapGradientSquared is ‖∇m‖² = 1 − m² = (1−m)(1+m). It is an error when m is
// outside [−1, 1].
func OverlapGradientSquared(m float64) (float64, error) {
	if err := needOverlap(m); err != nil {
		return 0, err
	}
	return (1 - m) * (1 + m), nil
}

// StartLaw is the law of the overlap m₀ of a uniform start on S^{N−1} with a
// fixed direction: symmetric on [−1, 1], with
//
//	m₀² ~ Beta(½, (N−1)/2),  density ∝ (1 − m²)^{(N−3)/2}.
//
// A uniform start on the half-sphere {m ≥ 0} has the law of |m₀|. Ben Arous,
// Gheissari, Jagannath 2021, Section 1.2.
type StartLaw struct{ n int }

// Start is the start law in dimension n ≥ 2.
func Start(n int) (StartLaw, error) { return StartLaw{n}, needDimension(n) }

// Tail is P(|m₀| > m) for m ≥ 0, however small it is: the regularised incomplete beta function
//
//	I_{1−m²}((N−1)/2, ½),
//
// 1 for m ≤ 0, 0 for m ≥ 1 and NaN for NaN. Its relative error is some tens of roundings and as many more
// as its logarithm, for every N.
func (s StartLaw) Tail(m float64) float64 {
	switch {
	case math.IsNaN(m):
		return m
	case m <= 0:
		return 1
	case m >= 1:
		return 0
	}
	_, upper := halfBeta(float64(s.n-1)/2, m)
	return upper
}

// HalfCDF is P(|m₀| ≤ m), the distribution function of a start on the half-sphere:
//
//	I_{m²}(½, (N−1)/2),  0 for m ≤ 0, 1 for m ≥ 1 and NaN for NaN.
//
// Its relative error is some tens of roundings for every N.
func (s StartLaw) HalfCDF(m float64) float64 {
	switch {
	case math.IsNaN(m):
		return m
	case m <= 0:
		return 0
	case m >= 1:
		return 1
	}
	lower, _ := halfBeta(float64(s.n-1)/2, m)
	return lower
}

// Density is the density of m₀ on (−1, 1), 0 outside and NaN for NaN:
//
//	Γ(N/2)/(√π Γ((N−1)/2)) (1 − m²)^{(N−3)/2}.
func (s StartLaw) Density(m float64) float64 {
	if math.IsNaN(m) {
		return m
	}
	if m <= -1 || m >= 1 {
		return 0
	}
	return gammaHalfStep(float64(s.n-1)/2) / math.Sqrt(math.Pi) * math.Exp(float64(s.n-3)/2*logSine(math.Abs(m)))
}

// HalfQuantile is the m with P(|m₀| ≤ m) = p, to rounding: Newton's method from the quantile of the normal
// law, in which the distribution function is concave, or sin(πp/2) for N = 2. It is an error when p is outside
// [0, 1].
func (s StartLaw) HalfQuantile(p float64) (float64, error) {
	if !(p >= 0 && p <= 1) {
		return 0, fmt.Errorf("theory: probability p = %v, want 0 ≤ p ≤ 1", p)
	}
	switch {
	case p == 0 || p == 1:
		return p, nil
	case s.n == 2:
		return math.Sin(math.Pi / 2 * p), nil
	}
	b := float64(s.n-1) / 2
	// Once left of the quantile, as after a step from its right, it stays there and approaches.
	m := min(math.Sqrt2*math.Erfinv(p)/math.Sqrt(float64(s.n)), 0.999)
	for range 100 {
		lower, upper := halfBeta(b, m)
		short := p - lower
		if p > 0.5 {
			short = upper - (1 - p)
		}
		step := short / (2 * s.Density(m))
		if m+step <= 0 {
			step = -m / 2
		}
		m += step
		if math.Abs(step) <= 0x1p-52*m {
			break
		}
	}
	return min(m, 1), nil
}

func needOverlap(m float64) error {
	if !(m >= -1 && m <= 1) {
		return fmt.Errorf("theory: overlap m = %v, want −1 ≤ m ≤ 1", m)
	}
	return nil
}

func needDimension(n int) error {
	if n < 2 {
		return fmt.Errorf("theory: dimension N = %d, want N ≥ 2", n)
	}
	return nil
}

func needStep(delta float64) error { return needPositive("step size δ", delta) }

func needPositive(name string, x float64) error {
	if !(x > 0) || math.IsInf(x, 1) {
		return fmt.Errorf("theory: %s = %v, want a finite number > 0", name, x)
	}
	return nil
}

func needLevel(eta float64) error {
	if !(eta > 0 && eta < 1) {
		return fmt.Errorf("theory: level η = %v, want 0 < η < 1", eta)
	}
	return nil
}

func needExponent(k int) error {
	if k < 1 {
		return fmt.Errorf("theory: information exponent k = %d, want k ≥ 1", k)
	}
	return nil
}
