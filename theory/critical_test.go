package theory

import (
	"math"
	"testing"
)

// Without noise the equation is Bernoulli's: from z the explosion takes
// −log(1 − p/sz)/p, so the law of T is the law of the start, exactly. This fixes
// the boundary at infinity and the start; it says nothing on diffusion.
func TestExplosionWithoutNoise(t *testing.T) {
	const signal, pull = 1.5, 0.5
	p := explosion{k: 3, signal: signal, pull: pull, start: WholeSphere}
	coarse, fine := p.solve(480, 32, 16, criticalHorizon), p.solve(960, 64, 16, criticalHorizon)
	for i := 1; i < len(fine) && fine[i].t <= 10; i++ {
		z := pull / signal / (1 - math.Exp(-pull*fine[i].t))
		exact := math.Erfc(z/math.Sqrt2) / 2
		got := fine[i].cdf + (fine[i].cdf-coarse[i].cdf)/3
		// the extrapolation leaves less than the correction it makes, where the
		// scheme is of its order; 1e-6 where the front of the first block is not yet
		// resolved, P < 1e-5
		near(t, "P(T ≤ r)", got, exact, math.Abs(fine[i].cdf-coarse[i].cdf)+1e-6)
	}
}

// With noise the mean of T is a double integral (Dynkin's formula), which knows
// nothing of grids: for k = 4 and |z| reflected at 0,
//
//	E_z T = ∫_z^∞ dy (2/D) ∫_0^y e^{2(U(y)−U(x))/D} dx,  U = ½ p z² − ¼ s z⁴.
//
// It is finite: the noise takes z away from 0.
func TestExplosionMean(t *testing.T) {
	const signal, pull, noise = 1.0, 0.5, 1.5
	u := func(z float64) float64 { return pull*z*z/2 - signal*z*z*z*z/4 }
	inner := func(y float64) float64 {
		// x = y(1 − e^{−v}): for large y the integrand lives within y⁻³ of x = y
		v, err := integrate(func(v float64) float64 {
			x := -y * math.Expm1(-v)
			return y * math.Exp(2*(u(y)-u(x))/noise-v)
		}, 0, 50)
		if err != nil {
			t.Fatal(err)
		}
		return 2 / noise * v
	}
	// E T = ∫_0^∞ P(|z₀| < y) inner(y) dy; inner(y) ~ 1/(s y³).
	want, err := integrate(func(x float64) float64 {
		y := x / (1 - x)
		return math.Erf(y/math.Sqrt2) * inner(y) / ((1 - x) * (1 - x))
	}, 0, 0.99) // beyond y = 99: ∫ y⁻³ = 5.1e-5, added
	if err != nil {
		t.Fatal(err)
	}
	want += 0.5 / (signal * 99 * 99)

	p := explosion{k: 4, signal: signal, pull: pull, noise: noise, start: HalfSphere}
	mean := func(cells, steps int) float64 {
		c := p.solve(cells, steps, 16, criticalHorizon)
		var sum float64
		last := len(c) - 1
		for i := 1; i <= last; i++ { // trapezoid with the slopes at the ends
			h := c[i].t - c[i-1].t
			sum += h*(2-c[i].cdf-c[i-1].cdf)/2 + h*h/12*(c[i].density-c[i-1].density)
		}
		left := 1 - c[last].cdf
		return sum + left*left/c[last].density // exponential tail
	}
	a, b := mean(480, 32), mean(960, 64)
	// Left of the trapezoid: h⁴F⁗/720 with h = r/16, 1e-6; of the tail: its
	// second rate, below .005 times a per cent; of y > 99: 1/99² of 5e-5.
	near(t, "E T", b+(b-a)/3, want, math.Abs(b-a)+5e-5)
}

