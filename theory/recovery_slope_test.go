package theory

import (
	"errors"
	"math"
	"slices"
	"testing"
)

// instantly is the law of a time that is the same in every run.
type instantly float64

func (l instantly) CDF(t float64) float64 {
	if t < float64(l) {
		return 0
	}
	return 1
}
func (l instantly) Density(float64) float64           { return 0 }
func (l instantly) Quantile(float64) (float64, error) { return float64(l), nil }

// Times that are c N² in every run have the slope 2, whatever c, which the start may set; τ' − τ of a normal law about the
// same times is a normal of its own.
func TestSlopeLaw(t *testing.T) {
	exact, err := NewSlopePair(10, 80, 7, 32, 0.97, func(n int, u float64) (TimeLaw, error) {
		return instantly((1 + u) * float64(n*n)), nil
	})
	accepted(t, "pair", err)
	law := SlopeLaw{exact}
	for _, late := range []LateSide{Steeper, Stated, Flatter} {
		near(t, "median", law.Quantile(0.5, 8, late), 2, 8*0x1p-39)
	}
	near(t, "all below", law.CDF(3, Stated), 1, 16*ulp)

	const at, end, spread = 1000.0, 4000.0, 0.001
	normal, err := NewSlopePair(100, 200, 3, 400, 0.999, func(n int, _ float64) (TimeLaw, error) {
		if n == 100 {
			return &ArrivalLaw{at, spread}, nil
		}
		return &ArrivalLaw{end, spread}, nil
	})
	accepted(t, "pair", err)
	law = SlopeLaw{normal, normal}
	for _, s := range []float64{1.9, 2, 2.1} {
		// τ' ≤ 2^s τ is a normal below 0: of mean end − 2^s at and variance spread(end² + (2^s at)²)
		factor := math.Exp2(s)
		want := math.Erfc((end-factor*at)/math.Sqrt(2*spread*(end*end+factor*factor*at*at))) / 2
		near(t, "P(slope ≤ s)", law.CDF(s, Stated), want, 1.0/800) // half a level
		near(t, "quantile", law.Quantile(law.CDF(s, Stated), 8, Stated), s, 8*0x1p-39)
	}
	// Ten steps of 1000 are a hundredth: less of τ makes the slopes steeper by log₂ 1.01, less of τ' flatter by ¼ of it.
	normal.Late = 10
	law = SlopeLaw{normal}
	flatter, stated, steeper := law.Quantile(0.5, 8, Flatter), law.Quantile(0.5, 8, Stated), law.Quantile(0.5, 8, Steeper)
	near(t, "steeper", steeper-stated, -math.Log2(1-10/at), spread*10/at) // the spread changes the median in second order
	near(t, "flatter", flatter-stated, math.Log2(1-10/end), spread*10/at)
}

// The starts are nodes of a rule for the mean over u, uniform on [0, 1]: it has the moments of u. Both times of a pair
// start from the same.
func TestStartsOfASlopePair(t *testing.T) {
	for _, starts := range []int{2, 3, 7} {
		var quantiles, ends []float64
		pair, err := NewSlopePair(1, 2, starts, 1, 0.9, func(n int, u float64) (TimeLaw, error) {
			if n == 1 {
				quantiles = append(quantiles, u)
			} else {
				ends = append(ends, u)
			}
			return instantly(1), nil
		})
		accepted(t, "pair", err)
		if !slices.Equal(quantiles, ends) {
			t.Errorf("τ starts from the quantiles %v, τ' from %v", quantiles, ends)
		}
		var moments [3]float64
		for i, u := range quantiles {
			for j := range moments {
				moments[j] += pair.Starts[i].Weight * math.Pow(u, float64(j))
			}
		}
		near(t, "Σw", moments[0], 1, 16*ulp)
		near(t, "Σwu", moments[1], 0.5, 16*ulp)
		if starts > 2 { // of degree 5 in √(1−u), which two nodes do not have
			near(t, "Σwu²", moments[2], 1./3, 16*ulp)
		}
	}
}

func TestSlopeLawRefuses(t *testing.T) {
	same := func(int, float64) (TimeLaw, error) { return instantly(1), nil }
	for _, c := range []struct {
		n, end, starts, levels int
		upTo                   float64
	}{{0, 2, 1, 1, 0.5}, {2, 2, 1, 1, 0.5}, {1, 2, 0, 1, 0.5}, {1, 2, 1, 0, 0.5}, {1, 2, 1, 1, 0}, {1, 2, 1, 1, math.NaN()}} {
		_, err := NewSlopePair(c.n, c.end, c.starts, c.levels, c.upTo, same)
		refused(t, "pair", err, "want 1 ≤ N < N'")
	}
	_, err := NewSlopePair(1, 2, 1, 1, 0.5, func(int, float64) (TimeLaw, error) { return nil, errors.New("no law") })
	refused(t, "law", err, "no law")
	_, err = NewSlopePair(1, 2, 1, 1, 0.5, func(int, float64) (TimeLaw, error) { return tabulate([]instant{{0, 0, 1}, {1, 0.2, 1}}), nil })
	refused(t, "level", err, "p < 0.2")
}
