package singleindex

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"

	"pgregory.net/rapid"

	"assay/props"
	"assay/sim"
	"assay/theory"
	"assay/theory/claim"
)

// recursionCase is one step of gradient descent on the population loss of a Hermite
// series with a prescribed exponent.
type recursionCase struct {
	exponentCase
	N     int     `draw:"N"`
	Delta float64 `draw:"delta"`
	M     float64 `draw:"m"`
}

func drawRecursion(t *rapid.T) recursionCase {
	return recursionCase{
		exponentCase: drawExponent(t),
		N:            rapid.IntRange(2, 100_000).Draw(t, "N"),
		Delta:        rapid.Float64Range(1e-3, 2).Draw(t, "delta"),
		M:            rapid.Float64Range(0.001, 0.999).Draw(t, "m"),
	}
}

// recursionStep is a step from m and one from a small overlap, by sim's quadrature of the
// gradient itself; and the model's law.
type recursionStep struct {
	law                   *theory.SingleIndex
	gain, small           float64 // m' − m
	smallFrom             float64
	gainError, smallError float64 // of the quadrature, moved by δ/N
}

func measureRecursion(c recursionCase) (r recursionStep, err error) {
	model, err := seriesModel(seriesCase{Data: c.U, Fit: c.U, Noise: c.Noise})
	if err != nil {
		return r, err
	}
	step := func(m float64) (gain, bound float64, err error) {
		pull, err := sim.PopulationPull(model, m)
		if err != nil {
			return 0, 0, err
		}
		p, err := sim.NewPopulation(func(float64) float64 { return pull.Value }, c.N, m)
		if err != nil {
			return 0, 0, err
		}
		return p.Step(nil, c.Delta) - m, c.Delta / float64(c.N) * pull.Error, nil
	}
	if r.law, err = theory.SingleLayer(c.U, c.Noise); err != nil {
		return r, err
	}
	r.smallFrom = smallOverlap
	if r.gain, r.gainError, err = step(c.M); err != nil {
		return r, err
	}
	r.small, r.smallError, err = step(r.smallFrom)
	return r, err
}

// populationRecursion checks the step in both forms. The first form leaves out the
// normalisation, ½(δ/N)²φ'²(1−m²) abs m' at most; the second the rest of the series of φ'
// and 1 − m² as well.
func populationRecursion() props.Check {
	says := func(first func(slope, m float64) float64, power func(k int) float64, factor float64) props.Law[recursionCase, recursionStep] {
		return func(c recursionCase, r recursionStep, j *props.Judge) error {
			law, h := r.law, c.Delta/float64(c.N)
			second := func(m float64) float64 {
				slope := law.PhiPrime(m)
				return h * h * slope * slope * (1 - m) * (1 + m) / 2
			}
			size := law.Phi(0) + law.Phi(-1)
			want := -h * first(law.PhiPrime(c.M), c.M)
			j.Equal("m' − m", r.gain, want, props.Truncation(second(c.M)*(c.M+math.Abs(want)), "the normalisation, of order (δ/N)²").
				Plus(props.Truncation(r.gainError, "quadrature of the gradient")).Plus(props.Rounding(64, 1+h*size)))
			m, k := r.smallFrom, law.Exponent
			lead := factor * h * law.Leading() * math.Pow(m, power(k))
			beyond := beyondLeading(c.U, k, m)
			j.Equal("m' − m at m = 0.008", r.small, lead,
				props.Truncation(math.Abs(lead)*(beyond+m*m*(1+beyond)), "terms of φ' beyond the leading one, and 1 − m²").
					Plus(props.Truncation(second(m)*(m+math.Abs(lead)), "the normalisation")).
					Plus(props.Truncation(r.smallError, "quadrature of the gradient")).Plus(props.Rounding(64, m+h*size)))
			return nil
		}
	}
	exact := func(slope, m float64) float64 { return slope * (1 - m) * (1 + m) }
	power := func(k int) float64 { return float64(k - 1) }
	return props.Property[recursionCase, recursionStep]{
		Of:    theory.PopulationRecursion,
		Cases: props.ByTier[int]{100, 400, 5000}, Draw: drawRecursion, Measure: measureRecursion,
		Law: says(exact, power, 1),
		Rivals: []props.Rival[recursionCase, recursionStep]{
			props.WrongLaw("‖∇m‖² = 1", says(func(slope, _ float64) float64 { return slope }, power, 1)),
			props.WrongLaw("‖∇m‖² = 1 − m", says(func(slope, m float64) float64 { return slope * (1 - m) }, power, 1)),
			props.WrongLaw("ascent: + (δ/N)φ'‖∇m‖²", says(func(slope, m float64) float64 { return -exact(slope, m) }, power, 1)),
			props.WrongLaw("m^k for m^{k−1}", says(exact, func(k int) float64 { return float64(k) }, 1)),
			props.WrongLaw("twice the leading coefficient", says(exact, power, 2)),
		},
	}.Check()
}

