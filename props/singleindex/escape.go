package singleindex

import (
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

// escapeSeen is the times at which abs m passed η, and how many of them on the other side.
type escapeSeen struct {
	times []float64
	lost  int
	cap   float64
	law   *theory.EscapeLaw
	bias  float64 // Kolmogorov distance of the law at this N from its limit, with its own error
}

// measureEscape runs until abs m exceeds η; 0.999 of the runs do so within the cap.
func measureEscape(l *props.Lab, c escapeCase) (escapeSeen, error) { return escapeAt(l, 0, c) }

func escapeAt(l *props.Lab, rung int, c escapeCase) (seen escapeSeen, err error) {
	n := c.replicas
	if n == 0 {
		if n, err = props.KolmogorovRuns(l, c.violation*0.8); err != nil { // a fifth is left for finite N
			return seen, err
		}
	}
	if seen.law, err = c.row.law.Escape(c.N, c.Delta, c.Eta); err != nil {
		return seen, err
	}
	if seen.cap, err = seen.law.Quantile(0.999); err != nil {
		return seen, err
	}
	if seen.bias, err = escapeBias(c, seen.law); err != nil {
		return seen, err
	}
	schedule, err := sim.NewConstant(c.Delta)
	if err != nil {
		return seen, err
	}
	hits, err := runChains(l, rung, n, sim.ChainRun{
		Model: c.row.model, N: c.N, Schedule: schedule,
		Watch: sim.Watch{Low: c.Eta, High: c.Eta, Unsigned: true, Steps: int(seen.cap), Until: sim.UntilSearch},
	})
	for _, h := range hits {
		if h.Last < 0 { // the start is on the half-sphere
			seen.lost++
		}
	}
	seen.times = searchTimes(hits)
	return seen, err
}

// escapeBias bounds the distance of the chain's law at N from the limit: that of the law at
// N from the limit, on the times of its grids, and the error of the former.
func escapeBias(c escapeCase, limit *theory.EscapeLaw) (float64, error) {
	at, err := passageLaw(c.row, c.N, c.Delta, theory.PassageStart{}, c.Eta, 0.99)
	if err != nil {
		return 0, err
	}
	slack, err := passageSlack(c.row, c.N, c.Delta, c.Eta, at)
	if err != nil {
		return 0, err
	}
	apart, err := theory.LawGap(limit, at, 0.99)
	return max(apart, 0.01) + slack, err // beyond the 0.99-quantile both are within .01
}

// escapeCases is every model of exponent 2 at constant steps. In the deep tier x² is run at
// N = 10⁵, δ = 1/24, ten thousand times.
func escapeCases(tier props.Tier) (cases []escapeCase) {
	add := func(row zooRow, err error, delta float64, n props.ByTier[int], violation props.ByTier[float64]) {
		if err != nil {
			panic(err) // fixed, valid parameters
		}
		if n.At(tier) > 0 {
			cases = append(cases, escapeCase{row: row, Delta: delta, Eta: 0.4, N: n.At(tier), violation: violation.At(tier)})
		}
	}
	rough := props.ByTier[float64]{0.3, 0.3, 0.1}
	square, err := monomialRow(2, 0)
	add(square, err, 1./24, props.ByTier[int]{2000, 10_000, 100_000}, rough)
	if tier == props.Deep {
		cases[0].replicas = 10_000
	}
	matrix, err := tensorRow(2, 2)
	add(matrix, err, 2.4, props.ByTier[int]{4000, 100_000, 1_000_000}, props.ByTier[float64]{0.13, 0.15, 0.06})
	pca, err := onlinePCARow(1.5)
	add(pca, err, 0.5, props.ByTier[int]{3000, 10_000, 100_000}, rough)
	phase, err := activationRow("abs x", sim.Abs{}, theory.AbsLayer, 0)
	add(phase, err, 0.4, props.ByTier[int]{2000, 10_000, 100_000}, rough)
	noisySquare, err := monomialRow(2, 2)
	add(noisySquare, err, 1./32, props.ByTier[int]{0, 5000, 100_000}, rough)
	return cases
}

// escapeSignViolation is the error of the probability of losing the start's sign that
// the check is designed to detect.
const escapeSignViolation = 0.35

// sharpEscapeLawK2 checks the law of the search time for k = 2 and the loss of the sign.
func sharpEscapeLawK2() props.Check {
	type judgement = props.Law[escapeCase, escapeSeen]
	law := func(cdf func(c escapeCase, law theory.EscapeLaw, t float64) float64) judgement {
		return func(c escapeCase, seen escapeSeen, j *props.Judge) error {
			j.Passages("τ_η", seen.times, seen.cap, func(t float64) float64 { return cdf(c, *seen.law, t) }, seen.bias, c.violation)
			return nil
		}
	}
	// sign asserts the chance of escaping on the other side. The signs settle with z, so at
	// finite N the error of their probability is of the order of that of the law.
	sign := func(p func(law *theory.EscapeLaw) float64) judgement {
		return func(c escapeCase, seen escapeSeen, j *props.Judge) error {
			j.Share("share of lost signs", seen.lost, len(seen.times), p(seen.law), escapeSignViolation, props.FiniteN(seen.bias))
			return nil
		}
	}
	right := law(func(_ escapeCase, law theory.EscapeLaw, t float64) float64 { return law.CDF(t) })
	rightSign := sign((*theory.EscapeLaw).SignLoss)
	changed := func(change func(c escapeCase, law *theory.EscapeLaw)) judgement {
		return law(func(c escapeCase, law theory.EscapeLaw, t float64) float64 {
			change(c, &law)
			return law.CDF(t)
		})
	}
	return props.Experiment[escapeCase, escapeSeen]{
		Of: theory.SharpEscapeLawK2, Grid: escapeCases, Tests: 2, Measure: measureEscape,
		Law: props.All(right, rightSign),
		Rivals: []props.Rival[escapeCase, escapeSeen]{
			props.WrongLaw("no noise: z_∞ = z₀", changed(func(_ escapeCase, law *theory.EscapeLaw) { law.Variance = 1 })),
			props.WrongLaw("twice the noise", changed(func(_ escapeCase, law *theory.EscapeLaw) { law.Variance = 2*law.Variance - 1 })),
			props.WrongLaw("no pull: κ = c₂ in the time", law(func(c escapeCase, law theory.EscapeLaw, t float64) float64 {
				return law.CDF(t * c.row.law.Leading() / law.Kappa)
			})),
			props.WrongLaw("log N for ½ log N", law(func(c escapeCase, law theory.EscapeLaw, t float64) float64 {
				return law.CDF(t - float64(c.N)/(c.Delta*law.Kappa)*math.Log(float64(c.N))/2)
			})),
			props.WrongLaw("C(η) = log η", changed(func(c escapeCase, law *theory.EscapeLaw) { law.Offset = math.Log(c.Eta) })),
			props.WrongLaw("the sign is never lost", sign(func(*theory.EscapeLaw) float64 { return 0 })),
			props.WrongLaw("the sign is lost with probability ½", sign(func(*theory.EscapeLaw) float64 { return 0.5 })),
		},
	}.Check()
}
