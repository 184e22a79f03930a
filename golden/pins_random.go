package golden

import (
	"math"

	"assay/sim"
)

const draws = 24 // rows of a pin of a stream

const streamWhy = "Every seeded result of the module hangs on this stream; if it moves, all of them mean something else."

// randomPins pins the streams of sim.Random: the words to the bit, and what is made of
// them to the rounding of a few operations.
func randomPins() []Pin {
	few := func(name string) Column { return rounded(name, 1, 16, 1) }
	return []Pin{
		{
			Name: "random/words", Kernel: "sim.Random.Uint64", Random: true, Seed: 1,
			What: "the first words of the streams with seeds 1 and 2⁶⁴ − 1, in halves of 32 bits",
			Why:  streamWhy,
			Columns: []Column{step(), exact("high", "integer operations"), exact("low", "integer operations"),
				exact("high_last", "integer operations"), exact("low_last", "integer operations")},
			replay: func() ([][]float64, error) {
				one, last := sim.NewRandom(1), sim.NewRandom(math.MaxUint64)
				return table(draws, func(float64) []float64 {
					x, y := one.Uint64(), last.Uint64()
					return []float64{float64(x >> 32), float64(x & (1<<32 - 1)), float64(y >> 32), float64(y & (1<<32 - 1))}
				}), nil
			},
		},
		{
			Name: "random/reals", Kernel: "sim.Random.Uniform, Normal, Exponential", Random: true, Seed: 2,
			What:    "the first draws of each kind, a stream for each",
			Why:     streamWhy,
			Columns: []Column{step(), exact("uniform", "an integer times a power of 2"), few("normal"), few("exponential")},
			replay: func() ([][]float64, error) {
				u, z, e := sim.NewRandom(2), sim.NewRandom(2), sim.NewRandom(2)
				return table(draws, func(float64) []float64 {
					return []float64{u.Uniform(), z.Normal(), e.Exponential()}
				}), nil
			},
		},
		{
			Name: "random/chi-squared", Kernel: "sim.ChiSquared.Draw", Random: true, Seed: 3,
			What:    "the first draws of χ² with 0.5, 1, 2, 98 and 9998 degrees of freedom, a stream for each",
			Why:     "The chain draws χ²_{N−2} exactly; each of these takes another branch of the method.",
			Columns: []Column{step(), few("nu0.5"), few("nu1"), few("nu2"), few("nu98"), few("nu9998")},
			replay: func() ([][]float64, error) {
				var laws []sim.ChiSquared
				var streams []*sim.Random
				for _, dof := range []float64{0.5, 1, 2, 98, 9998} {
					law, err := sim.NewChiSquared(dof)
					if err != nil {
						return nil, err
					}
					laws, streams = append(laws, law), append(streams, sim.NewRandom(3))
				}
				return table(draws, func(float64) []float64 {
					row := make([]float64, len(laws))
					for i := range laws {
						row[i] = laws[i].Draw(streams[i])
					}
					return row
				}), nil
			},
		},
		{
			Name: "random/long", Kernel: "sim.Random.Normals, sim.ChiSquared.Draws", Random: true, Seed: 4,
			What: "the largest of 2^k normals and the sum of 2^k draws of χ² with 10 degrees of freedom, k = 0, …, 16",
			Why:  "The rare branches, such as the tail of the normal, are not met in the first draws; one draw more or fewer moves all that follow.",
			Columns: []Column{exact("draws", "a count"), few("largest"),
				{Name: "sum", Relative: 1 << 16 * 0x1p-52, Reason: "2¹⁶ additions of positive numbers"}},
			replay: longStreams,
		},
	}
}

func longStreams() ([][]float64, error) {
	law, err := sim.NewChiSquared(10)
	if err != nil {
		return nil, err
	}
	z, q := make([]float64, 1<<16), make([]float64, 1<<16)
	sim.NewRandom(4).Normals(z)
	law.Draws(sim.NewRandom(4), q)
	var rows [][]float64
	largest, sum, done := math.Inf(-1), 0.0, 0
	for count := 1; count <= len(z); count *= 2 {
		for ; done < count; done++ {
			largest, sum = math.Max(largest, z[done]), sum+q[done]
		}
		rows = append(rows, []float64{float64(count), largest, sum})
	}
	return rows, nil
}

// table is the rows of a run that is observed at the times 0, 1, …, rows − 1.
func table(rows int, observe func(time float64) []float64) [][]float64 {
	t := make([][]float64, rows)
	for i := range t {
		t[i] = append([]float64{float64(i)}, observe(float64(i))...)
	}
	return t
}
