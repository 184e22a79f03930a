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
	coarse, fine := p.solve(480, 32, 16), p.solve(960, 64, 16)
	for i := 1; i < len(fine.r) && fine.r[i] <= 10; i++ {
		z := pull / signal / (1 - math.Exp(-pull*fine.r[i]))
		exact := math.Erfc(z/math.Sqrt2) / 2
		got := fine.cdf[i] + (fine.cdf[i]-coarse.cdf[i])/3
		// the extrapolation leaves less than the correction it makes, where the
		// scheme is of its order; 1e-6 where the front of the first block is not yet
		// resolved, P < 1e-5
		near(t, "P(T ≤ r)", got, exact, math.Abs(fine.cdf[i]-coarse.cdf[i])+1e-6)
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
		c := p.solve(cells, steps, 16)
		var sum float64
		last := len(c.r) - 1
		for i := 1; i <= last; i++ { // trapezoid with the slopes at the ends
			h := c.r[i] - c.r[i-1]
			sum += h*(2-c.cdf[i]-c.cdf[i-1])/2 + h*h/12*(c.density[i]-c.density[i-1])
		}
		left := 1 - c.cdf[last]
		return sum + left*left/c.density[last] // exponential tail
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
		a, b, c := p.solve(240, 16, 16), p.solve(480, 32, 16), p.solve(960, 64, 16)
		for i := range min(len(a.r), len(b.r), len(c.r)) {
			if a.cdf[i] < 0.1 || math.Abs(a.cdf[i]-b.cdf[i]) < 1e-5 {
				continue // too near a sign change of the error to tell
			}
			// 4 + O(h): the next term is a tenth of the leading one, h being 1/10 or so
			near(t, "ratio of differences", (b.cdf[i]-a.cdf[i])/(c.cdf[i]-b.cdf[i]), 4, 0.6)
		}
		// The cubic between the times kept.
		all := p.solve(960, 64, 64)
		law := CriticalLaw{r: c.r, cdf: c.cdf, density: c.density}
		for i, r := range all.r {
			got, err := law.CDF(r)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "between", got, all.cdf[i], 1e-6)
		}
	}
}

// The law is the extrapolation of its grids: a finer pair moves it by less than the correction that they make. Its
// times begin with the block that the flow takes from z = 8 to infinity.
func TestCriticalOnAFinerGrid(t *testing.T) {
	for _, k := range []int{3, 4} {
		s := mustTensor(t, k, 1.5)
		const d0 = 1
		law, err := s.Critical(d0, HalfSphere)
		if err != nil {
			t.Fatal(err)
		}
		p := explosion{k: k, signal: s.Leading(), pull: d0 * s.V(0) / 2, noise: d0 * s.Sigma2(0), start: HalfSphere}
		fine, finer := p.solve(960, 64, 16), p.solve(1920, 128, 16)
		var moved, slid, left, slipped float64
		for i := range law.r {
			moved, slid = max(moved, math.Abs(finer.cdf[i]-fine.cdf[i])), max(slid, math.Abs(finer.density[i]-fine.density[i]))
			left = max(left, math.Abs(law.cdf[i]-finer.cdf[i]-(finer.cdf[i]-fine.cdf[i])/3))
			slipped = max(slipped, math.Abs(law.density[i]-finer.density[i]-(finer.density[i]-fine.density[i])/3))
		}
		if left > moved || slipped > slid {
			t.Errorf("k = %d: a finer grid moves F by %v, f by %v, the corrections are %v and %v", k, left, slipped, moved, slid)
		}
		want, err := integrate(func(x float64) float64 { return 1 / (x * x * s.Leading() * math.Pow(1/x, float64(k-1))) }, 0, 1.0/8) // z = 1/x
		if err != nil {
			t.Fatal(err)
		}
		near(t, "first block", law.r[16], want, 1e-12*want)
		// The error of a quantile is that of the law over the density; within a panel of time, a sixteenth of a doubling,
		// the density changes by no more than a quarter.
		r, within, err := law.Quantile(0.5)
		if err != nil {
			t.Fatal(err)
		}
		above, _ := law.CDF(1.001 * r)
		below, _ := law.CDF(0.999 * r)
		density := (above - below) / (0.002 * r)
		near(t, "error of the median", within*density, law.Accuracy, 0.25*law.Accuracy)
		// Where the density rises its smaller value is at the earlier end of the panel, so no more than in between: the
		// error stated is no less than that at r.
		r, within, err = law.Quantile(0.02)
		if err != nil {
			t.Fatal(err)
		}
		above, _ = law.CDF(1.001 * r)
		below, _ = law.CDF(0.999 * r)
		if density = (above - below) / (0.002 * r); !(within*density >= law.Accuracy*(1-1e-4)) { // 1e-4: (10⁻³)² times F‴r²/6f, of order 10
			t.Errorf("k = %d: the error %v of the 0.02-quantile is below accuracy over density = %v", k, within, law.Accuracy/density)
		}
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
			law, err := s.Critical(c.d0, start)
			if err != nil {
				t.Fatal(err)
			}
			if law.Accuracy > 1e-5 {
				t.Errorf("d₀ = %v: accuracy %v, want 1e-5", c.d0, law.Accuracy)
			}
			r, within, err := law.Quantile(0.5)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "median n/N²", r/c.d0, want, 5e-4+within/c.d0) // three decimals
			samples, err := law.Samples(100, 0.5)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "samples", samples, 1e4*r/c.d0, 1e-6)
			for _, p := range []float64{0.01, 0.25, 0.9} {
				r, _, err := law.Quantile(p)
				if err != nil {
					t.Fatal(err)
				}
				back, err := law.CDF(r)
				if err != nil {
					t.Fatal(err)
				}
				near(t, "CDF(Quantile)", back, p, 1e-12)
			}
		}
	}
}

