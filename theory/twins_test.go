package theory

import (
	"math"
	"strings"
	"testing"
)

// The flow of the twins is of fourth order in its step, and is the flow of the exact gradient in the whole space.
func TestTwinsFollowTheGradient(t *testing.T) {
	// Fourth order: halving the step leaves a sixteenth of the error, against a step of an eighth.
	p := Twins{Sigma: 0.1, Alpha: 1.2}
	fine, err := p.growth(0.7, twinsStep/8)
	accepted(t, "twins", err)
	coarse, _ := p.growth(0.7, twinsStep)
	half, _ := p.growth(0.7, twinsStep/2)
	if ratio := (coarse - fine) / (half - fine); !(ratio > 10 && ratio < 25) {
		t.Errorf("halving the step divides the error by %v, want about 16", ratio)
	}
	// Euler's method on the gradient of the exact loss, in three dimensions, has an error of first order.
	v := []float64{1, 0, 0}
	w := [][]float64{
		{0.1 * math.Cos(1.2), 0.1 * math.Sin(1.2) * math.Cos(0.35), 0.1 * math.Sin(1.2) * math.Sin(0.35)},
		{0.1 * math.Cos(1.2), 0.1 * math.Sin(1.2) * math.Cos(0.35), -0.1 * math.Sin(1.2) * math.Sin(0.35)},
	}
	const early, steps = 1.0, 400
	end := [2]float64{}
	for k, m := range []int{steps, 2 * steps} {
		x := [][]float64{append([]float64(nil), w[0]...), append([]float64(nil), w[1]...)}
		for range m {
			g, err := NeuronGradient(v, x)
			accepted(t, "gradient", err)
			for i := range x {
				for a := range x[i] {
					x[i][a] -= early / float64(m) * g[i][a]
				}
			}
		}
		end[k] = x[0][2]
	}
	want := math.Sin(0.35) * math.Exp(p.upTo(t, 0.7, early))
	// extrapolated, what is left is of second order: the square of the first-order error, relative to it, and more
	if got, first := 2*end[1]-end[0], math.Abs(end[1]-end[0]); math.Abs(got-want) > first/10 {
		t.Errorf("b(1) = %v by the gradient, off by %.2g where halving the step moves %.2g; the twins have %v", got, got-want, first, want)
	}
}

// upTo is the growth at an earlier time.
func (p Twins) upTo(t *testing.T, kappa, time float64) float64 {
	t.Helper()
	g, err := p.grown(kappa, twinsStep/2, time)
	accepted(t, "twins", err)
	return g
}

// Late, b follows ḃ = −(b/π) arctan 2b, whose 1/b − 2t/π has the limit that Lag takes; opposite twins, κ = π, are the mirror
// pair, which has no part a.
func TestTwinsLag(t *testing.T) {
	p := Twins{Sigma: 0.2, Alpha: 0.9}
	lag, bound, err := p.Lag(math.Pi)
	accepted(t, "κ = π", err)
	// flow of the mirror pair by small steps of its recursion, to first order in the step
	x, y := 0.2*math.Cos(0.9), 0.2*math.Sin(0.9)
	const eta, last = 1e-3, 200.0
	for range int(last / eta) {
		x, y, err = PairStep(eta, x, y)
		accepted(t, "pair", err)
	}
	loss, _ := PairLoss(x, y)
	got := 1/math.Cbrt(loss) - last/math.Cbrt(ConstantBound)
	// the step's price is (η/π) log t in time, and at the start η/σ of the time σ; the lag's own is O(b), b = π/400
	if allowed := eta*math.Log(last) + 10*eta + math.Cbrt(6*math.Pi)*0.8*math.Pi/(2*last) + bound; math.Abs(got-lag) > allowed {
		t.Errorf("B = %v by the pair, %v by the twins, allowed %v", got, lag, allowed)
	}
}

// κB tends to its limit with an error of order κ.
func TestTwinsLagLimit(t *testing.T) {
	for _, p := range []Twins{{0.1, math.Pi / 2}, {0.02, 2.5}, {0.25, 0.6}} {
		limit, bound, err := p.LagLimit()
		accepted(t, "limit", err)
		var gaps [2]float64
		for i, kappa := range []float64{1e-2, 1e-3} {
			lag, off, err := p.Lag(kappa)
			accepted(t, "lag", err)
			gaps[i] = kappa*lag/limit - 1
			if off > 1e-4*lag {
				t.Errorf("%v, κ = %v: B = %v known to %v", p, kappa, lag, off)
			}
		}
		if bound > 1e-4*limit || math.Abs(gaps[1]) > math.Abs(gaps[0])/5 {
			t.Errorf("%v: κB is off its limit %v ± %v by %v", p, limit, bound, gaps)
		}
	}
}

func TestTwinsRefusals(t *testing.T) {
	_, _, kappa := Twins{0.1, 1}.Lag(0)
	_, _, sigma := Twins{0, 1}.Lag(1)
	_, _, alpha := Twins{0.1, math.Pi}.LagLimit()
	for want, err := range map[string]error{"κ = 0": kappa, "σ = 0": sigma, "α = 3.14": alpha} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
