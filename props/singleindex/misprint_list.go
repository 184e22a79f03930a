package singleindex

import (
	"errors"
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
	"assay/theory/claim"
)

// familyCase is a canonical parameter.
type familyCase struct {
	Theta float64 `draw:"θ"`
}

// partition is, for each family, log Σ exp(yθ − c(y)) with c as printed and corrected.
type partition struct{ printed, corrected []float64 }

func measurePartition(c familyCase) (p partition, err error) {
	for _, f := range theory.FamiliesPrinted() {
		p.printed = append(p.printed, sim.LogPartition(c.Theta, f.Whole, f.C))
	}
	for _, f := range theory.FamiliesCorrected() {
		p.corrected = append(p.corrected, sim.LogPartition(c.Theta, f.Whole, f.C))
	}
	return p, nil
}

// familyIs asserts that exp(yθ − b(θ) − c(y)) has mass 1 and that f = b', by the central difference of b: its error is
// h²/6 times b”' and its rounding 2⁻⁵²b/h.
func familyIs(families func() []theory.Family, mass func(p partition) []float64, scale float64) props.Law[familyCase, partition] {
	const h = 1e-4
	return func(c familyCase, p partition, j *props.Judge) error {
		for i, f := range families() {
			b := scale * f.B(c.Theta)
			size := 1 + math.Abs(b) + math.Exp(math.Abs(c.Theta)+h)
			j.Equal("log-partition function of "+f.Name, mass(p)[i], b, props.Rounding(1<<13, size))
			slope := scale * (f.B(c.Theta+h) - f.B(c.Theta-h)) / (2 * h)
			j.Equal("b' of "+f.Name, slope, f.F(c.Theta),
				props.Truncation(h*h/6*size, "third derivative of b in a central difference").Plus(props.Rounding(4, size/h)))
		}
		return nil
	}
}

func familyCorrected(scale float64) props.Law[familyCase, partition] {
	return familyIs(theory.FamiliesCorrected, func(p partition) []float64 { return p.corrected }, scale)
}

func familyCheck(of *claim.Claim, law, control props.Law[familyCase, partition]) props.Check {
	return props.Property[familyCase, partition]{
		Of: of, Cases: props.ByTier[int]{100, 300, 1000}, Measure: measurePartition, Law: law, Control: control,
		Draw: func(t *rapid.T) familyCase { return familyCase{rapid.Float64Range(-2, 2).Draw(t, "θ")} },
		Rivals: []props.Rival[familyCase, partition]{
			props.WrongLaw("b twice as large", familyCorrected(2)),
			props.WrongLaw("the sign of b", familyCorrected(-1)),
		},
		Plants: []props.Plant[familyCase, partition]{props.Planted("b × (1 + 1e-6)", familyCorrected(1+1e-6))},
	}.Check()
}

// misprintGLMLinks tries the list of examples as printed.
func misprintGLMLinks() props.Check {
	return familyCheck(theory.MisprintGLMLinks, familyIs(theory.FamiliesPrinted, func(p partition) []float64 { return p.printed }, 1), familyCorrected(1))
}

func misprintGLMLinksCorrected() props.Check {
	return familyCheck(theory.MisprintGLMLinksCorrected, familyCorrected(1), nil)
}

// signCase is a misspecified layer with A < 0.
type signCase struct {
	Data []float64 `draw:"u(f)"`
	Fit  []float64 `draw:"u(g)"`
}

// minimum is φ by sim's quadrature at 0 and at ±m, and the slope at 0.
type minimum struct {
	at, side [2]sim.Mean // side is φ(m), φ(−m)
	m        float64
}

func drawSign(t *rapid.T) signCase {
	u := func(name string) float64 { return rapid.Float64Range(0.2, 2).Draw(t, name) }
	return signCase{
		Data: []float64{0, 0, u("u_2"), 0, rapid.Float64Range(-2, 2).Draw(t, "u_4")},
		Fit:  []float64{0, u("v_1"), -u("−v_2"), 0, rapid.Float64Range(-2, 2).Draw(t, "v_4")},
	}
}

