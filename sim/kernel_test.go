package sim

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// dealt is the plain chain, fed with the draws that a lane of the fast one with the
// same seed is dealt. Where the deal skips steps it is fed with U < 0 in their place.
type dealt struct {
	*Chain
	deal  deal
	skips bool
	lane  lane
	next  int // entry of the block
	wait  int // steps before it
}

// dealtOnVectors is how the vectors of a run deal to one replica, in builds that have them.
var dealtOnVectors func(v *vectors) deal

// kernelChoices is what a run may ask for by SIMD in this build.
func kernelChoices() []bool {
	if Kernel() == portable {
		return []bool{false}
	}
	return []bool{false, true}
}

func newDealt(tb testing.TB, run ChainRun, seed uint64, start func(*Random) (float64, error)) *dealt {
	tb.Helper()
	d := &dealt{next: block}
	if v := run.vectors(); v != nil {
		d.deal = dealtOnVectors(v)
	} else {
		d.deal, d.skips = dealing(run.Model, must(NewChiSquared(float64(run.N-2))))
	}
	d.lane.random.Seed(seed)
	m, err := start(&d.lane.random)
	if err != nil {
		tb.Fatal(err)
	}
	d.Chain = must(NewChain(run.Model, run.N, m))
	return d
}

func (d *dealt) Step(_ *Random, delta float64) float64 {
	if d.next == block {
		d.deal(&d.lane)
		d.next, d.wait = 0, d.lane.gap[0]-1
	}
	if d.skips && d.wait > 0 {
		d.wait--
		return d.Follow(Draws{U: -1, W: 2, Q: 3}, delta)
	}
	k := d.next
	if d.next++; d.next < block {
		d.wait = d.lane.gap[d.next] - 1
	}
	return d.Follow(Draws{U: d.lane.u[k], W: d.lane.w[k], Q: d.lane.q[k], Noise: d.lane.noise[k]}, delta)
}

// kernelZoo is the zoo and the models that kernels tell apart beyond it.
func kernelZoo() []Model {
	models := []Model{
		must(NewSingleLayer(poly(0.5, -1, 0.25, 2), 0.3)),
		must(NewMisspecified(poly(0, 0, 1), poly(0, 1, 0, 0, 1), 0)),
		must(NewMisspecified(poly(0, 1, 0, 0, 1), poly(0, 0, 1), 0)),
		must(NewMisspecified(poly(0, 0, 0, 1), poly(0, 1), 0.1)),
		must(NewSingleLayer(ReLU{}, 0.4)),
		must(NewMisspecified(Tanh{}, ReLU{}, 0.2)),
		must(NewMisspecified(Abs{}, Tanh{}, 0)),
	}
	for _, z := range zoo() {
		models = append(models, z.model)
	}
	return models
}

// The fast chain does the operations of the plain one in the same order, so fed
// with the same draws all that a watch can see of a path is equal, bit for bit:
// passages, extremes, the last overlap, the trace. This covers the kernels,
// the block boundaries, ReLU's skipped steps, the change of step size inside a
// block, and the two ways of reading a path.
func TestFastChainIsThePlainChain(t *testing.T) {
	grid := []int{0, 1, 2, 5, 127, 128, 129, 400, 1000, 1023} // 1000 ends a watch, between two steps that are not skipped
	ends := []int{128, 384, 896}                              // ends of blocks, where steps are not skipped
	watches := []Watch{
		{Low: 0.3, High: 0.6, Steps: 1000, Grid: grid},
		{Low: 0.3, High: 0.6, Steps: 1024, Unsigned: true, Grid: ends},
		{Low: 0.2, High: 0.5, Steps: 1023, Until: UntilSearch, Grid: grid[3:]},
		{Low: 0.5, High: 0.2, Steps: 5000, Until: UntilDescent, Unsigned: true, Grid: grid},
		{Low: 0.9, High: 0.99, Steps: 1},
		{Low: 0.9, High: 0.99, Steps: 0, Grid: grid},
	}
	searches, descents := 0, 0
	for _, model := range kernelZoo() {
		for _, n := range []int{2, 3, 40} {
			schedules := []Schedule{
				must(NewConstant(0.02)), must(NewConstant(3)), must(NewReset(0.1, 0.01, 0.4)), must(NewGrowing(0.1, 3, n)),
			}
			choices := kernelChoices()
			for i := range len(watches) * len(schedules) * len(choices) {
				simd := choices[i%len(choices)]
				i /= len(choices)
				w, schedule := watches[i/len(schedules)], schedules[i%len(schedules)]
				start := func(r *Random) (float64, error) { return HalfSphereOverlap(r, n) }
				run := ChainRun{Model: model, N: n, Schedule: schedule, Watch: w, Replicas: 3, SIMD: simd,
					Seed: func(i int) uint64 { return uint64(i) + 100 }}
				if simd && run.Kernel() == portable {
					continue
				}
				got, err := RunChain(context.Background(), run)
				if err != nil {
					t.Fatal(err)
				}
				for i := range got {
					want, err := w.Follow(context.Background(), newDealt(t, run, uint64(i)+100, start), nil, schedule)
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(want, got[i]); diff != "" {
						t.Fatalf("%v, N = %d, %v, watch %+v, replica %d, %s: plain chain (−) and fast (+) differ:\n%s", model, n, schedule, w, i, run.Kernel(), diff)
					}
					if want.Search > 0 {
						searches++
					}
					if want.Descent > 0 {
						descents++
					}
				}
			}
		}
	}
	if searches < 1000 || descents < 1000 {
		t.Errorf("only %d passages of search and %d of descent were compared", searches, descents)
	}
}

