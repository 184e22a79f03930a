package stat

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// judge is the level at which a measured rate is compared with the promised one, by a binomial tail.
const judge = 1e-9

// calibration is one tool, tried on true laws and on laws off by exactly the violation that it declares to see.
type calibration struct {
	name   string
	alpha  float64 // promised: P(rejects | true) ≤ α
	beta   float64 // promised: P(keeps | off) ≤ β; 0 for estimators, which declare no violation
	size   float64 // the exact P(rejects | true) where it is known, else 0
	miss   float64 // the exact P(keeps | off) where it is known, else 0
	slow   int     // divides the number of draws of a tool that is slow, 0 for none
	honest func(r *rand.Rand) (rejects bool)
	off    func(r *rand.Rand) (rejects bool)
}

// TestCalibration draws from each law and requires the measured rates to be compatible with the promises: not above α
// and β, and where the exact rates are known, equal to them. The draws are fixed by the tool's name.
func TestCalibration(t *testing.T) {
	draws := 100_000
	if testing.Short() {
		draws = 5_000
	}
	tools := slices.Concat(distanceTools(t), meanTools(t), countTools(t), orderTools(t), stagedTools(t))
	for _, c := range tools {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			draws := draws / max(1, c.slow)
			measure := func(what string, trial func(*rand.Rand) bool, counts bool, promised, exact float64) {
				h := fnv.New64a()
				h.Write([]byte(c.name + what))
				r := rand.New(rand.NewPCG(h.Sum64(), 1))
				k := 0
				for range draws {
					if trial(r) == counts {
						k++
					}
				}
				t.Logf("%s: %.4f measured, %.4f promised, %.4f exact", what, float64(k)/float64(draws), promised, exact)
				if BinomialUpper(k, draws, promised) < judge {
					t.Errorf("%s: %d of %d, promised at most %.4f", what, k, draws, promised)
				}
				if exact > 0 && min(BinomialLower(k, draws, exact), BinomialUpper(k, draws, exact)) < judge {
					t.Errorf("%s: %d of %d, exact rate %.4f", what, k, draws, exact)
				}
				if exact > promised*(1+1e3*ulp) {
					t.Errorf("%s: exact rate %v above the promised %v", what, exact, promised)
				}
			}
			measure("false alarms", c.honest, true, c.alpha, c.size)
			if c.off != nil {
				measure("misses", c.off, false, c.beta, c.miss)
			}
		})
	}
}

// TestCalibrationSees is the rival of the calibration: a band a tenth too narrow must be caught.
func TestCalibrationSees(t *testing.T) {
	const n, draws = 20, 20_000
	band := distuv.UnitNormal.Quantile(0.975) / math.Sqrt(n)
	r := rand.New(rand.NewPCG(3, 1))
	k := 0
	for range draws {
		if math.Abs(mean(n, r.NormFloat64)) > 0.9*band {
			k++
		}
	}
	// The true rate is P(|Z| > 0.9·1.96) = 0.078, 18 standard errors above 0.05.
	if BinomialUpper(k, draws, 0.05) >= judge {
		t.Errorf("a band a tenth too narrow raised %d alarms of %d and was not caught", k, draws)
	}
}

