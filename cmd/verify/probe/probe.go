package probe

import (
	"context"
	"errors"
	"fmt"
	"math"

	"assay/cmd/verify/model"
	"assay/props"
	"assay/props/stat"
	"assay/sim"
	"assay/theory"
)

// level is the overlap that a search ends at, and 1 − level/… the end of a descent: see [Plan].
const (
	level     = 0.5
	top       = 0.9
	certainty = 0.95 // of recovery at the recommended step
	alpha     = 1e-4 // of a wrong REFUTED, over all tests
	narrow    = 1.4  // ratio of the ends of a median's interval to the median, which HOLDS asks for
	exact     = 0.1  // of a median, that the law may be off by where it is tried
)

// Reading is what the model is.
type Reading struct {
	Model        *theory.SingleIndex
	Hermite      []Coefficient // of data and fit; empty for a model with a name
	Exponent     theory.Reading
	Practical    int // exponent in dimension N; 0 if there is none
	PracticalErr error
	Fall         theory.Fall
	Moments      float64 // of the gradient, that are finite
	Alpha        float64 // α_c(N, k)
}

// Coefficient is u_j = E f(Z) h_j(Z) with a bound on its error.
type Coefficient struct {
	Order       int
	Data, Bound float64
	Fit, Within float64 // of the fit, if it is another function
}

// degrees of the Hermite coefficients that are shown.
const degrees = 8

