package sim

import (
	"context"
	"math"
)

// Flow runs the gradient flow ẇ_i = −∇_i from the present state (time 0) and calls observe at
// each of the times, which increase; the state observed is s itself. The method is Dormand-Prince
// with an adaptive step whose local error is at most the tolerance, in [1e-14, 0.01], relative to
//
//	‖w_i‖ + 10^{-3}‖v‖ in c_i,  ‖u_i‖ + 10^{-3} max_j ‖u_j‖ in u_i,
//
// so that angles keep their accuracy as they shrink. Near the optimum the flow has rates of
// order n/2 and the method is explicit, so a unit of time costs about n/6 steps of six
// gradients, however late.
//
// A student can reach 0 in finite time, and many do when the students together exceed the
// teacher. The slope jumps there; one within tolerance·‖v‖ of 0, and fast on its way there, is
// carried across or held: see kink.
//
// It returns an error when an argument is not admitted, when ctx ends, a StuckError when the step
// size vanishes or when 10⁶ + 10 n t steps were tried up to the last time t, sixty times what the
// flow near the optimum takes, and hands on an error of observe.
func (s *Students) Flow(ctx context.Context, tolerance float64, times []float64, observe func(time float64) error) error {
	if err := checkFlow(tolerance, times); err != nil {
		return err
	}
	stage := s.Clone()
	f := newFlow(s.w, tolerance, func(dst, x []float64) {
		copy(stage.w, x)
		stage.gradient()
		copy(dst, stage.grad)
	}, s.flowScale)
	if len(times) > 0 {
		f.budget += int(min(10*float64(s.n)*times[len(times)-1], math.MaxInt32))
	}
	f.mend = newKink(stage, tolerance).mend
	return f.run(ctx, times, observe)
}

// flowScale is the size against which the error of each component counts.
func (s *Students) flowScale(dst, x []float64) {
	largest := 0.0
	for i := 0; i < len(x); i += s.m {
		largest = max(largest, length(x[i+1:i+s.m]))
	}
	for i := 0; i < len(x); i += s.m {
		u := length(x[i+1 : i+s.m])
		dst[i] = math.Hypot(x[i], u) + 1e-3*s.norm
		for a := i + 1; a < i+s.m; a++ {
			dst[a] = u + 1e-3*largest
		}
	}
}

// length is the Euclidean norm of a short vector of admitted size.
func length(x []float64) float64 {
	sum := 0.0
	for _, t := range x {
		sum += t * t
	}
	return math.Sqrt(sum)
}
