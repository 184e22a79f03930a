package theory

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// LayerOf is the model y = f(a·θ) + ε, a ~ N(0, I), with the loss (y − f(a·x))², for any f: the noise has mean 0 and
// the given variance and is independent of a. f need not be a polynomial, nor smooth.
//
// For standard normal u, v of correlation m and d = f(u) − f(v)
//
//	φ(m) = E d² + Var ε,  φ′(m)√(1−m²) = 2E f′(u) d w,  V(m) = 4E f′(u)²(d² + Var ε),
//	σ²(m) = 4(1−m²)E f′(u)²(d² + Var ε)w² − (φ′(m)(1−m²))²,  v = mu + √(1−m²)w,
//
// by quadrature on f itself, and interpolated in arccos m; for |m| ≤ ½ φ′ is the power series
// Σ_j 2j u_j² m^{j−1} with its sign, in which the terms that are undetermined, see [SingleIndex.Reading], are left out.
// [SingleIndex.Accuracy] is what all that may be off.
//
// It is an error, which names the place, when f or f′ is not finite, when f′ is not the derivative of f, when f jumps,
// when V does not converge, as for e^{z²} and |z|^{1/2}, or so slowly that quadrature is at its end, as for |z|^{3/4}, when f is constant, or when the
// variance is negative.
// Ben Arous, Gheissari, Jagannath 2021, Proposition 2.1; V and σ² derived.
func LayerOf(f Function, variance float64) (*SingleIndex, error) {
	s, err := layerOf(f, f, variance, true)
	if err != nil {
		return nil, err
	}
	s.Name, s.Says = "single layer, "+f.String(), "y = f(a·θ) + ε, L = (y − f(a·x))²"
	return s, nil
}

// MisspecifiedOf is the model y = f(a·θ) + ε, a ~ N(0, I), with the loss (y − g(a·x))², f the data and g the fit: as
// [LayerOf], with products u_j(f)u_j(g). The data may jump, the fit may not: online SGD does not see its
// jumps, and does not follow the gradient of φ. It is an error as there; data that are constant have no exponent.
// Ben Arous, Gheissari, Jagannath 2021, Remark 2.3; V and σ² derived.
func MisspecifiedOf(data, fit Function, variance float64) (*SingleIndex, error) {
	s, err := layerOf(data, fit, variance, false)
	if err != nil {
		return nil, err
	}
	s.Name, s.Says = "misspecified, "+data.String()+" fitted by "+fit.String(), "y = f(a·θ) + ε, L = (y − g(a·x))²"
	return s, nil
}

// Accuracy bounds the errors of a model's functions of m, for all m in [−1, 1]: what a rougher rule would change,
// the end of the interpolation and rounding. It is 0 for closed forms and exact rules, which are off by rounding.
type Accuracy struct{ Phi, PhiPrime, V, Sigma2 float64 }

// Accuracy is how far the functions of the model may be off.
func (s *SingleIndex) Accuracy() Accuracy { return s.accuracy }

// seriesDegree is that of the Hermite coefficients of a layer; for |m| ≤ ½ the rest of φ′ is below 61·2⁻⁶⁰ of its norm.
const seriesDegree = 60

