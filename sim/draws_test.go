package sim

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// label is what a hidden variable makes of v: its law, by gonum or in closed form.
type label struct {
	mean, variance float64
	cdf            func(y float64) float64
}

// hiddenLaw is the law of label and shift given v for each model with a hidden variable. The one that is
// not hidden has no law.
func hiddenLaw(index index, v float64) (name string, read func(f *features, hidden float64) float64, law label) {
	labels := func(f *features, hidden float64) float64 { _, y := f.reveal(v, hidden); return y }
	shifts := func(f *features, hidden float64) float64 { b, _ := f.reveal(v, hidden); return b }
	normal := func(mean, variance float64) label {
		n := distuv.Normal{Mu: mean, Sigma: math.Sqrt(variance)}
		return label{mean, variance, n.CDF}
	}
	two := func(low, high, p float64) label {
		return label{low + p*(high-low), p * (1 - p) * (high - low) * (high - low), func(y float64) float64 {
			switch {
			case y < low:
				return 0
			case y < high:
				return 1 - p
			}
			return 1
		}}
	}
	switch index := index.(type) {
	case glm:
		switch family := index.family.(type) {
		case linear:
			return "linear", labels, normal(v, family.deviation*family.deviation)
		case logistic:
			return "logistic", labels, two(0, 1, 1/(1+math.Exp(-v)))
		case poisson:
			p := distuv.Poisson{Lambda: math.Exp(v)}
			return "Poisson", labels, label{p.Lambda, p.Lambda, p.CDF}
		}
	case singleLayer:
		if index.deviation > 0 {
			return "noise", labels, normal(index.data.At(v), index.deviation*index.deviation)
		}
	case mixture:
		p := 1 / (1 + math.Exp(-2*index.field))
		return "mixture", shifts, two(-index.signal, index.signal, p)
	}
	return "", nil, law
}

// A label drawn with its mean cut off, at large v only, agrees with the chain, which shares the draw, and
// with the population loss near 0. Here each draw is held against mean, variance and distribution function
// over all v that are met in 10⁹ draws. Mean and variance may err by 6.2 deviations (1e-9); the
// fourth moment behind the deviation of the variance is that of the sample. The distribution
// function is within the band of Dvoretzky, Kiefer and Wolfowitz at the points of the sample, which serves
// laws with atoms too.
func TestHiddenVariables(t *testing.T) {
	const n = 20_000
	names := map[string]bool{}
	for _, z := range zoo() {
		f, ok := z.model.(*features)
		if !ok {
			continue
		}
		r := NewRandom(15)
		for _, v := range []float64{-6, -4, -2.5, -1, 0, 0.5, 1.5, 3, 4, 5, 6} {
			name, read, law := hiddenLaw(f.index, v)
			if read == nil {
				continue
			}
			names[name] = true
			y := make([]float64, n)
			for i := range y {
				y[i] = read(f, f.hide(r))
			}
			mean, variance, fourth := 0.0, 0.0, 0.0
			for _, x := range y {
				mean += x / n
				variance += (x - law.mean) * (x - law.mean) / n
			}
			for _, x := range y {
				d := (x-law.mean)*(x-law.mean) - variance
				fourth += d * d / n
			}
			if most := 6.2*math.Sqrt(law.variance/n) + 1e-12*(1+math.Abs(law.mean)) + 20/float64(n); math.Abs(mean-law.mean) > most {
				t.Errorf("%v, v = %v: mean %v, law says %v, allowed %v", f, v, mean, law.mean, most)
			}
			// of a rare event few are seen: 20 of n more or less say nothing
			if most := 6.2*math.Sqrt(fourth/n) + 1e-12*(1+law.variance) + 20/float64(n); math.Abs(variance-law.variance) > most {
				t.Errorf("%v, v = %v: variance %v, law says %v, allowed %v", f, v, variance, law.variance, most)
			}
			slices.Sort(y)
			worst := 0.0
			for i, x := range y {
				if i+1 == n || y[i+1] > x { // the last of equal values
					worst = math.Max(worst, math.Abs(float64(i+1)/n-law.cdf(x)))
				}
			}
			if most := dkw(n, 1e-9); worst > most {
				t.Errorf("%v, v = %v: distribution function off by %v, allowed %v", f, v, worst, most)
			}
		}
	}
	if len(names) != 5 {
		t.Errorf("hidden variables tried: %v, want five kinds", names)
	}
}

// stream is one of the draws of a lane over several blocks, standardised.
type stream struct {
	name string
	x    []float64
}

const dealtBlocks = 300

