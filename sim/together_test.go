package sim

import (
	"context"
	"math"
	"sort"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// TestTogetherIsTheVectors: on the same data the points stand to each other and to θ as real
// vectors do that all descend on the same a.
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
	var slack float64
	for step := range steps {
		r.Normals(a)
		// the coordinates of a in the frame, from its inner products with θ and the points
		left := floats.Dot(a, a)
		all.a[0] = floats.Dot(a, target)
		left -= all.a[0] * all.a[0]
		least := 1.0
		for i, row := range all.point {
			sum := floats.Dot(a, x[i+1])
			for j := range i + 1 {
				sum -= row[j] * all.a[j]
			}
			all.a[i+1] = 0
			if row[i+1] != 0 { // a point at the place of another has none
				all.a[i+1] = sum / row[i+1]
				least = math.Min(least, math.Abs(row[i+1]))
			}
			left -= all.a[i+1] * all.a[i+1]
		}
		all.a[len(all.a)-1] = math.Sqrt(left)
		for i, f := range fits {
			u, v := floats.Dot(a, x[i+1]), floats.Dot(a, target)
			g := 2 * (f.At(u) - f.At(v)) * f.Slope(u)
			floats.AddScaled(x[i+1], -delta[i]/n*g, floats.AddScaledTo(make([]float64, n), a, -u, x[i+1]))
			floats.Scale(1/floats.Norm(x[i+1], 2), x[i+1])
		}
		all.follow(delta)
		// some 300 roundings a step of numbers up to ‖a‖ < 6, and a division by the least
		// coordinate in finding a
		slack += 0x1p-52 * 300 * 6 / least
		for i := range x {
			for j := range i {
				inner := all.point[i-1][0]
				if j > 0 {
					inner = floats.Dot(all.point[i-1], all.point[j-1])
				}
				if d := math.Abs(floats.Dot(x[i], x[j]) - inner); d > slack {
					t.Fatalf("step %d: ⟨x_%d, x_%d⟩ = %v on vectors, %v here", step, i, j, floats.Dot(x[i], x[j]), inner)
				}
			}
		}
	}
	if floats.Dot(all.point[0], all.point[1]) > 0.999 || slack > 1e-8 {
		t.Errorf("the case shows nothing: ⟨x_1, x_2⟩ = %v, tolerance %v", floats.Dot(all.point[0], all.point[1]), slack)
	}
}

// TestTogetherAtTheTarget: points that have arrived at ±θ leave a third one alone: its steps
// stay within what the sample allows, and all points stay on the sphere.
func TestTogetherAtTheTarget(t *testing.T) {
	const n, steps = 30, 300_000
	fits := []Activation{must(NewPolynomial(0, 0, 0, 1)), must(NewPolynomial(0, 0, 1)), must(NewHermite(3))}
	delta := []float64{0.002, 0.01, 1e-5}
	all, err := NewTogether(n, 0.3, fits...)
	if err != nil {
		t.Fatal(err)
	}
	r := NewRandom(1)
	before := all.Overlap(2)
	for range steps {
		all.Step(r, delta)
		// abs u, abs v ≤ w, the length of the features in the span, bound G and so the step
		w, length := floats.Norm(all.a[:4], 2), floats.Norm(all.a, 2)
		c := delta[2] / n * 4 * (w*w*w + 3*w) * (3*w*w + 3)
		if d := math.Abs(all.Overlap(2) - before); d > 2*c*w+c*c*length*length {
			t.Fatalf("a step of %v, at most %v", d, 2*c*w+c*c*length*length)
		}
		before = all.Overlap(2)
	}
	for i := range 2 {
		if 1-math.Abs(all.Overlap(i)) > 1e-12 {
			t.Errorf("point %d at %v: the case shows nothing", i+1, all.Overlap(i))
		}
	}
	for i, x := range all.point {
		if d := math.Abs(floats.Norm(x, 2) - 1); d > 100*0x1p-52 { // normalised, then 6 rotations
			t.Errorf("point %d has norm 1 + %v", i+1, d)
		}
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
		alone := values(seen, func(h Passages) float64 { return h.Last })
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
