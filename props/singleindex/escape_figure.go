package singleindex

import (
	"math"

	"assay/props"
)

// drawEscape draws the share of runs that have escaped, for k = 2, on the scale on which the limit does not depend on N.
func drawEscape(_ props.Tier, sights []props.Sight[escapeCase, escapeSeen]) (props.Plot, error) {
	p := props.Plot{
		X: props.Axis{Label: "(δκ/N) τ − ½ log N"}, Y: props.Axis{Label: "share of runs with |m| > η by τ"},
		Caption: "The law of the search for k = 2. Points: runs of models with exponent 2 at their own step sizes and N. Lines: the law at that N, in which nothing is fitted. " +
			"The time is ½ log N and a random part of order 1, in units of N/δκ: the median grows like N log N.",
	}
	for i, s := range sights {
		limit, err := s.Case.row.law.Escape(s.Case.N, s.Case.Delta, s.Case.Eta)
		if err != nil {
			return p, err
		}
		unit, shift := s.Case.Delta*limit.Kappa/float64(s.Case.N), math.Log(float64(s.Case.N))/2
		dots := shareDots(s.Case.row.name, i+1, s.Seen.times, unit)
		law, err := lawCurve(s.Case.row.name+", law", s.Seen.law, unit, 0.01, 0.97)
		if err != nil {
			return p, err
		}
		law.Reference, law.Hue, law.Unlisted = false, i+1, true
		for _, c := range []*props.Curve{&dots, &law} {
			for j := range c.X {
				c.X[j] -= shift
			}
			p.Curves = append(p.Curves, *c)
		}
	}
	return p, nil
}
