package command

import (
	"encoding/json"
	"fmt"

	"assay/cmd/verify/diff"
	"assay/props"
	"assay/theory/claim"
)

// work is what a claim is expected to take.
type work struct {
	cases int
	cost  float64 // in processor time, to a factor that all claims share
}

// Costs gives the timings of an earlier run, as --timings writes them, from which the progress
// of a run is foretold: it counts what is expected to take time, and cases only within a claim.
// It has no part in any verdict. Without it every case counts alike.
func Costs(timings []byte) Option {
	var t diff.Timings
	if err := json.Unmarshal(timings, &t); err != nil {
		panic(fmt.Sprintf("costs: %v: want what --timings writes", err))
	}
	return func(p *program) { p.costs = t.Claims }
}

// plan is the work of the claims that have a check. A case costs what it did in the earlier run,
// and where that has none of its claim as much as the average one.
func (p *program) plan(claims []*claim.Claim, tier props.Tier) map[string]work {
	each := map[string]float64{}
	seconds, cases := 0., 0
	for _, c := range p.costs {
		if c.Cases > 0 {
			each[c.ID] = c.Seconds / float64(c.Cases)
			seconds, cases = seconds+c.Seconds, cases+c.Cases
		}
	}
	average := 1.
	if cases > 0 && seconds > 0 {
		average = seconds / float64(cases)
	}
	plan := map[string]work{}
	for _, c := range claims {
		check := p.suite.Check(c.ID)
		if check == nil {
			continue
		}
		one, known := each[c.ID]
		if !known {
			one = average
		}
		n := check.Size(tier)
		plan[c.ID] = work{n, one * float64(n)}
	}
	return plan
}
