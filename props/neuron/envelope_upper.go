package neuron

import (
	"fmt"
	"math"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// upperCase is a random start, or the mirror image of its first student beside it, which ends at the largest C.
type upperCase struct {
	gaussianCase
	Mirror bool `draw:"mirror pair"`
}

// upperGrid is how many sights a decade of the run shows.
const upperGrid = 20

// mirrorLonger is how many times longer a mirror pair runs: L(ηT)³ lags by 3t₀/t, which is then below the error planted.
const mirrorLonger = 8

// runUpper is the losses of a run from its beginning, in units of ‖v‖.
func runUpper(l *props.Lab, c upperCase) (seen []sim.Observation, err error) {
	last := props.ByTier[float64]{3e3, 3e4, 3e5}.At(l.Tier)
	s, err := c.students(l, 0)
	if err == nil && c.Mirror {
		last *= mirrorLonger
		s, err = c.mirrored(l)
	}
	if err != nil {
		return nil, err
	}
	_, warm, err := s.WarmUp(l.Context(), c.eta(), 200_000)
	if err != nil {
		return nil, err
	}
	grid, err := sim.LogGrid(1, int(last/c.eta()), upperGrid)
	if err != nil {
		return nil, err
	}
	seen, err = s.Losses(l.Context(), c.eta(), grid)
	for i := range seen {
		seen[i].Time += warm
		seen[i].Loss /= c.Norm * c.Norm
	}
	return seen, err
}

// mirrored is the first student of the start and its image in the line of the teacher.
func (c upperCase) mirrored(l *props.Lab) (*sim.Students, error) {
	w, err := c.vectors(l, 0)
	if err != nil {
		return nil, err
	}
	if w, err = sim.MirrorStart(c.teacher(), w[0]); err != nil {
		return nil, err
	}
	return sim.NewStudents(c.teacher(), w)
}

// upperConstant is K of L(T + T₂) ≤ K n⁴‖v‖²/(ηT)³: with it K n⁴ ≥ π²/6 for n ≥ 2, the largest limit of L(ηt)³.
const upperConstant = theory.ConstantBound / 16

// neuronUpper checks the upper envelope over the whole run, with K = π²/96 and T₂ = log n/(nη). The mirror pair attains it.
func neuronUpper() props.Check {
	type judgement = props.Law[upperCase, []sim.Observation]
	below := func(envelope func(c upperCase, time float64) (float64, error)) judgement {
		return func(c upperCase, seen []sim.Observation, j *props.Judge) error {
			late, err := theory.AlignmentTime(1, c.N, c.eta())
			if err != nil {
				return err
			}
			for _, o := range seen {
				time := o.Time - late*c.eta()
				if time < c.eta() {
					continue
				}
				bound, err := envelope(c, time)
				if err != nil {
					return err
				}
				j.AtMost(fmt.Sprintf("L/‖v‖² at ηT = %.4g", time), o.Loss, bound, props.Rounding(100, bound))
			}
			return nil
		}
	}
	// times is the envelope with another factor, power of T, and power of n
	times := func(factor, time, students float64) judgement {
		return below(func(c upperCase, t float64) (float64, error) {
			bound, err := theory.UpperEnvelope(factor*upperConstant, c.N, 1, c.eta(), t/c.eta())
			return bound * math.Pow(t, 3-time) * math.Pow(float64(c.N), students-4), err
		})
	}
	return props.Experiment[upperCase, []sim.Observation]{
		Of: theory.NeuronUpper, Cases: props.ByTier[int]{30, 100, 1000},
		Grid: func(props.Tier) (grid []upperCase) {
			for _, c := range gaussianGrid([2]int{2, 10}, [2]int{3, 10}, [2]int{8, 3}, [2]int{8, 10}) {
				grid = append(grid, upperCase{gaussianCase: c})
			}
			return append(grid, upperCase{gaussianGrid([2]int{2, 10})[0], true})
		},
		Draw:    func(t *rapid.T) upperCase { return upperCase{gaussianCase: drawGaussian(2, 8)(t)} },
		Measure: runUpper, Law: times(1, 3, 4),
		Rivals: []props.Rival[upperCase, []sim.Observation]{
			props.WrongLaw("(ηT)^{−3.5}", times(1, 3.5, 4)),
			props.WrongLaw("(ηT)⁻⁴", times(1, 4, 4)),
			props.WrongLaw("exponential, exp(−ηT)", below(func(_ upperCase, time float64) (float64, error) { return math.Exp(-time), nil })),
			props.WrongLaw("K half as large", times(0.5, 3, 4)),
			props.WrongLaw("n⁻⁴ for n⁴", times(1, 3, -4)),
		},
		Plants: []props.Plant[upperCase, []sim.Observation]{
			props.Planted("K / 1.02", times(1/1.02, 3, 4)),
			props.Planted("exponent of T + .1", times(1, 3.1, 4)),
			props.Planted("n^{3.7}", times(1, 3, 3.7)),
		},
	}.Check()
}
