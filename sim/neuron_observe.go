package sim

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// State is a copy of the students, row i = (c_i, u_i).
func (s *Students) State() [][]float64 {
	rows := make([][]float64, s.n)
	for i := range rows {
		rows[i] = append([]float64(nil), s.row(i)...)
	}
	return rows
}

// row is student i in place; it panics unless 0 ≤ i < n.
func (s *Students) row(i int) []float64 {
	if i < 0 || i >= s.n {
		panic(fmt.Sprintf("sim: student %d of %d, want one in [0, %d]", i, s.n, s.n-1))
	}
	return s.w[i*s.m : (i+1)*s.m]
}

// Along is c_i = h_i = ⟨w_i, v̄⟩. Like the other methods that name a student,
// it panics unless 0 ≤ i < n.
func (s *Students) Along(i int) float64 { return s.row(i)[0] }

// Across is a copy of u_i = z_i, the part of w_i orthogonal to v.
func (s *Students) Across(i int) []float64 { return append([]float64(nil), s.row(i)[1:]...) }

// Norm is ‖w_i‖.
func (s *Students) Norm(i int) float64 { return floats.Norm(s.row(i), 2) }

// Angle is θ_i = ∠(w_i, v) ∈ [0, π]; 0 for a zero student.
func (s *Students) Angle(i int) float64 {
	w := s.row(i)
	return angle(floats.Norm(w[1:], 2), w[0])
}

// Between is θ_ij = ∠(w_i, w_j) ∈ [0, π]; 0 when either is zero.
func (s *Students) Between(i, j int) float64 {
	return rowAngle(s.row(i), s.row(j))
}

// rowAngle is the angle of two rows (c, u).
func rowAngle(a, b []float64) float64 {
	return angle(sineCosine(a, b, floats.Dot(a[1:], a[1:])))
}

// angle is atan2 with an undefined angle, both arguments 0 of any sign, taken as 0.
func angle(sine, cosine float64) float64 {
	if sine == 0 && cosine == 0 {
		return 0
	}
	return math.Atan2(sine, cosine)
}

// Residual is a copy of r = Σ w_i − v, its first component summed with the rounding errors.
func (s *Students) Residual() []float64 {
	s.measure()
	r := make([]float64, s.m)
	for a := range r {
		r[a] = s.sum(a)
	}
	return r
}

// Missing is H = ‖v‖ − Σ h_i, what the students lack along the teacher.
func (s *Students) Missing() float64 { return -s.sum(0) }

// Spread is the potential Z = Σ_{i<j} ‖z_i − z_j‖. Xu, Du 2023, Section 6.
func (s *Students) Spread() float64 {
	z := 0.0
	for i := range s.n {
		for j := i + 1; j < s.n; j++ {
			z += floats.Distance(s.row(i)[1:], s.row(j)[1:], 2)
		}
	}
	return z
}

// KappaMax is κ_max = max_{i<j} ∠(z_i, z_j) ∈ [0, π]; a pair with z_i = 0 counts as angle 0,
// and so does n = 1. Two opposite z on a line give π, two equal ones 0.
// Xu, Du 2023, Theorem 14.
func (s *Students) KappaMax() float64 {
	kappa := 0.0
	for i := range s.n {
		for j := i + 1; j < s.n; j++ {
			kappa = max(kappa, directionAngle(s.row(i)[1:], s.row(j)[1:]))
		}
	}
	return kappa
}

// directionAngle is the angle of two vectors of any norm, by 2 atan2(‖x̂−ŷ‖, ‖x̂+ŷ‖).
func directionAngle(x, y []float64) float64 {
	nx, ny := floats.Norm(x, 2), floats.Norm(y, 2)
	if nx == 0 || ny == 0 {
		return 0
	}
	var less, more float64
	for a := range x {
		p, q := x[a]/nx, y[a]/ny
		less += (p - q) * (p - q)
		more += (p + q) * (p + q)
	}
	return 2 * math.Atan2(math.Sqrt(less), math.Sqrt(more))
}

// GradientNorm is ‖∇L‖ over all students.
func (s *Students) GradientNorm() float64 {
	s.refined()
	return floats.Norm(s.grad, 2)
}

// SlopeConstant is the constant C of L = C/(t + t₀)³ through two observations,
//
//	C = [(L_b^{−1/3} − L_a^{−1/3})/(t_b − t_a)]^{−3},
//
// free of the lag t₀ that L t³ shows. It is NaN when a loss is not positive,
// the times are equal or the loss does not fall.
func SlopeConstant(a, b Observation) float64 {
	if !(a.Loss > 0 && b.Loss > 0) {
		return math.NaN()
	}
	slope := (1/math.Cbrt(b.Loss) - 1/math.Cbrt(a.Loss)) / (b.Time - a.Time)
	if !(slope > 0) {
		return math.NaN()
	}
	return 1 / (slope * slope * slope)
}

// LocalExponent is d log L/d log t between two observations. It is NaN when a loss
// or a time is not positive or the times are equal.
func LocalExponent(a, b Observation) float64 {
	if !(a.Loss > 0 && b.Loss > 0 && a.Time > 0 && b.Time > 0) || a.Time == b.Time {
		return math.NaN()
	}
	return math.Log(b.Loss/a.Loss) / math.Log(b.Time/a.Time)
}
