package stat

import (
	"math"
	"math/big"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// binomialTail is P(Bin(n, p) ≥ k) in exact arithmetic, p being the rational value of the float64, rounded once.
func binomialTail(k, n int, p float64) float64 {
	f, _ := exactTail(k, n, new(big.Rat).SetFloat64(p)).Float64()
	return f
}

// exactTail is Σ_{j≥k} C(n,j) num^j (den−num)^{n−j} / den^n.
func exactTail(k, n int, p *big.Rat) *big.Rat {
	num, den := p.Num(), p.Denom()
	co := new(big.Int).Sub(den, num)
	sum := new(big.Int)
	for j := max(k, 0); j <= n; j++ {
		term := new(big.Int).Binomial(int64(n), int64(j))
		term.Mul(term, new(big.Int).Exp(num, big.NewInt(int64(j)), nil))
		term.Mul(term, new(big.Int).Exp(co, big.NewInt(int64(n-j)), nil))
		sum.Add(sum, term)
	}
	return new(big.Rat).SetFrac(sum, new(big.Int).Exp(den, big.NewInt(int64(n)), nil))
}

// tailError is the relative error allowed to a binomial tail: the deviances D(a, nx) carry the rounding of nx, which
// weighs |a − nx| ≤ n, in 4 places, and the continued fraction a few ulps a step in O(√n) steps.
func tailError(n int) float64 { return (float64(n) + 16*math.Sqrt(float64(n)) + 64) * ulp }

// TestBinomialExact compares both tails with exact rationals; dyadic p keep the integers short.
func TestBinomialExact(t *testing.T) {
	for _, c := range []struct {
		k, n int
		p    float64
	}{
		{1, 1, 0.5}, {0, 3, 0.25}, {3, 3, 0.25}, {4, 3, 0.25}, {-1, 3, 0.25},
		{30, 30, 0.5},    // 2^{−30}, the sign test's limit at 1e-9
		{20, 35, 0.125},  // the designs of statistics.md live here
		{28, 35, 0.125},  // 1e-18
		{100, 100, 0.5},  // 8e-31
		{60, 100, 0.125}, // 1e-28
		{500, 1000, 0.5}, // the mean
		{683, 1000, 0.5}, // 1e-31
		{1, 1000, 1. / 4096},
		{40, 1000, 1. / 4096},
		{990, 1000, 0.75},
	} {
		near(t, "BinomialUpper", BinomialUpper(c.k, c.n, c.p), binomialTail(c.k, c.n, c.p), tailError(c.n))
		near(t, "BinomialLower", BinomialLower(c.n-c.k, c.n, 1-c.p), binomialTail(c.k, c.n, c.p), tailError(c.n))
	}
}

// The tails and the quantiles of the beta law, one of each pair of functions.
func betaLower(a, b, x float64) float64 { p, _ := betaTails(a, b, x, 1-x); return p }
func betaUpper(a, b, x float64) float64 { _, p := betaTails(a, b, x, 1-x); return p }

func betaLowerQuantile(a, b, p float64) float64 { x, _ := betaQuantile(a, b, p); return x }
func betaUpperQuantile(a, b, p float64) float64 { _, x := betaQuantile(b, a, p); return x }

// TestBeta compares with mpmath 1.3.0 (50 digits): far tails, half-integer and large parameters.
func TestBeta(t *testing.T) {
	// P(m₀² > x) for m₀² ~ Beta(½, (N−1)/2), the squared overlap of a uniform point on the sphere.
	for _, c := range []struct{ a, b, x, upper float64 }{
		{0.5, 49.5, 0.9, 2.6633486974882676e-51},
		{0.5, 499.5, 0.13, 4.2863438607792201e-32},
		{0.5, 49999.5, 0.0013, 3.9307116290788479e-30},
	} {
		near(t, "betaUpper", betaUpper(c.a, c.b, c.x), c.upper, tailError(int(c.a+c.b)))
		near(t, "betaUpperQuantile", betaUpperQuantile(c.a, c.b, c.upper), c.x, tailError(int(c.a+c.b)))
	}
	for _, c := range []struct{ a, b, x, lower float64 }{
		{10, 1e6, 1e-7, 2.5164612627351593e-17},
		{2.5, 3.5, 1e-9, 3.4358075401976115e-22},
		{300.25, 20.5, 0.5, 4.3204304730920674e-66},
		{5e4, 5e4, 0.482, 2.4031871858632585e-30},
		{5e5, 5e5, 0.495, 7.6008314041380803e-24},
		{5e7, 5e7, 0.49995, 1.586552539314837e-1},
		{1e8, 1e8, 0.5, 0.5},
	} {
		near(t, "betaLower", betaLower(c.a, c.b, c.x), c.lower, tailError(int(c.a+c.b)))
		near(t, "betaLowerQuantile", betaLowerQuantile(c.a, c.b, c.lower), c.x, tailError(int(c.a+c.b)))
	}
	for _, p := range []float64{0, 1} { // the ends of the range
		near(t, "betaLowerQuantile", betaLowerQuantile(2, 3, p), p, 0)
		near(t, "betaUpperQuantile", betaUpperQuantile(2, 3, p), 1-p, 0)
	}
}

// TestBetaQuantile inverts both tails over the corners where mathext.InvRegIncBeta fails.
func TestBetaQuantile(t *testing.T) {
	failed := 0 // of gonum's inverse, off by more than 1e-3
	for _, a := range []float64{0.5, 1, 10, 1e3, 1e5} {
		for _, b := range []float64{0.5, 1, 10, 1e3, 1e5} {
			for _, p := range []float64{0.7, 0.5, 1e-3, 1e-9, 1e-20, 1e-30} {
				// The root is bracketed to 2 spacings of the log-odds t; the tail itself has its own error.
				x, y := betaQuantile(a, b, p)
				odds := math.Log(x / y)
				step, rel := 8*ulp*math.Max(1, math.Abs(odds)), tailError(int(a+b))
				tail := func(t float64) float64 {
					lower, _ := betaTails(a, b, 1/(1+math.Exp(-t)), 1/(1+math.Exp(t)))
					return lower
				}
				if lo, hi := tail(odds-step), tail(odds+step); lo*(1-rel) > p || hi*(1+rel) < p {
					t.Errorf("a = %v, b = %v, p = %v: x = %v lies between tails %v and %v", a, b, p, x, lo, hi)
				}
				near(t, "betaUpperQuantile(b, a)", betaUpperQuantile(b, a, p), y, 0) // the mirror image
				if off := mathext.RegIncBeta(a, b, mathext.InvRegIncBeta(a, b, p))/p - 1; math.Abs(off) > 1e-3 {
					failed++
				}
			}
		}
	}
	if failed == 0 {
		t.Error("mathext.InvRegIncBeta passes everywhere: gonum has changed, revisit betaQuantile")
	}
}

// Stirling's remainder against δ(a) − δ(a+1) = (a + ½) ln(1 + 1/a) − 1, which needs no Γ. The right side rounds by
// some 2⁻⁵² of its terms of size 1; from a = 10 on every term of the series above that counts.
func TestStirling(t *testing.T) {
	for a := 0.5; a < 40; a += 0.5 {
		want := (a+0.5)*math.Log1p(1/a) - 1
		rounding := 4 * ulp
		if a < 10 { // ln Γ and a ln a are as large as a² there
			rounding += 8 * ulp * (1 + a*math.Log(a+2))
		}
		if got := stirling(a) - stirling(a+1); math.Abs(got-want) > rounding {
			t.Errorf("δ(%v) − δ(%v) = %v, want %v ± %v", a, a+1, got, want, rounding)
		}
	}
}

// The deviance near a = m: with m = a(1 − s) it is a Σ_{k≥2} s^k/k, and s a power of 2 makes m exact. The logarithm
// alone would lose 1/s² there.
func TestDeviance(t *testing.T) {
	for _, a := range []float64{3, 1e3, 1e6} {
		for _, s := range []float64{0x1p-2, 0x1p-4, 0x1p-10, 0x1p-20, -0x1p-10, -0x1p-3} {
			want, power := 0.0, s
			for k := 2.0; k < 60; k++ {
				power *= s
				want += power / k
			}
			// below |v| = 0.1 a sum of terms of one sign; beyond, terms of size a, and D is at least a/200
			near(t, "deviance", deviance(a, a*(1-s)), a*want, 4*200*ulp)
		}
	}
}

// The ends of the domains: certain and impossible successes, all of the beta law, and what is refused.
func TestBetaEdges(t *testing.T) {
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"P(Bin(3, 0) ≤ 0)", BinomialLower(0, 3, 0), 1},
		{"P(Bin(3, 0) ≥ 1)", BinomialUpper(1, 3, 0), 0},
		{"P(Bin(3, 1) ≤ 2)", BinomialLower(2, 3, 1), 0},
		{"P(Bin(3, 1) ≥ 3)", BinomialUpper(3, 3, 1), 1},
		{"I_0(2, 3)", betaLower(2, 3, 0), 0},
		{"I_1(2, 3)", betaLower(2, 3, 1), 1},
		{"1 − I_0(2, 3)", betaUpper(2, 3, 0), 1},
		{"quantile of 0", betaLowerQuantile(2, 3, 0), 0},
		{"quantile of 1", betaLowerQuantile(2, 3, 1), 1},
	} {
		if c.got != c.want {
			t.Errorf("%s = %v, want %v", c.what, c.got, c.want)
		}
	}
	for what, call := range map[string]func(){
		"n = 0": func() { BinomialLower(0, 0, 0.5) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: accepted, want a panic", what)
				}
			}()
			call()
		}()
	}
}
