package props_test

import (
	"context"
	"fmt"

	"pgregory.net/rapid"

	"assay/props"
	"assay/theory/claim"
)

// A property: 1 + 2 + … + n is set against n (n + 1)/2 on drawn cases.
func ExampleProperty() {
	sum := &claim.Claim{
		ID: "sums/first", Says: "1 + 2 + … + n = n (n + 1)/2.", When: "n a natural number", Kind: claim.Identity,
		Source: claim.Work{Title: "Gauss 1801"}.At("a lesson at school"), Expect: claim.Holds, Proof: claim.InSource,
	}
	law := func(shift float64) props.Law[int, float64] {
		return func(n int, m float64, j *props.Judge) error {
			j.Equal("sum", m, float64(n)*(float64(n)+shift)/2, props.Rounding(2, m))
			return nil
		}
	}
	check := props.Property[int, float64]{
		Of: sum, Cases: props.ByTier[int]{100, 1000, 10_000}, Law: law(1),
		Draw: func(t *rapid.T) int { return rapid.IntRange(1, 1000).Draw(t, "n") },
		Measure: func(n int) (sum float64, err error) {
			for i := range n {
				sum += float64(i + 1)
			}
			return sum, nil
		},
		Rivals: []props.Rival[int, float64]{props.WrongLaw("n²/2", law(0)), props.WrongLaw("n (n − 1)/2", law(-1))},
		Plants: []props.Plant[int, float64]{props.Planted("n (n + 1.000001)/2", law(1+1e-6))},
	}.Check()
	suite := props.Suite{Claims: []*claim.Claim{sum}, Checks: []props.Check{check}}
	verdicts, err := suite.Run(context.Background(), props.Options{Seed: 1})
	fmt.Println(verdicts[0].Outcome, verdicts[0].Cases, err)
	// Output: HOLDS 100 <nil>
}

// An experiment: flips of a coin, each a replicate with a seed of its own, decide by a
// statistical assertion whether half of them are heads.
func ExampleExperiment() {
	fair := &claim.Claim{
		ID: "coin/fair", Says: "Half of the flips are heads.", When: "a bit of a seed", Kind: claim.Law,
		Source: claim.Derived.At("from symmetry"), Expect: claim.Holds, Proof: claim.DerivedHere, Derivation: "heads and tails are exchangeable",
	}
	heads := func(p float64) props.Law[int, int] {
		return func(n, heads int, j *props.Judge) error {
			j.Share("share of heads", heads, n, p, 0.1) // a violation is a share off by 0.1
			return nil
		}
	}
	flip := func(tail uint64) func(*props.Lab, int) (int, error) {
		return func(l *props.Lab, n int) (heads int, err error) {
			flips, err := props.Replicate(l, 0, n, func(seed uint64) (int, error) {
				if seed%4 >= tail {
					return 1, nil
				}
				return 0, nil
			})
			for _, f := range flips {
				heads += f
			}
			return heads, err
		}
	}
	check := props.Experiment[int, int]{
		Of: fair, Tests: 1, Measure: flip(2), Law: heads(0.5),
		Grid:   func(props.Tier) []int { return []int{10_000} },
		Rivals: []props.Rival[int, int]{props.WrongLaw("a third", heads(1./3)), {Name: "a biased coin", Measure: flip(1)}},
		Plants: []props.Plant[int, int]{props.Planted("½ × 1.2", heads(0.6)), props.Planted("½ × .8", heads(0.4))},
	}.Check()
	suite := props.Suite{Claims: []*claim.Claim{fair}, Checks: []props.Check{check}}
	verdicts, err := suite.Run(context.Background(), props.Options{Seed: 1})
	v := verdicts[0]
	fmt.Printf("%s; sees a violation of %.2g with %d samples; %v\n", v.Outcome, v.Design.Detectable, v.Design.Samples, err)
	// Output: HOLDS; sees a violation of 0.057 with 10000 samples; <nil>
}
