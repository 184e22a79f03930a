package sim

import (
	"context"
	"fmt"
	"math"
	"sort"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// plainVariant is the variant on real vectors, written down without thought for speed: the witness of [VariantChain].
func plainVariant(t *testing.T, model Model, n int, how Variant, start []float64, delta float64, steps int, r *Random) (m, radius float64) {
	t.Helper()
	theta := make([]float64, n)
	theta[0] = 1
	sample, err := model.NewSample(theta)
	if err != nil {
		t.Fatal(err)
	}
	x := append([]float64(nil), start...)
	v, g, one := make([]float64, n), make([]float64, n), make([]float64, n)
	for s := 1; s <= steps; s++ {
		clear(g)
		for range max(1, how.Batch) {
			if (s-1)%max(1, how.Reuse) == 0 {
				model.Draw(sample, r)
			}
			model.Gradient(one, x, sample)
			floats.AddScaled(g, 1/float64(max(1, how.Batch)), one)
		}
		if !how.Euclidean {
			floats.AddScaled(g, -floats.Dot(g, x), x)
		}
		floats.Scale(how.Momentum, v)
		floats.Add(v, g)
		rate := how.Rate
		if rate == 0 {
			rate = 1
		}
		floats.AddScaled(x, -rate*delta/float64(n), v)
		if every := max(1, how.Normalise); how.Normalise != Never && s%every == 0 {
			floats.Scale(1/floats.Norm(x, 2), x)
		}
	}
	return x[0], floats.Norm(x, 2)
}

// TestVariantsAreThoseOfVectors compares overlap and length after some large steps, for every departure alone and
// together. The distance of two samples of 20 000 exceeds .033 with probability 1e-9.
func TestVariantsAreThoseOfVectors(t *testing.T) {
	const n, steps, replicas, allowed, delta, overlap = 5, 6, 20_000, 0.033, 0.35, 0.3
	cubic, err := NewHermite(2)
	if err != nil {
		t.Fatal(err)
	}
	layer, err := NewSingleLayer(cubic, 0.25)
	if err != nil {
		t.Fatal(err)
	}
	pca, err := NewOnlinePCA(1.5)
	if err != nil {
		t.Fatal(err)
	}
	tensor, err := NewTensorPCA(TensorTerm{3, 1.5}, TensorTerm{2, 0.5})
	if err != nil {
		t.Fatal(err)
	}
	for k, c := range []struct {
		model Model
		how   Variant
	}{
		{layer, Variant{}},
		{layer, Variant{Rate: 2}},
		{layer, Variant{Euclidean: true}},
		{layer, Variant{Normalise: 4}},
		{layer, Variant{Normalise: Never}},
		{layer, Variant{Batch: 4, Rate: 3}},
		{layer, Variant{Reuse: 3}},
		{layer, Variant{Reuse: 2, Momentum: 0.7, Rate: 0.3}},
		{layer, Variant{Momentum: 0.9, Rate: 0.3}},
		{pca, Variant{Momentum: 0.8, Normalise: Never, Euclidean: true}},
		{pca, Variant{Reuse: 6}},
		{tensor, Variant{}},
		{tensor, Variant{Euclidean: true}},
		{tensor, Variant{Normalise: 4, Euclidean: true}},
		{tensor, Variant{Batch: 3, Rate: 2, Momentum: 0.5}},
	} {
		t.Run(fmt.Sprintf("%v, %+v", c.model, c.how), func(t *testing.T) {
			t.Parallel()
			var chain, vectors [2][]float64
			for i := range replicas {
				radius := 1 + 0.2*float64(i%2) // the start need not have length 1
				r := NewRandom(uint64(k*replicas + i))
				walk, err := NewVariantChain(c.model, n, c.how, overlap, radius)
				if err != nil {
					t.Fatal(err)
				}
				for range steps {
					walk.Step(r, delta)
				}
				chain[0], chain[1] = append(chain[0], walk.Overlap()), append(chain[1], walk.Radius())
				start := make([]float64, n)
				start[0], start[2] = radius*overlap, radius*math.Sqrt(1-overlap*overlap)
				m, size := plainVariant(t, c.model, n, c.how, start, delta, steps, NewRandom(1<<40|uint64(k*replicas+i)))
				vectors[0], vectors[1] = append(vectors[0], m), append(vectors[1], size)
			}
			for q, name := range []string{"overlap", "length"} {
				if q == 1 && c.how.Normalise != Never && steps%max(1, c.how.Normalise) == 0 {
					continue // 1 up to rounding
				}
				if d := largestGap(chain[q], vectors[q]); d > allowed {
					t.Errorf("%s after %d steps: laws at distance %.3g, allowed %v", name, steps, d, allowed)
				}
			}
		})
	}
}

// largestGap is the Kolmogorov distance of two samples.
func largestGap(a, b []float64) (gap float64) {
	for _, sample := range [][]float64{a, b} {
		for i, x := range sample {
			if math.IsNaN(x) { // a path that has left for infinity
				sample[i] = math.Inf(1)
			}
		}
	}
	sort.Float64s(a)
	sort.Float64s(b)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		at := math.Min(a[i], b[j])
		for i < len(a) && a[i] <= at {
			i++
		}
		for j < len(b) && b[j] <= at {
			j++
		}
		gap = math.Max(gap, math.Abs(float64(i)/float64(len(a))-float64(j)/float64(len(b))))
	}
	return gap
}

