package theory

import "assay/theory/claim"

// limitSetting is the approach to the optimum on which the sharp constants of
// the neuron rest.
const limitSetting = "gradient descent with small step size η, or gradient flow with η t for t, on the loss of neuron/loss; ‖v‖ = 1 (L scales as ‖v‖²); " +
	"near the optimum w_i = c_i v + u_i with u_i orthogonal to v, limits c_i > 0, Σ_i c_i = 1, q_i = u_i/c_i; the start non-degenerate, so that L = Θ(t^{−3})"

var SharpConstantN2 = &claim.Claim{
	ID:         "sharp/constant-n2",
	Says:       "For n = 2 the constant of t^{−3} is known: L (η t)³ → C = (8π²/3) c² (1 − c)², so that C = π²/6 exactly when c = ½.",
	When:       "n = 2, any d ≥ 2, c and 1 − c the limits of c_1 and c_2; " + limitSetting,
	Kind:       claim.Rate,
	Source:     claim.Derived.At("from (4) of Xu & Du 2023; Theorems 9 and 14 sharpened"),
	Expect:     claim.Holds,
	Remark:     "The constant is not universal: it depends on the start through c.",
	Proof:      claim.DerivedHere,
	Derivation: "u_1 = −u_2 makes every direction critical, with L₃ = ‖u_1‖³/(3π c (1 − c)): theory.ConstantTwo",

	Formulas: []string{
		`L\,(\eta t)^3 \to C = \frac{8\pi^2}{3}\,c^2\,(1-c)^2`,
	},
	Uses:     []string{"sharp/constant"},
	Sharpens: []string{"pair/loss-rate"},

	Heuristic: "With u_1 = −u_2 the loss is ‖u_1‖³/(3π c (1 − c)), whatever the direction: a cube with one coefficient ℓ, and the flow " +
		"of ℓ ρ³ has L (η t)³ → 1/(27 ℓ²).",
}

var SharpConstant = &claim.Claim{
	ID: "sharp/constant",
	Says: "The constant of t^{−3} is L (η t)³ → C = 1/(27 ℓ²), where ℓ is one of the critical values, generically one of the local minima, of " +
		"L₃ = (1/(6π)) (Σ_{i<j} c_i c_j ‖q_i − q_j‖³ − Σ_i c_i ‖q_i‖³) on Σ_i u_i = 0, Σ_i ‖u_i‖² = 1.",
	When:   "n = 2, …, 6, d = 2, …, 6; runs whose direction u/‖u‖ has settled, ℓ being the value of L₃ at its limit; " + limitSetting,
	Kind:   claim.Rate,
	Source: claim.Derived.At("from (4) of Xu & Du 2023; Theorems 9 and 14 sharpened"),
	Expect: claim.Holds,
	Remark: "Some runs with n ≥ 4 turn for many decades before C settles. L (η t)³ itself lags by 3 t₀/t; " +
		"the slope of L^{−1/3} in η t, to the power −3, does not.",
	Proof:      claim.DerivedHere,
	Derivation: "the c_i and Σu settle exponentially and u follows the gradient flow of L₃, whose critical directions ω give u = ρω, dρ/dt = −3ℓρ²: theory.SlowConstant",
	Unseen:     "that the direction of every run settles: runs that still turn when their time is over are passed over",

	Formulas: []string{
		`L\,(\eta t)^3 \to C = \frac{1}{27\,\ell^2}, \qquad \ell \text{ a critical value of } L_3`,
		`L_3 = \frac{1}{6\pi}\left(\sum_{i<j} c_i c_j\,\lVert q_i - q_j\rVert^3 - \sum_i c_i\,\lVert q_i\rVert^3\right), \qquad \sum_i u_i = 0, \quad \sum_i\lVert u_i\rVert^2 = 1`,
	},
	Uses:     []string{"neuron/gradient"},
	Sharpens: []string{"neuron/over"},

	Heuristic: "Sum and shares settle exponentially, and u follows the gradient flow of L₃, homogeneous of degree 3. Along a critical " +
		"direction dρ/dt = −3ℓ ρ², so that ρ = 1/(3ℓ t) and L = ℓ ρ³ = 1/(27 ℓ² t³).",
}

var SharpConstantBound = &claim.Claim{
	ID: "sharp/constant-bound",
	Says: "The constant of t^{−3} is bounded: C ≤ π²/6 for d = 2, and C ≤ 4π/3 for every d. " +
		"Conjecture: C ≤ π²/6 for every d.",
	When:   "n ≥ 2, d ≥ 2, C = 1/(27 ℓ²) as in sharp/constant, for every choice of c_i > 0 with Σ_i c_i = 1; " + limitSetting,
	Kind:   claim.Inequality,
	Source: claim.Derived.At("from the slow flow of (4) of Xu & Du 2023"),
	Expect: claim.Holds,
	Remark: "The verdict is on the two bounds. The conjecture is open: the largest C seen is the outcome of searching, never its proof. " +
		"The same argument gives π²/3 < 4π/3 for every d, and π²/6 up to two inequalities that were checked numerically.",
	Proof:      claim.DerivedHere,
	Derivation: "6πL₃ as a sum of terms that are not negative: theory.CubicLoss",
	Unseen:     "that 4π/3 could not be smaller: no search comes near it, nor near π²/3; and the conjecture, which searches have not refuted",

	Formulas: []string{
		`C \le \frac{\pi^2}{6} \quad (d = 2), \qquad C \le \frac{4\pi}{3} \quad (d \ge 2)`,
	},
	Uses: []string{"sharp/constant"},

	Heuristic: "A large C needs a direction in which L₃ is small. L₃ is a sum of terms that are not negative, and Σ_i u_i = 0 does not " +
		"allow all of them to be small at once.",
}

