package claim_test

import (
	"fmt"

	"assay/theory/claim"
)

// A claim that says nothing of its hypotheses is no claim.
func ExampleClaim_Validate() {
	doubling := &claim.Claim{
		ID: "numbers/doubling", Says: "2x = x + x.", When: "x real", Kind: claim.Identity,
		Source: claim.Work{Title: "Peano 1889"}.At("§1"), Expect: claim.Holds, Proof: claim.InSource,
	}
	fmt.Println(doubling.Validate())
	doubling.When = ""
	fmt.Println(doubling.Validate())
	// Output:
	// <nil>
	// claim "numbers/doubling": When: no hypotheses
}
