package theory

import "assay/theory/claim"

var LossOverlapOnly = &claim.Claim{
	ID:   "loss/overlap-only",
	Says: "The population loss depends on x through the overlap alone: Φ(x) = E L(x; Y) = φ(m(x)) with φ on [−1, 1].",
	When: "x and θ on the unit sphere; single layer, misspecified single layer, GLM, online PCA, tensor PCA, " +
		"sum of two tensors, two-Gaussian mixture, each with E |L(x; Y)| finite",
	Kind:   claim.Identity | claim.Law,
	Source: BenArous2021.At("(1.1)"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
	Unseen: "Two points of one overlap are compared for each model; a dependence that vanishes at both, or moves the law of the loss by less than .12 in Kolmogorov distance, passes.",

	Formulas: []string{
		`\Phi(x) = \mathbb E\, L(x;Y) = \varphi(m(x))`,
	},

	Heuristic: "An orthogonal map that fixes θ does not change the law of the data, and any two points with the same overlap are " +
		"carried into each other by such a map.",
}

var LossHermiteSeries = &claim.Claim{
	ID: "loss/hermite-series",
	Says: "The population loss of the single layer is φ(m) = 2 Σ_{j≥1} u_j² (1 − m^j) + Var ε, " +
		"with u_j = E(f(Z) h_j(Z)) the Hermite coefficients of f.",
	When: "y = f(a·θ) + ε, L = (y − f(a·x))²; a ~ N(0, I), ε independent of a, centred and of finite variance; " +
		"E(f(Z)²) finite, Z ~ N(0, 1); h_j the Hermite polynomials orthonormal under N(0, 1)",
	Kind:   claim.Identity,
	Source: BenArous2021.At("Proposition 2.1"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
	Unseen: "Series of degree above 7.",

	Formulas: []string{
		`\varphi(m) = 2\sum_{j\ge 1} u_j^2\,(1 - m^j) + \operatorname{Var}\varepsilon, \qquad u_j = \mathbb E\, f(Z)\,h_j(Z)`,
	},
	Uses: []string{"loss/overlap-only"},

	Heuristic: "The pair (a·x, a·θ) is Gaussian with correlation m, for which E(h_i(a·x) h_j(a·θ)) is m^j if i = j and 0 else. " +
		"Expanding the square leaves twice Σ_j u_j² less twice Σ_j u_j² m^j.",
}

var LossMisspecifiedSeries = &claim.Claim{
	ID: "loss/misspecified-series",
	Says: "The population loss of data from f fitted by g is φ(m) = −2 Σ_{j≥0} u_j(f) u_j(g) m^j + ‖f‖² + ‖g‖², " +
		"with ‖f‖² = E(f(Z)²).",
	When: "y = f(a·θ) without noise, L = (y − g(a·x))²; a ~ N(0, I); E(f(Z)²) and E(g(Z)²) finite, Z ~ N(0, 1); " +
		"u_j the coefficients on the orthonormal Hermite polynomials h_j",
	Kind:   claim.Identity,
	Source: BenArous2021.At("Remark 2.3"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
	Unseen: "Series of degree above 7.",

	Formulas: []string{
		`\varphi(m) = -2\sum_{j\ge 0} u_j(f)\,u_j(g)\,m^j + \lVert f\rVert^2 + \lVert g\rVert^2`,
	},
	Uses: []string{"loss/overlap-only"},

	Heuristic: "As for loss/hermite-series: only equal degrees meet, and h_j is damped by m^j. The squares give ‖f‖² + ‖g‖², the cross " +
		"term the series.",
}

var LossZoo = &claim.Claim{
	ID: "loss/zoo",
	Says: "The population losses are: GLM with canonical link, φ(m) = −u_1(b') m + const; " +
		"online PCA, φ(m) = −λ m² − 1; tensor PCA of order p, φ(m) = −λ m^p; " +
		"sum of two tensors, φ(m) = −λ m^p − μ m^q; " +
		"two-Gaussian mixture, φ(m) = −E log cosh(Z + β s m + h).",
	When: "x and θ on the unit sphere, a ~ N(0, I), λ, μ, β > 0, p, q ≥ 2. GLM: E(y | a) = b'(a·θ), L = −y a·x + b(a·x), " +
		"linear, logistic or Poisson. Online PCA: Y ~ N(0, I + λ θ θᵀ), L = −(x·Y)². Tensor PCA: Y = J + λ θ^{⊗p}, " +
		"J with independent N(0, 1) entries, L = −⟨Y, x^{⊗p}⟩; the sum adds the loss of an independent tensor of order q, strength μ. " +
		"Mixture: Y = β s θ + z, z ~ N(0, I), P(s = ±1) ∝ exp(±h), L = −log cosh(Y·x + h); Z ~ N(0, 1) independent of s",
	Kind:   claim.Identity | claim.Law,
	Source: BenArous2021.At("§2"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
	Unseen: "Parameters other than those of the rows tried.",

	Formulas: []string{
		`\begin{aligned} &\text{GLM:} & \varphi(m) &= -u_1(b')\,m + \text{const} \\ &\text{online PCA:} & \varphi(m) &= -\lambda m^2 - 1 \\ &\text{tensor PCA:} & \varphi(m) &= -\lambda m^p \\ &\text{two tensors:} & \varphi(m) &= -\lambda m^p - \mu m^q \\ &\text{mixture:} & \varphi(m) &= -\mathbb E\log\cosh(Z + \beta s m + h) \end{aligned}`,
	},
	Uses: []string{"loss/overlap-only"},

	Heuristic: "Each loss is a mean over the projections of the data on x and θ. For a GLM E b(a·x) does not depend on x, and Stein's " +
		"lemma turns E(b'(a·θ) a·x) into m E b''(Z); a tensor meets the signal as ⟨θ, x⟩^p.",
}

var LossAssumptionA = &claim.Claim{
	ID: "loss/assumption-a",
	Says: "Assumption A, φ' < 0 on (0, 1), is satisfied by every well-specified model of the zoo. " +
		"For the misspecified loss φ(m) = −A m² − B m⁴ + const it is satisfied when A > 0 and A > −2B, and when A = 0 < B; " +
		"it fails when A = 1, B = −1 (φ' = 0 at m = 1/√2), when A < 0, and when A = B = 0.",
	When: "well-specified: single layer with non-constant f of finite second moment, GLM, online PCA, tensor PCA, sum of two tensors, two-Gaussian mixture; " +
		"misspecified: f = u_2 h_2 + u_4 h_4, g = v_1 h_1 + v_2 h_2 + v_4 h_4, A = 2 u_2 v_2, B = 2 u_4 v_4",
	Kind:   claim.Inequality,
	Source: Notes.At("part I, assumption (A); Ben Arous, Gheissari, Jagannath 2021, §2, Remark 2.3"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
	Unseen: "Activations outside the zoo.",

	Formulas: []string{
		`\varphi'(m) < 0 \quad \text{for } 0 < m < 1`,
	},
	Uses: []string{"loss/hermite-series", "loss/misspecified-series", "loss/zoo"},

	Heuristic: "For layers, GLM and tensors φ is a constant less a power series with coefficients that are not negative: it falls. " +
		"With mixed signs φ' = −2m (A + 2B m²) changes sign at m² = −A/(2B), if that lies in (0, 1).",
}

var LossAssumptionB = &claim.Claim{
	ID: "loss/assumption-b",
	Says: "Assumption B: with H = L − Φ there are C and ι > 0 such that for every N " +
		"sup_x E((∇H·θ)²) ≤ C and sup_x E(‖∇H‖^{4+ι}) ≤ C N^{(4+ι)/2}.",
	When:   "every model of the zoo, single layer with f and f' of at most polynomial growth; ∇ the spherical gradient, x over the unit sphere",
	Kind:   claim.Inequality | claim.Rate,
	Source: BenArous2021.At("Definition 1.1"),
	Expect: claim.Holds,
	Proof:  claim.DerivedHere, Derivation: "E‖∇L‖⁵ lies between the bounds of momentEnds, Minkowski's inequality, at every N",
	Unseen: "That some C exists: no run can contradict it. What is tried is the power of N, at overlaps up to .95, and ι = 1.",

	Formulas: []string{
		`\sup_x \mathbb E\,(\nabla H\cdot\theta)^2 \le C, \qquad \sup_x \mathbb E\,\lVert\nabla H\rVert^{4+\iota} \le C\,N^{(4+\iota)/2}`,
	},

	Heuristic: "The gradient is a number of order 1 times a vector with N entries of order 1: its part along θ is of order 1 and its " +
		"length of order √N. Activations of polynomial growth have all moments under a Gaussian.",
}

var ExponentDefinition = &claim.Claim{
	ID: "exponent/definition",
	Says: "The information exponent, the order k of the first derivative of φ that does not vanish at 0, " +
		"is the least j ≥ 1 with u_j(f) ≠ 0; then φ^{(k)}(0) = −2 k! u_k(f)² < 0.",
	When: "single layer, y = f(a·θ) + ε, L = (y − f(a·x))², a ~ N(0, I), f non-constant with E(f(Z)²) finite; " +
		"u_j the coefficients on the orthonormal Hermite polynomials",
	Kind:   claim.Identity,
	Source: BenArous2021.At("Definition 1.2, Corollary 2.2"),
	Expect: claim.Holds,
	Remark: "Definition 1.2 asks for k + 1 continuous derivatives of φ on [−1, 1]. For ReLU and |x| this fails at ±1, " +
		"where φ'' is unbounded; nothing depends on it.",
	Proof:  claim.InSource,
	Unseen: "Exponents above 5.",

	Formulas: []string{
		`k = \min\{\, j \ge 1 : u_j(f) \ne 0 \,\}, \qquad \varphi^{(k)}(0) = -2\,k!\,u_k(f)^2 < 0`,
	},
	Uses: []string{"loss/hermite-series"},

	Heuristic: "In the series of loss/hermite-series the k-th derivative at 0 keeps the term j = k alone, and gives it the factor k!.",
}

var ExponentZoo = &claim.Claim{
	ID: "exponent/zoo",
	Says: "The information exponents are: 1 for x, sigmoid, tanh, ReLU, x³; 2 for x² and |x|; 3 for x³ − 3x; k for He_k; " +
		"1 for every GLM with canonical link; 2 for online PCA; p for tensor PCA of order p; min(p, q) for the sum of two tensors; " +
		"1 for the two-Gaussian mixture with h ≠ 0 and 2 with h = 0; " +
		"for data from f fitted by g, the least j ≥ 1 with u_j(f) u_j(g) ≠ 0, when that product is positive. " +
		"Each is found from φ and, independently, from the activation or the model.",
	When: "the models and losses of loss/hermite-series, loss/misspecified-series and loss/zoo; " +
		"GLM linear, logistic or Poisson; unequal weights when h ≠ 0; λ, μ, β > 0",
	Kind:   claim.Identity,
	Source: BenArous2021.At("§2"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
	Unseen: "Rows of the table that are not in the zoo: He_k for k ≥ 5, tensors of order above 4.",

	Formulas: []string{
		`k = \min\{\, j \ge 1 : \varphi^{(j)}(0) \ne 0 \,\}`,
	},
	Uses: []string{"exponent/definition", "loss/zoo", "loss/misspecified-series"},

	Heuristic: "Read off the first power of m that occurs in φ. By Stein's lemma u_1 is the mean slope of f and u_2 is its mean " +
		"curvature over √2: an even f has no u_1, and x³ − 3x = √6 h_3 has neither.",
}

var ExponentCubics = &claim.Claim{
	ID: "exponent/cubics",
	Says: "Cubics differ: f = x and f = x³ have k = 1, with φ(m) = 2 (1 − m) and φ(m) = 18 (1 − m) + 12 (1 − m³), " +
		"while f = x³ − 3x has k = 3, with φ(m) = 12 (1 − m³).",
	When:   "single layer without noise, y = f(a·θ), L = (y − f(a·x))², a ~ N(0, I)",
	Kind:   claim.Identity,
	Source: BenArous2021.At("§2, p. 13"),
	Expect: claim.Holds,
	Proof:  claim.InSource,

	Formulas: []string{
		`\begin{aligned} f = x &: & \varphi(m) &= 2(1-m), & k &= 1 \\ f = x^3 &: & \varphi(m) &= 18(1-m) + 12(1-m^3), & k &= 1 \\ f = x^3 - 3x &: & \varphi(m) &= 12(1-m^3), & k &= 3 \end{aligned}`,
	},
	Uses: []string{"exponent/definition"},

	Heuristic: "x³ = 3 h_1 + √6 h_3: it has the linear part that x³ − 3x has been cleared of. Twice the squares of these coefficients " +
		"are 18 and 12.",
}