// The scheme is of second order: each halving divides the error by 4.
func TestExplosionOrder(t *testing.T) {
	for _, k := range []int{3, 4, 5} {
		p := explosion{k: k, signal: 1.5, pull: 0.5, noise: 1, start: HalfSphere}
		a, b, c := p.solve(240, 16, 16, criticalHorizon), p.solve(480, 32, 16, criticalHorizon), p.solve(960, 64, 16, criticalHorizon)
		for i := range min(len(a), len(b), len(c)) {
			if a[i].cdf < 0.1 || math.Abs(a[i].cdf-b[i].cdf) < 1e-5 {
				continue // too near a sign change of the error to tell
			}
			// 4 + O(h): the next term is a tenth of the leading one, h being 1/10 or so
			near(t, "ratio of differences", (b[i].cdf-a[i].cdf)/(c[i].cdf-b[i].cdf), 4, 0.6)
		}
		// The cubic between the times kept.
		all := p.solve(960, 64, 64, criticalHorizon)
		law := tabulate(c)
		for _, at := range all {
			near(t, "between", law.CDF(at.t), at.cdf, 1e-6)
		}
	}
}

// The law is the extrapolation of its grids: a finer pair moves it by less than the correction that they make. Its
// times begin with the block that the flow takes from z = 8 to infinity.
func TestCriticalOnAFinerGrid(t *testing.T) {
	for _, k := range []int{3, 4} {
		s := mustTensor(t, k, 1.5)
		const d0 = 1
		law, err := s.explosionTime(d0, HalfSphere, criticalHorizon)
		if err != nil {
			t.Fatal(err)
		}
		p := explosion{k: k, signal: s.Leading(), pull: d0 * s.V(0) / 2, noise: d0 * s.Sigma2(0), start: HalfSphere}
		fine, finer := p.solve(960, 64, 16, criticalHorizon), p.solve(1920, 128, 16, criticalHorizon)
		var moved, slid, left, slipped float64
		for i, at := range law.known {
			f, g := fine[i], finer[i]
			moved, slid = max(moved, math.Abs(g.cdf-f.cdf)), max(slid, math.Abs(g.density-f.density))
			left = max(left, math.Abs(at.cdf-g.cdf-(g.cdf-f.cdf)/3))
			slipped = max(slipped, math.Abs(at.density-g.density-(g.density-f.density)/3))
		}
		if left > moved || slipped > slid {
			t.Errorf("k = %d: a finer grid moves F by %v, f by %v, the corrections are %v and %v", k, left, slipped, moved, slid)
		}
		want, err := integrate(func(x float64) float64 { return 1 / (x * x * s.Leading() * math.Pow(1/x, float64(k-1))) }, 0, 1.0/8) // z = 1/x
		if err != nil {
			t.Fatal(err)
		}
		near(t, "first block", law.known[16].t, want, 1e-12*want)
	}
}

// Medians of n/N² for tensor PCA with k = 3, λ = 1, as published with the claim;
// the half-sphere's and the whole sphere's.
func TestCriticalMedians(t *testing.T) {
	s := mustTensor(t, 3, 1)
	for _, c := range []struct{ d0, half, whole float64 }{
		{0.3, 1.685, 4.426}, {1, 0.575, 1.088}, {3, 0.321, 0.408},
	} {
		for start, want := range map[StartSide]float64{HalfSphere: c.half, WholeSphere: c.whole} {
			const n = 100
			law, err := s.Critical(n, c.d0/math.Sqrt(n), start)
			if err != nil {
				t.Fatal(err)
			}
			if law.Accuracy > 1e-5 {
				t.Errorf("d₀ = %v: accuracy %v, want 1e-5", c.d0, law.Accuracy)
			}
			median, err := law.Quantile(0.5)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "median n/N²", median/n/n, want, 5e-4+law.Accuracy/law.Density(median)/n/n) // three decimals
			// It is the law of n = N²T/d₀ in every dimension.
			other, err := s.Critical(n*n, c.d0/n, start)
			if err != nil {
				t.Fatal(err)
			}
			further, err := other.Quantile(0.5)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "median at N²", further, n*n*median, 1e-9*further) // 1e-9: sixty bisections and the rounding of d₀
			consistent(t, law, []float64{0.01, 0.25, 0.9})
		}
	}
}

