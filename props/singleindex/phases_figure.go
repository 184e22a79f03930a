package singleindex

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"assay/props"
	"assay/props/stat"
	"assay/theory"
)

// drawnLevel is how often an interval that a figure shows may miss: 99 % intervals.
const drawnLevel = 0.01

// medianDots is medians of samples against N, with their intervals. A sample may end in +Inf.
type medianDots struct{ x, y, low, high []float64 }

func (d *medianDots) add(n int, middle, low, high float64) {
	d.x, d.y, d.low, d.high = append(d.x, float64(n)), append(d.y, middle), append(d.low, low), append(d.high, high)
}

func (d *medianDots) median(n int, sample []float64) error {
	middle, err1 := stat.Median(sample)
	low, high, err2 := stat.QuantileInterval(sample, 0.5, drawnLevel)
	d.add(n, middle, low, high)
	return errors.Join(err1, err2)
}

func (d medianDots) curve(name string, hue int) props.Curve {
	return props.Curve{Name: name, X: d.x, Y: d.y, Low: d.low, High: d.high, Dots: true, Hue: hue}
}

// slope is the exponent between the first and the last point.
func slope(x, y []float64) float64 {
	last := len(x) - 1
	return math.Log(y[last]/y[0]) / math.Log(x[last]/x[0])
}

// laws is the medians of search and descent by the laws, at the sizes of the runs and along the ladder of the
// second link, in increasing order.
func (c phaseCase) laws(rungs []phaseRung) (sizes, search, descent []float64, err error) {
	type both struct{ n, search, descent float64 }
	var all []both
	for _, r := range rungs {
		median, err := r.SearchLaw.Quantile(0.5)
		if err != nil {
			return nil, nil, nil, err
		}
		all = append(all, both{float64(r.N), median, r.Arrival.Median})
	}
	seen, err := c.climb()
	if err != nil {
		return nil, nil, nil, err
	}
	medians, _, err := climbedQuantile(seen, 0.5)
	for i, r := range seen {
		if !slices.ContainsFunc(all, func(b both) bool { return b.n == r.n }) {
			all = append(all, both{r.n, medians[i], r.descent})
		}
	}
	slices.SortFunc(all, func(a, b both) int { return int(math.Copysign(1, a.n-b.n)) })
	for _, b := range all {
		sizes, search, descent = append(sizes, b.n), append(search, b.search), append(descent, b.descent)
	}
	return sizes, search, descent, err
}

// isTensor keeps tensor PCA.
func isTensor(c phaseCase) bool { return c.row.kind.family == tensorPCA }

// drawSearch draws the median search time against N.
func drawSearch(_ props.Tier, sights []props.Sight[phaseCase, []phaseRung]) (props.Plot, error) {
	p := props.Plot{
		X: props.Axis{Label: "dimension N", Log: true}, Y: props.Axis{Label: "samples to overlap η, median", Log: true},
		Caption: "How many samples the search takes, for tensor PCA with k = 2, 3 and 4 at the edge of the window of step sizes. Points: medians of the runs, with intervals of 99 %. " +
			"Lines: the law of the search time at each N. Broken: the claimed limit, a constant times N log N, N² and N³. The points lie on their law, and the law runs into the limit.",
	}
	t := props.Table{Title: "exponents of N of the median", Columns: []string{"of the runs", "of the law, there", "of the law, last two N", "of the limit, there"}}
	for i, s := range sights {
		k, hue := s.Case.row.law.Exponent, i+1
		var dots medianDots
		for _, r := range s.Seen {
			if err := dots.median(r.N, r.Search); err != nil {
				return p, err
			}
		}
		sizes, search, _, err1 := s.Case.laws(s.Seen)
		constant, err2 := s.Case.row.law.SearchConstant(s.Case.rule.edge)
		if err := errors.Join(err1, err2); err != nil {
			return p, err
		}
		limit := make([]float64, len(sizes))
		for j, n := range sizes {
			order, err := searchOrder(s.Case, n)
			if err != nil {
				return p, err
			}
			limit[j] = constant * order
		}
		last := len(sizes) - 2
		shown := len(sizes) // the distances are too small to be seen beyond
		for sizes[shown-1] > 1e6 {
			shown--
		}
		p.Curves = append(p.Curves, dots.curve(fmt.Sprintf("runs, k = %d", k), hue),
			props.Curve{Name: fmt.Sprintf("law, k = %d", k), X: sizes[:shown], Y: search[:shown], Hue: hue, Unlisted: true},
			props.Curve{Name: fmt.Sprintf("claimed, k = %d", k), X: sizes[:shown], Y: limit[:shown], Hue: hue, Reference: true, Unlisted: true})
		t.Rows = append(t.Rows, props.Row{Name: fmt.Sprintf("k = %d", k), Values: []float64{
			slope(dots.x, dots.y), slope([]float64{sizes[0], sizes[at(sizes, dots.x)]}, []float64{search[0], search[at(sizes, dots.x)]}),
			slope(sizes[last:], search[last:]), slope(sizes[last:], limit[last:]),
		}})
	}
	p.Tables = append(p.Tables, t)
	return p, nil
}

