package theory

import "math"

// tridiagonal is a regular tridiagonal matrix in factors, by Gauss's elimination with
// exchanges of neighbouring rows: it is factored once and solved with many times.
type tridiagonal struct {
	factor    []float64 // of row i taken from row i+1
	exchanged []bool    // rows i and i+1 before that
	inverse   []float64 // of the diagonal of the upper factor
	upper     []float64 // its first superdiagonal
	second    []float64 // its second, not 0 where rows were exchanged
}

// factorTridiagonal takes the diagonals of a matrix of two rows at least; it overwrites them.
// The matrix must be regular.
func factorTridiagonal(lower, diag, upper []float64) *tridiagonal {
	n := len(diag)
	t := &tridiagonal{make([]float64, n-1), make([]bool, n-1), make([]float64, n), upper, make([]float64, n-1)}
	for i := range lower {
		if math.Abs(lower[i]) > math.Abs(diag[i]) {
			t.exchanged[i] = true
			lower[i], diag[i] = diag[i], lower[i]
			upper[i], diag[i+1] = diag[i+1], upper[i]
			if i+1 < n-1 {
				t.second[i], upper[i+1] = upper[i+1], 0
			}
		}
		t.factor[i] = lower[i] / diag[i]
		diag[i+1] -= t.factor[i] * upper[i]
		if t.exchanged[i] && i+1 < n-1 {
			upper[i+1] -= t.factor[i] * t.second[i]
		}
	}
	for i, d := range diag {
		t.inverse[i] = 1 / d
	}
	return t
}

// solve replaces b by the solution.
func (t *tridiagonal) solve(b []float64) {
	for i, f := range t.factor {
		if t.exchanged[i] {
			b[i], b[i+1] = b[i+1], b[i]
		}
		b[i+1] -= f * b[i]
	}
	last := len(b) - 1
	b[last] *= t.inverse[last]
	b[last-1] = (b[last-1] - t.upper[last-1]*b[last]) * t.inverse[last-1]
	for i := last - 2; i >= 0; i-- {
		b[i] = (b[i] - t.upper[i]*b[i+1] - t.second[i]*b[i+2]) * t.inverse[i]
	}
}
