package golden

import (
	"context"
	"fmt"
	"math"
	"testing"

	"assay/sim"
)

// altered is a model with one thing changed on the chain side and, through the gradient,
// on the N-dimensional side.
type altered struct {
	sim.Model
	deal     func(sim.Model, *sim.Random) sim.Draws
	pull     func(along, rest float64) (float64, float64)
	gradient func([]float64)
}

func (a altered) Deal(r *sim.Random) sim.Draws {
	if a.deal != nil {
		return a.deal(a.Model, r)
	}
	return a.Model.Deal(r)
}

func (a altered) GradientParts(m float64, d sim.Draws) (along, rest float64) {
	along, rest = a.Model.GradientParts(m, d)
	if a.pull != nil {
		return a.pull(along, rest)
	}
	return along, rest
}

func (a altered) Gradient(dst, x []float64, s *sim.Sample) {
	a.Model.Gradient(dst, x, s)
	if a.gradient != nil {
		a.gradient(dst)
	}
}

// alternating multiplies by 1 + 2⁻⁵² and 1 − 2⁻⁵² in turn: a unit in the last place.
func alternating() func(float64) float64 {
	ulp := 0x1p-52
	return func(x float64) float64 { ulp = -ulp; return x * (1 + ulp) }
}

// pinNamed is the pin, which must exist and be in place.
func pinNamed(t *testing.T, name string) Pin {
	t.Helper()
	for _, p := range Pins() {
		if p.Name == name {
			inPlace(t, p)
			return p
		}
	}
	t.Fatalf("no pin %s", name)
	return Pin{}
}

