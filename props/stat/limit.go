package stat

import (
	"errors"
	"fmt"
	"math"
)

// LimitEstimate is the limit of a sequence with two error estimates.
type LimitEstimate struct {
	Value      float64 // the extrapolated limit
	Truncation float64 // what the last elimination moved: the estimated error before it, large against that after it
	Gain       float64 // a bound e on the error of each value is one of Gain·e on Value
}

// Limit is the limit r → 0 of values[i] = A + c₁r_i + c₂r_i² + … at rates r₀ > r₁ > … > 0, by the scheme of Aitken and
// Neville,
//
//	T_{i,0} = values[i],   T_{i,j} = T_{i,j−1} + (T_{i,j−1} − T_{i−1,j−1})/(r_{i−j}/r_i − 1).
//
// A rate is what the distance from the limit is proportional to in leading order: N^{−1/2}, 1/log N. Truncation is the
// larger of the distances of Value from its two neighbours in the table. It estimates the error where the
// expansion holds; a rate that is not the right one leaves it large. Hairer, Nørsett, Wanner 1993, §II.9.
func Limit(values, rates []float64) (LimitEstimate, error) {
	if err := errors.Join(finiteError("values", values), finiteError("rates", rates)); err != nil {
		return LimitEstimate{}, err
	}
	if len(values) < 3 || len(rates) != len(values) {
		return LimitEstimate{}, fmt.Errorf("stat: %d values and %d rates, want as many of both, at least 3", len(values), len(rates))
	}
	for i, r := range rates {
		if !(r > 0) || i > 0 && !(r < rates[i-1]) {
			return LimitEstimate{}, fmt.Errorf("stat: rates[%d] = %v, want positive decreasing numbers", i, r)
		}
	}
	row := append([]float64(nil), values...)
	gain := make([]float64, len(values))
	for i := range gain {
		gain[i] = 1
	}
	var upper, lower float64
	for j := 1; j < len(values); j++ {
		upper, lower = row[len(row)-2], row[len(row)-1]
		for i := range len(row) - 1 {
			share := 1 / (rates[i]/rates[i+j] - 1)
			row[i] = row[i+1] + (row[i+1]-row[i])*share
			gain[i] = gain[i+1] + (gain[i+1]+gain[i])*share
		}
		row = row[:len(row)-1]
	}
	v := row[0]
	return LimitEstimate{Value: v, Truncation: math.Max(math.Abs(v-upper), math.Abs(v-lower)), Gain: gain[0]}, nil
}
