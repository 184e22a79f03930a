package sim

import (
	"context"
	"math"
	"sort"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// TestTogetherIsTheVectors: fed with the inner products of real data, the Gram matrix is
// that of real vectors which all descend on the same a.
func TestTogetherIsTheVectors(t *testing.T) {
	const n, steps = 12, 40
	fits := []Activation{must(NewPolynomial(0, 0, 0, 1)), must(NewPolynomial(0, 0, 1)), must(NewHermite(3))}
	delta := []float64{0.01, 0.05, 0.01}
	r := NewRandom(5)
	target, start := make([]float64, n), make([]float64, n)
	if err := UniformSphere(target, r); err != nil {
		t.Fatal(err)
	}
	if err := UniformSphere(start, r); err != nil {
		t.Fatal(err)
	}
	x := [][]float64{target}
	for range fits {
		x = append(x, append([]float64{}, start...))
	}
	all, err := NewTogether(n, floats.Dot(target, start), fits...)
	if err != nil {
		t.Fatal(err)
	}
	a := make([]float64, n)
	for step := range steps {
		r.Normals(a)
		for i := range x {
			all.inner[i] = floats.Dot(a, x[i])
		}
		v := all.inner[0]
		for i, f := range fits {
			u := all.inner[i+1]
			g := 2 * (f.At(u) - f.At(v)) * f.Slope(u)
			floats.AddScaled(x[i+1], -delta[i]/n*g, floats.AddScaledTo(make([]float64, n), a, -u, x[i+1]))
			floats.Scale(1/floats.Norm(x[i+1], 2), x[i+1])
		}
		all.follow(floats.Dot(a, a), delta)
		for i := range x {
			for j := range i {
				// a step of both rounds some 100 numbers of size 1 + c‖a‖², and an error of
				// one step is stretched by no more than that factor in the next
				tolerance := 0x1p-52 * 100 * float64(step+1) * 100
				if d := math.Abs(floats.Dot(x[i], x[j]) - all.gram[i][j]); d > tolerance {
					t.Fatalf("step %d: ⟨x_%d, x_%d⟩ = %v on vectors, %v here", step, i, j, floats.Dot(x[i], x[j]), all.gram[i][j])
				}
			}
		}
	}
	if math.Abs(all.gram[2][1]-1) < 1e-3 {
		t.Error("the points have not parted, and the case shows nothing")
	}
}

// TestTogetherHasTheLawOfEachChain: a point among others moves as it would alone.
func TestTogetherHasTheLawOfEachChain(t *testing.T) {
	const n, steps, replicas = 15, 30, 3000
	fits := []Activation{must(NewPolynomial(0, 0, 1)), must(NewHermite(3))}
	delta := []float64{0.05, 0.01}
	last := make([][]float64, len(fits))
	for i := range replicas {
		r := NewRandom(uint64(i))
		all, err := NewTogether(n, 0.3, fits...)
		if err != nil {
			t.Fatal(err)
		}
		for range steps {
			all.Step(r, delta)
		}
		for k := range fits {
			last[k] = append(last[k], all.Overlap(k))
		}
	}
	for k, f := range fits {
		seen, err := RunChain(context.Background(), ChainRun{
			Model: must(NewSingleLayer(f, 0)), N: n, Schedule: must(NewConstant(delta[k])), Start: At(0.3),
			Watch: Watch{Low: 0.5, High: 0.9, Steps: steps}, Replicas: replicas, Seed: func(i int) uint64 { return uint64(i) + 1e6 }})
		if err != nil {
			t.Fatal(err)
		}
		alone := values(seen, func(h Hitting) float64 { return h.Last })
		// Kolmogorov-Smirnov at level 1e-9: two bands, each missed with 2exp(−2nε²) = 5e-10
		if d, most := kolmogorov(last[k], alone), 2*math.Sqrt(math.Log(4e9)/(2*replicas)); d > most {
			t.Errorf("%v: distance %v between the laws alone and together, at most %v", f, d, most)
		}
	}
}

// kolmogorov is the distance of two samples.
func kolmogorov(a, b []float64) (d float64) {
	sort.Float64s(a)
	sort.Float64s(b)
	for i, x := range a {
		below := sort.SearchFloat64s(b, x)
		d = math.Max(d, math.Abs(float64(i)/float64(len(a))-float64(below)/float64(len(b))))
	}
	return d
}

// TestTogetherRefuses: the dimension must hold the points, and every point has a step.
func TestTogetherRefuses(t *testing.T) {
	f := must(NewHermite(2))
	for _, c := range []struct {
		n     int
		start float64
		fits  []Activation
	}{{3, 0, nil}, {1, 0, []Activation{f}}, {2, 0, []Activation{f, f}}, {5, 1.5, []Activation{f}}, {5, math.NaN(), []Activation{f}}, {5, 0, []Activation{nil}}} {
		if _, err := NewTogether(c.n, c.start, c.fits...); err == nil {
			t.Errorf("N = %d, start %v, %d activations: no error", c.n, c.start, len(c.fits))
		}
	}
}

func BenchmarkTogether(b *testing.B) {
	all := must(NewTogether(1000, 0.1, must(NewPolynomial(0, 0, 0, 1)), must(NewPolynomial(0, 0, 1)), must(NewHermite(3))))
	r, delta := NewRandom(1), []float64{1e-4, 1e-4, 1e-4}
	for b.Loop() {
		all.Step(r, delta)
	}
}
