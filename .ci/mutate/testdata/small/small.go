// Package small is changed by the test of mutate.
package small

import "fmt"

// Weights is three numbers, of which the middle one is seen by no test.
func Weights() [3]float64 { return [3]float64{2, 0.25, -1.5} }

// Between tells whether low ≤ x < high.
func Between(x, low, high float64) bool {
	return low <= x &&
		x < high
}

// Sum is Σx, at least 0, with its number of terms.
func Sum(x []float64) (sum float64, n int) {
	for _, v := range x {
		sum += v
		n++
	}
	sum = max(sum, 0)
	return sum, n
}

// Half is x/2; it refuses what is odd.
func Half(x int) (int, error) {
	if x%2 != 0 {
		return 0, fmt.Errorf("small: x = %d, want an even number, as %d", x, x-1)
	}
	return x >> 1, nil
}

// Idle is called by nobody.
func Idle(x float64) float64 { return x + 1 }
