package sim

import (
	"context"
	"fmt"
	"math"
)

// SlowFlow is what remains of the gradient flow near the optimum once all that is fast has
// decayed: the c_i > 0 stand still, Σ c_i = ‖v‖ = 1, and the u_i with Σ u_i = 0 follow
//
//	u̇ = −P ∇_u L₃,  L₃ = (1/6π)[Σ_{i<j} c_i c_j |q_i − q_j|³ − Σ c_i |q_i|³],  q_i = u_i/c_i,
//
// P the orthogonal projection onto {Σ u = 0}. L₃ is the cubic term of L at r = 0; Σ u is held
// down by the fast term ¼‖r‖². L₃ is homogeneous of degree 3, so along a direction e in which
// ∇L₃ is parallel to e, ‖u‖ = 1/(3ℓt) and L₃ = 1/(27ℓ²t³), ℓ = L₃(e). Derived.
type SlowFlow struct {
	c     []float64
	u     []float64 // n rows of k
	k     int
	slope []float64
}

// NewSlowFlow is the slow flow from (c, u); u is projected onto {Σ u = 0}. It needs n ≥ 2 values
// c_i > 0 with |Σ c_i − 1| ≤ 1e-9 and n finite vectors u_i of one length k ≥ 1, not all equal.
func NewSlowFlow(c []float64, u [][]float64) (*SlowFlow, error) {
	n := len(c)
	if n < 2 || len(u) != n {
		return nil, fmt.Errorf("sim: slow flow of %d values c and %d vectors u, want as many of each, at least 2", n, len(u))
	}
	sum := 0.0
	for i, x := range c {
		if !(x > 0) {
			return nil, fmt.Errorf("sim: slow flow with c_%d = %v, want c > 0", i, x)
		}
		sum += x
	}
	if !(math.Abs(sum-1) <= 1e-9) {
		return nil, fmt.Errorf("sim: slow flow with Σc = %v, want 1", sum)
	}
	k := len(u[0])
	f := &SlowFlow{c: append([]float64(nil), c...), k: k, slope: make([]float64, n*k)}
	for i, ui := range u {
		if len(ui) != k || k < 1 {
			return nil, fmt.Errorf("sim: slow flow: u_%d has %d components and u_0 has %d, want equal and at least 1", i, len(ui), k)
		}
		if err := checkVector(fmt.Sprintf("slow flow: u_%d", i), ui); err != nil {
			return nil, err
		}
		f.u = append(f.u, ui...)
	}
	f.project(f.u)
	if size := length(f.u); !(size >= smallestNorm && size <= largestNorm) {
		return nil, fmt.Errorf("sim: slow flow: norm of u on {Σu = 0} %v, want one in [%v, %v]", size, smallestNorm, largestNorm)
	}
	return f, nil
}

// SlowFlow is the slow flow from the present state, in units of ‖v‖: c_i/Σc and u_i/‖v‖.
// It needs n ≥ 2 students with c_i > 0.
func (s *Students) SlowFlow() (*SlowFlow, error) {
	c, u := make([]float64, s.n), make([][]float64, s.n)
	sum := 0.0
	for i := range c {
		c[i] = s.w[i*s.m]
		sum += c[i]
	}
	for i := range c {
		c[i] /= sum
		u[i] = s.Across(i)
		for a := range u[i] {
			u[i][a] /= s.norm
		}
	}
	return NewSlowFlow(c, u)
}

// project takes the mean of the rows from each.
func (f *SlowFlow) project(rows []float64) {
	n := len(f.c)
	for a := range f.k {
		mean := 0.0
		for i := range n {
			mean += rows[i*f.k+a]
		}
		mean /= float64(n)
		for i := range n {
			rows[i*f.k+a] -= mean
		}
	}
}

// gradient stores P∇_u L₃ at u in dst, from
//
//	∂L₃/∂u_i = (1/2π)[Σ_j c_j |q_i − q_j|(q_i − q_j) − |q_i| q_i].
func (f *SlowFlow) gradient(dst, u []float64) {
	k := f.k
	clear(dst)
	for i, ci := range f.c {
		ui, gi := u[i*k:(i+1)*k], dst[i*k:(i+1)*k]
		size := length(ui) / ci
		for a, x := range ui {
			gi[a] -= size * (x / ci)
		}
		for j := i + 1; j < len(f.c); j++ {
			cj, uj, gj := f.c[j], u[j*k:(j+1)*k], dst[j*k:(j+1)*k]
			gap := f.gap(ui, uj, ci, cj)
			for a := range ui {
				d := gap * (ui[a]/ci - uj[a]/cj)
				gi[a] += cj * d
				gj[a] -= ci * d
			}
		}
	}
	for a := range dst {
		dst[a] /= 2 * math.Pi
	}
	f.project(dst)
}

// gap is |q_i − q_j|.
func (f *SlowFlow) gap(ui, uj []float64, ci, cj float64) float64 {
	sum := 0.0
	for a := range ui {
		d := ui[a]/ci - uj[a]/cj
		sum += d * d
	}
	return math.Sqrt(sum)
}

// Loss is L₃.
func (f *SlowFlow) Loss() float64 {
	k, sum := f.k, 0.0
	for i, ci := range f.c {
		ui := f.u[i*k : (i+1)*k]
		q := length(ui) / ci
		sum -= ci * q * q * q
		for j := i + 1; j < len(f.c); j++ {
			q := f.gap(ui, f.u[j*k:(j+1)*k], ci, f.c[j])
			sum += ci * f.c[j] * q * q * q
		}
	}
	return sum / (6 * math.Pi)
}

// Size is ‖u‖.
func (f *SlowFlow) Size() float64 { return length(f.u) }

// Level is L₃(u/‖u‖), which falls along the flow to a critical value ℓ.
func (f *SlowFlow) Level() float64 {
	size := f.Size()
	return f.Loss() / (size * size * size)
}

// Turning is the part of ∇L₃ across u over the part along it, at u/‖u‖: 0 when the direction has
// settled. While it is not small, the constant of the run has not been reached. It is +Inf
// when the part along u is 0.
func (f *SlowFlow) Turning() float64 {
	f.gradient(f.slope, f.u)
	size, along := f.Size(), 0.0
	for a, g := range f.slope {
		along += g * f.u[a] / size
	}
	across := 0.0
	for a, g := range f.slope {
		t := g - along*f.u[a]/size
		across += t * t
	}
	return math.Sqrt(across) / math.Abs(along)
}

// State is a copy of (c, u).
func (f *SlowFlow) State() (c []float64, u [][]float64) {
	c = append(c, f.c...)
	for i := range c {
		u = append(u, append([]float64(nil), f.u[i*f.k:(i+1)*f.k]...))
	}
	return c, u
}

// Flow integrates from the present state (time 0) and calls observe at each of the times, as
// Students.Flow does; the local error is at most the tolerance relative to ‖u‖. The steps grow in
// proportion to the time, so a decade costs the same early and late.
func (f *SlowFlow) Flow(ctx context.Context, tolerance float64, times []float64, observe func(time float64) error) error {
	if err := checkFlow(tolerance, times); err != nil {
		return err
	}
	return newFlow(f.u, tolerance, f.gradient, func(dst, u []float64) {
		size := length(u)
		for a := range dst {
			dst[a] = size
		}
	}).run(ctx, times, observe)
}
