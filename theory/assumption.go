package theory

import (
	"fmt"
	"math"
)

// Fall is how far the loss falls: Assumption A asks for φ′ < 0 on (0, 1).
type Fall struct {
	Until float64 // φ′ < 0 on (0, Until); 1 where Assumption A holds, 0 where φ′ is not negative from the start
	Doubt bool    // at Until φ′ may as well be a little below 0: it is within its error
}

// String says it: "φ′ < 0 on (0, 1)", "φ′ = 0 at m = 0.70711".
func (f Fall) String() string {
	switch {
	case f.Until == 1:
		return "φ′ < 0 on (0, 1)"
	case f.Until == 0:
		return "φ′ is not negative next to m = 0"
	case f.Doubt:
		return fmt.Sprintf("φ′ is within its error of 0 at m = %.5g", f.Until)
	}
	return fmt.Sprintf("φ′ = 0 at m = %.5g", f.Until)
}

// Fall is that of the model, terms of φ that are undetermined taken for 0, see [SingleIndex.Reading]. It looks at 4096
// overlaps, and where φ′ is largest in between; two zeros closer than that are not seen unless φ′ rises above 0. Next to 0 the
// sign is that of the first term. Ben Arous, Gheissari, Jagannath 2021, Assumption A.
func (s *SingleIndex) Fall() Fall {
	if s.Exponent == 0 {
		return Fall{}
	}
	var largest float64
	for i := range 17 {
		largest = max(largest, math.Abs(s.slope(float64(i)/16)))
	}
	off := s.accuracy.PhiPrime + 64*0x1p-52*largest
	within := s.slopeError(off)
	const points = 4096
	last, before, now := 0.0, math.Inf(-1), math.Inf(-1)
	for i := 1; i < points; i++ {
		m := float64(i) / points
		next := s.slope(m)
		if now > before && now > next { // a largest value next to last
			if peak := s.peak(last-1./points, m); s.slope(peak) > -within(peak) {
				return s.fallTo(last-1./points, peak, within(peak))
			}
		}
		if next > -within(m) {
			return s.fallTo(last, m, within(m))
		}
		last, before, now = m, now, next
	}
	return Fall{Until: 1}
}

// slopeError is the error of φ′ at an overlap when it is at most off anywhere. Next to 0 φ′ is its series, and the
// error of the term of order l is that of the product u_l², in proportion to √|c_l|: it takes the shape Σ l √|c_l| m^{l−1},
// twice its share of the whole.
func (s *SingleIndex) slopeError(off float64) func(m float64) float64 {
	shape := func(m float64) (sum float64) {
		for l := 1; l < len(s.Taylor); l++ {
			sum += float64(l) * math.Sqrt(math.Abs(s.Taylor[l])) * math.Pow(m, float64(l-1))
		}
		return sum
	}
	whole := shape(1)
	return func(m float64) float64 { return off * min(1, 2*shape(m)/whole) }
}

// peak is where φ′ is largest between two overlaps, by ternary search.
func (s *SingleIndex) peak(low, high float64) float64 {
	for range 100 {
		left, right := low+(high-low)/3, high-(high-low)/3
		if s.slope(left) < s.slope(right) {
			low = left
		} else {
			high = right
		}
	}
	return (low + high) / 2
}

// fallTo is the fall that ends between two overlaps.
func (s *SingleIndex) fallTo(low, high, within float64) Fall {
	f := Fall{Doubt: s.slope(high) <= within, Until: high}
	if f.Doubt {
		return f
	}
	for range 60 {
		if middle := (low + high) / 2; s.slope(middle) < 0 {
			low = middle
		} else {
			high = middle
		}
	}
	f.Until = high
	return f
}

// mostMoments is the highest moment that [SingleIndex.GradientMoments] looks for.
const mostMoments = 8

