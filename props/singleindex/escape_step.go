package singleindex

import (
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

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
	climbed       []stepRung
}

// stepRung is what the laws say at one size of the ladder of the second link.
type stepRung struct {
	n        float64
	escapes  float64 // below δ_c: P(abs m exceeds the level within the horizon)
	variance float64 // above δ_c: E N m² at rest
	rest     float64 // below δ_c: m at which the mean step vanishes
}

// stepLadder is the sizes of the second link.
var stepLadder = props.Geometric(1e3, 1e9, 4)

// climb is the laws along the ladder: the escape within the horizon by the law of sharp/escape-law-k2, the variance at
// rest of a step with the moments at 0, g² + (noise of a step), g = 1 + mean'(0), and the zero of the mean step.
func (c stepCase) climb() (seen []stepRung, err error) {
	for _, size := range stepLadder {
		n, r := int(size), stepRung{n: size}
		if c.Factor < 1 {
			law, err := c.row.law.Escape(n, c.Delta, stepLevel)
			if err != nil {
				return nil, err
			}
			kappa, err := c.row.law.GrowthRate(c.Delta)
			if err != nil {
				return nil, err
			}
			r.escapes = law.CDF(horizonFactor * size * math.Log(size) / (c.Delta * kappa))
			low, high := stepLevel, 1-1e-9
			for range 50 {
				m := (low + high) / 2
				mean, _, err := c.row.law.StepMoments(n, c.Delta, m)
				if err != nil {
					return nil, err
				}
				if mean > 0 {
					low = m
				} else {
					high = m
				}
			}
			r.rest = low
		} else {
			const small = 1e-6
			mean, noise, err := c.row.law.StepMoments(n, c.Delta, small)
			if err != nil {
				return nil, err
			}
			shrink := -mean / small
			r.variance = size * noise / (shrink * (2 - shrink))
		}
		seen = append(seen, r)
	}
	return seen, nil
}

// stepTends is the second link: along the ladder the probability to escape tends to a limit, 1, N times the variance at rest
// above δ_c to δσ₀²/2 abs κ times a factor, so that abs m stays of order N^{−1/2}, and where the overlap settles to its closed
// form, with a factor. What the moments of a step differ by from their limits is of relative order 1/N.
func stepTends(limit, spread float64, rest func(c stepCase) (float64, bool)) props.Law[stepCase, stepSeen] {
	return func(c stepCase, seen stepSeen, j *props.Judge) error {
		kappa, err := c.row.law.GrowthRate(c.Delta)
		if err != nil {
			return err
		}
		settled, known := rest(c)
		var escapes, variances, rests []props.Rung
		for _, r := range seen.climbed {
			escapes = append(escapes, props.Rung{N: r.n, Law: r.escapes, Claim: limit, Error: populationAccuracy})
			rests = append(rests, props.Rung{N: r.n, Law: r.rest * r.rest, Claim: settled, Error: populationAccuracy})
			variances = append(variances, props.Rung{
				N: r.n, Law: math.Log(r.variance), Claim: math.Log(spread * c.Delta * c.row.law.Sigma2(0) / (2 * math.Abs(kappa))), Error: 1e-9,
			})
		}
		if c.Factor > 1 {
			j.Tends("log of N E m² at rest", variances, power(-1), constantViolation)
			return nil
		}
		j.Tends("P(abs m exceeds 0.35)", escapes, power(-1), chanceViolation)
		if known {
			j.Tends("m*²", rests, power(-1), 0.01)
		}
		return nil
	}
}

// stepLikely is a lower bound for probabilities that tend to 1 on the rungs that are run.
const stepLikely, stepViolation = 0.9, 0.6

// stepLevel is the level that abs m exceeds below δ_c.
const stepLevel = 0.35

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
	hits, err := runChains(l, 0, replicas, sim.ChainRun{
		Model: c.row.model, N: c.N, Schedule: schedule,
		Watch: sim.Watch{Low: stepLevel, High: stepLevel, Unsigned: true, Steps: int(steps)},
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
	if seen.climbed, err = c.climb(); err != nil {
		return seen, err
	}
	g, err := sim.MeanGradient(c.row.model, small)
	seen.growth = -g.Along*math.Sqrt(1-small*small)/small - c.Delta/2*g.Power
	seen.bound = small * small * (math.Abs(g.Along)/small + c.Delta/2*g.Power) * 8
	return seen, err
}

// small is an overlap so small that the growth rate there is κ, to a relative order m², and the error of the mean gradient,
// rounding over m, as small.
const small = 2e-4

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
				props.Truncation(seen.bound, "terms of relative order m² at m = 2e-4").Plus(props.Rounding(sim.GradientNodes/2, math.Max(lead, 1)/small)))
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
	// printed asserts δ_c as the claim prints it, times a factor.
	printed := func(factor float64) judgement {
		return func(c stepCase, _ stepSeen, j *props.Judge) error {
			step, err := c.row.law.EscapeCriticalStep()
			if err != nil {
				return err
			}
			lambda := c.row.law.Phi(0) - c.row.law.Phi(1) // of the two with a signal
			var want float64
			switch {
			case c.row.kind.family == onlinePCA:
				want = lambda
			case c.row.kind.family == tensorPCA:
				want = 2 * lambda
			case c.row.kind == square:
				want = 1. / 12
			case c.row.kind == absolute:
				want = 1 / (math.Pi - 2)
			default:
				return nil // with noise: none is printed
			}
			j.Equal("δ_c as printed", step, factor*want, props.Rounding(1e4, step)) // 199 nodes, ten coefficients, cancellation
			return nil
		}
	}
	settledAt := func(factor float64) func(c stepCase) (float64, bool) {
		return func(c stepCase) (float64, bool) { m2, known := rest(c); return factor * m2, known }
	}
	return props.Experiment[stepCase, stepSeen]{
		Of:   theory.SharpCriticalStepK2,
		Grid: criticalStepCases, Tests: 2, Measure: measureStep,
		Law:   props.All(printed(1), escapes(1), growth(1), settles(rest), stepTends(1, 1, rest)),
		Limit: "P(escape), m*² of the mean step, and above δ_c N times the variance at rest, N = 10³ to 10⁹, in powers of 1/N",
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
		Plants: []props.Plant[stepCase, stepSeen]{
			props.Planted("δ_c off by 1e-6", printed(1+1e-6)),
			props.Planted("the pull in κ off by 1e-6", growth(1+1e-6)),
			props.Planted("δ_c × 1.2", growth(1/1.2)),
			props.Planted("δ_c × .8", growth(1/0.8)),
			props.Planted("P(escape) capped at .9", stepTends(0.9, 1, rest)),
			props.Planted("m*² × 1.2", stepTends(1, 1, settledAt(1.2))),
			props.Planted("m*² × .8", stepTends(1, 1, settledAt(0.8))),
			props.Planted("the variance at rest × 1.2", stepTends(1, 1.2, rest)),
			props.Planted("the variance at rest × .8", stepTends(1, 0.8, rest)),
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
		critical := props.Must(e.row.law.EscapeCriticalStep())
		for _, factor := range []float64{0.6, 1.5} {
			cases = append(cases, stepCase{e.row, factor, factor * critical, n})
		}
	}
	return cases
}
