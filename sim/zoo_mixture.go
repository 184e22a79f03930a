package sim

import (
	"fmt"
	"math"
)

// mixture is the index of NewMixture.
type mixture struct {
	signal, field float64
	plus          float64 // P(ς = +1)
}

// NewMixture is a mixture of two Gaussians at ±σθ with weights ∝ e^{±h},
//
//	Y = ςσ θ + z,  z ~ N(0, I),  P(ς = ±1) ∝ e^{±h},  L = −log cosh(⟨Y, x⟩ + h),
//
// σ ≠ 0 the signal. In the reduction a = z, the shift is b = ςσ, Noise is the sign ς,
// there is no label, and G = −tanh(⟨Y, x⟩ + h). For σ = 1 the loss is minus the
// log-likelihood up to what does not depend on x; for other σ it is not, and the
// problem is one more of the same kind.
//
// Ben Arous, Gheissari, Jagannath 2021, §2.
func NewMixture(signal, field float64) (Model, error) {
	if !finite(signal) || signal == 0 {
		return nil, fmt.Errorf("sim: signal σ = %v of a mixture, want a finite number that is not 0", signal)
	}
	if !finite(field) {
		return nil, fmt.Errorf("sim: field h = %v of a mixture, want a finite number", field)
	}
	return &features{index: mixture{signal, field, Sigmoid{}.At(2 * field)}}, nil
}

func (m mixture) String() string {
	return fmt.Sprintf("two-Gaussian mixture, signal %.6g, h = %.6g", m.signal, m.field)
}

// hide is the sign ς.
func (m mixture) hide(r *Random) float64 {
	if r.Uniform() < m.plus {
		return 1
	}
	return -1
}

func (m mixture) reveal(_, hidden float64) (shift, label float64) { return hidden * m.signal, 0 }

// loss is −log cosh t = −|t| − log((1 + e^{−2|t|})/2), t = z + h.
func (m mixture) loss(z, _ float64) float64 {
	t := math.Abs(z + m.field)
	return math.Ln2 - t - math.Log1p(math.Exp(-2*t))
}

func (m mixture) slope(z, _ float64) float64 { return -math.Tanh(z + m.field) }

func (m mixture) atoms(float64) [2]atom {
	return [2]atom{{m.plus, m.signal, 0}, {1 - m.plus, -m.signal, 0}}
}

func (mixture) corner() bool { return false }