func layerOf(data, fit Function, variance float64, same bool) (*SingleIndex, error) {
	if err := needVariance(variance); err != nil {
		return nil, err
	}
	for _, f := range []Function{data, fit} {
		if f.At == nil || f.Slope == nil {
			return nil, fmt.Errorf("theory: %s lacks its value or its slope, want both functions", f)
		}
	}
	reach, err := reachOf(fit, data)
	if err != nil {
		return nil, err
	}
	p := &pairing{same: same, reach: reach}
	if p.fit, err = profileOf(fit, reach); err != nil {
		return nil, err
	}
	p.data = p.fit
	if !same {
		if p.data, err = profileOf(data, reach); err != nil {
			return nil, err
		}
	}
	if len(p.fit.jumps) > 0 {
		return nil, fmt.Errorf("theory: %s jumps at z = %.6g, want a continuous fit: its slope does not see the jump", fit, p.fit.jumps[0])
	}
	ug, fitBound := p.fit.coefficients()
	uf, dataBound := p.data.coefficients()
	fine, coarse := ruleOn(p.fit.ends(reach), panelNodes), ruleOn(p.fit.ends(reach), roughNodes)
	square := func(r gaussRule) float64 {
		return r.mean(func(z float64) float64 { s := fit.Slope(z); return s * s })
	}
	p.slopes = square(fine)
	if p.slopes == 0 {
		return nil, fmt.Errorf("theory: %s is constant, want a function with a slope", fit)
	}
	s := &SingleIndex{Taylor: make([]float64, len(uf)), open: make([]float64, len(uf))}
	for j := 1; j < len(uf); j++ {
		bound := 2 * (math.Abs(uf[j])*fitBound[j] + dataBound[j]*math.Abs(ug[j]) + dataBound[j]*fitBound[j])
		if math.Abs(uf[j]) <= dataBound[j] || math.Abs(ug[j]) <= fitBound[j] {
			s.open[j] = bound
			continue
		}
		s.Taylor[j] = -2 * uf[j] * ug[j]
	}
	m := p.interpolated()
	s.Taylor[0] = m.loss.at(0) + variance
	near := derivativeOf(s.Taylor)
	s.phi = func(m0 float64) float64 { return m.loss.at(m0) + variance }
	s.slope = func(m0 float64) float64 {
		if math.Abs(m0) <= 0.5 {
			return near(m0)
		}
		return m.slope.at(m0)
	}
	s.power = func(m0 float64) float64 { return max(4*(m.power.at(m0)+p.slopes*variance), 0) }
	s.noise = func(m0 float64) float64 {
		s2 := (1 - m0) * (1 + m0)
		mean := s.slope(m0) * s2
		return max(4*s2*(m.along.at(m0)+p.slopes*variance)-mean*mean, 0)
	}
	ofSlopes := variance * math.Abs(p.slopes-square(coarse))
	largest := m.slope.largest
	s.accuracy = Accuracy{
		Phi: m.loss.bound, PhiPrime: m.slope.bound, V: 4 * (m.power.bound + ofSlopes),
		Sigma2: 4*(m.along.bound+ofSlopes) + 2*largest*m.slope.bound,
	}
	if largest := 4 * (m.power.largest + p.slopes*variance); !(s.accuracy.V <= 1e-6*largest) {
		return nil, fmt.Errorf("theory: V of %s is computed to %.2g, its largest value is %.3g: want a smoother function", fit, s.accuracy.V, largest)
	}
	s.moment = func(p float64) bool { return hasMoment(fit, data, p) }
	s.gradient = layerGradient(fit, data.At, variance)
	return s.seal(), nil
}

// coefficients is the Hermite coefficients to the degree of a series, and bounds of their errors: what fewer nodes
// would change, and rounding of 16·2⁻⁵² of the norm.
func (p *profile) coefficients() (u HermiteSeries, bound []float64) {
	ends := filled(append(p.ends(ruleReach), halves(ruleReach)...))
	at := func(z float64) float64 {
		if math.Abs(z) > p.reach { // where f may not be finite, and does not count
			return 0
		}
		return p.At(z)
	}
	project := func(n int) (HermiteSeries, float64) {
		u, h := make(HermiteSeries, seriesDegree+1), make([]float64, seriesDegree+1)
		var square float64
		r := ruleOn(ends, n)
		for i, z := range r.z {
			f := r.w[i] * at(z)
			hermiteTo(h, z)
			for j := range u {
				u[j] += f * h[j]
			}
			square += f * at(z)
		}
		return u, math.Sqrt(square)
	}
	u, norm := project(panelNodes)
	v, _ := project(roughNodes)
	bound = make([]float64, len(u))
	for j := range u {
		bound[j] = math.Abs(u[j]-v[j]) + 16*0x1p-52*norm
	}
	return u, bound
}

