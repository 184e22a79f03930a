//go:build goexperiment.simd && amd64

package sim

import (
	"context"
	"simd/archsimd"
)

// Kernel is the fastest kernel of the fast chain in this build on this processor:
// "portable", or "simd" with its number of lanes (see [Lanes]) in a build with GOEXPERIMENT=simd for
// amd64 on a processor with AVX-512. A run takes it only if it asks; see [ChainRun].
func Kernel() string {
	if !archsimd.X86.AVX512() {
		return portable
	}
	return simd
}

// vectors is what is particular to a model in the fast chain on vectors: the draws of a
// block for a group of replicas, and the steps of two groups. The operations of the
// steps, and their order, are those of the kernel that they stand for, so on the same
// draws the paths are equal, bit for bit.
type vectors struct {
	deal  func(g *group)
	steps func(a, b *group)
}

// vectors is nil where the portable kernel must serve.
func (run ChainRun) vectors() *vectors {
	if !run.SIMD || Kernel() == portable || run.N < 4 {
		return nil
	}
	switch run.Schedule.(type) {
	case Constant, Reset:
	default:
		return nil
	}
	rest, err := NewChiSquared(float64(run.N - 2))
	if err != nil {
		return nil
	}
	switch model := run.Model.(type) {
	case *features:
		if layer, ok := model.index.(singleLayer); ok {
			return layerVectors(layer, &rest)
		}
	case *tensorPCA:
		return tensorVectors(model, &rest)
	case *linearTensor:
		return tensorVectors(&model.tensorPCA, &rest)
	}
	return nil
}

// group is [Lanes] replicas at work. A place without a lane is stepped too, and not read.
type group struct {
	streams
	overlap, rate        octet
	low, high            octet // least and largest overlap of the block
	u, w, noise, q, path [block]octet
	lanes                [Lanes]*lane
}

func layerVectors(layer singleLayer, rest *ChiSquared) *vectors {
	data, ok1 := layer.data.(Polynomial)
	fit, ok2 := layer.fit.(Polynomial)
	if !ok1 || !ok2 || len(data.value) > 4 || len(fit.value) > 4 {
		return nil
	}
	c := newCubic(data, fit, layer.deviation)
	v := new(cubicVectors)
	for i := range 4 {
		v.data[i], v.fit[i] = every(c.data[i]), every(c.fit[i])
	}
	for i := range 3 {
		v.slope[i] = every(c.slope[i])
	}
	v.deviation = every(c.deviation)
	return &vectors{
		deal: func(g *group) {
			g.normals(g.u[:], g.w[:])
			if layer.deviation > 0 {
				g.normals(g.noise[:], g.q[:])
			} else {
				g.normals(g.q[:block/2], g.q[block/2:])
			}
			g.chiSquared(rest, g.q[:])
		},
		steps: v.steps,
	}
}

// cubicVectors is cubic on vectors.
type cubicVectors struct {
	data, fit [4]octet
	slope     [3]octet
	deviation octet
}

func (c *cubicVectors) steps(a, b *group) {
	x, y := load(&a.overlap), load(&b.overlap)
	lowX, highX, lowY, highY := x, x, y, y
	for k := range block {
		x, y = c.step(x, a, k), c.step(y, b, k)
		x.Store(&a.path[k])
		y.Store(&b.path[k])
		lowX, highX = lowX.Min(x), highX.Max(x)
		lowY, highY = lowY.Min(y), highY.Max(y)
	}
	a.keep(x, lowX, highX)
	b.keep(y, lowY, highY)
}

// keep notes the last, the least and the largest overlap of a block.
func (g *group) keep(last, low, high float64s) {
	last.Store(&g.overlap)
	low.Store(&g.low)
	high.Store(&g.high)
}

func (c *cubicVectors) step(m float64s, g *group, k int) float64s {
	u, w := load(&g.u[k]), load(&g.w[k])
	s := sines(m)
	v := m.Mul(u).Add(s.Mul(w))
	fit := load(&c.fit[3]).Mul(u).Add(load(&c.fit[2])).Mul(u).Add(load(&c.fit[1])).Mul(u).Add(load(&c.fit[0]))
	label := load(&c.data[3]).Mul(v).Add(load(&c.data[2])).Mul(v).Add(load(&c.data[1])).Mul(v).Add(load(&c.data[0]))
	label = label.Add(load(&c.deviation).Mul(load(&g.noise[k])))
	slope := load(&c.slope[2]).Mul(u).Add(load(&c.slope[1])).Mul(u).Add(load(&c.slope[0]))
	pull := load(&table.two).Mul(fit.Sub(label)).Mul(slope)
	return moves(m, s, load(&g.rate), pull.Mul(w), pull.Mul(pull).Mul(load(&g.q[k])))
}

