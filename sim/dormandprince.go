package sim

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// ErrStuck is wrapped by the errors of flows that do not get ahead: see StuckError.
var ErrStuck = errors.New("stuck")

// StuckError is the error of a flow whose step became too small to advance the time, or that
// used up its budget of steps before the end. It wraps ErrStuck.
type StuckError struct {
	Time  float64 // reached
	Step  float64 // the size of the last step tried
	Tries int     // steps tried, the rejected ones included
}

func (e *StuckError) Error() string {
	return fmt.Sprintf("sim: flow %v at time %v with steps of %v after %d steps", ErrStuck, e.Time, e.Step, e.Tries)
}

func (e *StuckError) Unwrap() error { return ErrStuck }

// flow integrates an autonomous system ẋ = −slope(x) by the Runge-Kutta pair of Dormand and
// Prince, orders 5 and 4, the fifth carried on. A step is accepted when the difference of the
// two, in each component, is at most tolerance times its scale.
//
// Dormand, Prince 1980, J. Comput. Appl. Math. 6, Table 2 (RK5(4)7M).
type flow struct {
	slope     func(dst, x []float64) // ∇ at x
	scale     func(dst, x []float64) // size of the components of x against which errors count
	tolerance float64
	budget    int                    // of steps tried
	mend      func(x []float64) bool // changes x within its error where the slope jumps; nil if it never does

	x, next, size []float64
	k             [7][]float64
	step          float64
	fresh         bool // k[0] belongs to x
}

// flowBudget is how many steps a flow may try; a decade of time takes a smooth power law some hundreds.
const flowBudget = 1_000_000

func newFlow(x []float64, tolerance float64, slope, scale func(dst, x []float64)) *flow {
	f := &flow{slope: slope, scale: scale, tolerance: tolerance, budget: flowBudget, x: x}
	f.next, f.size = make([]float64, len(x)), make([]float64, len(x))
	for i := range f.k {
		f.k[i] = make([]float64, len(x))
	}
	return f
}

// The coefficients of RK5(4)7M: stages (lower triangle) and fifth minus fourth order.
// The last row of stages is the fifth-order solution, so its slope is the first of the next step.
var (
	dormandPrinceStage = [7][6]float64{
		{},
		{1.0 / 5},
		{3.0 / 40, 9.0 / 40},
		{44.0 / 45, -56.0 / 15, 32.0 / 9},
		{19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
		{9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
		{35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84},
	}
	dormandPrinceError = [7]float64{71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40}
)

// try makes one step of size h into f.next and returns its error in units of the tolerance.
func (f *flow) try(h float64) float64 {
	if !f.fresh {
		f.slope(f.k[0], f.x)
		f.fresh = true
	}
	for stage := 1; stage < 7; stage++ {
		for i, x := range f.x {
			d := 0.0
			for j, b := range dormandPrinceStage[stage][:stage] {
				d += b * f.k[j][i]
			}
			f.next[i] = x - h*d
		}
		f.slope(f.k[stage], f.next)
	}
	f.scale(f.size, f.x)
	worst := 0.0
	for i, size := range f.size {
		e := 0.0
		for j, b := range dormandPrinceError {
			e += b * f.k[j][i]
		}
		if e = math.Abs(h * e); e > 0 {
			e /= f.tolerance * size
		}
		if !(e <= math.MaxFloat64) {
			return math.Inf(1)
		}
		worst = max(worst, e)
	}
	return worst
}

// first is a size for the first step: a hundredth of the time in which a component of x
// would move by its scale.
func (f *flow) first() float64 {
	f.slope(f.k[0], f.x)
	f.fresh = true
	f.scale(f.size, f.x)
	rate := 0.0
	for i, g := range f.k[0] {
		if g != 0 {
			rate = max(rate, math.Abs(g)/f.size[i])
		}
	}
	if rate == 0 || math.IsInf(rate, 1) {
		return 1e-3
	}
	return 0.01 / rate
}

// run integrates from time 0 and calls observe at each of the times.
func (f *flow) run(ctx context.Context, times []float64, observe func(time float64) error) error {
	t, tries := 0.0, 0
	for _, end := range times {
		for t < end {
			if tries%64 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if tries++; tries > f.budget {
				return &StuckError{t, f.step, f.budget}
			}
			if f.step == 0 {
				f.step = f.first()
			}
			h, last := f.step, false
			if t+h >= end {
				h, last = end-t, true
			}
			worst := f.try(h)
			// The error is of order h⁵; .9 aims a little below the tolerance.
			factor := min(5, max(0.2, 0.9*math.Pow(worst, -0.2)))
			if worst > 1 {
				f.step = h * factor
				if t+f.step == t {
					return &StuckError{t, f.step, tries}
				}
				if f.mend != nil && f.mend(f.x) {
					f.fresh = false
				}
				continue
			}
			copy(f.x, f.next)
			f.k[0], f.k[6] = f.k[6], f.k[0]
			if f.mend != nil && f.mend(f.x) {
				f.fresh = false
			}
			grown := h * factor
			if t += h; last {
				t, grown = end, max(f.step, grown) // h was cut short
			}
			f.step = grown
		}
		if err := observe(t); err != nil {
			return err
		}
	}
	return nil
}

// checkFlow checks the tolerance and the times of a flow.
func checkFlow(tolerance float64, times []float64) error {
	if !(tolerance >= 1e-14 && tolerance <= 1e-2) {
		return fmt.Errorf("sim: flow with tolerance %v, want one in [1e-14, 0.01]", tolerance)
	}
	for i, t := range times {
		if !(t >= 0 && t <= math.MaxFloat64) {
			return fmt.Errorf("sim: time %d of a flow is %v, want a finite number ≥ 0", i, t)
		}
		if i > 0 && t <= times[i-1] {
			return fmt.Errorf("sim: time %d of a flow is %v after %v, want increasing times", i, t, times[i-1])
		}
	}
	return nil
}
