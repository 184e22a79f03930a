package simulate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"assay/cmd/verify/command"
	"assay/cmd/verify/model"
	"assay/sim"
)

// settings is what the flags say.
type settings struct {
	model                    func(string) model.Description
	seed                     func() uint64
	format                   func() string
	spec, dynamics, schedule string
	start, grid              string
	n, students, d           int
	runs, points             int
	delta, eta, sigma, steps float64
	each                     bool
	out                      []string
}

// Bounds of what is asked for.
const (
	mostRuns   = 100_000
	mostSteps  = 1e12
	mostPoints = 10_000
	mostN      = 100_000_000
	mostPlain  = 100_000 // N of vectors
)

func newSettings(set *pflag.FlagSet) *settings {
	s := &settings{model: model.Flags(set), seed: command.Seed(set), format: command.Formats(set, "csv", "jsonl")}
	set.StringVar(&s.spec, "model", "", "an activation such as 'x^3 - 3*x', or the name of a model")
	set.IntVar(&s.n, "n", 1000, "dimension N")
	set.Float64Var(&s.delta, "delta", 0.05, "step size δ; a step is δ/N")
	set.StringVar(&s.schedule, "schedule", "constant", "how δ goes on: constant, power:B, growing:K, proportional:K or reset:LEVEL:DELTA")
	set.StringVar(&s.start, "start", "half-sphere", "the start: half-sphere, sphere, or an overlap from -1 to 1")
	set.StringVar(&s.dynamics, "dynamics", "", "chain, sgd or population; with --students descent or flow")
	set.IntVar(&s.students, "students", 0, "number of students; they take the place of a model")
	set.IntVar(&s.d, "d", 4, "dimension of the students")
	set.Float64Var(&s.sigma, "sigma", 0.1, "standard deviation of the start of the students, for a teacher of norm 1")
	set.Float64Var(&s.eta, "eta", 0.05, "step size η of the students")
	set.BoolVar(&s.each, "each", false, "also write norm and angle of each student")
	set.IntVar(&s.runs, "runs", 4, "number of runs; without chance one is the default")
	set.Float64Var(&s.steps, "steps", 10_000, "last step, such as 1e5")
	set.StringVar(&s.grid, "grid", "even", "steps that are written: even, or log for the same number in each factor of ten")
	set.IntVar(&s.points, "points", 0, "how many of them (default 200, of log 20 in a factor of ten)")
	set.StringArrayVar(&s.out, "out", nil, "write into a file instead, whose ending says how: .csv, .jsonl, .svg or .png; may be repeated")
	return s
}

// Flags that belong to one of the two kinds of problem.
var (
	ofModels   = []string{"model", "n", "delta", "schedule", "start", "fit", "noise", "p", "lambda", "field"}
	ofStudents = []string{"d", "sigma", "eta", "each"}
)

// problem is what the flags describe. An error names the flag, the value and what is allowed.
func (s *settings) problem(set *pflag.FlagSet) (*problem, error) {
	switch {
	case s.spec == "" && !set.Changed("students"):
		return nil, fmt.Errorf("simulate: nothing to run: want --model or --students; --help has examples")
	case s.spec != "" && set.Changed("students"):
		return nil, fmt.Errorf("simulate: --model and --students: want one of the two")
	}
	other, kind, dynamics := ofStudents, "a model", []string{"chain", "sgd", "population"}
	if set.Changed("students") {
		other, kind, dynamics = ofModels, "students", []string{"descent", "flow"}
	}
	for _, name := range other {
		if set.Changed(name) {
			return nil, fmt.Errorf("--%s: %s has no use for it", name, kind)
		}
	}
	if s.dynamics == "" {
		s.dynamics = dynamics[0]
	}
	if !slices.Contains(dynamics, s.dynamics) {
		return nil, fmt.Errorf("--dynamics %q: want %s for %s", s.dynamics, strings.Join(dynamics, " or "), kind)
	}
	if err := s.bounded(); err != nil {
		return nil, err
	}
	if _, err := strconv.ParseFloat(s.start, 64); err == nil && s.dynamics == "population" && !set.Changed("runs") {
		s.runs = 1 // without chance all are one
	}
	p := &problem{}
	if err := s.onGrid(p); err != nil {
		return nil, err
	}
	if set.Changed("students") {
		return p, s.ofStudents(p)
	}
	return p, s.ofModel(p)
}

