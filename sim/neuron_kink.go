package sim

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// kink carries a flow over the zeros of its students. As ‖w_i‖ → 0 the others stand still beside the
// direction ω of w_i, and
//
//	L = const + ‖w_i‖ g(ω) + ¼‖w_i‖²,  g(ω) = E (Σ_{j≠i} [w_j·x]₊ − [v·x]₊) [ω·x]₊,
//
// so that ω descends g on the sphere in the fast time ∫dt/‖w_i‖ while ‖w_i‖ falls at the rate
// g(ω): it reaches 0 in the finite time ‖w_i‖/g if g > 0 where ω comes to rest. There the slope
// jumps, and no step of an integrator is small enough. Where −ω comes to rest, g < 0 lets the
// student leave on that side. Else both sides push towards 0: it is held there, at 0, until
// g < 0 where its direction, which follows the others, rests; then it leaves, as it does in the
// limit η → 0 of gradient descent, which is never at 0 exactly. A student that is 0 at the start
// has no direction and stays, by the convention of Students.
//
// The others stand still, their rates being of order n/2, if ‖w_i‖/g is at most .1/n. A student that passes 0 slower
// than that, as one from near −v does when the others have fitted v, is left to the integrator, down to
// ‖w_i‖ = 2^-42‖v‖, where the rounding of the others is a thousandth of what moves it. Derived.
type kink struct {
	stage *Students
	size  float64     // below which a student may be at 0, and with which it leaves
	held  [][]float64 // the direction of a student held at 0, times size; else nil
}

// newKink works on the stage; a student may be at 0 below the tolerance, in units of ‖v‖.
func newKink(stage *Students, tolerance float64) *kink {
	return &kink{stage, tolerance * stage.norm, make([][]float64, stage.n)}
}

// mend changes the students that are at the kink and reports whether it changed any.
func (k *kink) mend(x []float64) (mended bool) {
	s := k.stage
	for i, held := range k.held {
		w, row := x[i*s.m:(i+1)*s.m], s.w[i*s.m:(i+1)*s.m]
		size := length(w)
		if held == nil && (size == 0 || size > k.size) {
			continue
		}
		copy(s.w, x)
		if held == nil {
			g := s.settle(i)
			if g <= 0 || g < 10*float64(s.n)*size && size > 0x1p-42*s.norm {
				continue // it turns away, or is not there yet
			}
			floats.ScaleTo(row, -1, w)
		} else {
			copy(row, held)
		}
		if s.settle(i) < 0 {
			floats.ScaleTo(w, k.size/length(row), row)
			k.held[i] = nil
			mended = true
			continue
		}
		k.held[i] = append(held[:0], row...)
		if size > 0 {
			clear(w)
			mended = true
		}
	}
	return mended
}

// settle turns student i downhill until its direction rests, that is until ∇g on the sphere, the part
// of ∇_i across w_i, is below a thousandth of |g|, and returns g, the part along w_i.
func (s *Students) settle(i int) float64 {
	w, grad := s.w[i*s.m:(i+1)*s.m], s.grad[i*s.m:(i+1)*s.m]
	size := length(w)
	across, kept := make([]float64, len(w)), make([]float64, len(w))
	step, g := 1/s.norm, math.Inf(1)
	for range 1000 {
		s.gradient()
		along := 0.0
		for a, x := range w {
			along += grad[a] * x / size
		}
		if along < g { // downhill
			g = along
			copy(kept, w)
			for a, x := range w {
				across[a] = grad[a] - along*x/size
			}
			step *= 2
		} else {
			step /= 4
		}
		turn := length(across)
		if turn <= 1e-3*math.Abs(g) || step*turn < 0x1p-52 {
			break
		}
		for a, x := range kept {
			w[a] = x - step*across[a]*size
		}
		long := length(w) / size
		for a := range w {
			w[a] /= long
		}
	}
	copy(w, kept)
	return g
}
