package props

import (
	"math"
	"testing"
)

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
	right, wrong := NewJudge(1e-9), NewJudge(1e-9)
	right.Passages("t", sample, 0.8, cdf, 0, 0.3)
	if d := right.Reading().Worst.Got; d > 1.0/n {
		t.Errorf("distance of an exact sample = %v, want 1/n at most", d)
	}
	wrong.Passages("t", sample, 0.8, func(t float64) float64 { return math.Min(t, 1) }, 0, 0.3)
	if d := wrong.Reading().Worst.Got; math.Abs(d-0.1) > 2.0/n {
		t.Errorf("distance without the atom = %v, want 0.1", d)
	}
}

// What finite N takes from a tolerance counts against its power.
func TestLoosenedLosesPower(t *testing.T) {
	slack, tight := 0.1, Hoeffding(1000, 1e-9, 0.3)
	loose := loosened(tight, []Tolerance{Truncation(slack, "reason")})
	if got := loose.Size - tight.Size; math.Abs(got-slack) > 4*UnitRoundoff {
		t.Errorf("wider by %v, want 0.1", got)
	}
	if got := loose.Design.Detectable - tight.Design.Detectable; math.Abs(got-slack) > 4*UnitRoundoff {
		t.Errorf("sees less by %v, want 0.1", got)
	}
	if tight.Design.Underpowered() || !loosened(tight, []Tolerance{Truncation(3*slack, "reason")}).Design.Underpowered() {
		t.Error("the slack does not count against the declared violation")
	}
}
