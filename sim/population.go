package sim

import (
	"fmt"
	"math"
)

// Population is gradient descent on the population loss Φ(x) = φ(⟨x, θ⟩) over the
// sphere: the update of [SGD] with ∇Φ = φ'(m)(θ − m x) for ∇L. It stays in the plane
// of x and θ, so that the overlap says all:
//
//	m' = (m − (δ/N) A s)/√(1 + (δ/N)² A²),  A = φ'(m) s,  s = √(1−m²).
//
// Ben Arous, Gheissari, Jagannath 2021, §1.4 has it to first order in δ/N.
type Population struct {
	n       float64
	overlap float64
	pull    func(m float64) float64
}

// NewPopulation is population descent in N ≥ 2 dimensions from an overlap in [−1, 1],
// driven by pull, which is A as a function of m: see [PullTable] and [PullOf].
func NewPopulation(pull func(m float64) float64, n int, start float64) (*Population, error) {
	if pull == nil {
		return nil, fmt.Errorf("sim: no pull, want A as a function of m")
	}
	if err := checkDimension(n); err != nil {
		return nil, err
	}
	if err := checkOverlap(start); err != nil {
		return nil, err
	}
	return &Population{float64(n), start, pull}, nil
}

// Step descends by δ and returns the new overlap. It takes nothing from the random
// stream, which may be nil. It panics unless δ is finite and > 0.
func (p *Population) Step(_ *Random, delta float64) float64 {
	if err := checkDelta(delta); err != nil {
		panic(err)
	}
	p.overlap = move(p.overlap, delta/p.n, p.pull(p.overlap), 0)
	return p.overlap
}

// Overlap is m.
func (p *Population) Overlap() float64 { return p.overlap }

// PullOf is A = φ'(m) s for a given φ'.
func PullOf(slope func(m float64) float64) func(m float64) float64 {
	return func(m float64) float64 { return slope(m) * sine(m) }
}

// PullTable is the mean pull of a model, [PopulationPull], as a function fast enough to
// iterate: a Chebyshev series in the angle β = arcsin m, in which A is analytic on
// [−π/2, π/2] even for ReLU and abs, whose φ' has roots of s. bound is the largest
// error seen half-way between the nodes plus that of the quadrature: an absolute
// one. Where A itself is tiny, near m = 0 for a large exponent, hand in φ' instead.
//
// For tensor models, whose mean pull is a polynomial, there is no table.
func PullTable(model Model) (pull func(m float64) float64, bound float64, err error) {
	a, err := averagedModel(model)
	if err != nil {
		return nil, 0, err
	}
	f, ok := model.(*features)
	if !ok {
		return func(m float64) float64 { _, p := a.average(m); return p.Value }, 0, nil
	}
	sample := func(x float64) float64 { // x = β/(π/2)
		return f.once(math.Sin(x * math.Pi / 2)).pull
	}
	const degree = 48
	series := chebyshev(sample, degree)
	pull = func(m float64) float64 {
		return series.at(math.Atan2(m, sine(m)) / (math.Pi / 2))
	}
	for j := 0; j <= 8; j++ { // nodes are cos(π(i+½)/(degree+1)); these are cos(πi/(degree+1))
		m := math.Sin(math.Cos(math.Pi*float64(6*j)/(degree+1)) * math.Pi / 2)
		exact, err := PopulationPull(model, m)
		if err != nil {
			return nil, 0, err
		}
		bound = math.Max(bound, math.Abs(pull(m)-exact.Value)+exact.Error)
	}
	return pull, bound, nil
}

// chebyshevSeries is Σ_j c_j T_j.
type chebyshevSeries []float64

// chebyshev interpolates f at the degree+1 Chebyshev points of [−1, 1], and drops the
// coefficients at the end that are rounding.
func chebyshev(f func(x float64) float64, degree int) chebyshevSeries {
	n := degree + 1
	values, largest := make([]float64, n), 0.0
	for i := range values {
		values[i] = f(math.Cos(math.Pi * (float64(i) + 0.5) / float64(n)))
		largest = math.Max(largest, math.Abs(values[i]))
	}
	c := make(chebyshevSeries, n)
	for j := range c {
		for i, v := range values {
			c[j] += 2 / float64(n) * v * math.Cos(math.Pi*float64(j)*(float64(i)+0.5)/float64(n))
		}
	}
	c[0] /= 2
	for len(c) > 1 && math.Abs(c[len(c)-1]) < 0x1p-52*largest {
		c = c[:len(c)-1]
	}
	return c
}

// at is the series at x, by Clenshaw's rule.
func (c chebyshevSeries) at(x float64) float64 {
	var b1, b2 float64
	for j := len(c) - 1; j > 0; j-- {
		b1, b2 = c[j]+2*x*b1-b2, b1
	}
	return c[0] + x*b1 - b2
}
