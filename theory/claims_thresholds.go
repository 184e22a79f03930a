package theory

import "assay/theory/claim"

// recoverySetting is what every recovery claim supposes besides its exponent,
// its ratio α and its window of step sizes.
const recoverySetting = "M = αN with α at most polynomial in N; Assumptions A (φ' < 0 on (0, 1)) and B (loss/assumption-b); " +
	"start uniform on the half-sphere m ≥ 0; fresh sample in each step; N → ∞"

// recovery is the conclusion of Theorem 1.3.
const recovery = "Online SGD recovers strongly in M = αN steps: P(m_M > 1 − η) → 1 for every η > 0, and E(|1 − m_M|^p) → 0 for every p ≥ 1."

// refutationSetting is what every refutation claim supposes besides its
// exponent, its ratio α and its step sizes.
const refutationSetting = "M = αN with α > 0; Assumptions A (φ' < 0 on (0, 1)) and B (loss/assumption-b); " +
	"start uniform on the half-sphere m ≥ 0, as in the source; fresh sample in each step; N → ∞"

// refutation is the conclusion of Theorem 1.4.
const refutation = "Online SGD does not recover even weakly in M = αN steps: sup_{t≤M} |m_t| → 0 in probability and in L^p for every p ≥ 1."

var ThresholdAlphaC = &claim.Claim{
	ID: "threshold/alpha-c",
	Says: "The critical ratio of samples to dimension is α_c(N, k) = 1 for k = 1, log N for k = 2 and N^{k−2} for k ≥ 3. " +
		"Up to logarithms N α_c = N^{k/2} α_c^{1/2} for k ≥ 2: noise multiplies the samples of the population dynamics by α_c^{1/2}.",
	When:       "information exponent k ≥ 1, N ≥ 2; the second statement is exact for k ≥ 3 and leaves out the factor (log N)^{1/2} for k = 2",
	Kind:       claim.Identity,
	Source:     BenArous2021.At("(1.6); recitation notes, part I, definition of α_c"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "the first statement is the definition in the source; the second is N · N^{k−2} = N^{k/2} · N^{(k−2)/2}, and the flow on the population loss takes N^{(k−2)/2} steps (population/k3)",

	Formulas: []string{
		`\alpha_c(N,k) = \begin{cases} 1 & k = 1 \\ \log N & k = 2 \\ N^{k-2} & k \ge 3 \end{cases}`,
		`N\alpha_c = N^{k/2}\,\alpha_c^{1/2} \quad (k \ge 3)`,
	},
	Uses: []string{"population/k3"},

	Heuristic: "At m ~ N^{−1/2} the pull δ m of the projection must stay below the signal m^{k−1}, which asks for δ ~ N^{−(k−2)/2}. " +
		"The flow then takes N^{k/2}/δ = N^{k−1} = N α_c steps.",
}

var RecoveryK1 = &claim.Claim{
	ID:     "recovery/k1",
	Says:   recovery,
	When:   "information exponent k = 1; α ≫ 1; 1/α ≪ δ ≪ α^{−1/2}; " + recoverySetting,
	Kind:   claim.Probability,
	Source: BenArous2021.At("Theorem 1.3; recitation notes, part I, strong recovery"),
	Expect: claim.Holds,
	Remark: "The sequences tried, in the units α = (V(0)/a²) α', δ = (2a/V(0)) δ' of the model, a = −φ^{(k)}(0)/(k−1)! and V(0) of sharp/drift: α' = log N, δ' in the middle of the window on the logarithmic scale; the other models must succeed with probability 1 − 1/log N. Runs are set against the law at their N, two-sided on the first rung of the tensor (f = x for k = 1); the law, on the same sequence, against the limit up to N = 10¹¹³ and at levels that rise to 1.",
	Proof:  claim.InSource,
	Unseen: "step sizes away from the middle of the window, but for those of recovery/window-corrected",

	Formulas: []string{
		`\mathbb P(m_M > 1 - \eta) \to 1, \qquad \mathbb E\,\lvert 1 - m_M\rvert^p \to 0 \qquad \text{for } \alpha \gg 1, \quad \frac1\alpha \ll \delta \ll \frac{1}{\sqrt\alpha}`,
	},
	Uses: []string{"loss/assumption-a", "loss/assumption-b"},

	Heuristic: "The signal pushes with order 1 from the start and moves the overlap by order α δ ≫ 1 in M steps. The pull of the " +
		"projection multiplies m by exp(−δ² α V/2), which tends to 1 as α δ² does to 0.",
}

var RecoveryK2 = &claim.Claim{
	ID:     "recovery/k2",
	Says:   recovery,
	When:   "information exponent k = 2; α ≫ (log N)²; (log N)/α ≪ δ ≪ α^{−1/2}, the corrected window; " + recoverySetting,
	Kind:   claim.Probability,
	Source: BenArous2021.At("Theorem 1.3; recitation notes, part I, strong recovery"),
	Expect: claim.Holds,
	Remark: "Theorem 1.3 prints the window 1/α ≪ δ ≪ α^{−1/2}, which is too wide: see recovery/window. " +
		"The sequences tried, in the units α = (V(0)/a²) α', δ = (2a/V(0)) δ' of the model: α' = (log N)² log log N, δ' in the middle of the window on the logarithmic scale; by the law at each N success has at least the probability 1 − (log N)^{−1/2}. Runs are set against that law, two-sided on the first rung of the tensor; the law, on the same sequence, against the limit up to N = 10¹¹³ and at levels that rise to 1.",
	Proof:  claim.InSource,
	Unseen: "step sizes away from the middle of the window, but for those of recovery/window-corrected; a factor of log N in the threshold",

	Formulas: []string{
		`\mathbb P(m_M > 1 - \eta) \to 1, \qquad \mathbb E\,\lvert 1 - m_M\rvert^p \to 0 \qquad \text{for } \alpha \gg (\log N)^2, \quad \frac{\log N}{\alpha} \ll \delta \ll \frac{1}{\sqrt\alpha}`,
	},
	Uses: []string{"loss/assumption-a", "loss/assumption-b", "recovery/window-corrected"},

	Heuristic: "The signal multiplies the overlap by exp(c₂ α δ) in M steps, c₂ = −φ''(0), which beats N^{1/2} once α δ ≫ log N. The " +
		"pull of the projection multiplies m by exp(−δ² α V/2), which tends to 1 as α δ² does to 0.",
}

var RecoveryK3 = &claim.Claim{
	ID:     "recovery/k3",
	Says:   recovery,
	When:   "information exponent k = 3; α ≫ N (log N)²; N^{1/2}/α ≪ δ ≪ α^{−1/2}, the corrected window; " + recoverySetting,
	Kind:   claim.Probability,
	Source: BenArous2021.At("Theorem 1.3; recitation notes, part I, strong recovery"),
	Expect: claim.Holds,
	Remark: "Theorem 1.3 prints the window 1/α ≪ δ ≪ α^{−1/2}, which is too wide: see recovery/window. " +
		"The sequences tried, in the units α = (V(0)/a²) α', δ = (2a/V(0)) δ' of the model: α' = N (log N)² log log N, δ' in the middle of the window on the logarithmic scale; by the law at each N success has at least the probability 1 − (log N)^{−1/2}. Runs are set against that law, two-sided on the first rung of the tensor; the law, on the same sequence, against the limit up to N = 10¹¹³ and at levels that rise to 1.",
	Proof:  claim.InSource,
	Unseen: "step sizes away from the middle of the window, but for those of recovery/window-corrected; a factor of log N in the threshold",

	Formulas: []string{
		`\mathbb P(m_M > 1 - \eta) \to 1, \qquad \mathbb E\,\lvert 1 - m_M\rvert^p \to 0 \qquad \text{for } \alpha \gg N(\log N)^2, \quad \frac{\sqrt N}{\alpha} \ll \delta \ll \frac{1}{\sqrt\alpha}`,
	},
	Uses: []string{"loss/assumption-a", "loss/assumption-b", "recovery/window-corrected"},

	Heuristic: "Under dm/dt = (δ/N) A m² the overlap N^{−1/2} takes of the order of N^{3/2}/δ steps, fewer than M when α δ ≫ N^{1/2}. " +
		"The pull of the projection multiplies m by exp(−δ² α V/2), which tends to 1 as α δ² does to 0.",
}

var RecoveryK4 = &claim.Claim{
	ID:     "recovery/k4",
	Says:   recovery,
	When:   "information exponent k = 4; α ≫ N² (log N)²; N/α ≪ δ ≪ α^{−1/2}, the corrected window; " + recoverySetting,
	Kind:   claim.Probability,
	Source: BenArous2021.At("Theorem 1.3; recitation notes, part I, strong recovery"),
	Expect: claim.Holds,
	Remark: "Theorem 1.3 prints the window 1/α ≪ δ ≪ α^{−1/2}, which is too wide: see recovery/window. " +
		"The sequences tried, in the units α = (V(0)/a²) α', δ = (2a/V(0)) δ' of the model: α' = N² (log N)² log log N, δ' in the middle of the window on the logarithmic scale; by the law at each N success has at least the probability 1 − (log N)^{−1/2}. Runs are set against that law, two-sided on the first rung of the tensor; the law, on the same sequence, against the limit up to N = 10¹¹³ and at levels that rise to 1.",
	Proof:  claim.InSource,
	Unseen: "step sizes away from the middle of the window, but for those of recovery/window-corrected; a factor of log N in the threshold",

	Formulas: []string{
		`\mathbb P(m_M > 1 - \eta) \to 1, \qquad \mathbb E\,\lvert 1 - m_M\rvert^p \to 0 \qquad \text{for } \alpha \gg N^2(\log N)^2, \quad \frac{N}{\alpha} \ll \delta \ll \frac{1}{\sqrt\alpha}`,
	},
	Uses: []string{"loss/assumption-a", "loss/assumption-b", "recovery/window-corrected"},

	Heuristic: "Under dm/dt = (δ/N) A m³ the overlap N^{−1/2} takes of the order of N²/δ steps, fewer than M when α δ ≫ N. The pull of " +
		"the projection multiplies m by exp(−δ² α V/2), which tends to 1 as α δ² does to 0.",
}

var RecoveryWindow = &claim.Claim{
	ID:   "recovery/window",
	Says: "For k ≥ 2 every step size in the window 1/α ≪ δ ≪ α^{−1/2} recovers strongly in M = αN steps: m_M → 1 in probability.",
	When: "information exponent k ≥ 2; α ≫ (log N)² for k = 2 and α ≫ N^{k−2} (log N)² for k ≥ 3; " + recoverySetting,
	Kind: claim.Probability, Source: BenArous2021.At("Theorem 1.3, as printed"),
	Expect: claim.Erratum, CorrectedBy: "recovery/window-corrected",
	Proof:      claim.DerivedHere,
	Derivation: "αδ may tend to infinity more slowly than log N (k = 2) or N^{(k−2)/2} (k ≥ 3), and then M steps are fewer than the population flow needs",
	Remark: "The proof in §5.1 assumes the lower ends of recovery/window-corrected, which the statement omits: the paper loses nothing but the statement. " +
		"Inside the printed window, with δ α growing too slowly for the search, the overlap stays small: " +
		"for k = 2 it is of order N^{−1/2} (log N)^{c₂}, c₂ = −φ''(0), when α = (log N)³ and δ = (log log N)/α; " +
		"for the tensor with k = 3, α = N (log N)³ and δ = (log N)/α do not recover. By the laws E sup m_t² → 0 there, and so no recovery, not even a weak one.",
	Unseen: "for k = 2 below N = 1000 the law's bound on sup |m_t| is too weak to set runs against it, which fail all the same",

	Formulas: []string{
		`\frac1\alpha \ll \delta \ll \frac{1}{\sqrt\alpha} \quad\Longrightarrow\quad m_M \xrightarrow{\mathbb P} 1`,
	},

	Heuristic: "The lower end 1/α is what the descent needs: from overlap of order 1 the signal takes N/δ steps. The search from " +
		"N^{−1/2} takes log N or N^{(k−2)/2} times as many, which the window as printed forgets.",
}

var RecoveryWindowCorrected = &claim.Claim{
	ID: "recovery/window-corrected",
	Says: "Every step size with (log N)/α ≪ δ ≪ α^{−1/2} for k = 2, and with N^{(k−2)/2}/α ≪ δ ≪ α^{−1/2} for k ≥ 3, " +
		"recovers strongly in M = αN steps: m_M → 1 in probability.",
	When:   "information exponent k ≥ 2; α ≫ (log N)² for k = 2 and α ≫ N^{k−2} (log N)² for k ≥ 3; " + recoverySetting,
	Kind:   claim.Probability,
	Source: claim.Derived.At("from the proof of Theorem 1.3 of Ben Arous, Gheissari, Jagannath 2021"),
	Expect: claim.Holds,
	Remark: "Tried at α' = (log N)³ and N^{k−2} (log N)³, in the units of recovery/k2, a quarter of the way from either end of the window and in its middle; the runs of the smallest N two-sided. " +
		"The laws are taken to the limit on these sequences and, for k ≥ 3, at α' = N^{k−2+3/5}.",
	Proof:      claim.DerivedHere,
	Derivation: "§5.1 of the source assumes these lower ends in its proof of Theorem 1.3; below them M is less than the steps of the population flow, (N/δ) log N (k = 2) or N^{k/2}/δ",
	Unseen: "places nearer to the ends than a quarter; for k ≥ 3 the limit at α' = N^{k−2} (log N)³ a quarter from the lower end, " +
		"where 1 − P falls as (log N)^{−3/8} (k = 3) and (log N)^{−3/16} (k = 4), too slowly for N up to 10¹¹³; a factor of log N in the ends",

	Formulas: []string{
		`\left.\begin{aligned} k = 2 &: & \frac{\log N}{\alpha} &\ll \delta \ll \frac{1}{\sqrt\alpha} \\ k \ge 3 &: & \frac{N^{(k-2)/2}}{\alpha} &\ll \delta \ll \frac{1}{\sqrt\alpha} \end{aligned}\right\} \quad\Longrightarrow\quad m_M \xrightarrow{\mathbb P} 1`,
	},

	Heuristic: "Lower end: M steps must be more than the population flow from N^{−1/2} takes, (N/δ) log N for k = 2 and N^{k/2}/δ for " +
		"k ≥ 3. Upper end: the pull of the projection over M steps, δ² α, must vanish.",
}

var RecoveryPolynomial = &claim.Claim{
	ID: "recovery/polynomial",
	Says: "The number of samples needed to recover is at most polynomial in N, whatever the exponent: " +
		"its median grows as N for k = 1, N log N for k = 2 and N^{k−1} for k ≥ 3.",
	When: "information exponent k = 1, …, 4; the samples until m first exceeds fixed η in (0, 1), start uniform on the half-sphere m ≥ 0 " +
		"(for k even, until |m| does); δ constant and below its critical value for k = 1 and k = 2, δ = d₀ N^{−(k−2)/2} with constant d₀ for k ≥ 3; " +
		"η below the level at which the drift with this step size vanishes; Assumptions A and B",
	Kind:   claim.Rate,
	Source: Notes.At("part I, remark after strong recovery; Ben Arous, Gheissari, Jagannath 2021, Theorem 1.3"),
	Expect: claim.Holds,
	Proof:  claim.DerivedHere,
	Derivation: "the laws of the search time: the flow from 0 for k = 1, the escape law for k = 2 (sharp/escape-law-k2), the critical law for k ≥ 3 (sharp/critical-law-k3); " +
		"the source proves the order up to logarithms",
	Remark: "Stronger than the source, which says polynomial and leaves logarithms open. Times at the N of the runs are set against the laws at the same N, these against the order up to N = 10⁵ (k = 4) to 10¹⁸ (k = 2).",

	Formulas: []string{
		`\operatorname{median}\tau_\eta \asymp \begin{cases} N & k = 1 \\ N\log N & k = 2 \\ N^{k-1} & k \ge 3 \end{cases}`,
	},
	Uses: []string{"sharp/escape-law-k2", "sharp/critical-law-k3"},

	Heuristic: "The flow from N^{−1/2} takes N/δ, (N/δ) log N and N^{k/2}/δ steps. For k ≥ 3 the pull of the projection allows δ ~ " +
		"N^{−(k−2)/2} at most, which makes N^{k−1} of it.",
}

var RefutationK1 = &claim.Claim{
	ID:     "refutation/k1",
	Says:   refutation,
	When:   "information exponent k = 1; α ≪ 1; δ = O(1); " + refutationSetting,
	Kind:   claim.Probability,
	Source: BenArous2021.At("Theorem 1.4; recitation notes, part I, weak recovery"),
	Expect: claim.Holds,
	Remark: "The sequences tried, in the units of recovery/k1 but with α at most α': α' = (log N)^{−2}, δ' up to 4. P(sup |m_t| > (log N)^{−1/2}) and E(sup m_t²) must lie below a bound of the law at the same N, by Markov's inequality for e^{−τ/M}; the bound tends to 0 up to N = 10⁶⁴.",
	Proof:  claim.InSource,
	Unseen: "that noise is the reason: for k = 1 descent on the population loss needs as many samples up to a constant",

	Formulas: []string{
		`\sup_{t\le M}\lvert m_t\rvert \to 0 \qquad \text{for } \alpha \ll 1, \quad \delta = O(1)`,
	},
	Uses: []string{"loss/assumption-a", "loss/assumption-b"},

	Heuristic: "A push of order 1 moves the overlap by at most the order of α δ → 0 in M steps, and the noise of all steps together is " +
		"of order δ √(α/N).",
}

var RefutationK2 = &claim.Claim{
	ID:     "refutation/k2",
	Says:   refutation,
	When:   "information exponent k = 2; α ≪ log N; δ = O(1); " + refutationSetting,
	Kind:   claim.Probability,
	Source: BenArous2021.At("Theorem 1.4; recitation notes, part I, weak recovery"),
	Expect: claim.Holds,
	Remark: "The sequences tried, in the units of recovery/k1 but with α at most α': α' = ½ (log N)^{1/2}, δ' up to 4. P(sup |m_t| > (log N)^{−1/2}) and E(sup m_t²) must lie below a bound of the law at the same N, by Markov's inequality for e^{−τ/M}; the bound tends to 0 up to N = 10⁶⁴.",
	Proof:  claim.InSource,

	Formulas: []string{
		`\sup_{t\le M}\lvert m_t\rvert \to 0 \qquad \text{for } \alpha \ll \log N, \quad \delta = O(1)`,
	},
	Uses: []string{"loss/assumption-a", "loss/assumption-b"},

	Heuristic: "The signal multiplies the overlap by exp(O(α δ)), which stays below every power of N when α ≪ log N: from N^{−1/2} " +
		"that does not reach order 1.",
}

var RefutationK3 = &claim.Claim{
	ID:     "refutation/k3",
	Says:   refutation,
	When:   "information exponent k = 3; α ≪ N; δ = O(α^{−1/2}); " + refutationSetting,
	Kind:   claim.Probability,
	Source: BenArous2021.At("Theorem 1.4; recitation notes, part I, weak recovery"),
	Expect: claim.Holds,
	Remark: "For δ at most of order α^{−1/2} descent on the population loss needs as many samples, so that the theorem in this form is no statement about the noise. Told apart from it at finite N: α' = N^{3/4} and δ' = C α'^{−1/2} with C = 4, 8, between the two thresholds up to N ~ (2C)⁸. The sequences tried, in the units of recovery/k1 but with α at most α': α' = N (log N)^{−2}, δ' up to α'^{−1/2}. P(sup |m_t| > (log N)^{−1/2}) and E(sup m_t²) must lie below a bound of the law at the same N, by Markov's inequality for e^{−τ/M}; the bound tends to 0 up to N = 10⁶⁴.",
	Proof:  claim.InSource,

	Formulas: []string{
		`\sup_{t\le M}\lvert m_t\rvert \to 0 \qquad \text{for } \alpha \ll N, \quad \delta = O(\alpha^{-1/2})`,
	},
	Uses: []string{"loss/assumption-a", "loss/assumption-b"},

	Heuristic: "With α δ² = O(1) the flow's clock α δ is at most of order α^{1/2} ≪ N^{(k−2)/2}, less than the flow from N^{−1/2} " +
		"needs. The noise of all steps together has variance of order α δ²/N, the order that the start has.",
}

var RefutationK4 = &claim.Claim{
	ID:     "refutation/k4",
	Says:   refutation,
	When:   "information exponent k = 4; α ≪ N²; δ = O(α^{−1/2}); " + refutationSetting,
	Kind:   claim.Probability,
	Source: BenArous2021.At("Theorem 1.4; recitation notes, part I, weak recovery"),
	Expect: claim.Holds,
	Remark: "For δ at most of order α^{−1/2} descent on the population loss needs as many samples, so that the theorem in this form is no statement about the noise. Told apart from it at finite N: α' = N^{3/2} and δ' = C α'^{−1/2} with C = 12, between the two thresholds up to N ~ (2C)⁴. The sequences tried, in the units of recovery/k1 but with α at most α': α' = N² (log N)^{−2}, δ' up to α'^{−1/2}. P(sup |m_t| > (log N)^{−1/2}) and E(sup m_t²) must lie below a bound of the law at the same N, by Markov's inequality for e^{−τ/M}; the bound tends to 0 up to N = 10⁶⁴.",
	Proof:  claim.InSource,

	Formulas: []string{
		`\sup_{t\le M}\lvert m_t\rvert \to 0 \qquad \text{for } \alpha \ll N^2, \quad \delta = O(\alpha^{-1/2})`,
	},
	Uses: []string{"loss/assumption-a", "loss/assumption-b"},

	Heuristic: "With α δ² = O(1) the flow's clock α δ is at most of order α^{1/2} ≪ N^{(k−2)/2}, less than the flow from N^{−1/2} " +
		"needs. The noise of all steps together has variance of order α δ²/N, the order that the start has.",
}

var RefutationConstantStep = &claim.Claim{
	ID: "refutation/constant-step",
	Says: "With step sizes that are merely bounded there is no weak recovery up to α = N^{(k−2)/2}: " +
		"sup_{t≤M} |m_t| → 0 in probability.",
	When:   "information exponent k ≥ 3; δ = O(1); α ≤ N^{(k−2)/2}; " + refutationSetting,
	Kind:   claim.Probability,
	Source: BenArous2021.At("§1.4, p. 10"),
	Expect: claim.Holds,
	Remark: "The sequences tried, in the units of recovery/k1 but with α at most α': α' = N^{(k−2)/2}, δ' up to 1. P(sup |m_t| > (log N)^{−1/2}) and E(sup m_t²) must lie below a bound of the law at the same N, by Markov's inequality for e^{−τ/M}; the bound tends to 0 up to N = 10⁶⁴.",
	Proof:  claim.InSource,
	Unseen: "that N^{(k−2)/2} is the largest ratio: it is not. With bounded steps nothing recovers below N^{k−2} either, since larger steps are trapped and smaller ones too slow, " +
		"so that an error of 0.3 in the exponent makes no false statement. What is tried is that noise does it: descent on the population loss recovers with these samples.",

	Formulas: []string{
		`\sup_{t\le M}\lvert m_t\rvert \to 0 \qquad \text{for } \alpha \le N^{(k-2)/2}, \quad \delta = O(1)`,
	},
	Uses: []string{"loss/assumption-a", "loss/assumption-b"},

	Heuristic: "At m ~ N^{−1/2} the pull δ² m/N of the projection beats the signal (δ/N) m^{k−1}, unless δ is of order N^{−(k−2)/2} at " +
		"most; and then α δ = O(1) is too short a time for the signal.",
}

var ThresholdOptimal = &claim.Claim{
	ID: "threshold/optimal",
	Says: "The threshold is optimal up to logarithms: the ratio α that suffices for strong recovery exceeds " +
		"the ratio α_c(N, k) below which there is no weak recovery by the factor (log N)² at most " +
		"(1 for k = 1, log N for k = 2, (log N)² for k ≥ 3).",
	When:   "information exponent k ≥ 1; sufficient ratio of Theorem 1.3, necessary ratio of Theorem 1.4, each with the step sizes it allows",
	Kind:   claim.Rate,
	Source: Notes.At("part I, remark on the lower bound of weak recovery"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
	Unseen: "whether the gap is real: both ratios are those of the theorems. Their quotient is (log N)² exactly for k ≥ 3, so that a bound that is 2 % lower fails by 2 %, at every N",

	Formulas: []string{
		`\frac{\alpha_{\text{recovers}}}{\alpha_c(N,k)} = \begin{cases} 1 & k = 1 \\ \log N & k = 2 \\ (\log N)^2 & k \ge 3 \end{cases}`,
	},
	Uses: []string{"threshold/alpha-c", "recovery/k1", "recovery/k2", "recovery/k3", "recovery/k4", "refutation/k1", "refutation/k2", "refutation/k3", "refutation/k4"},

	Heuristic: "Both theorems rest on one balance of signal, pull and time. For k = 2 the window needs α δ ≫ log N and α δ² ≪ 1, so " +
		"that α ≫ (log N)², where a constant step would do with log N; for k ≥ 3 the logarithms make room for ≪.",
}

var RecoveryLinearRegime = &claim.Claim{
	ID: "recovery/linear-regime",
	Says: "With k = 1 and α of order 1, large α recovers: for every η, ε in (0, 1) there is α₀ such that for every α ≥ α₀ " +
		"and suitable δ, P(m_M ≥ 1 − η) ≥ 1 − ε for all large N. Small α does not: for every η in (0, 1) and bounded step size " +
		"there is α₁ > 0 such that for α ≤ α₁, P(sup_{t≤M} m_t ≥ η) → 0.",
	When:   "information exponent k = 1; M = αN with α constant; Assumptions A and B; start uniform on the half-sphere m ≥ 0; N → ∞",
	Kind:   claim.Probability,
	Source: BenArous2021.At("Theorem 3.3"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
	Unseen: "the order of quantifiers: one pair α₀, α₁ is tried, with η = ¼ and ½, in runs with probability 0.9; the limit N → ∞ is that of the laws",
	Remark: "Part (a) of the source says that there is an η for each ε; here any η is claimed, which is more, since δ may be as small as α allows.",

	Formulas: []string{
		`\liminf_N \mathbb P(m_M \ge 1 - \eta) \ge 1 - \varepsilon \quad (\alpha \ge \alpha_0), \qquad \mathbb P\Bigl(\sup_{t\le M} m_t \ge \eta\Bigr) \to 0 \quad (\alpha \le \alpha_1)`,
	},

	Heuristic: "For k = 1 all of it happens on the clock δ t/N, which runs to α δ. Large α leaves time to come near 1 with δ so small " +
		"that the pull of the projection is small; small α moves the overlap by O(α δ).",
}

var RecoveryMisspecified = &claim.Claim{
	ID: "recovery/misspecified",
	Says: "For the misspecified loss φ(m) = −A m² − B m⁴ + const recovery is strong when A > 0 and A > −2B (then k = 2) and when A = 0 < B (then k = 4); " +
		"it is weak only, with m stuck at 1/√2, when A = 1 and B = −1; there is none, weak or strong, when A < 0 or A = B = 0.",
	When: "data from f = u_2 h_2 + u_4 h_4 fitted by g = v_1 h_1 + v_2 h_2 + v_4 h_4, A = 2 u_2 v_2, B = 2 u_4 v_4; L = (f(a·θ) − g(a·x))²; " +
		"M = αN, α and δ as in recovery/k2 (A ≠ 0) or recovery/k4 (A = 0); start uniform on the half-sphere m ≥ 0; N → ∞",
	Kind:   claim.Probability | claim.Law,
	Source: BenArous2021.At("Remark 2.3"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
	Unseen: "that there is no recovery at longer times than those of the regimes tried; the probabilities of the strong and the empty cases beyond 0.75",

	Formulas: []string{
		`\varphi(m) = -A\,m^2 - B\,m^4 + \text{const}: \qquad \begin{cases} \text{strong} & A > 0,\ A > -2B \ \text{ or }\ A = 0 < B \\ \text{weak only, at } m = 1/\sqrt2 & A = 1,\ B = -1 \\ \text{none} & A < 0 \ \text{ or }\ A = B = 0 \end{cases}`,
	},
	Uses: []string{"loss/misspecified-series", "loss/assumption-a"},

	Heuristic: "The drift is proportional to 2m (A + 2B m²). It is positive up to 1, or turns at m² = −A/(2B), where the overlap gets " +
		"stuck, or is negative from 0 on, or there is no signal.",
}

var RecoveryCubicSamplesBound = &claim.Claim{
	ID: "recovery/cubic-samples-bound",
	Says: "Recovery with f = x³ − 3x requires Ω(N^{3/2} log N) samples just to exit the search phase. " +
		"The bound is loose: with a step size of the critical order the median is of order N².",
	When: "single layer y = f(a·θ) + ε, L = (y − f(a·x))², k = 3; δ = d₀ N^{−1/2}, which is of order α^{−1/2} at α = α_c(N, 3); " +
		"samples until m first exceeds fixed η in (0, 1); start uniform on the half-sphere m ≥ 0; N → ∞",
	Kind:       claim.Rate,
	Source:     BenArous2021.At("§2, p. 13, the bound; the order is derived"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "the bound follows from Theorem 1.4 of the source, under δ = O(α^{−1/2}) even Ω(N²) up to constants; the order is that of the critical law, sharp/critical-law-k3",
	Remark:     "The paper prints a lower bound, and a true one. N^{3/2} without the logarithm belongs to the statement for step sizes that are merely bounded, refutation/constant-step.",
	Unseen:     "that no step size at all needs fewer samples: one sequence of step sizes is tried, the best up to a constant",

	Formulas: []string{
		`\tau_\eta = \Omega\bigl(N^{3/2}\log N\bigr) \quad\text{for } f = x^3 - 3x`,
	},
	Uses: []string{"exponent/cubics", "sharp/critical-law-k3"},

	Heuristic: "The pull of the projection allows δ ~ N^{−1/2} at most, and the flow from N^{−1/2} takes N^{3/2}/δ = N² steps: the " +
		"bound N^{3/2} log N counts a step that is too large.",
}

var MisprintPhaseRetrievalStep = &claim.Claim{
	ID:   "misprint/phase-retrieval-step",
	Says: "For phase retrieval the step size δ ~ (log N)/α² recovers weakly in M = αN steps: there is η > 0 with P(sup_{t≤M} m_t > η) → 1.",
	When: "f = x² or f = |x|, single layer y = f(a·θ) + ε, L = (y − f(a·x))², k = 2; α ≫ (log N)²; start uniform on the half-sphere m ≥ 0; N → ∞",
	Kind: claim.Probability, Source: BenArous2021.At("§2, p. 15"),
	Expect: claim.Erratum, CorrectedBy: "recovery/window-corrected",
	Proof:      claim.DerivedHere,
	Derivation: "the total drift δα ~ (log N)/α tends to 0, and with it the logarithm by which the overlap can grow; δ²α → 0 faster",
	Remark: "With this step the overlap does not leave its start, so that no η will do: runs are tried with η = ½, and by the laws E sup m_t² → 0. The window is (log N)/α ≪ δ ≪ α^{−1/2}; " +
		"with a step from it the corrected law even recovers strongly. The paper loses nothing: its theorems do not use this step.",

	Formulas: []string{
		`\delta \sim \frac{\log N}{\alpha^2} \quad\Longrightarrow\quad \mathbb P\Bigl(\sup_{t\le M} m_t > \eta\Bigr) \to 1`,
	},

	Heuristic: "The overlap grows by the factor exp(c₂ α δ), and with this step α δ ~ (log N)/α → 0. It is (log N)/α, without the " +
		"square, that is the lower end of the window.",
}
