//go:build goexperiment.simd && amd64

package sim

import (
	"fmt"
	"math"
	"simd/archsimd"
	"testing"
)

// newStreams is streams with the seeds first, first + 1, ….
func newStreams(first uint64) *streams {
	s := new(streams)
	for j := range wide {
		s.put(j, *NewRandom(first + uint64(j)))
	}
	return s
}

// wideDraws hands out, one by one, blocks of draws of eight streams: those of one stream
// after those of another, or row by row across the streams. It has streams of its own.
type wideDraws struct {
	streams *streams
	fill    func(s *streams, a, b []octet)
	across  bool
	left    []float64
}

func (w *wideDraws) draw(*Random) float64 {
	if len(w.left) == 0 {
		var a, b [block]octet
		w.fill(w.streams, a[:], b[:])
		if w.across {
			for i := range a {
				w.left = append(append(w.left, a[i][:]...), b[i][:]...)
			}
		} else {
			for j := range wide {
				for i := range a {
					w.left = append(w.left, a[i][j], b[i][j])
				}
			}
		}
	}
	x := w.left[0]
	w.left = w.left[1:]
	return x
}

// The draws on vectors join the tests of all laws: distance, tails, independence along a
// stream, between the two of a pair, and across streams.
func init() {
	lawsOnVectors = func() []law {
		normals := (*streams).normals
		upper := func(x float64) float64 { return normalCDF(-x) }
		list := []law{
			{"normal on vectors, along a stream", (&wideDraws{streams: newStreams(20), fill: normals}).draw, normalCDF, upper},
			{"normal on vectors, across streams", (&wideDraws{streams: newStreams(30), fill: normals, across: true}).draw, normalCDF, upper},
		}
		for _, dof := range []float64{2, 3, 98, 9998} {
			c := must(NewChiSquared(dof))
			fill := func(s *streams, a, b []octet) {
				s.normals(a, b)
				s.chiSquared(&c, a)
				s.chiSquared(&c, b)
			}
			for _, across := range []bool{false, true} {
				name := fmt.Sprintf("chi-squared %v on vectors, across streams: %v", dof, across)
				list = append(list, chiSquaredLaw(name, dof, (&wideDraws{streams: newStreams(40), fill: fill, across: across}).draw))
			}
		}
		return list
	}
}

func needVectors(t *testing.T) {
	t.Helper()
	if Kernel() == portable {
		t.Skip("this processor has no AVX-512")
	}
}

// Each of the eight streams has the words of the stream with its seed.
func TestStreamsAreStreams(t *testing.T) {
	needVectors(t)
	s := newStreams(7)
	for range 3 {
		before := *s
		s.fill(s.words[:200])
		for j := range wide {
			r := before.stream(j)
			for i := range 200 {
				if got, want := s.words[i][j], r.Uint64(); got != want {
					t.Fatalf("word %d of stream %d = %d, want %d", i, j, got, want)
				}
			}
			if s.stream(j) != r {
				t.Fatalf("stream %d stands elsewhere", j)
			}
		}
	}
}

// The modulus and the point of the circle are those of package math on the same words,
// the ends of the range of the words and those beside u = 1 and u = √½ included.
//
// Both logarithms are within an ulp of the truth, 2·2⁻⁵² apart, which the root halves, and
// the two roots round by 2⁻⁵³ each. Sine and cosine are within an ulp on either side.
func TestPolar(t *testing.T) {
	needVectors(t)
	const tol = 2 * 0x1p-52
	close := func(got, want float64) bool { return math.Abs(got-want) <= tol*math.Abs(want) }
	words := []uint64{0, 1, 2, 3, 4, 1 << 10, 1 << 11, 1 << 53, 1<<53 + 1, 1 << 62, 1<<63 - 1, 1 << 63, 1<<63 + 1,
		math.MaxUint64, math.MaxUint64 - 1, math.MaxUint64 - 1<<10, math.MaxUint64 - 1<<11, math.MaxUint64 - 1<<13}
	root := uint64(math.Ldexp(math.Sqrt2/2, 64))
	words = append(words, root, root-1<<11, root+1<<11)
	r := NewRandom(8)
	for range 100_000 {
		word := r.Uint64()
		words = append(words, word, word>>(r.Uint64()%64), ^(word >> (r.Uint64() % 64)))
	}
	for len(words)%wide != 0 {
		words = append(words, 0)
	}
	for i := 0; i < len(words); i += wide {
		var moduli, cosines, sines octet
		v := archsimd.LoadUint64x8((*[wide]uint64)(words[i:]))
		table.modulus(v).Store(&moduli)
		c, s := table.circle(v)
		c.Store(&cosines)
		s.Store(&sines)
		for j, word := range words[i : i+wide] {
			u := float64(word|1) * 0x1p-64
			if want := math.Sqrt(-2 * math.Log(u)); !close(moduli[j], want) {
				t.Errorf("word %#x: modulus %v, want %v", word, moduli[j], want)
			}
			s, c := math.Sincos(float64(int64(word)>>10|1) * (math.Pi / 4 * 0x1p-53))
			if word&2 != 0 {
				c = -c
			}
			if word&1 != 0 {
				s, c = c, s
			}
			if !close(cosines[j], c) || !close(sines[j], s) {
				t.Errorf("word %#x: point (%v, %v), want (%v, %v)", word, cosines[j], sines[j], c, s)
			}
		}
	}
}

// On vectors χ² keeps and drops what the portable draw would keep and drop on the same normal
// and word, and gives the same number; what replaces a dropped draw is the stream's next.
func TestWideChiSquared(t *testing.T) {
	needVectors(t)
	for _, dof := range []float64{2, 2.5, 3, 5, 10, 98, 9998} {
		c := must(NewChiSquared(dof))
		s := newStreams(60)
		dropped := 0
		for range 50 {
			var a, b [block]octet
			s.normals(a[:], b[:])
			x := a
			var after [wide]Random
			for j := range after {
				after[j] = s.stream(j)
			}
			s.chiSquared(&c, a[:])
			for j := range wide {
				word, r := after[j], after[j]
				for range block {
					r.Uint64()
				}
				for i := range block {
					u, t1 := word.Uniform(), x[i][j]*c.slope
					want := c.twoD * ((1 + t1) * (1 + t1) * (1 + t1))
					if t1 <= -1 || math.Log(u) >= c.logKeep(t1) {
						want = c.raised(&r)
						dropped++
					}
					if a[i][j] != want {
						t.Fatalf("dof %v, normal %v, uniform %v: %v, want %v", dof, x[i][j], u, a[i][j], want)
					}
				}
				if s.stream(j) != r {
					t.Fatalf("dof %v: stream %d stands elsewhere", dof, j)
				}
			}
		}
		if dof < 10 && dropped == 0 {
			t.Errorf("dof %v: no draw was dropped", dof)
		}
	}
}
