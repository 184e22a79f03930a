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

// Two students c and 1 − c with u₁ = −u₂ of length x, where everything is in closed form. With D = x/(c(1−c)):
//
//	6πL₃ = c(1−c)D³ − x³/c² − x³/(1−c)²,  ‖G‖ = √2 x²/(2πc(1−c)),  the direction is settled and s* = 0,
//
// so first = 3ℓη‖u‖; the sizes of the terms are the same sums with plus signs, and λ = max(|q_i|)/(π c_i).
// The vectors lie along (.6, .8). The differences along G err by 10⁻⁸, the rest by a few roundings.
func TestLossSlopeOfTwo(t *testing.T) {
	for _, c := range []float64{0.5, 0.3, 0.8} {
		const x, eta = 0.05, 0.4
		o := 1 - c
		gap := x / (c * o)
		q1, q2 := x/c, x/o
		loss := (c*o*math.Pow(gap, 3) - math.Pow(x, 3)*(1/(c*c)+1/(o*o))) / (6 * math.Pi)
		push := math.Sqrt2 * x * x / (2 * math.Pi * c * o)
		level := loss / math.Pow(math.Sqrt2*x, 3)
		first := 3 * level * eta * math.Sqrt2 * x
		lossTerms := (c*o*math.Pow(gap, 3) + math.Pow(x, 3)*(1/(c*c)+1/(o*o))) / (6 * math.Pi)
		pushTerms := math.Hypot(q1*q1+o*gap*gap, q2*q2+c*gap*gap) / (2 * math.Pi)
		lag := 4. / 2 * max(q1/(math.Pi*c), q2/(math.Pi*o)) // Σ_j c_j|q_i − q_j| is |q_i| here
		q := max(q1, q2)
		second := 4*q*q*(4*lossTerms/loss/3+2*pushTerms/push) + 4*first*first + lag*first

		s, err := LossSlope([]float64{c, o}, [][]float64{{0.6 * x, 0.8 * x}, {-0.6 * x, -0.8 * x}}, eta)
		accepted(t, "state", err)
		near(t, "s₀", s.Leading, push*push/(3*math.Pow(loss, 4./3)), 64*ulp*s.Leading)
		near(t, "ℓ", s.Level, level, 64*ulp*level)
		near(t, "τ", s.Turning, 0, 64*math.Sqrt(ulp)) // the root of a difference
		near(t, "first", s.First, first, 1e-7*first)
		near(t, "second", s.Second, second, 1e-7*second)
		near(t, "lag", s.Lag, lag, 64*ulp*lag)
	}
}

// On a settled direction of three students the slaved sum does not vanish, and the flow has
// first = −4m/(3L₃) with m = ¼|s*|². The direction is settled to its residual, which enters once.
func TestLossSlopeOfThree(t *testing.T) {
	c := []float64{0.2, 0.5, 0.3}
	for m := 1; m <= 2; m++ {
		found, err := CriticalValue(c, m, 4, 1)
		accepted(t, "search", err)
		for _, f := range found {
			slaved, _ := SlavedSum(c, f.Direction)
			energy := inner(slaved, slaved) / 4
			s, err := LossSlope(c, f.Direction, 0)
			accepted(t, "direction", err)
			want := -4 * energy / (3 * f.Value)
			if energy == 0 {
				t.Errorf("m = %d: the slaved sum vanishes, the case shows nothing", m)
			}
			near(t, "first", s.First, want, (1e-7+100*f.Residual)*math.Abs(want))
		}
	}
}

// The constants of the last phase as they are printed.
func TestSlopeForms(t *testing.T) {
	for _, n := range []int{2, 3, 7} {
		x := float64(n)
		fall, err := PotentialFall(n, 0.3)
		accepted(t, "Z", err)
		near(t, "fall", fall, -28*x*(x-1)*0.09/math.Pi, 32*ulp*math.Abs(fall))
	}
	// 2^{17/3} = 2⁵ 4^{1/3}, and the slope of two students with shares 1/8 and 7/8 is (8π²/3)^{−1/3}(64/7)^{2/3}
	near(t, "K", LowerConstant(), math.Pi*math.Pi*math.Cbrt(3/(8*math.Pi*math.Pi))*math.Cbrt(64./7*64/7)/(32*math.Cbrt(4)), 32*ulp*LowerConstant())
	need, err := AngleNeeded(2, 5)
	accepted(t, "loss", err)
	near(t, "angle", math.Pow(2*need, 3), 6*math.Pi*2/5, 32*ulp*8)
	need, err = AngleNeeded(0, 5)
	accepted(t, "L = 0", err)
	near(t, "angle", need, 0, 0)
}

// The bounds of the last phase hold at random directions with c_i ≥ 1/(4n), one share large and the others least, and two
// students attain both.
func TestLastPhaseBounds(t *testing.T) {
	r := rand.New(rand.NewPCG(22, 1))
	closest, nearest := 0.0, 0.0
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
		ceiling := LowerConstant() * math.Pow(float64(n), 17.0/3) / (math.Pi * math.Pi)
		closest = max(closest, s.Leading/ceiling)
		if s.Leading > ceiling*(1+1e-12) {
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
		nearest = max(nearest, fall/paper)
		if fall < bound || fall < paper*(1+1e-12) {
			t.Errorf("n = %d: Ż = %v, bounds %v and %v", n, fall, bound, paper)
		}
	}
	if closest < 1-1e-12 || nearest < 1-1e-12 {
		t.Errorf("the slope comes only within %v of its ceiling, Ż within %v", closest, nearest)
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
		angles, _ := neuronAngles(v, w)
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
	_, z := PotentialFall(2, -1)
	_, loss := AngleNeeded(math.NaN(), 1)
	_, products := AngleNeeded(1, 0)
	for want, err := range map[string]error{
		"η = -1": eta, "{Σu = 0} = 0": null, "Σc = 1.1": sum, "2 shares c and 1": count, "Z = -1": z, "L = NaN": loss, "‖w_j‖ = 0": products,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
