package sim

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// pathwiseBound is how far the overlap of the N-dimensional update and that of the
// chain may be apart on one sample when all they differ in is rounding.
//
// Let u = 2⁻⁵³ and k the operations in one entry of a gradient. The chain's draws
// are inner products of N terms: those of data off by at most 2(N+k)u of their size.
// m is off by (N+3)u, hence s = √(1−m²) by (N+3)u/s, and what is divided by s by
// (N+3)u/s² of its size. So the draws are moved by 2(N+k)u(1+size)/s², Q, a square,
// by 2(1+size) times that. What this does to m' is computed, not estimated: each
// draw is moved both ways and the changes are added up. That covers how G, however
// steep, depends on the data.
//
// The update on vectors itself rounds the gradient (k), its projection (N+3), the
// step (3), the norm (N/2+3) and the new overlap (N), and x and θ are unit vectors
// up to (N/2+3)u, which enters m, the projection and the norm. These are at most
// (5N+k+25)u of the vectors involved, of length 1 for x and (δ/N)‖∇L‖ (Euclidean)
// for the step, before the division by √(1 + (δ/N)²(A²+B)). The chain itself
// rounds at most 20 times.
func pathwiseBound(model Model, m, rate float64, d Draws, n, k int, size, gradient float64) float64 {
	const u = 0x1p-53
	next := func(d Draws) (overlap, length float64) {
		along, rest := model.GradientParts(m, d)
		return move(m, rate, along, rest), math.Sqrt(1 + rate*rate*(along*along+rest))
	}
	at, length := next(d)
	h := 2 * float64(n+k) * u * (1 + size) / math.Max((1-m)*(1+m), u)
	var spread float64
	for _, sign := range []float64{1, -1} {
		for i, moved := range []Draws{d, d, d, d} {
			*[]*float64{&moved.U, &moved.W, &moved.Q, &moved.Noise}[i] += sign * h * []float64{1, 1, 2 * (1 + size), 0}[i]
			moved.Q = math.Max(0, moved.Q)
			x, _ := next(moved)
			spread += math.Abs(x - at)
		}
	}
	return spread + (float64(5*n+k+45)*u)*(1+rate*gradient)/length
}

// A wrong reduction of any model (a sign, a factor, a lost projection, N−1 for N−2)
// cannot follow real data. Starts are uniform on the whole sphere, so that half of the
// overlaps are negative; steps are large, up to δ = 4N for a gradient of order 1, so
// that the normalisation matters; N = 2 has no rest at all.
func TestChainFollowsSGDPathwise(t *testing.T) {
	for _, z := range zoo() {
		t.Run(z.model.String(), func(t *testing.T) {
			r := NewRandom(2)
			worst, steps, negative, far, loose := 0.0, 0, 0, 0, 0
			for _, n := range []int{2, 3, 5, 12, 60} {
				if n > z.most {
					continue
				}
				theta, x := randomPair(r, n)
				sgd := must(NewSGD(z.model, theta, x))
				chain := must(NewChain(z.model, n, clamp(sgd.Overlap())))
				euclidean := make([]float64, n)
				for i := range 200 {
					delta := float64(n) * math.Exp2(2-float64(i%16)) / 4
					s := sgd.Sample()
					z.model.Draw(s, r)
					m, d := clamp(sgd.Overlap()), sgd.Draws()
					z.model.Gradient(euclidean, sgd.Point(), s)
					k, size := 3, floats.Norm(s.Y, 2)
					// A vector of a tensor of order p ≤ 4 takes p−1 nested sums of N terms, and there
					// are p of them; the spike taken off costs p+1 roundings an entry.
					for _, y := range s.Tensors {
						k = 4 * (n + 5)
						size += 4 * floats.Norm(y, 2)
					}
					allowed := pathwiseBound(z.model, m, delta/float64(n), d, n, k, size, size+floats.Norm(euclidean, 2))

					if err := chain.Restart(m); err != nil {
						t.Fatal(err)
					}
					got, want := chain.Follow(d, delta), sgd.Descend(delta)
					if off := math.Abs(got - want); !(off <= allowed) {
						t.Fatalf("N = %d, step %d, m = %v, δ = %v: chain %v, N-dimensional %v, off by %.3g, allowed %.3g", n, i, m, delta, got, want, off, allowed)
					} else {
						worst = max(worst, off/allowed)
					}
					if m < 0 {
						negative++
					}
					if math.Abs(got-m) > 0.1 {
						far++
					}
					if allowed > 1e-9 {
						loose++
					}
					steps++
				}
			}
			t.Logf("%d steps, worst %.2g of the bound, %d from m < 0, %d by more than 0.1, %d with a bound above 1e-9", steps, worst, negative, far, loose)
			if far < 10 {
				t.Errorf("only %d steps moved the overlap by 0.1, too few to show the normalisation", far)
			}
			if 10*loose > steps {
				t.Errorf("the bound exceeds 1e-9 in %d of %d steps, too many to call it rounding", loose, steps)
			}
		})
	}
}

