package main

import (
	"pgregory.net/rapid"

	"assay/props"
	"assay/theory/claim"
)

// sum attempts to refute a claim that the sum is n (n + shift)/2.
func sum(c *claim.Claim, shift float64) props.Check {
	law := func(shift float64) props.Law[int, float64] {
		return func(n int, m float64, j *props.Judge) error {
			j.Equal("sum", m, float64(n)*(float64(n)+shift)/2, props.Rounding(2, m))
			return nil
		}
	}
	return props.Property[int, float64]{
		Of: c, Cases: props.ByTier[int]{100, 1000, 10_000},
		Draw: func(t *rapid.T) int { return rapid.IntRange(1, 1000).Draw(t, "n") },
		Measure: func(n int) (sum float64, err error) {
			for i := range n {
				sum += float64(i + 1)
			}
			return sum, nil
		},
		Law:    law(shift),
		Rivals: []props.Rival[int, float64]{props.WrongLaw("n²/2", law(0)), props.WrongLaw("n (n − 1)/2", law(-1))},
		Plants: []props.Plant[int, float64]{props.Planted("n (n + 1.000001)/2", law(1+1e-6))},
	}.Check()
}

// coin counts heads.
func coin() props.Check {
	heads := func(p float64) props.Law[int, int] {
		return func(n, heads int, j *props.Judge) error {
			j.Share("share of heads", heads, n, p, 0.1)
			return nil
		}
	}
	return props.Experiment[int, int]{
		Of: Coin, Tests: 1, Grid: func(props.Tier) []int { return []int{10_000} },
		Measure: func(l *props.Lab, n int) (heads int, err error) {
			flips, err := props.Replicate(l, 0, n, func(seed uint64) (int, error) { return int(seed >> 63), nil })
			for _, f := range flips {
				heads += f
			}
			return heads, err
		},
		Law:    heads(0.5),
		Rivals: []props.Rival[int, int]{props.WrongLaw("⅓", heads(1./3)), props.WrongLaw("⅔", heads(2./3))},
		Plants: []props.Plant[int, int]{props.Planted("½ × 1.2", heads(0.6)), props.Planted("½ × .8", heads(0.4))},
	}.Check()
}
