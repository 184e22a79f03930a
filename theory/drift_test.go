package theory

import (
	"math"
	"testing"
)

// The table of drifts, V, σ² and critical steps, row by row, in closed form.
func TestDriftTable(t *testing.T) {
	const d = 0.3 // label noise
	x, _ := MonomialLayer(1, d)
	square, _ := MonomialLayer(2, d)
	abs, _ := AbsLayer(d)
	he3, _ := HermiteLayer(3, 0)
	tensor, _ := TensorPCA(4, 1.5)
	pca, _ := OnlinePCA(0.8)
	for _, row := range []struct {
		s      *SingleIndex
		down   func(m float64) float64
		v      func(m float64) float64
		sigma0 float64
	}{
		{x, func(m float64) float64 { return 2 }, func(m float64) float64 { return 4 * (2*(1-m) + d) }, 12 + 4*d},
		{square, func(m float64) float64 { return 8 * m }, func(m float64) float64 { return 192*(1-m*m) + 16*d }, 192 + 16*d},
		{abs, func(m float64) float64 { return 4 / math.Pi * math.Asin(m) }, func(m float64) float64 { return 4 * abs.Phi(m) }, 16 - 32/math.Pi + 4*d},
		{he3, func(m float64) float64 { return 36 * m * m }, func(m float64) float64 { return 864 * (16 + 6*m*m - 31*m*m*m + 9*m*m*m*m) }, 16416},
		{tensor, func(m float64) float64 { return 6 * m * m * m }, func(m float64) float64 { return 4 }, 4},
		{pca, func(m float64) float64 { return 1.6 * m }, func(m float64) float64 { return 4 * (1 + 0.8*m*m) }, 4 * 1.8},
	} {
		for _, m := range overlaps {
			near(t, row.s.Name+" −φ′", -row.s.PhiPrime(m), row.down(m), 100*ulp*(1+row.down(1)))
			near(t, row.s.Name+" V", row.s.V(m), row.v(m), 1e4*ulp*row.v(-1)) // 199 nodes × ten coefficients × cancellation between terms
		}
		near(t, row.s.Name+" σ²(0)", row.s.Sigma2(0), row.sigma0, 1e4*ulp*row.sigma0)
	}
	near(t, "5.814", 16-32/math.Pi, 5.814, 5e-4) // as printed, to its digits
}

