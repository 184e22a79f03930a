//go:build goexperiment.simd && amd64

package sim

import (
	"math"
	"simd/archsimd"
)

// wide is the number of streams in a vector: an octet fills a register of AVX-512.
const wide = Lanes

type (
	octet    = [wide]float64
	float64s = archsimd.Float64x8
	uint64s  = archsimd.Uint64x8
)

// streams is eight streams of [Random] side by side; each has the words of its own and
// takes no notice of the others. The draws made of the words are not those of Random:
//
//	normals     2n words for n pairs: n moduli, then n points of the circle
//	chiSquared  a normal and a word for each; those that the squeeze does not keep
//	            are decided afterwards, as by [ChiSquared.Draw], in place
//
// A draw that is repaired stands where the one it replaces stood. To drop it and close the
// ranks would sort the draws by value.
//
// Vectors are read and written fastest at addresses that 64 divides. The allocator sees
// to that for large values of the heap, so rows come first in structs.
type streams struct {
	state [4][wide]uint64
	words [2 * block][wide]uint64
	tried octet // normals over √(9d), scratch of chiSquared
}

// put makes stream j begin where r is.
func (s *streams) put(j int, r Random) {
	s.state[0][j], s.state[1][j], s.state[2][j], s.state[3][j] = r.s0, r.s1, r.s2, r.s3
}

// stream is stream j on its own.
func (s *streams) stream(j int) Random {
	return Random{s.state[0][j], s.state[1][j], s.state[2][j], s.state[3][j]}
}

// fill is [Random.Uint64] for all streams, many times.
func (s *streams) fill(dst [][wide]uint64) {
	s0, s1 := archsimd.LoadUint64x8(&s.state[0]), archsimd.LoadUint64x8(&s.state[1])
	s2, s3 := archsimd.LoadUint64x8(&s.state[2]), archsimd.LoadUint64x8(&s.state[3])
	for i := range dst {
		s0.Add(s3).RotateAllLeft(23).Add(s0).Store(&dst[i])
		t := s1.ShiftAllLeft(17)
		s2 = s2.Xor(s0)
		s3 = s3.Xor(s1)
		s1 = s1.Xor(s2)
		s0 = s0.Xor(s3)
		s2 = s2.Xor(t)
		s3 = s3.RotateAllLeft(45)
	}
	s0.Store(&s.state[0])
	s1.Store(&s.state[1])
	s2.Store(&s.state[2])
	s3.Store(&s.state[3])
}

// normals fills a and b, of equal length n ≤ block, with normals by Box and Muller 1958:
// √(−2 ln u) times a point of the circle is a pair.
func (s *streams) normals(a, b []octet) {
	n, t := len(a), table
	b = b[:n]
	s.fill(s.words[:2*n])
	for i := range b {
		t.modulus(archsimd.LoadUint64x8(&s.words[i])).Store(&b[i])
	}
	for i := range a {
		x, y := t.circle(archsimd.LoadUint64x8(&s.words[n+i]))
		r := load(&b[i])
		r.Mul(x).Store(&a[i])
		r.Mul(y).Store(&b[i])
	}
}

// modulus is √(−2 ln u), u an odd multiple of 2⁻⁶⁴: the midpoint of one of 2⁶³ equal cells.
// It lies between 0 and 9.42; the normal's mass beyond is 5e-21.
//
// With u = 2^e (1+f), 1+f in [√½, √2), s = f/(2+f), z = s² and h = f²/2,
//
//	ln u = e ln 2 + 2 artanh s = e ln 2 + f − h + s(h + z P(z)),
//
// where P(z) = ⅔ + ⅖z + … has the coefficients of FreeBSD's e_log.c (Sun Microsystems
// 1993), which is also the source of ln 2 in two parts.
func (t *constants) modulus(word uint64s) float64s {
	x := word.Or(archsimd.LoadUint64x8(&t.odd)).ConvertToFloat64().AsInt64x8() // 2⁶⁴ u
	k := x.Sub(archsimd.LoadInt64x8(&t.rootHalf)).ShiftAllRight(52)
	f := x.Sub(k.ShiftAllLeft(52)).AsFloat64x8().Sub(load(&t.one))
	e := k.Sub(archsimd.LoadInt64x8(&t.sixtyFour)).ConvertToFloat64()

	s := f.Div(load(&t.two).Add(f))
	z := s.Mul(s)
	h := load(&t.half).Mul(f).Mul(f)
	p := load(&t.log[6])
	p = p.MulAdd(z, load(&t.log[5]))
	p = p.MulAdd(z, load(&t.log[4]))
	p = p.MulAdd(z, load(&t.log[3]))
	p = p.MulAdd(z, load(&t.log[2]))
	p = p.MulAdd(z, load(&t.log[1]))
	p = p.MulAdd(z, load(&t.log[0]))
	p = s.Mul(p.MulAdd(z, h)).Sub(h)
	p = e.MulAdd(load(&t.ln2Low), p).Add(f)
	p = e.MulAdd(load(&t.ln2High), p)
	return load(&t.minusTwo).Mul(p).Sqrt()
}

