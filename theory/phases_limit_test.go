package theory

import (
	"math"
	"testing"
)

// The constants are what the laws at finite N tend to.
func TestPhaseConstants(t *testing.T) {
	cubic := mustTensor(t, 3, 2)
	const n, d0 = 1e6, 3.0
	constant, err1 := cubic.SearchConstant(d0)
	median, err2 := cubic.SearchMedian(n, d0/math.Sqrt(n), 0.3)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	near(t, "k = 3, search", constant*n*n, median, 8*ulp*median)

	matrix := mustTensor(t, 2, 2) // κ = 2λ − δ
	constant, err := matrix.SearchConstant(1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "k = 2, search", constant, 1./6, 4*ulp)
	descent, err := matrix.DescentConstant(0, 0.3) // b = 4m(1−m²): ¼ log(m/√(1−m²))
	if err != nil {
		t.Fatal(err)
	}
	logit := func(m float64) float64 { return math.Log(m / math.Sqrt(1-m*m)) }
	near(t, "k = 2, descent", descent, (logit(0.7)-logit(0.3))/4, 1e-11)

	for _, s := range []*SingleIndex{matrix, cubic} {
		if share, err := s.SearchShareLimit(0.1, 0.3); err != nil || share != 1 {
			t.Errorf("%s: share %v, %v, want 1", s.Name, share, err)
		}
	}
	linear, _ := MonomialLayer(1, 0)
	share, err := linear.SearchShareLimit(0, 0.3) // b = 2(1−m²): ½ artanh m
	if err != nil {
		t.Fatal(err)
	}
	near(t, "k = 1, share", share, math.Atanh(0.3)/math.Atanh(0.7), 1e-11)
}

func TestPhaseConstantsRefuse(t *testing.T) {
	linear, _ := MonomialLayer(1, 0)
	matrix := mustTensor(t, 2, 2)
	for name, f := range map[string]func() (float64, error){
		"search, k = 1":         func() (float64, error) { return linear.SearchConstant(1) },
		"search, d₀ = 0":        func() (float64, error) { return matrix.SearchConstant(0) },
		"search, κ < 0":         func() (float64, error) { return matrix.SearchConstant(5) },
		"descent, η = ½":        func() (float64, error) { return matrix.DescentConstant(0, 0.5) },
		"descent, pull < 0":     func() (float64, error) { return matrix.DescentConstant(-1, 0.3) },
		"descent, drift stops":  func() (float64, error) { return matrix.DescentConstant(3, 0.3) },
		"share, η = 0":          func() (float64, error) { return linear.SearchShareLimit(0, 0) },
		"share, drift stops":    func() (float64, error) { return matrix.SearchShareLimit(3, 0.3) },
		"share, pull not a num": func() (float64, error) { return linear.SearchShareLimit(math.NaN(), 0.3) },
	} {
		if got, err := f(); err == nil {
			t.Errorf("%s: %v, want an error", name, got)
		}
	}
}
