package sim

import (
	"fmt"
	"math"
)

// MeanEstimate is the normalised inner product ⟨v, v̂⟩/(‖v‖‖v̂‖) of a vector v of the given norm in dimension n with
// the average v̂ of m Gaussian vectors N(v, I), each of them drawn. It is an error when n or m is below 1 or the
// norm is not positive.
//
// Ben Arous, Gheissari, Jagannath 2021, footnote 4.
func MeanEstimate(r *Random, n, m int, norm float64) (float64, error) {
	if n < 1 || m < 1 {
		return 0, fmt.Errorf("sim: dimension N = %d, samples M = %d, want both at least 1", n, m)
	}
	if !(norm > 0) || !finite(norm) {
		return 0, fmt.Errorf("sim: norm ‖v‖ = %v, want a finite number above 0", norm)
	}
	each := norm / math.Sqrt(float64(n)) // v is along the diagonal
	var inner, square float64
	for range n {
		sum := 0.0
		for range m {
			sum += each + r.Normal()
		}
		mean := sum / float64(m)
		inner += each * mean
		square += mean * mean
	}
	return inner / (norm * math.Sqrt(square)), nil
}

// LogPartition is log Σ_y exp(yθ − c(y)) over y = 0, 1, 2, … or, for real y, log ∫ exp(yθ − c(y)) dy: what b(θ)
// must be for exp(yθ − b(θ) − c(y)) to be a law. Summation and integration stop where the terms have
// fallen by 2⁻⁶⁰ from their largest; where they have not within the range, 0 ≤ y ≤ 400 or abs y ≤ 40, it is +Inf.
//
// Ben Arous, Gheissari, Jagannath 2021, (2.5).
func LogPartition(theta float64, whole bool, c func(y float64) float64) float64 {
	low, high, step := -40.0, 40.0, 1./64
	if whole {
		low, high, step = 0, 400, 1
	}
	most := math.Inf(-1)
	for y := low; y <= high; y += step {
		most = math.Max(most, y*theta-c(y))
	}
	end := math.Max(high*theta-c(high), math.Inf(-1))
	if !whole {
		end = math.Max(end, low*theta-c(low))
	}
	if !(end < most-60*math.Ln2) {
		return math.Inf(1)
	}
	sum := 0.0
	for y := low; y <= high; y += step {
		sum += math.Exp(y*theta - c(y) - most)
	}
	return most + math.Log(sum*step) // the trapezoidal rule is exact to rounding for analytic terms that decay
}
