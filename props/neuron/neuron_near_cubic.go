package neuron

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// nearCubicCase is a minimiser w_i = c_i v, ‖v‖ = 1, left in a direction u with Σu = 0 and max|u_i|/c_i = 1.
type nearCubicCase struct {
	C       []float64   `draw:"c"`
	U       [][]float64 `draw:"u"`
	Largest float64     `draw:"largest angle"`
	Off     float64     `draw:"‖Σw − v‖ over its square"`
	Bound   float64     `draw:"constant of θ²"`
	Theta   float64     `draw:"θ of the cube"`
}

// drawNearCubic draws c_i ≥ 1/(4n).
func drawNearCubic(t *rapid.T) nearCubicCase {
	n := rapid.IntRange(2, 8).Draw(t, "n")
	k := rapid.IntRange(1, 9).Draw(t, "d − 1")
	var c nearCubicCase
	for range n {
		c.C = append(c.C, rapid.Float64Range(1, 3).Draw(t, "c_i"))
		c.U = append(c.U, rapid.SliceOfN(rapid.Map(rapid.Float64Range(-1, 1), settled), k, k).Draw(t, "u_i"))
	}
	floats.Scale(1/floats.Sum(c.C), c.C)
	c.U[0][0] += 3 // at most 1 in the others: it lies apart from them
	mean := make([]float64, k)
	for _, u := range c.U {
		floats.AddScaled(mean, 1/float64(n), u)
	}
	largest := 0.0
	for i := range c.U {
		floats.Sub(c.U[i], mean)
		largest = math.Max(largest, floats.Norm(c.U[i], 2)/c.C[i])
	}
	for i := range c.U {
		floats.Scale(1/largest, c.U[i])
	}
	c.Largest = math.Pow(10, rapid.Float64Range(-5, -2).Draw(t, "log10 largest angle"))
	c.Off = rapid.Float64Range(0, 1).Draw(t, "‖Σw − v‖ over its square")
	c.Bound = math.Pow(10, rapid.Float64Range(-4, 0).Draw(t, "log10 constant"))
	c.Theta = rapid.Float64Range(-2, 2).Draw(t, "θ")
	return c
}

// at is the students c_i v + scale u_i + extra.
func (c nearCubicCase) at(scale float64, extra []float64) (*sim.Students, error) {
	u := make([][]float64, len(c.U))
	for i := range u {
		u[i] = floats.ScaleTo(make([]float64, len(c.U[i])), scale, c.U[i])
		if extra != nil {
			floats.Add(u[i], extra)
		}
		for k, x := range u[i] {
			if math.Abs(x) < 1e-100 { // what subtractions have left of 0; its square underflows
				u[i][k] = 0
			}
		}
	}
	return sim.NewStudentsInFrame(1, c.C, u)
}

// terms is the sum of the sizes of the terms of L₃ at u.
func (c nearCubicCase) terms() (sum float64) {
	for i := range c.C {
		sum += math.Pow(floats.Norm(c.U[i], 2), 3) / (c.C[i] * c.C[i])
		for k := range i {
			gap := 0.0
			for a := range c.U[i] {
				d := c.U[i][a]/c.C[i] - c.U[k][a]/c.C[k]
				gap += d * d
			}
			sum += c.C[i] * c.C[k] * math.Pow(gap, 1.5)
		}
	}
	return sum / (6 * math.Pi)
}

// convexMeasured is losses along a ray of a case, and second differences of |θ|³.
type convexMeasured struct {
	scale, loss [2]float64 // max θ_i and L, at two points a factor 2 apart
	rounding    props.Tolerance
	small       float64 // max θ_i where a quadratic bound is to fail
	smallLoss   float64
	curvature   float64 // second difference of |θ|³ over h²
	h           float64
	atZero      float64
}

