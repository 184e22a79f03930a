package theory

import (
	"math"
	"testing"
)

// For k = 2 the general formula is elementary: it must give the escape law's
// arctan(√(δσ²/2κ))/π. The tolerance is that of the two integrals, 1e-10 each.
func TestSideLostAtTwo(t *testing.T) {
	s, err := TensorPCA(2, 1.5)
	if err != nil {
		t.Fatal(err)
	}
	for _, delta := range []float64{0.01, 0.3, 2} {
		general, err := sideLost(2, s.Leading(), delta*s.V(0)/2, delta*s.Sigma2(0))
		if err != nil {
			t.Fatal(err)
		}
		law, err := s.SignLoss(100, delta)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "side lost, by the escape law", general, law, 1e-9)
	}
}

// The average over the start and the two integrals of the scale density, in this order and by the trapezoidal rule.
// Deep in the trap, at d₀V(0)²/8a = 12500 in the exponent, every start comes to 0 and half of them lose their side.
func TestSignLossByTheStart(t *testing.T) {
	for _, k := range []int{4, 6} {
		s := mustTensor(t, k, 1.5)
		const n, d0 = 50, 3.0
		got, err := s.SignLoss(n, d0/math.Pow(n, float64(k-2)/2))
		if err != nil {
			t.Fatal(err)
		}
		trapezoid := func(h float64) float64 {
			var tail []float64 // ∫_z^∞ s at the points of the grid, from far to 0
			sum, last := 0.0, 0.0
			for z := 8.0; z > -h/2; z -= h { // s(8) < e^{−1000}
				next := math.Exp(-2 / (d0 * s.Sigma2(0)) * (s.Leading()*math.Pow(z, float64(k))/float64(k) - d0*s.V(0)*z*z/4))
				sum += h / 2 * (last + next)
				last = next
				tail = append(tail, sum)
			}
			var mean float64
			for i, v := range tail {
				z := 8 - float64(i)*h
				weight := h
				if i == len(tail)-1 {
					weight = h / 2
				}
				mean += weight * math.Sqrt(2/math.Pi) * math.Exp(-z*z/2) * v / sum
			}
			return mean / 2
		}
		coarse, fine := trapezoid(1.0/256), trapezoid(1.0/512)
		near(t, s.Name+": side lost", got, fine+(fine-coarse)/3, math.Abs(fine-coarse)) // of second order
	}
	p, err := mustTensor(t, 4, 1).SignLoss(100, 1000)
	accepted(t, "a deep trap", err)
	near(t, "side lost", p, 0.5, 1e-9)
}