// V and σ² by two-dimensional quadrature of the definition: G², and the variance
// of G w √(1−m²), from the derivative of the sample loss alone.
func TestMomentsByQuadrature(t *testing.T) {
	series := HermiteSeries{0.3, 0.2, -0.7, 0.4}
	fit := HermiteSeries{0.1, 0.5, 0.4, 0, -0.2}
	single, _ := SingleLayer(series, 0.4)
	mis, _ := Misspecified(series, fit, 0.4)
	tanh, _ := TanhLayer(0.4)
	relu, _ := ReLULayer(0.4)
	abs, _ := AbsLayer(0.4)
	linear, _ := GLM(LinearLink())
	logistic, _ := GLM(LogisticLink())
	poisson, _ := GLM(PoissonLink())
	squared := func(f, g, prime func(float64) float64) (mean, extra func(u, v float64) float64) {
		return func(u, v float64) float64 { return 2 * (g(u) - f(v)) * prime(u) },
			func(u, v float64) float64 { return 4 * 0.4 * prime(u) * prime(u) }
	}
	glm := func(mean, variance func(float64) float64) (_, extra func(u, v float64) float64) {
		return func(u, v float64) float64 { return mean(u) - mean(v) },
			func(u, v float64) float64 { return variance(v) }
	}
	relus := kinked{p: 1}
	modulus := kinked{p: 1, q: 1}
	tanhPrime := func(z float64) float64 { c := math.Cosh(z); return 1 / (c * c) }
	type pair struct{ mean, extra func(u, v float64) float64 } // E[G | u, v], Var[G | u, v]
	of := func(mean, extra func(u, v float64) float64) pair { return pair{mean, extra} }
	for _, c := range []struct {
		s         *SingleIndex
		g         pair
		tolerance float64 // relative
	}{
		{single, of(squared(series.At, series.At, series.Derivative().At)), 1e-9},
		{mis, of(squared(series.At, fit.At, fit.Derivative().At)), 1e-9},
		{tanh, of(squared(math.Tanh, math.Tanh, tanhPrime)), 1e-8}, // a pole of order 6 at π/2: 18⁵/5! (π + √(π²+1))^{−18} ≈ 4e-11
		{linear, of(glm(func(v float64) float64 { return v }, one)), 1e-9},
		{logistic, of(glm(sigmoid, sigmoidPrime)), 1e-9},
		{poisson, of(glm(math.Exp, math.Exp)), 1e-9},
		// a kink across panels of width 1 with 9 nodes: an error of order 1/9² there
		{relu, of(squared(relus.at, relus.at, relus.prime)), 5e-3},
		{abs, of(squared(modulus.at, modulus.at, modulus.prime)), 5e-3},
	} {
		for _, m := range []float64{-0.6, 0, 0.35, 0.9} {
			s2 := (1 - m) * (1 + m)
			v := plane(m, func(u, v, w float64) float64 { g := c.g.mean(u, v); return g*g + c.g.extra(u, v) })
			along := plane(m, func(u, v, w float64) float64 { return c.g.mean(u, v) * w })
			second := plane(m, func(u, v, w float64) float64 { g := c.g.mean(u, v); return (g*g + c.g.extra(u, v)) * w * w })
			near(t, c.s.Name+" V", c.s.V(m), v, c.tolerance*v)
			near(t, c.s.Name+" σ²", c.s.Sigma2(m), s2*second-s2*along*along, c.tolerance*second)
			// E⟨∇L, θ⟩ = φ′(m)(1 − m²): the same quadrature witnesses φ′.
			near(t, c.s.Name+" φ′", c.s.PhiPrime(m)*math.Sqrt(s2), along, c.tolerance*math.Sqrt(second))
		}
	}
	// ReLU in closed form, γ = arccos m.
	for _, m := range overlaps {
		s := math.Sqrt((1 - m) * (1 + m))
		gamma := math.Atan2(s, m)
		v := 4 * (0.5 - 2*(s+m*(math.Pi-gamma))/(2*math.Pi) + (math.Pi-gamma+m*s)/(2*math.Pi) + 0.2)
		near(t, "ReLU V", relu.V(m), v, 200*ulp*4)
	}
	near(t, "ReLU σ²(0)", relu.Sigma2(0), 4.75-8/math.Pi+0.8, 200*ulp*5)
}

// Models whose data are not features: V and σ² from a quadrature over the label.
func TestMomentsOfPCAAndMixture(t *testing.T) {
	const lambda = 0.8
	pca, _ := OnlinePCA(lambda)
	mixture, _ := Mixture(0.3, 1.2)
	rule := hermiteRule(40)
	for _, m := range []float64{-0.5, 0, 0.3, 0.9} {
		s := math.Sqrt(1 - m*m)
		// Y·x = z₁ + √λ m g, Y·e = z₂ + √λ s g; z₁, z₂, g standard normal.
		var v, first, second float64
		for i, z1 := range rule.z {
			for j, z2 := range rule.z {
				for l, g := range rule.z {
					w := rule.w[i] * rule.w[j] * rule.w[l]
					u, e := z1+math.Sqrt(lambda)*m*g, z2+math.Sqrt(lambda)*s*g
					v += w * 4 * u * u
					first += w * -2 * u * e * s
					second += w * 4 * u * u * e * e * s * s
				}
			}
		}
		near(t, "PCA V", pca.V(m), v, 1e-12*v)
		near(t, "PCA σ²", pca.Sigma2(m), second-first*first, 1e-12*(1+second))
		near(t, "PCA φ′", pca.PhiPrime(m)*s*s, first, 1e-12)

		v, first, second = 0, 0, 0
		for _, eps := range []float64{-1, 1} {
			p := math.Exp(eps*0.3) / (2 * math.Cosh(0.3))
			v += p * plane(0, func(z1, _, z2 float64) float64 { g := math.Tanh(z1 + eps*1.2*m + 0.3); return g * g })
			first += p * plane(0, func(z1, _, z2 float64) float64 {
				return -math.Tanh(z1+eps*1.2*m+0.3) * (z2 + eps*1.2*s) * s
			})
			second += p * plane(0, func(z1, _, z2 float64) float64 {
				g := math.Tanh(z1+eps*1.2*m+0.3) * (z2 + eps*1.2*s) * s
				return g * g
			})
		}
		near(t, "mixture V", mixture.V(m), v, 1e-8) // poles at π/2, as for tanh
		near(t, "mixture σ²", mixture.Sigma2(m), second-first*first, 1e-8)
		near(t, "mixture φ′", mixture.PhiPrime(m)*s*s, first, 1e-8)
	}
}

