package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
	"assay/theory/claim"
)

// recoveryCase is a sequence of regimes in which recovery is claimed.
type recoveryCase struct {
	Model   string   `draw:"model"`
	Level   float64  `draw:"1 − η"`
	Regimes []regime `draw:"regimes"`

	row       zooRow
	sequences []windowSequence // on which the limit is judged
}

func (c recoveryCase) String() string {
	s := fmt.Sprintf("%s, 1 − η = %v", c.Model, c.Level)
	for _, r := range c.Regimes {
		s += "; " + props.Describe(r)
	}
	return s
}

// recoveryEnds is what the runs of one regime end with: each run's last overlap; and what the laws at this N say of the
// probability of success.
type recoveryEnds struct {
	regime    regime
	last      []float64
	largest   []float64   // and the largest of each
	predicted float64     // the least that is claimed to suffice
	law       span        // the probability itself
	climbs    [][]chances // on the first rung of a ladder whose limit is judged, the laws on each sequence
}

// inModelUnits is a regime in the model's own units, in which all models with one exponent
// start alike: with a = −φ^{(k)}(0)/(k−1)! and V = V(0),
//
//	α = (V/a²) α',  δ = (2a/V) δ',
//
// so that aδα = 2α'δ' and the pull δV/2 of the projection is a δ'. Constants do not matter
// for ≪; at a given N they decide whether the ladder is inside the regime.
func inModelUnits(row zooRow, n int, alpha, delta float64) regime {
	alpha, delta = modelUnits(row, alpha, delta)
	return regime{N: n, Alpha: alpha, Delta: delta}
}

func modelUnits(row zooRow, alpha, delta float64) (float64, float64) {
	a, v := row.law.Leading(), row.law.V(0)
	return v / (a * a) * alpha, 2 * a / v * delta
}

// inWindow is the regime with α' = ratio and δ' at the given place in the window of step
// sizes, on the logarithmic scale: 0 is its lower end, ½ the middle, 1 its upper end.
func inWindow(row zooRow, n int, ratio, place float64) regime {
	w := props.Must(theory.CorrectedWindow(n, row.law.Exponent, ratio))
	return inModelUnits(row, n, ratio, math.Pow(w.Low, 1-place)*math.Pow(w.High, place))
}

// recoveryRatio is the explicit sequence α' ≫ threshold,
//
//	log N (k = 1),  (log N)² loglog N (k = 2),  N^{k−2}(log N)² loglog N (k ≥ 3).
func recoveryRatio(n float64, k int) float64 {
	if k == 1 {
		return math.Log(n)
	}
	ratio := props.Must(theory.RecoveryRatio(n, k))
	return ratio * loglog(n)
}

// recoveryAim is the explicit sequence of probabilities, tending to 1, that the laws must
// reach,
//
//	1 − 1/log N (k = 1),  1 − (log N)^{−1/2} (k ≥ 2).
//
// For k ≥ 2 the laws at N tend to 1 as slowly: the start z₀ = √N m₀ is smaller than what
// the runs can amplify, or than the noise, with a probability of a power of 1/log N.
func recoveryAim(n, k int) float64 {
	if k == 1 {
		return 1 - 1/math.Log(float64(n))
	}
	return 1 - 1/math.Sqrt(math.Log(float64(n)))
}

// recoveryFails is the error of the probability of success that runs must see beyond the first rung, for k ≥ 2.
const recoveryFails = 0.5

func recoveryLadder(row zooRow, level float64, sizes ...int) recoveryCase {
	c := recoveryCase{Model: row.name, Level: level, row: row}
	for _, n := range sizes {
		c.Regimes = append(c.Regimes, inWindow(row, n, recoveryRatio(float64(n), row.law.Exponent), 0.5))
	}
	return c
}

// noisy is V/a², the factor of the samples that the model needs.
func (c recoveryCase) noisy() float64 {
	a := c.row.law.Leading()
	return c.row.law.V(0) / (a * a)
}

// passes is how close to 1 the laws must bring the overlap, as a share of the way left, for
// a run to count: half-way from the level to 1.
func (c recoveryCase) passes() float64 { return (1 + c.Level) / 2 }

