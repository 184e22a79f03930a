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
