package theory

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// discretised is dP/dr = A P for the masses P of the cells.
type discretised struct {
	n                  int
	lower, diag, upper []float64 // A
	start              *mat.VecDense
	out                [2]float64 // outflow = out[0] P_{n−1} + out[1] P_{n−2}
}

// march follows the masses of the cells. Time goes in blocks of so many equal steps, of which as many times are seen as
// keep, a divisor of steps; a block that begins at t has length next(t). It ends after so many blocks, or after the one in
// which the given probability is passed, and says how many there were.
func (d discretised) march(steps, keep, blocks int, next func(t float64) float64, upTo float64) (seen []instant, done int) {
	mass := d.start
	see := func(t float64) { seen = append(seen, instant{t, 1 - mat.Sum(mass), d.outflow(mass)}) }
	see(0)
	for now := 0.0; done < blocks && (done == 0 || !(seen[len(seen)-1].cdf > upTo)); done++ {
		length := next(now)
		step := d.stepper(length / float64(steps))
		for i := 1; i <= steps; i++ {
			step(mass)
			if i%(steps/keep) == 0 {
				see(now + length*float64(i)/float64(steps))
			}
		}
		now += length
	}
	return seen, done
}

func (d discretised) outflow(mass *mat.VecDense) float64 {
	return d.out[0]*mass.AtVec(d.n-1) + d.out[1]*mass.AtVec(d.n-2)
}

// stepper is one step of length dr of the scheme TR-BDF2, of second order and
// L-stable, so that a start with a jump does not ring:
//
//	(1 − gA) P* = (1 + gA) P,  (1 − gA) P′ = (P* − (1−γ)² P)/(γ(2−γ)),
//	g = γ dr/2,  γ = 2 − √2.
func (d discretised) stepper(dr float64) func(mass *mat.VecDense) {
	const gamma = 2 - math.Sqrt2
	g := gamma / 2 * dr
	lower, diag, upper := make([]float64, d.n-1), make([]float64, d.n), make([]float64, d.n-1)
	for i := range diag {
		diag[i] = 1 - g*d.diag[i]
	}
	for i := range lower {
		lower[i], upper[i] = -g*d.lower[i], -g*d.upper[i]
	}
	system := factorTridiagonal(lower, diag, upper) // regular: A has no eigenvalue with positive real part
	right := make([]float64, d.n)
	return func(vector *mat.VecDense) {
		mass := vector.RawVector().Data
		d.forward(right, mass, g)
		system.solve(right)
		for i, star := range right {
			mass[i] = (star - (1-gamma)*(1-gamma)*mass[i]) * (1 / (gamma * (2 - gamma)))
		}
		system.solve(mass)
	}
}

// forward stores (1 + gA) P.
func (d discretised) forward(dst, mass []float64, g float64) {
	last := d.n - 1
	dst, mass = dst[:last+1], mass[:last+1]
	lower, diag, upper := d.lower[:last], d.diag[:last+1], d.upper[:last]
	dst[0] = mass[0] + g*(diag[0]*mass[0]+upper[0]*mass[1])
	for i := 1; i < last; i++ {
		dst[i] = mass[i] + g*(lower[i-1]*mass[i-1]+diag[i]*mass[i]+upper[i]*mass[i+1])
	}
	dst[last] = mass[last] + g*(lower[last-1]*mass[last-1]+diag[last]*mass[last])
}