func clamp(m float64) float64 { return math.Max(-1, math.Min(1, m)) }

// rival is a wrong chain: the pull of a model, tampered with.
type rival struct {
	Model
	pull func(m float64, along, rest float64) (float64, float64)
}

func (v rival) GradientParts(m float64, d Draws) (along, rest float64) {
	along, rest = v.Model.GradientParts(m, d)
	return v.pull(m, along, rest)
}

// The pathwise test is worth as much as the rivals it refutes: each must leave the
// bound by a factor of 10⁶ within a few steps, on every model.
func TestPathwiseBoundRefutesRivals(t *testing.T) {
	rivals := map[string]func(m, along, rest float64) (float64, float64){
		"drops χ²":              func(_, a, b float64) (float64, float64) { return a, 0 },
		"wrong sign":            func(_, a, b float64) (float64, float64) { return -a, b },
		"no projection":         func(m, a, b float64) (float64, float64) { return a / sine(m), b },
		"one percent":           func(_, a, b float64) (float64, float64) { return 1.01 * a, 1.0201 * b },
		"counts the part twice": func(_, a, b float64) (float64, float64) { return a, a*a + b },
	}
	for name, pull := range rivals {
		for _, z := range zoo() {
			r := NewRandom(7)
			n := min(5, z.most)
			theta, x := randomPair(r, n)
			sgd := must(NewSGD(z.model, theta, x))
			chain := must(NewChain(rival{z.model, pull}, n, 0))
			refuted := false
			for range 50 {
				z.model.Draw(sgd.Sample(), r)
				m, d := clamp(sgd.Overlap()), sgd.Draws()
				k := 3 + 4*(n+5)
				allowed := pathwiseBound(z.model, m, 0.3, d, n, k, 50, 50)
				if err := chain.Restart(m); err != nil {
					t.Fatal(err)
				}
				delta := 0.3 * float64(n)
				refuted = refuted || math.Abs(chain.Follow(d, delta)-sgd.Descend(delta)) > 1e6*allowed
			}
			if !refuted {
				t.Errorf("%v: the rival %q follows the data", z.model, name)
			}
		}
	}
}

// Fed with the same data the two sides agree; what is left is that the chain deals
// itself the right law, χ²_{N−2} and the hidden variables included. N = 3, where one
// degree of freedom more or less is most, and N = 2, with none. At 4000 runs each
// the two empirical laws are within 2·dkw = 0.105 but for 1e-9; a rival with one
// more degree of freedom must be outside for some model at N = 3, or the test sees
// nothing.
func TestChainHasTheLawOfSGD(t *testing.T) {
	const runs, steps = 4000, 8
	most := 2 * dkw(runs, 1e-9/2)
	worst := 0.0
	for _, z := range zoo() {
		for _, n := range []int{2, 3} {
			r := NewRandom(8)
			theta, x := randomPair(r, n)
			sgd := must(NewSGD(z.model, theta, x))
			start := make([]float64, n)
			copy(start, x)
			chain := must(NewChain(z.model, n, 0))
			extra := must(NewChain(z.model, n, 0))
			extra.rest = must(NewChiSquared(float64(n - 1)))
			var m, c, e []float64
			for range runs {
				copy(sgd.x, start)
				for _, k := range []*Chain{chain, extra} {
					if err := k.Restart(sgd.Overlap()); err != nil {
						t.Fatal(err)
					}
				}
				for range steps {
					sgd.Step(r, 0.5)
					chain.Step(r, 0.5)
					extra.Step(r, 0.5)
				}
				m, c, e = append(m, sgd.Overlap()), append(c, chain.Overlap()), append(e, extra.Overlap())
			}
			if d := distance2(m, c); d > most {
				t.Errorf("%v, N = %d: laws after %d steps differ by %v, allowed %v (two DKW bands, 1e-9)", z.model, n, steps, d, most)
			}
			if n == 3 {
				worst = max(worst, distance2(m, e))
			}
		}
	}
	t.Logf("a degree of freedom too many: %.3f, allowed %.3f", worst, most)
	if worst <= most {
		t.Errorf("a chain with a degree of freedom too many is within %v of the law, allowed %v: the test sees nothing", worst, most)
	}
}

