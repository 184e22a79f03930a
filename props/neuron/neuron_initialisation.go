package neuron

import (
	"math"

	"assay/props"
	"assay/props/stat"
	"assay/sim"
	"assay/theory"
)

// initialCase is a dimension and a number of students.
type initialCase struct {
	N int `draw:"n"`
	D int `draw:"d"`
}

// initialMeasured counts starts.
type initialMeasured struct {
	n      int // starts drawn
	both   int // norms and angles as the lemma says, for all students
	narrow int // norms as the lemma says, angles up to π/3 as misprinted
}

// initialViolation is the error of the probability that must be seen in a sample, limitViolation that of its limit, and
// initialRounding bounds the error of theory's special functions.
const (
	initialViolation = 0.1
	limitViolation   = 1e-3
	initialRounding  = 1e-9
)

// initialGrid goes up in d with n fixed, and takes other n.
func initialGrid(props.Tier) []initialCase {
	return []initialCase{{1, 2}, {3, 2}, {3, 5}, {3, 20}, {8, 80}, {2, 10}, {3, 300}}
}

func measureInitial(l *props.Lab, c initialCase) (m initialMeasured, err error) {
	m.n, err = stat.MeanSamples(initialViolation, 1, l.Alpha, props.Miss, stat.TwoSided)
	if err != nil {
		return m, err
	}
	const sigma = 0.1
	inside := func(s *sim.Students, i int) (norm, lemma, printed bool) {
		size, theta := s.Norm(i)/(sigma*math.Sqrt(float64(c.D))), s.Angle(i)
		return size >= 0.5 && size <= 2, theta >= math.Pi/3 && theta <= 2*math.Pi/3, theta <= math.Pi/3
	}
	const batch = 500
	counts, err := props.Batches(l, m.n, batch, func(lo, hi int) ([][2]bool, error) {
		var out [][2]bool
		v := make([]float64, c.D)
		v[0] = 1
		for i := lo; i < hi; i++ {
			w, err := sim.GaussianStart(sim.NewRandom(l.Seed(0, i)), c.N, c.D, sigma)
			if err != nil {
				return nil, err
			}
			s, err := sim.NewStudentsUnreduced(v, w)
			if err != nil {
				return nil, err
			}
			all, narrow := true, true
			for k := range c.N {
				norm, lemma, printed := inside(s, k)
				all, narrow = all && norm && lemma, narrow && norm && printed
			}
			out = append(out, [2]bool{all, narrow})
		}
		return out, nil
	})
	for _, x := range counts {
		if x[0] {
			m.both++
		}
		if x[1] {
			m.narrow++
		}
	}
	return m, err
}

// neuronInitialisation checks the event of Lemma 3 against its exact probability, which tends to 1 with d.
func neuronInitialisation() props.Check {
	type judgement = props.Law[initialCase, initialMeasured]
	says := func(law func(n, d int) (float64, error), count func(initialMeasured) int) judgement {
		return func(c initialCase, m initialMeasured, j *props.Judge) error {
			p, err := law(c.N, c.D)
			if err != nil {
				return err
			}
			j.Share("share of starts as in Lemma 3", count(m), m.n, p, initialViolation)
			return nil
		}
	}
	both := func(m initialMeasured) int { return m.both }
	// A coordinate of the direction exceeds ½ with a probability of the order of (3/4)^{d/2}, and the norms err with less.
	limit := func(claimed float64) judgement {
		return func(c initialCase, _ initialMeasured, j *props.Judge) error {
			var rungs []props.Rung
			for d := 20; d <= 640; d *= 2 {
				p, err := theory.InitialProbability(c.N, d)
				if err != nil {
					return err
				}
				rungs = append(rungs, props.Rung{N: float64(d), Law: p, Claim: claimed, Error: initialRounding})
			}
			j.Tends("probability of Lemma 3", rungs, func(d float64) float64 { return math.Pow(0.75, d/2) }, limitViolation)
			return nil
		}
	}
	return props.Experiment[initialCase, initialMeasured]{
		Of: theory.NeuronInitialisation, Grid: initialGrid, Tests: 1, Measure: measureInitial,
		Law:   props.All(says(theory.InitialProbability, both), limit(1)),
		Limit: "the exact probability at d from 20 to 640; it is off 1 by (3/4)^{d/2}",
		Rivals: []props.Rival[initialCase, initialMeasured]{
			props.WrongLaw("angles up to π/3, as (31) prints", says(theory.InitialProbability, func(m initialMeasured) int { return m.narrow })),
			props.WrongLaw("students not independent: the probability of one", says(func(_, d int) (float64, error) { return theory.InitialProbability(1, d) }, both)),
			props.WrongLaw("with probability 1 in every dimension", says(func(int, int) (float64, error) { return 1, nil }, both)),
			props.WrongLaw("probability of half the dimension", says(func(n, d int) (float64, error) { return theory.InitialProbability(n, (d+1)/2) }, both)),
		},
		Plants: []props.Plant[initialCase, initialMeasured]{
			props.Planted("limit .9", limit(0.9)),
			props.Planted("probability capped at .9", says(func(n, d int) (float64, error) {
				p, err := theory.InitialProbability(n, d)
				return math.Min(p, 0.9), err
			}, both)),
		},
	}.Check()
}
