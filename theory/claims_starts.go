package theory

import "assay/theory/claim"

var RecoveryPowerStart = &claim.Claim{
	ID: "recovery/power-start",
	Says: "From a start at overlap m₀ = N^{−ζ} the ratio α of samples to dimension at which recovery begins is of order 1 for k = 1, " +
		"ζ log N for k = 2 and N^{2ζ(k−2)} = α_c(N, k)^{2ζ} for k ≥ 3. With δ = (2a/V) d m₀^{k−2} (without the power of m₀ for k = 1) the search time is, to leading order, " +
		"τ_η = (N/δ) ∫_0^η dm/b(m) for k = 1, N ζ log N · V/(2 a² d (1 − d)) for k = 2 and N^{1+2ζ(k−2)} V/(2 a² (k − 2)) · (−log(1 − d))/d² for k ≥ 3.",
	When: "0 < ζ < ½ fixed, 0 < d < 1 fixed, a = −φ^{(k)}(0)/(k − 1)!, V = V(0) and b of sharp/drift; η fixed in (0, 1), below the level at which the drift vanishes " +
		"(for k even, |m| passes it); Assumptions A and B; fresh sample in each step; N → ∞",
	Kind:   claim.Rate,
	Source: claim.Derived.At("starts of another order than that of Ben Arous, Gheissari, Jagannath 2021, Remarks 1.7 and 1.8"),
	Expect: claim.Holds,
	Remark: "At m₀ the drift is positive for d < 1 only, and (−log(1 − d))/d² is at least 2.4554, its value at d = 0.7153: no constant step size has another order with fewer samples. " +
		"The paper takes ζ = ½, where the constant is random for k ≥ 2 and the order is that of recovery/polynomial, and says that starts with m₀ of order 1 need linearly many samples, ζ = 0.",
	Proof: claim.DerivedHere,
	Derivation: "the flow dm/dt = (δ/N)(a m^{k−1} − ½ δ V m) from m₀, in the variable (m₀/m)^{k−2}; the variance of τ_η/τ is of order N^{2ζ−1}, " +
		"so that the flow's time is the law's",
	Unseen: "The two limits are judged for 0.2 ≤ ζ ≤ 0.35, d = 0.35 and 0.7, and k ≤ 4; runs go to N = 1600 only.",

	Formulas: []string{
		`m_0 = N^{-\zeta}: \qquad \alpha \asymp \begin{cases} 1 & k = 1 \\ \zeta\log N & k = 2 \\ N^{2\zeta(k-2)} = \alpha_c(N,k)^{2\zeta} & k \ge 3 \end{cases}`,
		`\tau_\eta \sim \begin{cases} \dfrac N\delta \displaystyle\int_0^\eta \frac{\mathrm dm}{b(m)} & k = 1 \\[2ex] \dfrac{\zeta\,V}{2a^2\,d\,(1-d)}\,N\log N & k = 2 \\[2ex] \dfrac{V}{2a^2\,(k-2)}\cdot\dfrac{-\log(1-d)}{d^2}\,N^{1+2\zeta(k-2)} & k \ge 3 \end{cases}`,
	},
	Uses: []string{"sharp/drift", "threshold/alpha-c"},

	Heuristic: "Put m₀ for N^{−1/2}: the pull allows δ ~ m₀^{k−2}, and the flow from m₀ takes N/(δ m₀^{k−2}) steps for k ≥ 3, N " +
		"m₀^{−2(k−2)} in all. How close δ is to that limit, d, decides the constant.",
}

var RecoveryUniformStarts = &claim.Claim{
	ID: "recovery/uniform-starts",
	Says: "Weak recovery is uniform over starts on the scale of a random one: there is η > 0 such that for every γ > 0 " +
		"inf P(τ_η ≤ M) → 1 over all starts with m₀ ≥ γ N^{−1/2}, τ_η being the first t with m_t > η.",
	When: "information exponent k ≥ 1; M = αN with α ≫ 1 for k = 1, α ≫ (log N)² for k = 2, α ≫ N^{k−2} (log N)² for k ≥ 3, at most polynomial in N; " +
		"step sizes in the corrected window of recovery/window-corrected; Assumptions A, on a neighbourhood of 0, and B (loss/assumption-b); fresh sample in each step; N → ∞",
	Kind:   claim.Probability,
	Source: BenArous2021.At("Theorem 3.1"),
	Expect: claim.Holds,
	Remark: "Printed is τ_η < α_N for τ_η < α_N N, and the window of Theorem 1.3, which is too wide: see recovery/window. " +
		"The sequences tried, in the units of recovery/k1: α' = the threshold times log N, δ' in the middle of the corrected window on the logarithmic scale. " +
		"Overlaps of the walk keep the order of their starts, so the least start is the worst.",
	Proof: claim.InSource,
	Derivation: "the bound on the ladder: from m₀ the walk comes down to m₀/2 with a probability given by its scale function; otherwise its mean time to η, over M, " +
		"is of order (log N)^{−1/4} for k = 1 and 2 and (log N)^{−3/4} for k = 3",
	Unseen: "Starts with one overlap m₀ are alike by symmetry for Gaussian features only, and only the overlap is followed. η = ½ and γ = ½, 1 for k = 3; k ≥ 4 is not run, and the limit is seen on the bound for the diffusion of sharp/drift with noise, not on the chain.",

	Formulas: []string{
		`\inf_{m_0 \ge \gamma/\sqrt N} \mathbb P_{m_0}(\tau_\eta \le M) \to 1`,
	},
	Uses: []string{"recovery/window-corrected"},

	Heuristic: "Runs keep the order of their starts in law, so that the worst start is γ N^{−1/2}. That is of the order of a random " +
		"one, from which every step size of the window recovers.",
}
