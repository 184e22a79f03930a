package singleindex

import (
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
	"assay/theory/claim"
)

// meanCase is samples of a Gaussian vector, M = αN of them.
type meanCase struct {
	N    int     `draw:"N"`
	M    int     `draw:"M"`
	Norm float64 `draw:"‖v‖"`
}

func (c meanCase) alpha() float64 { return float64(c.M) / float64(c.N) }

// meanSeen is the levels of the inner products of independent runs in their law at this N, and the
// medians of the law on the ladder N, 4N, 16N, 64N at the same α.
type meanSeen struct {
	levels []float64
	rungs  []props.Rung
}

// meanViolation is the Kolmogorov distance that the checks of footnote 4 are designed to detect.
const meanViolation = 0.1

func measureMean(l *props.Lab, c meanCase) (seen meanSeen, err error) {
	runs, err := props.KolmogorovRuns(l, meanViolation)
	if err != nil {
		return seen, err
	}
	seen.levels, err = props.Batches(l, runs, 256, func(lo, hi int) ([]float64, error) {
		r, out := sim.NewRandom(l.Seed(0, lo)), make([]float64, hi-lo)
		for i := range out {
			x, err := sim.MeanEstimate(r, c.N, c.M, c.Norm)
			if err != nil {
				return nil, err
			}
			if out[i], err = theory.MeanEstimateCDF(c.N, c.M, c.Norm, x); err != nil {
				return nil, err
			}
		}
		return out, nil
	})
	if err != nil {
		return seen, err
	}
	for factor := 1; factor <= 64; factor *= 4 {
		median, err := theory.MeanEstimateMedian(factor*c.N, factor*c.M, c.Norm)
		if err != nil {
			return seen, err
		}
		seen.rungs = append(seen.rungs, props.Rung{N: float64(factor * c.N), Law: median, Error: meanError})
	}
	return seen, nil
}

// meanError is the error of a median: its bisection, and the quadrature of the distribution function over a density
// of at least 1.
const meanError = 1e-11

// meanIs asserts the law at this N, and that its median tends to the limit. The median is
// within O(1/N) of the limit, in powers of 1/N.
func meanIs(limit func(c meanCase) (float64, error)) props.Law[meanCase, meanSeen] {
	return func(c meanCase, seen meanSeen, j *props.Judge) error {
		j.Follows("⟨v, v̂⟩/(‖v‖‖v̂‖)", seen.levels, func(u float64) float64 { return u }, meanViolation)
		to, err := limit(c)
		if err != nil {
			return err
		}
		rungs := append([]props.Rung(nil), seen.rungs...)
		for i := range rungs {
			rungs[i].Claim = to
		}
		j.Tends("median inner product", rungs, func(n float64) float64 { return 1 / n }, 0.01)
		return nil
	}
}

func meanLimit(factor float64) props.Law[meanCase, meanSeen] {
	return meanIs(func(c meanCase) (float64, error) {
		x, err := theory.MeanEstimateLimit(c.alpha(), c.Norm)
		return factor * x, err
	})
}

func meanPrinted(c meanCase) (float64, error) { return theory.MeanEstimatePrinted(c.alpha()) }

const meanLadder = "the median of the exact law at N, 4N, 16N and 64N with the same α, in powers of 1/N"

func meanRivals() []props.Rival[meanCase, meanSeen] {
	return []props.Rival[meanCase, meanSeen]{
		props.WrongLaw("√α", meanIs(func(c meanCase) (float64, error) { return math.Sqrt(c.alpha()), nil })),
		props.WrongLaw("α/(1 + α)", meanIs(func(c meanCase) (float64, error) { return c.alpha() / (1 + c.alpha()), nil })),
	}
}

// meanCheck is one of the two claims on footnote 4.
func meanCheck(of *claim.Claim, grid []meanCase, law, control props.Law[meanCase, meanSeen], rivals ...props.Rival[meanCase, meanSeen]) props.Check {
	return props.Experiment[meanCase, meanSeen]{
		Of: of, Grid: func(props.Tier) []meanCase { return grid }, Tests: 1, Measure: measureMean,
		Law: law, Control: control, Limit: meanLadder, Rivals: append(meanRivals(), rivals...),
		Plants: []props.Plant[meanCase, meanSeen]{props.Planted("limit × 1.2", meanLimit(1.2)), props.Planted("limit × .8", meanLimit(0.8))},
	}.Check()
}

// misprintMeanEstimation tries the printed limit where it is below 1, as the footnote says.
func misprintMeanEstimation() props.Check {
	return meanCheck(theory.MisprintMeanEstimation, []meanCase{{40, 4, 1}, {40, 10, 1}, {40, 16, 1}}, meanIs(meanPrinted), meanLimit(1))
}

func misprintMeanEstimationCorrected() props.Check {
	return meanCheck(theory.MisprintMeanEstimationCorrected, []meanCase{{40, 16, 1}, {20, 40, 1}, {40, 10, 2}},
		meanLimit(1), nil, props.WrongLaw("√(α/(1 + α)) whatever ‖v‖", meanIs(func(c meanCase) (float64, error) { return theory.MeanEstimateLimit(c.alpha(), 1) })))
}
