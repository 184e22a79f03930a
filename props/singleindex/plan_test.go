package singleindex

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"assay/props/stat"
	"assay/sim"
	"assay/theory"
)

// polynomialOf is Σ c_l z^l.
func polynomialOf(name string, c ...float64) theory.Function {
	at := func(c []float64, z float64) (y float64) {
		for l := len(c) - 1; l >= 0; l-- {
			y = y*z + c[l]
		}
		return y
	}
	slope := make([]float64, len(c)-1)
	for l := range slope {
		slope[l] = float64(l+1) * c[l+1]
	}
	return theory.Function{Name: name, At: func(z float64) float64 { return at(c, z) }, Slope: func(z float64) float64 { return at(slope, z) }}
}

// planned is an activation, its information exponent, and that by which the search goes in dimension n.
type planned struct {
	f            theory.Function
	k, n, search int
}

func plannedLayers() []planned {
	normal := func(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }
	density := func(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }
	logistic := func(z float64) float64 { return 1 / (1 + math.Exp(-z)) }
	step := func(z float64) float64 {
		if z > 0 {
			return 1
		}
		return 0
	}
	of := func(name string, at, slope func(float64) float64, breaks ...float64) theory.Function {
		return theory.Function{Name: name, At: at, Slope: slope, Breaks: breaks}
	}
	return []planned{
		{polynomialOf("x³ − 3x", 0, -3, 0, 1), 3, 300, 3},
		{polynomialOf("x³", 0, 0, 0, 1), 1, 1000, 1},
		{polynomialOf("x²", 0, 0, 1), 2, 1000, 2},
		{of("|x|", math.Abs, func(z float64) float64 { return math.Copysign(1, z) }, 0), 2, 1000, 2},
		{of("relu", func(z float64) float64 { return max(z, 0) }, step, 0), 1, 1000, 1},
		{of("sigmoid", logistic, func(z float64) float64 { return logistic(z) * logistic(-z) }), 1, 1000, 1},
		{of("tanh", math.Tanh, func(z float64) float64 { c := 1 / math.Cosh(z); return c * c }), 1, 1000, 1},
		{of("gelu", func(z float64) float64 { return z * normal(z) }, func(z float64) float64 { return normal(z) + z*density(z) }), 1, 1000, 1},
		{of("silu", func(z float64) float64 { return z * logistic(z) }, func(z float64) float64 { return logistic(z) * (1 + z*logistic(-z)) }), 1, 1000, 1},
		{polynomialOf("He₄", 3, 0, -6, 0, 1), 4, 1000, 4},
		{polynomialOf("x⁴ − 6x²", 0, 0, -6, 0, 1), 4, 1000, 4},
		{of("sin", math.Sin, math.Cos), 1, 1000, 1},
		{polynomialOf(".3He₂ + He₃", -.3, -3, .3, 1), 2, 300, 3},
		{of("|x|³", func(z float64) float64 { return math.Abs(z * z * z) }, func(z float64) float64 { return 3 * z * math.Abs(z) }, 0), 2, 1000, 2},
		{of("max(x, 0)²", func(z float64) float64 { return z * max(z, 0) }, func(z float64) float64 { return 2 * max(z, 0) }, 0), 1, 1000, 1},
		{polynomialOf("x² + 1e-9x", 0, 1e-9, 1), 1, 10_000, 2},
	}
}

// TestPlannedLayers is the plans of theory, made from a function alone, run by sim: the exponents, the median of the search
// within the distribution-free interval of the measured one, and the step that is recommended, with which the share asked
// for recovers in the samples asked for.
func TestPlannedLayers(t *testing.T) {
	const eta, share, level = 0.5, 0.98, 1e-4
	for i, c := range plannedLayers() {
		t.Run(c.f.Name, func(t *testing.T) {
			model, err := Layer(c.f, 0)
			if err != nil {
				t.Fatal(err)
			}
			if r := model.Law.Reading(); r.K != c.k || model.Law.Exponent != c.k {
				t.Errorf("%v, want k = %d", r, c.k)
			}
			if k, err := model.Law.Practical(c.n); k != c.search || err != nil {
				t.Errorf("practical exponent %d at N = %d, %v, want %d", k, c.n, err, c.search)
			}
			runs := 400
			switch {
			case c.search > 3:
				return
			case c.search == 1:
				runs = 1000
			case c.search > 1 && testing.Short():
				t.Skip("some 10⁷ steps, for k = 3 10⁸")
			case c.search == 3:
				runs = 120
			}
			best, err := model.Law.BestStep(c.n, eta, share)
			if err != nil {
				t.Fatal(err)
			}
			law, err := model.Law.SearchLaw(c.n, best.Delta, eta, 0.985)
			if err != nil {
				t.Fatal(err)
			}
			median, err := law.Quantile(0.5)
			if err != nil {
				t.Fatal(err)
			}
			schedule, err := sim.NewConstant(best.Delta)
			if err != nil {
				t.Fatal(err)
			}
			seen, err := sim.RunChain(context.Background(), sim.ChainRun{
				Model: model.Sim, N: c.n, Schedule: schedule, Replicas: runs, Seed: func(j int) uint64 { return uint64(1000*i + j) },
				Watch: sim.Watch{Low: eta, High: eta, Unsigned: c.search%2 == 0, Steps: int(best.Samples), Until: sim.UntilSearch},
			})
			if err != nil {
				t.Fatal(err)
			}
			times := searchTimes(seen)
			low, high, err := stat.QuantileInterval(times, 0.5, level)
			if err != nil {
				t.Fatal(err)
			}
			recovered := tally(times, func(t float64) bool { return !math.IsInf(t, 1) })
			count := distuv.Binomial{N: float64(runs), P: share}
			t.Logf("N = %d, δ = %.4g: predicted median %.5g, measured in [%.5g, %.5g]; %d of %d recover in %.4g samples", c.n, best.Delta, median, low, high, recovered, runs, best.Samples)
			if median < low || median > high {
				t.Errorf("predicted median %v, measured in [%v, %v]", median, low, high)
			}
			if count.CDF(float64(recovered)) < level/2 || 1-count.CDF(float64(recovered)-1) < level/2 || float64(recovered) < 0.95*float64(runs) {
				t.Errorf("%d of %d recover, want %v of them", recovered, runs, share)
			}
		})
	}
}
