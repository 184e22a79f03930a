package singleindex

import (
	"errors"
	"math"
	"testing"

	"assay/props"
	"assay/props/stat"
	"assay/theory"
)

// The laws' exponent is that of the pairs that are measured: at N = 10 and 24 it lies in
// the distribution-free interval of 40 000 slopes, and both leave 3 out.
func TestGrowthExponent(t *testing.T) {
	c := growthGrid(props.Quick)[3]
	c.Sizes = []int{10, 24}
	law, err := c.slopes(growthStarts, growthLevels)
	if err != nil {
		t.Fatal(err)
	}
	times, err := c.run(testLab(2), 40_000)
	if err != nil {
		t.Fatal(err)
	}
	at := law.exponent()
	_, lower, upper, err := stat.SlopeInterval([]float64{10, 24}, times, 1e-4)
	if err != nil {
		t.Fatal(err)
	}
	if at.most < lower || at.least > upper {
		t.Errorf("the laws' exponent is in [%v, %v], that of the pairs in [%v, %v]", at.least, at.most, lower, upper)
	}
	if !(3 < at.least && at.least < at.most && lower > 3) {
		t.Errorf("exponent in [%v, %v], interval [%v, %v]: want both above 3", at.least, at.most, lower, upper)
	}
}

// The quadrature over the starts is as good as its comment says, where starts reach far: at
// small N and large k.
func TestGrowthQuadrature(t *testing.T) {
	for _, tier := range []props.Tier{props.Quick, props.Standard} {
		c := growthGrid(tier)[3]
		law, err1 := c.slopes(growthStarts, growthLevels)
		finer, err2 := c.slopes(25, 128)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if got, want := law.quantile(0.5, theory.Stated), finer.quantile(0.5, theory.Stated); math.Abs(got-want) > 2e-4 {
			t.Errorf("N = %v: slope %v, on the finer grid %v", c.Sizes, got, want)
		}
	}
}