func TestCriticalSteps(t *testing.T) {
	x, _ := MonomialLayer(1, 0)
	square, _ := MonomialLayer(2, 0)
	abs, _ := AbsLayer(0)
	he3, _ := HermiteLayer(3, 0)
	matrix, _ := TensorPCA(2, 1.5)
	pca, _ := OnlinePCA(0.8)
	for _, c := range []struct {
		s    *SingleIndex
		want float64
	}{{square, 1.0 / 12}, {abs, 1 / (math.Pi - 2)}, {matrix, 3}, {pca, 0.8}} {
		got, err := c.s.EscapeCriticalStep()
		if err != nil {
			t.Fatal(err)
		}
		near(t, c.s.Name+" δ_c", got, c.want, 1e4*ulp)
		kappa, err := c.s.GrowthRate(got)
		if err != nil {
			t.Fatal(err)
		}
		near(t, c.s.Name+" κ(δ_c)", kappa, 0, 1e4*ulp*c.s.Leading())
	}
	for _, c := range []struct {
		s    *SingleIndex
		want float64
	}{{x, 1}, {square, 1.0 / 12}, {abs, 1}, {he3, 1.0 / 270}} { // He₃: V′(1) = 864(12 − 93 + 36)
		got, err := c.s.DescentCriticalStep()
		if err != nil {
			t.Fatal(err)
		}
		near(t, c.s.Name+" at the target", got, c.want, 2e-4*c.want) // documented accuracy
	}
	for _, delta := range []float64{0.1, 0.5} {
		m, err := matrix.RestingOverlap(delta)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "spiked matrix m*", m, math.Sqrt(1-delta/3), 64*ulp)
		m, err = pca.RestingOverlap(delta)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "online PCA m*", m, math.Sqrt((0.8-delta)/(0.8*(1+delta))), 64*ulp)
	}
	for _, s := range []*SingleIndex{square, abs} { // the slope of abs has no value beyond 1
		if m, err := s.RestingOverlap(0.05); err != nil || m != 1 {
			t.Errorf("%s without noise rests at %v, %v, want 1", s.Name, m, err)
		}
	}
	// With k = 1 the overlap rests above 0 whatever the step size: λ(1−m²) = ½δm.
	const large = 1e5
	m, err := mustTensor(t, 1, 1.5).RestingOverlap(large)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "tensor of order 1, m*", m, 2*1.5/(large/2+math.Sqrt(large*large/4+4*1.5*1.5)), 64*ulp)
}

// A loss in other units, L → cL and δ → δ/c, is the same dynamics: what is noise at the target stays noise when the
// loss and all its moments are far below 1.
func TestUnitsOfTheLoss(t *testing.T) {
	const c, noise, delta = 1e-8, 0.3, 1e-4
	layer := func(scale, variance float64) *SingleIndex {
		s, err := SingleLayer(HermiteSeries{0, scale}, variance)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	_, err := layer(math.Sqrt(c), c*noise).DescentCriticalStep()
	refused(t, "V(1)", err, "V(1)")
	m, err := layer(math.Sqrt(c), c*noise).RestingOverlap(delta / c)
	if err != nil {
		t.Fatal(err)
	}
	// with e = 1−m: 4e(1 − e/2) = 2δ(2e + D)(1 − e), so e = δD/2 to a relative δ
	near(t, "1 − m*", 1-m, delta*noise/2, 2*delta*delta*noise)
	same, err := layer(1, noise).RestingOverlap(delta)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "m*", m, same, 64*ulp)
	near(t, "drift without steps", layer(1, noise).Drift(0.3, 0), 2*(1-0.09), 64*ulp)
}

