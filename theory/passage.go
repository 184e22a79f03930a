package theory

import (
	"errors"
	"fmt"
	"math"
	"sync"

	"gonum.org/v1/gonum/mat"
)

// Passage is the law, in a finite dimension N, of the first time t at which the overlap
// exceeds η: the search time without N → ∞. The overlap is taken for the diffusion with
// the mean and the variance of its steps. With h = δ(m)/N and
//
//	R(m) = E‖∇L‖² = (N−2) V + σ²/(1−m²) + φ′²(1−m²)
//
// they are, a step,
//
//	mean      (m − h φ′(1−m²))/√(1 + h²R) − m,
//	variance  h²σ²/(1 + h²R).
//
// For tensor PCA, whose gradient has a length that hardly varies, the two are exact to a
// relative δ²p/N². The law of the diffusion differs from that of the chain by the third and
// fourth cumulants of a step, of relative order δ²/N, and in time by at most [Passage.Late].
//
// For other models the mean is exact to order h². The next terms, of relative order δ²/N times
// the kurtosis of G, are large where the gradient has heavy tails. Where they exceed 10⁻³ the
// law is that of the chain itself, see ofChain: for He₃ in N = 47 dimensions at
// δ = .0016045 the diffusion takes 1.56 times as long as the chain.
//
// The law of the diffusion is the solution of Kolmogorov's forward equation by finite volumes
// in the variable arsinh(√N m), on three grids, as [CriticalLaw] is. Derived.
type Passage struct {
	tabulated
	Late  float64 // steps by which the first passage may precede the mean flow through η; 0 for the law of the chain
	Speed float64 // the relative error of its speed that the diffusion may make by the next order; 0 for the law of the chain
}

// PassageStart is where a [Passage] begins: uniform on the half-sphere, or at one overlap.
type PassageStart struct {
	At float64 // the overlap, or 0 for the half-sphere
}

// Passages is the first passages of η in one dimension with one step size, from any start. What does not depend
// on the start, the operator of a step of the chain, is computed once.
type Passages struct {
	walk      walk
	next      float64
	operators [3]func() *mat.Dense // of a step of the chain, on the grid and by the rule of each of hops
}

// Passages is the first passages of η for a step size that depends on the overlap. For even k it is
// |m| that passes, which is a walk of its own where φ, V and σ² are even too. It is an error when n < 2, η is outside (0, 1),
// there is no exponent, k is even and they are not, or the drift of the
// diffusion is not positive at η. A step size that is not positive is a panic.
func (s *SingleIndex) Passages(n int, step func(m float64) float64, eta float64) (*Passages, error) {
	if err := errors.Join(needDimension(n), needLevel(eta), s.needSome(), s.needMirror()); err != nil {
		return nil, err
	}
	p := walk{s: s, n: float64(n), step: step, eta: eta, folded: s.Exponent%2 == 0}
	l := p.passages()
	if mean, _ := p.moments(eta); !l.heavy() && !(mean > 0) {
		return nil, fmt.Errorf("theory: %s: the drift is not positive at η = %v", s.Name, eta)
	}
	return l, nil
}

func (p walk) passages() *Passages {
	l := &Passages{walk: p, next: p.heavy()}
	for i, h := range hops {
		l.operators[i] = sync.OnceValue(func() *mat.Dense { return p.operator(p.grid(h.cells), h.angles, h.panels) })
	}
	return l
}

// heavy is whether the law is that of the chain, not of a diffusion.
func (l *Passages) heavy() bool { return l.next > negligible }

