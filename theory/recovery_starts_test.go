package theory

import (
	"math"
	"testing"
)

// TestPowerStartAtTheEquator: at ζ = ½ the order is the critical ratio, for k = 2 up to the factor ζ.
func TestPowerStartAtTheEquator(t *testing.T) {
	for k := 1; k <= 5; k++ {
		want, err1 := CriticalRatio(1000, k)
		got, err2 := PowerStartRatio(1000, k, 0.5)
		if k == 2 {
			want /= 2
		}
		if err1 != nil || err2 != nil || math.Abs(got/want-1) > 1e-14 { // powers: a few roundings
			t.Errorf("k = %d: %v, want %v; %v, %v", k, got, want, err1, err2)
		}
	}
}

// TestPowerStartBestStep: among constant steps the fewest samples are at d = 0.7153, where (1−d) 2 log(1−d) = −d.
func TestPowerStartBestStep(t *testing.T) {
	cube, err := TensorPCA(3, 1)
	if err != nil {
		t.Fatal(err)
	}
	samples := func(d float64) float64 {
		n, err := cube.PowerStartSamples(1e6, 0.25, d, 0.5)
		if err != nil {
			t.Fatal(err)
		}
		return n / (1e9 / 6) // N^{1+2ζ} V/2a², V = a = 3
	}
	best := 0.715331862959
	if got := samples(best); math.Abs(got-2.455407482) > 1e-9 {
		t.Errorf("least factor %.9g, want 2.455407482", got)
	}
	if root := 2*(1-best)*math.Log1p(-best) + best; math.Abs(root) > 1e-11 { // slope 1.5, 12 digits of d
		t.Errorf("d = %v is no root: %v", best, root)
	}
	if samples(best-0.01) < samples(best) || samples(best+0.01) < samples(best) {
		t.Error("a neighbour of the best step takes fewer samples")
	}
}

// TestPowerStartAtTwo: for k = 2 the time is that of the flow, which from N^{−0.4} takes longer than from N^{−0.2} by
// 0.2 log N · N/(δκ) and no more than a relative m₀² = N^{−0.4}, b/m being κ up to m². The best step is half the critical one.
func TestPowerStartAtTwo(t *testing.T) {
	square, err := TensorPCA(2, 1.5)
	accepted(t, "model", err)
	const n, eta = 1_000_000_000, 0.3
	for _, d := range []float64{0.2, 0.5, 0.8} {
		step, err := square.PowerStartStep(n, 0.4, d)
		accepted(t, "step", err)
		var flow, stated [2]float64
		for i, zeta := range []float64{0.2, 0.4} {
			flow[i], err = square.HittingTime(n, step, math.Pow(n, -zeta), eta)
			accepted(t, "flow", err)
			stated[i], err = square.PowerStartSamples(n, zeta, d, eta)
			accepted(t, "samples", err)
		}
		near(t, "samples", (stated[1]-stated[0])/(flow[1]-flow[0]), 1, 10*math.Pow(n, -0.4)/(0.2*math.Log(n))/(1-d))
	}
}

func TestPowerStartRefuses(t *testing.T) {
	cube, err := TensorPCA(3, 1)
	if err != nil {
		t.Fatal(err)
	}
	_, err = PowerStartRatio(1, 3, 0.2)
	refused(t, "N", err, "1")
	_, err = PowerStartRatio(100, 0, 0.2)
	refused(t, "k", err, "0")
	_, err = PowerStartRatio(100, 3, 0.6)
	refused(t, "ζ", err, "0.6")
	_, err = cube.PowerStartStep(1, 0.2, 0.5)
	refused(t, "N", err, "1")
	_, err = cube.PowerStartStep(100, 0, 0.5)
	refused(t, "ζ", err, "0")
	_, err = cube.PowerStartStep(100, 0.2, 1)
	refused(t, "d", err, "1")
	_, err = cube.PowerStartSamples(100, 0.2, 0.5, 1.5)
	refused(t, "η", err, "1.5")
}
