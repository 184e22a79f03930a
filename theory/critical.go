package theory

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// StartSide is where the estimate starts.
type StartSide int

const (
	HalfSphere  StartSide = 1 + iota // uniform on {m ≥ 0}
	WholeSphere                      // uniform on the sphere
)

// CriticalLaw is the law of the search time at the critical step size of an
// exponent k ≥ 3, δ = d₀N^{−(k−2)/2}. With z = √N m and the time r = d₀t/N^{k−1},
// as N → ∞,
//
//	dz = (a z^{k−1} − ½ d₀V(0) z) dr + √d₀ σ(0) dB,
//
// from |N(0,1)| or N(0,1); z reaches +∞, for even k ±∞, at a finite random time T,
// and τ = N^{k−1}T/d₀. For odd k a start on the whole
// sphere differs from one on the half-sphere, and takes longer. Derived.
//
// The law is the solution of Kolmogorov's forward equation by finite volumes in
// the variable arctan(z/c), in which infinity is a point that the flow leaves
// through with finite speed; three grids, each half as fine as the next, are
// extrapolated, and Accuracy is the largest difference between the two
// extrapolations. The cubic between the times kept adds less than 1e-6.
type CriticalLaw struct {
	tabulated
}

// criticalHorizon is the probability up to which the law is computed.
const criticalHorizon = 0.995

// Critical is the law in dimension n at a step size δ of the critical order. It is an error
// when k < 3, n < 2, δ is not positive, start is not a StartSide, the trap is deeper
// than 17 in the exponent of [SingleIndex.TrapExponent], where rounding would
// show in the rate of leaving it, or the grids do not reach an accuracy of 1e-3.
func (s *SingleIndex) Critical(n int, delta float64, start StartSide) (*CriticalLaw, error) {
	if err := s.needHard(); err != nil {
		return nil, err
	}
	if err := needRun(n, delta); err != nil {
		return nil, err
	}
	d0 := delta * math.Pow(float64(n), float64(s.Exponent-2)/2)
	limit, err := s.explosionTime(d0, start, criticalHorizon)
	if err != nil {
		return nil, err
	}
	return &CriticalLaw{limit.slowed(math.Pow(float64(n), float64(s.Exponent-1)) / d0)}, nil
}

// explosionTime is the law of T, computed up to the given probability, at d₀ rounded to 40 bits, which moves it by less
// than its tables are worth: the step sizes d₀N^{−(k−2)/2} of one d₀, each rounded at its N, have one law.
func (s *SingleIndex) explosionTime(d0 float64, start StartSide, upTo float64) (law tabulated, err error) {
	if start != HalfSphere && start != WholeSphere {
		return law, fmt.Errorf("theory: start = %d, want HalfSphere or WholeSphere", start)
	}
	edge := math.Pow(d0*s.power(0)/(2*s.Leading()), 2/float64(s.Exponent-2)) // z*²
	if depth := s.power(0) * edge * (1 - 2/float64(s.Exponent)) / (2 * s.noise(0)); depth > 17 {
		return law, fmt.Errorf("theory: d₀ = %v: the trap has exponent %v, want at most 17", d0, depth)
	}
	fraction, exponent := math.Frexp(d0)
	at := math.Ldexp(math.RoundToEven(math.Ldexp(fraction, 40)), exponent-40)
	p := explosion{k: s.Exponent, signal: s.Leading(), pull: at * s.power(0) / 2, noise: at * s.noise(0), start: start}
	law = explosions.of(explosionTo{p, upTo})
	if law.Accuracy > 1e-3 || law.Horizon() < upTo-2e-3 {
		return law, fmt.Errorf("theory: d₀ = %v: the law is computed up to probability %v with accuracy %v, want %v and 1e-3", d0, law.Horizon(), law.Accuracy, upTo)
	}
	return law, nil
}

// explosions is the laws computed so far.
var explosions = newRemembered(explosionTo.law)

// explosionTo is an explosion, and the probability up to which its law is asked.
type explosionTo struct {
	of   explosion
	upTo float64
}

// law is that of the explosion time.
func (a explosionTo) law() tabulated {
	const cells, steps = 240, 16
	p, upTo := a.of, a.upTo
	return extrapolated(p.solve(4*cells, 4*steps, steps, upTo), p.solve(2*cells, 2*steps, steps, upTo), p.solve(cells, steps, steps, upTo))
}

// explosion is dz = (signal z^{k−1} − pull z) dr + √noise dB.
type explosion struct {
	k                   int
	signal, pull, noise float64
	start               StartSide
}