// halves is the integers within the reach: h_60 swings too fast for panels of width 2.
func halves(reach float64) (ends []float64) {
	for e := -reach; e <= reach; e++ {
		ends = append(ends, e)
	}
	return ends
}

// pairing is data and fit.
type pairing struct {
	data, fit profile
	same      bool
	reach     float64
	slopes    float64      // E g′²
	points    atomic.Int64 // at which the data were asked so far
}

// pairMeans is means over u and w with d = g(u) − f(v), v = mu + √(1−m²)w.
type pairMeans struct {
	loss  float64 // E d²
	slope float64 // E g′dw times 2/√(1−m²), which is φ′(m)
	power float64 // E g′²d²
	along float64 // E g′²d²w²
}

// means is those at the overlap cos γ, 0 < γ < π. The product rule has n nodes a panel, on the disc of the
// reach. Panels in u end where g's do, and, since a mean over w of a function that breaks at b changes over the length
// √(1−m²)/|m| next to u = b/m, at such lengths from there; panels in w where f's do.
func (p *pairing) means(gamma float64, n int) (q pairMeans) {
	s, m := math.Sincos(gamma)
	unit := unitRule(n)
	ends := p.fit.ends(p.reach)
	if s < math.Abs(m) {
		for _, e := range p.data.special {
			ends = append(ends, e/m)
		}
		for _, b := range p.data.breaks {
			for _, t := range []float64{1, 2, 4, 6, 8} {
				ends = append(ends, (b-t*s)/m, (b+t*s)/m)
			}
		}
		ends = slices.DeleteFunc(ends, func(e float64) bool { return math.Abs(e) > p.reach })
	}
	outer := ruleOn(filled(ends), n)
	cells := int(math.Ceil(p.reach / panelWidth))
	inner := innerPanels(cells, n)
	cuts := make([]float64, 0, len(p.data.special)+2)
	points := 0
	for i, u := range outer.z {
		fit, slope, weight := p.fit.At(u), p.fit.Slope(u), outer.w[i]
		var dd, dw, ddww float64
		add := func(w, weight float64) {
			d := fit - p.data.At(m*u+s*w)
			dd += weight * d * d
			dw += weight * d * w
			ddww += weight * d * d * w * w
		}
		most := math.Sqrt(max((p.reach-u)*(p.reach+u), 0))
		for c := -cells; c < cells; c++ {
			from, to := float64(panelWidth*c), float64(panelWidth*(c+1))
			if from > most || to < -most {
				continue
			}
			cuts = append(cuts[:0], from)
			for _, e := range p.data.special {
				if w := (e - m*u) / s; w > from && w < to {
					cuts = append(cuts, w)
				}
			}
			if len(cuts) == 1 {
				panel := &inner[c+cells]
				points += n
				for k, w := range panel.z {
					add(w, panel.w[k])
				}
				continue
			}
			cuts = append(cuts, to)
			slices.Sort(cuts)
			points += n * (len(cuts) - 1)
			for k := 1; k < len(cuts); k++ {
				width := cuts[k] - cuts[k-1]
				for l, x := range unit.z {
					w := cuts[k-1] + width*x
					add(w, width*unit.w[l]*normalDensity(w))
				}
			}
		}
		q.loss += weight * dd
		q.slope += weight * slope * dw
		q.power += weight * slope * slope * dd
		q.along += weight * slope * slope * ddww
	}
	q.slope *= 2 / s
	p.points.Add(int64(points))
	return q
}

// innerPanels is the rules on panels of the largest width from −cells to cells.
func innerPanels(cells, n int) []gaussRule {
	panels := make([]gaussRule, 2*cells)
	for c := range panels {
		from := float64(panelWidth * (c - cells))
		panels[c] = ruleOn([]float64{from, from + panelWidth}, n)
	}
	return panels
}

// arcSeries is a function of the overlap as Σ_i c_i T_i(1 − 2γ/π), γ = arccos m, in which what is smooth but for
// square roots at m = ±1 is smooth. If it vanishes at 1 the factor 1 − m is taken out.
type arcSeries struct {
	c        []float64
	vanishes bool
	bound    float64 // of its error
	largest  float64
}