// at is the place of the last of some sizes among all.
func at(all, some []float64) int { return slices.Index(all, some[len(some)-1]) }

// drawRatio draws the ratio of the median descent to the median search against N, for k = 3.
func drawRatio(_ props.Tier, sights []props.Sight[phaseCase, []phaseRung]) (props.Plot, error) {
	p := props.Plot{
		X: props.Axis{Label: "dimension N", Log: true}, Y: props.Axis{Label: "median descent / median search", Log: true},
		Caption: "How much of the data is left for the descent, for k = 3 (tensor PCA) at the edge of the window. Points: runs, with intervals of 99 %. Line: the laws of both times at each N. " +
			"They run into the corrected order, α_c to the power −1/2 with its constant, and leave the printed order 1/α_c, drawn through the first run, by a factor √N.",
	}
	s := sights[0]
	var dots medianDots
	for _, r := range s.Seen {
		var up, down medianDots
		if err := errors.Join(up.median(r.N, r.Search), down.median(r.N, r.Descent)); err != nil {
			return p, err
		}
		dots.add(r.N, down.y[0]/up.y[0], down.low[0]/up.high[0], down.high[0]/up.low[0])
	}
	sizes, search, descent, err1 := s.Case.laws(s.Seen)
	constant, err2 := ratioConstant(s.Case)
	if err := errors.Join(err1, err2); err != nil {
		return p, err
	}
	law, corrected, printed := make([]float64, len(sizes)), make([]float64, len(sizes)), make([]float64, len(sizes))
	for i, n := range sizes {
		one, err1 := theory.RatioOneStep(int(n), s.Case.row.law.Exponent)
		other, err2 := theory.RatioPrinted(int(n), s.Case.row.law.Exponent)
		if err := errors.Join(err1, err2); err != nil {
			return p, err
		}
		law[i], corrected[i], printed[i] = descent[i]/search[i], constant*one, other
	}
	for i := len(printed) - 1; i >= 0; i-- {
		printed[i] *= law[0] / printed[0]
	}
	last := len(sizes) - 2
	p.Curves = []props.Curve{
		dots.curve("runs", 1), {Name: "law", X: sizes, Y: law, Hue: 1},
		{Name: "corrected order", X: sizes, Y: corrected, Reference: true},
		{Name: "printed order", X: sizes, Y: printed, Reference: true},
	}
	p.Tables = []props.Table{{Title: "exponents of N", Columns: []string{"runs", "law, last two N", "corrected", "printed"},
		Rows: []props.Row{{Name: "k = 3", Values: []float64{slope(dots.x, dots.y), slope(sizes[last:], law[last:]), slope(sizes, corrected), slope(sizes, printed)}}}}}
	return p, nil
}
