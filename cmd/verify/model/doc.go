// Package model reads a single-index problem from the flags of a command, and makes of it two models: the one whose
// dynamics are run, of package sim, and the one whose laws are known, of package theory.
//
//	--model 'x^3 - 3*x' --noise 0.1           one layer with noise of variance .1
//	--model 'x^2' --fit 'abs(x)'              the data of one function, fitted by another
//	--model tensor-pca --p 3 --lambda 2       a spiked tensor
//	--model online-pca --lambda 2             a spiked covariance
//	--model mixture --lambda 2 --field 0.5    two Gaussian clouds
//	--model linear --noise 0.1                generalised linear models
//	--model logistic, --model poisson
//
// A flag that the model has no use for is refused rather than ignored.
//
// The package states no law and runs nothing.
package model
