package props

import "assay/sim"

// The suite judges the laws; its own trial judges the suite. Evidence is drawn from a
// law itself, and the check of that law must not raise an alarm. The functions here draw
// such evidence.

// fromQuantiles draws n values of the law with the given quantile function.
func fromQuantiles(l *Lab, rung, n int, quantile func(p float64) (float64, error)) ([]float64, error) {
	r := sim.NewRandom(l.Seed(rung, 0))
	values := make([]float64, n)
	for i := range values {
		var err error
		if values[i], err = quantile(r.Uniform()); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// successes draws the number of successes in n runs with success probability p.
func successes(l *Lab, rung, n int, p float64) int {
	r := sim.NewRandom(l.Seed(rung, 0))
	k := 0
	for range n {
		if r.Uniform() < p {
			k++
		}
	}
	return k
}
