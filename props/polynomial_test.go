package props

import (
	"testing"

	"assay/props/stat"
)

// The shift is that of the pairs that are measured: at N = 10 and 24 the laws' median lies in
// the distribution-free interval of 40 000 slopes, and both leave 3 out.
func TestGrowthShift(t *testing.T) {
	c := growthGrid(Quick)[3]
	c.Sizes, c.Pairs = []int{10, 24}, 40_000
	if testing.Short() {
		c.Pairs = 20_000
	}
	lab := testLab(2)
	m, err := measureGrowth(lab, c)
	if err != nil {
		t.Fatal(err)
	}
	_, lower, upper, err := stat.SlopeInterval([]float64{10, 24}, m.times, 1e-4)
	if err != nil {
		t.Fatal(err)
	}
	if least, most := 3+m.shift.least, 3+m.shift.most; most < lower || least > upper {
		t.Errorf("the laws' slope is in [%v, %v], that of the pairs in [%v, %v]", least, most, lower, upper)
	}
	if !(m.shift.least > 0 && m.shift.least < m.shift.most && lower > 3) {
		t.Errorf("shift in [%v, %v], interval [%v, %v]: want both above 3", m.shift.least, m.shift.most, lower, upper)
	}
}
