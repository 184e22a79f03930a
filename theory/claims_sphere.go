package theory

import "assay/theory/claim"

var SphereTangent = &claim.Claim{
	ID: "sphere/tangent",
	Says: "The spherical gradient is tangent to the sphere at x, ⟨∇L(x; Y), x⟩ = 0, " +
		"and every iterate of online SGD has norm 1, ‖x_t‖ = 1.",
	When: "∇L is the Euclidean gradient less its component along x; x̃_t = x_{t−1} − (δ/N) ∇L(x_{t−1}; Y_t), " +
		"x_t = x̃_t/‖x̃_t‖; start on the unit sphere of dimension N ≥ 2; any loss with finite gradient, any data, any δ > 0",
	Kind:   claim.Invariant,
	Source: BenArous2021.At("(1.2), §1.2; recitation notes, part I, algorithm"),
	Expect: claim.Holds,
	Proof:  claim.DerivedHere, Derivation: "⟨g − ⟨g, x⟩ x, x⟩ = ⟨g, x⟩ (1 − ‖x‖²) = 0 on the sphere, and a vector divided by its norm has norm 1",

	Formulas: []string{
		`\langle \nabla L(x;Y),\, x\rangle = 0, \qquad \lVert x_t\rVert = 1`,
	},

	Heuristic: "The part of the gradient along x is taken out, so that a step is orthogonal to x and leaves the sphere to second order " +
		"only; dividing by the norm puts it back.",
}

var SphereOverlapGradient = &claim.Claim{
	ID: "sphere/overlap-gradient",
	Says: "The spherical gradient of the overlap is ∇m = θ − m x, so that ‖∇m‖² = 1 − m², " +
		"and the gradient of the population loss is ∇Φ = φ'(m) (θ − m x).",
	When:   "x and θ on the unit sphere, m = ⟨x, θ⟩, Φ(x) = φ(m) with φ differentiable at m",
	Kind:   claim.Identity,
	Source: Notes.At("part I, intuition behind α_c; Ben Arous, Gheissari, Jagannath 2021, §1.4"),
	Expect: claim.Holds,
	Proof:  claim.InSource,

	Formulas: []string{
		`\nabla m = \theta - m\,x, \qquad \lVert \nabla m\rVert^2 = 1 - m^2, \qquad \nabla\Phi = \varphi'(m)\,(\theta - m\,x)`,
	},

	Heuristic: "The overlap is linear in x, with Euclidean gradient θ. Taking out the part along x leaves θ − m x, the leg of a right " +
		"triangle with hypotenuse 1 and other leg m; the chain rule does the rest.",
}

var SphereStart = &claim.Claim{
	ID: "sphere/start",
	Says: "The overlap of the start has the law m₀² ~ Beta(½, (N − 1)/2), and √N m₀ → N(0, 1) in law as N → ∞: " +
		"the start has overlap of order N^{−1/2}.",
	When:   "x_0 uniform on the unit sphere of dimension N ≥ 2, θ fixed on it; on the half-sphere m ≥ 0 the limit law is that of |Z|, Z ~ N(0, 1)",
	Kind:   claim.Law,
	Source: Notes.At("part I, remark on weak recovery; Ben Arous, Gheissari, Jagannath 2021, §1.2"),
	Expect: claim.Holds,
	Proof:  claim.DerivedHere, Derivation: "the first coordinate of a uniform point is G_1/‖G‖ with G ~ N(0, I): its square is Beta(½, (N − 1)/2), and ‖G‖²/N → 1",

	Formulas: []string{
		`m_0^2 \sim \operatorname{Beta}\left(\tfrac12, \tfrac{N-1}{2}\right), \qquad \sqrt N\, m_0 \to \mathcal N(0,1)`,
	},

	Heuristic: "A uniform point is a Gaussian vector over its length, which is close to √N. Its N coordinates are alike and their " +
		"squares add up to 1, so that one of them is of order N^{−1/2}.",
}

var SphereOneSampleAStep = &claim.Claim{
	ID: "sphere/one-sample-a-step",
	Says: "Online SGD makes exactly M steps on M samples: step t uses sample Y_t and no other, " +
		"so that x_t is determined by x_0 and Y_1, …, Y_t.",
	When:   "one pass over the data with one sample in each step, M ≥ 1",
	Kind:   claim.Invariant,
	Source: Notes.At("part I, remark on the algorithm"),
	Expect: claim.Holds,
	Proof:  claim.DerivedHere, Derivation: "by induction on the step",
	Unseen: "That x_t is a function of the start and of Y_1, …, Y_t alone is tried by replaying the samples; a hidden state that repeats itself in the replay would pass.",

	Formulas: []string{
		`x_t = F(x_{t-1}, Y_t), \qquad t = 1, \dots, M`,
	},

	Heuristic: "The recursion makes x_t out of x_{t−1} and Y_t and looks at nothing else. One pass over the data never returns to a " +
		"sample.",
}

