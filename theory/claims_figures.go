package theory

import "assay/theory/claim"

// stepInferred is the caution on every figure of Ben Arous, Gheissari,
// Jagannath 2021.
const stepInferred = "The step size is not printed; it is inferred from the population curve of the figure."

var Figure21a = &claim.Claim{
	ID: "figure/bgj-2.1a",
	Says: "For f = x² online SGD searches, then descends: 4 runs from random starts leave the plateau and reach overlap near 1 within M = 100 N samples, " +
		"beside the population curve from m_0 = .022. The slope of log(m/(1 − m)) of SGD is to that of the population curve as .861, against 1 − 12 δ = .851 by the corrected drift.",
	When:   "N = 3000, α = 100, δ = .0124; single layer y = f(a·θ) without noise, L = (y − f(a·x))²; numbers as read off the figure",
	Kind:   claim.Figure,
	Source: BenArous2021.At("Figure 2.1a"),
	Expect: claim.Holds,
	Remark: stepInferred + " φ is even: a run loses the sign of its start, and ends at −θ, with probability arccos(√(1 − 12 δ))/π = .126.",
	Proof:  claim.Numerical,
	Unseen: "A slope ratio that is off by less than a fifth, or a share of runs near 1 between .5 and 1.",

	Formulas: []string{
		`\frac{\text{slope of SGD}}{\text{slope of the population curve}} \approx 1 - 12\,\delta = .851`,
	},
	Uses: []string{"sharp/drift", "sharp/escape-law-k2"},

	Heuristic: "k = 2: the overlap grows exponentially from N^{−1/2} at the rate δ κ/N, a plateau to the eye, and then moves at order " +
		"1. The pull of the projection takes the part δ/δ_c = 12 δ of the rate.",
}

var Figure21b = &claim.Claim{
	ID: "figure/bgj-2.1b",
	Says: "For f = x³ − 3x the search takes nearly all of M = 30 000 N samples and the descent is abrupt: " +
		"random starts recover at random times by α = 30 000 or not at all, about half of them by the critical law, with a descent of the order N/δ; " +
		"the population curve starts at m_0 = .0267.",
	When: "N = 3000, α = 30 000, δ = 1.12·10⁻⁴; single layer y = f(a·θ) without noise, L = (y − f(a·x))²; " +
		"smaller N at the same √N δ, α/N and √N m_0 stand in for it below the deep tier",
	Kind:   claim.Figure,
	Source: BenArous2021.At("Figure 2.1b"),
	Expect: claim.Holds,
	Remark: stepInferred + " With it the projection's pull beats the signal below m* = .0215, just under .0267; " +
		"the critical law gives P(recovery by M) = .492.",
	Proof:  claim.Numerical,
	Unseen: "A descent that is off by less than a factor 2 to 3, and a probability of recovery that is off by less than .3.",

	Uses: []string{"sharp/critical-law-k3", "phases/search-dominates"},

	Heuristic: "k = 3: at N^{−1/2} the signal m² is of the order of pull and noise, so that start and noise decide when a run gets " +
		"away. Once m is of order 1 it is done in N/δ steps.",
}

var Figure22a = &claim.Claim{
	ID:     "figure/bgj-2.2a",
	Says:   "For f = x² from overlap .5, online SGD follows the population curve to overlap near 1 within M = 500 N samples.",
	When:   "N = 3000, m_0 = .5, α = 500, δ = 7.5·10⁻⁴; single layer y = f(a·θ) without noise, L = (y − f(a·x))²",
	Kind:   claim.Figure,
	Source: BenArous2021.At("Figure 2.2a"),
	Expect: claim.Holds,
	Remark: stepInferred,
	Proof:  claim.Numerical,
	Unseen: "A drift that is off by less than a fifth, in the quick tier.",

	Uses: []string{"phases/law-of-large-numbers"},

	Heuristic: "From overlap of order 1 the noise of M steps is of the order δ √(α/N), and the pull of the projection small beside the " +
		"signal: the law of large numbers.",
}

var Figure22b = &claim.Claim{
	ID:     "figure/bgj-2.2b",
	Says:   "For f = x³ − 3x from overlap .5, online SGD follows the population curve to overlap near 1 within M = 500 N samples, below it by up to .03, which is the pull of the projection.",
	When:   "N = 3000, m_0 = .5, α = 500, δ = 2.56·10⁻⁴; single layer y = f(a·θ) without noise, L = (y − f(a·x))²",
	Kind:   claim.Figure,
	Source: BenArous2021.At("Figure 2.2b"),
	Expect: claim.Holds,
	Remark: stepInferred,
	Proof:  claim.Numerical,
	Unseen: "A drift that is off by less than a fifth, in the quick tier.",

	Uses: []string{"phases/law-of-large-numbers", "sharp/drift"},

	Heuristic: "As for f = x²; but with V(m) of the order of 10⁴ the pull ½ δ V(m) m is seen even at this small step, and holds the " +
		"overlap below the population curve.",
}

