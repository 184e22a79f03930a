package sim

import (
	"context"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// The values a table of losses would give, worked by hand from Gaussian moments: the
// quadrature must hit them within the error it states, which must be small.
func TestPopulationLossByHand(t *testing.T) {
	const m = 0.3
	s := math.Sqrt(1 - m*m)
	for _, c := range []struct {
		model Model
		want  float64
	}{
		{must(NewSingleLayer(poly(0, 1), 0.5)), 2*(1-m) + 0.5},                         // E(v−u)² = 2 − 2m
		{must(NewSingleLayer(poly(0, 0, 1), 0)), 2*3 - 2*(1+2*m*m)},                    // E v⁴ = 3, E u²v² = 1 + 2m²
		{must(NewSingleLayer(poly(0, 0, 0, 1), 0)), 2*15 - 2*(9*m+6*m*m*m)},            // E u³v³ = 9m + 6m³
		{must(NewSingleLayer(must(NewHermite(3)), 0)), 12 * (1 - m*m*m)},               // E He₃He₃ = 6m³
		{must(NewSingleLayer(ReLU{}, 0)), 1 - (s+m*(math.Pi-math.Acos(m)))/math.Pi},    // arc-cosine kernel
		{must(NewSingleLayer(Abs{}, 0.25)), 2.25 - 4/math.Pi*(s+m*math.Asin(m))},       // four quadrants of it
		{must(NewLinear(2)), 0.5 - m},                                                  // E(−vu + u²/2)
		{NewPoisson(), math.Exp(0.5) * (1 - m)},                                        // E u e^v = m e^{1/2}
		{must(NewOnlinePCA(1.5)), -1 - 1.5*m*m},                                        // variance of ⟨Y, x⟩
		{must(NewTensorPCA(TensorTerm{2, 0.5}, TensorTerm{3, 2})), -0.5*m*m - 2*m*m*m}, // noise of mean 0
	} {
		loss, err := PopulationLoss(c.model, m)
		if err != nil || !(math.Abs(loss.Value-c.want) <= loss.Error) || loss.Error > 1e-11 {
			t.Errorf("%v: Φ = %v ± %v, %v, want %v", c.model, loss.Value, loss.Error, err, c.want)
		}
	}
}

// The mean pull is the derivative of the mean loss, A = φ'(m) s, though one comes from
// the gradient and the other from the loss. In the angle, m = sin β, A = dΦ/dβ.
// Richardson's extrapolation of the difference quotient leaves h⁴/30 times the fifth
// derivative. Φ is a trigonometric polynomial in β of degree 5 at most here, or has a
// Fourier series that falls as fast; by Bernstein's inequality the derivative is
// below 5⁵ max |Φ|, and 6⁵ leaves room for the rest of the series.
func TestPullIsDerivativeOfLoss(t *testing.T) {
	const h = 0x1p-8
	for _, z := range zoo() {
		for _, beta := range []float64{-0.7, 1} {
			loss := func(b float64) Mean {
				l, err := PopulationLoss(z.model, math.Sin(b))
				if err != nil {
					t.Fatal(err)
				}
				return l
			}
			quotient := func(h float64) float64 { return (loss(beta+h).Value - loss(beta-h).Value) / (2 * h) }
			got := (4*quotient(h) - quotient(2*h)) / 3
			pull, err := PopulationPull(z.model, math.Sin(beta))
			if err != nil {
				t.Fatal(err)
			}
			size := math.Max(math.Abs(loss(1.5).Value), math.Abs(loss(-1.5).Value)) + math.Abs(loss(0).Value)
			most := pull.Error + 2*loss(0).Error/h + 7776*size*h*h*h*h/30
			if !(math.Abs(got-pull.Value) <= most) {
				t.Errorf("%v at β = %v: pull %v, slope of the loss %v, allowed %v", z.model, beta, pull.Value, got, most)
			}
		}
	}
}

// Population descent must be the update on vectors: x − (δ/N)φ'(m)(θ − m x), put
// back on the sphere of R^N, here with φ' of abs, of either sign of m. Each step
// starts the recursion anew; what is left is the rounding of a handful of inner
// products of N terms.
func TestPopulationFollowsVectors(t *testing.T) {
	r := NewRandom(16)
	slope := func(m float64) float64 { return -4 / math.Pi * math.Asin(m) }
	for _, n := range []int{2, 3, 40} {
		for range 200 {
			theta, x := randomPair(r, n)
			m := clamp(floats.Dot(x, theta))
			p := must(NewPopulation(PullOf(slope), n, m))
			const delta = 2.5
			got := p.Step(nil, delta)

			g := make([]float64, n)
			floats.ScaleTo(g, slope(m), theta)
			Tangent(g, x)
			floats.AddScaled(x, -delta/float64(n), g)
			want := floats.Dot(x, theta) / floats.Norm(x, 2)
			if most := float64(5*n+40) * 0x1p-53 * (1 + delta); math.Abs(got-want) > most {
				t.Fatalf("N = %d from m = %v: %v, on vectors %v, allowed %v (rounding)", n, m, got, want, most)
			}
		}
	}
}

// The table must be as good as it says, between the points it was tested at too.
func TestPullTable(t *testing.T) {
	for _, model := range []Model{
		must(NewSingleLayer(must(NewHermite(3)), 0)),
		must(NewSingleLayer(Abs{}, 0)),
		NewLogistic(),
		must(NewMisspecified(must(NewHermite(2)), must(NewHermiteSeries(0, 0, 0, 0, 1)), 0)), // where the quadrature's error is the larger part
		must(NewTensorPCA(TensorTerm{3, 1})),
	} {
		pull, bound, err := PullTable(model)
		if err != nil || bound > 1e-11 {
			t.Fatalf("%v: bound %v, %v", model, bound, err)
		}
		_, table := model.(*features) // the others are polynomials
		if end := must(PopulationPull(model, 1)); table && bound < end.Error {
			t.Errorf("%v: bound %v is below the error %v of the pull that the table is tested with", model, bound, end.Error)
		}
		for _, m := range []float64{-1, -0.999, -0.31, 0, 0.017, 0.62, 0.9999, 1} {
			exact, err := PopulationPull(model, m)
			if off, most := math.Abs(pull(m)-exact.Value), 2*bound+exact.Error; err != nil || off > most {
				t.Errorf("%v: pull at %v off by %v, allowed %v, %v", model, m, off, most, err)
			}
		}
	}
}

// With an exponent of 2 population descent leaves a small overlap at the rate
// 1 + (δ/N)a, a = −φ”(0) = 8 for x², and ends at θ: the recursion of the notes, from
// the quadrature alone. At m = 10⁻³ the next order is m² = 1e-6 of the rate, and the
// table's error 1e-12 is 1e-9 of m.
func TestPopulationDescends(t *testing.T) {
	pull, _, err := PullTable(must(NewSingleLayer(poly(0, 0, 1), 0)))
	if err != nil {
		t.Fatal(err)
	}
	const n, delta, start = 100, 0.5, 1e-3
	p := must(NewPopulation(pull, n, start))
	m := p.Step(nil, delta)
	if rate, want := (m/start-1)*n/delta, 8.0; math.Abs(rate-want) > 8*(2e-6+n/delta*1e-9) {
		t.Errorf("first step grows at the rate %v, want %v", rate, want)
	}
	watch := must(NewWatch(0.1, 5000))
	h, err := watch.Follow(context.Background(), p, nil, must(NewConstant(delta)))
	if err != nil || h.Search == Never || h.Descent < h.Search || h.Stays < 0.9 || h.Last < 1-1e-9 {
		t.Errorf("%+v, %v: want search, descent and rest at 1", h, err)
	}
}

func TestPopulationNamesTheBadValue(t *testing.T) {
	model := must(NewOnlinePCA(1))
	zero := func(float64) float64 { return 0 }
	drop := func(_ any, err error) error { return err }
	_, _, tableErr := PullTable(rival{model, nil})
	for _, c := range []struct {
		err  error
		says string
	}{
		{drop(PopulationLoss(model, math.NaN())), "m = NaN"},
		{drop(PopulationPull(model, 1.5)), "m = 1.5"},
		{drop(PopulationLoss(rival{model, nil}, 0)), "no population averages"},
		{tableErr, "no population averages"},
		{drop(NewPopulation(nil, 5, 0)), "no pull"},
		{drop(NewPopulation(zero, 1, 0)), "N = 1"},
		{drop(NewPopulation(zero, 5, 2)), "m = 2"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.says) || strings.Contains(c.err.Error(), "\n") {
			t.Errorf("error %v, want one line with %q", c.err, c.says)
		}
	}
}

func BenchmarkPopulation(b *testing.B) {
	pull, _, err := PullTable(must(NewSingleLayer(Abs{}, 0)))
	if err != nil {
		b.Fatal(err)
	}
	p := must(NewPopulation(pull, 1000, 0.03))
	for b.Loop() {
		p.Step(nil, 1e-6)
	}
}
