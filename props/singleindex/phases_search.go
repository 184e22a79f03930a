package singleindex

import (
	"fmt"
	"math"

	"assay/props"
	"assay/theory"
)

// searchOrder is N α_c: N log N for k = 2 and N^{k−1} for k ≥ 3.
func searchOrder(c phaseCase, n float64) (float64, error) {
	alpha, err := theory.CriticalRatio(int(n), c.row.law.Exponent)
	return n * alpha, err
}

// medianLevel is C N α_c, C being the constant of the median on the first rung that is run.
func medianLevel(c phaseCase, rungs []phaseRung, n float64) (float64, error) {
	first := rungs[0]
	median, err := first.SearchLaw.Quantile(0.5)
	if err != nil {
		return 0, err
	}
	here, err := searchOrder(c, n)
	if err != nil {
		return 0, err
	}
	there, err := searchOrder(c, float64(first.N))
	return median * here / there, err
}

// searchGrows asserts the growth of the median search time between the first and the last rung.
func searchGrows(rungs []phaseRung, j *props.Judge, logGrowth, slack float64) {
	first, last := rungs[0], rungs[len(rungs)-1]
	j.MedianRatio("growth of the median search time", last.Search, first.Search, logGrowth, slack)
}

// lawGrowth is the logarithm of that growth by the laws of the rungs, and their error.
func lawGrowth(rungs []phaseRung) (growth, slack float64, err error) {
	logs := make([]float64, 2)
	for i, r := range []phaseRung{rungs[0], rungs[len(rungs)-1]} {
		median, within, err := medianWithin(r.SearchLaw, r.SearchSlack)
		if err != nil {
			return 0, 0, err
		}
		logs[i] = math.Log(median)
		slack += within
	}
	return logs[1] - logs[0], slack, nil
}

// searchTends is the second link at the edge of the window: the median is factor·N^b times its limit.
func searchTends(factor, b float64) props.Law[phaseCase, []phaseRung] {
	return func(c phaseCase, _ []phaseRung, j *props.Judge) error {
		if c.inside {
			return nil
		}
		seen, err := c.climb()
		if err != nil {
			return err
		}
		times, relative, err := climbedQuantile(seen, 0.5)
		if err != nil {
			return err
		}
		constant, err := c.row.law.SearchConstant(c.rule.edge)
		if err != nil {
			return err
		}
		return tends(j, "the median search time", seen, times, func(n float64) (float64, error) {
			order, err := searchOrder(c, n)
			return factor * constant * order * math.Pow(n/seen[0].n, b), err
		}, c.rate(), relative, constantViolation)
	}
}

// searchExceeds is the second link inside the window: P(τ_η ≤ C N^b · N α_c) tends to a limit, 0. With C from the first
// rung and m₀ = z₀N^{−1/2} it is about P(z₀ ≥ (log N)^{3/(2k−4)}), for k = 2 that of a z₀ of order N^{1/2}: less
// than any power of N.
func searchExceeds(limit, b float64) props.Law[phaseCase, []phaseRung] {
	return func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
		if !c.inside {
			return nil
		}
		seen, err := c.climb()
		if err != nil {
			return err
		}
		return vanishes(j, fmt.Sprintf("P(τ_η ≤ C N^{%v} N α_c)", b), seen, func(r climbed) (float64, error) {
			level, err := medianLevel(c, rungs, r.n)
			return r.search.CDF(level * math.Pow(r.n/float64(rungs[0].N), b)), err
		}, limit, chanceViolation)
	}
}

