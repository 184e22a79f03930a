package theory

import (
	"math"
	"testing"
)

// ArrivalSpread in closed form: with k = 1 and h = δ/N small, mean hλ(1−m²) and variance h²(1−m²).
func TestArrivalSpread(t *testing.T) {
	const lambda, n, delta, from, to = 1.5, 20, 1e-9, 0.2, 0.7
	got, err := mustTensor(t, 1, lambda).ArrivalSpread(n, func(float64) float64 { return delta }, from, to)
	if err != nil {
		t.Fatal(err)
	}
	time := math.Atanh(to) - math.Atanh(from)
	spread := (to/(1-to*to) + math.Atanh(to) - from/(1-from*from) - math.Atanh(from)) / 2
	want := delta / n / lambda * spread / (time * time)
	near(t, "Var τ/τ²", got, want, 1e-7*want) // h²R/2 of the drift, relative δ
}

func TestArrivalRefuses(t *testing.T) {
	s := mustTensor(t, 3, 1)
	at := func(float64) float64 { return 0.1 }
	_, err := s.ArrivalSpread(100, at, 0.5, 0.3)
	refused(t, "from", err, "0.5")
	_, err = s.ArrivalSpread(100, at, 0.5, 0.999)
	refused(t, "drift", err, "not positive")
	_, err = s.ArrivalSpread(1, at, 0.3, 0.5)
	refused(t, "N", err, "1")
	for _, c := range [][2]float64{{-1, 0.5}, {0.5, 0.5}, {0.5, 1}} {
		_, err = s.ArrivalSpread(100, at, c[0], c[1])
		refused(t, "ends", err, "−1 < from < to < 1")
	}
	// a step that rounding takes away has no drift
	_, err = s.ArrivalSpread(100, func(float64) float64 { return 5e-324 }, 0.3, 0.5)
	refused(t, "no drift", err, "not positive")
	_, err = s.Arrival(100, 0, 0.3, 0.5)
	refused(t, "δ", err, "0")
	law, err := s.Arrival(100, 0.1, 0.3, 0.5)
	accepted(t, "law", err)
	_, err = law.Quantile(1)
	refused(t, "p", err, "0 < p < 1")
}
