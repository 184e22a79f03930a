package singleindex

import (
	"errors"
	"math"

	"assay/props"
)

// drawPrice draws the steps of the population's descent and of online SGD to the same overlap against N, for k = 3.
func drawPrice(_ props.Tier, sights []props.Sight[phaseCase, priceSeen]) (props.Plot, error) {
	p := props.Plot{
		X: props.Axis{Label: "dimension N", Log: true}, Y: props.Axis{Label: "steps to overlap η", Log: true},
		Caption: "The price of noise, for k = 3 (tensor PCA). Online SGD, with the largest order of step size that it bears, needs N² samples; the descent on the population loss, " +
			"with a constant step size from overlap 1/√N, would take N to the power 3/2 steps. Points: runs, medians with intervals of 99 %. Lines: laws at each N. Broken: the claimed orders, through the laws at the largest N.",
	}
	s := sights[0]
	var online, population medianDots
	for i, r := range s.Seen.rungs {
		if err := online.median(r.N, r.Search); err != nil {
			return p, err
		}
		population.add(r.N, s.Seen.population[i], s.Seen.population[i], s.Seen.population[i])
	}
	sizes, search, _, err := s.Case.laws(s.Seen.rungs)
	if err != nil {
		return p, err
	}
	steps := make([]float64, len(sizes))
	for i, n := range sizes {
		var err1 error
		steps[i], err1 = s.Case.row.law.PopulationSteps(int(n), priceDelta, 1/math.Sqrt(n), s.Case.Eta)
		err = errors.Join(err, err1)
	}
	last := len(sizes) - 1
	order := func(from, power float64) (y []float64) {
		for _, n := range sizes {
			y = append(y, from*math.Pow(n/sizes[last], power))
		}
		return y
	}
	p.Curves = []props.Curve{
		online.curve("online SGD", 2), {Name: "law of online SGD", X: sizes, Y: search, Hue: 2, Unlisted: true},
		{Name: "N²", X: sizes, Y: order(search[last], 2), Reference: true},
		{Name: "population", X: population.x, Y: population.y, Dots: true, Hue: 1}, {Name: "law of the population", X: sizes, Y: steps, Hue: 1, Unlisted: true},
		{Name: "N to the power 3/2", X: sizes, Y: order(steps[last], 1.5), Reference: true},
	}
	return p, err
}
