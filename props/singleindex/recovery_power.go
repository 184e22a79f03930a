package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/props/stat"
	"assay/sim"
	"assay/theory"
)

// powerCase is a model that starts at overlap N^{−ζ} with the step size that goes with it.
type powerCase struct {
	row   zooRow
	Zeta  float64
	Place float64 // d
	Sizes []int   // of the runs
}

func (c powerCase) String() string {
	return fmt.Sprintf("%s, zeta = %v, d = %v, eta = %v, N = %v", c.row.name, c.Zeta, c.Place, powerLevel, c.Sizes)
}

// powerLevel is η.
const powerLevel = 0.5

func (c powerCase) start(n int) float64 { return math.Pow(float64(n), -c.Zeta) }

// powerSeen is the search times of the runs beside their laws, and the laws on the ladder.
type powerSeen struct {
	times   [][]float64
	laws    []arrival
	sizes   []float64
	climbed []float64 // the flow's times
	spread  float64   // the largest of four relative variances: how far a median may be from the flow's time
}

// measurePower runs the sizes, and takes the flow to N = 10^18.
func measurePower(l *props.Lab, c powerCase) (m powerSeen, err error) {
	replicas, err := stat.QuantileSamples(props.MedianViolation, 0.5, l.Alpha/2, props.Miss)
	if err != nil {
		return m, err
	}
	for i, n := range c.Sizes {
		delta, err := c.row.law.PowerStartStep(n, c.Zeta, c.Place)
		if err != nil {
			return m, err
		}
		law, err := arrivalLaw(c.row, n, delta, c.start(n), powerLevel)
		if err != nil {
			return m, err
		}
		schedule, err := sim.NewConstant(delta)
		if err != nil {
			return m, err
		}
		seen, err := runChains(l, i, replicas, sim.ChainRun{
			Model: c.row.model, N: n, Schedule: schedule, Start: sim.At(c.start(n)),
			Watch: sim.Watch{Low: powerLevel, High: powerLevel, Unsigned: c.row.law.Exponent%2 == 0, Steps: int(law.High), Until: sim.UntilSearch},
		})
		if err != nil {
			return m, err
		}
		m.times, m.laws = append(m.times, searchTimes(seen)), append(m.laws, law)
	}
	m.sizes = props.Geometric(1e12, 1e18, 5)
	if c.row.law.Exponent == 2 { // logarithms want a long ladder
		m.sizes = props.Geometric(1e8, 1e18, 4)
	}
	for _, n := range m.sizes {
		delta, err1 := c.row.law.PowerStartStep(int(n), c.Zeta, c.Place)
		law, err2 := c.row.law.Arrival(int(n), delta, c.start(int(n)), powerLevel)
		if err := errors.Join(err1, err2); err != nil {
			return m, err
		}
		m.climbed = append(m.climbed, law.Median)
		m.spread = math.Max(m.spread, 4*law.Variance)
	}
	return m, nil
}

// rate is the order of the gap between the flow's time and its leading term. For k = 1 it is the
// piece from 0 to m₀, for k ≥ 3 the end at η and the next terms of the drift, m₀^{k−2} and
// m₀² (beside a logarithm for k = 4), of which the first counts up to k = 4; for k = 2 it is
// C(η)/log N, whatever ζ.
func (c powerCase) rate(n float64) float64 {
	switch k := c.row.law.Exponent; k {
	case 1:
		return math.Pow(n, -c.Zeta)
	case 2:
		return 1 / math.Log(n)
	default:
		return math.Pow(n, -c.Zeta*math.Min(float64(k-2), 2))
	}
}

