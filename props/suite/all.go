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
	claims := theory.Claims()
	figures := slices.Concat(singleindex.Figures(), neuron.Figures())
	slices.SortStableFunc(figures, func(a, b props.Figure) int { return slices.Index(claims, a.Claim) - slices.Index(claims, b.Claim) })
	return props.Suite{
		Claims:  claims,
		Checks:  slices.Concat(singleindex.Checks(), neuron.Checks()),
		Corpus:  props.Embedded("props/suite/corpus.json", corpus),
		Figures: figures,
		Story:   theory.Story,
	}
}
