package theory

import (
	"math"
	"sync"
)

// A model with Gaussian features a has ∇L = G (a − u x) with u = a·x and
// G = ∂L/∂u. Given v = a·θ and the label, E[G² | u, v] is a sum of products
// A(u)B(v), and for standard normal u, v of correlation m (Mehler)
//
//	E A(u) B(v) = Σ_j A_j B_j m^j.
//
// So V = E G² and E G²(v − mu)² are power series in m.

// product is the term A(u)B(v) of E[G² | u, v].
type product struct{ a, b func(float64) float64 }

func one(float64) float64 { return 1 }

// squaredLossTerms is E[G² | u, v] for G = 2(g(u) − f(v))g′(u): 4g²g′²(u) − 8gg′²(u) f(v) + 4g′²(u)f²(v).
func squaredLossTerms(g Function, f func(float64) float64) []product {
	return []product{
		{func(u float64) float64 { s := 2 * g.At(u) * g.Slope(u); return s * s }, one},
		{func(u float64) float64 { s := g.Slope(u); return -8 * g.At(u) * s * s }, f},
		{func(u float64) float64 { s := 2 * g.Slope(u); return s * s }, func(v float64) float64 { s := f(v); return s * s }},
	}
}

// squaredLossMoments is V and σ² of the squared loss with noise of the given variance, which adds 4E g′² Var ε to V and
// 1 − m² times that to σ². For data from the fit itself what is left of V and of E G²w² vanishes at m = 1.
func squaredLossMoments(rule gaussRule, degree int, g Function, f func(float64) float64, variance float64, same bool, slope func(float64) float64) (power, noise func(float64) float64) {
	v, across := gradientMoments(rule, degree, squaredLossTerms(g, f), same)
	hum := sync.OnceValue(func() float64 {
		return 4 * variance * rule.mean(func(u float64) float64 { s := g.Slope(u); return s * s })
	})
	power = func(m float64) float64 { return v(m) + hum() }
	noise = func(m float64) float64 {
		s2 := (1 - m) * (1 + m)
		mean := slope(m) * s2
		return max(s2*(across(m)+hum())-mean*mean, 0)
	}
	return power, noise
}

// gradientMoments is V(m) = E G² and E G²w², w = (v − mu)/√(1−m²). If both vanish at m = 1 the factor 1 − m is taken out of their
// series, and so is 1 − m² of that of E G²(v − mu)² for the second, so that they keep their relative accuracy as m → 1. The
// series are summed when one is first asked for: most models are never asked.
func gradientMoments(rule gaussRule, degree int, terms []product, vanish bool) (power, across func(float64) float64) {
	timesPower := func(f func(float64) float64, i int) HermiteSeries {
		u, _, err := rule.project(func(z float64) float64 {
			if i == 0 {
				return f(z)
			}
			return f(z) * math.Pow(z, float64(i))
		}, degree)
		if err != nil {
			panic(err) // the constructors admit only functions finite at every node
		}
		return u
	}
	series := func(i, j int) []float64 { // E A(u)u^i B(v)v^j
		c := make([]float64, degree+1)
		for _, t := range terms {
			a, b := timesPower(t.a, i), timesPower(t.b, j)
			for l := range c {
				c[l] += a[l] * b[l]
			}
		}
		return c
	}
	lazily := func(sum func() []float64) func(float64) float64 {
		once := sync.OnceValue(func() []float64 {
			c := sum()
			if vanish {
				for l := 1; l < len(c); l++ { // over 1 − m
					c[l] += c[l-1]
				}
				c = c[:len(c)-1]
			}
			return c
		})
		return func(m float64) float64 {
			y := max(horner(once(), m), 0)
			if vanish {
				y *= 1 - m
			}
			return y
		}
	}
	power = lazily(func() []float64 { return series(0, 0) })
	across = lazily(func() []float64 {
		w := make([]float64, degree+3) // of E G²(v − mu)²
		for i, c := range []float64{1, -2, 1} {
			for l, moment := range series(i, 2-i) {
				w[l+i] += c * moment
			}
		}
		for l := 2; l < len(w); l++ { // over 1 − m²
			w[l] += w[l-2]
		}
		return w[:degree+1]
	})
	return power, across
}

var (
	hermite199 = sync.OnceValue(func() gaussRule { return hermiteRule(199) })
	panels     = sync.OnceValue(func() gaussRule { return panelRule(16) })
	arc        = sync.OnceValue(func() gaussRule { return legendre(24) })
)

// moments is V and σ² of a single layer with a kinked activation. In plane polar
// coordinates u = r cos α, v = r cos(α − γ), γ = arccos m, the noiseless parts
// are homogeneous of degree 2 and 4 with E r² = 2, E r⁴ = 8, and trigonometric
// polynomials between the kinks; the noise adds 2(p² + q²) Var ε times 1 and
// 1 − m². Half a turn takes (u, v) to (−u, −v). The other half, u > 0, is two arcs
// from u = 0 to v = 0, where v < 0 and γ wide, and where v > 0 and π − γ wide; at s from u = 0
// on them u = sin s, v − mu = ∓√(1−m²) cos s.
func (f kinked) moments(variance float64) (power, noise func(float64) float64) {
	squares := f.p*f.p + f.q*f.q
	pull := func(u, v float64) float64 {
		g := 2 * (f.at(u) - f.at(v)) * f.prime(u)
		return g * g
	}
	angular := func(m float64, weight func(across float64) float64) float64 { // by v − mu
		rule := arc()
		root := math.Sqrt((1 - m) * (1 + m))
		gamma := math.Atan2(root, m)
		var sum float64
		for _, half := range []struct{ width, side float64 }{{gamma, -root}, {math.Pi - gamma, root}} {
			for q, x := range rule.z {
				u, cos := math.Sincos(half.width * x)
				across := half.side * cos
				v := m*u + across
				sum += half.width * rule.w[q] * weight(across) * (pull(u, v) + pull(-u, -v))
			}
		}
		return sum / (2 * math.Pi)
	}
	power = func(m float64) float64 {
		return 2*angular(m, one) + 2*squares*variance
	}
	noise = func(m float64) float64 {
		second := 8 * angular(m, func(across float64) float64 { return across * across })
		mean := f.slope(m) * (1 - m) * (1 + m)
		return max(second+2*squares*variance*(1-m)*(1+m)-mean*mean, 0)
	}
	return power, noise
}
