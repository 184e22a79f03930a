package theory

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// The laws of the pair against the general gradient in high precision, in both
// half-planes. The printed λ₁ fails at the point of the specification.
func TestPairStepIsGradientDescent(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	for range 200 {
		eta, x, y := 0.01+r.Float64(), 2*r.NormFloat64(), r.NormFloat64()
		g, err := NeuronGradient([]float64{1, 0}, [][]float64{{x, y}, {x, -y}})
		if err != nil {
			t.Fatal(err)
		}
		next1, next2, err := PairStep(eta, x, y)
		size := 1 + math.Abs(x) + math.Abs(y) // about ten roundings of terms of this size, and η ≤ 1.01
		want1, want2 := x-eta*g[0][0], y-eta*g[0][1]
		if err != nil || math.Abs(next1-want1) > 20*ulp*size || math.Abs(next2-want2) > 20*ulp*size {
			t.Errorf("η = %v, (%v, %v): (%v, %v), %v, want (%v, %v)", eta, x, y, next1, next2, err, want1, want2)
		}
	}
	const eta, lambda1, lambda2 = 0.3, 0.2478, 1.2788
	next, _ := PairLambda1(eta, lambda1, lambda2)
	printed, _ := PairLambda1Printed(eta, lambda1, lambda2)
	// the point is given to four digits, ±5·10⁻⁵, and the step at most doubles a change
	if math.Abs(next-0.294738) > 1e-4 || math.Abs(printed-0.404289) > 1e-4 {
		t.Errorf("λ₁' = %v, printed %v, want .294738 and .404289", next, printed)
	}
}

// The loss of the pair against the general one, in both half-planes and on the line of the teacher.
func TestPairLoss(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	for range 300 {
		x, y := r.NormFloat64(), r.NormFloat64()*math.Pow(10, -8*r.Float64())
		got, err := PairLoss(x, y)
		want, _ := NeuronLoss([]float64{1, 0}, [][]float64{{x, y}, {x, -y}})
		size := 1 + x*x + y*y
		if err != nil || math.Abs(got-want) > 12*ulp*size {
			t.Errorf("(%v, %v): L = %v, %v, want %v", x, y, got, err, want)
		}
	}
}

// The small-λ₂ law stays within its bound on and off λ₁ = ½, and on it errs to one side.
// That the bound is of the right order is seen at λ₂ = 10⁻²: it is used to a tenth at least.
func TestPairLambda2Small(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 1))
	for range 500 {
		eta, x, y := r.Float64(), 0.5+0.4*(2*r.Float64()-1), math.Pow(10, -6*r.Float64())
		next, _ := PairLambda2(eta, x, y)
		small, _ := PairLambda2Small(eta, y)
		bound, err := PairLambda2SmallError(eta, x, y)
		if err != nil || math.Abs(next-small) > bound+8*ulp*y {
			t.Errorf("η = %v, (%v, %v): off by %v, allowed %v; %v", eta, x, y, next-small, bound, err)
		}
	}
	next, _ := PairLambda2(0.3, 0.5, 1e-2)
	small, _ := PairLambda2Small(0.3, 1e-2)
	bound, _ := PairLambda2SmallError(0.3, 0.5, 1e-2)
	if !(next > small && next-small > 0.9*bound) {
		t.Errorf("error %v at λ₁ = ½, the bound is %v", next-small, bound)
	}
}

// The factor of λ₁ − ½ tends to 1 − η from above as the cube of the angle.
func TestPairLambda1Factor(t *testing.T) {
	for _, theta := range []float64{0, 1e-4, 1e-2, 0.5, math.Pi / 2} {
		got, err := PairLambda1Factor(0.3, theta)
		excess := got - 0.7
		if err != nil || excess < -2*ulp || excess > 2*0.3/(3*math.Pi)*theta*theta*theta+2*ulp {
			t.Errorf("θ = %v: factor %v, %v", theta, got, err)
		}
	}
}

// The Abel coordinate counts steps: 1 per step along the map, and its inverse jumps
// over steps. From t = 0 to 2·10⁵ the rounding of each step moves λ₂ by 2⁻⁵², which
// changes Φ by 2⁻⁵² Φ: 2·10⁵ of them are the tolerance.
func TestPairSlowCounts(t *testing.T) {
	const steps = 200_000
	for _, eta := range []float64{1e-3, 0.05, 0.3, 1, 1.9} {
		p, err := NewPairSlow(eta)
		if err != nil {
			t.Fatal(err)
		}
		x := 0.3
		start, err := p.Time(x)
		if err != nil {
			t.Fatal(err)
		}
		for range steps {
			x = p.Step(x)
		}
		tolerance := 4 * steps * ulp
		if eta == 1e-3 {
			tolerance *= 2 // 10⁵ steps more to reach the series
		}
		end, _ := p.Time(x)
		jump, err := p.Lambda2(start + steps)
		if err != nil || math.Abs(end-start-steps) > tolerance*end || math.Abs(jump/x-1) > tolerance {
			t.Errorf("η = %v: Φ grew by %v in %d steps; jump to %v, %v, iteration at %v", eta, end-start, steps, jump, err, x)
		}
	}
}

