package sim

import (
	"fmt"
	"math"
)

// Students is n ReLU students and one ReLU teacher v, in a frame whose first
// axis is v̄ = v/‖v‖. Its loss over x ~ N(0, I) is
//
//	L = E ½(Σ_i [w_i·x]₊ − [v·x]₊)².
//
// Student i is stored as (c_i, u_i), w_i = c_i v̄ + u_i with u_i ⟂ v, so that
// small angles to the teacher keep all their digits. The frame has 1 + k axes,
// k the number of transverse ones.
//
// Conventions at the kinks: the slope of [z]₊ at 0 is 0, hence ∇_i = 0 for a
// zero student, which therefore stays zero; every angle with a zero student is 0.
//
// Range: ‖v‖ and each nonzero ‖w_i‖ lie in [1e-70, 1e70], so that fourth powers
// neither overflow nor vanish. A transverse part that decays below 1e-145 is set
// to zero by Step, which keeps denormals out of the loop.
//
// A Students is not safe for concurrent use; Clone gives an independent copy.
//
// Xu, Du 2023, (2)-(4) and (23).
type Students struct {
	norm float64   // ‖v‖
	n, m int       // students, axes (m = 1 + k)
	w    []float64 // n rows (c_i, u_i)

	// Work space of one gradient, so that a step allocates nothing.
	grad    []float64 // n rows
	residue []float64 // r = Σ w_i − v
	squareU []float64 // ‖u_i‖²
	squareW []float64 // ‖w_i‖²
	pull    []float64 // Σ_{j≠i} ‖w_i‖‖w_j‖ sin θ_ij − ‖w_i‖‖v‖ sin θ_i
}

// The admitted norms and the level below which a transverse part is zero.
const (
	smallestNorm = 1e-70
	largestNorm  = 1e70
	smallestTurn = 1e-140 // smallest ‖u_i‖ > 0 at construction
	flushSquare  = 1e-290 // ‖u_i‖² below which Step sets u_i = 0
)

func newStudents(norm float64, n, m int) *Students {
	return &Students{
		norm: norm, n: n, m: m,
		w:       make([]float64, n*m),
		grad:    make([]float64, n*m),
		residue: make([]float64, m),
		squareU: make([]float64, n),
		squareW: make([]float64, n),
		pull:    make([]float64, n),
	}
}

// Clone is an independent copy of s.
func (s *Students) Clone() *Students {
	t := newStudents(s.norm, s.n, s.m)
	copy(t.w, s.w)
	return t
}

// Len is the number n of students.
func (s *Students) Len() int { return s.n }

// Axes is the number of coordinates of a student in its frame, the teacher's axis included.
func (s *Students) Axes() int { return s.m }

// TeacherNorm is ‖v‖.
func (s *Students) TeacherNorm() float64 { return s.norm }

// Loss is the population loss in closed form,
//
//	L = ¼‖r‖² + (1/2π)[Σ_{i<j} ‖w_i‖‖w_j‖ h(θ_ij) − Σ_i ‖w_i‖‖v‖ h(θ_i)],
//	h(t) = sin t − t cos t,  r = Σ w_i − v.
//
// It follows from E[a·x]₊[b·x]₊ = ½ a·b + ‖a‖‖b‖ h(∠(a,b))/2π. Each term keeps
// its relative accuracy, and near an optimum reached by all students together the
// terms cancel by a bounded factor only. When one student is tiny (‖w_1‖ ≪ ‖v‖)
// and the others already fit, L ~ ‖w_1‖² is left of terms of size ‖w_1‖‖v‖, and the
// relative error grows to 2^-52‖v‖/‖w_1‖.
//
// Xu, Du 2023, (23).
func (s *Students) Loss() float64 {
	m := s.m
	s.measure()
	pairs, solo := 0.0, 0.0
	for i := range s.n {
		wi := s.w[i*m : (i+1)*m]
		solo += lune(s.norm*math.Sqrt(s.squareU[i]), s.norm*wi[0])
		for j := i + 1; j < s.n; j++ {
			pairs += lune(sineCosine(wi, s.w[j*m:(j+1)*m], s.squareU[i]))
		}
	}
	r2 := 0.0
	for a := range m {
		x := s.sum(a)
		r2 += x * x
	}
	return r2/4 + (pairs-solo)/(2*math.Pi)
}

// Gradient stores ∇L in dst, n rows (∂L/∂c_i, ∂L/∂u_i) as in State, and returns dst;
// a nil dst is allocated. It panics when dst has another length than n·Axes().
//
//	∇_i = ½ r + (1/2π)[(Σ_{j≠i} ‖w_j‖ sin θ_ij − ‖v‖ sin θ_i) w̄_i − Σ_{j≠i} θ_ij w_j + θ_i v].
//
// Xu, Du 2023, (4).
func (s *Students) Gradient(dst []float64) []float64 {
	if dst == nil {
		dst = make([]float64, s.n*s.m)
	}
	if len(dst) != s.n*s.m {
		panic(fmt.Sprintf("sim: gradient of %d students on %d axes stored in a slice of length %d, want %d", s.n, s.m, len(dst), s.n*s.m))
	}
	s.refined()
	copy(dst, s.grad)
	return dst
}

// refined is gradient with ½r summed without rounding errors. Near the optimum, at angles of size t, the rest of
// ∇_i across v is of size t², while the u_i of size t, as they stand in r, cancel to no more. Descent has no use for it:
// its w_i are rounded by as much in every step.
func (s *Students) refined() {
	s.gradient()
	for a, rounded := range s.residue {
		off := (s.sum(a) - rounded) / 2
		for i := range s.n {
			if s.squareW[i] != 0 {
				s.grad[i*s.m+a] += off
			}
		}
	}
}