// solve follows the density of z on the given number of cells, in blocks of so many steps, each
// as long as all before; as many times as keep are kept of each block. The start is all in the cells.
func (p explosion) solve(cells, steps, keep int, upTo float64) []instant {
	// From z = 8, where the start has mass 1e-15, the flow alone takes this long.
	first := 1 / (p.signal * float64(p.k-2) * math.Pow(8, float64(p.k-2)))
	double := func(t float64) float64 {
		if t == 0 {
			return first
		}
		return t
	}
	const blocks = 60 // a trap of 2⁶⁰ blocks is out of reach
	seen, _ := p.discretise(cells).march(steps, keep, blocks, double, upTo)
	seen[0] = instant{}
	return seen
}

// discretise is the second-order finite-volume form of
//
//	∂_r ρ = −∂_z J,  J = (signal z^{k−1} − pull z) ρ − ½ noise ∂_z ρ,
//
// on equal cells of ϑ = arctan(z/c). With ρ = q cos^{k−1} ϑ and dz = c dϑ/cos² ϑ,
//
//	mass of a cell = c ∫ q cos^{k−3} ϑ dϑ,
//	J = (signal c^{k−1} sin^{k−1} ϑ − pull c sin ϑ cos^{k−2} ϑ) q − (noise/2c) cos² ϑ ∂_ϑ(q cos^{k−1} ϑ),
//
// all of it regular up to ϑ = π/2, where J = signal c^{k−1} q. Nothing comes in
// from −∞ (odd k); for even k the law of |z| lives on ϑ ≥ 0 and J(0) = 0.
func (p explosion) discretise(cells int) discretised {
	k := p.k
	edge := math.Pow(p.pull/p.signal, 1/float64(k-2)) // the trap's edge
	c := max(1, math.Sqrt(edge))
	low := -math.Pi / 2
	if k%2 == 0 {
		low = 0
	}
	h := (math.Pi/2 - low) / float64(cells)
	angle := func(i float64) float64 { return low + i*h }
	cosine := func(x float64, power int) float64 { return math.Pow(max(math.Cos(x), 0), float64(power)) }
	d := discretised{
		n: cells, lower: make([]float64, cells-1), diag: make([]float64, cells), upper: make([]float64, cells-1),
		start: mat.NewVecDense(cells, nil),
	}
	volume := make([]float64, cells) // mass per unit of q
	for i := range volume {
		mean := (cosine(angle(float64(i)), k-3) + 4*cosine(angle(float64(i)+0.5), k-3) + cosine(angle(float64(i+1)), k-3)) / 6
		volume[i] = c * h * mean
		d.start.SetVec(i, p.startMass(c*math.Tan(angle(float64(i))), c*math.Tan(angle(float64(i+1))), i == 0, i == cells-1))
	}
	speed := func(x float64) float64 {
		return p.signal*math.Pow(c*math.Sin(x), float64(k-1)) - p.pull*c*math.Sin(x)*cosine(x, k-2)
	}
	for i := 1; i < cells; i++ { // the face between cells i−1 and i
		x := angle(float64(i))
		diffusion := p.noise / (2 * c) * cosine(x, 2) / h
		left := speed(x)/2 + diffusion*cosine(angle(float64(i)-0.5), k-1)
		right := speed(x)/2 - diffusion*cosine(angle(float64(i)+0.5), k-1)
		left, right = left/volume[i-1], right/volume[i]
		d.diag[i-1] -= left
		d.upper[i-1] -= right
		d.lower[i-1] += left
		d.diag[i] += right
	}
	last := p.signal * math.Pow(c, float64(k-1)) // q there by extrapolation from two cells
	d.out = [2]float64{1.5 * last / volume[cells-1], -0.5 * last / volume[cells-2]}
	d.diag[cells-1] -= d.out[0]
	d.lower[cells-2] -= d.out[1]
	return d
}

// startMass is the mass of the start between two values of z; the first and last
// cells reach to infinity.
func (p explosion) startMass(low, high float64, first, last bool) float64 {
	folded := p.start == HalfSphere || p.k%2 == 0
	switch {
	case first && !folded:
		low = math.Inf(-1)
	case folded:
		low, high = max(low, 0), max(high, 0)
	}
	if last {
		high = math.Inf(1)
	}
	mass := distuv.UnitNormal.CDF(-low) - distuv.UnitNormal.CDF(-high)
	if folded {
		mass *= 2
	}
	return mass
}

// StatedMedian is the median of T/d₀ that sharp/critical-law-k3 states for the tensor with k = 3 and λ = 1 at one d₀, from a
// start on the half-sphere and on the whole sphere, to three decimals.
type StatedMedian struct{ D0, Half, Whole float64 }

// StatedMedians is all of them.
func StatedMedians() []StatedMedian {
	return []StatedMedian{
		{0.3, 1.685, 4.426}, {0.6, 0.881, 1.933}, {1, 0.575, 1.088}, {2, 0.371, 0.549}, {3, 0.321, 0.408}, {6, 0.398, 0.421},
	}
}