// populationCase is a ladder of runs of population descent.
type populationCase struct {
	row    zooRow
	Delta  float64
	Z0     float64
	Eta    float64
	Ladder []int
}

func (c populationCase) String() string {
	return fmt.Sprintf("%s, delta = %v, z0 = %v, eta = %v, N = %v", c.row.name, c.Delta, c.Z0, c.Eta, c.Ladder)
}

// populationRows is the models of an exponent.
func populationRows(k int) (rows []zooRow) {
	for _, row := range zoo() {
		if row.law.Exponent == k && row.kind.family != poissonGLM { // its pull is e^{(1−m²)/2} times a polynomial: no table is exact
			rows = append(rows, row)
		}
	}
	if k == 3 {
		row, err := tensorSumRow(3, 1, 4, 0.5)
		if err != nil {
			panic(err) // fixed, valid parameters
		}
		rows = append(rows, row)
	}
	return rows
}

// pullTables holds the tables that have been made: a row has several cases.
var pullTables sync.Map

// pullTable is [sim.PullTable] of a row, made once.
func pullTable(row zooRow) (func(m float64) float64, error) {
	once, _ := pullTables.LoadOrStore(row.name, sync.OnceValues(func() (func(m float64) float64, error) {
		pull, _, err := sim.PullTable(row.model)
		return pull, err
	}))
	return once.(func() (func(m float64) float64, error))()
}

// measurePopulation counts, on each rung, the steps from z₀N^{−1/2} to η.
func measurePopulation(l *props.Lab, c populationCase) ([]int, error) {
	pull, err := pullTable(c.row)
	if err != nil {
		return nil, err
	}
	steps := make([]int, len(c.Ladder))
	for i, n := range c.Ladder {
		p, err := sim.NewPopulation(pull, n, c.Z0/math.Sqrt(float64(n)))
		if err != nil {
			return nil, err
		}
		for p.Overlap() < c.Eta {
			p.Step(nil, c.Delta)
			if steps[i]++; steps[i]%(1<<20) == 0 && l.Context().Err() != nil {
				return nil, l.Context().Err()
			}
		}
	}
	return steps, nil
}

// populationLaw asserts three things of the steps T of a ladder: T itself, from the flow
// with the correction for the length of a step; constant · sharp(N) of T less the rest that
// this limit leaves at N; and the growth between the first and the last rung, like
// order(N), as far as the rests allow.
//
// A count exceeds the real number of steps by a value in [0, 1); the next term in the
// length of a step is (δ/N)(b'(η) − b'(m₀))/12, bounded here by (δ/N) max abs b'.
func populationLaw(order func(n float64) float64, constant float64) props.Law[populationCase, []int] {
	return func(c populationCase, taken []int, j *props.Judge) error {
		law := c.row.law
		exact, left, count := make([]float64, len(taken)), make([]float64, len(taken)), make([]float64, len(taken))
		for i, n := range c.Ladder {
			m0 := c.Z0 / math.Sqrt(float64(n))
			steps, err1 := law.PopulationSteps(n, c.Delta, m0, c.Eta)
			flow, err2 := law.PopulationTime(n, c.Delta, m0, c.Eta)
			sharp, err3 := law.PopulationTimeSharp(n, c.Delta, c.Z0, c.Eta)
			rest, within, err4 := law.PopulationTimeRest(n, c.Delta, c.Z0, c.Eta)
			if err := errors.Join(err1, err2, err3, err4); err != nil {
				return err
			}
			rest += steps - flow
			exact[i], left[i] = steps, steps-rest
			h := c.Delta / float64(n)
			count[i] = float64(taken[i]) - 0.5
			whole := props.Truncation(0.5+h*steepest(law, c.Eta), "a count is whole, and the next term in δ/N").Plus(props.Rounding(8, exact[i]*16))
			j.Equal(fmt.Sprintf("T at N = %d", n), count[i], exact[i], whole)
			j.Equal(fmt.Sprintf("T at N = %d, less what its limit leaves", n), count[i]-rest, constant*sharp,
				whole.Plus(props.Truncation(within+populationAccuracy*(steps+math.Abs(rest)), "quadrature of the flow's time")))
		}
		last := len(taken) - 1
		growth := func(t []float64) float64 { return math.Log(t[last] / t[0]) }
		n1, n2 := float64(c.Ladder[0]), float64(c.Ladder[last])
		j.Equal("log of T's growth along the ladder", growth(count), math.Log(order(n2)/order(n1)),
			props.Truncation(growth(exact)-growth(left), "what the limit leaves at the rungs").
				Plus(props.Truncation(1/exact[0]+1/exact[last], "a count is whole")))
		return nil
	}
}

