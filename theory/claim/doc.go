// Package claim is the form of a statement that can be refuted: who says it, where, under
// which hypotheses, of which kind it is, and which verdict is expected.
//
//	var Doubling = &claim.Claim{
//		ID:     "numbers/doubling",
//		Says:   "2x = x + x.",
//		When:   "x real",
//		Kind:   claim.Identity,
//		Source: claim.Work{Title: "Peano 1889"}.At("§1"),
//		Expect: claim.Holds,
//		Proof:  claim.InSource,
//	}
//
// The package knows no physics: a claim of another field has the same form. The laws that
// a claim states are computed elsewhere, and so is the attempt to refute it.
//
// A statement that is wrong as printed is an [Erratum]. It names the claim that corrects it,
// or says why none does.
package claim