// dealtStreams deals blocks to a lane and reads off its streams, each with mean 0 and variance 1 by its law;
// waits are read apart.
func dealtStreams(d deal, skips, hides bool, n int, seed uint64) (streams []stream, gaps []int) {
	l := new(lane)
	l.random.Seed(seed)
	var u, w, q, e []float64
	nu := float64(n - 2)
	for range dealtBlocks {
		d(l)
		for k := range block {
			x := l.u[k]
			if skips { // of abs N(0,1)
				x = (x - math.Sqrt(2/math.Pi)) / math.Sqrt(1-2/math.Pi)
			}
			u, w, q, e = append(u, x), append(w, l.w[k]), append(q, (l.q[k]-nu)/math.Sqrt(2*nu)), append(e, l.noise[k])
			if skips {
				gaps = append(gaps, l.gap[k])
			}
		}
	}
	streams = []stream{{"W", w}, {"Q", q}}
	if slices.ContainsFunc(u, func(x float64) bool { return x != 0 }) {
		streams = append(streams, stream{"U", u})
	}
	if hides {
		streams = append(streams, stream{"noise", e})
	}
	return streams, gaps
}

// standard is the mean and the deviation of a model's hidden variable.
func standard(model Model) (mean, deviation float64, hides bool) {
	f, ok := model.(*features)
	if !ok {
		return 0, 1, false
	}
	switch index := f.index.(type) {
	case singleLayer:
		return 0, 1, index.deviation > 0
	case glm:
		if _, ok := index.family.(linear); ok {
			return 0, 1, true
		}
		return 0.5, math.Sqrt(1. / 12), true // uniform
	case mixture:
		m := 2*index.plus - 1
		return m, math.Sqrt(1 - m*m), true
	}
	return 0, 1, false
}

// correlated reports a mean product of two standardised streams, one of them shifted by a lag, beyond 6.8
// deviations: of some 20 000 comparisons none is beyond but with probability 2e-7.
func correlated(t *testing.T, what string, a, b []float64, lag int) {
	t.Helper()
	var sum, square float64
	n := float64(len(a) - lag)
	for i := lag; i < len(a); i++ {
		p := a[i] * b[i-lag]
		sum += p
		square += p * p
	}
	if z := sum / math.Sqrt(square); math.Abs(z) > 6.8 {
		t.Errorf("%s: mean product %.3g, %.3g deviations of %.0f draws", what, sum/n, z, n)
	}
}

// Draws that are dealt in blocks have the moments that they should, and neither within a block, across
// blocks, across lanes nor between the variables of a step does one tell of another: in particular not half
// a block from the other half. Squares are tried beside values, against draws that are
// equal but for their sign.
func TestDealtBlocks(t *testing.T) {
	const n = 50
	rest := must(NewChiSquared(n - 2))
	lags := []int{1, 2, 3, 4, 8, 16, 32, 63, 64, 65, 127, 128, 129, 192, 256, 384}
	for _, model := range kernelZoo() {
		d, skips := dealing(model, rest)
		mean, deviation, hides := standard(model)
		streams, gaps := dealtStreams(d, skips, hides, n, 21)
		others, _ := dealtStreams(d, skips, hides, n, 22)
		both := func(list []stream) (all []stream) {
			for _, s := range list {
				if s.name == "noise" {
					for i := range s.x {
						s.x[i] = (s.x[i] - mean) / deviation
					}
				}
				square, second := make([]float64, len(s.x)), 0.0
				for i, x := range s.x {
					second += x * x / float64(len(s.x))
					square[i] = x * x
				}
				for i := range square {
					square[i] -= second
				}
				all = append(all, s)
				if slices.Max(square)-slices.Min(square) > 1e-9 { // of a fair sign it is a constant
					all = append(all, stream{s.name + "²", square})
				}
			}
			return all
		}
		own, other := both(streams), both(others)
		for i, a := range own {
			one := make([]float64, len(a.x))
			for k := range one {
				one[k] = 1
			}
			what := fmt.Sprintf("%v, %s", model, a.name)
			correlated(t, what+", mean", a.x, one, 0)
			for _, lag := range lags {
				correlated(t, fmt.Sprintf("%s at lag %d", what, lag), a.x, a.x, lag)
			}
			for k, b := range own {
				if k == i || b.name == a.name+"²" || a.name == b.name+"²" {
					continue
				}
				for _, lag := range []int{0, 1, 64, 128} {
					correlated(t, fmt.Sprintf("%s and %s at lag %d", what, b.name, lag), a.x, b.x, lag)
				}
			}
			for _, b := range other {
				correlated(t, fmt.Sprintf("%s and %s of another lane", what, b.name), a.x, b.x, 0)
			}
		}
		for _, s := range streams { // the second moment is 1: its deviation is that of the sample
			one, square := make([]float64, len(s.x)), make([]float64, len(s.x))
			for k, x := range s.x {
				one[k], square[k] = 1, x*x-1
			}
			correlated(t, fmt.Sprintf("%v, %s, variance", model, s.name), square, one, 0)
		}
		waits(t, model, gaps)
	}
}

