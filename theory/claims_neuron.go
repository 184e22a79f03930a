package theory

import "assay/theory/claim"

// neuronSetting is the problem of one teacher and n students.
const neuronSetting = "teacher [v·x]₊ with v ≠ 0, students Σ_{i≤n} [w_i·x]₊, x ~ N(0, I) in dimension d, L = ½ E((Σ_i [w_i·x]₊ − [v·x]₊)²)"

var NeuronLossClosedForm = &claim.Claim{
	ID: "neuron/loss",
	Says: "The population loss ½ E((Σ_i [w_i·x]₊ − [v·x]₊)²) has the closed form " +
		"L = ¼ ‖r‖² + (1/(2π)) (Σ_{i<j} h(θ_{ij}) ‖w_i‖ ‖w_j‖ − Σ_i h(θ_i) ‖w_i‖ ‖v‖), " +
		"with r = Σ_i w_i − v and h(t) = sin t − t cos t.",
	When: "x ~ N(0, I) in dimension d ≥ 1, n ≥ 1, any w_1, …, w_n and v; θ_i the angle between w_i and v, θ_{ij} the angle between w_i and w_j, " +
		"terms that contain the vector 0 count as 0",
	Kind:   claim.Identity | claim.Law,
	Source: XuDu2023.At("(23), App. A"),
	Expect: claim.Holds,
	Proof:  claim.InSource,

	Formulas: []string{
		`L = \frac14\lVert r\rVert^2 + \frac{1}{2\pi}\left(\sum_{i<j} h(\theta_{ij})\,\lVert w_i\rVert\,\lVert w_j\rVert - \sum_i h(\theta_i)\,\lVert w_i\rVert\,\lVert v\rVert\right)`,
		`r = \sum_i w_i - v, \qquad h(t) = \sin t - t\cos t`,
	},

	Heuristic: "E([w·x]₊ [v·x]₊) depends on two lengths and one angle: it is ½ w·v + ‖w‖ ‖v‖ h(θ)/(2π). The bilinear parts collect in " +
		"¼ ‖r‖², and h is left of each pair.",
}

var NeuronGradientClosedForm = &claim.Claim{
	ID: "neuron/gradient",
	Says: "The gradient of the loss with respect to w_i is " +
		"∇_i = ½ r + (1/(2π)) ((Σ_{j≠i} ‖w_j‖ sin θ_{ij} − ‖v‖ sin θ_i) w̄_i − Σ_{j≠i} θ_{ij} w_j + θ_i v), " +
		"with r = Σ_i w_i − v and w̄_i = w_i/‖w_i‖.",
	When:   "n ≥ 1, d ≥ 1, w_i ≠ 0; " + neuronSetting + "; angles as in neuron/loss",
	Kind:   claim.Identity,
	Source: XuDu2023.At("(4)"),
	Expect: claim.Holds,
	Proof:  claim.InSource,

	Formulas: []string{
		`\nabla_i = \frac r2 + \frac{1}{2\pi}\left(\Bigl(\sum_{j\ne i}\lVert w_j\rVert\sin\theta_{ij} - \lVert v\rVert\sin\theta_i\Bigr)\overline w_i - \sum_{j\ne i}\theta_{ij}\,w_j + \theta_i\,v\right)`,
	},
	Uses: []string{"neuron/loss"},

	Heuristic: "Differentiate neuron/loss: h'(t) = t sin t, and turning w_i changes its angles, stretching it its length.",
}

var NeuronExact = &claim.Claim{
	ID: "neuron/exact",
	Says: "With exact parametrisation, n = 1, gradient descent converges exponentially: L(w(t)) ≤ exp(−Ω(t)), " +
		"and L(w(t + 1))/L(w(t)) → (1 − η/2)².",
	When:       "n = 1; 0 < η < 2 and small enough that the descent does not jump across the origin; w(0) ≠ 0 not opposite to v, as for almost every random start; " + neuronSetting,
	Kind:       claim.Rate,
	Source:     Notes.At("part II, exact parametrisation, after Yehudai & Shamir 2020"),
	Expect:     claim.Holds,
	Remark:     "The ratio follows from the Hessian at the optimum, which is ½ I.",
	Proof:      claim.DerivedHere,
	Derivation: "the Hessian at the optimum is ½ I, and theory.SingleRateError bounds what the distance from it adds",
	Unseen:     "starts of small probability, nearly opposite to v",

	Formulas: []string{
		`\frac{L(w(t+1))}{L(w(t))} \to \left(1 - \frac\eta2\right)^2 \quad (n = 1)`,
	},
	Uses: []string{"neuron/gradient"},

	Heuristic: "Near v one student sees a quadratic bowl: half of all x activate it, so that the Hessian is ½ I. A step shrinks the " +
		"error by 1 − η/2 and the loss by the square.",
}

