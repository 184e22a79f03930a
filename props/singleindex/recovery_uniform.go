package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// uniformCase is a model in the regime of recovery, started at several overlaps.
type uniformCase struct {
	row    zooRow
	N      int
	Starts []float64 // z₀ = √N m₀; the first is the least, γ
}

func (c uniformCase) String() string {
	return fmt.Sprintf("%s, N = %d, sqrt(N) m_0 = %v, eta = %v", c.row.name, c.N, c.Starts, uniformLevel)
}

const (
	uniformLevel     = 0.5
	uniformViolation = 0.35 // of a distribution function
)

// at is the regime at N: α' the threshold times log N, δ' in the middle of the corrected window.
func (c uniformCase) at(n float64) (steps, delta float64, err error) {
	k := c.row.law.Exponent
	ratio, err1 := theory.RecoveryRatio(n, k)
	ratio *= math.Log(n)
	window, err2 := theory.CorrectedWindow(n, k, ratio)
	a, v := c.row.law.Leading(), c.row.law.V(0)
	return v / (a * a) * ratio * n, 2 * a / v * math.Sqrt(window.Low*window.High), errors.Join(err1, err2)
}

// uniformRun is what was seen from one start, and its law.
type uniformRun struct {
	times     []float64
	steps     float64 // M
	law       *theory.Passage
	cap       float64
	slack     float64
	shortfall float64 // what the bound allows of failures
}

// uniformSeen is the runs from each start, and the bound on failures from the least along the ladder.
type uniformSeen struct {
	runs    []uniformRun
	climbed []theory.Shortfall
	steps   []float64 // M
}

// uniformSizes is that ladder.
var uniformSizes = []float64{1e20, 1e32, 1e48, 1e72, 1e96}

func measureUniform(l *props.Lab, c uniformCase) (m uniformSeen, err error) {
	if m.runs, err = c.measure(l, 1); err != nil {
		return m, err
	}
	for _, n := range uniformSizes {
		steps, delta, err1 := c.at(n)
		bound, err2 := c.row.law.Shortfall(n, delta, c.Starts[0]/math.Sqrt(n), uniformLevel)
		if err := errors.Join(err1, err2); err != nil {
			return m, err
		}
		m.climbed, m.steps = append(m.climbed, bound), append(m.steps, steps)
	}
	return m, nil
}

// measure runs every start, moved by a factor, beside its law as it stands.
func (c uniformCase) measure(l *props.Lab, factor float64) (runs []uniformRun, err error) {
	replicas, err := props.KolmogorovRuns(l, 0.8*uniformViolation) // a fifth is left for finite N
	if err != nil {
		return nil, err
	}
	n := float64(c.N)
	steps, delta, err := c.at(n)
	if err != nil {
		return nil, err
	}
	schedule, err := sim.NewConstant(delta)
	if err != nil {
		return nil, err
	}
	for i, z := range c.Starts {
		m0, r := z/math.Sqrt(n), uniformRun{steps: math.Round(steps)}
		if r.law, err = passageLaw(c.row, c.N, delta, theory.PassageStart{At: m0}, uniformLevel, 0.95); err != nil {
			return nil, err
		}
		latest, err1 := r.law.Quantile(0.9)
		slack, err2 := passageSlack(c.row, c.N, delta, uniformLevel, r.law)
		bound, err3 := c.row.law.Shortfall(n, delta, m0, uniformLevel)
		if err := errors.Join(err1, err2, err3); err != nil {
			return nil, err
		}
		r.cap, r.slack, r.shortfall = math.Min(latest, r.steps), slack, bound.Within(r.steps)
		seen, err := runChains(l, i, replicas, sim.ChainRun{
			Model: c.row.model, N: c.N, Schedule: schedule, Start: sim.At(factor * m0),
			Watch: sim.Watch{Low: uniformLevel, High: uniformLevel, Unsigned: c.row.law.Exponent%2 == 0, Steps: int(r.steps), Until: sim.UntilSearch},
		})
		if err != nil {
			return nil, err
		}
		r.times = searchTimes(seen)
		runs = append(runs, r)
	}
	return runs, nil
}

