package sim

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// The starts below are vectors in R^d for NewStudents. Each checks its input and
// names what is not admitted.

// GaussianStart is n students drawn from N(0, σ²I) in R^d, n ≥ 1, d ≥ 1, σ > 0 finite.
// Xu, Du 2023, Section 3.
func GaussianStart(r *Random, n, d int, sigma float64) ([][]float64, error) {
	if n < 1 || d < 1 {
		return nil, fmt.Errorf("sim: start of %d students in dimension %d, want at least 1 of each", n, d)
	}
	if !(sigma > 0 && sigma <= math.MaxFloat64) {
		return nil, fmt.Errorf("sim: start with σ = %v, want 0 < σ < ∞", sigma)
	}
	w := make([][]float64, n)
	for i := range w {
		w[i] = make([]float64, d)
		for a := range w[i] {
			w[i][a] = sigma * r.Normal()
		}
	}
	return w, nil
}

// IdenticalStart is n ≥ 1 copies of one student.
func IdenticalStart(student []float64, n int) ([][]float64, error) {
	if n < 1 {
		return nil, fmt.Errorf("sim: start of %d students, want at least 1", n)
	}
	w := make([][]float64, n)
	for i := range w {
		w[i] = append([]float64(nil), student...)
	}
	return w, nil
}

// MirrorStart is the two students w and its mirror image at the line of the teacher,
// 2⟨w, v̄⟩v̄ − w: a student λ₁v + λ₂v^⊥ and λ₁v − λ₂v^⊥.
func MirrorStart(teacher, student []float64) ([][]float64, error) {
	unit, err := direction(teacher)
	if err != nil {
		return nil, err
	}
	if len(student) != len(teacher) {
		return nil, fmt.Errorf("sim: student has %d components and the teacher %d, want equal", len(student), len(teacher))
	}
	image := floats.ScaleTo(make([]float64, len(unit)), 2*floats.Dot(student, unit), unit)
	floats.Sub(image, student)
	return [][]float64{append([]float64(nil), student...), image}, nil
}

// NearDegenerateStart is a Gaussian start turned towards degeneracy: the parts z_i orthogonal to
// the teacher are replaced by ‖z_i‖(ê + ε ẑ_i) normed, ê the direction of z_1, so that
// κ_max ≤ about 2ε. At ε = 0 it is degenerate, κ_max = 0. It needs 0 ≤ ε ≤ 1 and d ≥ 2.
func NearDegenerateStart(r *Random, teacher []float64, n int, sigma, epsilon float64) ([][]float64, error) {
	unit, err := direction(teacher)
	if err != nil {
		return nil, err
	}
	if len(teacher) < 2 {
		return nil, fmt.Errorf("sim: near-degenerate start in dimension %d, want at least 2", len(teacher))
	}
	if !(epsilon >= 0 && epsilon <= 1) {
		return nil, fmt.Errorf("sim: near-degenerate start with ε = %v, want 0 ≤ ε ≤ 1", epsilon)
	}
	w, err := GaussianStart(r, n, len(teacher), sigma)
	if err != nil {
		return nil, err
	}
	var axis []float64
	for _, wi := range w {
		c := floats.Dot(wi, unit)
		z := floats.AddScaledTo(make([]float64, len(wi)), wi, -c, unit)
		size := floats.Norm(z, 2)
		floats.Scale(1/size, z)
		if axis == nil {
			axis = append(axis, z...)
		}
		turned := floats.AddScaledTo(make([]float64, len(z)), axis, epsilon, z)
		if t := floats.Norm(turned, 2); t > 0 { // ε = 1 and ẑ = −ê give 0
			floats.Scale(size/t, turned)
		}
		floats.AddScaledTo(wi, turned, c, unit)
	}
	return w, nil
}

// NearOppositeStart is a Gaussian start whose first student is replaced by one of the same norm
// at angle π − ε to the teacher. It needs 0 ≤ ε ≤ π, and d ≥ 2 unless ε is 0 or π.
func NearOppositeStart(r *Random, teacher []float64, n int, sigma, epsilon float64) ([][]float64, error) {
	unit, err := direction(teacher)
	if err != nil {
		return nil, err
	}
	if !(epsilon >= 0 && epsilon <= math.Pi) || len(teacher) < 2 && epsilon != 0 && epsilon != math.Pi {
		return nil, fmt.Errorf("sim: start at angle π − ε with ε = %v in dimension %d, want 0 ≤ ε ≤ π, and dimension ≥ 2 for ε inside", epsilon, len(teacher))
	}
	w, err := GaussianStart(r, n, len(teacher), sigma)
	if err != nil {
		return nil, err
	}
	first := w[0]
	size := floats.Norm(first, 2)
	floats.AddScaled(first, -floats.Dot(first, unit), unit)
	if t := floats.Norm(first, 2); t > 0 {
		floats.Scale(size*math.Sin(epsilon)/t, first)
	}
	floats.AddScaled(first, -size*math.Cos(epsilon), unit)
	return w, nil
}

// direction is v/‖v‖ of a checked teacher.
func direction(teacher []float64) ([]float64, error) {
	if err := checkVector("teacher", teacher); err != nil {
		return nil, err
	}
	norm := floats.Norm(teacher, 2)
	if err := checkNorm("teacher", norm); err != nil {
		return nil, err
	}
	return floats.ScaleTo(make([]float64, len(teacher)), 1/norm, teacher), nil
}
