package sim

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// gaussianProblem is a teacher and students in R^d, the teacher in no special direction.
func gaussianProblem(t *testing.T, seed uint64, n, d int) (teacher []float64, students [][]float64) {
	t.Helper()
	r := NewRandom(seed)
	teacher = make([]float64, d)
	r.Normals(teacher)
	students, err := GaussianStart(r, n, d, .5)
	if err != nil {
		t.Fatal(err)
	}
	return teacher, students
}

// mustStudents is NewStudents for input that is known to be admitted.
func mustStudents(t *testing.T, teacher []float64, students [][]float64) *Students {
	t.Helper()
	s, err := NewStudents(teacher, students)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plainStep is a step of gradient descent in R^d by the textbook form of the mean of
// (f − g)1{w_i·x > 0}x, with acos and no frame: the independent witness of frame and reduction.
func plainStep(eta float64, v []float64, w [][]float64) [][]float64 {
	// E[a·x]₊1{b·x>0}x = (1/2π)[(π − θ)a + ‖a‖ sin θ b̄].
	pull := func(dst, a, b []float64, sign float64) {
		na, nb := floats.Norm(a, 2), floats.Norm(b, 2)
		theta := math.Acos(max(-1, min(1, floats.Dot(a, b)/(na*nb))))
		floats.AddScaled(dst, sign*(math.Pi-theta)/(2*math.Pi), a)
		floats.AddScaled(dst, sign*na*math.Sin(theta)/(2*math.Pi*nb), b)
	}
	next := make([][]float64, len(w))
	for i, wi := range w {
		g := make([]float64, len(v))
		pull(g, v, wi, -1)
		for j, wj := range w {
			if j == i {
				floats.AddScaled(g, .5, wi)
			} else {
				pull(g, wj, wi, 1)
			}
		}
		next[i] = floats.AddScaledTo(make([]float64, len(v)), wi, -eta, g)
	}
	return next
}

// Reduced, unreduced and plain descent are the same motion. A step makes some 100 roundings of size
// S = ‖v‖ + Σ‖w‖ and spreads earlier ones by at most 1 + η(n + S/min‖w‖), a bound of the Hessian.
func TestReductionIsExact(t *testing.T) {
	for seed := range uint64(10) {
		n, d := 1+int(seed)%6, 1+int(seed*3)%10
		v, w := gaussianProblem(t, seed, n, d)
		short := mustStudents(t, v, w)
		full, err := NewStudentsUnreduced(v, w)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := short.Axes(), min(d, n+1); got != want {
			t.Errorf("n = %d, d = %d: %d axes, want %d", n, d, got, want)
		}
		if full.Axes() != d {
			t.Errorf("d = %d: %d axes without reduction", d, full.Axes())
		}
		const eta, steps = .1, 10
		size, shortest := floats.Norm(v, 2), math.Inf(1)
		for _, wi := range w {
			size += floats.Norm(wi, 2)
			shortest = min(shortest, floats.Norm(wi, 2))
		}
		allowed := 100 * steps * 0x1p-52 * size * math.Pow(1+eta*(float64(n)+size/shortest), steps)
		for range steps {
			short.Step(eta)
			full.Step(eta)
			w = plainStep(eta, v, w)
		}
		unit, _ := direction(v)
		for i := range n {
			c := floats.Dot(w[i], unit)
			u := floats.Norm(floats.AddScaledTo(make([]float64, d), w[i], -c, unit), 2)
			for name, s := range map[string]*Students{"reduced": short, "unreduced": full} {
				if math.Abs(s.Along(i)-c) > allowed || math.Abs(length(s.Across(i))-u) > allowed {
					t.Errorf("n = %d, d = %d, student %d: plain (c, |u|) = (%v, %v), %s (%v, %v), allowed %.1e", n, d, i, c, u, name, s.Along(i), length(s.Across(i)), allowed)
				}
			}
		}
	}
}

// A teacher on an axis must leave the c_i unrounded, whatever the sign and the axis.
func TestTeacherOnAxisKeepsDigits(t *testing.T) {
	for axis := range 3 {
		for _, sign := range []float64{2, -2} {
			v := make([]float64, 3)
			v[axis] = sign
			w := [][]float64{{.1, .2, .3}, {-.7, 1e-9, .5}}
			s := mustStudents(t, v, w)
			for i := range w {
				if got, want := s.Along(i), math.Copysign(1, sign)*w[i][axis]; got != want {
					t.Errorf("teacher %v: c_%d = %v, want %v exactly", v, i, got, want)
				}
			}
		}
	}
}

// The loss depends on the Gram matrix only: rotate everything, or permute the students.
// Both forms differ by the roundings of the frame, 20·2^-52 S² with S = ‖v‖ + Σ‖w‖.
func TestLossIsInvariant(t *testing.T) {
	for seed := range uint64(10) {
		n, d := 2+int(seed)%4, 2+int(seed)%5
		v, w := gaussianProblem(t, seed, n, d)
		s := mustStudents(t, v, w)
		noise := make([]float64, d*d)
		NewRandom(seed + 99).Normals(noise)
		var qr mat.QR
		var q mat.Dense
		qr.Factorize(mat.NewDense(d, d, noise))
		qr.QTo(&q)
		turn := func(x []float64) []float64 {
			var y mat.VecDense
			y.MulVec(&q, mat.NewVecDense(d, x))
			return y.RawVector().Data
		}
		var turned, permuted [][]float64
		size := floats.Norm(v, 2)
		for i := range w {
			turned = append(turned, turn(w[i]))
			permuted = append(permuted, w[(i+1)%n])
			size += floats.Norm(w[i], 2)
		}
		allowed := 20 * 0x1p-52 * size * size
		for name, other := range map[string]*Students{"turned": mustStudents(t, turn(v), turned), "permuted": mustStudents(t, v, permuted)} {
			if got, want := other.Loss(), s.Loss(); math.Abs(got-want) > allowed {
				t.Errorf("n = %d, d = %d, %s: loss %v, want %v ± %.1e", n, d, name, got, want, allowed)
			}
			if got, want := other.GradientNorm(), s.GradientNorm(); math.Abs(got-want) > 20*float64(n)*0x1p-52*size {
				t.Errorf("n = %d, d = %d, %s: ‖∇L‖ = %v, want %v", n, d, name, got, want)
			}
		}
	}
}

// L(aW; av) = a²L and ∇ scales by a: to the bit for a power of two, since no constant but the
// flushing level has a unit.
func TestLossScales(t *testing.T) {
	for _, scale := range []float64{0x1p-100, .5, 8, 0x1p90} {
		s := gaussianStudents(t, 5, 4, 3, .5)
		c, u := make([]float64, 4), make([][]float64, 4)
		for i := range c {
			c[i], u[i] = s.Along(i)*scale, s.Across(i)
			floats.Scale(scale, u[i])
		}
		big, err := NewStudentsInFrame(scale, c, u)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := big.Loss(), scale*scale*s.Loss(); got != want {
			t.Errorf("scale %v: loss %v, want %v", scale, got, want)
		}
		g := s.Gradient(nil)
		for i, x := range big.Gradient(nil) {
			if x != scale*g[i] {
				t.Errorf("scale %v: ∇[%d] = %v, want %v", scale, i, x, scale*g[i])
			}
		}
	}
}

// Aligned students stay aligned and Σλ − 1 falls by 1 − nη/2 a step, to the roundings of Σλ.
func TestAlignedStudents(t *testing.T) {
	v := []float64{0, 2, 0}
	w := [][]float64{{0, .2, 0}, {0, .4, 0}, {0, .1, 0}}
	s := mustStudents(t, v, w)
	const eta, n = .2, 3
	for range 30 {
		before := s.Missing()
		s.Step(eta)
		if got, want := s.Missing(), before*(1-n*eta/2); math.Abs(got-want) > 20*0x1p-52*2 {
			t.Fatalf("H = %v, want %v", got, want)
		}
	}
	for i := range n {
		if s.Angle(i) != 0 {
			t.Errorf("θ_%d = %v, want 0", i, s.Angle(i))
		}
	}
}

// n identical students move as one with n times the step: u = nw. Ten roundings a step of
// terms of size 1, carried along 50 contracting steps.
func TestIdenticalStudents(t *testing.T) {
	const eta, n = .1, 4
	w, err := IdenticalStart([]float64{.05, .2, -.1}, n)
	if err != nil {
		t.Fatal(err)
	}
	v := []float64{1, 0, 0}
	many := mustStudents(t, v, w)
	one := mustStudents(t, v, [][]float64{{n * .05, n * .2, n * -.1}})
	for range 50 {
		many.Step(eta)
		one.Step(n * eta)
	}
	allowed := 10 * 50 * n * 0x1p-52
	if math.Abs(n*many.Along(2)-one.Along(0)) > allowed || math.Abs(n*length(many.Across(2))-length(one.Across(0))) > allowed {
		t.Errorf("n identical students times n: %v, one student: %v", many.State()[2], one.State()[0])
	}
	// One student: L ~ (1 − η/2)^{2t} with η replaced by nη. The next term of L is smaller by a
	// factor θ ~ √L, and H is known to 2^-52, that is to 2^-52/√L of itself; √L ≈ .8^80 = 2e-8.
	seen, err := one.Losses(context.Background(), n*eta, []int{30, 31})
	if err != nil {
		t.Fatal(err)
	}
	root := math.Sqrt(seen[0].Loss)
	if ratio := seen[1].Loss / seen[0].Loss; math.Abs(ratio-.64) > 10*(root+0x1p-52/root) {
		t.Errorf("L'/L = %v, want .64 at L = %v", ratio, seen[0].Loss)
	}
}

// A step of a run allocates nothing.
func TestStepDoesNotAllocate(t *testing.T) {
	for _, n := range []int{1, 2, 3, 8} {
		s := gaussianStudents(t, 3, n, n+1, .3)
		if got := testing.AllocsPerRun(100, func() { s.Step(.01) }); got != 0 {
			t.Errorf("n = %d: %v allocations a step", n, got)
		}
		if got := testing.AllocsPerRun(100, func() { s.Loss() }); got != 0 {
			t.Errorf("n = %d: %v allocations a loss", n, got)
		}
	}
}

// Near t = 1 the difference sin t − t cos t still has all digits but two bits, so it tests every term of the series
// that counts there: the eighth is 4e-14, the ninth 2e-16.
func TestLuneSeries(t *testing.T) {
	for x := 0.5; x <= 1; x += 0.03125 {
		want := math.Sin(x) - x*math.Cos(x)
		if got := luneSeries(x); math.Abs(got-want) > 3*0x1p-52 { // three roundings of numbers below 1
			t.Errorf("series at %v is %v, want %v", x, got, want)
		}
	}
	const atOne = 0.301168678939756789251565714187322395890252640 // sin 1 − cos 1
	if got := luneSeries(1); math.Abs(got-atOne) > 0x1p-53 {      // two roundings of a number below ½, and the one of 1/3
		t.Errorf("series at 1 is %v, want %v", got, atOne)
	}
}
