package theory

import "assay/theory/claim"

// populationSetting is what the population times suppose besides their exponent.
const populationSetting = "gradient descent on Φ with the steps of (1.2), from m_0 = z₀ N^{−1/2} with z₀ > 0 fixed, to η in (0, 1); " +
	"A = −φ^{(k)}(0)/(k − 1)! > 0; Assumption A; δ bounded, δ/N → 0; N → ∞"

var PopulationRecursion = &claim.Claim{
	ID: "population/recursion",
	Says: "Gradient descent on the population loss moves the overlap, to first order in δ/N, by " +
		"m_t = m_{t−1} − (δ/N) φ'(m_{t−1}) ‖∇m_{t−1}‖² with ‖∇m‖² = 1 − m²; " +
		"for small m this is m_t ≈ m_{t−1} + (δ/N) A m_{t−1}^{k−1}, A = −φ^{(k)}(0)/(k − 1)!.",
	When:       "x̃_t = x_{t−1} − (δ/N) ∇Φ(x_{t−1}), x_t = x̃_t/‖x̃_t‖; |m| < 1; φ with information exponent k; error O((δ/N)²) in the first form, relative error O(m) besides in the second",
	Kind:       claim.Identity | claim.Rate,
	Source:     BenArous2021.At("§1.4; recitation notes, part I, intuition behind α_c"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "∇Φ = φ'(m)(θ − mx), of squared length φ'²(1 − m²): the exact step is theory.PopulationStep, and both forms are its expansion.",

	Formulas: []string{
		`m_t = m_{t-1} - \frac{\delta}{N}\,\varphi'(m_{t-1})\,(1 - m_{t-1}^2) + O\left(\frac{\delta^2}{N^2}\right)`,
		`m_t \approx m_{t-1} + \frac{\delta}{N}\,A\,m_{t-1}^{k-1}, \qquad A = -\frac{\varphi^{(k)}(0)}{(k-1)!}`,
	},
	Uses: []string{"sphere/overlap-gradient"},

	Heuristic: "The overlap changes by the step times its own gradient, −(δ/N) ⟨∇Φ, ∇m⟩, and ∇Φ = φ'(m) ∇m. The division by the norm " +
		"comes in at second order.",
}

var PopulationK1 = &claim.Claim{
	ID: "population/k1",
	Says: "For k = 1 gradient descent on the population loss takes T ≈ N/δ steps to reach η: " +
		"δ T/N → ∫_0^η dm/(−φ'(m) (1 − m²)).",
	When:       "information exponent k = 1; " + populationSetting,
	Kind:       claim.Rate,
	Source:     Notes.At("part I, intuition, case 1; Ben Arous, Gheissari, Jagannath 2021, §1.4"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "∫dm/(−φ'(m)(1 − m²)) from z₀N^{−1/2} to η, theory.PopulationTimeSharp and its rest; the source has the order without the constant.",

	Formulas: []string{
		`\frac{\delta\,T}{N} \to \int_0^\eta \frac{\mathrm dm}{-\varphi'(m)\,(1 - m^2)}`,
	},
	Uses: []string{"population/recursion"},

	Heuristic: "The speed −(δ/N) φ'(m) (1 − m²) is positive from m = 0 on, so that the start does not matter: the time is the integral " +
		"of one over the speed.",
}

var PopulationK2 = &claim.Claim{
	ID: "population/k2",
	Says: "For k = 2 gradient descent on the population loss takes T ≈ (N/δ) log N steps to reach η: " +
		"δ T/(N log N) → 1/(2A).",
	When:       "information exponent k = 2; " + populationSetting,
	Kind:       claim.Rate,
	Source:     Notes.At("part I, intuition, case 2; Ben Arous, Gheissari, Jagannath 2021, §1.4"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "∫dm/(−φ'(m)(1 − m²)) from z₀N^{−1/2} to η, theory.PopulationTimeSharp and its rest; the source has the order without the constant.",

	Formulas: []string{
		`\frac{\delta\,T}{N\log N} \to \frac{1}{2A}`,
	},
	Uses: []string{"population/recursion"},

	Heuristic: "Near 0 the overlap grows exponentially at the rate δ A/N. From N^{−1/2} to order 1 it must grow by the factor N^{1/2}, " +
		"which takes ½ log N times N/(δ A) steps.",
}

var PopulationK3 = &claim.Claim{
	ID: "population/k3",
	Says: "For k = 3 gradient descent on the population loss takes T ≈ (N/δ) N^{1/2} steps to reach η: " +
		"δ T/N^{3/2} → 1/(A z₀).",
	When:       "information exponent k = 3; " + populationSetting,
	Kind:       claim.Rate,
	Source:     Notes.At("part I, intuition, case 3; Ben Arous, Gheissari, Jagannath 2021, §1.4"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "∫dm/(−φ'(m)(1 − m²)) from z₀N^{−1/2} to η, theory.PopulationTimeSharp and its rest; the source has the order without the constant.",

	Formulas: []string{
		`\frac{\delta\,T}{N^{3/2}} \to \frac{1}{A\,z_0}`,
	},
	Uses: []string{"population/recursion"},

	Heuristic: "Under dm/dt = (δ/N) A m² the quantity 1/m falls linearly, at the rate δ A/N, and it has N^{1/2}/z₀ to fall.",
}

var PopulationK4 = &claim.Claim{
	ID: "population/k4",
	Says: "For k = 4 gradient descent on the population loss takes T ≈ (N/δ) N steps to reach η: " +
		"δ T/N² → 1/(2 A z₀²).",
	When:       "information exponent k = 4; " + populationSetting,
	Kind:       claim.Rate,
	Source:     Notes.At("part I, intuition, case 3; Ben Arous, Gheissari, Jagannath 2021, §1.4"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "∫dm/(−φ'(m)(1 − m²)) from z₀N^{−1/2} to η, theory.PopulationTimeSharp and its rest; the source has the order without the constant.",

	Formulas: []string{
		`\frac{\delta\,T}{N^2} \to \frac{1}{2A\,z_0^2}`,
	},
	Uses: []string{"population/recursion"},

	Heuristic: "Under dm/dt = (δ/N) A m³ the quantity 1/m² falls linearly, at the rate 2 δ A/N, and it has N/z₀² to fall.",
}

var PopulationNoisePrice = &claim.Claim{
	ID: "population/noise-price",
	Says: "Noise multiplies the samples by α_c^{1/2}: population gradient descent with constant δ reaches η in Θ(N^{k/2}) steps, " +
		"online SGD in Θ(N^{k−1}) = Θ(N^{k/2} N^{(k−2)/2}) at the best order of the step size, because noise forces δ = O(N^{−(k−2)/2}): " +
		"above that order the pull δ² V₀ m/(2N) of the projection beats the signal (δ/N) A m^{k−1} at m ~ N^{−1/2}.",
	When: "information exponent k ≥ 3; η in (0, 1); start m_0 of order N^{−1/2}; V₀ = lim E(‖∇L‖²)/N at m = 0, A = −φ^{(k)}(0)/(k − 1)!; " +
		"medians of the hitting time for online SGD; Assumptions A and B; N → ∞",
	Kind:       claim.Rate,
	Source:     BenArous2021.At("§1.4; the step sizes from the proof of Theorem 1.3"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "N α_c over N^{k/2}; the trap of the projection ends at √N m = (δN^{(k−2)/2}V₀/2A)^{1/(k−2)}, theory.TrapEdge.",
	Unseen:     "That no step size above the critical order does better is seen at eight times it, for k = 3 only.",

	Formulas: []string{
		`T_{\text{population}} = \Theta\bigl(N^{k/2}\bigr), \qquad T_{\text{online}} = \Theta\bigl(N^{k-1}\bigr) = \Theta\bigl(N^{k/2}\,\alpha_c^{1/2}\bigr)`,
	},
	Uses: []string{"population/k3", "population/k4", "sharp/critical-law-k3", "threshold/alpha-c"},

	Heuristic: "The flow takes N^{k/2}/δ steps, N^{k/2} with constant δ. A noisy step has squared length δ² V₀/N, and the division by " +
		"the norm costs the overlap half that part of it; to stay below the signal at N^{−1/2} asks for δ ~ N^{−(k−2)/2}.",
}
