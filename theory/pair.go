package theory

import (
	"fmt"
	"math"
)

// The two mirror-symmetric students are w₁,₂ = λ₁ v ± λ₂ v^⊥ with ‖v‖ = 1 and tan θ = λ₂/λ₁. All
// laws of this file are odd or even in λ₂: a negative λ₂ exchanges the students.

// Limits of the pair under gradient descent with step η, as t → ∞.
const (
	PairLambda2Limit = math.Pi / 2           // ηt λ₂
	PairLossLimit    = math.Pi * math.Pi / 6 // (ηt)³ L
)

// PairLambda1Printed is the recursion of λ₁ as printed,
//
//	λ₁' − ½ = (λ₁ − ½)(1 − η(1 − θ/π + sin 2θ/λ₁)).
//
// The last term is wrong: see [PairLambda1]. λ₁ > 0, η > 0, λ₂ finite.
//
// Xu, Du 2023, (21); recitation notes (*).
func PairLambda1Printed(eta, lambda1, lambda2 float64) (float64, error) {
	if err := needPair(eta, lambda1, lambda2); err != nil {
		return 0, err
	}
	theta := math.Atan2(math.Abs(lambda2), lambda1)
	return 0.5 + (lambda1-0.5)*(1-eta*(1-theta/math.Pi+math.Sin(2*theta)/lambda1)), nil
}

// PairLambda1 is the recursion of λ₁ as it follows from the gradient,
//
//	λ₁' − ½ = (λ₁ − ½)(1 − η(1 − θ/π + sin 2θ/(2π))).
//
// The part of ∇₁L along v is ½(2λ₁ − 1) + (1/2π)[(‖w‖ sin 2θ − sin θ) cos θ − 2θ λ₁ + θ], and
// ‖w‖ cos θ = λ₁, sin θ cos θ = ½ sin 2θ turn it into (λ₁ − ½)(1 − θ/π + sin 2θ/2π). The angle
// between the students is 2θ, which needs θ ≤ π/2: for λ₁ < 0 the law is
// another one, [PairStep]. λ₁ > 0, η > 0, λ₂ finite. Derived from Xu, Du 2023, (4).
func PairLambda1(eta, lambda1, lambda2 float64) (float64, error) {
	if err := needPair(eta, lambda1, lambda2); err != nil {
		return 0, err
	}
	theta := math.Atan2(math.Abs(lambda2), lambda1)
	return 0.5 + (lambda1-0.5)*pairFactor(eta, theta), nil
}

// PairLambda2 is the recursion of λ₂,
//
//	λ₂' = λ₂(1 − (η/2π)(2θ + ((λ₁ − ½)/λ₁) sin 2θ)).
//
// λ₁ > 0, η > 0, λ₂ finite. Xu, Du 2023, (22); recitation notes (**).
func PairLambda2(eta, lambda1, lambda2 float64) (float64, error) {
	if err := needPair(eta, lambda1, lambda2); err != nil {
		return 0, err
	}
	theta := math.Atan2(math.Abs(lambda2), lambda1)
	return lambda2 * (1 - eta/(2*math.Pi)*(2*theta+(lambda1-0.5)/lambda1*math.Sin(2*theta))), nil
}

// PairStep is one step of gradient descent with step η for any λ₁, by
// [PairLambda1] and [PairLambda2] for λ₁ > 0. Behind the teacher, λ₁ ≤ 0, the angle
// between the students is 2φ = 2(π − θ), and
//
//	λ₁' = λ₁ − η[(λ₁ + ½)(θ/π − sin 2θ/(2π)) − ½],
//	λ₂' = λ₂(1 − (η/2π)(2φ − sin 2θ − |λ₂|/‖w‖²)),  |λ₂|/‖w‖² = sin 2θ/(2λ₁).
//
// Both agree with the other half-plane at λ₁ = 0. η > 0, (λ₁, λ₂) finite and not 0,
// where the loss has a kink. Derived.
func PairStep(eta, lambda1, lambda2 float64) (next1, next2 float64, err error) {
	if lambda1 > 0 {
		if next1, err = PairLambda1(eta, lambda1, lambda2); err != nil {
			return 0, 0, err
		}
		next2, err = PairLambda2(eta, lambda1, lambda2)
		return next1, next2, err
	}
	if err := needPairPoint(lambda1, lambda2); err != nil {
		return 0, 0, err
	}
	if err := needPositive("step size η", eta); err != nil {
		return 0, 0, err
	}
	height := math.Abs(lambda2)
	theta := math.Atan2(height, lambda1)
	sine := math.Sin(2 * theta)
	norm := math.Hypot(lambda1, lambda2)
	next1 = lambda1 - eta*((lambda1+0.5)*(theta/math.Pi-sine/(2*math.Pi))-0.5)
	next2 = lambda2 * (1 - eta/(2*math.Pi)*(2*(math.Pi-theta)-sine-height/norm/norm))
	return next1, next2, nil
}

// PairLambda1Factor is the factor by which λ₁ − ½ shrinks in a step at angle θ,
//
//	1 − η + (η/2π)(2θ − sin 2θ) = 1 − η(1 − θ/π + sin 2θ/(2π)).
//
// It exceeds 1 − η by at most (2η/3π)θ³ and by no less than 0: λ₁ → ½ geometrically
// with ratio 1 − η, approached as the cube of the angle. The printed factor has the
// same limit, approached only linearly, by −4ηθ. η > 0, θ ∈ [0, π/2]. Derived.
func PairLambda1Factor(eta, theta float64) (float64, error) {
	if !(theta >= 0 && theta <= math.Pi/2) {
		return 0, fmt.Errorf("theory: angle θ = %v, want a value in [0, π/2]", theta)
	}
	return pairFactor(eta, theta), needPositive("step size η", eta)
}

