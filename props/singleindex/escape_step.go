package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// bestFactors is step sizes in units of δ*: the best, and others on both sides, at which
// δκ is three quarters of its largest value.
var bestFactors = []float64{1, 0.5, 1.5}

// bestLevel is an overlap that the drift at 1.5 δ* reaches in every model.
const bestLevel = 0.2

// best is the error of a level that sharp/optimal-step-k2 is designed to detect: a smaller one
// for the spiked matrix, whose runs are short.
func (c escapeCase) best() float64 {
	if c.row.kind.family == tensorPCA {
		return 0.4
	}
	return 0.55
}

// measureBest runs the escape at each of the step sizes.
func measureBest(l *props.Lab, c escapeCase) (runs []escapeSeen, err error) {
	best, _, err := c.row.law.BestEscapeStep(c.N)
	if err != nil {
		return nil, err
	}
	for i, f := range bestFactors {
		one := c
		one.Delta, one.Eta, one.violation = f*best, bestLevel, c.best()
		if one.replicas, err = props.KolmogorovRuns(l, c.best()*0.5); err != nil {
			return nil, err
		}
		run, err := escapeAt(l, i, one)
		if err != nil {
			return nil, err
		}
		runs = append(runs, run)
	}
	return runs, nil
}

// bestLadder is the sizes of the second link, on the law of the limit in N/(δκ) alone: it is what is left of the law at N
// up to a relative 1/N, see sharp/escape-law-k2.
var bestLadder = props.Geometric(1e4, 1e18, 5)

// bestSpread is step sizes in units of δ* at equal distances from it, at which δκ is the same.
var bestSpread = [2]float64{0.8, 1.2}

// bestTends is the second link: along the ladder the median at δ* is n* to leading order, a relative O(1/log N) beside it, and
// the medians at .8 and 1.2 δ* are equal to leading order, so that the least is at δ*; n* is multiplied by N^b and factor, and δ*
// by shift.
func bestTends(factor, b, shift float64) props.Law[escapeCase, []escapeSeen] {
	return func(c escapeCase, _ []escapeSeen, j *props.Judge) error {
		median := func(f float64) func(n float64) (float64, error) {
			return func(n float64) (float64, error) {
				best, _, err1 := c.row.law.BestEscapeStep(int(n))
				law, err2 := c.row.law.Escape(int(n), f*shift*best, bestLevel)
				if err := errors.Join(err1, err2); err != nil {
					return 0, err
				}
				return law.Quantile(0.5)
			}
		}
		samples := func(n float64) (float64, error) {
			_, samples, err := c.row.law.BestEscapeStep(int(n))
			return factor * samples * math.Pow(n/bestLadder[0], b), err
		}
		level, err1 := props.Ratios(bestLadder, median(1), samples, populationAccuracy)
		orders, err2 := props.Exponents(bestLadder, median(1), samples, populationAccuracy)
		balance, err3 := props.Ratios(bestLadder, median(bestSpread[1]), median(bestSpread[0]), populationAccuracy)
		if err := errors.Join(err1, err2, err3); err != nil {
			return err
		}
		rate := func(n float64) float64 { return 1 / math.Log(n) }
		j.Tends("exponent of the median at δ*", orders, rate, exponentViolation)
		j.Tends("log of the median at δ*", level, rate, constantViolation)
		j.Tends("log of the medians at 1.2 δ* over .8 δ*", balance, rate, constantViolation)
		return nil
	}
}