// Step is one step of gradient descent, w_i ← w_i − η∇_i.
// It panics unless 0 < η < ∞.
func (s *Students) Step(eta float64) {
	if !(eta > 0 && eta <= math.MaxFloat64) {
		panic(fmt.Sprintf("sim: step size η = %v, want 0 < η < ∞", eta))
	}
	s.step(eta)
}

func (s *Students) step(eta float64) {
	s.gradient()
	w := s.w
	for i, g := range s.grad[:len(w)] {
		w[i] -= eta * g
	}
}

// measure fills residue, squareU and squareW, and flushes vanishing transverse parts.
func (s *Students) measure() {
	m := s.m
	r := s.residue[:m]
	clear(r)
	for i := range s.n {
		wi := s.w[i*m : (i+1)*m]
		u2 := 0.0
		for _, x := range wi[1:] {
			u2 += x * x
		}
		if u2 < flushSquare && u2 > 0 {
			clear(wi[1:])
			u2 = 0
		}
		s.squareU[i] = u2
		s.squareW[i] = wi[0]*wi[0] + u2
		for a, x := range wi {
			r[a] += x
		}
	}
	r[0] -= s.norm
}

// gradient computes ∇L into s.grad; every angle is computed once.
func (s *Students) gradient() {
	n, m := s.n, s.m
	s.measure()
	pull, grad := s.pull[:n], s.grad[:n*m]
	clear(pull)
	clear(grad)
	for i := range n {
		wi, gi := s.w[i*m:(i+1)*m], grad[i*m:(i+1)*m]
		x := s.norm * math.Sqrt(s.squareU[i])
		gi[0] += math.Atan2(x, s.norm*wi[0]) * s.norm
		pull[i] -= x
		for j := i + 1; j < n; j++ {
			wj, gj := s.w[j*m:(j+1)*m], grad[j*m:(j+1)*m]
			x, dot := sineCosine(wi, wj, s.squareU[i])
			theta := math.Atan2(x, dot)
			pull[i] += x
			pull[j] += x
			gi, gj := gi[:len(wi)], gj[:len(wi)]
			for a, p := range wi {
				gi[a] -= theta * wj[a]
				gj[a] -= theta * p
			}
		}
	}
	for i := range n {
		wi, gi := s.w[i*m:(i+1)*m], grad[i*m:(i+1)*m]
		if s.squareW[i] == 0 {
			clear(gi)
			continue
		}
		along := pull[i] / s.squareW[i]
		for a, g := range gi {
			gi[a] = s.residue[a]/2 + (along*wi[a]+g)*(1/(2*math.Pi))
		}
	}
}

// sineCosine is ‖a‖‖b‖ sin θ and ‖a‖‖b‖ cos θ for two rows (c, u) of equal length,
// squareU = ‖u_a‖², by Lagrange's identity
//
//	‖a‖²‖b‖² sin² θ = ‖c_a u_b − c_b u_a‖² + ‖u_a ∧ u_b‖²,
//	‖u_a ∧ u_b‖² = ‖u_a‖² ‖u_b − (u_a·u_b/‖u_a‖²) u_a‖²,
//
// in which the large c_a c_b does not enter. Equal rows give exactly 0.
func sineCosine(a, b []float64, squareU float64) (sine, cosine float64) {
	b = b[:len(a)]
	ca, cb := a[0], b[0]
	var uu, level, wedge float64
	for i := 1; i < len(a); i++ {
		x, y := a[i], b[i]
		uu += x * y
		t := float64(ca*y) - float64(cb*x)
		level += t * t
	}
	if len(a) > 2 && squareU > 0 {
		along := uu / squareU
		for i := 1; i < len(a); i++ {
			t := b[i] - float64(along*a[i])
			wedge += t * t
		}
		wedge *= squareU
	}
	return math.Sqrt(level + wedge), float64(ca*cb) + uu
}

// lune is ρ h(θ) = ρ(sin θ − θ cos θ), given ρ sin θ ≥ 0 and ρ cos θ. The name is that
// of the part of a half-space that a second one, turned by θ, does not cover.
// Up to θ = 1, where sin θ and θ cos θ cancel, it is ρ times the series.
func lune(sine, cosine float64) float64 {
	theta := math.Atan2(sine, cosine)
	if theta > 1 {
		return sine - theta*cosine
	}
	return math.Hypot(sine, cosine) * luneSeries(theta)
}

// luneSeries is sin t − t cos t by its Maclaurin series,
//
//	Σ_{k≥1} (−1)^{k+1} 2k t^{2k+1}/(2k+1)!,
//
// nine terms: for |t| ≤ 1 the tenth is below 4e-19.
func luneSeries(t float64) float64 {
	y := t * t
	return t * y * (1.0/3 - y*(1.0/30-y*(1.0/840-y*(1.0/45360-y*(1.0/3991680-
		y*(1.0/518918400-y*(1.0/93405312000-y*(1.0/22230464256000-y*(1.0/6758061133824000)))))))))
}

// sum is the component of r = Σ w_i − v along an axis, Σ c_i − ‖v‖ along the first, summed with its rounding
// errors (Neumaier), because near the optimum it is far below the rounding error of the plain sum.
func (s *Students) sum(axis int) float64 {
	sum, lost := 0.0, 0.0
	if axis == 0 {
		sum = -s.norm
	}
	for i := axis; i < len(s.w); i += s.m {
		c := s.w[i]
		t := sum + c
		if math.Abs(sum) >= math.Abs(c) {
			lost += (sum - t) + c
		} else {
			lost += (c - t) + sum
		}
		sum = t
	}
	return sum + lost
}