// PairLambda1Limit is the limit of [PairLambda1Factor] as θ → 0, 1 − η. Recitation notes.
func PairLambda1Limit(eta float64) float64 { return 1 - eta }

func pairFactor(eta, theta float64) float64 {
	return 1 - eta*(1-sineGap(2*theta)/(2*math.Pi))
}

// PairLambda2Small is the recursion of λ₂ for small λ₂ and λ₁ near ½,
//
//	λ₂' ≈ λ₂(1 − (2η/π)λ₂).
//
// [PairLambda2SmallError] bounds its error. η > 0, λ₂ ≥ 0. Recitation notes.
func PairLambda2Small(eta, lambda2 float64) (float64, error) {
	if err := needPair(eta, 0.5, lambda2); err != nil {
		return 0, err
	}
	if lambda2 < 0 {
		return 0, fmt.Errorf("theory: λ₂ = %v, want λ₂ ≥ 0", lambda2)
	}
	return lambda2 * (1 - 2*eta/math.Pi*lambda2), nil
}

// PairLambda2SmallError is a bound of the error of [PairLambda2Small] at λ₁ = ½ + ε,
//
//	|λ₂' − λ₂(1 − (2η/π)λ₂)| ≤ (2η/π)(ε/λ₁)² λ₂² + (η/π) λ₂⁴ (1/(3λ₁³) + |ε|/λ₁⁴).
//
// At λ₁ = ½ that is (8η/3π)λ₂⁴: the error of λ₂'/λ₂ is O(λ₂³), and the sign is known,
// λ₂' ≥ λ₂(1 − (2η/π)λ₂). With q = λ₂/λ₁ the exact rate (η/2π)(2 arctan q + 2ελ₂/‖w‖²) differs
// from (η/π)λ₂(1/λ₁ + ε/λ₁²) = (2η/π)λ₂(1 − ε²/λ₁²) by q − arctan q ∈ [0, q³/3] and by
// λ₂/λ₁² − λ₂/‖w‖² ∈ [0, λ₂³/λ₁⁴]. There is no term linear in ε at order λ₂².
// λ₁ > 0, η > 0, λ₂ finite. Derived.
func PairLambda2SmallError(eta, lambda1, lambda2 float64) (float64, error) {
	if err := needPair(eta, lambda1, lambda2); err != nil {
		return 0, err
	}
	epsilon := math.Abs(lambda1 - 0.5)
	tilt := epsilon / lambda1
	square := lambda2 * lambda2
	cube := lambda1 * lambda1 * lambda1
	return eta / math.Pi * square * (2*tilt*tilt + square*(1.0/3+tilt)/cube), nil
}

// PairLoss is the loss of the pair. For λ₁ ≥ 0
//
//	L = (λ₁ − ½)² + (1/π)[λ₂²θ − (1 − λ₁)(λ₂ − λ₁θ)],
//
// and for λ₁ < 0, with φ = π − θ,
//
//	L = (λ₁ − ½)² + (1/π)[λ₁θ − λ₂ − λ₁λ₂ − φ(λ₁² − λ₂²)].
//
// On λ₁ = ½ the first is (1/4π)(θ sec²θ − tan θ). λ₂ − λ₁θ is taken from the series of
// arctan for small λ₂/λ₁, so the bracket at λ₁ = ½ is the difference of two terms
// in the ratio 3 : 1 and keeps every digit but one of L, down to the smallest λ₂.
// λ₁, λ₂ finite. Derived.
func PairLoss(lambda1, lambda2 float64) (float64, error) {
	if !finite(lambda1) || !finite(lambda2) {
		return 0, fmt.Errorf("theory: (λ₁, λ₂) = (%v, %v), want finite numbers", lambda1, lambda2)
	}
	x, y := lambda1, math.Abs(lambda2)
	theta := math.Atan2(y, x)
	off := (x - 0.5) * (x - 0.5)
	if x < 0 {
		return off + (x*theta-y-x*y-(math.Pi-theta)*(x*x-y*y))/math.Pi, nil
	}
	gap := y - x*theta
	if y < x/2 {
		gap = x * arctanGap(y/x)
	}
	return off + (y*y*theta-(1-x)*gap)/math.Pi, nil
}

// arctanGap is q − arctan q for 0 ≤ q ≤ ½, from its series q³/3 − q⁵/5 + ….
func arctanGap(q float64) float64 {
	sum, power := 0.0, q*q*q
	for k := 3.0; math.Abs(power) > 0x1p-54*math.Abs(sum); k += 2 {
		sum += power / k
		power *= -q * q
	}
	return sum
}

// needPair refuses what the laws for λ₁ > 0 cannot take.
func needPair(eta, lambda1, lambda2 float64) error {
	if !(lambda1 > 0) {
		return fmt.Errorf("theory: λ₁ = %v, want λ₁ > 0", lambda1)
	}
	if err := needPairPoint(lambda1, lambda2); err != nil {
		return err
	}
	return needPositive("step size η", eta)
}

func needPairPoint(lambda1, lambda2 float64) error {
	if !finite(lambda1) || !finite(lambda2) {
		return fmt.Errorf("theory: (λ₁, λ₂) = (%v, %v), want finite numbers", lambda1, lambda2)
	}
	if lambda1 == 0 && lambda2 == 0 {
		return fmt.Errorf("theory: (λ₁, λ₂) = (0, 0), want another point, as the loss has a kink there")
	}
	return nil
}
