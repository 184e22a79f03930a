package model

import (
	"fmt"

	"assay/cmd/verify/expression"
	"assay/theory"
)

// Law is the model as package theory states its laws. An error names the flag, the value and what is allowed, or says
// that the model has moments that do not exist.
func (d Description) Law() (*theory.SingleIndex, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	switch d.Text {
	case "tensor-pca":
		return theory.TensorPCA(d.P, d.Lambda)
	case "online-pca":
		return theory.OnlinePCA(d.Lambda)
	case "mixture":
		return theory.Mixture(d.Field, d.Lambda)
	case "linear":
		if d.noise() != 1 {
			return nil, fmt.Errorf("--noise %v: want 1 for the model linear, whose loss is the likelihood of that", d.Noise)
		}
		return theory.GLM(theory.LinearLink())
	case "logistic":
		return theory.GLM(theory.LogisticLink())
	case "poisson":
		return theory.GLM(theory.PoissonLink())
	}
	data, fit, err := d.Activations()
	if err != nil {
		return nil, err
	}
	if data == fit {
		return theory.LayerOf(function(data), d.Noise)
	}
	return theory.MisspecifiedOf(function(data), function(fit), d.Noise)
}

// function is an activation as package theory takes it.
func function(f *expression.Function) theory.Function {
	return theory.Function{Name: f.Text, At: f.At, Slope: f.Slope, Breaks: f.Breaks}
}
