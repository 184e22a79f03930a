package probe

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"assay/cmd/verify/command"
	"assay/cmd/verify/form"
	"assay/cmd/verify/model"
	"assay/props"
)

// Tool is the command verify probe.
var Tool = command.Tool{
	Use:   "probe MODEL",
	Short: "say of a problem of your own what the theory predicts, and try it",
	Long: `Says of an activation, or of a model by name, its information exponent, the step
size to take and the samples that recover, and tries the prediction: the chain of
online SGD on a ladder of dimensions.

MODEL is an activation in x, such as 'x^3 - 3*x' or 'gelu(x)', or one of
tensor-pca, online-pca, mixture, linear, logistic, poisson. A product needs its
sign, 2*x; -x^2 is -(x^2). Functions: exp log sqrt abs sin cos tan tanh atan erf
sigmoid softplus gelu silu relu elu leaky step sign max min he(k,x) h(k,x).
An activation that begins with a minus sign follows --: probe --n 300 -- '-x^3'.

Examples:
  verify probe 'gelu(x)' --n 1000
  verify probe 'x^3 + x' --n 300 --noise 0.1
  verify probe 'tanh(x)' --fit 'sin(x)' --n 500
  verify probe tensor-pca --p 3 --lambda 2 --n 200
  verify probe 'relu(x)' --n 1000 --format json

Exit codes: 0 HOLDS, 1 REFUTED, 3 UNDECIDED or no prediction, 2 bad input.`,
	Prepare: prepare,
	Complete: func(args []string, begun string) (names []string) {
		for _, name := range model.Names() {
			if len(args) == 0 && strings.HasPrefix(name, begun) {
				names = append(names, name)
			}
		}
		return names
	},
}

// leastDimension is the least N of a ladder of four.
const leastDimension = 32

func prepare(set *pflag.FlagSet) func(context.Context, *command.Console, []string) error {
	describe := model.Flags(set)
	n := set.Int("n", 1000, "dimension N; the ladder of the trial ends there, or below if that is dear")
	predict := set.Bool("no-trial", false, "predict only, run nothing")
	seed, tier, format := command.Seed(set), command.TierOf(set, props.Quick), command.Formats(set, "text", "json")
	return func(ctx context.Context, c *command.Console, args []string) error {
		if len(args) != 1 {
			return fmt.Errorf("probe: got %d arguments, want one model, an activation in quotes or one of %s", len(args), strings.Join(model.Names(), ", "))
		}
		if *n < leastDimension || *n > 1<<30 {
			return fmt.Errorf("--n %d: want a dimension in %d … %d", *n, leastDimension, 1<<30)
		}
		d := describe(args[0])
		d.Called = "probe"
		v := &verdict{description: d, n: *n, seed: seed(), tier: tier()}
		var err error
		if v.reading, err = read(d, *n); err != nil {
			return err
		}
		if format() == "text" {
			v.writeReading(c.Out())
			if err := c.Now(); err != nil {
				return err
			}
		}
		if v.reading.PracticalErr != nil {
			v.reason = v.reading.PracticalErr
		} else if err := v.predict(ctx, c, format() == "text", *predict); err != nil {
			return err
		}
		c.Ends(v.code())
		if format() == "json" {
			return form.JSON(c.Out(), v.document())
		}
		v.writeVerdict(c.Out())
		return nil
	}
}

// verdict is what is known so far.
type verdict struct {
	description model.Description
	n           int
	seed        uint64
	tier        props.Tier
	reading     *Reading
	plan        *Plan
	trial       *Trial
	reason      error // why there is no plan or no trial
	only        bool  // no trial was asked for
}

// predict is the second and the third step.
func (v *verdict) predict(ctx context.Context, c *command.Console, text, only bool) error {
	c.Begins("planning")
	planned := make(chan struct{})
	var plan *Plan
	var err error
	go func() {
		defer close(planned)
		plan, err = v.reading.plan(v.n)
	}()
	select {
	case <-planned:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if err != nil {
		v.reason = err
		return nil //nolint:nilerr // it is the answer
	}
	v.plan = plan
	if text {
		v.writePlan(c.Out())
		if err := c.Now(); err != nil {
			return err
		}
	}
	if v.only = only; only {
		return nil
	}
	c.Begins("running the chain")
	v.trial, err = v.reading.try(ctx, v.description, plan, v.tier, v.seed)
	if err != nil && (ctx.Err() != nil || errors.Is(err, context.Canceled)) {
		return err
	}
	v.reason = err
	return nil
}

func (v *verdict) outcome() props.Outcome {
	if v.trial == nil {
		return props.Undecided
	}
	return v.trial.Outcome
}

func (v *verdict) code() command.ExitCode {
	switch {
	case v.only && v.reason == nil, v.outcome() == props.Holds:
		return command.Expected
	case v.outcome() == props.Refuted:
		return command.Unexpected
	}
	return command.Incomplete
}