// Φ(x') = Φ(x) + 1 holds to the rounding of Φ all over the range of the series.
func TestPairSlowEquation(t *testing.T) {
	for _, eta := range []float64{1e-3, 0.05, 0.5, 1.9} {
		p, _ := NewPairSlow(eta)
		for y := pairSlowReach; y > 1e-6; y /= 3 {
			phi := p.abel(y)
			if step := p.abel(2*p.Step(y/2)) - phi; math.Abs(step-1) > 8*ulp*phi {
				t.Errorf("η = %v, y = %v: Φ grows by %v", eta, y, step)
			}
		}
	}
}

// The asymptotic laws against the Abel coordinate at t = 10⁵ … 10⁹: the distance is the
// second-order term to a tenth where rounding allows to see it, and at most twice that
// term; the limits are π/2 and π²/6.
func TestPairSlowAsymptotics(t *testing.T) {
	for _, eta := range []float64{0.05, 0.3, 1} {
		p, _ := NewPairSlow(eta)
		t0, _ := p.Time(0.4)
		for steps := 1e5; steps <= 1e9; steps *= 10 {
			x, err := p.Lambda2(t0 + steps)
			if err != nil {
				t.Fatal(err)
			}
			loss, _ := PairLoss(0.5, x)
			later, _ := p.Lambda2(t0 + 2*steps)
			laterLoss, _ := PairLoss(0.5, later)
			measured := []float64{
				eta * steps * x,
				loss * math.Pow(eta*steps, 3),
				math.Pow((math.Cbrt(1/laterLoss)-math.Cbrt(1/loss))/(eta*steps), -3),
			}
			var value, next [3]float64
			value[0], next[0], _ = p.ScaledLambda2(steps, t0)
			value[1], next[1], _ = p.ScaledLoss(steps, t0)
			value[2], next[2], _ = p.SlopeConstant(t0+steps, t0+2*steps)
			for i, got := range measured {
				off := math.Abs(got - value[i])
				if steps == 1e5 && math.Abs(off/next[i]-1) > 0.1 { // the third order is |A| + 1/b² over t of it
					t.Errorf("η = %v, law %d: off by %v, the second order is %v", eta, i, off, next[i])
				}
				if off > 2*next[i]+100*ulp {
					t.Errorf("η = %v, t = %v, law %d: %v, want %v ± %v", eta, steps, i, got, value[i], 2*next[i])
				}
			}
			limits := [3]float64{PairLambda2Limit, PairLossLimit, PairLossLimit}
			for i, limit := range limits {
				if steps == 1e9 && math.Abs(measured[i]/limit-1) > 4e-6 { // 3A/t is 3·10⁻⁸ (t₀ + 18); t₀ < 100
					t.Errorf("η = %v, law %d: %v at t = 1e9, limit %v", eta, i, measured[i], limit)
				}
			}
		}
	}
}

// Iterating the law itself to ηt = 10⁶ from a start off the line: the jump from the step
// at which λ₁ = ½ agrees, and L(ηt)³ is where the expansion puts it.
func TestPairIteration(t *testing.T) {
	if testing.Short() {
		t.Skip("two million steps")
	}
	const eta, steps, settled = 0.5, 2_000_000, 200
	x, y := 0.9, 1.2
	p, _ := NewPairSlow(eta)
	var start float64
	for step := range steps {
		if step == settled { // (1−η)^200 has left nothing of λ₁ − ½
			start, _ = p.Time(y)
		}
		x, y, _ = PairStep(eta, x, y)
	}
	want, err := p.Lambda2(start + steps - settled)
	if err != nil || math.Abs(y/want-1) > 4*steps*ulp { // a rounding of 2⁻⁵² a step, each kept to the end at most
		t.Errorf("λ₂ = %v after %d steps, the Abel coordinate says %v, %v", y, steps, want, err)
	}
	loss, _ := PairLoss(x, y)
	value, next, _ := p.ScaledLoss(steps, start-settled)
	if got := loss * math.Pow(eta*steps, 3); math.Abs(got-value) > 2*next+3*4*steps*ulp {
		t.Errorf("L(ηt)³ = %v, want %v ± %v", got, value, 2*next)
	}
}