// predict is the least probability of success by the laws at N: the overlap has passed
// half-way from the level to 1 in M steps, and on the side of the start.
//
//	k = 1: the flow, from 0;  k = 2: the escape law;  k ≥ 3: the passage law at finite N.
func (c recoveryCase) predict(r regime) (float64, error) {
	law := c.row.law
	if law.Exponent == 1 {
		t, err := law.HittingTime(r.N, r.Delta, 0, c.passes())
		if err != nil || t > float64(r.steps()) {
			return 0, err
		}
		return 1, nil
	}
	if law.Exponent == 2 {
		p, err := law.Escape(r.N, r.Delta, c.passes())
		if err != nil {
			return 0, err
		}
		return p.CDF(float64(r.steps())) - p.SignLoss(), nil
	}
	p, err := law.Passage(r.N, func(float64) float64 { return r.Delta }, theory.PassageStart{}, c.passes(), (1+recoveryAim(r.N, law.Exponent))/2)
	if err != nil {
		return 0, err
	}
	lost, err := law.SignLoss(r.N, r.Delta)
	return p.CDF(float64(r.steps())) - lost - p.Accuracy, err
}

// stops is whether the drift with this step size ends below what [recoveryCase.passes] asks: the probability of success by the
// laws is 0.
func (c recoveryCase) stops(r regime) bool {
	rest, err := c.row.law.RestingOverlap(r.Delta)
	return err != nil || rest <= c.passes()
}

// measureRecovery runs each regime to its end.
func measureRecovery(l *props.Lab, c recoveryCase) ([]recoveryEnds, error) {
	ends := make([]recoveryEnds, len(c.Regimes))
	for i, r := range c.Regimes {
		if c.stops(r) {
			ends[i].regime = r // and no run: the law says enough
			if i == 0 && c.sequences != nil {
				climbs, err := c.climb()
				if err != nil {
					return nil, err
				}
				ends[i].climbs = climbs
			}
			continue
		}
		predicted, err1 := c.predict(r)
		law, err2 := c.chance(r)
		err := errors.Join(err1, err2)
		if err != nil {
			return nil, err
		}
		if i == 0 && c.sequences != nil {
			ends[i], err = c.firstEnds(l, law, r)
		} else {
			ends[i], err = c.endsOf(l, i, law, r)
		}
		if err != nil {
			return nil, err
		}
		ends[i].predicted = predicted
	}
	return ends, nil
}

// endsOf is the ends of as many runs as [recoveryFails] needs below the law.
func (c recoveryCase) endsOf(l *props.Lab, number int, law span, r regime) (recoveryEnds, error) {
	n, err := proportionRuns(l, law.least, c.fails(law))
	if err != nil {
		return recoveryEnds{}, err
	}
	ends, err := c.endsOfRuns(l, number, n, r)
	ends.law = law
	return ends, err
}

// fails is the error of the probability that runs must see: all of it but 0.05 for k = 1, where the law is a bound from below.
func (c recoveryCase) fails(law span) float64 {
	all := law.least - 0.05
	if c.row.law.Exponent == 1 {
		return all
	}
	return math.Min(recoveryFails, all)
}

// promised is the law of what is said to recover and does not.
func (c recoveryCase) promised(n int) span { return span{recoveryAim(n, c.row.law.Exponent), 1} }

// atOnce is the law of the first rung: for k = 1 the flow arrives, and nothing is left open.
func (c recoveryCase) atOnce(law span) span {
	if c.row.law.Exponent == 1 {
		return span{1, 1}
	}
	return law
}

// firstEnds is the ends of as many runs as the probability itself needs.
func (c recoveryCase) firstEnds(l *props.Lab, law span, r regime) (recoveryEnds, error) {
	n, err := c.chanceRuns(l, c.atOnce(law))
	if err != nil {
		return recoveryEnds{}, err
	}
	ends, err1 := c.endsOfRuns(l, 0, n, r)
	climbs, err2 := c.climb()
	ends.law, ends.climbs = law, climbs
	return ends, errors.Join(err1, err2)
}