// The side is kept as the step shrinks, and for odd k always.
func TestSignLoss(t *testing.T) {
	four, err := TensorPCA(4, 1)
	if err != nil {
		t.Fatal(err)
	}
	last := 0.5
	for _, delta := range []float64{1, 0.1, 0.01, 0.001} {
		p, err := four.SignLoss(100, delta/100)
		if err != nil {
			t.Fatal(err)
		}
		if !(p > 0 && p < last) {
			t.Errorf("d₀ = %v: side lost with probability %v, want less than %v", delta, p, last)
		}
		last = p
	}
	// The scale density has the width (2kd₀σ²/2a)^{1/k} = 0.25 in z; half of the starts within lose.
	if most := math.Erf(math.Pow(4*0.001, 0.25)/math.Sqrt2) / 2; last > most {
		t.Errorf("side lost with probability %v at d₀ = 0.001", last)
	}
	three, err := TensorPCA(3, 1)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := three.SignLoss(100, 0.1); p != 0 || err != nil {
		t.Errorf("odd k: side lost with probability %v, %v", p, err)
	}
	if _, err := three.SignLoss(1, 0.1); err == nil {
		t.Error("N = 1 is no error")
	}
	if _, err := four.SignLoss(100, 0); err == nil {
		t.Error("δ = 0 is no error")
	}
	matrix, err := TensorPCA(2, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := matrix.SignLoss(100, 5); err == nil {
		t.Error("a step above the critical one is no error")
	}
	_, err = matrix.SignLoss(100, 2) // δ = 2c₂/V(0) exactly
	refused(t, "κ", err, "κ = 0")
}

// The chance at N is that of the laws it is made of, and beyond all integers it goes on: for the tensor with k = 3 it depends
// on N through d₀ and d₀α/N^{k−2} alone.
func TestRecoveryChance(t *testing.T) {
	s := mustTensor(t, 3, 1)
	const n, d0 = 400, 0.2
	law, err := s.Critical(n, d0/math.Sqrt(n), HalfSphere)
	accepted(t, "critical", err)
	for _, r := range []float64{1, 5} { // both laws are computed so far
		want := law.CDF(r / d0 * n * n)
		for _, size := range []float64{n, 1e100} {
			got, err := s.RecoveryChance(size, r/d0*size, d0/math.Sqrt(size), 0.9)
			accepted(t, "chance", err)
			near(t, "chance", got.Chance(), want, got.Within+1e-12)
		}
	}
	matrix := mustTensor(t, 2, 1)
	escape, err := matrix.Escape(1000, 0.2, 0.8)
	accepted(t, "escape", err)
	got, err := matrix.RecoveryChance(1000, 30, 0.2, 0.8)
	accepted(t, "chance", err)
	near(t, "chance", got.Chance(), escape.CDF(30*1000)-escape.SignLoss(), 1e-9)
	_, err = s.RecoveryChance(1, 1, 1, 0.5)
	refused(t, "N", err, "1")
}

// All runs arrive in the end, those too that the critical law is not computed for.
func TestRecoveryChanceBeyondTheHorizon(t *testing.T) {
	s := mustTensor(t, 3, 1)
	const n, d0 = 1e4, 0.2
	for _, r := range []float64{1e4, 1e8} {
		p, err := s.RecoveryChance(n, r/d0*n, d0/math.Sqrt(n), 0.9)
		accepted(t, "chance", err)
		if !(p.Chance()+p.Within >= 1-1e-9 && p.Within < 2e-4) {
			t.Errorf("after %v units of time: %v ± %v, want 1 within", r, p.Chance(), p.Within)
		}
	}
}

// As d₀ → 0 the trap is flat and s a power of e^{−z^k}: the side lost is of order (d₀σ²/2a)^{1/k}, with the constant of
// ½ √(2/π) E z under the density s,
//
//	p/(2a/kd₀σ²)^{−1/k} → (2π)^{−1/2} Γ(2/k)/Γ(1/k).
//
// On a grid with a scale of its own nothing of it is seen at d₀ = 10⁻³⁰.
func TestSideLostOfASmallStep(t *testing.T) {
	s := mustTensor(t, 4, 1)
	for _, d0 := range []float64{1e-12, 1e-30, 1e-45} {
		got, err := sideLost(4, s.Leading(), d0*s.V(0)/2, d0*s.Sigma2(0))
		accepted(t, "side lost", err)
		scale := math.Pow(2*d0*s.Sigma2(0)/s.Leading(), 0.25)
		near(t, "side lost over its scale", got/scale, math.Gamma(0.5)/math.Gamma(0.25)/math.Sqrt(2*math.Pi), 1e-2)
	}
}

// A model with even k ≥ 4 loses its side with the probability that the scale density gives, and of all runs that arrive in the end
// that share is on the other side: beyond integers too, where SignLoss has no N.
func TestRecoveryChanceLosesTheSide(t *testing.T) {
	for _, k := range []int{4, 6} {
		s := mustTensor(t, k, 1)
		for _, d0 := range []float64{0.1, 1} {
			delta := func(n float64) float64 { return d0 / math.Pow(n, float64(k-2)/2) }
			lost, err := s.SignLoss(100, delta(100))
			accepted(t, "side lost", err)
			for _, n := range []float64{100, 1e30} {
				alpha := 1e3 / d0 * math.Pow(n, float64(k-2)) // of the critical time
				r, err := s.RecoveryChance(n, alpha, delta(n), 0.5)
				accepted(t, "chance", err)
				near(t, "lost", r.Lost, lost, 1e-9)
				near(t, "recovered in the end", r.Chance(), 1-lost, r.Within+1e-9)
				if !(lost > 0.02 && r.Within < 1e-2) {
					t.Errorf("k = %d, d₀ = %v: %v lost, within %v, want a share that is seen", k, d0, lost, r.Within)
				}
			}
		}
	}
}

// The side lost tends to the limit as N grows, like 1/N for a tensor, whose laws are even in m.
func TestWrongSideTends(t *testing.T) {
	for k, delta := range map[int]func(n float64) float64{2: func(float64) float64 { return 0.3 }, 4: func(n float64) float64 { return 0.3 / n }} {
		s := mustTensor(t, k, 1)
		var gaps []float64
		for _, n := range []int{1000, 10_000, 100_000} {
			at := delta(float64(n))
			lost, within, err := s.WrongSide(n, at, 0.5, 0.5)
			accepted(t, "lost", err)
			limit, err := s.SignLoss(n, at)
			accepted(t, "limit", err)
			gaps = append(gaps, math.Abs(lost-limit))
			if within > 1e-4 {
				t.Errorf("k = %d, N = %d: within %v", k, n, within)
			}
		}
		if !(gaps[2] < 2e-4 && gaps[0] < 0.02) {
			t.Errorf("k = %d: gaps %v", k, gaps)
		}
	}
}