// GradientMoments is the largest p ≤ 8 for which E|G|^p is seen to be finite at every overlap, G = 2(g(u) − y)g′(u) and
// the noise apart, whose own moments count too. Assumption B asks for some p > 4:
//
//	sup_x E‖∇H‖^{4+ι} ≤ C N^{(4+ι)/2},  H = L − Φ,
//
// since ‖∇L‖² = G²(w² + χ²_{N−2}). It is decided by the growth of f and f′ up to |z| = 38, which is 9 % short at most for
// functions that grow like e^{cz²}: these have p = 1/4c. The models of this package that are made without a [Function] are of
// exponential growth at most and have all moments. Ben Arous, Gheissari, Jagannath 2021, Definition 1.1; derived.
func (s *SingleIndex) GradientMoments() float64 {
	if s.moment == nil || s.moment(mostMoments) {
		return mostMoments
	}
	low, high := 2.0, float64(mostMoments) // V converges
	for high-low > 0.01 {
		if middle := (low + high) / 2; s.moment(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// hasMoment reports whether |g′|^p(1 + |g|^p + |y|^p) + |g|^p + |y|^p is seen to have a mean: below 1e-20 of its largest value
// over two units of |z|, at 38 at the latest.
func hasMoment(fit, data Function, p float64) bool {
	logOf := func(x float64) float64 { return math.Log(math.Abs(x)) }
	const step = 0.25
	largest := math.Inf(-1)
	var recent [8]float64
	for i := 0; ; i++ {
		z := step * float64(i)
		if i == 0 {
			z = step / 3 // 0 is a likely break
		}
		here := math.Inf(-1)
		for _, at := range [2]float64{z, -z} {
			sizes := max(logOf(fit.At(at)), logOf(data.At(at)))
			log := p*max(sizes, logOf(fit.Slope(at))+max(0, sizes)) - z*z/2
			if math.IsInf(log, 1) {
				return false
			}
			if !math.IsNaN(log) { // a break
				here = max(here, log)
			}
		}
		largest = max(largest, here)
		recent[i%len(recent)] = here
		late := recent[0]
		for _, r := range recent {
			late = max(late, r)
		}
		switch {
		case z >= 8 && late < largest+math.Log(1e-20):
			return true
		case z >= farthest:
			return math.IsInf(largest, -1)
		}
	}
}

// Truncation is the distance √E(f(Z) − Σ_j u_j h_j(Z))², Z ~ N(0,1), of a function from a series, with the breaks of
// [HermiteCoefficients]: what is left out when f is cut after some degree. That it is small does not make V of the series that of f, in
// which the terms left out count with a power of their degree: a model of f is made by [LayerOf]. It is an error when a break is
// not in (−14, 14) or f is not finite at a node.
func (u HermiteSeries) Truncation(f func(float64) float64, breaks ...float64) (float64, error) {
	for _, b := range breaks {
		if !(b > -ruleReach && b < ruleReach) {
			return 0, fmt.Errorf("theory: break = %v, want −%v < break < %v", b, ruleReach, ruleReach)
		}
	}
	_, rest, err := panelRule(20, breaks...).project(func(z float64) float64 { return f(z) - u.At(z) }, 0)
	return rest, err
}

// needConverged refuses a series that looks like the beginning of a longer one whose V has not converged: its last
// quarter has less than a hundredth of the variance of f and more than a tenth of V(0).
func needConverged(u HermiteSeries, power func() float64) error {
	const shortest = 8
	if len(u) <= shortest {
		return nil
	}
	kept := (3*len(u) + 3) / 4
	head := u[:kept]
	all, part := u.NormSquared()-u[0]*u[0], head.NormSquared()-u[0]*u[0]
	if all-part >= 0.01*all {
		return nil
	}
	rule, g := hermite199(), head.Derivative()
	slopes := rule.mean(func(z float64) float64 { s := g.At(z); return s * s })
	product := rule.mean(func(z float64) float64 { s := g.At(z) * head.At(z); return s * s })
	cross := rule.mean(func(z float64) float64 { s := g.At(z); return s * s * head.At(z) })
	before := 4 * (product - 2*u[0]*cross + slopes*head.NormSquared())
	if v0 := power(); math.Abs(v0-before) > 0.1*v0 {
		return fmt.Errorf("theory: the last %d of %d Hermite coefficients have %.2g of the variance of f and change V(0) from %.4g to %.4g: want a series whose V has converged, or LayerOf of the function itself", len(u)-kept, len(u), (all-part)/all, before, v0)
	}
	return nil
}
