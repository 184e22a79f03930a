package sim

import (
	"fmt"
	"math"
	randv2 "math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// alpha is the chance of a false alarm of each bound below. The seeds are
// fixed, so a bound that passes today passes until the stream is changed.
const alpha = 1e-9

var _ randv2.Source = (*Random)(nil)

// The words of a published generator are known; these are the outputs of the
// authors' C code for the seed 1234567 and for the state 1, 2, 3, 4.
func TestKnownWords(t *testing.T) {
	state := uint64(1234567)
	for i, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423,
		4593380528125082431, 16408922859458223821} {
		if got := splitMix64(&state); got != want {
			t.Errorf("SplitMix64 word %d = %d, want %d", i, got, want)
		}
	}
	r := &Random{1, 2, 3, 4}
	for i, want := range []uint64{41943041, 58720359, 3588806011781223, 3591011842654386,
		9228616714210784205, 9973669472204895162, 14011001112246962877, 12406186145184390807,
		15849039046786891736, 10450023813501588000} {
		if got := r.Uint64(); got != want {
			t.Errorf("xoshiro256++ word %d = %d, want %d", i, got, want)
		}
	}
	state = 1234567
	want := Random{splitMix64(&state), splitMix64(&state), splitMix64(&state), splitMix64(&state)}
	if got := *NewRandom(1234567); got != want {
		t.Errorf("state after Seed(1234567) = %v, want %v", got, want)
	}
}

// The ends of the uniform's range matter: a logarithm is taken of it.
func TestUniformIsOpen(t *testing.T) {
	if got := unit(0); got != 0x1p-53 {
		t.Errorf("least uniform = %g, want 2⁻⁵³", got)
	}
	if got := unit(math.MaxUint64); got != 1-0x1p-53 {
		t.Errorf("greatest uniform = %g, want 1 − 2⁻⁵³", got)
	}
}

// All layers of the ziggurat have the same area, the lowest with the tail, and
// reach exactly to the top of the density, and the whole-number bounds of the cores
// are exact; this proves the tables.
func TestZigguratAreas(t *testing.T) {
	r := abscissas[1]
	want := r*math.Exp(-r*r/2) + math.Sqrt(math.Pi/2)*math.Erfc(r/math.Sqrt2)
	// An ulp in X_i or in a density (each ≤ 1, times X ≤ 3.92) moves an area by at most
	// 4·2⁻⁵²; X³ ≤ 60 bounds the slope of X·f. Sixty-four ulps cover all of them.
	const tol = 64 * 0x1p-52
	if got := abscissas[0] * densities[1]; math.Abs(got-want) > tol {
		t.Errorf("area of layer 0 = %.17g, want %.17g", got, want)
	}
	for i := 1; i < 256; i++ {
		if got := abscissas[i] * (densities[i+1] - densities[i]); math.Abs(got-want) > tol {
			t.Errorf("area of layer %d = %.17g, want %.17g", i, got, want)
		}
		if abscissas[i] >= abscissas[i-1] {
			t.Errorf("abscissas %d and %d do not decrease", i-1, i)
		}
	}
	for i, l := range layers {
		if j := float64(l.core); l.core%2 != 0 || (j-1)*l.scale >= abscissas[i+1] || (j+1)*l.scale < abscissas[i+1] {
			t.Errorf("core of layer %d is |j| < %d, not |x| < %v", i, l.core, abscissas[i+1])
		}
	}
	if abscissas[256] != 0 || densities[256] != 1 {
		t.Errorf("top layer ends at (%g, %g), want (0, 1)", abscissas[256], densities[256])
	}
}

