package sim

import (
	"fmt"
	"math"
	"math/bits"
)

// The fast chain. What [Chain] does one step at a time for one replica is done
// here for up to [Lanes] replicas side by side, in blocks of steps:
//
//	deal    the draws of a block, ahead, for each lane from its own stream;
//	kernel  for each step, for each lane: one step;
//	watch   read the block's path for passages (kernel_watch.go).
//
// A step waits long for its two square roots and its division, each needing the
// one before; those of other lanes fill the time. A lane never looks at another,
// so a path does not depend on its neighbours, and every operation is that of
// [Chain.Follow] in the same order: on the same draws the paths are equal, bit
// for bit.
const (
	// Lanes is how many replicas a job of a [ChainRun] has side by side, in each of two vectors if
	// it has those: a batch of a multiple of it leaves none idle at the start.
	Lanes = 8
	block = 128
)

// portable and simd are the names of the kernels.
const portable = "portable"

var simd = fmt.Sprintf("simd, 2 × %d lanes", Lanes)

// lane is one replica at work.
type lane struct {
	overlap float64 // m
	rate    float64 // δ/N for the block, where it is the same for all of it
	largest float64 // largest watched overlap so far
	least   int64   // least and largest overlap of the block, as ordered
	most    int64
	time    int // steps done
	replica int
	random  Random
	seen    Passages

	// The draws of a block, as in [Draws], and m after each.
	u, w, q, noise, path [block]float64
	// Steps that each entry of the block stands for, if the deal skips: all but the
	// last leave the chain where it is.
	gap [block]int
}

// deal fills a lane's block with draws. For one block the order in the stream is
// all gaps, all U, all W, all Noise, all Q.
type deal func(l *lane)

// kernel steps each of the lanes through a block of draws.
type kernel func(live []*lane)

// dealing is how a model's blocks are dealt, and whether steps are skipped.
//
// Skipping is for a fit by ReLU. U ≤ 0 gives f'(U) = 0 and G = 0: the step leaves m
// as it is, whatever W, Noise and Q. The steps with U > 0 come after independent
// geometric waits, P(gap = g) = 2^{−g}, g ≥ 1; at them U has the law of |N(0,1)|, and
// the other draws theirs. Only those are dealt.
func dealing(model Model, rest ChiSquared) (d deal, skips bool) {
	switch model := model.(type) {
	case *features:
		hide := hiding(model)
		if layer, ok := model.index.(singleLayer); ok && layer.fit == (ReLU{}) {
			return func(l *lane) {
				r := &l.random
				for k := range l.gap {
					l.gap[k] = geometric(r)
				}
				r.Normals(l.u[:])
				for k, u := range l.u {
					l.u[k] = math.Abs(u)
				}
				r.Normals(l.w[:])
				hide(l)
				rest.Draws(r, l.q[:])
			}, true
		}
		return func(l *lane) {
			l.random.Normals(l.u[:])
			l.random.Normals(l.w[:])
			hide(l)
			rest.Draws(&l.random, l.q[:])
		}, false
	case *tensorPCA, *linearTensor:
		return func(l *lane) {
			l.random.Normals(l.w[:])
			rest.Draws(&l.random, l.q[:])
		}, false
	}
	return func(l *lane) {
		for k := range block {
			d := model.Deal(&l.random)
			l.u[k], l.w[k], l.noise[k] = d.U, d.W, d.Noise
		}
		rest.Draws(&l.random, l.q[:])
	}, false
}

// geometric is the wait for the first 1 among fair bits: P(g) = 2^{−g}, g ≥ 1.
func geometric(r *Random) int {
	g := 1
	for {
		if word := r.Uint64(); word != 0 {
			return g + bits.TrailingZeros64(word)
		}
		g += 64
	}
}

// hiding fills the hidden variables of a block. A lane's are 0 at first.
func hiding(f *features) deal {
	if layer, ok := f.index.(singleLayer); ok {
		if layer.deviation == 0 {
			return func(*lane) {}
		}
		return func(l *lane) { l.random.Normals(l.noise[:]) }
	}
	return func(l *lane) {
		for k := range l.noise {
			l.noise[k] = f.hide(&l.random)
		}
	}
}

// kernelOf is the kernel written for the model, or nil: then [general] serves.
func kernelOf(model Model) kernel {
	switch model := model.(type) {
	case *features:
		switch index := model.index.(type) {
		case onlinePCA:
			return (&pca{index.stretch}).steps
		case singleLayer:
			return layerKernel(index)
		}
	case *tensorPCA:
		return tensorKernel(model)
	case *linearTensor:
		return tensorKernel(&model.tensorPCA)
	}
	return nil
}

// general steps by any model and any schedule, with a call for each. watched is
// what the schedule calls the overlap. A step size that is no step size ends it
// with an error.
func general(model Model, n float64, schedule Schedule, watched func(m float64) float64, live []*lane) error {
	for k := range block {
		for _, l := range live {
			delta := schedule.Size(l.overlap, l.largest)
			if err := checkDelta(delta); err != nil {
				return err
			}
			along, rest := model.GradientParts(l.overlap, Draws{U: l.u[k], W: l.w[k], Q: l.q[k], Noise: l.noise[k]})
			l.put(k, moved(l.overlap, sined(l.overlap), delta/n, along, rest))
			l.largest = math.Max(l.largest, watched(l.overlap))
		}
	}
	return nil
}

// put is m as the overlap after step k of the block. A step waits for its roots, so the
// processor has time to look for the path's extremes; see [ordered].
func (l *lane) put(k int, m float64) {
	l.overlap, l.path[k] = m, m
	o := ordered(int64(math.Float64bits(m)))
	l.least, l.most = min(l.least, o), max(l.most, o)
}

// moved is [move] at s = √(1−m²), in a form that is inlined.
func moved(m, s, rate, along, rest float64) float64 {
	a := rate * along
	m = (m - float64(a*s)) / math.Sqrt(1+(float64(a*a)+float64(float64(rate*rate)*rest)))
	if m > 1 {
		return 1
	}
	if m < -1 {
		return -1
	}
	return m
}

// sined is [sine] for |m| ≤ 1, where the product is not negative.
func sined(m float64) float64 { return math.Sqrt((1 - m) * (1 + m)) }