// The closed ends of the domains: λ₂ = 0 and θ = 0, where the students are one.
// The sizes of the second order as they are printed, where no power of t hides a factor:
// A² − A + γ₁/b is known from the law of λ₂; A ≈ 40 makes it positive.
func TestPairSlowSecondOrder(t *testing.T) {
	for _, eta := range []float64{0.3, 1.2} {
		p, err := NewPairSlow(eta)
		accepted(t, "η", err)
		b := eta / math.Pi
		for _, steps := range []float64{1, 40} {
			value, next, err := p.ScaledLambda2(steps, 40)
			accepted(t, "t", err)
			a, second := 1-value/PairLambda2Limit, next/PairLambda2Limit
			near(t, "A/t", a, (40+math.Log(b*steps))/steps, 16*ulp*(1+a))
			_, next, err = p.ScaledLoss(steps, 40)
			accepted(t, "t", err)
			want := 3*second + 3*a*a - 0.2/(b*b*steps*steps)
			near(t, "second order of the loss", next, PairLossLimit*math.Abs(want), 64*ulp*PairLossLimit*(3*second+3*a*a+0.2/(b*b*steps*steps)))
		}
		s := func(x float64) float64 { return (math.Log(b*x) + 2/(5*b*b) - 0.5) / x }
		for _, from := range []float64{1, 10} {
			value, next, err := p.SlopeConstant(from, 30)
			accepted(t, "T", err)
			rate := math.Log(30/from) / (30 - from)
			near(t, "slope", value, PairLossLimit*(1-3*rate), 64*ulp)
			want := PairLossLimit * (3*math.Abs(s(30)-s(from))/(30-from) + 6*rate*rate)
			near(t, "second order of the slope", next, want, 64*ulp*want)
		}
	}
}

// The coefficients of the series do not depend on how many are asked for, and the last of them
// is not left at 0.
func TestAbelCoefficientsNest(t *testing.T) {
	long := abelCoefficients(0.1, 9)
	for n := 1; n < 9; n++ {
		for k, got := range abelCoefficients(0.1, n) {
			near(t, "γ", got, long[k], 0) // the same operations on longer series
		}
	}
}

// The inverse of the Abel coordinate begins where the series does, and the map is followed from
// λ₂ = 10⁶ down.
func TestPairSlowEdges(t *testing.T) {
	p, err := NewPairSlow(0.5)
	accepted(t, "η", err)
	least, err := p.Time(pairSlowReach / 2)
	accepted(t, "y = 1/32", err)
	x, err := p.Lambda2(least)
	accepted(t, "Φ(1/64)", err)
	near(t, "λ₂", x, pairSlowReach/2, 8*ulp*x*least)
	far, err := p.Time(1e6)
	accepted(t, "λ₂ = 1e6", err)
	next, err := p.Time(p.Step(1e6))
	accepted(t, "a step on", err)
	near(t, "steps", next-far, 1, 8*ulp*(math.Abs(far)+100))
}

func TestPairEdges(t *testing.T) {
	next, err := PairLambda2Small(0.3, 0)
	if err != nil || next != 0 {
		t.Errorf("λ₂ = 0: next %v, %v, want 0", next, err)
	}
	loss, err := PairLoss(0.5, 0) // and the series of arctan ends at once
	if err != nil || loss != 0 {
		t.Errorf("the optimum: loss %v, %v, want 0", loss, err)
	}
	_, err = NewPairSlow(2)
	refused(t, "η", err, "η = 2")
	factor, err := PairLambda1Factor(0.3, math.Pi/2) // 2θ = π: 1 − η/2
	accepted(t, "θ = π/2", err)
	near(t, "factor at π/2", factor, 0.85, 4*ulp)
}

func TestPairRefusals(t *testing.T) {
	nan := math.NaN()
	p, _ := NewPairSlow(0.1)
	_, lambda1 := PairLambda1Printed(0.1, 0, 1)
	_, behind := PairLambda1(0.1, -1, 1)
	_, eta := PairLambda2(0, 1, 1)
	_, _, kink := PairStep(0.1, 0, 0)
	_, _, negative := PairStep(-0.1, -1, 1)
	_, small := PairLambda2Small(0.1, -1)
	_, bound := PairLambda2SmallError(0.1, 1, nan)
	_, loss := PairLoss(nan, 1)
	_, factor := PairLambda1Factor(0.1, 2)
	_, slow := NewPairSlow(1e-4)
	_, time := p.Time(0)
	_, early := p.Lambda2(1)
	_, _, steps := p.ScaledLoss(0, 1)
	_, _, order := p.SlopeConstant(5, 5)
	for want, err := range map[string]error{
		"λ₁ = 0,": lambda1, "λ₁ = -1": behind, "η = 0,": eta, "(0, 0)": kink, "η = -0.1": negative, "λ₂ = -1": small,
		"(1, NaN)": bound, "(NaN, 1)": loss, "θ = 2,": factor, "η = 0.0001": slow,
		"λ₂ = 0,": time, "T = 1,": early, "t = 0,": steps, "T₂ = 5": order,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
