package theory

import (
	"math"
	"testing"
)

func mustPassage(t *testing.T, s *SingleIndex, n int, delta float64, start PassageStart, eta, upTo float64) *Passage {
	t.Helper()
	l, err := s.Passage(n, func(float64) float64 { return delta }, start, eta, upTo)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// As N grows the law tends to the explosion time of the critical step, k = 3 and 4, and to
// the escape law, k = 2. Its distance from them must shrink, and be small at the end: the
// relative corrections are of order N^{−1/2} for k = 3 (the descent), 1/N for k = 4 and 2. So it is at
// N = 10⁹, where the pull of the projection, (δ/N)²N/2 a step, is far below the rounding of 1.
func TestPassageLimits(t *testing.T) {
	for _, c := range []struct {
		k            int
		d0           float64
		small, large int
		order        float64
	}{
		{3, 1, 100, 100_000, 0.5}, {4, 1, 64, 10_000, 1}, {2, 1, 100, 10_000, 1},
		{3, 1, 100, 1_000_000_000, 0.5}, {2, 1, 100, 1_000_000_000, 1},
	} {
		s := mustTensor(t, c.k, 1)
		gap := func(n int) float64 {
			delta := c.d0 * math.Pow(float64(n), -float64(c.k-2)/2)
			l := mustPassage(t, s, n, delta, PassageStart{}, 0.5, 0.9)
			got, err1 := l.Quantile(0.5)
			want, err2 := s.SearchMedian(n, delta, 0.5)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			return math.Abs(got/want - 1)
		}
		first, last := gap(c.small), gap(c.large)
		ratio := math.Pow(float64(c.small)/float64(c.large), c.order)
		// three times the rate, and the error of the two solvers, 1e-3 in probability at most
		if last > 3*ratio*first+5e-3 {
			t.Errorf("k = %d: off by %v at N = %d, %v at %d: want a rate N^−%v", c.k, first, c.small, last, c.large, c.order)
		}
	}
}

// With little noise the passage from one overlap to another takes the flow's time, with the
// spread that is stated.
func TestPassageOfTheFlow(t *testing.T) {
	s := mustTensor(t, 3, 2)
	const n, delta, from, to = 64, 0.3, 0.3, 0.7
	l := mustPassage(t, s, n, delta, PassageStart{At: from}, to, 0.9)
	flow, err := s.HittingTime(n, delta, from, to)
	if err != nil {
		t.Fatal(err)
	}
	variance, err := s.ArrivalSpread(n, func(float64) float64 { return delta }, from, to)
	if err != nil {
		t.Fatal(err)
	}
	median, _ := l.Quantile(0.5)
	near(t, "median", median/flow, 1, 2*variance)
	low, err := l.Quantile(0.1587)
	if err != nil {
		t.Fatal(err)
	}
	high, err := l.Quantile(0.8413)
	if err != nil {
		t.Fatal(err)
	}
	sd := math.Sqrt(variance)
	// a skewness of order sd moves either end by a relative sd
	near(t, "spread", (high-low)/(2*flow), sd, 2*variance)
	// The density is close to a normal one, with a skewness of order sd again.
	peak := 1 / (math.Sqrt(2*math.Pi) * sd)
	near(t, "max t f", l.Steepness(), peak, 2*sd*peak)
	near(t, "max f", l.Densest(), peak/flow, 2*sd*peak/flow)
	// What comes before the mean flow: noise over drift squared at the level, and the step itself.
	drift := 3 * 2 * to * to * (1 - to*to) * delta / n
	noise := delta / n * math.Sqrt(3*(1-to*to))
	length := 1 + delta*delta/n/n*3*(n-1) // to order δ²/N, which the signal is below
	slowed := drift - to*(length-1)/2
	near(t, "late", l.Late, 1+noise*noise/(slowed*slowed), 4*(length-1)*l.Late)
}

// Far from the origin of a large space the passage is all but sharp, and the three grids see it at times of their own: each
// goes on until the finest is done.
func TestPassageFromAPoint(t *testing.T) {
	s := mustTensor(t, 2, 1)
	const delta, to = 0.25, 0.5
	for _, n := range []int{5000, 500_000} {
		for _, z := range []float64{1, 1.5, 2, 2.5, 3} {
			from := z / math.Sqrt(float64(n))
			l := mustPassage(t, s, n, delta, PassageStart{At: from}, to, 0.99)
			escape, err := s.Escape(n, delta, to)
			if err != nil {
				t.Fatal(err)
			}
			median, err := l.Quantile(0.5)
			if err != nil {
				t.Fatal(err)
			}
			// given z₀, z_∞ ~ N(z₀, Var z_∞ − 1)
			sd := math.Sqrt(escape.Variance - 1)
			edge := math.Sqrt(float64(n)) * math.Exp(escape.Offset-delta*escape.Kappa/float64(n)*median)
			above := (math.Erfc((edge-z)/(sd*math.Sqrt2)) + math.Erfc((edge+z)/(sd*math.Sqrt2))) / 2
			near(t, "P(τ ≤ median)", above, 0.5, l.Accuracy+10/float64(n))
		}
	}
}

// The gradient of tensor PCA is −kλm^{k−1} times the tangent part of θ, and normal with variance k in each of the N−1
// tangent directions: the image of the step on the sphere is elementary, to a relative δ²k/N².
func TestStepMoments(t *testing.T) {
	for _, k := range []int{1, 2, 4} {
		const lambda = 1.5
		s := mustTensor(t, k, lambda)
		for _, n := range []int{2, 5, 40} {
			for _, m := range []float64{-0.8, 0, 0.3, 0.9} {
				const delta = 0.7
				mean, variance, err := s.StepMoments(n, delta, m)
				if err != nil {
					t.Fatal(err)
				}
				h, across := delta/float64(n), 1-m*m
				pull := float64(k) * lambda * math.Pow(m, float64(k-1))
				length := 1 + h*h*(float64(k*(n-1))+pull*pull*across)
				near(t, "mean", mean, (m+h*pull*across)/math.Sqrt(length)-m, 16*ulp*(1+h*math.Abs(pull)))
				near(t, "variance", variance, h*h*float64(k)*across/length, 16*ulp*variance)
			}
		}
	}
	s := mustTensor(t, 2, 1)
	for _, m := range []float64{-1, 1} {
		_, _, err := s.StepMoments(10, 0.1, m)
		refused(t, "m", err, "−1 < m < 1")
	}
}

// Without noise the overlap follows the flow of the mean: it passes η by the time t if it starts above the overlap that
// takes t, so that the law is that of the start. This fixes the outflow at η and the start.
func TestPassageWithoutNoise(t *testing.T) {
	s := (&SingleIndex{
		Name: "no noise", Taylor: []float64{0, 0, -1},
		slope: func(m float64) float64 { return -2 * m },
		power: func(float64) float64 { return 0 }, noise: func(float64) float64 { return 0 },
	}).seal()
	const n, delta, eta = 50, 0.2, 0.4
	p := walk{s: s, n: n, step: func(float64) float64 { return delta }, eta: eta, folded: true}
	coarse, _ := p.solve(480, 64, passageBlocks, 0.99)
	fine, _ := p.solve(960, 128, passageBlocks, 0.99)
	start, err := Start(n)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []float64{0.02, 0.05, 0.1, 0.2, 0.3, 0.35} {
		time, err := integrate(func(m float64) float64 { mean, _ := p.moments(m); return 1 / mean }, m, eta)
		if err != nil {
			t.Fatal(err)
		}
		a, b := tabulate(coarse).CDF(time), tabulate(fine).CDF(time)
		// the extrapolation leaves less than the correction it makes; 1e-6 for the cubic between the times
		near(t, "P(τ ≤ t)", b+(b-a)/3, start.Tail(m), math.Abs(b-a)+1e-6)
	}
}

// The scheme is of second order: each halving of cells and steps divides the error by 4. The law is the extrapolation:
// a finer pair of grids moves it by less than the correction that they make, and its accuracy is below the correction it
// makes itself.
func TestPassageOrder(t *testing.T) {
	for _, c := range []struct {
		k            int
		delta, start float64
	}{{2, 0.1, 0}, {3, 0.1, 0}, {4, 0.05, 0.2}} {
		const n, eta, upTo = 100, 0.5, 0.9
		s, start := mustTensor(t, c.k, 1), PassageStart{At: c.start}
		l := mustPassage(t, s, n, c.delta, start, eta, upTo)
		p := walk{s: s, n: n, step: func(float64) float64 { return c.delta }, start: start, eta: eta, folded: c.k%2 == 0}
		var grid [][]instant
		for i := range 4 {
			curve, _ := p.solve(120<<i, 16<<i, passageBlocks, upTo)
			grid = append(grid, curve)
		}
		var moved, slid [4]float64 // the largest differences of the distribution function and the density, grid by grid
		var left, slipped float64  // those of the law and the finest extrapolation
		for i, at := range l.known {
			for j := 1; j < 4; j++ {
				moved[j] = max(moved[j], math.Abs(grid[j][i].cdf-grid[j-1][i].cdf))
				slid[j] = max(slid[j], math.Abs(grid[j][i].density-grid[j-1][i].density))
			}
			f, g := grid[2][i], grid[3][i]
			left = max(left, math.Abs(at.cdf-g.cdf-(g.cdf-f.cdf)/3))
			slipped = max(slipped, math.Abs(at.density-g.density-(g.density-f.density)/3))
		}
		if c.start == 0 { // the cells that a point is given to lie differently about it on each grid
			near(t, s.Name+": ratio of differences", moved[2]/moved[3], 4, 0.6) // 4 + O(cell), as for the critical law
		}
		if left > moved[3] || slipped > slid[3] || l.Accuracy > moved[2] {
			t.Errorf("%s: a finer grid moves F by %v, f by %v; accuracy %v, corrections %v and %v", s.Name, left, slipped, l.Accuracy, moved, slid)
		}
	}
}

// A point start is two cells with the mass 1 and the mean of the point in y = arsinh(√N m); next to η, where there is
// but one centre below, the last two cells.
func TestPassageBegins(t *testing.T) {
	const n, eta, cells = 100, 0.5, 40
	p := walk{s: mustTensor(t, 4, 1), n: n, step: func(float64) float64 { return 0.1 }, eta: eta, folded: true}
	dy := math.Asinh(math.Sqrt(n)*eta) / cells
	for _, at := range []float64{0.1, 0.2, 0.37, eta * (1 - 1e-9)} {
		p.start.At = at
		var mass, mean float64
		for i, v := range p.discretise(cells).start.RawVector().Data {
			mass += v
			mean += v * (float64(i) + 0.5) * dy
		}
		near(t, "mass", mass, 1, 4*ulp)
		y := math.Asinh(math.Sqrt(n) * at)
		near(t, "mean", mean, min(y, (cells-0.5)*dy), 64*ulp*y)
	}
}

// The law reaches what is asked for wherever its blocks of time end, and its own end belongs to no time.
func TestPassageReaches(t *testing.T) {
	s := mustTensor(t, 2, 1)
	const n, delta, eta = 100, 0.1, 0.5
	l := mustPassage(t, s, n, delta, PassageStart{}, eta, 0.99)
	for i := 16; i < len(l.known); i += 16 {
		upTo := l.known[i].cdf + 5e-4 // within the margin of a thousandth that ends the computation
		if upTo < 0.01 || upTo > 0.99 {
			continue
		}
		again := mustPassage(t, s, n, delta, PassageStart{}, eta, upTo)
		_, err := again.Quantile(upTo)
		accepted(t, "quantile", err)
	}
	first, err := l.Quantile(l.CDF(0))
	accepted(t, "chance of a start above η", err)
	near(t, "its time", first, 0, l.known[1].t*0x1p-50) // sixty halvings of the first panel
	_, err = l.Quantile(l.CDF(math.Inf(1)))
	refused(t, "the last probability", err, "p <")
	// Blocks double up to twice the flow's time η/mean(η), from an eighth of it, and grow by half from then on.
	drift := delta / n * (2*eta*(1-eta*eta) - delta*eta) // a m^{k−1}(1−m²) − ½δV m, h²R/8 of it away
	near(t, "first block", l.known[16].t*drift, eta/8, delta*delta*2/n)
	for i, growth := 32, 2.0; i < len(l.known); i += 16 {
		if i > 16*5 {
			growth = 1.5
		}
		near(t, "growth", l.known[i].t/l.known[i-16].t, growth, 16*ulp)
	}
}

// A reflection nine standard deviations away is not seen: with a noise that spreads the equilibrium below 0 to five
// standard deviations of the start the law is that of the critical step, which has no such wall.
func TestPassageFromBelow(t *testing.T) {
	s := (&SingleIndex{
		Name: "wide trap", Taylor: []float64{0, 0, 0, -1},
		slope: func(m float64) float64 { return -3 * m * m },
		power: func(float64) float64 { return 0.04 }, noise: func(m float64) float64 { return (1 - m) * (1 + m) },
	}).seal()
	const d0, n, eta = 900, 10_000_000, 0.9
	delta := d0 / math.Sqrt(n)
	law, err := s.Critical(n, delta, HalfSphere)
	if err != nil {
		t.Fatal(err)
	}
	want, err := law.Quantile(0.5)
	if err != nil {
		t.Fatal(err)
	}
	within := law.Accuracy / law.Density(want)
	l := mustPassage(t, s, n, delta, PassageStart{}, eta, 0.9)
	got, err := l.Quantile(0.5)
	if err != nil {
		t.Fatal(err)
	}
	steepness, err := LogDensity(l, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	// In the time r from m to η the factor 1−m² adds (atanh η − 1/η)/3√N to the time from m to infinity without it.
	const unit = n * (n / d0)
	want += unit * (math.Atanh(eta) - 1/eta) / (3 * math.Sqrt(n))
	near(t, "median", got, want, 2*within+want*l.Accuracy/steepness+want/math.Sqrt(n))
}

// Out of a deep trap the blocks of time bring no more than a little: what they do not bring is refused, and a law that
// falls short by no more than its accuracy is given.
func TestPassageThatDoesNotEnd(t *testing.T) {
	s := mustTensor(t, 3, 1)
	const d0, n, eta = 20, 1_000_000, 0.5
	at := func(float64) float64 { return d0 / math.Sqrt(n) }
	p := walk{s: s, n: n, step: at, eta: eta}
	middle, _ := p.solve(240, 32, passageBlocks, 0.9)
	fine, _ := p.solve(480, 64, passageBlocks, 0.9)
	end := len(fine) - 1
	last := fine[end].cdf + (fine[end].cdf-middle[end].cdf)/3
	_, err := s.Passage(n, at, PassageStart{}, eta, 0.5)
	refused(t, "p", err, "want 0.5")
	l, err := s.Passage(n, at, PassageStart{}, eta, last)
	accepted(t, "the last probability", err)
	_, err = s.Passage(n, at, PassageStart{}, eta, last+l.Accuracy)
	accepted(t, "the last probability and its error", err)
}

// The distribution function and its density belong together, and start from the chance of
// a start above η.
func TestPassageIsConsistent(t *testing.T) {
	s := mustTensor(t, 4, 1)
	l := mustPassage(t, s, 20, 0.05, PassageStart{}, 0.3, 0.9)
	start, _ := Start(20)
	near(t, "F(0)", l.CDF(0), start.Tail(0.3), 1e-12)
	if got := l.CDF(-1); got != 0 {
		t.Errorf("F(−1) = %v, want 0", got)
	}
	consistent(t, l, []float64{0.3, 0.5, 0.8})
	for _, p := range []float64{0.3, 0.5, 0.8} {
		q, err1 := l.Quantile(p)
		steepness, err2 := LogDensity(l, p)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if steepness > l.Steepness() || steepness > q*l.Densest() {
			t.Errorf("t f = %v at %v exceeds its maxima", steepness, p)
		}
	}
}

func TestPassageRefuses(t *testing.T) {
	s := mustTensor(t, 3, 1)
	at := func(float64) float64 { return 0.1 }
	for _, c := range []struct {
		name string
		n    int
		m, e float64
		p    float64
		want string
	}{
		{"N", 1, 0, 0.5, 0.5, "1"}, {"η", 100, 0, 1.5, 0.5, "1.5"}, {"start", 100, 0.6, 0.5, 0.5, "0.6"},
		{"p", 100, 0, 0.5, 1, "1"}, {"drift", 100, 0, 0.999, 0.5, "0.999"},
		{"start at η", 100, 0.5, 0.5, 0.5, "m₀ = 0.5"}, {"p", 100, 0, 0.5, 0, "probability = 0"},
	} {
		_, err := s.Passage(c.n, at, PassageStart{At: c.m}, c.e, c.p)
		refused(t, c.name, err, c.want)
	}
	l := mustPassage(t, s, 100, 0.1, PassageStart{}, 0.5, 0.6)
	_, err := l.Quantile(0.99)
	refused(t, "quantile", err, "0.99")
	_, _, err = s.StepMoments(100, 0.1, 1)
	refused(t, "m", err, "1")
	_, _, err = s.StepMoments(1, 0.1, 0)
	refused(t, "N", err, "1")
	_, err = s.Passage(100, at, PassageStart{}, 0.5, criticalHorizon)
	accepted(t, "p", err)
	// a step that rounding takes away has no drift
	lost := func(float64) float64 { return 5e-324 }
	_, err = s.Passage(100, lost, PassageStart{}, 0.5, 0.5)
	refused(t, "no drift", err, "not positive")
	defer func() {
		if recover() == nil {
			t.Error("no panic for δ = 0")
		}
	}()
	s.Passage(100, func(float64) float64 { return 0 }, PassageStart{}, 0.5, 0.5)
}