// sharpOptimalStepK2 checks the law of the samples at δ*, at half of it and half above, and that in the limit the median at δ* is
//
//	n* = (V₀/c₂²) N log N  to leading order,  and least there.
func sharpOptimalStepK2() props.Check {
	type judgement = props.Law[escapeCase, []escapeSeen]
	samples := func(law func(runs []escapeSeen, i int, t float64) float64) judgement {
		return func(c escapeCase, runs []escapeSeen, j *props.Judge) error {
			for i, r := range runs {
				j.Passages(fmt.Sprintf("samples at %v δ*", bestFactors[i]), r.times, r.cap, func(t float64) float64 { return law(runs, i, t) }, r.slack, c.best())
			}
			return nil
		}
	}
	scaled := func(factor float64) judgement {
		return samples(func(runs []escapeSeen, i int, t float64) float64 { return runs[i].law.CDF(t * factor) })
	}
	return props.Experiment[escapeCase, []escapeSeen]{
		Of: theory.SharpOptimalStepK2,
		Grid: func(tier props.Tier) (cases []escapeCase) {
			for _, c := range escapeCases(printedTier(tier)) {
				if c.row.kind == square && tier < props.Deep {
					continue // as costly as all the others
				}
				cases = append(cases, c)
			}
			return cases
		},
		Tests: 3, Measure: measureBest,
		Law:   props.All(scaled(1), bestTends(1, 0, 1)),
		Limit: "median at δ* over n*, and medians at 1.2 δ* over .8 δ*, by sharp/escape-law-k2, N = 10⁴ to 10¹⁸, in powers of 1/log N",
		Rivals: []props.Rival[escapeCase, []escapeSeen]{
			props.WrongLaw("half the samples", scaled(2)),
			props.WrongLaw("twice the samples", scaled(0.5)),
			props.WrongLaw("the smaller step is as good", samples(func(runs []escapeSeen, _ int, t float64) float64 { return runs[0].law.CDF(t) })),
			props.WrongLaw("n* half as large", bestTends(0.5, 0, 1)),
			props.WrongLaw("n* twice as large", bestTends(2, 0, 1)),
		},
		Plants: []props.Plant[escapeCase, []escapeSeen]{
			props.Planted("n* × 1.2", bestTends(1.2, 0, 1)),
			props.Planted("n* × .8", bestTends(0.8, 0, 1)),
			props.Planted("N^{1.3} log N", bestTends(1, 0.3, 1)),
			props.Planted("N^{.7} log N", bestTends(1, -0.3, 1)),
			props.Planted("δ* × 1.2", bestTends(1, 0, 1.2)),
			props.Planted("δ* × .8", bestTends(1, 0, 0.8)),
		},
	}.Check()
}

// stepCase is a model of exponent 2 with a step size in units of the critical one.
type stepCase struct {
	row    zooRow
	Factor float64
	Delta  float64
	N      int
}

func (c stepCase) String() string {
	return fmt.Sprintf("%s, delta = %v = %v delta_c, N = %d", c.row.name, c.Delta, c.Factor, c.N)
}

// stepSeen is how many runs escaped, and what the model's own gradient says of growth.
type stepSeen struct {
	escaped, runs int
	late          []float64 // m² at the end of the runs that escaped
	growth        float64   // (E m'/m − 1)·N/δ at a small m, by quadrature of the sample
	bound         float64   // what it may differ from κ
}

// stepLikely is a lower bound for probabilities that tend to 1 on the rungs that are run.
const stepLikely, stepViolation = 0.9, 0.6

// horizonFactor is the number of steps allowed, in units of N log N/(δ abs κ): four times what
// the median of an escape takes, to leading order.
const horizonFactor = 2

func measureStep(l *props.Lab, c stepCase) (seen stepSeen, err error) {
	kappa, err := c.row.law.GrowthRate(c.Delta)
	if err != nil {
		return seen, err
	}
	steps := horizonFactor * float64(c.N) * math.Log(float64(c.N)) / (c.Delta * math.Abs(kappa))
	schedule, err := sim.NewConstant(c.Delta)
	if err != nil {
		return seen, err
	}
	replicas, err := proportionRuns(l, stepLikely, stepViolation)
	if err != nil {
		return seen, err
	}
	const level = 0.35
	hits, err := runChains(l, 0, replicas, sim.ChainRun{
		Model: c.row.model, N: c.N, Schedule: schedule,
		Watch: sim.Watch{Low: level, High: level, Unsigned: true, Steps: int(steps)},
	})
	for _, h := range hits {
		seen.runs++
		if h.Search != sim.Never {
			seen.escaped++
			seen.late = append(seen.late, h.Last*h.Last)
		}
	}
	if err != nil {
		return seen, err
	}
	const small = 1e-3
	g, err := sim.MeanGradient(c.row.model, small)
	seen.growth = -g.Along*math.Sqrt(1-small*small)/small - c.Delta/2*g.Power
	seen.bound = small * small * (math.Abs(g.Along)/small + c.Delta/2*g.Power) * 8
	return seen, err
}