// at is the value at the overlap m, by Clenshaw's rule.
func (a *arcSeries) at(m float64) float64 {
	x := 1 - 2/math.Pi*math.Acos(m)
	var b1, b2 float64
	for i := len(a.c) - 1; i > 0; i-- {
		b1, b2 = a.c[i]+2*x*b1-b2, b1
	}
	y := a.c[0] + x*b1 - b2
	if a.vanishes {
		y *= 1 - m
	}
	return y
}

// arcMoments is the means as functions of the overlap.
type arcMoments struct{ loss, slope, power, along arcSeries }

const (
	mostArcNodes = 384         // of an interpolation
	mostPoints   = 250_000_000 // at which the data are asked: some seconds
)

// interpolated is the means, at the Chebyshev nodes in γ, of which there are as many as it takes for the last eighth of
// the coefficients to be rounding.
func (p *pairing) interpolated() (out arcMoments) {
	for nodes := 48; ; nodes *= 2 {
		fine, coarse := make([]pairMeans, nodes), make([]pairMeans, nodes)
		gamma := make([]float64, nodes)
		for i := range fine {
			gamma[i] = math.Pi / 2 * (1 - math.Cos(math.Pi*(float64(i)+0.5)/float64(nodes)))
		}
		inParallel(nodes, func(i int) {
			fine[i] = p.means(gamma[i], panelNodes)
			coarse[i] = p.means(gamma[i], roughNodes)
		})
		settled := true
		series := func(part func(pairMeans) float64, vanishes bool) arcSeries {
			y := make([]float64, nodes)
			var miss float64
			for i := range y {
				y[i] = part(fine[i])
				scale := 1.0
				if vanishes {
					half := math.Sin(gamma[i] / 2)
					scale = 2 * half * half
				}
				y[i] /= scale
				miss = max(miss, math.Abs(y[i]-part(coarse[i])/scale))
			}
			a := chebyshevSeries(y, miss)
			a.vanishes = vanishes
			settled = settled && a.tail(0.125) <= float64(nodes)/8*2e-15*a.largest
			return a
		}
		out = arcMoments{
			loss:  series(func(q pairMeans) float64 { return q.loss }, p.same),
			slope: series(func(q pairMeans) float64 { return q.slope }, false),
			power: series(func(q pairMeans) float64 { return q.power }, p.same),
			along: series(func(q pairMeans) float64 { return q.along }, p.same),
		}
		if settled || 2*nodes > mostArcNodes || 3*p.points.Load() > mostPoints {
			return out
		}
	}
}

// inParallel calls f(0), …, f(n−1), on as many processors as there are; the order has no part in what f does.
func inParallel(n int, f func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	group.Wait()
}

// tail is the sum of the sizes of the last coefficients.
func (a *arcSeries) tail(share float64) (sum float64) {
	for _, c := range a.c[int(float64(len(a.c))*(1-share)):] {
		sum += math.Abs(c)
	}
	return sum
}

// chebyshevSeries is the series through the values at cos(π(i + ½)/n), each off by at most miss: an interpolation
// at n nodes enlarges that by at most 1 + (2/π)log n.
func chebyshevSeries(y []float64, miss float64) arcSeries {
	n := float64(len(y))
	a := arcSeries{c: make([]float64, len(y))}
	for j := range a.c {
		for i, v := range y {
			a.c[j] += 2 / n * v * math.Cos(math.Pi*float64(j)*(float64(i)+0.5)/n)
		}
	}
	a.c[0] /= 2
	for _, v := range y {
		a.largest = max(a.largest, math.Abs(v))
	}
	a.bound = (1+2/math.Pi*math.Log(n))*(miss+16*0x1p-52*a.largest) + 8*a.tail(0.125)
	return a
}

var rough = sync.OnceValue(func() gaussRule { return legendre(roughNodes) })
