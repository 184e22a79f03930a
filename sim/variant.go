package sim

import (
	"context"
	"fmt"
	"math"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// Variant is a way in which a program may depart from online SGD on the sphere,
//
//	x̃ = x − (δ/N) ∇L(x; Y),  x' = x̃/‖x̃‖,  Y fresh,
//
// ∇ the gradient along the sphere. The zero value departs from nothing.
type Variant struct {
	// Rate multiplies the step δ/N; 0 stands for 1. N makes it δ, 2 doubles the loss.
	Rate float64
	// Euclidean leaves the gradient as it is, with its part along x.
	Euclidean bool
	// Normalise is the number of steps from one division by ‖x‖ to the next; 0 stands for
	// 1, [Never] for none at all. In between the gradient is taken at the x there is, and
	// what is taken off it is ⟨∇L, x⟩x still, which is its part along x if ‖x‖ = 1 only.
	Normalise int
	// Batch is the number of fresh samples whose gradients are averaged; 0 stands for 1.
	Batch int
	// Reuse is the number of steps made on each sample; 0 stands for 1. Tensors, whose
	// noise at two points is not one vector, refuse more, and so does a batch.
	Reuse int
	// Momentum is β of v ← βv + ∇L, x̃ = x − (δ/N) v, v = 0 at the start; 0 ≤ β < 1.
	Momentum float64
}

// check fills in what 0 stands for and refuses the rest.
func (v Variant) check() (Variant, error) {
	if v.Rate == 0 {
		v.Rate = 1
	}
	if v.Normalise == 0 {
		v.Normalise = 1
	}
	if v.Batch == 0 {
		v.Batch = 1
	}
	if v.Reuse == 0 {
		v.Reuse = 1
	}
	switch {
	case !positive(v.Rate):
		return v, fmt.Errorf("sim: rate %v of a variant, want a finite number > 0", v.Rate)
	case v.Normalise < 1 && v.Normalise != Never:
		return v, fmt.Errorf("sim: a variant normalised every %d steps, want at least 1, or Never", v.Normalise)
	case v.Batch < 1:
		return v, fmt.Errorf("sim: a batch of %d samples, want at least 1", v.Batch)
	case v.Reuse < 1:
		return v, fmt.Errorf("sim: %d steps on each sample, want at least 1", v.Reuse)
	case v.Reuse > 1 && v.Batch > 1:
		return v, fmt.Errorf("sim: a batch of %d samples used %d times, want one of the two to be 1", v.Batch, v.Reuse)
	case !(v.Momentum >= 0 && v.Momentum < 1):
		return v, fmt.Errorf("sim: momentum β = %v, want 0 ≤ β < 1", v.Momentum)
	}
	return v, nil
}

// frameSize is the number of directions in which a variant keeps its vectors: θ, x, the velocity, the sample.
const frameSize = 4

// framed is a vector by its parts along θ and three further orthonormal directions.
type framed [frameSize]float64

func (a *framed) dot(b *framed) (sum float64) {
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}

func (a *framed) add(c float64, b *framed) {
	for i := range a {
		a[i] += float64(c * b[i])
	}
}

// length is that of a; it does not overflow before a does.
func (a *framed) length() float64 {
	var largest, sum float64
	for _, c := range a {
		largest = max(largest, math.Abs(c))
	}
	if largest == 0 || math.IsInf(largest, 0) || math.IsNaN(largest) {
		return largest
	}
	for _, c := range a {
		sum += (c / largest) * (c / largest)
	}
	return largest * math.Sqrt(sum)
}

// VariantChain is a variant of SGD as a Markov chain, O(1) a step and exact in law for
// every N ≥ 4. What it keeps are the point x, the velocity and the sample in hand, each by
// its parts along θ and along an orthonormal frame that follows them. A fresh Gaussian
// vector is independent of the frame, so that its parts along the frame are independent
// N(0,1) and what is left is a χ² in a direction of its own. That direction joins the frame
// for as long as x, velocity or sample have a part along it.
type VariantChain struct {
	how     Variant
	index   index      // of a model with features, or
	tensor  *tensorPCA // of tensors
	n       float64
	rest    ChiSquared
	x, v, y framed
	label   float64
	steps   int
	radius  float64
}

// NewVariantChain is the variant on the model in N ≥ 4 dimensions from a point of length
// radius > 0 whose direction has the overlap start, in [−1, 1]. It is an error for models
// other than those of this package.
func NewVariantChain(model Model, n int, how Variant, start, radius float64) (*VariantChain, error) {
	how, err := how.check()
	if err != nil {
		return nil, err
	}
	c := &VariantChain{how: how, n: float64(n)}
	switch m := model.(type) {
	case *features:
		c.index = m.index
	case *tensorPCA:
		c.tensor = m
	case *linearTensor:
		c.tensor = &m.tensorPCA
	default:
		return nil, fmt.Errorf("sim: model %v has no variants, want one with features or tensors", model)
	}
	if c.tensor != nil && how.Reuse > 1 {
		return nil, fmt.Errorf("sim: a tensor used %d times, want 1", how.Reuse)
	}
	if n < frameSize {
		return nil, fmt.Errorf("sim: N = %d of a variant, want N ≥ %d", n, frameSize)
	}
	if err := checkOverlap(start); err != nil {
		return nil, err
	}
	if !positive(radius) {
		return nil, fmt.Errorf("sim: start of length %v, want a finite number > 0", radius)
	}
	if c.rest, err = NewChiSquared(float64(n - frameSize + 1)); err != nil {
		return nil, err
	}
	c.x = framed{radius * start, radius * sine(start)}
	c.radius = radius
	return c, nil
}

// Overlap is ⟨x, θ⟩; x need not have length 1.
func (c *VariantChain) Overlap() float64 { return c.x[0] }

// Return puts x on the sphere at the overlap m, with no velocity and no sample in hand. It panics unless |m| ≤ 1.
func (c *VariantChain) Return(m float64) {
	if err := checkOverlap(m); err != nil {
		panic(err)
	}
	c.x, c.v, c.y = framed{m, sine(m)}, framed{}, framed{}
	c.radius, c.steps = 1, 0
}

// Radius is ‖x‖.
func (c *VariantChain) Radius() float64 { return c.radius }

// Step steps by δ and returns the new overlap. It panics unless δ is finite and > 0.
func (c *VariantChain) Step(r *Random, delta float64) float64 {
	if err := checkDelta(delta); err != nil {
		panic(err)
	}
	var g framed
	switch {
	case c.tensor != nil:
		g = c.tensors(r)
	case c.steps%c.how.Reuse == 0:
		g = c.fresh(r)
	default:
		g = c.y
		slope := c.index.slope(c.y.dot(&c.x), c.label)
		for i := range g {
			g[i] *= slope
		}
	}
	if !c.how.Euclidean {
		g.add(-g.dot(&c.x), &c.x)
	}
	for i := range c.v {
		c.v[i] = float64(c.how.Momentum*c.v[i]) + g[i]
	}
	c.x.add(-c.how.Rate*delta/c.n, &c.v)
	c.steps++
	c.radius = c.x.length()
	if c.how.Normalise != Never && c.steps%c.how.Normalise == 0 {
		for i := range c.x {
			c.x[i] /= c.radius
		}
		c.radius = 1
	}
	c.reframe()
	return c.x[0]
}

// normals is a fresh Gaussian vector by its parts along θ, x and the velocity; the part that is left has the squared
// length χ²_{N−3} and is drawn apart.
func normals(r *Random) framed { return framed{r.Normal(), r.Normal(), r.Normal()} }

// fresh is the gradient on fresh samples. The parts that are left add up to a Gaussian vector of N − 3 dimensions and
// variance Σ G².
func (c *VariantChain) fresh(r *Random) (g framed) {
	var squares float64
	for range c.how.Batch {
		y := normals(r)
		shift, label := c.index.reveal(y[0], c.index.hide(r))
		y[0] += shift
		slope := c.index.slope(y.dot(&c.x), label)
		g.add(slope, &y)
		squares += float64(slope * slope)
		c.y, c.label = y, label
	}
	left := math.Sqrt(c.rest.Draw(r))
	c.y[frameSize-1] = math.Copysign(left, c.index.slope(c.y.dot(&c.x), c.label)) // so that g is G Y there too
	for i := range g {
		g[i] /= float64(c.how.Batch)
	}
	g[frameSize-1] = math.Sqrt(squares) * left / float64(c.how.Batch)
	return g
}

// tensors is the gradient of −Σ⟨λθ^{⊗p} + J, x^{⊗p}⟩, of which the part with J is Gaussian with covariance
//
//	Σ p ‖x‖^{2p−2} (I + (p−1) x̂x̂ᵀ),
//
// over the batch.
func (c *VariantChain) tensors(r *Random) framed {
	var signal, across, along float64
	for _, term := range c.tensor.terms {
		p := float64(term.Order)
		signal += term.Signal * p * power(c.x[0], term.Order-1)
		square := power(c.radius, 2*(term.Order-1))
		across += p * square
		along += p * (p - 1) * square
	}
	batch := float64(c.how.Batch)
	g := normals(r)
	g[frameSize-1] = math.Sqrt(c.rest.Draw(r))
	for i := range g {
		g[i] *= math.Sqrt(across / batch)
	}
	g.add(math.Sqrt(along/batch)*r.Normal()/c.radius, &c.x)
	g[0] -= signal
	return g
}

// reframe turns the directions beside θ so that x has a part along the first of them only, the velocity along the first
// two, and the sample along all three.
func (c *VariantChain) reframe() {
	kept := [...]*framed{&c.x, &c.v, &c.y}
	var basis [frameSize - 1]framed
	for k, vector := range kept {
		rest := *vector
		rest[0] = 0
		for j := range k {
			rest.add(-rest.dot(&basis[j]), &basis[j])
		}
		// a rest at the level of rounding has no direction, and the vector no part along it
		if size := rest.length(); size > 0x1p-40*vector.length() {
			for i := range rest {
				rest[i] /= size
			}
			basis[k] = rest
		}
	}
	for k, vector := range kept {
		turned := framed{vector[0]}
		for j := range k + 1 {
			turned[j+1] = vector.dot(&basis[j])
		}
		*vector = turned
	}
}

// VariantRun is many replicas of one variant, each watched from its start.
type VariantRun struct {
	Model    Model
	N        int // ≥ 4
	How      Variant
	Delta    float64
	Start    func(r *Random) (overlap, radius float64, err error) // the first thing a replica draws; called from several goroutines
	Watch    Watch
	Replicas int // ≥ 0
	Seed     func(i int) uint64
}

// RunVariant is what each replica's watch has seen, by index. Replica i is a function of the run and
// Seed(i) alone. If ctx ends the run, the error is the cause.
func RunVariant(ctx context.Context, run VariantRun) ([]Passages, error) {
	if run.Start == nil || run.Seed == nil {
		return nil, fmt.Errorf("sim: a run of a variant lacks its start or seed, want both")
	}
	if run.Replicas < 0 {
		return nil, fmt.Errorf("sim: %d replicas, want at least 0", run.Replicas)
	}
	schedule, err := NewConstant(run.Delta)
	if err != nil {
		return nil, err
	}
	seen := make([]Passages, run.Replicas)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range seen {
		group.Go(func() error {
			r := NewRandom(run.Seed(i))
			start, radius, err := run.Start(r)
			if err != nil {
				return err
			}
			chain, err := NewVariantChain(run.Model, run.N, run.How, start, radius)
			if err != nil {
				return err
			}
			seen[i], err = run.Watch.Follow(ctx, chain, r, schedule)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return seen, nil
}