var ChainPathwise = &claim.Claim{
	ID: "chain/pathwise",
	Says: "The overlap after one step in dimension N is, on the same data, " +
		"m' = (m − c (v − u m))/√(1 + c² (w² + q)) with v = u m + w √(1 − m²), c = δ G/N, G = ∂L/∂(a·x); " +
		"for tensor PCA of order p it is m' = (m + (δ/N) g √(1 − m²))/√(1 + (δ/N)² (g² + p q)) " +
		"with g = λ p m^{p−1} √(1 − m²) + √p ξ. " +
		"Chain and update agree step by step to rounding.",
	When: "Gaussian features a ~ N(0, I) in dimension N ≥ 2; u = a·x, v = a·θ, w = a·e with e = (θ − m x)/√(1 − m²), " +
		"q the squared norm of the rest of a; |m| < 1; squared loss has G = 2 (f(u) − f(v) − ε) f'(u); " +
		"for tensor PCA, √p ξ is the noise of the gradient along e and p q the squared norm of its noise orthogonal to x and e; " +
		"online PCA and the mixture have u = Y·x, then the part of Y along e, then the rest",
	Kind:   claim.Identity,
	Source: claim.Derived.At("from (1.2) of Ben Arous, Gheissari, Jagannath 2021"),
	Expect: claim.Holds,
	Proof:  claim.DerivedHere, Derivation: "the gradient of the loss is G a; its part along x falls out, along e it is G (v − u m)/√(1 − m²) = A, and the squared norm of the rest is G² q",

	Formulas: []string{
		`m' = \frac{m - c\,(v - u\,m)}{\sqrt{1 + c^2\,(w^2 + q)}}, \qquad v = u\,m + w\sqrt{1 - m^2}, \quad c = \frac{\delta G}{N}`,
		`m' = \frac{m + \frac{\delta}{N}\, g\sqrt{1 - m^2}}{\sqrt{1 + \frac{\delta^2}{N^2}\,(g^2 + p\,q)}}, \qquad g = \lambda p\, m^{p-1}\sqrt{1 - m^2} + \sqrt p\,\xi`,
	},
	Uses: []string{"sphere/tangent"},

	Heuristic: "A step adds a multiple of a. Of a only three things move the overlap: its parts along x and along θ within the plane " +
		"of both, and the length of the rest, which the division by the norm sees.",
}

var ChainLaw = &claim.Claim{
	ID: "chain/law",
	Says: "The overlap of online SGD is itself Markov: the chain m → m' of chain/pathwise, driven by independent " +
		"u, w ~ N(0, 1) and q ~ χ²_{N−2}, has the exit times of the update in dimension N, exactly in law.",
	When: "any model with Gaussian data: single layer, misspecified single layer, GLM, online PCA, tensor PCA, sum of two tensors, " +
		"two-Gaussian mixture; the same start law, δ > 0, N ≥ 2 and level η for both; fresh sample in each step",
	Kind:   claim.Law,
	Source: claim.Derived.At("from (1.2) of Ben Arous, Gheissari, Jagannath 2021"),
	Expect: claim.Holds,
	Proof:  claim.DerivedHere, Derivation: "chain/pathwise, with u, w, q independent of x because a is Gaussian and fresh in each step",
	Unseen: "Models outside the zoo, and dimensions above 8 in the quick and standard tier.",

	Formulas: []string{
		`(m_t)_{t\ge 0} \text{ is Markov:} \quad u, w \sim \mathcal N(0,1), \quad q \sim \chi^2_{N-2} \text{ independent}`,
	},
	Uses: []string{"chain/pathwise", "sphere/one-sample-a-step"},

	Heuristic: "Gaussian data look alike in all directions orthogonal to x and θ, and are fresh in each step. Nothing of x but its " +
		"angle to θ can then matter for what comes.",
}

var ChainNonGaussian = &claim.Claim{
	ID: "chain/non-gaussian",
	Says: "Online SGD on independent features that are not Gaussian has the exit law of the Gaussian chain up to O(N^{−1/2}): " +
		"the distribution functions of τ_η differ by at most a constant times N^{−1/2} for linear regression and (log N)/N for online PCA.",
	When: "a with independent entries of mean 0, variance 1 and finite fourth moment, one law for all N, in place of a ~ N(0, I); linear regression y = a·θ + ε, L = −y a·x + (a·x)²/2, " +
		"and online PCA, Y = a + (√(1 + λ) − 1)(a·θ) θ; θ flat, |θ_i| = N^{−1/2}; start uniform on the half-sphere m ≥ 0; δ constant, below its critical value; " +
		"η in (0, 1) below the level at which the drift vanishes (for online PCA, |m| passes it); fresh sample in each step; N → ∞",
	Kind:   claim.Law,
	Source: claim.Derived.At("for the models of Ben Arous, Gheissari, Jagannath 2021, Propositions 2.5 and 2.7, which suppose moments only"),
	Expect: claim.Holds,
	Remark: "The paper proves its thresholds under these moments; that the law of τ_η is the same is more. " +
		"Independence matters: with one common random length for all features the laws stay apart.",
	Proof: claim.DerivedHere,
	Derivation: "the population loss depends on the covariance only; the fourth moments move E‖∇L‖², and with it the pull of the projection, by the factor 1 + O(1/N); " +
		"that moves τ_η by O(1) steps of a spread of order N^{1/2} for k = 1 and κ by O(1/N) for k = 2",
	Unseen: "The constant of the order: at N = 100 the laws are 0.005 to 0.016 apart, and runs tell distances from 0.2 on. Noise tensors that are not Gaussian (Proposition 2.8), other activations and targets that are not flat.",

	Formulas: []string{
		`\sup_t \bigl\lvert \mathbb P(\tau_\eta \le t) - \mathbb P(\tau_\eta^{\text{Gauss}} \le t)\bigr\rvert = O(N^{-1/2}) \ \text{(regression)}, \quad O\left(\frac{\log N}{N}\right) \ \text{(online PCA)}`,
	},
	Uses: []string{"chain/law"},

	Heuristic: "A projection of many independent features is nearly Gaussian, and the loss of these two models sees second moments " +
		"only. Fourth moments enter the length of the gradient, one part in N.",
}