// The squeeze may never keep a draw that the exact test drops.
func TestSqueezeIsExact(t *testing.T) {
	// g by its own integral −∫₀ᵗ s³/(1+s) ds: the alternating series −Σ_{k≥4} (−t)^k/k where
	// it converges fast, the closed form elsewhere (its cancellation, a few ulps
	// of |t|, is below 1e-11 of g from |t| = 0.05 on).
	g := func(t float64) float64 {
		if math.Abs(t) > 0.05 {
			return math.Log1p(t) - t + t*t/2 - t*t*t/3
		}
		sum, power := 0., t*t*t*t
		for k := 4.; k < 20; k++ { // 0.05¹⁶ < 2⁻⁵²
			sum -= power / k
			power *= -t
		}
		return sum
	}
	if want := 16 * (math.Ln2 - 2./3); kappa < want || kappa > want*1.0001 {
		t.Errorf("κ = %v, want 16(ln 2 − ⅔) = %v rounded up", kappa, want)
	}
	for _, dof := range []float64{2, 2.5, 3, 5, 10, 98, 998, 9998, 1e6} {
		c, err := NewChiSquared(dof)
		if err != nil {
			t.Fatal(err)
		}
		d := c.twoD / 2
		worst := math.Inf(1)
		for i := 1; i <= 40000; i++ {
			x := -0.5 + float64(i)*(4.5/40000) // (−½, 4]
			if x == 0 {
				continue
			}
			squeeze := 1 - c.squeeze*x*x*x*x
			if squeeze <= 0 {
				continue
			}
			// ln of the squeeze lies below h, strictly; in units of K t⁴.
			slack := (3*d*g(x) - math.Log1p(-c.squeeze*x*x*x*x)) / (c.squeeze * x * x * x * x)
			worst = math.Min(worst, slack)
			if h := 3 * d * g(x); math.Abs(c.logKeep(x)-h) > 16*d*math.Abs(x)*0x1p-52+1e-11*math.Abs(h) {
				t.Fatalf("dof %v: h(%g) = %g, want %g", dof, x, c.logKeep(x), h)
			}
		}
		if worst <= 0 {
			t.Errorf("dof %v: squeeze exceeds the exact test by %g of Kt⁴", dof, -worst)
		}
	}
}

// Filling is the same stream as drawing one by one, through every branch: a
// million normals meet the tail 250 times, and small dof the logarithm often.
func TestFillsAreTheSameStream(t *testing.T) {
	a, b := NewRandom(1), NewRandom(1)
	same := func(name string, fill func(dst []float64), draw func() float64) {
		dst := make([]float64, 1_000_000)
		fill(dst[:1])
		fill(dst[1:])
		for i, got := range dst {
			if want := draw(); got != want {
				t.Fatalf("%s: fill gives %v at %d, draw %v", name, got, i, want)
			}
		}
		if *a != *b {
			t.Fatalf("%s: fill and draw leave different states", name)
		}
	}
	same("normal", a.Normals, b.Normal)
	for _, dof := range []float64{0, 0.5, 1, 2, 3, 98, 9998} {
		c, err := NewChiSquared(dof)
		if err != nil {
			t.Fatal(err)
		}
		same(fmt.Sprint("chi-squared ", dof), func(dst []float64) { c.Draws(a, dst) }, func() float64 { return c.Draw(b) })
	}
}

// law is an exact law of a draw: its distribution function and upper tail.
type law struct {
	name       string
	draw       func(r *Random) float64
	cdf, upper func(x float64) float64
}

func normalCDF(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

func chiSquaredLaw(name string, dof float64, draw func(r *Random) float64) law {
	return law{name, draw,
		func(x float64) float64 { return mathext.GammaIncReg(dof/2, x/2) },
		func(x float64) float64 { return mathext.GammaIncRegComp(dof/2, x/2) }}
}

// lawsOnVectors is the draws on vectors, in builds that have them.
var lawsOnVectors func() []law

func laws(t *testing.T) []law {
	t.Helper()
	list := []law{
		{"uniform", (*Random).Uniform, func(x float64) float64 { return x }, func(x float64) float64 { return 1 - x }},
		{"normal", (*Random).Normal, normalCDF, func(x float64) float64 { return normalCDF(-x) }},
		{"exponential", (*Random).Exponential, func(x float64) float64 { return -math.Expm1(-x) },
			func(x float64) float64 { return math.Exp(-x) }},
	}
	for _, dof := range []float64{0.5, 1, 1.5, 2, 3, 7, 98, 9998, 999998} {
		c, err := NewChiSquared(dof)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, chiSquaredLaw(fmt.Sprint("chi-squared ", dof), dof, c.Draw))
	}
	if lawsOnVectors != nil && Kernel() != portable {
		list = append(list, lawsOnVectors()...)
	}
	return list
}

