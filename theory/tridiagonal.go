package theory

import "math"

// tridiagonal is a regular tridiagonal matrix in factors, by Gauss's elimination with
// exchanges of neighbouring rows: it is factored once and solved with many times.
type tridiagonal struct {
	factor    []float64 // of row i taken from row i+1
	exchanged []bool    // rows i and i+1 before that
	inverse   []float64 // of the diagonal of the upper factor
	upper     []float64 // its first superdiagonal, of a diagonal of ones
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
	for i := range upper {
		t.upper[i] *= t.inverse[i]
		t.second[i] *= t.inverse[i]
	}
	return t
}

// solve replaces b by the solution. What one row hands to the next stays out of memory: it is
// this chain of a product and a difference a row that takes the time.
func (t *tridiagonal) solve(b []float64) {
	last := len(b) - 1
	factor, exchanged, inverse := t.factor[:last], t.exchanged[:last], t.inverse[:last]
	rest := b[0]
	for i, f := range factor {
		next := b[i+1]
		if exchanged[i] {
			b[i] = next * inverse[i]
			rest -= f * next
		} else {
			b[i] = rest * inverse[i]
			rest = next - f*rest
		}
	}
	below, above := rest*t.inverse[last], 0.0 // the solution in the row below, and in that below it
	b[last] = below
	upper, second := t.upper[:last], t.second[:last]
	for i := last - 1; i >= 0; i-- {
		below, above = b[i]-second[i]*above-upper[i]*below, below
		b[i] = below
	}
}
