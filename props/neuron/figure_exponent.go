package neuron

import (
	"fmt"
	"math"

	"assay/props"
	"assay/props/stat"
	"assay/theory"
)

// The run of 50 000 iterations is long for a few hundred starts. Near the optimum the slow
// flow continues it at a hundredth of the cost; some starts are run in full beside it.
const (
	handOver      = 1000 // iterations of gradient descent before the slow flow takes over
	flowTolerance = 1e-6 // of the slow flow, local and relative
)

// exponentRun is one start: log L/log ηT at T = rightLast, and the local exponent of the
// loss over the last octave.
type exponentRun struct {
	End, Local float64
	Angle      float64 // the largest angle to the teacher where the slow flow took over
}

// exponentRuns is the starts by n, and the first of them run in full.
type exponentRuns struct {
	starts map[int][]exponentRun
	full   map[int]exponentRun
}

// inFull is a run by gradient descent alone.
func (f neuronFigure) inFull(l *props.Lab, n int, seed uint64) (r exponentRun, err error) {
	loss, err := f.losses(l.Context(), n, seed, []int{rightLast / 2, rightLast})
	if err != nil {
		return r, err
	}
	return exponentRun{End: f.exponent(loss[1], rightLast), Local: math.Log2(loss[1] / loss[0])}, nil
}

// slowly is a run by gradient descent and the slow flow. A neuron that points away from
// the teacher has no share in the slow flow, and is run in full.
func (f neuronFigure) slowly(l *props.Lab, n int, seed uint64) (r exponentRun, err error) {
	s, err := f.start(n, seed)
	if err != nil {
		return r, err
	}
	if err := s.Descend(l.Context(), f.Eta, []int{handOver}, func(int) error { return nil }); err != nil {
		return r, err
	}
	for i := range n {
		r.Angle = math.Max(r.Angle, s.Angle(i))
	}
	flow, err := s.SlowFlow()
	if err != nil {
		return f.inFull(l, n, seed)
	}
	at := func(t int) float64 { return f.Eta * float64(t-handOver) }
	var seen []float64
	err = flow.Flow(l.Context(), flowTolerance, []float64{at(rightLast / 2), at(rightLast)}, func(float64) error {
		seen = append(seen, flow.Loss())
		return nil
	})
	if err != nil {
		return r, err
	}
	r.End, r.Local = f.exponent(seen[1], rightLast), math.Log2(seen[1]/seen[0])
	return r, nil
}

// exponentStudents are the n whose readings are judged: the tenfold one costs most.
var exponentStudents = props.ByTier[[]int]{{2, 5}, rightStudents, rightStudents}

func measureExponent(l *props.Lab, f neuronFigure) (m exponentRuns, err error) {
	m = exponentRuns{map[int][]exponentRun{}, map[int]exponentRun{}}
	size, err := stat.ProportionSamples(rightReading, props.Beyond, l.Alpha, props.Miss)
	if err != nil {
		return m, err
	}
	run := f.slowly
	if l.Tier == props.Deep {
		run = f.inFull
	}
	for _, n := range exponentStudents.At(l.Tier) {
		if m.starts[n], err = props.Replicate(l, n, size, func(seed uint64) (exponentRun, error) { return run(l, n, seed) }); err != nil {
			return m, err
		}
		if m.full[n], err = f.inFull(l, n, l.Seed(n, 0)); err != nil {
			return m, err
		}
	}
	return m, nil
}

// settledWithin is how near to its limit a local exponent counts as settled: half the error of .3 that must be seen.
const settledWithin = 0.15

// figureExponent checks Figure 1, right: the readings at T = 50 000 lie inside the law over
// the random start, and the local exponent of the loss is near −3. (The quotient of logarithms itself is still off by log C/log ηT.)
func figureExponent() props.Check {
	readings := func(shift float64) props.Law[neuronFigure, exponentRuns] {
		return func(f neuronFigure, m exponentRuns, j *props.Judge) error {
			for _, n := range exponentStudents[props.Deep] {
				starts, ok := m.starts[n]
				if !ok {
					continue
				}
				ends := make([]float64, len(starts))
				for i, r := range starts {
					ends[i] = r.End
				}
				r := exponentReadings[n]
				props.ReadingLies(j, fmt.Sprintf("log L/log ηT, n = %d", n), ends, r.value+shift, r.half, rightReading)
			}
			return nil
		}
	}
	local := func(exponent float64) props.Law[neuronFigure, exponentRuns] {
		return func(_ neuronFigure, m exponentRuns, j *props.Judge) error {
			for _, n := range exponentStudents[props.Deep] {
				starts, ok := m.starts[n]
				if !ok {
					continue
				}
				near := 0
				for _, r := range starts {
					if math.Abs(r.Local-exponent) < settledWithin {
						near++
					}
				}
				j.Likely(fmt.Sprintf("share of starts whose local exponent is within %v of %v, n = %d", settledWithin, exponent, n), near, len(starts), 0.75, 0.6)
			}
			return nil
		}
	}
	itself, cubic := readings(0), local(theory.LossExponent)
	return props.Experiment[neuronFigure, exponentRuns]{
		Of:    theory.FigureLossExponent,
		Grid:  func(props.Tier) []neuronFigure { return []neuronFigure{neuronScene} },
		Tests: 3 * len(rightStudents), Measure: measureExponent,
		Law: func(f neuronFigure, m exponentRuns, j *props.Judge) error {
			if err := itself(f, m, j); err != nil {
				return err
			}
			if err := cubic(f, m, j); err != nil {
				return err
			}
			for _, n := range exponentStudents[props.Deep] {
				starts, ok := m.starts[n]
				if !ok {
					continue
				}
				// The slow flow leaves out terms of relative order θ, θ the largest angle, which
				// falls like 1/t: at the hand-over t a share θ of the loss, later a share of the
				// speed, and so a time of θt·log(T/t) in all. A step of size η instead of a flow
				// costs nη/π·log(T/t) more.
				r, t, last := starts[0], f.Eta*handOver, f.Eta*rightLast
				lost := (r.Angle*t + float64(n)*f.Eta/math.Pi) * math.Log(last/t)
				j.Equal(fmt.Sprintf("log L/log ηT by the slow flow, n = %d", n), r.End, m.full[n].End,
					props.Truncation(3*lost/last/math.Log(last), "terms of relative order θ, which shift the time by θt·log(T/t)").Plus(props.Rounding(50*rightLast, 1)))
			}
			return nil
		},
		Rivals: []props.Rival[neuronFigure, exponentRuns]{
			props.WrongLaw("exponent −2.5", local(-2.5)),
			props.WrongLaw("exponent −3.5", local(-3.5)),
			props.WrongLaw("exponent −2", local(-2)),
			props.WrongLaw("exponent −4", local(-4)),
			props.WrongLaw("readings higher by ½", readings(0.5)),
			props.WrongLaw("readings lower by ½", readings(-0.5)),
		},
		Plants: []props.Plant[neuronFigure, exponentRuns]{
			props.Planted("exponent + .3", local(theory.LossExponent+0.3)),
			props.Planted("exponent − .3", local(theory.LossExponent-0.3)),
			props.Planted("readings + .3", readings(0.3)),
			props.Planted("readings − .3", readings(-0.3)),
		},
	}.Check()
}
