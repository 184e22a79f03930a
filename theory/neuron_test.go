package theory

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
)

// drawNeurons is a teacher of norm 1 and n students in R^d of norm about scale.
func drawNeurons(r *rand.Rand, n, d int, scale float64) ([]float64, [][]float64) {
	teacher := make([]float64, d)
	norm := 0.0
	for k := range teacher {
		teacher[k] = r.NormFloat64()
		norm = math.Hypot(norm, teacher[k])
	}
	for k := range teacher {
		teacher[k] /= norm
	}
	students := make([][]float64, n)
	for i := range students {
		students[i] = make([]float64, d)
		for k := range students[i] {
			students[i][k] = scale * r.NormFloat64()
		}
	}
	return teacher, students
}

// The arithmetic of its own rests on π = 4 arctan 1; its digits are those of any table.
func TestExactPi(t *testing.T) {
	const digits = "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798"
	want, _, err := big.ParseFloat(digits, 10, exactBits, big.ToNearestEven)
	if err != nil {
		t.Fatal(err)
	}
	off := exact().Sub(exactPi(), want)
	// 101 decimals are printed: 10⁻¹⁰¹ is below the 320 bits, 2⁻³¹⁰ is claimed.
	if off.Sign() != 0 && off.MantExp(nil) > -308 {
		t.Errorf("π is off by %v", off)
	}
}

// arctan2 is compared with math.Atan2 in every sector, and with the exact angles at
// the borders between them.
func TestArctan2(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	points := [][2]float64{{0, 1}, {0, -1}, {1, 0}, {1, 1}, {1, -1}, {1e-200, 1}, {1e-200, -1}, {1, 1e-200}, {0, 0}}
	for range 200 {
		points = append(points, [2]float64{math.Abs(r.NormFloat64()), r.NormFloat64()})
	}
	for _, p := range points {
		angle := arctan2(exact().SetFloat64(p[0]), exact().SetFloat64(p[1]))
		got, _ := angle.Float64()
		want := math.Atan2(p[0], p[1])
		if math.Abs(got-want) > 2*ulp*want { // math.Atan2 is good to 2 ulp
			t.Errorf("arctan2(%v, %v) = %v, want %v", p[0], p[1], got, want)
		}
	}
}

// Losses with a closed form of another origin: students on the teacher's line,
// where only norms enter, students at right angles, where k = ‖a‖‖b‖/2π, and the single
// student opposite the teacher.
func TestNeuronLossClosedForms(t *testing.T) {
	cases := []struct {
		name     string
		teacher  []float64
		students [][]float64
		want     float64
	}{
		{"aligned", []float64{2, 0}, [][]float64{{1, 0}, {0.5, 0}}, 0.25 * 0.25},
		{"exact", []float64{0, 3}, [][]float64{{0, 1}, {0, 2}}, 0},
		{"opposite", []float64{1}, [][]float64{{-2}}, 0.25 + 1},
		{"orthogonal", []float64{1, 0}, [][]float64{{0, 1}}, 0.5 - 1/(2*math.Pi)},
		{"null student", []float64{1, 0}, [][]float64{{0, 0}}, 0.25},
	}
	for _, c := range cases {
		got, err := NeuronLoss(c.teacher, c.students)
		if err != nil || math.Abs(got-c.want) > 2*ulp { // the rounding of want
			t.Errorf("%s: L = %v, %v, want %v", c.name, got, err, c.want)
		}
	}
}

// The kernel is an expectation: k(a, b) = E [a·x]₊[b·x]₊. In the plane it is a radial
// integral, ∫₀^∞ r³ e^{−r²/2} dr = 2, times the mean over the angle, which the trapezoidal
// rule on a common half-circle gives with an error that the step bounds. This
// is the only test that ties the closed form to its definition.
func TestKernelIsTheExpectation(t *testing.T) {
	const steps = 1 << 16
	r := rand.New(rand.NewPCG(2, 1))
	for range 20 {
		v, w := drawNeurons(r, 2, 2, 1)
		sum, size := 0.0, 0.0
		for s := range steps {
			sin, cos := math.Sincos(2 * math.Pi * float64(s) / steps)
			f := -max(0, v[0]*cos+v[1]*sin)
			for _, u := range w {
				f += max(0, u[0]*cos+u[1]*sin)
			}
			sum += f * f
		}
		want := sum / steps // ½ · 2 · mean over the angle
		size = 1 + math.Hypot(w[0][0], w[0][1]) + math.Hypot(w[1][0], w[1][1])
		// f² is Lipschitz with kinks in f': the rule's error is at most (h²/12)·2π·sup|(f²)''|/2π plus
		// six kinks of f·Δf' h²/8 each, below S² h².
		h := 2 * math.Pi / steps
		got, err := NeuronLoss(v, w)
		if err != nil || math.Abs(got-want) > size*size*h*h {
			t.Errorf("L = %v, %v, the integral is %v, allowed %v", got, err, want, size*size*h*h)
		}
	}
}

// The loss of the symmetric pair has a form without cancellation, derived from the
// angles. At λ₂ = 10⁻⁸, L ≈ 4·10⁻²⁵, and at 10⁻²⁰, the kernel form must still agree with it.
func TestNeuronLossKeepsDigits(t *testing.T) {
	for _, x := range []float64{0.3, 1e-3, 1e-6, 1e-8, 1e-10, 1e-20} {
		want, err := PairLoss(0.5, x)
		if err != nil {
			t.Fatal(err)
		}
		got, err := NeuronLoss([]float64{1, 0}, [][]float64{{0.5, x}, {0.5, -x}})
		// PairLoss subtracts terms in the ratio 3 : 1, about ten roundings of each.
		if err != nil || math.Abs(got-want) > 20*ulp*want {
			t.Errorf("λ₂ = %v: L = %v, %v, want %v", x, got, err, want)
		}
	}
}