var NeuronOver = &claim.Claim{
	ID: "neuron/over",
	Says: "With over-parametrisation, n ≥ 2, gradient descent from random starts converges at the rate L(w(t)) = Θ(t^{−3}): " +
		"the local exponent d log L/d log t tends to −3.",
	When:   "n ≥ 2, d ≥ 2; w_i(0) ~ N(0, σ² I) independent, σ and η small, non-degenerate start: all parts z_i(0) of w_i(0) orthogonal to v are non-zero, and κ_max(0), the largest angle between two of them, is positive; " + neuronSetting,
	Kind:   claim.Rate,
	Source: Notes.At("part II, over-parametrisation; Xu & Du 2023, Theorems 9 and 14"),
	Expect: claim.Holds,
	Remark: "Degenerate starts have probability 0 for d ≥ 3, but 2^{1−n} for d = 2. That the local exponent has a limit is more than Θ: it follows from sharp/constant.",
	Proof:  claim.InSource,
	Unseen: "starts of small probability: a run tries tens of them; and how small σ and η must be, for which the paper has powers such as n^{−4226}",

	Formulas: []string{
		`L(w(t)) = \Theta(t^{-3}), \qquad \frac{\mathrm d\log L}{\mathrm d\log t} \to -3 \quad (n \ge 2)`,
	},
	Uses: []string{"neuron/upper", "neuron/lower"},

	Heuristic: "The students soon add up to the teacher. What stays is their spread across v with fixed sum, in which the loss is a " +
		"cube: du/dt ~ −u² gives u ~ 1/t, and L ~ u³.",
}

var NeuronUpper = &claim.Claim{
	ID: "neuron/upper",
	Says: "The loss falls at least like t^{−3}: there are an absolute constant C and T₂ = O(log n/(n η)) such that " +
		"L(w(T + T₂)) ≤ C n⁴ ‖v‖²/(η T)³ for every T ≥ 1. C = π²/96 and T₂ = log n/(n η) will do, and no smaller C does for n = 2.",
	When: "n ≥ 2; w_i(0) ~ N(0, σ² I) independent, σ and η below bounds polynomial in 1/n, 1/d and ‖v‖; with high probability over the start; " +
		neuronSetting,
	Kind:   claim.Inequality,
	Source: XuDu2023.At("Theorem 9; recitation notes, part II, upper bound"),
	Expect: claim.Holds,
	Remark: "The paper leaves both constants open; that these will do is seen in runs, not proved. C n⁴ = π²/6 at n = 2 is the largest limit of L (η t)³ there, which the mirror pair attains.",
	Proof:  claim.InSource,
	Unseen: "the factor n⁴ beyond n = 2 and the wait T₂: L (η t)³ tends to at most (π²/6) ‖v‖² in every run, whatever n, and the bound holds in every run with T₂ = 0; how small σ and η must be",

	Formulas: []string{
		`L(w(T + T_2)) \le \frac{C\,n^4\,\lVert v\rVert^2}{(\eta T)^3}, \qquad T_2 = O\left(\frac{\log n}{n\eta}\right)`,
	},
	Uses: []string{"neuron/gradient-domination", "neuron/phases"},

	Heuristic: "By neuron/gradient-domination dL/dt = −‖∇L‖² ≤ −c² L^{4/3}, so that L^{−1/3} grows at least linearly.",
}

