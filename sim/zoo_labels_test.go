package sim

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// The label of a Poisson regression must have the Poisson law. Inverting a quantile
// is exact if k is returned for all p in (F(k−1), F(k)]: checked at the two ends
// of each interval, against gonum's distribution function, on both sides of the
// switch at a mean of 500. The ends are pulled in by 1e-10 of the mass at k and
// 1e-13, since the sum and the gamma ratio round apart.
func TestPoissonQuantile(t *testing.T) {
	for _, mean := range []float64{1e-8, 0.3, 1, 7.5, 100, 499, 501, 3000} {
		law := distuv.Poisson{Lambda: mean}
		sd := math.Sqrt(mean)
		checked := 0
		for k := math.Max(0, math.Floor(mean-6*sd)); k <= mean+6*sd+10; k++ {
			low, high := 0.0, law.CDF(k)
			if k > 0 {
				low = law.CDF(k - 1)
			}
			margin := 1e-13 + 1e-10*(high-low)
			if low+margin >= high-margin || high-margin >= 1 {
				continue
			}
			checked++
			for _, p := range []float64{low + margin, high - margin} {
				if got := poissonQuantile(mean, p); got != k {
					t.Fatalf("mean %v: quantile of %v is %v, want %v", mean, p, got, k)
				}
			}
		}
		if checked == 0 {
			t.Errorf("mean %v: no interval checked", mean)
		}
	}
	// P(≤ k) = p is enough for k.
	if k := poissonQuantile(1, math.Exp(-1)); k != 0 {
		t.Errorf("mean 1: quantile of P(0) is %v", k)
	}
	// Beyond eight standard deviations the bracket of the bisection still holds the quantile: P(> k) is that of the draw.
	if k := poissonQuantile(501, 1-0x1p-53); mathext.GammaIncReg(k+1, 501) > 0x1p-51 {
		t.Errorf("mean 501: quantile of 1 − 2⁻⁵³ is %v, beyond which there is %v", k, mathext.GammaIncReg(k+1, 501))
	}
	// The extremes of the uniform draw must end the search.
	for _, mean := range []float64{1e-300, 1, 500, 501, 1e15, 1e18} {
		for _, p := range []float64{0x1p-53, 1 - 0x1p-53} {
			if k := poissonQuantile(mean, p); !(k >= 0) || k != math.Trunc(k) || math.Abs(k-mean) > 13*math.Sqrt(mean)+101 {
				t.Errorf("mean %v: quantile of %v is %v", mean, p, k)
			}
		}
	}
}

// A model's atoms must average what its draws average, or its population loss is that
// of another model. Over a fixed v the hidden variable is drawn; the mean of a label
// or shift of known spread D over n draws is within 6.2 D/√n of its law's but for
// about 1e-9 (the central limit at n = 40 000).
func TestAtomsHaveTheMeanOfTheDraws(t *testing.T) {
	const n = 40000
	for _, z := range zoo() {
		f, ok := z.model.(*features)
		if !ok {
			continue
		}
		r := NewRandom(12)
		for _, v := range []float64{-1.2, 0, 0.7} {
			shifts, labels := make([]float64, n), make([]float64, n)
			for i := range n {
				shifts[i], labels[i] = f.reveal(v, f.hide(r))
			}
			var weight, shift, label, square float64
			for _, a := range f.atoms(v) {
				weight += a.weight
				shift += a.weight * a.shift
				label += a.weight * a.label
				square += a.weight * a.label * a.label
			}
			if math.Abs(weight-1) > 0x1p-52 {
				t.Errorf("%v: atoms weigh %v", f, weight)
			}
			check := func(what string, x []float64, want float64) {
				mean := floats.Sum(x) / n
				var variance float64
				for _, y := range x {
					variance += (y - mean) * (y - mean) / n
				}
				if most := 6.2*math.Sqrt(variance/n) + 1e-12*(1+math.Abs(want)); math.Abs(mean-want) > most {
					t.Errorf("%v, v = %v: mean %s %v, atoms say %v, allowed %v (6.2 deviations)", f, v, what, mean, want, most)
				}
			}
			check("shift", shifts, shift)
			check("label", labels, label)
			if _, ok := f.index.(singleLayer); ok { // its loss is of degree 2 in the label
				for i := range labels {
					labels[i] *= labels[i]
				}
				check("squared label", labels, square)
			}
		}
	}
}

// The data on the vector side must have the stated law, not only agree with the chain,
// which shares the draw of the hidden variable: along θ, online PCA has variance 1 + λ
// and the mixture sits at ±σ.
func TestDataLaws(t *testing.T) {
	const n, draws = 4, 20000
	r := NewRandom(13)
	theta, _ := randomPair(r, n)
	most := dkw(draws, 1e-9)
	normal := distuv.UnitNormal.CDF
	along := func(model Model) []float64 {
		s := must(model.NewSample(theta))
		y := make([]float64, draws)
		for i := range y {
			model.Draw(s, r)
			y[i] = floats.Dot(s.Y, theta)
		}
		return y
	}
	if d := distance(along(must(NewOnlinePCA(3))), func(y float64) float64 { return normal(y / 2) }); d > most {
		t.Errorf("online PCA, λ = 3: ⟨Y, θ⟩ is %v from N(0, 4), allowed %v (DKW, 1e-9)", d, most)
	}
	plus := math.Exp(0.4) / (2 * math.Cosh(0.4))
	mix := func(y float64) float64 { return plus*normal(y-1.5) + (1-plus)*normal(y+1.5) }
	if d := distance(along(must(NewMixture(1.5, 0.4))), mix); d > most {
		t.Errorf("mixture: ⟨Y, θ⟩ is %v from its law, allowed %v (DKW, 1e-9)", d, most)
	}
}