// moves is [moved] on vectors.
func moves(m, s, rate, along, rest float64s) float64s {
	one := load(&table.one)
	a := rate.Mul(along)
	m = m.Sub(a.Mul(s)).Div(one.Add(a.Mul(a).Add(rate.Mul(rate).Mul(rest))).Sqrt())
	return m.Min(one).Max(load(&table.minusOne))
}

// sines is [sined] on vectors.
func sines(m float64s) float64s {
	one := load(&table.one)
	return one.Sub(m).Mul(one.Add(m)).Sqrt()
}

// tensorOn is tensor on vectors.
type tensorOn struct {
	signal, orders, weight octet
	power                  int
}

func tensorVectors(model *tensorPCA, rest *ChiSquared) *vectors {
	if len(model.terms) > 1 {
		return nil
	}
	term := model.terms[0]
	t := &tensorOn{every(term.Signal * float64(term.Order)), every(model.orders), every(model.weight), term.Order - 1}
	return &vectors{
		deal: func(g *group) {
			g.normals(g.w[:], g.q[:])
			g.chiSquared(rest, g.q[:])
		},
		steps: t.steps,
	}
}

func (t *tensorOn) steps(a, b *group) {
	x, y := load(&a.overlap), load(&b.overlap)
	lowX, highX, lowY, highY := x, x, y, y
	for k := range block {
		x, y = t.step(x, a, k), t.step(y, b, k)
		x.Store(&a.path[k])
		y.Store(&b.path[k])
		lowX, highX = lowX.Min(x), highX.Max(x)
		lowY, highY = lowY.Min(y), highY.Max(y)
	}
	a.keep(x, lowX, highX)
	b.keep(y, lowY, highY)
}

func (t *tensorOn) step(m float64s, g *group, k int) float64s {
	s := sines(m)
	y := load(&table.one)
	for range t.power {
		y = y.Mul(m)
	}
	// The kernel takes minus the sum; the sign is exact, and so is its square.
	along := load(&table.zero).Sub(load(&t.signal).Mul(y).Mul(s).Add(load(&t.weight).Mul(load(&g.w[k]))))
	return moves(m, s, load(&g.rate), along, load(&t.orders).Mul(load(&g.q[k])))
}

// work runs replicas, at most so many at once, in two groups until none is left.
func (v *vectors) work(ctx context.Context, w *chainRun, width int) error {
	pair := new([2]group)
	live := 0
	for i := range pair {
		g := &pair[i]
		for j := range g.lanes {
			g.put(j, *NewRandom(0)) // never the state 0
			if live == width {
				continue
			}
			begun, err := g.begin(w, j, new(lane))
			if err != nil {
				return err
			}
			if begun {
				live++
			}
		}
	}
	for live > 0 {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		for i := range pair {
			if err := pair[i].prepare(w, v); err != nil {
				return err
			}
		}
		v.steps(&pair[0], &pair[1])
		for i := range pair {
			g := &pair[i]
			for j, l := range g.lanes {
				if l == nil || !g.read(w, j) {
					continue
				}
				w.finish(l)
				begun, err := g.begin(w, j, l)
				if err != nil {
					return err
				}
				if !begun {
					live--
				}
			}
		}
	}
	return nil
}

// begin puts the next replica into place j, if there is one.
func (g *group) begin(w *chainRun, j int, l *lane) (begun bool, err error) {
	g.lanes[j] = nil
	if begun, err = w.begin(l); begun && err == nil {
		g.lanes[j], g.overlap[j] = l, l.overlap
		g.put(j, l.random)
	}
	return begun, err
}

// prepare deals a block to the group and sets the rates.
func (g *group) prepare(w *chainRun, v *vectors) error {
	idle := true
	for j, l := range g.lanes {
		if l == nil {
			g.rate[j] = 0
			continue
		}
		idle = false
		delta := w.Schedule.Size(g.overlap[j], l.largest)
		if err := checkDelta(delta); err != nil {
			return err
		}
		g.rate[j] = delta / w.n
	}
	if !idle {
		v.deal(g)
	}
	return nil
}

// read looks at the block's path in place j; it reports whether the run is over. Only
// where something happens is the path copied out.
func (g *group) read(w *chainRun, j int) (over bool) {
	l := g.lanes[j]
	low, high := g.low[j], g.high[j]
	reset, ok := w.Schedule.(Reset)
	resets := ok && l.largest <= reset.level && max(high, w.watcher.watched(low)) > reset.level
	if !resets && w.watcher.pass(l, block, low, high, g.overlap[j]) {
		return false
	}
	g.copyTo(l, j)
	if resets {
		l.overlap = g.overlap[j]
		w.reset(l, reset)
		g.overlap[j] = l.overlap
	}
	return w.watcher.read(l)
}

// copyTo fills the lane's block with that of place j.
func (g *group) copyTo(l *lane, j int) {
	for k := range block {
		l.u[k], l.w[k], l.noise[k], l.q[k], l.path[k] = g.u[k][j], g.w[k][j], g.noise[k][j], g.q[k][j], g.path[k][j]
	}
	l.seek()
}
