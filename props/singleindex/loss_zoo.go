package singleindex

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// zooPlace is a row of the zoo and an overlap.
type zooPlace struct {
	Model string  `draw:"model"`
	M     float64 `draw:"m"`
}

func drawZooPlace(t *rapid.T) zooPlace {
	row := rapid.SampledFrom(zoo()).Draw(t, "model")
	return zooPlace{Model: row.name, M: drawOverlap(t)}
}

// zooPlaces is every row at overlaps where the series of φ differ, the ends included.
func zooPlaces() (grid []zooPlace) {
	for _, row := range zoo() {
		for _, m := range []float64{-1, -0.7, 0, 0.3, 0.9, 1} {
			grid = append(grid, zooPlace{row.name, m})
		}
	}
	return grid
}

// zooLoss is E L by sim's quadrature of the loss, and the row.
type zooLoss struct {
	loss sim.Mean
	row  zooRow
}

// zooTolerance allows for the quadrature of the measurement and for that of the law: a
// Hermite series of 200 terms or a panel rule, rounded at the size of the loss.
func zooTolerance(m zooLoss) props.Tolerance {
	return props.Truncation(m.loss.Error, "quadrature of the loss, by two rules").Plus(props.Rounding(400, math.Abs(m.loss.Value)+1))
}

// lossZoo checks φ of every row against E L itself.
func lossZoo() props.Check {
	says := func(phi func(row zooRow, m float64) float64) props.Law[zooPlace, zooLoss] {
		return func(c zooPlace, m zooLoss, j *props.Judge) error {
			j.Equal("φ(m)", m.loss.Value, phi(m.row, c.M), zooTolerance(m))
			return nil
		}
	}
	moved := func(kind zooKind, phi func(s *theory.SingleIndex, m float64) float64) props.Law[zooPlace, zooLoss] {
		return says(func(row zooRow, m float64) float64 {
			if row.kind == kind {
				return phi(row.law, m)
			}
			return row.law.Phi(m)
		})
	}
	return props.Property[zooPlace, zooLoss]{
		Of: theory.LossZoo, Grid: zooPlaces(), Cases: props.ByTier[int]{100, 400, 4000}, Draw: drawZooPlace,
		Measure: func(c zooPlace) (zooLoss, error) {
			row, err := zooNamed(c.Model)
			if err != nil {
				return zooLoss{}, err
			}
			loss, err := sim.PopulationLoss(row.model, c.M)
			return zooLoss{loss, row}, err
		},
		Law: says(func(row zooRow, m float64) float64 { return row.law.Phi(m) }),
		Rivals: []props.Rival[zooPlace, zooLoss]{
			props.WrongLaw("online PCA without the trace: −λm²", moved(spike, func(s *theory.SingleIndex, m float64) float64 { return s.Phi(m) + 1 })),
			props.WrongLaw("tensor PCA with −λ p m^p", moved(cubicTensor, func(s *theory.SingleIndex, m float64) float64 { return 3 * s.Phi(m) })),
			props.WrongLaw("sum of tensors of one signal", moved(twoTensors, func(s *theory.SingleIndex, m float64) float64 { return -m*m - m*m*m })),
			props.WrongLaw("mixture with equal weights whatever h", moved(tiltedMixture, func(s *theory.SingleIndex, m float64) float64 {
				return (s.Phi(m) + s.Phi(-m)) / 2
			})),
			props.WrongLaw("GLM linear in m with twice the slope", moved(logistic, func(s *theory.SingleIndex, m float64) float64 {
				return 2*s.Phi(m) - s.Phi(0)
			})),
		},
		Plants: []props.Plant[zooPlace, zooLoss]{
			props.Planted("φ(m) − φ(0) × (1 + 1e-6)", says(func(row zooRow, m float64) float64 {
				return row.law.Phi(m) + 1e-6*(row.law.Phi(m)-row.law.Phi(0))
			})),
		},
	}.Check()
}

// samePlace is a case of loss/overlap-only: two points of the sphere with one overlap.
type samePlace struct {
	Model string  `draw:"model"`
	N     int     `draw:"N"`
	M     float64 `draw:"m"`
}

// twoPoints is the loss averaged over real data at two points with one overlap, in [0, 1]
// after clipping, with the population loss of theory.
type twoPoints struct {
	first, second []float64 // the standardised loss at each point, one sample each
	phi           float64   // by theory
	mean          sim.Mean  // by quadrature
}

const placeViolation = 0.12 // Kolmogorov distance of the laws of L at the two points

