package model

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"assay/cmd/verify/expression"
	"assay/sim"
)

// Description is what the flags say.
type Description struct {
	Called        string // how an error names the text: --model, unless it is an argument
	Text          string // a name of [Names], or an activation of package expression
	Fit           string // an activation; empty for that of the data
	Noise         float64
	P             int // 0 if not given
	Lambda, Field float64
	given         map[string]bool // flags of the command line; nil if there was none
}

// parameters is the flags that each named model takes.
var parameters = map[string][]string{
	"tensor-pca": {"p", "lambda"},
	"online-pca": {"lambda"},
	"mixture":    {"lambda", "field"},
	"linear":     {"noise"},
	"logistic":   {},
	"poisson":    {},
}

// Names is the models that have one.
func Names() []string {
	return []string{"tensor-pca", "online-pca", "mixture", "linear", "logistic", "poisson"}
}

// Flags declares the flags of a description but for the model itself, which may be a flag or an argument, and returns
// what they say when they are read.
func Flags(set *pflag.FlagSet) func(model string) Description {
	fit := set.String("fit", "", "the activation that fits, if it is not that of the data")
	noise := set.Float64("noise", 0, "variance of the noise of the label")
	p := set.Int("p", 3, "order of the tensor")
	lambda := set.Float64("lambda", 1, "signal of tensor-pca, online-pca or mixture")
	field := set.Float64("field", 0, "h of mixture: how unlike the two clouds are")
	return func(model string) Description {
		d := Description{Called: "--model", Text: strings.TrimSpace(model), Fit: *fit, Noise: *noise, P: *p, Lambda: *lambda, Field: *field, given: map[string]bool{}}
		for _, name := range []string{"fit", "noise", "p", "lambda", "field"} {
			d.given[name] = set.Changed(name)
		}
		return d
	}
}

func (d Description) called() string {
	if d.Called == "" {
		return "model"
	}
	return d.Called
}

// Fast reports whether the steps of the chain have a kernel of their own: those of a model with a name and of a polynomial.
func (d Description) Fast() bool {
	if d.Named() {
		return true
	}
	data, fit, err := d.Activations()
	return err == nil && data.Polynomial != nil && fit.Polynomial != nil
}

// Named reports whether the model has a name, and is no activation.
func (d Description) Named() bool {
	_, named := parameters[d.Text]
	return named
}

// Simulated is the model whose dynamics package sim runs. An error names the flag, the value and what is allowed.
func (d Description) Simulated() (sim.Model, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	switch d.Text {
	case "tensor-pca":
		return sim.NewLinearisedTensorPCA(sim.TensorTerm{Order: d.P, Signal: d.Lambda})
	case "online-pca":
		return sim.NewOnlinePCA(d.Lambda)
	case "mixture":
		return sim.NewMixture(d.Lambda, d.Field)
	case "linear":
		return sim.NewLinear(d.noise())
	case "logistic":
		return sim.NewLogistic(), nil
	case "poisson":
		return sim.NewPoisson(), nil
	}
	data, fit, err := d.Activations()
	if err != nil {
		return nil, err
	}
	to, err := activation(fit)
	if err != nil {
		return nil, err
	}
	from := to
	if data != fit {
		if from, err = activation(data); err != nil {
			return nil, err
		}
	}
	return sim.NewMisspecified(from, to, d.Noise)
}

// Activations is the functions of data and fit of a model without a name, one and the same unless there is a --fit.
func (d Description) Activations() (data, fit *expression.Function, err error) {
	if data, err = expression.Parse(d.Text); err != nil {
		if word.MatchString(d.Text) { // it was meant for a name
			return nil, nil, fmt.Errorf("%s: %w; or one of %s", d.called(), err, strings.Join(Names(), ", "))
		}
		return nil, nil, fmt.Errorf("%s: %w", d.called(), err)
	}
	if fit = data; d.Fit != "" {
		if fit, err = expression.Parse(d.Fit); err != nil {
			return nil, nil, fmt.Errorf("--fit: %w", err)
		}
		if len(fit.Jumps) > 0 {
			return nil, nil, fmt.Errorf("--fit %q: jumps at x = %.6g, want a continuous function: gradient descent does not see a jump", d.Fit, fit.Jumps[0])
		}
	} else if len(data.Jumps) > 0 {
		return nil, nil, fmt.Errorf("%s %q: jumps at x = %.6g, want a continuous function, or a --fit that is: gradient descent does not see a jump", d.called(), d.Text, data.Jumps[0])
	}
	return data, fit, nil
}

var (
	word    = regexp.MustCompile(`^[a-z][a-z-]{0,19}$`)
	hermite = regexp.MustCompile(`\b(he?)\(`)
)

// Renormalised is the model with He_k for h_k = He_k/√k! and the other way about, in data and fit, and whether it has any.
func (d Description) Renormalised() (Description, bool) {
	other := func(text string) string {
		return hermite.ReplaceAllStringFunc(text, func(call string) string {
			if call == "h(" {
				return "he("
			}
			return "h("
		})
	}
	r := d
	r.Text, r.Fit = other(d.Text), other(d.Fit)
	return r, r.Text != d.Text || r.Fit != d.Fit
}

// noise is the variance of the noise of the label; 1 for the model linear unless the flag says otherwise, as its loss is
// the likelihood of that.
func (d Description) noise() float64 {
	if d.Text == "linear" && !d.given["noise"] {
		return 1
	}
	return d.Noise
}

func (d Description) check() error {
	if d.Text == "" {
		return fmt.Errorf("%s %q: want an activation as 'x^3 - 3*x', or one of %s", d.called(), d.Text, strings.Join(Names(), ", "))
	}
	takes, named := parameters[d.Text]
	if !named {
		takes = []string{"fit", "noise"}
	}
	for _, name := range []string{"fit", "noise", "p", "lambda", "field"} {
		if d.given[name] && !slices.Contains(takes, name) {
			return fmt.Errorf("--%s: the model %s has no such parameter, want %s", name, d.Text, list(takes))
		}
	}
	for _, v := range []struct {
		name   string
		value  float64
		lowest float64
	}{{"noise", d.Noise, 0}, {"lambda", d.Lambda, math.Inf(-1)}, {"field", d.Field, math.Inf(-1)}} {
		if !(v.value >= v.lowest) || math.IsInf(v.value, 0) {
			bound := ""
			if !math.IsInf(v.lowest, 0) {
				bound = fmt.Sprintf(" ≥ %g", v.lowest)
			}
			return fmt.Errorf("--%s %v: want a finite number%s", v.name, v.value, bound)
		}
	}
	return nil
}

func list(flags []string) string {
	if len(flags) == 0 {
		return "none"
	}
	return "--" + strings.Join(flags, ", --")
}

// typed is an activation of package expression for package sim.
type typed struct{ *expression.Function }

func (f typed) String() string          { return f.Text }
func (f typed) At(z float64) float64    { return f.Function.At(z) }
func (f typed) Slope(z float64) float64 { return f.Function.Slope(z) }
func (f typed) Corner() bool            { return slices.Contains(f.Breaks, 0) }

// activation is what package sim runs: a polynomial is handed over as one, which has faster kernels.
func activation(f *expression.Function) (sim.Activation, error) {
	if f.Polynomial != nil {
		return sim.NewPolynomial(f.Polynomial...)
	}
	return typed{f}, nil
}
