package audit

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"assay/cmd/verify/command"
	"assay/cmd/verify/form"
	"assay/cmd/verify/model"
	"assay/props"
	"assay/props/audit"
	"assay/sim"
)

// Tool is the command verify audit.
var Tool = command.Tool{
	Use:   "audit FILE...",
	Short: "judge hitting times or trajectories that another program wrote",
	Long: `Judges numbers that another program wrote against the exact law of what it is
meant to run, online SGD on the sphere with step δ/N, and against the usual
mistakes: a step δ, a loss doubled, no projection, a batch, momentum and more.

A FILE is CSV with a header, JSON lines, .npy or .npz, or - for standard input:
  run,tau            hitting times of --level, inf or empty for never;
                     a column n tells several dimensions apart, and
                     censored = 1 marks a run that was given up at tau
  run,t,m            overlaps m at steps t; consecutive steps tell most
Several files are one audit.

Examples:
  verify audit tau.csv --model 'x^2 - 1' --n 100 --delta 0.1 --abs
  verify audit paths.npy --model tensor-pca --p 3 --lambda 2 --n 50 --delta 0.05
  verify audit - --model 'x^3 - 3*x' --noise 0.1 --n 60 --delta 0.02 < tau.csv

Exit codes: 0 HOLDS, 1 REFUTED, 3 UNDECIDED, 2 bad input.`,
	Prepare: prepare,
}

// settings is the flags of one call.
type settings struct {
	model    func(string) model.Description
	spec     string
	n        int
	delta    float64
	level    float64
	horizon  int
	start    string
	unsigned bool
	report   string
	options  audit.Options
}

func prepare(set *pflag.FlagSet) func(context.Context, *command.Console, []string) error {
	s := &settings{model: model.Flags(set)}
	set.StringVar(&s.spec, "model", "", "an activation such as 'x^3 - 3*x', or tensor-pca, online-pca, mixture, linear, logistic, poisson")
	set.IntVar(&s.n, "n", 0, "dimension N, unless the files have a column n")
	set.Float64Var(&s.delta, "delta", 0, "step δ: a step moves by δ/N times the gradient")
	set.Float64Var(&s.level, "level", 0.5, "the overlap whose hitting time is meant")
	set.IntVar(&s.horizon, "horizon", 0, "steps after which every run was given up (default the largest time)")
	set.StringVar(&s.start, "start", "half-sphere", "half-sphere, sphere, or an overlap")
	set.BoolVar(&s.unsigned, "abs", false, "times and overlaps are of |m|")
	set.Float64Var(&s.options.Alpha, "alpha", 1e-4, "probability of a wrong REFUTED, at most")
	set.Float64Var(&s.options.Beta, "beta", 0.01, "probability of a missed violation, at most")
	set.Float64Var(&s.options.Violation, "violation", 0.25, "what HOLDS excludes: a distribution function off by so much")
	set.Float64Var(&s.options.Steps, "steps", 3e7, "steps to simulate of each law, at most; fewer tell less, sooner")
	set.StringVar(&s.report, "report", "", "also write a page with the picture, an .html file")
	seed, format := command.Seed(set), command.Formats(set, "text", "json", "markdown")
	return func(ctx context.Context, c *command.Console, files []string) error {
		if len(files) == 0 {
			return fmt.Errorf("audit: no file, want at least one, or - for standard input")
		}
		if s.report != "" && strings.ToLower(filepath.Ext(s.report)) != ".html" {
			return fmt.Errorf("--report %q: want a name that ends in .html", s.report)
		}
		if err := c.Claim("report", s.report); err != nil {
			return err
		}
		s.options.Seed = seed()
		r, p, err := s.judge(ctx, c, files)
		if err != nil {
			return err
		}
		c.Ends(map[props.Outcome]command.ExitCode{props.Holds: command.Expected, props.Refuted: command.Unexpected, props.Undecided: command.Incomplete}[r.Outcome])
		v := &verdict{result: r, problem: p, files: files}
		if s.report != "" {
			if err := c.Write(s.report, v.page); err != nil {
				return err
			}
		}
		return v.write(c.Out(), format())
	}
}

