package suite_test

import (
	"context"
	"fmt"
	"regexp"

	"assay/props"
	"assay/props/suite"
)

// What is printed of the pair, and what is right.
func ExampleAll() {
	verdicts, err := suite.All().Run(context.Background(), props.Options{Seed: 1, Run: regexp.MustCompile("^pair/lambda1")})
	if err != nil {
		panic(err)
	}
	for _, v := range verdicts {
		fmt.Printf("%s, expected: %s, is %s\n", v.Claim.ID, v.Claim.Expect, v.Outcome)
	}
	// Output:
	// pair/lambda1-printed, expected: erratum, is REFUTED
	// pair/lambda1, expected: holds, is HOLDS
	// pair/lambda1-rate, expected: holds, is HOLDS
}