// At an end of the range there is no direction towards the target; the formula must
// not divide by s = 0, and rounding must not leave [−1, 1] for good.
func TestChainAtThePoles(t *testing.T) {
	for _, z := range zoo() {
		for _, n := range []int{2, 3, 1000} {
			for _, m := range []float64{-1, 1, math.Nextafter(1, 0), math.Nextafter(-1, 0)} {
				r := NewRandom(9)
				chain := must(NewChain(z.model, n, m))
				for range 300 {
					if m := chain.Step(r, 1); !(math.Abs(m) <= 1) {
						t.Fatalf("%v, N = %d: overlap %v", z.model, n, m)
					}
				}
			}
		}
		// On data: x = θ exactly.
		theta := []float64{1, 0, 0}
		s := must(z.model.NewSample(theta))
		z.model.Draw(s, NewRandom(10))
		if d := z.model.Reduce(theta, s); d.W != 0 || !(d.Q > 0) {
			t.Errorf("%v: at x = θ the draws are %+v, want W = 0 and all of the tangent in Q", z.model, d)
		}
	}
}

// A run has 10⁸ steps and more; one allocation in each would decide its speed.
func TestStepsDoNotAllocate(t *testing.T) {
	r := NewRandom(11)
	for _, z := range zoo() {
		n := min(20, z.most)
		theta, x := randomPair(r, n)
		walks := []Walk{must(NewChain(z.model, n, 0.3)), must(NewSGD(z.model, theta, x))}
		for _, w := range walks {
			if a := testing.AllocsPerRun(100, func() { w.Step(r, 0.1) }); a != 0 {
				t.Errorf("%v: a step of %T allocates %v times", z.model, w, a)
			}
		}
	}
}

func TestChainNamesTheBadValue(t *testing.T) {
	model := must(NewOnlinePCA(1))
	drop := func(_ any, err error) error { return err }
	for _, c := range []struct {
		err  error
		says string
	}{
		{drop(NewChain(nil, 3, 0)), "no model"},
		{drop(NewChain(model, 1, 0)), "N = 1"},
		{drop(NewChain(model, 3, math.NaN())), "m = NaN"},
		{drop(NewChain(model, 3, -1.5)), "m = -1.5"},
		{must(NewChain(model, 3, 0)).Restart(2), "m = 2"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.says) || strings.Contains(c.err.Error(), "\n") {
			t.Errorf("error %v, want one line with %q", c.err, c.says)
		}
	}
}

func BenchmarkChain(b *testing.B) {
	for _, z := range zoo() {
		b.Run(z.model.String(), func(b *testing.B) {
			r := NewRandom(1)
			chain := must(NewChain(z.model, 10000, 0.01))
			for b.Loop() {
				chain.Step(r, 1e-4)
			}
		})
	}
}

// The start on the half-sphere has the law of the absolute first coordinate: uniform on [0, 1] for N = 3
// (Archimedes), (2/π) arcsin m for N = 2, ½(3m − m³) for N = 5. A degree of freedom more or less moves the first by
// .19; the band of 4000 draws is .053 at 1e-9.
func TestHalfSphereOverlapLaw(t *testing.T) {
	const runs = 4000
	for n, law := range map[int]func(m float64) float64{
		2: func(m float64) float64 { return 2 / math.Pi * math.Asin(m) },
		3: func(m float64) float64 { return m },
		5: func(m float64) float64 { return (3*m - m*m*m) / 2 },
	} {
		r := NewRandom(11)
		draws := make([]float64, runs)
		for i := range draws {
			draws[i] = must(HalfSphereOverlap(r, n))
		}
		worst := distance(draws, law)
		if band := dkw(runs, 1e-9); worst > band {
			t.Errorf("N = %d: the law of the start is off by %v, allowed %v", n, worst, band)
		}
	}
	if _, err := HalfSphereOverlap(NewRandom(1), 1); err == nil {
		t.Error("N = 1 accepted")
	}
}
