package theory

import "assay/theory/claim"

// meanSetting is what footnote 4 supposes.
const meanSetting = "M = αN samples of a Gaussian vector with law N(v, I) in dimension N, v̂ their average, α fixed, N → ∞"

var MisprintMeanEstimation = &claim.Claim{
	ID:   "misprint/mean-estimation",
	Says: "The sample average only achieves a normalised inner product of v̂/‖v̂‖ · v → √(α (1 − α)^{−1}) < 1 when α = O(1).",
	When: meanSetting + "; ‖v‖ = 1; α < ½, where the printed value is below 1, as it is said to be",
	Kind: claim.Law, Source: BenArous2021.At("footnote 4, p. 9"),
	Expect: claim.Erratum, CorrectedBy: "misprint/mean-estimation-corrected",
	Remark: "The sign in the denominator is wrong. The paper loses nothing: the footnote only says that the inner product stays below 1 for bounded α, which is right.",
	Proof:  claim.DerivedHere, Derivation: "‖v̂‖² → ‖v‖² + N/M by the law of large numbers, and ⟨v, v̂⟩ → ‖v‖²",

	Formulas: []string{
		`\left\langle \frac{\hat v}{\lVert\hat v\rVert},\, v\right\rangle \to \sqrt{\frac{\alpha}{1-\alpha}}`,
	},

	Heuristic: "The average is v and noise of squared length N/M = 1/α, orthogonal to v to leading order: its cosine is 1/√(1 + 1/α). " +
		"With the sign as printed it would be above 1 for ½ < α < 1.",
}

var MisprintMeanEstimationCorrected = &claim.Claim{
	ID: "misprint/mean-estimation-corrected",
	Says: "The normalised inner product of the mean v of Gaussian vectors with the sample average tends to √(α ‖v‖²/(1 + α ‖v‖²)), " +
		"√(α/(1 + α)) for ‖v‖ = 1.",
	When:   meanSetting + "; v ≠ 0 and α > 0",
	Kind:   claim.Law,
	Source: claim.Derived.At("correction of footnote 4 of Ben Arous, Gheissari, Jagannath 2021"),
	Expect: claim.Holds,
	Proof:  claim.DerivedHere, Derivation: "‖v̂‖² → ‖v‖² + N/M by the law of large numbers, and ⟨v, v̂⟩ → ‖v‖²",

	Formulas: []string{
		`\left\langle \frac{\hat v}{\lVert\hat v\rVert},\, \frac{v}{\lVert v\rVert}\right\rangle \to \sqrt{\frac{\alpha\,\lVert v\rVert^2}{1 + \alpha\,\lVert v\rVert^2}}`,
	},

	Heuristic: "The average is v and noise of squared length N/M = 1/α, nearly orthogonal to v: a right triangle with legs ‖v‖ and " +
		"α^{−1/2}.",
}

// familySetting is (2.5).
const familySetting = "densities p_θ(y) = exp((y θ − b(θ))/d − c(y)) with d = 1, canonical link f = b', " +
	"y real for the linear, y = 0, 1, 2, … for the Poisson family"

var MisprintGLMLinks = &claim.Claim{
	ID: "misprint/glm-links",
	Says: "Linear regression is the exponential family with f(x) = x and c(t) = b(t) = −t²/2, " +
		"Poisson regression the one with f(x) = e^x, b(t) = t and c(t) = −log t!.",
	When: familySetting,
	Kind: claim.Identity, Source: BenArous2021.At("§2.2, list of examples after (2.5)"),
	Expect: claim.Erratum, CorrectedBy: "misprint/glm-links-corrected",
	Remark: "Neither is a density, and b' is not f: for the first b'(t) = −t, for the second b'(t) = 1. The paper loses nothing: only f and the loss −y a·x + b(a·x) with the right b are used.",
	Proof:  claim.DerivedHere, Derivation: "the sum or integral of exp(y θ − c(y)) diverges for both, and b' ≠ f",

	Formulas: []string{
		`f(x) = x, \quad b(t) = c(t) = -\frac{t^2}{2}; \qquad f(x) = e^x, \quad b(t) = t, \quad c(t) = -\log t!`,
	},

	Heuristic: "The signs and places of b and c can be told from any known case: the density of N(θ, 1) is exp(y θ − θ²/2 − " +
		"y²/2)/√(2π), in which both squares are subtracted, so that b and c are + t²/2.",
}

var MisprintGLMLinksCorrected = &claim.Claim{
	ID: "misprint/glm-links-corrected",
	Says: "Linear regression is the exponential family with f(x) = x, b(t) = t²/2 and c(t) = t²/2 + ½ log 2π, " +
		"Poisson regression the one with f(x) = e^x, b(t) = e^t and c(t) = log t!: the densities have mass 1, and f = b'.",
	When:   familySetting,
	Kind:   claim.Identity,
	Source: claim.Derived.At("correction of the list after (2.5) of Ben Arous, Gheissari, Jagannath 2021"),
	Expect: claim.Holds,
	Proof:  claim.DerivedHere, Derivation: "the moment generating function of N(0, 1) is exp(θ²/2), and Σ exp(y θ)/y! = exp(e^θ)",

	Formulas: []string{
		`f(x) = x, \quad b(t) = \frac{t^2}{2}, \quad c(t) = \frac{t^2}{2} + \frac12\log 2\pi; \qquad f(x) = e^x, \quad b(t) = e^t, \quad c(t) = \log t!`,
	},

	Heuristic: "exp(y θ) times a base weight must be divided by its total, so that b is the logarithm of that total: θ²/2 for the " +
		"Gaussian, e^θ for the weights 1/y!. Its derivative is the mean, which the link asks for.",
}

