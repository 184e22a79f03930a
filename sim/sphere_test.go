package sim

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mathext"
)

// dkw is a band for an empirical distribution function of n draws: by the inequality
// of Dvoretzky, Kiefer and Wolfowitz with Massart's constant it strays from its law
// by more with probability at most alpha,
//
//	2 exp(−2nD²) = α.
func dkw(n int, alpha float64) float64 { return math.Sqrt(math.Log(2/alpha) / (2 * float64(n))) }

// distance is the largest distance of the empirical distribution function of x from a
// continuous one. It sorts x.
func distance(x []float64, cdf func(float64) float64) float64 {
	slices.Sort(x)
	var d float64
	for i, v := range x {
		f := cdf(v)
		d = max(d, f-float64(i)/float64(len(x)), float64(i+1)/float64(len(x))-f)
	}
	return d
}

// distance2 is the largest distance of two empirical distribution functions. It sorts
// both.
func distance2(x, y []float64) float64 {
	slices.Sort(x)
	slices.Sort(y)
	var d float64
	for i, j := 0, 0; i < len(x) && j < len(y); {
		at := min(x[i], y[j])
		for i < len(x) && x[i] == at {
			i++
		}
		for j < len(y) && y[j] == at {
			j++
		}
		d = max(d, math.Abs(float64(i)/float64(len(x))-float64(j)/float64(len(y))))
	}
	return d
}

// The start decides how long the search lasts: a wrong law of m_0 shifts every
// escape time. A uniform point of the sphere has m² ~ Beta(½, (N−1)/2), and the chain's
// start, drawn without vectors, the same. N = 2 is the arcsine law; 2·10⁴ draws
// resolve 0.023 at a false alarm of 1e-9.
func TestStartIsUniform(t *testing.T) {
	r := NewRandom(3)
	const draws = 20000
	for _, n := range []int{2, 3, 10, 50} {
		theta, x := randomPair(r, n)
		square := func(z float64) float64 {
			return mathext.RegIncBeta(0.5, float64(n-1)/2, min(1, z))
		}
		vectors, numbers := make([]float64, draws), make([]float64, draws)
		for i := range draws {
			if err := UniformHalfSphere(x, theta, r); err != nil {
				t.Fatal(err)
			}
			m, m0 := floats.Dot(x, theta), must(HalfSphereOverlap(r, n))
			if m < 0 || m0 < 0 || m0 > 1 {
				t.Fatalf("N = %d: overlaps %v and %v, want both in [0, 1]", n, m, m0)
			}
			vectors[i], numbers[i] = m*m, m0*m0
		}
		for name, x := range map[string][]float64{"vectors": vectors, "numbers": numbers} {
			if d, most := distance(x, square), dkw(draws, 1e-9); d > most {
				t.Errorf("N = %d, %s: m² is %v from Beta(1/2, %v), allowed %v (DKW, 1e-9)", n, name, d, float64(n-1)/2, most)
			}
		}
	}
	// Without the reflection both signs are equally likely: 10⁴ ± 6.2·50.
	theta, x := randomPair(r, 4)
	up := 0
	for range 10000 {
		if err := UniformSphere(x, r); err != nil {
			t.Fatal(err)
		}
		if floats.Dot(x, theta) > 0 {
			up++
		}
	}
	if math.Abs(float64(up)-5000) > 6.2*50 {
		t.Errorf("%d of 10000 uniform points have a positive overlap, want 5000 ± 310 (6.2 deviations, 6e-10)", up)
	}
}

// Descent must stay on the sphere whatever the gradient: the iterate has length 1 and
// the gradient no part along it, for steps from negligible to enormous.
func TestIteratesStayOnTheSphere(t *testing.T) {
	r := NewRandom(4)
	const u = 0x1p-53
	for _, z := range zoo() {
		for _, n := range []int{2, 7, 200} {
			if n > z.most {
				continue
			}
			theta, x := randomPair(r, n)
			sgd := must(NewSGD(z.model, theta, x))
			g := make([]float64, n)
			for i := range 60 {
				z.model.Draw(sgd.Sample(), r)
				z.model.Gradient(g, sgd.Point(), sgd.Sample())
				size := floats.Norm(g, 2)
				Tangent(g, sgd.Point())
				// Two inner products of N terms, N u each, and a norm that is 1 to (N/2+3)u.
				if along, most := floats.Dot(g, sgd.Point()), float64(4*n+10)*u*size; math.Abs(along) > most {
					t.Fatalf("%v, N = %d: tangent has %v along x, allowed %v (rounding)", z.model, n, along, most)
				}
				sgd.Descend(math.Exp2(float64(i-30)) * float64(n))
				// The norm is taken of N squares, its root and the division add 2.
				if off, most := floats.Norm(sgd.Point(), 2)-1, float64(2*n+8)*u; math.Abs(off) > most {
					t.Fatalf("%v, N = %d, step %d: length off by %v, allowed %v (rounding)", z.model, n, i, off, most)
				}
			}
		}
	}
}

