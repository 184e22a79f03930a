package sim

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/integrate/quad"
)

// Mean is a mean over the sample at a given overlap, by quadrature, and a bound on
// its error: the change from a coarser rule, plus rounding.
type Mean struct{ Value, Error float64 }

// PopulationLoss is Φ(x) = E L(x; Y) for ⟨x, θ⟩ = m, |m| ≤ 1, from the loss itself:
// an integral over the two Gaussians U and W of [Draws] and the hidden variable.
//
// For smooth losses it is the trapezoidal rule on the plane, whose error decays
// like exp(−2πa/h) with a the width of the strip of analyticity (π/2 for tanh);
// polynomials f and g of degree ≤ 20 are integrated exactly but for rounding. Corners of an activation at 0
// lie on two lines through the origin of the plane, and Gauss-Legendre rules are put
// on the four sectors between them.
func PopulationLoss(model Model, m float64) (Mean, error) {
	loss, _, err := means(model, m)
	return loss, err
}

// PopulationPull is E A, the part of ∇Φ along e: φ'(m) √(1−m²) if Φ(x) = φ(m). It is
// the mean of the gradient; the loss is not differentiated.
func PopulationPull(model Model, m float64) (Mean, error) {
	_, pull, err := means(model, m)
	return pull, err
}

// averaged is a model that can average its loss and its pull at m; finer asks for
// the finer of two rules.
type averaged interface {
	average(m float64, finer bool) (loss, pull, absLoss, absPull float64)
}

func averagedModel(model Model) (averaged, error) {
	a, ok := model.(averaged)
	if !ok {
		return nil, fmt.Errorf("sim: no population averages for %v, want a model of the zoo", model)
	}
	return a, nil
}

func means(model Model, m float64) (loss, pull Mean, err error) {
	if err := checkOverlap(m); err != nil {
		return Mean{}, Mean{}, err
	}
	a, err := averagedModel(model)
	if err != nil {
		return Mean{}, Mean{}, err
	}
	// A sum is nested two deep, 2⁸ terms at most in each; 2⁵ more roundings make a term.
	const rounding = (2<<8 + 1<<5) * 0x1p-53
	coarseLoss, coarsePull, _, _ := a.average(m, false)
	fineLoss, finePull, absLoss, absPull := a.average(m, true)
	loss = Mean{fineLoss, math.Abs(fineLoss-coarseLoss) + rounding*absLoss}
	pull = Mean{finePull, math.Abs(finePull-coarsePull) + rounding*absPull}
	return loss, pull, nil
}

// average integrates ℓ and A = G (W + b s) over the plane and the atoms of the
// hidden variable.
func (f *features) average(m float64, finer bool) (loss, pull, absLoss, absPull float64) {
	s := sine(m)
	integrand := func(u, w float64) (l, p float64) {
		for _, a := range f.atoms(float64(m*u) + float64(s*w)) {
			if a.weight == 0 {
				continue
			}
			z := u + float64(m*a.shift)
			l += a.weight * f.loss(z, a.label)
			p += a.weight * f.slope(z, a.label) * (w + float64(s*a.shift))
		}
		return l, p
	}
	if f.corner() {
		return sectors(math.Atan2(s, m), finer, integrand)
	}
	return trapezoid(finer, integrand)
}

// average is exact: the noise has mean 0.
func (t *tensorPCA) average(m float64, _ bool) (loss, pull, absLoss, absPull float64) {
	for _, term := range t.terms {
		l := term.Signal * power(m, term.Order)
		loss -= l
		absLoss += math.Abs(l)
		absPull += math.Abs(term.Signal * float64(term.Order) * power(m, term.Order-1) * sine(m))
	}
	return loss, -t.drift(m) * sine(m), absLoss, absPull
}

// radius bounds both rules. Beyond it a polynomial of degree D ≤ 40, the square of a
// He₂₀, adds radius^D e^{−radius²/2} < 1e-15 of its mean, which is about D!!.
const radius = 13

// trapezoid is the mean of F(U, W), and of |F|, over independent standard normals, by
// the rule with step 1/4 or 1/8 on the disc of that radius. Analytic integrands
// in the strip of half-width a are integrated to exp(−8πa) or exp(−16πa).
func trapezoid(finer bool, f func(u, w float64) (x, y float64)) (x, y, absX, absY float64) {
	h := 0.25
	if finer {
		h = 0.125
	}
	var points, weights []float64 // of one axis
	for i := -int(radius / h); i <= int(radius/h); i++ {
		z := float64(i) * h
		points = append(points, z)
		weights = append(weights, h/math.Sqrt(2*math.Pi)*math.Exp(-z*z/2))
	}
	for i, u := range points {
		var rx, ry, rax, ray float64 // the row
		for j, w := range points {
			if u*u+w*w > radius*radius {
				continue
			}
			weight := weights[i] * weights[j]
			fx, fy := f(u, w)
			rx += weight * fx
			ry += weight * fy
			rax += weight * math.Abs(fx)
			ray += weight * math.Abs(fy)
		}
		x, y, absX, absY = x+rx, y+ry, absX+rax, absY+ray
	}
	return x, y, absX, absY
}

// sectors is the mean of F(U, W), and of |F|, where F may have corners on the lines
// u = 0 and v = u cos ψ + w sin ψ = 0. In polar coordinates the corners are at four
// fixed angles, ±π/2 and ψ ± π/2; between them F is smooth.
func sectors(psi float64, finer bool, f func(u, w float64) (x, y float64)) (x, y, absX, absY float64) {
	radii, angles := 96, 32
	if finer {
		radii, angles = 128, 48
	}
	r, rWeight := make([]float64, radii), make([]float64, radii)
	quad.Legendre{}.FixedLocations(r, rWeight, 0, radius)
	for j, t := range r {
		rWeight[j] *= t * math.Exp(-t*t/2)
	}
	angle, aWeight := make([]float64, angles), make([]float64, angles)

	corners := []float64{-math.Pi / 2, math.Pi / 2, psi - math.Pi/2, psi + math.Pi/2, 3 * math.Pi / 2}
	slices.Sort(corners) // 0 ≤ ψ ≤ π: they cover one turn, from −π/2 to 3π/2
	for k, from := range corners[:4] {
		to := corners[k+1]
		if to <= from {
			continue
		}
		quad.Legendre{}.FixedLocations(angle, aWeight, from, to)
		for i, a := range angle {
			sin, cos := math.Sincos(a)
			var rx, ry, rax, ray float64 // the ray
			for j, t := range r {
				weight := rWeight[j]
				fx, fy := f(t*cos, t*sin)
				rx += weight * fx
				ry += weight * fy
				rax += weight * math.Abs(fx)
				ray += weight * math.Abs(fy)
			}
			weight := aWeight[i] / (2 * math.Pi)
			x, y, absX, absY = x+weight*rx, y+weight*ry, absX+weight*rax, absY+weight*ray
		}
	}
	return x, y, absX, absY
}
