package sim

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// A state with everything known by hand: v = 2e₁, w_0 = (1, 1, 0), w_1 = (0, 0, 3), w_2 = (1, −2, 0).
func TestObservables(t *testing.T) {
	s, err := NewStudentsInFrame(2, []float64{1, 0, 1}, [][]float64{{1, 0}, {0, 3}, {-2, 0}})
	if err != nil {
		t.Fatal(err)
	}
	const ulps = 8 * 0x1p-52 // a square root, a quotient and an arc tangent each
	for name, c := range map[string]struct{ got, want float64 }{
		"θ_0":   {s.Angle(0), math.Pi / 4},
		"θ_1":   {s.Angle(1), math.Pi / 2},
		"θ_01":  {s.Between(0, 1), math.Pi / 2},
		"θ_02":  {s.Between(0, 2), math.Acos(-1 / math.Sqrt(10))},
		"θ_20":  {s.Between(2, 0), math.Acos(-1 / math.Sqrt(10))},
		"h_2":   {s.Along(2), 1},
		"H":     {s.Missing(), 0},
		"‖w_0‖": {s.Norm(0), math.Sqrt2},
		"r":     {floats.Norm(s.Residual(), 2), math.Sqrt(1 + 9)},
		"Z":     {s.Spread(), math.Sqrt(10) + 3 + math.Sqrt(13)},
		"κ_max": {s.KappaMax(), math.Pi},
		"u_2":   {s.Across(2)[0], -2},
		"‖∇L‖":  {s.GradientNorm(), floats.Norm(s.Gradient(nil), 2)},
	} {
		if math.Abs(c.got-c.want) > ulps*(1+math.Abs(c.want)) {
			t.Errorf("%s = %v, want %v", name, c.got, c.want)
		}
	}
}

// On L = C/(t + t₀)³ the slope constant is C whatever t₀; on a power law the exponent is exact.
func TestRates(t *testing.T) {
	law := func(time float64) Observation { return Observation{0, time, 1.5 / math.Pow(time+20, 3)} }
	// The difference of the cube roots, 90 of about 110, loses a digit at most; 3 powers.
	if got := SlopeConstant(law(10), law(100)); math.Abs(got-1.5) > 1e-14 {
		t.Errorf("slope constant %v, want 1.5", got)
	}
	if got := LocalExponent(Observation{0, 10, 7e-3}, Observation{0, 100, 7e-6}); math.Abs(got+3) > 1e-14 {
		t.Errorf("local exponent %v, want −3", got)
	}
	for name, x := range map[string]float64{
		"zero loss":   SlopeConstant(law(1), Observation{0, 2, 0}),
		"equal times": SlopeConstant(law(1), law(1)),
		"rising loss": SlopeConstant(law(2), Observation{0, 3, 9}),
		"time 0":      LocalExponent(Observation{0, 0, 1}, law(1)),
		"same time":   LocalExponent(law(1), law(1)),
	} {
		if !math.IsNaN(x) {
			t.Errorf("%s: %v, want NaN", name, x)
		}
	}
}

// The prescribed starts have the geometry they promise.
func TestStarts(t *testing.T) {
	r := NewRandom(4)
	v := []float64{.6, -1.2, .3, 2}
	for _, epsilon := range []float64{0, 1e-6, .1} {
		w, err := NearDegenerateStart(r, v, 4, .1, epsilon)
		if err != nil {
			t.Fatal(err)
		}
		// Turning ê by at most ε on either side gives at most 2 asin ε; 1e-15 of rounding.
		if kappa := mustStudents(t, v, w).KappaMax(); kappa > 2*math.Asin(epsilon)+1e-14 {
			t.Errorf("ε = %v: κ_max = %v", epsilon, kappa)
		}
		w, err = NearOppositeStart(r, v, 3, .1, epsilon)
		if err != nil {
			t.Fatal(err)
		}
		if got := mustStudents(t, v, w).Angle(0); math.Abs(math.Pi-epsilon-got) > 1e-14 {
			t.Errorf("ε = %v: θ_0 = %v, want π − ε", epsilon, got)
		}
	}
	w, err := MirrorStart(v, []float64{.3, .2, -.5, .1})
	if err != nil {
		t.Fatal(err)
	}
	s := mustStudents(t, v, w)
	if math.Abs(s.Along(0)-s.Along(1)) > 1e-15 || math.Abs(s.KappaMax()-math.Pi) > 1e-15 {
		t.Errorf("mirror start: %v", s.State())
	}
	// The symmetry persists: rounding of 10 terms a step, 100 contracting steps.
	for range 100 {
		s.Step(.1)
	}
	if math.Abs(s.Along(0)-s.Along(1)) > 100*10*0x1p-52 {
		t.Errorf("mirror symmetry lost: %v", s.State())
	}
}

