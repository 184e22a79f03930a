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
// and n = N^{k−1}T/d₀ samples have been used. For odd k a start on the whole
// sphere differs from one on the half-sphere, and takes longer. Derived.
//
// The law is the solution of Kolmogorov's forward equation by finite volumes in
// the variable arctan(z/c), in which infinity is a point that the flow leaves
// through with finite speed; three grids, each half as fine as the next, are
// extrapolated, and Accuracy is the largest difference between the two
// extrapolations. The cubic between the times kept adds less than 1e-6.
type CriticalLaw struct {
	Accuracy float64 // largest error of the distribution function seen

	exponent int
	d0       float64
	r        []float64 // times, increasing from 0
	cdf      []float64
	density  []float64
}

// criticalHorizon is the probability up to which the law is computed.
const criticalHorizon = 0.995

// Critical is the law at the critical step size with constant d₀. It is an error
// when k < 3, d₀ is not positive, start is not a StartSide, the trap is deeper
// than 17 in the exponent of [SingleIndex.TrapExponent], where rounding would
// show in the rate of leaving it, or the grids do not reach an accuracy of 1e-3.
func (s *SingleIndex) Critical(d0 float64, start StartSide) (*CriticalLaw, error) {
	if err := s.needHard(); err != nil {
		return nil, err
	}
	if err := needPositive("step constant d₀", d0); err != nil {
		return nil, err
	}
	if start != HalfSphere && start != WholeSphere {
		return nil, fmt.Errorf("theory: start = %d, want HalfSphere or WholeSphere", start)
	}
	edge := math.Pow(d0*s.power(0)/(2*s.Leading()), 2/float64(s.Exponent-2)) // z*²
	if depth := s.power(0) * edge * (1 - 2/float64(s.Exponent)) / (2 * s.noise(0)); depth > 17 {
		return nil, fmt.Errorf("theory: d₀ = %v: the trap has exponent %v, want at most 17", d0, depth)
	}
	p := explosion{k: s.Exponent, signal: s.Leading(), pull: d0 * s.power(0) / 2, noise: d0 * s.noise(0), start: start}
	const cells, steps = 240, 16
	coarse, middle, fine := p.solve(cells, steps, steps), p.solve(2*cells, 2*steps, steps), p.solve(4*cells, 4*steps, steps)
	n := min(len(coarse.cdf), len(middle.cdf), len(fine.cdf))
	law := &CriticalLaw{exponent: s.Exponent, d0: d0, r: coarse.r[:n]}
	law.cdf, law.density = make([]float64, n), make([]float64, n)
	for i := range n {
		law.cdf[i] = fine.cdf[i] + (fine.cdf[i]-middle.cdf[i])/3
		law.density[i] = fine.density[i] + (fine.density[i]-middle.density[i])/3
		before := middle.cdf[i] + (middle.cdf[i]-coarse.cdf[i])/3
		law.Accuracy = max(law.Accuracy, math.Abs(law.cdf[i]-before))
	}
	if law.Accuracy > 1e-3 || law.Horizon() < criticalHorizon-2e-3 {
		return nil, fmt.Errorf("theory: d₀ = %v: the law is computed up to probability %v with accuracy %v, want %v and 1e-3", d0, law.Horizon(), law.Accuracy, criticalHorizon)
	}
	return law, nil
}

// Horizon is the largest probability for which the law has a quantile.
func (l *CriticalLaw) Horizon() float64 { return l.cdf[len(l.cdf)-1] }

// CDF is P(T ≤ r), in the rescaled time r, within Accuracy. Beyond the horizon it
// is an error: there the law has not been computed.
func (l *CriticalLaw) CDF(r float64) (float64, error) {
	last := l.r[len(l.r)-1]
	if !(r >= 0 && r <= last) {
		return 0, fmt.Errorf("theory: rescaled time r = %v, want 0 ≤ r ≤ %v", r, last)
	}
	i := 0
	for l.r[i+1] < r {
		i++
	}
	return l.between(i, r), nil
}

// Quantile is the rescaled time r with P(T ≤ r) = p, and the error that Accuracy
// allows it: Accuracy over the smaller density at the ends of the panel of time
// that r lies in, +Inf where that is 0. It is an error when p is not in (0, Horizon).
func (l *CriticalLaw) Quantile(p float64) (r, within float64, err error) {
	if !(p > 0 && p < l.Horizon()) {
		return 0, 0, fmt.Errorf("theory: probability p = %v, want 0 < p < %v", p, l.Horizon())
	}
	i := 0
	for l.cdf[i+1] < p {
		i++
	}
	low, high := l.r[i], l.r[i+1]
	for range 60 {
		if r = (low + high) / 2; l.between(i, r) < p {
			low = r
		} else {
			high = r
		}
	}
	return r, l.Accuracy / min(l.density[i], l.density[i+1]), nil
}