// Bits are promised here, see the package comment. A long path meets every kernel's rare events; ten thousand steps from both poles
// and from the equator, at rates up to 1.
func TestKernelsFollowTheChain(t *testing.T) {
	for _, model := range kernelZoo() {
		for _, start := range []float64{-1, -0.3, 0, math.Nextafter(1, 0), 1} {
			const n = 12
			run := ChainRun{Model: model, N: n, Schedule: must(NewConstant(0.01)), Seed: func(int) uint64 { return 3 }}
			plain := newDealt(t, run, 3, At(start))
			w := must(newChainRun(run.watching()))
			l := &lane{overlap: start, largest: start}
			l.random.Seed(3)
			for range 20 {
				if err := w.block([]*lane{l}); err != nil {
					t.Fatal(err)
				}
				for k, got := range l.path {
					steps := 1
					if w.watcher.skips {
						steps = l.gap[k]
					}
					var want float64
					for range steps {
						want = plain.Step(nil, 0.01)
					}
					if got != want {
						t.Fatalf("%v from %v: fast chain at %v, plain at %v", model, start, got, want)
					}
				}
			}
		}
	}
}

// watching is the run with some watch.
func (run ChainRun) watching() ChainRun {
	run.Watch = Watch{Low: 0.5, High: 0.5, Steps: math.MaxInt}
	return run
}

// Every model of the list must have a kernel of its own, or its speed is lost
// in silence.
func TestKernelsAreChosen(t *testing.T) {
	for _, model := range kernelZoo() {
		own := kernelOf(model) != nil
		name := model.String()
		special := !strings.Contains(name, "anh") && !strings.Contains(name, "sigmoid") &&
			!strings.Contains(name, "regression") && !strings.Contains(name, "mixture")
		if own != special {
			t.Errorf("%v: kernel of its own: %v, want %v", model, own, special)
		}
	}
}

// Draws differ between kernels, so whatever is pinned or judged must get the portable one
// in any build, and a run that asks for SIMD gets it only where it is written.
func TestSIMDIsAskedFor(t *testing.T) {
	he3, tensor := must(NewSingleLayer(must(NewHermite(3)), 0)), must(NewLinearisedTensorPCA(TensorTerm{3, 1}))
	constant := must(NewConstant(1))
	for _, c := range []struct {
		run  ChainRun
		want string
	}{
		{ChainRun{Model: he3, N: 100, Schedule: constant}, portable},
		{ChainRun{Model: tensor, N: 100, Schedule: constant}, portable},
		{ChainRun{Model: he3, N: 100, Schedule: constant, SIMD: true}, Kernel()},
		{ChainRun{Model: he3, N: 4, Schedule: must(NewReset(1, 2, 0.5)), SIMD: true}, Kernel()},
		{ChainRun{Model: he3, N: 3, Schedule: constant, SIMD: true}, portable},
		{ChainRun{Model: tensor, N: 100, Schedule: constant, SIMD: true}, Kernel()},
		{ChainRun{Model: tensor, N: 100, Schedule: must(NewGrowing(1, 3, 100)), SIMD: true}, portable},
		{ChainRun{Model: must(NewLinearisedTensorPCA(TensorTerm{3, 1}, TensorTerm{4, 1})), N: 100, Schedule: constant, SIMD: true}, portable},
		{ChainRun{Model: must(NewSingleLayer(must(NewHermite(4)), 0)), N: 100, Schedule: constant, SIMD: true}, portable},
		{ChainRun{Model: must(NewSingleLayer(ReLU{}, 0)), N: 100, Schedule: constant, SIMD: true}, portable},
		{ChainRun{SIMD: true}, portable},
	} {
		if got := c.run.Kernel(); got != c.want {
			t.Errorf("%v, N = %d, %v, SIMD %v: kernel %q, want %q", c.run.Model, c.run.N, c.run.Schedule, c.run.SIMD, got, c.want)
		}
	}
	if kernel := Kernel(); kernel != portable && kernel != simd {
		t.Errorf("Kernel() = %q", kernel)
	}
}

