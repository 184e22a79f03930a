package theory

import (
	"math"
	"testing"
)

// TestFeatureDistanceLinear: the shift of τ_η is that of the flow with the pull moved, by a difference, and the
// distance falls by 10 from N = 10⁴ to 10⁶.
func TestFeatureDistanceLinear(t *testing.T) {
	s, err := GLM(LinearLink())
	if err != nil {
		t.Fatal(err)
	}
	const delta, eta, kurtosis = 0.6, 0.5, -2
	distance := func(n int) float64 {
		d, err := s.FeatureDistance(n, kurtosis, delta, eta)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if got := distance(1e4) / distance(1e6); math.Abs(got-10) > 1e-2 { // terms of the mean step in 1/N
		t.Errorf("from N = 10⁴ to 10⁶ the distance falls by %v, want 10", got)
	}
	const n = 1e6
	moved := *s
	moved.power = func(m float64) float64 { return s.power(m) + kurtosis/n*(s.power(m)-s.power(1)) }
	before, err1 := s.HittingTime(n, delta, 0, eta)
	after, err2 := moved.HittingTime(n, delta, 0, eta)
	law, err3 := s.Arrival(n, delta, 0, eta)
	if err1 != nil || err2 != nil || err3 != nil {
		t.Fatal(err1, err2, err3)
	}
	density := leaningPeak(math.Sqrt(n)/(delta*s.drift(delta)(0)), law.Median*math.Sqrt(law.Variance))
	if want := math.Abs(after-before) * density; math.Abs(distance(n)/want-1) > 1e-4 { // HittingTime to 1e-10 of 10⁶, over a shift of 1
		t.Errorf("distance %v, by the moved flow %v", distance(n), want)
	}
}

// TestFeatureDistanceQuadratic: the distance is the supremum over t of the change of the escape law whose
// parameters are moved.
func TestFeatureDistanceQuadratic(t *testing.T) {
	s, err := OnlinePCA(1.5)
	if err != nil {
		t.Fatal(err)
	}
	const n, delta, eta, kurtosis = 1_000_000, 0.3, 0.5, 5.0
	moved := *s
	moved.power = func(m float64) float64 { return s.power(m) * (1 + kurtosis/n) }
	moved.noise = func(m float64) float64 { return s.noise(m) * (1 + kurtosis/n) }
	gauss, err1 := s.Escape(n, delta, eta)
	other, err2 := moved.Escape(n, delta, eta)
	got, err3 := s.FeatureDistance(n, kurtosis, delta, eta)
	if err1 != nil || err2 != nil || err3 != nil {
		t.Fatal(err1, err2, err3)
	}
	var want float64
	for p := 0.001; p < 1; p += 0.001 {
		at, err := gauss.Quantile(p)
		if err != nil {
			t.Fatal(err)
		}
		want = max(want, math.Abs(other.CDF(at)-gauss.CDF(at)))
	}
	if math.Abs(got/want-1) > 1e-4 { // the next order is log N/N, the grid's error its step squared
		t.Errorf("distance %v, by the two laws %v", got, want)
	}
}

// TestLeaningPeak: without a start the density is normal, without noise that of −|z|.
func TestLeaningPeak(t *testing.T) {
	if got, want := leaningPeak(0, 2), 1/(2*math.Sqrt(2*math.Pi)); math.Abs(got/want-1) > 1e-14 {
		t.Errorf("c = 0: %v, want %v", got, want)
	}
	if got, want := leaningPeak(1, 1e-6), 2/math.Sqrt(2*math.Pi); math.Abs(got/want-1) > 1e-9 { // the square of the place, 5e-6
		t.Errorf("s → 0: %v, want %v", got, want)
	}
}

func TestFeaturesRefuse(t *testing.T) {
	_, err := FeatureOrder(1, 1)
	refused(t, "N", err, "1")
	_, err = FeatureOrder(100, 3)
	refused(t, "k", err, "3")
	s, err := OnlinePCA(1)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.FeatureDistance(100, -2, 5, 0.5)
	refused(t, "δ", err, "5")
	_, err = s.FeatureDistance(1, -2, 0.1, 0.5)
	refused(t, "N", err, "1")
}
