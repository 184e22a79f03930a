// Command sums is a suite of its own outside the module of the engine.
package main

import (
	_ "embed" // the corpus

	"assay/cmd/verify/command"
	"assay/props"
	"assay/theory/claim"
)

// Gauss is the work that the claims cite.
var Gauss = claim.Work{Title: "Gauss 1801"}

// Sum is checked by a property, without chance.
var Sum = &claim.Claim{
	ID:     "sums/first",
	Says:   "1 + 2 + … + n = n (n + 1)/2.",
	When:   "n a natural number",
	Kind:   claim.Identity,
	Source: Gauss.At("a lesson at school"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
}

// Coin is checked by an experiment, with chance.
var Coin = &claim.Claim{
	ID:     "sums/coin",
	Says:   "Half of the flips are heads.",
	When:   "a fair coin",
	Kind:   claim.Law,
	Source: Gauss.At("on errors"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
}

// Open has no check.
var Open = &claim.Claim{
	ID:     "sums/squares",
	Says:   "1 + 4 + … + n² = n (n + 1) (2n + 1)/6.",
	When:   "n a natural number",
	Kind:   claim.Identity,
	Source: Gauss.At("as before"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
}

// corpus is what sums corpus add wrote.
//
//go:embed corpus.json
var corpus []byte

func suite() props.Suite {
	return props.Suite{
		Claims: []*claim.Claim{Sum, Coin, Open},
		Checks: []props.Check{sum(Sum, 1), coin()},
		Corpus: props.Embedded("corpus.json", corpus),
	}
}

func main() { command.Main(suite()) }
