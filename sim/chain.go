package sim

import (
	"fmt"
	"math"
)

// Chain is the overlap m of online SGD with the target as a Markov chain on its
// own, O(1) a step and exact in law for every N ≥ 2. With A and B of the model
// ([Model]), dealt afresh for each step, Q ~ χ²_{N−2} drawn exactly and s = √(1−m²),
//
//	m' = (m − (δ/N) A s)/√(1 + (δ/N)²(A² + B)).
//
// Fed with the draws of the same sample it agrees with [SGD] step by step, up to
// rounding. It is the plain reference: one step at a time, any model.
type Chain struct {
	model   Model
	n       float64
	rest    ChiSquared
	overlap float64
}

// NewChain is the chain of the model in N ≥ 2 dimensions from the given overlap in
// [−1, 1].
func NewChain(model Model, n int, start float64) (*Chain, error) {
	if model == nil {
		return nil, fmt.Errorf("sim: no model, want one of the zoo")
	}
	if err := checkDimension(n); err != nil {
		return nil, err
	}
	if err := checkOverlap(start); err != nil {
		return nil, err
	}
	rest, err := NewChiSquared(float64(n - 2))
	if err != nil {
		return nil, err
	}
	return &Chain{model, float64(n), rest, start}, nil
}

// Step deals a sample and steps by δ; it returns the new overlap. It panics unless
// δ is finite and > 0.
func (c *Chain) Step(r *Random, delta float64) float64 {
	return c.Follow(c.Deal(r), delta)
}

// Deal is a sample for the next step.
func (c *Chain) Deal(r *Random) Draws {
	d := c.model.Deal(r)
	d.Q = c.rest.Draw(r)
	return d
}

// Follow steps by δ on the given draws; it returns the new overlap. It panics unless
// δ is finite and > 0.
func (c *Chain) Follow(d Draws, delta float64) float64 {
	if err := checkDelta(delta); err != nil {
		panic(err)
	}
	along, rest := c.model.GradientParts(c.overlap, d)
	c.overlap = move(c.overlap, delta/c.n, along, rest)
	return c.overlap
}

// Overlap is m.
func (c *Chain) Overlap() float64 { return c.overlap }

// Restart puts the chain at the given overlap in [−1, 1].
func (c *Chain) Restart(overlap float64) error {
	if err := checkOverlap(overlap); err != nil {
		return err
	}
	c.overlap = overlap
	return nil
}

// move is the overlap after a step of the given rate δ/N against a gradient with
// the part along e and the squared rest,
//
//	(m − rate·along·s)/√(1 + rate²(along² + rest)).
//
// By Cauchy and Schwarz it lies in [−1, 1]; rounding may carry it one unit in the
// last place beyond, where s would be NaN, and is cut back.
func move(m, rate, along, rest float64) float64 {
	a := rate * along
	length := math.Sqrt(1 + (float64(a*a) + float64(float64(rate*rate)*rest)))
	return math.Max(-1, math.Min(1, (m-float64(a*sine(m)))/length))
}

// HalfSphereOverlap is the overlap of a uniform point of the half-sphere
// {⟨x, θ⟩ ≥ 0} of R^N, N ≥ 2: for a Gaussian vector with part g along θ,
//
//	m₀ = |g|/√(g² + χ²_{N−1}).
func HalfSphereOverlap(r *Random, n int) (float64, error) {
	if err := checkDimension(n); err != nil {
		return 0, err
	}
	rest, err := NewChiSquared(float64(n - 1))
	if err != nil {
		return 0, err
	}
	g := r.Normal()
	return math.Abs(g) / math.Sqrt(float64(g*g)+rest.Draw(r)), nil
}
