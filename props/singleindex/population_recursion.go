package singleindex

import (
	"fmt"
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// recursionCase is one step of gradient descent on the population loss of a Hermite
// series with a prescribed exponent.
type recursionCase struct {
	exponentCase
	N     int     `draw:"N"`
	Delta float64 `draw:"delta"`
	M     float64 `draw:"m"`
}

func drawRecursion(t *rapid.T) recursionCase {
	return recursionCase{
		exponentCase: drawExponent(t),
		N:            rapid.IntRange(2, 100_000).Draw(t, "N"),
		Delta:        rapid.Float64Range(1e-3, 2).Draw(t, "delta"),
		M:            rapid.Float64Range(0.001, 0.999).Draw(t, "m"),
	}
}

// recursionStep is a step from m and one from a small overlap, by sim's quadrature of the
// gradient itself; and the model's law.
type recursionStep struct {
	law                   *theory.SingleIndex
	gain, small           float64 // m' − m
	smallFrom             float64
	gainError, smallError float64 // of the quadrature, moved by δ/N
}

func measureRecursion(c recursionCase) (r recursionStep, err error) {
	model, err := seriesModel(seriesCase{Data: c.U, Fit: c.U, Noise: c.Noise})
	if err != nil {
		return r, err
	}
	step := func(m float64) (gain, bound float64, err error) {
		pull, err := sim.PopulationPull(model, m)
		if err != nil {
			return 0, 0, err
		}
		p, err := sim.NewPopulation(func(float64) float64 { return pull.Value }, c.N, m)
		if err != nil {
			return 0, 0, err
		}
		return p.Step(nil, c.Delta) - m, c.Delta / float64(c.N) * pull.Error, nil
	}
	if r.law, err = theory.SingleLayer(c.U, c.Noise); err != nil {
		return r, err
	}
	r.smallFrom = smallOverlap
	if r.gain, r.gainError, err = step(c.M); err != nil {
		return r, err
	}
	r.small, r.smallError, err = step(r.smallFrom)
	return r, err
}

// recursionSizes is the ladder on which δ/N falls, smallOverlaps that on which the overlap does.
var (
	recursionSizes = []float64{1e3, 2e3, 4e3, 8e3, 16e3}
	smallOverlaps  = []float64{4e-3, 2e-3, 1e-3, 5e-4, 2.5e-4, 1.25e-4, 6.25e-5}
)

// populationRecursion checks the step: m' − m itself, from two overlaps, is what theory computes, to rounding. Of
// that, (m' − m)/(δ/N) tends to the first form as N grows, and the first form over the second to 1 as m falls.
func populationRecursion() props.Check {
	type judgement = props.Law[recursionCase, recursionStep]
	exactly := func(c recursionCase, r recursionStep, j *props.Judge) error {
		size := r.law.Phi(0) + r.law.Phi(-1)
		for _, one := range []struct{ m, gain, within float64 }{{c.M, r.gain, r.gainError}, {r.smallFrom, r.small, r.smallError}} {
			next, err := r.law.PopulationStep(c.N, c.Delta, one.m)
			if err != nil {
				return err
			}
			j.Equal(fmt.Sprintf("m' − m at m = %.3g", one.m), one.gain, next-one.m,
				props.Truncation(one.within, "quadrature of the gradient").Plus(props.Rounding(64, 1+c.Delta/float64(c.N)*size)))
		}
		return nil
	}
	// first: the normalisation adds a term of relative order δ/N
	first := func(form func(slope, m float64) float64) judgement {
		return func(c recursionCase, r recursionStep, j *props.Judge) error {
			want, size := -form(r.law.PhiPrime(c.M), c.M), r.law.Phi(0)+r.law.Phi(-1)
			rungs := make([]props.Rung, len(recursionSizes))
			for i, n := range recursionSizes {
				next, err := r.law.PopulationStep(int(n), c.Delta, c.M)
				if err != nil {
					return err
				}
				rungs[i] = props.Rung{N: n, Law: (next - c.M) * n / c.Delta / size, Claim: want / size, Error: 4 * props.UnitRoundoff * n / c.Delta / size}
			}
			j.Tends("(m' − m)N/δ, in units of φ(0) + φ(−1),", rungs, power(-1), termViolation)
			return nil
		}
	}
	// second: the rest of the series of φ' and 1 − m² add terms of relative order m
	second := func(power func(k int) float64, factor float64) judgement {
		return func(_ recursionCase, r recursionStep, j *props.Judge) error {
			law := r.law
			rungs := make([]props.Rung, len(smallOverlaps))
			for i, m := range smallOverlaps {
				want := factor * law.Leading() * math.Pow(m, power(law.Exponent))
				rungs[i] = props.Rung{N: 1 / m, Law: math.Log(law.Drift(m, 0) / want), Error: 16 * props.UnitRoundoff}
			}
			j.Tends("log of −φ'(1 − m²) over A m^{k−1}", rungs, func(n float64) float64 { return 1 / n }, termViolation)
			return nil
		}
	}
	exact := func(slope, m float64) float64 { return slope * (1 - m) * (1 + m) }
	order := func(k int) float64 { return float64(k - 1) }
	return props.Property[recursionCase, recursionStep]{
		Of:    theory.PopulationRecursion,
		Cases: props.ByTier[int]{100, 400, 5000}, Draw: drawRecursion, Measure: measureRecursion,
		Law:   props.All(exactly, first(exact), second(order, 1)),
		Limit: "(m' − m)N/δ against −φ'(m)(1 − m²), N = 10³ to 1.6·10⁴, in powers of 1/N; −φ'(m)(1 − m²) over A m^{k−1}, m = .004 to .0000625, in powers of m",
		Rivals: []props.Rival[recursionCase, recursionStep]{
			props.WrongLaw("‖∇m‖² = 1", first(func(slope, _ float64) float64 { return slope })),
			props.WrongLaw("‖∇m‖² = 1 − m", first(func(slope, m float64) float64 { return slope * (1 - m) })),
			props.WrongLaw("ascent: + (δ/N)φ'‖∇m‖²", first(func(slope, m float64) float64 { return -exact(slope, m) })),
			props.WrongLaw("m^k for m^{k−1}", second(func(k int) float64 { return float64(k) }, 1)),
			props.WrongLaw("twice the leading coefficient", second(order, 2)),
		},
		Plants: []props.Plant[recursionCase, recursionStep]{
			props.Planted("φ'‖∇m‖² off by a millionth", first(func(slope, m float64) float64 { return exact(slope, m) * (1 + 1e-6) })),
			props.Planted("A off by a millionth", second(order, 1+1e-6)),
			props.Planted("m^{k−.7}", second(func(k int) float64 { return float64(k) - 0.7 }, 1)),
		},
	}.Check()
}

// termViolation is the relative error of a term that the second links of an identity declare.
const termViolation = 1e-6
