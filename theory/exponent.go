package theory

import (
	"errors"
	"fmt"
	"math"
)

// ErrFlat is the error of a population loss that is constant as far as it was
// looked at: it has no information exponent and carries no information.
var ErrFlat = errors.New("no information exponent: the population loss is constant")

// ErrUphill is the error of a population loss whose first derivative that does
// not vanish at 0 is positive: gradient descent goes away from the target.
var ErrUphill = errors.New("no information exponent: the first derivative of the loss that does not vanish at 0 is positive")

// InformationExponent is the order k of the first derivative of φ that does not
// vanish at 0, provided that it is negative,
//
//	φ^{(l)}(0) = 0 for 1 ≤ l < k,  φ^{(k)}(0) < 0,
//
// read from the Taylor coefficients taylor[l] = φ^{(l)}(0)/l!. Zero means
// exactly zero here; [ExponentOfLoss] decides it for computed values. The error
// is ErrFlat when every coefficient after the constant vanishes and ErrUphill
// when the first that does not is positive.
// Ben Arous, Gheissari, Jagannath 2021, Definition 1.2.
func InformationExponent(taylor []float64) (int, error) {
	for l, c := range taylor {
		switch {
		case !finite(c):
			return 0, fmt.Errorf("theory: Taylor coefficient %d = %v, want a finite number", l, c)
		case l == 0 || c == 0:
		case c > 0:
			return 0, ErrUphill
		default:
			return l, nil
		}
	}
	return 0, ErrFlat
}

// HermiteExponent is the order of the first non-zero Hermite coefficient of f
// after the constant,
//
//	k = min{ j ≥ 1 : u_j(f) ≠ 0 },  u_j(f) = E f(Z) h_j(Z),  Z ~ N(0,1).
//
// The error is ErrFlat when there is none.
// Ben Arous, Gheissari, Jagannath 2021, Corollary 2.2.
func HermiteExponent(u HermiteSeries) (int, error) { return MisspecifiedExponent(u, u) }

// MisspecifiedExponent is the information exponent of data made by f and fitted
// by g,
//
//	k = min{ j ≥ 1 : u_j(f) u_j(g) ≠ 0 },  provided that the product is positive.
//
// The error is ErrFlat when no such j exists, ErrUphill when the product is
// negative. Ben Arous, Gheissari, Jagannath 2021, Remark 2.3.
func MisspecifiedExponent(data, fit HermiteSeries) (int, error) {
	for _, u := range []HermiteSeries{data, fit} {
		for j, c := range u {
			if !finite(c) {
				return 0, fmt.Errorf("theory: Hermite coefficient u_%d = %v, want a finite number", j, c)
			}
		}
	}
	for j := 1; j < min(len(data), len(fit)); j++ {
		if data[j] == 0 || fit[j] == 0 {
			continue
		}
		if (data[j] > 0) != (fit[j] > 0) { // no product: it may underflow
			return 0, ErrUphill
		}
		return j, nil
	}
	return 0, ErrFlat
}

// ExponentOfActivation is the information exponent of the single-layer model
// with activation f, from the Hermite coefficients of f up to maxOrder computed
// by [HermiteCoefficients]. A coefficient counts as zero when it is below its
// error bound or below 1e-10 times the norm of f; a true coefficient that small
// is not seen. The error is ErrFlat when all are zero.
func ExponentOfActivation(f func(float64) float64, maxOrder int, breaks ...float64) (int, error) {
	if err := needExponent(maxOrder); err != nil {
		return 0, err
	}
	u, bound, err := HermiteCoefficients(f, maxOrder, breaks...)
	if err != nil {
		return 0, err
	}
	norm := math.Sqrt(u.NormSquared())
	for j, c := range u {
		if math.Abs(c) <= max(bound[j], 1e-10*norm) {
			u[j] = 0
		}
	}
	return HermiteExponent(u)
}

// ExponentOfLoss is the information exponent of a loss known as a function only,
// from its Taylor coefficients up to maxOrder computed by [TaylorAtZero]. A
// coefficient counts as zero when it is below its error bound. It needs no
// Hermite coefficient and is the second witness of Corollary 2.2.
func ExponentOfLoss(phi func(float64) float64, maxOrder int) (int, error) {
	c, bound, err := TaylorAtZero(phi, maxOrder)
	if err != nil {
		return 0, err
	}
	for l := range c {
		if math.Abs(c[l]) <= bound[l] {
			c[l] = 0
		}
	}
	return InformationExponent(c)
}

const (
	taylorNodes  = 32  // Chebyshev nodes used by TaylorAtZero
	taylorRadius = 0.5 // half-width of the interval they lie in
)

// TaylorAtZero is the list φ^{(l)}(0)/l!, l = 0, …, maxOrder, of a function
// analytic in the open unit disc, and a bound on the error of each.
//
// φ is interpolated at 32 Chebyshev nodes of [−½, ½]. A function with
// singularities at ±1 has Chebyshev coefficients of order (2+√3)^{−n}, 5e-19 at
// n = 32, so the bound is rounding, 4·2⁻⁵² max|φ| in each Chebyshev coefficient,
// carried through the conversion to powers of m: 9e-12 max|φ| at l = 2, and more
// at every higher order. It is an error when
// maxOrder is outside [1, 12] or φ is not finite at a node.
func TaylorAtZero(phi func(float64) float64, maxOrder int) (c, bound []float64, err error) {
	if maxOrder < 1 || maxOrder > 12 {
		return nil, nil, fmt.Errorf("theory: maxOrder = %d, want 1 ≤ maxOrder ≤ 12", maxOrder)
	}
	values := make([]float64, taylorNodes)
	var largest float64
	for i := range values {
		m := taylorRadius * math.Cos(math.Pi*(float64(i)+0.5)/taylorNodes)
		values[i] = phi(m)
		if !finite(values[i]) {
			return nil, nil, fmt.Errorf("theory: φ(%v) = %v, want a finite number", m, values[i])
		}
		largest = max(largest, math.Abs(values[i]))
	}
	c, bound = make([]float64, maxOrder+1), make([]float64, maxOrder+1)
	before, now := make([]float64, maxOrder+1), make([]float64, maxOrder+1)
	now[0] = 1 // the coefficients of T_n(m/radius), lowest first
	for n := range taylorNodes {
		var cn float64
		for i, v := range values {
			cn += v * math.Cos(math.Pi*float64(n)*(float64(i)+0.5)/taylorNodes)
		}
		cn *= 2.0 / taylorNodes
		if n == 0 {
			cn /= 2
		}
		for l := range c {
			c[l] += cn * now[l]
			bound[l] += 4 * 0x1p-52 * largest * math.Abs(now[l])
		}
		next := make([]float64, maxOrder+1) // T_{n+1} = 2y T_n − T_{n−1}
		for l := range next {
			next[l] = -before[l]
			if l > 0 {
				next[l] += 2 / taylorRadius * now[l-1]
			}
		}
		if n == 0 {
			next[1] /= 2
		}
		before, now = now, next
	}
	return c, bound, nil
}
