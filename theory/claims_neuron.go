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
}

var NeuronExact = &claim.Claim{
	ID: "neuron/exact",
	Says: "With exact parametrisation, n = 1, gradient descent converges exponentially: L(w(t)) ≤ exp(−Ω(t)), " +
		"and L(w(t + 1))/L(w(t)) → (1 − η/2)².",
	When:   "n = 1; 0 < η < 2 and small enough that the descent does not jump across the origin; w(0) ≠ 0 not opposite to v, as for almost every random start; " + neuronSetting,
	Kind:   claim.Rate,
	Source: Notes.At("part II, exact parametrisation, after Yehudai & Shamir 2020"),
	Expect: claim.Holds,
	Remark: "The ratio follows from the Hessian at the optimum, which is ½ I.",
}

var NeuronOver = &claim.Claim{
	ID: "neuron/over",
	Says: "With over-parametrisation, n ≥ 2, gradient descent from random starts converges at the rate L(w(t)) = Θ(t^{−3}): " +
		"the local exponent d log L/d log t tends to −3.",
	When:   "n ≥ 2, d ≥ 2; w_i(0) ~ N(0, σ² I) independent, σ and η small, non-degenerate start: all parts z_i(0) of w_i(0) orthogonal to v are non-zero, and κ_max(0), the largest angle between two of them, is positive; " + neuronSetting,
	Kind:   claim.Rate,
	Source: Notes.At("part II, over-parametrisation; Xu & Du 2023, Theorems 9 and 14"),
	Expect: claim.Holds,
	Remark: "Degenerate starts have probability 0 for d ≥ 3, but 2^{1−n} for d = 2.",
}

var NeuronUpper = &claim.Claim{
	ID: "neuron/upper",
	Says: "The loss falls at least like t^{−3}: there are an absolute constant C and T₂ = O(log n/(n η)) such that " +
		"L(w(T + T₂)) ≤ C n⁴ ‖v‖²/(η T)³ for every T ≥ 1.",
	When: "n ≥ 2; w_i(0) ~ N(0, σ² I) independent, σ and η below bounds polynomial in 1/n, 1/d and ‖v‖; with high probability over the start; " +
		neuronSetting,
	Kind:   claim.Inequality,
	Source: XuDu2023.At("Theorem 9; recitation notes, part II, upper bound"),
	Expect: claim.Holds,
}

var NeuronLower = &claim.Claim{
	ID: "neuron/lower",
	Says: "The loss falls at most like t^{−3}: L(w(t))^{−1/3} ≤ A t + B, " +
		"where A = O(n^{17/3}/(κ_max(0)² ‖v‖^{2/3})) and B does not depend on t.",
	When: "gradient flow, n ≥ 2, d ≥ 2; w_i(0) ~ N(0, σ² I) independent, σ small; " +
		"non-degenerate start: all parts z_i of w_i(0) orthogonal to v are non-zero, and κ_max(0), the largest angle between two of them, is positive; " + neuronSetting,
	Kind:   claim.Inequality,
	Source: XuDu2023.At("Theorem 14; recitation notes, part II, lower bound"),
	Expect: claim.Holds,
	Remark: "Xu & Du 2023 call degenerate starts null; this needs d ≥ 3. For d = 2, P(κ_max(0) = 0) = 2^{1−n}.",
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
}

var NeuronSlowdown = &claim.Claim{
	ID: "neuron/slowdown",
	Says: "Over-parametrisation slows gradient descent down exponentially: on one and the same problem the loss is exp(−Θ(t)) with n = 1 " +
		"and Θ(t^{−3}) with n ≥ 2, so that n = 2 has the larger loss at all large t and the quotient of the two losses grows exponentially.",
	When:   "the same teacher v, step size η and start scale σ; w_i(0) ~ N(0, σ² I) independent, σ and η small, d ≥ 2, non-degenerate start; " + neuronSetting,
	Kind:   claim.Rate,
	Source: Notes.At("opening statement and part II; Xu & Du 2023, title and abstract"),
	Expect: claim.Holds,
}

var NeuronAngleLemma = &claim.Claim{
	ID:   "neuron/angle-lemma",
	Says: "The loss is bounded below by cubes of angles: L ≥ ‖w_i‖² θ_i³/(30π) for every i.",
	When: "n ≥ 1, any w_1, …, w_n, θ_i in [0, π] the angle between w_i and v; " + neuronSetting,
	Kind: claim.Inequality, Source: XuDu2023.At("Lemma 20; recitation notes, part II, upper bound"),
	Expect: claim.Erratum, CorrectedBy: "neuron/angle-lemma-corrected",
	Remark: "False near θ_i = π: w_1 = −c v, w_2 = v has ‖w_1‖² θ_1³ = π³ c² = 31.0 c² for ‖v‖ = 1, and 30π L = 7.5π c² = 23.6 c².",
}

var NeuronAngleLemmaCorrected = &claim.Claim{
	ID: "neuron/angle-lemma-corrected",
	Says: "The loss is bounded below by cubes of angles: L ≥ ‖w_i‖² θ_i³/(4π³) for every i and every angle, " +
		"with equality for w_1 = −c v, w_2 = v, and L ≥ ‖w_i‖² θ_i³/(30π) when θ_i ≤ 2.866.",
	When:   "n ≥ 1, any w_1, …, w_n, θ_i in [0, π] the angle between w_i and v; " + neuronSetting,
	Kind:   claim.Inequality,
	Source: claim.Derived.At("correction of Lemma 20 of Xu & Du 2023"),
	Expect: claim.Holds,
	Remark: "The best constant at each angle is that of sharp/best-angle-constant; it falls below 1/(30π) at θ = 2.86629.",
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
}