func distanceTools(t *testing.T) []calibration {
	const n, alpha, beta = 30, 0.05, 0.1
	var tools []calibration
	for _, sides := range []Sides{OneSided, TwoSided} {
		band := must[float64](t)(KolmogorovBand(n, alpha, sides))
		d := must[float64](t)(KolmogorovResolution(n, alpha, beta, sides))
		rejects := func(sample []float64) bool {
			dev, err := Deviate(sample, uniform)
			if err != nil {
				panic(err)
			}
			if sides == OneSided {
				return dev.Below > band
			}
			return dev.Distance() > band
		}
		tools = append(tools, calibration{
			name: "Kolmogorov, " + sides.String(), alpha: alpha, beta: beta,
			honest: func(r *rand.Rand) bool { return rejects(fill(n, r.Float64)) },
			off:    func(r *rand.Rand) bool { return rejects(fill(n, shifted(r, d))) },
		})
	}
	// Atoms make the band conservative: a fair die.
	band := must[float64](t)(KolmogorovBand(n, alpha, TwoSided))
	die := func(x float64) float64 { return uniform(math.Floor(x) / 6) }
	before := func(x float64) float64 { return uniform((math.Ceil(x) - 1) / 6) }
	tools = append(tools, calibration{
		name: "Kolmogorov, atoms", alpha: alpha,
		honest: func(r *rand.Rand) bool {
			dev, err := DeviateAtoms(fill(n, func() float64 { return float64(1 + r.IntN(6)) }), die, before)
			if err != nil {
				panic(err)
			}
			return dev.Distance() > band
		},
	})
	for _, c := range []struct {
		name string
		m, n int
	}{{"Two samples, equal", 20, 20}, {"Two samples, enumerated", 12, 24}, {"Two samples, union", 15, 201}} {
		band := must[float64](t)(TwoSampleBand(c.m, c.n, alpha))
		d := must[float64](t)(TwoSampleResolution(c.m, c.n, alpha, beta))
		rejects := func(a, b []float64) bool {
			d, err := DistanceBetween(a, b)
			if err != nil {
				panic(err)
			}
			return d > band
		}
		tool := calibration{
			name: c.name, alpha: alpha, beta: beta,
			honest: func(r *rand.Rand) bool { return rejects(fill(c.m, r.Float64), fill(c.n, r.Float64)) },
			off:    func(r *rand.Rand) bool { return rejects(fill(c.m, r.Float64), fill(c.n, shifted(r, d))) },
		}
		if c.n > 200 { // 200 values to sort
			tool.slow = 10
		}
		if c.m == c.n {
			k := int(math.Floor(band*float64(c.n))) + 1 // D > band on the lattice
			tool.size, _ = equalTail(c.n, k).Float64()
		}
		tools = append(tools, tool)
	}
	return tools
}

func meanTools(t *testing.T) []calibration {
	const n, alpha, beta = 40, 0.05, 0.1
	hoeffding := must[float64](t)(MeanBand(n, 1, alpha, TwoSided))
	d := must[float64](t)(MeanResolution(n, 1, alpha, beta, TwoSided))
	claimed := 0.5 - d/2 // the mean under test; the coin off by d has the mean ½ + d/2, as hard as it gets
	coin := func(r *rand.Rand, p float64) bool {
		m := mean(n, func() float64 {
			if r.Float64() < p {
				return 1
			}
			return 0
		})
		return math.Abs(m-claimed) > hoeffding
	}
	return []calibration{
		{
			name: "Hoeffding", alpha: alpha, beta: beta,
			honest: func(r *rand.Rand) bool { return coin(r, claimed) },
			off:    func(r *rand.Rand) bool { return coin(r, claimed+d) },
		},
	}
}

func countTools(t *testing.T) []calibration {
	const n, alpha, beta = 60, 0.05, 0.1
	const p0 = 0.3
	lower := make([]float64, n+1) // the Clopper–Pearson bound of each count
	for k := range lower {
		lower[k] = proportionLower(k, n, alpha)
	}
	p1 := must[float64](t)(ProportionResolutionAbove(n, p0, alpha, beta))
	k := must[int](t)(ProportionCritical(n, p0, alpha))
	designed := must[int](t)(ProportionSamples(0.2, 0.4, alpha, beta))
	reach := must[int](t)(ProportionCritical(designed, 0.2, alpha))
	bias := must[float64](t)(SignResolution(n, alpha, beta, TwoSided))
	majority := must[int](t)(SignCritical(n, alpha, TwoSided))
	signs := func(positive int) bool { return max(positive, n-positive) >= majority }
	return []calibration{
		{
			name: "Clopper–Pearson", alpha: alpha, beta: beta,
			size: BinomialUpper(k, n, p0), miss: beta,
			honest: func(r *rand.Rand) bool { return lower[count(r, n, p0)] > p0 },
			off:    func(r *rand.Rand) bool { return lower[count(r, n, p1)] > p0 },
		},
		{
			name: "Proportion, designed", alpha: alpha, beta: beta,
			size: BinomialUpper(reach, designed, 0.2), miss: BinomialLower(reach-1, designed, 0.4),
			honest: func(r *rand.Rand) bool { return count(r, designed, 0.2) >= reach },
			off:    func(r *rand.Rand) bool { return count(r, designed, 0.4) >= reach },
		},
		{
			name: "Sign", alpha: alpha, beta: beta,
			size: 2 * BinomialUpper(majority, n, 0.5), miss: beta, // the far side is 1e-13
			honest: func(r *rand.Rand) bool { return signs(count(r, n, 0.5)) },
			off:    func(r *rand.Rand) bool { return signs(count(r, n, 0.5-bias)) },
		},
	}
}

