package stat

import (
	"errors"
	"fmt"
	"math"
)

// Decision is the state of a sequential test.
type Decision int

const (
	Undecided Decision = iota // go on sampling; never a pass
	Kept                      // the null hypothesis withstood
	Rejected                  // the null hypothesis is refuted
)

func (d Decision) String() string {
	switch d {
	case Undecided:
		return "undecided"
	case Kept:
		return "kept"
	case Rejected:
		return "rejected"
	}
	return fmt.Sprintf("Decision(%d)", int(d))
}

// Ratio is Wald's sequential probability ratio test of a success probability, p = p0 against p = p1,
//
//	L = s ln(p1/p0) + f ln((1−p1)/(1−p0)),   s successes, f failures,
//	rejected at L ≥ ln(1/α),   kept at L ≤ ln β.
//
// With these boundaries the error rates are exactly bounded, at every horizon and despite overshoot:
// P_{p0}(ever rejected) ≤ α and P_{p1}(ever kept) ≤ β, because exp(L) is a martingale of mean 1 under p0, exp(−L)
// under p1 (Ville 1939). The approximate boundaries ln((1−β)/α) and ln(β/(1−α)) guarantee only α/(1−β) and β/(1−α)
// (Wald 1945). The bounds hold for all p on the far side of p0 and of p1 too.
type Ratio struct {
	p0, p1, alpha, beta float64
	win, loss           float64 // what a success and a failure add to L, divided into L by counts: no drift
	successes, failures int
	decision            Decision
}

// NewRatio is a fresh test of p0 against p1 at (α, β).
func NewRatio(p0, p1, alpha, beta float64) (*Ratio, error) {
	if err := errors.Join(rateError("p0", p0), rateError("p1", p1), ratesError(alpha, beta)); err != nil {
		return nil, err
	}
	if p0 == p1 {
		return nil, fmt.Errorf("stat: p1 = p0 = %v, want two different probabilities", p0)
	}
	return &Ratio{
		p0: p0, p1: p1, alpha: alpha, beta: beta,
		win: math.Log(p1 / p0), loss: math.Log1p(-p1) - math.Log1p(-p0),
	}, nil
}

// Observe adds one observation and returns the decision. After a decision it changes nothing.
func (r *Ratio) Observe(success bool) Decision {
	if r.decision != Undecided {
		return r.decision
	}
	if success {
		r.successes++
	} else {
		r.failures++
	}
	r.decision = r.at(r.successes, r.failures)
	return r.decision
}

// Decision is the decision so far.
func (r *Ratio) Decision() Decision { return r.decision }

// Observations is the number of observations used so far.
func (r *Ratio) Observations() int { return r.successes + r.failures }

func (r *Ratio) at(successes, failures int) Decision {
	switch l := float64(successes)*r.win + float64(failures)*r.loss; {
	case l >= -math.Log(r.alpha):
		return Rejected
	case l <= math.Log(r.beta):
		return Kept
	}
	return Undecided
}

// MeanSamples is Wald's bound for the expected number of observations under p0 and under p1,
//
//	E_{p0} n ≤ (ln(1/β) + overshoot)/KL(p0, p1),   E_{p1} n ≤ (ln(1/α) + overshoot)/KL(p1, p0),
//
// where the overshoot is the largest step towards the boundary. Wald 1945.
func (r *Ratio) MeanSamples() (under0, under1 float64) {
	drift := func(p float64) float64 { return p*r.win + (1-p)*r.loss }
	up, down := math.Max(r.win, r.loss), math.Min(r.win, r.loss)
	return (math.Log(r.beta) + down) / drift(r.p0), (-math.Log(r.alpha) + up) / drift(r.p1)
}

// Horizon is a number of observations after which the test is undecided with probability at most γ, under p0 and under p1.
// It bounds the probability that the fixed-size L lies beyond the boundary, which for p0 and p1 is a binomial tail.
func (r *Ratio) Horizon(gamma float64) (int, error) {
	if err := rateError("gamma", gamma); err != nil {
		return 0, err
	}
	open := func(n int) bool { // not known to be decided after n
		l := func(s int) float64 { return float64(s)*r.win + float64(n-s)*r.loss }
		toward := func(s int) bool { return l(s) >= -math.Log(r.alpha) } // rejected by s successes
		away := func(s int) bool { return l(s) <= math.Log(r.beta) }
		if r.win > 0 {
			return BinomialLower(first(n, toward)-1, n, r.p1) > gamma ||
				BinomialUpper(first(n, func(s int) bool { return !away(s) }), n, r.p0) > gamma
		}
		return BinomialUpper(first(n, func(s int) bool { return !toward(s) }), n, r.p1) > gamma ||
			BinomialLower(first(n, away)-1, n, r.p0) > gamma
	}
	hi := 1
	for open(hi) {
		if hi *= 2; hi > 1<<40 {
			return 0, fmt.Errorf("stat: p0 = %v and p1 = %v are too close for a horizon", r.p0, r.p1)
		}
	}
	lo := hi / 2
	for hi-lo > 1 {
		if mid := lo + (hi-lo)/2; open(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi, nil
}

// first is the smallest s in [0, n] with ok(s), n+1 if none; ok never goes back to false.
func first(n int, ok func(s int) bool) int {
	lo, hi := -1, n+1
	for hi-lo > 1 {
		if mid := lo + (hi-lo)/2; ok(mid) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return hi
}

// Course is the exact fate of a sequential test up to a horizon.
type Course struct {
	Kept, Rejected, Undecided float64 // probabilities, with sum 1
	Mean                      float64 // the expected number of observations, stopping at the horizon
}

// Course is the exact law of the test's outcome when the success probability is p, by the recursion over
// the numbers of successes that leave it undecided. Every term is positive, so small probabilities keep their digits.
func (r *Ratio) Course(p float64, horizon int) (Course, error) {
	if err := countError("horizon", horizon); err != nil {
		return Course{}, err
	}
	if !(p >= 0 && p <= 1) {
		return Course{}, fmt.Errorf("stat: p = %v, want a probability in [0, 1]", p)
	}
	var c Course
	open, low := []float64{1}, 0 // open[i] is the probability of low + i successes, undecided
	for n := 1; n <= horizon && len(open) > 0; n++ {
		next := make([]float64, len(open)+1)
		for i, mass := range open {
			c.Mean += mass
			next[i] += mass * (1 - p)
			next[i+1] += mass * p
		}
		settle := func(s int) bool { // L is monotone in s: only the ends are decided
			switch r.at(s, n-s) {
			case Kept:
				c.Kept += next[s-low]
			case Rejected:
				c.Rejected += next[s-low]
			default:
				return false
			}
			return true
		}
		last := low + len(next) - 1
		for last >= low && settle(last) {
			last--
		}
		first := low
		for first <= last && settle(first) {
			first++
		}
		open, low = next[first-low:last-low+1], first
	}
	for _, mass := range open {
		c.Undecided += mass
	}
	return c, nil
}
