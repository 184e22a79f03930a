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
const recoveryLimit = "by the laws on the sequence of the runs, six N from 10⁸ to 10¹¹³: P(abs m_M > 1 − η_N) → 1, the side lost → 0 and η_N → 0, so that P(m_M > 1 − η_N) → 1 and " +
	"E|1 − m_M| ≤ η_N + 2P(m_M ≤ 1 − η_N) → 0; the first gap falls as (αδ N^{−(k−2)/2})^{−1/(k−2)} (k ≥ 3) and at once for k ≤ 2, the second as (δN^{(k−2)/2})^{1/k}"

// chances is the laws on a sequence at one N.
type chances struct {
	n, level float64 // 1 − η_N
	theory.Recovery
	slow, loses, shy float64 // the rates at which 1 − P(arrived), the side lost and η_N tend to 0
}

// rising is the level 1 − η_N, m* the overlap at which SGD rests with this step size, 0 where the drift is nowhere positive:
//
//	η_N = 2(1 − m*) + ½(log N)^{−2} → 0.
func (c recoveryCase) rising(n, delta float64) float64 {
	rest, err := c.row.law.RestingOverlap(delta)
	if err != nil {
		rest = 0
	}
	return 1 - 2*(1-rest) - 0.5/math.Pow(math.Log(n), 2)
}

// climb is the laws on a sequence along the ladder of the second link. Where they have none, the trap being too deep or growth
// having stopped, the bound of [theory.SingleIndex.ReachBound] stands for the probability.
func (c recoveryCase) climb(s windowSequence) (climb []chances, err error) {
	k := c.row.law.Exponent
	for n := 1e8; n < 1e120; n = math.Pow(n, 1.7) {
		ratio, w, err1 := s.at(n, k)
		step := math.Pow(w.Low, 1-s.place) * math.Pow(w.High, s.place)
		alpha, delta := modelUnits(c.row, ratio, step)
		at := chances{n: n, level: c.rising(n, delta)}
		var err2 error
		if at.level > 0 { // below there is nothing to recover
			var law error
			if at.Recovery, law = c.row.law.RecoveryChance(n, alpha, delta, at.level); law != nil {
				at.Recovery = theory.Recovery{}
				at.Arrived, at.Within, err2 = c.row.law.ReachBound(n, alpha, delta, at.level)
			}
		}
		if err := errors.Join(err1, err2); err != nil {
			return nil, fmt.Errorf("at N = %.0e: %w", n, err)
		}
		// A start z₀^{k−2} below N^{(k−2)/2}/α'δ' is too small; the noise takes the side of one below (δ' N^{(k−2)/2})^{1/k}; the
		// overlap rests of order δ' below 1.
		power := math.Pow(n, float64(k-2)/2)
		at.slow, at.loses, at.shy = step, math.Pow(step*power, 1/float64(k)), step
		if k >= 3 {
			at.slow, at.shy = math.Pow(ratio*step/power, -1/float64(k-2)), math.Pow(math.Log(n), -2)
		}
		climb = append(climb, at)
	}
	return climb, nil
}

// certain is the second link, with the probability tending to the given limit. It falls short of it by less and less.
func (c recoveryCase) certain(j *props.Judge, climb []chances, limit float64) {
	part := func(what string, law, within, rate func(at chances) float64, limit float64) {
		rungs, rates := make([]props.Rung, len(climb)), map[float64]float64{}
		for i, at := range climb {
			rungs[i] = props.Rung{N: at.n, Law: law(at), Claim: limit, Error: within(at)}
			rates[at.n] = rate(at)
		}
		j.Tends(what, rungs, func(n float64) float64 { return rates[n] }, recoveryUnseen)
	}
	for i, at := range climb[1:] {
		before := climb[i]
		j.AtLeast(fmt.Sprintf("P(m_M > 1 − η_N) at N = %.0e against N = %.0e", at.n, before.n), at.Chance(), before.Chance(), props.Truncation(2*(before.Within+at.Within), "grids of the law"))
	}
	within := func(at chances) float64 { return at.Within }
	part("P(abs m_M > 1 − η_N)", func(at chances) float64 { return at.Arrived }, within, func(at chances) float64 { return at.slow }, limit)
	if c.row.law.Exponent%2 == 0 {
		part("P(the side of the start is lost)", func(at chances) float64 { return at.Lost }, within, func(at chances) float64 { return at.loses }, 0)
	}
	part("η_N", func(at chances) float64 { return 1 - at.level }, func(chances) float64 { return 0 }, func(at chances) float64 { return at.shy }, 0)
}

// recoveryUnseen is the error of each of the three limits that must not pass unseen.
const recoveryUnseen = 0.05

// recoversFor is the claim with the given limit of the probability. First link: [recovers],
// and on the first rung of the ladder the probability itself, two-sided. Second link: [recoveryCase.certain].
func recoversFor(limit float64) props.Law[recoveryCase, []recoveryEnds] {
	return func(c recoveryCase, m []recoveryEnds, j *props.Judge) error {
		if err := recovers(c, m, j); err != nil || m[0].climb == nil {
			return err
		}
		c.predicted(j, m)
		c.certain(j, m[0].climb, limit)
		return nil
	}
}

// recoversOn is the second link on a sequence with an error in it.
func recoversOn(change func(s *windowSequence)) props.Law[recoveryCase, []recoveryEnds] {
	return func(c recoveryCase, _ []recoveryEnds, j *props.Judge) error {
		if !c.climbs {
			return nil
		}
		s := c.sequence
		change(&s)
		climb, err := c.climb(s)
		if err == nil {
			c.certain(j, climb, 1)
		}
		return err
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
		props.Planted("α ≫ N^{−0.1} times the threshold", recoversOn(func(s *windowSequence) { s.excess = -0.1 })),
		props.Planted("P(m_M > 1 − η) → 0.9", recoversFor(0.9)),
		props.Planted("runs whose overlap is capped at 0.8", seen(func(_ int, m float64) float64 { return math.Min(m, 0.8) })),
		props.Planted("35 of 100 runs made to fail", seen(func(r int, m float64) float64 {
			if r%20 < 7 {
				return 0
			}
			return m
		})),
	}
}
