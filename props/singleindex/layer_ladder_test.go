package singleindex

import (
	"math"
	"strings"
	"testing"

	"assay/sim"
	"assay/theory"
)

// geluLayer is the single layer GELU, without noise.
func geluLayer(t *testing.T) Model {
	t.Helper()
	for _, c := range plannedLayers() {
		if c.f.Name == "gelu" {
			model, err := Layer(c.f, 0)
			if err != nil {
				t.Fatal(err)
			}
			return model
		}
	}
	t.Fatal("no gelu among the planned layers")
	return Model{}
}

// The exponent at small sizes is not the limit, and the times that a ladder measures are those of the laws at its sizes: the medians within
// four deviations of a median, 1.25 √(Var τ/n), of which Var τ is read off the sample.
func TestClimb(t *testing.T) {
	l := Ladder{Model: geluLayer(t), Step: 0.5, Eta: 0.5, Sizes: []int{200, 400, 10_000, 20_000}, Sees: 0.1}
	c, err := Climb(testLab(1), l)
	if err != nil {
		t.Fatal(err)
	}
	if !(1 < c.Least && c.Least <= c.Most && c.Most < 1.1) {
		t.Errorf("exponent in [%v, %v] at these sizes, want a little above 1", c.Least, c.Most)
	}
	curves, err := ClimbFigure(l, c)
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range l.Sizes {
		var mean, square float64
		for _, time := range c.Times[i] {
			mean += time / float64(len(c.Times[i]))
			square += time * time / float64(len(c.Times[i]))
		}
		measured, law := curves[0].Y[i], curves[1].Y[i]
		off := 4 * 1.25 * math.Sqrt((square-mean*mean)/float64(len(c.Times[i])))
		if math.Abs(measured-law) > off || curves[0].X[i] != float64(n) || math.IsInf(mean, 1) {
			t.Errorf("N = %d: median %v, by the law %v, want within %v", n, measured, law, off)
		}
	}
}

func TestLadderRefuses(t *testing.T) {
	gelu := geluLayer(t)
	five, err := Layer(polynomialOf("He₅", 0, 15, 0, -10, 0, 1), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		l    Ladder
		want string
	}{
		{Ladder{Model: five, Step: 1, Eta: 0.5, Sizes: []int{10, 20}, Sees: 0.3}, "k = 5, want 1 ≤ k ≤ 4"},
		{Ladder{Model: gelu, Step: 1, Eta: 0.5, Sizes: []int{10}, Sees: 0.3}, "sizes [10], want at least two"},
		{Ladder{Model: gelu, Step: 1, Eta: 0.5, Sizes: []int{20, 10}, Sees: 0.3}, "sizes [20 10], want increasing ones"},
		{Ladder{Model: gelu, Step: -1, Eta: 0.5, Sizes: []int{10, 20}, Sees: 0.3}, "step size d₀ = -1"},
		{Ladder{Model: gelu, Step: 1, Eta: 0.5, Sizes: []int{10, 20}}, "to be detected = 0"},
		{Ladder{Model: gelu, Step: 50, Eta: 0.5, Sizes: []int{1000, 2000}, Sees: 0.3}, "not positive"},
	} {
		if _, err := Climb(testLab(1), c.l); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: error %v, want %q", c.l, err, c.want)
		}
	}
	if _, err := Layer(theory.Function{Name: "step", At: func(z float64) float64 { return math.Copysign(1, z) }, Slope: func(float64) float64 { return 0 }}, 0); err == nil {
		t.Error("a layer that jumps")
	}
}

// Data from one function fitted by another: both witnesses have the same slope of the loss, and the model carries the break.
func TestMisspecifiedModel(t *testing.T) {
	layers := plannedLayers()
	data, fit := layers[6].f, layers[4].f // tanh fitted by relu
	model, err := Misspecified(data, fit, 0.2)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []float64{0.1, 0.6, 0.9} {
		pull, err := sim.PopulationPull(model.Sim, m)
		if err != nil {
			t.Fatal(err)
		}
		got, want := pull.Value/math.Sqrt((1-m)*(1+m)), model.Law.PhiPrime(m)
		if math.Abs(got-want) > pull.Error/math.Sqrt((1-m)*(1+m))+model.Law.Accuracy().PhiPrime+1e-13 {
			t.Errorf("φ′(%v) = %v measured, %v by the law", m, got, want)
		}
	}
}
