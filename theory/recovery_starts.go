package theory

import (
	"fmt"
	"math"
)

// PowerStartRatio is the order of the ratio of samples to dimension that recovery takes from
// an overlap m₀ = N^{−ζ}, 0 < ζ ≤ ½,
//
//	1 (k = 1),  ζ log N (k = 2),  N^{2ζ(k−2)} = α_c^{2ζ} (k ≥ 3).
//
// At m₀ the projection's pull ½δV(0)m is below the signal a m^{k−1} only if δ ≲ m₀^{k−2}; the
// flow then takes N/(δ m₀^{k−2}) steps. Noise moves the overlap by less than m₀ in that time,
// by the factor N^{ζ−½}: nothing else binds. It is an error when n < 2, k < 1 or ζ is outside
// (0, ½]. Derived.
func PowerStartRatio(n float64, k int, zeta float64) (float64, error) {
	if !(n >= 2) {
		return 0, fmt.Errorf("theory: dimension N = %v, want N ≥ 2", n)
	}
	if err := needExponent(k); err != nil {
		return 0, err
	}
	if err := needZeta(zeta); err != nil {
		return 0, err
	}
	switch k {
	case 1:
		return 1, nil
	case 2:
		return zeta * math.Log(n), nil
	}
	return math.Pow(n, 2*zeta*float64(k-2)), nil
}

// PowerStartStep is the step size δ = (2a/V(0)) d m₀^{k−2} (k ≥ 2), (2a/V(0)) d (k = 1), at
// m₀ = N^{−ζ}: with 0 < d < 1 the signal at m₀ beats the pull of the projection by the factor
// 1/d. It is an error when n < 2, ζ is outside (0, ½], d is outside (0, 1) or there is no
// exponent. Derived.
func (s *SingleIndex) PowerStartStep(n int, zeta, d float64) (float64, error) {
	if err := s.needSome(); err != nil {
		return 0, err
	}
	if err := needDimension(n); err != nil {
		return 0, err
	}
	if err := needZeta(zeta); err != nil {
		return 0, err
	}
	if !(d > 0 && d < 1) {
		return 0, fmt.Errorf("theory: step size in units of the largest that moves, d = %v, want 0 < d < 1", d)
	}
	return 2 * s.Leading() / s.power(0) * d * math.Pow(float64(n), -zeta*float64(max(s.Exponent-2, 0))), nil
}

// PowerStartSamples is the search time τ_η from m₀ = N^{−ζ}, 0 < ζ < ½, with the step size of
// [SingleIndex.PowerStartStep], to leading order,
//
//	k = 1:  N/δ ∫_0^η dm/b(m)
//	k = 2:  N · ζ log N · V/(2a² d(1−d))
//	k ≥ 3:  N · N^{2ζ(k−2)} · V/(2a²(k−2)) · (−log(1−d))/d²,
//
// V = V(0), b the corrected drift: the orders of [PowerStartRatio]. It is not random, as it is
// for ζ = ½. The last factor is least at d = 0.7153, 2.4554. It is an error as for
// PowerStartStep, when η is outside (0, 1), and for k = 1 as for [SingleIndex.HittingTime].
// Derived.
func (s *SingleIndex) PowerStartSamples(n int, zeta, d, eta float64) (float64, error) {
	delta, err := s.PowerStartStep(n, zeta, d)
	if err != nil {
		return 0, err
	}
	if err := needLevel(eta); err != nil {
		return 0, err
	}
	ratio, err := PowerStartRatio(float64(n), s.Exponent, zeta)
	if err != nil {
		return 0, err
	}
	samples := float64(n) * ratio
	unit := s.power(0) / (2 * s.Leading() * s.Leading())
	switch s.Exponent {
	case 1:
		return s.HittingTime(n, delta, 0, eta)
	case 2:
		return samples * unit / (d * (1 - d)), nil
	}
	return samples * unit / float64(s.Exponent-2) * -math.Log1p(-d) / (d * d), nil
}

func needZeta(zeta float64) error {
	if !(zeta > 0 && zeta <= 0.5) {
		return fmt.Errorf("theory: start m₀ = N^{−ζ} with ζ = %v, want 0 < ζ ≤ ½", zeta)
	}
	return nil
}