var SharpBalancedConstants = &claim.Claim{
	ID:     "sharp/balanced-constants",
	Says:   "For balanced students, c_i = 1/n, the largest C is 2π²/(3n²) for d = 2, 8.185/n² for d = 3, n ≥ 3, and 8.211/n² for d ≥ 4, n ≥ 4.",
	When:   "n ≥ 2; C = 1/(27 ℓ²) as in sharp/constant, ℓ the global minimum of L₃ on Σ_i u_i = 0, Σ_i ‖u_i‖² = 1; decimals to the digits given; " + limitSetting,
	Kind:   claim.Identity,
	Source: claim.Derived.At("from the slow flow of (4) of Xu & Du 2023"),
	Expect: claim.Holds,
	Proof:  claim.Numerical,
	Unseen: "configurations that no search has met: that none has a lower ℓ than the simplex is not proved",

	Formulas: []string{
		`C_{\max} = \begin{cases} \dfrac{2\pi^2}{3n^2} & d = 2 \\[1ex] \dfrac{8.185}{n^2} & d = 3,\ n \ge 3 \\[1ex] \dfrac{8.211}{n^2} & d \ge 4,\ n \ge 4 \end{cases}`,
	},
	Uses: []string{"sharp/constant"},

	Heuristic: "The largest C belongs to the least value of L₃ on the sphere. More dimensions leave more directions to choose from, " +
		"until further ones do not help.",
}

var SharpSlavedSum = &claim.Claim{
	ID: "sharp/slaved-sum",
	Says: "The sum of the orthogonal parts is slaved to them, not exponentially small: Σ_i u_i = −(1/(π n)) Σ_i g_i + o(t^{−2}) = O(t^{−2}), " +
		"g_i = Σ_j c_j ‖q_i − q_j‖ (q_i − q_j) − ‖q_i‖ q_i. For n = 2, Σ_i g_i = 0 to this order.",
	When:       "n ≥ 2, d ≥ 2; " + limitSetting,
	Kind:       claim.Rate,
	Source:     claim.Derived.At("from (4) of Xu & Du 2023"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "Σu relaxes at the rate n/2 to the balance ½ n Σu + (1/(2π)) Σg = 0: theory.SlavedSum",

	Formulas: []string{
		`\sum_i u_i = -\frac{1}{\pi n}\sum_i g_i + o(t^{-2}), \qquad g_i = \sum_j c_j\,\lVert q_i - q_j\rVert\,(q_i - q_j) - \lVert q_i\rVert\,q_i`,
	},
	Uses: []string{"sharp/constant", "neuron/gradient"},

	Heuristic: "Σ_i u_i is drawn back at the rate n/2 and pushed by the cubic part of the loss with a force of second order in u. It " +
		"follows the push at once, and u ~ 1/t makes that t^{−2}.",
}

var SharpBestAngleConstant = &claim.Claim{
	ID: "sharp/best-angle-constant",
	Says: "The best constant at angle θ is " +
		"K(θ) = (¼ − (sin² θ + (π − θ)² + 2 (π − θ) sin θ cos θ)/(4π²))/θ³: " +
		"L ≥ K(θ_i) ‖w_i‖² θ_i³ for every i, and the infimum of L/(‖w_i‖² θ_i³) over all students with θ_i = θ is K(θ), approached as ‖w_i‖ → 0. " +
		"K decreases from 1/(3π) at 0+ over .0418 at π/2 to 1/(4π³) at π.",
	When:       "n ≥ 1 for the bound, θ_i and θ in (0, π], the infimum over n, w_1, …, w_n with w_i ≠ 0; " + neuronSetting,
	Kind:       claim.Inequality | claim.Identity,
	Source:     claim.Derived.At("Lemma 20 of Xu & Du 2023 sharpened"),
	Expect:     claim.Holds,
	Remark:     "The bound is weak duality with ψ = [w̄_i·x]₊ − (b·x) 1(v·x > 0), b = ((π − θ) w̄_i + sin θ v̄)/π: E(ψ [v·x]₊) = 0 and E(ψ [u·x]₊) ≥ 0 for every u.",
	Proof:      claim.DerivedHere,
	Derivation: "the weak duality of the remark, and theory.AngleWorst approaches the bound; that E(ψ [u·x]₊) ≥ 0 for angles between the edges is numerical, theory.AngleInfimum",

	Formulas: []string{
		`K(\theta) = \frac{1}{\theta^3}\left(\frac14 - \frac{\sin^2\theta + (\pi-\theta)^2 + 2(\pi-\theta)\sin\theta\cos\theta}{4\pi^2}\right), \qquad L \ge K(\theta_i)\,\lVert w_i\rVert^2\,\theta_i^3`,
	},
	Uses: []string{"neuron/loss"},

	Heuristic: "Beside v a small student at angle θ can be repaired by any (b·x) 1(v·x > 0), for which the others turn v a little, and " +
		"by further neurons, which only add. K is half the squared distance from what repairs can reach, over θ³.",
}
