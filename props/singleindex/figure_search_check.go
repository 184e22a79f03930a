package singleindex

import (
	"errors"
	"math"

	"assay/props"
	"assay/theory"
)

// Levels and violations that the checks of the search figures declare.
const (
	reached        = 0.9  // the least share of runs that reach overlap near 1
	readingLevel   = 0.1  // a reading lies in the central 80 % of its law
	medianViolated = 0.35 // level by which a median is seen to be off
	orderLikely    = 0.5  // the least share of descents within a factor 2 of their law
	orderViolated  = 0.49 // error of that share that is seen
)

// figureSearchSquare checks Figure 2.1a at the published size, N = 3000.
//
// A run's speed is that of the logit: where the drift is κm(1−m²), any function of m falls
// or rises at the rate κ, so the time of the population curve between two levels over the
// time of the run is (8 − 96δ)/8, whatever the levels. By the strong Markov property the
// noise enters as log(1+ξ), ξ symmetric: the median is the ratio itself.
func figureSearchSquare() props.Check {
	f := searchSquare
	row := props.Must(f.row())
	// ratio: the runs' speed over that of the population curve
	speed := func(s scene, m searched, j *props.Judge, ratio float64) error {
		population, err := row.law.PopulationSteps(s.N, s.Delta, f.low, f.high)
		if err != nil {
			return err
		}
		ratios := designed(m.descents(), m.timed)
		for i := range ratios {
			ratios[i] = population / ratios[i]
		}
		j.QuantileWithin("share of runs slower than the predicted ratio", ratios, 0.5, ratio, medianViolated)
		props.ReadingLies(j, "ratio of the slopes", ratios, 0.861, 0.0005, readingLevel)
		return nil
	}
	corrected := func(s scene) float64 { return row.law.Drift(f.high, s.Delta) / row.law.Drift(f.high, 0) }
	search := func(m searched, j *props.Judge, median float64) {
		j.QuantileWithin("share of search times below the law's median", m.searchTimes(), 0.5, median, medianViolated)
	}
	median := func(s scene) (float64, error) {
		law, err := row.law.Escape(s.N, s.Delta, f.low)
		if err != nil {
			return 0, err
		}
		return law.Quantile(0.5)
	}
	// unit is N/δκ, the samples in which a small overlap grows by e
	unit := func(s scene) (float64, error) {
		kappa, err := row.law.GrowthRate(s.Delta)
		return float64(s.N) / (s.Delta * kappa), err
	}
	return props.Experiment[scene, searched]{
		Of:    theory.Figure21a,
		Grid:  func(t props.Tier) []scene { return []scene{f.scene(t)} },
		Tests: 5, Measure: f.measure(func(l *props.Lab, s scene) (runs, timed int, err error) {
			if timed, err = readingRuns(l); err != nil {
				return 0, 0, err
			}
			runs, err = f.finishing(row, s, timed)
			return runs, timed, err
		}),
		Law: func(s scene, m searched, j *props.Judge) error {
			j.Likely("share of runs that pass .9 within M", len(m.descents()), len(m.runs), reached, reached-0.5)
			t, err := median(s)
			if err != nil {
				return err
			}
			search(m, j, t)
			if err := speed(s, m, j, corrected(s)); err != nil {
				return err
			}
			return f.judgePopulation(row.law, s, m, j)
		},
		Rivals: []props.Rival[scene, searched]{
			props.WrongLaw("SGD rises as fast as the population curve", func(s scene, m searched, j *props.Judge) error { return speed(s, m, j, 1) }),
			props.WrongLaw("1 − 24δ: the projection's pull without ½", func(s scene, m searched, j *props.Judge) error { return speed(s, m, j, 1-24*s.Delta) }),
			props.WrongLaw("1 − 6δ: half the pull", func(s scene, m searched, j *props.Judge) error { return speed(s, m, j, 1-6*s.Delta) }),
			props.WrongLaw("search of log N for ½ log N", func(s scene, m searched, j *props.Judge) error {
				t, err1 := median(s)
				fold, err2 := unit(s)
				if err := errors.Join(err1, err2); err != nil {
					return err
				}
				search(m, j, t+fold*math.Log(float64(s.N))/2)
				return nil
			}),
			props.WrongLaw("search of order N/δ, without log N", func(s scene, m searched, j *props.Judge) error {
				fold, err := unit(s)
				if err != nil {
					return err
				}
				search(m, j, fold)
				return nil
			}),
			props.WrongLaw("the population curve at half the drift", func(s scene, m searched, j *props.Judge) error {
				return f.judgePopulation(row.law, scene{s.N, s.Alpha, s.Delta / 2, s.From}, m, j)
			}),
		},
		Plants: []props.Plant[scene, searched]{
			props.Planted("the ratio of the slopes × 1.2", func(s scene, m searched, j *props.Judge) error { return speed(s, m, j, 1.2*corrected(s)) }),
			props.Planted("the ratio of the slopes × .8", func(s scene, m searched, j *props.Judge) error { return speed(s, m, j, 0.8*corrected(s)) }),
		},
	}.Check()
}

