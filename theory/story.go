package theory

import "assay/theory/claim"

// Story is what the registry comes to.
var Story = claim.Story{
	Sentences: []claim.Sentence{{
		About: "What holds",
		Says: "One pass of online SGD finds the direction of its teacher from N, N log N and N^{k−1} samples, up to logarithms, " +
			"for information exponent 1, 2 and k ≥ 3, and from fewer it does not; for k ≥ 2 nearly all of them go into the search; " +
			"a ReLU neuron that n ≥ 2 students learn keeps a loss of order t^{−3}, whose constant is known, where one student converges exponentially.",
		Rests: []string{"recovery/k1", "recovery/k2", "recovery/k3", "recovery/k4", "refutation/k1", "refutation/k2", "refutation/k3", "refutation/k4",
			"recovery/polynomial", "phases/search-dominates", "neuron/exact", "neuron/over", "sharp/constant"},
	}, {
		About: "What is refuted as printed",
		Says: "The thresholds and rates of both papers stand, but the window of step sizes of Theorem 1.3 begins at (log N)/α for k = 2 and at N^{(k−2)/2}/α for k ≥ 3, not at 1/α; " +
			"the descent takes Θ(N/δ) steps, not O(N), and so a share α_c^{−1/2} of the samples, not 1/α_c; " +
			"the cube of an angle bounds the loss with 1/(4π³), not 1/(30π); " +
			"and the recurrence of the mirror pair has sin 2θ/(2π), not sin 2θ/λ₁.",
		Rests: []string{"recovery/window", "recovery/window-corrected", "phases/descent-printed", "phases/descent", "phases/ratio-printed", "phases/ratio-bound-printed",
			"phases/ratio", "neuron/angle-lemma", "neuron/angle-lemma-corrected", "pair/lambda1-printed", "pair/lambda1"},
	}, {
		About: "What is open",
		Says: "Whether the constant of t^{−3} is at most π²/6 in every dimension is a conjecture, and that the constants of the two bounds on the loss will do " +
			"for n ≥ 3 is the outcome of a search; limits N → ∞ are judged at finite N: runs against laws, and the laws alone further on.",
		Rests: []string{"sharp/constant-bound", "neuron/upper", "neuron/lower"},
	}},
	Figures: []string{"phases/search-dominates", "phases/search", "phases/ratio", "neuron/slowdown", "sharp/constant"},
}
