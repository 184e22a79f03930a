package singleindex

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"assay/props"
	"assay/theory"
)

// shareViolation is the error of a probability that the checks of the share are designed to detect.
const shareViolation = 0.4

// lawExceeds is P(share > x) by the laws of a rung, and its error: the share exceeds x where the search exceeds
// x/(1−x) descents, which are independent of it. The mean over 32 quantiles of the descent is that over its law within
// half a panel; a relative error of its times moves the search's law by that times its steepness.
func lawExceeds(r phaseRung, x float64) (p, slack float64) {
	y, panels := x/(1-x), float64(len(r.Arrival.Quantiles))
	for _, t := range r.Arrival.Quantiles {
		p += (1 - r.SearchLaw.CDF(y*t)) / panels
	}
	return p, r.SearchSlack + r.SearchLaw.Steepness()*r.Arrival.Slack + 1/(2*panels)
}

// lawWithin is P(share ≤ x) of what is noted of a rung, where a search beyond the cap counts as a share of 1.
func lawWithin(r phaseRung, x float64) (p float64) {
	for _, t := range r.Arrival.Quantiles {
		p += r.SearchLaw.CDF(math.Min(x/(1-x)*t, r.Cap)) / float64(len(r.Arrival.Quantiles))
	}
	return p
}

// flowShare is the share by the flow from m₀ = z₀N^{−1/2} for k = 1, and how far a run may be from it: the start counts
// as more than its flow by 3N^{−1/2} in one run of 370, and four standard deviations of either time are allowed.
func flowShare(c phaseCase, n int, z0 float64) (share, width float64, err error) {
	const most = 3
	delta, scale := c.rule.search(n), 1/math.Sqrt(float64(n))
	at := func(float64) float64 { return delta }
	of := func(z float64) float64 {
		up, err1 := c.row.law.HittingTime(n, delta, z*scale, c.Eta)
		all, err2 := c.row.law.HittingTime(n, delta, z*scale, 1-c.Eta)
		err = errors.Join(err, err1, err2)
		return up / all
	}
	share = of(z0)
	width = math.Max(math.Abs(of(0)-share), math.Abs(of(most)-share))
	early, err1 := c.row.law.ArrivalSpread(n, at, 0, c.Eta)
	late, err2 := c.row.law.ArrivalSpread(n, at, 0, 1-c.Eta)
	return share, width + 4*share*(math.Sqrt(early)+math.Sqrt(late)), errors.Join(err, err1, err2)
}

// quartile is the median of abs z, z normal.
const quartile = 0.6744897501960817

// shareTends is the second link: the share tends in probability to its limit, or to a wrong one in its place. For k ≥ 2 two
// of its quantiles do, the lower of which one run in ten is below; for k = 1 the flow's share from
// the median start does, and the width of its law vanishes.
func shareTends(limit func(right float64) float64) props.Law[phaseCase, []phaseRung] {
	return func(c phaseCase, _ []phaseRung, j *props.Judge) error {
		k, pull := c.row.law.Exponent, c.rule.edge
		if k > 2 {
			pull = 0 // the step size tends to 0
		}
		right, err := c.row.law.SearchShareLimit(pull, c.Eta)
		if err != nil {
			return err
		}
		if k == 1 {
			var shares, widths []props.Rung
			for _, n := range props.Geometric(1e4, 1e12, 5) {
				share, width, err := flowShare(c, int(n), quartile)
				if err != nil {
					return err
				}
				shares = append(shares, props.Rung{N: n, Law: share, Claim: limit(right), Error: populationAccuracy})
				widths = append(widths, props.Rung{N: n, Law: width, Error: populationAccuracy})
			}
			j.Tends("median share", shares, power(-0.5), chanceViolation)
			j.Tends("width of the law of the share", widths, power(-0.5), chanceViolation)
			return nil
		}
		seen, err := c.climbShares()
		if err != nil {
			return err
		}
		for _, level := range []float64{0.1, 0.5} {
			rungs := make([]props.Rung, len(seen))
			for i, r := range seen {
				time, within, err1 := quantileWithin(r.search, level, r.search.Accuracy)
				share, err2 := theory.SearchShare(r.descent / time)
				if err := errors.Join(err1, err2); err != nil {
					return err
				}
				rungs[i] = props.Rung{N: r.n, Law: share, Claim: limit(right), Error: within * share * (1 - share)}
			}
			j.Tends(fmt.Sprintf("%v-quantile of the share", level), rungs, c.rate(), chanceViolation)
		}
		return nil
	}
}

