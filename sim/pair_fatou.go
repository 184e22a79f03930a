package sim

import (
	"fmt"
	"math"
)

// Fatou jumps over any number of steps of the balanced pair, H = 0, on which a step is
//
//	x' = x(1 − (η/π) atan 2x),  x = λ₂,
//
// a map with a parabolic fixed point at 0. With a = η/π and z = 2x it has a Fatou (Abel)
// coordinate B in which a step is a translation, B(z') = B(z) + a, with the asymptotic series
//
//	B(z) = 1/z + a log z + Σ_{k≥1} e_k z^k.
//
// The e_k are found at construction, one after another, from the equation as an identity of
// formal power series in z,
//
//	(t/z)/(1−at) + log(1−at) − Σ_k e_k z^k [1 − (1−at)^k]/a = 1,  t = atan z,
//
// in which a factor a has been divided out, so nothing cancels as a → 0; the leading term
// of the k-th bracket is k z^{k+1}, which fixes e_k. Ten terms are kept. Derived.
type Fatou struct {
	a float64
	e [fatouTerms + 1]float64
}

const (
	fatouTerms  = 10
	fatouDegree = fatouTerms + 1 // highest power of z in the identity

	// fatouRange is the z below which the series is used. The first term left out,
	// e_11 z^11 with |e_11| ≲ 1, then moves x by less than z¹² = 8e-17 of its size.
	fatouRange = 1.0 / 22
)

// NewFatou is the jump for step size η, 0 < η < 2. (At η = 2 a large x no longer stays positive.)
func NewFatou(eta float64) (*Fatou, error) {
	if !(eta > 0 && eta < 2) {
		return nil, fmt.Errorf("sim: jump of a pair with η = %v, want 0 < η < 2", eta)
	}
	f := &Fatou{a: eta / math.Pi}
	f.expand()
	return f, nil
}

// series is a power series in z up to z^fatouDegree.
type series [fatouDegree + 1]float64

func (p series) times(q series) (r series) {
	for i, x := range p {
		for j := 0; i+j < len(q); j++ {
			r[i+j] += x * q[j]
		}
	}
	return r
}

// expand solves for the coefficients e_k.
func (f *Fatou) expand() {
	var arc, arcOverZ, keep, inverse, logSlope, log series
	for k := 0; k <= fatouDegree; k += 2 {
		arcOverZ[k] = 1 / float64(k+1)
		if k%4 == 2 {
			arcOverZ[k] = -arcOverZ[k]
		}
	}
	copy(arc[1:], arcOverZ[:]) // t = atan z
	keep[0] = 1                // 1 − at
	for k := range arc {
		keep[k] -= f.a * arc[k]
	}
	inverse[0] = 1 // 1/(1 − at), from keep·inverse = 1
	for k := 1; k <= fatouDegree; k++ {
		for j := 1; j <= k; j++ {
			inverse[k] -= keep[j] * inverse[k-j]
		}
	}
	for k := 0; k <= fatouDegree; k++ { // derivative of log(1 − at)
		for j := 0; j+1 <= fatouDegree && j <= k; j++ {
			logSlope[k] += float64(j+1) * keep[j+1] * inverse[k-j]
		}
	}
	for k := 1; k <= fatouDegree; k++ {
		log[k] = logSlope[k-1] / float64(k)
	}

	defect := arcOverZ.times(inverse) // from its order 2 on; its constant lacks the 1 of the right-hand side
	for k := range log {
		defect[k] += log[k]
	}
	power := series{1}  // (1 − at)^{k−1}
	bracket := series{} // [1 − (1−at)^k]/a = t Σ_{i<k} (1−at)^i
	for k := 1; k <= fatouTerms; k++ {
		term := arc.times(power)
		for i := range bracket {
			bracket[i] += term[i]
		}
		f.e[k] = defect[k+1] / float64(k)
		for i := 0; i+k <= fatouDegree; i++ {
			defect[i+k] -= f.e[k] * bracket[i]
		}
		power = power.times(keep)
	}
}

// coordinate is B(z).
func (f *Fatou) coordinate(z float64) float64 {
	sum := 0.0
	for k := fatouTerms; k >= 1; k-- {
		sum = (sum + f.e[k]) * z
	}
	return 1/z + (f.a*math.Log(z) + sum)
}

// Jump is λ₂ after the given number of steps from H = 0, λ₂ = x, relative error below 1e-13. Steps are
// iterated, with the rounding errors carried along, until 2x ≤ 1/22 (some 22π/η of them);
// the rest is one translation of B and its inverse by Newton's method. It needs
// x > 0 finite and 0 ≤ steps ≤ 2⁵³.
func (f *Fatou) Jump(x float64, steps int64) (float64, error) {
	if !(x > 0 && x <= largestNorm) {
		return 0, fmt.Errorf("sim: jump from λ₂ = %v, want 0 < λ₂ ≤ %v", x, largestNorm)
	}
	if steps < 0 || steps > 1<<53 {
		return 0, fmt.Errorf("sim: jump of %d steps, want 0 to 2^53", steps)
	}
	z, lost := 2*x, 0.0 // z + lost is exact to a few 2^-52 of the last steps
	for ; steps > 0 && z > fatouRange; steps-- {
		z, lost = f.iterate(z, lost)
	}
	z += lost
	if steps == 0 {
		return z / 2, nil
	}
	target := f.coordinate(z) + f.a*float64(steps)
	z = 1 / target
	for range 60 {
		// B' = −1/z² + a/z + Σ k e_k z^{k−1}; the first two decide.
		step := (f.coordinate(z) - target) * z * z / (1 - f.a*z)
		z += step
		if math.Abs(step) <= 0x1p-50*z {
			break
		}
	}
	return z / 2, nil
}

// iterate is one step of z + lost, |lost| ≪ z, with the rounding error of the subtraction kept.
func (f *Fatou) iterate(z, lost float64) (float64, float64) {
	drop := f.a*z*math.Atan(z) - lost
	next := z - drop
	return next, (z - next) - drop
}