func (c recoveryCase) endsOfRuns(l *props.Lab, number, n int, r regime) (recoveryEnds, error) {
	watch, err := sim.NewWatch(0.5, r.steps())
	if err != nil {
		return recoveryEnds{}, err
	}
	seen, err := r.runs(l, number, n, c.row.model, watch)
	ends := recoveryEnds{regime: r, last: make([]float64, len(seen)), largest: make([]float64, len(seen)), predicted: math.NaN()}
	for i, h := range seen {
		ends.last[i], ends.largest[i] = h.Last, h.Largest
	}
	return ends, err
}

// elsewhere is a wrong simulator: the same model at one size only, in another regime.
func elsewhere(change func(c recoveryCase) regime) func(*props.Lab, recoveryCase) ([]recoveryEnds, error) {
	return func(l *props.Lab, c recoveryCase) ([]recoveryEnds, error) {
		if noisy := c.noisy(); c.row.law.Exponent == 1 && noisy > 3 || c.row.law.Exponent > 1 && noisy > 0.7 {
			return nil, fmt.Errorf("%s: left to the cases that need fewer samples", c.Model)
		}
		r := change(c)
		ends, err := c.endsOf(l, 0, c.promised(r.N), r)
		ends.predicted = 1
		return []recoveryEnds{ends}, err
	}
}

// recovers asserts strong recovery: the probability of success by the laws at this N reaches [recoveryAim], and that of the runs
// the one by the laws; above it there is no room for an error of the size declared. The overlap is bounded, so
//
//	E|1 − m_M|^p ≤ η^p + 2^p P(m_M ≤ 1 − η):
//
// the probabilities for every η carry the moments.
func recovers(c recoveryCase, m []recoveryEnds, j *props.Judge) error {
	for _, ends := range m {
		r := ends.regime
		aim := recoveryAim(r.N, c.row.law.Exponent)
		j.AtLeast(fmt.Sprintf("P(m_M > %v) by the laws at N = %d", c.Level, r.N), ends.predicted, aim, props.Rounding(1, 1))
		if len(ends.last) > 0 {
			j.Likely(fmt.Sprintf("P(m_M > %v) at N = %d", c.Level, r.N), c.successes(ends), len(ends.last), ends.law.least, c.fails(ends.law))
		}
	}
	return nil
}

func (c recoveryCase) successes(e recoveryEnds) int {
	return tally(e.last, func(m float64) bool { return m > c.Level })
}

// recoveryRivals are wrong in the exponent of N, in the window, or in the conclusion.
func recoveryRivals() []props.Rival[recoveryCase, []recoveryEnds] {
	atMost := func(p, violation float64) props.Law[recoveryCase, []recoveryEnds] {
		return func(c recoveryCase, m []recoveryEnds, j *props.Judge) error {
			for _, ends := range m {
				j.Unlikely(fmt.Sprintf("P(m_M > %v)", c.Level), c.successes(ends), len(ends.last), p, violation)
			}
			return nil
		}
	}
	return []props.Rival[recoveryCase, []recoveryEnds]{
		{Name: "N^{k/2} samples suffice, as without noise; √N for k = 1", Measure: elsewhere(func(c recoveryCase) regime {
			r := c.Regimes[len(c.Regimes)-1]
			r.Alpha /= math.Pow(float64(r.N), math.Max(0.5, float64(c.row.law.Exponent)/2-1))
			return r
		})},
		{Name: "the step size may be of order 1", Measure: elsewhere(func(c recoveryCase) regime {
			r := c.Regimes[0]
			r.Delta = 8 * c.row.law.Leading() / c.row.law.V(0)
			return r
		})},
		{Name: "δ of order α^{−2} moves the overlap", Measure: elsewhere(func(c recoveryCase) regime {
			r := c.Regimes[0]
			r.Delta /= r.Alpha
			return r
		})},
		props.WrongLaw("no recovery: √N times more samples are needed", atMost(0.1, 0.5)),
		props.WrongLaw("m_M → ±1 like a fair coin: the side of the start is lost", func(c recoveryCase, m []recoveryEnds, j *props.Judge) error {
			for _, ends := range m {
				either := tally(ends.last, func(m float64) bool { return math.Abs(m) > c.Level })
				if either > 0 {
					j.Unlikely("P(m_M > 0 | abs m_M > 1 − η)", c.successes(ends), either, 0.5, 0.4)
				}
			}
			return nil
		}),
	}
}