// inPlace skips the test of a pin that departs by itself: what an alteration does to it then
// says nothing of its sensitivity. TestPins fails by it.
func inPlace(t *testing.T, p Pin) {
	t.Helper()
	got, err := p.Replay(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want, err := p.pinned(files())
	if err != nil {
		t.Fatal(err)
	}
	if d := p.firstDeparture(got, want, false); d != nil {
		t.Skipf("the pin departs unaltered, which TestPins judges; its sensitivity is not tested: %v", d)
	}
}

// A pin that departs, here one beside the file of another, is no finding on its sensitivity.
func TestDepartedPinIsSkipped(t *testing.T) {
	for name, skips := range map[string]bool{"chain/abs": false, "chain/cube": true} {
		p := pinNamed(t, "chain/abs")
		p.Name = name
		skipped := false
		t.Run(name, func(t *testing.T) {
			defer func() { skipped = t.Skipped() }()
			inPlace(t, p)
		})
		if skipped != skips {
			t.Errorf("chain/abs beside the file of %s: skipped %t, want %t", name, skipped, skips)
		}
	}
}

// departureOf is where rows made by an altered simulator depart from the pin's file by more
// than its columns allow.
func departureOf(t *testing.T, p Pin, rows [][]float64, err error) *Departure {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	want, err := p.pinned(files())
	if err != nil {
		t.Fatal(err)
	}
	return p.firstDeparture(Table{p.columnNames(), rows}, want, false)
}

// slight is a change of a coefficient that every pin must see.
const slight = 1 + 1e-8

// Every chain pin admits a unit in the last place of the pull in every step, and sees a
// coefficient changed by 1e-8, another seed, an extra draw and two draws swapped.
func TestChainPinsAreSensitive(t *testing.T) {
	for _, z := range zoo() {
		t.Run(z.name, func(t *testing.T) {
			p := pinNamed(t, "chain/"+z.name)
			run := func(a altered, start float64, seed uint64) ([][]float64, error) {
				model, err := z.make()
				if err != nil {
					return nil, err
				}
				a.Model = model
				return chainRun(a, start, z.rate, seed)
			}
			ulp := alternating()
			rows, err := run(altered{pull: func(a, b float64) (float64, float64) { return ulp(a), ulp(b) }}, chainStart, chainSeed)
			if d := departureOf(t, p, rows, err); d != nil {
				t.Errorf("a unit in the last place departs: %v", d)
			}
			changed := map[string]altered{
				"the pull along":    {pull: func(a, b float64) (float64, float64) { return slight * a, b }},
				"the pull at rest":  {pull: func(a, b float64) (float64, float64) { return a, slight * b }},
				"one draw too many": {deal: func(m sim.Model, r *sim.Random) sim.Draws { r.Uint64(); return m.Deal(r) }},
				"two draws swapped": {deal: func(m sim.Model, r *sim.Random) sim.Draws { d := m.Deal(r); d.U, d.W = d.W, d.U; return d }},
			}
			for what, a := range changed {
				rows, err := run(a, chainStart, chainSeed)
				if d := departureOf(t, p, rows, err); d == nil || d.Column != "overlap" || d.Row == 0 {
					t.Errorf("changed %s: departure %v, want one in the overlap after the start", what, d)
				}
			}
			rows, err = run(altered{}, chainStart, chainSeed+1)
			if d := departureOf(t, p, rows, err); d == nil || d.Row == 0 || d.Row > 2 {
				t.Errorf("another seed: departure %v, want one at step 1, or 2 where half the samples have no gradient", d)
			}
		})
	}
}

// The growth of 40 in the tolerance of the chain pins is 4 in the size of an error and 10
// in the size of the overlap, which counts as 0.1 at least. An error put in at the start stands for one of any step; it
// is large enough that rounding does not count and small enough to stay linear.
func TestChainGrowth(t *testing.T) {
	const error0 = 0x1p-26
	for _, z := range zoo() {
		model, err := z.make()
		if err != nil {
			t.Fatal(err)
		}
		rows, err1 := chainRun(model, chainStart, z.rate, chainSeed)
		moved, err2 := chainRun(model, chainStart+error0, z.rate, chainSeed)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		for i := range rows {
			if growth := math.Abs(moved[i][1]-rows[i][1]) / error0; growth > 4 {
				t.Errorf("%s: an error has grown %.2f times at step %d, want 4 at most", z.name, growth, i)
			}
		}
	}
}

// The pin of several points sees a step size changed by 1e-8 and another seed, and admits an error of a
// unit in the last place at the start, which grows by 4 at most, as the chain's.
func TestTogetherPinIsSensitive(t *testing.T) {
	p := pinNamed(t, "chain/together")
	run := func(start, rate float64, seed uint64) *Departure {
		rows, err := togetherRun(start, rate, seed)
		return departureOf(t, p, rows, err)
	}
	if d := run(chainStart*(1+0x1p-52), 0.02, chainSeed); d != nil {
		t.Errorf("a unit in the last place departs: %v", d)
	}
	if d := run(chainStart, 0.02*slight, chainSeed); d == nil || d.Row == 0 {
		t.Errorf("another step size: departure %v", d)
	}
	if d := run(chainStart, 0.02, chainSeed+1); d == nil || d.Row == 0 {
		t.Errorf("another seed: departure %v", d)
	}
	const error0 = 0x1p-26
	rows, err1 := togetherRun(chainStart, 0.02, chainSeed)
	moved, err2 := togetherRun(chainStart+error0, 0.02, chainSeed)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	for i, row := range rows {
		for k := 1; k < len(row); k++ {
			if growth := math.Abs(moved[i][k]-row[k]) / error0; growth > 4 {
				t.Errorf("point %d: an error has grown %.2f times at step %d, want 4 at most", k, growth, i)
			}
		}
	}
}

// Every pin of SGD admits a unit in the last place of the gradient and sees a factor of it
// and another seed.
func TestSpherePinsAreSensitive(t *testing.T) {
	for _, z := range zoo() {
		t.Run(z.name, func(t *testing.T) {
			p := pinNamed(t, "sphere/"+z.name)
			run := func(seed uint64, change func(float64) float64) ([][]float64, error) {
				model, err := z.make()
				if err != nil {
					return nil, err
				}
				return sphereRun(altered{Model: model, gradient: func(g []float64) {
					for i := range g {
						g[i] = change(g[i])
					}
				}}, z.rate, seed)
			}
			rows, err := run(sphereSeed, alternating())
			if d := departureOf(t, p, rows, err); d != nil {
				t.Errorf("a unit in the last place departs: %v", d)
			}
			rows, err = run(sphereSeed, func(x float64) float64 { return slight * x })
			if departureOf(t, p, rows, err) == nil {
				t.Error("a gradient 1e-8 too long passes")
			}
			rows, err = run(sphereSeed+1, func(x float64) float64 { return x })
			if d := departureOf(t, p, rows, err); d == nil || d.Row == 0 || d.Row > 2 {
				t.Errorf("another seed: departure %v, want one at step 1, or 2 where half the samples have no gradient", d)
			}
		})
	}
}

// rebuilt is a step of gradient descent made outside sim, on the gradient and the residual
// of the students, so that either can be altered.
func rebuilt(t *testing.T, change func(gradient, half float64) float64) func(*sim.Students) *sim.Students {
	return func(s *sim.Students) *sim.Students {
		g, r, w := s.Gradient(nil), s.Residual(), s.State()
		c, u := make([]float64, len(w)), make([][]float64, len(w))
		for i, row := range w {
			for a := range row {
				row[a] -= neuronEta * change(g[i*len(row)+a], r[a]/2)
			}
			c[i], u[i] = row[0], row[1:]
		}
		next, err := sim.NewStudentsInFrame(s.TeacherNorm(), c, u)
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
}

// The pins of n students admit a unit in the last place of every gradient and see a factor
// of the gradient, a coefficient of one of its terms, the step size through it, and the seed.
func TestNeuronPinsAreSensitive(t *testing.T) {
	for _, n := range []int{1, 2, 3, 5} {
		t.Run(fmt.Sprintf("n%d", n), func(t *testing.T) {
			p := pinNamed(t, fmt.Sprintf("neuron/n%d-span", n))
			run := func(seed uint64, change func(gradient, half float64) float64) *Departure {
				rows, err := neuronRun(n, n+2, seed, sim.NewStudents, rebuilt(t, change))
				return departureOf(t, p, rows, err)
			}
			ulp := alternating()
			if d := run(neuronSeed, func(g, _ float64) float64 { return ulp(g) }); d != nil {
				t.Errorf("a unit in the last place departs: %v", d)
			}
			if run(neuronSeed, func(g, _ float64) float64 { return slight * g }) == nil {
				t.Errorf("n = %d: a gradient 1e-8 too long passes", n)
			}
			if run(neuronSeed, func(g, half float64) float64 { return g + 1e-8*half }) == nil {
				t.Errorf("n = %d: ½r 1e-8 too long passes", n)
			}
			if d := run(neuronSeed+1, func(g, _ float64) float64 { return g }); d == nil || d.Row != 0 {
				t.Errorf("n = %d: another seed: departure %v, want one at the start", n, d)
			}
		})
	}
}

// The pins of the pair admit a unit in the last place of every step and see the step size
// and a start changed by 1e-8.
func TestPairPinsAreSensitive(t *testing.T) {
	p := pinNamed(t, "pair/recurrence")
	run := func(lambda2, eta float64, nudge func(float64) float64) *Departure {
		rows, err := pairRun(0.2478, lambda2, func(p sim.Pair, steps int) (sim.Pair, error) {
			for range steps {
				next := p.Next(eta)
				var err error
				if p, err = sim.NewPairFromExcess(nudge(next.Excess()), nudge(next.Lambda2())); err != nil {
					return p, err
				}
			}
			return p, nil
		})
		return departureOf(t, p, rows, err)
	}
	same := func(x float64) float64 { return x }
	if d := run(1.2788, 0.3, alternating()); d != nil {
		t.Errorf("a unit in the last place departs: %v", d)
	}
	if d := run(1.2788, 0.3*slight, same); d == nil || d.Row != 1 {
		t.Errorf("another step size: departure %v, want one at step 1", d)
	}
	if d := run(1.2788*slight, 0.3, same); d == nil || d.Row != 0 {
		t.Errorf("another start: departure %v, want one at the start", d)
	}
}

// A changed stream shows in its own pin first, before any trajectory.
func TestStreamPinsComeFirst(t *testing.T) {
	p := pinNamed(t, "random/words")
	if Pins()[0].Name != p.Name {
		t.Errorf("the first pin is %s, want %s", Pins()[0].Name, p.Name)
	}
	table, err := p.Replay(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	table.Rows[5][2]++ // one bit of one word
	if d := departureOf(t, p, table.Rows, nil); d == nil || d.Row != 5 || d.Column != "low" {
		t.Errorf("one bit of a word: departure %v, want one in row 5", d)
	}
}

// Every pin of the fast chain admits a unit in the last place of the start, sees a step size
// changed by 1e-8 and another seed, and its errors grow no more than its tolerance says.
func TestKernelPinsAreSensitive(t *testing.T) {
	const error0 = 0x1p-26
	for _, z := range zoo() {
		t.Run(z.name, func(t *testing.T) {
			p := pinNamed(t, "kernel/"+z.name)
			run := func(start, rate float64, seed uint64) ([][]float64, error) {
				constant, err := sim.NewConstant(rate * chainDimension)
				if err != nil {
					return nil, err
				}
				return kernelRun(z, start, constant, seed)
			}
			rows, err := run(chainStart*(1+0x1p-52), z.rate, kernelSeed)
			if d := departureOf(t, p, rows, err); d != nil {
				t.Errorf("a unit in the last place departs: %v", d)
			}
			rows, err = run(chainStart, z.rate*slight, kernelSeed)
			if d := departureOf(t, p, rows, err); d == nil || d.Row == 0 {
				t.Errorf("another step size: departure %v, want one after the start", d)
			}
			rows, err = run(chainStart, z.rate, kernelSeed+1)
			if d := departureOf(t, p, rows, err); d == nil || d.Row == 0 || d.Row > 2 {
				t.Errorf("another seed: departure %v, want one in the first two steps", d)
			}
			rows, err = run(chainStart, z.rate, kernelSeed)
			moved, err2 := run(chainStart+error0, z.rate, kernelSeed)
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			for i := range rows {
				for j := range kernelReplicas {
					if growth := math.Abs(moved[i][j+1]-rows[i][j+1]) / error0; growth > 4 {
						t.Errorf("an error has grown %.2f times at step %v, want 4 at most", growth, rows[i][0])
					}
				}
			}
		})
	}
}