// measureMinimum looks at half of the overlap at which −A − B m² changes sign.
func measureMinimum(c signCase) (s minimum, err error) {
	a, b := 2*c.Data[2]*c.Fit[2], 2*c.Data[4]*c.Fit[4]
	s.m = 0.5
	if b > 0 {
		s.m = math.Min(s.m, math.Sqrt(-a/b)/2)
	}
	model, err := seriesModel(seriesCase{Data: c.Data, Fit: c.Fit})
	if err != nil {
		return s, err
	}
	var errs []error
	for i, m := range []float64{s.m, -s.m} {
		zero, err1 := sim.PopulationLoss(model, 0)
		side, err2 := sim.PopulationLoss(model, m)
		s.at[i], s.side[i] = zero, side
		errs = append(errs, err1, err2)
	}
	return s, errors.Join(errs...)
}

// lowestAt asserts the value of φ at its local minimum.
func lowestAt(value func(c signCase) float64) props.Law[signCase, minimum] {
	return func(c signCase, s minimum, j *props.Judge) error {
		size := theory.HermiteSeries(c.Data).NormSquared() + theory.HermiteSeries(c.Fit).NormSquared()
		j.Equal("φ at the local minimum", s.at[0].Value, value(c),
			props.Rounding(64, 2*size).Plus(props.Truncation(s.at[0].Error, "quadrature of the loss, by two rules")))
		return nil
	}
}

func signNorms(c signCase) float64 {
	return theory.HermiteSeries(c.Data).NormSquared() + theory.HermiteSeries(c.Fit).NormSquared()
}

// rises asserts φ(±m) − φ(0) = −A m² − B m⁴, which is positive, times a factor.
func rises(factor float64) props.Law[signCase, minimum] {
	return func(c signCase, s minimum, j *props.Judge) error {
		a, b := 2*c.Data[2]*c.Fit[2], 2*c.Data[4]*c.Fit[4]
		for i := range s.side {
			rise := s.side[i].Value - s.at[i].Value
			open := props.Rounding(128, 2*signNorms(c)).Plus(props.Truncation(s.side[i].Error+s.at[i].Error, "quadrature of the loss, by two rules"))
			j.Equal("φ(±m) − φ(0)", rise, factor*(-a*s.m*s.m-b*math.Pow(s.m, 4)), open)
			j.AtLeast("φ(±m) − φ(0)", factor*rise, 0, open)
		}
		return nil
	}
}

func minimumCheck(of *claim.Claim, law, control props.Law[signCase, minimum]) props.Check {
	return props.Property[signCase, minimum]{
		Of: of, Cases: props.ByTier[int]{100, 300, 2000}, Draw: drawSign, Measure: measureMinimum, Law: law, Control: control,
		Rivals: []props.Rival[signCase, minimum]{
			props.WrongLaw("m = 0 is a local maximum", rises(-1)),
			props.WrongLaw("φ is 1 at the local minimum", lowestAt(func(signCase) float64 { return 1 })),
		},
		Plants: []props.Plant[signCase, minimum]{
			props.Planted("φ(m) − φ(0) × (1 + 1e-6)", rises(1+1e-6)),
			props.Planted("φ(0) × (1 + 1e-6)", lowestAt(func(c signCase) float64 { return (1 + 1e-6) * signNorms(c) })),
		},
	}.Check()
}

// misprintLocalMinimum takes "φ = 0 is a local minimum" at its word.
func misprintLocalMinimum() props.Check {
	return minimumCheck(theory.MisprintLocalMinimum, lowestAt(func(signCase) float64 { return 0 }), props.All(lowestAt(signNorms), rises(1)))
}

func misprintLocalMinimumCorrected() props.Check {
	return minimumCheck(theory.MisprintLocalMinimumCorrected, props.All(lowestAt(signNorms), rises(1)), nil)
}
