package theory

import (
	"math"
	"testing"
)

// One step in R³, written out with vectors, is what the formulas of the chain must give.
// x = (1, 0, 0), θ = (m, s, 0), so that e = (0, 1, 0).
func TestFeatureStepIsTheVectorStep(t *testing.T) {
	f := HermiteSeries{0.3, 1, -0.5, 0.25}
	for _, m := range []float64{-0.9, -0.2, 0, 0.4, 0.99} {
		for _, a := range [][3]float64{{0.7, -1.1, 0.4}, {-2, 0.3, 1.5}, {0, 0, 2}} {
			const rate, noise = 0.3, 0.2
			s := math.Sqrt((1 - m) * (1 + m))
			v := a[0]*m + a[1]*s
			g := 2 * (f.At(a[0]) - (f.At(v) + noise)) * f.Derivative().At(a[0])
			// the tangent part of G·a at x loses the first component
			x := [3]float64{1, -rate * g * a[1], -rate * g * a[2]}
			norm := math.Sqrt(x[0]*x[0] + x[1]*x[1] + x[2]*x[2])
			want := (x[0]*m + x[1]*s) / norm
			got := FeatureStep(m, a[0], a[1], a[2]*a[2], rate*SquaredLossPull(f, a[0], v, noise))
			if math.Abs(got-want) > 40*0x1p-52*(1+math.Abs(rate*g*a[1])/norm) { // 40 operations on terms of that size
				t.Errorf("m = %v, a = %v: m' = %v, vectors say %v", m, a, got, want)
			}
		}
	}
}

// The gradient of −⟨Y, x^{⊗p}⟩ for Y = λθ^{⊗p} alone is −λp m^{p−1} θ; noise is added along
// e and across.
func TestTensorStepIsTheVectorStep(t *testing.T) {
	for p := 1; p <= 4; p++ {
		for _, m := range []float64{-0.6, 0.1, 0.8} {
			const lambda, rate, xi, across = 1.5, 0.2, -0.7, 0.9
			s := math.Sqrt((1 - m) * (1 + m))
			pull := lambda * float64(p)
			for range p - 1 {
				pull *= m
			}
			root := math.Sqrt(float64(p))
			x := [3]float64{1, rate * (pull*s + root*xi), rate * root * across}
			want := (m + x[1]*s) / math.Sqrt(1+x[1]*x[1]+x[2]*x[2])
			got := TensorStep(m, lambda, p, xi, across*across, rate)
			if math.Abs(got-want) > 40*0x1p-52*2 { // 40 operations, operands below 2
				t.Errorf("p = %d, m = %v: m' = %v, vectors say %v", p, m, got, want)
			}
		}
	}
}

// Outside the sphere there is no step to speak of.
func TestStepsOffTheSphere(t *testing.T) {
	for _, m := range []float64{math.NaN(), 1.5, -1.5} {
		if got := FeatureStep(m, 1, 1, 1, 0.1); !math.IsNaN(got) {
			t.Errorf("FeatureStep at m = %v: %v, want NaN", m, got)
		}
		if got := TensorStep(m, 1, 3, 1, 1, 0.1); !math.IsNaN(got) {
			t.Errorf("TensorStep at m = %v: %v, want NaN", m, got)
		}
	}
}