// TestVariantRunSeeds: a replica is a function of its seed.
func TestVariantRunSeeds(t *testing.T) {
	model, err := NewTensorPCA(TensorTerm{2, 1})
	if err != nil {
		t.Fatal(err)
	}
	watch, err := NewWatch(0.5, 400)
	if err != nil {
		t.Fatal(err)
	}
	run := VariantRun{Model: model, N: 20, How: Variant{Momentum: 0.5}, Delta: 0.3, Watch: watch, Replicas: 12,
		Start: func(r *Random) (float64, float64, error) { m, err := HalfSphereOverlap(r, 20); return m, 1, err },
		Seed:  func(i int) uint64 { return uint64(i) }}
	all, err := RunVariant(context.Background(), run)
	if err != nil {
		t.Fatal(err)
	}
	run.Replicas, run.Seed = 1, func(int) uint64 { return 7 }
	one, err := RunVariant(context.Background(), run)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(all[7]) != fmt.Sprint(one[0]) {
		t.Errorf("replica 7 saw %+v, alone %+v", all[7], one[0])
	}
}

func TestVariantRefuses(t *testing.T) {
	model, err := NewTensorPCA(TensorTerm{2, 1})
	if err != nil {
		t.Fatal(err)
	}
	for what, make := range map[string]func() error{
		"rate":       func() error { _, err := NewVariantChain(model, 9, Variant{Rate: -1}, 0, 1); return err },
		"normalised": func() error { _, err := NewVariantChain(model, 9, Variant{Normalise: -2}, 0, 1); return err },
		"batch":      func() error { _, err := NewVariantChain(model, 9, Variant{Batch: -1}, 0, 1); return err },
		"used":       func() error { _, err := NewVariantChain(model, 9, Variant{Reuse: 2}, 0, 1); return err },
		"momentum":   func() error { _, err := NewVariantChain(model, 9, Variant{Momentum: 1}, 0, 1); return err },
		"N = 3":      func() error { _, err := NewVariantChain(model, 3, Variant{}, 0, 1); return err },
		"overlap":    func() error { _, err := NewVariantChain(model, 9, Variant{}, 1.5, 1); return err },
		"length":     func() error { _, err := NewVariantChain(model, 9, Variant{}, 0, 0); return err },
	} {
		if err := make(); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: error %v, want one that names it", what, err)
		}
	}
}
