package golden

import (
	"context"

	"assay/sim"
)

const flowTolerance = 1e-9

// flowColumn is a column of an adaptive integration. The step size follows an error
// estimate of about flowTolerance, known to 2⁻⁵²/flowTolerance = 2e-7 of itself; the
// error of the result follows the step size to the fifth power and so moves by 1e-6 of
// flowTolerance for each of up to a thousand steps.
func flowColumn(name string) Column {
	return Column{Name: name, Relative: 1e-12, Reason: "rounding of 1000 steps through the choice of their sizes, 1e-15 each"}
}

// kinkColumn is a column of an integration through 0: rounding may move by a step when a student is set
// to 0, from a norm of up to flowTolerance.
func kinkColumn(name string) Column {
	return Column{Name: name, Relative: 100 * flowTolerance, Floor: 0.01, Reason: "the step in which a student of norm up to 1e-9 is set to 0"}
}

// flowPins pins the gradient flows.
func flowPins() []Pin {
	times := []float64{0.1, 0.3, 1, 3, 10, 30, 100}
	return []Pin{
		{
			Name: "flow/neuron", Kernel: "sim.Students.Flow", Seed: neuronSeed, Random: true,
			What:    "loss, its slow part and the first angle of the gradient flow of three students from N(0, ¼I) in R³, teacher (0.6, 0.8, 0), local error 1e-9",
			Why:     "The lower bound of Xu, Du 2023 is stated for the flow.",
			Columns: []Column{exact("time", "the input"), flowColumn("loss"), flowColumn("angle1"), flowColumn("spread")},
			replay: func() ([][]float64, error) {
				start, err := sim.GaussianStart(sim.NewRandom(neuronSeed), 3, 3, 0.5)
				if err != nil {
					return nil, err
				}
				s, err := sim.NewStudents(neuronTeacher(3), start)
				if err != nil {
					return nil, err
				}
				var rows [][]float64
				err = s.Flow(context.Background(), flowTolerance, times, func(time float64) error {
					rows = append(rows, []float64{time, s.Loss(), s.Angle(0), s.Spread()})
					return nil
				})
				return rows, err
			},
		},
		{
			Name: "flow/kink", Kernel: "sim.Students.Flow",
			What:    "norms and loss of the gradient flow of the students (2.5, 0.1), (1, −0.2), (0.3, 0.05) of the teacher (1, 0), local error 1e-9: together they exceed it, and one after the other reaches 0",
			Why:     "The slope jumps where a student is 0, and an integrator that takes the jump for an error does not come back.",
			Columns: []Column{exact("time", "the input"), kinkColumn("norm1"), kinkColumn("norm2"), kinkColumn("norm3"), kinkColumn("loss")},
			replay: func() ([][]float64, error) {
				s, err := sim.NewStudentsInFrame(1, []float64{2.5, 1, 0.3}, [][]float64{{0.1}, {-0.2}, {0.05}})
				if err != nil {
					return nil, err
				}
				var rows [][]float64
				err = s.Flow(context.Background(), flowTolerance, times[:5], func(time float64) error {
					rows = append(rows, []float64{time, s.Norm(0), s.Norm(1), s.Norm(2), s.Loss()})
					return nil
				})
				return rows, err
			},
		},
		{
			Name: "flow/slow", Kernel: "sim.SlowFlow.Flow",
			What:    "L₃, ‖u‖ and ℓ = L₃/‖u‖³ of the slow flow with c = (0.2, 0.3, 0.5) from u = (0.3, 0.1), (−0.1, 0.2), (−0.2, −0.3), local error 1e-9",
			Why:     "The constants of t⁻³ for general n and d are read off this flow.",
			Columns: []Column{exact("time", "the input"), flowColumn("loss"), flowColumn("size"), flowColumn("level")},
			replay: func() ([][]float64, error) {
				f, err := sim.NewSlowFlow([]float64{0.2, 0.3, 0.5}, [][]float64{{0.3, 0.1}, {-0.1, 0.2}, {-0.2, -0.3}})
				if err != nil {
					return nil, err
				}
				var rows [][]float64
				err = f.Flow(context.Background(), flowTolerance, times, func(time float64) error {
					rows = append(rows, []float64{time, f.Loss(), f.Size(), f.Level()})
					return nil
				})
				return rows, err
			},
		},
		{
			Name: "flow/power", Kernel: "sim.PowerLoss.Flow, PowerLoss.Descend",
			What:    "|θ|³ under the flow from θ = 1, local error 1e-9, and under descent with η = 0.1 after ten times as many steps as the time",
			Why:     "The cubic is the whole reason for t⁻³; its flow has the exact loss (1 + 3t)⁻³.",
			Columns: []Column{exact("time", "the input"), flowColumn("flow"), rounded("descent", 1000, 8, 1)},
			replay:  powerRun,
		},
	}
}

func powerRun() ([][]float64, error) {
	cubic, err := sim.NewPowerLoss(3)
	if err != nil {
		return nil, err
	}
	times := []float64{0.1, 0.3, 1, 3, 10, 30, 100}
	flow, err := cubic.Flow(context.Background(), 1, flowTolerance, times)
	if err != nil {
		return nil, err
	}
	descent, err := cubic.Descend(context.Background(), 1, 0.1, []int{1, 3, 10, 30, 100, 300, 1000})
	if err != nil {
		return nil, err
	}
	var rows [][]float64
	for i, t := range times {
		rows = append(rows, []float64{t, flow[i].Loss, descent[i].Loss})
	}
	return rows, nil
}
