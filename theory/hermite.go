package theory

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/integrate/quad"
)

// maxHermiteDegree is the largest degree for which the Gauss–Hermite rule used
// here is exact: a rule of 199 nodes integrates degree 397, and gonum's rules of
// 200 nodes and more are asymptotic, good to 1e-12 only.
const maxHermiteDegree = 198

// hermiteTo fills h with h₀(z), …, h_{len(h)−1}(z).
func hermiteTo(h []float64, z float64) {
	before, now := 0.0, 1.0
	for j := range h {
		h[j] = now
		before, now = now, (z*now-math.Sqrt(float64(j))*before)/math.Sqrt(float64(j+1))
	}
}

// HermiteSeries is a function given by its orthonormal Hermite coefficients,
//
//	f = Σ_j u_j h_j,  u_j = E f(Z) h_j(Z),  Z ~ N(0,1).
type HermiteSeries []float64

// At is f(z), by Clenshaw's backward recurrence. It is NaN when z is.
func (u HermiteSeries) At(z float64) float64 {
	var b1, b2 float64
	for j := len(u) - 1; j >= 0; j-- {
		jj := float64(j)
		b1, b2 = u[j]+z/math.Sqrt(jj+1)*b1-math.Sqrt((jj+1)/(jj+2))*b2, b1
	}
	return b1
}

// Derivative is the series of f′, from h_j′ = √j h_{j−1}.
func (u HermiteSeries) Derivative() HermiteSeries {
	if len(u) < 2 {
		return HermiteSeries{0}
	}
	d := make(HermiteSeries, len(u)-1)
	for j := range d {
		d[j] = math.Sqrt(float64(j+1)) * u[j+1]
	}
	return d
}

func (u HermiteSeries) function() Function {
	return Function{Name: "series", At: u.At, Slope: u.Derivative().At}
}

// NormSquared is Σ u_j², which is E f(Z)² (Parseval).
func (u HermiteSeries) NormSquared() float64 {
	var sum float64
	for _, c := range u {
		sum += c * c
	}
	return sum
}

// Monomial is the series of z^p, for 0 ≤ p ≤ 30; 30! still fits a float64 to
// rounding.
func Monomial(p int) (HermiteSeries, error) {
	if p < 0 || p > 30 {
		return nil, fmt.Errorf("theory: power p = %d, want 0 ≤ p ≤ 30", p)
	}
	u := HermiteSeries{1}
	for range p { // z h_j = √(j+1) h_{j+1} + √j h_{j−1}
		next := make(HermiteSeries, len(u)+1)
		for j, c := range u {
			next[j+1] += c * math.Sqrt(float64(j+1))
			if j > 0 {
				next[j-1] += c * math.Sqrt(float64(j))
			}
		}
		u = next
	}
	return u, nil
}

// ReLUCoefficient is the Hermite coefficient of z ↦ max(z, 0), in closed form:
//
//	u₀ = 1/√(2π),  u₁ = ½,  u_j = (−1)^{j/2+1} (j−3)!!/√(2π j!)  for even j ≥ 2,
//
// with (−1)!! = 1, and 0 for odd j ≥ 3. It is an error when j < 0.
func ReLUCoefficient(j int) (float64, error) {
	switch {
	case j < 0:
		return 0, fmt.Errorf("theory: Hermite degree j = %d, want j ≥ 0", j)
	case j == 1:
		return 0.5, nil
	case j%2 == 1:
		return 0, nil
	}
	c := 1 / math.Sqrt(2*math.Pi)
	for i := 2; i <= j; i += 2 { // u_i/u_{i−2} = −(i−3)/√(i(i−1))
		c *= -float64(i-3) / math.Sqrt(float64(i)*float64(i-1))
	}
	return c, nil
}

// AbsCoefficient is the Hermite coefficient of z ↦ |z|: twice that of
// [ReLUCoefficient] for even j, 0 for odd j. It is an error when j < 0.
func AbsCoefficient(j int) (float64, error) {
	c, err := ReLUCoefficient(j)
	if err != nil || j%2 == 1 {
		return 0, err
	}
	return 2 * c, nil
}

