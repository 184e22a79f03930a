package main

import (
	"testing"

	"assay/props"
	"assay/props/proptest"
	"assay/theory/claim"
)

func TestSuite(t *testing.T) { proptest.Expected(t, suite()) }

func TestNoFalseAlarm(t *testing.T) { proptest.NoFalseAlarm(t, suite(), 100) }

// TestWrong fails: the sum is not n (n + 2)/2.
func TestWrong(t *testing.T) {
	wrong := *Sum
	wrong.ID = "sums/wrong"
	proptest.Expected(t, props.Suite{Claims: []*claim.Claim{&wrong}, Checks: []props.Check{sum(&wrong, 2)}})
}
