package theory

import "assay/theory/claim"

// evenHitting says which hitting times are meant where noise can carry the
// overlap across 0.
const evenHitting = "for k even the hitting times are those of |m|, because noise can turn the sign of the start"

// seesMedians is what the checks of the ratios do not judge.
const seesMedians = "The ratio is judged by the quotient of the medians; no run follows the chain beyond N of order 10⁴ for k = 3."

var PhasesSearchPrinted = &claim.Claim{
	ID:     "phases/search-printed",
	Says:   "The search takes far longer than the critical ratio: τ_η ≫ α_c(N, k) with probability 1 − o(1), for every η in (0, 1).",
	When:   "information exponent k ≥ 2; α and δ as in Theorem 1.3; start uniform on the half-sphere m ≥ 0; Assumptions A and B; N → ∞",
	Kind:   claim.Rate,
	Source: BenArous2021.At("Theorem 1.5, as printed; recitation notes, part I, search and descent"),
	Expect: claim.Holds,
	Remark: "True and empty: τ_η counts steps, which are samples, and α_c(N, k) is the ratio of samples to dimension. " +
		"The statement with content is τ_η ≫ N α_c(N, k), phases/search.",
	Proof:  claim.InSource,
	Unseen: "No run follows the chain to the sizes of the ladder, where its law is computed; that the law is the chain's is seen at the smaller N of the runs.",

	Formulas: []string{
		`\tau_\eta \gg \alpha_c(N,k)`,
	},
	Uses: []string{"threshold/alpha-c"},

	Heuristic: "The search takes more than N α_c steps, and N α_c is far more than α_c: the factor N between steps and ratio has been " +
		"left out.",
}

