package sim

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/integrate/quad"
)

// QuadratureLoss is the loss from its definition by Gauss-Legendre rules.
//
// In dimension 1 and 2, x = R(cos φ, sin φ) with E R² = 2 and the integrand is
//
//	L = (1/2π) ∫₀^{2π} F(φ)² dφ,  F = Σ_i [w_i·e(φ)]₊ − [v·e(φ)]₊,
//
// integrated between the corners of F; its rounding error is about S√L·2^{-52} + S²2^{-104},
// S = ‖v‖ + Σ‖w_i‖, so that a small loss is still seen. In higher dimensions the square is
// expanded and each mean E[a·x]₊[b·x]₊ is such an integral in the plane of a and b, with a
// rounding error of about S²·2^{-52}.
func QuadratureLoss(teacher []float64, students [][]float64) (float64, error) {
	if err := checkNetwork(teacher, students); err != nil {
		return 0, err
	}
	if len(teacher) <= 2 {
		return circleLoss(teacher, students), nil
	}
	vectors := append(slices.Clone(students), floats.ScaleTo(make([]float64, len(teacher)), 1, teacher))
	sum, last := 0.0, len(students)
	for i, a := range vectors {
		for j, b := range vectors[:i+1] {
			term := planeMean(a, b)
			if i == j {
				term /= 2
			}
			if i == last && j != last {
				term = -term
			}
			sum += term
		}
	}
	return sum, nil
}

// circleLoss is QuadratureLoss in the plane.
func circleLoss(teacher []float64, students [][]float64) float64 {
	corners := []float64{0, 2 * math.Pi}
	flat := func(w []float64) []float64 {
		p := []float64{w[0], 0}
		if len(w) > 1 {
			p[1] = w[1]
		}
		for _, turn := range []float64{0.5, 1.5} {
			corner := math.Mod(math.Atan2(p[1], p[0])+(turn+2)*math.Pi, 2*math.Pi)
			corners = append(corners, corner)
		}
		return p
	}
	v := flat(teacher)
	ws := make([][]float64, len(students))
	for i, w := range students {
		ws[i] = flat(w)
	}
	slices.Sort(corners)
	sum := 0.0
	for k := range corners[1:] {
		sum += gauss(corners[k], corners[k+1], func(phi float64) float64 {
			f := misfit(v, ws, []float64{math.Cos(phi), math.Sin(phi)})
			return f * f
		})
	}
	return sum / (2 * math.Pi)
}

// planeMean is E[a·x]₊[b·x]₊ = (1/π)∫[a·e(φ)]₊[b·e(φ)]₊ dφ in the plane of a and b.
func planeMean(a, b []float64) float64 {
	size := floats.Norm(a, 2)
	if size == 0 {
		return 0
	}
	along := floats.Dot(a, b) / size
	across := floats.Norm(floats.AddScaledTo(make([]float64, len(b)), b, -along/size, a), 2)
	turn := math.Atan2(across, along) // b lies at this angle from a, in [0, π]
	return gauss(turn-math.Pi/2, math.Pi/2, func(phi float64) float64 {
		return size * math.Cos(phi) * (along*math.Cos(phi) + across*math.Sin(phi))
	}) / math.Pi
}

// misfit is Σ_i [w_i·x]₊ − [v·x]₊.
func misfit(teacher []float64, students [][]float64, x []float64) float64 {
	f := -max(0, floats.Dot(teacher, x))
	for _, w := range students {
		f += max(0, floats.Dot(w, x))
	}
	return f
}

// gauss integrates f over [a, b] with n = 16 nodes. For a trigonometric polynomial of degree 2 and
// b − a ≤ π the error, (b−a)^{2n+1}(n!)⁴/((2n+1)(2n)!³) times the 2n-th derivative, is below 1e-28
// of its size.
func gauss(a, b float64, f func(float64) float64) float64 {
	if !(b > a) {
		return 0
	}
	return quad.Fixed(f, a, b, 16, quad.Legendre{}, 1)
}

func checkNetwork(teacher []float64, students [][]float64) error {
	if len(teacher) == 0 || len(students) == 0 {
		return fmt.Errorf("sim: loss of %d students in dimension %d, want at least 1 of each", len(students), len(teacher))
	}
	if err := checkVector("teacher", teacher); err != nil {
		return err
	}
	for i, w := range students {
		if len(w) != len(teacher) {
			return fmt.Errorf("sim: student %d has %d components and the teacher %d, want equal", i, len(w), len(teacher))
		}
		if err := checkVector(fmt.Sprintf("student %d", i), w); err != nil {
			return err
		}
	}
	return nil
}