var NeuronCubicFlow = &claim.Claim{
	ID: "neuron/cubic-flow",
	Says: "Gradient flow on |θ|^p is exponential for p = 2, θ(t) = θ(0) exp(−2t), and algebraic for p > 2: " +
		"θ(t) = (θ(0)^{−(p−2)} + p (p − 2) t)^{−1/(p−2)}, so that the loss |θ|^p falls like t^{−p/(p−2)}. For p = 3 that is t^{−3}.",
	When:   "dθ_i/dt = −(d/dθ_i) Σ_j |θ_j|^p, p ≥ 2, each θ_i(0) > 0",
	Kind:   claim.Rate,
	Source: Notes.At("part II, remark on the upper bound"),
	Expect: claim.Holds,
}

var NeuronNotStronglyConvex = &claim.Claim{
	ID: "neuron/not-strongly-convex",
	Says: "The cube |θ|³ is convex, and not strongly convex: its curvature 6 |θ| vanishes at 0. " +
		"Quadratic lower bounds fail for the loss: for no c > 0 is L ≥ c θ_i² at all w near the global minimisers.",
	When:   "n ≥ 2, d ≥ 2, ‖w_i‖ bounded away from 0; " + neuronSetting,
	Kind:   claim.Inequality,
	Source: Notes.At("part II, remark on the upper bound"),
	Expect: claim.Holds,
	Remark: "The mirror pair w = ½ v ± λ₂ v^⊥, ‖v‖ = 1, shows it: L = θ³/(6π) (1 + o(1)).",
}

var NeuronGradientDomination = &claim.Claim{
	ID: "neuron/gradient-domination",
	Says: "Near the optimum the gradient dominates the loss with exponent 2/3: ‖∇L‖ ≥ c L^{2/3} with c = c(n, ‖v‖) > 0. " +
		"The exponent is sharp: along the mirror pair with λ₁ = ½, ‖∇L‖/L^{2/3} stays bounded as L → 0.",
	When:   "n ≥ 1; L small, ‖v‖/(4n) ≤ ‖w_i‖ ≤ 4‖v‖/n for every i; ∇L the gradient with respect to all of w_1, …, w_n; sharpness for n = 2, d ≥ 2; " + neuronSetting,
	Kind:   claim.Rate,
	Source: XuDu2023.At("Theorem 7"),
	Expect: claim.Holds,
}

var NeuronInitialisation = &claim.Claim{
	ID: "neuron/initialisation",
	Says: "The random start has norms ½ σ √d ≤ ‖w_i(0)‖ ≤ 2 σ √d and angles π/3 ≤ θ_i(0) ≤ 2π/3 for all i at once, " +
		"with probability tending to 1 as d grows.",
	When:   "w_i(0) ~ N(0, σ² I) independent, i ≤ n, dimension d ≫ log n; v ≠ 0 fixed",
	Kind:   claim.Probability,
	Source: XuDu2023.At("Lemma 3"),
	Expect: claim.Holds,
}

var NeuronPhases = &claim.Claim{
	ID: "neuron/phases",
	Says: "Gradient descent from small random starts passes three phases. First all angles θ_i become small while ‖w_i‖ stays small. " +
		"Then H = ‖v‖ − Σ_i h_i falls like (1 − n η/2)^t, between constant multiples of it up to the error left by the angles, while h_i ≤ 2 h_j for all i, j. " +
		"Last, with ‖v‖/(4n) ≤ ‖w_i‖ ≤ 4‖v‖/n for every i, L falls like t^{−3}.",
	When: "n ≥ 2; w_i(0) ~ N(0, σ² I) independent, σ and η small, η small against every ‖w_i(0)‖/‖v‖ while the angles align; non-degenerate start; " +
		"h_i = ⟨w_i, v⟩/‖v‖; with high probability over the start; " + neuronSetting,
	Kind:   claim.Inequality | claim.Rate,
	Source: XuDu2023.At("Theorems 4, 5 and 6"),
	Expect: claim.Holds,
	Remark: "In (31) of Xu & Du 2023, π/3 should be 2π/3.",
}

var NeuronPotential = &claim.Claim{
	ID: "neuron/potential",
	Says: "The potential Z = Σ_{i<j} ‖z_i − z_j‖ bounds the loss from below, L ≥ c Z³/(n⁵ ‖v‖), " +
		"and falls slowly, dZ/dt ≥ −C n⁴ Z²/(κ_max(0)² ‖v‖), with absolute constants c, C > 0.",
	When: "gradient flow, n ≥ 2, z_i the part of w_i orthogonal to v; in the last phase, ‖v‖/(4n) ≤ ‖w_i‖ ≤ 4‖v‖/n and small angles; " +
		"non-degenerate start: z_i(0) ≠ 0 and κ_max(0) = max ∠(z_i(0), z_j(0)) > 0; " + neuronSetting,
	Kind:   claim.Inequality,
	Source: XuDu2023.At("Lemmas 30 to 33"),
	Expect: claim.Holds,
}