var PhasesSearch = &claim.Claim{
	ID: "phases/search",
	Says: "The search takes far longer than N α_c(N, k) steps: τ_η ≫ N α_c(N, k) with probability 1 − o(1). " +
		"With the step size at the edge of its window, the median of τ_η is proportional to N log N for k = 2 and to N^{k−1} for k ≥ 3: its quotient by N α_c(N, k) tends to " +
		"1/(2δκ), κ = −φ''(0) − δ V(0)/2, for k = 2, and to the median of the explosion time of sharp/critical-law-k3 over d₀ for k ≥ 3.",
	When: "information exponent k ≥ 2, η in (0, 1); Assumptions A and B; start uniform on the half-sphere m ≥ 0; N → ∞. " +
		"First statement: α ≫ (log N)² for k = 2, α ≫ N^{k−2} (log N)² for k ≥ 3, δ ≪ α^{−1/2}. " +
		"Second statement: δ constant and below its critical value for k = 2, δ = d₀ N^{−(k−2)/2} with constant d₀ for k ≥ 3, " +
		"η below the level at which the drift vanishes; " + evenHitting,
	Kind:       claim.Rate,
	Source:     claim.Derived.At("correction of Theorem 1.5 of Ben Arous, Gheissari, Jagannath 2021"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "theory.SearchConstant: the escape law for k = 2, whose other terms are of relative order 1/log N, and the critical law for k ≥ 3; inside the window the latter at d₀ → 0.",
	Unseen:     "No run follows the chain to the sizes of the ladder, where its law is computed; that the law is the chain's is seen at the smaller N of the runs.",

	Formulas: []string{
		`\tau_\eta \gg N\,\alpha_c(N,k)`,
		`\frac{\operatorname{median}\tau_\eta}{N\alpha_c(N,k)} \to \begin{cases} \dfrac{1}{2\delta\kappa}, \quad \kappa = -\varphi''(0) - \tfrac12\delta V(0) & k = 2 \\[1ex] \dfrac{\operatorname{median} T}{d_0} & k \ge 3 \end{cases}`,
	},
	Uses:     []string{"threshold/alpha-c", "sharp/escape-law-k2", "sharp/critical-law-k3"},
	Sharpens: []string{"phases/search-printed"},

	Heuristic: "The flow from N^{−1/2} takes (N/δ) log N or N^{k/2}/δ steps, and the window keeps δ below 1 or N^{−(k−2)/2}. At that " +
		"edge the search is of the order N α_c itself, with a constant that can be computed.",
}

var PhasesDescentPrinted = &claim.Claim{
	ID: "phases/descent-printed",
	Says: "The descent takes O(N) steps: there is C = C(k, η) with |τ_{1−η} − τ_η| ≤ C N with probability 1 − o(1), " +
		"for every η in (0, ½).",
	When: "information exponent k ≥ 2; α and δ as in Theorem 1.3, hence δ → 0; start uniform on the half-sphere m ≥ 0; " +
		"Assumptions A and B; N → ∞",
	Kind: claim.Rate, Source: BenArous2021.At("Theorem 1.5, as printed; recitation notes, part I, search and descent"),
	Expect: claim.Erratum, CorrectedBy: "phases/descent",
	Remark: "The descent takes Θ(N/δ) steps, and Theorem 1.3 forces δ → 0, so that no C will do. The right scale stands in the paper itself, " +
		"§3.2: the population dynamics takes T N/δ steps. What is lost is the order of the ratio, phases/ratio-bound-printed; " +
		"that the search dominates stays true, phases/search-dominates.",
	Proof:      claim.DerivedHere,
	Derivation: "(δ/N)(τ_{1−η} − τ_η) → I(η) > 0, phases/descent, while δ → 0: the descent over N grows with exponent 1 in 1/δ and exceeds every C.",

	Formulas: []string{
		`\lvert \tau_{1-\eta} - \tau_\eta\rvert \le C\,N`,
	},

	Heuristic: "From overlap η on the signal is of order 1 and moves m by δ/N in a step, so that the descent takes N/δ steps. N would " +
		"be right for a constant δ, but the window has δ → 0.",
}

var PhasesDescent = &claim.Claim{
	ID: "phases/descent",
	Says: "The descent takes Θ(N/δ) steps, with the constant of the population dynamics: " +
		"(δ/N) (τ_{1−η} − τ_η) → ∫_η^{1−η} dm/(−φ'(m) (1 − m²)) in probability.",
	When: "information exponent k ≥ 1, η in (0, ½); Assumptions A and B; α and δ as in recovery/k1, …, recovery/k4, hence δ → 0; " +
		"start uniform on the half-sphere m ≥ 0; N → ∞",
	Kind:       claim.Rate,
	Source:     claim.Derived.At("correction of Theorem 1.5 of Ben Arous, Gheissari, Jagannath 2021"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "The step has mean (δ/N)(−φ'(m)(1 − m²) − δV(m)m/2) and a variance of order (δ/N)²; from η on the noise moves τ by a relative √(δ/N), theory.ArrivalSpread.",

	Formulas: []string{
		`\frac{\delta}{N}\,(\tau_{1-\eta} - \tau_\eta) \to \int_\eta^{1-\eta} \frac{\mathrm dm}{-\varphi'(m)\,(1 - m^2)}`,
	},
	Uses: []string{"loss/assumption-a"},

	Heuristic: "Noise averages out over N/δ steps, and the pull of the projection vanishes with δ: what is left is dm/ds = −φ'(m) (1 − " +
		"m²) in the time s = δ t/N, integrated from η to 1 − η.",
}

var PhasesRatioPrinted = &claim.Claim{
	ID: "phases/ratio-printed",
	Says: "The samples used in the descent are to those used in the search as 1 to α_c(N, k): " +
		"the ratio (τ_{1−η} − τ_η)/τ_η is of order 1/α_c(N, k) = N^{−(k−2)}.",
	When: "information exponent k ≥ 3, η in (0, ½); one step size for both phases; α and δ as in Theorem 1.3, δ ≪ N^{−(k−2)/2}/log N; " +
		"start uniform on the half-sphere m ≥ 0; Assumptions A and B; N → ∞",
	Kind: claim.Rate, Source: Notes.At("part I, remark on search and descent"),
	Expect: claim.Erratum, CorrectedBy: "phases/ratio",
	Remark: "With one step size the ratio is of order α_c^{−1/2}, inside the window of Theorem 1.3 and at its edge. The printed order is reached " +
		"when the step size is set anew for the descent, phases/ratio-restepped. For k = 2 the printed order, 1/log N, is right. " +
		"The paper has O(1/α_c), phases/ratio-bound-printed; the equality is that of the notes.",
	Proof:      claim.DerivedHere,
	Derivation: "The descent takes Θ(N/δ) steps and the search Θ(N^{k/2}/δ) (theory.SearchConstant): their quotient is N^{−(k−2)/2}, whatever δ in the window.",
	Unseen:     seesMedians,

	Formulas: []string{
		`\frac{\tau_{1-\eta} - \tau_\eta}{\tau_\eta} \asymp \frac{1}{\alpha_c(N,k)} = N^{-(k-2)}`,
	},
	Uses: []string{"phases/descent-printed"},

	Heuristic: "N steps of descent over N^{k−1} of search give 1/α_c. But one step size serves both: N/δ over N^{k/2}/δ is " +
		"N^{−(k−2)/2}, the root of it.",
}

var PhasesRatioBoundPrinted = &claim.Claim{
	ID:   "phases/ratio-bound-printed",
	Says: "The ratio of the number of samples used in the descent phase to the number used in the search phase is O(α_c(N, k)^{−1}).",
	When: "information exponent k ≥ 3, η in (0, ½); one step size for both phases; α and δ as in Theorem 1.3, δ ≪ N^{−(k−2)/2}/log N; " +
		"start uniform on the half-sphere m ≥ 0; Assumptions A and B; N → ∞",
	Kind: claim.Rate, Source: BenArous2021.At("after Theorem 1.4"),
	Expect: claim.Erratum, CorrectedBy: "phases/ratio",
	Remark: "It follows in the paper from a descent of C N steps, phases/descent-printed. With Θ(N/δ) the ratio is of order α_c^{−1/2}, " +
		"which vanishes as well: that almost all data is used in the search stands, phases/search-dominates, and the bound is right for k = 2.",
	Proof:      claim.DerivedHere,
	Derivation: "As for phases/ratio-printed: the ratio times α_c grows like N^{(k−2)/2}.",
	Unseen:     seesMedians,

	Formulas: []string{
		`\frac{\tau_{1-\eta} - \tau_\eta}{\tau_\eta} = O\left(\frac{1}{\alpha_c(N,k)}\right)`,
	},
	Uses: []string{"phases/descent-printed"},

	Heuristic: "It divides a descent of C N steps by a search of more than N α_c. With the same δ → 0 in both, N/δ over N^{k/2}/δ is " +
		"N^{−(k−2)/2}, which is larger.",
}

var PhasesRatio = &claim.Claim{
	ID: "phases/ratio",
	Says: "With one step size for both phases, the median number of samples of the descent is to that of the search as Θ(1/log N) for k = 2, " +
		"and as Θ(N^{−(k−2)/2}) = Θ(α_c^{−1/2}) for k ≥ 3.",
	When: "information exponent k ≥ 2, η in (0, ½); δ constant and below its critical value for k = 2, δ = d₀ N^{−(k−2)/2} with constant d₀ for k ≥ 3; " +
		"1 − η below the level at which the drift vanishes; start uniform on the half-sphere m ≥ 0; Assumptions A and B; N → ∞; " + evenHitting,
	Kind:       claim.Rate,
	Source:     claim.Derived.At("correction of the remark after Theorem 1.5 of Ben Arous, Gheissari, Jagannath 2021"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "theory.DescentConstant over theory.SearchConstant, with N/δ over N α_c(N, k).",
	Unseen:     seesMedians,

	Formulas: []string{
		`\frac{\operatorname{median}(\tau_{1-\eta} - \tau_\eta)}{\operatorname{median}\tau_\eta} \asymp \begin{cases} \dfrac{1}{\log N} & k = 2 \\[1ex] N^{-(k-2)/2} = \alpha_c^{-1/2} & k \ge 3 \end{cases}`,
	},
	Uses: []string{"phases/descent", "phases/search"},

	Heuristic: "One step size cancels: the descent takes N/δ steps, the search (N/δ) log N or (N/δ) N^{(k−2)/2}.",
}

var PhasesRatioRestepped = &claim.Claim{
	ID: "phases/ratio-restepped",
	Says: "With the step size set anew at τ_η to one constant, the descent takes Θ(N) steps, and its median number of samples " +
		"is to that of the search as Θ(1/α_c(N, k)).",
	When: "information exponent k ≥ 2, η in (0, ½); search as in phases/ratio; descent with constant δ so small that the drift " +
		"−φ'(m) (1 − m²) − (δ/2) V(m) m is positive on [η, 1 − η]; start uniform on the half-sphere m ≥ 0; Assumptions A and B; N → ∞; " + evenHitting,
	Kind:       claim.Rate,
	Source:     claim.Derived.At("from Theorem 1.5 of Ben Arous, Gheissari, Jagannath 2021 and the corrected drift"),
	Expect:     claim.Holds,
	Remark:     "This is the regime in which the ratio 1/α_c of the recitation notes is right.",
	Proof:      claim.DerivedHere,
	Derivation: "theory.DescentConstant at the new step size over theory.SearchConstant.",
	Unseen:     seesMedians,

	Formulas: []string{
		`\frac{\operatorname{median}(\tau_{1-\eta} - \tau_\eta)}{\operatorname{median}\tau_\eta} \asymp \frac{1}{\alpha_c(N,k)}`,
	},
	Uses: []string{"phases/descent", "phases/search"},

	Heuristic: "After τ_η the signal is of order 1 and no longer needs a small step: with a constant one the descent takes N steps, " +
		"against N α_c of the search.",
}

var PhasesSearchDominates = &claim.Claim{
	ID: "phases/search-dominates",
	Says: "Almost all of the data is used in the search, except for the simplest tasks: the share τ_η/τ_{1−η} of the samples used before τ_η " +
		"tends to 1 in probability for k ≥ 2, and for k = 1 it stays bounded away from 1.",
	When: "η in (0, ½); one step size for both phases; start uniform on the half-sphere m ≥ 0; Assumptions A and B; N → ∞; " +
		"δ → 0 or constant and below its critical value for k = 1 and k = 2, δ = O(N^{−(k−2)/2}) for k ≥ 3; " +
		"1 − η below the level at which the drift vanishes; " + evenHitting,
	Kind:       claim.Probability,
	Source:     Notes.At("opening statement; Ben Arous, Gheissari, Jagannath 2021, abstract and Theorem 1.5"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "phases/ratio for k ≥ 2 at every quantile of the search; for k = 1 the flow from m = 0, theory.SearchShareLimit.",
	Unseen:     "Below the edge of the window, δ ≪ N^{−(k−2)/2}, nothing is run; there the ratio is the same.",

	Formulas: []string{
		`\frac{\tau_\eta}{\tau_{1-\eta}} \to 1 \quad (k \ge 2)`,
	},
	Uses: []string{"phases/ratio"},

	Heuristic: "For k ≥ 2 the speed m^{k−1} is least at the start, and the time to leave it diverges with N beside that of the " +
		"descent. For k = 1 the speed is of order 1 throughout and both phases take N/δ steps.",
}

var PhasesStays = &claim.Claim{
	ID:     "phases/stays",
	Says:   "Once reached, the overlap is kept: m_t > 1 − 2η for all t from τ_{1−η} to M, with probability 1 − o(1).",
	When:   "η in (0, ½); information exponent k ≥ 1; α and δ as in recovery/k1, …, recovery/k4; start uniform on the half-sphere m ≥ 0; Assumptions A and B; N → ∞",
	Kind:   claim.Probability,
	Source: BenArous2021.At("Theorem 1.5"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
	Unseen: "A probability of keeping the overlap between .7 and 1 in the runs; the law of the fall, which is tried up to N = 10¹⁰, is that of a diffusion.",

	Formulas: []string{
		`\mathbb P\bigl(m_t > 1 - 2\eta \text{ for all } \tau_{1-\eta} \le t \le M\bigr) \to 1`,
	},

	Heuristic: "At 1 − η the signal points up. Against it the noise of all M steps adds up to the order δ √(α/N) and the pull of the " +
		"projection to the order δ² α, and both tend to 0.",
}

var PhasesLawOfLargeNumbers = &claim.Claim{
	ID: "phases/law-of-large-numbers",
	Says: "From macroscopic overlap on, online SGD follows the population dynamics: sup_{t≤M} |m_t − m̄_t| → 0 in probability, " +
		"with m̄ the overlap of the same scheme run on Φ.",
	When:   "m_0 = m̄_0 = η with η in (0, 1); M = αN, α → ∞, α δ² → 0; Assumptions A and B; N → ∞",
	Kind:   claim.Rate,
	Source: BenArous2021.At("Theorem 3.2"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
	Unseen: "The runs, of N up to 10⁵, see that the bound is kept with a probability above .3 or so; that it tends to 0 is seen in the laws, up to N = 10¹².",

	Formulas: []string{
		`\sup_{t\le M}\lvert m_t - \overline m_t\rvert \to 0`,
	},
	Uses: []string{"population/recursion"},

	Heuristic: "The two schemes differ by the noise, a martingale of the order δ √(α/N) after M steps, and by the pull of the " +
		"projection, of the order δ² α. Both tend to 0.",
}
