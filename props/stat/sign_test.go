package stat

import (
	"errors"
	"math"
	"testing"
)

// TestSignNeeds corrects a rule of thumb: at 1e-9, 30 signs can reject one-sided (2^{−30} = 9.3e-10), two-sided takes 31.
func TestSignNeeds(t *testing.T) {
	for _, c := range []struct {
		sides Sides
		need  int
	}{{OneSided, 30}, {TwoSided, 31}} {
		var short *InsufficientError
		if _, err := SignCritical(c.need-1, 1e-9, c.sides); !errors.As(err, &short) || short.Need != c.need {
			t.Errorf("SignCritical(%d, %v): %v, want a need of %d", c.need-1, c.sides, err, c.need)
		}
		if k, err := SignCritical(c.need, 1e-9, c.sides); err != nil || k != c.need {
			t.Errorf("SignCritical(%d, %v) = %d, %v, want unanimity", c.need, c.sides, k, err)
		}
	}
}

// TestSignDesign closes the triple.
func TestSignDesign(t *testing.T) {
	for _, sides := range []Sides{OneSided, TwoSided} {
		for _, d := range []float64{0.1, 0.3, 0.5} {
			n, err := SignSamples(d, 1e-6, 1e-4, sides)
			if err != nil {
				t.Fatal(err)
			}
			if fine, err := SignResolution(n, 1e-6, 1e-4, sides); err != nil || fine > d {
				t.Errorf("%v: n = %d resolves %v, %v, want %v", sides, n, fine, err, d)
			}
			if coarse, err := SignResolution(n-1, 1e-6, 1e-4, sides); err == nil && coarse <= d {
				t.Errorf("%v: n − 1 = %d resolves %v already", sides, n-1, coarse)
			}
		}
	}
}

func TestSignErrors(t *testing.T) {
	refuses(t, map[string]error{
		"critical: alpha":  second(SignCritical(5, 0, OneSided)),
		"resolution: beta": second(SignResolution(50, 0.1, math.NaN(), OneSided)),
		"resolution: n":    second(SignResolution(2, 0.1, 0.1, TwoSided)),
		"samples: d = 0":   second(SignSamples(0, 0.1, 0.1, OneSided)),
		"samples: d > ½":   second(SignSamples(0.6, 0.1, 0.1, OneSided)),
		"samples: sides":   second(SignSamples(0.2, 0.1, 0.1, 3)),
	})
	if OneSided.String() != "one-sided" || TwoSided.String() != "two-sided" || Sides(7).String() != "Sides(7)" {
		t.Error("Sides do not print their names")
	}
}

// All signs alike is the largest violation, ½.
func TestSignEdges(t *testing.T) {
	if n, err := SignSamples(0.5, 1e-9, 1e-9, OneSided); err != nil || n != 30 {
		t.Errorf("samples for ½: %d, %v, want 30", n, err)
	}
}