// One sample is one step: a step takes exactly the draws of one sample from the
// stream, so that M steps are M samples.
func TestOneSampleAStep(t *testing.T) {
	for _, z := range zoo() {
		n := min(4, z.most)
		theta, x := randomPair(NewRandom(5), n)
		steps, draws := NewRandom(6), NewRandom(6)
		sgd := must(NewSGD(z.model, theta, x))
		s := must(z.model.NewSample(theta))
		for range 10 {
			sgd.Step(steps, 0.5)
			z.model.Draw(s, draws)
		}
		if steps.Uint64() != draws.Uint64() {
			t.Errorf("%v: ten steps and ten samples leave the stream at different places", z.model)
		}
	}
}

func TestSGDNamesTheBadValue(t *testing.T) {
	model := must(NewSingleLayer(ReLU{}, 0))
	tensor := must(NewTensorPCA(TensorTerm{3, 1}))
	big := make([]float64, 300)
	big[0] = 1
	drop := func(_ any, err error) error { return err }
	for _, c := range []struct {
		err  error
		says string
	}{
		{drop(NewSGD(nil, []float64{1, 0}, []float64{1, 0})), "no model"},
		{drop(NewSGD(model, []float64{1}, []float64{1})), "N = 1"},
		{drop(NewSGD(model, []float64{1, 0, 0}, []float64{1, 0})), "3 dimensions"},
		{drop(NewSGD(model, []float64{1, 1}, []float64{1, 0})), "1.414"},
		{drop(NewSGD(model, []float64{1, 0}, []float64{math.NaN(), 0})), "NaN"},
		{drop(NewSGD(tensor, big, big)), "N = 300"},
		{UniformSphere(make([]float64, 1), NewRandom(1)), "N = 1"},
		{UniformHalfSphere(make([]float64, 2), make([]float64, 3), NewRandom(1)), "3 dimensions"},
		{drop(HalfSphereOverlap(NewRandom(1), 0)), "N = 0"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.says) || strings.Contains(c.err.Error(), "\n") {
			t.Errorf("error %v, want one line with %q", c.err, c.says)
		}
	}
	sgd := must(NewSGD(model, []float64{1, 0}, []float64{0, 1}))
	chain := must(NewChain(model, 5, 0))
	population := must(NewPopulation(func(float64) float64 { return 0 }, 5, 0))
	for _, delta := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		for _, w := range []Walk{sgd, chain, population} {
			func() {
				defer func() {
					if err, ok := recover().(error); !ok || !strings.Contains(err.Error(), "δ = ") {
						t.Errorf("%T: a step of %v panics with %v, want an error that names δ", w, delta, err)
					}
				}()
				w.Step(NewRandom(1), delta)
			}()
		}
	}
}

func BenchmarkSGD(b *testing.B) {
	for name, model := range map[string]Model{
		"He3":        must(NewSingleLayer(must(NewHermite(3)), 0)),
		"linearised": must(NewLinearisedTensorPCA(TensorTerm{3, 1})),
	} {
		for _, n := range []int{100, 1000, 10000} {
			b.Run(name+"/N="+strconv.Itoa(n), func(b *testing.B) {
				r := NewRandom(1)
				theta, x := randomPair(r, n)
				sgd := must(NewSGD(model, theta, x))
				for b.Loop() {
					sgd.Step(r, 0.01)
				}
			})
		}
	}
}

// A vector whose length is off by the rounding of a sum is mended, whichever way it is off.
func TestUnitVectorMends(t *testing.T) {
	for _, off := range []float64{-5e-10, 5e-10, 0} {
		x, err := unitVector([]float64{0.6 * (1 + off), 0, -0.8 * (1 + off)}, "estimate")
		if err != nil {
			t.Fatal(err)
		}
		if got := math.Sqrt(x[0]*x[0] + x[2]*x[2]); math.Abs(got-1) > 4*0x1p-52 {
			t.Errorf("off by %v: mended to length %v", off, got)
		}
	}
	for _, off := range []float64{-2e-9, 2e-9} {
		if _, err := unitVector([]float64{1 + off, 0}, "estimate"); err == nil {
			t.Errorf("a length off by %v is accepted", off)
		}
	}
}