func orderTools(t *testing.T) []calibration {
	const n, alpha, beta = 40, 0.05, 0.1
	const p = 0.25
	l, u, err := QuantileRanks(n, p, alpha)
	if err != nil {
		t.Fatal(err)
	}
	below, above, err := QuantileResolution(n, p, alpha, beta)
	if err != nil {
		t.Fatal(err)
	}
	excludes := func(r *rand.Rand, claimed float64) bool { // uniform: the value is its level
		lower, upper, err := QuantileInterval(fill(n, r.Float64), p, alpha)
		if err != nil {
			panic(err)
		}
		return claimed < lower || claimed > upper
	}
	size := BinomialLower(l-1, n, p) + BinomialUpper(u, n, p)

	// Lognormal times with exponent 1.5, two pairs of rungs.
	const ratio, exponent, sigma = 16, 1.5, 0.7
	sizes := []float64{100, 400, 1600, 6400}
	scales := []float64{1e3, 8e3, 64e3, 512e3}        // sizes^exponent
	noise := distuv.Normal{Sigma: math.Sqrt2 * sigma} // of ln τ' − ln τ
	bias := must[float64](t)(SignResolution(n, alpha, beta, TwoSided))
	shift := noise.Quantile(0.5+bias) / math.Log(ratio)
	signs := must[int](t)(SignCritical(n, alpha, TwoSided))
	slope := func(r *rand.Rand, claimed float64) bool {
		times := make([][]float64, len(sizes))
		for i := range times {
			times[i] = fill(n/2, func() float64 { return scales[i] * math.Exp(sigma*r.NormFloat64()) })
		}
		_, lower, upper, err := SlopeInterval(sizes, times, alpha)
		if err != nil {
			panic(err)
		}
		return claimed < lower || claimed > upper
	}
	return []calibration{
		{
			name: "Quantile, below", alpha: alpha, beta: beta, size: size, miss: beta,
			honest: func(r *rand.Rand) bool { return excludes(r, p) },
			off:    func(r *rand.Rand) bool { return excludes(r, below) },
		},
		{
			name: "Quantile, above", alpha: alpha, beta: beta, size: size, miss: beta,
			honest: func(r *rand.Rand) bool { return excludes(r, p) },
			off:    func(r *rand.Rand) bool { return excludes(r, above) },
		},
		{
			name: "Slope", alpha: alpha, beta: beta, size: 2 * BinomialUpper(signs, n, 0.5), miss: beta,
			honest: func(r *rand.Rand) bool { return slope(r, exponent) },
			off:    func(r *rand.Rand) bool { return slope(r, exponent+shift) },
		},
	}
}

func stagedTools(t *testing.T) []calibration {
	const alpha, beta = 0.05, 0.1
	const d = 0.4
	staged := Staged{Alpha: alpha, Stages: 3, Growth: 2}
	n := must[int](t)(staged.Samples(beta, func(a, b float64) (int, error) { return KolmogorovSamples(d, a, b, TwoSided) }))
	run := func(draw func() float64) bool {
		out, err := staged.Run(n, func(_, n int) (float64, error) {
			dev, err := Deviate(fill(n, draw), uniform)
			if err != nil {
				return 0, err
			}
			return KolmogorovBound(n, dev.Distance(), TwoSided)
		})
		if err != nil {
			panic(err)
		}
		return out.Decision == Rejected
	}
	return []calibration{
		{
			name: "Staged, exact p-value", alpha: alpha, size: alpha, // uniform p-values spend all of α
			honest: func(r *rand.Rand) bool {
				out, err := staged.Run(1, func(_, _ int) (float64, error) { return r.Float64(), nil })
				if err != nil {
					panic(err)
				}
				return out.Decision == Rejected
			},
		},
		{
			name: "Staged, Kolmogorov", alpha: alpha, beta: beta,
			honest: func(r *rand.Rand) bool { return run(r.Float64) },
			off:    func(r *rand.Rand) bool { return run(shifted(r, d)) },
		},
	}
}

// shifted draws from a law at distance exactly d from the uniform one: at c = (1+d)/2 its distribution function is
// c − d = (1−d)/2, where a binomial count varies most.
func shifted(r *rand.Rand, d float64) func() float64 {
	c := (1 + d) / 2
	return func() float64 {
		if r.Float64() < c-d {
			return c * r.Float64()
		}
		return c + (1-c)*r.Float64()
	}
}

func fill(n int, draw func() float64) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = draw()
	}
	return xs
}

func mean(n int, draw func() float64) float64 {
	sum := 0.0
	for range n {
		sum += draw()
	}
	return sum / float64(n)
}

func count(r *rand.Rand, n int, p float64) int {
	k := 0
	for range n {
		if r.Float64() < p {
			k++
		}
	}
	return k
}

// must returns its value, failing the test on an error.
func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