func measureConvex(c nearCubicCase) (m convexMeasured, err error) {
	for i := range m.loss {
		m.scale[i] = c.Largest / float64(1+i)
		s, err := c.at(m.scale[i], nil)
		if err != nil {
			return m, err
		}
		m.loss[i], m.rounding = s.Loss(), lossRounding(s)
	}
	// L ≈ ε³L₃ at the angle ε is below cε² for ε < c/L₃
	ell, err := theory.CubicLoss(c.C, c.U)
	if err != nil {
		return m, err
	}
	m.small = math.Min(c.Bound/(2*ell), 0.01)
	s, err := c.at(m.small, nil)
	if err != nil {
		return m, err
	}
	m.smallLoss = s.Loss()

	cube, err := sim.NewPowerLoss(3)
	if err != nil {
		return m, err
	}
	m.h = 1.0 / 64
	second := func(theta float64) float64 {
		return (cube.Loss(theta+m.h) - 2*cube.Loss(theta) + cube.Loss(theta-m.h)) / (m.h * m.h)
	}
	m.curvature, m.atZero = second(c.Theta), second(0)
	return m, nil
}

// neuronNotStronglyConvex checks that L is cubic in the angles near a minimiser, which no cθ² bounds from below, and
// that |θ|³ is convex with the curvature 6|θ|.
func neuronNotStronglyConvex() props.Check {
	type judgement = props.Law[nearCubicCase, convexMeasured]
	// sines and norms correct L₃ by relative amounts θ² of each of its terms, with coefficients below 4
	power := func(p float64) judgement {
		return func(c nearCubicCase, m convexMeasured, j *props.Judge) error {
			ell, err := theory.CubicLoss(c.C, c.U)
			if err != nil {
				return err
			}
			next := 4 * m.scale[0] * m.scale[0] * c.terms() / ell
			relative := next + m.rounding.Size/m.loss[1]
			j.Equal("log₂ of L(θ)/L(θ/2)", math.Log2(m.loss[0]/m.loss[1]), p, props.Truncation(4*relative, "terms of relative order θ², and rounding"))
			return nil
		}
	}
	cube := func(factor float64) judgement {
		return func(c nearCubicCase, m convexMeasured, j *props.Judge) error {
			ell, err := theory.CubicLoss(c.C, c.U)
			if err != nil {
				return err
			}
			cube := math.Pow(m.scale[0], 3)
			j.Equal("L/θ³", m.loss[0]/cube, factor*ell, props.Truncation(4*m.scale[0]*m.scale[0]*c.terms(), "terms of relative order θ²").Plus(props.Truncation(m.rounding.Size/cube, "rounding")))
			j.AtMost("L where it must be below cθ²", m.smallLoss, c.Bound*m.small*m.small, props.Rounding(0, 1))
			return nil
		}
	}
	curvature := func(factor float64) judgement {
		return func(c nearCubicCase, m convexMeasured, j *props.Judge) error {
			// a cubic's second difference is exact; across 0 it lies between those of the sides
			rounding := props.Rounding(16, math.Pow(2+m.h, 3)/(m.h*m.h))
			if math.Abs(c.Theta) >= m.h {
				j.Equal("curvature of abs(θ)³", m.curvature, factor*6*math.Abs(c.Theta), rounding)
			}
			j.AtLeast("curvature of abs(θ)³", m.curvature, 0, rounding)
			j.Equal("second difference of abs(θ)³ at 0", m.atZero, factor*2*m.h, props.Rounding(4, m.h))
			return nil
		}
	}
	const third = 3
	return props.Property[nearCubicCase, convexMeasured]{
		Of:    theory.NeuronNotStronglyConvex,
		Cases: props.ByTier[int]{200, 2000, 50_000}, Draw: drawNearCubic, Measure: measureConvex,
		Law: props.All(power(third), cube(1), curvature(1)),
		Plants: []props.Plant[nearCubicCase, convexMeasured]{
			props.Planted("exponent of θ + .3", power(third+0.3)),
			props.Planted("exponent of θ − .3", power(third-0.3)),
			props.Planted("L₃ × 1.2", cube(1.2)),
			props.Planted("L₃ × .8", cube(0.8)),
			props.Planted("curvature off by 10⁻⁶", curvature(1+termOff)),
		},
		Rivals: []props.Rival[nearCubicCase, convexMeasured]{
			props.WrongLaw("quadratic: L ~ θ²", power(2)),
			props.WrongLaw("L ~ θ^{2.5}", power(2.5)),
			props.WrongLaw("L ~ θ⁴", power(4)),
			props.WrongLaw("L ≥ θ²/10⁴", func(_ nearCubicCase, m convexMeasured, j *props.Judge) error {
				j.AtLeast("L", m.loss[0], 1e-4*m.scale[0]*m.scale[0], props.Rounding(1, m.loss[0]))
				return nil
			}),
			props.WrongLaw("abs(θ)³ has curvature at least 1/10", func(_ nearCubicCase, m convexMeasured, j *props.Judge) error {
				j.AtLeast("second difference of abs(θ)³ at 0", m.atZero, 0.1, props.Rounding(4, m.h))
				return nil
			}),
		},
	}.Check()
}