// From is the law of the passage from a start, computed up to the given probability. It is an error when
// the start is not in [0, η), upTo is not in (0, 0.995], upTo is not reached, or the law of the chain is lost in rounding.
func (l *Passages) From(start PassageStart, upTo float64) (*Passage, error) {
	p := l.walk
	if !(start.At >= 0 && start.At < p.eta) {
		return nil, fmt.Errorf("theory: start m₀ = %v, want 0 ≤ m₀ < η = %v", start.At, p.eta)
	}
	if !(upTo > 0 && upTo <= criticalHorizon) {
		return nil, fmt.Errorf("theory: probability = %v, want a value in (0, %v]", upTo, criticalHorizon)
	}
	p.start = start
	if l.heavy() {
		law, err := l.ofChain(p, upTo)
		if err != nil {
			return nil, err
		}
		return law, law.needReach(p.s, p.eta, upTo)
	}
	const cells, steps = 120, 16
	fine, blocks := p.solve(4*cells, 4*steps, passageBlocks, upTo)
	middle, _ := p.solve(2*cells, 2*steps, blocks, math.Inf(1))
	coarse, _ := p.solve(cells, steps, blocks, math.Inf(1))
	mean, variance := p.moments(p.eta)
	law := &Passage{extrapolated(fine, middle, coarse), variance/(mean*mean) + 1, l.next}
	return law, law.needReach(p.s, p.eta, upTo)
}

// Passage is the law of the first passage of η from one start: [SingleIndex.Passages], then [Passages.From].
func (s *SingleIndex) Passage(n int, step func(m float64) float64, start PassageStart, eta, upTo float64) (*Passage, error) {
	l, err := s.Passages(n, step, eta)
	if err != nil {
		return nil, err
	}
	return l.From(start, upTo)
}

// negligible is the relative size of the next order of the mean step below which a diffusion will do.
const negligible = 1e-3

// needReach is that the law is computed up to the given probability.
func (l *Passage) needReach(s *SingleIndex, eta, upTo float64) error {
	if last := l.Horizon(); last < upTo-2*l.Accuracy {
		return fmt.Errorf("theory: %s: the first passage of η = %v is computed up to probability %v, want %v", s.Name, eta, last, upTo)
	}
	return nil
}

// walk is the diffusion of a passage.
type walk struct {
	s      *SingleIndex
	n      float64
	step   func(m float64) float64
	start  PassageStart
	eta    float64
	folded bool
}

// rate is δ(m)/N.
func (p walk) rate(m float64) float64 {
	delta := p.step(m)
	if !(delta > 0) {
		panic(fmt.Sprintf("theory: step size δ = %v at m = %v, want δ > 0", delta, m))
	}
	return delta / p.n
}

// moments is the mean and the variance of a step from m.
func (p walk) moments(m float64) (mean, variance float64) {
	h := p.rate(m)
	mean, variance = p.velocities(m)
	return h * mean, h * variance
}

// velocities is the mean and the variance over the rate: the variance itself, of order δ²/N², underflows at N = 10¹⁰⁰.
func (p walk) velocities(m float64) (mean, variance float64) {
	h, s2, slope, noise := p.rate(m), (1-m)*(1+m), p.s.slope(m), p.s.noise(m)
	// (m + g)/√(1 + he) − m without cancellation, hg the signal; he is far below rounding for large N
	e := h * ((p.n-2)*p.s.power(m) + noise/s2 + slope*slope*s2) // over the rate
	root := math.Sqrt(1 + h*e)
	return (-slope*s2 - m*e/(root+1)) / root, h * noise / (1 + h*e)
}

// passageBlocks is the most blocks of time, each half as long at least as all before: 1.5⁴⁷
// times the first in all.
const passageBlocks = 48

// solve follows the law of the overlap on the given number of cells, in blocks of so many steps,
// until as many blocks are over or the given probability is passed; it says how many there were.
func (p walk) solve(cells, steps, blocks int, upTo float64) ([]instant, int) {
	mean, _ := p.moments(p.eta)
	next := func(t float64) float64 {
		switch {
		case t == 0:
			return p.eta / mean / 8 // far less than the time from N^{−1/2} to η
		case t > p.eta/mean:
			return t / 2 // no coarser than a few blocks to the first doubling
		}
		return t
	}
	const keep = 16
	return p.discretise(cells).march(steps, keep, blocks, next, upTo+1e-3)
}

