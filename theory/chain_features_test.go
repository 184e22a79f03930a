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

// TestFeatureOrder: it is the order of the distance. For k = 1 the two are in a ratio that tends to its limit as 1/N; for k = 2
// the distance is (A log N + B)/N, whose ratio to the order moves as 1/log N, to |κ₄ κ′|/(2√(2π))·2e^{−1/2} with
// κ′ = −δV/2κ, where the change of the law is largest.
func TestFeatureOrder(t *testing.T) {
	const delta, eta, kurtosis = 0.3, 0.5, 2.0
	linear, err := GLM(LinearLink())
	accepted(t, "linear", err)
	pca, err := OnlinePCA(1.5)
	accepted(t, "PCA", err)
	ratio := func(s *SingleIndex, n int) float64 {
		distance, err1 := s.FeatureDistance(n, kurtosis, delta, eta)
		order, err2 := FeatureOrder(float64(n), s.Exponent)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		return distance / order
	}
	near(t, "k = 1", ratio(linear, 1e9)/ratio(linear, 1e8), 1, 1e-4) // N^{−1/2}
	kappa, err := pca.GrowthRate(delta)
	accepted(t, "κ", err)
	limit := kurtosis * delta * pca.V(0) / (2 * kappa) * math.Exp(-0.5) / math.Sqrt(2*math.Pi)
	few, many := ratio(pca, 3e4)-limit, ratio(pca, 9e8)-limit // log N is doubled
	near(t, "k = 2", many, few/2, 0.3*math.Abs(few)/2)        // the next order is 1/log² N
	near(t, "k = 2, the limit", many, 0, limit/math.Log(3e4))
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
