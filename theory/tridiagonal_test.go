package theory

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// The factors must solve what gonum solves, with and without exchanged rows. Both
// eliminations are backward stable with the same exchanges: they differ by the condition
// number times the roundings of a row, 2⁵ of them.
func TestTridiagonalSolvesLikeGonum(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, weight := range []float64{0, 0.5, 4} { // of the diagonal: nothing, as large as the rest, dominant
		exchanges := 0
		for _, n := range []int{2, 3, 4, 50} {
			lower, diag, upper, b := make([]float64, n-1), make([]float64, n), make([]float64, n-1), make([]float64, n)
			for i := range diag {
				diag[i], b[i] = weight+r.NormFloat64()*0.5, r.NormFloat64()
			}
			for i := range lower {
				lower[i], upper[i] = r.NormFloat64(), r.NormFloat64()
			}
			a := mat.NewTridiag(n, append([]float64(nil), lower...), append([]float64(nil), diag...), append([]float64(nil), upper...))
			want := mat.NewVecDense(n, nil)
			if err := a.SolveVecTo(want, false, mat.NewVecDense(n, append([]float64(nil), b...))); err != nil {
				t.Fatal(err)
			}
			factors := factorTridiagonal(lower, diag, upper)
			factors.solve(b)
			for _, e := range factors.exchanged {
				if e {
					exchanges++
				}
			}
			within := 32 * 0x1p-52 * mat.Cond(a, 1) * mat.Norm(want, math.Inf(1))
			for i := range b {
				if !(math.Abs(b[i]-want.AtVec(i)) <= within) {
					t.Errorf("n = %d, diagonal about %v: entry %d is %v, gonum says %v, allowed %v", n, weight, i, b[i], want.AtVec(i), within)
				}
			}
		}
		if weight == 0 && exchanges == 0 {
			t.Error("no rows were exchanged")
		}
	}
}