// recovery is a check of strong recovery, with its second link in words.
func recovery(claim *claim.Claim, limit string, grid func(props.Tier) []recoveryCase, plants ...props.Plant[recoveryCase, []recoveryEnds]) props.Check {
	return props.Experiment[recoveryCase, []recoveryEnds]{
		Of: claim, Grid: grid, Tests: 4, Measure: measureRecovery, Law: recoversFor(1), Limit: limit,
		Rivals: recoveryRivals(), Plants: append(recoveryPlants(), plants...),
	}.Check()
}

// climbing is the case with its limit judged, on the sequence of Theorem 1.3.
func (c recoveryCase) climbing() recoveryCase {
	c.sequences = []windowSequence{{name: "α' of the runs", ratio: recoveryRatio, place: 0.5, sizes: farSizes}}
	return c
}

// recoveryRow is a row of the zoo on a ladder.
func recoveryRow(kind zooKind, level float64, sizes ...int) recoveryCase {
	row := props.Must(zooOf(kind))
	return recoveryLadder(row, level, sizes...)
}

// recoveryZoo is every row of the zoo with that exponent on one ladder.
func recoveryZoo(k int, level float64, sizes ...int) (grid []recoveryCase) {
	for _, row := range zoo() {
		if row.law.Exponent == k {
			grid = append(grid, recoveryLadder(row, level, sizes...))
		}
	}
	return grid
}

// recoveryK1 takes every model with k = 1 to N = 400, and f = x to the largest N.
func recoveryK1() props.Check {
	return recovery(theory.RecoveryK1, recoveryLimit, func(tier props.Tier) []recoveryCase {
		top := props.ByTier[[]int]{{1000, 10_000, 100_000}, {10_000, 100_000, 1_000_000}, {10_000, 100_000, 1_000_000}}.At(tier)
		return append([]recoveryCase{recoveryRow(linearNeuron, 0.85, top...).climbing()}, recoveryZoo(1, 0.5, 100, 400)...)
	})
}

// recoveryK2 takes every model with k = 2 to N = 200, and the spiked matrix to the largest N.
func recoveryK2() props.Check {
	return recovery(theory.RecoveryK2, recoveryLimit, func(tier props.Tier) []recoveryCase {
		matrix := props.Must(tensorRow(2, 1))
		top := props.ByTier[[]int]{{200, 1000, 10_000}, {1000, 10_000, 100_000}, {10_000, 100_000, 1_000_000}}.At(tier)
		return append([]recoveryCase{recoveryLadder(matrix, 0.82, top...).climbing()}, recoveryZoo(2, 0.5, 100, 200)...)
	})
}

// recoveryK3 takes the tensor to the largest N and normalised He_3, heavy-tailed, to a
// smaller one.
func recoveryK3() props.Check {
	return recovery(theory.RecoveryK3, recoveryLimit, func(tier props.Tier) []recoveryCase {
		cube := props.Must(tensorRow(3, 1))
		he3 := props.Must(normalised(3))
		return []recoveryCase{
			recoveryLadder(cube, 0.82, props.ByTier[[]int]{{16, 36, 100}, {36, 100, 300}, {100, 300, 1000}}.At(tier)...).climbing(),
			recoveryLadder(he3, 0.75, props.ByTier[[]int]{{16, 25}, {30, 60}, {60, 120, 250}}.At(tier)...),
		}
	})
}

// recoveryK4 takes the tensor, whose noise is clean, to the largest N.
func recoveryK4() props.Check {
	return recovery(theory.RecoveryK4, recoveryLimit, func(tier props.Tier) []recoveryCase {
		quartic := props.Must(tensorRow(4, 1))
		return []recoveryCase{recoveryLadder(quartic, 0.82, props.ByTier[[]int]{{10, 16, 36}, {16, 36, 64}, {36, 64, 100}}.At(tier)...).climbing()}
	})
}
