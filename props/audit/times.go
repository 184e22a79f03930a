package audit

import (
	"context"
	"fmt"
	"math"
	"slices"

	"assay/sim"
)

// Times are hitting times, τ = min{t ≥ 0 : m_t > Level}, t counted in steps.
type Times struct {
	N       int       // the dimension they were made in; 0 for that of the problem
	Level   float64   // in (0, 1)
	Horizon int       // how far every run was followed; 0 for the largest time
	Tau     []float64 // one a run; +Inf for a run that did not hit by the horizon
}

// JudgeTimes judges hitting times, which may come from several N: then each has tests of its own.
func (p Problem) JudgeTimes(ctx context.Context, all []Times, o Options) (*Result, error) {
	var groups []group
	for _, times := range all {
		q := p
		if times.N != 0 {
			q.N = times.N
		}
		e, err := times.evidence()
		if err != nil {
			return nil, err
		}
		label := ""
		if len(all) > 1 {
			label = fmt.Sprintf("N = %d: ", q.N)
		}
		groups = append(groups, group{q, e, label})
	}
	return p.judge(ctx, groups, o)
}

// mostSteps bounds the horizon of a run that is repeated here.
const mostSteps = 1 << 30

func (t Times) evidence() (e evidence, err error) {
	if !(t.Level > 0 && t.Level < 1) {
		return e, fmt.Errorf("audit: level %v of a hitting time, want one in (0, 1)", t.Level)
	}
	if len(t.Tau) == 0 {
		return e, fmt.Errorf("audit: no hitting times, want at least one")
	}
	horizon := t.Horizon
	for i, tau := range t.Tau {
		if math.IsNaN(tau) || tau < 0 {
			return e, fmt.Errorf("audit: hitting time %v of run %d, want a number of steps ≥ 0, or +Inf", tau, i)
		}
		if t.Horizon == 0 && !math.IsInf(tau, 1) {
			if tau > mostSteps {
				return e, fmt.Errorf("audit: hitting time %v of run %d, want at most %d", tau, i, mostSteps)
			}
			horizon = max(horizon, int(math.Ceil(tau)))
		}
	}
	if horizon <= 0 || horizon > mostSteps {
		return e, fmt.Errorf("audit: horizon %d, want one in 1 … %d steps", horizon, mostSteps)
	}
	data := slices.Clone(t.Tau)
	for i, tau := range data {
		if tau > float64(horizon) {
			data[i] = math.Inf(1)
		}
	}
	return evidence{
		watch: sim.Watch{Low: t.Level, High: t.Level, Steps: horizon, Until: sim.UntilSearch},
		views: []view{{
			name: fmt.Sprintf("time to overlap %.6g", t.Level), data: data,
			of: func(_ Law, s sim.Passages) float64 { return s.SearchTime() },
		}},
	}, nil
}

func ascending(values []float64) []float64 {
	values = slices.Clone(values)
	slices.Sort(values)
	return values
}