var NeuronLower = &claim.Claim{
	ID: "neuron/lower",
	Says: "The loss falls at most like t^{−3}: L(w(t))^{−1/3} ≤ A t + B from the beginning of the last phase on, " +
		"where A = K n^{17/3}/(κ_max(0)² ‖v‖^{2/3}) and B does not depend on t. " +
		"K = π² ((8π²/3) (7/64)²)^{−1/3}/2^{17/3} = .2856 will do, up to terms of the order of the angles, and no smaller K does for n = 2.",
	When: "gradient flow, n ≥ 2, d ≥ 2; w_i(0) ~ N(0, σ² I) independent, σ small; the last phase is ‖v‖/(4n) ≤ ‖w_i‖ ≤ 4‖v‖/n with small angles; " +
		"non-degenerate start: all parts z_i of w_i(0) orthogonal to v are non-zero, and κ_max(0), the largest angle between two of them, is positive; " + neuronSetting,
	Kind:   claim.Inequality,
	Source: XuDu2023.At("Theorem 14; recitation notes, part II, lower bound"),
	Expect: claim.Holds,
	Remark: "Xu & Du 2023 leave K open, and call degenerate starts null; this needs d ≥ 3. For d = 2, P(κ_max(0) = 0) = 2^{1−n}. " +
		"Two students of shares 1/8 and 7/8 on opposite sides of v attain K; that it will do for n ≥ 3 is the outcome of a search, not a proof.",
	Proof:  claim.InSource,
	Unseen: "that A needs κ_max(0)^{−2} and so high a power of n: with less of both, and the same A for two students on opposite sides, the bound holds in every run, see neuron/lower-constants; how small σ must be",

	Formulas: []string{
		`L(w(t))^{-1/3} \le A\,t + B, \qquad A = \frac{K\,n^{17/3}}{\kappa_{\max}(0)^2\,\lVert v\rVert^{2/3}}`,
	},
	Uses: []string{"neuron/potential"},

	Heuristic: "The spread of the students across v pulls them together with a force of second order only, dZ/dt ≥ −K' Z², so that Z " +
		"falls no faster than 1/t; and the loss is at least of the order Z³.",
}

var NeuronLowerConstants = &claim.Claim{
	ID: "neuron/lower-constants",
	Says: "In L(w(t))^{−1/3} = A t + B + o(1) the slope A does not depend on κ_max(0), and B is of the order 1/κ_max(0): " +
		"two students that start alike but for the angle κ between their parts across v have A = (6/π²)^{1/3}/‖v‖^{2/3} for every κ, " +
		"and κ B tends to a positive limit as κ → 0.",
	When:   "gradient flow, n = 2, d ≥ 3; ‖w_1(0)‖ = ‖w_2(0)‖, both with the same angle α in (0, π) to v, parts across v at the angle κ in (0, π]; " + neuronSetting,
	Kind:   claim.Rate,
	Source: claim.Derived.At("Theorem 14 of Xu & Du 2023 sharpened"),
	Expect: claim.Holds,
	Remark: "Theorem 14 is right, and gives κ to the wrong constant: it has A = O(κ^{−2}), which grows without bound as the start comes near a degenerate one, " +
		"where the slope of every run of the last phase is bounded in n alone. What grows is the wait t₀ = B/A until the loss is slow.",
	Proof: claim.DerivedHere,
	Derivation: "(4) on states c v + a e ± b f: c → ½ and a → 0 exponentially, then d(1/b)/dt → 2/π and L ~ (2b)³/(6π), which is A; " +
		"as κ → 0, b is κ times a solution of the equation linearised about identical students, whose limit is positive, and B ~ (6π)^{1/3}/(2b).",

	Formulas: []string{
		`L(w(t))^{-1/3} = A\,t + B + o(1), \qquad A = \left(\frac{6}{\pi^2}\right)^{1/3}\lVert v\rVert^{-2/3}, \qquad B \asymp \frac1\kappa`,
	},
	Sharpens: []string{"neuron/lower"},

	Heuristic: "Two equal students end as a mirror pair whatever κ is, and the pair has one slope. Small κ makes them act as one until " +
		"their distance, of order κ, is all that is left of the loss, κ³: L^{−1/3} is 1/κ by then.",
}

