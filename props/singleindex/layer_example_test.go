package singleindex_test

import (
	"context"
	"fmt"
	"math"

	"assay/props"
	"assay/props/singleindex"
	"assay/theory"
	"assay/theory/claim"
)

// A claim of one's own: for GELU the median of τ_½ grows like N. The model is made from the function, the law of the exponent
// at the sizes that are run comes with it.
func ExampleGrowsLike() {
	normal := func(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }
	gelu, err := singleindex.Layer(theory.Function{
		Name: "gelu", At: func(z float64) float64 { return z * normal(z) },
		Slope: func(z float64) float64 { return normal(z) + z*math.Exp(-z*z/2)/math.Sqrt(2*math.Pi) },
	}, 0.1)
	if err != nil {
		panic(err)
	}
	linear := &claim.Claim{
		ID: "gelu/linear", Says: "The median of τ_½ grows like N.", When: "y = GELU(a·θ) + ε, Var ε = .1, online SGD with δ = ½",
		Kind: claim.Rate, Source: claim.Derived.At("information exponent 1"), Expect: claim.Holds, Proof: claim.DerivedHere, Derivation: "u₁ = ½",
	}
	like := func(power, logs float64) props.Law[singleindex.Ladder, singleindex.Climbed] {
		return singleindex.GrowsLike(func(n float64) float64 { return math.Pow(n, power) * math.Pow(math.Log(n), logs) })
	}
	check := props.Experiment[singleindex.Ladder, singleindex.Climbed]{
		Of: linear, Tests: 1, Measure: singleindex.Climb, Law: like(1, 0), Limit: singleindex.ClimbLimit,
		Grid: func(props.Tier) []singleindex.Ladder {
			return []singleindex.Ladder{{Model: gelu, Step: 0.5, Eta: 0.5, Sizes: []int{200, 400, 10_000, 20_000}, Sees: 0.3}}
		},
		Rivals: []props.Rival[singleindex.Ladder, singleindex.Climbed]{props.WrongLaw("N log N", like(1, 1)), props.WrongLaw("N²", like(2, 0))},
		Plants: []props.Plant[singleindex.Ladder, singleindex.Climbed]{props.Planted("N^{1.3}", like(1.3, 0)), props.Planted("N^{.7}", like(0.7, 0))},
	}.Check()
	suite := props.Suite{Claims: []*claim.Claim{linear}, Checks: []props.Check{check}}
	verdicts, err := suite.Run(context.Background(), props.Options{Seed: 1})
	fmt.Println(verdicts[0].Outcome, err)
	// Output: HOLDS <nil>
}
