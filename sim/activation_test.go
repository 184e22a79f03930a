package sim

import (
	"fmt"
	"math"
	"testing"
)

func activations() []Activation {
	return []Activation{
		poly(1, -2, 0, 0.5), must(NewHermite(3)), must(NewHermite(6)),
		must(NewHermiteSeries(0.3, -1, 0, 0.2, 0, 0.7)),
		ReLU{}, Abs{}, Tanh{}, Sigmoid{},
	}
}

// f and f' are written apart. The difference quotient at h and 2h, extrapolated, has
// an error of O(h⁴), bounded by what the extrapolation removed; rounding adds
// |f|·2⁻⁵²·32/h for Horner and Clenshaw of degree ≤ 6. Points within 2h of a corner
// are left out.
func TestSlopeIsDerivative(t *testing.T) {
	for _, f := range activations() {
		for z := -4.05; z < 4.1; z += 0.3 {
			const h = 0x1p-10
			quotient := func(h float64) float64 { return (f.At(z+h) - f.At(z-h)) / (2 * h) }
			one, two := quotient(h), quotient(2*h)
			got := one + (one-two)/3
			size := math.Abs(f.At(z)) + math.Abs(f.At(-z)) + 1
			if off, most := math.Abs(got-f.Slope(z)), math.Abs(one-two)+32*0x1p-52*size*100/h; off > most {
				t.Errorf("%v at %v: slope %v, difference quotient %v, allowed %v", f, z, f.Slope(z), got, most)
			}
		}
	}
}

// He_1, …, He_6 are in every table; with √k! they must match the orthonormal series,
// evaluated by another recurrence.
func TestHermite(t *testing.T) {
	for k, want := range [][]float64{1: {0, 1}, 2: {-1, 0, 1}, 3: {0, -3, 0, 1}, 4: {3, 0, -6, 0, 1}, 5: {0, 15, 0, -10, 0, 1}, 6: {-15, 0, 45, 0, -15, 0, 1}} {
		if k == 0 {
			continue
		}
		he := must(NewHermite(k))
		if got := fmt.Sprint(he.Coefficients()); got != fmt.Sprint(want) {
			t.Errorf("He_%d has coefficients %v, want %v", k, got, want)
		}
	}
	for k := 1; k <= 20; k++ {
		he := must(NewHermite(k))
		c := make([]float64, k+1)
		c[k] = math.Exp(lgamma(float64(k+1)) / 2)
		series := must(NewHermiteSeries(c...))
		for z := -3.0; z <= 3; z += 0.125 {
			// Horner's error is 2k·2⁻⁵³ of the sum of the sizes of its terms, Clenshaw's
			// 6k·2⁻⁵³ of the same and more, √k! is good to (1 + |log k!|)·2⁻⁵².
			var size float64
			for j, a := range he.Coefficients() {
				size += math.Abs(a) * math.Pow(math.Abs(z), float64(j))
			}
			most := (8*float64(k) + 2 + 2*lgamma(float64(k+1))) * 0x1p-53 * size
			if off := math.Abs(he.At(z) - series.At(z)); off > most {
				t.Errorf("He_%d(%v) = %v, as a series %v, off by %v, allowed %v (rounding)", k, z, he.At(z), series.At(z), off, most)
			}
		}
	}
}

func lgamma(x float64) float64 { y, _ := math.Lgamma(x); return y }

// The h_j are orthonormal under N(0,1): with the normalisation wrong, every φ would be
// off by a factor j!. The loss of data h_i fitted by h_j at m = 1 is E(h_i − h_j)² = 2.
func TestHermiteSeriesIsOrthonormal(t *testing.T) {
	h := func(j int) Activation {
		c := make([]float64, j+1)
		c[j] = 1
		return must(NewHermiteSeries(c...))
	}
	for i := 1; i <= 7; i++ {
		for j := i; j <= 7; j++ {
			want := 2.0
			if i == j {
				want = 0
			}
			loss, err := PopulationLoss(must(NewMisspecified(h(i), h(j), 0)), 1)
			// Clenshaw's rounding is common to all nodes: 6·8·2⁻⁵³ of the terms, twice, of size
			// below 2⁸ in the mean of squares.
			if most := loss.Error + 100*0x1p-53*256; err != nil || math.Abs(loss.Value-want) > most {
				t.Errorf("E(h_%d − h_%d)² = %v, %v, want %v ± %v", i, j, loss.Value, err, want, most)
			}
		}
	}
}

// Far out a slope must fade, not turn into NaN through ∞/∞.
func TestActivationsFarOut(t *testing.T) {
	for _, f := range []Activation{ReLU{}, Abs{}, Tanh{}, Sigmoid{}} {
		for _, z := range []float64{-1e300, -800, 0, 800, 1e300} {
			if v, d := f.At(z), f.Slope(z); math.IsNaN(v) || math.IsNaN(d) || math.Abs(d) > 1 {
				t.Errorf("%v at %v: %v, slope %v", f, z, v, d)
			}
		}
	}
	// 1 − tanh² z has no digit left at z = 20; 4e^{−2z} is right to e^{−2z} relatively.
	if got, want := (Tanh{}).Slope(20), 4*math.Exp(-40); math.Abs(got/want-1) > 1e-14 {
		t.Errorf("tanh'(20) = %v, want %v", got, want)
	}
}
