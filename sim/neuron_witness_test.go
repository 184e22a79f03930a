package sim

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// The closed form against both witnesses of the definition. Quadrature rounds at 50·2^-52 S²
// (16 nodes, n² + n terms of at most S² in all); the Monte Carlo mean of 2·10⁵ samples lies
// within 6.5 standard errors but for a chance of 1e-10.
func TestLossIsItsDefinition(t *testing.T) {
	r := NewRandom(2)
	for seed := range uint64(12) {
		n, d := 1+int(seed)%5, 1+int(seed)%4
		v, w := gaussianProblem(t, seed, n, d)
		size := floats.Norm(v, 2)
		for _, wi := range w {
			size += floats.Norm(wi, 2)
		}
		closed := mustStudents(t, v, w).Loss()
		integral, err := QuadratureLoss(v, w)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(integral-closed) > 50*0x1p-52*size*size {
			t.Errorf("n = %d, d = %d: closed form %v, quadrature %v", n, d, closed, integral)
		}
		if testing.Short() {
			continue
		}
		mean, deviation, err := monteCarloLoss(r, v, w, 200_000)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(mean-closed) > 6.5*deviation {
			t.Errorf("n = %d, d = %d: closed form %v, Monte Carlo %v ± %v", n, d, closed, mean, deviation)
		}
	}
}

// E[a·x]₊[b·x]₊ = ‖a‖‖b‖(sin θ + (π − θ)cos θ)/2π, and 0 where one is 0: a student may be.
func TestPlaneMean(t *testing.T) {
	for _, c := range []struct {
		a, b []float64
		want float64
	}{
		{[]float64{0, 0}, []float64{1, 2}, 0},
		{[]float64{1, 0}, []float64{1, 0}, 0.5},
		{[]float64{1, 0}, []float64{0, 1}, 1 / (2 * math.Pi)},
		{[]float64{0, 1}, []float64{0, -3}, 0},
		{[]float64{3, 4}, []float64{5, 0}, 25 * (0.8 + (math.Pi-math.Acos(0.6))*0.6) / (2 * math.Pi)},
	} {
		if got := planeMean(c.a, c.b); math.Abs(got-c.want) > 50*0x1p-52*(1+c.want) {
			t.Errorf("%v and %v: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// The square of the plane is integrated as it stands, so a loss far below 2^-52 is seen. F is
// rounded at 2^-52 S, L at 2·2^-52 S√L·2; S = 2.
func TestQuadratureSeesSmallLosses(t *testing.T) {
	for _, turn := range []float64{1e-2, 1e-4, 1e-6} {
		v, w := []float64{1, 0}, [][]float64{{.5, turn}, {.5, -turn}}
		integral, err := QuadratureLoss(v, w)
		if err != nil {
			t.Fatal(err)
		}
		closed := mustStudents(t, v, w).Loss()
		if math.Abs(integral-closed) > 8*0x1p-52*math.Sqrt(closed)+0x1p-100 {
			t.Errorf("λ₂ = %v: closed form %v, quadrature %v", turn, closed, integral)
		}
	}
}

func TestWitnessesRefuseBadInput(t *testing.T) {
	one := [][]float64{{1}}
	for name, f := range map[string]func() error{
		"no teacher":  func() error { _, err := QuadratureLoss(nil, one); return err },
		"no students": func() error { _, err := QuadratureLoss([]float64{1}, nil); return err },
		"lengths":     func() error { _, err := QuadratureLoss([]float64{1, 2}, one); return err },
		"NaN":         func() error { _, err := QuadratureLoss([]float64{math.NaN()}, one); return err },
		"student ∞":   func() error { _, err := QuadratureLoss([]float64{1}, [][]float64{{math.Inf(1)}}); return err },
		"one sample":  func() error { _, _, err := monteCarloLoss(NewRandom(1), []float64{1}, one, 1); return err },
	} {
		if f() == nil {
			t.Errorf("%s accepted", name)
		}
	}
}

// monteCarloLoss is the mean over samples x ~ N(0, I_d) of ½(Σ_i [w_i·x]₊ − [v·x]₊)² and the
// standard error of that mean, straight from the definition. It needs at least 2 samples.
func monteCarloLoss(r *Random, teacher []float64, students [][]float64, samples int) (mean, standardError float64, err error) {
	if err := checkNetwork(teacher, students); err != nil {
		return 0, 0, err
	}
	if samples < 2 {
		return 0, 0, fmt.Errorf("sim: Monte Carlo loss with %d samples, want at least 2", samples)
	}
	x := make([]float64, len(teacher))
	squares := 0.0
	for k := range samples {
		r.Normals(x)
		f := misfit(teacher, students, x)
		loss := f * f / 2
		// Welford's recurrence.
		step := loss - mean
		mean += step / float64(k+1)
		squares += step * (loss - mean)
	}
	return mean, math.Sqrt(squares / (float64(samples-1) * float64(samples))), nil
}