// dominated is ‖∇L‖ and L at a state near the optimum, at one whose sum is slaved, and on the mirror pair.
type dominated struct {
	gradient, loss, off       float64
	doubled                   [2]float64 // ‖∇L‖ and L on the pair with every vector doubled
	slavedGradient, slaved    float64
	law                       theory.Slope
	pairGradient, pairLoss    [2]float64
	rounding, slavedRounding  float64 // of L and of ‖∇L‖, relative
	pairRounding, pairLargest float64
}

// gradientRounding is what rounding does to L and to ‖∇L‖, relative to them. Σc_i is 1 up to e = (n+2)·2⁻⁵², which adds ½e v to
// each ∇_i, whose other components along v are of third order: at right angles, and so squared.
func gradientRounding(s *sim.Students) float64 {
	n := float64(s.Len())
	e := (n + 2) * props.UnitRoundoff / s.GradientNorm()
	return 2*lossRounding(s).Size/s.Loss() + n*e*e/4
}

func measureDominated(c nearCubicCase) (m dominated, err error) {
	extra := make([]float64, len(c.U[0]))
	m.off = c.Off * c.Largest * c.Largest
	extra[0] = m.off / float64(len(c.C))
	s, err := c.at(c.Largest, extra)
	if err != nil {
		return m, err
	}
	m.gradient, m.loss = s.GradientNorm(), s.Loss()
	m.rounding = gradientRounding(s)

	scaled := make([][]float64, len(c.U))
	for i := range scaled {
		scaled[i] = floats.ScaleTo(make([]float64, len(c.U[i])), c.Largest, c.U[i])
	}
	if m.law, err = theory.LossSlope(c.C, scaled, 0); err != nil {
		return m, err
	}
	sum, err := theory.SlavedSum(c.C, scaled)
	if err != nil {
		return m, err
	}
	floats.Scale(1/float64(len(c.C)), sum)
	if s, err = c.at(c.Largest, sum); err != nil {
		return m, err
	}
	m.slavedGradient, m.slaved = s.GradientNorm(), s.Loss()
	m.slavedRounding = gradientRounding(s)

	m.pairLargest = c.Largest
	for i := range m.pairLoss {
		x := c.Largest / float64(1+i) / 2
		s, err := sim.NewStudentsInFrame(1, []float64{0.5, 0.5}, [][]float64{{x}, {-x}})
		if err != nil {
			return m, err
		}
		m.pairGradient[i], m.pairLoss[i] = s.GradientNorm(), s.Loss()
		m.pairRounding = gradientRounding(s)
		if i == 0 {
			twice, err := doubled(s)
			if err != nil {
				return m, err
			}
			m.doubled = [2]float64{twice.GradientNorm(), twice.Loss()}
		}
	}
	return m, nil
}