// circle is (cos φ, sin φ) at a uniform angle: bits 10–63 choose it in the quarter
// |φ| < π/4, in midpoints of cells, bit 1 turns it to the opposite quarter by the sign of
// the cosine, and bit 0 exchanges the two. The polynomials are those of FreeBSD's
// k_sin.c and k_cos.c (Sun Microsystems 1993).
func (t *constants) circle(word uint64s) (c, s float64s) {
	odd := archsimd.LoadUint64x8(&t.odd)
	x := word.AsInt64x8().ShiftAllRight(10).Or(odd.AsInt64x8()).ConvertToFloat64().Mul(load(&t.angle))
	z := x.Mul(x)
	s = load(&t.sin[5])
	s = s.MulAdd(z, load(&t.sin[4]))
	s = s.MulAdd(z, load(&t.sin[3]))
	s = s.MulAdd(z, load(&t.sin[2]))
	s = s.MulAdd(z, load(&t.sin[1]))
	s = s.MulAdd(z, load(&t.sin[0]))
	s = s.MulAdd(z.Mul(x), x)
	c = load(&t.cos[6])
	c = c.MulAdd(z, load(&t.cos[5]))
	c = c.MulAdd(z, load(&t.cos[4]))
	c = c.MulAdd(z, load(&t.cos[3]))
	c = c.MulAdd(z, load(&t.cos[2]))
	c = c.MulAdd(z, load(&t.cos[1]))
	c = c.MulAdd(z, load(&t.cos[0]))
	c = c.MulAdd(z, load(&t.one))
	c = c.AsUint64x8().Xor(word.ShiftAllRight(1).ShiftAllLeft(63)).AsFloat64x8()
	swap := word.And(odd).AsInt64x8().ToMask()
	return s.Merge(c, swap), c.Merge(s, swap)
}

// chiSquared turns normals into draws from the law, which must have ν ≥ 2.
func (s *streams) chiSquared(c *ChiSquared, dst []octet) {
	t := table
	twoD, slope, squeeze := archsimd.BroadcastFloat64x8(c.twoD), archsimd.BroadcastFloat64x8(c.slope), archsimd.BroadcastFloat64x8(c.squeeze)
	one, odd := load(&t.one), archsimd.LoadUint64x8(&t.odd)
	s.fill(s.words[:len(dst)])
	for i := range dst {
		x := load(&dst[i]).Mul(slope)
		u := archsimd.LoadUint64x8(&s.words[i]).ShiftAllRight(11).Or(odd).AsInt64x8().ConvertToFloat64().Mul(load(&t.cell))
		x2 := x.Mul(x)
		keep := u.Less(one.Sub(x2.Mul(x2).Mul(squeeze))).And(x.Greater(load(&t.minusHalf)))
		y := one.Add(x)
		twoD.Mul(y.Mul(y).Mul(y)).Store(&dst[i])
		if kept := keep.ToBits(); kept != 1<<wide-1 {
			x.Store(&s.tried)
			s.repair(c, kept, &s.words[i], &dst[i])
		}
	}
}

// repair decides on the draws that the squeeze has not kept; where one is dropped, its
// stream goes on to draw until one is kept.
func (s *streams) repair(c *ChiSquared, kept uint8, words *[wide]uint64, dst *octet) {
	for j := range wide {
		if kept>>j&1 == 1 {
			continue
		}
		if t := s.tried[j]; t > -1 && math.Log(unit(words[j])) < c.logKeep(t) {
			continue
		}
		r := s.stream(j)
		dst[j] = c.raised(&r)
		s.put(j, r)
	}
}

func load(r *octet) float64s { return archsimd.LoadFloat64x8(r) }

// constants is numbers as vectors, at addresses that 64 divides: a variable of the
// package would not be.
type constants struct {
	log, cos [7]octet
	sin      [6]octet

	zero, one, two, half, minusHalf, minusOne, minusTwo octet
	ln2High, ln2Low                                     octet
	angle                                               octet // π/4 · 2⁻⁵³
	cell                                                octet // 2⁻⁵³

	odd                 [wide]uint64 // 1
	rootHalf, sixtyFour [wide]int64  // the bits of √½, and 64
}

var table = newConstants()

func newConstants() *constants {
	t := &constants{
		one: every(1.), two: every(2.), half: every(0.5),
		minusHalf: every(-0.5), minusOne: every(-1.), minusTwo: every(-2.),
		ln2High: every(6.93147180369123816490e-01), ln2Low: every(1.90821492927058770002e-10),
		angle: every(math.Pi / 4 * 0x1p-53), cell: every(0x1p-53),
		odd: every[uint64](1), rootHalf: every(int64(math.Float64bits(math.Sqrt2 / 2))), sixtyFour: every[int64](64),
	}
	for i, c := range []float64{
		6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01,
		1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01,
	} {
		t.log[i] = every(c)
	}
	for i, c := range []float64{
		-1.66666666666666324348e-01, 8.33333333332248946124e-03, -1.98412698298579493134e-04,
		2.75573137070700676789e-06, -2.50507602534068634195e-08, 1.58969099521155010221e-10,
	} {
		t.sin[i] = every(c)
	}
	for i, c := range []float64{
		-0.5, 4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05,
		-2.75573143513906633035e-07, 2.08757232129817482790e-09, -1.13596475577881948265e-11,
	} {
		t.cos[i] = every(c)
	}
	return t
}

// every is the vector with x in every place.
func every[T any](x T) (v [wide]T) {
	for i := range v {
		v[i] = x
	}
	return v
}
