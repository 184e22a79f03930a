package theory

import "assay/theory/claim"

var SharpDrift = &claim.Claim{
	ID: "sharp/drift",
	Says: "At fixed step size the overlap follows dm/ds = −φ'(m) (1 − m²) − (δ/2) V(m) m in the time s = δ t/N, with V(m) = lim E(‖∇L‖²)/N: " +
		"V = 4 (2 (1 − m) + D) for f = x, 192 (1 − m²) + 16 D for x², 4 φ(m) for |x|, " +
		"864 (16 + 6 m² − 31 m³ + 9 m⁴) for x³ − 3x, p for tensor PCA of order p, 4 (1 + λ m²) for online PCA. " +
		"The noise of the gradient along θ, σ² = Var(∇H·θ), is at m = 0 in the same order 12, 192, 16 − 32/π, 16416, p and 4 (1 + λ).",
	When: "δ fixed, N → ∞, m_0 fixed in (−1, 1), uniformly for s in bounded intervals, in probability; " +
		"single layer with noise variance D for f = x and x², without noise for |x| and x³ − 3x and in σ²; H = L − Φ; λ > 0, p ≥ 2",
	Kind:       claim.Identity | claim.Rate,
	Source:     claim.Derived.At("from (1.2), Theorem 3.2 of Ben Arous, Gheissari, Jagannath 2021 at fixed step size"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "Mean and variance of one step of (1.2) to leading order in δ/N: Drift and Progress. The noise adds a martingale of variance O(δ/N)",
	Unseen:     "Uniformity in probability is judged at 16 times of a path, at N = 5000; beyond, by the mean and the deviation to leading order in 1/N.",

	Formulas: []string{
		`\frac{\mathrm dm}{\mathrm ds} = -\varphi'(m)\,(1 - m^2) - \frac{\delta}{2}\,V(m)\,m, \qquad s = \frac{\delta t}{N}, \quad V(m) = \lim_{N\to\infty} \frac{\mathbb E\,\lVert\nabla L\rVert^2}{N}`,
	},
	Uses:     []string{"chain/law"},
	Sharpens: []string{"phases/law-of-large-numbers"},

	Heuristic: "A step has squared length δ² V/N, nearly all of it orthogonal to θ, and the division by the norm multiplies the " +
		"overlap by 1 − δ² V/(2N). Noise along θ averages out over N/δ steps; the loss of length does not.",
}

var SharpCriticalStepK2 = &claim.Claim{
	ID: "sharp/critical-step-k2",
	Says: "For k = 2 the critical step size is δ_c = 2 c₂/V₀, with c₂ = −φ''(0) and V₀ = V(0): below it the overlap grows from N^{−1/2} to order 1 " +
		"in O(N log N) steps, above it the start is stable and |m| stays of order N^{−1/2} up to logarithms. δ_c is 1/12 for x², 1/(π − 2) for |x|, 2λ for the spiked matrix (tensor PCA with p = 2) " +
		"and λ for online PCA. Below δ_c the overlap settles at m*² = 1 − δ/(2λ) for the spiked matrix and at m*² = (λ − δ)/(λ (1 + δ)) for online PCA.",
	When:       "information exponent k = 2, δ constant, x² and |x| without noise; start uniform on the sphere; number of steps polynomial in N for the second case; λ > 0; N → ∞",
	Kind:       claim.Identity | claim.Probability,
	Source:     claim.Derived.At("from (1.2), Theorems 1.3 and 1.4 of Ben Arous, Gheissari, Jagannath 2021 sharpened"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "Sign of the drift (c₂ − δV₀/2) m at 0, GrowthRate; m* is the zero of the drift. At rest E m² is the noise of a step over twice its pull",
	Unseen:     "That above δ_c the overlap stays small for any polynomial number of steps is seen for 2 N log N/(δ|κ|) steps at N ≤ 30 000 only, and by E m² at rest.",

	Formulas: []string{
		`\delta_c = \frac{2c_2}{V_0}, \qquad c_2 = -\varphi''(0), \quad V_0 = V(0)`,
		`m_*^2 = 1 - \frac{\delta}{2\lambda} \ \text{(spiked matrix)}, \qquad m_*^2 = \frac{\lambda - \delta}{\lambda\,(1 + \delta)} \ \text{(online PCA)}`,
	},
	Uses: []string{"sharp/drift"},

	Heuristic: "Near 0 signal and pull are both linear in m, c₂ m and ½ δ V₀ m: the larger one wins from the start. Below δ_c the " +
		"overlap rests where the drift vanishes.",
}

var SharpEscapeLawK2 = &claim.Claim{
	ID: "sharp/escape-law-k2",
	Says: "For k = 2 the law of the search time is known: with κ = c₂ − δ V₀/2, " +
		"(δ κ/N) τ_η − ½ log N → C(η) − log |z_∞| in law, z_∞ ~ N(0, 1 + δ σ₀²/(2κ)), " +
		"C(η) = log η + ∫_0^η (κ/b(m) − 1/m) dm, b the corrected drift. " +
		"The sign of the start is lost with probability (1/π) arctan √(δ σ₀²/(2κ)). " +
		"For x²: C(η) = log(η/√(1 − η²)), Var z_∞ = 1/(1 − 12 δ), and the sign is lost with probability arccos(√(1 − 12 δ))/π.",
	When: "information exponent k = 2; δ constant, 0 < δ < δ_c, so that κ > 0; start uniform on the sphere; τ_η the first time |m| exceeds η, " +
		"b > 0 on (0, η]; c₂ = −φ''(0), V₀ = V(0), σ₀² = σ²(0) as in sharp/drift; N → ∞",
	Kind:       claim.Law,
	Source:     claim.Derived.At("from (1.2), Theorem 1.5 of Ben Arous, Gheissari, Jagannath 2021 sharpened"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "√N m is an Ornstein-Uhlenbeck process with growth κ until it leaves order 1, from where the flow of the drift takes over: EscapeLaw",

	Formulas: []string{
		`\frac{\delta\kappa}{N}\,\tau_\eta - \frac12\log N \to C(\eta) - \log\lvert z_\infty\rvert, \qquad z_\infty \sim \mathcal N\left(0,\, 1 + \frac{\delta\sigma_0^2}{2\kappa}\right)`,
		`C(\eta) = \log\eta + \int_0^\eta \left(\frac{\kappa}{b(m)} - \frac1m\right)\mathrm dm, \qquad \kappa = c_2 - \frac{\delta V_0}{2}`,
	},
	Uses: []string{"sharp/drift", "sphere/start"},

	Heuristic: "At m ~ N^{−1/2} signal, pull and noise make of √N m a linear equation with growth κ: it becomes z_∞ e^{κ s}, z_∞ being " +
		"the start and all later noise, discounted. From there on the flow of the drift takes over.",
}

var SharpOptimalStepK2 = &claim.Claim{
	ID: "sharp/optimal-step-k2",
	Says: "For k = 2 the best constant step size for the search is δ* = c₂/V₀, half the critical one, and needs " +
		"n* = (V₀/c₂²) N log N samples to leading order; V₀/c₂² is 3 for x², π²/2 − π = 1.793 for |x|, 1/(2λ²) for the spiked matrix and 1/λ² for online PCA.",
	When: "information exponent k = 2; δ constant; c₂ = −φ''(0), V₀ = V(0) as in sharp/drift; x² and |x| without noise; λ > 0; " +
		"start uniform on the sphere; samples until |m| exceeds fixed η that the drift at δ* reaches; N → ∞",
	Kind:       claim.Rate,
	Source:     claim.Derived.At("from sharp/escape-law-k2, Theorem 1.3 of Ben Arous, Gheissari, Jagannath 2021 sharpened"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "From sharp/escape-law-k2: the median is (N/δκ)(½ log N + O(1)), and δκ = δ(c₂ − δV₀/2) is largest at c₂/V₀, c₂²/(2V₀)",
	Unseen:     "N log N is climbed by the law of sharp/escape-law-k2; the chain is followed to N of order 10⁴.",

	Formulas: []string{
		`\delta^* = \frac{c_2}{V_0} = \frac{\delta_c}{2}, \qquad n^* \sim \frac{V_0}{c_2^2}\,N\log N`,
	},
	Uses: []string{"sharp/escape-law-k2", "sharp/critical-step-k2"},

	Heuristic: "The overlap grows by the factor exp(δ κ/N) with a sample, δ κ = δ (c₂ − ½ δ V₀): a parabola that vanishes at δ = 0 and " +
		"at δ_c, and is largest half-way.",
}

var SharpCriticalLawK3 = &claim.Claim{
	ID: "sharp/critical-law-k3",
	Says: "For k ≥ 3 and δ = d₀ N^{−(k−2)/2} the search is the explosion of an SDE: with z = √N m and r = d₀ t/N^{k−1}, " +
		"dz = (A z^{k−1} − ½ d₀ V₀ z) dr + √d₀ σ₀ dB, with z(0) the modulus of N(0, 1), which explodes at finite random time T, " +
		"and (d₀/N^{k−1}) τ_η → T in law: N^{k−1} T/d₀ samples, without logarithms. " +
		"For the tensor with k = 3 and λ = 1 the median of T/d₀ is 1.685, .881, .575, .371, .321, .398 at d₀ = .3, .6, 1, 2, 3, 6.",
	When: "information exponent k ≥ 3, d₀ > 0 constant, η in (0, 1) fixed; τ_η the first time m exceeds η, for k even the first time |m| does; " +
		"A = −φ^{(k)}(0)/(k − 1)!, V₀ = V(0), σ₀² = σ²(0); start uniform on the half-sphere m ≥ 0; N → ∞",
	Kind:   claim.Law,
	Source: claim.Derived.At("from (1.2), Theorem 1.5 of Ben Arous, Gheissari, Jagannath 2021 sharpened"),
	Expect: claim.Holds,
	Remark: "With the start uniform on the whole sphere z(0) ~ N(0, 1), and for k odd the search takes longer: " +
		"the medians above become 4.426, 1.933, 1.088, .549, .408, .421. " +
		"Medians and quantiles are compared, never means: the mean of 1/m_0 is infinite. " +
		"Heavy-tailed gradients, such as those of He_k, reach the limit slowly unless d₀ ≤ A/V₀.",
	Proof:      claim.DerivedHere,
	Derivation: "Mean and variance of one step of (1.2) at m = z N^{−1/2}, and convergence of the chain to the SDE: CriticalLaw. From infinity to η it takes o(N^{k−1}) steps",
	Unseen:     "The chain is followed to N = 4000; the remark on heavy tails by the law of the chain alone, see Passage.",

	Formulas: []string{
		`\mathrm dz = \left(A\,z^{k-1} - \tfrac12 d_0 V_0\,z\right)\mathrm dr + \sqrt{d_0}\,\sigma_0\,\mathrm dB, \qquad z = \sqrt N\,m, \quad r = \frac{d_0\,t}{N^{k-1}}`,
		`\frac{d_0}{N^{k-1}}\,\tau_\eta \to T = \text{the time of explosion}, \qquad z(0) \sim \lvert\mathcal N(0,1)\rvert`,
	},
	Uses: []string{"sharp/drift", "sphere/start"},

	Heuristic: "With m = z N^{−1/2} and δ = d₀ N^{−(k−2)/2} signal, pull and noise have one order, and the chain tends to a diffusion. " +
		"Its drift grows like z^{k−1} with k − 1 > 1, so that it explodes in finite time.",
}

var SharpConstantStepTrap = &claim.Claim{
	ID: "sharp/constant-step-trap",
	Says: "For k ≥ 3 constant step sizes trap the overlap: below m* = (δ V₀/(2A))^{1/(k−2)} the pull of the projection beats the drift, " +
		"and the time τ to leave obeys (1/N) log τ → (V₀ m*²/(2σ₀²)) (1 − 2/k).",
	When: "information exponent k ≥ 3; δ fixed and small, so that m* is small against 1 (the exponent is exact to leading order in m*); " +
		"A = −φ^{(k)}(0)/(k − 1)!, V₀ = V(0), σ₀² = σ²(0); gradient noise with Gaussian tails, as for tensor PCA; start at m ~ N^{−1/2}; N → ∞",
	Kind:       claim.Rate,
	Source:     claim.Derived.At("from (1.2), the remark on δ = O(1) after Theorem 1.4 of Ben Arous, Gheissari, Jagannath 2021 sharpened"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "Kramers' formula for the diffusion with the mean and the variance of a step: TrapExitTime is the leading term of ExitTime in 1/exponent",
	Unseen:     "The chain is followed to exponents of 6.7. Beyond, the diffusion takes its place, which leaves out the third and fourth cumulants of a step.",

	Formulas: []string{
		`m_* = \left(\frac{\delta V_0}{2A}\right)^{1/(k-2)}, \qquad \frac1N\log\tau \to \frac{V_0\,m_*^2}{2\sigma_0^2}\left(1 - \frac2k\right)`,
	},
	Uses:     []string{"sharp/drift"},
	Sharpens: []string{"refutation/constant-step"},

	Heuristic: "Below m* the pull wins and holds the overlap in a well. It gets out by a rare run of noise, and the wait is " +
		"exponential in the depth of the well over the noise of a step, which is of order 1/N.",
}

var SharpGrowingStep = &claim.Claim{
	ID: "sharp/growing-step",
	Says: "With the step size grown as δ(m) = A m^{k−2}/V₀ the search from m_0 = z₀ N^{−1/2} takes " +
		"n ≈ N^{k−1} V₀/(A² (k − 2) z₀^{2k−4}) samples and the descent O(N), so that their ratio is of order 1/α_c(N, k).",
	When: "information exponent k ≥ 3; A = −φ^{(k)}(0)/(k − 1)!, V₀ = V(0), σ₀² = σ²(0); m the current overlap, known to the schedule; " +
		"z₀² V₀/σ₀² large, so that noise does not decide the search; descent up to levels where the drift with this schedule is positive; N → ∞",
	Kind:   claim.Rate,
	Source: claim.Derived.At("from (1.2), Theorem 1.5 of Ben Arous, Gheissari, Jagannath 2021 sharpened"),
	Expect: claim.Holds,
	Remark: "From z₀ of order 1 the overlap escapes with probability P(|Z| < z₀ √V₀/σ₀), Z ~ N(0, 1), only; else it tends to 0, and the step size with it. " +
		"Schedules whose step size is kept from falling below its first value escape always, in Θ(N^{k−1}) steps.",
	Proof:      claim.DerivedHere,
	Derivation: "Without noise dm/dt = A² m^{2k−3}/(2 V₀ N) to leading order in m; the scale function of the diffusion gives the chance to escape: GrowingSearch, GrowingFailure",
	Unseen:     "That V₀z₀²/σ₀² is large is climbed by the law of a diffusion, to z₀ = 6.7; the chain is followed from z₀ = 3. Θ(N^{k−1}) for a step size kept from falling, in the remark, is not judged.",

	Formulas: []string{
		`\delta(m) = \frac{A\,m^{k-2}}{V_0}, \qquad n \approx \frac{N^{k-1}\,V_0}{A^2\,(k-2)\,z_0^{2k-4}}`,
	},
	Uses: []string{"sharp/drift"},

	Heuristic: "The gain of a step, δ A m^{k−1}/N − δ² V₀ m/(2N), is largest at δ = A m^{k−2}/V₀, where it is A² m^{2k−3}/(2 V₀ N). " +
		"Integrated from m_0 that is the search; with m of order 1 it is of order 1/N, the descent.",
}
