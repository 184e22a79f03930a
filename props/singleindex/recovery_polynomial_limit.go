package singleindex

import (
	"errors"
	"math"

	"assay/props"
	"assay/theory"
)

// sampleOrder is an order of the number of samples in N, for information exponent k.
type sampleOrder func(n float64, k int) (float64, error)

// movedOrder is the claimed order with an error in its exponent.
func movedOrder(by float64) sampleOrder {
	return func(n float64, k int) (float64, error) {
		order, err := theory.SampleOrder(n, k)
		return order * math.Pow(n, by), err
	}
}

// growthLimit is the second link of the claims about the order of the samples.
const growthLimit = "the local exponents of the median search time by the laws at N, to N = 10⁸ (k = 1), 10¹⁸ (k = 2), 10⁷ (k = 3) and 10⁵ (k = 4), " +
	"tend to those of the order; the gap falls as N^{−1/2}, for k = 2 as 1/log N"

// growthViolation is the error of an exponent that the second link must see, half of what is planted.
const growthViolation = 0.15

// growsAs is the second link: the median search time grows as the given order. Its gap is in powers of
//
//	k ≠ 2: N^{−1/2}, the scale of the start on which the drift is not a m^{k−1} alone;
//	k = 2: 1/log N, the law being (N/δκ)(½ log N + C(η) − log|z|) with a fixed median of |z|.
func (c growthCase) growsAs(j *props.Judge, order sampleOrder) error {
	rate := func(n float64) float64 { return 1 / math.Sqrt(n) }
	if c.K == 2 {
		rate = func(n float64) float64 { return 1 / math.Log(n) }
	}
	var accuracy float64
	rungs, err := props.Exponents(growthRungs(c.K), func(n float64) (float64, error) {
		median, within, err := c.median(int(n))
		accuracy = max(accuracy, within)
		return median, err
	}, func(n float64) (float64, error) { return order(n, c.K) }, 0)
	if err != nil {
		return err
	}
	for i := range rungs { // sizes in equal ratios
		rungs[i].Error = 2 * accuracy / math.Log(growthRungs(c.K)[1]/growthRungs(c.K)[0])
	}
	j.Tends("the exponent of the samples", rungs, rate, growthViolation)
	return nil
}

// growthRungs is the ladder of the second link.
func growthRungs(k int) []float64 {
	first := [...]float64{1: 1e3, 2: 1e8, 3: 1e2, 4: 1e2}[k]
	last := [...]float64{1: 1e8, 2: 1e18, 3: 1e7, 4: 1e5}[k]
	return props.Geometric(first, last, 6)
}

// median is the median search time at N and a bound on its relative error: the flow's from the
// median of the start for k = 1, that of the escape law for k = 2, which is closed, and that of the passage law for k ≥ 3.
func (c growthCase) median(n int) (samples, within float64, err error) {
	delta := c.at(n).Delta
	switch c.K {
	case 1:
		starts, err1 := theory.Start(n)
		start, err2 := starts.HalfQuantile(0.5)
		if err := errors.Join(err1, err2); err != nil {
			return 0, 0, err
		}
		samples, err = c.row.law.HittingTime(n, delta, start, c.Eta)
		return samples, 1e-10, err
	case 2:
		samples, err = c.row.law.SearchMedian(n, delta, c.Eta)
		return samples, props.Rounding(16, 1).Size, err
	}
	law, err := passageLaw(c.row, n, delta, theory.PassageStart{}, c.Eta, 0.55)
	if err != nil {
		return 0, 0, err
	}
	return medianWithin(law, law.Accuracy)
}