// capShares is what runs show whose share never exceeds a level.
func capShares(rungs []phaseRung, most float64) []phaseRung {
	capped := slices.Clone(rungs)
	for i, r := range capped {
		capped[i].Share = slices.Clone(r.Share)
		for k, s := range r.Share {
			capped[i].Share[k] = math.Min(s, most)
		}
	}
	return capped
}

// phasesSearchDominates checks the headline: the share τ_η/τ_{1−η}. For k ≥ 2 it has, on the last rung, the
// distribution that the laws of the two phases predict, which is above that of the first; for k = 1 the share is that of
// the flow.
func phasesSearchDominates() props.Check {
	type judgement = props.Law[phaseCase, []phaseRung]
	// hard asserts the law of the share on the last rung, P(share ≤ x) = below(rungs, x). Runs that are not followed to the end of the
	// search count as 1.
	hard := func(rungs []phaseRung, j *props.Judge, below func(rungs []phaseRung, x float64) float64) {
		last := rungs[len(rungs)-1]
		_, slack := lawExceeds(last, 0.5)
		j.Passages(fmt.Sprintf("τ_η/τ_{1−η} at N = %d", last.N), last.Share, 1, func(x float64) float64 { return below(rungs, x) }, slack, shareViolation)
	}
	// easy asserts that at every N the share is the flow's.
	easy := func(c phaseCase, rungs []phaseRung, j *props.Judge, want func(n int, flow float64) float64) error {
		for _, r := range rungs {
			flow, width, err := flowShare(c, r.N, quartile)
			if err != nil {
				return err
			}
			flow = want(r.N, flow)
			near := tally(r.Share, func(s float64) bool { return math.Abs(s-flow) <= width })
			j.Likely(fmt.Sprintf("share of runs with τ_η/τ_{1−η} within %.2g of %.3g at N = %d", width, flow, r.N), near, len(r.Share), 0.95, shareViolation)
		}
		return nil
	}
	laws := func(below func(rungs []phaseRung, x float64) float64, flows func(n int, flow float64) float64) judgement {
		return func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
			if c.row.law.Exponent == 1 {
				return easy(c, rungs, j, flows)
			}
			hard(rungs, j, below)
			return nil
		}
	}
	same := func(p float64) float64 { return p }
	right := func(rungs []phaseRung, x float64) float64 { return lawWithin(rungs[len(rungs)-1], x) }
	flow := func(_ int, flow float64) float64 { return flow }
	capped := func(most float64) func(right float64) float64 {
		return func(right float64) float64 { return math.Min(right, most) }
	}
	times := func(factor float64) func(right float64) float64 {
		return func(right float64) float64 { return factor * right }
	}
	return props.Experiment[phaseCase, []phaseRung]{
		Of:    theory.PhasesSearchDominates,
		Grid:  func(tier props.Tier) []phaseCase { return append(easyModels(tier), phaseModels(tier)...) },
		Tests: 4, Measure: measureLadder, Law: props.All(laws(right, flow), shareTends(same)),
		Limit: "the .1-quantile and the median of the share → 1, N = 10⁴ to 10⁹ in powers of 1/log N for k = 2, N = 10³ to 10⁸ in powers of N^{−1/2} for k ≥ 3; " +
			"for k = 1 the flow's share → its limit below 1, N = 10⁴ to 10¹², in powers of N^{−1/2}",
		Rivals: []props.Rival[phaseCase, []phaseRung]{
			props.WrongLaw("the share does not grow for k ≥ 2", laws(func(rungs []phaseRung, x float64) float64 { return lawWithin(rungs[0], x) }, flow)),
			props.WrongLaw("the share falls for k ≥ 2: the descent dominates", laws(func(rungs []phaseRung, x float64) float64 {
				p, _ := lawExceeds(rungs[len(rungs)-1], 1-x)
				return p
			}, flow)),
			props.WrongLaw("the share tends to 1 for k = 1 too", laws(right, func(n int, _ float64) float64 { return 1 - 1/math.Log(float64(n)) })),
			props.WrongLaw("the share tends to 0 for k = 1", laws(right, func(n int, _ float64) float64 { return 1 / math.Log(float64(n)) })),
		},
		Plants: []props.Plant[phaseCase, []phaseRung]{
			props.Planted("runs whose share is capped at .9", func(c phaseCase, rungs []phaseRung, j *props.Judge) error {
				return laws(right, flow)(c, capShares(rungs, 0.9), j)
			}),
			props.Planted("the share → .9 for k ≥ 2", shareTends(capped(0.9))),
			props.Planted("the limit × .8", shareTends(times(0.8))),
			props.Planted("the limit × 1.2", shareTends(times(1.2))),
			props.Planted("the share → 1 with probability .9 only: a tenth of all runs stays below ½", shareTends(capped(0.5))),
		},
	}.Check()
}
