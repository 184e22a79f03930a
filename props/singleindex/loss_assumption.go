package singleindex

import (
	"fmt"
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// slopeCase is a model and an overlap in (0, 1), or a drawn misspecified layer of Remark 2.3.
type slopeCase struct {
	Model string  `draw:"model"`
	A     float64 `draw:"A"` // of a drawn layer: φ(m) = −A m² − B m⁴ + const
	B     float64 `draw:"B"`
	M     float64 `draw:"m"`
}

const remarkModel = "misspecified, −A m² − B m⁴"

// remarkRow is data from u₂h₂ + u₄h₄ fitted by h₁ + v₂h₂ + v₄h₄ with A = 2u₂v₂, B = 2u₄v₄.
func remarkRow(a, b float64) (zooRow, error) {
	return misspecifiedRow(fmt.Sprintf("%s, A = %v, B = %v", remarkModel, a, b),
		[]float64{0, 0, 1, 0, 1}, []float64{0, 1, a / 2, 0, b / 2})
}

func drawSlope(t *rapid.T) slopeCase {
	m := rapid.Float64Range(0.001, 0.999).Draw(t, "m")
	if rapid.Bool().Draw(t, "of the remark") {
		return slopeCase{remarkModel, rapid.Float64Range(-2, 2).Draw(t, "A"), rapid.Float64Range(-2, 2).Draw(t, "B"), m}
	}
	return slopeCase{Model: rapid.SampledFrom(zoo()).Draw(t, "model").name, M: m}
}

// slopeGrid is every row near the ends of (0, 1) and inside, and the listed cases of the
// remark: strong recovery twice, weak, and none twice.
func slopeGrid() (grid []slopeCase) {
	places := []float64{0.01, 0.3, 0.6, 0.8, 0.99}
	for _, m := range places {
		for _, row := range zoo() {
			grid = append(grid, slopeCase{Model: row.name, M: m})
		}
		for _, ab := range [][2]float64{{1, 0.5}, {1, -0.4}, {1, -0.7}, {0, 1}, {1, -1}, {-1, 1}, {-1, -1}, {0, 0}} {
			grid = append(grid, slopeCase{remarkModel, ab[0], ab[1], m})
		}
	}
	// beside the zero at 1/√2, and where A < −2B by 1 %
	return append(grid, slopeCase{remarkModel, 1, -1, 0.7}, slopeCase{remarkModel, 1, -1, 0.714}, slopeCase{remarkModel, 1, -0.505, 0.999})
}

// remarkSlope is φ'(m) = −2A m − 4B m³.
func remarkSlope(a, b, m float64) float64 { return -2*a*m - 4*b*m*m*m }

// remarkHolds is what the claim says of the remark's loss: whether φ' < 0 on all of (0, 1). The
// claimed factor of −B is 2.
func remarkHolds(factor float64) func(a, b float64) bool {
	return func(a, b float64) bool { return a > 0 && a >= -factor*b || a == 0 && b > 0 }
}

// lossAssumptionA checks the sign of φ' from the mean gradient, where the error of the
// quadrature lets it be seen; and that the misspecified losses listed as exceptions fail, at
// the overlap where the claim puts the zero.
func lossAssumptionA() props.Check {
	// sign asserts φ'(m) < 0, or > 0
	sign := func(j *props.Judge, s sim.Mean, negative bool) {
		value := s.Value
		what := "φ'(m)"
		if !negative {
			value, what = -value, "−φ'(m)"
		}
		j.AtMost(what, value, 0, props.Truncation(s.Error, "quadrature of the gradient, by two rules"))
	}
	law := func(holds func(a, b float64) bool, turns func(a, b float64) float64) props.Law[slopeCase, sim.Mean] {
		return func(c slopeCase, s sim.Mean, j *props.Judge) error {
			if c.Model != remarkModel {
				sign(j, s, true)
				return nil
			}
			j.Equal("φ'(m)", s.Value, remarkSlope(c.A, c.B, c.M), props.Truncation(s.Error, "quadrature of the gradient, by two rules").Plus(props.Rounding(40, 12)))
			switch at := turns(c.A, c.B); {
			case c.A == 0 && c.B == 0: // constant
				sign(j, s, true)
				sign(j, s, false)
			case holds(c.A, c.B):
				sign(j, s, true)
			case at > 0 && at < 1: // A > 0 > B: up to the zero, and beyond
				sign(j, s, (c.M < at) == (c.A > 0))
			default:
				sign(j, s, c.A > 0)
			}
			return nil
		}
	}
	// the zero of A + 2B m²
	zero := func(a, b float64) float64 {
		if a*b >= 0 {
			return 0
		}
		return math.Sqrt(-a / (2 * b))
	}
	return props.Property[slopeCase, sim.Mean]{
		Of: theory.LossAssumptionA, Grid: slopeGrid(), Cases: props.ByTier[int]{150, 400, 4000}, Draw: drawSlope,
		Measure: func(c slopeCase) (sim.Mean, error) {
			row, err := zooNamed(c.Model)
			if c.Model == remarkModel {
				row, err = remarkRow(c.A, c.B)
			}
			if err != nil {
				return sim.Mean{}, err
			}
			return measureSlope(row.model, c.M)
		},
		Law: law(remarkHolds(2), zero),
		Rivals: []props.Rival[slopeCase, sim.Mean]{
			props.WrongLaw("A > −B suffices", law(func(a, b float64) bool { return a > 0 && a > -b || a == 0 && b > 0 }, zero)),
			props.WrongLaw("A > 0 suffices", law(func(a, b float64) bool { return a > 0 || a == 0 && b > 0 }, zero)),
			props.WrongLaw("every misspecified model satisfies it", law(func(a, b float64) bool { return true }, zero)),
			props.WrongLaw("it fails for A = 0 < B: φ' does not fall", func(c slopeCase, s sim.Mean, j *props.Judge) error {
				if c.Model == remarkModel && c.A == 0 && c.B > 0 {
					sign(j, s, false)
				}
				return nil
			}),
			props.WrongLaw("m sticks at ½ for A = 1, B = −1", law(remarkHolds(2), func(a, b float64) float64 { return zero(a, b) / math.Sqrt2 })),
		},
		Plants: []props.Plant[slopeCase, sim.Mean]{
			props.Planted("A > −1.96 B suffices", law(remarkHolds(1.96), zero)),
			props.Planted("φ' = 0 at 1.02/√2 for A = 1, B = −1", law(remarkHolds(2), func(a, b float64) float64 { return 1.02 * zero(a, b) })),
			props.Planted("φ' = 0 at .98/√2 for A = 1, B = −1", law(remarkHolds(2), func(a, b float64) float64 { return 0.98 * zero(a, b) })),
		},
	}.Check()
}

// momentCase is a row and an overlap.
type momentCase struct {
	Model string  `draw:"model"`
	M     float64 `draw:"m"`
}

// momentOrder is 4 + ι with ι = 1.
const momentOrder = 5

// momentSizes are the two dimensions compared, momentDraws the samples in each.
var momentSizes = [2]int{4096, 65_536}

const momentDraws = 512

// momentsSeen are means over samples of the chain. With the gradient's part A along e and
// the rest B = G²Q, Q ~ χ²_{N−2}: E|A|⁵, E|G|⁵, and at each N E‖∇L‖⁵ with ‖∇L‖² = A² + B.
// (U, W, ε) are the same at both N.
type momentsSeen struct {
	along, steep float64
	whole        [2]float64
}

func measureMoments(c momentCase) (s momentsSeen, err error) {
	row, err := zooNamed(c.Model)
	if err != nil {
		return s, err
	}
	for i, n := range momentSizes {
		rest, err := sim.NewChiSquared(float64(n - 2))
		if err != nil {
			return s, err
		}
		deal, tail := sim.NewRandom(props.Seed(0, props.Describe(c))), sim.NewRandom(props.Seed(0, props.Describe(c), n))
		for range momentDraws {
			d := row.model.Deal(deal)
			d.Q = 1
			along, steep := row.model.GradientParts(c.M, d) // steep is G²
			if i == 0 {
				s.along += math.Pow(math.Abs(along), momentOrder) / momentDraws
				s.steep += math.Pow(steep, momentOrder/2.) / momentDraws
			}
			s.whole[i] += math.Pow(along*along+steep*rest.Draw(tail), momentOrder/2.) / momentDraws
		}
	}
	if s.steep == 0 {
		return s, props.Invalid("the gradient vanishes at m = %v", c.M)
	}
	return s, nil
}

// momentEnds bounds E‖∇L‖⁵ over the draws at dimension N: with abs(Q/N − 1) within the
// bounds of [chiSquaredWithin], and by Minkowski's inequality in L^{5/2},
//
//	(q N)^{5/2} E|G|⁵ ≤ E‖∇L‖⁵ ≤ ((E|A|⁵)^{2/5} + Q N (E|G|⁵)^{2/5})^{5/2}.
func momentEnds(s momentsSeen, n int) (low, high float64) {
	q, most := chiSquaredWithin(n)
	size := float64(n)
	return math.Pow(q*size, momentOrder/2.) * s.steep,
		math.Pow(math.Pow(s.along, 2./momentOrder)+most*size*math.Pow(s.steep, 2./momentOrder), momentOrder/2.)
}

// chiSquaredWithin is the range of Q/N, Q ~ χ²_{N−2}, that a draw leaves with a probability
// of 2e^{−x}, x = 45: all draws of the deep tier together with 1e-13 (Laurent, Massart 2000,
// Lemma 1: Q lies within 2√(νx) below and 2√(νx) + 2x above ν).
func chiSquaredWithin(n int) (low, high float64) {
	const x = 45
	nu, size := float64(n-2), float64(n)
	return (nu - 2*math.Sqrt(nu*x)) / size, (nu + 2*math.Sqrt(nu*x) + 2*x) / size
}

// momentExponent is the power of N between the two sizes, and how far it may lie from 5/2.
func momentExponent(s momentsSeen) (power, within float64) {
	ratio := math.Log(float64(momentSizes[1]) / float64(momentSizes[0]))
	low0, high0 := momentEnds(s, momentSizes[0])
	low1, high1 := momentEnds(s, momentSizes[1])
	within = math.Max(math.Log(high1/low0)-momentOrder/2.*ratio, momentOrder/2.*ratio-math.Log(low1/high0)) / ratio
	return math.Log(s.whole[1]/s.whole[0]) / ratio, within
}

// lossAssumptionB checks the second bound, E‖∇H‖^{4+ι} ≤ C N^{(4+ι)/2}, as a power of N at
// every overlap: the power is 5/2, no less. ∇H = ∇L − ∇Φ differs from ∇L by ‖∇Φ‖ ≤ abs φ',
// which does not grow. Of the first bound the reduction behind the chain says that
// ∇H·θ has a law that N does not enter, chain/pathwise; its variance is σ²(m) of theory,
// which must be finite at every overlap.
func lossAssumptionB() props.Check {
	says := func(power float64) props.Law[momentCase, momentsSeen] {
		return func(c momentCase, s momentsSeen, j *props.Judge) error {
			got, within := momentExponent(s)
			j.Equal("power of N in E‖∇L‖⁵", got, power, props.Truncation(within, "the range of χ² and the part along e, by Minkowski's inequality"))
			return nil
		}
	}
	return props.Property[momentCase, momentsSeen]{
		Of: theory.LossAssumptionB, Cases: props.ByTier[int]{120, 1000, 10_000},
		Grid: func() (grid []momentCase) {
			for _, row := range zoo() {
				for _, m := range []float64{-0.9, 0, 0.9} {
					grid = append(grid, momentCase{row.name, m})
				}
			}
			return grid
		}(),
		Draw: func(t *rapid.T) momentCase {
			return momentCase{rapid.SampledFrom(zoo()).Draw(t, "model").name, rapid.Float64Range(-0.95, 0.95).Draw(t, "m")}
		},
		Measure: measureMoments,
		Law: func(c momentCase, s momentsSeen, j *props.Judge) error {
			if err := says(momentOrder/2.)(c, s, j); err != nil {
				return err
			}
			for i, n := range momentSizes {
				_, high := momentEnds(s, n)
				j.AtMost(fmt.Sprintf("E‖∇L‖⁵ at N = %d", n), s.whole[i], high, props.Rounding(1<<12, high))
			}
			if row, err := zooNamed(c.Model); err == nil {
				j.AtMost("σ²(m)", row.law.Sigma2(c.M), math.MaxFloat64, props.Rounding(0, 1))
			}
			return nil
		},
		Rivals: []props.Rival[momentCase, momentsSeen]{
			props.WrongLaw("N^{4/2}: ι forgotten", says(2)),
			props.WrongLaw("N^{6/2}", says(3)),
			props.WrongLaw("bounded in N", says(0)),
			props.WrongLaw("N^{4+ι}: norms for squared norms", says(momentOrder)),
		},
		Plants: []props.Plant[momentCase, momentsSeen]{
			props.Planted("exponent + .3", says(momentOrder/2.+0.3)), props.Planted("exponent − .3", says(momentOrder/2.-0.3)),
		},
	}.Check()
}