// phasesSearch checks both statements. The search times have their laws. Of these, the median at the edge of the window
// tends to a constant times N α_c, and the chance of τ_η ≤ C N α_c inside it to 0.
func phasesSearch() props.Check {
	type judgement = props.Law[phaseCase, []phaseRung]
	laws := func(scale float64) judgement {
		return func(_ phaseCase, rungs []phaseRung, j *props.Judge) error {
			for _, r := range rungs {
				j.Passages(fmt.Sprintf("τ_η at N = %d", r.N), r.Search, r.Cap, func(t float64) float64 { return r.SearchLaw.CDF(t / scale) }, r.SearchSlack, phaseViolation)
			}
			return nil
		}
	}
	grows := func(_ phaseCase, rungs []phaseRung, j *props.Judge) error {
		growth, slack, err := lawGrowth(rungs)
		if err == nil {
			searchGrows(rungs, j, growth, slack)
		}
		return err
	}
	// chance asserts P(τ_η ≤ C Nα_c) on the last rung that is run, C being the median's constant on the first.
	chance := func(want func(p float64) float64) judgement {
		return func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
			if !c.inside {
				return nil
			}
			last := rungs[len(rungs)-1]
			level, err := medianLevel(c, rungs, float64(last.N))
			if err != nil {
				return err
			}
			j.Probability("P(τ_η ≤ C Nα_c)", last.Search, level, want(last.SearchLaw.CDF(level)), last.SearchSlack, phaseViolation)
			return nil
		}
	}
	return props.Experiment[phaseCase, []phaseRung]{
		Of: theory.PhasesSearch,
		Grid: func(tier props.Tier) []phaseCase {
			cases := phaseModels(tier)
			return append(cases, inside([]phaseCase{cases[0], cases[len(cases)-1]})...)
		},
		Tests: 4, Measure: measureLadder,
		Law: props.All(laws(1), grows, chance(func(p float64) float64 { return p }), searchTends(1, 0), searchExceeds(0, 0)),
		Limit: "median τ_η over its limit, N = 10³ to 10⁸, in powers of 1/log N for k = 2 and N^{−1/2} for k ≥ 3; " +
			"inside the window P(τ_η ≤ C N α_c) → 0 on the same ladder, faster than any power of N",
		Rivals: []props.Rival[phaseCase, []phaseRung]{
			props.WrongLaw("Nα_c N^{1/2}", searchTends(1, 0.5)),
			props.WrongLaw("Nα_c N^{−1/2}", searchTends(1, -0.5)),
			props.WrongLaw("α_c: the printed order", searchTends(1, -1)),
			props.WrongLaw("inside the window too, τ_η = Θ(Nα_c): the chance keeps its ½", chance(func(float64) float64 { return 0.5 })),
			props.WrongLaw("twice the time", laws(2)),
		},
		Plants: []props.Plant[phaseCase, []phaseRung]{
			props.Planted("the limit of the median × 1.2", searchTends(1.2, 0)),
			props.Planted("the limit of the median × .8", searchTends(0.8, 0)),
			props.Planted("N α_c N^{.3}", searchTends(1, 0.3)),
			props.Planted("N α_c N^{−.3}", searchTends(1, -0.3)),
			props.Planted("τ_η ≫ N α_c with probability .9 only", searchExceeds(0.1, 0)),
			props.Planted("τ_η ≫ N α_c N^{.3}", searchExceeds(0, 0.3)),
		},
	}.Check()
}

// phasesSearchPrinted checks the printed statement, which compares steps with a ratio of
// samples to dimension: P(τ_η ≤ C α_c) is a half on the first rung, C being the constant of its median, and
// tends to 0. It does so at once: C α_c grows like N^{k−2} and the time like N^{k−1}.
func phasesSearchPrinted() props.Check {
	const most = 0.25 // half of what it is on the first rung: how many runs are taken
	grows := func(b float64) props.Law[phaseCase, []phaseRung] {
		return func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
			n1, n2 := float64(rungs[0].N), float64(rungs[len(rungs)-1].N)
			first, err1 := searchOrder(c, n1)
			last, err2 := searchOrder(c, n2)
			if err1 != nil || err2 != nil {
				return fmt.Errorf("order of the search: %w, %w", err1, err2)
			}
			searchGrows(rungs, j, math.Log(last/first)+b*math.Log(n2/n1), 0)
			return nil
		}
	}
	level := func(c phaseCase, rungs []phaseRung) (float64, error) {
		n := float64(rungs[len(rungs)-1].N)
		level, err := medianLevel(c, rungs, n)
		return level * float64(rungs[0].N) / n, err
	}
	exceeds := func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
		last := rungs[len(rungs)-1]
		level, err := level(c, rungs)
		if err != nil {
			return err
		}
		early := tally(last.Search, func(t float64) bool { return t <= level })
		j.Unlikely(fmt.Sprintf("P(τ_η ≤ C α_c) at N = %d", last.N), early, len(last.Search), last.SearchLaw.CDF(level)+last.SearchSlack, phaseViolation)
		return nil
	}
	return props.Experiment[phaseCase, []phaseRung]{
		Of:    theory.PhasesSearchPrinted,
		Grid:  func(tier props.Tier) []phaseCase { return inside(printedModels(tier)) },
		Tests: 3, Law: props.All(exceeds, searchExceeds(0, -1)),
		Limit: "P(τ_η ≤ C α_c) → 0 inside the window, N = 10³ to 10⁸, faster than any power of N",
		Measure: func(l *props.Lab, c phaseCase) ([]phaseRung, error) {
			n, err := proportionRuns(l, 1-most, phaseViolation)
			if err != nil {
				return nil, err
			}
			return measurePhases(l, c, func(phaseRung) int { return n })
		},
		Rivals: []props.Rival[phaseCase, []phaseRung]{
			props.WrongLaw("τ_η = Θ(α_c)", grows(-1)),
			props.WrongLaw("τ_η = Θ(α_c √N)", grows(-0.5)),
			props.WrongLaw("τ_η ≤ C α_c with probability ½ at every N", func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
				level, err := level(c, rungs)
				if err != nil {
					return err
				}
				j.Probability("P(τ_η ≤ C α_c)", rungs[len(rungs)-1].Search, level, 0.5, 0, phaseViolation)
				return nil
			}),
		},
		Plants: []props.Plant[phaseCase, []phaseRung]{
			props.Planted("τ_η ≫ α_c with probability .9 only", searchExceeds(0.1, -1)),
			props.Planted("τ_η ≫ α_c N^{1.3}", searchExceeds(0, 0.3)),
		},
	}.Check()
}
