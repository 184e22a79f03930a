package singleindex

import (
	"math"
	"testing"
)

// TestZoo: the two halves of a row speak of one model, and names are unique. φ' is at an
// overlap where every term of every series counts.
func TestZoo(t *testing.T) {
	const m = 0.6
	seen := map[string]bool{}
	for _, row := range zoo() {
		if seen[row.name] || row.largestN < 2 {
			t.Errorf("row %q: a second one, or N ≤ %d", row.name, row.largestN)
		}
		seen[row.name] = true
		d, err := measureSlope(row.model, m)
		if err != nil {
			t.Errorf("%s: %v", row.name, err)
			continue
		}
		// the Hermite series of sigmoid and tanh are cut where 1e-15 is left
		if law := row.law.PhiPrime(m); !(math.Abs(d.Value-law) <= d.Error+1e-12*math.Abs(law)) {
			t.Errorf("%s: φ'(%v) = %v by the gradient, %v by the law", row.name, m, d.Value, law)
		}
		if found, err := zooNamed(row.name); err != nil || found.model != row.model {
			t.Errorf("zooNamed(%q): %v", row.name, err)
		}
	}
	if _, err := zooNamed("x^7"); err == nil {
		t.Error("a model that is not in the zoo is found")
	}
}