// signSetting is the case a < 0 of Remark 2.3.
const signSetting = "φ(m) = −A m² − B m⁴ + C with C = ‖f‖² + ‖g‖², A < 0; data from f = u_2 h_2 + u_4 h_4 fitted by g = v_1 h_1 + v_2 h_2 + v_4 h_4, " +
	"A = 2 u_2 v_2, B = 2 u_4 v_4"

var MisprintLocalMinimum = &claim.Claim{
	ID:   "misprint/local-minimum",
	Says: "If the sign of the coefficients of f is mis-specified, A < 0, then φ = 0 is a local minimum of φ.",
	When: signSetting,
	Kind: claim.Identity, Source: BenArous2021.At("§2.1, p. 15, no recovery"),
	Expect: claim.Erratum, CorrectedBy: "misprint/local-minimum-corrected",
	Remark: "A slip of the pen for m = 0; φ has the value ‖f‖² + ‖g‖² there. The paper loses nothing.",
	Proof:  claim.DerivedHere, Derivation: "φ(0) = ‖f‖² + ‖g‖² > 0, Remark 2.3",

	Formulas: []string{
		`A < 0 \quad\Longrightarrow\quad \varphi = 0 \text{ is a local minimum}`,
	},

	Heuristic: "The minimum lies at the place m = 0; φ = 0 names a value, which φ does not take there.",
}

var MisprintLocalMinimumCorrected = &claim.Claim{
	ID:     "misprint/local-minimum-corrected",
	Says:   "If A < 0 then m = 0 is a local minimum of φ, of value ‖f‖² + ‖g‖²: φ(m) − φ(0) = −A m² − B m⁴ > 0 for small m ≠ 0.",
	When:   signSetting,
	Kind:   claim.Identity | claim.Inequality,
	Source: claim.Derived.At("correction of §2.1, p. 15 of Ben Arous, Gheissari, Jagannath 2021"),
	Expect: claim.Holds,
	Proof:  claim.InSource,

	Formulas: []string{
		`\varphi(m) - \varphi(0) = -A\,m^2 - B\,m^4 > 0 \quad\text{for small } m \ne 0 \qquad (A < 0)`,
	},
	Uses: []string{"loss/misspecified-series"},

	Heuristic: "Near 0 the square outweighs the fourth power, and −A m² with A < 0 rises on both sides.",
}

var MisprintNotesIntegration = &claim.Claim{
	ID:   "misprint/notes-integration",
	Says: "The equation ṁ = (δ/N) C m^{k−1} integrates as d m^{−k+2} = (δ/N) C dt.",
	When: "k ≥ 3, C > 0, m_0 > 0, before the solution explodes",
	Kind: claim.Identity, Source: Notes.At("part I, intuition, case 3"),
	Expect: claim.Erratum, CorrectedBy: "misprint/notes-integration-corrected",
	Remark: "Sign and factor: m^{−k+2} falls, at the rate k − 2. The order of the time that the notes derive from it is right, see population/k3 for its constant.",
	Proof:  claim.DerivedHere, Derivation: "the chain rule: d m^{−(k−2)} = −(k − 2) m^{−(k−1)} dm",

	Formulas: []string{
		`\dot m = \frac\delta N\,C\,m^{k-1} \quad\Longrightarrow\quad \mathrm d\,m^{-k+2} = \frac\delta N\,C\,\mathrm dt`,
	},

	Heuristic: "Dividing by m^{k−1} gives m^{−(k−1)} dm = (δ/N) C dt, and the left side is the differential of a power; its factor " +
		"−1/(k − 2) was dropped.",
}

var MisprintNotesIntegrationCorrected = &claim.Claim{
	ID:     "misprint/notes-integration-corrected",
	Says:   "Under ṁ = (δ/N) C m^{k−1}, d m^{−k+2} = −(k − 2) (δ/N) C dt.",
	When:   "k ≥ 3, C > 0, m_0 > 0, before the solution explodes",
	Kind:   claim.Identity,
	Source: claim.Derived.At("correction of the recitation notes, part I, intuition, case 3"),
	Expect: claim.Holds,
	Proof:  claim.DerivedHere, Derivation: "the chain rule: d m^{−(k−2)} = −(k − 2) m^{−(k−1)} dm",

	Formulas: []string{
		`\dot m = \frac\delta N\,C\,m^{k-1} \quad\Longrightarrow\quad \mathrm d\,m^{-k+2} = -(k-2)\,\frac\delta N\,C\,\mathrm dt`,
	},

	Heuristic: "The chain rule: a power −(k − 2) of m falls as m grows, and the factor k − 2 comes down.",
}
