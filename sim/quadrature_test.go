package sim

import (
	"math"
	"testing"
)

// A function with poles at a quarter of i needs the finest rule: at step ¼ the error is 2e^{−2π}, at ⅛ it is 2e^{−4π},
//
//	E 1/(1 + 16W²) = √(π/2)/4 · e^{1/32} erfc(1/4√2),
//
// and what is stated is the change from the coarser one. One that needs the plane alike is in the other place.
func TestTrapezoidRefines(t *testing.T) {
	want := math.Sqrt(math.Pi/2) / 4 * math.Exp(1./32) * math.Erfc(1/(4*math.Sqrt2))
	f := func(x float64) float64 { return 1 / (1 + 16*x*x) }
	loss, pull := trapezoid(func(u float64) row { return func(w float64) (float64, float64) { return f(w), f(u) } })
	for _, m := range []Mean{loss, pull} {
		off := math.Abs(m.Value - want)
		if off > 4*math.Exp(-4*math.Pi) || off > m.Error || m.Error > 4*math.Exp(-2*math.Pi) {
			t.Errorf("mean %v ± %v, want %v", m.Value, m.Error, want)
		}
	}
}

// Rounding is in every stated error, of loss and pull: half a unit in the last place at the least, and where the integrand cancels
// that of its size. It is no more than the number of roundings.
func TestErrorsOfMeans(t *testing.T) {
	for _, z := range zoo() {
		for _, m := range []float64{0.3, -0.8} {
			loss, err1 := PopulationLoss(z.model, m)
			pull, err2 := PopulationPull(z.model, m)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			for name, x := range map[string]Mean{"loss": loss, "pull": pull} {
				if !(x.Error >= 0x1p-53*math.Abs(x.Value)) || !(x.Error <= 1e-9*(1+math.Abs(x.Value))) {
					t.Errorf("%v, m = %v: %s %v ± %v", z.model, m, name, x.Value, x.Error)
				}
			}
		}
	}
	odd := func(u float64) row { return func(w float64) (float64, float64) { return 3 * w, 5 * u } }
	loss, pull := trapezoid(odd)
	if size := math.Sqrt(2 / math.Pi); loss.Error < 3*size*0x1p-53 || pull.Error < 5*size*0x1p-53 {
		t.Errorf("means of odd functions %v and %v, want errors of the rounding of their size", loss, pull)
	}
}

// The tableau has order 5, and its error is that of order 4: with c_i = Σ_j a_ij
//
//	Σ_j a_ij c_j = c_i²/2 from the third stage on,  Σ_j a_ij c_j² = c_i³/3 from the fourth,  Σ b_i c_i^q = 1/(q+1), q ≤ 4,
//
// and Σ e_i c_i^q = 0 for q ≤ 3, but not for q = 4. Dormand, Prince 1980.
func TestDormandPrinceTableau(t *testing.T) {
	const ulps = 64 * 0x1p-52 // terms up to 12
	var c [7]float64
	for i, row := range dormandPrinceStage {
		for _, a := range row {
			c[i] += a
		}
	}
	for i, want := range []float64{0, 1. / 5, 3. / 10, 4. / 5, 8. / 9, 1, 1} {
		if math.Abs(c[i]-want) > ulps {
			t.Errorf("c_%d = %v, want %v", i+1, c[i], want)
		}
	}
	for i := 2; i < 7; i++ {
		var first, second float64
		for j, a := range dormandPrinceStage[i] {
			first += a * c[j]
			second += a * c[j] * c[j]
		}
		if math.Abs(first-c[i]*c[i]/2) > ulps {
			t.Errorf("stage %d: Σ a c = %v, want %v", i+1, first, c[i]*c[i]/2)
		}
		if i > 2 && math.Abs(second-c[i]*c[i]*c[i]/3) > ulps {
			t.Errorf("stage %d: Σ a c² = %v, want %v", i+1, second, c[i]*c[i]*c[i]/3)
		}
	}
	for q := range 5 {
		var mean, off float64
		for i, b := range dormandPrinceStage[6] {
			mean += b * math.Pow(c[i], float64(q))
		}
		for i, e := range dormandPrinceError {
			off += e * math.Pow(c[i], float64(q))
		}
		if math.Abs(mean-1/float64(q+1)) > ulps {
			t.Errorf("Σ b c^%d = %v, want %v", q, mean, 1/float64(q+1))
		}
		if (math.Abs(off) > ulps) != (q == 4) {
			t.Errorf("Σ e c^%d = %v, want 0 but for q = 4", q, off)
		}
	}
}
