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

// windowSequence is α' and the place of δ' in the corrected window on a ladder, and errors in the exponents of N: of α' and of the
// window's ends.
type windowSequence struct {
	name              string
	ratio             func(n float64, k int) float64
	place             float64
	sizes             []float64
	excess, low, high float64
}

// farSizes is for sequences on which the gap falls as a power of log N, nearSizes for those with a power of N.
var farSizes, nearSizes = towers(1.7, 6), towers(1.5, 5)

// towers is 10⁸ and its powers by the given one, so that log N is a geometric sequence.
func towers(power float64, count int) []float64 {
	sizes := make([]float64, count)
	for i := range sizes {
		sizes[i] = math.Pow(10, 8*math.Pow(power, float64(i)))
	}
	return sizes
}

// at is the window at N, in the units of [inModelUnits].
func (s windowSequence) at(n float64, k int) (ratio float64, w theory.StepWindow, err error) {
	ratio = s.ratio(n, k) * math.Pow(n, s.excess)
	w, err = theory.CorrectedWindow(n, k, ratio)
	return ratio, theory.StepWindow{Low: w.Low * math.Pow(n, s.low), High: w.High * math.Pow(n, s.high)}, err
}

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

// climb is the laws on each sequence of the case.
func (c recoveryCase) climb() (climbs [][]chances, err error) {
	for _, s := range c.sequences {
		climb, err := c.climbOn(s)
		if err != nil {
			return nil, err
		}
		climbs = append(climbs, climb)
	}
	return climbs, nil
}

// climbOn is the laws on a sequence. Where they have none, the trap being too deep or growth having stopped, the bound of
// [theory.SingleIndex.ReachBound] stands for the probability.
func (c recoveryCase) climbOn(s windowSequence) (climb []chances, err error) {
	k := c.row.law.Exponent
	for _, n := range s.sizes {
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
			return nil, fmt.Errorf("%s at N = %.0e: %w", s.name, n, err)
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

// certain is the second link on a sequence, with the probability tending to the given limit. It falls short of it by less
// and less.
func (c recoveryCase) certain(j *props.Judge, s windowSequence, climb []chances, limit float64) {
	part := func(what string, law, within, rate func(at chances) float64, limit float64) {
		rungs, rates := make([]props.Rung, len(climb)), map[float64]float64{}
		for i, at := range climb {
			rungs[i] = props.Rung{N: at.n, Law: law(at), Claim: limit, Error: within(at)}
			rates[at.n] = rate(at)
		}
		j.Tends(what+", "+s.name, rungs, func(n float64) float64 { return rates[n] }, recoveryUnseen)
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
		if err := recovers(c, m, j); err != nil || m[0].climbs == nil {
			return err
		}
		c.predicted(j, m)
		for i, climb := range m[0].climbs {
			c.certain(j, c.sequences[i], climb, limit)
		}
		return nil
	}
}

// recoversOn is the second link on other sequences than those of the case.
func recoversOn(sequences func(c recoveryCase) []windowSequence) props.Law[recoveryCase, []recoveryEnds] {
	return func(c recoveryCase, _ []recoveryEnds, j *props.Judge) error {
		for _, s := range sequences(c) {
			climb, err := c.climbOn(s)
			if err != nil {
				return err
			}
			c.certain(j, s, climb, 1)
		}
		return nil
	}
}

// tooFew is the last sequence of the case, if it is in the middle of the window, with N^{−0.1} times its samples.
func tooFew(c recoveryCase) []windowSequence {
	if c.sequences == nil || c.sequences[0].place != 0.5 {
		return nil
	}
	s := c.sequences[len(c.sequences)-1]
	s.excess = -0.1
	return []windowSequence{s}
}

// predicted asserts the probability of success on the first rung.
func (c recoveryCase) predicted(j *props.Judge, m []recoveryEnds) {
	e, law := m[0], c.atOnce(m[0].law)
	if len(e.last) == 0 { // nothing recovers by the law
		return
	}
	j.Share(fmt.Sprintf("P(m_M > %v) at N = %d by the law", c.Level, e.regime.N), c.successes(e), len(e.last), law.middle(), recoveryViolation,
		props.Truncation(law.width()/2, "the law at this N: runs on their way at the end, and on the other side"))
}

// chance is the span of P(m_M > level) that the laws at this N leave.
//
//	k = 1: at least [recoveryAim], the flow arrives;  k = 2: on the side of the start, the escape being over;
//	k ≥ 3: the passage law at M, and as much later as the flow takes from the level to half-way to 1; for even k less the side
//	lost, of which at most half of what has not passed is still under way.
//
// Where the drift turns on the other side the overlap rests there; it may come back, so that nothing is known from above.
func (c recoveryCase) chance(r regime) (span, error) {
	law := c.row.law
	if law.Exponent == 1 {
		return c.promised(r.N), nil
	}
	lost, within, rests := 0.0, 0.0, false
	if law.Exponent%2 == 0 {
		below, err := law.OtherRest(r.Delta, c.Level)
		if err != nil {
			return span{}, err
		}
		if lost, within, err = law.WrongSide(r.N, r.Delta, below, c.Level); err != nil {
			return span{}, err
		}
		rests = below < c.Level
	}
	steps := float64(r.steps())
	if law.Exponent == 2 {
		p, err := law.Escape(r.N, r.Delta, c.passes())
		if err != nil {
			return span{}, err
		}
		most := 1 - lost + within
		if rests {
			most = 1
		}
		return span{p.CDF(steps) - lost - within, most}, nil
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
			if err := recovers(c, changed, j); err != nil || c.sequences == nil {
				return err
			}
			c.predicted(j, changed)
			return nil
		}
	}
	return []props.Plant[recoveryCase, []recoveryEnds]{
		props.Planted("α ≫ N^{−0.1} times the threshold", recoversOn(tooFew)),
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