// read is the first step.
func read(d model.Description, n int) (*Reading, error) {
	law, err := d.Law()
	if err != nil {
		return nil, err
	}
	r := &Reading{Model: law, Exponent: law.Reading(), Fall: law.Fall(), Moments: law.GradientMoments()}
	if !d.Named() {
		data, fit, err := d.Activations()
		if err != nil {
			return nil, err
		}
		u, bound, err := theory.HermiteCoefficients(data.At, degrees, data.Breaks...)
		if err != nil {
			return nil, err
		}
		g, within, err := theory.HermiteCoefficients(fit.At, degrees, fit.Breaks...)
		if err != nil {
			return nil, err
		}
		for j := range u {
			r.Hermite = append(r.Hermite, Coefficient{j, u[j], bound[j], g[j], within[j]})
		}
	}
	if r.Practical, r.PracticalErr = law.Practical(n); r.PracticalErr == nil {
		if r.Alpha, err = theory.CriticalRatio(n, r.Practical); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Plan is what the law recommends and predicts in one dimension.
type Plan struct {
	N          int
	Ceiling    float64 // the critical step, and the overlap that sets it
	CeilingAt  float64
	Best       theory.Recipe
	Window     theory.StepWindow // that recover with twice the samples
	Search     float64           // median
	Descent    float64           // median, from level to top; NaN if the overlap does not get there
	DescentErr error
}

// plan is the second step.
func (r *Reading) plan(n int) (*Plan, error) {
	p := &Plan{N: n, Descent: math.NaN()}
	var err error
	if p.Ceiling, p.CeilingAt, err = r.Model.Ceiling(n, level); err != nil {
		return nil, err
	}
	if p.Best, p.Window, err = r.Model.StepsWithin(n, 2, level, certainty); err != nil {
		return nil, err
	}
	law, err := r.Model.SearchLaw(n, p.Best.Delta, level, 0.96)
	if err != nil {
		return nil, err
	}
	if p.Search, err = law.Quantile(0.5); err != nil {
		return nil, err
	}
	descent, err := r.Model.DescentLaw(n, p.Best.Delta, level, top)
	if err == nil {
		p.Descent, err = descent.Quantile(0.5)
	}
	p.DescentErr = err
	return p, nil
}

// Rung is one dimension of the trial.
type Rung struct {
	N            int
	Delta        float64
	Runs         int
	Predicted    float64 // median search time
	Error        float64 // of it, as the law says
	Median       float64
	Lower, Upper float64 // of the median, at the rung's share of α
}

// Within reports whether the prediction is in the interval, but for its own error.
func (r Rung) Within() bool {
	return r.Lower <= r.Predicted+r.Error && r.Predicted-r.Error <= r.Upper
}

// Trial is the third step.
type Trial struct {
	Rungs     []Rung
	Exponent  float64 // of the line of least squares through the medians, with what their intervals leave
	Low, High float64
	Finite    float64 // that of the law at these sizes
	Limit     int     // max(1, k − 1)
	Samples   int     // given to the runs at the recommended step
	Runs      int
	Recovered int // runs that passed the level within them
	LeastKept int // runs that must, or the prediction is refuted
	Outcome   props.Outcome
	Reason    string
}

// budgets is the steps of a trial, over all rungs, in the fast kernels of polynomials and of the models with a name.
var budgets = map[props.Tier]float64{props.Quick: 4e8, props.Standard: 4e9, props.Deep: 8e10}

const (
	slower    = 8 // an activation that is no polynomial, a step
	leastRuns = 700
	mostRuns  = 1000
)

// sizes is the ladder of dimensions up to n that the budget can pay for.
func sizes(n, k int, samples, budget float64) []int {
	growth := math.Max(1, float64(k-1))
	top := n
	cost := func(top int) float64 { // of leastRuns at every rung
		sum := 0.
		for i := range 4 {
			sum += 1.3 * samples * math.Pow(float64(top)/float64(n)/float64(int(1)<<i), growth)
		}
		return leastRuns * sum
	}
	for cost(top) > budget && top > 32 {
		top = top * 3 / 4
	}
	var all []int
	for i := 3; i >= 0; i-- {
		if size := top >> i; size >= 12 && (len(all) == 0 || size > all[len(all)-1]) {
			all = append(all, size)
		}
	}
	return all
}

// try is the third step.
func (r *Reading) try(ctx context.Context, d model.Description, p *Plan, tier props.Tier, seed uint64) (*Trial, error) {
	k := r.Practical
	step := func(n int) float64 {
		if k <= 2 {
			return p.Best.Delta
		}
		return p.Best.Delta * math.Pow(float64(p.N)/float64(n), float64(k-2)/2)
	}
	budget := budgets[tier]
	if !d.Fast() {
		budget /= slower
	}
	t := &Trial{Limit: max(1, k-1)}
	var ladder []int
	off := map[int]float64{}
	for _, n := range sizes(p.N, k, p.Best.Samples, budget) {
		share, err := r.medianError(n, step(n))
		if err != nil {
			return nil, fmt.Errorf("no law of the medians at N = %d: %w", n, err)
		}
		if share <= exact {
			ladder, off[n] = append(ladder, n), share
		}
	}
	if len(ladder) < 2 {
		return nil, fmt.Errorf("fewer than two dimensions that this tier can pay for have a law within %.0f %%", 100*exact)
	}
	var medians []theory.SizeMedian
	m, err := d.Simulated()
	if err != nil {
		return nil, err
	}
	if t.Finite, medians, err = r.Model.GrowthAt(ladder, step, level); err != nil {
		return nil, fmt.Errorf("no law of the medians at N = %v: %w", ladder, err)
	}
	share := alpha / float64(len(ladder)+2)
	var walked float64
	for _, s := range medians {
		walked += 1.5 * s.Median
	}
	runs := int(math.Min(mostRuns, budget/walked))
	unsigned := even(r.Model)
	for i, s := range medians {
		horizon := int(math.Min(20*s.Median+100, 1<<30))
		tau, err := search(ctx, m, s.N, s.Delta, horizon, runs, unsigned, props.Seed(seed, "probe", i))
		if err != nil {
			return nil, err
		}
		rung := Rung{N: s.N, Delta: s.Delta, Runs: runs, Predicted: s.Median, Error: off[s.N] * s.Median}
		if rung.Median, err = stat.Median(tau); err != nil {
			return nil, err
		}
		if rung.Lower, rung.Upper, err = stat.QuantileInterval(tau, 0.5, share); err != nil {
			return t.undecided(err), nil
		}
		t.Rungs = append(t.Rungs, rung)
	}
	t.fit()
	last := medians[len(medians)-1]
	samples, err := r.Model.SearchLaw(last.N, last.Delta, level, 0.96)
	if err != nil {
		return nil, err
	}
	need, err := samples.Quantile(certainty)
	if err != nil {
		return nil, err
	}
	t.Samples, t.Runs = int(math.Ceil(need)), runs
	tau, err := search(ctx, m, last.N, last.Delta, t.Samples, runs, unsigned, props.Seed(seed, "probe recovery"))
	if err != nil {
		return nil, err
	}
	for _, time := range tau {
		if !math.IsInf(time, 1) {
			t.Recovered++
		}
	}
	failed, err := stat.ProportionCritical(runs, 1-certainty, share)
	if err != nil {
		return t.undecided(err), nil
	}
	t.LeastKept = runs - failed + 1
	t.decide()
	return t, nil
}

// medianError is how far the law may be off in its median, of itself: what a passage says of itself, and for the law of
// cumulants, k = 1, the order that it leaves out, the square of the coefficient of variation.
func (r *Reading) medianError(n int, delta float64) (float64, error) {
	law, err := r.Model.SearchLaw(n, delta, level, 0.9)
	if err != nil {
		return 0, err
	}
	var at [3]float64
	for i, p := range []float64{0.1587, 0.5, 0.8413} { // the median and one standard deviation to each side, were it normal
		if at[i], err = law.Quantile(p); err != nil {
			return 0, err
		}
	}
	if passage, ok := law.(*theory.Passage); ok {
		return passage.Late/at[1] + passage.Speed, nil
	}
	return math.Pow((at[2]-at[0])/(2*at[1]), 2), nil
}

// even reports whether φ is, so that θ and −θ are one.
func even(s *theory.SingleIndex) bool {
	for _, m := range []float64{0.2, 0.5, 0.8} {
		up, down := s.PhiPrime(m), s.PhiPrime(-m)
		if !(math.Abs(up+down) <= 1e-9*math.Abs(up)) {
			return false
		}
	}
	return true
}

// search is the times of so many runs, +Inf for one that takes longer than the horizon.
func search(ctx context.Context, m sim.Model, n int, delta float64, horizon, runs int, unsigned bool, seed uint64) ([]float64, error) {
	schedule, err := sim.NewConstant(delta)
	if err != nil {
		return nil, err
	}
	seen, err := sim.RunChain(ctx, sim.ChainRun{
		Model: m, N: n, Schedule: schedule, Replicas: runs,
		Watch: sim.Watch{Low: level, High: level, Unsigned: unsigned, Steps: horizon, Until: sim.UntilSearch},
		Seed:  func(i int) uint64 { return props.Seed(seed, "run", i) },
	})
	if err != nil {
		return nil, err
	}
	tau := make([]float64, len(seen))
	for i, s := range seen {
		tau[i] = s.SearchTime()
	}
	return tau, nil
}

// fit is the exponent of the measured medians, as [theory.SingleIndex.GrowthAt] has that of the predicted ones. The slope is
// linear in the logarithms of the medians, so that their intervals, which hold together, give its own; it is no test of its own.
func (t *Trial) fit() {
	mean := 0.0
	for _, r := range t.Rungs {
		mean += math.Log(float64(r.N)) / float64(len(t.Rungs))
	}
	square := 0.0
	for _, r := range t.Rungs {
		square += math.Pow(math.Log(float64(r.N))-mean, 2)
	}
	for _, r := range t.Rungs {
		weight := (math.Log(float64(r.N)) - mean) / square
		low, high := r.Lower, r.Upper
		if weight < 0 {
			low, high = high, low
		}
		t.Exponent += weight * math.Log(r.Median)
		t.Low += weight * math.Log(low)
		t.High += weight * math.Log(high)
	}
}

func (t *Trial) undecided(err error) *Trial {
	t.Outcome, t.Reason = props.Undecided, err.Error()
	var few *stat.InsufficientError
	if errors.As(err, &few) {
		t.Reason = fmt.Sprintf("too few runs: %v", err)
	}
	return t
}

func (t *Trial) decide() {
	for _, r := range t.Rungs {
		if !r.Within() {
			t.Outcome = props.Refuted
			t.Reason = fmt.Sprintf("the predicted median %.5g at N = %d is outside [%.5g, %.5g]", r.Predicted, r.N, r.Lower, r.Upper)
			return
		}
	}
	if t.Recovered < t.LeastKept {
		t.Outcome = props.Refuted
		t.Reason = fmt.Sprintf("%d of %d runs recover within %d samples, %.0f %% were predicted", t.Recovered, t.Runs, t.Samples, 100*certainty)
		return
	}
	for _, r := range t.Rungs {
		if !(r.Upper <= narrow*r.Median && r.Lower*narrow >= r.Median) {
			t.Outcome = props.Undecided
			t.Reason = fmt.Sprintf("%d runs at N = %d leave the median in [%.5g, %.5g]: too wide to say more", r.Runs, r.N, r.Lower, r.Upper)
			return
		}
	}
	t.Outcome, t.Reason = props.Holds, fmt.Sprintf("every predicted median is in its interval, and as many runs recover as predicted; a median off by %.0f %% would be seen", 100*(narrow-1))
}
