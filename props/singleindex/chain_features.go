package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// featureCase is a model whose features are independent entries with two values.
type featureCase struct {
	row   zooRow
	N     int
	Upper float64 // probability of the upper value; ½ is Rademacher's law
	Rate  float64 // δ′, see inModelUnits
}

func (c featureCase) String() string {
	return fmt.Sprintf("%s, N = %d, two values of probability %v and %v, delta' = %v, eta = %v", c.row.name, c.N, c.Upper, 1-c.Upper, c.Rate, featureLevel)
}

const (
	featureLevel     = 0.5
	featureViolation = 0.2 // the Kolmogorov distance that is seen for certain
)

// featureSeen is the exit times of both, and how far apart the laws put them: here, and on the ladder.
type featureSeen struct {
	exits
	apart   float64
	climbed []float64
}

// featureSizes is the ladder that the distance of the laws climbs.
var featureSizes = props.Geometric(1e4, 1e16, 6)

// measureFeatures compares vectors with features of the given law with the Gaussian chain.
func measureFeatures(law func(c featureCase) (sim.Features, error)) func(*props.Lab, featureCase) (featureSeen, error) {
	return func(l *props.Lab, c featureCase) (m featureSeen, err error) {
		features, err := law(c)
		if err != nil {
			return m, err
		}
		two, err := sim.NewTwoPoint(c.Upper)
		if err != nil {
			return m, err
		}
		r := inModelUnits(c.row, c.N, 1, c.Rate)
		if m.apart, err = c.row.law.FeatureDistance(c.N, two.ExcessKurtosis(), r.Delta, featureLevel); err != nil {
			return m, err
		}
		for _, n := range featureSizes {
			d, err := c.row.law.FeatureDistance(int(n), two.ExcessKurtosis(), r.Delta, featureLevel)
			if err != nil {
				return m, err
			}
			m.climbed = append(m.climbed, d)
		}
		n, err := twoSampleRuns(l, featureViolation-m.apart)
		if err != nil {
			return m, err
		}
		watch, err := c.watch(r.Delta)
		if err != nil {
			return m, err
		}
		if m.vectors, err = c.vectors(l, r.Delta, features, watch, n); err != nil {
			return m, err
		}
		seen, err := r.runs(l, 1, n, c.row.model, watch)
		m.chain = searchTimes(seen)
		return m, err
	}
}

// watch follows |m| where φ is even, for twice as long as half of the exits take: what comes
// later is never.
func (c featureCase) watch(delta float64) (sim.Watch, error) {
	median, err := c.row.law.SearchMedian(c.N, delta, featureLevel)
	return sim.Watch{Low: featureLevel, High: featureLevel, Unsigned: c.row.law.Exponent == 2, Steps: int(2 * median), Until: sim.UntilSearch}, err
}

// vectors is the exit times of SGD from uniform starts, towards a flat target.
func (c featureCase) vectors(l *props.Lab, delta float64, features sim.Features, watch sim.Watch, n int) ([]float64, error) {
	schedule, err := sim.NewConstant(delta)
	if err != nil {
		return nil, err
	}
	return props.Batches(l, n, 64, func(lo, hi int) ([]float64, error) {
		theta, x, out := make([]float64, c.N), make([]float64, c.N), make([]float64, hi-lo)
		for i := range theta {
			theta[i] = 1 / math.Sqrt(float64(c.N))
		}
		for i := range out {
			r := sim.NewRandom(l.Seed(0, lo+i))
			if err := sim.UniformHalfSphere(x, theta, r); err != nil {
				return nil, err
			}
			g, err := sim.NewFeatureSGD(c.row.model, features, theta, x)
			if err != nil {
				return nil, err
			}
			h, err := watch.Follow(l.Context(), g, r, schedule)
			if err != nil {
				return nil, err
			}
			out[i] = h.SearchTime()
		}
		return out, nil
	})
}

// wrongFeatures is vectors that are not what the claim supposes, in the row of linear
// regression with Rademacher's law.
func wrongFeatures(law func(c featureCase) (sim.Features, error)) func(*props.Lab, featureCase) (featureSeen, error) {
	return func(l *props.Lab, c featureCase) (featureSeen, error) {
		if c.row.law.Exponent != 1 || c.Upper != 0.5 {
			return featureSeen{}, errors.New("left to linear regression with Rademacher's law")
		}
		return measureFeatures(law)(l, c)
	}
}

// lengthened is a law of features times a random factor, one for all entries of a vector.
type lengthened struct {
	sim.Features
	factor func(r *sim.Random) float64
}

