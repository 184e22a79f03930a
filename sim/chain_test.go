package sim

import (
	"math"
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
		along, rest := model.Pull(m, d)
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
