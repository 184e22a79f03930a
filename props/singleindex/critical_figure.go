package singleindex

import (
	"fmt"

	"assay/props"
	"assay/theory"
)

// drawCritical draws the share of searches done against the time in units of N², for k = 3, at several d₀.
func drawCritical(_ props.Tier, sights []props.Sight[criticalCase, criticalSeen]) (props.Plot, error) {
	p := props.Plot{
		X: props.Axis{Label: "τ / N²", Log: true}, Y: props.Axis{Label: "share of runs with m > η by τ"},
		Caption: "The law of the search for k = 3 (tensor PCA) at the critical order of the step, δ = d/√N. Points: runs. Lines: the law at their N. Broken: its limit, " +
			"the explosion time of a diffusion. Of the d drawn, the larger is the earlier.",
	}
	for i, s := range sights[:min(4, len(sights))] { // further rows have a d of these, at other N
		r := s.Seen.rungs[len(s.Seen.rungs)-1]
		n := float64(r.n)
		limit, err := s.Case.row.law.Critical(r.n, criticalRule(s.Case.D0, s.Case.row.law.Exponent).search(r.n), theory.HalfSphere)
		if err != nil {
			return p, err
		}
		name := fmt.Sprintf("d = %v, N = %d", s.Case.D0, r.n)
		dots := shareDots(name, i+1, r.times, 1/(n*n))
		law, err := lawCurve(name+", law", r.law, 1/(n*n), 0.02, seenUpTo)
		if err != nil {
			return p, err
		}
		law.Reference = false
		far, err := lawCurve(name+", limit", limit, 1/(n*n), 0.02, seenUpTo)
		if err != nil {
			return p, err
		}
		law.Hue, law.Unlisted, far.Hue, far.Unlisted = i+1, true, i+1, true
		p.Curves = append(p.Curves, dots, law, far)
	}
	return p, nil
}