func (s *settings) judge(ctx context.Context, c *command.Console, files []string) (*audit.Result, audit.Problem, error) {
	p, err := s.problem()
	if err != nil {
		return nil, p, err
	}
	var all []*table
	piped := 0
	for _, f := range files {
		if f == "-" {
			piped++
		}
		if piped > 1 {
			return nil, p, fmt.Errorf("audit: - is standard input, want it once")
		}
		t, err := read(f, c.In())
		if err != nil {
			return nil, p, err
		}
		all = append(all, t)
	}
	what, err := all[0].kindOf()
	if err != nil {
		return nil, p, err
	}
	var hits []audit.Times
	var paths []audit.Trajectory
	for _, t := range all {
		k, err := t.kindOf()
		if err != nil {
			return nil, p, err
		}
		if k != what {
			return nil, p, fmt.Errorf("%s and %s hold different things, want files of one kind", all[0].file, t.file)
		}
		switch k {
		case times:
			more, err := t.hittingTimes(s.level, s.horizon)
			if err != nil {
				return nil, p, err
			}
			hits = joined(hits, more)
		case trajectories:
			more, err := t.overlaps()
			if err != nil {
				return nil, p, err
			}
			paths = append(paths, more...)
		}
	}
	if s.n == 0 && (what != times || hits[0].N == 0) {
		return nil, p, fmt.Errorf("--n: not given, want the dimension N")
	}
	c.Begins(fmt.Sprintf("judging %s", map[kind]string{times: form.Plural(count(hits), "hitting time"), trajectories: "the overlaps of " + form.Plural(len(paths), "run")}[what]))
	if what == times {
		if p.N == 0 {
			p.N = hits[0].N
		}
		r, err := p.JudgeTimes(ctx, hits, s.options)
		return r, p, err
	}
	r, err := p.JudgeTrajectories(ctx, s.level, paths, s.options)
	return r, p, err
}

// joined adds the times of one more file.
func joined(all, more []audit.Times) []audit.Times {
next:
	for _, m := range more {
		for i := range all {
			if all[i].N == m.N {
				all[i].Tau = append(all[i].Tau, m.Tau...)
				if m.Horizon != 0 && (all[i].Horizon == 0 || m.Horizon < all[i].Horizon) {
					all[i].Horizon = m.Horizon
				}
				continue next
			}
		}
		all = append(all, m)
	}
	return all
}

func count(all []audit.Times) (n int) {
	for _, t := range all {
		n += len(t.Tau)
	}
	return n
}

// problem is what the flags say the program is meant to run.
func (s *settings) problem() (p audit.Problem, err error) {
	d := s.model(s.spec)
	if p.Model, err = d.Simulated(); err != nil {
		return p, err
	}
	p.N, p.Delta, p.Unsigned = s.n, s.delta, s.unsigned
	switch {
	case s.n < 0 || s.n > 0 && s.n < 4:
		return p, fmt.Errorf("--n %d: want a dimension ≥ 4", s.n)
	case s.delta == 0:
		return p, fmt.Errorf("--delta: not given, want the step δ > 0")
	case !(s.delta > 0) || math.IsInf(s.delta, 0):
		return p, fmt.Errorf("--delta %v: want a finite number > 0", s.delta)
	case !(s.level > 0 && s.level < 1):
		return p, fmt.Errorf("--level %v: want an overlap in (0, 1)", s.level)
	case s.horizon < 0:
		return p, fmt.Errorf("--horizon %d: want a number of steps ≥ 0", s.horizon)
	}
	for _, f := range []struct {
		name  string
		value float64
	}{{"alpha", s.options.Alpha}, {"beta", s.options.Beta}, {"violation", s.options.Violation}} {
		if !(f.value > 0 && f.value < 1) {
			return p, fmt.Errorf("--%s %v: want a number in (0, 1)", f.name, f.value)
		}
	}
	if !(s.options.Steps >= 1) {
		return p, fmt.Errorf("--steps %v: want at least 1", s.options.Steps)
	}
	switch s.start {
	case "half-sphere":
		p.Start = audit.HalfSphere()
	case "sphere":
		p.Start = audit.Sphere()
	default:
		m, err := strconv.ParseFloat(s.start, 64)
		if err != nil || !(math.Abs(m) < 1) {
			return p, fmt.Errorf("--start %q: want half-sphere, sphere, or an overlap in (−1, 1)", form.Line(s.start))
		}
		p.Start = audit.At(m)
	}
	p.Others, err = others(d)
	return p, err
}

// others is the models that are taken for the one described.
func others(d model.Description) (all []audit.Other, err error) {
	add := func(name string, d model.Description) {
		var m sim.Model
		if m, err = d.Simulated(); err == nil {
			all = append(all, audit.Other{Name: name, Model: m})
		}
	}
	if r, has := d.Renormalised(); has {
		add("Hermite polynomials normalised the other way", r)
	}
	if d.Noise > 0 {
		quiet := d
		quiet.Noise = 0
		add("label noise forgotten", quiet)
		if d.Noise != 1 {
			squared := d
			squared.Noise = d.Noise * d.Noise
			add("label noise of variance σ⁴: its variance taken for σ", squared)
			root := d
			root.Noise = math.Sqrt(d.Noise)
			add("label noise of variance σ: its deviation taken for σ²", root)
		}
	}
	return all, err
}