func (s lengthened) Fill(dst []float64, r *sim.Random) {
	s.Features.Fill(dst, r)
	f := s.factor(r)
	for i := range dst {
		dst[i] *= f
	}
}

func twoPoint(c featureCase) (sim.Features, error) { return sim.NewTwoPoint(c.Upper) }

// scaledFeatures has features of the variance v.
func scaledFeatures(v float64) func(c featureCase) (sim.Features, error) {
	return func(c featureCase) (sim.Features, error) {
		two, err := twoPoint(c)
		return lengthened{two, func(*sim.Random) float64 { return math.Sqrt(v) }}, err
	}
}

// commonLength has features that are uncorrelated, of variance 1, and not independent: one
// vector in ten is √10 times as long, the others are 0.
func commonLength(c featureCase) (sim.Features, error) {
	two, err := twoPoint(c)
	return lengthened{two, func(r *sim.Random) float64 {
		if r.Uniform() < 0.1 {
			return math.Sqrt(10)
		}
		return 0
	}}, err
}

// featureLaw is the two links: the exit times against those of Gaussian features, which the law
// puts no further away than apart, and that distance against its order, times N^shift.
func featureLaw(shift func(k int) float64) props.Law[featureCase, featureSeen] {
	return func(c featureCase, m featureSeen, j *props.Judge) error {
		k := c.row.law.Exponent
		j.SameLaw(fmt.Sprintf("exit times of vectors and of the Gaussian chain at N = %d", c.N), m.vectors, m.chain, featureViolation,
			props.Truncation(m.apart, "distance of the two laws at this N, from the fourth moments"))
		i := -1
		rungs, err := props.Exponents(featureSizes, func(float64) (float64, error) { i++; return m.climbed[i], nil },
			func(n float64) (float64, error) {
				order, err := theory.FeatureOrder(n, k)
				return order * math.Pow(n, shift(k)), err
			}, 1e-6)
		if err != nil {
			return err
		}
		rate := func(n float64) float64 { return 1 / math.Sqrt(n) } // terms in 1/N of the mean step
		if k == 2 {
			rate = func(n float64) float64 { return 1 / math.Log(n) } // (log N + c)/N
		}
		j.Tends(fmt.Sprintf("the exponent of the distance of the two laws, k = %d", k), rungs, rate, 0.15)
		return nil
	}
}

// chainNonGaussian checks that features need not be Gaussian.
func chainNonGaussian() props.Check {
	by := func(b float64) func(int) float64 { return func(int) float64 { return b } }
	return props.Experiment[featureCase, featureSeen]{
		Of: theory.ChainNonGaussian, Grid: featureGrid, Tests: 1, Measure: measureFeatures(twoPoint), Law: featureLaw(by(0)),
		Limit: "the distance of the two exit laws, at N = 10^4 to 10^16, in its exponent; the gap falls as N^{−1/2} for k = 1 and 1/log N for k = 2",
		Rivals: []props.Rival[featureCase, featureSeen]{
			{Name: "uncorrelated features suffice: one common length", Measure: wrongFeatures(commonLength)},
			{Name: "the variance of the features does not matter", Measure: wrongFeatures(scaledFeatures(2))},
			{Name: "any law of the features, even one with N: one entry in N is not small", Measure: wrongFeatures(func(c featureCase) (sim.Features, error) {
				return sim.NewTwoPoint(0.5 / float64(c.N))
			})},
			props.WrongLaw("a distance that stays", featureLaw(func(k int) float64 { return float64(k) / 2 })),
			props.WrongLaw("a distance of order 1/N for k = 1 and N^{−1/2} for k = 2", featureLaw(func(k int) float64 { return float64(k) - 1.5 })),
		},
		Plants: []props.Plant[featureCase, featureSeen]{
			props.Planted("the exponent of the distance + .3", featureLaw(by(0.3))),
			props.Planted("the exponent of the distance − .3", featureLaw(by(-0.3))),
			{Name: "features of variance 1.5 in the simulator", Measure: wrongFeatures(scaledFeatures(1.5))},
		},
	}.Check()
}

// featureGrid is linear regression and online PCA with ±1, and with a skew law of kurtosis above Gauss's.
func featureGrid(tier props.Tier) (grid []featureCase) {
	n := props.ByTier[int]{100, 200, 400}.At(tier)
	linear := props.Must(linkRow("linear regression", linearGLM))
	pca := props.Must(onlinePCARow(1.5))
	for _, upper := range []float64{0.5, 0.1} {
		grid = append(grid, featureCase{linear, n, upper, 1}, featureCase{pca, n, upper, 0.25})
	}
	return grid
}
