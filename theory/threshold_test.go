package theory

import (
	"math"
	"testing"
)

// Values at N = 100, by hand.
func TestThresholdValues(t *testing.T) {
	l := math.Log(100)
	for _, c := range []struct {
		k                            int
		critical, recovery, constant float64
	}{
		{1, 1, 1, 1},
		{2, l, l * l, l},
		{3, 100, 100 * l * l, 10},
		{4, 1e4, 1e4 * l * l, 100},
	} {
		for _, q := range []struct {
			name string
			f    func(n, k int) (float64, error)
			want float64
		}{{"α_c", CriticalRatio[int], c.critical}, {"recovery", RecoveryRatio[int], c.recovery}, {"refutation", RefutationRatio[int], c.constant}} {
			got, err := q.f(100, c.k)
			if err != nil {
				t.Fatal(err)
			}
			near(t, q.name, got, q.want, 8*ulp*q.want)
		}
	}
}

// The corrected window opens where its two ends meet: α = 1, (log N)², N^{k−2}.
// The printed one opens at α = 1 for every k.
func TestWindowsOpen(t *testing.T) {
	l := math.Log(1000)
	for k, opens := range map[int]float64{1: 1, 2: l * l, 3: 1e3, 4: 1e6} {
		for factor, empty := range map[float64]bool{0.99: true, 1.01: false} {
			w, err := CorrectedWindow(1000, k, opens*factor)
			if err != nil {
				t.Fatal(err)
			}
			if !(w.Low < w.High) != empty {
				t.Errorf("k = %d, α = %v: empty is %v, want %v", k, opens*factor, !(w.Low < w.High), empty)
			}
		}
	}
	// The counterexample inside the printed window: k = 3, α = N(log N)³, δ = (log N)/α.
	alpha := 1e3 * l * l * l
	delta := l / alpha
	printed, err := PrintedWindow(alpha)
	if err != nil {
		t.Fatal(err)
	}
	corrected, err := CorrectedWindow(1000, 3, alpha)
	if err != nil {
		t.Fatal(err)
	}
	if !(printed.Low < delta && delta < printed.High && delta < corrected.Low) {
		t.Errorf("δ = %v is not in the printed window %v below the corrected %v", delta, printed, corrected)
	}
	// Phase retrieval's printed step is below even the printed window.
	step, err := PhaseRetrievalStepPrinted(1000, l*l*l)
	if err != nil {
		t.Fatal(err)
	}
	if printed, _ := PrintedWindow(l * l * l); !(step < printed.Low) {
		t.Errorf("δ = %v is not below the window %v", step, printed)
	}
}

func TestRefutationStep(t *testing.T) {
	for k, want := range map[int]float64{1: 1, 2: 1, 3: 0.1, 4: 0.1} {
		got, err := RefutationStep(k, 100)
		if err != nil || got != want {
			t.Errorf("k = %d: step %v, %v, want %v", k, got, err, want)
		}
	}
}

// The orders at N = 100, by hand, and on a ladder beyond all integers: N log N there is N times its logarithm.
func TestSampleOrders(t *testing.T) {
	l := math.Log(100)
	for k, want := range map[int]float64{1: 100, 2: 100 * l, 3: 1e4, 4: 1e6} {
		got, err := SampleOrder(100, k)
		accepted(t, "order", err)
		near(t, "order", got, want, 8*ulp*want)
	}
	huge, err := SampleOrder(1e100, 2)
	accepted(t, "order at 1e100", err)
	near(t, "order at 1e100", huge/1e100, 100*math.Ln10, 8*ulp*230.3)
	bound, err := CubicSamplesPrinted(100)
	accepted(t, "bound", err)
	near(t, "bound", bound, 1000*l, 8*ulp*1000*l)
}

func TestThresholdRefuses(t *testing.T) {
	_, err := SampleOrder(math.Inf(1), 2)
	refused(t, "N", err, "+Inf")
	_, err = CubicSamplesPrinted(math.NaN())
	refused(t, "N", err, "NaN")

	_, err = CriticalRatio(1, 2)
	refused(t, "N", err, "1")
	_, err = CriticalRatio(10, 0)
	refused(t, "k", err, "0")
	_, err = RecoveryRatio(10, -1)
	refused(t, "k", err, "-1")
	_, err = RefutationRatio(0, 2)
	refused(t, "N", err, "0")
	_, err = PrintedWindow(math.NaN())
	refused(t, "α", err, "NaN")
	_, err = CorrectedWindow(10, 2, 0)
	refused(t, "α", err, "0")
	_, err = RefutationStep(3, math.Inf(1))
	refused(t, "α", err, "+Inf")
	_, err = PhaseRetrievalStepPrinted(10, -2)
	refused(t, "α", err, "-2")
}
