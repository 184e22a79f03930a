package theory

import (
	"fmt"
	"math"
	"math/big"
	"sync"
)

// NeuronLoss is the population loss of n ReLU students of one ReLU teacher,
//
//	L = ½ E(Σ_i [w_i·x]₊ − [v·x]₊)² = ½ Σ_{i,j} k(w_i, w_j) − Σ_i k(w_i, v) + ½ k(v, v),  x ~ N(0, I),
//	k(a, b) = E [a·x]₊[b·x]₊ = (1/2π)(√(‖a‖²‖b‖² − (a·b)²) + (π − ∠(a, b)) a·b).
//
// k is the arc-cosine kernel of order one. The sum is taken in 320-bit
// arithmetic from the Gram matrix of the float64 input, so the cancellation,
// which leaves about L of terms of size 1, costs nothing: before the result is
// rounded to float64 its error is below 2⁻³⁰⁰ (Σ‖w_i‖ + ‖v‖)². The angle of the
// kernel loses half the digits near 0 and π, but ∂k/∂√(…) = sin²∠/2π takes them
// back. That keeps 15 digits of any L above 10⁻⁷⁴ (Σ‖w_i‖ + ‖v‖)².
//
// teacher is v ∈ R^d, students[i] is w_i ∈ R^d; d ≥ 1, n ≥ 1, v ≠ 0, and every
// component within ±10¹⁵⁰. A null student adds nothing.
//
// Xu, Du 2023, (23) and Section 2; the kernel is the degree-one kernel of
// Cho, Saul 2009.
func NeuronLoss(teacher []float64, students [][]float64) (float64, error) {
	if err := needNeurons(teacher, students); err != nil {
		return 0, err
	}
	l, _ := kernelLoss(exactly(teacher, students)).Float64()
	return l, nil
}

// NeuronGradient is the gradient of [NeuronLoss] in the students, from the
// derivative of the kernel,
//
//	∇_i L = Σ_j ∇₁k(w_i, w_j) − ∇₁k(w_i, v),  ∇₁k(a, b) = (1/2π)((√(‖a‖²‖b‖² − (a·b)²)/‖a‖²) a + (π − ∠(a, b)) b),
//
// in the arithmetic of NeuronLoss: row i is ∇_i L ∈ R^d, and the error of a
// component before rounding to float64 is below 2⁻³⁰⁰ (Σ‖w_j‖ + ‖v‖). The terms
// have size ½‖w_j‖ and leave a gradient of size L^{2/3} near a minimiser.
//
// A null student is an error: the loss has a kink there. Else as NeuronLoss.
//
// Xu, Du 2023, (4).
func NeuronGradient(teacher []float64, students [][]float64) ([][]float64, error) {
	if err := needNeurons(teacher, students); err != nil {
		return nil, err
	}
	for i, w := range students {
		if null(w) {
			return nil, fmt.Errorf("theory: students[%d] = %v, want a vector other than 0, where the loss has a kink", i, w)
		}
	}
	gradient := make([][]float64, len(students))
	for i, row := range kernelGradient(exactly(teacher, students)) {
		gradient[i] = make([]float64, len(row))
		for k, g := range row {
			gradient[i][k], _ = g.Float64()
		}
	}
	return gradient, nil
}

func inner(a, b []float64) (sum float64) {
	for k := range a {
		sum += a[k] * b[k]
	}
	return sum
}

// exactBits is the precision of the arithmetic behind NeuronLoss. A product of
// two float64 needs 106 bits.
const exactBits = 320

func exact() *big.Float { return new(big.Float).SetPrec(exactBits) }

// exactly is the input as exact numbers, the teacher first.
func exactly(teacher []float64, students [][]float64) [][]*big.Float {
	x := make([][]*big.Float, 0, len(students)+1)
	for _, w := range append([][]float64{teacher}, students...) {
		row := make([]*big.Float, len(w))
		for k, c := range w {
			row[k] = exact().SetFloat64(c)
		}
		x = append(x, row)
	}
	return x
}

// kernelLoss is the loss of x[1:] against the teacher x[0].
func kernelLoss(x [][]*big.Float) *big.Float {
	diagonal, off := exact(), exact()
	for i := range x {
		ii := dot(x[i], x[i])
		diagonal.Add(diagonal, ii) // k(a, a) = ½‖a‖²
		for j := range i {
			ij := dot(x[i], x[j])
			w, angle := wedge(ii, ij, dot(x[j], x[j]))
			k := angle.Sub(exactPi(), angle)
			k.Add(k.Mul(k, ij), w)
			if j == 0 {
				k.Neg(k)
			}
			off.Add(off, k)
		}
	}
	off.Quo(off, exact().Mul(big.NewFloat(2), exactPi()))
	return off.Add(off, diagonal.Quo(diagonal, big.NewFloat(4)))
}

