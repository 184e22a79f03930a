package sim

import (
	"fmt"
	"math"
)

// onlinePCA is the index of NewOnlinePCA.
type onlinePCA struct {
	lambda  float64
	stretch float64 // κ = √(1+λ) − 1
}

// NewOnlinePCA is the leading principal component of a spiked covariance, λ > 0,
//
//	Y ~ N(0, I + λ θθᵀ),  L = −⟨Y, x⟩².
//
// In the reduction Y = (I + κ θθᵀ) a with κ = √(1+λ) − 1, so that the shift is b = κv,
// there is no label and no hidden variable, and G = −2⟨Y, x⟩:
//
//	⟨Y, x⟩ = U + κ v m,  ⟨Y, e⟩ = W + κ v s,  v = mU + sW.
//
// Ben Arous, Gheissari, Jagannath 2021, §2.
func NewOnlinePCA(lambda float64) (Model, error) {
	if !positive(lambda) {
		return nil, fmt.Errorf("sim: spike λ = %v, want a finite number > 0", lambda)
	}
	// (√(1+λ) − 1)(√(1+λ) + 1) = λ: no cancellation for a small spike.
	return &features{index: onlinePCA{lambda, lambda / (math.Sqrt(1+lambda) + 1)}}, nil
}

func (p onlinePCA) String() string { return fmt.Sprintf("online PCA, λ = %.6g", p.lambda) }

func (onlinePCA) hide(*Random) float64 { return 0 }

func (p onlinePCA) reveal(v, _ float64) (shift, label float64) { return p.stretch * v, 0 }

func (onlinePCA) loss(z, _ float64) float64 { return -z * z }

func (onlinePCA) slope(z, _ float64) float64 { return -2 * z }

func (p onlinePCA) atoms(v float64) [2]atom { return [2]atom{{1, p.stretch * v, 0}} }

func (onlinePCA) corner() bool { return false }