var NeuronSlowdown = &claim.Claim{
	ID: "neuron/slowdown",
	Says: "Over-parametrisation slows gradient descent down exponentially: on one and the same problem the loss is exp(−Θ(t)) with n = 1 " +
		"and Θ(t^{−3}) with n ≥ 2, so that n = 2 has the larger loss at all large t and the quotient of the two losses grows exponentially.",
	When:   "the same teacher v, step size η and start scale σ; w_i(0) ~ N(0, σ² I) independent, σ and η small, d ≥ 2, non-degenerate start; " + neuronSetting,
	Kind:   claim.Rate,
	Source: Notes.At("opening statement and part II; Xu & Du 2023, title and abstract"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
	Unseen: "starts of small probability",

	Formulas: []string{
		`L = \exp(-\Theta(t)) \quad (n = 1), \qquad L = \Theta(t^{-3}) \quad (n \ge 2)`,
	},
	Uses: []string{"neuron/exact", "neuron/over"},

	Heuristic: "One student sits in a quadratic bowl. Two have a direction in which they part and keep their sum, and along it the " +
		"bowl is flat to second order: a cube, which is left algebraically.",
}

var NeuronAngleLemma = &claim.Claim{
	ID:   "neuron/angle-lemma",
	Says: "The loss is bounded below by cubes of angles: L ≥ ‖w_i‖² θ_i³/(30π) for every i.",
	When: "n ≥ 1, any w_1, …, w_n, θ_i in [0, π] the angle between w_i and v; " + neuronSetting,
	Kind: claim.Inequality, Source: XuDu2023.At("Lemma 20; recitation notes, part II, upper bound"),
	Expect: claim.Erratum, CorrectedBy: "neuron/angle-lemma-corrected",
	Remark: "False near θ_i = π: w_1 = −c v, w_2 = v has ‖w_1‖² θ_1³ = π³ c² = 31.0 c² for ‖v‖ = 1, and 30π L = 7.5π c² = 23.6 c². " +
		"The paper uses the lemma at small angles only, where 1/(3π) would do, and 4π³ = 124.0 for 30π = 94.2 changes none of its O(·): its theorems lose nothing.",
	Proof:      claim.DerivedHere,
	Derivation: "the two students of the remark: the sum of their outputs is the teacher's plus [−c v·x]₊, so that L = ½ E([−c v·x]₊)² = c²/4",

	Formulas: []string{
		`L \ge \frac{\lVert w_i\rVert^2\,\theta_i^3}{30\pi}`,
	},

	Heuristic: "At small angles the loss is at least a third of ‖w_i‖² θ_i³/π, and 1/30 looks safe. But the loss stops growing with " +
		"the angle, the cube does not: at θ_i = π, w_i = −c v costs c²/4 only.",
}

var NeuronAngleLemmaCorrected = &claim.Claim{
	ID: "neuron/angle-lemma-corrected",
	Says: "The loss is bounded below by cubes of angles: L ≥ ‖w_i‖² θ_i³/(4π³) for every i and every angle, " +
		"with equality for w_1 = −c v, w_2 = v, and L ≥ ‖w_i‖² θ_i³/(30π) when θ_i ≤ 2.866.",
	When:       "n ≥ 1, any w_1, …, w_n, θ_i in [0, π] the angle between w_i and v; " + neuronSetting,
	Kind:       claim.Inequality,
	Source:     claim.Derived.At("correction of Lemma 20 of Xu & Du 2023"),
	Expect:     claim.Holds,
	Remark:     "The best constant at each angle is that of sharp/best-angle-constant; it falls below 1/(30π) at θ = 2.86629.",
	Proof:      claim.DerivedHere,
	Derivation: "the least of the best constants, sharp/best-angle-constant, is that at θ = π, and the crossing angle is found by bisection",

	Formulas: []string{
		`L \ge \frac{\lVert w_i\rVert^2\,\theta_i^3}{4\pi^3}, \qquad L \ge \frac{\lVert w_i\rVert^2\,\theta_i^3}{30\pi} \quad\text{for } \theta_i \le 2.866`,
	},
	Uses: []string{"sharp/best-angle-constant"},

	Heuristic: "Where w_i·x > 0 > v·x the teacher is silent, and no student can take back what student i adds, as outputs are never " +
		"negative. Measured in ‖w_i‖² θ_i³ that costs least at θ_i = π, where it is c²/4 for c² π³.",
}

var NeuronNearOptimum = &claim.Claim{
	ID: "neuron/near-optimum",
	Says: "Near global minimisers the students add up to the teacher: ‖Σ_i w_i − v‖² ≤ 8 L, so that Σ_i w_i → v as L → 0. " +
		"If Σ_i w_i = v and L > 0, then θ_i ≠ 0 for some i.",
	When:   "n ≥ 1, any w_1, …, w_n, θ_i the angle between w_i ≠ 0 and v; " + neuronSetting,
	Kind:   claim.Inequality,
	Source: Notes.At("part II, upper bound; the constant derived"),
	Expect: claim.Holds,
	Remark: "The second statement needs Σ_i w_i = v: aligned students with the wrong sum are no minimiser, and all their angles are 0. " +
		"The constant 8 comes from the odd part of the error, ½ r·x, and is attained at w_1 = −v, n = 1.",
	Proof:      claim.DerivedHere,
	Derivation: "the odd part of the error in x is ½ r·x, and so 2L ≥ E(½ r·x)² = ¼ ‖r‖²; with r = 0 the loss is a sum of terms h(θ_{ij}), which vanish with the angles: theory.AngleNeeded",

	Formulas: []string{
		`\Bigl\lVert \sum_i w_i - v\Bigr\rVert^2 \le 8L`,
	},
	Uses: []string{"neuron/loss"},

	Heuristic: "[w·x]₊ = ½ w·x + ½ |w·x|: the odd part of the error is ½ r·x, whatever the angles, and its mean square ¼ ‖r‖² is at " +
		"most that of the error, 2L.",
}

var NeuronCubicFlow = &claim.Claim{
	ID: "neuron/cubic-flow",
	Says: "Gradient flow on |θ|^p is exponential for p = 2, θ(t) = θ(0) exp(−2t), and algebraic for p > 2: " +
		"θ(t) = (θ(0)^{−(p−2)} + p (p − 2) t)^{−1/(p−2)}, so that the loss |θ|^p falls like t^{−p/(p−2)}. For p = 3 that is t^{−3}.",
	When:       "dθ_i/dt = −(d/dθ_i) Σ_j |θ_j|^p, p ≥ 2, each θ_i(0) > 0",
	Kind:       claim.Rate,
	Source:     Notes.At("part II, remark on the upper bound"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "each coordinate obeys a separable equation, which theory.PowerFlow solves",

	Formulas: []string{
		`\theta(t) = \left(\theta(0)^{-(p-2)} + p\,(p-2)\,t\right)^{-1/(p-2)}, \qquad \lvert\theta(t)\rvert^p \asymp t^{-p/(p-2)} \quad (p > 2)`,
	},

	Heuristic: "The coordinates do not meet. For each, dθ/dt = −p θ^{p−1}: at p = 2 its logarithm falls linearly, at p > 2 its power " +
		"−(p − 2) grows linearly.",
}

var NeuronNotStronglyConvex = &claim.Claim{
	ID: "neuron/not-strongly-convex",
	Says: "The cube |θ|³ is convex, and not strongly convex: its curvature 6 |θ| vanishes at 0. " +
		"Quadratic lower bounds fail for the loss: for no c > 0 is L ≥ c θ_i² at all w near the global minimisers.",
	When:       "n ≥ 2, d ≥ 2, ‖w_i‖ bounded away from 0; " + neuronSetting,
	Kind:       claim.Inequality,
	Source:     Notes.At("part II, remark on the upper bound"),
	Expect:     claim.Holds,
	Remark:     "The mirror pair w = ½ v ± λ₂ v^⊥, ‖v‖ = 1, shows it: L = θ³/(6π) (1 + o(1)).",
	Proof:      claim.DerivedHere,
	Derivation: "theory.CubicLoss is the loss to third order in the angles, and cubic; any c θ² exceeds it near 0",

	Formulas: []string{
		`\inf_w \frac{L(w)}{\theta_i^2} = 0 \quad\text{near the minimisers}`,
	},
	Uses: []string{"pair/loss-rate"},

	Heuristic: "Let two students part by a small angle and keep their sum: the error lives on a wedge of width θ, where it is of size " +
		"θ, so that the loss is of order θ³, and θ³ < c θ² near 0.",
}

var NeuronGradientDomination = &claim.Claim{
	ID: "neuron/gradient-domination",
	Says: "Near the optimum the gradient dominates the loss with exponent 2/3: ‖∇L‖ ≥ (1 − o(1)) c L^{2/3}/‖v‖^{1/3} with c = 3 (√2/(3π))^{1/3} = 1.594 for every n, " +
		"and therefore ‖∇L‖ ≥ Ω(L^{2/3}/(n^{2/3} ‖v‖^{1/3})). Exponent and constant are sharp: along the mirror pair with λ₁ = ½, ‖∇L‖/L^{2/3} → c as L → 0, for ‖v‖ = 1.",
	When:       "n ≥ 1; ‖v‖/(4n) ≤ ‖w_i‖ ≤ 4‖v‖/n for every i; ∇L the gradient with respect to all of w_1, …, w_n; L → 0, in the paper L = O(‖v‖²/n^{14}); sharpness for n = 2, d ≥ 2; " + neuronSetting,
	Kind:       claim.Rate,
	Source:     XuDu2023.At("Theorem 7"),
	Expect:     claim.Holds,
	Remark:     "Theorem 7 has a factor n^{−2/3}, which the bound does not need.",
	Proof:      claim.DerivedHere,
	Derivation: "Euler's u·∇L₃ = 3L₃ gives ‖∇L‖/L^{2/3} ≥ 3ℓ^{1/3} on Σu = 0, and ℓ ≥ √2/(3π) by theory.CubicLoss, whose last two inequalities are numerical for d ≥ 3; the weaker bound is Theorem 7",
	Unseen:     "the factor n^{−2/3} of the weaker bound, which no run needs",

	Formulas: []string{
		`\lVert\nabla L\rVert \ge (1 - o(1))\,\frac{c\,L^{2/3}}{\lVert v\rVert^{1/3}}, \qquad c = 3\left(\frac{\sqrt2}{3\pi}\right)^{1/3}`,
	},
	Uses: []string{"neuron/gradient"},

	Heuristic: "Near the optimum the loss is ¼ ‖r‖² and a cube L₃ of the spread u. By Euler u·∇L₃ = 3 L₃, so that ‖∇L₃‖ ≥ 3 L₃/‖u‖, " +
		"and L₃ ≥ ℓ ‖u‖³ turns ‖u‖ into a power of L₃.",
}

var NeuronInitialisation = &claim.Claim{
	ID: "neuron/initialisation",
	Says: "The random start has norms ½ σ √d ≤ ‖w_i(0)‖ ≤ 2 σ √d and angles π/3 ≤ θ_i(0) ≤ 2π/3 for all i at once, " +
		"with probability tending to 1 as d grows.",
	When:   "w_i(0) ~ N(0, σ² I) independent, i ≤ n, dimension d ≫ log n; v ≠ 0 fixed",
	Kind:   claim.Probability,
	Source: XuDu2023.At("Lemma 3"),
	Expect: claim.Holds,
	Proof:  claim.InSource,
	Unseen: "how large d must be against log(n/δ): the exact probability is judged at n ≤ 8",

	Formulas: []string{
		`\tfrac12\sigma\sqrt d \le \lVert w_i(0)\rVert \le 2\sigma\sqrt d, \qquad \frac\pi3 \le \theta_i(0) \le \frac{2\pi}{3}`,
	},

	Heuristic: "The norm of a Gaussian vector is close to σ √d, and its angle to a fixed v has a cosine of order d^{−1/2}. Exceptions " +
		"have probability exponentially small in d, so that n ≪ e^d students obey at once.",
}

var NeuronPhases = &claim.Claim{
	ID: "neuron/phases",
	Says: "Gradient descent from small random starts passes three phases. First all angles θ_i become small while ‖w_i‖ stays small: ‖z_i‖/(π − θ_i), z_i the part of w_i orthogonal to v, " +
		"keeps its value up to the pull of the other students, so that θ_i falls as ‖w_i‖ grows. " +
		"Then H = ‖v‖ − Σ_i h_i falls like (1 − n η/2)^t, between constant multiples of it up to the error left by the angles, while h_i ≤ 2 h_j for all i, j. " +
		"Last, with ‖v‖/(4n) ≤ ‖w_i‖ ≤ 4‖v‖/n for every i, L falls like t^{−3}.",
	When: "n ≥ 2; w_i(0) ~ N(0, σ² I) independent, σ and η small, η small against every ‖w_i(0)‖/‖v‖ while the angles align; non-degenerate start; " +
		"h_i = ⟨w_i, v⟩/‖v‖; with high probability over the start; " + neuronSetting,
	Kind:   claim.Inequality | claim.Rate,
	Source: XuDu2023.At("Theorems 4, 5 and 6"),
	Expect: claim.Holds,
	Remark: "Theorem 4 bounds norms and angles of the first phase in (6) and (7), Theorem 5 balance, H and the angles of the second in (12) to (15), with constants that are not optimised. " +
		"The invariant of the first phase and the bounds of H at the angles of the run are sharper in form; the printed constants are not judged. " +
		"In (31) of Xu & Du 2023, π/3 should be 2π/3.",
	Proof:  claim.InSource,
	Unseen: "the constants 2, 1/4 and 4 of balance and norms, which no run comes near: the students of a small start are balanced to a fifth; and those of (6), (7) and (13) to (15)",

	Formulas: []string{
		`\begin{aligned} &\text{1.} & \frac{\lVert z_i\rVert}{\pi - \theta_i} &\approx \text{const} \\ &\text{2.} & H = \lVert v\rVert - \sum_i h_i &\asymp \left(1 - \frac{n\eta}{2}\right)^t, \quad h_i \le 2h_j \\ &\text{3.} & L &\asymp t^{-3}, \quad \frac{\lVert v\rVert}{4n} \le \lVert w_i\rVert \le \frac{4\lVert v\rVert}{n} \end{aligned}`,
	},
	Uses: []string{"neuron/gradient", "neuron/initialisation"},

	Heuristic: "Small students do not feel each other, and the teacher alone turns and lengthens them. Once aligned each has the " +
		"gradient ½ r, so that the sum closes in by 1 − n η/2 a step. Then only the spread is left, a cube.",
}

var NeuronPotential = &claim.Claim{
	ID: "neuron/potential",
	Says: "The potential Z = Σ_{i<j} ‖z_i − z_j‖ bounds the loss from below, L ≥ (1 − O(θ)) Z³/(3π W n² (n − 1)³) with W = max_i ‖w_i‖ and θ = max_i θ_i, which is at least .25 Z³/(n⁵ ‖v‖), " +
		"and falls slowly, dZ/dt ≥ −(1 + O(θ)) (π/7) n⁴ Z²/(κ_max(0)² ‖v‖).",
	When: "gradient flow, n ≥ 2, z_i the part of w_i orthogonal to v; in the last phase, ‖v‖/(4n) ≤ ‖w_i‖ ≤ 4‖v‖/n and small angles; " +
		"non-degenerate start: z_i(0) ≠ 0 and κ_max(0) = max ∠(z_i(0), z_j(0)) > 0; " + neuronSetting,
	Kind:   claim.Inequality,
	Source: XuDu2023.At("§5.1 and App. G, the proof of Theorem 14"),
	Expect: claim.Holds,
	Remark: "The paper has L ≥ Ω(Z³/(n⁵ ‖v‖)) and dZ/dt ≥ −O(n⁴ Z²/(κ_max(0)² ‖v‖)); κ_max(0) enters the second by Theorem 30, the lower bound of κ_max(t) that Lemma 17 gives. " +
		"The symmetric pair attains the first constant, two students of shares 1/8 and 7/8 on opposite sides of v the second; that π/7 will do for n ≥ 3 is the outcome of a search.",
	Proof:      claim.DerivedHere,
	Derivation: "theory.PotentialBound, from the best constant at small angles and Hölder's inequality; for two students dZ/dt = −Z²/(4π c (1 − c)), theory.PotentialConstant; with constants left open both are in the paper",
	Unseen:     "the powers of n and κ_max(0) beyond n = 2 and κ_max(0) = π: smaller ones hold in every run as well",

	Formulas: []string{
		`Z = \sum_{i<j}\lVert z_i - z_j\rVert, \qquad L \ge (1 - O(\theta))\,\frac{Z^3}{3\pi\,W\,n^2\,(n-1)^3}, \qquad \frac{\mathrm dZ}{\mathrm dt} \ge -(1 + O(\theta))\,\frac\pi7\,\frac{n^4\,Z^2}{\kappa_{\max}(0)^2\,\lVert v\rVert}`,
	},
	Uses: []string{"neuron/gradient", "sharp/best-angle-constant"},

	Heuristic: "With sum and shares fixed the loss is of third degree in the spread of the z_i, and the force that draws them together " +
		"is of second: Z³ and Z² are the only powers that fit.",
}
