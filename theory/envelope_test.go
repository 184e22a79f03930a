package theory

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The envelopes are monomials; each test value fixes one exponent.
func TestEnvelopeShapes(t *testing.T) {
	upper := func(n int, teacher, eta, steps float64) float64 {
		x, err := UpperEnvelope(2, n, teacher, eta, steps)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	lower := func(n int, kappa, teacher, elapsed float64) float64 {
		x, err := LowerEnvelope(2, n, kappa, teacher, elapsed, 1e-9)
		if err != nil {
			t.Fatal(err)
		}
		return math.Cbrt(1 / x)
	}
	decay := func(n int, z, kappa, teacher float64) float64 {
		x, err := PotentialDecay(1, n, z, kappa, teacher)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	alignment := func(n int, eta float64) float64 {
		x, err := AlignmentTime(1, n, eta)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"upper at 1", upper(1, 1, 1, 1), 2},
		{"upper in n", upper(2, 1, 1, 1), 32},
		{"upper in ‖v‖", upper(1, 2, 1, 1), 8},
		{"upper in η", upper(1, 1, 0.5, 1), 16},
		{"upper in T", upper(1, 1, 1, 0.5), 16},
		{"lower in t", lower(2, 1, 1, 4) / lower(2, 1, 1, 2), 2},
		{"lower in n", lower(16, 1, 1, 1) / lower(2, 1, 1, 1), math.Pow(8, 17.0/3)},
		{"lower in κ", lower(2, 2, 1, 1) / lower(2, 1, 1, 1), 0.25},
		{"lower in ‖v‖", lower(2, 1, 8, 1) / lower(2, 1, 1, 1), 0.25},
		{"decay in Z", decay(2, 3, 1, 1), -16 * 9},
		{"decay in κ and ‖v‖", decay(2, 1, 2, 4), -1},
		{"alignment", alignment(4, 0.5), math.Log(4) / 2},
	} {
		if math.Abs(c.got/c.want-1) > 1e-8 { // γ = 10⁻⁹ is left in the lower bound
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	if l, _ := LowerEnvelope(1, 2, 1, 1, 0, 10); math.Abs(l-1e-3) > 4*ulp {
		t.Errorf("the lower envelope starts at %v, want γ⁻³", l)
	}
}

// In the plane the norm is exponential and the angle uniform; in space cos θ is uniform.
func TestInitialProbability(t *testing.T) {
	for _, c := range []struct {
		n, d int
		want float64
	}{
		{1, 1, 0},
		{1, 2, (math.Exp(-0.25) - math.Exp(-4)) / 3},
		{3, 2, math.Pow((math.Exp(-0.25)-math.Exp(-4))/3, 3)},
		{1, 3, 0.5 * (chi3(12) - chi3(0.75))},
	} {
		got, err := InitialProbability(c.n, c.d)
		if err != nil || math.Abs(got-c.want) > 1e-13 { // incomplete gamma and beta to about 10⁻¹⁴
			t.Errorf("n = %d, d = %d: %v, %v, want %v", c.n, c.d, got, err, c.want)
		}
	}
	if p, _ := InitialProbability(5, 300); p < 1-1e-9 { // 8.8 standard deviations of cos θ
		t.Errorf("n = 5, d = 300: %v, want nearly 1", p)
	}
}

// chi3 is the distribution function of χ²_3.
func chi3(x float64) float64 {
	return math.Erf(math.Sqrt(x/2)) - math.Sqrt(2*x/math.Pi)*math.Exp(-x/2)
}

// H' of a step of gradient descent lies in the interval; with Θ → 0 the interval closes.
func TestHeadStep(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 1))
	for range 200 {
		n, d, eta := 1+r.IntN(6), 2+r.IntN(4), 0.01+0.2*r.Float64()
		v, w := drawNeurons(r, n, d, 1)
		tilt := math.Pow(10, -3*r.Float64())
		h, largest, norms := 1.0, 0.0, 0.0
		for i := range w {
			share := 0.1 + r.Float64()
			for k := range v {
				w[i][k] = share * (v[k] + tilt*w[i][k])
			}
		}
		angles, _ := neuronAngles(v, w)
		gradient, _ := NeuronGradient(v, w)
		next := 1.0
		for i := range w {
			h -= inner(w[i], v)
			next -= inner(w[i], v) - eta*inner(gradient[i], v)
			largest = max(largest, angles[i])
			norms += norm(w[i])
		}
		if largest > math.Pi/2 {
			continue
		}
		low, high, err := HeadStep(n, eta, h, largest, norms, 1)
		rounding := 64 * ulp * (1 + norms)
		if err != nil || next < low-rounding || next > high+rounding {
			t.Errorf("n = %d, Θ = %v: H' = %v, want [%v, %v], %v", n, largest, next, low, high, err)
		}
	}
}

// The bound by the potential holds at random states and near a minimiser.
func TestPotentialBound(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 1))
	for i := range 300 {
		n, d := 2+r.IntN(4), 2+r.IntN(4)
		v, w := drawNeurons(r, n, d, math.Pow(10, 1-2*r.Float64()))
		if i%2 == 0 {
			for j := range w {
				for k := range v {
					w[j][k] = v[k]/float64(n) + 0.01*w[j][k]
				}
			}
		}
		largest, z := 0.0, 0.0
		across := make([][]float64, n)
		for j := range w {
			largest = max(largest, norm(w[j]))
			h := inner(w[j], v)
			across[j] = make([]float64, d)
			for k := range v {
				across[j][k] = w[j][k] - h*v[k]
			}
			for l := range j {
				gap := make([]float64, d)
				for k := range v {
					gap[k] = across[j][k] - across[l][k]
				}
				z += norm(gap)
			}
		}
		loss, _ := NeuronLoss(v, w)
		angles, _ := neuronAngles(v, w)
		bound, err := PotentialBound(n, z, largest, slices.Max(angles))
		if err != nil || loss < bound*(1-1e-12) {
			t.Errorf("n = %d, d = %d: L = %v, bound %v, %v", n, d, loss, bound, err)
		}
	}
	low, high, err := FinalNorms(4, 2)
	if err != nil || low != 0.125 || high != 2 {
		t.Errorf("final norms [%v, %v], %v", low, high, err)
	}
}

