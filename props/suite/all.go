package suite

import (
	_ "embed" // the corpus
	"slices"

	"assay/props"
	"assay/props/neuron"
	"assay/props/singleindex"
	"assay/theory"
)

// corpus is what verify corpus add wrote.
//
//go:embed corpus.json
var corpus []byte

// All is the registry with the checks and figures of both papers, and the cases that are kept.
func All() props.Suite {
	return props.Suite{
		Claims:  theory.Claims(),
		Checks:  slices.Concat(singleindex.Checks(), neuron.Checks()),
		Corpus:  props.Embedded("props/suite/corpus.json", corpus),
		Figures: slices.Concat(singleindex.Figures(), neuron.Figures()),
		Story:   theory.Story,
	}
}
