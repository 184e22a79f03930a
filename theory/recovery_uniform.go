package theory

import (
	"errors"
	"fmt"
	"math"
)

// Shortfall bounds the probability that the overlap has not passed η from m₀ > 0 in M steps: it
// comes down to m₀/2 first, or does neither in that time,
//
//	P(τ_η > M) ≤ Below + Time/M,
//	Below = (S(η) − S(m₀))/(S(η) − S(m₀/2)),
//
// S the scale function of the walk of [Passage] and Time the mean time to η of the walk
// reflected at m₀/2, by Markov's inequality. The walk keeps the order of its starts, so the bound
// holds for every start above m₀. Derived.
type Shortfall struct{ Below, Time float64 }

// Within is the bound for M steps, at most 1.
func (f Shortfall) Within(steps float64) float64 { return math.Min(1, f.Below+f.Time/steps) }

// Shortfall is the bound for a constant step size. Above the place where the scale density has
// fallen by e^{−40} the time is that of the flow, +Inf where the flow does not reach η. It is an
// error when n < 2, the step size is not positive or 0 < m₀ < η < 1 does not hold.
func (s *SingleIndex) Shortfall(n, delta, m0, eta float64) (f Shortfall, err error) {
	if !(n >= 2) {
		return f, fmt.Errorf("theory: dimension N = %v, want N ≥ 2", n)
	}
	if err := errors.Join(needStep(delta), needLevel(eta)); err != nil {
		return f, err
	}
	if !(0 < m0 && m0 < eta) {
		return f, fmt.Errorf("theory: start m₀ = %v, want 0 < m₀ < η = %v", m0, eta)
	}
	end := m0
	for over := false; !over && end < eta; {
		end = math.Min(16*end, eta)
		f, end, over = s.shortfallTo(n, delta, m0, end)
	}
	if end < eta {
		rest, err := s.overDrift(s.drift(delta), end, eta)
		if err != nil {
			rest = math.Inf(1)
		}
		f.Time += n / delta * rest
	}
	return f, nil
}

// shortfallTo is the bound with top in the place of η, but for the time above the place where the
// scale density has fallen by e^{−40}, if it has.
func (s *SingleIndex) shortfallTo(n, delta, m0, top float64) (f Shortfall, end float64, over bool) {
	p := walk{s: s, n: n, step: func(float64) float64 { return delta }, eta: top}
	var above, whole float64 // S(top) − S(m₀), S(top) − S(m₀/2), over e^Φ at m₀/2
	var inner float64        // e^Φ times ∫2e^{−Φ}/variance from m₀/2, at the end of a cell
	potential, base, highest := 0.0, math.NaN(), math.Inf(-1)
	end = top
	p.climb(0, top, func(c climb) {
		before := potential
		potential = c.potential
		if over || c.to <= m0/2 {
			return
		}
		if math.IsNaN(base) {
			base, highest = before, before
		}
		if c.to > m0 && before < highest-40 {
			end, over = max(c.from, m0), true
			return
		}
		beyond := func(m float64) float64 { return min(1, max(0, (c.to-m)/c.width)) } // the share of the cell above m
		cell := c.width / 2 * (math.Exp(before-base) + math.Exp(c.potential-base))    // above the integral, as e^Φ is convex where it is steep
		whole += cell * beyond(m0/2)
		above += cell * beyond(m0)
		last := inner
		inner = c.rise*inner + c.width/6*(c.rise*2/c.variance[0]+4*c.riseFromMiddle*2/c.variance[1]+2/c.variance[2])
		f.Time += (last + inner) / 2 * c.width * beyond(m0)
		highest = max(highest, c.potential)
	})
	if whole > 0 {
		f.Below = above / whole
	}
	if math.IsNaN(f.Below) || math.IsNaN(f.Time) { // a barrier above e^700: no walk climbs it
		f = Shortfall{1, math.Inf(1)}
	}
	return f, end, over
}
