package sim

import (
	"fmt"
	"math"
	"testing"
)

// gaussianStudents is n students N(0, σ²I) in R^d of the teacher e₁.
func gaussianStudents(tb testing.TB, seed uint64, n, d int, sigma float64) *Students {
	tb.Helper()
	r := NewRandom(seed)
	teacher := make([]float64, d)
	teacher[0] = 1
	w := make([][]float64, n)
	for i := range w {
		w[i] = make([]float64, d)
		for a := range w[i] {
			w[i][a] = sigma * r.Normal()
		}
	}
	s, err := NewStudents(teacher, w)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// BenchmarkStudentsStep is one step of gradient descent in the full span, d = n + 1.
func BenchmarkStudentsStep(b *testing.B) {
	for _, shape := range [][2]int{{1, 2}, {2, 2}, {2, 3}, {3, 2}, {3, 4}, {4, 5}, {8, 2}, {8, 9}, {16, 17}, {32, 33}} {
		n, d := shape[0], shape[1]
		b.Run(fmt.Sprintf("n=%d/d=%d", n, d), func(b *testing.B) {
			s := gaussianStudents(b, 1, n, d, 0.3)
			eta := 0.5 / float64(n)
			b.ReportAllocs()
			for range b.N {
				s.Step(eta)
			}
		})
	}
}

func BenchmarkStudentsLoss(b *testing.B) {
	for _, n := range []int{2, 8} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			s := gaussianStudents(b, 1, n, n+1, 0.3)
			for range b.N {
				s.Loss()
			}
		})
	}
}

// BenchmarkPair is one step of one pair: far from the limit, on H = 0 close to it,
// and the same with four pairs interleaved, per pair.
func BenchmarkPair(b *testing.B) {
	rate := 0.3 / math.Pi
	b.Run("start", func(b *testing.B) {
		p := Pair{}
		for i := range b.N {
			if i%512 == 0 {
				p = Pair{-0.5, 1}
			}
			p = p.next(rate)
		}
	})
	b.Run("settled", func(b *testing.B) {
		p := Pair{0, settled}
		p.advance(rate, b.N)
	})
	b.Run("start/four", func(b *testing.B) {
		var p [4]Pair
		for t := 0; t < b.N; t += 512 {
			p = [4]Pair{{-.5, 1}, {-.6, .9}, {-.4, 1.1}, {.2, .5}}
			advanceFour(&p, &[4]float64{rate, rate, rate, rate}, 128)
		}
	})
	b.Run("settled/four", func(b *testing.B) {
		p := [4]Pair{{0, settled}, {0, settled / 2}, {0, settled / 3}, {0, settled / 4}}
		advanceFour(&p, &[4]float64{rate, rate, rate, rate}, (b.N+3)/4)
	})
}
