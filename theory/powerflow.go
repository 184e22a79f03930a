package theory

import (
	"fmt"
	"math"
)

// PowerFlow is gradient flow on the loss |θ|^p from θ₀, at time t,
//
//	θ' = −p |θ|^{p−1} sign θ:  θ(t) = θ₀ e^{−2t} for p = 2,  |θ(t)|^{−(p−2)} = |θ₀|^{−(p−2)} + p(p−2) t for p > 2.
//
// On Σ_i |θ_i|^p each coordinate flows alone. The loss is convex for every p; its curvature
// p(p−1)|θ|^{p−2} vanishes at 0 for p > 2, so it is not strongly convex there. For p → 2 the second form
// tends to the first; it is computed as |θ₀| exp(−log(1 + p(p−2) t |θ₀|^{p−2})/(p−2)).
// p ∈ [2, 100], θ₀ finite, t ≥ 0. Recitation notes, remark on |θ|³; the solution is derived.
func PowerFlow(p, theta, t float64) (float64, error) {
	if err := needPower(p); err != nil {
		return 0, err
	}
	if !finite(theta) || !(t >= 0) || math.IsInf(t, 1) {
		return 0, fmt.Errorf("theory: θ₀ = %v, t = %v, want finite numbers with t ≥ 0", theta, t)
	}
	if p == 2 {
		return theta * math.Exp(-2*t), nil
	}
	excess := p - 2
	shrink := math.Log1p(p*excess*t*math.Pow(math.Abs(theta), excess)) / excess
	return theta * math.Exp(-shrink), nil
}

// PowerFlowExponent is the exponent of the loss under [PowerFlow],
//
//	|θ|^p ~ (p(p−2) t)^{−p/(p−2)}:  3 for p = 3,  2 for p = 4,
//
// for p > 2, whatever θ₀ ≠ 0; +Inf stands for the exponential fall at p = 2. p ∈ [2, 100]. Derived.
func PowerFlowExponent(p float64) (float64, error) {
	return p / (p - 2), needPower(p)
}

func needPower(p float64) error {
	if !(p >= 2 && p <= 100) {
		return fmt.Errorf("theory: power p = %v, want a value in [2, 100]", p)
	}
	return nil
}
