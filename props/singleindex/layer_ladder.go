package singleindex

import (
	"fmt"
	"math"

	"assay/props"
	"assay/props/stat"
)

// Ladder is online SGD on one model in increasing dimensions, each from starts uniform on the half-sphere, with a constant step
// size: the case of a claim on how the search time τ_η grows with N. See [Climb] and [GrowsLike].
type Ladder struct {
	Model Model
	Step  float64 // d₀: the step size is d₀N^{−(k−2)/2} for information exponent k ≥ 3, d₀ for k ≤ 2
	Eta   float64 // τ_η is the first time that m > η, for even k that |m| > η
	Sizes []int   // increasing, an even number of them for the sharpest slopes
	Sees  float64 // the error of the exponent that the measurement is designed to detect
}

// String says the case.
func (l Ladder) String() string {
	return fmt.Sprintf("%s, d0 = %v, eta = %v, N = %v", l.Model.Law.Name, l.Step, l.Eta, l.Sizes)
}

// mostLadder is the largest exponent of which the law climbs a ladder.
const mostLadder = 4

// growth is the ladder as the checks of this room have it.
func (l Ladder) growth() (growthCase, error) {
	switch k := l.Model.Law.Exponent; {
	case k < 1 || k > mostLadder:
		return growthCase{}, fmt.Errorf("%s has information exponent k = %d, want 1 ≤ k ≤ %d", l.Model.Law.Name, k, mostLadder)
	case len(l.Sizes) < 2:
		return growthCase{}, fmt.Errorf("sizes %v, want at least two", l.Sizes)
	case !(l.Sees > 0 && l.Sees < 1):
		return growthCase{}, fmt.Errorf("the error of the exponent to be detected = %v, want a value in (0, 1)", l.Sees)
	case !(l.Step > 0) || math.IsInf(l.Step, 1):
		return growthCase{}, fmt.Errorf("step size d₀ = %v, want a finite number > 0", l.Step)
	}
	for i, n := range l.Sizes {
		if n < 2 || i > 0 && n <= l.Sizes[i-1] {
			return growthCase{}, fmt.Errorf("sizes %v, want increasing ones ≥ 2", l.Sizes)
		}
	}
	return growthCase{
		K: l.Model.Law.Exponent, Model: l.Model.Law.Name, Step: l.Step, Eta: l.Eta, Sizes: l.Sizes, Detectable: l.Sees,
		row: zooRow{name: l.Model.Law.Name, model: l.Model.Sim, law: l.Model.Law},
	}, nil
}

// Climbed is what was measured on a ladder.
type Climbed struct {
	Times [][]float64 // τ_η of each replicate at each size; +Inf where it never was
	// Least and Most enclose the median slope log(τ'/τ)/log(N'/N) that the laws give at these sizes. It is not the
	// limit: for GELU from N = 500 on it is some percent above 1.
	Least, Most float64

	growth growthTimes
}

// Climb measures the search times on a ladder, as many as it takes to see the error of the exponent that the ladder says, with
// the seeds of the lab: replicate j starts at the same quantile of the start at each size. It is an error when the ladder has fewer than two
// increasing sizes, the exponent is not 1 to 4, or a law has none at the step size.
func Climb(lab *props.Lab, l Ladder) (c Climbed, err error) {
	g, err := l.growth()
	if err != nil {
		return c, err
	}
	if c.growth, err = measureGrowth(lab, g); err != nil {
		return c, err
	}
	c.Times, c.Least, c.Most = c.growth.times, c.growth.exponent.least, c.growth.exponent.most
	return c, nil
}

// ClimbLimit is the second link of [GrowsLike] in words, for the field Limit of a check.
const ClimbLimit = growthLimit

// GrowsLike is the claim that the search time grows like the given function of N, but for a constant: by two links, the measured
// times against the laws at these sizes, and the laws, which climb to sizes no run reaches, against the function.
func GrowsLike(order func(n float64) float64) props.Law[Ladder, Climbed] {
	return func(l Ladder, c Climbed, j *props.Judge) error {
		g, err := l.growth()
		if err != nil {
			return err
		}
		grown(j, g, c.growth)
		return g.growsAs(j, func(n float64, _ int) (float64, error) { return order(n), nil })
	}
}

// ClimbFigure is the medians of the search times over the sizes beside those of the laws at the same sizes: curves of a figure.
func ClimbFigure(l Ladder, c Climbed) ([]props.Curve, error) {
	g, err := l.growth()
	if err != nil {
		return nil, err
	}
	measured, law := props.Curve{Name: "measured"}, props.Curve{Name: "law", Reference: true}
	for i, n := range l.Sizes {
		median, err := stat.Median(c.Times[i])
		if err != nil {
			return nil, err
		}
		at, err := l.Model.Law.SearchLaw(n, g.at(n).Delta, l.Eta, 0.6)
		if err != nil {
			return nil, err
		}
		expected, err := at.Quantile(0.5)
		if err != nil {
			return nil, err
		}
		measured.X, measured.Y = append(measured.X, float64(n)), append(measured.Y, median)
		law.X, law.Y = append(law.X, float64(n)), append(law.Y, expected)
	}
	return []props.Curve{measured, law}, nil
}
