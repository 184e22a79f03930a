package singleindex

import (
	"fmt"

	"assay/sim"
)

// family is what a model is, apart from its parameters.
type family uint8

const (
	monomialLayer family = iota + 1
	hermiteLayer
	seriesLayer
	misspecifiedLayer
	sigmoidLayer
	tanhLayer
	reluLayer
	absLayer
	linearGLM
	logisticGLM
	poissonGLM
	onlinePCA
	tensorPCA
	tensorSum
	mixture
)

// zooKind is what a check may ask of a row: checks tell models apart by it, never by their
// names, which are for readers.
type zooKind struct {
	family family
	order  int     // the power, the index of the Hermite polynomial, the lower order of the tensors
	other  float64 // the variance of the label noise, the field h of a mixture
}

// identity is what a model is, with all its parameters: what has been computed of a model is kept by it, never by a name.
type identity struct {
	kind       zooKind
	parameters string // those that the kind does not have, exact
}

func identityOf(kind zooKind, parameters ...[]float64) identity {
	return identity{kind, fmt.Sprintf("%x", parameters)}
}

// The rows of the zoo that checks single out.
var (
	linearNeuron  = zooKind{family: monomialLayer, order: 1}
	square        = zooKind{family: monomialLayer, order: 2}
	absolute      = zooKind{family: absLayer}
	relu          = zooKind{family: reluLayer}
	logistic      = zooKind{family: logisticGLM}
	spike         = zooKind{family: onlinePCA}
	cubicTensor   = zooKind{family: tensorPCA, order: 3}
	twoTensors    = zooKind{family: tensorSum, order: 2}
	tiltedMixture = zooKind{family: mixture, other: 0.5}
	evenMixture   = zooKind{family: mixture}
)

// familyOf is that of a layer whose activation is no polynomial.
func familyOf(f sim.Activation) family {
	switch f.(type) {
	case sim.Sigmoid:
		return sigmoidLayer
	case sim.Tanh:
		return tanhLayer
	case sim.ReLU:
		return reluLayer
	case sim.Abs:
		return absLayer
	}
	return 0
}

// zooOf is the row of the zoo of that kind.
func zooOf(kind zooKind) (zooRow, error) {
	for _, row := range zoo() {
		if row.kind == kind {
			return row, nil
		}
	}
	return zooRow{}, fmt.Errorf("a model of kind %+v is not in the zoo", kind)
}
