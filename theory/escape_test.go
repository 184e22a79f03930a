package theory

import (
	"math"
	"testing"
)

// The closed forms: x² without noise at every δ, and the spiked matrix, whose
// drift is κm − 2λm³.
func TestEscapeClosedForms(t *testing.T) {
	square, _ := MonomialLayer(2, 0)
	for _, delta := range []float64{0.01, 1.0 / 24, 0.08} {
		law, err := square.Escape(1000, delta, 0.5)
		if err != nil {
			t.Fatal(err)
		}
		// C is an integral of (κ − b/m)/b, accurate to 1e-12 of the integral and
		// the rounding of κ.
		near(t, "C", law.Offset, math.Log(0.5/math.Sqrt(0.75)), 1e-11)
		near(t, "Var z", law.Variance, 1/(1-12*delta), 1e-11/(1-12*delta))
		near(t, "sign loss", law.SignLoss(), math.Acos(math.Sqrt(1-12*delta))/math.Pi, 1e-10)
	}
	matrix := mustTensor(t, 2, 1.5)
	const delta, eta = 0.6, 0.4
	law, err := matrix.Escape(1000, delta, eta)
	if err != nil {
		t.Fatal(err)
	}
	kappa := 3 - delta
	near(t, "κ", law.Kappa, kappa, 8*ulp*kappa)
	near(t, "matrix C", law.Offset, math.Log(eta)-math.Log(1-3*eta*eta/kappa)/2, 1e-11)
	near(t, "matrix Var z", law.Variance, 1+delta*2/(2*kappa), 8*ulp)
}

// The law is a law: its density is the derivative of its distribution function
// and integrates to 1, and its quantiles invert it.
func TestEscapeLawIsConsistent(t *testing.T) {
	abs, _ := AbsLayer(0.2)
	law, err := abs.Escape(10000, 0.3, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	scale := 10000 / (0.3 * law.Kappa)
	quantile := func(p float64) float64 {
		q, err := law.Quantile(p)
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	for _, p := range []float64{1e-6, 0.01, 0.25, 0.5, 0.75, 0.99, 0.999999} {
		q := quantile(p)
		near(t, "CDF(Quantile)", law.CDF(q), p, 1e-12) // w e^{−w²/2} < 1: errors of log w do not grow
		h := 1e-4 * scale
		slope := (law.CDF(q+h) - law.CDF(q-h)) / (2 * h)
		// f‴ in units of scale is at most (w² + 1)³ f, w ≤ 5
		near(t, "CDF′", slope, law.Density(q), 26*26*26*1e-8/6*law.Density(q)+4*ulp/h)
	}
	low, high := quantile(1e-9), quantile(1-1e-9)
	total, err := integrate(law.Density, low, high)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "∫ density", total, law.CDF(high)-law.CDF(low), 1e-11)
	near(t, "mass", law.CDF(high)-law.CDF(low), 1-2e-9, 1e-12)
	if d := law.Density(-1e9); d != 0 {
		t.Errorf("density far below = %v, want 0", d)
	}
}

// The best constant step: n*/(N log N) is 3, π(π−2)/2, 1/2λ², 1/λ², and δκ has
// its largest value there.
func TestBestEscapeStep(t *testing.T) {
	square, _ := MonomialLayer(2, 0)
	abs, _ := AbsLayer(0)
	pca, _ := OnlinePCA(0.8)
	for _, c := range []struct {
		s    *SingleIndex
		want float64
	}{{square, 3}, {abs, math.Pi * (math.Pi - 2) / 2}, {mustTensor(t, 2, 1.5), 1 / 4.5}, {pca, 1 / 0.64}} {
		delta, samples, err := c.s.BestEscapeStep(1000)
		if err != nil {
			t.Fatal(err)
		}
		near(t, c.s.Name+" n*", samples/(1000*math.Log(1000)), c.want, 1e4*ulp*c.want)
		best, _ := c.s.GrowthRate(delta)
		for _, other := range []float64{0.9, 1.1} {
			kappa, _ := c.s.GrowthRate(other * delta)
			if !(other*delta*kappa < delta*best) {
				t.Errorf("%s: δκ at %v δ* is not below its value at δ*", c.s.Name, other)
			}
		}
		near(t, c.s.Name+" samples", samples, 1000*math.Log(1000)/(2*delta*best), 1e4*ulp*samples)
	}
	near(t, "1.79", math.Pi*(math.Pi-2)/2, 1.79, 5e-3) // as printed, to its digits
}

// At the critical step, here δ = 2c₂/V(0) = 1 exactly, the growth rate is 0 and there is no escape
// law; and no time is reached with probability 0 or 1.
func TestEscapeEdges(t *testing.T) {
	s, err := OnlinePCA(1)
	accepted(t, "model", err)
	_, err = s.EscapeOffset(1, 0.5)
	refused(t, "κ", err, "κ = 0")
	law, err := s.Escape(100, 0.5, 0.5)
	accepted(t, "law", err)
	for _, eta := range []float64{0, 1} {
		_, err = s.Escape(100, 0.5, eta)
		refused(t, "η", err, "0 < η < 1")
	}
	for _, p := range []float64{0, 1} {
		_, err = law.Quantile(p)
		refused(t, "p", err, "0 < p < 1")
	}
}

func TestEscapeRefuses(t *testing.T) {
	matrix := mustTensor(t, 2, 1)
	_, err := matrix.Escape(1, 0.1, 0.5)
	refused(t, "N", err, "1")
	_, err = matrix.Escape(10, 2, 0.5)
	refused(t, "δ_c", err, "2")
	_, err = matrix.Escape(10, -0.1, 0.5)
	refused(t, "δ", err, "-0.1")
	_, err = matrix.Escape(10, 0.1, 1)
	refused(t, "η", err, "1")
	_, err = matrix.Escape(10, 1, 0.8) // rests at √½
	refused(t, "beyond the rest", err, "0.8")
	_, err = mustTensor(t, 3, 1).Escape(10, 0.1, 0.5)
	refused(t, "k", err, "k = 3")
	_, _, err = matrix.BestEscapeStep(0)
	refused(t, "N", err, "0")
	_, _, err = mustTensor(t, 1, 1).BestEscapeStep(10)
	refused(t, "k", err, "k = 1")
	law, err := matrix.Escape(10, 0.1, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	_, err = law.Quantile(1)
	refused(t, "p", err, "1")
}
