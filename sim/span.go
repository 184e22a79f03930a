package sim

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// NewStudents is the students w_1, …, w_n ∈ R^d of the teacher v ∈ R^d, in an orthonormal
// frame of span(v, w_1, …, w_n) with first axis v̄. The frame has min(d, n+1) axes.
// Gradient descent never leaves this span, so nothing is lost.
//
// When v lies on a coordinate axis the c_i are the inputs, unrounded, and the u_i carry an
// error relative to ‖u_i‖; otherwise both carry an error of a few 2^-52‖w_i‖.
// The error names the value that is not admitted: d ≥ 1, n ≥ 1, equal lengths, finite
// entries, norms within the range stated at Students.
//
// Xu, Du 2023, (4): each ∇_i is a combination of v, w_1, …, w_n.
func NewStudents(teacher []float64, students [][]float64) (*Students, error) {
	norm, along, across, err := split(teacher, students)
	if err != nil {
		return nil, err
	}
	return assemble(norm, along, compress(across))
}

// NewStudentsUnreduced is NewStudents without the reduction: the frame is the whole of R^d,
// turned so that its first axis is v̄. It is the check of the reduction.
func NewStudentsUnreduced(teacher []float64, students [][]float64) (*Students, error) {
	norm, along, across, err := split(teacher, students)
	if err != nil {
		return nil, err
	}
	return assemble(norm, along, across)
}

// NewStudentsInFrame is the students w_i = c_i v̄ + u_i of a teacher of the given norm.
// All u_i have the same length k ≥ 0; the components are taken as they are.
func NewStudentsInFrame(norm float64, c []float64, u [][]float64) (*Students, error) {
	if len(u) != len(c) {
		return nil, fmt.Errorf("sim: %d values c and %d vectors u, want as many of each", len(c), len(u))
	}
	if len(c) == 0 {
		return nil, fmt.Errorf("sim: 0 students, want at least 1")
	}
	if err := checkNorm("teacher", norm); err != nil {
		return nil, err
	}
	for i, ui := range u {
		if len(ui) != len(u[0]) {
			return nil, fmt.Errorf("sim: u of student %d has %d components and that of student 0 has %d, want equal", i, len(ui), len(u[0]))
		}
	}
	return assemble(norm, c, u)
}

// split writes each student as its component along v̄ and the d−1 others, in a frame
// obtained by a reflection that takes v̄ to a multiple of an axis.
func split(teacher []float64, students [][]float64) (norm float64, along []float64, across [][]float64, err error) {
	d := len(teacher)
	if d == 0 {
		return 0, nil, nil, fmt.Errorf("sim: teacher has 0 components, want at least 1")
	}
	if len(students) == 0 {
		return 0, nil, nil, fmt.Errorf("sim: 0 students, want at least 1")
	}
	if err := checkVector("teacher", teacher); err != nil {
		return 0, nil, nil, err
	}
	norm = floats.Norm(teacher, 2)
	if err := checkNorm("teacher", norm); err != nil {
		return 0, nil, nil, err
	}
	for i, w := range students {
		if len(w) != d {
			return 0, nil, nil, fmt.Errorf("sim: student %d has %d components and the teacher %d, want equal", i, len(w), d)
		}
		if err := checkVector(fmt.Sprintf("student %d", i), w); err != nil {
			return 0, nil, nil, err
		}
	}

	axis := 0
	for a, x := range teacher {
		if math.Abs(x) > math.Abs(teacher[axis]) {
			axis = a
		}
	}
	sign := math.Copysign(1, teacher[axis])
	onAxis := math.Abs(teacher[axis]) == floats.Norm(teacher, 1)

	unit := append([]float64(nil), teacher...)
	floats.Scale(1/norm, unit)
	mirror := append([]float64(nil), unit...) // v̄ ± e, no cancellation with this sign
	mirror[axis] += sign
	for _, w := range students {
		c, u := sign*w[axis], append([]float64(nil), w...)
		if !onAxis {
			c = floats.Dot(w, unit)
			// w − 2p(p·w)/‖p‖² with ‖p‖² = 2(1 + |v̄_axis|), p·w = c ± w_axis.
			floats.AddScaled(u, -(c+sign*w[axis])/(1+math.Abs(unit[axis])), mirror)
		}
		along = append(along, c)
		across = append(across, append(u[:axis:axis], u[axis+1:]...))
	}
	return norm, along, across, nil
}

// compress is the coordinates of the vectors in an orthonormal basis of their span: the columns
// of R in the Householder factorisation QR of the matrix whose columns they are. Vectors with no
// more components than there are vectors are left as they are.
func compress(vectors [][]float64) [][]float64 {
	n, d := len(vectors), len(vectors[0])
	if d <= n {
		return vectors
	}
	a := mat.NewDense(d, n, nil)
	for j, v := range vectors {
		a.SetCol(j, v)
	}
	var qr mat.QR
	qr.Factorize(a)
	var r mat.Dense
	qr.RTo(&r)
	short := make([][]float64, n)
	for j := range short {
		short[j] = make([]float64, n)
		for i := range j + 1 {
			short[j][i] = r.At(i, j)
		}
	}
	return short
}

// assemble checks the norms of the students and stores them.
func assemble(norm float64, c []float64, u [][]float64) (*Students, error) {
	s := newStudents(norm, len(c), 1+len(u[0]))
	for i := range c {
		name := fmt.Sprintf("student %d", i)
		row := s.w[i*s.m : (i+1)*s.m]
		row[0] = c[i]
		copy(row[1:], u[i])
		if err := checkVector(name, row); err != nil {
			return nil, err
		}
		if w := floats.Norm(row, 2); w != 0 {
			if err := checkNorm(name, w); err != nil {
				return nil, err
			}
		}
		if t := floats.Norm(row[1:], 2); t != 0 && t < smallestTurn {
			return nil, fmt.Errorf("sim: %s: norm of the part orthogonal to the teacher %v, want 0 or at least %v", name, t, smallestTurn)
		}
	}
	return s, nil
}

func checkVector(name string, v []float64) error {
	for a, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("sim: %s: component %d is %v, want a finite number", name, a, x)
		}
	}
	return nil
}

func checkNorm(name string, norm float64) error {
	if !(norm >= smallestNorm && norm <= largestNorm) {
		return fmt.Errorf("sim: %s: norm %v, want one in [%v, %v]", name, norm, smallestNorm, largestNorm)
	}
	return nil
}

func checkStep(eta float64) error {
	if !(eta > 0 && eta <= math.MaxFloat64) {
		return fmt.Errorf("sim: step size η = %v, want 0 < η < ∞", eta)
	}
	return nil
}
