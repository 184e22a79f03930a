package theory

import "assay/theory/claim"

// pairSetting is the mirror pair, the third motivating case of the notes.
const pairSetting = "n = 2, w_1 = λ₁ v + λ₂ v^⊥, w_2 = λ₁ v − λ₂ v^⊥, ‖v‖ = ‖v^⊥‖ = 1, v^⊥ orthogonal to v, λ₁ > 0, λ₂ > 0, " +
	"θ in (0, π/2) with tan θ = λ₂/λ₁; gradient descent with step size η on the population loss of neuron/loss"

// pairConverges is what the limits of the mirror pair suppose besides.
const pairConverges = "0 < η < 1, λ₁ and λ₂ positive throughout; "

var SpecialAligned = &claim.Claim{
	ID: "special/aligned",
	Says: "Students on the ray of the teacher have ∇_i = ½ (Σ_j λ_j − 1) v for every i. Hence Σ_j λ_j − 1 is multiplied by 1 − n η/2 in every step, " +
		"Σ_j λ_j → 1, and L = ¼ (Σ_j λ_j − 1)² ‖v‖² falls exponentially, by (1 − n η/2)² per step.",
	When:   "n ≥ 1, v ≠ 0, w_i = λ_i v with every λ_i > 0 throughout; 0 < n η < 4; gradient descent with step size η on the population loss of neuron/loss",
	Kind:   claim.Identity | claim.Rate,
	Source: Notes.At("part II, lower bound, motivating example 1; Xu & Du 2023, App. A"),
	Expect: claim.Holds,
	Remark: "Xu & Du 2023 print Σ_j λ_j → 0; the limit is 1.",
	Proof:  claim.InSource,

	Formulas: []string{
		`\nabla_i = \frac12\Bigl(\sum_j\lambda_j - 1\Bigr)v, \qquad L = \frac14\Bigl(\sum_j\lambda_j - 1\Bigr)^2\lVert v\rVert^2`,
	},
	Uses: []string{"neuron/gradient"},

	Heuristic: "On the ray the error is (Σ_j λ_j − 1) [v·x]₊, and each of the n students moves by η/2 times it: together they close " +
		"the part n η/2 of the gap.",
}

var SpecialIdentical = &claim.Claim{
	ID: "special/identical",
	Says: "Identical students reduce exactly to one: if w_1 = … = w_n = w, then ∇_i L(w, …, w) = ∇L_1(n w) for every i, L_1 the loss of the single neuron, " +
		"so that u = n w follows its gradient descent with step size n η. Equivalently ∇_i is n times the single-neuron gradient at w for the teacher v/n. " +
		"The loss falls exponentially, L(t + 1)/L(t) → (1 − n η/2)².",
	When:       "n ≥ 1, w ≠ 0; for the limit, 0 < n η < 2 and w(0) not opposite to v; gradient descent with step size η on the population loss of neuron/loss",
	Kind:       claim.Identity | claim.Rate,
	Source:     Notes.At("part II, lower bound, motivating example 2, stated exactly"),
	Expect:     claim.Holds,
	Remark:     "The notes say n times the gradient of the single-neuron case; this is right for the teacher v/n, not for v.",
	Proof:      claim.DerivedHere,
	Derivation: "n [w·x]₊ = [n w·x]₊, and the derivative in one student does not count the others; the rate is that of neuron/exact with step n η",

	Formulas: []string{
		`\nabla_i L(w,\dots,w) = \nabla L_1(n\,w), \qquad \frac{L(t+1)}{L(t)} \to \left(1 - \frac{n\eta}{2}\right)^2`,
	},
	Uses: []string{"neuron/exact", "neuron/gradient"},

	Heuristic: "n equal students are one with n times the weight, as n [w·x]₊ = [n w·x]₊. Each moves by η times the gradient of that " +
		"one, so that their sum moves by n η times it.",
}

var PairSymmetry = &claim.Claim{
	ID: "pair/symmetry",
	Says: "The mirror symmetry of two students persists: if w_2(0) is the reflection of w_1(0) in the line of v, " +
		"then w_1(t) = λ₁(t) v + λ₂(t) v^⊥ and w_2(t) = λ₁(t) v − λ₂(t) v^⊥ for all t ≥ 0.",
	When:   pairSetting,
	Kind:   claim.Invariant,
	Source: Notes.At("part II, lower bound, motivating example 3; Xu & Du 2023, App. A"),
	Expect: claim.Holds,
	Proof:  claim.InSource,

	Formulas: []string{
		`w_1(t) = \lambda_1(t)\,v + \lambda_2(t)\,v^\perp, \qquad w_2(t) = \lambda_1(t)\,v - \lambda_2(t)\,v^\perp`,
	},
	Uses: []string{"neuron/gradient"},

	Heuristic: "The reflection in the line of v leaves teacher and data as they are and exchanges the students. Their gradients are " +
		"then reflections of each other too.",
}