// The first-step pitfall: with η far above ‖w‖ the first step replaces w_i by about ½ηv, and
// the c_i come out unbalanced by it; a warm-up keeps each step below 1 % of each norm.
func TestWarmUp(t *testing.T) {
	r := NewRandom(8)
	v := []float64{1, 0, 0}
	w, err := GaussianStart(r, 2, 3, 1e-3)
	if err != nil {
		t.Fatal(err)
	}
	s := mustStudents(t, v, w)
	before := s.State()
	rough := s.Clone()
	rough.Step(.5)
	if moved := floats.Distance(rough.State()[0], before[0], 2) / floats.Norm(before[0], 2); moved < 10 {
		t.Fatalf("the first step of size ½ moved student 0 by %v of its norm; the start is no test", moved)
	}
	// Its first two steps are a hundredth of the least ‖w_i‖/‖∇_i‖ each, and so is their time.
	first, want := s.Clone(), 0.0
	for range 2 {
		g, size := first.Gradient(nil), math.Inf(1)
		for i, row := range first.State() {
			size = math.Min(size, floats.Norm(row, 2)/floats.Norm(g[i*len(row):(i+1)*len(row)], 2))
		}
		want += gentle * size
		first.Step(gentle * size)
	}
	two := s.Clone()
	if steps, time, err := two.WarmUp(context.Background(), .5, 2); steps != 2 || err != nil || math.Abs(time-want) > 1e-12*want || !floats.EqualApprox(two.w, first.w, 1e-12) {
		t.Errorf("two steps of the warm-up: %d steps, time %v, %v, want %v", steps, time, err, want)
	}
	steps, time, err := s.WarmUp(context.Background(), .5, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	if steps == 0 || steps == 1_000_000 || !(time < .5*float64(steps)) {
		t.Errorf("warm-up took %d steps and time %v", steps, time)
	}
	after := s.Clone()
	after.Step(.5)
	for i := range 2 {
		if moved := floats.Distance(after.State()[i], s.State()[i], 2); moved > 1.001*gentle*s.Norm(i) {
			t.Errorf("after the warm-up a step moves student %d by %v of its norm", i, moved/s.Norm(i))
		}
	}
}

// At an angle π − ε to the teacher the first student keeps its length; the others are as drawn.
func TestNearOppositeStartKeepsTheLength(t *testing.T) {
	v := []float64{0, 2, 0, 0}
	for _, epsilon := range []float64{0, 0.1, 2, math.Pi} {
		plain := must(GaussianStart(NewRandom(4), 3, len(v), 0.3))
		turned := must(NearOppositeStart(NewRandom(4), v, 3, 0.3, epsilon))
		size := floats.Norm(plain[0], 2)
		if got := floats.Norm(turned[0], 2); math.Abs(got-size) > 16*0x1p-52*size {
			t.Errorf("ε = %v: length %v, want %v", epsilon, got, size)
		}
		if got := turned[0][1]; math.Abs(got+size*math.Cos(epsilon)) > 16*0x1p-52*size {
			t.Errorf("ε = %v: %v along the teacher, want %v", epsilon, got, -size*math.Cos(epsilon))
		}
		if !floats.Equal(turned[1], plain[1]) || !floats.Equal(turned[2], plain[2]) {
			t.Errorf("ε = %v: the other students have moved", epsilon)
		}
	}
}

// What an observation does not say is NaN, whichever of the two it is; the numbers of a run have their place and time.
func TestObservationsSayWhatTheyCan(t *testing.T) {
	good := Observation{1, 2, 0.5}
	for _, bad := range []Observation{{1, 1, 0}, {1, 1, -1}, {1, 0, 1}, {1, -1, 1}} {
		for _, x := range []float64{LocalExponent(good, bad), LocalExponent(bad, good)} {
			if !math.IsNaN(x) {
				t.Errorf("exponent of %v and %v: %v, want NaN", good, bad, x)
			}
		}
		if x, y := SlopeConstant(good, bad), SlopeConstant(bad, good); bad.Loss <= 0 && !(math.IsNaN(x) && math.IsNaN(y)) {
			t.Errorf("slope of %v and %v: %v and %v, want NaN", good, bad, x, y)
		}
	}
	s := must(NewStudentsInFrame(1, []float64{.3, .9}, [][]float64{{.5}, {-.2}}))
	seen, err := s.Clone().Losses(context.Background(), 0.25, []int{0, 3, 8})
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range []int{0, 3, 8} {
		if seen[i].Step != step || seen[i].Time != 0.25*float64(step) {
			t.Errorf("observation %d is at step %d and time %v, want %d and %v", i, seen[i].Step, seen[i].Time, step, 0.25*float64(step))
		}
	}
	if seen[0].Loss != s.Loss() {
		t.Errorf("loss at the start %v, want %v", seen[0].Loss, s.Loss())
	}
	// the residual of a state that has stepped is that of its students, not of the ones before
	moved := s.Clone()
	before := moved.Residual()
	if _, err := moved.Losses(context.Background(), 0.25, []int{4}); err != nil {
		t.Fatal(err)
	}
	want := []float64{moved.Along(0) + moved.Along(1) - 1, moved.Across(0)[0] + moved.Across(1)[0]}
	if got := moved.Residual(); !floats.EqualApprox(got, want, 4*0x1p-52) || floats.Equal(got, before) {
		t.Errorf("residual %v, want %v; before %v", got, want, before)
	}
}

// Turned towards degeneracy the parts orthogonal to the teacher keep their lengths, and the parts along it stay.
func TestNearDegenerateStartKeepsLengths(t *testing.T) {
	v := []float64{0, 2, 0, 0}
	for _, epsilon := range []float64{0, 0.1, 1} {
		plain := must(GaussianStart(NewRandom(4), 5, len(v), 0.3))
		turned := must(NearDegenerateStart(NewRandom(4), v, 5, 0.3, epsilon))
		for i, w := range plain {
			size := math.Hypot(math.Hypot(w[0], w[2]), w[3])
			got := math.Hypot(math.Hypot(turned[i][0], turned[i][2]), turned[i][3])
			if math.Abs(got-size) > 16*0x1p-52 || math.Abs(turned[i][1]-w[1]) > 4*0x1p-52 {
				t.Errorf("ε = %v, student %d: %v along and %v across, want %v and %v", epsilon, i, turned[i][1], got, w[1], size)
			}
		}
	}
}
