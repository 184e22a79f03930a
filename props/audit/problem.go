package audit

import (
	"fmt"
	"math"

	"assay/sim"
)

// Problem is what a program elsewhere is meant to run: from a start,
//
//	x̃ = x − (δ/N) ∇L(x; Y),  x' = x̃/‖x̃‖,
//
// with a fresh sample Y of the model for each step. Ben Arous, Gheissari, Jagannath 2021, (1.2).
type Problem struct {
	Model sim.Model
	N     int     // ≥ 4
	Delta float64 // δ
	Start Start   // the zero value is HalfSphere
	// Unsigned says that θ and −θ count as one: hitting times and trajectories are of |m|.
	Unsigned bool
	// Others are models that the program may have run by mistake, such as one without the noise.
	Others []Other
}

// Other is a model that is run by mistake.
type Other struct {
	Name  string
	Model sim.Model
}

// Start says where a run begins.
type Start struct {
	kind kindOfStart
	at   float64
}

type kindOfStart int

const (
	halfSphere kindOfStart = iota
	wholeSphere
	fixed
)

// HalfSphere is a uniform point of the half of the sphere with m ≥ 0.
func HalfSphere() Start { return Start{} }

// Sphere is a uniform point of the sphere.
func Sphere() Start { return Start{kind: wholeSphere} }

// At is a point with overlap m, |m| < 1.
func At(m float64) Start { return Start{fixed, m} }

func (s Start) String() string {
	switch s.kind {
	case halfSphere:
		return "uniform on the half-sphere"
	case wholeSphere:
		return "uniform on the sphere"
	}
	return fmt.Sprintf("at overlap %.6g", s.at)
}

// draw is the overlap of a start.
func (s Start) draw(r *sim.Random, n int) (float64, error) {
	if s.kind == fixed {
		return s.at, nil
	}
	m, err := sim.HalfSphereOverlap(r, n)
	if s.kind == wholeSphere && r.Uniform() < 0.5 {
		m = -m
	}
	return m, err
}

// variantDimensions is the least N of a variant of the algorithm, see [sim.VariantChain].
const variantDimensions = 4

func (p Problem) check() error {
	switch {
	case p.Model == nil:
		return fmt.Errorf("audit: no model, want one of package sim")
	case p.N < variantDimensions:
		return fmt.Errorf("audit: N = %d, want N ≥ %d", p.N, variantDimensions)
	case !(p.Delta > 0) || math.IsInf(p.Delta, 0):
		return fmt.Errorf("audit: δ = %v, want a finite number > 0", p.Delta)
	case p.Start.kind == fixed && !(math.Abs(p.Start.at) < 1):
		return fmt.Errorf("audit: start at overlap %v, want one in (−1, 1)", p.Start.at)
	}
	return nil
}

// Law is a way in which the numbers may have come about: the problem as it is stated, or a mistake.
type Law struct {
	Name string // a few words
	Says string // what the program did

	model      sim.Model
	how        sim.Variant
	start      Start
	radius     float64 // of the start
	spread     bool    // the start is N(0, I/N), not on the sphere
	unsigned   bool
	population bool // the mean gradient in place of a sample's
}

// asStated is the law of the problem.
func (p Problem) asStated() Law {
	return Law{Name: "as stated", Says: "the algorithm (1.2) with the numbers given",
		model: p.Model, start: p.Start, radius: 1, unsigned: p.Unsigned}
}

// Mistakes is the usual ones, as laws of the same numbers.
func (p Problem) Mistakes() (laws []Law) {
	add := func(name, says string, change func(*Law)) {
		l := p.asStated()
		l.Name, l.Says = name, says
		change(&l)
		laws = append(laws, l)
	}
	add("δ for δ/N", "the step is not divided by the dimension", func(l *Law) { l.how.Rate = float64(p.N) })
	add("loss doubled", "the step is twice as long: a loss with a factor 2 too many", func(l *Law) { l.how.Rate = 2 })
	add("loss halved", "the step is half as long: a loss with the factor ½", func(l *Law) { l.how.Rate = 0.5 })
	add("no projection", "the Euclidean gradient in place of the one along the sphere", func(l *Law) { l.how.Euclidean = true })
	add("no normalisation", "x is never divided by its length", func(l *Law) { l.how.Normalise = sim.Never })
	add("plain SGD", "neither projection nor normalisation", func(l *Law) { l.how.Euclidean, l.how.Normalise = true, sim.Never })
	for _, every := range []int{10, 100} {
		add(fmt.Sprintf("normalised every %d steps", every), "x is divided by its length now and then",
			func(l *Law) { l.how.Normalise = every })
	}
	for _, b := range []int{2, 4, 8, 16} {
		add(fmt.Sprintf("batch of %d", b), "each step takes the mean gradient of so many samples", func(l *Law) { l.how.Batch = b })
	}
	add("full batch", "the population gradient in place of a sample's", func(l *Law) { l.population = true })
	for _, times := range []int{2, 5, 10} {
		add(fmt.Sprintf("each sample used %d times", times), "steps are made on a sample that was seen before",
			func(l *Law) { l.how.Reuse = times })
	}
	for _, beta := range []float64{0.5, 0.9, 0.99} {
		add(fmt.Sprintf("momentum %v", beta), "v ← βv + ∇L, x̃ = x − (δ/N)v", func(l *Law) { l.how.Momentum = beta })
	}
	switch p.Start.kind {
	case halfSphere:
		add("start on the sphere", "the start is not turned into the half-sphere m ≥ 0", func(l *Law) { l.start = Sphere() })
	case wholeSphere:
		add("start on the half-sphere", "the start is turned into the half-sphere m ≥ 0", func(l *Law) { l.start = HalfSphere() })
	}
	if p.Start.kind != fixed {
		add("start not normalised", "the start is N(0, I/N), and not on the sphere", func(l *Law) { l.spread = true })
		add("start of length √N", "the start is N(0, I), and not on the sphere", func(l *Law) { l.spread, l.radius = true, math.Sqrt(float64(p.N)) })
	}
	if p.Unsigned {
		add("m for |m|", "the overlap has kept its sign", func(l *Law) { l.unsigned = false })
	} else {
		add("|m| for m", "the overlap has lost its sign", func(l *Law) { l.unsigned = true })
	}
	for _, o := range p.Others {
		add(o.Name, "another model: "+o.Model.String(), func(l *Law) { l.model = o.Model })
	}
	return laws
}