// A lag is the same all over a block. Draws that are tied by their places in it, as the first to the last and the second to
// the last but one, have a mean product at every odd lag that is lost among the others. So every two places are compared, of
// one variable and of two, in one block and across the border to the next, with their squares. Of some 6 million comparisons
// none is beyond 7.5 deviations but with probability 4e-7.
func TestPlacesOfABlock(t *testing.T) {
	if testing.Short() {
		t.Skip("seconds")
	}
	const n = 50
	rest := must(NewChiSquared(n - 2))
	for _, model := range kernelZoo() {
		d, skips := dealing(model, rest)
		mean, deviation, hides := standard(model)
		streams, _ := dealtStreams(d, skips, hides, n, 23)
		for i, s := range streams {
			if s.name == "noise" {
				for k := range s.x {
					s.x[k] = (s.x[k] - mean) / deviation
				}
			}
			for k, other := range streams[:i+1] {
				tied(t, fmt.Sprintf("%v, %s and %s", model, s.name, other.name), s.x, other.x, 0, k == i)
			}
			tied(t, fmt.Sprintf("%v, %s and that of the block before", model, s.name), s.x, s.x, 1, false)
			squares, second := make([]float64, len(s.x)), 0.0
			for _, x := range s.x {
				second += x * x / float64(len(s.x))
			}
			for k, x := range s.x {
				squares[k] = x*x - second
			}
			if slices.Max(squares)-slices.Min(squares) > 1e-9 { // of a fair sign it is a constant
				tied(t, fmt.Sprintf("%v, %s²", model, s.name), squares, squares, 0, true)
			}
		}
	}
}

// tied reports places of a block whose mean product with a place of the other stream, so many blocks earlier, is
// beyond 7.5 deviations; of one stream with itself those below the diagonal are enough.
func tied(t *testing.T, what string, a, b []float64, before int, same bool) {
	t.Helper()
	var sum, square [block][block]float64
	for at := before * block; at < len(a); at += block {
		for i, x := range a[at : at+block] {
			for k, y := range b[at-before*block:][:block] {
				if same && k == i {
					break
				}
				p := x * y
				sum[i][k] += p
				square[i][k] += p * p
			}
		}
	}
	for i := range block {
		for k := range block {
			if z := sum[i][k] / math.Sqrt(square[i][k]); math.Abs(z) > 7.5 { // 0/0 is no tie
				t.Errorf("%s: places %d and %d are %.3g deviations from independent", what, i, k, z)
				return
			}
		}
	}
}

// waits of skipped steps are geometric, and the longest of so many is beyond 8.
func waits(t *testing.T, model Model, gaps []int) {
	t.Helper()
	if len(gaps) == 0 {
		return
	}
	counts, centred := map[int]int{}, make([]float64, len(gaps))
	for i, g := range gaps {
		counts[g]++
		centred[i] = (float64(g) - 2) / math.Sqrt2 // mean 2, variance 2
	}
	for g := 1; g <= 14; g++ {
		binomial(t, fmt.Sprintf("%v, waits of %d", model, g), counts[g], len(gaps), math.Ldexp(1, -g))
	}
	one := make([]float64, len(gaps))
	for i := range one {
		one[i] = 1
	}
	correlated(t, fmt.Sprintf("%v, mean wait", model), centred, one, 0)
	for _, lag := range []int{1, 64, 128} {
		correlated(t, fmt.Sprintf("%v, waits at lag %d", model, lag), centred, centred, lag)
	}
}

// Over many blocks the fast chain has the law of the plain one, which draws step by step from one stream: the
// passage time and the last overlap after 4 blocks, by two bands at α/2.
func TestFastChainHasTheLawOfThePlainOverManyBlocks(t *testing.T) {
	const replicas, n = 4000, 30
	most := 2 * dkw(replicas, alpha/2)
	for _, model := range []Model{
		must(NewSingleLayer(must(NewHermite(3)), 0)), must(NewSingleLayer(ReLU{}, 0.1)), must(NewLinearisedTensorPCA(TensorTerm{3, 2})), NewPoisson(),
	} {
		schedule, watch := must(NewConstant(0.05)), Watch{Low: 0.3, High: 0.9, Steps: 4*block + 17}
		fast, err := RunChain(context.Background(), ChainRun{Model: model, N: n, Schedule: schedule, Watch: watch, Replicas: replicas,
			Seed: func(i int) uint64 { return uint64(i) + 1000 }})
		if err != nil {
			t.Fatal(err)
		}
		r, chain, plain := NewRandom(6), must(NewChain(model, n, 0)), make([]Passages, replicas)
		for i := range plain {
			if err := chain.Restart(must(HalfSphereOverlap(r, n))); err != nil {
				t.Fatal(err)
			}
			if plain[i], err = watch.Follow(context.Background(), chain, r, schedule); err != nil {
				t.Fatal(err)
			}
		}
		for name, of := range map[string]func(Passages) float64{
			"last overlap": func(h Passages) float64 { return h.Last }, "largest overlap": func(h Passages) float64 { return h.Largest },
		} {
			if d := distance2(values(plain, of), values(fast, of)); d > most {
				t.Errorf("%v: laws of the %s %.4g apart, allowed %.4g", model, name, d, most)
			}
		}
	}
}
