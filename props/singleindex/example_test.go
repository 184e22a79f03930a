package singleindex_test

import (
	"context"
	"fmt"
	"regexp"

	"assay/props"
	"assay/props/singleindex"
	"assay/theory"
)

// One check of the room is run, at another seed than the default.
func ExampleChecks() {
	room := props.Suite{Claims: theory.Claims(), Checks: singleindex.Checks()}
	verdicts, err := room.Run(context.Background(), props.Options{Seed: 2, Run: regexp.MustCompile("^sphere/overlap-gradient$")})
	if err != nil {
		panic(err)
	}
	fmt.Println(verdicts[0].Claim.ID, verdicts[0].Outcome)
	// Output: sphere/overlap-gradient HOLDS
}
