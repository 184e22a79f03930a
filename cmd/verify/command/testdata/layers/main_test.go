package main

import (
	"testing"

	"assay/props/proptest"
)

func TestSuite(t *testing.T) { proptest.Expected(t, suite()) }
