package sim

import (
	"math"
	"math/big"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// The closed forms at 400 bits: ρ sin θ by √(‖a‖²‖b‖² − (a·b)²), ρ h(θ) = ρ sin θ − θ ρ cos θ. At
// angles down to 1e-12 the differences lose 80 bits twice, which leaves more than 200.
const exactBits = 400

func bigFloat(x float64) *big.Float { return new(big.Float).SetPrec(exactBits).SetFloat64(x) }

func bigNew() *big.Float { return new(big.Float).SetPrec(exactBits) }

// bigAtan is atan x, x ≥ 0: the argument is halved 16 times, then the Taylor series.
func bigAtan(x *big.Float) *big.Float {
	one := bigFloat(1)
	t := bigNew().Set(x)
	const halvings = 16
	for range halvings { // atan t = 2 atan(t/(1 + √(1+t²)))
		root := bigNew().Sqrt(bigNew().Add(one, bigNew().Mul(t, t)))
		t.Quo(t, root.Add(root, one))
	}
	square := bigNew().Mul(t, t)
	sum, power := bigNew(), bigNew().Set(t)
	for k := 0; k < 16; k++ { // t ≤ 2^-15: the next term is below 2^-480
		term := bigNew().Quo(power, bigFloat(float64(2*k+1)))
		if k%2 == 1 {
			term.Neg(term)
		}
		sum.Add(sum, term)
		power.Mul(power, square)
	}
	return sum.SetMantExp(sum, halvings)
}

var bigPi = bigNew().Mul(bigFloat(4), bigAtan(bigFloat(1)))

// bigAngle is atan2(y, x) for y ≥ 0.
func bigAngle(y, x *big.Float) *big.Float {
	half := bigNew().Quo(bigPi, bigFloat(2))
	switch x.Sign() {
	case 0:
		if y.Sign() == 0 {
			return bigNew()
		}
		return half
	case 1:
		return bigAtan(bigNew().Quo(y, x))
	}
	return bigNew().Sub(bigPi, bigAtan(bigNew().Quo(y, bigNew().Neg(x))))
}

func bigDot(a, b []*big.Float) *big.Float {
	sum := bigNew()
	for i := range a {
		sum.Add(sum, bigNew().Mul(a[i], b[i]))
	}
	return sum
}

// bigLune is ‖a‖‖b‖h(∠(a, b)).
func bigLune(a, b []*big.Float) *big.Float {
	dot := bigDot(a, b)
	square := bigNew().Mul(bigDot(a, a), bigDot(b, b))
	square.Sub(square, bigNew().Mul(dot, dot))
	if square.Sign() < 0 {
		square.SetInt64(0)
	}
	sine := bigNew().Sqrt(square)
	return sine.Sub(sine, bigNew().Mul(bigAngle(sine, dot), dot))
}

// bigLoss is the loss of students w (rows) and teacher ‖v‖e₁.
func bigLoss(norm float64, w [][]*big.Float) *big.Float {
	v := make([]*big.Float, len(w[0]))
	r := make([]*big.Float, len(v))
	for a := range v {
		v[a], r[a] = bigNew(), bigNew()
	}
	v[0] = bigFloat(norm)
	r[0].Neg(v[0])
	sum := bigNew()
	for i, wi := range w {
		for a := range wi {
			r[a].Add(r[a], wi[a])
		}
		sum.Sub(sum, bigLune(wi, v))
		for _, wj := range w[:i] {
			sum.Add(sum, bigLune(wi, wj))
		}
	}
	sum.Quo(sum, bigNew().Mul(bigFloat(2), bigPi))
	return sum.Add(sum, bigNew().Quo(bigDot(r, r), bigFloat(4)))
}

func (s *Students) bigRows() [][]*big.Float {
	rows := make([][]*big.Float, s.n)
	for i := range rows {
		for _, x := range s.row(i) {
			rows[i] = append(rows[i], bigFloat(x))
		}
	}
	return rows
}

func (s *Students) exactLoss() float64 {
	l, _ := bigLoss(s.norm, s.bigRows()).Float64()
	return l
}

// exactGradient is the central difference of the exact loss with h = 1e-40: its truncation is
// of order h² and its rounding 2^-400/h. No formula for the gradient enters.
func (s *Students) exactGradient() []float64 {
	h := bigFloat(1e-40)
	rows := s.bigRows()
	var grad []float64
	for _, row := range rows {
		for a, x := range row {
			row[a] = bigNew().Add(x, h)
			up := bigLoss(s.norm, rows)
			row[a] = bigNew().Sub(x, h)
			down := bigLoss(s.norm, rows)
			row[a] = x
			up.Sub(up, down)
			up.Quo(up, bigNew().Mul(bigFloat(2), h))
			g, _ := up.Float64()
			grad = append(grad, g)
		}
	}
	return grad
}

// nearOptimum is three students with Σc = 1 up to rounding, Σu = 0 and angles of order ε, on 1 + k axes.
// The u_i are multiples of a power of two, so that sums of them are exact.
func nearOptimum(t *testing.T, seed uint64, k int, epsilon float64) *Students {
	t.Helper()
	r := NewRandom(seed)
	grain := math.Exp2(math.Round(math.Log2(epsilon)) - 20)
	c := []float64{.287, .476, .237}
	u := [][]float64{nil, nil, nil}
	for range k {
		x, y := grain*math.Round(r.Normal()*0x1p20), grain*math.Round(r.Normal()*0x1p20)
		u[0], u[1], u[2] = append(u[0], x), append(u[1], y), append(u[2], -x-y)
	}
	s, err := NewStudentsInFrame(1, c, u)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The loss must keep its digits where t^{-3} has taken it. Each lune has some 10 roundings,
// the sum cancels by a factor of at most about 10 (their sizes against L): 100·2^-52 < 1e-13.
func TestLossKeepsItsDigits(t *testing.T) {
	for _, epsilon := range []float64{.3, 1e-2, 1e-4, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-13} {
		for k := 1; k <= 3; k++ {
			s := nearOptimum(t, uint64(k), k, epsilon)
			got, want := s.Loss(), s.exactLoss()
			if math.Abs(got-want) > 1e-13*want {
				t.Errorf("ε = %v, k = %d: L = %v, exactly %v, relative error %.1e", epsilon, k, got, want, got/want-1)
			}
		}
		for seed := range uint64(10) { // Σu of the size √L, far below the u_i that sum to it
			s := nearOptimum(t, seed, 2, epsilon)
			for i := range s.n {
				floats.Scale(1.0/3, s.row(i)[1:])
			}
			s.row(1)[2] += epsilon * math.Sqrt(epsilon)
			got, want := s.Loss(), s.exactLoss()
			if math.Abs(got-want) > 1e-14*want {
				t.Errorf("ε = %v, Σu = ε^{3/2}, seed %d: L = %v, exactly %v, relative error %.1e", epsilon, seed, got, want, got/want-1)
			}
		}
		for _, h := range []float64{0, 1e-12, -1e-3 * epsilon, .3} {
			p, err := NewPairFromExcess(h, epsilon)
			if err != nil {
				t.Fatal(err)
			}
			lambda := bigFloat(h)
			lambda.Quo(lambda.Add(lambda, bigFloat(1)), bigFloat(2))
			rows := [][]*big.Float{{lambda, bigFloat(epsilon)}, {lambda, bigFloat(-epsilon)}}
			want, _ := bigLoss(1, rows).Float64()
			if got := p.Loss(); math.Abs(got-want) > 1e-13*want {
				t.Errorf("pair H = %v, λ₂ = %v: L = %v, exactly %v, relative error %.1e", h, epsilon, got, want, got/want-1)
			}
		}
	}
}

// Far from the optimum nothing cancels below S² = (‖v‖ + Σ‖w‖)²; n = 1, …, 5, any angles.
func TestLossAndGradientAnywhere(t *testing.T) {
	for seed := range uint64(12) {
		n := 1 + int(seed)%5
		s := gaussianStudents(t, seed, n, 1+int(seed)%4, .7)
		checkAgainstExact(t, s, false)
	}
	for _, epsilon := range []float64{1e-2, 1e-5, 1e-8} {
		for k := 1; k <= 3; k++ {
			s := nearOptimum(t, 7, k, epsilon)
			checkAgainstExact(t, s, true)
			for i := range s.n { // sums that are not exact are carried with their rounding errors: no digit is lost either
				floats.Scale(1.0/3, s.row(i)[1:])
			}
			checkAgainstExact(t, s, true)
		}
	}
}

// checkAgainstExact compares loss and gradient with 400-bit arithmetic. The gradient in c has
// the terms r, θ_ij c_j and (Σ_j ‖w_j‖ sin θ_ij − ‖v‖ sin θ_i) c_i/‖w_i‖; in u the last two carry
// |u_j| and |u_i|/‖w_i‖ instead, so small angles keep their digits there although
// ∂L/∂u is of order θ². The sum r adds n roundings unless it is carried without.
func checkAgainstExact(t *testing.T, s *Students, exactSum bool) {
	t.Helper()
	size, across, angles, shortest := s.norm, 0.0, 0.0, math.Inf(1)
	for i := range s.n {
		size += s.Norm(i)
		across = max(across, length(s.row(i)[1:]))
		angles = max(angles, s.Angle(i))
		shortest = min(shortest, s.Norm(i))
		for j := range i {
			angles = max(angles, s.Between(i, j))
		}
	}
	const ulp = 0x1p-52
	if l, want := s.Loss(), s.exactLoss(); math.Abs(l-want) > 20*ulp*size*size {
		t.Errorf("loss %v, exactly %v", l, want)
	}
	roundings := float64(10*s.n+10) * ulp
	inC := roundings * size
	inU := roundings * angles * (1 + size/shortest) * across
	if !exactSum {
		inU += float64(s.n) * ulp * float64(s.n) * across
	}
	got := s.Gradient(nil)
	for i, want := range s.exactGradient() {
		allowed := inU
		if i%s.m == 0 {
			allowed = inC
		}
		if math.Abs(got[i]-want) > allowed {
			t.Errorf("n = %d, axes %d, largest angle %.1e: ∇[%d] = %v, exactly %v, allowed %.1e", s.n, s.m, angles, i, got[i], want, allowed)
		}
	}
}