// low is √N m at the lower end of a grid.
func (p walk) low() float64 {
	if p.folded {
		return 0
	}
	return -math.Min(9*math.Max(1, math.Sqrt(p.s.noise(0)/p.s.power(0))), 0.999*math.Sqrt(p.n))
}

// discretise is the second-order finite-volume form of
//
//	∂_t ρ = −∂_m J,  J = mean·ρ − ½ ∂_m(variance·ρ),
//
// in y = arsinh(√N m), with no flow through the lower end and free outflow at η. There the
// walk reflects: at 0 where |m| counts, otherwise at nine standard deviations of the start
// or, if larger, of the equilibrium of noise and projection below 0.
func (p walk) discretise(cells int) discretised {
	root := math.Sqrt(p.n)
	bottom, top := math.Asinh(p.low()), math.Asinh(root*p.eta)
	dy := (top - bottom) / float64(cells)
	overlap := func(i float64) float64 { return math.Sinh(bottom+i*dy) / root }
	stretch := func(m float64) float64 { return math.Sqrt(1/p.n + m*m) } // dm/dy
	d := discretised{
		n:     cells,
		lower: make([]float64, cells-1), diag: make([]float64, cells), upper: make([]float64, cells-1),
		start: mat.NewVecDense(cells, nil),
	}
	spread := make([]float64, cells) // variance/(dm/dy) at the centres
	for i := range spread {
		m := overlap(float64(i) + 0.5)
		_, variance := p.moments(m)
		spread[i] = variance / stretch(m)
	}
	for i := 1; i < cells; i++ {
		m := overlap(float64(i))
		mean, _ := p.moments(m)
		carry := mean / stretch(m) / (2 * dy)
		diffuse := 1 / (2 * stretch(m) * dy * dy)
		left, right := carry+diffuse*spread[i-1], carry-diffuse*spread[i]
		d.diag[i-1] -= left
		d.upper[i-1] -= right
		d.lower[i-1] += left
		d.diag[i] += right
	}
	mean, _ := p.moments(p.eta)
	out := mean / stretch(p.eta) / dy
	d.out = [2]float64{1.5 * out, -0.5 * out}
	d.diag[cells-1] -= d.out[0]
	d.lower[cells-2] -= d.out[1]
	p.begin(d.start, overlap, bottom, dy)
	return d
}

// begin puts the start into the cells; a point goes to the two cells whose centres enclose
// it, with its own mean in y.
func (p walk) begin(start *mat.VecDense, overlap func(i float64) float64, bottom, dy float64) {
	cells := start.Len()
	if p.start.At > 0 {
		x := (math.Asinh(math.Sqrt(p.n)*p.start.At)-bottom)/dy - 0.5
		i := min(max(int(math.Floor(x)), 0), cells-2)
		share := min(max(x-float64(i), 0), 1)
		start.SetVec(i, 1-share)
		start.SetVec(i+1, share)
		return
	}
	law := StartLaw{int(p.n)}
	before := 0.0
	for i := range cells {
		next := law.HalfCDF(overlap(float64(i + 1))) // what starts above η never is in a cell
		start.SetVec(i, next-before)
		before = next
	}
}

// StepMoments is the mean and the variance of the change of the overlap in one step of
// online SGD from m, as [Passage] has them. It is an error when n < 2, δ is not positive
// or m is outside (−1, 1).
func (s *SingleIndex) StepMoments(n int, delta, m float64) (mean, variance float64, err error) {
	if err := needRun(n, delta); err != nil {
		return 0, 0, err
	}
	if !(m > -1 && m < 1) {
		return 0, 0, fmt.Errorf("theory: overlap m = %v, want −1 < m < 1", m)
	}
	p := walk{s: s, n: float64(n), step: func(float64) float64 { return delta }}
	mean, variance = p.moments(m)
	return mean, variance, nil
}