// The gradient is the derivative of the loss: a central difference with the step h = 2⁻⁷⁰ in the same
// arithmetic has the error h² sup|L”'|/6 + 2⁻³⁰⁰/h, far below the rounding of the
// result. The states include small angles, opposite students and tiny ones.
func TestNeuronGradientIsTheDerivative(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	for i := range 12 {
		n, d := 1+r.IntN(3), 1+r.IntN(4)
		v, w := drawNeurons(r, n, d, []float64{1, 1e-3, 5}[i%3])
		if i%4 == 1 {
			for k := range v {
				w[0][k] = v[k] + 1e-5*w[0][k]
			}
		}
		gradient, err := NeuronGradient(v, w)
		if err != nil {
			t.Fatal(err)
		}
		x := exactly(v, w)
		h := exact().SetMantExp(big.NewFloat(1), -70)
		for j := range w {
			for k := range v {
				at := x[j+1][k]
				x[j+1][k] = exact().Add(at, h)
				up := kernelLoss(x)
				x[j+1][k] = exact().Sub(at, h)
				difference := up.Sub(up, kernelLoss(x))
				x[j+1][k] = at
				want, _ := difference.Quo(difference, exact().Mul(big.NewFloat(2), h)).Float64()
				// h² = 7·10⁻⁴³; |L'''| ≤ 1/(angle · norm²) ≤ 10¹³ here
				if got := gradient[j][k]; math.Abs(got-want) > ulp*math.Abs(want)+1e-28 {
					t.Errorf("n = %d, d = %d: ∂L/∂w[%d][%d] = %v, the difference quotient is %v", n, d, j, k, got, want)
				}
			}
		}
	}
}

// L is homogeneous of degree 2 in all vectors, so Σ w_i·∇_i L + v·∇_v L = 2L, and ∇_i L has
// degree 1; a power of two scales exactly.
func TestNeuronHomogeneity(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	v, w := drawNeurons(r, 3, 4, 0.5)
	l, _ := NeuronLoss(v, w)
	g, _ := NeuronGradient(v, w)
	scale := func(x []float64) {
		for k := range x {
			x[k] *= 8
		}
	}
	scale(v)
	for i := range w {
		scale(w[i])
		scale(g[i])
	}
	l8, _ := NeuronLoss(v, w)
	g8, _ := NeuronGradient(v, w)
	if l8 != 64*l {
		t.Errorf("L(8x) = %v, want 64 L(x) = %v", l8, 64*l)
	}
	for i := range g {
		for k := range g[i] {
			if g8[i][k] != g[i][k] {
				t.Errorf("∇L(8x)[%d][%d] = %v, want 8 ∇L(x) = %v", i, k, g8[i][k], g[i][k])
			}
		}
	}
}

// Bad input is one clear error that names the value.
// The ends of the range: components of 10¹⁵⁰ and norms that sum to 10⁻¹⁴⁰ and 10¹⁵⁰.
func TestNeuronEdges(t *testing.T) {
	for _, x := range []float64{1e-140, 1e150} {
		_, err := NeuronLoss([]float64{x}, [][]float64{{0}})
		accepted(t, "sum of norms", err)
	}
	_, err := NeuronLoss([]float64{largestComponent}, [][]float64{{-largestComponent}})
	accepted(t, "component", err)
}

func TestNeuronRefusals(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	cases := []struct {
		teacher  []float64
		students [][]float64
		want     string
	}{
		{nil, [][]float64{{1}}, "d = 0"},
		{[]float64{1}, nil, "n = 0"},
		{[]float64{0, 0}, [][]float64{{1, 0}}, "teacher = [0 0]"},
		{[]float64{1, nan}, [][]float64{{1, 0}}, "teacher[1] = NaN"},
		{[]float64{1, 0}, [][]float64{{1, inf}}, "students[0][1] = +Inf"},
		{[]float64{1, 0}, [][]float64{{1, 1e151}}, "students[0][1] = 1e+151"},
		{[]float64{1, 0}, [][]float64{{1, 0}, {1}}, "students[1] has 1 components, want 2"},
	}
	for _, c := range cases {
		_, lossErr := NeuronLoss(c.teacher, c.students)
		_, gradientErr := NeuronGradient(c.teacher, c.students)
		for _, err := range []error{lossErr, gradientErr} {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		}
	}
	if _, err := NeuronGradient([]float64{1}, [][]float64{{1}, {0}}); err == nil || !strings.Contains(err.Error(), "students[1]") {
		t.Errorf("gradient at a null student: error %v, want one that names it", err)
	}
}

// neuronAngles is the angle θ_i = ∠(w_i, v) ∈ [0, π] of each student, in the
// arithmetic of [NeuronLoss]: the absolute error is below 2⁻¹⁵⁰, and every digit
// is right from θ = 10⁻³⁹ up. A null student has no angle and is an error. Else as
// NeuronLoss.
func neuronAngles(teacher []float64, students [][]float64) ([]float64, error) {
	if err := needNeurons(teacher, students); err != nil {
		return nil, err
	}
	x := exactly(teacher, students)
	angles := make([]float64, len(students))
	for i, w := range students {
		if null(w) {
			return nil, fmt.Errorf("theory: students[%d] = %v, want a vector other than 0, which has no angle", i, w)
		}
		v, u := x[0], x[i+1]
		_, angle := wedge(dot(u, u), dot(u, v), dot(v, v))
		angles[i], _ = angle.Float64()
	}
	return angles, nil
}
