package sim

import (
	"fmt"
	"math"
	"sync"

	"gonum.org/v1/gonum/integrate/quad"
)

// GradientMeans is means over the sample at one overlap: of the gradient's part A along
// the direction of the target, and of G, whose square times χ²_{N−2} is the squared length B
// of the rest; see [Model].
type GradientMeans struct {
	Along, AlongSquare, AlongPower float64 // E A, E A², E A G²
	Power, Fourth                  float64 // E G², E G⁴
}

// polarRule is a rule for standard normal (U, W) in polar coordinates: Gauss-Legendre in
// the angle on each sector between the kinks, Gauss-Laguerre in r²/2.
type polarRule struct{ angle, angleWeight, radius, radiusWeight []float64 }

const (
	polarAngles = 40 // exact for trigonometric polynomials of degree 24 on a quarter circle, to rounding
	polarRadii  = 16 // exact for polynomials of degree 31 in r²
	noiseNodes  = 8  // exact for polynomials of degree 15 in ε

	// GradientNodes is the number of terms of each of the sums of [MeanGradient].
	GradientNodes = 4 * polarAngles * polarRadii * noiseNodes
)

var polar = sync.OnceValue(func() polarRule {
	r := polarRule{make([]float64, polarAngles), make([]float64, polarAngles), nil, nil}
	quad.Legendre{}.FixedLocations(r.angle, r.angleWeight, 0, 1)
	r.radius, r.radiusWeight = laguerre(polarRadii)
	return r
})

// laguerre is the Gauss-Laguerre rule of n nodes, by Newton's method on L_n from the
// usual starting values; weights x/((n+1)L_{n+1}(x))².
func laguerre(n int) (x, w []float64) {
	x, w = make([]float64, n), make([]float64, n)
	eval := func(z float64) (p, before float64) { // L_n, L_{n−1}
		p, before = 1, 0
		for k := range n {
			p, before = ((float64(2*k+1)-z)*p-float64(k)*before)/float64(k+1), p
		}
		return p, before
	}
	for i := range n {
		var z float64
		switch i {
		case 0:
			z = 3 / (1 + 2.4*float64(n))
		case 1:
			z = x[0] + 15/(1+2.5*float64(n))
		default:
			a := float64(i - 1)
			z = x[i-1] + (1+2.55*a)/(1.9*a)*(x[i-1]-x[i-2])
		}
		for range 100 {
			p, before := eval(z)
			step := p * z / (float64(n) * (p - before))
			z -= step
			if math.Abs(step) <= 1e-15*z {
				break
			}
		}
		p, before := eval(z)
		next := ((float64(2*n+1)-z)*p - float64(n)*before) / float64(n+1)
		x[i], w[i] = z, z/(float64(n+1)*float64(n+1)*next*next)
	}
	return x, w
}

// MeanGradient is the means at overlap m, from the model's own GradientParts on nodes of a product
// rule. It is exact for polynomial activations of degree at most 4 with Gaussian noise, for
// abs and ReLU, for online PCA and for tensors; of a model with another hidden variable the
// rule knows nothing, and the means are then of no use. It is an error when m is not an overlap.
func MeanGradient(model Model, m float64) (g GradientMeans, err error) {
	if model == nil {
		return g, fmt.Errorf("sim: no model, want one whose gradient has a mean")
	}
	if err := checkOverlap(m); err != nil {
		return g, err
	}
	s := math.Sqrt((1 - m) * (1 + m))
	kink := math.Atan2(-m, s) // v = m cos + s sin = 0
	ends := []float64{-math.Pi / 2, kink, math.Pi / 2, kink + math.Pi, 3 * math.Pi / 2}
	rule := polar()
	noise, noiseWeight := make([]float64, noiseNodes), make([]float64, noiseNodes)
	quad.Hermite{}.FixedLocations(noise, noiseWeight, math.Inf(-1), math.Inf(1))
	for i := 1; i < len(ends); i++ {
		width := ends[i] - ends[i-1]
		for a, x := range rule.angle {
			sin, cos := math.Sincos(ends[i-1] + width*x)
			for b, t := range rule.radius {
				r := math.Sqrt(2 * t)
				for c, e := range noise {
					weight := width / (2 * math.Pi) * rule.angleWeight[a] * rule.radiusWeight[b] * noiseWeight[c] / math.SqrtPi
					along, rest := model.GradientParts(m, Draws{U: r * cos, W: r * sin, Q: 1, Noise: math.Sqrt2 * e})
					g.Along += weight * along
					g.AlongSquare += weight * along * along
					g.AlongPower += weight * along * rest
					g.Power += weight * rest
					g.Fourth += weight * rest * rest
				}
			}
		}
	}
	return g, nil
}
