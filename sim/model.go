package sim

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// Model is a single-index problem as online SGD meets it: a law of the sample Y,
// given the target θ, and a loss L(x; Y), with the overlap m = ⟨x, θ⟩.
//
// It has two sides. The N-dimensional side deals real data and computes
// Euclidean gradients on them; it never uses m to move. The chain side rests on
// one reduction. At x let
//
//	s = √(1−m²),  e = (θ − m x)/s,
//
// e being the unit tangent at x that points to θ. Split ∇L(x; Y) into its part
// along e, of length A (signed), and a rest orthogonal to x and e, of squared
// length B. As ⟨e, θ⟩ = s and ⟨rest, θ⟩ = 0, a step of size δ/N gives
//
//	m' = (m − (δ/N) A s)/√(1 + (δ/N)²(A² + B)).
//
// In every model here the law of (A, B) given x depends on m alone; each states
// its own and why. A model is immutable and may be shared between goroutines.
type Model interface {
	String() string

	// Deal draws what a sample tells the chain, all but Q, which is left 0: its
	// law, χ²_{N−2}, is the same for every model.
	Deal(r *Random) Draws
	// GradientParts is A and B at overlap m, |m| ≤ 1.
	GradientParts(m float64, d Draws) (along, rest float64)

	// NewSample is room for the samples of the target θ, a unit vector, which it
	// keeps.
	NewSample(target []float64) (*Sample, error)
	// Draw fills s with a fresh sample.
	Draw(s *Sample, r *Random)
	// Loss is L(x; s).
	Loss(x []float64, s *Sample) float64
	// Gradient sets dst to the Euclidean gradient of L(·; s) at x. dst and x must
	// not overlap.
	Gradient(dst, x []float64, s *Sample)
	// Reduce is the same sample as the chain sees it from x. At x = ±θ, where no
	// direction points to θ, W is 0 and Q takes all.
	Reduce(x []float64, s *Sample) Draws
}

// Draws is what one sample tells the chain, in standardised variables. For a
// Gaussian vector a in R^N that is independent of x and of all but the sample,
//
//	U = ⟨a, x⟩ ~ N(0,1),  W = ⟨a, e⟩ ~ N(0,1),  Q = ‖a − Ux − We‖² ~ χ²_{N−2},
//
// independent of each other; Q = 0 if N = 2. Each model says what its a is.
// Noise is the hidden variable of the model, of a law that it states.
type Draws struct{ U, W, Q, Noise float64 }

// Sample is one observation in N dimensions, with what lies behind it. The
// fields are there to be read, or to be filled by hand with other data.
type Sample struct {
	Target  []float64   // θ
	Y       []float64   // the data vector, where the model has one
	Tensors [][]float64 // the data tensors, where it has them: N^p entries, the last index fastest
	Label   float64     // y, where the model has one
	Noise   float64     // the hidden variable of Draws
	Shift   float64     // Y = a + Shift·θ with a Gaussian

	scratch [4][]float64
}

// newSample is a sample for the target with no room for data yet.
func newSample(target []float64) (*Sample, error) {
	theta, err := unitVector(target, "target")
	if err != nil {
		return nil, err
	}
	return &Sample{Target: theta}, nil
}

// splitAt is U, W and Q of the vector a at x. The part of a orthogonal to x has
// squared length W² + Q. It is computed first, and W and Q are cut to fit: near
// m = ±1, where W = (⟨a, θ⟩ − Um)/s loses its digits, the sum keeps them.
func splitAt(a, x, theta []float64) Draws {
	m := floats.Dot(x, theta)
	u := floats.Dot(a, x)
	var tangent float64
	for i, ai := range a {
		t := ai - float64(u*x[i])
		tangent += float64(t * t)
	}
	var w float64
	if s := sine(m); s > 0 {
		most := math.Sqrt(tangent)
		w = math.Max(-most, math.Min(most, (floats.Dot(a, theta)-float64(u*m))/s))
	}
	return Draws{U: u, W: w, Q: math.Max(0, tangent-float64(w*w))}
}

// sine is √(1−m²), and 0 where rounding has carried |m| past 1.
func sine(m float64) float64 {
	return math.Sqrt(math.Max(0, float64((1-m)*(1+m))))
}

// unitVector is a copy of x, a vector of length 1 in at least two dimensions, with the
// rounding of its length mended. A length off by more than 1e-9 is taken for a
// mistake.
func unitVector(x []float64, name string) ([]float64, error) {
	if err := checkDimension(len(x)); err != nil {
		return nil, err
	}
	norm := math.Sqrt(floats.Dot(x, x))
	if !(math.Abs(norm-1) <= 1e-9) {
		return nil, fmt.Errorf("sim: the %s has length %v, want 1", name, norm)
	}
	y := make([]float64, len(x))
	floats.ScaleTo(y, 1/norm, x)
	return y, nil
}

// checkDimension refuses N < 2: on the sphere of R¹, which is {−1, 1}, there is
// no tangent to move along.
func checkDimension(n int) error {
	if n < 2 {
		return fmt.Errorf("sim: N = %d, want N ≥ 2: one direction towards the target and N−2 ≥ 0 others", n)
	}
	return nil
}

// checkOverlap refuses what no overlap can be.
func checkOverlap(m float64) error {
	if !(math.Abs(m) <= 1) {
		return fmt.Errorf("sim: overlap m = %v, want −1 ≤ m ≤ 1", m)
	}
	return nil
}

// checkDelta refuses what no step size can be.
func checkDelta(delta float64) error {
	if !positive(delta) {
		return fmt.Errorf("sim: step size δ = %v, want a finite number > 0", delta)
	}
	return nil
}

// positive reports whether x is a finite number > 0.
func positive(x float64) bool { return x > 0 && x <= math.MaxFloat64 }

// finite reports whether x is neither infinite nor NaN.
func finite(x float64) bool { return math.Abs(x) <= math.MaxFloat64 }
