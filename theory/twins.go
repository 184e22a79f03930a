package theory

import (
	"errors"
	"fmt"
	"math"
)

// Twins is two students that start alike but for an angle κ across the teacher v, ‖v‖ = 1:
//
//	w_{1,2}(0) = σ(cos α v + sin α cos(κ/2) e ± sin α sin(κ/2) f),
//
// with v, e, f orthonormal, d ≥ 3. Gradient flow keeps the form w_{1,2} = c v + a e ± b f, and by (4) of Xu, Du 2023
//
//	ċ = −(c − ½) − (1/2π)((G − φ)c + θ),  ȧ = −a − (1/2π)(G − φ)a,  ḃ = −(1/2π)(G + φ)b,
//	G = sin φ − sin θ/‖w‖,  tan θ = √(a² + b²)/c,  tan(φ/2) = b/√(c² + a²).
//
// c → ½ and a → 0 exponentially, and then ḃ = −(b/π) arctan 2b. Derived.
type Twins struct {
	Sigma float64 // σ, the norm of each
	Alpha float64 // α, their angle to the teacher
}

// Lag is B of L^{−1/3} = A t + B + O(1/t) for twins at the angle κ, with A = (π²/6)^{−1/3}, and a bound of its error,
//
//	B = ½(6π)^{1/3} lim (1/b(t) − 2t/π),
//
// from L = θ³/(6π)(1 + O(θ²)) with θ = arctan 2b. The flow is integrated by the classical method of Runge and Kutta up to t = 60, where
// c − ½ and a are below 10⁻²⁰ and 1/b − 2t/π is above its limit by 4b/3 + O(b³). The bound is b² of B and what halving
// the steps moves. κ ∈ (0, π], σ ∈ (0, 1], α ∈ [0.1, 3]. Derived.
func (p Twins) Lag(kappa float64) (lag, bound float64, err error) {
	if !(kappa > 0 && kappa <= math.Pi) {
		return 0, 0, fmt.Errorf("theory: angle κ = %v, want a value in (0, π]", kappa)
	}
	at := func(step float64) (lag, b float64, err error) {
		growth, err := p.growth(kappa, step)
		b = math.Sin(kappa/2) * math.Exp(growth)
		return math.Cbrt(6*math.Pi) / 2 * (1/b - 2*twinsEnd/math.Pi - 4*b/3), b, err
	}
	coarse, _, err1 := at(twinsStep)
	lag, b, err2 := at(twinsStep / 2)
	return lag, math.Abs(lag-coarse) + b*b*lag, errors.Join(err1, err2)
}

// LagLimit is the limit of κB as κ → 0, with a bound of its error,
//
//	κB → (6π)^{1/3}/(σ sin α exp ∫₀^∞ sin θ/(2π‖w‖) dt),
//
// along identical students, κ = 0, about which b grows by ḃ/b = sin θ/(2π‖w‖) until they are turned to the teacher.
// σ ∈ (0, 1], α ∈ [0.1, 3]. Derived.
func (p Twins) LagLimit() (limit, bound float64, err error) {
	at := func(step float64) (float64, error) {
		growth, err := p.growth(0, step)
		return math.Cbrt(6*math.Pi) / math.Exp(growth), err
	}
	coarse, err1 := at(twinsStep)
	limit, err2 := at(twinsStep / 2)
	return limit, math.Abs(limit - coarse), errors.Join(err1, err2)
}

const (
	twinsEnd  = 60.0
	twinsStep = 1.0 / 32 // of the time in which ‖w‖ changes
)

// growth is log(b/sin(κ/2)) at the end.
func (p Twins) growth(kappa, step float64) (float64, error) { return p.grown(kappa, step, twinsEnd) }

// grown is log(b/sin(κ/2)) at a time.
func (p Twins) grown(kappa, step, time float64) (float64, error) {
	if !(p.Sigma > 0 && p.Sigma <= 1) || !(p.Alpha >= 0.1 && p.Alpha <= 3) {
		return 0, fmt.Errorf("theory: twins with norm σ = %v and angle α = %v, want σ in (0, 1] and α in [0.1, 3]", p.Sigma, p.Alpha)
	}
	sin, cos := math.Sincos(p.Alpha)
	sinHalf, cosHalf := math.Sincos(kappa / 2)
	x := [3]float64{p.Sigma * cos, p.Sigma * sin * cosHalf, math.Log(p.Sigma * sin)} // c, a, log(b/sin(κ/2))
	slope := func(x [3]float64) [3]float64 {
		c, a, b := x[0], x[1], sinHalf*math.Exp(x[2])
		size := math.Hypot(math.Hypot(c, a), b)
		theta := math.Atan2(math.Hypot(a, b), c)
		phi := 2 * math.Atan2(b, math.Hypot(c, a))
		g := math.Sin(phi) - math.Sin(theta)/size
		return [3]float64{
			0.5 - c - ((g-phi)*c+theta)/(2*math.Pi),
			-a - (g-phi)*a/(2*math.Pi),
			-(g + phi) / (2 * math.Pi),
		}
	}
	ahead := func(x, v [3]float64, h float64) [3]float64 {
		return [3]float64{x[0] + h*v[0], x[1] + h*v[1], x[2] + h*v[2]}
	}
	for t := 0.0; t < time; {
		size := math.Hypot(x[0], math.Hypot(x[1], sinHalf*math.Exp(x[2])))
		h := math.Min(4*step*math.Min(size, 0.5), time-t)
		v1 := slope(x)
		v2 := slope(ahead(x, v1, h/2))
		v3 := slope(ahead(x, v2, h/2))
		v4 := slope(ahead(x, v3, h))
		for k := range x {
			x[k] += h / 6 * (v1[k] + 2*v2[k] + 2*v3[k] + v4[k])
		}
		t += h
	}
	return x[2], nil
}
