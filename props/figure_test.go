package props

import "testing"

// TestReadingIsJudgedFromBothSides: a reading below or above all runs refutes, one in the
// middle does not, and half a unit of its last digit is allowed for.
func TestReadingIsJudgedFromBothSides(t *testing.T) {
	sample := make([]float64, 1000)
	for i := range sample {
		sample[i] = float64(i)
	}
	for _, c := range []struct {
		reading, half float64
		refuted       bool
	}{{500, 0, false}, {-2, 1, true}, {1001, 1, true}, {-2, 502, false}, {2, 0, true}, {998, 0, true}} {
		j := NewJudge(1e-9)
		ReadingLies(j, "x", sample, c.reading, c.half, 0.1)
		if j.Reading().Refuted() != c.refuted || j.Reading().Tests != 2 || j.Reading().Undecided != "" {
			t.Errorf("reading %v ± %v: refuted %t, %d looks, %q", c.reading, c.half, j.Reading().Refuted(), j.Reading().Tests, j.Reading().Undecided)
		}
	}
}
