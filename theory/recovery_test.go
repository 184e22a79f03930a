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
		if math.Abs(general-law) > 1e-9 {
			t.Errorf("δ = %v: side lost with probability %v, by the escape law %v", delta, general, law)
		}
	}
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
}
