package theory

import (
	"math"
	"strings"
	"testing"
)

// The solution has the derivative −p|θ|^{p−1} sign θ, by a central difference whose error is h² times
// a third derivative below 10³ here, and it is a semigroup.
func TestPowerFlow(t *testing.T) {
	for _, p := range []float64{2, 2 + 1e-9, 2.5, 3, 4, 6} {
		for _, theta := range []float64{0.7, -1, 1e-3} {
			const time, h = 0.4, 1e-5
			flow := func(from, t float64) float64 {
				x, _ := PowerFlow(p, from, t)
				return x
			}
			at := flow(theta, time)
			want := -p * math.Pow(math.Abs(at), p-1) * math.Copysign(1, at)
			if got := (flow(theta, time+h) - flow(theta, time-h)) / (2 * h); math.Abs(got-want) > 1e3*h*h+8*ulp/h {
				t.Errorf("p = %v, θ₀ = %v: θ' = %v, want %v", p, theta, got, want)
			}
			// log1p and exp to an ulp, divided by p − 2 when that is small
			if twice := flow(flow(theta, 0.15), 0.25); math.Abs(twice/at-1) > 64*ulp {
				t.Errorf("p = %v, θ₀ = %v: θ(.15 + .25) = %v, at once %v", p, theta, twice, at)
			}
		}
	}
}

// t^{−3} with 1/27 for p = 3, whatever the start; the correction is (1 + 1/(3θ₀t))^{−3}.
func TestPowerFlowAsymptotics(t *testing.T) {
	exponent, _ := PowerFlowExponent(3)
	if exponent != 3 {
		t.Errorf("p = 3: exponent %v", exponent)
	}
	for _, p := range []float64{2.5, 3, 4} {
		exponent, err := PowerFlowExponent(p)
		constant := math.Pow(p*(p-2), -exponent)
		const theta, time = 0.8, 1e8
		x, _ := PowerFlow(p, theta, time)
		first := exponent / (p * (p - 2) * time * math.Pow(theta, p-2)) // relative, to first order
		if got := math.Pow(x, p) * math.Pow(time, exponent); err != nil || math.Abs(got/constant-1) > 2*first+64*ulp {
			t.Errorf("p = %v: |θ|^p t^%v = %v, %v, want %v", p, exponent, got, err, constant)
		}
	}
	if e, _ := PowerFlowExponent(2); !math.IsInf(e, 1) {
		t.Errorf("p = 2: exponent %v, want +Inf", e)
	}
}

// The closed ends: t = 0 changes nothing, p = 2 and p = 100 are powers.
func TestPowerFlowEdges(t *testing.T) {
	for _, p := range []float64{2, 3, 100} {
		theta, err := PowerFlow(p, -0.7, 0)
		accepted(t, "t = 0", err)
		near(t, "θ(0)", theta, -0.7, 0)
	}
}

func TestPowerFlowRefusals(t *testing.T) {
	_, low := PowerFlow(1.5, 1, 1)
	_, theta := PowerFlow(3, math.Inf(1), 1)
	_, time := PowerFlow(3, 1, -1)
	_, exponent := PowerFlowExponent(math.NaN())
	for want, err := range map[string]error{"p = 1.5": low, "θ₀ = +Inf": theta, "t = -1": time, "p = NaN": exponent} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