// Samples is the p-quantile of the number of samples in dimension n,
// N^{k−1}T/d₀. It is an error as for [CriticalLaw.Quantile] and when n < 2.
func (l *CriticalLaw) Samples(n int, p float64) (float64, error) {
	if err := needDimension(n); err != nil {
		return 0, err
	}
	r, _, err := l.Quantile(p)
	return math.Pow(float64(n), float64(l.exponent-1)) * r / l.d0, err
}

// between is the cubic with the values and slopes of the law at r_i and r_{i+1}.
func (l *CriticalLaw) between(i int, r float64) float64 {
	h := l.r[i+1] - l.r[i]
	x := (r - l.r[i]) / h
	y := 1 - x
	return y*y*(1+2*x)*l.cdf[i] + x*x*(1+2*y)*l.cdf[i+1] + h*x*y*(y*l.density[i]-x*l.density[i+1])
}

// explosion is dz = (signal z^{k−1} − pull z) dr + √noise dB.
type explosion struct {
	k                   int
	signal, pull, noise float64
	start               StartSide
}

// explosionCurve is the distribution function of the explosion time and its
// density at the times kept.
type explosionCurve struct{ r, cdf, density []float64 }

// solve follows the density of z on the given number of cells. Time goes in
// blocks, each as long as all before, of the given number of equal steps; as many
// times as keep, a divisor of steps, are kept of each block.
func (p explosion) solve(cells, steps, keep int) explosionCurve {
	grid := p.discretise(cells)
	mass := grid.start
	c := explosionCurve{[]float64{0}, []float64{0}, []float64{0}}
	// From z = 8, where the start has mass 1e-15, the flow alone takes this long.
	block := 1 / (p.signal * float64(p.k-2) * math.Pow(8, float64(p.k-2)))
	now, length := 0.0, block
	for range 60 { // a trap of 2⁶⁰ blocks is out of reach
		step := grid.stepper(length / float64(steps))
		for i := 1; i <= steps; i++ {
			step(mass)
			if i%(steps/keep) == 0 {
				c.r = append(c.r, now+length*float64(i)/float64(steps))
				c.cdf = append(c.cdf, 1-mat.Sum(mass))
				c.density = append(c.density, grid.outflow(mass))
			}
		}
		now += length
		length = now
		if c.cdf[len(c.cdf)-1] > criticalHorizon {
			break
		}
	}
	return c
}

// discretised is dP/dr = A P for the masses P of the cells.
type discretised struct {
	n                  int
	lower, diag, upper []float64 // A
	start              *mat.VecDense
	out                [2]float64 // outflow = out[0] P_{n−1} + out[1] P_{n−2}
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

func (d discretised) outflow(mass *mat.VecDense) float64 {
	return d.out[0]*mass.AtVec(d.n-1) + d.out[1]*mass.AtVec(d.n-2)
}

// stepper is one step of length dr of the scheme TR-BDF2, of second order and
// L-stable, so that a start with a jump does not ring:
//
//	(1 − gA) P* = (1 + gA) P,  (1 − gA) P′ = (P* − (1−γ)² P)/(γ(2−γ)),
//	g = γ dr/2,  γ = 2 − √2.
func (d discretised) stepper(dr float64) func(mass *mat.VecDense) {
	const gamma = 2 - math.Sqrt2
	g := gamma / 2 * dr
	lower, diag, upper := make([]float64, d.n-1), make([]float64, d.n), make([]float64, d.n-1)
	for i := range diag {
		diag[i] = 1 - g*d.diag[i]
	}
	for i := range lower {
		lower[i], upper[i] = -g*d.lower[i], -g*d.upper[i]
	}
	a := mat.NewTridiag(d.n, d.lower, d.diag, d.upper)
	system := factorTridiagonal(lower, diag, upper) // regular: A has no eigenvalue with positive real part
	right := mat.NewVecDense(d.n, nil)
	return func(mass *mat.VecDense) {
		a.MulVecTo(right, false, mass)
		right.AddScaledVec(mass, g, right) // (1 + gA) P
		system.solve(right.RawVector().Data)
		mass.ScaleVec(-(1-gamma)*(1-gamma), mass)
		mass.AddVec(right, mass)
		mass.ScaleVec(1/(gamma*(2-gamma)), mass)
		system.solve(mass.RawVector().Data)
	}
}
