package neuron

import (
	"math"

	"gonum.org/v1/gonum/optimize"

	"assay/props"
	"assay/sim"
	"assay/theory"
)

// bestCase is a search for the worst network in which the first student has the angle θ to the teacher.
type bestCase struct {
	Theta  float64 `draw:"θ"`
	Others int     `draw:"other students"`
	Across int     `draw:"d − 1"`
}

// bestGrid is angles from .1 on: below, L keeps too few digits of ‖w‖²θ³ at a small ‖w‖.
func bestGrid(tier props.Tier) (grid []bestCase) {
	angles := props.ByTier[int]{12, 40, 200}.At(tier)
	for i := range angles {
		theta := math.Min(math.Pi, 0.1+(math.Pi-0.1)*float64(i)/float64(angles-1))
		grid = append(grid, bestCase{theta, 1 + i%2, 1 + i/2%2})
	}
	return grid
}

// bestMeasured is the least L/(‖w_1‖²θ³) that the search found, at ‖w_1‖ = ε and ε/2.
type bestMeasured struct {
	found    [2]float64
	rounding float64 // of each
	epsilon  float64
}

// smallest is ε: the infimum is approached like ε, and the remainder after extrapolation is of order ε².
const smallest = 1e-4

// measureWorstNetwork minimises over the other students: one near v, off it by ε p, the others ε p. The start is random, the
// best of a few ends is kept.
func measureWorstNetwork(l *props.Lab, c bestCase) (m bestMeasured, err error) {
	m.epsilon = smallest
	dimensions := c.Others * (c.Across + 1)
	ratio := func(epsilon float64, p []float64) float64 {
		along := []float64{epsilon * math.Cos(c.Theta)}
		across := [][]float64{make([]float64, c.Across)}
		across[0][0] = epsilon * math.Sin(c.Theta)
		for k := range c.Others {
			row := p[k*(c.Across+1) : (k+1)*(c.Across+1)]
			x := epsilon * row[0]
			if k == 0 {
				x++
			}
			u := make([]float64, c.Across)
			for a := range u {
				u[a] = epsilon * row[1+a]
			}
			along, across = append(along, x), append(across, u)
		}
		s, err := sim.NewStudentsInFrame(1, along, across)
		if err != nil {
			return math.Inf(1)
		}
		return s.Loss() / (epsilon * epsilon * math.Pow(c.Theta, 3))
	}
	// sim's loss is a sum of terms of size ‖w‖‖v‖, w off v by ε
	m.rounding = 40 * float64(c.Others+2) * props.UnitRoundoff / (smallest / 2 * math.Pow(c.Theta, 3))
	r := sim.NewRandom(l.Seed(0, 0))
	const starts = 4
	for i, epsilon := range []float64{smallest, smallest / 2} {
		m.found[i] = math.Inf(1)
		for range starts {
			x := make([]float64, dimensions)
			r.Normals(x)
			settings := &optimize.Settings{Converger: &optimize.FunctionConverge{Absolute: m.rounding / 4, Iterations: 60 * dimensions}}
			problem := optimize.Problem{Func: func(p []float64) float64 { return ratio(epsilon, p) }}
			// a second search from the first one's end frees a simplex that has shrunk too early
			for range 2 {
				end, err := optimize.Minimize(problem, x, settings, &optimize.NelderMead{})
				if end == nil {
					return m, err
				}
				m.found[i], x = math.Min(m.found[i], end.F), end.X
			}
		}
	}
	return m, nil
}

// bestDigits is how near the infimum of the search must come to the best constant.
const bestDigits = 1e-6

// sharpBestAngleConstant sets the infimum of a search over networks against inf(θ).
func sharpBestAngleConstant() props.Check {
	type judgement = props.Law[bestCase, bestMeasured]
	infimum := func(law func(theta float64) (float64, error)) judgement {
		return func(c bestCase, m bestMeasured, j *props.Judge) error {
			want, err := law(c.Theta)
			if err != nil {
				return err
			}
			got := 2*m.found[1] - m.found[0]
			j.AtLeast("L/(‖w‖²θ³) at the worst network", math.Min(m.found[0], m.found[1]), want, props.Truncation(m.rounding, "rounding of L at the smallest ‖w‖"))
			j.Equal("infimum of L/(‖w‖²θ³), extrapolated to ‖w‖ = 0", got, want,
				props.Truncation(4*m.epsilon*math.Abs(m.found[0]-m.found[1]), "second order in ‖w‖").
					Plus(props.Truncation(3*m.rounding, "rounding of L, and the end of the search")))
			j.AtMost("distance of the infimum from the best constant", math.Abs(got-want), bestDigits, props.Rounding(0, 1))
			return nil
		}
	}
	constant := func(k float64) judgement {
		return infimum(func(float64) (float64, error) { return k, nil })
	}
	off := func(share float64) judgement {
		return infimum(func(theta float64) (float64, error) {
			k, err := theory.AngleInfimum(theta)
			return (1 + share) * k, err
		})
	}
	best := infimum(theory.AngleInfimum)
	return props.Experiment[bestCase, bestMeasured]{
		Of: theory.SharpBestAngleConstant, Grid: bestGrid, Measure: measureWorstNetwork,
		Law: func(c bestCase, m bestMeasured, j *props.Judge) error {
			if err := best(c, m, j); err != nil {
				return err
			}
			before, err := theory.AngleInfimum(0.9 * c.Theta)
			if err != nil {
				return err
			}
			j.AtMost("infimum at θ, below the constant at 0.9 θ", m.found[1], before, props.Truncation(m.epsilon, "first order in ‖w‖"))
			return nil
		},
		Rivals: []props.Rival[bestCase, bestMeasured]{
			props.WrongLaw("1/(30π), the printed constant", constant(1/(30*math.Pi))),
			props.WrongLaw("1/(4π³), the constant for all angles", constant(1/(4*math.Pow(math.Pi, 3)))),
			props.WrongLaw("1/(3π), the constant at 0", constant(1/(3*math.Pi))),
			props.WrongLaw("(π−θ) sin θ cos θ counted once", infimum(func(theta float64) (float64, error) {
				sin, cos := math.Sincos(theta)
				rest := math.Pi - theta
				return (0.25 - (sin*sin+rest*rest+rest*sin*cos)/(4*math.Pi*math.Pi)) / math.Pow(theta, 3), nil
			})),
			props.WrongLaw("without the part that the second student takes up: ¼/θ³", infimum(func(theta float64) (float64, error) {
				return 0.25 / math.Pow(theta, 3), nil
			})),
		},
		Plants: []props.Plant[bestCase, bestMeasured]{
			props.Planted("K × 1.02", off(0.02)),
			props.Planted("K × .98", off(-0.02)),
			props.Planted("K off by 10⁻⁵", off(1e-5)),
			props.Planted("K off by 10⁻⁶", off(termOff)),
		},
	}.Check()
}
