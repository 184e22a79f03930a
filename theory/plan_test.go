package theory

import (
	"math"
	"strings"
	"testing"
)

// For k = 1 and large N the search takes the time of the flow from the start; f = x has V = 8(1−m) and
// b = 2(1−m²) − 4δ(1−m)m, whose ∫dm/b is elementary for δ = ½: 1/b = 1/(2(1−m)).
func TestSearchLawLinear(t *testing.T) {
	s, err := LayerOf(powers("x", 0, 1), 0)
	if err != nil {
		t.Fatal(err)
	}
	const n, delta, eta = 1_000_000_000, 0.5, 0.4
	law, err := s.SearchLaw(n, delta, eta, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	median, err := law.Quantile(0.5)
	if err != nil {
		t.Fatal(err)
	}
	m0, _ := (StartLaw{n}).HalfQuantile(0.5)
	flow := n / delta * math.Log((1-m0)/(1-eta)) / 2
	// starts of order N^{−1/2} and noise of the same order: the median is that of their sum
	near(t, "median", median/flow, 1, 2/math.Sqrt(n))
	near(t, "CDF", law.CDF(median), 0.5, 1e-9)
	near(t, "density", law.Density(median), (law.CDF(median*(1+1e-7))-law.CDF(median*(1-1e-7)))/(2e-7*median), 1e-4*law.Density(median))
	if law.CDF(-1) != 0 {
		t.Error("a time before the start")
	}
	descent, err := s.DescentLaw(n, delta, 0.4, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "descent", descent.Median, n/delta*math.Log(0.6/0.1)/2, 1e-4*descent.Median)
}

// The moments of a step of the chain are those of [SingleIndex.StepMoments] but for terms of higher order in h: halving h
// divides what is between them by 8 for the mean and by 16 for the variance, whose next term is h⁴.
func TestChainMoments(t *testing.T) {
	s, err := LayerOf(powers("x²", 0, 0, 1), 0.5)
	if err != nil {
		t.Fatal(err)
	}
	apart := func(delta float64) (mean, variance float64) {
		p := walk{s: s, n: 100, step: func(float64) float64 { return delta }, eta: 0.5}
		mean, variance = p.chainMoments(0.3)
		a, b := p.moments(0.3)
		return mean - a, variance - b
	}
	const delta = 1e-3
	mean, variance := apart(delta)
	halfMean, halfVariance := apart(delta / 2)
	// the ratio is off by the next order, δ E G⁶/N E G⁴·…, some percent here
	near(t, "mean", mean/halfMean, 8, 0.4)
	near(t, "variance", variance/halfVariance, 8, 0.4)
}

// The best step is where the time of the flow is least, for k = 1 and large N, by a fine grid of the flow itself; for
// the spiked matrix it tends to c₂/V(0), by 1/log N, and the law is that of escape.
func TestBestStep(t *testing.T) {
	s, err := LayerOf(gelu(), 0.2)
	if err != nil {
		t.Fatal(err)
	}
	const n, eta = 1_000_000, 0.5
	got, err := s.BestStep(n, eta, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	least, m0 := math.Inf(1), 0.6745e-3
	for delta := 0.2; delta < 3; delta *= 1.01 {
		if time, err := s.HittingTime(n, delta, m0, eta); err == nil && time < least {
			least = time
		}
	}
	near(t, "samples", got.Samples/least, 1, 3e-4) // 1 % off the best step costs 1e-4, the spread as much
	matrix := mustTensor(t, 2, 1.5)
	best, err := matrix.BestStep(10_000, eta, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	least = math.Inf(1)
	for f := 0.5; f < 1.5; f += 0.02 {
		law, err := matrix.Escape(10_000, f*3/2, eta)
		if err != nil {
			t.Fatal(err)
		}
		if time, _ := law.Quantile(0.5); time < least {
			least = time
		}
	}
	near(t, "samples of the matrix", best.Samples/least, 1, 0.01) // the law of escape is that of N → ∞
}

// The critical step of x³ is set by η, and the window of N = α = 1000 has δ = .00104 in it and .0056, the middle of the
// corrected window, beyond its ceiling.
func TestStepsForCube(t *testing.T) {
	s, err := LayerOf(powers("x³", 0, 0, 0, 1), 0)
	if err != nil {
		t.Fatal(err)
	}
	const n, eta = 1000, 0.5
	ceiling, at, err := s.Ceiling(n, eta)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "its place", at, eta, 1e-12)
	near(t, "ceiling", ceiling, -2*s.PhiPrime(eta)*(1-eta*eta)/(eta*s.V(eta)), 1e-12)
	window, err := s.StepsFor(n, 1e6, eta, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if !(window.Low < 0.00104 && 0.00104 < window.High && window.High < 0.0056) {
		t.Errorf("window %v, want 0.00104 inside and 0.0056 above", window)
	}
	for _, delta := range []float64{window.Low, window.High} {
		law, err := s.SearchLaw(n, delta, eta, 0.96)
		if err != nil {
			t.Fatal(err)
		}
		if p := law.CDF(1e6); p < 0.95 {
			t.Errorf("at the end δ = %v of the window %v recover", delta, p)
		}
	}
	again, around, err := s.StepsWithin(n, 2, eta, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if twice, err := s.StepsFor(n, 2*again.Samples, eta, 0.95); err != nil || twice != around || !(around.Low < again.Delta && again.Delta < around.High) {
		t.Errorf("the window around the best step %v is %v, want %v, %v", again, around, twice, err)
	}
	if _, _, err := s.StepsWithin(n, 0.5, eta, 0.95); err == nil || !strings.Contains(err.Error(), "want a finite number ≥ 1") {
		t.Errorf("half the samples: %v", err)
	}
	_, err = s.StepsFor(n, 100, eta, 0.95)
	refused(t, "few samples", err, "100 samples, want at least")
}

// The exponent of medians at finite sizes is that of their laws; k = 2 by the law of escape, in closed form.
func TestGrowthAt(t *testing.T) {
	matrix := mustTensor(t, 2, 1)
	sizes := []int{1000, 4000, 16_000}
	step := func(int) float64 { return 0.25 }
	got, medians, err := matrix.GrowthAt(sizes, step, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	at := func(n int) float64 {
		law, err := matrix.Escape(n, 0.25, 0.5)
		if err != nil {
			t.Fatal(err)
		}
		median, err := law.Quantile(0.5)
		if err != nil {
			t.Fatal(err)
		}
		return median
	}
	want := math.Log(at(16_000)/at(1000)) / math.Log(16) // the middle of three equal steps has no weight
	near(t, "exponent", got, want, 1e-3)
	if !(got > 1.1) {
		t.Errorf("exponent %v, want more than 1 + 1/log N", got)
	}
	if len(medians) != 3 || medians[1].N != 4000 || medians[1].Delta != 0.25 {
		t.Errorf("medians %v", medians)
	}
	for _, sizes := range [][]int{{100}, {100, 100}, {200, 100}} {
		_, _, err := matrix.GrowthAt(sizes, step, 0.5)
		refused(t, "sizes", err, "sizes [")
	}
}

func TestPlanRefuses(t *testing.T) {
	s := mustTensor(t, 3, 1)
	_, _, err := s.Ceiling(1, 0.5)
	refused(t, "N", err, "1")
	_, _, err = s.Ceiling(100, 0.01)
	refused(t, "η", err, "want more than the median start")
	_, err = s.BestStep(100, 0.5, 0.999)
	refused(t, "p", err, "p = 0.999")
	_, err = s.StepsFor(100, -1, 0.5, 0.5)
	refused(t, "samples", err, "-1")
	_, err = s.SearchLaw(100, 0.1, 0.5, 1)
	refused(t, "upTo", err, "probability = 1")
	_, err = s.SearchLaw(100, -0.1, 0.5, 0.5)
	refused(t, "δ", err, "-0.1")
	_, err = s.DescentLaw(100, 0.1, 0.5, 0.4)
	refused(t, "order", err, "from = 0.5 to = 0.4")
	stuck, err := MisspecifiedOf(powers("data", 0, 0, 1, 0, -1), powers("fit", 0, 0, 1, 0, 1), 0)
	if err != nil {
		t.Fatal(err)
	}
	if stuck.Exponent != 0 {
		t.Fatalf("k = %d, want none: −6h₄-part against +", stuck.Exponent)
	}
	_, err = stuck.SearchLaw(100, 0.1, 0.5, 0.5)
	refused(t, "uphill", err, ErrUphill.Error())
}

// The law of three cumulants is that of Wald where drift and variance do not change: (x, μ, σ) by its density, which integrates to its
// distribution function, with the moments it says.
func TestLeaning(t *testing.T) {
	for _, l := range []leaning{{100, 20, 0.6}, {100, 20, 0.05}, {1e6, 30, 1e-3}, {5, 1, 0}} {
		const cells = 200_000
		low, high := l.mean-12*l.deviation, l.mean+30*l.deviation
		width := (high - low) / cells
		var mass, mean, variance, third float64
		for i := range cells {
			x := low + (float64(i)+0.5)*width
			weight := width * l.density(x)
			mass += weight
			mean += weight * (x - l.mean)
			variance += weight * (x - l.mean) * (x - l.mean)
			third += weight * math.Pow(x-l.mean, 3)
			if i%40_000 == 20_000 {
				near(t, "P", l.cdf(x+width/2), mass, 1e-6) // 1/(3b⁷) of a tail
			}
		}
		s := l.deviation
		near(t, "mass", mass, 1, 1e-6)
		near(t, "mean", mean/s, 0, 1e-6)
		near(t, "variance", variance/s/s, 1, 1e-6)
		near(t, "skewness", third/s/s/s, l.skew, 1e-5)
	}
	if p := (leaning{}).cdf(0); p != 1 {
		t.Errorf("a start beyond the level: %v", p)
	}
}

// The cumulants of a rise are those of a diffusion with constant drift and variance, Wald's: mean L/b, variance Lv/b³,
// third 3Lv²/b⁵. f = x from far below with noise so large that V and σ² hardly change comes near: the cumulants are within 1 %
// of integrals along the overlap.
func TestRise(t *testing.T) {
	s, err := LayerOf(powers("x", 0, 1), 400)
	accepted(t, "x", err)
	p := walk{s: s, n: 1e6, step: func(float64) float64 { return 1e-5 }, eta: 0.02}
	r, err := p.rise(0)
	accepted(t, "rise", err)
	law := r.since(0)
	b, v := p.moments(0.01)
	near(t, "mean", law.mean-overshoot*math.Sqrt(v)/b, 0.02/b, 0.01*0.02/b)
	near(t, "variance", law.deviation*law.deviation, 0.02*v/(b*b*b), 0.01*0.02*v/(b*b*b))
	near(t, "third", law.skew*math.Pow(law.deviation, 3), 3*0.02*v*v/math.Pow(b, 5), 0.01*3*0.02*v*v/math.Pow(b, 5))
}