// lossOverlapOnly checks (1.1): at two points with one overlap, far from each other, the law
// of the loss on real data is one, and so its mean is; and that mean is φ(m). Tensor losses
// have N^p terms and are dealt in small dimensions.
func lossOverlapOnly() props.Check {
	measure := func(second func(x, theta []float64) []float64) func(*props.Lab, samePlace) (twoPoints, error) {
		return func(l *props.Lab, c samePlace) (two twoPoints, err error) {
			row, err := zooNamed(c.Model)
			if err != nil {
				return two, err
			}
			two.phi = row.law.Phi(c.M)
			if two.mean, err = sim.PopulationLoss(row.model, c.M); err != nil {
				return two, err
			}
			n, err := samplesForPlaces(l)
			if err != nil {
				return two, err
			}
			theta, x := make([]float64, c.N), make([]float64, c.N)
			theta[0], x[0], x[1] = 1, c.M, math.Sqrt((1-c.M)*(1+c.M))
			y := second(x, theta)
			at := func(point []float64, rung int) ([]float64, error) {
				return props.Batches(l, n, 256, func(lo, hi int) ([]float64, error) {
					sample, err := row.model.NewSample(theta)
					if err != nil {
						return nil, err
					}
					r, out := sim.NewRandom(l.Seed(rung, lo)), make([]float64, hi-lo)
					for i := range out {
						row.model.Draw(sample, r)
						out[i] = row.model.Loss(point, sample)
					}
					return out, nil
				})
			}
			if two.first, err = at(x, 0); err != nil {
				return two, err
			}
			two.second, err = at(y, 1)
			return two, err
		}
	}
	elsewhere := func(x, theta []float64) []float64 { // the same overlap, spread over all other axes with signs
		y := make([]float64, len(x))
		rest := math.Sqrt((1 - x[0]) * (1 + x[0]))
		for i := 2; i < len(y); i++ {
			y[i] = 1 - 2*float64(i%2)
		}
		floats.Scale(rest/floats.Norm(y, 2), y)
		y[0] = x[0]
		return y
	}
	agree := func(factor float64) props.Law[samePlace, twoPoints] {
		return func(c samePlace, m twoPoints, j *props.Judge) error {
			j.Equal("φ(m)", m.mean.Value, factor*m.phi, zooTolerance(zooLoss{loss: m.mean}))
			j.SameLaw("L(x; Y) at two points of one overlap", m.first, m.second, placeViolation)
			return nil
		}
	}
	// apart is a second point whose overlap is less by a shift.
	apart := func(shift float64) func(*props.Lab, samePlace) (twoPoints, error) {
		return measure(func(x, theta []float64) []float64 {
			y := elsewhere(x, theta)
			y[0] -= shift
			floats.Scale(1/floats.Norm(y, 2), y)
			return y
		})
	}
	return props.Experiment[samePlace, twoPoints]{
		Of: theory.LossOverlapOnly,
		Grid: func(props.Tier) (grid []samePlace) {
			for _, row := range zoo() {
				n := min(row.largestN, 12)
				if row.largestN < 100 {
					n = 5
				}
				grid = append(grid, samePlace{row.name, n, 0.6})
			}
			return grid
		},
		Tests: 1, Measure: measure(elsewhere), Law: agree(1),
		Rivals: []props.Rival[samePlace, twoPoints]{
			{Name: "depends on a second coordinate: the overlap moves by 0.4 with it", Measure: apart(0.4)},
			{Name: "depends on the length of x: a point off the sphere", Measure: measure(func(x, theta []float64) []float64 {
				return floats.ScaleTo(make([]float64, len(x)), 1.5, elsewhere(x, theta))
			})},
			props.WrongLaw("depends on abs m alone and starts at 0: φ(m) − φ(0)", func(c samePlace, m twoPoints, j *props.Judge) error {
				row, err := zooNamed(c.Model)
				if err != nil {
					return err
				}
				j.Equal("φ(m)", m.mean.Value, m.phi-row.law.Phi(0), zooTolerance(zooLoss{loss: m.mean}))
				return nil
			}),
		},
		Plants: []props.Plant[samePlace, twoPoints]{
			props.Planted("φ × (1 + 1e-6)", agree(1+1e-6)),
			{Name: "depends on a second coordinate: the overlap moves by 0.3 with it", Measure: apart(0.3)},
		},
	}.Check()
}

func samplesForPlaces(l *props.Lab) (int, error) {
	n, err := twoSampleRuns(l, placeViolation)
	if err != nil {
		return 0, fmt.Errorf("two points: %w", err)
	}
	return n, nil
}