func (s *settings) bounded() error {
	most := mostN
	if s.dynamics == "sgd" {
		most = mostPlain
	}
	for _, b := range []struct {
		name        string
		value       int
		least, most int
	}{{"n", s.n, 2, most}, {"students", s.students, 0, 1000}, {"d", s.d, 1, 100_000}, {"runs", s.runs, 1, mostRuns}} {
		if b.value < b.least || b.value > b.most {
			return fmt.Errorf("--%s %d: want a whole number from %d to %d", b.name, b.value, b.least, b.most)
		}
	}
	for _, b := range []struct {
		name  string
		value float64
	}{{"delta", s.delta}, {"sigma", s.sigma}, {"eta", s.eta}} {
		if !(b.value > 0) || math.IsInf(b.value, 0) {
			return fmt.Errorf("--%s %v: want a finite number > 0", b.name, b.value)
		}
	}
	return nil
}

// onGrid sets the steps that are written: 0, and the others evenly or in equal parts of each factor of ten.
func (s *settings) onGrid(p *problem) (err error) {
	if !(s.steps >= 1 && s.steps <= mostSteps) || s.steps != math.Trunc(s.steps) || s.steps > math.MaxInt {
		return fmt.Errorf("--steps %v: want a whole number from 1 to %.0e", s.steps, mostSteps)
	}
	if s.points < 0 || s.points > mostPoints {
		return fmt.Errorf("--points %d: want a whole number from 1 to %d, or 0 for the usual number", s.points, mostPoints)
	}
	last, points := int(s.steps), s.points
	switch s.grid {
	case "even":
		if points == 0 {
			points = 200
		}
		for i := 0; i <= points; i++ {
			if t := int(s.steps * float64(i) / float64(points)); i == 0 || t > p.grid[len(p.grid)-1] {
				p.grid = append(p.grid, t)
			}
		}
	case "log":
		if points == 0 {
			points = 20
		}
		p.log = true
		p.grid, err = sim.LogGrid(1, last, points)
		p.grid = append([]int{0}, p.grid...)
	default:
		err = fmt.Errorf("--grid %q: want even or log", s.grid)
	}
	return err
}

// scheduled is the step size as the flags describe it.
func (s *settings) scheduled() (sim.Schedule, error) {
	name, rest, _ := strings.Cut(s.schedule, ":")
	var numbers []float64
	for _, word := range strings.FieldsFunc(rest, func(r rune) bool { return r == ':' }) {
		x, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return nil, fmt.Errorf("--schedule %q: %q is no number", s.schedule, word)
		}
		numbers = append(numbers, x)
	}
	wants := map[string]int{"constant": 0, "power": 1, "growing": 1, "proportional": 1, "reset": 2}
	if n, ok := wants[name]; !ok || n != len(numbers) {
		return nil, fmt.Errorf("--schedule %q: want constant, power:B, growing:K, proportional:K or reset:LEVEL:DELTA", s.schedule)
	}
	var made sim.Schedule
	var err error
	switch name {
	case "constant":
		made, err = sim.NewConstant(s.delta)
	case "power":
		made, err = sim.NewPower(s.delta, numbers[0], s.n)
	case "reset":
		made, err = sim.NewReset(s.delta, numbers[1], numbers[0])
	default:
		k := int(numbers[0])
		if float64(k) != numbers[0] {
			return nil, fmt.Errorf("--schedule %q: K = %v, want a whole number", s.schedule, numbers[0])
		}
		if name == "growing" {
			made, err = sim.NewGrowing(s.delta, k, s.n)
		} else {
			made, err = sim.NewProportional(s.delta, k)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("--schedule %q: %w", s.schedule, err)
	}
	return made, nil
}
