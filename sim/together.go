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
// The state is the Gram matrix of θ, x_1, …, x_r. Given it, (v, u_1, …, u_r) is Gaussian
// with that covariance, and ‖a‖² is the squared length of its projection onto their span
// plus an independent χ²_{N−r−1}; these numbers say all that the next Gram matrix needs. So
// the joint law is exact, at O(r³) a step whatever N. Each overlap alone has the law of
// [Chain], but feeding several chains the same [Draws] would not be this: U and W of a
// sample are taken along directions that differ from point to point.
//
// A Together is not safe for concurrent use.
type Together struct {
	fits   []Activation
	n      float64
	rest   ChiSquared
	gram   [][]float64 // of θ, x_1, …, x_r
	lower  [][]float64 // its Cholesky factor
	normal []float64
	inner  []float64 // v, u_1, …, u_r
	pull   []float64 // c_i = δ_i G_i/N, 0 for θ
	shrink []float64 // 1/‖x̃_i‖
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
	size := len(fits) + 1
	rest, err := NewChiSquared(float64(n - size))
	if err != nil {
		return nil, err
	}
	t := &Together{
		fits: fits, n: float64(n), rest: rest, gram: square(size), lower: square(size),
		normal: make([]float64, size), inner: make([]float64, size), pull: make([]float64, size), shrink: make([]float64, size),
	}
	for i, row := range t.gram {
		for j := range row {
			row[j] = 1
			if (i == 0) != (j == 0) {
				row[j] = start
			}
		}
	}
	return t, nil
}

func square(size int) [][]float64 {
	rows := make([][]float64, size)
	for i := range rows {
		rows[i] = make([]float64, size)
	}
	return rows
}

// Overlap is ⟨x_i, θ⟩, i from 0. It panics unless 0 ≤ i < r.
func (t *Together) Overlap(i int) float64 { return t.gram[i+1][0] }

// Step deals one sample to all points; the i-th steps by delta[i]. It panics unless there
// is a finite δ > 0 for each.
func (t *Together) Step(r *Random, delta []float64) {
	t.factor()
	r.Normals(t.normal)
	var squared float64
	for i, row := range t.lower {
		squared += t.normal[i] * t.normal[i]
		t.inner[i] = 0
		for j := 0; j <= i; j++ {
			t.inner[i] += row[j] * t.normal[j]
		}
	}
	t.follow(squared+t.rest.Draw(r), delta)
}

// samePlace is the squared distance of a point from the span of those before it that counts
// as 0: at an angle of 2·10⁻⁷ they see the same data.
const samePlace = 0x1p-44

// factor is the Cholesky factorisation of the Gram matrix, which is singular where points
// coincide. The variance of u_i is 1 in any case.
func (t *Together) factor() {
	for i, row := range t.lower {
		left := 1.0
		for j := range i {
			sum := t.gram[i][j]
			for k := range j {
				sum -= row[k] * t.lower[j][k]
			}
			row[j] = 0
			if d := t.lower[j][j]; d > 0 {
				row[j] = sum / d
			}
			left -= row[j] * row[j]
		}
		row[i] = 0
		if left > samePlace {
			row[i] = math.Sqrt(left)
		}
	}
}

// follow steps on a sample with the inner products at hand and ‖a‖² = squared.
func (t *Together) follow(squared float64, delta []float64) {
	if len(delta) != len(t.fits) {
		panic(fmt.Sprintf("sim: %d step sizes, want one for each of %d activations", len(delta), len(t.fits)))
	}
	t.pull[0], t.shrink[0] = 0, 1
	v := t.inner[0]
	for i, f := range t.fits {
		if err := checkDelta(delta[i]); err != nil {
			panic(err)
		}
		u := t.inner[i+1]
		c := delta[i] / t.n * 2 * (f.At(u) - f.At(v)) * f.Slope(u)
		t.pull[i+1] = c
		t.shrink[i+1] = 1 / math.Sqrt(1+c*c*(squared-u*u))
	}
	for i := 1; i < len(t.gram); i++ {
		ci, ui := t.pull[i], t.inner[i]
		for j := range i {
			cj, uj := t.pull[j], t.inner[j]
			g := (1+ci*ui)*(1+cj*uj)*t.gram[i][j] - cj*(1+ci*ui)*ui - ci*(1+cj*uj)*uj + ci*cj*squared
			t.gram[i][j] = math.Max(-1, math.Min(1, g*t.shrink[i]*t.shrink[j]))
		}
	}
}