// kernelGradient is the gradient of kernelLoss in x[1:], row i for x[i+1].
func kernelGradient(x [][]*big.Float) [][]*big.Float {
	gradient := make([][]*big.Float, len(x)-1)
	for i := range gradient {
		a := x[i+1]
		aa := dot(a, a)
		row := make([]*big.Float, len(a))
		for k := range row {
			row[k] = exact().Mul(a[k], exactPi()) // 2π ∇₁k(a, a) = π a
		}
		for j, b := range x {
			if j == i+1 {
				continue
			}
			w, angle := wedge(aa, dot(a, b), dot(b, b))
			onA := w.Quo(w, aa)
			onB := angle.Sub(exactPi(), angle)
			if j == 0 {
				onA.Neg(onA)
				onB.Neg(onB)
			}
			for k := range row {
				row[k].Add(row[k], exact().Mul(onA, a[k]))
				row[k].Add(row[k], exact().Mul(onB, b[k]))
			}
		}
		for k := range row {
			row[k].Quo(row[k], exact().Mul(big.NewFloat(2), exactPi()))
		}
		gradient[i] = row
	}
	return gradient
}

func dot(a, b []*big.Float) *big.Float {
	sum := exact()
	for k := range a {
		sum.Add(sum, exact().Mul(a[k], b[k]))
	}
	return sum
}

// wedge is √(‖a‖²‖b‖² − (a·b)²) and the angle between a and b, from ‖a‖², a·b
// and ‖b‖². A null vector gives 0 and 0.
func wedge(aa, ab, bb *big.Float) (w, angle *big.Float) {
	w = exact().Mul(aa, bb)
	w.Sub(w, exact().Mul(ab, ab))
	if w.Sign() <= 0 { // rounding, at angles 0 and π
		w = exact()
	}
	w.Sqrt(w)
	return w, arctan2(w, ab)
}

// arctan2 is the angle in [0, π] of the point (x, y), y ≥ 0; 0 at the origin.
func arctan2(y, x *big.Float) *big.Float {
	far := exact().Abs(x)
	switch {
	case y.Sign() == 0 && x.Sign() == 0:
		return exact()
	case y.Cmp(far) > 0:
		a := arctan(exact().Quo(x, y))
		return a.Sub(exact().Quo(exactPi(), big.NewFloat(2)), a)
	case x.Sign() > 0:
		return arctan(exact().Quo(y, x))
	default:
		a := arctan(exact().Quo(y, far))
		return a.Sub(exactPi(), a)
	}
}

// arctan is arctan x for |x| ≤ 1 with a relative error below 2⁻³¹⁰: the argument is
// halved, x ← x/(1 + √(1 + x²)), until it is below 2⁻⁸, and the Taylor series
// summed until a term is below 2⁻³²⁰ of the sum.
func arctan(x *big.Float) *big.Float {
	if x.Sign() == 0 {
		return exact()
	}
	one := big.NewFloat(1)
	x = exact().Set(x)
	halvings := 0
	for ; x.MantExp(nil) > -8; halvings++ {
		r := exact().Mul(x, x)
		r.Sqrt(r.Add(r, one))
		x.Quo(x, r.Add(r, one))
	}
	square := exact().Mul(x, x)
	square.Neg(square)
	sum, power := exact().Set(x), exact().Set(x)
	for k := int64(3); ; k += 2 {
		power.Mul(power, square)
		term := exact().Quo(power, exact().SetInt64(k))
		if term.Sign() == 0 || term.MantExp(nil) < sum.MantExp(nil)-exactBits {
			return sum.SetMantExp(sum, halvings)
		}
		sum.Add(sum, term)
	}
}

// exactPi is π = 4 arctan 1. The caller must not change it.
var exactPi = sync.OnceValue(func() *big.Float {
	pi := arctan(big.NewFloat(1))
	return pi.SetMantExp(pi, 2)
})

const largestComponent = 1e150

// needNeurons refuses what no public function here can take.
func needNeurons(teacher []float64, students [][]float64) error {
	if len(teacher) == 0 {
		return fmt.Errorf("theory: teacher in d = 0 dimensions, want d ≥ 1")
	}
	if len(students) == 0 {
		return fmt.Errorf("theory: n = 0 students, want n ≥ 1")
	}
	if err := needVector("teacher", teacher, len(teacher)); err != nil {
		return err
	}
	if null(teacher) {
		return fmt.Errorf("theory: teacher = %v, want a vector other than 0", teacher)
	}
	for i, w := range students {
		if err := needVector(fmt.Sprintf("students[%d]", i), w, len(teacher)); err != nil {
			return err
		}
	}
	return nil
}

// needVector refuses a vector that is not in R^d or has a component beyond ±10¹⁵⁰.
func needVector(name string, x []float64, d int) error {
	if len(x) != d {
		return fmt.Errorf("theory: %s has %d components, want %d as the teacher has", name, len(x), d)
	}
	for k, c := range x {
		if !(math.Abs(c) <= largestComponent) {
			return fmt.Errorf("theory: %s[%d] = %v, want a value within ±%g", name, k, c, largestComponent)
		}
	}
	return nil
}

func null(x []float64) bool {
	for _, c := range x {
		if c != 0 {
			return false
		}
	}
	return true
}
