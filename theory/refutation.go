package theory

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// ReachBound is a bound on the probability that the overlap of online SGD leaves (−η, η)
// within M = αN steps, from a start uniform on the half-sphere. With τ the step at which it does,
//
//	P(sup_{t≤M} |m_t| > η) = P(τ ≤ M) ≤ e E e^{−τ/M},
//
// at most 1, by Markov's inequality for e^{−τ/M}. The overlap is taken for the diffusion with the mean b
// and the variance v of its steps, see [Passage], so that u(m) = E_m e^{−τ/M} solves
//
//	½ v(m) u″ + b(m) u′ = u/M,  u(±η) = 1.
//
// It needs no drift towards η: it holds where the projection wins, and at every N. Within is
// what halving the grid moves. It is an error when N < 2, α or δ is not positive, η is outside
// (0, 1) or the variance of a step, over δ/N, is no normal number. Derived.
func (s *SingleIndex) ReachBound(n, alpha, delta, eta float64) (bound, within float64, err error) {
	if err := errors.Join(needLadder(n, 1), needPositive("ratio α", alpha), needStep(delta), needLevel(eta)); err != nil {
		return 0, 0, err
	}
	p := walk{s: s, n: n, step: func(float64) float64 { return delta }, eta: eta}
	const cells = 128 // on either side of 0
	path := p.nodes(cells, eta)
	const least = 0x1p-1022
	if slowest := slices.Min(path.variance); !(slowest >= least) {
		return 0, 0, fmt.Errorf("theory: N = %v, δ = %v: the variance of a step is %v δ/N, want at least %v", n, delta, slowest, least)
	}
	fine, err1 := path.discounted(n, alpha*delta)
	coarse, err2 := path.halved().discounted(n, alpha*delta)
	bound, before := min(1, math.E*fine), min(1, math.E*coarse)
	return bound, math.Abs(bound - before), errors.Join(err1, err2)
}

// nodes is the overlaps that a walk on [−η, η] goes through, with the mean and the variance of a step there, both over
// its rate.
type nodes struct{ at, mean, variance []float64 }

// nodes is the overlaps sinh(y_i)/√N from −below to η, y_i equally far apart on either side of 0.
func (p walk) nodes(cells int, below float64) (path nodes) {
	root := math.Sqrt(p.n)
	top, bottom := math.Asinh(root*p.eta), math.Asinh(root*below)
	for i := -cells; i <= cells; i++ {
		m := math.Sinh(top*float64(i)/float64(cells)) / root
		if i < 0 {
			m = math.Sinh(bottom*float64(i)/float64(cells)) / root
		}
		mean, variance := p.velocities(m)
		path.at, path.mean, path.variance = append(path.at, m), append(path.mean, mean), append(path.variance, variance)
	}
	return path
}

// halved is every second node.
func (p nodes) halved() (path nodes) {
	for i := 0; i < len(p.at); i += 2 {
		path.at, path.mean, path.variance = append(path.at, p.at[i]), append(path.mean, p.mean[i]), append(path.variance, p.variance[i])
	}
	return path
}

// discounted is E e^{−τ/M}, M in units of the inverse rate, τ the time at which a walk reaches the last node or the first:
// from one node it goes to its neighbours with the probabilities, and after the mean time, of the diffusion with the drift
// and the variance at the node. That is exact where the two are constant.
func (p nodes) discounted(n, steps float64) (float64, error) {
	// u_i (1 + T_i/M) = up_i u_{i+1} + down_i u_{i−1}, eliminated from below: u_i = a_i + c_i u_{i+1}. The sum
	// 1 − c_i is kept by itself: deep in a trap it is below rounding of c_i.
	last := len(p.at) - 1
	a, c, u := make([]float64, last), make([]float64, last), make([]float64, last+1)
	a[0] = 1
	rest := 1.0 // 1 − c_{i−1}
	for i := 1; i < last; i++ {
		up, down, time := leaves(p.mean[i], p.variance[i], p.at[i]-p.at[i-1], p.at[i+1]-p.at[i])
		stays := time/steps + down*rest
		a[i], c[i] = down*a[i-1]/(up+stays), up/(up+stays)
		rest = stays / (up + stays)
	}
	u[last] = 1
	for i := last - 1; i >= 0; i-- {
		u[i] = a[i] + c[i]*u[i+1]
	}
	sum, below := 0.0, 0.0
	for i := last / 2; i < last; i++ {
		next, err := halfStart(n, p.at[i+1])
		if err != nil {
			return 0, err
		}
		sum += (next - below) * (u[i] + u[i+1]) / 2
		below = next
	}
	return sum + 1 - below, nil
}

// leaves is the probabilities that a diffusion with drift b and variance v a unit of time goes up by h
// before it goes down by g, and the other way round, and the mean time until it does either,
//
//	up = (1 − e^{−2bg/v})/(1 − e^{−2b(g+h)/v}),  down = 1 − up,  (up h − down g)/b.
func leaves(b, v, g, h float64) (up, down, time float64) {
	if b < 0 {
		down, up, time = leaves(-b, v, h, g)
		return up, down, time
	}
	const flat = 1e-6
	if 2*b*(g+h)/v < flat { // no drift, to that relative order
		return g / (g + h), h / (g + h), g * h / v
	}
	whole := math.Expm1(-2 * b * (g + h) / v)
	up = math.Expm1(-2*b*g/v) / whole
	down = math.Exp(-2*b*g/v) * math.Expm1(-2*b*h/v) / whole
	return up, down, (up*h - down*g) / b
}

// halfStart is P(m₀ ≤ m) for a start uniform on the half-sphere; beyond N = 2³⁰ that of the limit,
// |N(0,1)|/√N, which is within 1/N of it.
func halfStart(n, m float64) (float64, error) {
	if n > 1<<30 {
		return math.Erf(m * math.Sqrt(n/2)), nil
	}
	law, err := Start(int(n))
	if err != nil {
		return 0, fmt.Errorf("theory: start in dimension N = %v: %w", n, err)
	}
	return law.HalfCDF(m), nil
}
