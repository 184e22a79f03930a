package singleindex_test

import (
	"context"
	"fmt"
	"math"
	"strings"

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

// The medians over the sizes beside those of the laws, as CSV.
func ExampleClimbFigure() {
	square, err := singleindex.Layer(theory.Function{
		Name: "x²", At: func(z float64) float64 { return z * z }, Slope: func(z float64) float64 { return 2 * z },
	}, 0)
	if err != nil {
		panic(err)
	}
	lab := props.NewLab(context.Background(), props.Options{Seed: 1}, "square/ladder", 1e-6)
	ladder := singleindex.Ladder{Model: square, Step: 0.02, Eta: 0.5, Sizes: []int{100, 200}, Sees: 0.5}
	climbed, err := singleindex.Climb(lab, ladder)
	if err != nil {
		panic(err)
	}
	curves, err := singleindex.ClimbFigure(ladder, climbed)
	if err != nil {
		panic(err)
	}
	var file strings.Builder
	err = props.WriteCurves(&file, curves)
	fmt.Println(strings.Count(file.String(), "\n"), "lines,", strings.HasPrefix(file.String(), "curve,x,y\nmeasured,100,"), err)
	fmt.Printf("k = 2, and the slope between these sizes is %.2f\n", climbed.Least)
	// Output:
	// 5 lines, true <nil>
	// k = 2, and the slope between these sizes is 1.23
}
