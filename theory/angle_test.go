package theory

import (
	"math"
	"strings"
	"testing"
)

// The limits and the value at π/2, from an evaluation with 40 digits.
func TestAngleInfimumValues(t *testing.T) {
	for theta, want := range map[float64]float64{
		0:           1 / (3 * math.Pi),
		math.Pi / 2: 0.04184177436369246283,
		math.Pi:     1 / (4 * math.Pi * math.Pi * math.Pi),
	} {
		got, err := AngleInfimum(theta)
		if err != nil || math.Abs(got-want) > 1e-14*want {
			t.Errorf("inf(%v) = %v, %v, want %v", theta, got, err, want)
		}
	}
}

// The expansion 1/(3π) − θ/(4π²) − θ²/(15π) + θ³/(18π²) checks the small angles, where
// the first form of the formula has lost every digit.
func TestAngleInfimumNearZero(t *testing.T) {
	for theta := 1e-12; theta < 1e-2; theta *= 3 {
		want := 1/(3*math.Pi) - theta/(4*math.Pi*math.Pi) - theta*theta/(15*math.Pi) + theta*theta*theta/(18*math.Pi*math.Pi)
		got, err := AngleInfimum(theta)
		if err != nil || math.Abs(got-want) > 1e-14*want+math.Pow(theta, 4) {
			t.Errorf("inf(%v) = %v, %v, want %v", theta, got, err, want)
		}
	}
}

// inf decreases, so its value at π is the constant for all θ. Both forms of it agree
// where the first has digits.
func TestAngleInfimumDecreases(t *testing.T) {
	last := math.Inf(1)
	for i := range 3000 {
		theta := math.Pi * float64(i) / 2999
		got, err := AngleInfimum(min(theta, math.Pi))
		if err != nil || !(got < last) {
			t.Fatalf("inf(%v) = %v, %v, not below %v", theta, got, err, last)
		}
		last = got
		if theta > 0.1 {
			sin, cos := math.Sincos(theta)
			rest := math.Pi - theta
			first := 0.25 - (sin*sin+rest*rest+2*rest*sin*cos)/(4*math.Pi*math.Pi)
			if math.Abs(first-got*theta*theta*theta) > 8*ulp { // of terms of size ¼
				t.Errorf("θ = %v: %v by the first form, %v by the second", theta, first, got*theta*theta*theta)
			}
		}
	}
}

func TestAngleCrossing(t *testing.T) {
	const want = 2.866294732563535402 // by Newton's method with 40 digits
	if got := AngleCrossing(); math.Abs(got-want) > 1e-13 {
		t.Errorf("crossing at %v, want %v", got, want)
	}
}

// The counterexample to Lemma 20 as printed: a small student opposite to the teacher.
func TestAnglePrintedFails(t *testing.T) {
	const c = 0.1
	loss, err := NeuronLoss([]float64{1, 0}, [][]float64{{-c, 0}, {1, 0}})
	if err != nil {
		t.Fatal(err)
	}
	printed, _ := AngleBoundPrinted(c, math.Pi)
	corrected, _ := AngleBoundCorrected(c, math.Pi)
	if !(loss < 0.77*printed) || math.Abs(loss-corrected) > 8*ulp*loss {
		t.Errorf("L = %v, printed bound %v, corrected %v", loss, printed, corrected)
	}
}

// The infimum is reached: L/(ε²θ³) − inf(θ) = O(ε), so halving ε halves the distance.
func TestAngleWorstReachesTheInfimum(t *testing.T) {
	for _, theta := range []float64{0.2, 1, math.Pi / 2, 2.5, 2.9, math.Pi} {
		limit, _ := AngleInfimum(theta)
		for _, epsilon := range []float64{1e-3, 1e-6, 1e-9} {
			w, err := AngleWorst(epsilon, theta)
			if err != nil {
				t.Fatal(err)
			}
			loss, _ := NeuronLoss([]float64{1, 0}, w)
			got := loss / (epsilon * epsilon * theta * theta * theta)
			// the second student turns by ε, where the kernel's h = θ³/3 − … adds |2 b|³ε³/6π to L;
			// its rounding, 2⁻⁵³ in w₂, enters L as a square
			rounding := ulp*ulp/(epsilon*epsilon*theta*theta*theta) + 32*ulp
			if got < limit*(1-rounding) || got > limit+epsilon/math.Pow(theta, 3)+rounding {
				t.Errorf("θ = %v, ε = %v: %v, want %v + O(ε)", theta, epsilon, got, limit)
			}
		}
	}
}

// The scalar products behind the sum bound: the minimum over γ is not negative on a
// grid of (a, b), and vanishes only at the edges, as α²β² and as ab(1 + cos a).
func TestAngleScalarProducts(t *testing.T) {
	const grid = 300
	for i := 1; i < grid; i++ {
		for j := 1; j <= i; j++ {
			a, b := math.Pi*float64(i)/grid, math.Pi*float64(j)/grid
			gamma := min(math.Pi-a*b/math.Pi, a+b)
			product := math.Pi*(math.Sin(gamma)+(math.Pi-gamma)*math.Cos(gamma)) -
				math.Sin(a)*math.Sin(b) + b*math.Sin(a)*math.Cos(b) + a*math.Sin(b)*math.Cos(a) - a*b*math.Cos(gamma)
			alpha, beta := math.Pi-a, math.Pi-b
			// near both edges the leading orders are α²β² and ab(1 + cos a) ≈ abα²/2
			if !(product > 0.05*min(alpha*alpha*beta*beta, a*b*alpha*alpha)-64*ulp) {
				t.Fatalf("a = %v, b = %v: ⟨R_e, R_u⟩ is %v", a, b, product)
			}
		}
	}
}

// Both bounds as they are printed: a square in the norm, a cube in the angle. Five roundings.
func TestAngleBoundForms(t *testing.T) {
	for _, norm := range []float64{0.5, 1, 3} {
		for _, theta := range []float64{0.1, 1, 3} {
			printed, err := AngleBoundPrinted(norm, theta)
			accepted(t, "printed", err)
			corrected, err := AngleBoundCorrected(norm, theta)
			accepted(t, "corrected", err)
			want := math.Pow(norm, 2) * math.Pow(theta, 3)
			near(t, "printed", printed, want/(30*math.Pi), 5*ulp*printed)
			near(t, "corrected", corrected, want/(4*math.Pow(math.Pi, 3)), 8*ulp*corrected)
		}
	}
}

// The closed ends of the domains: ε = 1, θ = π and the largest norm.
func TestAngleEdges(t *testing.T) {
	_, err := AngleWorst(1, math.Pi)
	accepted(t, "ε = 1", err)
	_, err = AngleWorst(0.5, 0)
	refused(t, "θ", err, "θ = 0")
	_, err = AngleBoundPrinted(largestComponent, 0)
	accepted(t, "largest norm, θ = 0", err)
}

func TestAngleRefusals(t *testing.T) {
	_, norm := AngleBoundPrinted(-1, 1)
	_, nan := AngleBoundCorrected(math.NaN(), 1)
	_, angle := AngleInfimum(3.2)
	_, zero := AngleWorst(0, 1)
	for want, err := range map[string]error{
		"‖w‖ = -1": norm, "‖w‖ = NaN": nan, "θ = 3.2": angle, "ε = 0": zero,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
