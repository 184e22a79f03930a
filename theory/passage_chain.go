package theory

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// gradient is what one sample does at the overlap m: with a = u x + w e + rest, e the unit
// tangent towards the target, the spherical gradient has the part along at e, and its rest
// is size times the rest of a. u, w and noise are independent and standard normal.
type gradient struct {
	at    func(m, u, w, noise float64) (along, size float64)
	noisy bool // whether it depends on noise
}

// noise is a rule for the mean over the noise.
func (g *gradient) noise() gaussRule {
	if g.noisy {
		return hermiteRule(5)
	}
	return gaussRule{[]float64{0}, []float64{1}}
}

// layerGradient is that of the squared loss of y = f(a·θ) + ε fitted by g(a·x): G times
// w and G, with G = 2(g(u) − f(v) − ε)g′(u) and v = mu + √(1−m²)w.
func layerGradient(g Function, f func(float64) float64, variance float64) *gradient {
	deviation := math.Sqrt(variance)
	return &gradient{func(m, u, w, noise float64) (along, size float64) {
		pull := 2 * (g.At(u) - f(m*u+math.Sqrt((1-m)*(1+m))*w) - deviation*noise) * g.Slope(u)
		return pull * w, pull
	}, variance > 0}
}

// ofChain is the law of the first passage for the chain of overlaps itself,
//
//	m′ = (m − hA√(1−m²))/√(1 + h²(A² + G²Q)),  h = δ(m)/N,  Q ~ χ²_{N−2},
//
// in which no diffusion takes the place of the steps, however heavy their tails. With f_t(m)
// the probability that the level is not passed in t steps from m,
//
//	f_{t+1}(m) = E f_t(m′) 1{m′ ≤ η},  f_0 = 1.
//
// The f_t are cubic splines in arsinh(√N m). The means over a sample are a product rule, in
// polar coordinates of u and w, of Gauss in Q and in the noise. The operator of 2^j steps is
// squared from that of one. Accuracy is by how much the law moves from a coarser grid, of second
// order, and from a rougher rule, with the rounding of a step's mean, 2⁻⁵² by the root of the nodes of its rule, as many times
// as there are steps. Where it is no less than 1, as deep in a trap that is left at a rate below rounding, the law says nothing, and
// is an error.
func (l *Passages) ofChain(p walk, upTo float64) (*Passage, error) {
	fine := p.hop(hops[0].cells, l.operators[0](), upTo, math.Inf(1))
	until := fine[len(fine)-1].t
	coarse := p.hop(hops[1].cells, l.operators[1](), 2, until)
	rough := p.hop(hops[2].cells, l.operators[2](), 2, until)
	nodes := 2 * hops[0].angles * 2 * 8 * hops[0].panels * len(p.s.gradient.noise().z) * 3
	law := &Passage{tabulated: tabulate(fine)}
	for i, at := range fine[:min(len(fine), len(coarse), len(rough))] { // what passes 2 is not followed
		law.Accuracy = max(law.Accuracy, math.Abs(at.cdf-coarse[i].cdf)+math.Abs(coarse[i].cdf-rough[i].cdf))
	}
	law.Accuracy += 0x1p-52 * math.Sqrt(float64(nodes)) * until
	if !(law.Accuracy < 1) {
		return nil, fmt.Errorf("theory: %s: the first passage of η = %v is computed with accuracy %v, want less than 1", p.s.Name, p.eta, law.Accuracy)
	}
	return law, nil
}

// hops is the cells of the grids of a chain and, of its rules, the angles to a right angle and the panels of the radius.
var hops = [3]struct{ cells, angles, panels int }{{100, 10, 8}, {70, 10, 8}, {70, 8, 6}}

// heavy is the relative size, at a small overlap, of the terms of order h³ and h⁴ of the mean
// step that the moments of a walk leave out,
//
//	½h²N(E AG² − E A·E G²)/E A of the signal,  ¾h²N(E G⁴ − (E G²)²)/E G² of the pull,
//
// over the speed that signal and pull leave. It is 0 where |G| does not vary, as for tensors,
// and where the law of a step is not known.
func (p walk) heavy() float64 {
	if p.s.gradient == nil {
		return 0
	}
	const m = 0.1
	var along, alongPower, power, fourth float64
	noise := p.s.gradient.noise()
	for _, q := range newPolarRule(10, 8).at(m) {
		for i, e := range noise.z {
			a, g := p.s.gradient.at(m, q.u, q.w, e)
			weight := q.weight * noise.w[i]
			along += weight * a
			alongPower += weight * a * g * g
			power += weight * g * g
			fourth += weight * g * g * g * g
		}
	}
	delta := max(p.step(p.eta), p.step(min(1/math.Sqrt(p.n), p.eta)))
	signal := math.Abs(delta * delta / p.n / 2 * (alongPower/along - power))
	pull := 0.75 * delta * delta / p.n * (fourth/power - power)
	lead := p.s.Leading()
	if kappa := lead - delta/2*power; p.s.Exponent == 2 && kappa > 0 {
		return (signal*lead + pull*(lead-kappa)) / kappa
	}
	return signal + pull
}