// sharpCriticalStepK2 checks that the start is unstable below δ_c and stable above, and where
// the overlap settles below.
func sharpCriticalStepK2() props.Check {
	type judgement = props.Law[stepCase, stepSeen]
	escapes := func(critical float64) judgement { // the critical step, in units of δ_c
		return func(c stepCase, seen stepSeen, j *props.Judge) error {
			if c.Factor < critical {
				j.Likely("P(abs m exceeds 0.35)", seen.escaped, seen.runs, stepLikely, stepViolation)
			} else {
				j.Unlikely("P(abs m exceeds 0.35)", seen.escaped, seen.runs, 1-stepLikely, stepViolation)
			}
			return nil
		}
	}
	growth := func(pull float64) judgement {
		return func(c stepCase, seen stepSeen, j *props.Judge) error {
			lead, critical := c.row.law.Leading(), c.row.law
			step, err := critical.EscapeCriticalStep()
			if err != nil {
				return err
			}
			// κ = c₂(1 − δ/δ_c); the next terms of φ' and V in m are of relative order m²
			j.Equal("growth rate of a small overlap", seen.growth, lead*(1-pull*c.Delta/step),
				props.Truncation(seen.bound, "terms of relative order m² at m = 0.001").Plus(props.Rounding(sim.GradientNodes/2, math.Max(lead, 1)/1e-3)))
			return nil
		}
	}
	// settles asserts m*² for the models that have it in closed form: the runs escape, and their last overlaps lie
	// about it by √(δσ²/2N abs b'), of which five are allowed, with 1/N of bias.
	settles := func(square func(c stepCase) (float64, bool)) judgement {
		return func(c stepCase, seen stepSeen, j *props.Judge) error {
			want, known := square(c)
			if !known || c.Factor > 1 || seen.escaped == 0 {
				return nil
			}
			rest, err := c.row.law.RestingOverlap(c.Delta)
			if err != nil {
				return err
			}
			const h = 1e-5
			steep := math.Abs(c.row.law.Drift(rest+h, c.Delta)-c.row.law.Drift(rest-h, c.Delta)) / (2 * h)
			width := 2 * rest * 5 * math.Sqrt(c.Delta*c.row.law.Sigma2(rest)/(2*float64(c.N)*steep))
			inside := 0
			for _, m2 := range seen.late {
				if math.Abs(m2-want) <= width {
					inside++
				}
			}
			j.Likely(fmt.Sprintf("P(abs(m² − %.4g) ≤ %.2g)", want, width), inside, seen.runs, stepLikely, stepViolation)
			return nil
		}
	}
	rest := func(c stepCase) (float64, bool) {
		p := c.row.law.Phi(1) - c.row.law.Phi(0) // −λ for both
		switch c.row.kind.family {
		case onlinePCA:
			return (-p - c.Delta) / (-p * (1 + c.Delta)), true
		case tensorPCA:
			return 1 - c.Delta/(-2*p), true
		}
		return 0, false
	}
	right, rightGrowth, rightRest := escapes(1), growth(1), settles(rest)
	return props.Experiment[stepCase, stepSeen]{
		Of:   theory.SharpCriticalStepK2,
		Grid: criticalStepCases, Tests: 2, Measure: measureStep,
		Law: props.All(right, rightGrowth, rightRest),
		Rivals: []props.Rival[stepCase, stepSeen]{
			props.WrongLaw("δ_c twice as large", escapes(2)),
			props.WrongLaw("δ_c half as large", escapes(0.5)),
			props.WrongLaw("κ = c₂ − δV₀", growth(2)),
			props.WrongLaw("κ = c₂: no pull", growth(0)),
			props.WrongLaw("m*² = 1 − δ/λ and (λ − δ)/λ", settles(func(c stepCase) (float64, bool) {
				lambda := c.row.law.Phi(0) - c.row.law.Phi(1)
				_, known := rest(c)
				return 1 - c.Delta/lambda, known
			})),
			props.WrongLaw("m* = 1", settles(func(c stepCase) (float64, bool) { _, known := rest(c); return 1, known })),
		},
	}.Check()
}

// criticalStepCases is every model of exponent 2 at 0.6 and 1.5 of its critical step.
func criticalStepCases(tier props.Tier) (cases []stepCase) {
	n := props.ByTier[int]{3000, 3000, 30_000}.At(tier)
	for _, e := range escapeCases(props.Standard) {
		if e.row.kind != square && tier == props.Quick && e.row.law.V(0) > 100 {
			continue // the same with noise
		}
		critical, err := e.row.law.EscapeCriticalStep()
		if err != nil {
			panic(err) // models of exponent 2
		}
		for _, factor := range []float64{0.6, 1.5} {
			cases = append(cases, stepCase{e.row, factor, factor * critical, n})
		}
	}
	return cases
}
