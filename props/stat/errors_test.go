package stat

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// near fails unless got is within the relative error rel of want.
func near(t *testing.T, what string, got, want, rel float64) {
	t.Helper()
	if !(math.Abs(got-want) <= rel*math.Abs(want)) {
		t.Errorf("%s = %.17g, want %.17g: off by %.2g relative, allowed %.2g", what, got, want, math.Abs(got/want-1), rel)
	}
}

const ulp = 0x1p-52

// refused is an error that says what it should.
func refused(t *testing.T, what string, err error, says string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("%s: error %v, want one that says %q", what, err, says)
	}
}

// TestEdgesOfTheDomains: the value at an open end is refused by name, before it does harm further on; the value at a
// closed end is taken.
func TestEdgesOfTheDomains(t *testing.T) {
	_, err := KolmogorovSamples(0, 0.1, 0.1, TwoSided)
	refused(t, "distance", err, "violation d = 0")
	_, err = TwoSampleSamples(0, 0.1, 0.1)
	refused(t, "distance", err, "violation d = 0")
	_, err = SignSamples(0, 0.1, 0.1, TwoSided)
	refused(t, "shift", err, "violation d = 0")
	refused(t, "rates", ratesError(0.7, 0.5), "alpha + beta = 1.2,")

	if n, err := samplesFor(most); err != nil || n != most {
		t.Errorf("samplesFor(most) = %v, %v, want the largest size that is counted", n, err)
	}
	if d, err := within(1, 1, 10, 5, 0.1, ""); err != nil || d != 1 {
		t.Errorf("within(1, 1) = %v, %v, want the largest violation there is", d, err)
	}
	for stage, want := range map[float64]Decision{0: Rejected, 1: Kept} {
		out, err := Staged{Alpha: 0.1, Stages: 3, Growth: 2}.Run(10, func(int, int) (float64, error) { return stage, nil })
		if err != nil || out.Decision != want {
			t.Errorf("p-value %v: %v, %v, want %v", stage, out.Decision, err, want)
		}
	}
}

// TestNeedIsMore: what an error of too few samples asks for is more than there were, also when the logarithms round to
// the number that just falls short.
func TestNeedIsMore(t *testing.T) {
	short := 0x1p-33 * (1 - 4*ulp) // 33 signs have probability 2⁻³³, computed to an ulp or two: not quite enough
	_, one := ProportionCritical(33, 0.5, short)
	_, sign := SignCritical(33, short, OneSided)
	_, _, quantile := QuantileRanks(33, 0.5, 2*short)
	_, size := within(1, 2, 5, 33, short, "")
	for name, err := range map[string]error{"proportion": one, "sign": sign, "quantile": quantile, "resolution": size} {
		var insufficient *InsufficientError
		if !errors.As(err, &insufficient) || insufficient.Need != 34 || insufficient.Have != 33 {
			t.Errorf("%s: %v, want an error that has 33 and needs 34", name, err)
		}
	}
	if k, err := ProportionCritical(1, 0.5, 0.5); err != nil || k != 1 {
		t.Errorf("one success of one at α = ½: %v, %v, want 1: P = α is rare enough", k, err)
	}
}