// powerLaw is the two links of the claim: the median search time against its law at this N, and
// that law against the leading term. The term is the claimed one times factor·N^shift(k, ζ), and
// the order likewise.
func powerLaw(factor float64, shift func(k int, zeta float64) float64) props.Law[powerCase, powerSeen] {
	return func(c powerCase, m powerSeen, j *props.Judge) error {
		for i, n := range c.Sizes {
			j.Median(fmt.Sprintf("the median search time at N = %d", n), m.times[i], math.Log(m.laws[i].Median), m.laws[i].Slack)
		}
		k := c.row.law.Exponent
		at := func(n float64) (float64, error) { // the law, looked up on its ladder
			for i, size := range m.sizes {
				if size == n {
					return m.climbed[i], nil
				}
			}
			return 0, fmt.Errorf("at N = %v is not on the ladder", n)
		}
		tilt := func(n float64) float64 { return factor * math.Pow(n, shift(k, c.Zeta)) }
		constants, err1 := props.Ratios(m.sizes, at, func(n float64) (float64, error) {
			limit, err := c.row.law.PowerStartSamples(int(n), c.Zeta, c.Place, powerLevel)
			return limit * tilt(n), err
		}, m.spread)
		exponents, err2 := props.Exponents(m.sizes, at, func(n float64) (float64, error) {
			ratio, err := theory.PowerStartRatio(n, k, c.Zeta)
			return n * ratio * tilt(n), err
		}, m.spread)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		j.Tends(fmt.Sprintf("the logarithm of the search time, k = %d", k), constants, c.rate, 0.1)
		j.Tends(fmt.Sprintf("the exponent of the search time, k = %d", k), exponents, c.rate, 0.15)
		return nil
	}
}

// recoveryPowerStart checks how the thresholds move with the start.
func recoveryPowerStart() props.Check {
	still := func(int, float64) float64 { return 0 }
	by := func(b float64) func(int, float64) float64 { return func(int, float64) float64 { return b } }
	hard := func(k int) float64 { return math.Max(0, float64(k-2)) }
	return props.Experiment[powerCase, powerSeen]{
		Of: theory.RecoveryPowerStart, Grid: powerGrid, Tests: 2, Measure: measurePower, Law: powerLaw(1, still),
		Limit: "the search time of the flow, at N = 10^12 to 10^18 (k = 2: from 10^8), over its leading term and in its exponent; the gaps fall as N^{−ζ} for k = 1 and 3, N^{−2ζ} for k = 4 and 1/log N for k = 2",
		Rivals: []props.Rival[powerCase, powerSeen]{
			props.WrongLaw("the thresholds do not move: N^{k−1}", powerLaw(1, func(k int, zeta float64) float64 { return (1 - 2*zeta) * hard(k) })),
			props.WrongLaw("N^{1+ζ(k−2)}, as without noise", powerLaw(1, func(k int, zeta float64) float64 { return -zeta * hard(k) })),
			props.WrongLaw("linear, as from m₀ of order 1", powerLaw(1, func(k int, zeta float64) float64 { return -2 * zeta * hard(k) })),
			{Name: "(N/2δκ) log N whatever ζ", Law: func(c powerCase, m powerSeen, j *props.Judge) error {
				return powerLaw(0.5/c.Zeta, still)(c, m, j)
			}},
			{Name: "no pull of the projection", Law: func(c powerCase, m powerSeen, j *props.Judge) error {
				free := 1 - c.Place // of 1/d(1−d), and of −log(1−d)/d² to first order
				if c.row.law.Exponent > 2 {
					free = -c.Place / math.Log1p(-c.Place)
				}
				return powerLaw(free, still)(c, m, j)
			}},
		},
		Plants: []props.Plant[powerCase, powerSeen]{
			props.Planted("the search time × 1.2", powerLaw(1.2, still)),
			props.Planted("the search time × .8", powerLaw(0.8, still)),
			props.Planted("its exponent + .3", powerLaw(1, by(0.3))),
			props.Planted("its exponent − .3", powerLaw(1, by(-0.3))),
		},
	}.Check()
}

// powerGrid is an exponent a row. The sizes are such that noise leaves the flow's time a law.
func powerGrid(tier props.Tier) (grid []powerCase) {
	add := func(row zooRow, zeta, place float64, sizes ...int) {
		for i := range sizes {
			sizes[i] *= props.ByTier[int]{1, 2, 4}.At(tier)
		}
		grid = append(grid, powerCase{row, zeta, place, sizes})
	}
	linear := props.Must(monomialRow(1, 0.5))
	add(linear, 0.2, 0.35, 100, 1000)
	matrix := props.Must(tensorRow(2, 1))
	add(matrix, 0.2, 0.35, 100, 1000)
	add(matrix, 0.3, 0.7, 400, 1600)
	cube := props.Must(tensorRow(3, 2))
	add(cube, 0.2, 0.7, 400, 1600)
	add(cube, 0.35, 0.7, 100, 400)
	add(cube, 0.35, 0.35, 100, 400)
	quartic := props.Must(tensorRow(4, 2))
	add(quartic, 0.35, 0.7, 100, 200)
	return grid
}