var Figure23 = &claim.Claim{
	ID: "figure/bgj-2.3",
	Says: "On the same data the order of recovery is that of the information exponent: f = x³ (k = 1) at once, then f = x² (k = 2), " +
		"last f = x³ − 3x (k = 3), which passes overlap ½ within M = 30 000 N samples in about half of all runs.",
	When: "N = 3000, α = 30 000, the same features and the same start for all three, most starts; δ = 1.78·10⁻⁴ for x², 1.1·10⁻⁴ for x³ − 3x and for x³; " +
		"single layer y = f(a·θ) without noise, L = (y − f(a·x))²; smaller N at the same √N δ and α/N stand in for it below the deep tier",
	Kind:   claim.Figure,
	Source: BenArous2021.At("Figure 2.3"),
	Expect: claim.Holds,
	Remark: stepInferred + " For x³ nothing can be inferred; it is given the step of x³ − 3x.",
	Proof:  claim.Numerical,
	Unseen: "A probability of arriving within M that is off by less than .3; an order of arrivals that holds in more than a half but less than three in four of all runs.",

	Uses: []string{"exponent/cubics"},

	Heuristic: "The signal is m^{k−1}: at N^{−1/2} it is of order 1 for k = 1, an exponential growth with ½ log N to go for k = 2, and " +
		"N^{−1} for k = 3, as small as pull and noise.",
}

var FigureLossAgainstIteration = &claim.Claim{
	ID: "figure/xd-1-left",
	Says: "The loss against the iteration, 0 to 500, falls exponentially for n = 1 and algebraically for n = 2, 5, 10: " +
		"at 500 it reads 6·10⁻¹², 4.5·10⁻⁵, 9·10⁻⁶ and 4.5·10⁻⁶.",
	When: "σ = .1, η = .05, ‖v‖ = 1, d = 4, w_i(0) ~ N(0, σ² I) independent; numbers as read off the figure, one random start each: " +
		"each lies in the central 90 % of its law over the start, to half a unit of its last digit",
	Kind:   claim.Figure,
	Source: XuDu2023.At("Figure 1, left"),
	Expect: claim.Holds,
	Remark: "The dimension d is not printed; 4 to 5 fits the initial loss. Losses at 500 are no larger than read, for n = 1, 2, 5, 10, " +
		"with probability .80, .78, .05, .17 at d = 4 and .80, .67, .016, .11 at d = 5.",
	Proof:  claim.Numerical,
	Unseen: "an error of a reading within the spread of the law over the start: each reading is one start, and factors below 10 pass; nor the exponent of t, as 500 iterations are too few",

	Uses: []string{"neuron/slowdown"},

	Heuristic: "One student sits in a quadratic bowl and converges exponentially, a straight line. Several keep a spread in which the " +
		"loss is a cube, and their curves bend to t^{−3}.",
}

var FigureLossExponent = &claim.Claim{
	ID:   "figure/xd-1-right",
	Says: "The exponent log L(w(T))/log(η T) settles near −3 for n = 2, 5, 10 over T = 200 to 50 000: at the end it reads −2.96, −3.12 and −3.20.",
	When: "σ = .1, η = .05, ‖v‖ = 1, d = 4, w_i(0) ~ N(0, σ² I) independent; numbers as read off the figure, one random start each: " +
		"each lies in the central 80 % of its law over the start, to half a unit of its last digit",
	Kind:   claim.Figure,
	Source: XuDu2023.At("Figure 1, right"),
	Expect: claim.Holds,
	Remark: "The dimension d is not printed; 4 to 5 fits the initial loss. The medians of 12 starts with d = 5 are −2.944, −3.084 and −3.189.",
	Proof:  claim.Numerical,
	Unseen: "an error of a reading below .3, as each reading is one start",

	Formulas: []string{
		`\frac{\log L(w(T))}{\log(\eta T)} \approx -3`,
	},
	Uses: []string{"neuron/over"},

	Heuristic: "L ~ C (η T)^{−3} makes the exponent −3 + log C/log(η T): it comes to −3 like one over a logarithm, and stays off by " +
		"what C is.",
}
