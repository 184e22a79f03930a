package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/props/stat"
	"assay/theory"
)

// recoveryViolation is the error of the probability of success that the first rung of a ladder must see, as
// when a third of the runs fail that should not.
const recoveryViolation = 0.3

// recoveryLimit is the second link in words.
const recoveryLimit = "by the laws on the sequence of the runs, six N from 10⁸ to 10¹¹³: P(m_M > 1 − η_N) → 1 and E|1 − m_M| ≤ η_N + 2P(m_M ≤ 1 − η_N) → 0 with η_N → 0; " +
	"the gap falls as δ (k = 1), δ^{1/2} (k = 2) and (αδ N^{−(k−2)/2})^{−1/(k−2)} (k ≥ 3)"

// rising is the level 1 − η_N, m* the overlap at which SGD rests with this step size:
//
//	η_N = 2(1 − m*) + ½(log N)^{−2} → 0.
func (c recoveryCase) rising(n, delta float64) (float64, error) {
	rest, err := c.row.law.RestingOverlap(delta)
	return 1 - 2*(1-rest) - 0.5/math.Pow(math.Log(n), 2), err
}

// certain is the second link, with N^excess times the samples and with the probability tending to the given limit.
// It falls short of it by less and less.
func (c recoveryCase) certain(j *props.Judge, excess, limit float64) error {
	k := c.row.law.Exponent
	var chance, moment []props.Rung
	for n := 1e8; n < 1e120; n = math.Pow(n, 1.7) {
		alpha, delta, err1 := windowAt(c.row, n, recoveryRatio(n, k)*math.Pow(n, excess), 0.5)
		level, err2 := c.rising(n, delta)
		p, within, err3 := 0.0, 0.0, error(nil)
		if level > 0 { // below there is nothing to recover
			p, within, err3 = c.row.law.RecoveryChance(n, alpha, delta, level)
		}
		if err := errors.Join(err1, err2, err3); err != nil {
			j.Undecided("N = %.0e: %v", n, err)
			return nil
		}
		if before := len(chance) - 1; before >= 0 {
			j.AtLeast(fmt.Sprintf("P(m_M > 1 − η_N) at N = %.0e against N = %.0e", n, chance[before].N), p, chance[before].Law, props.Truncation(chance[before].Error+within, "grids of the law"))
		}
		chance = append(chance, props.Rung{N: n, Law: p, Claim: limit, Error: within})
		moment = append(moment, props.Rung{N: n, Law: 1 - level + 2*(1-p), Claim: 2 * (1 - limit), Error: 2 * within})
	}
	// In the units of the model, with A = α'/N^{k−2} and the step in the middle of its window, δ' N^{(k−2)/2} = A^{−3/4}
	// (k ≥ 3) or (log N)^{1/2} A^{−3/4} (k = 2), A^{−3/4} (k = 1):
	// the overlap rests δ' below 1; the noise takes the side of the start with a probability of order δ'^{1/2} (k = 2);
	// a start z₀^{k−2} below N^{(k−2)/2}/α'δ' is too small (k ≥ 3).
	rate := func(n float64) float64 {
		a := recoveryRatio(n, k) / math.Pow(n, math.Max(0, float64(k-2)))
		switch k {
		case 1:
			return math.Pow(a, -0.75)
		case 2:
			return math.Sqrt(math.Sqrt(math.Log(n)) * math.Pow(a, -0.75))
		}
		return math.Pow(a, -0.25/float64(k-2))
	}
	j.Tends("P(m_M > 1 − η_N)", chance, rate, 0.05)
	j.Tends("the bound of E|1 − m_M|", moment, rate, 0.1)
	return nil
}

// recoversFor is the claim with N^excess times the samples and with the given limit of the probability. First link: [recovers],
// and on the first rung of the ladder the probability itself, two-sided. Second link: [recoveryCase.certain].
func recoversFor(excess, limit float64) props.Law[recoveryCase, []recoveryEnds] {
	return func(c recoveryCase, m []recoveryEnds, j *props.Judge) error {
		if err := recovers(c, m, j); err != nil || !c.climbs {
			return err
		}
		c.predicted(j, m)
		return c.certain(j, excess, limit)
	}
}

