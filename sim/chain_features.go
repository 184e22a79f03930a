package sim

import (
	"fmt"
	"math"
)

// Features is a law of feature vectors a ∈ R^N: it draws one into dst.
type Features interface {
	Fill(dst []float64, r *Random)
}

// TwoPoint is the law of independent entries with two values, of mean 0 and variance 1,
//
//	P(aᵢ = √((1−p)/p)) = p,  P(aᵢ = −√(p/(1−p))) = 1 − p.
//
// p = ½ is Rademacher's law, ±1. The skewness is (1−2p)/√(p(1−p)).
type TwoPoint struct{ p, up, down float64 }

// NewTwoPoint is the law with 0 < p < 1.
func NewTwoPoint(p float64) (TwoPoint, error) {
	if !(p > 0 && p < 1) {
		return TwoPoint{}, fmt.Errorf("sim: probability p = %v of the upper value, want 0 < p < 1", p)
	}
	return TwoPoint{p, math.Sqrt((1 - p) / p), -math.Sqrt(p / (1 - p))}, nil
}

// ExcessKurtosis is E aᵢ⁴ − 3 = 1/(p(1−p)) − 6.
func (t TwoPoint) ExcessKurtosis() float64 { return 1/(t.p*(1-t.p)) - 6 }

// Fill takes one uniform draw an entry.
func (t TwoPoint) Fill(dst []float64, r *Random) {
	for i := range dst {
		dst[i] = t.down
		if r.Uniform() < t.p {
			dst[i] = t.up
		}
	}
}

// FeatureSGD is online SGD on vectors whose features need not be Gaussian: [SGD], but for
// the vector a of each sample. The shift and the label are those of the model given a, so
// that Y = a + b θ as ever. No chain in one overlap goes with it: the step depends on more
// of x than m.
type FeatureSGD struct {
	*SGD
	model *features
	law   Features
}

// NewFeatureSGD is SGD on a model that sees its data through one projection: a single
// layer, a generalised linear model, online PCA or a mixture. It is an error for others and
// as for [NewSGD].
func NewFeatureSGD(model Model, law Features, target, start []float64) (*FeatureSGD, error) {
	f, ok := model.(*features)
	if !ok {
		return nil, fmt.Errorf("sim: model %v has no feature vector, want one with features", model)
	}
	if law == nil {
		return nil, fmt.Errorf("sim: no law of the features, want one")
	}
	g, err := NewSGD(model, target, start)
	if err != nil {
		return nil, err
	}
	return &FeatureSGD{g, f, law}, nil
}

// Step draws a sample and descends on it by δ; it returns the overlap. It panics unless δ is
// finite and > 0.
func (g *FeatureSGD) Step(r *Random, delta float64) float64 {
	g.law.Fill(g.sample.Y, r)
	g.model.label(g.sample, r)
	return g.Descend(delta)
}