// uniformAtN is the first link: the search times from each start against their law at this N, with
// as many successes as the bound has.
func uniformAtN(c uniformCase, m uniformSeen, j *props.Judge) error {
	for i, r := range m.runs {
		from := fmt.Sprintf("from √N m₀ = %v at N = %d", c.Starts[i], c.N)
		j.Passages("the search times "+from, r.times, r.cap, r.law.CDF, r.slack, uniformViolation)
		within := tally(r.times, func(t float64) bool { return t <= r.steps })
		j.Likely("P(τ ≤ M) "+from, within, len(r.times), 1-r.shortfall, uniformViolation)
	}
	return nil
}

// uniformTends is the second link: the bound from the least start along the ladder, with N^excess
// times the samples, against a limit.
func uniformTends(limit, excess float64) props.Law[uniformCase, uniformSeen] {
	return func(c uniformCase, m uniformSeen, j *props.Judge) error {
		rungs := make([]props.Rung, len(m.climbed))
		for i, n := range uniformSizes {
			fails := m.climbed[i].Within(m.steps[i] * math.Pow(n, excess))
			rungs[i] = props.Rung{N: n, Law: 1 - fails, Claim: limit, Error: 1e-6 * fails} // the trapezoidal rule on cells of 1/2048 in arsinh(√N m): 2048⁻²/12, times a curvature of order 10
		}
		j.Tends(fmt.Sprintf("the least probability of recovery, k = %d", c.row.law.Exponent), rungs, uniformRate, 0.1)
		return nil
	}
}

// uniformRate is a quarter power of 1/log N: with α' = threshold·log N and δ' in the middle of the window
// αδ over the flow's time in units of N is of order (log N)^{1/4} for k ≤ 2 and (log N)^{3/4} for k = 3;
// what else there is, C(η)/log N and δ' or √N δ', are whole powers of it.
func uniformRate(n float64) float64 { return math.Pow(math.Log(n), -0.25) }

// recoveryUniformStarts checks that the least start recovers, and the others with it.
func recoveryUniformStarts() props.Check {
	says := func(limit, excess float64) props.Law[uniformCase, uniformSeen] {
		return props.All(uniformAtN, uniformTends(limit, excess))
	}
	from := func(factor float64) func(*props.Lab, uniformCase) (uniformSeen, error) {
		return func(l *props.Lab, c uniformCase) (m uniformSeen, err error) {
			if c.row.law.Exponent != 2 {
				return m, errors.New("left to k = 2")
			}
			if m, err = measureUniform(l, c); err == nil {
				m.runs, err = c.measure(l, factor)
			}
			return m, err
		}
	}
	return props.Experiment[uniformCase, uniformSeen]{
		Of: theory.RecoveryUniformStarts, Grid: uniformGrid, Tests: 4, Measure: measureUniform, Law: says(1, 0),
		Limit: "a lower bound on P(τ_η ≤ M) from the least start, N = 10²⁰ to 10⁹⁶, tends to 1 in powers of (log N)^{−1/4}",
		Rivals: []props.Rival[uniformCase, uniformSeen]{
			{Name: "the start does not matter: all from next to the equator", Measure: from(1e-3)},
			{Name: "the start does not matter: all from three times the start", Measure: from(3)},
			props.WrongLaw("√N times fewer samples do", says(1, -0.5)),
			props.WrongLaw("recovery with probability ½", says(0.5, 0)),
		},
		Plants: []props.Plant[uniformCase, uniformSeen]{
			props.Planted("the probability capped at .9", says(0.9, 0)),
			props.Planted("samples × N^{−.3}", says(1, -0.3)),
			{Name: "the simulator starts at half of m₀", Measure: from(0.5)},
		},
	}.Check()
}

// uniformGrid is an exponent a row, from γ = ½, for k = 3 from 1, in every tier at one N: at larger ones
// the laws from one start are too narrow for the grids of their equation.
func uniformGrid(props.Tier) (grid []uniformCase) {
	add := func(row zooRow, n int, starts ...float64) {
		grid = append(grid, uniformCase{row, n, starts})
	}
	linear := props.Must(monomialRow(1, 0.5))
	add(linear, 30, 0.5, 1)
	matrix := props.Must(tensorRow(2, 1))
	add(matrix, 100, 0.5, 2)
	cube := props.Must(tensorRow(3, 1))
	add(cube, 50, 1, 2)
	return grid
}
