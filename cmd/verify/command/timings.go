package command

import (
	"math"
	"runtime"
	"time"

	"assay/cmd/verify/diff"
	"assay/cmd/verify/report"
)

// timings is how long the run took, and the processor time of each claim of it that was decided.
func (p *progress) timings(r *report.Run, jobs int) *diff.Timings {
	p.mu.Lock()
	defer p.mu.Unlock()
	if jobs == 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	t := &diff.Timings{
		Schema: diff.TimingsSchema, Seed: r.Seed, Tier: r.Tier.String(), Jobs: jobs, Interrupted: r.Interrupted,
		Seconds: seconds(time.Since(p.began)), Cases: p.measured, Claims: []diff.Timing{},
	}
	for _, v := range r.Verdicts {
		if _, ok := p.decided[v.Claim.ID]; ok {
			c := p.of(v.Claim.ID)
			t.Claims = append(t.Claims, diff.Timing{ID: v.Claim.ID, Seconds: seconds(c.processor), Cases: c.cases})
		}
	}
	return t
}

// seconds is a duration to the millisecond.
func seconds(d time.Duration) float64 { return math.Round(d.Seconds()*1e3) / 1e3 }
