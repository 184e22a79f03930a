package sim

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// must is the value of a constructor that cannot fail on the arguments given.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func poly(c ...float64) Activation { return must(NewPolynomial(c...)) }

// zooEntry is a model and the largest dimension for which its sample is small.
type zooEntry struct {
	model Model
	most  int
}

// zoo is every model, each kind of activation, with and without noise.
func zoo() []zooEntry {
	const any = 1 << 20
	square := poly(0, 0, 1)
	h2, h4 := must(NewHermiteSeries(0, 0, 1)), must(NewHermiteSeries(0, 0, 0, 0, 1))
	return []zooEntry{
		{must(NewSingleLayer(poly(0, 1), 0.5)), any},
		{must(NewSingleLayer(square, 0)), any},
		{must(NewSingleLayer(poly(0, 0, 0, 1), 0)), any},
		{must(NewSingleLayer(must(NewHermite(3)), 0)), any},
		{must(NewSingleLayer(must(NewHermite(4)), 1)), any},
		{must(NewSingleLayer(must(NewHermiteSeries(0, 0.3, 0, -1, 0, 0.2)), 0.1)), any},
		{must(NewSingleLayer(ReLU{}, 0)), any},
		{must(NewSingleLayer(Abs{}, 0.2)), any},
		{must(NewSingleLayer(Tanh{}, 0)), any},
		{must(NewSingleLayer(Sigmoid{}, 0.1)), any},
		{must(NewMisspecified(h2, h4, 0)), any},
		{must(NewMisspecified(ReLU{}, Tanh{}, 0.3)), any},
		{must(NewLinear(1)), any},
		{NewLogistic(), any},
		{NewPoisson(), any},
		{must(NewOnlinePCA(1.5)), any},
		{must(NewMixture(1, 0)), any},
		{must(NewMixture(1.5, 0.4)), any},
		{must(NewTensorPCA(TensorTerm{1, 1})), any},
		{must(NewTensorPCA(TensorTerm{2, 1.5})), 12},
		{must(NewTensorPCA(TensorTerm{3, 2})), 7},
		{must(NewTensorPCA(TensorTerm{4, 1})), 5},
		{must(NewTensorPCA(TensorTerm{2, 0.5}, TensorTerm{3, 1})), 7},
		{must(NewLinearisedTensorPCA(TensorTerm{3, 2})), any},
		{must(NewLinearisedTensorPCA(TensorTerm{2, 1}, TensorTerm{4, 1})), any},
	}
}

// randomPair is a target and a point, both uniform on the sphere.
func randomPair(r *Random, n int) (theta, x []float64) {
	theta, x = make([]float64, n), make([]float64, n)
	if err := UniformSphere(theta, r); err != nil {
		panic(err)
	}
	if err := UniformSphere(x, r); err != nil {
		panic(err)
	}
	return theta, x
}

// The gradient and the loss are written apart in every model, so a wrong sign or
// factor in either shows in the difference quotient along a random direction d,
//
//	(L(x+hd) − L(x−hd))/2h = ⟨∇L, d⟩ + O(h²).
//
// Two steps h give the error: the quotient at h = 2⁻¹² is extrapolated with that at
// 2h (Richardson), which leaves O(h⁴), and what the extrapolation moved bounds the
// O(h²) it removed. Rounding adds |L|·2⁻⁵²/h times the operations of a loss.
func TestGradientIsDerivativeOfLoss(t *testing.T) {
	r := NewRandom(1)
	for _, z := range zoo() {
		n := min(5, z.most)
		theta, x := randomPair(r, n)
		s := must(z.model.NewSample(theta))
		gradient, at := make([]float64, n), make([]float64, n)
		for range 50 {
			z.model.Draw(s, r)
			_, d := randomPair(r, n)
			const h = 0x1p-12
			along := func(h float64) float64 {
				floats.AddScaledTo(at, x, h, d)
				return z.model.Loss(at, s)
			}
			quotient := func(h float64) float64 { return (along(h) - along(-h)) / (2 * h) }
			one, two := quotient(h), quotient(2*h)
			got := one + (one-two)/3
			z.model.Gradient(gradient, x, s)
			want := floats.Dot(gradient, d)

			// Half the distance to a corner of ReLU or abs must exceed 2h|⟨Y, d⟩|.
			if s.Y != nil && math.Abs(floats.Dot(s.Y, x)) < 4*h*floats.Norm(s.Y, 2) {
				continue
			}
			size := math.Abs(along(0)) + floats.Norm(gradient, 2)
			for _, y := range s.Tensors {
				size += floats.Norm(y, 2)
			}
			allowed := math.Abs(one-two) + 1000*0x1p-52*(1+size)/h
			if !(math.Abs(got-want) <= allowed) {
				t.Errorf("%v: slope of the loss %v, gradient says %v, off by %.3g, allowed %.3g", z.model, got, want, got-want, allowed)
				break
			}
		}
	}
}

// A caller's slip must come back as one line that names the value.
func TestConstructorsNameTheBadValue(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	drop := func(_ any, err error) error { return err }
	for _, c := range []struct {
		err  error
		says string
	}{
		{drop(NewPolynomial()), "[]"},
		{drop(NewPolynomial(3, 0, 0)), "[3 0 0]"},
		{drop(NewPolynomial(0, nan)), "NaN"},
		{drop(NewHermiteSeries(0, 0)), "[0 0]"},
		{drop(NewHermiteSeries(0, -inf)), "-Inf"},
		{drop(NewHermite(0)), "k = 0"},
		{drop(NewHermite(21)), "k = 21"},
		{drop(NewSingleLayer(nil, 0)), "no activation"},
		{drop(NewSingleLayer(ReLU{}, -1)), "D = -1"},
		{drop(NewMisspecified(ReLU{}, Abs{}, nan)), "D = NaN"},
		{drop(NewLinear(inf)), "D = +Inf"},
		{drop(NewOnlinePCA(0)), "λ = 0"},
		{drop(NewOnlinePCA(nan)), "λ = NaN"},
		{drop(NewMixture(0, 1)), "0"},
		{drop(NewMixture(1, inf)), "+Inf"},
		{drop(NewTensorPCA()), "[]"},
		{drop(NewTensorPCA(TensorTerm{0, 1})), "p = 0"},
		{drop(NewTensorPCA(TensorTerm{2, nan})), "NaN"},
		{drop(NewLinearisedTensorPCA(TensorTerm{2, 0})), "{2 0}"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.says) || strings.Contains(c.err.Error(), "\n") {
			t.Errorf("error %v, want one line with %q", c.err, c.says)
		}
	}
}

// A layer says its noise when it has some.
func TestLayerSaysItsNoise(t *testing.T) {
	for variance, says := range map[float64]string{0: "single layer, ReLU", 0.25: "single layer, ReLU, noise variance 0.25"} {
		if got := fmt.Sprint(must(NewSingleLayer(ReLU{}, variance))); got != says {
			t.Errorf("variance %v: %q, want %q", variance, got, says)
		}
	}
}

// The largest tensor that is admitted is: 2²⁴ entries, and twice as many are not.
func TestLargestTensor(t *testing.T) {
	if testing.Short() {
		t.Skip("half a gigabyte")
	}
	target := []float64{1, 0}
	if _, err := must(NewTensorPCA(TensorTerm{24, 1})).NewSample(target); err != nil {
		t.Error(err)
	}
	if _, err := must(NewTensorPCA(TensorTerm{25, 1})).NewSample(target); err == nil {
		t.Error("2²⁵ entries admitted")
	}
}
