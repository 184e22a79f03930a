package stat

import (
	"errors"
	"fmt"
	"math"
)

// Extrapolation is a limit with two error estimates.
type Extrapolation struct {
	Value      float64 // the extrapolated limit
	Truncation float64 // what the last elimination moved: the estimated error before it, large against that after it
	Rounding   float64 // a bound for the rounding of the inputs, 2^{−53} relative each, carried to Value
}

// Richardson is the limit h → 0 of A(h) = A + c₁h^{p₁} + c₂h^{p₂} + … from values[i] = A(h₀/ratioⁱ) and the
// exponents p₁ < p₂ < … in orders, one fewer than values,
//
//	T_{i,0} = A(h_i),   T_{i,j} = T_{i,j−1} + (T_{i,j−1} − T_{i−1,j−1})/(ratio^{p_j} − 1).
//
// On a ladder of sizes N_i = N₀ ratioⁱ the terms are c_j N^{−p_j}. Value is the last entry of the table. Truncation
// is the larger of its distances to its two neighbours; it is an estimate, valid in the asymptotic regime, which
// [ObservedOrder] tests. Richardson 1911; Hairer, Nørsett, Wanner 1993, §II.9.
func Richardson(values []float64, ratio float64, orders []float64) (Extrapolation, error) {
	if err := errors.Join(finiteError("values", values), positiveError("ratio", ratio)); err != nil {
		return Extrapolation{}, err
	}
	if ratio <= 1 {
		return Extrapolation{}, fmt.Errorf("stat: ratio = %v, want more than 1", ratio)
	}
	if len(values) < 2 {
		return Extrapolation{}, fmt.Errorf("stat: extrapolation needs at least 2 values, have %d", len(values))
	}
	if len(orders) != len(values)-1 {
		return Extrapolation{}, fmt.Errorf("stat: %d orders for %d values, want one fewer than values", len(orders), len(values))
	}
	for j, p := range orders {
		if !(p > 0) || math.IsInf(p, 1) || j > 0 && p <= orders[j-1] {
			return Extrapolation{}, fmt.Errorf("stat: orders[%d] = %v, want positive increasing exponents", j, p)
		}
	}
	row := append([]float64(nil), values...)
	size := make([]float64, len(values))
	for i, v := range values {
		size[i] = math.Abs(v)
	}
	var previous, diagonal float64
	for j, p := range orders {
		gain := 1 / (math.Pow(ratio, p) - 1)
		last := len(row) - 1
		previous, diagonal = row[last], row[last-1]
		for i := 0; i < last; i++ {
			row[i] = row[i+1] + (row[i+1]-row[i])*gain
			size[i] = size[i+1] + (size[i+1]+size[i])*gain
		}
		row = row[:len(values)-1-j]
	}
	v := row[0]
	return Extrapolation{
		Value:      v,
		Truncation: math.Max(math.Abs(v-previous), math.Abs(v-diagonal)),
		Rounding:   size[0] * 0x1p-53,
	}, nil
}

// ObservedOrder is the exponent p that three values on a ladder show, A(h), A(h/r), A(h/r²) with A(h) ≈ A + c h^p,
//
//	p = ln((A(h) − A(h/r))/(A(h/r) − A(h/r²)))/ln r.
//
// It is an error when the differences do not shrink with one sign: the ladder is not in the asymptotic regime.
func ObservedOrder(first, second, third, ratio float64) (float64, error) {
	if err := finiteError("values", []float64{first, second, third}); err != nil {
		return 0, err
	}
	if !(ratio > 1) || math.IsInf(ratio, 1) {
		return 0, fmt.Errorf("stat: ratio = %v, want a finite number above 1", ratio)
	}
	q := (first - second) / (second - third)
	if !(q > 1) || math.IsInf(q, 1) {
		return 0, fmt.Errorf("stat: differences %v and %v, want two of one sign, the second smaller", first-second, second-third)
	}
	return math.Log(q) / math.Log(ratio), nil
}
