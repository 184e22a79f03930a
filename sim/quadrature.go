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

// averaged is a model that can average its loss and its pull at m.
type averaged interface {
	average(m float64) (loss, pull Mean)
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
	loss, pull = a.average(m)
	return loss, pull, nil
}

// sums is the means of ℓ and of A by one rule, and those of |ℓ| and |A|.
type sums struct{ loss, pull, absLoss, absPull float64 }

// add adds a value with its weight.
func (s *sums) add(weight, loss, pull float64) {
	s.loss += weight * loss
	s.pull += weight * pull
	s.absLoss += weight * math.Abs(loss)
	s.absPull += weight * math.Abs(pull)
}

// join adds other sums with their weight.
func (s *sums) join(weight float64, t sums) {
	s.loss += weight * t.loss
	s.pull += weight * t.pull
	s.absLoss += weight * t.absLoss
	s.absPull += weight * t.absPull
}

// means is the finer of two rules, with the change from the coarser one and rounding:
// a sum is nested two deep, 2⁸ terms at most in each, and 2⁵ more roundings make a term.
func (s sums) means(coarse sums) (loss, pull Mean) {
	const rounding = (2<<8 + 1<<5) * 0x1p-53
	return Mean{s.loss, math.Abs(s.loss-coarse.loss) + rounding*s.absLoss},
		Mean{s.pull, math.Abs(s.pull-coarse.pull) + rounding*s.absPull}
}

// row is ℓ and A as a function of w at one u.
type row func(w float64) (loss, pull float64)

// average integrates ℓ and A = G (W + b s) over the plane and the atoms of the
// hidden variable.
func (f *features) average(m float64) (loss, pull Mean) {
	rowAt := func(u float64) row { return f.row(m, u) }
	if f.corner() {
		psi := math.Atan2(sine(m), m)
		return sectors(psi, true, rowAt).means(sectors(psi, false, rowAt))
	}
	return trapezoid(rowAt)
}

// once is the means by one rule alone, of step 1/4 or the coarser one of the sectors.
func (f *features) once(m float64) sums {
	rowAt := func(u float64) row { return f.row(m, u) }
	if f.corner() {
		return sectors(math.Atan2(sine(m), m), false, rowAt)
	}
	return lattice(0.25, 0, 0, rowAt)
}

func (f *features) row(m, u float64) row {
	if l, ok := f.index.(singleLayer); ok {
		return l.row(m, u)
	}
	return f.rowOfAtoms(m, u)
}

func (f *features) rowOfAtoms(m, u float64) row {
	s := sine(m)
	return func(w float64) (loss, pull float64) {
		for _, a := range f.atoms(float64(m*u) + float64(s*w)) {
			if a.weight == 0 {
				continue
			}
			z := u + float64(m*a.shift)
			loss += a.weight * f.loss(z, a.label)
			pull += a.weight * f.slope(z, a.label) * (w + float64(s*a.shift))
		}
		return loss, pull
	}
}

// average is exact: the noise has mean 0.
func (t *tensorPCA) average(m float64) (loss, pull Mean) {
	var exact sums
	for _, term := range t.terms {
		exact.loss -= term.Signal * power(m, term.Order)
		exact.absLoss += math.Abs(term.Signal * power(m, term.Order))
		exact.absPull += math.Abs(term.Signal * float64(term.Order) * power(m, term.Order-1) * sine(m))
	}
	exact.pull = -t.drift(m) * sine(m)
	return exact.means(exact)
}

// radius bounds both rules. Beyond it a polynomial of degree D ≤ 40, the square of a
// He₂₀, adds radius^D e^{−radius²/2} < 1e-15 of its mean, which is about D!!.
const radius = 13

// trapezoid is the means over independent standard normals U, W by the rule with step 1/4
// on the disc of that radius, beside that with step 1/2; where the two differ by more than
// rounding, with steps 1/8 and 1/4. Analytic integrands in the strip of half-width a are
// integrated to exp(−2πa/h), entire ones of a growth like that of polynomials to
// exp(−2π²/h²) or so.
//
// Each rule is the mean of four with twice the step, shifted by none or one step.
func trapezoid(rowAt func(u float64) row) (loss, pull Mean) {
	coarse := lattice(0.5, 0, 0, rowAt)
	for h := 0.25; ; h /= 2 {
		var fine sums
		fine.join(0.25, coarse)
		fine.join(0.25, lattice(2*h, h, 0, rowAt))
		fine.join(0.25, lattice(2*h, 0, h, rowAt))
		fine.join(0.25, lattice(2*h, h, h, rowAt))
		loss, pull = fine.means(coarse)
		lossRounded, pullRounded := fine.means(fine)
		if h <= 0.125 || loss.Error <= 2*lossRounded.Error && pull.Error <= 2*pullRounded.Error {
			return loss, pull
		}
		coarse = fine
	}
}

// lattice is the trapezoidal rule of step h on the points (u₀ + i h, w₀ + j h) of the disc.
func lattice(h, u0, w0 float64, rowAt func(u float64) row) (all sums) {
	rows, columns := axis(h, u0), axis(h, w0)
	for _, u := range rows {
		f := rowAt(u.at)
		var one sums
		for _, w := range columns {
			if u.at*u.at+w.at*w.at <= radius*radius {
				loss, pull := f(w.at)
				one.add(w.weight, loss, pull)
			}
		}
		all.join(u.weight, one)
	}
	return all
}

// node is a point of an axis and its share of the standard normal law.
type node struct{ at, weight float64 }

// axis is the points z₀ + i h, |z| ≤ radius, of one axis.
func axis(h, z0 float64) (nodes []node) {
	for i := -int((radius + z0) / h); float64(i)*h+z0 <= radius; i++ {
		z := float64(i)*h + z0
		nodes = append(nodes, node{z, h / math.Sqrt(2*math.Pi) * math.Exp(-z*z/2)})
	}
	return nodes
}

// sectors is the means over independent standard normals U, W where ℓ and A may have
// corners on the lines u = 0 and v = u cos ψ + w sin ψ = 0. In polar coordinates the
// corners are at four fixed angles, ±π/2 and ψ ± π/2; between them all is smooth.
func sectors(psi float64, finer bool, rowAt func(u float64) row) (all sums) {
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
			var ray sums
			for j, t := range r {
				loss, pull := rowAt(t * cos)(t * sin)
				ray.add(rWeight[j], loss, pull)
			}
			all.join(aWeight[i]/(2*math.Pi), ray)
		}
	}
	return all
}
