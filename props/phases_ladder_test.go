package props

import (
	"math"
	"testing"
)

// The Gauss-Laguerre rule integrates x^k e^{−x} to k! up to degree 2n − 1.
func TestLaguerreIsExact(t *testing.T) {
	x, w := laguerre(polarRadii)
	for k, want := 0, 1.0; k < 2*polarRadii; k++ {
		if k > 0 {
			want *= float64(k)
		}
		sum := 0.0
		for i := range x {
			sum += w[i] * math.Pow(x[i], float64(k))
		}
		// a node is good to a few 2⁻⁵², which x^k multiplies by k, and a weight to some 100
		if tol := (200 + 4*float64(k)) * unitRoundoff * want; math.Abs(sum-want) > tol {
			t.Errorf("∫x^%d e^−x = %v, want %v within %v", k, sum, want, tol)
		}
	}
}

// The band of a capped sample takes atoms at 0 and beyond the cap for what they are.
func TestPassesTakesAtoms(t *testing.T) {
	const n = 1000 // a tenth at 0, then uniform on (0, 1), seen up to 0.8
	sample := make([]float64, n)
	for i := range sample {
		if u := (float64(i) + 0.5) / n; u > 0.1 {
			sample[i] = (u - 0.1) / 0.9
		}
		if sample[i] > 0.8 {
			sample[i] = math.Inf(1)
		}
	}
	cdf := func(t float64) float64 { return 0.1 + 0.9*math.Min(t, 1) }
	right, wrong := &Judge{alpha: 1e-9}, &Judge{alpha: 1e-9}
	right.passes("t", sample, 0.8, cdf, 0, 0.3)
	if d := right.reading.Worst.Got; d > 1.0/n {
		t.Errorf("distance of an exact sample = %v, want 1/n at most", d)
	}
	wrong.passes("t", sample, 0.8, func(t float64) float64 { return math.Min(t, 1) }, 0, 0.3)
	if d := wrong.reading.Worst.Got; math.Abs(d-0.1) > 2.0/n {
		t.Errorf("distance without the atom = %v, want 0.1", d)
	}
}

// What finite N takes from a tolerance counts against its power.
func TestLoosenedLosesPower(t *testing.T) {
	slack, tight := 0.1, Hoeffding(1000, 1e-9, 0.3)
	loose := loosened(tight, []Tolerance{Truncation(slack, "reason")})
	if got := loose.Size - tight.Size; math.Abs(got-slack) > 4*unitRoundoff {
		t.Errorf("wider by %v, want 0.1", got)
	}
	if got := loose.Chance.Sees - tight.Chance.Sees; math.Abs(got-slack) > 4*unitRoundoff {
		t.Errorf("sees less by %v, want 0.1", got)
	}
	if tight.Chance.Underpowered() || !loosened(tight, []Tolerance{Truncation(3*slack, "reason")}).Chance.Underpowered() {
		t.Error("the slack does not count against the declared violation")
	}
}