// For the x² layer the drift is κm(1−m²), whose integral is elementary.
func TestHittingTimeClosedForm(t *testing.T) {
	square, _ := MonomialLayer(2, 0)
	const delta, n = 0.02, 1000
	kappa := 8 - 96*delta
	logit := func(m float64) float64 { return math.Log(m / math.Sqrt((1-m)*(1+m))) }
	for _, ends := range [][2]float64{{1e-4, 0.5}, {0.1, 0.9}, {0.5, 0.9999}} {
		got, err := square.HittingTime(n, delta, ends[0], ends[1])
		if err != nil {
			t.Fatal(err)
		}
		want := n / delta / kappa * (logit(ends[1]) - logit(ends[0]))
		near(t, "T", got, want, 1e-10*want)
	}
	got, err := square.DescentTime(n, delta, 0.1)
	if err != nil {
		t.Fatal(err)
	}
	want := n / delta / kappa * (logit(0.9) - logit(0.1))
	near(t, "descent", got, want, 1e-10*want)
}

func TestDriftRefuses(t *testing.T) {
	he3, _ := HermiteLayer(3, 0)
	matrix, _ := TensorPCA(2, 1)
	noisy, _ := MonomialLayer(1, 1)
	mixture, _ := Mixture(0, 0.5) // φ′(0) is 0 to rounding only
	_, err := he3.GrowthRate(0.1)
	refused(t, "k", err, "k = 3")
	_, err = matrix.GrowthRate(-1)
	refused(t, "δ", err, "-1")
	_, err = he3.EscapeCriticalStep()
	refused(t, "k", err, "k = 3")
	_, err = noisy.DescentCriticalStep()
	refused(t, "V(1)", err, "z^1: V(1)")
	for _, s := range []*SingleIndex{matrix, mixture} {
		_, err = s.RestingOverlap(2.5)
		refused(t, "above δ_c", err, "2.5")
	}
	_, err = matrix.HittingTime(100, 0.5, 0.2, 0.95) // rests at √.75
	refused(t, "beyond the rest", err, "not positive")
	_, err = matrix.HittingTime(1, 0.5, 0.2, 0.5)
	refused(t, "N", err, "1")
	_, err = matrix.HittingTime(10, 0, 0.2, 0.5)
	refused(t, "δ", err, "0")
	_, err = matrix.HittingTime(10, 0.1, 0.5, 0.2)
	refused(t, "order", err, "0.5")
	for _, ends := range [][2]float64{{-1, 0.5}, {0.5, 0.5}, {0.5, 1}} {
		_, err = matrix.HittingTime(10, 0.1, ends[0], ends[1])
		refused(t, "ends", err, "−1 < from < to < 1")
	}
	for _, eta := range []float64{0, 0.5} {
		_, err = matrix.DescentTime(10, 0.1, eta)
		refused(t, "η", err, "0 < η < ½")
	}
	_, err = he3.hittingTime(10, 0.1, 1e-180, 0.5, 0) // φ′ underflows
	refused(t, "no drift", err, "not positive")
	for _, f := range []func(float64) float64{func(x float64) float64 { return 1 / x }, func(x float64) float64 { return 1 / (1 - x) }} {
		_, err = integrate(f, 0, 1) // diverges at the lower end, at the upper
		refused(t, "integral", err, "does not converge")
	}
	for _, f := range []func(){
		func() { he3.Drift(0.1, -1) }, func() { he3.Drift(2, 0.1) }, func() { he3.V(math.NaN()) }, func() { he3.Sigma2(-1.1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("no panic outside the domain")
				}
			}()
			f()
		}()
	}
}

// Next to the target V and σ² keep their digits. For x², with d = u² − v² = s²(u² − w²) − 2msuw, s² = 1 − m²,
//
//	V = 16 E u²d² = 192 s²,  σ² = 16 s² E u²d²w² − φ′²s⁴ = 16 s²(12s⁴ + 36m²s²) − 64m²s⁴.
func TestMomentsNextToTheTarget(t *testing.T) {
	fromSeries, err := MonomialLayer(2, 0)
	accepted(t, "x²", err)
	fromFunction, err := LayerOf(powers("x²", 0, 0, 1), 0)
	accepted(t, "x²", err)
	for _, s := range []*SingleIndex{fromSeries, fromFunction} {
		for _, e := range []float64{1e-2, 1e-6, 1e-10} {
			m := 1 - e
			e = 1 - m
			s2 := e * (1 + m)
			noise := 16*s2*(12*s2*s2+36*m*m*s2) - 64*m*m*s2*s2
			near(t, s.Name+" σ²", s.Sigma2(m), noise, 1e-12*noise)
			near(t, s.Name+" V", s.V(m), 192*s2, 1e-12*192*s2)
		}
	}
}
