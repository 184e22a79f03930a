package theory

import (
	"fmt"
	"math"
)

// FeatureOrder is the order in N of the distance between the exit laws of online SGD with
// independent features of another law and with Gaussian ones,
//
//	N^{−1/2} (k = 1),  (log N)/N (k = 2).
//
// It is an error when n < 2 or k is neither. Derived; see [SingleIndex.FeatureDistance].
func FeatureOrder(n float64, k int) (float64, error) {
	if !(n >= 2) {
		return 0, fmt.Errorf("theory: dimension N = %v, want N ≥ 2", n)
	}
	switch k {
	case 1:
		return 1 / math.Sqrt(n), nil
	case 2:
		return math.Log(n) / n, nil
	}
	return 0, fmt.Errorf("theory: information exponent k = %d, want 1 or 2: linear regression and online PCA", k)
}

// FeatureDistance is the Kolmogorov distance, to leading order in 1/N, of the law of τ_η with
// independent features of mean 0, variance 1 and the given excess kurtosis κ₄ from that with
// Gaussian features, for linear regression (k = 1) and online PCA (k = 2), with θ flat and a
// uniform start on the half-sphere. Their gradients are quadratic in the features, so that
// the mean of a step along θ is that of Gaussian ones, and with G = a·p + noise
//
//	E‖∇L‖² = N V + κ₄ P + O(1),  P = ‖p‖²,
//
// where P = V − V(1) for k = 1, without the label's noise, and V for k = 2: the fourth moments
// move the pull ½δVm of the projection by the factor 1 + κ₄P/NV. For k = 1 that moves τ_η by
//
//	½ κ₄ ∫_0^η P m/b² dm
//
// steps, times the largest density of τ_η, which is that of T − √N|z|/(δ b(0)) + noise with
// z ~ N(0,1). For k = 2 it moves κ and C(η) of the escape law, and σ²(0), which gains the
// factor 1 + κ₄/N, moves Var z_∞. What is left out is of relative order N^{−1/2}; the third
// cumulant enters squared, by 1/N. It is an error when n < 2, the exponent is not 1 or 2, and
// as for [SingleIndex.HittingTime], [SingleIndex.ArrivalSpread] and [SingleIndex.Escape]. Derived.
func (s *SingleIndex) FeatureDistance(n int, kurtosis, delta, eta float64) (float64, error) {
	if _, err := FeatureOrder(float64(n), s.Exponent); err != nil {
		return 0, err
	}
	if err := needRun(n, delta); err != nil {
		return 0, err
	}
	if s.Exponent == 1 {
		return s.featuresLinear(n, kurtosis, delta, eta)
	}
	return s.featuresQuadratic(n, kurtosis, delta, eta)
}

func (s *SingleIndex) featuresLinear(n int, kurtosis, delta, eta float64) (float64, error) {
	b := s.drift(delta)
	later, err := integrate(func(m float64) float64 { return (s.power(m) - s.power(1)) * m / (2 * b(m) * b(m)) }, 0, eta)
	if err != nil {
		return 0, err
	}
	law, err := s.Arrival(n, delta, 0, eta)
	if err != nil {
		return 0, err
	}
	start := math.Sqrt(float64(n)) / (delta * b(0)) // steps a unit of z saves
	density := leaningPeak(start, law.Median*math.Sqrt(law.Variance))
	return math.Abs(kurtosis) * later * density, nil
}

// leaningPeak is the largest density of −c|z| + s g, z and g standard normal,
//
//	(2/ω) ϕ(y/ω) Φ(−cy/(sω)),  ω² = c² + s².
//
// It is log-concave; its maximum lies between −ω and 0 and is found by ternary search.
func leaningPeak(c, s float64) float64 {
	omega := math.Hypot(c, s)
	density := func(u float64) float64 {
		return math.Exp(-u*u/2) / math.Sqrt(2*math.Pi) * math.Erfc(c/s*u/math.Sqrt2) / omega
	}
	low, high := -1.0, 0.0
	for range 60 {
		left, right := low+(high-low)/3, high-(high-low)/3
		if density(left) < density(right) {
			low = left
		} else {
			high = right
		}
	}
	return density(low)
}

func (s *SingleIndex) featuresQuadratic(n int, kurtosis, delta, eta float64) (float64, error) {
	law, err := s.Escape(n, delta, eta)
	if err != nil {
		return 0, err
	}
	// relative changes a unit of κ₄/N; C(η) depends on δ by the pull alone, which P = V makes δ(1 + κ₄/N)
	const h = 1e-3 // the difference is good to h²
	above, err1 := s.EscapeOffset(delta*(1+h), eta)
	below, err2 := s.EscapeOffset(delta*(1-h), eta)
	if err1 != nil {
		return 0, err1
	}
	if err2 != nil {
		return 0, err2
	}
	offset := (above - below) / (2 * h)
	kappa := -delta / 2 * s.power(0) / law.Kappa
	spread := (law.Variance - 1) / law.Variance * (1 - kappa) // δσ²(0)/2κ is Var − 1
	// F = erfc(w/√2), log w = ½ log(N/Var) + C − δκt/N
	half := math.Log(float64(n)/law.Variance)/2 + law.Offset
	var most float64
	const points = 4000
	for i := 1; i <= points; i++ {
		w := 5 * float64(i) / points // beyond 5 the density is below 1e-5 of its largest
		change := offset - spread/2 - kappa*(half-math.Log(w))
		most = max(most, math.Sqrt(2/math.Pi)*w*math.Exp(-w*w/2)*math.Abs(change))
	}
	return math.Abs(kurtosis) / float64(n) * most, nil
}