var PairLambda1RecurrencePrinted = &claim.Claim{
	ID:   "pair/lambda1-printed",
	Says: "λ₁' − ½ = (λ₁ − ½) (1 − η (1 − θ/π + sin 2θ/λ₁)) for the next value λ₁' of λ₁.",
	When: pairSetting,
	Kind: claim.Identity, Source: XuDu2023.At("(21), App. A; recitation notes, part II, (*)"),
	Expect: claim.Erratum, CorrectedBy: "pair/lambda1",
	Remark:     "Where sin 2θ/λ₁ is printed, sin 2θ/(2π) is right. Only the transient is hurt: both limits of the pair are those of the printed form too.",
	Proof:      claim.DerivedHere,
	Derivation: "the component of (4) along v at the pair: theory.PairLambda1",

	Formulas: []string{
		`\lambda_1' - \frac12 = \left(\lambda_1 - \frac12\right)\left(1 - \eta\left(1 - \frac\theta\pi + \frac{\sin 2\theta}{\lambda_1}\right)\right)`,
	},

	Heuristic: "Along v the two act as one student, factor 1 − η, but for terms in the angle, which (4) brings in over 2π. The printed " +
		"term vanishes with θ too, so that the slip does not show in the limits.",
}

var PairLambda1Recurrence = &claim.Claim{
	ID:         "pair/lambda1",
	Says:       "λ₁' − ½ = (λ₁ − ½) (1 − η (1 − θ/π + sin 2θ/(2π))) for the next value λ₁' of λ₁.",
	When:       pairSetting,
	Kind:       claim.Identity,
	Source:     claim.Derived.At("from (4) of Xu & Du 2023"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "the component of (4) along v at the pair: theory.PairLambda1",

	Formulas: []string{
		`\lambda_1' - \frac12 = \left(\lambda_1 - \frac12\right)\left(1 - \eta\left(1 - \frac\theta\pi + \frac{\sin 2\theta}{2\pi}\right)\right)`,
	},
	Uses: []string{"neuron/gradient", "pair/symmetry"},

	Heuristic: "Along v the two act as one student with doubled step: the factor is 1 − η at θ = 0. The angle between them takes part " +
		"of the half-space away from each, which brings in θ/π and sin 2θ/(2π).",
}

var PairLambda2Recurrence = &claim.Claim{
	ID:     "pair/lambda2",
	Says:   "λ₂' = λ₂ (1 − (η/(2π)) (2θ + ((λ₁ − ½)/λ₁) sin 2θ)) for the next value λ₂' of λ₂.",
	When:   pairSetting,
	Kind:   claim.Identity,
	Source: XuDu2023.At("(22), App. A; recitation notes, part II, (**)"),
	Expect: claim.Holds,
	Proof:  claim.InSource,

	Formulas: []string{
		`\lambda_2' = \lambda_2\left(1 - \frac{\eta}{2\pi}\left(2\theta + \frac{\lambda_1 - \frac12}{\lambda_1}\,\sin 2\theta\right)\right)`,
	},
	Uses: []string{"neuron/gradient", "pair/symmetry"},

	Heuristic: "For x that activate both students their parts across v cancel. What draws them together are the x that activate one " +
		"only, two wedges of angle 2θ.",
}

var PairLambda1Rate = &claim.Claim{
	ID:         "pair/lambda1-rate",
	Says:       "λ₁ → ½ geometrically: (λ₁(t + 1) − ½)/(λ₁(t) − ½) → 1 − η.",
	When:       pairConverges + "λ₁(0) ≠ ½; " + pairSetting,
	Kind:       claim.Rate,
	Source:     Notes.At("part II, from (*) with θ = o(1)"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "the factor exceeds 1 − η by at most (2η/(3π)) θ³: theory.PairLambda1Factor",

	Formulas: []string{
		`\frac{\lambda_1(t+1) - \frac12}{\lambda_1(t) - \frac12} \to 1 - \eta`,
	},
	Uses: []string{"pair/lambda1"},

	Heuristic: "As θ → 0 the update of pair/lambda1 keeps the factor 1 − η alone.",
}

var PairLambda2NearOptimum = &claim.Claim{
	ID: "pair/lambda2-small",
	Says: "Near the optimum λ₂' ≈ λ₂ (1 − (2η/π) λ₂): there is C with |λ₂' − λ₂ (1 − (2η/π) λ₂)| ≤ C η λ₂³ " +
		"for all small λ₂.",
	When:       "|λ₁ − ½| ≤ λ₂; " + pairSetting,
	Kind:       claim.Rate,
	Source:     Notes.At("part II, from (**) with λ₁ − ½ = o(1)"),
	Expect:     claim.Holds,
	Remark:     "The error is smaller than stated: it is O(η λ₂⁴) here, and (8η/(3π)) λ₂⁴ to leading order for λ₁ = ½.",
	Proof:      claim.DerivedHere,
	Derivation: "theory.PairLambda2SmallError",

	Formulas: []string{
		`\left\lvert \lambda_2' - \lambda_2\left(1 - \frac{2\eta}{\pi}\,\lambda_2\right)\right\rvert \le C\,\eta\,\lambda_2^3`,
	},
	Uses: []string{"pair/lambda2"},

	Heuristic: "Put λ₁ = ½ and tan θ = 2λ₂ into pair/lambda2: 2θ is close to 4λ₂, and η/(2π) times it is (2η/π) λ₂.",
}

var PairLambda2Rate = &claim.Claim{
	ID:         "pair/lambda2-rate",
	Says:       "λ₂ falls like 1/t, with known constant: η t λ₂(t) → π/2.",
	When:       pairConverges + pairSetting,
	Kind:       claim.Rate,
	Source:     Notes.At("part II, from (**); the constant derived"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "the Abel coordinate of the slow map, 1/λ₂ = (2η/π) (t + t₀ + log(bt)) + …: theory.PairSlow",

	Formulas: []string{
		`\eta\,t\,\lambda_2(t) \to \frac\pi2`,
	},
	Uses: []string{"pair/lambda2-small", "pair/lambda1-rate"},

	Heuristic: "By pair/lambda2-small 1/λ₂ grows by 2η/π in a step, up to terms that sum to a logarithm at most.",
}

var PairLossRate = &claim.Claim{
	ID:         "pair/loss-rate",
	Says:       "The loss of the mirror pair falls like t^{−3}, with known constant: L(w(t)) (η t)³ → π²/6.",
	When:       pairConverges + pairSetting,
	Kind:       claim.Rate,
	Source:     Notes.At("part II, lower bound; the constant derived from L = θ³/(6π) (1 + o(1))"),
	Expect:     claim.Holds,
	Proof:      claim.DerivedHere,
	Derivation: "pair/lambda2-rate and L = θ³/(6π) (1 + O(θ²)), from theory.PairLoss",

	Formulas: []string{
		`L(w(t))\,(\eta t)^3 \to \frac{\pi^2}{6}`,
	},
	Uses:     []string{"pair/lambda2-rate", "neuron/loss"},
	Sharpens: []string{"neuron/over"},

	Heuristic: "At λ₁ = ½ the loss is θ³/(6π) for small θ, and θ is close to 2λ₂, which is close to π/(η t): π³/(6π) is π²/6.",
}

var PairSlowOrthogonal = &claim.Claim{
	ID: "pair/slow-orthogonal",
	Says: "What is slow is orthogonal to v: the part of the error along v, w_1 + w_2 − v = 2 (λ₁ − ½) v, is exponentially small, " +
		"|λ₁(t) − ½| ≤ exp(−Ω(t)), while the orthogonal part λ₂(t) is of order 1/t.",
	When:       pairConverges + pairSetting,
	Kind:       claim.Rate,
	Source:     Notes.At("part II, closing remark"),
	Expect:     claim.Holds,
	Remark:     "For students without mirror symmetry the sum of the orthogonal parts is not exponentially small: sharp/slaved-sum.",
	Proof:      claim.DerivedHere,
	Derivation: "from pair/lambda1-rate and pair/lambda2-rate",

	Formulas: []string{
		`w_1 + w_2 - v = 2\left(\lambda_1 - \tfrac12\right)v, \qquad \left\lvert\lambda_1(t) - \tfrac12\right\rvert \le e^{-\Omega(t)}, \qquad \lambda_2(t) \asymp \frac1t`,
	},
	Uses: []string{"pair/lambda1-rate", "pair/lambda2-rate"},

	Heuristic: "Along v the loss is a quadratic bowl, ¼ (2λ₁ − 1)² at θ = 0, across v a cube. The first is left behind exponentially, " +
		"the second like 1/t.",
}
