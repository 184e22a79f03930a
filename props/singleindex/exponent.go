package singleindex

import (
	"math"
	"sync"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// exponentCase is an activation with a prescribed information exponent.
type exponentCase struct {
	U     []float64 `draw:"u"` // orthonormal Hermite coefficients
	Noise float64   `draw:"Var ε"`
}

const mostExponent = 5

func drawExponent(t *rapid.T) exponentCase {
	k := rapid.IntRange(1, mostExponent).Draw(t, "k")
	u := make([]float64, k, mostHermite+1)
	u[0] = rapid.Float64Range(-1, 1).Draw(t, "u_0")
	lead := rapid.Float64Range(0.5, 2).Draw(t, "abs u_k")
	if rapid.Bool().Draw(t, "negative") {
		lead = -lead
	}
	u = append(u, lead)
	return exponentCase{
		U:     append(u, rapid.SliceOfN(rapid.Float64Range(-2, 2), 0, mostHermite-k).Draw(t, "u_{k+1}, …")...),
		Noise: rapid.Float64Range(0, 2).Draw(t, "Var ε"),
	}
}

// drift is −φ'(m) near 0 as sim measures it: at m and m/2, from the mean gradient.
type drift struct {
	m            float64
	whole, half  float64 // −φ'(m), −φ'(m/2)
	errorWhole   float64
	errorHalf    float64
	slopeRounded float64 // log₂ of their ratio: the exponent less one
}

// smallOverlap is where the drift is measured. Terms beyond the leading one are smaller
// by this factor; at k = 5 the drift is of order m⁴ = 4e-9, far above the quadrature's error.
const smallOverlap = 0.008

func measureDrift(model sim.Model) (drift, error) {
	d := drift{m: smallOverlap}
	at := func(m float64) (value, bound float64, err error) {
		pull, err := sim.PopulationPull(model, m) // φ'(m)√(1−m²)
		s := math.Sqrt((1 - m) * (1 + m))
		return -pull.Value / s, pull.Error / s, err
	}
	var err error
	if d.whole, d.errorWhole, err = at(d.m); err != nil {
		return d, err
	}
	if d.half, d.errorHalf, err = at(d.m / 2); err != nil {
		return d, err
	}
	d.slopeRounded = math.Log2(d.whole / d.half)
	return d, nil
}

// exponentSeen asserts that −φ'(m) ~ m^{k−1}. Let −φ'(m) = a m^{k−1}(1 + e(m)) with
// abs e(m) ≤ beyond at m; then log₂ of the ratio at m and m/2 differs from k−1 by
// log₂((1+e(m))/(1+e(m/2))) at most, to which the quadrature adds its relative error.
func exponentSeen(j *props.Judge, d drift, k, beyond float64) {
	bound := math.Log2((1+beyond)/(1-beyond/2)) + (d.errorWhole/math.Abs(d.whole)+d.errorHalf/math.Abs(d.half))/math.Ln2
	j.Equal("k − 1", d.slopeRounded, k-1, props.Truncation(bound, "terms of φ' beyond the leading one, at m = 0.008, and quadrature"))
}

// beyondLeading is Σ_{j>k} j u_j² m^{j−k} / (k u_k²), the rest of the series of φ'.
func beyondLeading(u []float64, k int, m float64) (rest float64) {
	for i := k + 1; i < len(u); i++ {
		rest += float64(i) * u[i] * u[i] * math.Pow(m, float64(i-k))
	}
	return rest / (float64(k) * u[k] * u[k])
}

// exponentDefinition checks that the first derivative of φ that does not vanish at 0 is
// that of the first non-zero Hermite coefficient, and its value.
func exponentDefinition() props.Check {
	says := func(k func(int) float64, value func(k int, u float64) float64) props.Law[exponentCase, drift] {
		return func(c exponentCase, d drift, j *props.Judge) error {
			order, err := theory.HermiteExponent(c.U)
			if err != nil {
				return err
			}
			beyond := beyondLeading(c.U, order, d.m)
			exponentSeen(j, d, k(order), beyond)
			fact := math.Gamma(float64(order)) // (k−1)!
			scale := fact / math.Pow(d.m, float64(order-1))
			law := value(order, c.U[order])
			j.Equal("φ^{(k)}(0)", -d.whole*scale, law,
				props.Truncation(math.Abs(law)*beyond+d.errorWhole*scale, "terms of φ' beyond the leading one and quadrature").Plus(props.Rounding(20, law)))
			return nil
		}
	}
	exact := func(k int) float64 { return float64(k) }
	value := func(k int, u float64) float64 { return -2 * math.Gamma(float64(k+1)) * u * u }
	return props.Property[exponentCase, drift]{
		Of:    theory.ExponentDefinition,
		Cases: props.ByTier[int]{120, 1000, 10_000}, Draw: drawExponent,
		Measure: func(c exponentCase) (drift, error) {
			model, err := seriesModel(seriesCase{Data: c.U, Fit: c.U, Noise: c.Noise})
			if err != nil {
				return drift{}, err
			}
			return measureDrift(model)
		},
		Law: says(exact, value),
		Rivals: []props.Rival[exponentCase, drift]{
			props.WrongLaw("one derivative later", says(func(k int) float64 { return float64(k + 1) }, value)),
			props.WrongLaw("one derivative earlier", says(func(k int) float64 { return float64(k - 1) }, value)),
			props.WrongLaw("degree of f", func(c exponentCase, d drift, j *props.Judge) error {
				last := len(c.U) - 1
				exponentSeen(j, d, float64(last), beyondLeading(c.U, last, d.m))
				return nil
			}),
			props.WrongLaw("k! u_k² without the 2", says(exact, func(k int, u float64) float64 { return value(k, u) / 2 })),
			props.WrongLaw("positive derivative", says(exact, func(k int, u float64) float64 { return -value(k, u) })),
		},
		Plants: []props.Plant[exponentCase, drift]{
			props.Planted("φ^{(k)}(0) × (1 + 1e-6)", says(exact, func(k int, u float64) float64 { return (1 + 1e-6) * value(k, u) })),
			props.Planted("exponent + 1 for k = 2", says(func(k int) float64 {
				if k == 2 {
					return 3
				}
				return float64(k)
			}, value)),
		},
	}.Check()
}

// cubicCase is an overlap: the three cubics are measured at each.
type cubicCase struct {
	M float64 `draw:"m"`
}

// cubics are the activations x, x³ and x³ − 3x.
var cubics = []struct {
	name     string
	powers   []float64 // coefficients of 1, x, x², x³
	exponent float64
	phi      func(m float64) float64
	beyond   float64 // of the series of φ' at m = 0.008, relative to its leading term
}{
	{"x", []float64{0, 1}, 1, func(m float64) float64 { return 2 * (1 - m) }, 0},
	{"x³", []float64{0, 0, 0, 1}, 1, func(m float64) float64 { return 18*(1-m) + 12*(1-m*m*m) }, 2 * smallOverlap * smallOverlap},
	{"x³ − 3x", []float64{0, -3, 0, 1}, 3, func(m float64) float64 { return 12 * (1 - m*m*m) }, 0},
}

// cubicDrifts measures the drift of each cubic, once: no case changes it.
var cubicDrifts = func() (drifts [3]func() (drift, error)) {
	for i, f := range cubics {
		drifts[i] = sync.OnceValues(func() (drift, error) {
			p, err := sim.NewPolynomial(f.powers...)
			if err != nil {
				return drift{}, err
			}
			model, err := sim.NewSingleLayer(p, 0)
			if err != nil {
				return drift{}, err
			}
			return measureDrift(model)
		})
	}
	return drifts
}()

type cubicMeasured struct {
	loss  [3]sim.Mean
	drift [3]drift
}

// exponentCubics checks p. 13: x and x³ have exponent 1, x³ − 3x has 3.
func exponentCubics() props.Check {
	says := func(k func(i int) float64, phi func(i int, m float64) float64) props.Law[cubicCase, cubicMeasured] {
		return func(c cubicCase, m cubicMeasured, j *props.Judge) error {
			for i, f := range cubics {
				j.Equal("φ of "+f.name, m.loss[i].Value, phi(i, c.M),
					props.Rounding(12, 60).Plus(props.Truncation(m.loss[i].Error, "quadrature of the loss, by two rules")))
				exponentSeen(j, m.drift[i], k(i), f.beyond)
			}
			return nil
		}
	}
	exponent := func(i int) float64 { return cubics[i].exponent }
	phi := func(i int, m float64) float64 { return cubics[i].phi(m) }
	return props.Property[cubicCase, cubicMeasured]{
		Of:    theory.ExponentCubics,
		Cases: props.ByTier[int]{100, 500, 2000},
		Draw:  func(t *rapid.T) cubicCase { return cubicCase{drawOverlap(t)} },
		Measure: func(c cubicCase) (m cubicMeasured, err error) {
			for i, f := range cubics {
				p, err := sim.NewPolynomial(f.powers...)
				if err != nil {
					return m, err
				}
				model, err := sim.NewSingleLayer(p, 0)
				if err != nil {
					return m, err
				}
				if m.loss[i], err = sim.PopulationLoss(model, c.M); err != nil {
					return m, err
				}
				if m.drift[i], err = cubicDrifts[i](); err != nil {
					return m, err
				}
			}
			return m, nil
		},
		Law: func(c cubicCase, m cubicMeasured, j *props.Judge) error {
			if err := says(exponent, phi)(c, m, j); err != nil {
				return err
			}
			for i, f := range cubics { // the same from the activation alone
				k, err := theory.ExponentOfActivation(func(z float64) float64 { return horner(f.powers, z) }, mostExponent)
				if err != nil {
					return err
				}
				exponentSeen(j, m.drift[i], float64(k), f.beyond)
			}
			return nil
		},
		Rivals: []props.Rival[cubicCase, cubicMeasured]{
			props.WrongLaw("every cubic has exponent 3", says(func(i int) float64 { return []float64{1, 3, 3}[i] }, phi)),
			props.WrongLaw("every odd function has exponent 1", says(func(int) float64 { return 1 }, phi)),
			props.WrongLaw("x³ with 6(1−m³): Hermite polynomials not normalised", says(exponent, func(i int, m float64) float64 {
				return []float64{2 * (1 - m), 18*(1-m) + 2*(1-m*m*m), 2 * (1 - m*m*m)}[i]
			})),
		},
		Plants: []props.Plant[cubicCase, cubicMeasured]{
			props.Planted("φ of x³ with 18 × (1 + 1e-6)", says(exponent, func(i int, m float64) float64 {
				if i == 1 {
					return phi(i, m) + 1e-6*18*(1-m)
				}
				return phi(i, m)
			})),
			props.Planted("φ of x³ − 3x × (1 + 1e-6)", says(exponent, func(i int, m float64) float64 {
				if i == 2 {
					return (1 + 1e-6) * phi(i, m)
				}
				return phi(i, m)
			})),
		},
	}.Check()
}

// horner is Σ c_i z^i.
func horner(c []float64, z float64) (sum float64) {
	for i := len(c) - 1; i >= 0; i-- {
		sum = sum*z + c[i]
	}
	return sum
}