// For even k the side of the start does not matter, and doubling d₀ while λ, V
// and σ² are scaled is a change of units.
func TestCriticalSymmetry(t *testing.T) {
	s := mustTensor(t, 4, 1)
	half, err := s.explosionTime(1, HalfSphere, criticalHorizon)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := s.explosionTime(1, WholeSphere, criticalHorizon)
	if err != nil {
		t.Fatal(err)
	}
	for i := range half.known {
		near(t, "half and whole", half.known[i].cdf, whole.known[i].cdf, 0)
	}
	// L → 2L, δ → δ/2 is the same dynamics: He₃ and its normalised form.
	he3, _ := HermiteLayer(3, 0)
	unit, _ := SingleLayer(HermiteSeries{0, 0, 0, 1}, 0)
	d0 := unit.Leading() / unit.V(0)
	a, err := unit.explosionTime(d0, HalfSphere, criticalHorizon)
	if err != nil {
		t.Fatal(err)
	}
	b, err := he3.explosionTime(d0/6, HalfSphere, criticalHorizon)
	if err != nil {
		t.Fatal(err)
	}
	x, err := a.Quantile(0.5)
	if err != nil {
		t.Fatal(err)
	}
	y, err := b.Quantile(0.5)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "units", x/d0/(y/(d0/6)), 1, 1e-5) // the first time block differs in length, within Accuracy
}

// A trap of e¹⁵ is within what is promised, 17, for every k and every strength of the signal: the grid is scaled by the
// trap's edge z*, for tensor PCA with V = σ² = k at d₀ = 2λz*^{k−2}, exponent ½z*²(1−2/k).
func TestCriticalDeepTraps(t *testing.T) {
	for _, c := range []struct {
		k      int
		lambda float64
	}{{3, 1.0 / 16}, {4, 1}, {5, 1}} {
		edge := math.Sqrt(30 / (1 - 2/float64(c.k)))
		law, err := mustTensor(t, c.k, c.lambda).explosionTime(2*c.lambda*math.Pow(edge, float64(c.k-2)), HalfSphere, criticalHorizon)
		if err != nil {
			t.Errorf("k = %d, λ = %v: %v", c.k, c.lambda, err)
			continue
		}
		near(t, "horizon", law.Horizon(), 1, 1-criticalHorizon+1e-3)
	}
}

func TestCriticalRefuses(t *testing.T) {
	s := mustTensor(t, 3, 1)
	const n = 100
	_, err := mustTensor(t, 2, 1).Critical(n, 0.1, HalfSphere)
	refused(t, "k", err, "k = 2")
	_, err = s.Critical(1, 0.1, HalfSphere)
	refused(t, "N", err, "1")
	_, err = s.Critical(n, 0, HalfSphere)
	refused(t, "δ", err, "0")
	_, err = s.Critical(n, 0.1, 0)
	refused(t, "start", err, "0")
	_, err = s.Critical(n, 3, HalfSphere) // a trap of e³⁷
	refused(t, "trap", err, "37.5")
	law, err := s.Critical(n, 0.1, HalfSphere)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []float64{-0.1, math.NaN(), law.Horizon(), 1} {
		_, err = law.Quantile(p)
		refused(t, "p", err, "< ")
	}
	last := law.last().t
	near(t, "F at the end", law.CDF(last), law.Horizon(), 4*ulp)
	near(t, "F beyond", law.CDF(2*last), law.Horizon(), 0)
	near(t, "F before", law.CDF(-1), 0, 0)
	if a, b := law.Density(1.001*last), law.Density(-1); a != 0 || b != 0 {
		t.Errorf("densities beyond and before: %v and %v, want 0", a, b)
	}
}