// neuronGradientDomination checks ‖∇L‖ ≥ c L^{2/3}/‖v‖^{1/3} with the best c, and on the slaved states, where the gradient is the
// slow flow's, the value of ‖∇L‖/L^{2/3} itself; on the pair the exponent is read, and the constant attained.
func neuronGradientDomination() props.Check {
	type judgement = props.Law[nearCubicCase, dominated]
	const domination, scaling = 2.0 / 3, -1.0 / 3
	least := theory.LeastGradientDomination()
	bound := func(constant, power, teacher float64) judgement {
		return func(c nearCubicCase, m dominated, j *props.Judge) error {
			law := constant * math.Pow(m.loss, power)
			// Σw − v = s moves ‖∇L‖ and L by terms that together cost at most ‖s‖²/(6L) of the ratio
			j.AtLeast("‖∇L‖ near the optimum", m.gradient, law,
				props.Truncation(law*m.off*m.off/(6*m.loss), "Σw off v by ‖s‖, ‖s‖²/6L of the ratio").
					Plus(props.Truncation(law*(m.law.Second+m.rounding), "relative order θ², and rounding")))
			small := 4*m.pairLargest*m.pairLargest + m.pairRounding
			pair := constant * math.Pow(m.pairLoss[0], power)
			j.AtLeast("‖∇L‖ on the pair", m.pairGradient[0], pair, props.Truncation(pair*small, "relative order θ², and rounding"))
			twice := constant * math.Pow(m.doubled[1], power) * math.Pow(2, teacher)
			j.AtLeast("‖∇L‖ on the pair, ‖v‖ = 2", m.doubled[0], twice, props.Truncation(twice*small, "relative order θ², and rounding"))
			return nil
		}
	}
	sharp := func(power float64) judgement {
		return func(_ nearCubicCase, m dominated, j *props.Judge) error {
			got := math.Log(m.pairGradient[0]/m.pairGradient[1]) / math.Log(m.pairLoss[0]/m.pairLoss[1])
			relative := 4*m.pairLargest*m.pairLargest + m.pairRounding
			j.Equal("d log ‖∇L‖/d log L on the pair", got, power, props.Truncation(2*relative/math.Ln2, "relative order θ², and rounding"))
			return nil
		}
	}
	attained := func(constant float64) judgement {
		return func(c nearCubicCase, m dominated, j *props.Judge) error {
			j.Equal("‖∇L‖/L^{2/3} on the pair", m.pairGradient[1]/math.Pow(m.pairLoss[1], domination), constant,
				props.Truncation(constant*(4*m.pairLargest*m.pairLargest+m.pairRounding), "relative order θ², and rounding"))
			return nil
		}
	}
	slaved := func(factor float64) judgement {
		return func(c nearCubicCase, m dominated, j *props.Judge) error {
			// d(L^{−1/3})/dt = ‖∇L‖²/(3L^{4/3}) is the slope of theory
			want := factor * math.Sqrt(3*m.law.Leading*(1+m.law.First))
			j.Equal("‖∇L‖/L^{2/3} with Σw slaved", m.slavedGradient/math.Pow(m.slaved, domination), want,
				props.Truncation(want*(m.law.Second+m.slavedRounding), "second order of the slope, and rounding"))
			return nil
		}
	}
	return props.Property[nearCubicCase, dominated]{
		Of:    theory.NeuronGradientDomination,
		Cases: props.ByTier[int]{200, 2000, 50_000}, Draw: drawNearCubic, Measure: measureDominated,
		Law: props.All(bound(least, domination, scaling), sharp(domination), slaved(1), attained(least)),
		Plants: []props.Plant[nearCubicCase, dominated]{
			props.Planted("constant × 1.02", bound(1.02*least, domination, scaling)),
			props.Planted("constant × .98", attained(0.98*least)),
			props.Planted("exponent of L + .1", sharp(domination+0.1)),
			props.Planted("exponent of L − .1", sharp(domination-0.1)),
			props.Planted("exponent of ‖v‖ + .3", bound(least, domination, scaling+0.3)),
			props.Planted("the slow flow's gradient × 1.2", slaved(1.2)),
		},
		Rivals: []props.Rival[nearCubicCase, dominated]{
			props.WrongLaw("exponent ½: strongly convex", bound(least, 0.5, scaling)),
			props.WrongLaw("exponent 7/12", bound(least, 7.0/12, scaling)),
			props.WrongLaw("exponent ¾ sharp", sharp(0.75)),
			props.WrongLaw("exponent ½ sharp", sharp(0.5)),
			props.WrongLaw("exponent 1 sharp", sharp(1)),
			props.WrongLaw("constant 1 % larger", bound(1.01*least, domination, scaling)),
		},
	}.Check()
}
