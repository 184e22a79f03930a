package theory

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// One step of gradient descent from a state whose sum is slaved: L^{−1/3} grows by ηs, for settled and for turning
// directions, at two sizes. The loss before and after are exact to 15 digits; their difference is relative
// η s L^{1/3}, which leaves 2⁻⁵⁰/(ηsL^{1/3}).
func TestLossSlope(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 1))
	for range 40 {
		n, m := 2+r.IntN(4), 1+r.IntN(3)
		_, u := drawCubic(r, n, m)
		c, sum := make([]float64, n), 0.0
		for i := range c {
			c[i] = 0.3 + r.Float64()
			sum += c[i]
		}
		for i := range c {
			c[i] /= sum
		}
		eta := []float64{0, 0.3, 1}[r.IntN(3)] / float64(n)
		for _, rho := range []float64{1e-3, 1e-4} {
			y := make([][]float64, n)
			for i := range u {
				for k := range u[i] {
					y[i] = append(y[i], rho*u[i][k])
				}
			}
			s, err := LossSlope(c, y, eta)
			if err != nil {
				t.Fatal(err)
			}
			slaved, _ := SlavedSum(c, y)
			v := append([]float64{1}, make([]float64, m)...)
			w := make([][]float64, n)
			for i := range w {
				w[i] = []float64{c[i]}
				for k := range y[i] {
					w[i] = append(w[i], y[i][k]+slaved[k]/float64(n))
				}
			}
			loss, _ := NeuronLoss(v, w)
			gradient, _ := NeuronGradient(v, w)
			flat := rows(gradient)
			got, rounding := inner(flat, flat)/(3*math.Pow(loss, 4.0/3)), 0.0
			if eta > 0 {
				next := make([][]float64, n)
				for i := range w {
					for k := range w[i] {
						next[i] = append(next[i], w[i][k]-eta*gradient[i][k])
					}
				}
				after, _ := NeuronLoss(v, next)
				got = (1/math.Cbrt(after) - 1/math.Cbrt(loss)) / eta
				rounding = 4 * ulp / (eta * got * math.Cbrt(loss))
			}
			if off := math.Abs(got/s.Leading - 1 - s.First); off > s.Second+rounding+1e-7*math.Abs(s.First) {
				t.Errorf("n = %d, m = %d, η = %v, ρ = %v: slope %v, want %v·(1 + %v), off by %v, allowed %v",
					n, m, eta, rho, got, s.Leading, s.First, off, s.Second+rounding)
			}
			if want := 3 * math.Cbrt(s.Level*s.Level) * (1 + s.Turning*s.Turning); math.Abs(want/s.Leading-1) > 1e-9 {
				t.Errorf("3ℓ^{2/3}(1 + τ²) = %v, s₀ = %v", want, s.Leading)
			}
		}
	}
}

// The bounds of the last phase hold at random directions with c_i ≥ 1/(4n), and the least share is reached.
func TestSlopeCeiling(t *testing.T) {
	r := rand.New(rand.NewPCG(22, 1))
	closest := 0.0
	for range 3000 {
		n, m := 2+r.IntN(5), 1+r.IntN(3)
		_, u := drawCubic(r, n, m)
		c := make([]float64, n)
		for i := range c {
			c[i] = 0.25 / float64(n)
		}
		c[r.IntN(n)] += 0.75
		s, err := LossSlope(c, u, 0)
		if err != nil {
			t.Fatal(err)
		}
		ceiling, _ := SlopeCeiling(n)
		closest = max(closest, s.Leading/ceiling)
		if s.Leading > ceiling || ceiling > 485*power(n, 4) || ceiling > LowerConstant()*math.Pow(float64(n), 17.0/3)/(math.Pi*math.Pi)*(1+8*ulp) {
			t.Errorf("n = %d: slope %v, ceiling %v", n, s.Leading, ceiling)
		}
		_, push := slowPush(c, u)
		z, fall := 0.0, 0.0
		for i := range u {
			for j := range i {
				gap, speed := make([]float64, m), make([]float64, m)
				for k := range m {
					gap[k] = u[i][k] - u[j][k]
					speed[k] = push[j*m+k] - push[i*m+k]
				}
				if d := norm(gap); d > 0 {
					z += d
					fall += inner(gap, speed) / d
				}
			}
		}
		bound, _ := PotentialFall(n, z)
		paper, _ := PotentialDecay(PotentialConstant, n, z, math.Pi, 1)
		if fall < bound || bound < paper*(1+8*ulp) {
			t.Errorf("n = %d: Ż = %v, bounds %v and %v", n, fall, bound, paper)
		}
	}
	if closest < 1e-4 {
		t.Errorf("the slope comes only within %v of its ceiling", closest)
	}
}

// Students that add up to the teacher: the angle that their loss needs is there.
func TestAngleNeeded(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 1))
	for range 200 {
		n, d := 2+r.IntN(4), 2+r.IntN(3)
		v, w := drawNeurons(r, n, d, math.Pow(10, -3*r.Float64()))
		last := w[n-1]
		copy(last, v)
		for i := range n - 1 {
			for k := range v {
				last[k] -= w[i][k]
			}
		}
		products := 0.0
		for i := range w {
			for j := range i {
				products += norm(w[i]) * norm(w[j])
			}
		}
		angles, _ := NeuronAngles(v, w)
		largest := 0.0
		for _, a := range angles {
			largest = max(largest, a)
		}
		loss, _ := NeuronLoss(v, w)
		need, err := AngleNeeded(loss, products)
		if err != nil || largest < need*(1-64*ulp) {
			t.Errorf("n = %d: largest angle %v, needed %v, %v", n, largest, need, err)
		}
	}
}

func TestSlopeRefusals(t *testing.T) {
	half, pair := []float64{0.5, 0.5}, [][]float64{{1}, {-1}}
	_, eta := LossSlope(half, pair, -1)
	_, null := LossSlope(half, [][]float64{{1}, {1}}, 0)
	_, sum := LossSlope([]float64{0.5, 0.6}, pair, 0)
	_, count := LossSlope(half, pair[:1], 0)
	_, n := SlopeCeiling(1)
	_, z := PotentialFall(2, -1)
	_, loss := AngleNeeded(math.NaN(), 1)
	_, products := AngleNeeded(1, 0)
	for want, err := range map[string]error{
		"η = -1": eta, "{Σu = 0} = 0": null, "Σc = 1.1": sum, "2 shares c and 1": count, "n = 1": n, "Z = -1": z, "L = NaN": loss, "‖w_j‖ = 0": products,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
