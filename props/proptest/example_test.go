package proptest_test

import (
	"testing"

	"assay/props"
	"assay/props/proptest"
)

// The test of a module with claims of its own, in the middle tier at seed 7: each claim is a subtest of its id.
func ExampleExpected() {
	var suite props.Suite // the claims and checks of the module
	TestSuite := func(t *testing.T) { proptest.Expected(t, suite, proptest.Tier(props.Standard), proptest.Seed(7)) }
	_ = TestSuite // go test calls it
}