// HermiteCoefficients is the list u_j = E f(Z) h_j(Z), j = 0, …, degree, and a
// bound on the error of each.
//
// Without breaks the rule is Gauss–Hermite with 199 nodes: exact, but for
// rounding, when f is a polynomial of degree at most 397 − degree. Breaks are
// the points where f or a derivative of it jumps (0 for ReLU and abs); with
// them the rule is composite Gauss–Legendre on |z| ≤ 14, split there, and E f²
// must be finite: the tail left out is below e^{−49} √E f². The bound is the
// difference to a second, coarser rule, plus rounding, 2⁻⁵² per node and unit of
// √E f²; without the right breaks it is honest but large.
//
// It is an error when degree is outside [0, 198], when a break is not a number
// in (−14, 14), or when f is not finite at a node.
func HermiteCoefficients(f func(float64) float64, degree int, breaks ...float64) (u HermiteSeries, bound []float64, err error) {
	if degree < 0 || degree > maxHermiteDegree {
		return nil, nil, fmt.Errorf("theory: degree = %d, want 0 ≤ degree ≤ %d", degree, maxHermiteDegree)
	}
	fine, coarse := hermiteRule(199), hermiteRule(150)
	if degree > 148 {
		coarse = hermiteRule(198)
	}
	if len(breaks) > 0 {
		for _, b := range breaks {
			if !(b > -ruleReach && b < ruleReach) {
				return nil, nil, fmt.Errorf("theory: break = %v, want −%v < break < %v", b, ruleReach, ruleReach)
			}
		}
		fine, coarse = panelRule(20, breaks...), panelRule(16, breaks...)
	}
	u, norm, err := fine.project(f, degree)
	if err != nil {
		return nil, nil, err
	}
	v, _, err := coarse.project(f, degree)
	if err != nil {
		return nil, nil, err
	}
	rounding := 0x1p-52 * float64(len(fine.z)) * norm
	bound = make([]float64, degree+1)
	for j := range bound {
		bound[j] = math.Abs(u[j]-v[j]) + rounding
	}
	return u, bound, nil
}

// ruleReach is where the composite rule stops: the standard normal weight there
// is e^{−98}.
const ruleReach = 14.0

// gaussRule is a quadrature rule for the standard normal law: E f(Z) ≈ Σ w f(z).
type gaussRule struct{ z, w []float64 }

// hermiteRule is the Gauss–Hermite rule of n nodes for N(0,1); n ≤ 199.
func hermiteRule(n int) gaussRule {
	r := gaussRule{make([]float64, n), make([]float64, n)}
	quad.Hermite{}.FixedLocations(r.z, r.w, math.Inf(-1), math.Inf(1))
	for i := range r.z { // weight e^{−x²}, x = z/√2
		r.z[i] *= math.Sqrt2
		r.w[i] /= math.Sqrt(math.Pi)
	}
	return r
}

// panelRule is the composite Gauss–Legendre rule on |z| ≤ 14 with n nodes on
// each panel; panels end at the integers and at the breaks.
func panelRule(n int, breaks ...float64) gaussRule {
	ends := slices.Clone(breaks)
	for e := -ruleReach; e <= ruleReach; e++ {
		ends = append(ends, e)
	}
	slices.Sort(ends)
	ends = slices.Compact(ends)
	var r gaussRule
	z, w := make([]float64, n), make([]float64, n)
	for i := 1; i < len(ends); i++ {
		quad.Legendre{}.FixedLocations(z, w, ends[i-1], ends[i])
		for q := range z {
			r.z = append(r.z, z[q])
			r.w = append(r.w, w[q]*math.Exp(-z[q]*z[q]/2)/math.Sqrt(2*math.Pi))
		}
	}
	return r
}

// mean is E f(Z).
func (r gaussRule) mean(f func(float64) float64) float64 {
	var sum float64
	for i, z := range r.z {
		sum += r.w[i] * f(z)
	}
	return sum
}

// project is the list E f(Z) h_j(Z), j ≤ degree, and √E f(Z)². It is an error
// when f is not finite at a node.
func (r gaussRule) project(f func(float64) float64, degree int) (HermiteSeries, float64, error) {
	u := make(HermiteSeries, degree+1)
	h := make([]float64, degree+1)
	var square float64
	for i, z := range r.z {
		fz := f(z)
		if !finite(fz) {
			return nil, 0, fmt.Errorf("theory: f(%v) = %v, want a finite number", z, fz)
		}
		hermiteTo(h, z)
		for j := range u {
			u[j] += r.w[i] * fz * h[j]
		}
		square += r.w[i] * fz * fz
	}
	return u, math.Sqrt(square), nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
