package singleindex

import (
	"errors"
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/theory"
)

// zooExponent is a row of the zoo, or a drawn misspecified one, with its exponent as
// published; 0 where there is nothing to follow.
type zooExponent struct {
	Model string    `draw:"model"`
	Data  []float64 `draw:"u(f)"` // of a drawn misspecified layer
	Fit   []float64 `draw:"u(g)"`
	K     int       `draw:"k"`
}

// row is the row itself, or the drawn layer's.
func (c zooExponent) row() (zooRow, error) {
	if c.Data != nil {
		return misspecifiedRow("misspecified", c.Data, c.Fit)
	}
	return zooNamed(c.Model)
}

func (c zooExponent) String() string {
	if c.Data == nil {
		return c.Model
	}
	return "misspecified, u(f) = " + describeValueOf(c.Data) + ", u(g) = " + describeValueOf(c.Fit)
}

// describeValueOf writes numbers as cases do.
func describeValueOf(u []float64) string {
	return props.Describe(struct{ U []float64 }{u})[len("U = "):]
}

// published is the exponents as the page lists them.
var published = map[zooKind]int{
	linearNeuron: 1, square: 2, {monomialLayer, 3, 0}: 1, {monomialLayer, 2, 0.5}: 2, {family: sigmoidLayer, other: 0.1}: 1,
	{family: tanhLayer}: 1, relu: 1, absolute: 2, {hermiteLayer, 3, 0}: 3, {hermiteLayer, 4, 0}: 4, {family: misspecifiedLayer}: 2,
	{family: linearGLM}: 1, logistic: 1, {family: poissonGLM}: 1, spike: 2,
	{family: tensorPCA, order: 2}: 2, cubicTensor: 3, {family: tensorPCA, order: 4}: 4,
	twoTensors: 2, tiltedMixture: 1, evenMixture: 2,
}

// activation is a function of one number, and where it is not smooth.
type activation struct {
	f      func(float64) float64
	breaks []float64
}

// activations is, for the rows with one, the activation from which the exponent is found
// without φ.
var activations = map[zooKind]activation{
	linearNeuron:                       {f: func(z float64) float64 { return z }},
	square:                             {f: func(z float64) float64 { return z * z }},
	{monomialLayer, 3, 0}:              {f: func(z float64) float64 { return z * z * z }},
	{monomialLayer, 2, 0.5}:            {f: func(z float64) float64 { return z * z }},
	{family: sigmoidLayer, other: 0.1}: {f: func(z float64) float64 { return 1 / (1 + math.Exp(-z)) }},
	{family: tanhLayer}:                {f: math.Tanh},
	relu:                               {f: func(z float64) float64 { return math.Max(z, 0) }, breaks: []float64{0}},
	absolute:                           {f: math.Abs, breaks: []float64{0}},
	{hermiteLayer, 3, 0}:               {f: func(z float64) float64 { return z*z*z - 3*z }},
	{hermiteLayer, 4, 0}:               {f: func(z float64) float64 { return z*z*z*z - 6*z*z + 3 }},
	{family: linearGLM}:                {f: func(z float64) float64 { return z }},
	logistic:                           {f: func(z float64) float64 { return 1 / (1 + math.Exp(-z)) }},
	{family: poissonGLM}:               {f: math.Exp},
}

func zooExponents() (grid []zooExponent) {
	for _, row := range zoo() {
		grid = append(grid, zooExponent{Model: row.name, K: published[row.kind]})
	}
	return grid
}

// drawZooExponent draws a misspecified pair whose products vanish below k, or the sum of two
// tensors.
func drawZooExponent(t *rapid.T) zooExponent {
	k := rapid.IntRange(1, 4).Draw(t, "k")
	f, g := make([]float64, k+1), make([]float64, k+1)
	for j := range k { // one of the two factors is 0
		value := rapid.Float64Range(-1, 1).Draw(t, "u_j")
		if rapid.Bool().Draw(t, "in f") {
			f[j] = value
		} else {
			g[j] = value
		}
	}
	f[k] = rapid.Float64Range(0.5, 2).Draw(t, "u_k(f)")
	g[k] = rapid.Float64Range(0.5, 2).Draw(t, "u_k(g)")
	if rapid.Bool().Draw(t, "both negative") {
		f[k], g[k] = -f[k], -g[k]
	}
	f = append(f, rapid.Float64Range(-1, 1).Draw(t, "u_{k+1}(f)"))
	g = append(g, rapid.Float64Range(-1, 1).Draw(t, "u_{k+1}(g)"))
	return zooExponent{Model: "misspecified", Data: f, Fit: g, K: k}
}

