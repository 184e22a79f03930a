package small

import (
	"math"
	"testing"
)

// Worked out by hand: with bits = 29 the two terms are 13|7 = 15 and 116^28 = 104.
func TestEvery(t *testing.T) {
	list, table := []int{1, 5}, map[string]int{}
	want := math.Sqrt((-6 + 0.5 + math.Pi - (15 - 104)) * 2 / 2)
	if got := Every(3, 2, 3, 29, list, table); math.Abs(got-want) > 1e-15*want {
		t.Errorf("%v, want %v", got, want)
	}
	if list[0] != 3 || list[1] != 15 || table["met"] != 0 || table["sum"] != 3 {
		t.Error(list, table)
	}
	if got, want := Every(-2, 0.5, 1, 0, list, table), (1-1.25+math.Pi)*2/3+1; got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if got, want := Every(2, 1, 0, 4, list, table), math.Sqrt((-2+0.5-(5-20))*2); got != want {
		t.Errorf("%v, want %v", got, want)
	}
}