// passageGrid is the nodes y_i = bottom + i·dy of arsinh(√N m) up to η.
type passageGrid struct {
	bottom, dy, root float64
	cells            int
}

// grid is that of the passage.
func (p walk) grid(cells int) passageGrid {
	root, bottom := math.Sqrt(p.n), math.Asinh(p.low())
	return passageGrid{bottom, (math.Asinh(root*p.eta) - bottom) / float64(cells), root, cells}
}

// overlap is that of node i, or between nodes.
func (g passageGrid) overlap(i float64) float64 { return math.Sinh(g.bottom+i*g.dy) / g.root }

// place is the cell of an overlap and where in the cell it is, in [0, 1]; what lies below the grid is at its end.
func (g passageGrid) place(m float64) (i int, x float64) {
	z := g.root * math.Abs(m)
	y := (math.Copysign(math.Log(z+math.Sqrt(z*z+1)), m) - g.bottom) / g.dy // arsinh, to rounding of 1
	y = min(max(y, 0), float64(g.cells))
	i = min(int(y), g.cells-1)
	return i, y - float64(i)
}

// spline is the matrix that takes values at the nodes to second derivatives times dy²/6. They are linear
// next to the lower end, or the spline is even about 0 where the chain is folded, and 0 at η.
func (g passageGrid) spline(folded bool) *mat.Dense {
	n := g.cells + 1
	a, b := mat.NewDense(n, n, nil), mat.NewDense(n, n, nil)
	for i := 1; i < n-1; i++ {
		for j, c := range []float64{1, 4, 1} {
			a.Set(i, i-1+j, c)
		}
		for j, c := range []float64{1, -2, 1} {
			b.Set(i, i-1+j, c)
		}
	}
	for j, c := range []float64{1, -2, 1} {
		a.Set(0, j, c)
	}
	a.Set(n-1, n-1, 1)
	if folded {
		a.SetRow(0, make([]float64, n))
		a.Set(0, 0, 4)
		a.Set(0, 1, 2)
		b.Set(0, 0, -2)
		b.Set(0, 1, 2)
	}
	var out mat.Dense
	if err := out.Solve(a, b); err != nil {
		panic(err) // the matrix of an interpolation that has one solution
	}
	return &out
}

// bump adds the functional f ↦ weight·f(m) to a row of values and one of second derivatives.
func (g passageGrid) bump(value, second []float64, m, weight float64) {
	i, x := g.place(m)
	y := 1 - x
	value[i] += weight * y
	value[i+1] += weight * x
	second[i] += weight * y * (y*y - 1)
	second[i+1] += weight * x * (x*x - 1)
}

// operator is f ↦ E f(m′)1{m′ ≤ η} − f on the grid. A cubic spline moved by a part of a cell has at no wave length
// an amplitude above 1, and a mean of such has none: where the noise of a step is that of heavy tails no wave grows in the powers
// of the operator, though the part differs from place to place.
func (p walk) operator(g passageGrid, angles, panels int) *mat.Dense {
	n := g.cells + 1
	value, second := mat.NewDense(n, n, nil), mat.NewDense(n, n, nil)
	rest := chiSquaredRule(p.n-2, 3)
	noise := p.s.gradient.noise()
	plane := newPolarRule(angles, panels)
	for i := range n {
		m := g.overlap(float64(i))
		h, side := p.rate(m), math.Sqrt((1-m)*(1+m))
		v, w := value.RawRowView(i), second.RawRowView(i)
		for _, q := range plane.at(m) {
			for a, e := range noise.z {
				along, size := p.s.gradient.at(m, q.u, q.w, e)
				up := m - h*along*side
				for b, r := range rest.z {
					to := up / math.Sqrt(1+h*h*(along*along+size*size*r))
					if p.folded {
						to = math.Abs(to)
					}
					weight := q.weight * noise.w[a] * rest.w[b]
					v[i] -= weight
					if to <= p.eta {
						g.bump(v, w, to, weight)
					}
				}
			}
		}
	}
	var out mat.Dense
	out.Mul(second, g.spline(p.folded))
	out.Add(&out, value)
	return &out
}

