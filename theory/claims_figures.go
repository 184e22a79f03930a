package theory

// stepInferred is the caution on every figure of Ben Arous, Gheissari,
// Jagannath 2021.
const stepInferred = "The step size is not printed; it is inferred from the population curve of the figure."

var Figure21a = &Claim{
	ID: "figure/bgj-2.1a",
	Says: "For f = x² online SGD searches, then descends: 4 runs from random starts leave the plateau and reach overlap near 1 within M = 100 N samples, " +
		"beside the population curve from m_0 = .022. The slope of log(m/(1 − m)) of SGD is to that of the population curve as .861, against 1 − 12 δ = .851 by the corrected drift.",
	When:   "N = 3000, α = 100, δ = .0124; single layer y = f(a·θ) without noise, L = (y − f(a·x))²; numbers as read off the figure",
	Kind:   Figure,
	Source: Source{BenArous2021, "Figure 2.1a"},
	Expect: Holds,
	Remark: stepInferred,
}

var Figure21b = &Claim{
	ID: "figure/bgj-2.1b",
	Says: "For f = x³ − 3x the search takes nearly all of M = 30 000 N samples and the descent is abrupt: " +
		"4 runs from random starts, beside the population curve from m_0 = .0267.",
	When:   "N = 3000, α = 30 000, δ = 1.12·10⁻⁴; single layer y = f(a·θ) without noise, L = (y − f(a·x))²",
	Kind:   Figure,
	Source: Source{BenArous2021, "Figure 2.1b"},
	Expect: Holds,
	Remark: stepInferred,
}

var Figure22a = &Claim{
	ID:     "figure/bgj-2.2a",
	Says:   "For f = x² from overlap .5, online SGD follows the population curve to overlap near 1 within M = 500 N samples.",
	When:   "N = 3000, m_0 = .5, α = 500, δ = 7.5·10⁻⁴; single layer y = f(a·θ) without noise, L = (y − f(a·x))²",
	Kind:   Figure,
	Source: Source{BenArous2021, "Figure 2.2a"},
	Expect: Holds,
	Remark: stepInferred,
}

var Figure22b = &Claim{
	ID:     "figure/bgj-2.2b",
	Says:   "For f = x³ − 3x from overlap .5, online SGD follows the population curve to overlap near 1 within M = 500 N samples.",
	When:   "N = 3000, m_0 = .5, α = 500, δ = 2.56·10⁻⁴; single layer y = f(a·θ) without noise, L = (y − f(a·x))²",
	Kind:   Figure,
	Source: Source{BenArous2021, "Figure 2.2b"},
	Expect: Holds,
	Remark: stepInferred,
}

var Figure23 = &Claim{
	ID: "figure/bgj-2.3",
	Says: "On the same data the order of recovery is that of the information exponent: f = x³ (k = 1) at once, then f = x² (k = 2), " +
		"last f = x³ − 3x (k = 3), within M = 30 000 N samples.",
	When:   "N = 3000, α = 30 000, the same features for all three; δ = 1.78·10⁻⁴ for x², 1.1·10⁻⁴ for x³ − 3x; single layer y = f(a·θ) without noise, L = (y − f(a·x))²",
	Kind:   Figure,
	Source: Source{BenArous2021, "Figure 2.3"},
	Expect: Holds,
	Remark: stepInferred + " For x³ nothing is inferred.",
}

var FigureLossAgainstIteration = &Claim{
	ID: "figure/xd-1-left",
	Says: "The loss against the iteration, 0 to 500, falls exponentially for n = 1 and algebraically for n = 2, 5, 10: " +
		"at 500 it reads 6·10⁻¹², 4.5·10⁻⁵, 9·10⁻⁶ and 4.5·10⁻⁶.",
	When:   "σ = .1, η = .05, ‖v‖ = 1, w_i(0) ~ N(0, σ² I) independent; numbers as read off the figure, one random start each",
	Kind:   Figure,
	Source: Source{XuDu2023, "Figure 1, left"},
	Expect: Holds,
	Remark: "The dimension d is not printed; 4 to 5 fits the initial loss.",
}

var FigureLossExponent = &Claim{
	ID:     "figure/xd-1-right",
	Says:   "The exponent log L(w(T))/log(η T) settles near −3 for n = 2, 5, 10 over T = 200 to 50 000: at the end it reads −2.96, −3.12 and −3.20.",
	When:   "σ = .1, η = .05, ‖v‖ = 1, w_i(0) ~ N(0, σ² I) independent; numbers as read off the figure, one random start each",
	Kind:   Figure,
	Source: Source{XuDu2023, "Figure 1, right"},
	Expect: Holds,
	Remark: "The dimension d is not printed; 4 to 5 fits the initial loss. The medians of 12 starts with d = 5 are −2.944, −3.084 and −3.189.",
}