// populationAccuracy is the relative accuracy that [theory.SingleIndex.PopulationTime] states.
const populationAccuracy = 1e-10

// steepest is max abs b' on [0, η], b = −φ'(m)(1−m²), from differences.
func steepest(law *theory.SingleIndex, eta float64) (most float64) {
	const points = 128
	width := eta / points
	for i := range points {
		a := width * float64(i)
		most = math.Max(most, math.Abs(law.Drift(a+width, 0)-law.Drift(a, 0))/width)
	}
	return most
}

// populationK checks the time of population descent for one exponent.
func populationK(claim *claim.Claim, k int, ladder props.ByTier[[]int], rivals map[string]func(n float64) float64, constants map[string]float64) props.Check {
	order := populationOrder(k)
	e := props.Experiment[populationCase, []int]{
		Of: claim, Cases: props.ByTier[int]{3, 12, 12},
		Grid: func(tier props.Tier) (cases []populationCase) {
			for _, row := range populationRows(k) {
				cases = append(cases, populationCase{row, 1, 1, 0.5, ladder.At(tier)})
			}
			return cases
		},
		Draw: func(t *rapid.T) populationCase {
			rows := populationRows(k)
			return populationCase{
				row:    rows[rapid.IntRange(0, len(rows)-1).Draw(t, "model")],
				Delta:  rapid.Float64Range(0.5, 2).Draw(t, "delta"),
				Z0:     rapid.Float64Range(0.5, 2).Draw(t, "z0"),
				Eta:    rapid.Float64Range(0.3, 0.7).Draw(t, "eta"),
				Ladder: ladder.At(props.Quick), // the long ladder is for the grid
			}
		},
		Measure: measurePopulation, Law: populationLaw(order, 1),
	}
	for _, name := range sortedKeys(rivals) {
		e.Rivals = append(e.Rivals, props.WrongLaw(name, populationLaw(rivals[name], 1)))
	}
	for _, name := range sortedKeys(constants) {
		e.Rivals = append(e.Rivals, props.WrongLaw(name, populationLaw(order, constants[name])))
	}
	return e.Check()
}

// populationOrder is the order of the steps, at δ = 1.
func populationOrder(k int) func(n float64) float64 {
	return func(n float64) float64 {
		t, err := theory.PopulationOrder(int(n), k, 1)
		if err != nil {
			panic(err)
		}
		return t
	}
}

func power(b float64) func(n float64) float64 {
	return func(n float64) float64 { return math.Pow(n, b) }
}

func populationK1() props.Check {
	return populationK(theory.PopulationK1, 1, props.ByTier[[]int]{{1000, 100_000}, {1000, 1_000_000}, {1000, 10_000_000}},
		map[string]func(float64) float64{
			"N^{1/2}": power(0.5), "N^{3/2}": power(1.5),
			"N log N": func(n float64) float64 { return n * math.Log(n) },
		},
		map[string]float64{"half the constant": 0.5, "twice the constant": 2})
}

func populationK2() props.Check {
	return populationK(theory.PopulationK2, 2, props.ByTier[[]int]{{100, 10_000}, {100, 100_000}, {100, 1_000_000}},
		map[string]func(float64) float64{
			"N^{1/2} log N": func(n float64) float64 { return math.Sqrt(n) * math.Log(n) },
			"N^{3/2} log N": func(n float64) float64 { return math.Pow(n, 1.5) * math.Log(n) },
			"N":             power(1),
			"N (log N)²":    func(n float64) float64 { return n * math.Log(n) * math.Log(n) },
		},
		map[string]float64{"constant 1/A for 1/2A": 2, "constant 1/4A": 0.5})
}

func populationK3() props.Check {
	return populationK(theory.PopulationK3, 3, props.ByTier[[]int]{{400, 10_000}, {400, 160_000}, {400, 1_000_000}},
		map[string]func(float64) float64{
			"N": power(1), "N²: the order of online SGD": power(2),
			"N^{3/2} log N": func(n float64) float64 { return math.Pow(n, 1.5) * math.Log(n) },
		},
		map[string]float64{"constant 1/2A z₀": 0.5, "constant 2/A z₀": 2})
}

func populationK4() props.Check {
	return populationK(theory.PopulationK4, 4, props.ByTier[[]int]{{64, 1024}, {100, 4096}, {100, 10_000}},
		map[string]func(float64) float64{
			"N^{3/2}": power(1.5), "N^{5/2}": power(2.5), "N³: the order of online SGD": power(3),
		},
		map[string]float64{"constant 1/A z₀²": 2, "constant 1/4A z₀²": 0.5})
}

// sortedKeys is the keys of a map in order, so that nothing depends on a map's.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