// predicted asserts the probability of success on the first rung.
func (c recoveryCase) predicted(j *props.Judge, m []recoveryEnds) {
	e := m[0]
	j.Share(fmt.Sprintf("P(m_M > %v) at N = %d by the law", c.Level, e.regime.N), c.successes(e), len(e.last), e.law.middle(), recoveryViolation,
		props.Truncation(e.law.width()/2, "the law at this N: runs on their way at the end, and on the other side"))
}

// chance is the span of P(m_M > level) that the laws at this N leave.
//
//	k = 1: 1, the flow arrives;  k = 2: on the side of the start, the escape being over;
//	k ≥ 3: the passage law at M, and as much later as the flow takes from the level to half-way to 1; for even k less the side
//	lost, of which at most half of what has not passed is still under way.
func (c recoveryCase) chance(r regime) (span, error) {
	law := c.row.law
	if law.Exponent == 1 {
		return span{1, 1}, nil
	}
	lost, within := 0.0, 0.0
	if law.Exponent%2 == 0 {
		var err error
		if lost, within, err = law.WrongSide(r.N, r.Delta, c.Level); err != nil {
			return span{}, err
		}
	}
	steps := float64(r.steps())
	if law.Exponent == 2 {
		p, err := law.Escape(r.N, r.Delta, c.passes())
		if err != nil {
			return span{}, err
		}
		return span{p.CDF(steps) - lost - within, 1 - lost + within}, nil
	}
	p, err1 := passageLaw(c.row, r.N, r.Delta, theory.PassageStart{}, c.passes(), 0.97)
	back, err2 := law.HittingTime(r.N, r.Delta, c.Level, c.passes())
	if err := errors.Join(err1, err2); err != nil {
		return span{}, err
	}
	slack, err := passageSlack(c.row, r.N, r.Delta, c.passes(), p)
	before, after := p.CDF(steps), p.CDF(steps+2*back)
	return span{before - lost - within - slack, math.Min(1, after+slack) - math.Max(0, lost-within-(1-before)/2)}, err
}

// chanceRuns is how many runs see a violation of the probability beside what the law leaves open.
func (c recoveryCase) chanceRuns(l *props.Lab, law span) (int, error) {
	return stat.MeanSamples(recoveryViolation-law.width()/2, 1, l.Alpha, props.Miss, stat.TwoSided)
}

// recoveryPlants are errors in the claim: in its exponent, where one downwards makes it false, in the limit of the
// probability, and in runs that stop short or fail.
func recoveryPlants() []props.Plant[recoveryCase, []recoveryEnds] {
	seen := func(change func(i int, m float64) float64) props.Law[recoveryCase, []recoveryEnds] {
		return func(c recoveryCase, m []recoveryEnds, j *props.Judge) error {
			changed := make([]recoveryEnds, len(m))
			for i, e := range m {
				changed[i] = e
				changed[i].last = make([]float64, len(e.last))
				for r, last := range e.last {
					changed[i].last[r] = change(r, last)
				}
			}
			if err := recovers(c, changed, j); err != nil || !c.climbs {
				return err
			}
			c.predicted(j, changed)
			return nil
		}
	}
	return []props.Plant[recoveryCase, []recoveryEnds]{
		props.Planted("α ≫ N^{−0.1} times the threshold", recoversFor(-0.1, 1)),
		props.Planted("P(m_M > 1 − η) → 0.9", recoversFor(0, 0.9)),
		props.Planted("runs whose overlap is capped at 0.8", seen(func(_ int, m float64) float64 { return math.Min(m, 0.8) })),
		props.Planted("35 of 100 runs made to fail", seen(func(r int, m float64) float64 {
			if r%20 < 7 {
				return 0
			}
			return m
		})),
	}
}
