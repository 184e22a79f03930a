package theory

import (
	"math"
	"testing"
)

// Without noise and at small m the growing step's time is its closed form.
func TestGrowingSearch(t *testing.T) {
	for k := 3; k <= 5; k++ {
		s := mustTensor(t, k, 1.3)
		const n, z0 = 100000000, 2.0
		from, to := z0/1e4, 0.02
		got, err := s.GrowingTime(n, from, to)
		if err != nil {
			t.Fatal(err)
		}
		want, err := s.GrowingSearch(n, z0)
		if err != nil {
			t.Fatal(err)
		}
		// what is left beyond to, and the factor 1 − 2m² of the drift
		near(t, s.Name, got/want, 1, math.Pow(from/to, float64(2*k-4))+4*to*to)
		delta, err := s.GrowingStep(0.1)
		if err != nil {
			t.Fatal(err)
		}
		// δ ↦ δ(a m^{k−1} − ½δVm) is largest at δ(m)
		gain := func(d float64) float64 { return d * (s.Leading()*math.Pow(0.1, float64(k-1)) - d/2*s.V(0)*0.1) }
		if !(gain(delta) > gain(0.95*delta) && gain(delta) > gain(1.05*delta)) {
			t.Errorf("%s: the growing step is not the best", s.Name)
		}
	}
}

// On average over the start half of the runs fail for tensor PCA.
func TestGrowingFailure(t *testing.T) {
	s := mustTensor(t, 3, 1)
	he3, _ := HermiteLayer(3, 0)
	for _, c := range []struct {
		s    *SingleIndex
		want float64
	}{{s, 0.5}, {he3, 2 / math.Pi * math.Atan(math.Sqrt(16416.0/13824))}} {
		mean := 2 * panels().mean(func(z float64) float64 {
			if z <= 0 {
				return 0
			}
			p, err := c.s.GrowingFailure(z)
			if err != nil {
				t.Fatal(err)
			}
			return p
		})
		near(t, c.s.Name, mean, c.want, 1e-9)
	}
}