// hop follows f_t by the operator of one step, 16 times to each power of two steps after the first 32 steps, until the
// given probability is passed or the given time.
func (p walk) hop(cells int, one *mat.Dense, upTo, until float64) (seen []instant) {
	g := p.grid(cells)
	begin := p.weights(g, g.spline(p.folded))
	n := cells + 1
	f, change := mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
	for i := range n {
		f.SetVec(i, 1)
	}
	now, length := 0.0, 1.0
	see := func() {
		change.MulVec(one, f)
		seen = append(seen, instant{now, 1 - mat.Dot(begin, f), -mat.Dot(begin, change)})
	}
	see()
	power, next := mat.DenseCopyOf(one), mat.NewDense(n, n, nil)
	for {
		for range 16 {
			change.MulVec(power, f)
			f.AddVec(f, change)
			now += length
			see()
		}
		if seen[len(seen)-1].cdf > upTo+1e-3 || now >= until || length > 0x1p50 {
			return seen
		}
		if now >= 32*length {
			next.Mul(power, power)
			power.Scale(2, power)
			power.Add(power, next) // (1 + E)² − 1
			length *= 2
		}
	}
}

// weights is the functional f ↦ ∫f d(start).
func (p walk) weights(g passageGrid, spline *mat.Dense) *mat.VecDense {
	n := g.cells + 1
	value, second := make([]float64, n), make([]float64, n)
	if p.start.At > 0 {
		g.bump(value, second, p.start.At, 1)
	} else {
		law := StartLaw{int(p.n)}
		rule := legendre(4)
		for i := range g.cells {
			from := min(max(-g.bottom/g.dy-float64(i), 0), 1) // of the cell, where m is 0
			for j, x := range rule.z {
				m := g.overlap(float64(i) + from + (1-from)*x)
				stretch := math.Sqrt(1/p.n + m*m)
				g.bump(value, second, m, rule.w[j]*(1-from)*g.dy*stretch*2*law.Density(m))
			}
		}
	}
	out := mat.NewVecDense(n, nil)
	out.MulVec(spline.T(), mat.NewVecDense(n, second))
	out.AddVec(out, mat.NewVecDense(n, value))
	return out
}

// polarNode is a node of a rule for the plane.
type polarNode struct{ u, w, weight float64 }

// polarRule is a rule for two standard normal numbers: Gauss–Legendre in the angle between the
// corners at u = 0 and at v = mu + √(1−m²)w = 0, with so many angles to a right angle, an odd
// number in all, and in panels of the radius up to 8.4, beyond which there is mass e^{−35}.
type polarRule struct {
	angles int
	radius gaussRule // with the density of the radius in its weights
	nodes  []polarNode
}

func newPolarRule(angles, panels int) *polarRule {
	r := &polarRule{angles: angles}
	part := legendre(8)
	width := 8.4 / float64(panels)
	for k := range panels {
		for b, y := range part.z {
			x := width * (float64(k) + y)
			r.radius.z = append(r.radius.z, x)
			r.radius.w = append(r.radius.w, width*part.w[b]*x*math.Exp(-x*x/2))
		}
	}
	return r
}

// at is the nodes at an overlap, until it is asked for the next.
func (r *polarRule) at(m float64) []polarNode {
	r.nodes = r.nodes[:0]
	kink := math.Atan2(-m, math.Sqrt((1-m)*(1+m)))
	ends := []float64{-math.Pi / 2, kink, math.Pi / 2, kink + math.Pi, 3 * math.Pi / 2}
	for i := 1; i < len(ends); i++ {
		width := ends[i] - ends[i-1]
		angle := legendre(1 + 2*int(float64(r.angles)*width/math.Pi))
		for a, x := range angle.z {
			sin, cos := math.Sincos(ends[i-1] + width*x)
			share := width / (2 * math.Pi) * angle.w[a]
			for b, y := range r.radius.z {
				r.nodes = append(r.nodes, polarNode{y * cos, y * sin, share * r.radius.w[b]})
			}
		}
	}
	return r.nodes
}

// chiSquaredRule is the Gauss rule for χ² with the given degrees of freedom, by Golub and Welsch.
func chiSquaredRule(dof float64, n int) gaussRule {
	if dof == 0 {
		return gaussRule{[]float64{0}, []float64{1}}
	}
	alpha := dof/2 - 1
	jacobi := mat.NewSymDense(n, nil)
	for i := range n {
		k := float64(i)
		jacobi.SetSym(i, i, 2*k+1+alpha)
		if i > 0 {
			jacobi.SetSym(i, i-1, math.Sqrt(k*(k+alpha)))
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(jacobi, true) {
		panic("theory: the eigenvalues of a Jacobi matrix do not converge")
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	r := gaussRule{eigen.Values(nil), make([]float64, n)}
	for i := range n {
		r.z[i] *= 2
		r.w[i] = vectors.At(0, i) * vectors.At(0, i)
	}
	return r
}