// Each draw has its law: the distance of the empirical distribution function
// from the exact one is within the Dvoretzky–Kiefer–Wolfowitz band with Massart's
// constant, ε = √(ln(2/α)/2n).
func TestLaws(t *testing.T) {
	n := 200_000
	if testing.Short() {
		n = 50_000
	}
	for _, l := range laws(t) {
		for _, seeding := range []string{"one stream", "one seed each"} {
			x := make([]float64, n)
			r := NewRandom(2)
			for i := range x {
				if seeding == "one seed each" { // replicas have neighbouring seeds
					r.Seed(uint64(i))
				}
				x[i] = l.draw(r)
			}
			if d, band := distance(x, l.cdf), dkw(n, alpha); d > band {
				t.Errorf("%s, %s: distance %.4g from the exact law, allowed %.4g (DKW, n = %d)", l.name, seeding, d, band, n)
			}
		}
	}
}

// A scale that is off by a hundredth is within the band of a distribution function, but not of a mean. With n
// draws the mean of a law errs by its deviation over √n, and the variance by √(κ₄ + 2)·variance/√n; allowed are 6.2 of
// them, 1e-9. The excess kurtosis of χ²_ν is 12/ν.
func TestMoments(t *testing.T) {
	const n = 4_000_000
	for _, dof := range []float64{0.5, 1, 1.5, 2, 3, 48} {
		c, r := must(NewChiSquared(dof)), NewRandom(17)
		mean, variance := 0.0, 0.0
		for range n {
			x := c.Draw(r) - dof
			mean += x / n
			variance += x * x / n
		}
		if most := 6.2 * math.Sqrt(2*dof/n); math.Abs(mean) > most {
			t.Errorf("χ² with %v degrees: mean %v, allowed within %v", dof, dof+mean, most)
		}
		if most := 6.2 * 2 * dof * math.Sqrt((12/dof+2)/n); math.Abs(variance-2*dof) > most {
			t.Errorf("χ² with %v degrees: variance %v, want %v within %v", dof, variance, 2*dof, most)
		}
	}
}

// Beyond R the ziggurat draws from the tail by a method of its own, for one normal in
// four thousand. Alone it is judged on as many draws as the whole: its law is
// the normal's given x > R, and the sign is that of the abscissa.
func TestZigguratTail(t *testing.T) {
	const n = 300_000
	r := NewRandom(10)
	x := make([]float64, n)
	for i := range x {
		sign := float64(1 - 2*(i&1))
		v, ok := r.edge(sign*3.7, 0)
		if x[i] = sign * v; !ok || x[i] < abscissas[1] {
			t.Fatalf("edge gives %v, %v on the side of %v", v, ok, sign)
		}
	}
	d := distance(x, func(x float64) float64 { return 1 - normalCDF(-x)/normalCDF(-abscissas[1]) })
	if band := dkw(n, alpha); d > band {
		t.Errorf("distance %.4g from the tail's law, allowed %.4g (DKW, n = %d)", d, band, n)
	}
}

// A band says little about tails. The counts below and above the points with
// the normal's masses beyond 3, 4 and 5 σ are binomial; each is judged by its exact
// law. Of 2·10⁷ normals 5.7 are expected above 5 σ.
func TestTails(t *testing.T) {
	for _, l := range laws(t) {
		n := 1_000_000
		if strings.HasPrefix(l.name, "normal") {
			n = 20_000_000
		}
		if testing.Short() {
			n /= 10
		}
		var points [6]float64 // three low, three high
		for i := range 3 {
			mass := normalCDF(-float64(5 - i))
			points[i] = crossing(func(x float64) bool { return l.cdf(x) >= mass })
			points[5-i] = crossing(func(x float64) bool { return l.upper(x) < mass })
		}
		var below, above [6]int
		r := NewRandom(3)
		for range n {
			x := l.draw(r)
			if points[2] <= x && x <= points[3] {
				continue
			}
			for i, p := range points {
				if x < p {
					below[i]++
				}
				if x > p {
					above[i]++
				}
			}
		}
		for i, p := range points {
			if i < 3 {
				binomial(t, fmt.Sprintf("%s below %.6g", l.name, p), below[i], n, l.cdf(p))
			} else {
				binomial(t, fmt.Sprintf("%s above %.6g", l.name, p), above[i], n, l.upper(p))
			}
		}
	}
}

