// Command layers states a claim on a layer of its own: how the search time of online SGD grows for GELU.
package main

import (
	"math"

	"assay/cmd/verify/command"
	"assay/props"
	"assay/props/singleindex"
	"assay/theory"
	"assay/theory/claim"
)

// Linear is the claim.
var Linear = &claim.Claim{
	ID:         "gelu/linear",
	Says:       "For GELU the median of τ_½ grows like N.",
	When:       "y = GELU(a·θ) + ε, Var ε = .1, online SGD with δ = ½, starts uniform on the half-sphere",
	Kind:       claim.Rate,
	Source:     claim.Derived.At("information exponent 1"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "u₁(GELU) = ½, so that the drift at m = 0 is positive and the time that of the flow",
}

// gelu is z Φ(z), with noise.
func gelu() singleindex.Model {
	normal := func(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }
	m, err := singleindex.Layer(theory.Function{
		Name: "gelu", At: func(z float64) float64 { return z * normal(z) },
		Slope: func(z float64) float64 { return normal(z) + z*math.Exp(-z*z/2)/math.Sqrt(2*math.Pi) },
	}, 0.1)
	if err != nil {
		panic(err) // fixed, valid parameters
	}
	return m
}

// like is that τ_½ grows like N^power (log N)^logs.
func like(power, logs float64) props.Law[singleindex.Ladder, singleindex.Climbed] {
	return singleindex.GrowsLike(func(n float64) float64 { return math.Pow(n, power) * math.Pow(math.Log(n), logs) })
}

func suite() props.Suite {
	ladder := singleindex.Ladder{Model: gelu(), Step: 0.5, Eta: 0.5, Sizes: []int{200, 400, 10_000, 20_000}, Sees: 0.3}
	check := props.Experiment[singleindex.Ladder, singleindex.Climbed]{
		Of: Linear, Tests: 1, Measure: singleindex.Climb, Law: like(1, 0), Limit: singleindex.ClimbLimit,
		Grid:   func(props.Tier) []singleindex.Ladder { return []singleindex.Ladder{ladder} },
		Rivals: []props.Rival[singleindex.Ladder, singleindex.Climbed]{props.WrongLaw("N log N", like(1, 1)), props.WrongLaw("N²", like(2, 0))},
		Plants: []props.Plant[singleindex.Ladder, singleindex.Climbed]{props.Planted("N^{1.3}", like(1.3, 0)), props.Planted("N^{.7}", like(0.7, 0))},
	}.Check()
	return props.Suite{Claims: []*claim.Claim{Linear}, Checks: []props.Check{check}}
}

func main() { command.Main(suite()) }