// contract is the heart of the tensor models. Here it is held against the sum over all
// indices that defines it: N^{p−1} products of p factors an entry, (N^{p−1} + p)·2⁻⁵³ of
// the sum of the sizes.
func TestContract(t *testing.T) {
	r := NewRandom(14)
	for _, order := range []int{1, 2, 3, 4} {
		const n = 3
		size := int(math.Pow(n, float64(order)))
		tensor, x := make([]float64, size), make([]float64, n)
		one, two := make([]float64, size), make([]float64, size)
		r.Normals(tensor)
		r.Normals(x)
		for place := range order {
			want, sizes := make([]float64, n), make([]float64, n)
			for flat, y := range tensor {
				at, product := 0, y
				for j, rest := order-1, flat; j >= 0; j, rest = j-1, rest/n {
					if j == place {
						at = rest % n
					} else {
						product *= x[rest%n]
					}
				}
				want[at] += product
				sizes[at] += math.Abs(product)
			}
			for i, got := range contract(tensor, x, place, order, one, two) {
				if most := 2 * float64(size/n+order) * 0x1p-53 * sizes[i]; math.Abs(got-want[i]) > most {
					t.Errorf("order %d, place %d, entry %d: %v, want %v ± %v", order, place, i, got, want[i], most)
				}
			}
		}
	}
}

// Without its tensors the linearised model must move SGD by the same law: two sums of
// tensors at N = 3 against their linearisation, over several steps.
func TestLinearisedHasTheLawOfTheTensor(t *testing.T) {
	const runs, steps, n = 4000, 6, 3
	terms := []TensorTerm{{2, 0.8}, {3, 1.5}}
	r := NewRandom(15)
	theta, x := randomPair(r, n)
	run := func(model Model) []float64 {
		sgd := must(NewSGD(model, theta, x))
		m := make([]float64, runs)
		for i := range m {
			copy(sgd.x, x)
			for range steps {
				sgd.Step(r, 0.4)
			}
			m[i] = sgd.Overlap()
		}
		return m
	}
	full := run(must(NewTensorPCA(terms...)))
	if d, most := distance2(full, run(must(NewLinearisedTensorPCA(terms...)))), 2*dkw(runs, 1e-9/2); d > most {
		t.Errorf("laws differ by %v, allowed %v (two DKW bands, 1e-9)", d, most)
	}
	// What the test can see: half the noise is another law.
	if d, most := distance2(full, run(must(NewLinearisedTensorPCA(TensorTerm{1, 0.8}, TensorTerm{1, 1.5})))), 2*dkw(runs, 1e-9/2); d <= most {
		t.Errorf("a model of orders (1,1) is within %v of orders (2,3), allowed %v: the test sees nothing", d, most)
	}
}

// The noise of a linear label is scaled by √D, which D = 1 does not show; D = 0 is no noise.
func TestLinearNoiseIsScaled(t *testing.T) {
	for variance, want := range map[float64]float64{0: 0.5, 4: 0.5 + 2*0.25} {
		model := must(NewLinear(variance)).(*features)
		if _, label := model.index.reveal(0.5, 0.25); label != want {
			t.Errorf("D = %v: label %v, want %v", variance, label, want)
		}
		if name := fmt.Sprintf("linear regression, noise variance %v", variance); model.String() != name {
			t.Errorf("D = %v is called %q", variance, model.String())
		}
	}
}

// The averages of a single layer over its noise must be those over its atoms, which the
// test above knows: some 2⁵ roundings of the size of the terms apart.
func TestRowOfSingleLayer(t *testing.T) {
	for _, model := range []Model{
		must(NewSingleLayer(Tanh{}, 0.3)), must(NewMisspecified(poly(1, 0, 2), poly(0, 1, 0, -1), 2)),
	} {
		f := model.(*features)
		for _, p := range [][3]float64{{0.4, -1, 2}, {-0.9, 0.3, 0}, {1, 3, -2}} {
			m, u, w := p[0], p[1], p[2]
			loss, pull := f.row(m, u)(w)
			wantLoss, wantPull := f.rowOfAtoms(m, u)(w)
			size := 1 + wantLoss*wantLoss + wantPull*wantPull
			if most := 32 * 0x1p-53 * size; !(math.Abs(loss-wantLoss) <= most && math.Abs(pull-wantPull) <= most) {
				t.Errorf("%v at m, u, w = %v: ℓ = %v and A = %v, by atoms %v and %v, allowed %v", f, p, loss, pull, wantLoss, wantPull, most)
			}
		}
	}
}
