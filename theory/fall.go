package theory

import (
	"errors"
	"fmt"
	"math"
)

// FallBound is a bound on the probability that the overlap of online SGD, from m = from, is at to < from or below
// within M = αN steps with step size δ. With τ the step at which it is,
//
//	P(τ ≤ M) ≤ e E e^{−τ/M},
//
// at most 1, by Markov's inequality, as in [SingleIndex.ReachBound]. The overlap is taken for the diffusion with the mean and
// the variance of its steps, see [Passage], reflected half-way from its start to the overlap at which it rests: reflected
// it is below itself on the same noise, and falls sooner. Within is what halving the grid moves. It is an error when N < 2, α or δ
// is not positive, 0 ≤ to < from < 1 does not hold, or the overlap does not rest above from. Derived.
func (s *SingleIndex) FallBound(n, alpha, delta, from, to float64) (bound, within float64, err error) {
	if err := errors.Join(needLadder(n, 1), needPositive("ratio α", alpha), needStep(delta)); err != nil {
		return 0, 0, err
	}
	if !(0 <= to && to < from && from < 1) {
		return 0, 0, fmt.Errorf("theory: from = %v to = %v, want 0 ≤ to < from < 1", from, to)
	}
	rest, err := s.RestingOverlap(delta)
	if err != nil {
		return 0, 0, err
	}
	if !(rest > from) {
		return 0, 0, fmt.Errorf("theory: %s: with δ = %v the overlap rests at %v, want above %v", s.Name, delta, rest, from)
	}
	p := walk{s: s, n: n, step: func(float64) float64 { return delta }}
	falls := func(cells int) float64 {
		width := (from - to) / float64(cells)
		above := int((rest - from) / 2 / width)
		u, left := 1.0, 1.0 // left is 1 − c of the node above: u_i = c_i u_{i−1}
		for i := cells + above; i >= 1; i-- {
			b, v := p.velocities(to + float64(i)*width)
			up, down, time := leaves(b, v, width, width)
			if i == cells+above { // reflected: a move up is undone at once
				up, down, time = 0, 1, time/down
			}
			stays := time/(alpha*delta) + up*left
			left = 1 / (1 + down/stays) // stays may be +Inf, and down 0
			if i <= cells {
				u /= 1 + stays/down
			}
		}
		return min(1, math.E*u)
	}
	const cells = 256
	bound = falls(cells)
	return bound, math.Abs(bound - falls(cells/2)), nil
}
