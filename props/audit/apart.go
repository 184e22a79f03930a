package audit

import (
	"assay/props/stat"
)

// apart is, for each compatible law but the first, what would tell it from the first.
func apart(compatible []*trial, o Options) (all []Apart, err error) {
	for i, other := range compatible {
		if i == 0 {
			continue
		}
		one := compatible[0]
		a := Apart{One: one.Name, Other: other.Name}
		for k := range min(len(one.made), len(other.made)) {
			d, err := stat.DistanceBetween(one.made[k], other.made[k])
			if err != nil {
				return nil, err
			}
			// two samples of one law differ by so much but for one time in a hundred
			noise, err := stat.TwoSampleBand(len(one.made[k]), len(other.made[k]), 0.01)
			if err != nil {
				return nil, err
			}
			if d -= noise; d > a.Distance {
				a.Distance, a.Test = d, one.Tests[k].Name
			}
		}
		if a.Distance > 0 {
			if a.Samples, err = stat.KolmogorovSamples(a.Distance, o.Alpha, o.Beta, stat.TwoSided); err != nil {
				return nil, err
			}
		}
		all = append(all, a)
	}
	return all, nil
}

// curves is the numbers beside the law as stated and the nearest compatible mistake.
func curves(groups []group, stated *trial, trials []*trial) (all []Curve) {
	k := 0
	for _, g := range groups {
		for _, v := range g.evidence.views {
			test := g.label + v.name
			all = append(all, Curve{test, "data", ascending(v.data)})
			if k < len(stated.made) {
				all = append(all, Curve{test, stated.Name, ascending(stated.made[k])})
			}
			if len(trials) > 0 && trials[0].Compatible() && k < len(trials[0].made) {
				all = append(all, Curve{test, trials[0].Name, ascending(trials[0].made[k])})
			}
			k++
		}
	}
	return all
}
