package theory

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// The gradient on the line agrees with the general one, for any mixture of signs.
// The printed form, for all i the same, does not as soon as one λ is negative.
func TestAlignedGradient(t *testing.T) {
	v := []float64{0.6, -0.8}
	for _, lambda := range [][]float64{{0.3}, {0.2, 0.5, 0.1}, {2, 3}, {-1, 0.5}, {-0.2, -0.7, 0.4, 1.1}} {
		w := make([][]float64, len(lambda))
		for i, l := range lambda {
			w[i] = []float64{l * v[0], l * v[1]}
		}
		got, err := AlignedGradient(lambda)
		if err != nil {
			t.Fatal(err)
		}
		want, err := NeuronGradient(v, w)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			for k := range v {
				// λ v is rounded, so each student leaves the line by ulp |λ|: the gradient moves by as much.
				if math.Abs(got[i]*v[k]-want[i][k]) > 8*ulp*5 {
					t.Errorf("λ = %v: ∇_%d along %d is %v, want %v", lambda, i, k, got[i]*v[k], want[i][k])
				}
			}
		}
	}
}

// Σλ_j under the recursion of the gradient is the closed form, to 1 and not to 0.
func TestAlignedSum(t *testing.T) {
	const eta, steps = 0.1, 200
	lambda := []float64{0.05, 0.7, 0.9}
	s0 := lambda[0] + lambda[1] + lambda[2]
	for step := range steps {
		sum := lambda[0] + lambda[1] + lambda[2]
		want, err := AlignedSum(3, eta, s0, step)
		if lambda[0] <= 0 { // min λ(0) = .05 < (S₀ − 1)/3: the hypothesis fails and the sign changes
			break
		}
		if err != nil || math.Abs(sum-want) > float64(step+4)*4*ulp*s0 {
			t.Fatalf("t = %d: Σλ = %v, want %v (%v)", step, sum, want, err)
		}
		g, err := AlignedGradient(lambda)
		if err != nil {
			t.Fatal(err)
		}
		for i := range lambda {
			lambda[i] -= eta * g[i]
		}
	}
	if lambda[0] > 0 {
		t.Errorf("λ₁ stayed positive (%v) though min λ < (S₀ − 1)/n", lambda[0])
	}
	limit, _ := AlignedSum(4, 0.1, 0.2, 1000)
	printed, _ := AlignedSumPrinted(4, 0.1, 0.2, 1000)
	if math.Abs(limit-1) > ulp || math.Abs(printed) > ulp {
		t.Errorf("limits %v and %v as printed, want 1 and 0", limit, printed)
	}
}

// The step of n identical students is a step of each of them in the full problem,
// and n times the single-neuron gradient for the teacher v/n.
func TestIdenticalStep(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	for n := 1; n <= 8; n++ {
		const eta = 0.05
		v, w := drawNeurons(r, 1, 3, 1)
		all := make([][]float64, n)
		small := make([]float64, 3)
		for i := range all {
			all[i] = w[0]
		}
		for k := range v {
			small[k] = v[k] / float64(n)
		}
		got, err := IdenticalStep(eta, n, v, w[0])
		if err != nil {
			t.Fatal(err)
		}
		full, _ := NeuronGradient(v, all)
		single, _ := NeuronGradient(small, w)
		size := float64(n)*math.Sqrt(inner(w[0], w[0])) + 1
		for k := range v {
			for name, g := range map[string]float64{"the full problem": full[n-1][k], "teacher v/n": float64(n) * single[0][k]} {
				if want := w[0][k] - eta*g; math.Abs(got[k]-want) > 8*ulp*size { // n w and v/n rounded, Lipschitz constant below 1
					t.Errorf("n = %d: w'[%d] = %v, %s says %v", n, k, got[k], name, want)
				}
			}
		}
	}
}

// A single student from a generic start: every step inside ‖w − v‖ ≤ ¼ has the rate
// 2 log(1 − η/2) up to the stated bound, in the slowest direction and in any other.
func TestSingleRate(t *testing.T) {
	v := []float64{1, 0}
	for _, eta := range []float64{0.1, 0.5, 1} {
		rate, err := SingleRate(eta)
		if err != nil {
			t.Fatal(err)
		}
		w := []float64{0.95, -0.2}
		before, _ := NeuronLoss(v, [][]float64{w})
		for before > 1e-25 { // below it the rounding of w, 10⁻¹⁶, shows in w − v
			delta := math.Hypot(w[0]-1, w[1])
			bound, err := SingleRateError(eta, delta)
			if err != nil {
				t.Fatal(err)
			}
			if w, err = IdenticalStep(eta, 1, v, w); err != nil {
				t.Fatal(err)
			}
			after, _ := NeuronLoss(v, [][]float64{w})
			rounding := 8 * ulp / delta // of w' relative to w' − v
			if got := math.Log(after / before); math.Abs(got-rate) > bound+rounding {
				t.Fatalf("η = %v, δ = %v: rate %v, want %v ± %v", eta, delta, got, rate, bound)
			}
			before = after
		}
	}
}

// The bound of the rate is 1.3 δ up to δ = ¼ and η = 1; the rate exists inside (0, 2).
func TestSingleRateEdges(t *testing.T) {
	for _, delta := range []float64{0, 0.125, 0.25} {
		bound, err := SingleRateError(1, delta)
		accepted(t, "δ", err)
		near(t, "bound", bound, 13*delta/10, ulp)
	}
	_, err := SingleRate(0)
	refused(t, "η", err, "η = 0")
	_, err = SingleRate(2)
	refused(t, "η", err, "η = 2")
}

func TestSpecialRefusals(t *testing.T) {
	_, zero := AlignedGradient([]float64{1, 0})
	_, nan := AlignedGradient([]float64{math.NaN()})
	_, n := AlignedSum(0, 0.1, 1, 1)
	_, eta := AlignedSumPrinted(1, -0.1, 1, 1)
	_, steps := AlignedSum(1, 0.1, 1, -1)
	_, sum := AlignedSum(1, 0.1, math.Inf(1), 1)
	_, identical := IdenticalStep(0.1, 0, []float64{1}, []float64{1})
	_, null := IdenticalStep(0.1, 2, []float64{1}, []float64{0})
	_, rate := SingleRate(2)
	_, large := SingleRateError(1.5, 0.1)
	_, far := SingleRateError(0.5, 0.3)
	for want, err := range map[string]error{
		"λ[1] = 0": zero, "λ[0] = NaN": nan, "n = 0": n, "η = -0.1": eta, "t = -1": steps, "S₀ = +Inf": sum,
		"n = 0 students": identical, "students[0]": null, "η = 2,": rate, "η = 1.5": large, "= 0.3": far,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
