package sim

import (
	"fmt"
	"math"
)

// Together is online SGD with several activations f_i on the same data: in each step all
// points x_i see one feature vector a ~ N(0, I) of R^N, labelled f_i(⟨a, θ⟩) for the i-th,
//
//	x̃_i = x_i − (δ_i/N) G_i (a − u_i x_i),  x_i' = x̃_i/‖x̃_i‖,
//	u_i = ⟨a, x_i⟩,  v = ⟨a, θ⟩,  G_i = 2(f_i(u_i) − f_i(v)) f_i'(u_i).
//
// The state is the coordinates of the points in an orthonormal frame of their span with θ
// that begins with θ: row i, from 1, has i + 1 of them, and its first is the overlap. In that frame
// a is Gaussian, and what is left of it is one more direction, of squared length
// χ²_{N−r−1}. Each step gives every point a part along it; rotations of the frame, which
// leave θ alone, make the rows triangular again. So the joint law is exact, at O(r³) a step
// whatever N, and no rounding error grows, however near the points come to each other or to
// θ. Each overlap alone has the law of [Chain], but feeding several chains the same [Draws]
// would not be this: U and W of a sample are taken along directions that differ from point
// to point.
//
// A Together is not safe for concurrent use.
type Together struct {
	fits  []Activation
	n     float64
	rest  ChiSquared
	point [][]float64 // r rows of r + 2 coordinates, of which row i has i + 2 that need not be 0
	a     []float64   // the features in the frame and, last, along what is left
}

// NewTogether is one point for each activation, all at the same place of the sphere of
// R^N, with overlap start in [−1, 1]. It needs r ≥ 1 activations and N ≥ r + 1.
func NewTogether(n int, start float64, fits ...Activation) (*Together, error) {
	if len(fits) == 0 || n < len(fits)+1 {
		return nil, fmt.Errorf("sim: %d activations in N = %d dimensions, want at least 1, and N ≥ their number + 1", len(fits), n)
	}
	for i, f := range fits {
		if f == nil {
			return nil, fmt.Errorf("sim: activation %d is nil", i+1)
		}
	}
	if err := checkOverlap(start); err != nil {
		return nil, err
	}
	r := len(fits)
	rest, err := NewChiSquared(float64(n - r - 1))
	if err != nil {
		return nil, err
	}
	t := &Together{fits: fits, n: float64(n), rest: rest, point: make([][]float64, r), a: make([]float64, r+2)}
	for i := range t.point {
		t.point[i] = make([]float64, r+2)
		t.point[i][0], t.point[i][1] = start, sined(start)
	}
	return t, nil
}

// Overlap is ⟨x_i, θ⟩, i from 0. It panics unless 0 ≤ i < r.
func (t *Together) Overlap(i int) float64 { return t.point[i][0] }

// Step deals one sample to all points; the i-th steps by delta[i]. It panics unless there
// is a finite δ > 0 for each.
func (t *Together) Step(r *Random, delta []float64) {
	last := len(t.a) - 1
	r.Normals(t.a[:last])
	t.a[last] = math.Sqrt(t.rest.Draw(r))
	t.follow(delta)
}

// follow steps on the features at hand.
func (t *Together) follow(delta []float64) {
	if len(delta) != len(t.fits) {
		panic(fmt.Sprintf("sim: %d step sizes, want one for each of %d activations", len(delta), len(t.fits)))
	}
	v := t.a[0]
	for i, f := range t.fits {
		if err := checkDelta(delta[i]); err != nil {
			panic(err)
		}
		x := t.point[i]
		var u float64
		for j := range i + 2 {
			u += x[j] * t.a[j]
		}
		c := delta[i] / t.n * 2 * (f.At(u) - f.At(v)) * f.Slope(u)
		var squared float64
		for j := range x {
			x[j] = (1+c*u)*x[j] - c*t.a[j]
			squared += x[j] * x[j]
		}
		shrink := 1 / math.Sqrt(squared)
		for j := range x {
			x[j] *= shrink
		}
	}
	t.turn()
}

// turn rotates the frame, but for θ, so that the i-th point has no coordinate beyond the
// first i + 2, and none along the last axis.
func (t *Together) turn() {
	for i, x := range t.point {
		for j := len(x) - 1; j > i+1; j-- {
			if x[j] == 0 {
				continue
			}
			length := math.Sqrt(x[i+1]*x[i+1] + x[j]*x[j])
			cos, sin := x[i+1]/length, x[j]/length
			for _, y := range t.point[i:] {
				y[i+1], y[j] = cos*y[i+1]+sin*y[j], cos*y[j]-sin*y[i+1]
			}
			x[j] = 0
		}
	}
}