// figureSearchCubic checks Figure 2.1b: at N = 3000 in the deep tier, on a smaller
// companion in the others.
//
// The chance to be above ½ by M is that of the law of the passage in the dimension that is run.
func figureSearchCubic() props.Check {
	f := searchCubic
	row := props.Must(f.row())
	// by: the probability to have passed ½ within M samples
	by := func(want func(p float64) float64) props.Law[scene, searched] {
		return func(s scene, m searched, j *props.Judge) error {
			p, slack, err := arrivalChance(row, s, f.low)
			arrive(j, "share of runs above ½ within M", m.found(), len(m.runs), want(p), slack)
			return err
		}
	}
	// order: the descent takes the number of steps given, up to a factor 2 for most runs
	order := func(m searched, j *props.Judge, steps float64) {
		all := designed(m.descents(), m.timed)
		within := tally(all, func(x float64) bool { return x >= steps/2 && x <= 2*steps })
		j.Likely("share of descents within a factor 2 of the law", within, len(all), orderLikely, orderViolated)
	}
	stretch := func(factor float64) props.Law[scene, searched] {
		return func(s scene, m searched, j *props.Judge) error {
			descent, err := row.law.HittingTime(s.N, s.Delta, f.low, f.high)
			order(m, j, factor*descent)
			return err
		}
	}
	return props.Experiment[scene, searched]{
		Of:    theory.Figure21b,
		Grid:  func(t props.Tier) []scene { return []scene{f.scene(t)} },
		Tests: 3, Measure: f.measure(func(l *props.Lab, s scene) (runs, timed int, err error) {
			_, slack, err1 := arrivalChance(row, s, f.low)
			runs, err2 := arrivalRuns(l, slack)
			timed, err3 := proportionRuns(l, orderLikely, orderViolated)
			if err := errors.Join(err1, err2, err3); err != nil {
				return 0, 0, err
			}
			finishing, err := f.finishing(row, s, timed)
			return max(runs, finishing), timed, err
		}),
		Law: func(s scene, m searched, j *props.Judge) error {
			if err := by(func(p float64) float64 { return p })(s, m, j); err != nil {
				return err
			}
			descent, err := row.law.HittingTime(s.N, s.Delta, f.low, f.high)
			if err != nil {
				return err
			}
			order(m, j, descent)
			if err := f.judgePopulation(row.law, s, m, j); err != nil {
				return err
			}
			edge, err := row.law.TrapEdge(s.Delta)
			if err != nil {
				return err
			}
			j.AtMost("trap edge over m₀ of the population curve", edge/s.From, 1, props.Rounding(4, 1))
			return nil
		},
		Rivals: []props.Rival[scene, searched]{
			props.WrongLaw("every start recovers", func(_ scene, m searched, j *props.Judge) error {
				j.Likely("share of runs above ½ within M", m.found(), len(m.runs), 0.99, 0.5)
				return nil
			}),
			props.WrongLaw("no start leaves the trap", func(_ scene, m searched, j *props.Judge) error {
				j.Unlikely("share of runs above ½ within M", m.found(), len(m.runs), 0.01, 0.5)
				return nil
			}),
			props.WrongLaw("the k = 2 search time, (N/2aδ) log N", func(s scene, m searched, j *props.Judge) error {
				t := float64(s.N) * math.Log(float64(s.N)) / (2 * row.law.Leading() * s.Delta)
				j.QuantileWithin("share of search times below the law's median", m.searchTimes(), 0.5, t, medianViolated)
				return nil
			}),
			props.WrongLaw("a descent of N steps, as Theorem 1.5 prints with C = 1", func(s scene, m searched, j *props.Judge) error {
				order(m, j, float64(s.N))
				return nil
			}),
			props.WrongLaw("a descent as long as the search", func(s scene, m searched, j *props.Judge) error {
				order(m, j, float64(s.samples()))
				return nil
			}),
			props.WrongLaw("the population curve of k = 2", func(s scene, m searched, j *props.Judge) error {
				square, err := theory.MonomialLayer(2, 0)
				if err != nil {
					return err
				}
				return f.judgePopulation(square, s, m, j)
			}),
		},
		Plants: []props.Plant[scene, searched]{
			props.Planted("recovery by M with probability .9", by(func(float64) float64 { return 0.9 })),
			props.Planted("recovery by M with probability .1", by(func(float64) float64 { return 0.1 })),
			props.Planted("the descent × 3", stretch(3)),
			props.Planted("the descent over 3", stretch(1./3)),
		},
	}.Check()
}
