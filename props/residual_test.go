package props

import (
	"math"
	"testing"
)

// TestScore pins the one comparison that judges.
func TestScore(t *testing.T) {
	tol := Truncation(math.Ldexp(1, -2), "for the test") // ¼
	nan, inf, most := math.NaN(), math.Inf(1), math.MaxFloat64
	for _, test := range []struct {
		r       Residual
		score   float64
		refutes bool
	}{
		{Residual{Relation: Equal, Got: 1.25, Law: 1, Tolerance: tol}, 1, false},
		{Residual{Relation: Equal, Got: 1.5, Law: 1, Tolerance: tol}, 2, true},
		{Residual{Relation: Equal, Got: 0.5, Law: 1, Tolerance: tol}, 2, true},
		{Residual{Relation: Equal, Got: 1, Law: 1, Tolerance: Rounding(0, 1)}, 0, false},
		{Residual{Relation: Equal, Got: 1, Law: 2, Tolerance: Rounding(0, 1)}, most, true},
		{Residual{Relation: Equal, Got: inf, Law: 2, Tolerance: tol}, most, true},
		{Residual{Relation: AtMost, Got: 5, Law: 4.75, Tolerance: tol}, 1, false},
		{Residual{Relation: AtMost, Got: 10, Law: 4.75, Tolerance: tol}, 2, true},
		{Residual{Relation: AtMost, Got: -10, Law: 4.75, Tolerance: tol}, 0, false},
		{Residual{Relation: AtLeast, Got: 2, Law: 4.25, Tolerance: tol}, 2, true},
		{Residual{Relation: AtLeast, Got: 8, Law: 4.25, Tolerance: tol}, 0.5, false},
		{Residual{Relation: AtLeast, Got: 0, Law: 4.25, Tolerance: tol}, most, true},
		{Residual{Relation: AtLeast, Got: -1, Law: -2, Tolerance: tol}, 0, false},
		{Residual{Relation: Equal, Got: nan, Law: 1, Tolerance: tol}, nan, false},
		{Residual{Relation: AtMost, Got: nan, Law: 1, Tolerance: tol}, nan, false},
	} {
		score := test.r.Score()
		same := score == test.score || math.IsNaN(score) && math.IsNaN(test.score)
		if !same || test.r.Refutes() != test.refutes {
			t.Errorf("%v: score %v (refutes %t), want %v (%t)", test.r, score, test.r.Refutes(), test.score, test.refutes)
		}
	}
}
