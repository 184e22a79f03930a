// Package simulate is the command verify simulate: trajectories of one problem that a user describes, as
// numbers or as a figure.
//
// It runs package sim and hands on what it sees. It states no law and judges nothing.
package simulate

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/spf13/pflag"
	"golang.org/x/sync/errgroup"

	"assay/cmd/verify/command"
	"assay/cmd/verify/form"
	"assay/props"
)

// Tool is the command verify simulate.
var Tool = command.Tool{
	Use:   "simulate",
	Short: "run a problem of your own and write its trajectories",
	Long: `Runs online SGD on the sphere, with step size δ/N, for a model of one's own, or
gradient descent of students on a ReLU teacher, and writes what it sees on a
grid of steps: run, t and the overlap m; or run, t, the loss, the norm of the
gradient and the spread of the students.

Examples:
  verify simulate --model 'x^3 - 3*x' --n 100 --delta 0.002 --steps 1e6
  verify simulate --model tensor-pca --p 3 --lambda 2 --n 50 --delta 0.05 --dynamics sgd --runs 2 --steps 2000 --format jsonl
  verify simulate --model 'abs(x)' --n 1000 --delta 0.2 --dynamics population --start 0.03 --steps 50000 --out population.csv
  verify simulate --model 'x^2 - 1' --n 1000 --delta 0.02 --schedule reset:0.5:0.005 --steps 2e5 --out overlap.svg
  verify simulate --students 3 --d 4 --sigma 0.1 --eta 0.05 --steps 1e5 --grid log --out loss.svg --out loss.csv

The model is an activation in x, or tensor-pca, online-pca, mixture, linear,
logistic or poisson. The dynamics are
  chain        the overlap as a Markov chain, O(1) a step, exact in law
  sgd          vectors in N dimensions
  population   descent on the mean loss, without chance
  descent      of the students, in steps of size η
  flow         of the students, in continuous time; --steps is the last time
The step size δ is that of --delta as the schedule has it:
  constant            δ
  power:B             δ N^B
  growing:K           δ max(|m|, N^(-1/2))^(K-2)
  proportional:K      δ |m|^(K-2)
  reset:LEVEL:DELTA   δ, and DELTA from the first passage of the level on
A run is a function of its number and of the seed.`,
	Prepare: prepare,
}

func prepare(set *pflag.FlagSet) func(context.Context, *command.Console, []string) error {
	s := newSettings(set)
	return func(ctx context.Context, c *command.Console, args []string) error {
		if len(args) > 0 {
			return fmt.Errorf("simulate: unexpected argument %q: want none, or --model %q", args[0], args[0])
		}
		p, err := s.problem(set)
		if err != nil {
			return err
		}
		for _, path := range s.out {
			if formOf(path) == nil {
				return fmt.Errorf("--out %q: want a file that ends in .csv, .jsonl, .svg or .png", path)
			}
			if err := c.Claim("out", path); err != nil {
				return err
			}
		}
		if set.Lookup("seed").Value.String() == "random" {
			c.Begins(fmt.Sprintf("seed %d", s.seed()))
		}
		c.Begins(fmt.Sprintf("running %s", p.title))
		t := &trajectories{problem: p, paths: make([]path, s.runs)}
		if err := t.run(ctx, s.seed()); err != nil {
			return err
		}
		if len(s.out) == 0 {
			return formOf("."+s.format())(c.Out(), t)
		}
		for _, path := range s.out {
			if err := c.Write(path, func(w io.Writer) error { return formOf(path)(w, t) }); err != nil {
				return err
			}
		}
		var names []string
		for _, path := range s.out {
			names = append(names, form.Line(path))
		}
		fmt.Fprintf(c.Out(), "%s: %s, seed %d, written to %s\n", p.title, form.Plural(s.runs, "run"), s.seed(), strings.Join(names, ", "))
		return nil
	}
}

// problem is what is run, whatever its dynamics.
type problem struct {
	title  string
	says   string // the settings, for a caption
	log    bool   // the grid is even in log t
	grid   []int  // from 0
	values []string
	shown  string // the one of values that a figure shows
	// follow runs once and hands over the values at each step of the grid.
	follow func(ctx context.Context, seed uint64, see func(values ...float64)) error
}

// path is what was seen of a run: the values at each step of the grid.
type path [][]float64

// trajectories is the runs of a problem.
type trajectories struct {
	problem *problem
	paths   []path
}

// run runs all of them, on all processors. What is seen does not depend on their number.
func (t *trajectories) run(ctx context.Context, seed uint64) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range t.paths {
		group.Go(func() error {
			return t.problem.follow(ctx, props.Seed(seed, "simulate", 0, 0, i), func(values ...float64) {
				t.paths[i] = append(t.paths[i], values)
			})
		})
	}
	return group.Wait()
}
