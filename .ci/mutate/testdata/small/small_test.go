package small

import "testing"

func TestWeights(t *testing.T) {
	if w := Weights(); w[0] != 2 || w[2] != -1.5 {
		t.Error(w)
	}
}

// The end of the interval is not tried.
func TestBetween(t *testing.T) {
	for x, want := range map[float64]bool{0: false, 1: true, 2: true, 4: false} {
		if Between(x, 1, 3) != want {
			t.Error(x)
		}
	}
}

func TestSum(t *testing.T) {
	if sum, n := Sum([]float64{1, 2, 4}); sum != 7 || n != 3 {
		t.Error(sum, n)
	}
	if sum, _ := Sum([]float64{-1}); sum != 0 {
		t.Error(sum)
	}
}

func TestHalf(t *testing.T) {
	if h, err := Half(6); h != 3 || err != nil {
		t.Error(h, err)
	}
	if _, err := Half(7); err == nil {
		t.Error("7 is halved")
	}
}
