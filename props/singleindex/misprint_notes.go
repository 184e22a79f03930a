package singleindex

import (
	"context"
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
	"assay/theory/claim"
)

// integralCase is the equation ṁ = C m^{k−1} for a time, which carries m from low to high.
type integralCase struct {
	K    int     `draw:"k"`
	High float64 `draw:"m at the end"`
	Time float64 `draw:"C t"`
}

// integralSeen is m at both ends: ṁ = C m^{k−1} run backwards is the flow on abs m^k with C = k.
type integralSeen struct{ low, high float64 }

// integralError is the local error allowed to the flow.
const integralError = 1e-11

func measureIntegral(c integralCase) (integralSeen, error) {
	loss, err := sim.NewPowerLoss(float64(c.K))
	if err != nil {
		return integralSeen{}, err
	}
	seen, err := loss.Flow(context.Background(), c.High, integralError, []float64{c.Time / float64(c.K)})
	if err != nil {
		return integralSeen{}, err
	}
	return integralSeen{math.Pow(seen[0].Loss, 1/float64(c.K)), c.High}, nil
}

// integrates asserts that m^{−(k−2)} changes by the rate times C t.
func integrates(rate func(k int) float64) props.Law[integralCase, integralSeen] {
	return func(c integralCase, seen integralSeen, j *props.Judge) error {
		p := -float64(c.K - 2)
		from, to := math.Pow(seen.low, p), math.Pow(seen.high, p)
		// the flow keeps its local error in each of some hundred steps
		j.Equal("change of m^{−k+2}", to-from, rate(c.K)*c.Time,
			props.Truncation(1000*integralError*float64(c.K)*from, "a thousand steps of the flow").Plus(props.Rounding(20, from)))
		return nil
	}
}

func integralRate(factor float64) func(k int) float64 {
	return func(k int) float64 {
		r := props.Must(theory.SearchInvariant(k))
		return factor * r
	}
}

func integralCheck(of *claim.Claim, law, control props.Law[integralCase, integralSeen]) props.Check {
	return props.Property[integralCase, integralSeen]{
		Of: of, Cases: props.ByTier[int]{100, 300, 1000}, Measure: measureIntegral, Law: law, Control: control,
		Draw: func(t *rapid.T) integralCase {
			return integralCase{rapid.IntRange(3, 6).Draw(t, "k"), rapid.Float64Range(0.05, 0.9).Draw(t, "m"), rapid.Float64Range(0.1, 20).Draw(t, "C t")}
		},
		Rivals: []props.Rival[integralCase, integralSeen]{
			props.WrongLaw("−(k − 1)", integrates(func(k int) float64 { return -float64(k - 1) })),
			props.WrongLaw("+(k − 2)", integrates(integralRate(-1))),
		},
		Plants: []props.Plant[integralCase, integralSeen]{props.Planted("rate × (1 + 1e-6)", integrates(integralRate(1+1e-6)))},
	}.Check()
}

// misprintNotesIntegration tries d m^{−k+2} = (δ/N) C dt.
func misprintNotesIntegration() props.Check {
	return integralCheck(theory.MisprintNotesIntegration, integrates(func(int) float64 { return 1 }), integrates(integralRate(1)))
}

func misprintNotesIntegrationCorrected() props.Check {
	return integralCheck(theory.MisprintNotesIntegrationCorrected, integrates(integralRate(1)), nil)
}