// Block by block the draws come in another order than one by one, and ReLU's idle
// steps are not drawn at all. There are three ways to deal; for each the fast and the
// plain chain are compared in law: the passage time and the last overlap of n
// replicas each, by two DKW bands at α/2. A chain with a step size a quarter too
// large must be told apart by one of the two, or the test sees nothing.
func TestFastChainHasTheLawOfThePlain(t *testing.T) {
	replicas := 100_000
	if testing.Short() {
		replicas = 5_000
	}
	cases := []struct {
		model Model
		n     int
		delta float64
		steps int
		simd  bool
	}{
		{must(NewSingleLayer(must(NewHermite(3)), 0)), 8, 0.05, 10, false},
		{must(NewSingleLayer(ReLU{}, 0.1)), 8, 0.5, 10, false},
		{must(NewLinearisedTensorPCA(TensorTerm{3, 2})), 8, 0.5, 10, false},
	}
	if Kernel() != portable {
		for _, i := range []int{0, 2} {
			c := cases[i]
			c.simd = true
			cases = append(cases, c)
		}
	}
	most := 2 * dkw(replicas, alpha/2)
	for _, c := range cases {
		model, schedule := c.model, must(NewConstant(c.delta))
		watch := Watch{Low: 0.5, High: 0.9, Steps: c.steps}
		run := ChainRun{Model: model, N: c.n, Schedule: schedule, Watch: watch, Replicas: replicas, SIMD: c.simd,
			Seed: func(i int) uint64 { return uint64(i) }}
		fast, err := RunChain(context.Background(), run)
		if err != nil {
			t.Fatal(err)
		}
		run.Schedule = must(NewConstant(1.25 * c.delta))
		off, err := RunChain(context.Background(), run)
		if err != nil {
			t.Fatal(err)
		}
		r := NewRandom(5)
		chain := must(NewChain(model, c.n, 0))
		plain := make([]Passages, replicas)
		for i := range plain {
			if err := chain.Restart(must(HalfSphereOverlap(r, c.n))); err != nil {
				t.Fatal(err)
			}
			if plain[i], err = watch.Follow(context.Background(), chain, r, schedule); err != nil {
				t.Fatal(err)
			}
		}
		last := func(h Passages) float64 { return h.Last }
		search := func(h Passages) float64 {
			if h.Search == Never {
				return math.Inf(1)
			}
			return float64(h.Search)
		}
		sees := 0.0
		for _, of := range []func(Passages) float64{last, search} {
			a, b, o := values(plain, of), values(fast, of), values(off, of)
			if d := distance2(a, b); d > most {
				t.Errorf("%v, %s: laws %.4g apart, allowed %.4g (two DKW bands, %d replicas each)", model, run.Kernel(), d, most, replicas)
			}
			sees = max(sees, distance2(a, o))
		}
		if !testing.Short() && sees <= most {
			t.Errorf("%v, %s: a step size a quarter too large is %.4g away, within %.4g: the test sees nothing", model, run.Kernel(), sees, most)
		}
	}
}

func values(list []Passages, of func(Passages) float64) []float64 {
	x := make([]float64, len(list))
	for i, h := range list {
		x[i] = of(h)
	}
	return x
}

// A path's extremes are sought among whole numbers; signs and magnitudes of all sizes
// must keep their order, in the kernels and afterwards.
func TestExtremes(t *testing.T) {
	r := NewRandom(12)
	for i := range 1000 {
		path := new([block]float64)
		for k := range path {
			path[k] = math.Ldexp(r.Normal(), -int(r.Uint64()%1100)) + float64(i%3-1)*math.Abs(r.Normal())*float64(i%2)
		}
		path[i%block] = math.Copysign(0, float64(i%2)-0.5)
		stepped, read := &lane{least: math.MaxInt64, most: math.MinInt64}, &lane{path: *path}
		for k, m := range path {
			stepped.put(k, m)
		}
		read.seek()
		for _, l := range []*lane{stepped, read} {
			if low, high := float(l.least), float(l.most); low != slices.Min(path[:]) || high != slices.Max(path[:]) {
				t.Fatalf("extremes %v and %v of %v", low, high, path)
			}
		}
	}
}

// The waits of ReLU's skipped steps are geometric: each count is binomial.
func TestGeometricWaits(t *testing.T) {
	const n = 1 << 20
	r := NewRandom(9)
	var counts [64]int
	for range n {
		counts[min(geometric(r), 63)]++
	}
	for g := 1; g < 20; g++ {
		binomial(t, "waits", counts[g], n, math.Ldexp(1, -g))
	}
}

// A block allocates nothing, whatever the model and the schedule.
func TestBlocksDoNotAllocate(t *testing.T) {
	for _, model := range kernelZoo() {
		for _, schedule := range []Schedule{must(NewConstant(0.1)), must(NewReset(0.1, 0.2, 0.3)), must(NewGrowing(0.1, 3, 100))} {
			run := ChainRun{Model: model, N: 100, Schedule: schedule, Seed: func(int) uint64 { return 1 }}
			w := must(newChainRun(run.watching()))
			l := new(lane)
			live := []*lane{l}
			l.random.Seed(1)
			w.watcher.begin(l)
			if a := testing.AllocsPerRun(10, func() {
				if err := w.block(live); err != nil {
					t.Fatal(err)
				}
				w.watcher.read(l)
			}); a != 0 {
				t.Errorf("%v, %v: a block allocates %v times", model, schedule, a)
			}
		}
	}
}