// seenExponent is the drift near 0 as measured, and the row.
type seenExponent struct {
	drift drift
	row   zooRow
}

// exponentZoo finds the exponent of every row from the mean gradient near 0, and sets it
// beside the published one, the one that theory reads off φ and the one that it computes
// from the activation.
func exponentZoo() props.Check {
	// beyond bounds the rest of the series of φ' relative to its leading term
	beyond := func(law *theory.SingleIndex, k int, m float64) (rest float64) {
		lead := float64(k) * law.Taylor[k]
		for l := k + 1; l < len(law.Taylor); l++ {
			rest += math.Abs(float64(l)*law.Taylor[l]/lead) * math.Pow(m, float64(l-k))
		}
		return rest / (1 - m) // and the terms that are not kept, a geometric tail
	}
	says := func(exponent func(c zooExponent, row zooRow) int) props.Law[zooExponent, seenExponent] {
		return func(c zooExponent, s seenExponent, j *props.Judge) error {
			exponentSeen(j, s.drift, float64(exponent(c, s.row)), beyond(s.row.law, s.row.law.Exponent, s.drift.m))
			return nil
		}
	}
	// one is the claim with the exponent of one row changed.
	one := func(kind zooKind, k int) func(c zooExponent, row zooRow) int {
		return func(c zooExponent, row zooRow) int {
			if row.kind == kind {
				return k
			}
			return c.K
		}
	}
	return props.Property[zooExponent, seenExponent]{
		Of: theory.ExponentZoo, Grid: zooExponents(), Cases: props.ByTier[int]{100, 200, 2000}, Draw: drawZooExponent,
		Measure: func(c zooExponent) (s seenExponent, err error) {
			if s.row, err = c.row(); err != nil {
				return s, err
			}
			if s.row.law.Exponent == 0 {
				return s, errors.New(s.row.name + " has no exponent by its law")
			}
			s.drift, err = measureDrift(s.row.model)
			return s, err
		},
		Law: func(c zooExponent, s seenExponent, j *props.Judge) error {
			if err := says(func(c zooExponent, _ zooRow) int { return c.K })(c, s, j); err != nil {
				return err
			}
			j.Equal("k of φ", float64(s.row.law.Exponent), float64(c.K), props.Rounding(1, 1))
			var k int
			var err error
			switch f, known := activations[s.row.kind]; {
			case c.Data != nil:
				k, err = theory.MisspecifiedExponent(c.Data, c.Fit)
			case known:
				k, err = theory.ExponentOfActivation(f.f, mostExponent, f.breaks...)
			default: // no activation: from φ as a function
				k, err = theory.ExponentOfLoss(s.row.law.Phi, mostExponent)
			}
			if err != nil {
				return err
			}
			j.Equal("k of the activation, or of the model", float64(k), float64(c.K), props.Rounding(1, 1))
			return nil
		},
		Rivals: []props.Rival[zooExponent, seenExponent]{
			props.WrongLaw("one more", says(func(c zooExponent, _ zooRow) int { return c.K + 1 })),
			props.WrongLaw("one less", says(func(c zooExponent, _ zooRow) int { return c.K - 1 })),
			props.WrongLaw("max(p, q) for a sum of tensors", says(func(c zooExponent, row zooRow) int {
				if row.kind == twoTensors {
					return 3
				}
				return c.K
			})),
			props.WrongLaw("the mixture has k = 2 whatever h", says(func(c zooExponent, row zooRow) int {
				if row.kind == tiltedMixture {
					return 2
				}
				return c.K
			})),
			props.WrongLaw("the exponent of f alone", says(func(c zooExponent, _ zooRow) int {
				if c.Data == nil {
					return c.K
				}
				k, err := theory.HermiteExponent(c.Data)
				if err != nil {
					return c.K
				}
				return k
			})),
			props.WrongLaw("every even activation has k = 2, every odd one k = 1", says(func(c zooExponent, row zooRow) int {
				if row.kind.family == hermiteLayer {
					return 2 - row.kind.order%2
				}
				return c.K
			})),
		},
		Plants: []props.Plant[zooExponent, seenExponent]{
			props.Planted("k = 2 for ReLU", says(one(relu, 2))), props.Planted("k = 1 for x²", says(one(square, 1))),
			props.Planted("k = 1 for the mixture with h = 0", says(one(evenMixture, 1))),
		},
	}.Check()
}
