package neuron

import (
	"fmt"
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// tableRow is a row of the table of constants: limits c_i to the digits printed, the time ηt of the run, the
// constant read from its slope and the one predicted.
type tableRow struct {
	d                int
	c                []float64
	half             float64 // half a unit of the last digit of the c_i
	time             float64
	slope, predicted float64
}

// tableRows is the table; the constants have six decimals.
var tableRows = []tableRow{
	{2, []float64{.214, .786}, .0005, 8e5, .743297, .743298},
	{2, []float64{.679, .321}, .0005, 8e5, 1.251167, 1.251169},
	{4, []float64{.503, .497}, .0005, 8e5, 1.644801, 1.644803},
	{2, []float64{.287, .476, .238}, .0005, 3.2e6, .875795, .875795},
	{4, []float64{.39, .11, .50}, .005, 3.2e6, 1.267570, 1.267570},
}

// lastDecimal is half a unit of the last decimal of the printed constants.
const lastDecimal = 5e-7

// constantCase is a random start, or a row of the table.
type constantCase struct {
	gaussianCase
	Row int `draw:"row of the table"` // 0 for none
}

func (c constantCase) String() string {
	if c.Row > 0 {
		r := tableRows[c.Row-1]
		return fmt.Sprintf("row %d of the table, d = %d, c = %v", c.Row, r.d, r.c)
	}
	return props.Describe(c.gaussianCase)
}

// constantMeasured is a run's window with the constants that theory allows for its limit.
type constantMeasured struct {
	window
	ell float64 // the critical value below the level of the run
}

// limitOf is the critical value at which the run ends: levels fall, so it is the highest that is not above
// the level at the end of the run. A run that ends at a saddle, or is far from any critical value, has not settled.
func limitOf(w window) (ell float64, err error) {
	o := w.last()
	if len(o.c) == 2 {
		return o.slope.Level, nil // every direction is critical
	}
	const restarts = 12
	found, err := theory.CriticalValue(o.c, len(o.u[0]), restarts, 1)
	if err != nil {
		return 0, err
	}
	for _, f := range found {
		// a direction off by τ is above its critical value by τ² of it, and BFGS ends within 10⁻¹⁰
		if f.Value <= o.slope.Level*(1+1e-9) && f.Value > ell {
			ell = f.Value
		}
	}
	if ell == 0 {
		return 0, props.Invalid("no critical value below the level %v", o.slope.Level)
	}
	if excess := o.slope.Level/ell - 1; excess > settledLevel(len(o.c)) {
		return 0, props.Invalid("still turning: the level is %.2g above the critical value, residual %.2g", excess, o.slope.Turning)
	}
	return ell, nil
}

// constantDigits is how near |slopeC/C − 1| must come to 0 for n = 2, 3, and more students.
func constantDigits(n int) float64 {
	switch n {
	case 2:
		return 1e-4
	case 3:
		return 1e-3
	}
	return 4e-3
}

// settledLevel is the excess of a run's level over its critical value up to which the direction counts as settled: C goes
// with its square, and it takes up to 0.3 of the digits; what a window still grows by takes 0.45, see [asymptotic], and the
// critical residual 0.1. It and settledTurning decide which runs are judged by what theory has of
// (c, u) alone, not by the losses nor by the constant.
func settledLevel(n int) float64 { return 0.15 * constantDigits(n) }

// settledTurning is the critical residual up to which the direction counts as settled: its square is a fraction
// of the digits.
func settledTurning(n int) float64 { return math.Sqrt(constantDigits(n) / 10) }

// asymptotic wants a settled direction, and a growth of L^{−1/3} that theory puts within the digits wanted.
func asymptotic(n int) func(window) (float64, string) {
	return func(w window) (float64, string) {
		grown, t := w.growth()
		c, allowed := w.constant(grown, t)
		now, _ := w.constant(w.last().slope.Leading*(w.last().Time-w.first().Time), t)
		short := (math.Abs(c/now-1) + allowed.Size/c) / (0.45 * constantDigits(n))
		if n > 2 {
			short = math.Max(short, w.last().slope.Turning/settledTurning(n))
		}
		return short, fmt.Sprintf("C is known to %.2g", math.Abs(c/now-1)+allowed.Size/c)
	}
}

// constantDraws is how many starts a case may draw: two in three still turn when their time is over.
const constantDraws = 8

func runConstant(l *props.Lab, c constantCase) (m constantMeasured, err error) {
	if c.Row > 0 {
		return runRow(l, tableRows[c.Row-1])
	}
	m, d, err := props.FirstValid(constantDraws, func(draw int) (m constantMeasured, err error) {
		s, err := c.students(l, draw)
		if err != nil {
			return m, err
		}
		if m.window, err = approach(l, s, c.eta(), c.longest(l.Tier)/4, asymptotic(c.N)); err != nil {
			return m, err
		}
		m.ell, err = limitOf(m.window)
		return m, err
	})
	m.Starts = d
	return m, err
}

// rowStep is the step size of the runs of the table: the time's share of a step, 3η/t of C, is below its digits.
const rowStep = 0.25

// runRow runs a row of the table from close to the optimum: the digits printed do not fix the start, so c is moved
// within its rounding until theory's constant is the printed one.
func runRow(l *props.Lab, row tableRow) (m constantMeasured, err error) {
	c, direction, err := row.shares()
	if err != nil {
		return m, err
	}
	const near = 1e-4 // ‖u‖ at the start: from here on the c_i drift by 10⁻⁸
	u := make([][]float64, len(c))
	for i := range u {
		for _, x := range direction[i] {
			u[i] = append(u[i], near*x)
		}
	}
	s, err := sim.NewStudentsInFrame(1, c, u)
	if err != nil {
		return m, err
	}
	half := int(row.time / rowStep / 2)
	if err := s.Descend(l.Context(), rowStep, []int{half}, func(int) error { return nil }); err != nil {
		return m, err
	}
	begin, err := observe(s, half, rowStep*float64(half), rowStep)
	if err != nil {
		return m, err
	}
	if m.window, err = octave(l, s, rowStep, 0, begin); err != nil {
		return m, err
	}
	m.ell, err = limitOf(m.window)
	return m, err
}

// shares is c with the printed digits for which theory's constant is the printed one, and the direction of u.
// The first share is moved, the others keep their proportions.
func (r tableRow) shares() (c []float64, direction [][]float64, err error) {
	at := func(move float64) (c []float64, best theory.Critical, off float64, err error) {
		sum := move
		for _, x := range r.c {
			sum += x
		}
		for i, x := range r.c {
			if i == 0 {
				x += move
			}
			c = append(c, x/sum)
		}
		found, err := theory.CriticalValue(c, r.d-1, 12, 1)
		off = math.Inf(1)
		for _, f := range found {
			if constant, err := theory.SlowConstant(f.Value); err == nil && math.Abs(constant-r.predicted) < math.Abs(off) {
				best, off = f, constant-r.predicted
			}
		}
		return c, best, off, err
	}
	low, high := -1.5*r.half, 1.5*r.half // the other digits leave the sum, and so each share, this much room
	_, _, offLow, err := at(low)
	if err != nil {
		return nil, nil, err
	}
	const bisections = 30
	for range bisections {
		middle := (low + high) / 2
		_, _, off, err := at(middle)
		if err != nil {
			return nil, nil, err
		}
		if math.Signbit(off) == math.Signbit(offLow) {
			low = middle
		} else {
			high = middle
		}
	}
	c, best, off, err := at(low)
	if err == nil && math.Abs(off) > lastDecimal {
		err = fmt.Errorf("no shares within the printed digits %v have C = %v, nearest %v", r.c, r.predicted, r.predicted+off)
	}
	return c, best.Direction, err
}

// constantLadder is the second link of the claims on the constant.
const constantLadder = "theory's solution on the critical direction, at ten to 10⁹ times the run's end; L(ηt)³ is off its limit by powers of 1/t"

// slopeConstants asserts the constant read from the slope of L^{−1/3}: the one that theory predicts for the window,
// the digits asked for, and those of the table; and the limit of L(ηt)³ on theory's solution. law is what C is said to be.
func slopeConstants(law func(m constantMeasured) (float64, error)) props.Law[constantCase, constantMeasured] {
	return func(c constantCase, m constantMeasured, j *props.Judge) error {
		got := sim.SlopeConstant(m.first().Observation, m.last().Observation)
		value, t := m.constant(m.growth())
		limit, err := law(m)
		if err != nil {
			return err
		}
		j.Equal("slopeC, time reached included", got, value, t)
		if err := m.tendsToConstant(j, limit); err != nil {
			return err
		}
		j.AtMost("abs(slopeC/C − 1)", math.Abs(got/limit-1), constantDigits(len(m.last().c)), props.Rounding(0, 1))
		if c.Row > 0 {
			row := tableRows[c.Row-1]
			j.Equal("slopeC of the table", got, row.slope, props.Truncation(2*lastDecimal, "both columns of the table are rounded"))
		}
		for _, o := range m.snapshots {
			j.Equal("ℓ of the simulator and of theory", o.level, o.slope.Level, props.Rounding(40*len(o.c)*len(o.c), largestTerm(o)))
		}
		return nil
	}
}

// tendsToConstant is the second link: L(ηt)³ on the direction at which the run ends.
func (m constantMeasured) tendsToConstant(j *props.Judge, limit float64) error {
	o := m.last()
	rungs, err := props.Ratios(props.Geometric(10*o.Time, 1e9*o.Time, 9), func(t float64) (float64, error) {
		loss, err := theory.SlowLoss(m.ell, o.radius(), t)
		return loss * t * t * t, err
	}, func(float64) (float64, error) { return limit, nil }, 64*props.UnitRoundoff)
	if err == nil {
		j.Tends("log of L (ηt)³ over C", rungs, inverse, constantViolation)
	}
	return err
}

// constantViolation is the relative error of a constant that the second link must see.
const constantViolation = 1e-6

// largestTerm is the size of the largest terms that L₃ sums, at ‖u‖ = 1.
func largestTerm(o snapshot) float64 {
	size, largest := 0.0, 0.0
	for i := range o.u {
		norm := 0.0
		for _, x := range o.u[i] {
			norm += x * x
		}
		size += norm
		largest = math.Max(largest, math.Sqrt(norm)/o.c[i])
	}
	return 8 * largest * largest * largest / math.Pow(size, 1.5)
}

// slowConstant is C = 1/(27ℓ²) at the critical value, times a factor.
func slowConstant(factor float64) func(m constantMeasured) (float64, error) {
	return func(m constantMeasured) (float64, error) {
		c, err := theory.SlowConstant(m.ell)
		return factor * c, err
	}
}

// constantPlants is the claim with its constant times a factor.
func constantPlants(law func(m constantMeasured) (float64, error), factors ...float64) (plants []props.Plant[constantCase, constantMeasured]) {
	for _, factor := range factors {
		plants = append(plants, props.Planted(fmt.Sprintf("C × %g", factor), slopeConstants(func(m constantMeasured) (float64, error) {
			c, err := law(m)
			return factor * c, err
		})))
	}
	return plants
}

func rows(from, to int) (grid []constantCase) {
	for r := from; r <= to; r++ {
		grid = append(grid, constantCase{Row: r})
	}
	return grid
}

// sharpConstantN2 checks C = (8π²/3)c²(1−c)², with three rows of the table.
func sharpConstantN2() props.Check {
	shares := func(f func(c float64) (float64, error)) func(m constantMeasured) (float64, error) {
		return func(m constantMeasured) (float64, error) {
			c := m.last().c
			return f(c[0] / (c[0] + c[1]))
		}
	}
	rival := func(name string, f func(c float64) float64) props.Rival[constantCase, constantMeasured] {
		return props.WrongLaw(name, slopeConstants(shares(func(c float64) (float64, error) { return f(c), nil })))
	}
	two := func(factor float64) func(c float64) float64 {
		return func(c float64) float64 { return factor * 8 * math.Pi * math.Pi / 3 * math.Pow(c*(1-c), 2) }
	}
	law := shares(theory.ConstantTwo)
	return props.Experiment[constantCase, constantMeasured]{
		Of: theory.SharpConstantN2, Cases: props.ByTier[int]{10, 30, 100},
		Grid:    func(props.Tier) []constantCase { return rows(1, 3) },
		Draw:    func(t *rapid.T) constantCase { return constantCase{gaussianCase: drawGaussian(2, 2)(t)} },
		Measure: runConstant, Law: slopeConstants(law), Limit: constantLadder,
		Rivals: []props.Rival[constantCase, constantMeasured]{
			rival("π²/6 from every start", func(float64) float64 { return math.Pi * math.Pi / 6 }),
			rival("twice as much", two(2)),
			rival("(2π²/3)c(1−c)", func(c float64) float64 { return 2 * math.Pi * math.Pi / 3 * c * (1 - c) }),
			rival("(32π²/3)c³(1−c)³", func(c float64) float64 { return 32 * math.Pi * math.Pi / 3 * math.Pow(c*(1-c), 3) }),
			rival("8π/3 for 8π²/3", two(1/math.Pi)),
			rival("1.0003 C", two(1.0003)),
		},
		Plants: constantPlants(law, 1.2, 0.8, 1.0001),
	}.Check()
}

// sharpConstant checks C = 1/(27ℓ²) for more students, with two rows of the table.
func sharpConstant() props.Check {
	rival := func(name string, law func(m constantMeasured) (float64, error)) props.Rival[constantCase, constantMeasured] {
		return props.WrongLaw(name, slopeConstants(law))
	}
	return props.Experiment[constantCase, constantMeasured]{
		Of: theory.SharpConstant, Cases: props.ByTier[int]{8, 20, 200},
		Grid: func(tier props.Tier) []constantCase {
			var grid []constantCase
			for _, c := range gaussianGrid([2]int{3, 4}, [2]int{4, 10}) {
				grid = append(grid, constantCase{gaussianCase: c})
			}
			if tier > props.Quick {
				grid = append(grid, rows(4, 5)...)
				grid = append(grid, constantCase{gaussianCase: gaussianGrid([2]int{6, 6})[0]})
			}
			return grid
		},
		Draw:    func(t *rapid.T) constantCase { return constantCase{gaussianCase: drawGaussian(2, 5)(t)} },
		Measure: runConstant, Law: slopeConstants(slowConstant(1)), Limit: constantLadder,
		Rivals: []props.Rival[constantCase, constantMeasured]{
			rival("twice as much", slowConstant(2)),
			rival("1/(9ℓ²)", slowConstant(3)),
			rival("1/(27ℓ)", func(m constantMeasured) (float64, error) { return 1 / (27 * m.ell), nil }),
			rival("π²/6 for every n", func(constantMeasured) (float64, error) { return math.Pi * math.Pi / 6, nil }),
			rival("1.003 C", slowConstant(1.003)),
		},
		Plants: constantPlants(slowConstant(1), 1.2, 0.8, 1.0001),
	}.Check()
}
