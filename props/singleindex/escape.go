package singleindex

import (
	"errors"
	"fmt"
	"math"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// escapeCase is a model of exponent 2 with a constant step size.
type escapeCase struct {
	row       zooRow
	Delta     float64
	Eta       float64
	N         int
	replicas  int     // 0: what the violation needs
	violation float64 // of the Kolmogorov distance
}

func (c escapeCase) String() string {
	return fmt.Sprintf("%s, delta = %v, eta = %v, N = %d", c.row.name, c.Delta, c.Eta, c.N)
}

// escapeSeen is the times at which abs m passed η, up to a cap, and how many runs ended on the
// other side; and what theory has to say about this N.
type escapeSeen struct {
	times     []float64
	lost      int
	cap       float64
	law       *theory.Passage
	slack     float64 // error of its distribution function as the law of the chain
	loss      float64 // P(sign lost)
	lossSlack float64
	climbed   []escapeRung
}

// escapeRung is the laws at one size of the ladder of the second link.
type escapeRung struct {
	n         float64
	scale     float64 // δκ/N
	quantiles []float64
	within    []float64 // relative errors of the quantiles
	limit     *theory.EscapeLaw
	loss      float64
}

// escapeUpTo is the probability up to which the times are judged; the runs go on to escapeSettled of the limit, by when their
// signs are settled but for as many.
const escapeUpTo, escapeSettled = 0.98, 0.999

// measureEscape runs until abs m exceeds η.
func measureEscape(l *props.Lab, c escapeCase) (seen escapeSeen, err error) {
	if seen, err = escapeAt(l, 0, c); err != nil {
		return seen, err
	}
	seen.climbed, err = c.climb()
	return seen, err
}

func escapeAt(l *props.Lab, rung int, c escapeCase) (seen escapeSeen, err error) {
	n := c.replicas
	if n == 0 {
		if n, err = props.KolmogorovRuns(l, c.violation*0.8); err != nil { // a fifth is left for the law's own error
			return seen, err
		}
	}
	limit, err := c.row.law.Escape(c.N, c.Delta, c.Eta)
	if err != nil {
		return seen, err
	}
	end, err := limit.Quantile(escapeSettled)
	if err != nil {
		return seen, err
	}
	if err := seen.predict(c); err != nil {
		return seen, err
	}
	schedule, err := sim.NewConstant(c.Delta)
	if err != nil {
		return seen, err
	}
	hits, err := runChains(l, rung, n, sim.ChainRun{
		Model: c.row.model, N: c.N, Schedule: schedule,
		Watch: sim.Watch{Low: c.Eta, High: c.Eta, Unsigned: true, Steps: int(end), Until: sim.UntilSearch},
	})
	for _, h := range hits {
		if h.Last < 0 { // the start is on the half-sphere
			seen.lost++
		}
	}
	seen.times = searchTimes(hits)
	for i, t := range seen.times {
		if t > seen.cap {
			seen.times[i] = math.Inf(1)
		}
	}
	return seen, err
}

// predict is the laws at this N. A relative error e of δσ²/2κ moves (1/π) arctan √(δσ²/2κ) by e/4π at most; e is
// that of κ, of the noise and of the diffusion, each within the next order of a step.
func (seen *escapeSeen) predict(c escapeCase) (err error) {
	if seen.law, err = passageLaw(c.row, c.N, c.Delta, theory.PassageStart{}, c.Eta, 0.99); err != nil {
		return err
	}
	if seen.slack, err = passageSlack(c.row, c.N, c.Delta, c.Eta, seen.law); err != nil {
		return err
	}
	cap, err := seen.law.Quantile(escapeUpTo)
	if err != nil {
		return err
	}
	seen.cap = math.Floor(cap)
	next, err := nextOrder(c.row, c.N, c.Delta)
	if err != nil {
		return err
	}
	seen.lossSlack = 3*(next+1/float64(c.N))/(4*math.Pi) + 1 - escapeSettled
	seen.loss, err = c.row.law.SignLossAt(c.N, c.Delta, c.Eta)
	return err
}

// escapeLadder is the sizes of the second link, and escapeLevels the probabilities whose quantiles climb it. Law and limit
// differ by a relative 1/N.
var (
	escapeLadder = props.Geometric(1e5, 1e7, 3)
	escapeLevels = []float64{0.2, 0.5, 0.8}
)

// escapeLimitViolation is the error of (δκ/N)τ_η − ½ log N and of a probability that the ladder must show; exitAccuracy is
// what [theory.SingleIndex.SignLossAt] and [theory.SingleIndex.GrowingEscape] state.
const escapeLimitViolation, exitAccuracy = 0.02, 1e-7

func (c escapeCase) climb() (seen []escapeRung, err error) {
	for _, size := range escapeLadder {
		n := int(size)
		at, err1 := passageLaw(c.row, n, c.Delta, theory.PassageStart{}, c.Eta, 0.92)
		limit, err2 := c.row.law.Escape(n, c.Delta, c.Eta)
		loss, err3 := c.row.law.SignLossAt(n, c.Delta, c.Eta)
		if err := errors.Join(err1, err2, err3); err != nil {
			return nil, err
		}
		r := escapeRung{n: size, scale: c.Delta * limit.Kappa / size, limit: limit, loss: loss}
		for _, level := range escapeLevels {
			t, err1 := at.Quantile(level)
			density, err2 := theory.LogDensity(at, level)
			if err := errors.Join(err1, err2); err != nil {
				return nil, err
			}
			r.quantiles, r.within = append(r.quantiles, t), append(r.within, at.Accuracy/density)
		}
		seen = append(seen, r)
	}
	return seen, nil
}

// escapeTends is the second link: the quantiles of (δκ/N)τ_η − a log N along the ladder tend to those of the limit, changed
// as told, and so does the probability of losing the sign, times a factor.
func escapeTends(a float64, change func(law *theory.EscapeLaw), loss float64) props.Law[escapeCase, escapeSeen] {
	return func(_ escapeCase, seen escapeSeen, j *props.Judge) error {
		times, lost := make([][]props.Rung, len(escapeLevels)), []props.Rung(nil)
		for _, r := range seen.climbed {
			limit := *r.limit
			change(&limit)
			for i, level := range escapeLevels {
				claimed, err := limit.Quantile(level)
				if err != nil {
					return err
				}
				law := r.scale * r.quantiles[i]
				times[i] = append(times[i], props.Rung{
					N: r.n, Law: law - a*math.Log(r.n), Claim: r.scale*claimed - math.Log(r.n)/2, Error: law * r.within[i],
				})
			}
			lost = append(lost, props.Rung{N: r.n, Law: r.loss, Claim: loss * limit.SignLoss(), Error: exitAccuracy})
		}
		for i, level := range escapeLevels {
			j.Tends(fmt.Sprintf("%v-quantile of (δκ/N)τ_η − ½ log N", level), times[i], power(-1), escapeLimitViolation)
		}
		j.Tends("P(sign lost)", lost, power(-1), escapeLimitViolation)
		return nil
	}
}

// escapeLevel is η in every case.
const escapeLevel = 0.4

// escapeCases is every model of exponent 2 at constant steps. In the deep tier x² is run at
// N = 10⁵, δ = 1/24, ten thousand times.
func escapeCases(tier props.Tier) (cases []escapeCase) {
	add := func(row zooRow, delta float64, n props.ByTier[int], violation props.ByTier[float64]) {
		if n.At(tier) > 0 {
			cases = append(cases, escapeCase{row: row, Delta: delta, Eta: escapeLevel, N: n.At(tier), violation: violation.At(tier)})
		}
	}
	rough := props.ByTier[float64]{0.3, 0.3, 0.1}
	square := props.Must(monomialRow(2, 0))
	add(square, 1./24, props.ByTier[int]{2000, 10_000, 100_000}, rough)
	if tier == props.Deep {
		cases[0].replicas = 10_000
	}
	matrix := props.Must(tensorRow(2, 2))
	add(matrix, 2.4, props.ByTier[int]{4000, 100_000, 1_000_000}, props.ByTier[float64]{0.13, 0.15, 0.06})
	pca := props.Must(onlinePCARow(1.5))
	add(pca, 0.5, props.ByTier[int]{3000, 10_000, 100_000}, rough)
	phase := props.Must(activationRow("abs x", sim.Abs{}, theory.AbsLayer, 0))
	add(phase, 0.4, props.ByTier[int]{2000, 10_000, 100_000}, rough)
	noisySquare := props.Must(monomialRow(2, 2))
	add(noisySquare, 1./32, props.ByTier[int]{0, 5000, 100_000}, rough)
	return cases
}

// escapeSignViolation is the error of the probability of losing the start's sign that
// the check is designed to detect.
const escapeSignViolation = 0.35

// sharpEscapeLawK2 checks the law of the search time for k = 2 and the loss of the sign.
func sharpEscapeLawK2() props.Check {
	type judgement = props.Law[escapeCase, escapeSeen]
	law := func(cdf func(c escapeCase, seen escapeSeen, t float64) float64) judgement {
		return func(c escapeCase, seen escapeSeen, j *props.Judge) error {
			j.Passages("τ_η", seen.times, seen.cap, func(t float64) float64 { return cdf(c, seen, t) }, seen.slack, c.violation)
			return nil
		}
	}
	sign := func(p func(seen escapeSeen) float64) judgement {
		return func(c escapeCase, seen escapeSeen, j *props.Judge) error {
			j.Share("share of lost signs", seen.lost, len(seen.times), p(seen), escapeSignViolation, props.FiniteN(seen.lossSlack))
			return nil
		}
	}
	right := law(func(_ escapeCase, seen escapeSeen, t float64) float64 { return seen.law.CDF(t) })
	rightSign := sign(func(seen escapeSeen) float64 { return seen.loss })
	same := func(*theory.EscapeLaw) {}
	limit := func(change func(law *theory.EscapeLaw)) judgement { return escapeTends(0.5, change, 1) }
	noise := func(factor float64) judgement {
		return limit(func(law *theory.EscapeLaw) { law.Variance = 1 + factor*(law.Variance-1) })
	}
	offset := func(by float64) judgement { return limit(func(law *theory.EscapeLaw) { law.Offset += by }) }
	rate := func(factor float64) judgement { return limit(func(law *theory.EscapeLaw) { law.Kappa *= factor }) }
	return props.Experiment[escapeCase, escapeSeen]{
		Of: theory.SharpEscapeLawK2, Grid: escapeCases, Tests: 2, Measure: measureEscape,
		Law:   props.All(right, rightSign, escapeTends(0.5, same, 1)),
		Limit: "quantiles of (δκ/N)τ_η − ½ log N at .2, .5 and .8, and the probability of losing the sign, N = 10⁵ to 10⁷, in powers of 1/N",
		Rivals: []props.Rival[escapeCase, escapeSeen]{
			props.WrongLaw("no pull: κ = c₂ in the time", law(func(c escapeCase, seen escapeSeen, t float64) float64 {
				kappa, err := c.row.law.GrowthRate(c.Delta)
				if err != nil {
					return 1 // a model of exponent 2
				}
				return seen.law.CDF(t * c.row.law.Leading() / kappa)
			})),
			props.WrongLaw("log N for ½ log N", law(func(c escapeCase, seen escapeSeen, t float64) float64 {
				kappa, err := c.row.law.GrowthRate(c.Delta)
				if err != nil {
					return 1
				}
				return seen.law.CDF(t - float64(c.N)/(c.Delta*kappa)*math.Log(float64(c.N))/2)
			})),
			props.WrongLaw("no noise: z_∞ = z₀", noise(0)),
			props.WrongLaw("twice the noise", noise(2)),
			props.WrongLaw("C(η) = log η", escapeTends(0.5, func(law *theory.EscapeLaw) { law.Offset = math.Log(escapeLevel) }, 1)),
			props.WrongLaw("the sign is never lost", sign(func(escapeSeen) float64 { return 0 })),
			props.WrongLaw("the sign is lost with probability ½", sign(func(escapeSeen) float64 { return 0.5 })),
		},
		Plants: []props.Plant[escapeCase, escapeSeen]{
			props.Planted("e^C × 1.2", offset(math.Log(1.2))),
			props.Planted("e^C × .8", offset(math.Log(0.8))),
			props.Planted("C + 1", offset(1)),
			props.Planted("κ × 1.2", rate(1.2)),
			props.Planted("κ × .8", rate(0.8)),
			props.Planted("Var z_∞ − 1 doubled", noise(2)),
			props.Planted("Var z_∞ − 1 × 1.2", noise(1.2)),
			props.Planted("Var z_∞ − 1 × .8", noise(0.8)),
			props.Planted(".8 log N for ½ log N", escapeTends(0.8, same, 1)),
			props.Planted(".2 log N for ½ log N", escapeTends(0.2, same, 1)),
			props.Planted("P(sign lost) × 1.2", escapeTends(0.5, same, 1.2)),
			props.Planted("P(sign lost) × .8", escapeTends(0.5, same, 0.8)),
		},
	}.Check()
}