// On the pair ‖∇L‖/L^{2/3} tends to the least ratio of all, with a relative error of order
// y², y = 2λ₂; the exponents ½ and 1 would send it to 0 and to ∞.
func TestGradientDomination(t *testing.T) {
	ell := math.Sqrt2 / (3 * math.Pi)
	ratio := LeastGradientDomination()
	constant, _ := SlowConstant(ell)
	if math.Abs(27/math.Pow(ratio, 6)-constant) > 64*ulp {
		t.Errorf("27/ratio⁶ = %v, C = %v", 27/math.Pow(ratio, 6), constant)
	}
	for _, x := range []float64{1e-2, 1e-4, 1e-6} {
		w := [][]float64{{0.5, x}, {0.5, -x}}
		gradient, _ := NeuronGradient([]float64{1, 0}, w)
		loss, _ := NeuronLoss([]float64{1, 0}, w)
		got := norm(rows(gradient)) / math.Pow(loss, 2.0/3)
		if math.Abs(got/ratio-1) > 4*x*x+64*ulp {
			t.Errorf("λ₂ = %v: ratio %v, want %v", x, got, ratio)
		}
	}
}

// The intervals and bounds as they are printed, away from n = 1, Θ = 1 and ‖v‖ = 1, where factors
// hide. A dozen roundings each.
func TestEnvelopeForms(t *testing.T) {
	const n, eta, h, angle, norms, teacher = 3, 0.2, 0.7, 0.5, 1.3, 2.5
	low, high, err := HeadStep(n, eta, h, angle, norms, teacher)
	accepted(t, "head step", err)
	near(t, "middle", (low+high)/2, (1-n*eta/2)*h, 16*ulp)
	spread := n * eta * math.Pow(angle, 3) / (2 * math.Pi) * (2./3*teacher + 7./3*norms)
	near(t, "spread", (high-low)/2, spread, 16*ulp)
	for _, scale := range []float64{1, 2} { // one variable at a time, by its power
		bound, err := PotentialBound(3, scale*1.5, scale*0.8, math.Pi)
		accepted(t, "potential", err)
		want := scale * scale * 1.5 * 1.5 * 1.5 / (4 * math.Pow(math.Pi, 3) * 0.8 * 9 * 8)
		near(t, "potential bound", bound, want, 16*ulp*want)
	}
}

// The closed ends of the domains, where the bounds are trivial or simple.
func TestEnvelopeEdges(t *testing.T) {
	low, high, err := HeadStep(1, 0.1, 0.5, 0, 0, 1)
	if err != nil || low != high {
		t.Errorf("Θ = 0: [%v, %v], %v, want a point", low, high, err)
	}
	_, _, err = HeadStep(1, 0.1, 0.5, math.Pi/2, 1, 1)
	accepted(t, "Θ = π/2", err)
	bound, err := PotentialBound(2, 0, 1, 0)
	if err != nil || bound != 0 {
		t.Errorf("Z = 0: bound %v, %v, want 0", bound, err)
	}
	_, err = LowerEnvelope(1, 2, math.Pi, 1, 0, 1)
	accepted(t, "κ = π, elapsed = 0, n = 2", err)
	_, err = AlignmentTime(1, 2, 0.1)
	accepted(t, "n = 2", err)
}

func TestEnvelopeRefusals(t *testing.T) {
	_, students := UpperEnvelope(1, 0, 1, 1, 1)
	_, steps := UpperEnvelope(1, 1, 1, 1, 0)
	_, one := AlignmentTime(1, 1, 1)
	_, kappa := LowerEnvelope(1, 2, 0, 1, 1, 1)
	_, elapsed := LowerEnvelope(1, 2, 1, 1, -1, 1)
	_, dims := InitialProbability(1, 0)
	_, _, angle := HeadStep(1, 1, 0, 2, 1, 1)
	_, _, h := HeadStep(1, 1, math.NaN(), 1, 1, 1)
	_, _, teacher := FinalNorms(1, 0)
	_, z := PotentialBound(2, -1, 1, 1)
	_, largest := PotentialBound(2, 1, 0, 1)
	_, decay := PotentialDecay(1, 1, 1, 1, 1)
	for want, err := range map[string]error{
		"n = 0": students, "T = 0": steps, "n = 1 students, want n ≥ 2": one, "κ = 0": kappa, "T₂ = -1": elapsed, "d = 0": dims,
		"Θ = 2": angle, "H = NaN": h, "‖v‖ = 0": teacher, "Z = -1": z, "‖w_i‖ = 0": largest, "n = 1": decay,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