// For even k the side of the start does not matter, and doubling d₀ while λ, V
// and σ² are scaled is a change of units.
func TestCriticalSymmetry(t *testing.T) {
	s := mustTensor(t, 4, 1)
	half, err := s.Critical(1, HalfSphere)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := s.Critical(1, WholeSphere)
	if err != nil {
		t.Fatal(err)
	}
	for i := range half.cdf {
		near(t, "half and whole", half.cdf[i], whole.cdf[i], 0)
	}
	// L → 2L, δ → δ/2 is the same dynamics: He₃ and its normalised form.
	he3, _ := HermiteLayer(3, 0)
	unit, _ := SingleLayer(HermiteSeries{0, 0, 0, 1}, 0)
	d0 := unit.Leading() / unit.V(0)
	a, err := unit.Critical(d0, HalfSphere)
	if err != nil {
		t.Fatal(err)
	}
	b, err := he3.Critical(d0/6, HalfSphere)
	if err != nil {
		t.Fatal(err)
	}
	x, err := a.Samples(100, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	y, err := b.Samples(100, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "units", x/y, 1, 1e-5) // the first time block differs in length, within Accuracy
}

// A trap of e¹⁵ is within what is promised, 17, for every k and every strength of the signal: the grid is scaled by the
// trap's edge z*, for tensor PCA with V = σ² = k at d₀ = 2λz*^{k−2}, exponent ½z*²(1−2/k).
func TestCriticalDeepTraps(t *testing.T) {
	for _, c := range []struct {
		k      int
		lambda float64
	}{{3, 1.0 / 16}, {4, 1}, {5, 1}} {
		edge := math.Sqrt(30 / (1 - 2/float64(c.k)))
		law, err := mustTensor(t, c.k, c.lambda).Critical(2*c.lambda*math.Pow(edge, float64(c.k-2)), HalfSphere)
		if err != nil {
			t.Errorf("k = %d, λ = %v: %v", c.k, c.lambda, err)
			continue
		}
		near(t, "horizon", law.Horizon(), 1, 1-criticalHorizon+1e-3)
	}
}

func TestCriticalRefuses(t *testing.T) {
	s := mustTensor(t, 3, 1)
	_, err := mustTensor(t, 2, 1).Critical(1, HalfSphere)
	refused(t, "k", err, "k = 2")
	_, err = s.Critical(0, HalfSphere)
	refused(t, "d₀", err, "0")
	_, err = s.Critical(1, 0)
	refused(t, "start", err, "0")
	_, err = s.Critical(30, HalfSphere) // a trap of e³⁷
	refused(t, "trap", err, "37.5")
	law, err := s.Critical(1, HalfSphere)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = law.Quantile(0)
	refused(t, "p", err, "0")
	_, _, err = law.Quantile(math.NaN())
	refused(t, "p", err, "NaN")
	_, _, err = law.Quantile(law.Horizon())
	refused(t, "p", err, "< ")
	_, err = law.CDF(-1)
	refused(t, "r", err, "-1")
	last := law.r[len(law.r)-1]
	end, err := law.CDF(last)
	accepted(t, "r", err)
	near(t, "F at the end", end, law.Horizon(), 4*ulp)
	_, err = law.CDF(1.001 * last)
	refused(t, "r", err, "0 ≤ r")
	_, err = law.Samples(1, 0.5)
	refused(t, "N", err, "1")
}