// crossing is the x between −10 and 10⁷ at which a predicate turns true.
func crossing(above func(x float64) bool) float64 {
	low, high := 0., 1e7
	if above(0) {
		low, high = -10, 0
	}
	for range 200 {
		mid := low + (high-low)/2
		if above(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return high
}

// binomial fails unless both tails of the Binomial(n, p) at count exceed α/2:
// P(X ≥ k) = I_p(k, n−k+1) and P(X ≤ k) = I_{1−p}(n−k, k+1).
func binomial(t *testing.T, what string, count, n int, p float64) {
	t.Helper()
	k, m := float64(count), float64(n)
	if count > 0 && mathext.RegIncBeta(k, m-k+1, p) < alpha/2 || count < n && mathext.RegIncBeta(m-k, k+1, 1-p) < alpha/2 {
		t.Errorf("%s: %d of %d, expected %.1f", what, count, n, m*p)
	}
}

// Successive draws are independent. With V = F(X) − ½ the product of V_i and
// V_{i+lag} has mean 0 given the past and lies within ±¼; so has |V_i| − ¼ times its
// like, within ±1/16, which sees a link between sizes. Azuma's bound for the sum of
// n is c√(2n ln(2/α)).
func TestDrawsAreIndependent(t *testing.T) {
	n := 200_000
	if testing.Short() {
		n = 50_000
	}
	for _, l := range laws(t) {
		r := NewRandom(4)
		v := make([]float64, n)
		for i := range v {
			v[i] = l.cdf(l.draw(r)) - 0.5
		}
		allowed := math.Sqrt(2 * float64(n) * math.Log(2/alpha))
		for _, lag := range []int{1, 2, 3, 4, 127, 128, 256} {
			values, sizes := 0., 0.
			for i := lag; i < n; i++ {
				values += v[i] * v[i-lag]
				sizes += (math.Abs(v[i]) - 0.25) * (math.Abs(v[i-lag]) - 0.25)
			}
			if math.Abs(values) > allowed/4 || math.Abs(sizes) > allowed/16 {
				t.Errorf("%s, lag %d: sums of products %.4g and of sizes %.4g, allowed %.4g and %.4g (Azuma)",
					l.name, lag, values, sizes, allowed/4, allowed/16)
			}
		}
	}
}

// No degrees of freedom is the squared length of an empty vector: 0, at no
// cost in words. What is not a number of degrees of freedom is refused.
func TestChiSquaredEdges(t *testing.T) {
	c, err := NewChiSquared(0)
	if err != nil {
		t.Fatal(err)
	}
	r := NewRandom(5)
	if got := c.Draw(r); got != 0 || *r != *NewRandom(5) {
		t.Errorf("dof 0 draws %v, or takes words", got)
	}
	for _, dof := range []float64{-1, math.NaN(), math.Inf(1), math.Inf(-1)} {
		if _, err := NewChiSquared(dof); err == nil {
			t.Errorf("NewChiSquared(%v) gives no error", dof)
		}
	}
}

// Draws are made by the billion: none may allocate.
func TestDrawsDoNotAllocate(t *testing.T) {
	r := NewRandom(6)
	c, err := NewChiSquared(9998)
	if err != nil {
		t.Fatal(err)
	}
	var dst [128]float64
	if got := testing.AllocsPerRun(100, func() { r.Normals(dst[:]); c.Draws(r, dst[:]) }); got != 0 {
		t.Errorf("a block of draws allocates %v times", got)
	}
}

// The density's chord over a layer's edge decides only where it is sure to agree with the
// density: on a fine grid the two are nowhere further apart than the slack, along
// the abscissa, with 10⁻¹² to spare for rounding. It must decide for most of the edges, a
// layer being met beyond its core in the share w/X of its words, or the exponential that
// it is to save is taken after all.
func TestEdgeChords(t *testing.T) {
	undecided, met := 0., 0.
	for i := 1; i < 256; i++ {
		e, low, high := edges[i], densities[i], densities[i+1]
		for k := range 1001 {
			x := e.end - e.width*float64(k)/1000
			chord := e.end - e.width*(math.Exp(-0.5*x*x)-low)/(high-low)
			if d := math.Abs(x - chord); d > e.slack-0.9e-12 {
				t.Fatalf("layer %d at %v: chord and density %.3g apart, slack %.3g", i, x, d, e.slack)
			}
		}
		undecided += e.width / e.end * math.Min(1, 2*e.slack/e.width)
		met += e.width / e.end
	}
	if undecided > met/2 {
		t.Errorf("the chords leave %.3g of the edges undecided", undecided/met)
	}
}
